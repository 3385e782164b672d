/* SPDX-License-Identifier: MIT */
/*
 * "Cần chỉnh sửa": what the level above wants corrected, each one key from its field. In a book
 * with units below also the remarks it has made itself, with what became of them; a new one can
 * be put on a record that was accepted.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "store/record.h"
#include "sync/peer.h"
#include "sync/remark.h"
#include "sync/states.h"
#include "ui/decide.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/screens.h"
#include "ui/words.h"

struct remark_view {
	struct app *app;
	struct remarks all;
	struct peers below; /* for the units' names */
	size_t *shown;
	char **key; /* of each remark's record; made when first drawn */
	size_t n;
	bool closed; /* closed ones too */
	struct listbox box;
};

enum action { ACT_OPEN = 1, ACT_TEXT, ACT_NEW, ACT_CLOSED };

static const struct keybind remark_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Open"), N_("Open the record at this field") },
	{ K_CHAR(' '), ACT_TEXT, N_("Whole text"), N_("The whole remark") },
	{ K_TAB, ACT_CLOSED, N_("Open/all"), N_("Only what is open, or closed remarks too") },
	{ 0, 0, NULL, NULL },
};
static const struct keybind upper_keys[] = {
	/* of a book with units below */
	{ K_ENTER, ACT_OPEN, N_("Open"), N_("Open the record at this field") },
	{ K_CHAR(' '), ACT_TEXT, N_("Whole text"), N_("The whole remark") },
	{ K_CHAR('n'), ACT_NEW, N_("New"),
	  N_("Put a remark on a record of a unit below that was accepted") },
	{ K_TAB, ACT_CLOSED, N_("Open/all"), N_("Only what is open, or closed remarks too") },
	{ 0, 0, NULL, NULL },
};

static void forget(struct remark_view *v)
{
	for (size_t i = 0; v->key && i < v->all.n; i++)
		free(v->key[i]);
	free(v->key);
	free(v->shown);
	remarks_fini(&v->all);
	peers_fini(&v->below);
	v->key = NULL;
	v->shown = NULL;
	v->n = 0;
}

static bool is_own(const struct remark_view *v, const struct remark *r)
{
	return str_eq(r->unit, book_unit_id(v->app->book));
}

/* Own ones first, open before answered before closed; the newest first among the same. */
static int weight(const struct remark_view *v, const struct remark *r)
{
	return (is_own(v, r) ? 0 : 10) + (str_eq(r->state, "open")	 ? 0
					  : str_eq(r->state, "answered") ? 1
									 : 2);
}

static void load(struct remark_view *v)
{
	struct error e = ERROR_INIT;
	int rc;

	forget(v);
	/* What was changed since answers a remark: the list must not lag behind the officer's
	 * work. */
	rc = book_writable(v->app->book) ? remark_mark_answered(v->app->forms, v->app->book, &e)
					 : 0;
	if (!rc)
		rc = remark_list(v->app->book, NULL, !v->closed, &v->all, &e);
	if (!rc)
		rc = peer_list(v->app->book, false, &v->below, &e);
	if (rc)
		ui_error(v->app, &e);
	v->shown = xcalloc(v->all.n + 1, sizeof(*v->shown));
	v->key = xcalloc(v->all.n + 1, sizeof(*v->key));
	for (int w = 0; w < 13; w++)
		for (size_t i = v->all.n; i-- > 0;)
			if (weight(v, &v->all.v[i]) == w)
				v->shown[v->n++] = i;
	listbox_changed(&v->box);
}

static const struct remark *current(const struct remark_view *v)
{
	return v->box.selected < v->n ? &v->all.v[v->shown[v->box.selected]] : NULL;
}

static const char *unit_name(const struct remark_view *v, const struct remark *r)
{
	for (size_t i = 0; i < v->below.n; i++)
		if (v->below.v[i].in_force && str_eq(v->below.v[i].unit_id, r->unit))
			return v->below.v[i].name;
	return "";
}

/* ---- drawing ---- */

static size_t remark_count(void *ctx)
{
	const struct remark_view *v = ctx;

	return v->n;
}

struct columns {
	int state, key, field, text;
};

