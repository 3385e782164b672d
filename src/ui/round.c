/* SPDX-License-Identifier: MIT */
/*
 * A round on one screen: its seven steps, each village with how many households got that far, what to do next. Every step's list is one
 * key away.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/round.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "form/round_lock.h"
#include "store/record.h"
#include "text/number.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/screens.h"

enum action {
	ACT_SHEETS = 1,
	ACT_MAKE,
	ACT_OUT,
	ACT_IN,
	ACT_MEETING,
	ACT_CLOSE,
	ACT_CERTIFICATES,
	ACT_RECEIVED,
	ACT_STAGE,
	ACT_EDIT,
	ACT_PAPERS,
	ACT_MORE,
	ACT_RELOAD,
	ACT_LIST, /* … + index in step_lists */
};

/* The papers of the steps, in their order. */
static const struct {
	char key;
	const char *form, *label;
} step_lists[] = {
	/* TRANSLATORS: the papers of a round, on one line of 78 columns together with their keys */
	{ 'p', "review", N_("Sheets") },	{ 'd', "request", N_("Requests") },   { 'h', "meeting", N_("Meetings") },
	{ 'n', "posting", N_("Postings") },	{ 'k', "complaint", N_("Complaints") }, { 'y', "opinion", N_("Opinion") },
	{ 'q', "decision", N_("Decision") },	{ 'g', "certificate", N_("Certif.") },
};
#define N_LISTS (sizeof(step_lists) / sizeof(*step_lists))

static const struct keybind round_keys[] = {
	{ K_ENTER, ACT_SHEETS, N_("Enter sheets"), N_("Enter the sheets of this village") },
	{ K_CHAR('a'), ACT_MORE, N_("Do …"), N_("All that is done for a round: list, sheets, meeting, closing, certificates") },
	{ K_CHAR('l'), ACT_MAKE, N_("Make list"), N_("Make the list to review, with sheet numbers; again: add what is missing") },
	{ K_CHAR('o'), ACT_OUT, N_("Out"), N_("Mark this village's sheets as handed out") },
	{ K_CHAR('i'), ACT_IN, N_("Came in"), N_("Mark this village's sheets as back") },
	{ K_CHAR('m'), ACT_MEETING, NULL, N_("A meeting of this village, with a line for each household reviewed") },
	{ K_CHAR('c'), ACT_CLOSE, NULL, N_("Close the list of a decision") },
	{ K_CHAR('b'), ACT_CERTIFICATES, NULL, N_("Make the certificates of a closed list") },
	{ K_CHAR('r'), ACT_RECEIVED, NULL, N_("The households of this village received their certificates") },
	{ K_CHAR('s'), ACT_STAGE, NULL, N_("Say which step the round is at") },
	{ K_CHAR('e'), ACT_EDIT, N_("Round"), N_("The round's own record: dates, standard, stage") },
	{ K_CHAR('v'), ACT_PAPERS, N_("Papers"), N_("Papers to print for this round") },
	{ K_CHAR('p'), ACT_LIST + 0, NULL, N_("Reviews of this round") },
	{ K_CHAR('d'), ACT_LIST + 1, NULL, N_("Requests") },
	{ K_CHAR('h'), ACT_LIST + 2, NULL, N_("Village meetings") },
	{ K_CHAR('n'), ACT_LIST + 3, NULL, N_("Postings") },
	{ K_CHAR('k'), ACT_LIST + 4, NULL, N_("Complaints and re-checks") },
	{ K_CHAR('y'), ACT_LIST + 5, NULL, N_("Opinion of the level above") },
	{ K_CHAR('q'), ACT_LIST + 6, NULL, N_("Decisions") },
	{ K_CHAR('g'), ACT_LIST + 7, NULL, N_("Certificates") },
	{ K_CTRL('r'), ACT_RELOAD, NULL, N_("Read the list anew") },
	{ 0, 0, NULL, NULL },
};

/* ---- reading ---- */

static char *shown(struct round_view *v, const struct form *form, const char *field, const char *value)
{
	const struct field *fd = form_field(form, field, NULL);

	return fd ? field_show(v->app->forms, v->app->book, fd, NULL, value) : xstrdup("");
}

