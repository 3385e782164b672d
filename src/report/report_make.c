/* SPDX-License-Identifier: MIT */
/*
 * A report made: its SELECT run once, its columns laid out (pivots by their code lists), places as rows, typed totals put in,
 * then sums and formulas by the table itself.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/make_impl.h"
#include "report/paper.h"
#include "sync/peer.h"
#include "text/utf8.h"

/* ---- the SELECT ---- */

static int wrong(struct making *m, struct error *e, const char *what, const char *name)
{
	error_fail(e, ERR_DATA, "GN-R11", _("The report %s cannot be made: %s."), m->r->id, what);
	error_todo(e, "%s", _("Tell who made this report; the others can be made without it."));
	error_detail(e, "%s%s%s", m->r->file->path, name ? ": " : "", name ? name : "");
	return ERR_DATA;
}

int making_select(struct making *m, struct stmt **st, struct error *e)
{
	struct date today = book_today(m->d->book);
	unsigned used = m->r->file->params;
	char day[11];
	int rc = db_prepare(m->d->db, st, m->r->file->sql, e);

	if (rc) {
		char *said = xstrdup_null(e ? e->detail : NULL);

		wrong(m, e, _("its question is not understood"), said);
		free(said);
		return ERR_DATA;
	}
	if (used & 1u << PARAM_BY)
		stmt_text(*st, PARAM_BY + 1, m->by_unit ? "unit" : "village");
	if (used & 1u << PARAM_YEAR)
		stmt_int(*st, PARAM_YEAR + 1, m->d->year);
	if (used & 1u << PARAM_ROUND)
		stmt_text(*st, PARAM_ROUND + 1, m->d->round);
	if (used & 1u << PARAM_STANDARD)
		stmt_text(*st, PARAM_STANDARD + 1, m->d->standard);
	if (used & 1u << PARAM_TODAY)
		stmt_text(*st, PARAM_TODAY + 1, date_iso(&today, day));
	return 0;
}

int making_column(struct making *m, struct stmt *st, const char *name, struct error *e)
{
	for (int i = 0; i < stmt_cols(st); i++)
		if (!strcmp(stmt_col_name(st, i), name))
			return i;
	return wrong(m, e, _("its SELECT lacks a column"), name);
}

/* Rows come place by place: mostly it is the one before. */
static int place_of(struct making *m, const char *unit, const char *village)
{
	const struct report_places *p = m->by_unit ? &m->d->units : &m->d->villages;
	int at;

	if (m->by_unit)
		village = NULL;
	if (m->last < p->n && !strcmp(p->v[m->last].unit, unit) && str_eq(p->v[m->last].village, village))
		return (int)m->last;
	at = report_places_find(p, unit, village);
	m->last = at >= 0 ? (size_t)at : m->last;
	return at;
}

static void take_cell(struct making *m, int place, const char *cell, size_t spec, double n, double people)
{
	m->cells = grow(m->cells, m->n_cells, &m->cap_cells, sizeof(*m->cells));
	m->cells[m->n_cells++] = (struct made_cell){ (size_t)place, xstrdup_null(cell), spec, n, people };
}

/* "cell", "n" and "people". */
static int take_long(struct making *m, struct stmt *st, int place, struct error *e)
{
	int cell = making_column(m, st, "cell", e), n = making_column(m, st, "n", e), people = n;

	if (m->r->measures)
		people = making_column(m, st, "people", e);
	if (n < 0 || people < 0)
		return ERR_DATA;
	if (stmt_col_text(st, cell))
		take_cell(m, place, stmt_col_text(st, cell), 0, stmt_col_real(st, n), stmt_col_real(st, people));
	return 0;
}

static bool from_select(const struct report_spec *s)
{
	return !s->formula && !s->typed;
}

