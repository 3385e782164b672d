/* SPDX-License-Identifier: MIT */
/* Closing a list, second half: the lines of the preview become records, and the decision is locked. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/closing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ids.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/closing_impl.h"
#include "domain/lines.h"
#include "domain/lines_impl.h"

/* ---- a record the program writes ---- */

void program_new(struct program_record *r, struct forms *f, struct book *b, const char *form, struct error *e)
{
	const struct form *def;

	*r = (struct program_record){ .e = e };
	r->ret = forms_get(f, form, &def, e);
	if (!r->ret)
		r->ret = entry_new(&r->en, f, b, def, NULL, e);
	if (!r->ret)
		entry_by_program(r->en);
}

void program_open(struct program_record *r, struct forms *f, struct book *b, const char *form, const char *id, struct error *e)
{
	const struct form *def;

	*r = (struct program_record){ .e = e };
	r->ret = forms_get(f, form, &def, e);
	if (!r->ret)
		r->ret = entry_open(&r->en, f, b, def, book_unit_id(b), id, e);
	if (!r->ret)
		entry_by_program(r->en);
}

void program_set(struct program_record *r, const char *field, const char *text)
{
	const struct field *fd;
	const char *code;

	if (r->ret || !text)
		return;
	fd = form_field(entry_form(r->en), field, &code);
	r->ret = fd ? entry_set(r->en, fd, code, text, ENTRY_PLAIN, r->e) :
		      error_fail(r->e, ERR_FAULT, "GN-L20", "%s.%s", entry_form(r->en)->name, field);
}

int program_end(struct program_record *r, struct entry_batch *t, char *id)
{
	struct save_result saved = { .changed = false };

	if (!r->ret)
		r->ret = entry_batch_save(t, r->en, &saved, r->e);
	if (!r->ret && id)
		snprintf(id, UUID_LEN + 1, "%s", entry_id(r->en));
	save_result_fini(&saved);
	entry_free(r->en);
	r->en = NULL;
	return r->ret;
}

/* ---- the lines ---- */

/* Rows of a SELECT, read whole: nothing stays open while records are written. */
struct rows {
	char **cells;
	size_t n, cols;
};

static void rows_fini(struct rows *r)
{
	for (size_t i = 0; i < r->n * r->cols; i++)
		free(r->cells[i]);
	free(r->cells);
	*r = (struct rows){ .n = 0 };
}

static int read_rows(struct db *db, const char *sql, const char *a, const char *b, struct rows *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	int ret = db_prepare(db, &st, sql, e);

	*out = (struct rows){ .n = 0 };
	if (ret)
		return ret;
	if (a)
		stmt_text(st, 1, a);
	if (b)
		stmt_text(st, 2, b);
	out->cols = (size_t)stmt_cols(st);
	while ((ret = stmt_step(st, e)) > 0) {
		out->cells = grow(out->cells, out->n, &cap, out->cols * sizeof(*out->cells));
		for (size_t i = 0; i < out->cols; i++)
			out->cells[out->n * out->cols + i] = xstrdup_null(stmt_col_text(st, (int)i));
		out->n++;
	}
	stmt_done(st);
	return ret;
}

static const char *cell(const struct rows *r, size_t row, size_t col)
{
	return r->cells[row * r->cols + col];
}

/* Several codes as the form takes them: "land|capital". */
static int set_codes(struct program_record *r, struct db *db, const char *field, const char *table, const char *unit,
		     const char *line, struct error *e)
{
	char *sql = xasprintf("SELECT code FROM temp.%s WHERE unit=? AND line=? ORDER BY code", table);
	struct strlist codes;
	struct str b;
	int ret;

	strlist_init(&codes);
	str_init(&b);
	ret = db_get_list(db, &codes, e, sql, "tt", unit, line);
	for (size_t i = 0; i < codes.n; i++)
		str_addf(&b, "%s%s", i ? "|" : "", codes.v[i]);
	if (!ret && b.len)
		program_set(r, field, b.s);
	str_fini(&b);
	strlist_fini(&codes);
	free(sql);
	return ret;
}

static int set_answers(struct program_record *r, struct db *db, const char *unit, const char *line, struct error *e)
{
	struct rows rows;
	int ret = read_rows(db, "SELECT code, value FROM temp.line_answer WHERE unit=? AND line=? ORDER BY code", unit, line, &rows, e);

	for (size_t i = 0; !ret && i < rows.n; i++) {
		char *field = xasprintf("deprivation.%s", cell(&rows, i, 0));

		program_set(r, field, cell(&rows, i, 1));
		free(field);
	}
	rows_fini(&rows);
	return ret;
}

