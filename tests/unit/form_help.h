/* SPDX-License-Identifier: MIT */
/*
 * What the form engine's tests share: small forms and code lists of their own (villages, households with members, rounds,
 * reviews) written into the test's folder, and a book prepared for them.
 */
#ifndef GN_TESTS_FORM_HELP_H
#define GN_TESTS_FORM_HELP_H

#include "store_help.h"

#include "form/entry.h"
#include "form/form.h"

static const char *const form_files[][2] = {
	{ "codes/area.csv", "code,vi,en\nrural,Nông thôn,Rural\nurban,Thành thị,Urban\n" },
	{ "codes/gender.csv", "code,vi,en,aliases\nmale,Nam,Male,1|trai\nfemale,Nữ,Female,2|gái\n" },
	{ "codes/relation.csv", "code,vi,en\nhead,Chủ hộ,Head\nspouse,Vợ chồng,Spouse\nchild,Con,Child\n" },
	{ "codes/class.csv", "code,vi,en\npoor,Hộ nghèo,Poor\nnear_poor,Hộ cận nghèo,Near-poor\n"
			     "not_poor,Hộ không nghèo,Not poor\n" },
	{ "codes/need.csv", "code,vi,en\nhouse,Nhà ở,Housing\nloan,Vay vốn,Credit\nseed,\"Giống, phân bón\",Seeds\n" },
	{ "codes/indicator.csv",
	  "code,vi,en,standard,from,to,aliases,verified,weight\n"
	  "D01,Việc làm,Employment,2022-2025,2022-01-01,2026-12-31,,yes,10\n"
	  "D10,Nhà tiêu hợp vệ sinh,Hygienic toilet,2022-2025,2022-01-01,2026-12-31,,no,10\n"
	  "E08,Hố xí,Toilet,2016-2020,2016-01-01,2021-12-31,,yes,\n" },
	{ "codes/answer.csv", "code,vi,en\ndeprived,thiếu hụt,deprived\nnot_deprived,không thiếu hụt,not deprived\n" },
	{ "forms/village.ini",
	  "[form]\ntable = \"village\"\ntitle.vi = \"Thôn\"\ntitle.en = \"Village\"\nplural.vi = \"Thôn\"\n"
	  "plural.en = \"Villages\"\nversion = \"1\"\nkey = \"code\"\nmatch.1 = \"code\"\nlist = \"code, name\"\n"
	  "search = \"name\"\nsort.1 = \"code:text\"\n"
	  "[code]\ntype = \"text\"\nlabel.vi = \"Mã thôn\"\nlabel.en = \"Village code\"\nwidth = \"8\"\nrequired = \"yes\"\n"
	  "[name]\ntype = \"text\"\nlabel.vi = \"Tên thôn\"\nlabel.en = \"Village name\"\nwidth = \"40\"\n"
	  "[area_type]\ntype = \"choice\"\nchoices = \"area\"\nlabel.vi = \"Khu vực\"\nlabel.en = \"Area\"\n" },
	{ "forms/household.ini",
	  "[form]\ntable = \"household\"\ntitle.vi = \"Hộ\"\ntitle.en = \"Household\"\nplural.vi = \"Hộ\"\n"
	  "plural.en = \"Households\"\nversion = \"1\"\nmenu = \"2\"\nowner = \"commune\"\n"
	  "key = \"village, household_code, head_name\"\nmatch.1 = \"village, household_code, head_name:fold\"\n"
	  "list = \"head_name, household_code, village, members_count, classification\"\n"
	  "search = \"head_name, household_code\"\nsort.1 = \"head_name:name\"\n"
	  "sort.2 = \"village, household_code\"\nfilter = \"village, classification\"\ncounts = \"classification\"\n"
	  "roster.1 = \"member\"\n"
	  "[let]\nmembers_n = \"count(member, :left_on is null)\"\n"
	  "heads_n = \"count(member, :relation_to_head = 'head' and :left_on is null)\"\n"
	  "oldest = \"max(member, age(:birth_date, :today))\"\n"
	  "[page.main]\ntitle.vi = \"Hộ\"\ntitle.en = \"Household\"\n"
	  "[page.more]\ntitle.vi = \"Khác\"\ntitle.en = \"More\"\n"
	  "[group.head]\npage = \"main\"\ntitle.vi = \"Chủ hộ\"\ntitle.en = \"Head\"\n"
	  "[village]\ntype = \"reference\"\nrefers = \"village\"\nlabel.vi = \"Thôn\"\nlabel.en = \"Village\"\n"
	  "required = \"yes\"\nkeep = \"yes\"\npage = \"main\"\n"
	  "[household_code]\ntype = \"text\"\nwidth = \"12\"\nlabel.vi = \"Mã hộ\"\nlabel.en = \"Household code\"\n"
	  "[head_name]\ntype = \"text\"\nwidth = \"30\"\nlabel.vi = \"Họ và tên chủ hộ\"\nlabel.en = \"Head's name\"\n"
	  "required = \"yes\"\ngroup = \"head\"\nalias = \"member.full_name\"\n"
	  "alias.where = \"relation_to_head=head\"\n"
	  "[head_gender]\ntype = \"choice\"\nchoices = \"gender\"\nlabel.vi = \"Giới tính chủ hộ\"\n"
	  "label.en = \"Head's gender\"\nalias = \"member.gender\"\nalias.where = \"relation_to_head=head\"\n"
	  "[area_type]\ntype = \"choice\"\nchoices = \"area\"\nlabel.vi = \"Khu vực\"\nlabel.en = \"Area\"\n"
	  "default = \":village__area_type\"\n"
	  "[house_area]\ntype = \"decimal\"\nlabel.vi = \"Diện tích\"\nlabel.en = \"House area\"\npage = \"more\"\n"
	  "constraint = \":house_area > 0\"\nmessage.vi = \"Diện tích {house_area} phải lớn hơn 0.\"\n"
	  "message.en = \"The area {house_area} must be over 0.\"\n"
	  "doubt = \":house_area / :members_n <= 100\"\n"
	  "doubt.message.vi = \"{house_area} m² cho {members_n} người?\"\n"
	  "doubt.message.en = \"{house_area} m² for {members_n} people?\"\n"
	  "[income]\ntype = \"money\"\nlabel.vi = \"Thu nhập\"\nlabel.en = \"Income\"\n"
	  "warn = \":income < 100000000\"\nwarn.message.vi = \"Thu nhập {income} khá cao.\"\n"
	  "warn.message.en = \"{income} is high.\"\n"
	  "[has_toilet]\ntype = \"yesno\"\nlabel.vi = \"Có nhà tiêu\"\nlabel.en = \"Has a toilet\"\n"
	  "[toilet_kind]\ntype = \"text\"\nwidth = \"20\"\nlabel.vi = \"Loại nhà tiêu\"\nlabel.en = \"Kind of toilet\"\n"
	  "relevant = \":has_toilet = 'yes'\"\nrequired = \"yes\"\n"
	  "[needs]\ntype = \"multi\"\nchoices = \"need\"\nlabel.vi = \"Nhu cầu\"\nlabel.en = \"Needs\"\n"
	  "[members_count]\ntype = \"int\"\nlabel.vi = \"Số nhân khẩu\"\nlabel.en = \"Members\"\n"
	  "compute = \":members_n\"\n"
	  "[classification]\ntype = \"choice\"\nchoices = \"class\"\nlabel.vi = \"Phân loại\"\n"
	  "label.en = \"Classification\"\nderive = \"latest\"\nderive.form = \"review\"\n"
	  "derive.link = \"household\"\nderive.value = \"classification\"\nderive.date = \"decision_date\"\n"
	  "[check.r90]\nfield = \"head_name\"\nstrength = \"error\"\ntest = \":heads_n <= 1\"\n"
	  "message.vi = \"Hộ có {heads_n} chủ hộ.\"\nmessage.en = \"The household has {heads_n} heads.\"\n"
	  "source = \"QĐ 24/2021\"\n" },
	{ "forms/member.ini",
	  "[form]\ntable = \"member\"\ntitle.vi = \"Thành viên\"\ntitle.en = \"Member\"\nplural.vi = \"Thành viên\"\n"
	  "plural.en = \"Members\"\nversion = \"1\"\nowner = \"commune\"\nkey = \"household, full_name\"\n"
	  "match.1 = \"id_number\"\nmatch.2 = \"household, full_name:fold, birth_date:year\"\n"
	  "list = \"full_name, birth_date\"\nsearch = \"full_name, id_number\"\nsort.1 = \"full_name:name\"\n"
	  "live = \"left_on\"\nparent = \"household\"\n"
	  "[household]\ntype = \"reference\"\nrefers = \"household\"\nlabel.vi = \"Hộ\"\nlabel.en = \"Household\"\n"
	  "required = \"yes\"\n"
	  "[full_name]\ntype = \"text\"\nwidth = \"30\"\nlabel.vi = \"Họ và tên\"\nlabel.en = \"Full name\"\n"
	  "required = \"yes\"\n"
	  "[gender]\ntype = \"choice\"\nchoices = \"gender\"\nlabel.vi = \"Giới tính\"\nlabel.en = \"Gender\"\n"
	  "[birth_date]\ntype = \"date\"\npartial = \"yes\"\nlabel.vi = \"Ngày sinh\"\nlabel.en = \"Birth date\"\n"
	  "constraint = \":birth_date <= :today\"\nmessage.vi = \"Ngày sinh {birth_date} ở sau hôm nay.\"\n"
	  "message.en = \"The birth date {birth_date} is after today.\"\n"
	  "[relation_to_head]\ntype = \"choice\"\nchoices = \"relation\"\nlabel.vi = \"Quan hệ\"\n"
	  "label.en = \"Relation\"\n"
	  "[id_number]\ntype = \"text\"\nwidth = \"12\"\nlabel.vi = \"Số định danh\"\nlabel.en = \"ID number\"\n"
	  "[left_on]\ntype = \"date\"\npartial = \"yes\"\nlabel.vi = \"Ngày đi\"\nlabel.en = \"Left on\"\n"
	  "[house_share]\ntype = \"decimal\"\nlabel.vi = \"Diện tích mỗi người\"\nlabel.en = \"Area each\"\n"
	  "compute = \":parent__house_area / :parent__members_count\"\n" },
	/* Each field is asked for the sake of one after it; the last for a count that comes after them all. */
	{ "forms/chain.ini",
	  "[form]\ntable = \"chain\"\ntitle.vi = \"Chuỗi\"\ntitle.en = \"Chain\"\nplural.vi = \"Chuỗi\"\n"
	  "plural.en = \"Chains\"\nversion = \"1\"\nkey = \"name\"\nmatch.1 = \"name\"\nlist = \"name\"\nsort.1 = \"name\"\n"
	  "[let]\nticked = \"count(deprivation, :value = 'deprived')\"\n"
	  "[name]\ntype = \"text\"\nwidth = \"9\"\nlabel.vi = \"Tên\"\nlabel.en = \"Name\"\n"
	  "[a]\ntype = \"yesno\"\nlabel.vi = \"Một\"\nlabel.en = \"One\"\nrelevant = \"coalesce(:b, 'no') = 'yes'\"\n"
	  "[b]\ntype = \"yesno\"\nlabel.vi = \"Hai\"\nlabel.en = \"Two\"\nrelevant = \"coalesce(:c, 'no') = 'yes'\"\n"
	  "[c]\ntype = \"yesno\"\nlabel.vi = \"Ba\"\nlabel.en = \"Three\"\nrelevant = \":ticked > 0\"\n"
	  "[deprivation]\ntype = \"answers\"\nchoices = \"indicator\"\nanswers = \"answer\"\nlabel.vi = \"Thiếu hụt\"\n"
	  "label.en = \"Deprivations\"\n" },
	{ "forms/round.ini",
	  "[form]\ntable = \"round\"\ntitle.vi = \"Đợt\"\ntitle.en = \"Round\"\nplural.vi = \"Đợt\"\nplural.en = \"Rounds\"\n"
	  "version = \"1\"\nkey = \"year\"\nmatch.1 = \"year\"\nlist = \"year\"\nsort.1 = \"year\"\n"
	  "[year]\ntype = \"int\"\nlabel.vi = \"Năm\"\nlabel.en = \"Year\"\nrequired = \"yes\"\n"
	  "[standard]\ntype = \"text\"\nlabel.vi = \"Chuẩn\"\nlabel.en = \"Standard\"\n" },
	{ "forms/review.ini",
	  "[form]\ntable = \"review\"\ntitle.vi = \"Phiếu rà soát\"\ntitle.en = \"Review\"\nplural.vi = \"Phiếu\"\n"
	  "plural.en = \"Reviews\"\nversion = \"1\"\nowner = \"commune\"\nkey = \"household, round\"\n"
	  "match.1 = \"household, round\"\nlist = \"household, round, classification\"\nsort.1 = \"household\"\n"
	  "filter = \"round\"\nfeeds.1 = \"household\"\n"
	  "[let]\ndeprived_n = \"count(deprivation, :value = 'deprived')\"\n"
	  "weight = \"sum(deprivation, list_value('indicator', :code, 'weight') + 0, :value = 'deprived')\"\n"
	  "[household]\ntype = \"reference\"\nrefers = \"household\"\nlabel.vi = \"Hộ\"\nlabel.en = \"Household\"\n"
	  "required = \"yes\"\n"
	  "[round]\ntype = \"reference\"\nrefers = \"round\"\nlabel.vi = \"Đợt\"\nlabel.en = \"Round\"\n"
	  "[deprivation]\ntype = \"answers\"\nchoices = \"indicator\"\nanswers = \"answer\"\nlabel.vi = \"Thiếu hụt\"\n"
	  "label.en = \"Deprivations\"\nstandard = \":round__standard\"\n"
	  "[b1_points]\ntype = \"int\"\nlabel.vi = \"Điểm B1\"\nlabel.en = \"B1 points\"\n"
	  "[b2_points]\ntype = \"int\"\nlabel.vi = \"Điểm B2\"\nlabel.en = \"B2 points\"\ncompute = \":weight\"\n"
	  "[classification]\ntype = \"choice\"\nchoices = \"class\"\nlabel.vi = \"Phân loại\"\n"
	  "label.en = \"Classification\"\n"
	  "compute.1 = \"case when :b1_points is null then null when :b1_points > 140 then 'not_poor' \"\n"
	  "compute.2 = \"when :b2_points >= 20 then 'poor' else 'near_poor' end\"\n"
	  "[decision_date]\ntype = \"date\"\nlabel.vi = \"Ngày quyết định\"\nlabel.en = \"Decision date\"\n"
	  "[water]\ntype = \"text\"\nlabel.vi = \"Nước\"\nlabel.en = \"Water\"\n"
	  "relevant = \":deprivation__d10 is null or :deprivation__d10 <> 'deprived'\"\n" },
};

