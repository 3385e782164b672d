/* SPDX-License-Identifier: MIT */
/* One list for every form: a window on its records, found, narrowed, sorted, opened. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "sync/remark.h"
#include "text/number.h"
#include "ui/browse_impl.h"
#include "ui/dialog.h"
#include "ui/screens.h"

#define LIST_Y 3

enum {
	BROWSE_OPEN = 1,
	BROWSE_NEW,
	BROWSE_FIND,
	BROWSE_FILTER,
	BROWSE_SORT,
	BROWSE_HISTORY,
	BROWSE_REMOVE,
	BROWSE_PAPERS,
	BROWSE_PROBLEMS,
	BROWSE_LISTS,
	BROWSE_RELOAD,
	BROWSE_MOVEMENT,
	BROWSE_INCOME,
	BROWSE_CLOSING,
	BROWSE_END_FIND,
};

/* clang-format off: two tables that differ in what people have more */
#define OPEN_KEY { K_ENTER, BROWSE_OPEN, N_("Open"), N_("Open the record") }
#define OTHER_KEYS                                                                                                  \
	{ K_CHAR('n'), BROWSE_NEW, N_("New"), N_("Enter a new record") },                                           \
	{ K_F(7), BROWSE_NEW, NULL, N_("Enter a new record") },                                                     \
	{ K_INSERT, BROWSE_NEW, NULL, N_("Enter a new record") },                                                   \
	{ K_CHAR('/'), BROWSE_FIND, N_("Find"), N_("Find as you type, with or without accents") },                  \
	{ K_F(3), BROWSE_FIND, NULL, N_("Find as you type, with or without accents") },                             \
	{ K_CHAR('f'), BROWSE_FILTER, N_("Filter"), N_("Show only some of the records") },                          \
	{ K_F(4), BROWSE_FILTER, NULL, N_("Show only some of the records") },                                       \
	{ K_CHAR('s'), BROWSE_SORT, N_("Sort"), N_("Sort in another way") },                                        \
	{ K_F(5), BROWSE_SORT, NULL, N_("Sort in another way") },                                                   \
	{ K_CHAR('h'), BROWSE_HISTORY, N_("History"), N_("Who changed what in this record, and when") },            \
	{ K_F(6), BROWSE_HISTORY, NULL, N_("Who changed what in this record, and when") },                          \
	{ K_CHAR('x'), BROWSE_REMOVE, N_("Remove"), N_("Remove a record entered by mistake") },                     \
	{ K_F(8), BROWSE_REMOVE, NULL, N_("Remove a record entered by mistake") },                                  \
	{ K_DELETE, BROWSE_REMOVE, NULL, N_("Remove a record entered by mistake") },                                \
	{ K_CHAR('v'), BROWSE_PAPERS, NULL, N_("Papers to print for this record") },                                 \
	{ K_CHAR('9'), BROWSE_PROBLEMS, N_("Check"), N_("What is wrong or asks for a reason in these records") },   \
	{ K_F(9), BROWSE_PROBLEMS, NULL, N_("What is wrong or asks for a reason in these records") },               \
	{ K_TAB, BROWSE_LISTS, N_("Lists"), N_("Another list: villages, changes, totals of a year …") },            \
	{ K_CTRL('r'), BROWSE_RELOAD, NULL, N_("Read the list anew") },                                             \
	{ 0, 0, NULL, NULL }
/* clang-format on */

static const struct keybind browse_keys[] = { OPEN_KEY, OTHER_KEYS };
/* Of households and their members. */
static const struct keybind people_keys[] = {
	OPEN_KEY,
	{ K_CHAR('b'), BROWSE_MOVEMENT, N_("What happened"),
	  N_("Birth, death, moving, split, join, new head: the whole of it in one step") },
	{ K_ALT('b'), BROWSE_MOVEMENT, NULL,
	  N_("Birth, death, moving, split, join, new head: the whole of it in one step") },
	{ K_CHAR('t'), BROWSE_INCOME, NULL,
	  N_("Income of 12 months: average living standard, low-income worker") },
	{ K_ALT('t'), BROWSE_INCOME, NULL,
	  N_("Income of 12 months: average living standard, low-income worker") },
	OTHER_KEYS,
};

/* Of decisions. */
static const struct keybind decision_keys[] = {
	OPEN_KEY,
	{ K_CHAR('c'), BROWSE_CLOSING, N_("Close the list"), N_("What this decision's list would be, what stands in the way; close it") },
	{ K_ALT('c'), BROWSE_CLOSING, NULL, N_("What this decision's list would be, what stands in the way; close it") },
	OTHER_KEYS,
};

