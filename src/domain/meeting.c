/* SPDX-License-Identifier: MIT */
/* Filling a village meeting: one SELECT says who is put to it, the form engine writes the lines. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/meeting.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/writing.h"
#include "form/entry.h"
#include "store/db.h"

struct put {
	char *household, *class;
};

struct puts {
	struct put *v;
	size_t n, cap;
};

static void puts_fini(struct puts *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].household);
		free(p->v[i].class);
	}
	free(p->v);
}

/* ?1 unit, ?2 round, ?3 village, ?4 this meeting. In the order of the sheets. */
static const char puts_sql[] =
	"WITH said AS (SELECT l.household, l.outcome, max(coalesce(m.session, 1)) FROM meeting AS m JOIN meeting_line AS l "
	"ON l._unit=m._unit AND l.meeting=m.id WHERE m._unit=?1 AND m.round=?2 AND m.id<>?4 GROUP BY l.household) "
	"SELECT r.household, coalesce(r.result_class, r.classification), r.sheet_state='entered', said.outcome "
	"FROM review AS r JOIN household AS h ON h._unit=r._unit AND h.id=r.household "
	"LEFT JOIN said ON said.household=r.household WHERE r._unit=?1 AND r.round=?2 AND h.village=?3 "
	"AND NOT EXISTS (SELECT 1 FROM meeting_line AS l WHERE l._unit=?1 AND l.meeting=?4 AND l.household=r.household) "
	"ORDER BY r.sheet_no IS NULL, r.sheet_no, h._sort1, r.id";

static int find_puts(struct book *b, const char *round, const char *village, const char *meeting, struct puts *out,
		     struct meeting_filled *told, struct error *e)
{
	struct stmt *st;
	int ret = db_prepare(book_db(b), &st, puts_sql, e);

	if (ret)
		return ret;
	stmt_text(st, 1, book_unit_id(b));
	stmt_text(st, 2, round);
	stmt_text(st, 3, village);
	stmt_text(st, 4, meeting);
	while ((ret = stmt_step(st, e)) > 0) {
		const char *class = stmt_col_text(st, 1);

		if (str_eq(stmt_col_text(st, 3), "agreed")) {
			told->agreed++;
		} else if (!stmt_col_int(st, 2) || !class) {
			told->unready++;
		} else {
			out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
			out->v[out->n++] = (struct put){ xstrdup_null(stmt_col_text(st, 0)), xstrdup(class) };
		}
	}
	stmt_done(st);
	return ret;
}

static const char *value(const struct entry *en, const char *field)
{
	const struct field *fd = form_field(entry_form(en), field, NULL);

	return fd ? entry_get(en, fd, NULL) : NULL;
}

static int add_lines(struct book *b, struct entry *en, struct meeting_filled *out, struct error *e)
{
	struct puts puts = { NULL, 0, 0 };
	int roster = form_roster(entry_form(en), "meeting_line"), ret;

	if (roster < 0 || !value(en, "round") || !value(en, "village")) {
		ret = error_fail(e, ERR_DATA, "GN-Q10", _("The meeting does not say its round and village."));
		error_safe(e, _("Nothing was changed."));
		return ret;
	}
	ret = find_puts(b, value(en, "round"), value(en, "village"), entry_id(en), &puts, out, e);
	for (size_t i = 0; !ret && i < puts.n; i++) {
		struct entry *line = entry_child_add(en, (size_t)roster, e);

		ret = line ? writing_set(line, "household", puts.v[i].household, e) : e && e->code ? e->code : ERR_FAULT;
		if (!ret)
			ret = writing_set(line, "proposed", puts.v[i].class, e);
		out->lines += !ret;
	}
	puts_fini(&puts);
	return ret;
}

int meeting_fill(struct forms *f, struct book *b, const char *meeting, const char *who, struct meeting_filled *out,
		 struct error *e)
{
	const struct form *form;
	struct entry *en;
	int ret = forms_get(f, "meeting", &form, e);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = entry_open(&en, f, b, form, book_unit_id(b), meeting, e);
	if (ret)
		return ret;
	ret = add_lines(b, en, out, e);
	if (!ret && out->lines)
		ret = writing_save(en, who, e);
	if (ret)
		memset(out, 0, sizeof(*out));
	entry_free(en);
	return ret;
}

int meeting_begin(struct forms *f, struct book *b, const char *round, const char *village, const char *day,
		  const char *attended, const char *who, char id[UUID_LEN + 1], struct meeting_filled *out,
		  struct error *e)
{
	const struct form *form;
	struct entry *en;
	int64_t session = 0;
	char *number;
	int ret = forms_get(f, "meeting", &form, e);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = db_get_int(book_db(b), &session, NULL, e,
				 "SELECT coalesce(max(coalesce(session, 1)), 0) FROM meeting WHERE _unit=?1 AND round=?2 "
				 "AND village=?3",
				 "ttt", book_unit_id(b), round, village);
	if (!ret)
		ret = entry_new(&en, f, b, form, NULL, e);
	if (ret)
		return ret;
	number = xasprintf("%lld", (long long)session + 1);
	ret = writing_set(en, "round", round, e);
	if (!ret)
		ret = writing_set(en, "village", village, e);
	if (!ret)
		ret = writing_set(en, "session", number, e);
	if (!ret)
		ret = writing_set(en, "date", day, e);
	if (!ret)
		ret = writing_set(en, "attended", attended, e);
	if (!ret)
		ret = add_lines(b, en, out, e);
	if (!ret)
		ret = writing_save(en, who, e);
	if (!ret)
		memcpy(id, entry_id(en), UUID_LEN + 1);
	else
		memset(out, 0, sizeof(*out));
	free(number);
	entry_free(en);
	return ret;
}