static struct columns columns_for(int cols)
{
	struct columns c = { 12, cols * 32 / 100, cols * 22 / 100, 0 };

	c.text = cols - c.state - c.key - c.field;
	return c;
}

static void draw_cells(int y, int cols, enum look look, enum look state_look,
		       const char *const cell[4])
{
	struct columns c = columns_for(cols);

	draw_blank(y, 0, 1, cols, look);
	draw_textf(y, 0, c.state - 1, state_look, " %s", cell[0]);
	draw_text(y, c.state, c.key - 1, look, cell[1]);
	draw_text(y, c.state + c.key, c.field - 1, look, cell[2]);
	draw_text(y, c.state + c.key + c.field, c.text, look, cell[3]);
}

static const char *key_of(struct remark_view *v, size_t at)
{
	const struct remark *r = &v->all.v[at];
	char *record;

	if (!v->key[at]) {
		record = words_record(v->app, r->form, r->unit, r->id);
		v->key[at] = is_own(v, r) ? xstrdup(record)
					  : xasprintf("%s: %s", unit_name(v, r), record);
		free(record);
	}
	return v->key[at];
}

static void remark_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct remark_view *v = ctx;
	const struct remark *r = &v->all.v[v->shown[i]];
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	const char *const cells[4] = { state_words(r->state), key_of(v, v->shown[i]),
				       r->field ? words_field(v->app, r->form, r->field)
						: _("(the record)"),
				       r->text };

	(void)x;
	draw_cells(y, cols, look, selected ? look : words_state_look(r->state), cells);
}

static const struct listbox_ops remark_ops = { .draw_row = remark_row, .count = remark_count };

static char *remark_words(struct remark_view *v, const struct remark *r)
{
	char *at = words_moment(r->at), *text;

	text = xasprintf("%s%s%s\n» %s\n(%s, %s) %s", key_of(v, (size_t)(r - v->all.v)),
			 r->field ? " · " : "",
			 r->field ? words_field(v->app, r->form, r->field) : "", r->text,
			 r->who ? r->who : "-", at, state_words(r->state));
	free(at);
	return text;
}