static void place(struct browse *b)
{
	listbox_place(&b->list, LIST_Y, 0, draw_rows() - 1 - LIST_Y, draw_cols());
}

/* "12/1.329" */
static void draw_position(struct browse *b, int y)
{
	char at[32] = "-", of[32] = "…", *text;

	if (!b->n && b->total < 0)
		b->total = 0;
	if (b->total >= 0)
		number_int_show(b->total, of);
	if (!b->n)
		number_int_show(0, at);
	else if (b->first >= 0)
		number_int_show(b->first + (int64_t)b->list.selected + 1, at);
	text = xasprintf("%s/%s", at, of);
	draw_right(y, draw_cols() - 20, 19, LOOK_VALUE, text);
	free(text);
}

static void draw_info(struct browse *b)
{
	int cols = draw_cols() - 21, w;
	struct str s;
	char *filters;
	size_t i;

	if (b->searching) {
		w = draw_textf(1, 1, cols, LOOK_DIM, "%s ", _("Find:")) + 1;
		editline_place(&b->line, 1, w, cols - w);
		editline_draw(&b->line, LOOK_CURSOR);
		return;
	}
	str_init(&s);
	filters = browse_filter_text(b);
	if (*filters)
		str_addf(&s, "%s · ", filters);
	free(filters);
	if (b->sort) {
		const struct form_sort *sort = &b->form->sorts[b->sort - 1];

		str_addf(&s, "%s ", b->descending ? _("sorted down by") : _("sorted by"));
		for (i = 0; i < sort->n; i++)
			str_addf(&s, "%s%s", i ? ", " : "", i18n_pick(sort->field[i]->label));
	} else {
		str_add(&s, _("in the order of making"));
	}
	/* TRANSLATORS: what the marks before the rows mean; dropped where there is no room */
	str_addf(&s, " · %s", _("! not complete  * remark"));
	draw_text(1, 1, cols, LOOK_DIM, s.s);
	str_fini(&s);
}

static void draw_empty(struct browse *b)
{
	const char *text;

	if (b->n)
		return;
	if (b->searching)
		text = _("Nothing found. Fewer letters find more; accents need not be typed.");
	else if (b->n_filters)
		text = _("No record passes the filter. f changes it.");
	else
		text = _("Nothing here yet. n enters the first record.");
	draw_blank(LIST_Y, 0, b->list.rows, draw_cols(), LOOK_NORMAL);
	draw_wrap(LIST_Y + 1, 2, 3, draw_cols() - 4, LOOK_DIM, text);
}

static void browse_draw(struct screen *s, bool part)
{
	struct browse *b = s->data;

	if (!part) {
		place(b);
		browse_layout(b);
		browse_draw_heading(b, 2);
	}
	listbox_draw(&b->list, part);
	if (!b->n)
		draw_empty(b);
	if (!part || b->searching)
		draw_info(b);
	draw_position(b, 1);
}

static const struct list_row *selected(struct browse *b)
{
	return b->list.selected < b->n ? &b->rows[b->list.selected].row : NULL;
}

static bool may_write(struct browse *b)
{
	if (!book_writable(b->app->book)) {
		ui_say(b->app, "%s", _("The book is open for reading only."));
		return false;
	}
	if (!form_owned_by(b->form, book_level(b->app->book))) {
		ui_say(b->app, "%s",
		       _("These records are entered by the units below; here they come with their "
			 "bundles."));
		return false;
	}
	if (b->form->by_program) {
		ui_say(b->app, "%s", _("The program alone writes these records; here they can be read."));
		return false;
	}
	return app_need_officer(b->app);
}

static enum screen_result open_row(struct browse *b)
{
	const struct list_row *row = selected(b);

	if (!row)
		return SCREEN_HANDLED;
	if (book_writable(b->app->book) && !app_need_officer(b->app))
		return SCREEN_PART;
	if (!strcmp(b->form->name, "round") && str_eq(row->unit, book_unit_id(b->app->book)))
		screen_round(b->app, row->id); /* e there opens the record */
	else
		screen_edit(b->app, b->form, row->unit, row->id, NULL);
	return SCREEN_HANDLED;
}

/* A new record answers as the list is filtered (this round, this village), else it would not appear among them. */
static enum screen_result new_row(struct browse *b)
{
	struct error e = ERROR_INIT;
	struct entry *en;

