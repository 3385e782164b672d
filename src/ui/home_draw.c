/* SPDX-License-Identifier: MIT */
/* Home's boxes: two columns at 80, a third where there is room; taller windows show more lines. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/number.h"
#include "ui/home_impl.h"

#define THREE_COLUMNS 110
#define BOTTOM 2 /* menu and keys */

struct area {
	int y, x, rows, cols; /* inside the frame */
};

static struct area frame(int y, int x, int rows, int cols, const char *title)
{
	struct area a = { y + 1, x + 1, rows - 2, cols - 2 };

	draw_frame(y, x, rows, cols, title);
	return a;
}

static void number_at(int y, int x, int cols, enum look look, int64_t n)
{
	char buf[32];

	draw_right(y, x, cols, look, n < 0 ? "-" : number_int_show(n, buf));
}

/* Blank where there is no total: a part of a register is no rate. */
static void rate_at(int y, int x, int cols, double rate)
{
	char buf[40];
	char *text;

	if (isnan(rate)) {
		draw_blank(y, x, 1, cols, LOOK_NORMAL);
		return;
	}
	text = xasprintf("%s%%", number_decimal_show(rate, 2, buf));
	draw_right(y, x, cols, LOOK_NORMAL, text);
	free(text);
}

static double rate(int64_t part, int64_t whole)
{
	return part >= 0 && whole > 0 ? 100.0 * (double)part / (double)whole : NAN;
}

/* ---- the register ---- */

static void class_line(const struct home *h, const struct area *a, int row, const char *label,
		       int64_t typed, int64_t counted, enum look look)
{
	int y = a->y + row, x = a->x + a->cols - 28;

	if (row >= a->rows)
		return;
	draw_textf(y, a->x, a->cols - 28, LOOK_LABEL, " %s", label);
	if (h->year && typed >= 0)
		number_at(y, x, 6, LOOK_VALUE, typed);
	rate_at(y, x + 6, 8, rate(typed, h->typed_households));
	number_at(y, x + 14, 6, look, counted);
	rate_at(y, x + 20, 8, rate(counted, h->typed_households));
}

static void draw_register(const struct home *h, const struct area *a)
{
	int x = a->x + a->cols - 28;
	char year[48] = "", buf[32];

	if (h->year)
		snprintf(year, sizeof(year), _("year %ld"), h->year);
	draw_right(a->y, x, 14, LOOK_DIM, year);
	/* TRANSLATORS: heading of a column of counts, at most 13 columns */
	draw_right(a->y, x + 14, 14, LOOK_DIM, _("in the book"));
	draw_textf(a->y + 1, a->x, a->cols - 28, LOOK_LABEL, " %s", _("Total households"));
	if (h->typed_households >= 0)
		number_at(a->y + 1, x, 6, LOOK_VALUE, h->typed_households);
	number_at(a->y + 1, x + 14, 6, LOOK_VALUE, h->households);
	class_line(h, a, 2, _("Poor"), h->typed_poor, h->poor, LOOK_ERROR);
	class_line(h, a, 3, _("Near-poor"), h->typed_near, h->near_poor, LOOK_DOUBT);
	if (h->average && a->rows > 6)
		class_line(h, a, 5, _("Average living standard"), -1, h->average, LOOK_VALUE);
	if (a->rows > 4) {
		draw_textf(a->y + 4, a->x, a->cols - 28, LOOK_LABEL, " %s", _("People"));
		number_at(a->y + 4, x + 14, 6, LOOK_VALUE, h->people);
	}
	if (h->incomplete && a->rows > 5)
		draw_textf(a->y + a->rows - 1, a->x, a->cols, LOOK_DOUBT,
			   _(" %s not complete: counted, but marked"),
			   number_int_show(h->incomplete, buf));
	else if (!h->year && a->rows > 5)
		draw_textf(a->y + a->rows - 1, a->x, a->cols, LOOK_DIM, " %s",
			   _("No rates: the year's totals are not typed in."));
}

