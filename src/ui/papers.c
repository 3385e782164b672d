/* SPDX-License-Identifier: MIT */
/*
 * Papers: which one, and for which round, village, household or decision. Opened from home for the newest round, or from a
 * record, then for that one.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "report/paper.h"
#include "store/list.h"
#include "text/utf8.h"
#include "text/viet.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/papers.h"
#include "ui/screens.h"

#define LABEL_COLS 27
#define STATE_COLS 24
#define FILE_NAME_MAX 60

struct papers_view {
	struct app *app;
	struct papers *all;
	const struct paper **shown; /* those that can be made for what was given */
	size_t n;
	struct listbox box;
	char *of[PAPER_OF_N]; /* chosen, or NULL */
};

enum action { ACT_VIEW = 1, ACT_WRITE, ACT_ALL, ACT_CHOOSE /* … + enum paper_of */ };

static const struct keybind papers_keys[] = {
	{ K_ENTER, ACT_VIEW, N_("View"), N_("See the paper filled in") },
	{ K_CHAR('w'), ACT_WRITE, N_("Write"), N_("Write it to a folder or a stick, to be printed") },
	{ K_CHAR('r'), ACT_CHOOSE + PAPER_ROUND, N_("Round"), N_("Choose the round") },
	{ K_CHAR('v'), ACT_CHOOSE + PAPER_VILLAGE, N_("Village"), N_("Choose the village") },
	{ K_CHAR('h'), ACT_CHOOSE + PAPER_HOUSEHOLD, N_("Household"), N_("Choose the household") },
	{ K_CHAR('d'), ACT_CHOOSE + PAPER_DECISION, N_("Decision"), N_("Choose the decision") },
	{ K_CHAR('a'), ACT_ALL, N_("All"), N_("For all villages and households again") },
	{ 0, 0, NULL, NULL },
};

/* ---- what it is made for ---- */

static const struct form *form_of(struct papers_view *v, int of)
{
	const struct form *form = NULL;

	return forms_get(v->app->forms, paper_of_names[of], &form, NULL) ? NULL : form;
}

/* The choice with what is taken where nothing was chosen; the ids made here are kept in `newest`. */
static struct paper_choice complete(struct papers_view *v, const struct paper *p, char *newest[PAPER_OF_N])
{
	struct paper_choice c = { .officer = v->app->officer };

	for (int i = 0; i < PAPER_OF_N; i++) {
		newest[i] = NULL;
		c.of[i] = p->takes >> i & 1 ? v->of[i] : NULL;
	}
	for (int i = 0; i < PAPER_OF_N; i++)
		if ((p->wants >> i & 1) && !c.of[i])
			c.of[i] = newest[i] = paper_newest(v->app->book, (enum paper_of)i, &c);
	return c;
}

static char *record_words(struct papers_view *v, int of, const char *id)
{
	const struct form *form = form_of(v, of);

	return form && id ? form_key_show(v->app->forms, v->app->book, form, book_unit_id(v->app->book), id) : NULL;
}

