/* SPDX-License-Identifier: MIT */
/*
 * Lists to choose an answer from: one of many with search as one types, a record of another form,
 * or several at once as boxes to tick.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "text/utf8.h"
#include "ui/dialog.h"

/* "1  Nam", "01  Kinh", "Chủ hộ  (chưa kiểm chứng)": number or code first where it is something
 * to type. */
static char *choice_line(const struct codes *codes, size_t i)
{
	const struct code *c = &codes->v[i];
	const char *label = codes_label(codes, c->code);
	const char *unsure = c->verified ? "" : _("  (not verified)");

	if (codes->n <= 9)
		return xasprintf("%zu  %s%s", i + 1, label, unsure);
	if (strpbrk(c->code, "0123456789"))
		return xasprintf("%-4s %s%s", c->code, label, unsure);
	return xasprintf("%s%s", label, unsure);
}

static long pick_code(struct edit *ed, const char *title, const struct codes *codes,
		      const char *now)
{
	struct strlist lines;
	long at = 0;

	strlist_init(&lines);
	for (size_t i = 0; i < codes->n; i++) {
		strlist_take(&lines, choice_line(codes, i));
		if (str_eq(codes->v[i].code, now))
			at = (long)i;
	}
	at = dialog_pick(ed->app, title, (const char *const *)lines.v, lines.n, at);
	strlist_fini(&lines);
	return at;
}

/* ---- several at once ---- */

struct tick_list {
	size_t *at, n; /* codes that are offered, by their places in the list */
	const struct codes *codes;
	const char *title;
	bool *on;
	bool taken; /* Enter, not Esc Esc */
	struct listbox box;
	int y, x, rows, cols;
};

static size_t tick_count(void *ctx)
{
	const struct tick_list *t = ctx;

	return t->n;
}

static void tick_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	const struct tick_list *t = ctx;
	char *line = choice_line(t->codes, t->at[i]);

	draw_textf(y, x, cols, selected ? LOOK_SELECTED : LOOK_NORMAL, " [%c] %s",
		   t->on[t->at[i]] ? 'x' : ' ', line);
	free(line);
}

static const struct listbox_ops tick_ops = { .draw_row = tick_row, .count = tick_count };

static void tick_draw(struct screen *s, bool part)
{
	struct tick_list *t = s->data;
	int widest = utf8_width(t->title) + 4;

	if (!part) {
		for (size_t i = 0; i < t->n; i++) {
			char *line = choice_line(t->codes, t->at[i]);
			if (utf8_width(line) + 8 > widest)
				widest = utf8_width(line) + 8;
			free(line);
		}
		if (widest < 44)
			widest = 44;
		t->cols = widest + 2 < draw_cols() - 4 ? widest + 2 : draw_cols() - 4;
		t->rows = (int)t->n + 3 < draw_rows() - 4 ? (int)t->n + 3 : draw_rows() - 4;
		t->y = (draw_rows() - t->rows) / 2;
		t->x = (draw_cols() - t->cols) / 2;
		draw_blank(t->y, t->x, t->rows, t->cols, LOOK_BOX);
		draw_frame(t->y, t->x, t->rows, t->cols, t->title);
		draw_text(t->y + t->rows - 2, t->x + 1, t->cols - 2, LOOK_DIM,
			  _(" Space ticks, Enter takes, Esc Esc leaves it"));
		listbox_place(&t->box, t->y + 1, t->x + 1, t->rows - 3, t->cols - 2);
		t->box.dirty = true;
	}
	listbox_draw(&t->box, part);
}

static enum screen_result tick_toggle(struct tick_list *t, size_t i)
{
	if (i >= t->n)
		return SCREEN_HANDLED;
	t->on[t->at[i]] = !t->on[t->at[i]];
	listbox_select(&t->box, i);
	t->box.dirty = true;
	return SCREEN_PART;
}

static enum screen_result tick_key(struct screen *s, const struct key *k)
{
	struct tick_list *t = s->data;

	switch (k->code) {
	case K_ENTER:
		t->taken = true;
		return SCREEN_CLOSE;
	case K_CANCEL:
		return SCREEN_CLOSE;
	case K_TEXT:
		for (size_t i = 0; i < k->len; i++) {
			char c = k->text[i];
			if (c == ' ' || c == 'x')
				tick_toggle(t, t->box.selected);
			else if (c >= '1' && c <= '9' && t->n <= 9)
				tick_toggle(t, (size_t)(c - '1'));
		}
		return SCREEN_PART;
	default:
		return listbox_key(&t->box, k);
	}
}

