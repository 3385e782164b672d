/* SPDX-License-Identifier: MIT */
/*
 * CSV out and in: the round trip that changes nothing, real lists with labels and mistakes, rows
 * matched to records, and that it is quick enough for a commune.
 */
#include "form_help.h"


#include "base/csv.h"
#include "form/exchange.h"

static int to_text(void *ctx, const char *bytes, size_t n)
{
	str_addn(ctx, bytes, n);
	return 0;
}

/* The export of a form; caller frees. */
static char *exported(struct desk *d, const char *form, const struct list_filter *filters, size_t n,
		      const char *on, bool bom)
{
	struct str b;

	str_init(&b);
	check_ok(export_csv(d->forms, d->place->book, form_of(d, form), filters, n, on, bom, to_text, &b, e));
	return str_take(&b);
}

/* Columns the last import did not take because they are worked out. */
static char untaken[200];

/* Import this text; the errors to `errors` (may be NULL). */
static struct import_result import_text(struct desk *d, const char *form, const char *text, struct str *errors,
					bool dry)
{
	struct import_result r;
	char *path = path_join(d->place->dir, "in.csv");

	write_file(d->place->dir, "in.csv", text);
	check_ok(import_csv(d->forms, d->place->book, form_of(d, form), path, dry, errors, "Mai", NULL, NULL, &r, e));
	free(path);
	snprintf(untaken, sizeof(untaken), "%s", r.untaken ? r.untaken : "");
	free(r.untaken);
	r.untaken = NULL;
	return r;
}

static void counts_are(struct import_result r, long rows, long added, long changed, long same, long bad,
		       long incomplete)
{
	if (r.rows != rows || r.added != added || r.changed != changed || r.same != same || r.bad != bad ||
	    r.incomplete != incomplete)
		print_error("rows %ld added %ld changed %ld same %ld bad %ld incomplete %ld\n", r.rows, r.added,
			    r.changed, r.same, r.bad, r.incomplete);
	assert_int_equal(r.rows, rows);
	assert_int_equal(r.added, added);
	assert_int_equal(r.changed, changed);
	assert_int_equal(r.same, same);
	assert_int_equal(r.bad, bad);
	assert_int_equal(r.incomplete, incomplete);
}

static int64_t written(struct desk *d)
{
	return number_of(d->place, "SELECT (SELECT count(*) FROM history) + (SELECT coalesce(sum(_rev), 0) FROM "
				   "household) + (SELECT coalesce(sum(_rev), 0) FROM member)");
}

static void fill_book(struct desk *d, char h[37], char r[37])
{
	char v[37], m[37], o[37];

	put_record(d, "village", v, "code=V01", "name=Bản Đồng An, \"xa\"", "area_type=rural", NULL);
	put_record(d, "village", v, "code=V02", NULL);
	put_record(d, "household", h, "village=V01", "household_code=012", "head_name=Nông Văn A", "head_gender=male",
		   "house_area=46.5", "income=1500000", "needs=loan|house", "has_toilet=no", NULL);
	put_record(d, "member", m, "household=V01/012", "full_name=Nông Thị B", "birth_date=1957-03", NULL);
	put_record(d, "household", o, "village=V02", "head_name=Lý Văn Cường", NULL);
	put_record(d, "household", o, "household_code=5", NULL); /* incomplete */
	put_record(d, "round", o, "year=2024", "standard=2022-2025", NULL);
	put_record(d, "review", r, "household=V01/012", "round=2024", "deprivation.D01=deprived",
		   "deprivation.D10=not_deprived", "b1_points=120", "decision_date=2024-12-01", NULL);
}

static void test_header(void **state)
{
	struct desk *d = *state;
	struct strlist names;
	struct str all;

	strlist_init(&names);
	str_init(&all);
	export_header(d->forms, form_of(d, "review"), &names);
	csv_add_row(&all, (const char *const *)names.v, names.n, ',');
	assert_string_equal(all.s, "id,household,household.key,round,round.key,deprivation.D01,deprivation.D10,"
				   "deprivation.E08,b1_points,b2_points,classification,decision_date,water,_state\n");
	str_fini(&all);
	strlist_fini(&names);
}

