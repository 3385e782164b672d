/* SPDX-License-Identifier: MIT */
/*
 * The difference drawn: a line per field, before → after, with the remark it answers and the one
 * being written beside it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/states.h"
#include "text/number.h"
#include "ui/decide.h"
#include "ui/diff.h"
#include "ui/draw.h"
#include "ui/words.h"

#define FOOT_ROWS 3

const char *diff_rank_words(int rank)
{
	switch ((enum diff_rank)rank) {
	case DIFF_RANK_LOCKED:
		return _("Changed after the lock");
	case DIFF_RANK_CLASS:
		return _("Class changes");
	case DIFF_RANK_ERROR:
		return _("Errors and faults");
	case DIFF_RANK_REASON:
		return _("Reasons given");
	case DIFF_RANK_REST:
	default:
		return _("The rest");
	}
}

const char *diff_kind_sign(enum diff_kind kind)
{
	switch (kind) {
	case DIFF_ADDED:
		return "+";
	case DIFF_CHANGED:
		return "~";
	case DIFF_GONE:
		return "-";
	case DIFF_FAULT:
		break;
	}
	return "!";
}

static enum look kind_look(enum diff_kind kind)
{
	switch (kind) {
	case DIFF_ADDED:
		return LOOK_GOOD;
	case DIFF_CHANGED:
		return LOOK_HINT;
	case DIFF_GONE:
		return LOOK_DOUBT;
	case DIFF_FAULT:
		break;
	}
	return LOOK_ERROR;
}

static const char *label(const struct diff_cell *c)
{
	if (c->fd)
		return c->code ? codes_label(c->fd->choices, c->code) : i18n_pick(c->fd->label);
	if (!c->name)
		return c->kind == DIFF_FAULT ? _("Fault") : _("The record");
	return strcmp(c->name, "_state") ? c->name : _("State");
}

/* "before → after", or the one there is. */
static char *change(struct diff_view *v, const struct diff_cell *c)
{
	char *before = diff_rows_show(v->rows, c, c->before),
	     *after = diff_rows_show(v->rows, c, c->after), *text;

	if (!c->name || (!c->before && !c->after))
		text = xstrdup("");
	else if (c->kind == DIFF_CHANGED)
		text = xasprintf("%s → %s", *before ? before : _("(empty)"),
				 *after ? after : _("(empty)"));
	else
		text = xstrdup(*after ? after : before);
	free(before);
	free(after);
	return text;
}

static char *record_words(struct diff_view *v, uint32_t record)
{
	const struct form *form = diff_rows_form(v->rows, record);

	return xasprintf("%s: %s",
			 form ? i18n_pick(form->title) : diff_rows_form_name(v->rows, record),
			 diff_rows_key(v->rows, record));
}

static char *answered_words(const struct diff_view *v, const char *id)
{
	const struct remark *r = diff_view_remark(v, id);
	char *at = words_moment(r ? r->at : NULL), *text;

	text = r ? xasprintf(_("answers: %s (%s, %.10s)"), r->text, r->who ? r->who : "-", at)
		 : xstrdup(_("answers a remark"));
	free(at);
	return text;
}

/* ---- rows ---- */

static size_t row_count(void *ctx)
{
	const struct diff_view *v = ctx;

	return diff_rows_count(v->rows);
}

static void draw_record(struct diff_view *v, const struct diff_row *row, int y, int x, int cols,
			bool selected)
{
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	enum diff_kind kind = diff_rows_kind(v->rows, row->record);
	size_t n = diff_rows_lines(v->rows, row->record);
	char *text = record_words(v, row->record);
	int used = 4;

	draw_textf(y, x, 4, selected ? look : kind_look(kind), "  %s", diff_kind_sign(kind));
	used += draw_text(y, x + used, cols - used, selected ? look : LOOK_VALUE, text);
	if (n && !diff_rows_is_open(v->rows, row->record))
		draw_textf(y, x + used, cols - used, selected ? look : LOOK_DIM,
			   P_("  … %zu field", "  … %zu fields", n), n);
	free(text);
}

static void draw_line(struct diff_view *v, const struct diff_row *row, int y, int x, int cols,
		      bool selected)
{
	struct diff_cell c = diff_rows_cell(v->rows, row->line);
	enum look look = LOOK_SELECTED;
	int label_cols = cols * 7 / 16 > 44 ? 44 : cols * 7 / 16;
	char *text = change(v, &c);
	struct str b;

	if (!selected)
		look = c.kind == DIFF_FAULT		  ? LOOK_ERROR
		       : str_eq(c.name, "classification") ? LOOK_VALUE
							  : LOOK_NORMAL;
	str_init(&b);
	str_add(&b, text);
	if (c.reason)
		str_addf(&b, "%s%s", b.len ? " · " : "", c.reason);
	draw_textf(y, x, label_cols, look, "     %s", label(&c));
	draw_textf(y, x + label_cols, cols - label_cols, look, " %s", b.s);
	str_fini(&b);
	free(text);
}