static int write_people(struct forms *f, struct book *b, struct entry_batch *t, const char *line, const char *stored,
			struct error *e)
{
	static const char *const names[] = { "order_no", "household", "member", "full_name", "gender",
					     "birth_date", "ethnicity", "relation_to_head", "id_number" };
	struct rows rows;
	int ret = read_rows(book_db(b),
			    "SELECT order_no, household, member, full_name, gender, birth_date, ethnicity, relation_to_head, id_number "
			    "FROM temp.line_person WHERE unit=? AND line=? ORDER BY order_no",
			    book_unit_id(b), line, &rows, e);

	for (size_t i = 0; !ret && i < rows.n; i++) {
		struct program_record r;

		program_new(&r, f, b, "decision_person", e);
		program_set(&r, "decision_line", stored);
		for (size_t k = 0; k < rows.cols; k++)
			program_set(&r, names[k], cell(&rows, i, k));
		ret = program_end(&r, t, NULL);
	}
	rows_fini(&rows);
	return ret;
}

static size_t field_at(const char *name)
{
	size_t i = 0;

	while (strcmp(line_fields[i], name))
		i++;
	return i;
}

static int write_line(struct forms *f, struct book *b, struct entry_batch *t, const char *decision, const struct rows *lines,
		      size_t nth, struct error *e)
{
	const char *line = cell(lines, nth, lines->cols - 1);
	struct program_record r;
	char number[24], stored[UUID_LEN + 1];
	int ret;

	program_new(&r, f, b, "decision_line", e);
	snprintf(number, sizeof(number), "%zu", nth + 1);
	for (size_t i = 0; line_fields[i]; i++)
		if (i != field_at("line_no") && i != field_at("decision"))
			program_set(&r, line_fields[i], cell(lines, nth, i));
	program_set(&r, "line_no", number);
	program_set(&r, "decision", decision);
	if (!r.ret)
		r.ret = set_answers(&r, book_db(b), book_unit_id(b), line, e);
	if (!r.ret)
		r.ret = set_codes(&r, book_db(b), "causes", "line_cause", book_unit_id(b), line, e);
	if (!r.ret)
		r.ret = set_codes(&r, book_db(b), "needs", "line_need", book_unit_id(b), line, e);
	ret = program_end(&r, t, stored);
	return ret ? ret : write_people(f, b, t, line, stored, e);
}

int closing_write(struct forms *f, struct book *b, struct entry_batch *t, const char *decision, int64_t *n, struct error *e)
{
	struct rows lines;
	int ret = read_rows(book_db(b), "SELECT " LINE_FIELDS ", id FROM temp.line WHERE unit=? ORDER BY line_no, id", book_unit_id(b),
			    NULL, &lines, e);

	for (size_t i = 0; !ret && i < lines.n; i++)
		ret = write_line(f, b, t, decision, &lines, i, e);
	*n = (int64_t)lines.n;
	rows_fini(&lines);
	return ret;
}

int closing_lock(struct forms *f, struct book *b, struct entry_batch *t, const char *decision, int64_t n, struct error *e)
{
	struct program_record r;
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)n);
	program_open(&r, f, b, "decision", decision, e);
	program_set(&r, "closed", "yes");
	program_set(&r, "lines_n", number);
	return program_end(&r, t, NULL);
}

/* The round has come to its recognition. */
static int move_round(struct forms *f, struct book *b, struct entry_batch *t, const char *round, struct error *e)
{
	struct program_record r;
	char *stage = NULL;
	int ret = db_get_text(book_db(b), &stage, e, "SELECT stage FROM round WHERE _unit=? AND id=?", "tt", book_unit_id(b), round);

	if (ret || str_eq(stage, "recognised") || str_eq(stage, "reported")) {
		free(stage);
		return ret;
	}
	free(stage);
	program_open(&r, f, b, "round", round, e);
	program_set(&r, "stage", "recognised");
	return program_end(&r, t, NULL);
}

static int already_closed(struct error *e)
{
	int ret = error_fail(e, ERR_NEGATIVE, "GN-L13", "%s", _("This list is closed already."));

	error_safe(e, _("Nothing was written."));
	error_todo(e, "%s", _("What is wrong in it is put right by a decision that corrects single lines."));
	return ret;
}

int closing_close(struct forms *f, struct book *b, const char *decision, const char *who, const char *why, struct closing *out,
		  struct error *e)
{
	struct entry_batch *t;
	int64_t n = 0;
	int ret, end;

	*out = (struct closing){ .lines = 0 };
	ret = entry_batch_begin(&t, f, b, who, why, e);
	if (ret)
		return ret;
	/* Looked at inside the transaction: what is written is what was looked at. */
	ret = closing_preview(f, b, decision, out, e);
	if (!ret && out->closed)
		ret = already_closed(e);
	if (!ret)
		ret = closing_stopped(out, e);
	if (!ret)
		ret = closing_write(f, b, t, decision, &n, e);
	if (!ret)
		ret = closing_lock(f, b, t, decision, n, e);
	if (!ret)
		ret = move_round(f, b, t, out->round, e);
	end = entry_batch_end(t, !ret, ret ? NULL : e);
	out->closed = out->closed || (!ret && !end);
	return ret ? ret : end;
}