static void test_export(void **state)
{
	struct desk *d = *state;
	const struct list_filter poor = { "classification", "near_poor" }, v02 = { "village", NULL };
	char h[37], r[37], *s, *expected, *village;

	fill_book(d, h, r);
	village = stored(d, "SELECT village FROM household WHERE id=?", h);
	s = exported(d, "household", &poor, 1, NULL, false);
	expected = xasprintf("id,village,village.key,household_code,head_name,head_gender,area_type,house_area,income,"
			     "has_toilet,toilet_kind,needs,members_count,classification,_state\n"
			     "%s,%s,V01,012,Nông Văn A,male,rural,46.5,1500000,no,,house|loan,2,near_poor,complete\n",
			     h, village);
	assert_string_equal(s, expected);
	free(s);
	free(expected);
	/* As of a day before the decision nobody is near-poor. */
	s = exported(d, "household", &poor, 1, "2024-11-30", true);
	assert_true(str_starts(s, "\xEF\xBB\xBFid,"));
	assert_null(strstr(s, h));
	free(s);
	s = exported(d, "household", NULL, 0, "2024-12-01", false);
	assert_non_null(strstr(s, ",near_poor,complete\n"));
	free(s);
	s = exported(d, "household", &v02, 1, NULL, false);
	assert_non_null(strstr(s, ",incomplete\n"));
	assert_null(strstr(s, "complete\n,"));
	free(s);
	s = exported(d, "review", NULL, 0, NULL, false);
	assert_non_null(strstr(s, ",V01/012/Nông Văn A,"));
	assert_non_null(strstr(s, ",2024,deprived,not_deprived,,120,10,near_poor,2024-12-01,,complete\n"));
	free(s);
	s = exported(d, "village", NULL, 0, NULL, false);
	assert_non_null(strstr(s, "V01,\"Bản Đồng An, \"\"xa\"\"\",rural,complete\n"));
	free(s);
	free(village);
}

/* Export, then import of the same book, changes nothing. */
static void test_round_trip(void **state)
{
	static const char *const names[] = { "village", "household", "member", "round", "review" };
	static const long rows[] = { 2, 3, 3, 1, 1 };
	struct desk *d = *state;
	char h[37], r[37];
	int64_t before;

	fill_book(d, h, r);
	before = written(d);
	for (size_t i = 0; i < 5; i++) {
		char *s = exported(d, names[i], NULL, 0, NULL, i % 2);
		struct import_result res = import_text(d, names[i], s, NULL, false);

		counts_are(res, rows[i], 0, 0, rows[i], 0, i == 1);
		free(s);
	}
	assert_int_equal(written(d), before);
}

/* Into another book: ids are kept, references find their records by key or id. */
static void test_other_book(void **state)
{
	static const char *const names[] = { "village", "round", "household", "member", "review" };
	struct desk *d = *state;
	char h[37], r[37], *csv[5], *again;
	char *path = path_join(d->place->dir, "other.book");
	struct book_identity other = somewhere;

	fill_book(d, h, r);
	for (size_t i = 0; i < 5; i++)
		csv[i] = exported(d, names[i], NULL, 0, NULL, false);
	other.unit_id = "11111111111111111111111111111111";
	book_close(d->place->book);
	check_ok(book_create(path, &other, e));
	check_ok(book_open(&d->place->book, path, BOOK_WRITE, e));
	check_ok(forms_prepare(d->forms, d->place->book, e));
	for (size_t i = 0; i < 5; i++) {
		struct import_result res = import_text(d, names[i], csv[i], NULL, false);

		assert_int_equal(res.bad, 0);
		/* Who is head came with the household, under an id of its own; the list of members is of the same people. */
		if (i == 3)
			counts_are(res, 3, 1, 0, 2, 0, 0);
	}
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member"), 3);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member WHERE relation_to_head='head'"), 2);
	for (size_t i = 0; i < 5; i++) {
		struct import_result res = import_text(d, names[i], csv[i], NULL, false);

		assert_int_equal(res.added + res.changed + res.bad, 0);
	}
	again = exported(d, "review", NULL, 0, NULL, false);
	assert_string_equal(again, csv[4]);
	free(again);
	for (size_t i = 0; i < 5; i++)
		free(csv[i]);
	free(path);
}

