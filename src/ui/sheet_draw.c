/* SPDX-License-Identifier: MIT */
/*
 * Sheet entry drawn. Left: where one is in the pile, whose sheet it is, the blocks and what is left on each. Beside it the block;
 * in a wide terminal also the village's sheets. Below: what the field takes, the class and why, how the record stands.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/standing.h"
#include "ui/draw.h"

#define FOOT 5 /* two lines of hint, why, standing, keys */
#define LEFT 24
#define LEFT_WIDE 30
#define SIDE 36
#define SIDE_FROM 112 /* columns from which the village's sheets are shown */

static int left_cols(void)
{
	return draw_cols() >= SIDE_FROM ? LEFT_WIDE : LEFT;
}

static int side_cols(void)
{
	return draw_cols() >= SIDE_FROM ? SIDE : 0;
}

static void draw_edge(int x)
{
	for (int y = 1; y < draw_rows() - FOOT; y++)
		draw_text(y, x, 1, LOOK_BOX, "│");
}

/* ---- words ---- */

static const char *state_label(struct app *app, enum sheet_state s)
{
	static const char *const names[] = { "listed", "out", "in", "entered" };
	const struct codes *codes = code_lists_get(forms_codes(app->forms), "sheet_state", NULL);

	return codes ? codes_label(codes, names[s]) : names[s];
}

static char *day_words(const char *iso)
{
	struct date d;
	char buf[11];

	return xstrdup(date_parse_iso(iso, &d) ? date_human(&d, buf) : iso);
}

static const char *sign(const struct sheet *s)
{
	return s->left_on		      ? "-"
	       : s->drafted		      ? "…"
	       : s->state == SHEET_ENTERED    ? (s->complete ? "✓" : "!")
	       : s->absent_on		      ? "v"
	       : s->state == SHEET_BACK	      ? "•"
	       : s->state == SHEET_HANDED_OUT ? "→"
					      : " ";
}

char *sheet_state_words(const struct sheet *s, struct app *app)
{
	char *day = s->left_on ? day_words(s->left_on) : s->absent_on ? day_words(s->absent_on) : NULL;
	char *text;

	if (s->left_on)
		text = xasprintf(_("left on %s"), day);
	else if (s->absent_on && s->state != SHEET_ENTERED)
		text = xasprintf(_("nobody at home %s"), day);
	else
		text = xasprintf("%s%s", state_label(app, s->state), s->drafted ? _(", unfinished") : "");
	free(day);
	return text;
}

/* ---- left ---- */

static const char *class_label(struct sheet_view *v, const char *code)
{
	const struct codes *codes = code_lists_get(forms_codes(v->app->forms), "classification", NULL);

	return codes && code ? codes_label(codes, code) : "";
}

/* What is known of the head, from the household's own record. */
static char *head_words(struct sheet_view *v)
{
	static const char *const names[] = { "head_birth_date", "head_ethnicity" };
	struct edit *ed = v->part[PART_HOUSEHOLD];
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < 2; i++) {
		const struct field *fd = form_field(v->form[PART_HOUSEHOLD], names[i], NULL);
		char *text = fd ? entry_show(ed->top, fd, NULL) : xstrdup("");

		if (*text)
			str_addf(&b, "%s%s", b.len ? " · " : "", text);
		free(text);
	}
	return str_take(&b);
}

/* "12/10/2024 · Lò Văn Hoa": carried over by one key, so it is to be seen. */
static char *visit_words(struct sheet_view *v)
{
	static const char *const names[] = { "review_date", "reviewer" };
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < 2; i++) {
		const struct field *fd = form_field(v->form[PART_REVIEW], names[i], NULL);
		char *text = fd ? entry_show(v->part[PART_REVIEW]->top, fd, NULL) : xstrdup("");

		if (*text)
			str_addf(&b, "%s%s", b.len ? " · " : "", text);
		free(text);
	}
	return str_take(&b);
}