/* ---- corrections ---- */

/* The list corrected must be closed, and of the same round. */
static int check_correction(struct book *b, const char *decision, const struct closing *c, const char *kind, const char *state,
			    struct error *e)
{
	int64_t fits = 0;
	int ret = 0;

	if (!str_eq(kind, "correction"))
		ret = error_fail(e, ERR_DATA, "GN-L14", "%s", _("This decision is no correction (its kind)."));
	else if (c->closed)
		return already_closed(e);
	else if (!str_eq(state, "complete"))
		ret = error_fail(e, ERR_NEGATIVE, "GN-L15", "%s",
				 _("The decision itself is not complete: number, date, round, and what it corrects."));
	if (!ret)
		ret = db_get_int(book_db(b), &fits, NULL, e,
				 "SELECT count(*) FROM decision d JOIN decision o ON o._unit=d._unit AND o.id=d.corrects "
				 "WHERE d._unit=? AND d.id=? AND o.closed='yes' AND o.round=d.round AND o.decision_date<=d.decision_date",
				 "tt", book_unit_id(b), decision);
	if (!ret && !fits)
		ret = error_fail(e, ERR_DATA, "GN-L16", "%s",
				 _("A correction names an older, closed decision of the same round."));
	if (ret)
		error_safe(e, _("Nothing was written."));
	return ret;
}

/* Keep only the households named, each with the line it replaces. */
static const char kept[] =
	"DELETE FROM temp.line WHERE household NOT IN (SELECT value FROM temp.line_named);"
	"UPDATE temp.line SET replaces=dl.id FROM decision_line dl, "
	"temp.line_round r WHERE r.unit=line.unit AND dl._unit=line.unit AND dl.round=r.round AND dl.household=line.household AND " LINE_STANDS;

static int name_households(struct book *b, const char *const *households, size_t n, struct error *e)
{
	int ret = db_exec(book_db(b), "DROP TABLE IF EXISTS temp.line_named; CREATE TEMP TABLE line_named (value TEXT PRIMARY KEY)", e);

	for (size_t i = 0; !ret && i < n; i++)
		ret = db_run(book_db(b), e, "INSERT OR IGNORE INTO temp.line_named VALUES (?)", "t", households[i]);
	return ret ? ret : db_exec(book_db(b), kept, e);
}

/* Every household named needs a class now, or must have left. */
static int look_at_named(struct book *b, struct closing *out, struct error *e)
{
	struct stmt *st;
	int ret = db_prepare(book_db(b), &st,
			     "SELECT n.value, h.head_name, l.review, v._state FROM temp.line_named n LEFT JOIN household h ON h._unit=?1 AND "
			     "h.id=n.value LEFT JOIN temp.line l ON l.unit=?1 AND l.household=n.value LEFT JOIN review v ON v._unit=?1 AND "
			     "v.id=l.review WHERE l.movement IS NULL OR v._state='incomplete'",
			     e);

	if (ret)
		return ret;
	stmt_text(st, 1, book_unit_id(b));
	while ((ret = stmt_step(st, e)) > 0) {
		const char *who = stmt_col_text(st, 1), *review = stmt_col_text(st, 2);

		closing_note_add(out, true, "no_class", review ? "review" : "household", review ? review : stmt_col_text(st, 0), NULL,
				 xasprintf(_("%s: without a complete review of this round."), who ? who : stmt_col_text(st, 0)));
	}
	stmt_done(st);
	return ret;
}

int closing_correct(struct forms *f, struct book *b, const char *decision, const char *const *households, size_t n,
		    const char *who, const char *why, struct closing *out, struct error *e)
{
	char *kind = NULL, *state = NULL;
	struct entry_batch *t;
	int64_t lines = 0;
	int ret, end;

	*out = (struct closing){ .lines = 0 };
	ret = entry_batch_begin(&t, f, b, who, why, e);
	if (ret)
		return ret;
	ret = closing_decision(b, decision, out, &kind, &state, e);
	if (!ret)
		ret = check_correction(b, decision, out, kind, state, e);
	if (!ret)
		ret = closing_lines(f, b, decision, true, e);
	if (!ret)
		ret = name_households(b, households, n, e);
	if (!ret)
		ret = look_at_named(b, out, e);
	if (!ret)
		ret = closing_count_lines(b, out, e);
	if (!ret)
		ret = closing_stopped(out, e);
	if (!ret)
		ret = closing_write(f, b, t, decision, &lines, e);
	if (!ret)
		ret = closing_lock(f, b, t, decision, lines, e);
	end = entry_batch_end(t, !ret, ret ? NULL : e);
	free(kind);
	free(state);
	out->closed = !ret && !end;
	return ret ? ret : end;
}