/* ---- units below ---- */

static void unit_line(const struct overview_unit *u, int y, const struct area *a, const char *name,
		      bool wide)
{
	int right = wide ? 47 : 31, x = a->x + a->cols - right;
	enum look look = u->late || u->missing ? LOOK_ERROR : u->waiting ? LOOK_DOUBT : LOOK_NORMAL;

	draw_textf(y, a->x, a->cols - right, look, "%c%s",
		   u->late || u->missing ? '!'
		   : u->waiting		 ? '>'
					 : ' ',
		   name);
	number_at(y, x, 7, LOOK_VALUE, u->households);
	number_at(y, x + 7, 5, LOOK_VALUE, u->poor);
	rate_at(y, x + 12, 7, u->poor_rate);
	number_at(y, x + 19, 5, LOOK_VALUE, u->near_poor);
	rate_at(y, x + 24, 7, u->near_rate);
	if (wide) {
		number_at(y, x + 31, 8, LOOK_VALUE, u->open_remarks);
		number_at(y, x + 39, 8, LOOK_VALUE, u->waiting);
	}
}

static void draw_units(const struct home *h, const struct area *a)
{
	bool wide = a->cols >= 62;
	int right = wide ? 47 : 31, x = a->x + a->cols - right, room = a->rows - 2;
	size_t i;

	draw_textf(a->y, a->x, a->cols - right, LOOK_DIM, " %s", _("Unit"));
	/* TRANSLATORS: headings of narrow columns: households (6), poor (12), near-poor (12), remarks (7), waiting (7) */
	draw_right(a->y, x, 7, LOOK_DIM, _("Hh."));
	draw_right(a->y, x + 7, 12, LOOK_DIM, _("Poor"));
	draw_right(a->y, x + 19, 12, LOOK_DIM, _("Near-poor"));
	if (wide) {
		draw_right(a->y, x + 31, 8, LOOK_DIM, _("Remarks"));
		draw_right(a->y, x + 39, 8, LOOK_DIM, _("Waiting"));
	}
	if (!h->overview.n)
		draw_wrap(a->y + 2, a->x + 1, 3, a->cols - 2, LOOK_DIM,
			  _("No unit is enrolled yet. A unit begins with an enrolment file "
			    "(giamngheo enrol make)."));
	for (i = 0; i < h->overview.n && (int)i < room; i++)
		unit_line(&h->overview.v[i], a->y + 1 + (int)i, a, h->overview.v[i].name, wide);
	if (h->overview.n && (int)h->overview.n <= room)
		unit_line(&h->overview.sum, a->y + 1 + (int)h->overview.n, a, _("In all"), wide);
	else if (h->overview.n)
		draw_textf(a->y + a->rows - 1, a->x, a->cols, LOOK_DIM, _(" … %zu units (o: all)"),
			   h->overview.n);
}

/* ---- rounds, projects, villages ---- */

static void draw_round(const struct home *h, const struct area *a)
{
	const struct progress_brief *p = &h->round;
	char n[4][32];

	if (!h->round_id) {
		draw_wrap(a->y, a->x + 1, a->rows, a->cols - 2, LOOK_DIM,
			  _("No round of reviews is entered yet."));
		return;
	}
	draw_textf(a->y, a->x, a->cols, LOOK_VALUE, " %s", h->round_name);
	if (h->round_lock) {
		draw_wrap(a->y + 1, a->x + 1, a->rows - 1, a->cols - 2, LOOK_DOUBT, h->round_lock);
		return;
	}
	draw_textf(a->y + 1, a->x, a->cols, LOOK_NORMAL, " %s%s%s", h->round_stage,
		   *h->round_stage && h->round_days ? " · " : "",
		   h->round_days ? h->round_days : "");
	if (a->rows > 2 && !p->n[PROGRESS_LISTED])
		draw_textf(a->y + 2, a->x, a->cols, LOOK_DIM, " %s", _("No list to review yet (p)."));
	else if (a->rows > 2)
		draw_textf(a->y + 2, a->x, a->cols, LOOK_NORMAL, _(" Sheets %s: out %s · in %s · entered %s"),
			   number_int_show(p->n[PROGRESS_LISTED], n[0]), number_int_show(p->n[PROGRESS_OUT], n[1]),
			   number_int_show(p->n[PROGRESS_BACK], n[2]), number_int_show(p->n[PROGRESS_ENTERED], n[3]));
	if (a->rows > 3 && p->n[PROGRESS_LISTED])
		draw_textf(a->y + 3, a->x, a->cols, LOOK_NORMAL, _(" Met %lld/%lld · posted %lld/%lld · decided %lld/%lld"),
			   (long long)p->met, (long long)p->villages, (long long)p->posted, (long long)p->villages,
			   (long long)p->decided, (long long)p->villages);
}

