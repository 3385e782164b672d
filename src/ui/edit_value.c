/* SPDX-License-Identifier: MIT */
/*
 * What is typed in a field, and what becomes of it when the field is left. Nothing is judged
 * letter by letter: text is read when the cursor goes, and what cannot be read stays as it was
 * typed, with the sentence why.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "store/record.h"
#include "store/search.h"
#include "text/number.h"
#include "text/utf8.h"
#include "ui/dialog.h"

/* Is the value typed as it stands, rather than chosen? */
static bool typed(const struct field *fd)
{
	switch (fd->type) {
	case FIELD_TEXT:
	case FIELD_INT:
	case FIELD_MONEY:
	case FIELD_DECIMAL:
	case FIELD_DATE:
		return true;
	default:
		return false;
	}
}

bool edit_writable(struct edit *ed, const struct field *fd, bool say)
{
	const char *why = ed->locked;

	if (!why && fd->compute)
		why = _("This field is computed by the program from the others.");
	if (!why && fd->derived)
		why = _("This field is taken from another form; it changes when that one is "
			"saved.");
	if (!why && fd->by_program)
		why = _("This field is written by the program alone.");
	if (why && say)
		ui_say(ed->app, "%s", why);
	return !why;
}

char *edit_typed_form(struct edit *ed, const struct entry *en, const struct field *fd,
		      const char *code)
{
	const char *v = entry_get(en, fd, code);
	char buf[32];
	struct date d;
	long long n;

	if (!v || !typed(fd))
		return xstrdup("");
	if (fd->type == FIELD_INT && i18n_lang() == LANG_VI) /* 1.329, but a year 2024 */
		return field_show(ed->app->forms, ed->app->book, fd, code, v);
	if (fd->type == FIELD_MONEY && i18n_lang() == LANG_VI && str_int(v, &n))
		return xstrdup(number_int_show(n, buf));
	if (fd->type == FIELD_DATE && date_parse_iso(v, &d))
		return xstrdup(date_human(&d, buf));
	char *s = xstrdup(v);
	if (fd->type == FIELD_DECIMAL) { /* read the Vietnamese way in either language */
		char *dot = strchr(s, '.');
		if (dot)
			*dot = ',';
	}
	return s;
}

void edit_line_end(struct edit *ed)
{
	if (ed->line_open)
		editline_fini(&ed->line);
	ed->line_open = false;
	ed->typing = false;
}

void edit_line_begin(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);

	edit_line_end(ed);
	if (!it || !edit_writable(ed, it->field, false) ||
	    !(typed(it->field) || it->field->type == FIELD_CHOICE ||
	      it->field->type == FIELD_REFERENCE))
		return;
	struct entry *en = edit_entry(ed);
	struct edit_mark *m = edit_mark_find(ed, en, it->field, it->code);
	char *text = edit_typed_form(ed, en, it->field, it->code);

	editline_init(&ed->line, it->field->type == FIELD_TEXT && it->field->width > 0
					 ? (size_t)it->field->width
					 : 0);
	ed->line_open = true;
	ed->typing = m && m->raw && !typed(it->field);
	lineedit_set(ed->line.model, m && m->raw ? m->raw : text);
	free(text);
}

/* ---- reading ---- */

static bool resolve_choice(const struct field *fd, const char *text, const char **code, size_t *n)
{
	const struct code *exact = codes_match(fd->choices, text);
	size_t best;

	*n = edit_choice_match(fd->choices, text, &best, 1);
	if (exact)
		*code = exact->code;
	else if (*n)
		*code = fd->choices->v[best].code;
	else
		return false;
	return true;
}

/* Is the row found one of this record's? */
static bool row_of(struct edit *ed, const struct field *fd, const char *unit, const char *id, const char *parent)
{
	const struct form *form;
	struct record r;
	bool is;

	if (!parent)
		return true;
	if (forms_get(ed->app->forms, fd->refers, &form, NULL) ||
	    record_load_some(ed->app->book, &form->table, unit, id, &form->parent->index, 1, &r, NULL))
		return false;
	is = str_eq(record_get(&r, form->parent->name), parent);
	record_fini(&r);
	return is;
}