static void draw_block_line(struct sheet_view *v, size_t i, int y, int cols)
{
	bool now = i == v->now;
	size_t done, n;
	char count[48];

	sheet_block_count(v, &v->block[i], &done, &n);
	if (n && done < n && i > 0)
		snprintf(count, sizeof(count), "%zu/%zu", done, n);
	else
		snprintf(count, sizeof(count), "%s", n && done == n ? "✓" : "");
	draw_textf(y, 0, cols - 5, now ? LOOK_SELECTED : LOOK_NORMAL, "%s%zu %s", now ? ">" : " ", i + 1,
		   v->block[i].title);
	draw_right(y, cols - 5, 5, now ? LOOK_SELECTED : done == n ? LOOK_GOOD : LOOK_DIM, count);
}

static void draw_left(struct sheet_view *v)
{
	const struct sheet *s = sheet_now(v);
	int cols = left_cols() - 1, y = 1, end = draw_rows() - FOOT;
	char *text;

	draw_blank(1, 0, end - 1, cols, LOOK_NORMAL);
	draw_textf(y++, 0, cols, LOOK_TITLE, _(" Sheet %lld/%zu"), (long long)s->no, v->list.n);
	draw_textf(y++, 0, cols, LOOK_NORMAL, " %s", v->village_name);
	draw_bar(y, 1, cols - 10, LOOK_GOOD, (long long)v->list.entered, (long long)v->list.n);
	text = xasprintf("%zu/%zu", v->list.entered, v->list.n);
	draw_right(y++, cols - 8, 8, LOOK_DIM, text);
	free(text);
	y++;
	draw_textf(y++, 0, cols, LOOK_VALUE, " %s", s->head);
	text = head_words(v);
	draw_textf(y++, 0, cols, LOOK_NORMAL, " %s", text);
	free(text);
	if (s->before)
		draw_textf(y++, 0, cols, LOOK_NORMAL, _(" Before: %s"), class_label(v, s->before));
	text = visit_words(v);
	if (*text)
		draw_textf(y++, 0, cols, LOOK_NORMAL, " %s", text);
	free(text);
	text = sheet_state_words(s, v->app);
	draw_textf(y++, 0, cols, s->left_on || s->absent_on ? LOOK_DOUBT : LOOK_DIM, " %s", text);
	free(text);
	y = y < end - (int)v->n_blocks ? y + 1 : y;
	for (size_t i = 0; i < v->n_blocks && y < end; i++)
		draw_block_line(v, i, y++, cols);
	draw_edge(cols);
}

/* ---- members ---- */

struct people_cols {
	int name, relation, born, insured, doing; /* widths; 0: not shown */
};

static struct people_cols people_cols(int cols)
{
	struct people_cols c = { 0, 13, 11, 6, cols >= 70 ? 18 : 0 };

	c.name = cols - 5 - c.relation - c.born - c.insured - c.doing;
	return c;
}

static char *cell(struct entry *row, const char *name)
{
	const struct field *fd = form_field(entry_form(row), name, NULL);

	return fd ? entry_show(row, fd, NULL) : xstrdup("");
}

static void draw_cell(int y, int *x, int cols, enum look look, char *text)
{
	if (cols > 1)
		draw_text(y, *x, cols - 1, look, text);
	*x += cols;
	free(text);
}