	if (!may_write(b))
		return SCREEN_PART;
	if (b->form->parent || !b->n_filters) {
		screen_edit(b->app, b->form, NULL, NULL, NULL);
		return SCREEN_PART;
	}
	if (entry_new(&en, b->app->forms, b->app->book, b->form, NULL, &e)) {
		ui_error(b->app, &e);
		return SCREEN_PART;
	}
	for (size_t i = 0; i < b->n_filters; i++) {
		const struct field *fd = form_field(b->form, b->filters[i].field, NULL);

		if (fd && b->filters[i].value)
			entry_preset(en, fd, b->filters[i].value);
	}
	entry_refresh(en, NULL);
	screen_edit_new(b->app, en, NULL);
	return SCREEN_PART;
}

/* "its 5 members": rosters go with their record. */
static void say_rows(struct browse *b, const char *id, struct str *out)
{
	for (size_t i = 0; i < b->form->n_rosters; i++) {
		const struct form *form;
		struct list_filter of = { NULL, id };
		struct list_query q = { .filters = &of, .n_filters = 1 };
		int64_t n = 0;

		if (forms_get(b->app->forms, b->form->rosters[i], &form, NULL))
			continue;
		q.table = &form->table;
		of.field = form->parent->name;
		if (!list_total(b->app->book, &q, &n, NULL) && n > 0)
			str_addf(out, _("\nWith it go, for good: %s, %lld."), i18n_pick(form->plural), (long long)n);
	}
}

static enum screen_result remove_row(struct browse *b)
{
	const struct list_row *row = selected(b);
	struct error e = ERROR_INIT;
	struct str rows;
	char *key, *text, *reason;

	if (!row || !may_write(b))
		return SCREEN_PART;
	if (!str_eq(row->unit, book_unit_id(b->app->book))) {
		ui_say(b->app, "%s", _("This record belongs to another unit."));
		return SCREEN_PART;
	}
	key = form_key_show(b->app->forms, b->app->book, b->form, row->unit, row->id);
	str_init(&rows);
	say_rows(b, row->id, &rows);
	text = xasprintf(_("%s%s\n\nRemoving is for what was entered by mistake. Someone who died or "
			   "moved away is entered "
			   "as a change instead. Why is it removed?"),
			 key ? key : row->id, rows.len ? rows.s : "");
	str_fini(&rows);
	reason = dialog_prompt(b->app, _("Remove this record"), text, "", false);
	free(text);
	if (reason && str_empty(str_trim(reason))) {
		ui_say(b->app, "%s", _("Not removed: a reason is needed."));
	} else if (reason) {
		if (entry_remove(b->app->forms, b->app->book, b->form, row->id, str_trim(reason),
				 b->app->officer, &e)) {
			ui_error(b->app, &e);
		} else {
			ui_saved(b->app);
			ui_say(b->app, _("Removed: %s"), key ? key : "");
			browse_reload(b);
		}
	}
	free(reason);
	free(key);
	return SCREEN_REDRAW;
}

static void next_sort(struct browse *b)
{
	if (b->sort && !b->descending) {
		b->descending = true;
	} else {
		b->descending = false;
		b->sort = b->sort < (int)b->form->n_sorts ? b->sort + 1 : 0;
	}
	browse_load(b);
}

/* While the search line is open letters are letters, and the key line says so. */
static const struct keybind search_keys[] = {
	{ K_ENTER, BROWSE_OPEN, N_("Open"), N_("Open the record") },
	{ K_F(7), BROWSE_NEW, N_("New"), N_("Enter a new record") },
	{ K_F(4), BROWSE_FILTER, N_("Filter"), N_("Show only some of the records") },
	{ K_F(6), BROWSE_HISTORY, N_("History"), N_("Who changed what in this record, and when") },
	{ K_F(8), BROWSE_REMOVE, NULL, N_("Remove a record entered by mistake") },
	{ K_ALT('b'), BROWSE_MOVEMENT, NULL,
	  N_("Of a household: birth, death, moving, split, join, new head in one step") },
	{ K_F(9), BROWSE_PROBLEMS, NULL,
	  N_("What is wrong or asks for a reason in these records") },
	{ K_CANCEL, BROWSE_END_FIND, N_("End the search"), N_("Show the whole list again") },
	{ K_F(3), BROWSE_END_FIND, NULL, N_("Show the whole list again") },
	{ K_F(10), BROWSE_END_FIND, NULL, N_("Show the whole list again") },
	{ 0, 0, NULL, NULL },
};
static const struct screen_ops search_ops;
static const struct screen_ops *ops_of(const struct browse *b);

/* Who keeps the register has the guided steps. */
static bool of_people(const struct browse *b)
{
	return form_owned_by(b->form, book_level(b->app->book)) &&
	       (!strcmp(b->form->name, "household") || !strcmp(b->form->name, "member"));
}