/* The one record found by the words typed; the number of them in *n. */
static char *resolve_words(struct edit *ed, const struct field *fd, const char *text, size_t *n,
			   char **shown)
{
	const char *parent = edit_parent_of(ed, fd);
	struct search_hits hits = { 0 };
	struct error e = ERROR_INIT;
	char *id = NULL;

	*n = 0;
	if (search_find(ed->app->book, fd->refers, text, parent ? 200 : 20, &hits, &e) == 0) {
		for (size_t i = 0; i < hits.n; i++) {
			const struct search_hit *h = &hits.v[i];

			if (!str_eq(h->unit, entry_unit(ed->top)) || !row_of(ed, fd, h->unit, h->id, parent))
				continue;
			if ((*n)++ == 0) {
				id = xstrdup(h->id);
				if (shown)
					*shown = form_hit_show(ed->app->forms, ed->app->book, h->form, h->unit, h->id,
							       h->text);
			}
		}
	}
	search_hits_fini(&hits);
	error_clear(&e);
	return id;
}

/* Text to canonical value; 0, or what field_read said. */
static int read_typed(struct edit *ed, const struct field *fd, const char *code, const char *text,
		      char **out, struct error *e)
{
	const char *chosen;
	size_t n;
	int r = field_read(ed->app->forms, ed->app->book, fd, code, text, ENTRY_HUMAN, out, e);

	if (r == 0)
		return 0;
	if (fd->type == FIELD_CHOICE && resolve_choice(fd, text, &chosen, &n)) {
		*out = xstrdup(chosen);
		error_clear(e);
		return 0;
	}
	if (fd->type == FIELD_REFERENCE) {
		char *id = resolve_words(ed, fd, text, &n, NULL);
		if (n == 1) {
			*out = id;
			error_clear(e);
			return 0;
		}
		free(id);
	}
	return r;
}

char *edit_meant(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	const char *code;
	size_t n;

	if (!it || !ed->typing)
		return NULL;
	const char *text = lineedit_text(ed->line.model);
	if (str_empty(text))
		return xstrdup(_("Empty: the answer is taken away when you leave the field."));
	if (it->field->type == FIELD_CHOICE) {
		if (!resolve_choice(it->field, text, &code, &n))
			return xstrdup(_("→ nothing in the list is like this; clear it and press "
					 "Space for the list"));
		const char *label = codes_label(it->field->choices, code);
		return n > 1 ? xasprintf(_("→ %s   (and %zu more)"), label, n - 1)
			     : xasprintf("→ %s", label);
	}
	char *shown = NULL;
	free(resolve_words(ed, it->field, text, &n, &shown));
	char *said =
		n == 0	 ? xstrdup(_("→ nothing found; clear it and press Space for the list"))
		: n == 1 ? xasprintf("→ %s", shown)
			 : xasprintf(_("→ %s   (and %zu more: go on typing, or F4 for the list)"),
				     shown, n - 1);
	free(shown);
	return said;
}

/* ---- keeping ---- */

static bool may_hide(struct edit *ed, const struct field *fd, const char *code,
		     const char *canonical)
{
	struct entry *en = edit_entry(ed);
	struct strlist names;
	struct error e = ERROR_INIT;
	bool go = true;

	strlist_init(&names);
	if (entry_would_hide(en, fd, code, canonical, &names, &e)) {
		ui_error(ed->app, &e);
		go = false;
	} else if (names.n && !ed->quiet) {
		struct str text;
		str_init(&text);
		str_add(&text, _("With this answer these fields are no longer asked:\n"));
		for (size_t i = 0; i < names.n; i++) {
			const char *c = NULL;
			const struct field *hidden = form_field(entry_form(en), names.v[i], &c);
			char *shown = hidden ? entry_show(en, hidden, c) : NULL;
			str_addf(&text, "  %s%s%s\n",
				 !hidden ? names.v[i]
				 : c	 ? codes_label(hidden->choices, c)
					 : i18n_pick(hidden->label),
				 shown ? ": " : "", shown ? shown : "");
			free(shown);
		}
		str_add(&text,
			_("Their answers are kept, but do not count while they are hidden."));
		go = dialog_confirm(ed->app, _("Hide answered fields?"), text.s,
				    _("Yes, hide them"), _("No, leave it as it was"));
		str_fini(&text);
	}
	strlist_fini(&names);
	return go;
}