/* "certificate_118-qd-ubnd": letters that every file system takes; caller frees. */
static char *file_name(struct papers_view *v, const struct paper *p)
{
	struct str s;
	size_t n;

	str_init(&s);
	str_add(&s, p->id);
	for (int i = 0; i < PAPER_OF_N; i++) {
		char *words = p->takes >> i & 1 ? record_words(v, i, v->of[i]) : NULL, *folded = words ? viet_fold(words) : NULL;

		if (folded)
			str_addf(&s, "_%s", folded);
		free(folded);
		free(words);
	}
	n = s.len < FILE_NAME_MAX ? s.len : FILE_NAME_MAX;
	s.s[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", s.s[i]))
			s.s[i] = '-';
	return str_take(&s);
}

static struct doc *make(struct papers_view *v, const struct paper *p, char **notes)
{
	char *newest[PAPER_OF_N];
	struct paper_choice c = complete(v, p, newest);
	struct error e = ERROR_INIT;
	struct doc *d = NULL;
	struct date day;

	if (paper_make(p, v->app->forms, v->app->book, &c, &d, &e))
		ui_error(v->app, &e);
	day = paper_day(v->app->book, &c);
	*notes = paper_notes(p, &day);
	for (int i = 0; i < PAPER_OF_N; i++)
		free(newest[i]);
	return d;
}

static void print(struct papers_view *v, bool view)
{
	const struct paper *p = v->box.selected < v->n ? v->shown[v->box.selected] : NULL;
	char *notes = NULL, *file;
	struct doc *d = p ? make(v, p, &notes) : NULL;

	if (d) {
		file = file_name(v, p);
		if (view)
			screen_paper_view(v->app, d, notes, file);
		else
			paper_write(v->app, d, file);
		if (!view)
			doc_free(d);
		free(file);
	}
	free(notes);
}

/* ---- choosing ---- */

struct rows {
	struct strlist ids, lines;
	struct papers_view *v;
	const struct form *form;
};

static int take_row(void *ctx, const struct list_row *row)
{
	struct rows *r = ctx;
	char *text = form_key_show(r->v->app->forms, r->v->app->book, r->form, row->unit, row->id);

	strlist_add(&r->ids, row->id);
	strlist_take(&r->lines, text ? text : xstrdup(""));
	return 0;
}

/* One of the own records, or all of them (the first line). */
static bool choose_line(struct papers_view *v, int of, const char *all)
{
	struct rows r = { .v = v, .form = form_of(v, of) };
	struct list_filter own = { "_unit", book_unit_id(v->app->book) };
	struct error e = ERROR_INIT;
	long at = -1, was = 0;

	if (!r.form)
		return false;
	strlist_init(&r.ids);
	strlist_init(&r.lines);
	strlist_add(&r.ids, "");
	strlist_add(&r.lines, all);
	if (list_each(v->app->book, &(struct list_query){ .table = &r.form->table, .sort = r.form->n_sorts ? 1 : 0,
							  .descending = of != PAPER_VILLAGE, .filters = &own,
							  .n_filters = 1 },
		      take_row, &r, &e))
		ui_error(v->app, &e);
	for (size_t i = 1; i < r.ids.n; i++)
		if (str_eq(r.ids.v[i], v->of[of]))
			was = (long)i;
	at = dialog_pick(v->app, i18n_pick(r.form->title), (const char *const *)r.lines.v, r.lines.n, was);
	if (at >= 0)
		set_string(&v->of[of], at ? r.ids.v[at] : NULL);
	strlist_fini(&r.ids);
	strlist_fini(&r.lines);
	return at >= 0;
}

static void choose(struct papers_view *v, int of)
{
	struct record_pick ask = { .form = form_of(v, of) };

	if (of == PAPER_HOUSEHOLD) {
		if (ask.form && dialog_pick_record(v->app, &ask))
			set_string(&v->of[of], ask.id);
	} else if (choose_line(v, of, of == PAPER_VILLAGE ? _("(all)") : _("(the newest)")) && of == PAPER_ROUND) {
		set_string(&v->of[PAPER_DECISION], NULL);
	}
	/* A meeting or request belongs to what it was chosen with. */
	for (int i = PAPER_REQUEST; i < PAPER_OF_N; i++)
		set_string(&v->of[i], NULL);
}

/* ---- drawing ---- */

static size_t papers_count(void *ctx)
{
	return ((struct papers_view *)ctx)->n;
}

static void papers_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct papers_view *v = ctx;
	const struct paper *p = v->shown[i];
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	struct date today = book_today(v->app->book);
	bool over = p->to.year && date_cmp(&today, &p->to) > 0;
	int state = cols > 60 ? STATE_COLS : 0;
	char buf[11];

	(void)x;
	draw_blank(y, 0, 1, cols, look);
	draw_textf(y, 0, cols - state, look, "   %s%s%s%s", i18n_pick((const char *const[2]){ p->title[0], p->title[1] }),
		   p->number ? " (" : "", p->number ? p->number : "", p->number ? ")" : "");
	if (state && over)
		draw_textf(y, cols - state, state, selected ? look : LOOK_ERROR, _("in force until %s"),
			   date_human(&p->to, buf));
	else if (state && !p->verified)
		draw_text(y, cols - state, state, selected ? look : LOOK_DIM, _("wording not verified"));
}

static const struct listbox_ops box_ops = { .draw_row = papers_row, .count = papers_count };

static void choice_line(int y, const char *label, const char *value, enum look look)
{
	draw_textf(y, 0, LABEL_COLS, LOOK_LABEL, " %s", label);
	draw_text(y, LABEL_COLS, draw_cols() - LABEL_COLS, look, value);
}

/* What is taken where nothing was chosen. */
static void draw_open(struct papers_view *v, const struct form *form, int of, int y)
{
	const struct paper_choice c = { .of = { [PAPER_ROUND] = v->of[PAPER_ROUND], [PAPER_HOUSEHOLD] = v->of[PAPER_HOUSEHOLD] } };
	char *id = paper_newest(v->app->book, (enum paper_of)of, &c), *words = id ? record_words(v, of, id) : NULL, *text;

	text = words ? xasprintf(_("%s (the newest)"), words) :
		       xstrdup(of == PAPER_ROUND || of == PAPER_DECISION ? _("(none yet)") : _("(all)"));
	choice_line(y, i18n_pick(form->title), text, LOOK_DIM);
	free(text);
	free(words);
	free(id);
}