static void people_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct sheet_view *v = ctx;
	struct edit *ed = v->part[PART_HOUSEHOLD];
	struct entry *row = entry_child(ed->top, 0, i);
	const struct field *left = form_field(entry_form(row), "left_on", NULL);
	bool gone = left && entry_get(row, left, NULL);
	enum look look = selected ? LOOK_SELECTED : gone ? LOOK_DIM : LOOK_NORMAL;
	enum edit_note_kind worst = edit_worst_of(ed, row);
	struct people_cols c = people_cols(cols);
	char *doing = cell(row, "employment_status");

	if (!*doing) {
		free(doing);
		doing = cell(row, "school_status");
	}
	draw_blank(y, x, 1, cols, look);
	draw_textf(y, x, 5, look, "%s%3zu",
		   worst >= EDIT_NOTE_ERROR   ? "!"
		   : worst == EDIT_NOTE_DOUBT ? "?"
					      : " ",
		   i + 1);
	x += 5;
	draw_cell(y, &x, c.name, look, cell(row, "full_name"));
	draw_cell(y, &x, c.relation, look, gone ? xstrdup(_("(gone)")) : cell(row, "relation_to_head"));
	draw_cell(y, &x, c.born, look, cell(row, "birth_date"));
	draw_cell(y, &x, c.insured, look, cell(row, "health_insurance"));
	draw_cell(y, &x, c.doing, look, doing);
}

static size_t people_count(void *ctx)
{
	const struct sheet_view *v = ctx;

	return entry_children(v->part[PART_HOUSEHOLD]->top, 0);
}

const struct listbox_ops sheet_people_ops = { .draw_row = people_row, .count = people_count };

static void draw_people(struct sheet_view *v, const struct edit_frame *f, bool part)
{
	struct listbox *lb = &v->part[PART_HOUSEHOLD]->table;
	struct people_cols c = people_cols(f->cols);
	int x = f->x + 5;

	if (!part) {
		draw_blank(f->y, f->x, f->rows, f->cols, LOOK_NORMAL);
		/* TRANSLATORS: headings of the members of a sheet; the last two at most 5 and 17 columns */
		draw_cell(f->y, &x, c.name, LOOK_LABEL, xstrdup(_("Name")));
		draw_cell(f->y, &x, c.relation, LOOK_LABEL, xstrdup(_("Relation")));
		draw_cell(f->y, &x, c.born, LOOK_LABEL, xstrdup(_("Born")));
		draw_cell(f->y, &x, c.insured, LOOK_LABEL, xstrdup(_("Ins.")));
		draw_cell(f->y, &x, c.doing, LOOK_LABEL, xstrdup(_("Works, studies")));
		listbox_place(lb, f->y + 1, f->x, f->rows - 4, f->cols);
		listbox_changed(lb);
		draw_wrap(f->y + f->rows - 2, f->x + 1, 2, f->cols - 2, LOOK_DIM,
			  _("= : all members are as here, go on. Enter: what is known of a member. b: born, died, moved …"));
	}
	listbox_draw(lb, part);
}

/* ---- the village's sheets ---- */

static void side_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	const struct sheet_view *v = ctx;
	const struct sheet *s = &v->list.v[i];
	enum look look = selected			? LOOK_SELECTED
			 : s->state == SHEET_ENTERED ? LOOK_DIM
			 : s->absent_on		     ? LOOK_DOUBT
						     : LOOK_NORMAL;

	draw_textf(y, x, cols, look, " %s %3lld %s", sign(s), (long long)s->no, s->head);
}

static size_t side_count(void *ctx)
{
	const struct sheet_view *v = ctx;

	return v->list.n;
}

const struct listbox_ops sheet_side_ops = { .draw_row = side_row, .count = side_count };

static void draw_side(struct sheet_view *v)
{
	int w = side_cols(), x = draw_cols() - w, rows = draw_rows() - FOOT - 1;

	if (!w)
		return;
	draw_edge(x);
	draw_blank(1, x + 1, rows, w - 1, LOOK_NORMAL);
	draw_textf(1, x + 1, w - 1, LOOK_TITLE, " %s", v->village_name);
	listbox_place(&v->side, 2, x + 1, rows - 3, w - 1);
	listbox_changed(&v->side);
	listbox_draw(&v->side, false);
	draw_text(rows, x + 1, w - 1, LOOK_DIM, _(" ✓ entered  … unfinished  v nobody"));
	draw_text(rows - 1, x + 1, w - 1, LOOK_DIM, _(" • came in  → went out  - left"));
}