static char *days_words(struct round_view *v, const struct form *form, const struct record *r)
{
	char *from = shown(v, form, "start_date", record_get(r, "start_date")),
	     *to = shown(v, form, "end_date", record_get(r, "end_date"));
	struct date end, today = book_today(v->app->book);
	long left = -1;
	struct str b;

	str_init(&b);
	if (*from || *to)
		str_addf(&b, "%s - %s", from, to);
	if (record_get(r, "end_date") && date_parse_iso(record_get(r, "end_date"), &end)) {
		end = date_last(&end);
		left = date_days(&end) - date_days(&today);
	}
	if (left >= 0)
		str_addf(&b, P_(" · %ld day left", " · %ld days left", (unsigned long)left), left);
	free(from);
	free(to);
	return str_take(&b);
}

static void take_stage(struct round_view *v, const char *code)
{
	const struct codes *codes = code_lists_get(forms_codes(v->app->forms), "round_stage", NULL);

	v->n_stages = codes ? codes->n : 0;
	v->stage_at = 0;
	for (size_t i = 0; i < v->n_stages; i++)
		if (str_eq(codes->v[i].code, code))
			v->stage_at = i;
	set_string(&v->stage, code);
}

static bool read_round(struct round_view *v)
{
	struct error e = ERROR_INIT;
	const struct form *form;
	struct record r;

	if (forms_get(v->app->forms, "round", &form, &e) ||
	    record_load(v->app->book, &form->table, NULL, v->id, &r, &e)) {
		ui_error(v->app, &e);
		return false;
	}
	set_string(&v->name, record_get(&r, "name") ? record_get(&r, "name") : record_get(&r, "code"));
	free(v->standard);
	v->standard = shown(v, form, "standard", record_get(&r, "standard"));
	free(v->days);
	v->days = days_words(v, form, &r);
	v->opening = str_eq(record_get(&r, "opening"), "yes");
	take_stage(v, record_get(&r, "stage"));
	record_fini(&r);
	return true;
}

bool round_load(struct round_view *v)
{
	struct error e = ERROR_INIT;

	if (!read_round(v))
		return false;
	progress_fini(&v->p);
	if (progress_make(v->app->forms, v->app->book, v->id, &v->p, &e)) {
		ui_error(v->app, &e);
		return false;
	}
	listbox_changed(&v->box);
	return true;
}

const struct progress_line *round_line(const struct round_view *v)
{
	return v->box.selected < v->p.n ? &v->p.v[v->box.selected] : NULL;
}

/* ---- drawing ---- */

#define BAR_CELL 8 /* of a figure's bar, where there is room */
#define WIDE 116

/* Columns of each figure, under its heading. */
static const int cells[PROGRESS_STEPS] = { 7, 6, 6, 6, 6, 9, 10 };
#define CELLS 50

/* The figure the bar of a narrow screen shows: that of the step the round is at. */
static enum progress_step bar_step(const struct round_view *v)
{
	static const struct {
		const char *stage;
		enum progress_step step;
	} of[] = { { "listing", PROGRESS_BACK },   { "reviewing", PROGRESS_ENTERED }, { "meeting", PROGRESS_MET },
		   { "posting", PROGRESS_POSTED }, { "opinion", PROGRESS_POSTED } };

	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++)
		if (str_eq(of[i].stage, v->stage))
			return of[i].step;
	return PROGRESS_DECIDED;
}

static int name_cols(int cols)
{
	return cols >= WIDE ? cols - 2 - CELLS - (PROGRESS_STEPS - 1) * BAR_CELL : 16;
}

static void draw_figures(struct round_view *v, const struct progress_line *l, const char *name, int y, int cols,
			 enum look look)
{
	bool wide = cols >= WIDE;
	int x = 1 + name_cols(cols);
	char n[32];

	draw_blank(y, 0, 1, cols, look);
	draw_text(y, 1, name_cols(cols) - 1, look, name);
	for (int s = 0; s < PROGRESS_STEPS; s++) {
		draw_right(y, x, cells[s], look == LOOK_NORMAL && l->n[s] == 0 ? LOOK_DIM : look,
			   number_int_show(l->n[s], n));
		x += cells[s];
		if (wide && s > 0) {
			draw_bar(y, x + 1, BAR_CELL - 2, look == LOOK_NORMAL ? LOOK_GOOD : look, (long long)l->n[s],
				 (long long)l->n[0]);
			x += BAR_CELL;
		}
	}
	if (!wide)
		draw_bar(y, x + 1, cols - x - 2, look == LOOK_NORMAL ? LOOK_GOOD : look, (long long)l->n[bar_step(v)],
			 (long long)l->n[0]);
}