static int draw_choice(struct papers_view *v)
{
	int y = 1;

	for (int i = 0; i < PAPER_OF_N; i++) {
		const struct form *form = form_of(v, i);
		char *words = form && v->of[i] ? record_words(v, i, v->of[i]) : NULL;

		if (words)
			choice_line(y++, i18n_pick(form->title), words, LOOK_VALUE);
		else if (form && i <= PAPER_DECISION)
			draw_open(v, form, i, y++);
		free(words);
	}
	return y + 1;
}

static void papers_draw(struct screen *s, bool part)
{
	struct papers_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols(), y;

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		y = draw_choice(v);
		listbox_place(&v->box, y, 0, rows - 3 - y, cols);
		listbox_changed(&v->box);
		if (!v->n)
			draw_text(y, 3, cols - 4, LOOK_DIM, _("There is no paper for this kind of record."));
	}
	listbox_draw(&v->box, part);
	draw_blank(rows - 3, 0, 1, cols, LOOK_NORMAL);
	if (v->box.selected < v->n)
		draw_textf(rows - 3, 0, cols, LOOK_DIM, _(" Source: %s"), v->shown[v->box.selected]->source);
	draw_no_cursor();
}

/* ---- the screen ---- */

static enum screen_result papers_key(struct screen *s, const struct key *k)
{
	struct papers_view *v = s->data;
	int action = keybind_find(papers_keys, k);

	switch (action) {
	case 0:
		return listbox_key(&v->box, k);
	case ACT_VIEW:
	case ACT_WRITE:
		print(v, action == ACT_VIEW);
		break;
	case ACT_ALL:
		for (int i = 0; i < PAPER_OF_N; i++)
			if (i != PAPER_ROUND && i != PAPER_DECISION)
				set_string(&v->of[i], NULL);
		break;
	default:
		choose(v, action - ACT_CHOOSE);
	}
	return SCREEN_REDRAW;
}

static char *papers_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Papers"));
}

static void papers_close(struct screen *s)
{
	struct papers_view *v = s->data;

	for (int i = 0; i < PAPER_OF_N; i++)
		free(v->of[i]);
	papers_free(v->all);
	free(v->shown);
	free(v);
	s->data = NULL;
}

static const struct screen_ops papers_ops = {
	.name = "papers",
	.keys = papers_keys,
	.draw = papers_draw,
	.key = papers_key,
	.title = papers_title,
	.close = papers_close,
};

static void load(struct papers_view *v, unsigned of)
{
	struct complaints bad;

	complaints_init(&bad);
	v->all = papers_load_all(&bad);
	v->shown = xcalloc(papers_n(v->all) + 1, sizeof(struct paper *));
	for (size_t i = 0; i < papers_n(v->all); i++)
		if (!of || (papers_at(v->all, i)->takes & of))
			v->shown[v->n++] = papers_at(v->all, i);
	if (bad.n) {
		char *text = complaint_text(&bad.v[0]);

		ui_say(v->app, "%s", text);
		free(text);
	}
	complaints_fini(&bad);
}

static unsigned of_form(const char *form)
{
	for (int i = 0; form && i < PAPER_OF_N; i++)
		if (!strcmp(paper_of_names[i], form))
			return 1u << i;
	return 0;
}

bool screen_papers_of(const char *form)
{
	return of_form(form) || str_eq(form, "review");
}

void screen_papers(struct app *app, const char *form, const char *id)
{
	struct papers_view *v = xcalloc(1, sizeof(*v));
	struct error e = ERROR_INIT;

	v->app = app;
	listbox_init(&v->box, &box_ops, v);
	load(v, id ? str_eq(form, "review") ? 1u << PAPER_HOUSEHOLD : of_form(form) : 0);
	if (id && paper_choose_record(app->forms, app->book, form, id, v->of, &e))
		ui_error(app, &e);
	if (!v->of[PAPER_ROUND] && !v->of[PAPER_DECISION] && !v->of[PAPER_HOUSEHOLD])
		v->of[PAPER_ROUND] = paper_newest(app->book, PAPER_ROUND, &(struct paper_choice){ .officer = NULL });
	ui_push(app, &papers_ops, v);
}