/* An officer's list: labels, semicolons, BOM, numbers and dates as people write them. */
static void test_labels(void **state)
{
	struct desk *d = *state;
	const char *list = "\xEF\xBB\xBFSTT;Thôn;Mã hộ;Họ và tên chủ hộ;Giới tính chủ hộ;Diện tích;Thu nhập;Nhu cầu;"
			   "Có nhà tiêu\r\n"
			   "1;v01;1;Nông Văn A;Nam;46,25;1.500.000;Vay vốn, Nhà ở;x\r\n"
			   "2;V01;2;Hoàng Thị Bé;2;;;;không\r\n"
			   ";;;;;;;;\r\n"
			   "3;V02;1;\"Lý; Cường\";nam;1.329,5;;;\r\n";
	struct import_result r;
	char v[37];
	int64_t before;

	put_record(d, "village", v, "code=V01", "area_type=rural", NULL);
	put_record(d, "village", v, "code=V02", "area_type=urban", NULL);
	r = import_text(d, "household", list, NULL, true);
	counts_are(r, 3, 3, 0, 0, 0, 1);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM household"), 0); /* a rehearsal */
	r = import_text(d, "household", list, NULL, false);
	counts_are(r, 3, 3, 0, 0, 0, 1); /* the first has a toilet, of which the kind is not told */
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member WHERE relation_to_head='head'"), 3);
	assert_stored(d, "SELECT head_name || house_area || income || area_type || has_toilet FROM household WHERE "
			 "household_code='1' AND village<>?",
		      v, "Nông Văn A46.251500000ruralyes");
	assert_stored(d, "SELECT head_gender FROM household WHERE household_code='2' AND ''<>?", v, "female");
	before = written(d);
	r = import_text(d, "household", list, NULL, false);
	counts_are(r, 3, 0, 0, 3, 0, 1);
	assert_int_equal(written(d), before);
	/* Under labels an empty cell says nothing. */
	r = import_text(d, "household", "Thôn,Mã hộ,Họ và tên chủ hộ,Diện tích\nV01,1,NONG VAN A,\n", NULL, false);
	counts_are(r, 1, 0, 1, 0, 0, 1); /* the name is written anew, the area stays */
	assert_stored(d, "SELECT head_name || house_area FROM household WHERE household_code='1' AND village<>?", v,
		      "NONG VAN A46.25");
	/* Under stable names it empties the field. */
	r = import_text(d, "household", "village.key,household_code,head_name,house_area\nV01,1,NONG VAN A,\n", NULL,
			false);
	counts_are(r, 1, 0, 1, 0, 0, 1);
	assert_stored(d, "SELECT coalesce(house_area, '-') FROM household WHERE household_code='1' AND village<>?", v,
		      "-");
}

/* Bad rows go to the errors with their reason; good ones go in. */
static void test_bad_rows(void **state)
{
	struct desk *d = *state;
	struct str errors;
	struct strlist lines;
	struct import_result r;
	char v[37], h[37], *list;
	static const char *const reasons[] = { "V99",	   "1,329",	"more cells", "is not an id",
					       "another unit", "was removed", "several records" };

	put_record(d, "village", v, "code=V01", NULL);
	put_record(d, "household", h, "village=V01", "household_code=9", "head_name=Nông Văn Gỡ", NULL);
	check_ok(entry_remove(d->forms, d->place->book, form_of(d, "household"), h, "nhầm", "Mai", e));
	put_record(d, "household", v, "village=V01", "household_code=7", "head_name=Lý Tư", NULL);
	put_record(d, "household", v, "village=V01", "household_code=7", "head_name=Lý Tú", NULL);
	begin(d->place);
	check_ok(db_exec(book_db(d->place->book),
			 "INSERT INTO household (id, _unit, _rev, _state, _at) VALUES "
			 "('01900000-0000-7000-8000-000000000001', 'ffffffffffffffffffffffffffffffff', 1, 'complete', "
			 "'2024-01-01T00:00:00')",
			 e));
	check_ok(db_exec(book_db(d->place->book),
			 "INSERT OR IGNORE INTO figure (unit, form, field, code, n) VALUES "
			 "('ffffffffffffffffffffffffffffffff', 'household', '', '', 1)",
			 e));
	commit(d->place);
	list = xasprintf("id\tThôn\tMã hộ\tHọ và tên chủ hộ\tThu nhập\n"
			 "\tV01\t1\tNông Văn A\t\n"
			 "\tV99\t2\tNông Văn B\t\n"
			 "\tV01\t3\tNông Văn C\t1,329\n"
			 "\tV01\t4\tNông Văn D\t5\tthừa\n"
			 "77\tV01\t5\tNông Văn E\t\n"
			 "01900000-0000-7000-8000-000000000001\tV01\t6\tNông Văn G\t\n"
			 "%s\tV01\t6\tNông Văn G\t\n"
			 "\tV01\t7\tLY TU\t\n"
			 "\t\t8\tNông Văn H\t\n",
			 h);
	str_init(&errors);
	r = import_text(d, "household", list, &errors, false);
	counts_are(r, 9, 2, 0, 0, 7, 1); /* a household without a village is kept, incomplete */
	strlist_init(&lines);
	strlist_split(&lines, errors.s, "\n");
	assert_int_equal(lines.n, 8);
	assert_string_equal(lines.v[0], "id\tThôn\tMã hộ\tHọ và tên chủ hộ\tThu nhập\treason");
	for (size_t i = 0; i < 7; i++) {
		if (!strstr(lines.v[i + 1], reasons[i]))
			print_error("%s: %s\n", reasons[i], lines.v[i + 1]);
		assert_non_null(strstr(lines.v[i + 1], reasons[i]));
	}
	assert_true(str_starts(lines.v[1], "V99\t2\tNông Văn B\t\t"));
	/* The errors file, put right, goes in as it is. */
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM household WHERE household_code='3'"), 0);
	strlist_fini(&lines);
	str_reset(&errors);
	str_add(&errors, "id\tThôn\tMã hộ\tHọ và tên chủ hộ\tThu nhập\treason\n\tV01\t3\tNông Văn C\t1329\tThu nhập…\n");
	r = import_text(d, "household", errors.s, NULL, false);
	counts_are(r, 1, 1, 0, 0, 0, 0);
	str_fini(&errors);
	free(list);
}