static enum screen_result open_papers(struct app *app, const struct browse *b, const struct list_row *row)
{
	if (!screen_papers_of(b->form->name))
		ui_say(app, "%s", _("There is no paper for this kind of record."));
	else if (row && str_eq(row->unit, book_unit_id(app->book)))
		screen_papers(app, b->form->name, row->id);
	else if (row)
		ui_say(app, "%s", _("Papers are printed by the unit that the record belongs to."));
	return SCREEN_HANDLED;
}

static enum screen_result open_search(struct screen *s, struct browse *b)
{
	b->searching = true;
	s->ops = &search_ops;
	return SCREEN_REDRAW;
}

static enum screen_result close_search(struct screen *s, struct browse *b)
{
	b->searching = false;
	s->ops = ops_of(b);
	lineedit_set(b->line.model, "");
	browse_search(b, "");
	return SCREEN_REDRAW;
}

/* What one does with the household, or with the member's household; *member: his id, or NULL. Caller frees *household. False: nothing
 * of that here. */
static bool people_here(struct browse *b, char **household, const char **member)
{
	const struct list_row *row = selected(b);

	*household = NULL;
	*member = NULL;
	if (!of_people(b))
		return false;
	if (row && !str_eq(row->unit, book_unit_id(b->app->book))) {
		ui_say(b->app, "%s", _("This record belongs to another unit."));
		return false;
	}
	if (row && strcmp(b->form->name, "member") != 0) {
		*household = xstrdup(row->id);
	} else if (row) {
		*member = row->id;
		db_get_text(book_db(b->app->book), household, NULL, "SELECT household FROM member WHERE id=? AND _unit=?", "tt", row->id,
			    row->unit);
	}
	return true;
}

static enum screen_result people(struct browse *b, int action)
{
	const char *member;
	char *household;

	if (!people_here(b, &household, &member))
		return SCREEN_PART;
	if (action == BROWSE_MOVEMENT)
		screen_movement(b->app, household, member);
	else if (household)
		screen_income(b->app, household);
	free(household);
	return SCREEN_REDRAW;
}

static enum screen_result closing(struct browse *b)
{
	const struct list_row *row = selected(b);

	if (strcmp(b->form->name, "decision"))
		return SCREEN_IGNORED;
	if (row && !str_eq(row->unit, book_unit_id(b->app->book)))
		ui_say(b->app, "%s", _("This record belongs to another unit."));
	else if (row)
		screen_closing(b->app, row->id);
	return SCREEN_PART;
}

static enum screen_result act(struct screen *s, struct browse *b, int action)
{
	const struct list_row *row = selected(b);

	switch (action) {
	case BROWSE_OPEN:
		return open_row(b);
	case BROWSE_NEW:
		return new_row(b);
	case BROWSE_FIND:
		return open_search(s, b);
	case BROWSE_END_FIND:
		return close_search(s, b);
	case BROWSE_FILTER:
		if (!browse_ask_filter(b))
			return SCREEN_REDRAW;
		browse_load(b);
		browse_count(b);
		return SCREEN_REDRAW;
	case BROWSE_SORT:
		next_sort(b);
		return SCREEN_REDRAW;
	case BROWSE_HISTORY:
		if (row)
			screen_history(s->app, b->form, row->unit, row->id);
		return SCREEN_HANDLED;
	case BROWSE_REMOVE:
		return remove_row(b);
	case BROWSE_PAPERS:
		return open_papers(s->app, b, row);
	case BROWSE_PROBLEMS:
		screen_problems(s->app, b->form);
		return SCREEN_HANDLED;
	case BROWSE_MOVEMENT:
	case BROWSE_INCOME:
		return people(b, action);
	case BROWSE_CLOSING:
		return closing(b);
	case BROWSE_LISTS:
		return screen_lists(s->app, 0) ? SCREEN_CLOSE : SCREEN_REDRAW;
	case BROWSE_RELOAD:
		browse_reload(b);
		return SCREEN_REDRAW;
	default:
		return SCREEN_IGNORED;
	}
}

static enum screen_result browse_key(struct screen *s, const struct key *k)
{
	struct browse *b = s->data;
	enum screen_result r = listbox_key(&b->list, k);

	return r != SCREEN_IGNORED ? r : act(s, b, keybind_find(s->ops->keys, k));
}

static enum screen_result search_key(struct screen *s, const struct key *k)
{
	struct browse *b = s->data;
	enum screen_result r = SCREEN_IGNORED;