bool edit_set(struct edit *ed, const struct field *fd, const char *code, const char *canonical)
{
	struct entry *en = edit_entry(ed);
	struct error e = ERROR_INIT;

	if (str_eq(entry_get(en, fd, code), canonical)) {
		struct edit_mark *m = edit_mark_find(ed, en, fd, code);
		if (m && m->raw) {
			edit_mark_raw(ed, en, fd, code, NULL, NULL);
			edit_relayout(ed);
		}
		return true;
	}
	if (!may_hide(ed, fd, code, canonical) || !edit_ready(ed))
		return false;
	edit_place_ahead(ed, fd, code);
	if (entry_set(en, fd, code, canonical, ENTRY_PLAIN, &e)) {
		ui_error(ed->app, &e);
		return false;
	}
	if (ed->row)
		ed->row_fresh = false;
	edit_mark_raw(ed, en, fd, code, NULL, NULL);
	edit_mark_make(ed, en, fd, code);
	ui_saved(ed->app);
	edit_recheck(ed);
	return true;
}

/* Words that several records have: the list of them. *chosen: one was taken. */
static bool choose_among(struct edit *ed, const struct field *fd, const char *text, bool *chosen)
{
	size_t n = 0;

	if (fd->type != FIELD_REFERENCE || ed->quiet || str_empty(text))
		return false;
	free(resolve_words(ed, fd, text, &n, NULL));
	*chosen = n > 1 && edit_pick_record(ed, fd, text);
	return *chosen;
}

static bool keep_typed(struct edit *ed, const struct field *fd, const char *code, const char *text)
{
	struct error e = ERROR_INIT;
	char *canonical = NULL;
	bool go = false;

	if (!edit_ready(ed))
		return false;
	if (read_typed(ed, fd, code, text, &canonical, &e) && !choose_among(ed, fd, text, &go)) {
		char *why = xasprintf("%s%s%s", e.what ? e.what : _("This cannot be read."),
				      str_empty(e.todo) ? "" : " ", e.todo ? e.todo : "");
		edit_mark_raw(ed, edit_entry(ed), fd, code, text, why);
		free(why);
		if (ed->row)
			ed->row_fresh = false;
		edit_relayout(ed);
		go = true;
	} else if (!go) {
		go = edit_set(ed, fd, code, canonical);
		if (!go) /* refused: what stood there stands again */
			edit_line_begin(ed);
	}
	free(canonical);
	error_clear(&e);
	return go;
}

bool edit_leave(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);

	if (!it || ed->locked)
		return true;
	const struct field *fd = it->field;
	const char *code = it->code;
	struct edit_mark *m = edit_mark_find(ed, edit_entry(ed), fd, code);
	bool changed = ed->line_open && (typed(fd) || ed->typing) &&
		       (lineedit_changed(ed->line.model) || (m && m->raw) || !typed(fd));

	if (changed && !keep_typed(ed, fd, code, lineedit_text(ed->line.model)))
		return false;
	if (!edit_mark_find(ed, edit_entry(ed), fd, code)) {
		edit_mark_make(ed, edit_entry(ed), fd, code);
		edit_relayout(ed);
	}
	return true;
}

/* ---- keys ---- */

static enum screen_result typing_key(struct edit *ed, const struct key *k)
{
	const struct edit_item *it = edit_current(ed);

	edit_place_here(ed);
	enum screen_result r = editline_key(&ed->line, k);
	if (r == SCREEN_HANDLED && (k->code == K_TEXT || k->code == K_PASTE) &&
	    it->field->width > 0)
		ui_say(ed->app,
		       P_("The field is full: it takes %d letter.",
			  "The field is full: it takes %d letters.", it->field->width),
		       it->field->width);
	return r;
}

enum screen_result edit_value_key(struct edit *ed, const struct key *k)
{
	struct edit_item *it = edit_current(ed);

	if (!it)
		return SCREEN_IGNORED;
	bool takes_away = k->code == K_BACKSPACE || k->code == K_DELETE;
	if (!edit_writable(ed, it->field, takes_away || k->code == K_PASTE))
		return takes_away || k->code == K_PASTE ? SCREEN_HANDLED : SCREEN_IGNORED;
	if (ed->line_open && (typed(it->field) || ed->typing))
		return typing_key(ed, k);
	if (takes_away) {
		edit_set(ed, it->field, it->code, NULL);
		edit_line_begin(ed);
		return SCREEN_REDRAW;
	}
	if (k->code == K_PASTE && ed->line_open) {
		lineedit_set(ed->line.model, "");
		ed->typing = true;
		typing_key(ed, k);
		return SCREEN_PART;
	}
	return SCREEN_IGNORED;
}