static void test_bad_files(void **state)
{
	struct desk *d = *state;
	static const char *const bad[] = {
		"",
		"Tôn giáo,Mã hộ\nkhông,1\n",
		"household_code,household_code\n1,2\n",
		"Mã hộ,household_code\n1,2\n",
		"STT,_state\n1,complete\n",
		"household_code\n\"1\n",
		"household_code,\xFF\xFE\n1,\n",
		"household_code\n1\n\"\xFF\n",
	};
	struct import_result r;
	char *path = path_join(d->place->dir, "in.csv");

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		write_file(d->place->dir, "in.csv", bad[i]);
		check_fails(ERR_DATA, import_csv(d->forms, d->place->book, form_of(d, "household"), path, false, NULL,
						 "Mai", NULL, NULL, &r, e));
		assert_int_equal(number_of(d->place, "SELECT count(*) FROM household"), 0);
	}
	free(path);
	path = path_join(d->place->dir, "nowhere.csv");
	check_fails(ERR_NOTFOUND, import_csv(d->forms, d->place->book, form_of(d, "household"), path, false, NULL,
					     "Mai", NULL, NULL, &r, e));
	free(path);
}

/* Members by their number, else by household, name and birth year; whole rows repeated are one person. */
static void test_members(void **state)
{
	struct desk *d = *state;
	struct import_result r;
	char v[37], h[37];
	const char *list = "household.key,full_name,birth_date,id_number,relation_to_head\n"
			   "V01/1,Nông Thị B,1957,,spouse\n"
			   "V01/1,Nông Văn C,1980-05-06,024080000001,child\n"
			   "V01/1,Nông Thị B,1957,,spouse\n"
			   "V01/1,Không rõ tuổi,,,\n"
			   "V01/1,Không rõ tuổi,,,\n";

	put_record(d, "village", v, "code=V01", NULL);
	put_record(d, "household", h, "village=V01", "household_code=1", "head_name=Nông Văn A", NULL);
	r = import_text(d, "member", list, NULL, false);
	counts_are(r, 5, 3, 0, 2, 0, 0);
	assert_stored(d, "SELECT members_count || head_name FROM household WHERE id=?", h, "4Nông Văn A");
	r = import_text(d, "member", list, NULL, false);
	counts_are(r, 5, 0, 0, 5, 0, 0);
	/* The number finds him under another spelling; the year finds her when the day is learnt. */
	r = import_text(d, "member",
			"Hộ,Họ và tên,Ngày sinh,Số định danh\nV01/1,Nông Văn Cường,,024080000001\n"
			"V01/1,nong thi b,08/03/1957,\n",
			NULL, false);
	counts_are(r, 2, 0, 2, 0, 0, 0);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member"), 4);
	assert_stored(d, "SELECT group_concat(full_name || coalesce(birth_date, ''), '|') FROM (SELECT * FROM member "
			 "WHERE household=? AND birth_date IS NOT NULL ORDER BY birth_date)",
		      h, "nong thi b1957-03-08|Nông Văn Cường1980-05-06");
}