struct desk {
	struct place *place;
	struct forms *forms;
	char *forms_dir, *codes_dir;
};

static inline void write_file(const char *dir, const char *name, const char *text)
{
	char *path = path_join(dir, name);

	check_ok(file_write(path, text, strlen(text), 0600, e));
	free(path);
}

static inline int setup_desk(void **state)
{
	struct desk *d = xcalloc(1, sizeof(*d));

	assert_int_equal(setup_book((void **)&d->place), 0);
	d->forms_dir = path_join(d->place->dir, "forms");
	d->codes_dir = path_join(d->place->dir, "codes");
	check_ok(dir_make(d->forms_dir, e));
	check_ok(dir_make(d->codes_dir, e));
	for (size_t i = 0; i < sizeof(form_files) / sizeof(*form_files); i++)
		write_file(d->place->dir, form_files[i][0], form_files[i][1]);
	d->forms = forms_new(d->forms_dir, d->codes_dir);
	check_ok(forms_prepare(d->forms, d->place->book, e));
	*state = d;
	return 0;
}

static inline int teardown_desk(void **state)
{
	struct desk *d = *state;

	/* The book knows tables that belong to the forms. */
	place_free(d->place);
	forms_free(d->forms);
	free(d->forms_dir);
	free(d->codes_dir);
	free(d);
	return 0;
}