	if (k->code != K_HOME && k->code != K_END)
		r = listbox_key(&b->list, k);
	if (r == SCREEN_IGNORED)
		r = act(s, b, keybind_find(search_keys, k));
	if (r != SCREEN_IGNORED)
		return r;
	r = editline_key(&b->line, k);
	if (r == SCREEN_PART && k->code != K_LEFT && k->code != K_RIGHT && k->code != K_HOME &&
	    k->code != K_END)
		browse_search(b, lineedit_text(b->line.model));
	return r;
}

/* A remark on a member marks the household that member is in. */
static void mark_parent(struct browse *b, const struct remark *r)
{
	const struct form *row_form;
	struct record rec;
	const char *parent;

	if (form_roster(b->form, r->form) < 0 ||
	    forms_get(b->app->forms, r->form, &row_form, NULL) || !row_form->parent)
		return;
	record_init(&rec);
	if (!record_load(b->app->book, &row_form->table, r->unit, r->id, &rec, NULL)) {
		parent = record_get(&rec, row_form->parent->name);
		if (parent)
			strlist_take(&b->remarked, xasprintf("%s/%s", r->unit, parent));
	}
	record_fini(&rec);
}

static void load_remarked(struct browse *b)
{
	struct remarks remarks = { 0 };
	struct error e = ERROR_INIT;
	size_t i;

	strlist_fini(&b->remarked);
	strlist_init(&b->remarked);
	if (!remark_list(b->app->book, NULL, true, &remarks, &e))
		for (i = 0; i < remarks.n; i++) {
			const struct remark *r = &remarks.v[i];

			if (str_eq(r->form, b->form->name))
				strlist_take(&b->remarked, xasprintf("%s/%s", r->unit, r->id));
			else
				mark_parent(b, r);
		}
	remarks_fini(&remarks);
	error_clear(&e);
}

static void browse_back(struct screen *s)
{
	struct browse *b = s->data;

	load_remarked(b);
	browse_forget_references(b);
	browse_reload(b);
}

static char *browse_title(struct screen *s)
{
	return xstrdup(i18n_pick(((struct browse *)s->data)->form->plural));
}

static void browse_close(struct screen *s)
{
	struct browse *b = s->data;

	browse_rows_fini(b);
	browse_filters_fini(b);
	editline_fini(&b->line);
	strlist_fini(&b->units);
	textmap_free(b->refs);
	strlist_fini(&b->remarked);
	free(b);
}

#define BROWSE_OPS(table, handler)                                                                 \
	{                                                                                          \
		.name = "browse", .keys = table, .draw = browse_draw, .key = handler,              \
		.back = browse_back, .title = browse_title, .close = browse_close                  \
	}
static const struct screen_ops browse_ops = BROWSE_OPS(browse_keys, browse_key);
static const struct screen_ops people_ops = BROWSE_OPS(people_keys, browse_key);
static const struct screen_ops decision_ops = BROWSE_OPS(decision_keys, browse_key);
static const struct screen_ops search_ops = BROWSE_OPS(search_keys, search_key);

static const struct screen_ops *ops_of(const struct browse *b)
{
	return of_people(b) ? &people_ops : strcmp(b->form->name, "decision") ? &browse_ops : &decision_ops;
}

static struct browse *browse_new(struct app *app, const struct form *form)
{
	struct browse *b = xcalloc(1, sizeof(*b));

	b->app = app;
	b->form = form;
	b->sort = form->n_sorts ? 1 : 0;
	b->total = -1;
	strlist_init(&b->units);
	b->refs = textmap_new();
	strlist_init(&b->remarked);
	editline_init(&b->line, 100);
	listbox_init(&b->list, &browse_list_ops, b);
	browse_load_units(b);
	load_remarked(b);
	browse_want_fields(b);
	place(b);
	return b;
}

static void show(struct app *app, struct browse *b)
{
	ui_push(app, ops_of(b), b);
	browse_load(b);
	browse_count(b);
}

void screen_browse(struct app *app, const struct form *form)
{
	show(app, browse_new(app, form));
}

void screen_browse_where(struct app *app, const struct form *form, const char *field,
			 const char *value)
{
	struct browse *b = browse_new(app, form);
	const struct field *fd = field ? form_field(form, field, NULL) : NULL;
	char *shown, *label;

	if (field) {
		shown = fd && value ? field_show(app->forms, app->book, fd, NULL, value)
				    : xstrdup(value ? value : _("(no answer)"));
		label = !strcmp(field, "_state") ? xstrdup(_("not complete"))
			: !strcmp(field, "_unit")
				? xasprintf("%s: %s", _("Unit"), browse_unit_name(b, value))
				: xasprintf("%s: %s", fd ? i18n_pick(fd->label) : field, shown);
		browse_set_filter(b, field, value, label);
		free(label);
		free(shown);
	}
	show(app, b);
}