/* Two rows about one record: the second must say the same, so that the file read again changes nothing. */
static void test_twice(void **state)
{
	struct desk *d = *state;
	struct import_result r;
	struct str errors;
	char v[37], h[37];
	const char *homes = "village.key,household_code,head_name,income\n"
			    "V01,1,Nông Văn A,100\n"
			    "V01,1,Nông Văn A,200\n"
			    "V01,1,NÔNG VĂN A,100\n"
			    "V01,1,Nông Văn A,100\n";
	const char *people = "household.key,full_name,birth_date,id_number\n"
			     "V01/1,Lý Thị C,1990,024090000001\n"
			     "V01/2,Lý Thị C,1990,024090000001\n"  /* one number in two households */
			     "V01/1,Lý Thị C,1990,024090000002\n"  /* one name, two numbers: two people */
			     "V01/1,Lý Thị C,1990-05,024090000001\n"
			     "V01/1,Lý Văn D,1991,\n"
			     "V01/1,Lý Văn D,1991,024091000003\n";

	put_record(d, "village", v, "code=V01", NULL);
	str_init(&errors);
	r = import_text(d, "household", homes, &errors, false);
	counts_are(r, 4, 1, 0, 1, 2, 0);
	assert_non_null(strstr(errors.s, "\nV01,1,Nông Văn A,200,\"The same record as line 2, with other values.\"\n"));
	str_reset(&errors);
	r = import_text(d, "household", homes, NULL, false);
	counts_are(r, 4, 0, 0, 2, 2, 0);
	put_record(d, "household", h, "village=V01", "household_code=2", "head_name=Nông Văn B", NULL);
	for (int i = 0; i < 2; i++) {
		r = import_text(d, "member", people, &errors, false);
		counts_are(r, 6, i ? 0 : 3, 0, i ? 3 : 0, 3, 0);
	}
	assert_non_null(strstr(errors.s, "The same record as line 2,"));
	assert_non_null(strstr(errors.s, "The same record as line 6,"));
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member WHERE full_name='Lý Thị C'"), 2);
	/* In a file of its own the number that is learnt is taken. */
	r = import_text(d, "member", "household.key,full_name,birth_date,id_number\nV01/1,Lý Văn D,1991,024091000003\n",
			NULL, false);
	counts_are(r, 1, 0, 1, 0, 0, 0);
	str_fini(&errors);
}

/* Ids of another book: the rules are asked, but never give one row's record to another. */
static void test_ids_of_another_book(void **state)
{
	struct desk *d = *state;
	struct import_result r;
	char v[37], h[37], m[37];
	char *list;

	put_record(d, "village", v, "code=V01", NULL);
	put_record(d, "household", h, "village=V01", "household_code=1", "head_name=Nông Văn A", NULL);
	put_record(d, "member", m, "household=V01/1", "full_name=Lý B", "birth_date=1990", NULL);
	list = xasprintf("id,household.key,full_name,birth_date,relation_to_head,gender\n"
			 "01900000-0000-7000-8000-000000000001,V01/1,Lý B,1990-02,spouse,\n"
			 "01900000-0000-7000-8000-000000000002,V01/1,Lý B,1990-03,child,\n"
			 "01900000-0000-7000-8000-000000000003,V01/1,Nông Văn A,,head,male\n"  /* says more of the head */
			 "01900000-0000-7000-8000-000000000004,V01/1,Nông Văn A,,child,male\n" /* is called so too */
			 "01900000-0000-7000-8000-000000000005,V01/1,Nông Văn A,,child,male\n");
	r = import_text(d, "member", list, NULL, false);
	counts_are(r, 5, 3, 2, 0, 0, 0);
	r = import_text(d, "member", list, NULL, false);
	counts_are(r, 5, 0, 0, 5, 0, 0);
	assert_stored(d, "SELECT birth_date || relation_to_head FROM member WHERE id=?", m, "1990-02spouse");
	assert_stored(d, "SELECT group_concat(relation_to_head || gender) FROM (SELECT * FROM member WHERE household=? AND "
			 "full_name='Nông Văn A' ORDER BY relation_to_head)",
		      h, "childmale,childmale,headmale");
	free(list);
	/* Two heads, and a list that names the second: nothing is written over the first. */
	put_record(d, "member", m, "household=V01/1", "full_name=Lý E", "relation_to_head=head", NULL);
	r = import_text(d, "household", "village.key,household_code,head_name\nV01,1,Lý E\n", NULL, false);
	assert_int_equal(r.changed, 0);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member WHERE full_name='Lý E'"), 1 + (int)r.added);
}