static void draw_heads(struct round_view *v, int y, int cols)
{
	bool wide = cols >= WIDE;
	int x = 1 + name_cols(cols);

	draw_blank(y, 0, 1, cols, LOOK_TITLE);
	draw_text(y, 1, name_cols(cols) - 1, LOOK_TITLE, _("Village"));
	for (int s = 0; s < PROGRESS_STEPS; s++) {
		const char *words = progress_step_words((enum progress_step)s);

		draw_right(y, x + 1, cells[s] - 1, LOOK_TITLE, words);
		x += cells[s] + (wide && s > 0 ? BAR_CELL : 0);
	}
	if (!wide)
		draw_text(y, x + 1, cols - x - 1, LOOK_TITLE, progress_step_words(bar_step(v)));
}

static void draw_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct round_view *v = ctx;
	const struct progress_line *l = &v->p.v[i];

	(void)x;
	draw_figures(v, l, l->village ? l->name : _("(no village)"), y, cols, selected ? LOOK_SELECTED : LOOK_NORMAL);
}

static size_t row_count(void *ctx)
{
	const struct round_view *v = ctx;

	return v->p.n;
}

static const struct listbox_ops round_ops = { .draw_row = draw_row, .count = row_count };

/* The seven states of a round; the one it is at stands out. */
static void draw_stages(const struct round_view *v, int y, int cols)
{
	static const char *const words[] = {
		/* TRANSLATORS: the seven states of a round in one line of 78 columns, with three columns between them */
		N_("Listing"), N_("Review"), N_("Meetings"), N_("Posting"), N_("Opinion"), N_("Recognised"), N_("Reported"),
	};
	int x = 1;

	draw_blank(y, 0, 1, cols, LOOK_NORMAL);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words) && x < cols; i++) {
		if (i)
			x += draw_text(y, x, cols - x, LOOK_DIM, " › ");
		x += draw_text(y, x, cols - x,
			       i == v->stage_at	 ? LOOK_SELECTED
			       : i < v->stage_at ? LOOK_GOOD
						 : LOOK_DIM,
			       _(words[i]));
	}
}

static void draw_lists(int y, int cols)
{
	int x = 1;

	draw_blank(y, 0, 1, cols, LOOK_NORMAL);
	for (size_t i = 0; i < N_LISTS && x < cols; i++) {
		x += draw_textf(y, x, cols - x, LOOK_KEY, "%c", step_lists[i].key) + 1;
		x += draw_text(y, x, cols - x, LOOK_NORMAL, _(step_lists[i].label)) + 2;
	}
}

/* "vắng nhà: 3", where there are any. */
static void add_note(struct str *b, int64_t n, const char *what)
{
	if (n > 0)
		str_addf(b, "%s%s: %lld", b->len ? " · " : "", what, (long long)n);
}

/* What stands out in the village selected, or in all of them. */
static void draw_notes(struct round_view *v, int y, int cols)
{
	const struct progress_line *l = round_line(v);
	struct str b;

	draw_blank(y, 0, 1, cols, LOOK_NORMAL);
	if (!l)
		l = &v->p.sum;
	str_init(&b);
	add_note(&b, l->n[PROGRESS_BACK] - l->n[PROGRESS_ENTERED], _("came in, not entered"));
	add_note(&b, l->absent, _("nobody at home"));
	add_note(&b, l->incomplete, _("not complete"));
	add_note(&b, l->again, _("to meet again"));
	add_note(&b, l->certificates, _("certificates"));
	add_note(&b, l->received, _("received"));
	if (b.len)
		draw_textf(y, 0, cols, LOOK_DOUBT, " %s: %s", l->village ? l->name : _("In all"), b.s);
	str_fini(&b);
}