static void draw_projects(const struct home *h, const struct area *a)
{
	char p[32], q[32], t[32], d[32];
	int row = 0, w = 16;
	size_t i;

	if (a->rows <= 0)
		return;
	draw_textf(a->y + row++, a->x, a->cols, LOOK_NORMAL, _(" Projects %s · beneficiaries %s"),
		   number_int_show(h->projects, p), number_int_show(h->participants, q));
	if (a->rows > 1)
		draw_textf(a->y + row++, a->x, a->cols, LOOK_NORMAL, _(" Assignments %s · done %s"),
			   number_int_show(h->assignments, t),
			   number_int_show(h->assignments_done, d));
	for (i = 0; i < h->n_project_lines && row < a->rows; i++, row++) {
		const struct home_line *l = &h->project_lines[i];

		draw_textf(a->y + row, a->x, a->cols - w, LOOK_DIM, " %s", l->name ? l->name : "");
		draw_text(a->y + row, a->x + a->cols - w + 1, w - 1, LOOK_DIM, l->second);
	}
}

static void draw_villages(const struct home *h, const struct area *a)
{
	int who = a->cols - 42 > 12 ? a->cols - 42 : 0, name = a->cols - who - 22, x = a->x + name;
	size_t i;

	if (!h->n_villages) {
		draw_wrap(a->y, a->x + 1, a->rows, a->cols - 2, LOOK_DIM,
			  _("No village is entered yet."));
		return;
	}
	/* TRANSLATORS: headings of narrow columns: households (6), poor (7), near-poor (8) */
	draw_right(a->y, x, 6, LOOK_DIM, _("Hh."));
	draw_right(a->y, x + 6, 7, LOOK_DIM, _("Poor"));
	draw_right(a->y, x + 13, 8, LOOK_DIM, _("Near-p."));
	if (who)
		draw_text(a->y, x + 23, who - 1, LOOK_DIM, _("Head"));
	for (i = 0; i < h->n_villages && (int)i + 1 < a->rows; i++) {
		const struct home_line *l = &h->villages[i];
		int y = a->y + 1 + (int)i;

		draw_textf(y, a->x, name, LOOK_NORMAL, " %s", l->name ? l->name : "");
		number_at(y, x, 6, LOOK_VALUE, l->n);
		number_at(y, x + 6, 7, l->poor > 0 ? LOOK_ERROR : LOOK_NORMAL, l->poor);
		number_at(y, x + 13, 8, l->near_poor > 0 ? LOOK_DOUBT : LOOK_NORMAL, l->near_poor);
		if (who)
			draw_textf(y, x + 23, who - 1, LOOK_DIM, "%s %s",
				   l->second ? l->second : "", l->third ? l->third : "");
	}
}

/* ---- the whole ---- */

static bool three(const struct home *h)
{
	return draw_cols() >= THREE_COLUMNS && !h->upper;
}