/* The separator is the one with which the header is the form's. */
static void test_separators(void **state)
{
	struct desk *d = *state;
	static const char *const texts[] = {
		"Mã hộ;Họ và tên chủ hộ\n1;A, B, C\n",
		"sep=;\r\nMã hộ;Họ và tên chủ hộ\r\n1;A, B, C\r\n",
		"\xEF\xBB\xBFsep=\t\nMã hộ\tHọ và tên chủ hộ\n1\tA, B, C\n",
		"Mã hộ;Họ và tên chủ hộ;,,,\n1;A, B, C\n",
		"Mã hộ,Họ và tên chủ hộ\n1,\"A, B, C\"\n",
	};
	char *path = path_join(d->place->dir, "in.csv");
	struct import_result r;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		write_file(d->place->dir, "in.csv", texts[i]);
		if (i == 3) { /* told by what is known, and then what is not is told */
			check_fails(ERR_DATA, import_csv(d->forms, d->place->book, form_of(d, "household"), path, true,
							 NULL, "Mai", NULL, NULL, &r, e));
			continue;
		}
		r = import_text(d, "household", texts[i], NULL, false);
		assert_int_equal(r.added + r.same, 1);
		assert_stored(d, "SELECT full_name FROM member WHERE ''<>?", "x", "A, B, C");
	}
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM household"), 1);
	free(path);
}

/* The errors file can be mended and read again, as often as it takes. */
static void test_errors_again(void **state)
{
	struct desk *d = *state;
	struct str errors, again;
	char v[37];

	put_record(d, "village", v, "code=V01", NULL);
	str_init(&errors);
	str_init(&again);
	import_text(d, "household", "village.key,household_code,head_name\nV9,1,A\nV01,2,B,x,y\nV9\n", &errors, false);
	assert_true(str_starts(errors.s, "village.key,household_code,head_name,reason\nV9,1,A,"));
	assert_non_null(strstr(errors.s, "\nV01,2,B,The row has more cells than the header has columns.,x,y\n"));
	assert_non_null(strstr(errors.s, "\nV9,,,"));
	import_text(d, "household", errors.s, &again, false);
	assert_string_equal(again.s, errors.s);
	/* Wherever the reason stood. */
	str_reset(&again);
	import_text(d, "household", "Lý do không nhận,village.key,household_code\nformer,V9,1\n", &again, false);
	assert_true(str_starts(again.s, "village.key,household_code,reason\nV9,1,"));
	assert_null(strstr(again.s, "former"));
	str_fini(&errors);
	str_fini(&again);
}

/* What the program works out is not taken, and told once all is stored. */
static void test_untaken(void **state)
{
	struct desk *d = *state;
	char h[37], rv[37];

	fill_book(d, h, rv);
	import_text(d, "household",
		    "village.key,household_code,head_name,classification,members_count\n"
		    "V01,012,Nông Văn A,near_poor,2\nV02,5,Lý Văn Ba,,1\n",
		    NULL, false);
	assert_string_equal(untaken, "");
	import_text(d, "household", "Thôn,Mã hộ,Họ và tên chủ hộ,Phân loại,Số nhân khẩu\nV01,012,Nông Văn A,Hộ nghèo,2\n",
		    NULL, false);
	assert_string_equal(untaken, "Phân loại");
	import_text(d, "household", "village.key,household_code,head_name,classification,members_count\n"
				    "V02,7,Lý Văn Bốn,poor,many\n",
		    NULL, true);
	assert_string_equal(untaken, "classification, members_count");
	/* The rows that follow make it true. */
	import_text(d, "member", "household.key,full_name,birth_date,house_share\nV01/012,Nông Văn D,2000,11.625\n"
				 "V01/012,Nông Văn E,2001,11.625\n",
		    NULL, false);
	assert_string_equal(untaken, "");
}