/* ---- below ---- */

static void draw_foot(struct sheet_view *v)
{
	int y = draw_rows() - FOOT, cols = draw_cols();
	char *reason = sheet_reason(v), *why = sheet_why(v), *hint;

	draw_blank(y, 0, FOOT - 1, cols, LOOK_NORMAL);
	if (!sheet_in_people(v)) {
		int rows = *why ? 2 : 3, about = draw_wrap(0, 0, 0, cols - 2, LOOK_HINT, reason);

		hint = edit_hint(sheet_edit(v));
		about = strstr(hint, reason) ? 0 : about < rows ? about : rows - 1; /* never twice */
		draw_wrap(y, 1, rows - about, cols - 2, LOOK_DIM, hint);
		draw_wrap(y + rows - about, 1, about, cols - 2, LOOK_HINT, reason);
		free(hint);
	}
	if (*why)
		draw_textf(y + 2, 0, cols, LOOK_VALUE, " %s", why);
	free(reason);
	free(why);
	char *standing = edit_standing(sheet_edit(v));
	size_t errors, doubts, hints;
	edit_problem_counts(sheet_edit(v), &errors, &doubts, &hints);
	draw_textf(y + 3, 0, cols, errors ? LOOK_ERROR : LOOK_BAR, " %s", standing);
	free(standing);
}

static void draw_title(struct sheet_view *v, const struct edit_frame *f)
{
	struct edit *ed = sheet_edit(v);

	if (ed->row) {
		char *name = edit_row_name(ed, ed->row);

		draw_textf(1, f->x, f->cols, LOOK_BAR, " %s %s", i18n_pick(entry_form(ed->row)->title), name);
		free(name);
		return;
	}
	draw_textf(1, f->x, f->cols, LOOK_BAR, " %zu %s", v->now + 1, v->block[v->now].title);
}

/* The same answers under the other standards, where the points are typed. */
static void draw_standings(struct sheet_view *v, const struct edit_frame *f)
{
	struct edit *ed = sheet_edit(v);
	const struct field *b1 = form_field(v->form[PART_REVIEW], "b1_points", NULL);
	struct date today = book_today(v->app->book);
	struct standings s;
	char day[11];
	int y, rows;

	if (v->block[v->now].part != PART_REVIEW || !b1 || !edit_tab_has(&ed->tabs[ed->tab], b1) ||
	    entry_standings(ed->top, &s, NULL))
		return;
	y = f->y + (int)ed->layout.n_lines + 1;
	rows = f->y + f->rows - y;
	date_iso(&today, day);
	for (size_t i = 1; i < s.n && rows > 1; i++) {
		if (s.v[i].standard->until && strcmp(s.v[i].standard->until, day) < 0)
			continue; /* nobody plans by one that is over */
		char *text = xasprintf("%s: %s", i18n_pick(s.v[i].standard->label), s.v[i].result.why ? s.v[i].result.why : "-");
		int used = draw_wrap(y, f->x + 2, rows, f->cols - 3, LOOK_DIM, text);

		free(text);
		y += used;
		rows -= used;
	}
	standings_fini(&s);
}

void sheet_draw(struct sheet_view *v, bool part)
{
	int left = left_cols();
	struct edit_frame f = { 2, left, draw_rows() - FOOT - 2, draw_cols() - left - side_cols() };
	struct edit *ed = sheet_edit(v);

	if (!part && (ed->frame.cols != f.cols || ed->frame.x != f.x))
		ed->laid_cols = 0;
	ed->frame = f;
	if (!part) {
		draw_left(v);
		draw_side(v);
		draw_title(v, &f);
	}
	if (!part || ed->typing)
		draw_foot(v);
	if (sheet_in_people(v)) {
		draw_people(v, &f, part);
		draw_no_cursor();
	} else {
		edit_draw_body(ed, part);
		if (!part)
			draw_standings(v, &f);
	}
}