static const struct keybind tick_keys[] = {
	{ K_ENTER, 1, N_("Take"), N_("Take what is ticked") },
	{ K_CANCEL, 2, N_("Leave"), N_("Leave it as it was") },
	{ 0, 0, NULL, NULL },
};
static const struct screen_ops tick_screen = {
	.name = "ticks",
	.keys = tick_keys,
	.draw = tick_draw,
	.key = tick_key,
	.overlay = true,
};

static bool pick_several(struct edit *ed, const struct field *fd)
{
	const char *now = entry_get(edit_entry(ed), fd, NULL);
	struct tick_list t = { .codes = fd->choices, .title = i18n_pick(fd->label) };
	char *value = NULL;
	bool set = false;

	t.on = xcalloc(fd->choices->n + 1, sizeof(*t.on));
	t.at = xcalloc(fd->choices->n + 1, sizeof(*t.at));
	for (size_t i = 0; i < fd->choices->n; i++) {
		t.on[i] = edit_multi_has(now, fd->choices->v[i].code);
		if (entry_offers(edit_entry(ed), fd, fd->choices->v[i].code))
			t.at[t.n++] = i;
	}
	listbox_init(&t.box, &tick_ops, &t);
	ui_run_modal(ed->app, &tick_screen, &t);
	for (size_t i = 0; i < fd->choices->n; i++) {
		if (!t.on[i])
			continue;
		char *more = edit_multi_toggle(fd->choices, value, fd->choices->v[i].code);
		free(value);
		value = more;
	}
	if (t.taken)
		set = edit_set(ed, fd, NULL, value);
	free(value);
	free(t.at);
	free(t.on);
	return set;
}

/* ---- the current field's list ---- */

const char *edit_parent_of(struct edit *ed, const struct field *fd)
{
	const struct form *own = entry_form(edit_entry(ed)), *form;

	if (forms_get(ed->app->forms, fd->refers, &form, NULL) || !form->parent)
		return NULL;
	for (size_t i = 0; i < own->n_fields; i++)
		if (&own->fields[i] != fd && str_eq(own->fields[i].refers, form->parent->refers))
			return entry_get(edit_entry(ed), &own->fields[i], NULL);
	return NULL;
}

bool edit_pick_record(struct edit *ed, const struct field *fd, const char *query)
{
	struct record_pick ask = { .query = query, .parent = edit_parent_of(ed, fd) };
	struct error e = ERROR_INIT;

	if (forms_get(ed->app->forms, fd->refers, &ask.form, &e)) {
		ui_error(ed->app, &e);
		return false;
	}
	return dialog_pick_record(ed->app, &ask) && edit_set(ed, fd, NULL, ask.id);
}

static bool pick_yesno(struct edit *ed, const struct field *fd)
{
	const char *words[] = { _("Yes"), _("No") };
	long i = dialog_pick(ed->app, i18n_pick(fd->label), words, 2,
			     str_eq(entry_get(edit_entry(ed), fd, NULL), "no"));

	return i >= 0 && edit_set(ed, fd, NULL, i == 0 ? "yes" : "no");
}

bool edit_pick(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	bool set = false;

	if (!it || !edit_writable(ed, it->field, true))
		return false;
	const struct field *fd = it->field;
	const char *code = it->code;
	const struct codes *codes = fd->type == FIELD_ANSWERS ? fd->answer_choices : fd->choices;

	switch (fd->type) {
	case FIELD_CHOICE:
	case FIELD_ANSWERS: {
		const char *title = code ? codes_label(fd->choices, code) : i18n_pick(fd->label);
		long i = pick_code(ed, title, codes, entry_get(edit_entry(ed), fd, code));
		set = i >= 0 && edit_set(ed, fd, code, codes->v[i].code);
		break;
	}
	case FIELD_MULTI:
		set = pick_several(ed, fd);
		break;
	case FIELD_REFERENCE:
		set = edit_pick_record(ed, fd, ed->typing && ed->line_open ? lineedit_text(ed->line.model) : NULL);
		break;
	case FIELD_YESNO:
		set = pick_yesno(ed, fd);
		break;
	default:
		ui_say(ed->app, "%s", _("This field has no list: type the answer."));
		return false;
	}
	if (set)
		edit_line_begin(ed);
	return set;
}