/* One column per key, and KEY_people. */
static int take_wide(struct making *m, struct stmt *st, int place, struct error *e)
{
	for (size_t i = 0; i < m->r->n; i++) {
		const struct report_spec *s = &m->r->columns[i];
		int n, people;

		if (!from_select(s))
			continue;
		n = people = making_column(m, st, s->key, e);
		if (n >= 0 && m->r->measures) {
			char *twin = xasprintf("%s_people", s->key);

			people = making_column(m, st, twin, e);
			free(twin);
		}
		if (n < 0 || people < 0)
			return ERR_DATA;
		if (!stmt_col_null(st, n))
			take_cell(m, place, NULL, i, stmt_col_real(st, n), stmt_col_real(st, people));
	}
	return 0;
}

static int ask(struct making *m, struct error *e)
{
	struct stmt *st = NULL;
	int rc = making_select(m, &st, e), unit, village, is_long;

	if (rc)
		return rc;
	unit = making_column(m, st, "unit", e);
	village = making_column(m, st, "village", e);
	is_long = making_column(m, st, "cell", NULL);
	if (unit < 0 || village < 0) {
		stmt_done(st);
		return ERR_DATA;
	}
	while ((rc = stmt_step(st, e)) == 1) {
		int place = place_of(m, stmt_col_text(st, unit), stmt_col_text(st, village));

		if (place < 0)
			continue; /* a unit that is no longer one of ours */
		rc = is_long >= 0 ? take_long(m, st, place, e) : take_wide(m, st, place, e);
		if (rc)
			break;
	}
	stmt_done(st);
	return rc;
}

/* ---- columns ---- */

/* {official}, {OFFICIAL}, {year} in a title or heading; caller frees. */
static char *with_marks(const struct making *m, const char *text, bool *said)
{
	const struct {
		const char *mark, *value;
	} marks[] = {
		{ "{official}", m->d->official ? _("official") : _("preliminary") },
		{ "{OFFICIAL}", m->d->official ? _("OFFICIAL") : _("PRELIMINARY") },
	};
	struct str out;

	str_init(&out);
	while (*text) {
		size_t i = 0, n = sizeof(marks) / sizeof(marks[0]);

		while (i < n && !str_starts(text, marks[i].mark))
			i++;
		if (i < n) {
			str_add(&out, marks[i].value);
			text += strlen(marks[i].mark);
			*said = true;
		} else if (str_starts(text, "{year}")) {
			str_addf(&out, "%d", m->d->year);
			text += strlen("{year}");
		} else {
			str_addc(&out, *text++);
		}
	}
	return str_take(&out);
}

/* Does a pivot have a column for this code? */
static bool has_cell(const struct making *m, const char *list, const char *code)
{
	for (size_t i = 0; i < m->n_cells; i++) {
		const char *colon = m->cells[i].cell ? strchr(m->cells[i].cell, ':') : NULL;

		if (!colon || strcmp(colon + 1, code) != 0)
			continue;
		for (size_t k = 0; k < m->r->n; k++) {
			const struct report_spec *s = &m->r->columns[k];

			if (s->pivot && !strcmp(s->pivot, list) &&
			    strlen(s->key) == (size_t)(colon - m->cells[i].cell) &&
			    str_starts(m->cells[i].cell, s->key))
				return true;
		}
	}
	return false;
}

static bool of_standard(const struct making *m, const struct code *code)
{
	struct strlist all;
	bool has;

	strlist_init(&all);
	strlist_split(&all, m->d->standards ? m->d->standards : "", "|");
	has = code->standard && strlist_has(&all, code->standard);
	strlist_fini(&all);
	return has;
}

static bool wanted(const struct making *m, const struct report_spec *s, const struct codes *list,
		   const struct code *code)
{
	if (s->standard && !of_standard(m, code))
		return false;
	for (size_t i = 0; s->extra && list->extra_names[i]; i++)
		if (!strcmp(list->extra_names[i], s->extra) && !str_eq(code->extra[i], s->value))
			return false;
	return !s->present || has_cell(m, s->pivot, code->code);
}

struct finding_column {
	const struct report_table *t;
	const char *code;
};

static int find_column(const void *ctx, const char *key)
{
	const struct finding_column *f = ctx;
	int at = -1;

	if (f->code) {
		char *twin = xasprintf("%s.%s", key, f->code);

		at = table_find(f->t, twin);
		free(twin);
	}
	return at >= 0 ? at : table_find(f->t, key);
}