static void remarks_draw(struct screen *s, bool part)
{
	struct remark_view *v = s->data;
	const char *const heads[4] = { _("State"), _("Record"), _("Field"), _("Remark") };
	int rows = draw_rows(), cols = draw_cols();
	char *text;

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_cells(1, cols, LOOK_TITLE, LOOK_TITLE, heads);
		if (!v->n)
			draw_text(3, 2, cols - 4, LOOK_GOOD,
				  v->closed ? _("There are no remarks.")
					    : _("Nothing is to be corrected."));
		listbox_place(&v->box, 2, 0, rows - 7, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
	draw_blank(rows - 5, 0, 4, cols, LOOK_NORMAL);
	if (current(v)) {
		text = remark_words(v, current(v));
		draw_wrap(rows - 5, 1, 3, cols - 2, LOOK_DIM, text);
		free(text);
	}
}

/* ---- a new one, on an accepted record ---- */

static const struct form *choose_form(struct remark_view *v)
{
	const char *const *names = forms_names(v->app->forms);
	const struct form **forms;
	const char **titles;
	size_t n = 0, all = 0;
	int i;

	while (names[all])
		all++;
	forms = xcalloc(all + 1, sizeof(*forms));
	titles = xcalloc(all + 1, sizeof(*titles));
	for (; *names; names++)
		if (forms_get(v->app->forms, *names, &forms[n], NULL) == 0 && forms[n]->exchanged) {
			titles[n] = i18n_pick(forms[n]->plural);
			n++;
		}
	i = dialog_choose(v->app, _("A remark on"), NULL, titles, n, 0);
	const struct form *form = i < 0 ? NULL : forms[i];
	free(forms);
	free(titles);
	return form;
}

/* False: left. *field NULL: the record as a whole. */
static bool choose_field(struct remark_view *v, const struct form *form, const char **field)
{
	const char **labels = xcalloc(form->n_fields + 1, sizeof(*labels));
	const struct field **fields = xcalloc(form->n_fields + 1, sizeof(const struct field *));
	size_t n = 1;
	long i;

	labels[0] = _("(the record)");
	for (size_t k = 0; k < form->n_fields; k++)
		if (!form->fields[k].hidden && &form->fields[k] != form->parent) {
			fields[n] = &form->fields[k];
			labels[n++] = i18n_pick(form->fields[k].label);
		}
	i = dialog_pick(v->app, _("On which field?"), labels, n, 0);
	*field = i > 0 ? fields[i]->name : NULL;
	free(fields);
	free(labels);
	return i >= 0;
}

static void add(struct remark_view *v, const struct form *form, const char *unit, const char *id,
		const char *field)
{
	struct error e = ERROR_INIT;
	char *record = words_record(v->app, form->name, unit, id);
	char *about = field ? xasprintf("%s\n%s", record, words_field(v->app, form->name, field))
			    : xstrdup(record);
	char *text = dialog_prompt(v->app, _("New remark"), about, NULL, false);
	const struct remark_new r = { form->name, id, field, text };

	if (!str_empty(text)) {
		if (remark_add(v->app->forms, v->app->book, unit, &r, NULL, v->app->officer, &e)) {
			ui_error(v->app, &e);
		} else {
			ui_saved(v->app);
			ui_say(v->app, "%s",
			       _("Written. It goes down with the next reply to that unit (inbox, "
				 "key y)."));
			load(v);
		}
	}
	free(text);
	free(about);
	free(record);
}

static void new_remark(struct remark_view *v)
{
	struct record_pick ask = { NULL };
	const char *field;

	if (!decide_ready(v->app) || !(ask.form = choose_form(v)) || !dialog_pick_record(v->app, &ask))
		return;
	if (str_eq(ask.unit, book_unit_id(v->app->book)))
		ui_say(v->app, "%s",
		       _("That record is this book's own; remarks are for units below."));
	else if (choose_field(v, ask.form, &field))
		add(v, ask.form, ask.unit, ask.id, field);
}

/* ---- keys ---- */

static void open_record(struct remark_view *v, const struct remark *r)
{
	const struct form *form;
	struct error e = ERROR_INIT;

	if (forms_get(v->app->forms, r->form, &form, &e))
		ui_error(v->app, &e);
	else
		screen_edit(v->app, form, r->unit, r->id, r->field);
}

static enum screen_result remarks_key(struct screen *s, const struct key *k)
{
	struct remark_view *v = s->data;
	const struct remark *r = current(v);
	char *text;

	switch (keybind_find(s->ops->keys, k)) {
	case ACT_OPEN:
		if (r)
			open_record(v, r);
		return SCREEN_HANDLED;
	case ACT_TEXT:
		if (r) {
			text = remark_words(v, r);
			dialog_text(v->app, _("Remark"), text);
			free(text);
		}
		return SCREEN_HANDLED;
	case ACT_NEW:
		new_remark(v);
		return SCREEN_REDRAW;
	case ACT_CLOSED:
		v->closed = !v->closed;
		load(v);
		return SCREEN_REDRAW;
	default:
		return listbox_key(&v->box, k);
	}
}

static void remarks_back(struct screen *s)
{
	load(s->data);
}

static char *remarks_title(struct screen *s)
{
	const struct remark_view *v = s->data;

	return xasprintf("%s (%zu)", v->closed ? _("All remarks") : _("To be corrected"), v->n);
}

static void remarks_close(struct screen *s)
{
	struct remark_view *v = s->data;

	forget(v);
	free(v);
	s->data = NULL;
}

static const struct screen_ops remarks_screen = {
	.name = "remarks",
	.keys = remark_keys,
	.draw = remarks_draw,
	.key = remarks_key,
	.back = remarks_back,
	.title = remarks_title,
	.close = remarks_close,
};
static const struct screen_ops upper_screen = {
	.name = "remarks",
	.keys = upper_keys,
	.draw = remarks_draw,
	.key = remarks_key,
	.back = remarks_back,
	.title = remarks_title,
	.close = remarks_close,
};

void screen_remarks(struct app *app)
{
	struct remark_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	listbox_init(&v->box, &remark_ops, v);
	load(v);
	ui_push(app, v->below.n ? &upper_screen : &remarks_screen, v);
}