/* One letter for an answer that one letter gives. */
static enum screen_result answer_letter(struct edit *ed, struct edit_item *it, char c)
{
	const struct field *fd = it->field;
	const char *code = it->code;
	const char *now = entry_get(edit_entry(ed), fd, code), *value = NULL;

	if (fd->type == FIELD_YESNO) {
		value = c == ' ' ? (str_eq(now, "yes") ? "no" : "yes") : edit_yesno_key(c);
	} else if (fd->answer_choices && fd->answer_choices->n) {
		const struct codes *answers = fd->answer_choices;
		char *keys = xcalloc(answers->n + 1, 1);
		edit_choice_keys(answers, keys);
		size_t i = edit_choice_by_key(answers, keys, c);
		if (c == ' ')
			for (i = 0; i < answers->n && !str_eq(answers->v[i].code, now); i++)
				;
		if (c == ' ')
			i = i + 1 < answers->n ? i + 1 : 0;
		if (c == '0') /* "not collected" stands last */
			i = answers->n - 1;
		value = i < answers->n ? answers->v[i].code : NULL;
		free(keys);
	}
	if (!value)
		return SCREEN_HANDLED;
	ed->going = (fd->type == FIELD_ANSWERS || ed->host) && c != ' ';
	bool set = edit_set(ed, fd, code, value);
	if (set && ed->going && ed->host) {
		ed->going = 0;
		edit_step(ed, 1);
	} else if (set && ed->going) { /* down the table of indicators, not beyond it */
		const struct edit_item *next =
			ed->item + 1 < ed->layout.n_items ? &ed->layout.item[ed->item + 1] : NULL;
		if (next && next->field == fd)
			edit_put_cursor(ed, ed->item + 1);
	}
	ed->going = 0;
	return SCREEN_REDRAW;
}

/* The code a digit stands for where the list has no more than ten: 1 … 9, and 0 for the tenth. */
static const char *code_by_digit(const struct codes *codes, char c)
{
	size_t i = c == '0' ? 9 : (size_t)(c - '1');

	return c >= '0' && c <= '9' && codes->n <= 10 && i < codes->n ? codes->v[i].code : NULL;
}

/* Sheet entry: a digit is a whole answer of a choice, or ticks one of several. */
static bool quick_digit(struct edit *ed, struct edit_item *it, char c)
{
	const struct field *fd = it->field;
	const char *code;
	char *value;

	if (!ed->host || ed->typing || (fd->type != FIELD_CHOICE && fd->type != FIELD_MULTI))
		return false;
	code = code_by_digit(fd->choices, c);
	if (!code)
		return false;
	if (fd->type == FIELD_MULTI) {
		value = edit_multi_toggle(fd->choices, entry_get(edit_entry(ed), fd, NULL), code);
		edit_set(ed, fd, NULL, value);
		free(value);
		return true;
	}
	ed->going = 1;
	bool set = edit_set(ed, fd, NULL, code);
	ed->going = 0;
	if (set)
		edit_step(ed, 1);
	return true;
}

enum screen_result edit_value_text(struct edit *ed, const char *text, size_t n, size_t *used)
{
	struct edit_item *it = edit_current(ed);
	int cols;

	*used = n;
	if (!it)
		return SCREEN_IGNORED;
	if (!edit_writable(ed, it->field, true))
		return SCREEN_HANDLED;
	if (quick_digit(ed, it, text[0])) {
		*used = 1;
		return SCREEN_REDRAW;
	}
	if (typed(it->field) || (ed->line_open && (ed->typing || text[0] != ' '))) {
		struct key k = { K_TEXT, text, n };
		if (!typed(it->field) && !ed->typing) {
			lineedit_set(ed->line.model, "");
			ed->typing = true;
		}
		typing_key(ed, &k);
		return SCREEN_PART;
	}
	*used = utf8_advance(text, n, &cols);
	if (it->field->type == FIELD_YESNO || it->field->type == FIELD_ANSWERS)
		return *used == 1 ? answer_letter(ed, it, text[0]) : SCREEN_HANDLED;
	if (edit_pick(ed))
		edit_step(ed, 1);
	return SCREEN_REDRAW;
}