static int left_cols(const struct home *h)
{
	int cols = draw_cols();

	if (three(h))
		return 48;
	if (h->upper && cols >= THREE_COLUMNS)
		return cols - 42;
	return cols * 47 / 80 > 56 ? 56 : cols * 47 / 80;
}

static int right_cols(const struct home *h)
{
	if (!three(h))
		return draw_cols() - left_cols(h);
	return draw_cols() >= 130 ? 46 : 38;
}

static int box_rows(void)
{
	return draw_rows() - 1 - BOTTOM;
}

static int todo_rows(const struct home *h)
{
	int rows = box_rows(), want = (int)h->todo.n + 2, most = rows - 5;

	if (want < rows / 2)
		want = rows / 2;
	return want < most ? want : most;
}

static void draw_left(const struct home *h)
{
	int y = 1, rows = box_rows(), cols = left_cols(h), first, second;
	bool below =
		!three(h) && !h->upper && rows >= 32; /* villages have no column of their own */
	struct area a;

	first = h->upper ? rows - 7 : rows >= 30 ? 9 : rows >= 20 ? 8 : 7;
	if (first > rows - 4)
		first = rows;
	a = frame(y, 0, first, cols, h->upper ? _("Units below") : _("Households"));
	if (h->upper)
		draw_units(h, &a);
	else
		draw_register(h, &a);
	y += first;
	rows -= first;
	if (rows < 4)
		return;
	if (!h->upper) {
		second = rows < 10 ? rows : 6;
		a = frame(y, 0, second, cols, _("Reviews (p: open)"));
		draw_round(h, &a);
		y += second;
		rows -= second;
	}
	if (rows < 3)
		return;
	second = below ? 9 : rows;
	a = frame(y, 0, second, cols, _("Projects, assignments"));
	draw_projects(h, &a);
	y += second;
	rows -= second;
	if (rows >= 4) {
		a = frame(y, 0, rows, cols, _("Villages"));
		draw_villages(h, &a);
	}
}

static void draw_item(const struct home_item *it, const struct area *a, int row, bool selected)
{
	draw_textf(a->y + row, a->x, a->cols, selected ? LOOK_SELECTED : it->look, " %s", it->text);
	if (selected)
		draw_cursor(a->y + row, a->x);
}

/* A list that may be longer than its box: the selected line is in view. */
static void draw_list(const struct home_items *l, const struct area *a, long selected,
		      const char *none)
{
	long top = selected >= a->rows ? selected - a->rows + 1 : 0, i;

	for (i = 0; i < a->rows; i++) {
		if (top + i < (long)l->n)
			draw_item(&l->v[top + i], a, (int)i, top + i == selected);
		else
			draw_blank(a->y + (int)i, a->x, 1, a->cols, LOOK_NORMAL);
	}
	if (!l->n)
		draw_wrap(a->y, a->x + 1, a->rows, a->cols - 2, LOOK_DIM, none);
}

void home_draw_items(struct home *h)
{
	int x = left_cols(h), cols = right_cols(h), first = todo_rows(h);
	struct area todo = { 2, x + 1, first - 2, cols - 2 };
	struct area due = { first + 2, x + 1, box_rows() - first - 2, cols - 2 };
	long at = (long)h->selected;

	draw_list(&h->todo, &todo, at < (long)h->todo.n ? at : -1, _("Nothing waits."));
	draw_list(&h->due, &due, at >= (long)h->todo.n ? at - (long)h->todo.n : -1,
		  _("No day is set."));
}

void home_draw(struct home *h)
{
	int x = left_cols(h), cols = right_cols(h), first = todo_rows(h);
	struct area a;

	draw_left(h);
	draw_frame(1, x, first, cols, _("To do (Enter: open)"));
	draw_frame(1 + first, x, box_rows() - first, cols, _("By when"));
	home_draw_items(h);
	if (three(h)) {
		a = frame(1, x + cols, box_rows(), draw_cols() - x - cols, _("Villages"));
		draw_villages(h, &a);
	}
}