static void draw(struct screen *s, bool part)
{
	struct round_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_stages(v, 1, cols);
		draw_textf(2, 0, cols, LOOK_DIM, " %s%s%s", v->days, *v->days ? " · " : "", v->standard);
		draw_heads(v, 4, cols);
		listbox_place(&v->box, 5, 0, rows - 10, cols);
		listbox_changed(&v->box);
		draw_figures(v, &v->p.sum, _("In all"), rows - 4, cols, LOOK_TITLE);
		draw_lists(rows - 2, cols);
		if (!v->p.n)
			draw_wrap(6, 2, 2, cols - 4, LOOK_DIM,
				  v->opening ? _("This round takes over an old list: there is nothing to review in it.")
					     : _("No sheets yet: l makes the list to review."));
	}
	listbox_draw(&v->box, part);
	draw_notes(v, rows - 3, cols);
}

/* ---- keys ---- */

static enum screen_result act(struct round_view *v, int action);

/* What is done, in the order of an autumn, for those who do not know the keys by heart. */
static enum screen_result choose_action(struct round_view *v)
{
	static const int actions[] = { ACT_MAKE,  ACT_OUT,	    ACT_IN,	  ACT_SHEETS, ACT_MEETING,
				       ACT_CLOSE, ACT_CERTIFICATES, ACT_RECEIVED, ACT_PAPERS, ACT_STAGE };
	const char *labels[sizeof(actions) / sizeof(*actions)];
	const struct progress_line *l = round_line(v);
	int i;

	for (size_t k = 0; k < sizeof(actions) / sizeof(*actions); k++)
		for (const struct keybind *b = round_keys; b->code; b++)
			if (b->action == actions[k])
				labels[k] = _(b->help);
	i = dialog_choose(v->app, l ? l->name : v->name, NULL, labels, sizeof(actions) / sizeof(*actions), 0);
	return i < 0 ? SCREEN_REDRAW : act(v, actions[i]);
}

static enum screen_result act(struct round_view *v, int action)
{
	bool changed = false;

	switch (action) {
	case ACT_SHEETS:
		round_sheets(v);
		return SCREEN_REDRAW;
	case ACT_MORE:
		return choose_action(v);
	case ACT_MAKE:
		changed = round_make_list(v);
		break;
	case ACT_OUT:
	case ACT_IN:
		changed = round_mark(v, action == ACT_IN);
		break;
	case ACT_MEETING:
		changed = round_meeting(v);
		break;
	case ACT_CLOSE:
		changed = round_close(v);
		break;
	case ACT_CERTIFICATES:
		changed = round_certificates(v);
		break;
	case ACT_RECEIVED:
		changed = round_received(v);
		break;
	case ACT_STAGE:
		changed = round_set_stage(v);
		break;
	case ACT_EDIT:
		round_edit(v);
		return SCREEN_HANDLED;
	case ACT_PAPERS:
		screen_papers(v->app, "round", v->id);
		return SCREEN_HANDLED;
	case ACT_RELOAD:
		changed = true;
		break;
	default:
		if (action < ACT_LIST)
			return SCREEN_IGNORED;
		round_open_list(v, step_lists[action - ACT_LIST].form);
		return SCREEN_HANDLED;
	}
	if (changed)
		round_load(v);
	return SCREEN_REDRAW;
}

static enum screen_result key(struct screen *s, const struct key *k)
{
	struct round_view *v = s->data;
	int action = keybind_find(round_keys, k);

	if (action)
		return act(v, action);
	return listbox_key(&v->box, k);
}

static void back(struct screen *s)
{
	round_load(s->data);
}

static char *title(struct screen *s)
{
	const struct round_view *v = s->data;

	return xstrdup(v->name ? v->name : "");
}

static void close_round(struct screen *s)
{
	struct round_view *v = s->data;

	progress_fini(&v->p);
	free(v->id);
	free(v->name);
	free(v->standard);
	free(v->days);
	free(v->stage);
	free(v);
	s->data = NULL;
}

static const struct screen_ops round_screen = {
	.name = "round",
	.keys = round_keys,
	.draw = draw,
	.key = key,
	.back = back,
	.title = title,
	.close = close_round,
};

void screen_round(struct app *app, const char *id)
{
	struct round_view *v = xcalloc(1, sizeof(*v));
	struct screen s = { .data = v };
	char *lock = NULL;

	v->app = app;
	v->id = xstrdup(id);
	listbox_init(&v->box, &round_ops, v);
	if (!round_load(v)) {
		close_round(&s);
		return;
	}
	ui_push(app, &round_screen, v);
	if (!round_locked(app->forms, app->book, NULL, v->id, &lock, NULL) && lock)
		ui_say(app, "%s", lock);
	free(lock);
}