/* A formula may look at what stands behind it: all columns must be there. */
static int add_formulas(struct making *m, struct error *e)
{
	for (size_t i = 0; i < m->t->n_columns; i++) {
		const struct report_spec *s = m->specs[i];
		struct finding_column f = { m->t, m->codes[i] };
		const char *why;

		if (!s || !s->formula)
			continue;
		m->t->columns[i].formula = formula_parse(s->formula, find_column, &f, &why);
		if (!m->t->columns[i].formula)
			return wrong(m, e, why, s->key);
	}
	return 0;
}

static struct report_column *new_column(struct making *m, const struct report_spec *s, const char *key,
					enum cell_kind kind, const char *head, const char *code)
{
	struct report_column *c = table_add_column(m->t, key, kind, head);

	m->specs = xreallocarray(m->specs, m->t->n_columns, sizeof(*m->specs));
	m->codes = xreallocarray(m->codes, m->t->n_columns, sizeof(*m->codes));
	m->specs[m->t->n_columns - 1] = s;
	m->codes[m->t->n_columns - 1] = code;
	return c;
}

static void add_column(struct making *m, const struct report_spec *s, const char *key, const char *code,
		       const char *head)
{
	struct report_column *c;
	bool said = false;
	char *label = with_marks(m, head, &said);

	c = new_column(m, s, key, s->kind, label, code);
	c->adds = c->adds && !s->typed && !s->stub;
	c->stub = s->stub;
	c->unnumbered = s->unnumbered;
	free(label);
}

static int add_pivot(struct making *m, const struct report_spec *s, struct error *e)
{
	const struct codes *list = code_lists_get(forms_codes(m->d->forms), s->pivot, NULL);
	const char *group = report_words(s->head);

	if (!list)
		return wrong(m, e, _("there is no such code list"), s->pivot);
	for (size_t i = 0; i < list->n; i++) {
		const struct code *code = &list->v[i];
		char *key, *head;

		if (!wanted(m, s, list, code))
			continue;
		if (!code->verified)
			making_unverified(m, list, code);
		key = xasprintf("%s.%s", s->key, code->code);
		head = xasprintf("%s%s%s", group, *group ? " > " : "", codes_label(list, code->code));
		add_column(m, s, key, code->code, head);
		free(key);
		free(head);
	}
	return 0;
}

static void add_stub(struct making *m, const char *key, const char *head)
{
	new_column(m, NULL, key, CELL_TEXT, head, NULL)->stub = true;
}

int making_columns(struct making *m, struct error *e)
{
	int rc = 0;

	add_stub(m, "no", _("Row"));
	if (!m->r->list)
		add_stub(m, "place", m->by_unit ? _("Commune, ward") : _("Village"));
	if (m->r->measures)
		add_stub(m, "measure", _("Counted"));
	for (size_t i = 0; !rc && i < m->r->n; i++) {
		const struct report_spec *s = &m->r->columns[i];
		const char *head = report_words(s->head);

		if (s->pivot)
			rc = add_pivot(m, s, e);
		else
			add_column(m, s, s->key, NULL, *head ? head : s->key);
	}
	return rc ? rc : add_formulas(m, e);
}

/* ---- rows ---- */