static void diff_row_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct diff_view *v = ctx;
	const struct diff_row *row = diff_rows_at(v->rows, i);
	char *text, n[32];

	draw_blank(y, x, 1, cols, selected ? LOOK_SELECTED : LOOK_NORMAL);
	switch ((enum diff_row_kind)row->kind) {
	case DIFF_ROW_RANK:
		draw_textf(y, x, cols, selected ? LOOK_SELECTED : LOOK_TITLE, " %s (%s)",
			   diff_rank_words(row->rank),
			   number_int_show((long long)diff_rows_in_rank(v->rows, row->rank), n));
		break;
	case DIFF_ROW_RECORD:
		draw_record(v, row, y, x, cols, selected);
		break;
	case DIFF_ROW_LINE:
		draw_line(v, row, y, x, cols, selected);
		break;
	case DIFF_ROW_ANSWERED:
		text = answered_words(v, diff_rows_cell(v->rows, row->line).answers);
		draw_textf(y, x, cols, selected ? LOOK_SELECTED : LOOK_GOOD, "       » %s", text);
		free(text);
		break;
	case DIFF_ROW_REMARK:
		draw_textf(y, x, cols, selected ? LOOK_SELECTED : LOOK_DOUBT, "       » %s %s",
			   _("Your remark:"), diff_remarks_at(v->rows, row->remark)->text);
		break;
	}
}

const struct listbox_ops diff_list_ops = { .draw_row = diff_row_draw, .count = row_count };

/* ---- the whole of a row ---- */

static void add_cell(struct diff_view *v, const struct diff_cell *c, struct str *b)
{
	char *text = change(v, c);

	str_addf(b, "\n%s: %s", label(c), text);
	if (c->reason)
		str_addf(b, "\n%s %s", c->kind == DIFF_FAULT ? "!" : _("Reason:"), c->reason);
	if (c->answers) {
		char *words = answered_words(v, c->answers);

		str_addf(b, "\n» %s", words);
		free(words);
	}
	free(text);
}

char *diff_row_words(struct diff_view *v, const struct diff_row *row)
{
	struct str b;
	char *record;

	str_init(&b);
	if (row->kind == DIFF_ROW_RANK)
		return str_take(&b);
	record = record_words(v, row->record);
	str_add(&b, record);
	free(record);
	if (row->line != DIFF_NONE) {
		struct diff_cell c = diff_rows_cell(v->rows, row->line);

		add_cell(v, &c, &b);
	}
	if (row->remark != DIFF_NONE) {
		const struct diff_remark *r = diff_remarks_at(v->rows, row->remark);

		str_addf(&b, "\n%s %s%s%s", _("Your remark:"),
			 r->field ? words_field(v->app, diff_rows_form_name(v->rows, row->record),
						r->field)
				  : "",
			 r->field ? ": " : "", r->text);
	}
	return str_take(&b);
}

/* ---- the frame ---- */

static void draw_head(struct diff_view *v, int cols)
{
	char *sum = decide_sum_words(&v->sum), *made = words_moment(v->item.head.made_on);

	draw_textf(1, 0, cols, LOOK_TITLE, _(" %s · bundle %lld · %s · made %s · %s%s%s"),
		   v->item.head.unit_name, (long long)v->item.head.number,
		   words_duty(v->app, v->item.head.duty), made, state_words(v->item.state),
		   v->item.late ? " · " : "", v->item.late ? _("late") : "");
	draw_textf(2, 0, cols, v->sum.faults ? LOOK_ERROR : LOOK_BAR, " %s", sum);
	free(sum);
	free(made);
}

static void add_filter(struct diff_view *v, struct str *b)
{
	const struct diff_filter *f = diff_rows_filter(v->rows);

	if (f->rank >= 0)
		str_addf(b, " · %s", diff_rank_words(f->rank));
	if (f->kind >= 0)
		str_addf(b, " · %s",
			 f->kind == DIFF_ADDED	? _("only new")
			 : f->kind == DIFF_GONE ? _("only gone")
						: _("only changed"));
	if (f->answered)
		str_addf(b, " · %s", _("only remarks answered"));
	if (f->remarked)
		str_addf(b, " · %s", _("only with my remarks"));
	if (f->search)
		str_addf(b, " · /%s", f->search);
}

static void draw_standing(struct diff_view *v, int y, int cols)
{
	size_t mine = diff_remarks_count(v->rows);
	struct str b;

	str_init(&b);
	if (mine)
		str_addf(&b, P_("%zu remark written", "%zu remarks written", mine), mine);
	else
		str_add(&b, _("no remark written"));
	if (v->not_answered)
		str_addf(&b,
			 P_(" · %zu earlier remark not answered",
			    " · %zu earlier remarks not answered", v->not_answered),
			 v->not_answered);
	add_filter(v, &b);
	draw_textf(y, 0, cols, LOOK_BAR, " %s", b.s);
	str_fini(&b);
}

static void draw_foot(struct diff_view *v, int y, int cols)
{
	char *text;

	draw_blank(y, 0, FOOT_ROWS, cols, LOOK_NORMAL);
	if (v->box.selected >= diff_rows_count(v->rows))
		return;
	text = diff_row_words(v, diff_rows_at(v->rows, v->box.selected));
	draw_wrap(y, 1, FOOT_ROWS, cols - 2, LOOK_DIM, text);
	free(text);
}

void diff_view_draw(struct diff_view *v, bool part)
{
	int rows = draw_rows(), cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_head(v, cols);
		if (!diff_rows_count(v->rows))
			draw_text(4, 2, cols - 4, LOOK_DIM,
				  diff_rows_records(v->rows)
					  ? _("Nothing passes the filter; 0 shows all.")
					  : _("Nothing differs from what was accepted."));
		listbox_place(&v->box, 3, 0, rows - 5 - FOOT_ROWS, cols);
		listbox_changed(&v->box);
		draw_standing(v, rows - 2, cols);
	}
	listbox_draw(&v->box, part);
	draw_foot(v, rows - 2 - FOOT_ROWS, cols);
}