/* An id and a key of two records are not guessed between. */
static void test_pair(void **state)
{
	struct desk *d = *state;
	struct import_result r;
	struct str errors;
	char v[37], w[37], *list;

	put_record(d, "village", v, "code=V01", NULL);
	put_record(d, "village", w, "code=V02", NULL);
	list = xasprintf("village,village.key,household_code,head_name\n"
			 "%s,V01,1,A\n%s,V02,2,B\n%s,V02,3,C\n%s,once called so,4,D\n"
			 "01900000-0000-7000-8000-000000000001,V02,5,E\n",
			 v, v, v, v);
	str_init(&errors);
	r = import_text(d, "household", list, &errors, false);
	counts_are(r, 5, 3, 0, 0, 2, 0);
	assert_non_null(strstr(errors.s, ",V02,2,B,"));
	assert_non_null(strstr(errors.s, ",V02,3,C,"));
	assert_non_null(strstr(errors.s, "two different records"));
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM household WHERE household_code IN ('2', '3')"), 0);
	str_fini(&errors);
	free(list);
}

/* A bad byte or an endless cell is the fault of its row. */
static void test_row_faults(void **state)
{
	struct desk *d = *state;
	struct import_result r;
	struct str list, errors;

	str_init(&list);
	str_init(&errors);
	str_add(&list, "household_code,head_name\n1,A\n2,L\xFDu\n3,");
	for (int i = 0; i < 70000; i++)
		str_addc(&list, 'x');
	str_add(&list, "\n4,D\n");
	r = import_text(d, "household", list.s, &errors, false);
	counts_are(r, 4, 2, 0, 0, 2, 2);
	assert_non_null(strstr(errors.s, "\n2,L\xEF\xBF\xBDu,\"Line 3: the text is not UTF-8."));
	assert_non_null(strstr(errors.s, ",Line 4: a cell has more than 64 KiB."));
	str_fini(&list);
	str_fini(&errors);
}

/* Of an answers form: one column per indicator, by code or by its label. */
static void test_answer_columns(void **state)
{
	struct desk *d = *state;
	struct import_result r;
	char h[37], old[37];

	fill_book(d, h, old);
	r = import_text(d, "review",
			"Hộ,Đợt,Nhà tiêu hợp vệ sinh,Thiếu hụt.D01\nV01/012,2024,Thiếu hụt,không thiếu hụt\n", NULL,
			false);
	counts_are(r, 1, 0, 1, 0, 0, 0);
	assert_stored(d, "SELECT group_concat(code || value) FROM answer WHERE id=?", old,
		      "D01not_deprived,D10deprived");
}

static void tell(void *ctx, const struct import_result *so_far)
{
	long *last = ctx;

	assert_true(so_far->rows > *last);
	*last = so_far->rows;
}

/* A commune's whole list, and its members, in seconds; out again in less. */
static void test_size(void **state)
{
	struct desk *d = *state;
	struct import_result r;
	struct str list;
	char v[37], *path = path_join(d->place->dir, "big.csv"), *out;
	const int homes = 600;
	long told = 0;

	for (int i = 0; i < 10; i++) {
		char *code = xasprintf("code=V%02d", i);

		put_record(d, "village", v, code, NULL);
		free(code);
	}
	str_init(&list);
	str_add(&list, "village.key,household_code,head_name,head_gender,house_area\n");
	for (int i = 0; i < homes; i++)
		str_addf(&list, "V%02d,%d,Nông Văn Số %d,male,%d\n", i % 10, i, i, 20 + i % 60);
	write_file(d->place->dir, "big.csv", list.s);
	check_ok(import_csv(d->forms, d->place->book, form_of(d, "household"), path, false, NULL, "Mai", tell, &told,
			    &r, e));
	counts_are(r, homes, homes, 0, 0, 0, 0);
	assert_int_equal(told, homes);
	str_reset(&list);
	str_add(&list, "household.key,full_name,birth_date\n");
	for (int i = 0; i < homes; i++)
		str_addf(&list, "V%02d/%d,Nông Thị Con %d,%d\n", i % 10, i, i, 1950 + i % 70);
	r = import_text(d, "member", list.s, NULL, false);
	counts_are(r, homes, homes, 0, 0, 0, 0);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM household WHERE members_count=2"), homes);
	out = exported(d, "household", NULL, 0, NULL, false);
	assert_non_null(out);
	free(out);
	str_fini(&list);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_header, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_export, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_round_trip, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_other_book, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_labels, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_bad_rows, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_bad_files, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_members, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_twice, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_ids_of_another_book, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_separators, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_errors_again, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_untaken, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_pair, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_row_faults, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_answer_columns, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_size, setup_desk, teardown_desk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