static const char *roman(size_t n, char buf[static 24])
{
	static const char *const tens[] = { "", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC" };
	static const char *const ones[] = { "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX" };

	if (n > 99)
		snprintf(buf, 24, "%zu", n);
	else
		snprintf(buf, 24, "%s%s", tens[n / 10], ones[n % 10]);
	return buf;
}

/* One place's line, or its two. `place` NULL: the total. */
static void add_lines(struct making *m, enum report_row_kind kind, const struct report_place *place, const char *no)
{
	enum report_measure from = m->r->measures ? MEASURE_HOUSEHOLDS : MEASURE_NONE;
	enum report_measure to = m->r->measures ? MEASURE_PEOPLE : MEASURE_NONE;
	int measure = table_find(m->t, "measure");

	for (enum report_measure i = from; i <= to; i++) {
		struct report_row *row = table_add_row(m->t, kind);

		row->measure = i;
		table_set_text(row, 0, no);
		table_set_text(row, 1, place ? place->name : _("In all"));
		if (place) {
			row->unit = xstrdup(place->unit);
			row->unit_code = xstrdup_null(place->unit_code);
			row->village = xstrdup_null(place->village);
		}
		if (measure >= 0)
			table_set_code(row, measure, i == MEASURE_PEOPLE ? "people" : "households",
				       i == MEASURE_PEOPLE ? _("People counted") : _("Households counted"));
		for (size_t k = 0; kind == REPORT_BODY && place->known && k < m->t->n_columns; k++)
			if (m->specs[k] && from_select(m->specs[k]))
				table_set_number(row, (int)k, 0);
	}
}

static void note_row(struct making *m, size_t place)
{
	m->row_of = xreallocarray(m->row_of, place + 1, sizeof(*m->row_of));
	m->row_of[place] = m->t->n_rows;
}

static void add_places(struct making *m)
{
	const struct report_places *units = &m->d->units, *villages = &m->d->villages;
	size_t n = 0, bodies = 0;
	char no[24];

	for (size_t u = 0; m->by_unit && u < units->n; u++) {
		snprintf(no, sizeof(no), "%zu", ++n);
		note_row(m, u);
		add_lines(m, REPORT_BODY, &units->v[u], no);
		bodies++;
	}
	/* Villages stand in the order of their names, whatever unit: a unit's are picked out. */
	if (!m->by_unit)
		m->row_of = xcalloc(villages->n + 1, sizeof(*m->row_of));
	for (size_t u = 0; !m->by_unit && u < units->n; u++) {
		if (units->n > 1)
			add_lines(m, REPORT_GROUP, &units->v[u], roman(u + 1, no));
		n = 0;
		for (size_t v = 0; v < villages->n; v++) {
			if (strcmp(villages->v[v].unit, units->v[u].unit) != 0)
				continue;
			snprintf(no, sizeof(no), "%zu", ++n);
			m->row_of[v] = m->t->n_rows;
			add_lines(m, REPORT_BODY, &villages->v[v], no);
			bodies++;
		}
	}
	if (bodies > 1)
		add_lines(m, REPORT_TOTAL, NULL, NULL);
}

/* The column a cell belongs to, or -1. */
static int column_of(const struct making *m, const char *cell)
{
	const char *colon = strchr(cell, ':');
	char *key;
	int at;

	if (!colon)
		return table_find(m->t, cell);
	key = xstrdup(cell);
	key[colon - cell] = '.';
	at = colon[1] ? table_find(m->t, key) : -1;
	key[colon - cell] = '\0';
	for (size_t i = 0; at < 0 && i < m->t->n_columns; i++)
		if (m->specs[i] && m->specs[i]->rest && !strcmp(m->specs[i]->rest, key))
			at = (int)i;
	free(key);
	return at;
}

static int fill_cells(struct making *m, struct error *e)
{
	int *of_spec = xcalloc(m->r->n, sizeof(*of_spec)), rc = 0;

	for (size_t i = 0; i < m->r->n; i++)
		of_spec[i] = table_find(m->t, m->r->columns[i].key);
	for (size_t i = 0; !rc && i < m->n_cells; i++) {
		const struct made_cell *c = &m->cells[i];
		int at = c->cell ? column_of(m, c->cell) : of_spec[c->spec];
		struct report_row *row = &m->t->rows[m->row_of[c->place]];

		if (at < 0) {
			rc = wrong(m, e, _("its SELECT gives a cell no column takes"), c->cell);
			break;
		}
		table_set_number(row, at, row->cells[at].number + c->n);
		if (m->r->measures)
			table_set_number(row + 1, at, row[1].cells[at].number + c->people);
	}
	free(of_spec);
	return rc;
}

/* ---- what is shown of it ---- */

static bool all_zero(const struct report_table *t, size_t column)
{
	for (size_t i = 0; i < t->n_rows; i++)
		if (!t->rows[i].span && t->rows[i].cells[column].known &&
		    (t->rows[i].cells[column].text || t->rows[i].cells[column].number != 0))
			return false;
	return true;
}

static void drop_columns(struct making *m)
{
	for (size_t i = m->t->n_columns; i-- > 0;) {
		const struct report_spec *s = m->specs[i];

		if (s && (s->hidden || (s->optional && all_zero(m->t, i))))
			table_drop_column(m->t, (int)i);
	}
}

static char *superior(struct making *m)
{
	struct peer p = { .name = NULL };
	char *name = NULL;

	if (!peer_upper(m->d->book, &p, NULL)) {
		name = utf8_upper(p.name);
		peer_fini(&p);
	}
	return name;
}

static void put_title(struct making *m)
{
	bool said = false;
	char *title = with_marks(m, report_words(m->r->title), &said);
	struct str sub;

	m->t->title = said ? xstrdup(title) :
			     xasprintf("%s (%s)", title, m->d->official ? _("OFFICIAL") : _("PRELIMINARY"));
	free(title);
	str_init(&sub);
	str_addf(&sub, _("Year %d"), m->d->year);
	if (!str_empty(m->d->round))
		str_addf(&sub, ", %s %s", _("round"), m->d->round);
	if (!str_empty(m->d->round) && !str_empty(m->d->round_name))
		str_addf(&sub, " (%s)", m->d->round_name);
	if (m->d->standard) {
		const struct codes *list = code_lists_get(forms_codes(m->d->forms), "standard", NULL);

		str_addf(&sub, ", %s", list ? codes_label(list, m->d->standard) : m->d->standard);
	}
	m->t->subtitle = str_take(&sub);
}

static void put_paper(struct making *m)
{
	struct date today = book_today(m->d->book);
	bool commune = !strcmp(book_level(m->d->book), "commune");
	const char *units = report_words(m->r->units);

	m->t->official = m->d->official;
	m->t->banner = book_training(m->d->book) ? xstrdup(_("TRAINING BOOK - MADE-UP FIGURES")) : NULL;
	m->t->owner = utf8_upper(book_unit_name(m->d->book));
	m->t->above = commune ? xstrdup(_("PEOPLE'S COMMITTEE")) : superior(m);
	m->t->units = *units ? xstrdup(units) : NULL;
	m->t->signer = xstrdup(commune ? _("FOR THE PEOPLE'S COMMITTEE\nCHAIRMAN") : _("HEAD OF THE UNIT"));
	/* TRANSLATORS: place, day, month and year above a signature */
	m->t->place_date = xasprintf(_("%s, %02d/%02d/%d"), paper_unit_place(m->d->forms, book_unit_name(m->d->book)), today.day,
				     today.month, today.year);
}

static int make_places(struct making *m, struct error *e)
{
	int rc = ask(m, e);

	if (!rc)
		rc = making_columns(m, e);
	if (rc)
		return rc;
	add_places(m);
	rc = fill_cells(m, e);
	if (!rc)
		rc = making_typed(m, e);
	return rc;
}

static void making_fini(struct making *m)
{
	for (size_t i = 0; i < m->n_cells; i++)
		free(m->cells[i].cell);
	free(m->cells);
	free(m->specs);
	free(m->codes);
	free(m->row_of);
	strlist_fini(&m->unverified);
	strlist_fini(&m->no_total);
}

int report_make(struct report_desk *d, const struct report *r, enum report_by by, struct report_table **out,
		struct error *e)
{
	struct making m = { .d = d, .r = r, .t = table_new(r->id) };
	int rc;

	*out = NULL;
	if (d->without & ~report_without(r))
		die("%s needs more than the desk was opened for", r->id);
	strlist_init(&m.unverified);
	strlist_init(&m.no_total);
	m.by_unit = by == REPORT_BY_UNIT || (by == REPORT_BY_LEVEL && report_desk_above(d));
	rc = r->list ? making_list(&m, e) : make_places(&m, e);
	if (!rc) {
		table_compute(m.t);
		drop_columns(&m);
		if (!r->list)
			table_number_columns(m.t);
		put_title(&m);
		put_paper(&m);
		rc = making_notes(&m, e);
	}
	making_fini(&m);
	if (rc)
		table_free(m.t);
	else
		*out = m.t;
	return rc;
}