static inline const struct form *form_of(struct desk *d, const char *name)
{
	const struct form *form = NULL;

	check_ok(forms_get(d->forms, name, &form, e));
	return form;
}

static inline void set_in(struct entry *en, const char *field, const char *text, enum entry_style style)
{
	const char *code;
	const struct field *fd = form_field(entry_form(en), field, &code);

	assert_non_null(fd);
	check_ok(entry_set(en, fd, code, text, style, e));
}

static inline void set(struct entry *en, const char *field, const char *text)
{
	set_in(en, field, text, ENTRY_PLAIN);
}

static inline const char *get(const struct entry *en, const char *field)
{
	const char *code;
	const struct field *fd = form_field(entry_form(en), field, &code);

	assert_non_null(fd);
	return entry_get(en, fd, code);
}

/* Save, close; the id to `id`; returns whether it is complete. */
static inline bool save_entry(struct entry *en, char id[37])
{
	struct save_result out = { .rev = 0 };
	bool complete;

	check_ok(entry_save(en, "Mai", NULL, &out, e));
	complete = out.complete;
	memcpy(id, entry_id(en), 37);
	save_result_fini(&out);
	entry_free(en);
	return complete;
}

/* A new record of "field=value" words ended by NULL. */
static inline bool put_record(struct desk *d, const char *form, char id[37], ...)
{
	struct entry *en;
	const char *word;
	va_list ap;

	check_ok(entry_new(&en, d->forms, d->place->book, form_of(d, form), NULL, e));
	va_start(ap, id);
	while ((word = va_arg(ap, const char *))) {
		char *name = xstrndup(word, strcspn(word, "="));

		set(en, name, strchr(word, '=') + 1);
		free(name);
	}
	va_end(ap);
	return save_entry(en, id);
}

/* One stored cell as text; NULL stays NULL; caller frees. */
static inline char *stored(struct desk *d, const char *sql, const char *id)
{
	char *s = NULL;

	check_ok(db_get_text(book_db(d->place->book), &s, e, sql, "t", id));
	return s;
}

#define assert_stored(d, sql, id, expected)                                                       \
	do {                                                                                      \
		char *s_ = stored(d, sql, id);                                                    \
		assert_string_equal(s_ ? s_ : "(null)", expected);                                \
		free(s_);                                                                         \
	} while (0)

#endif
