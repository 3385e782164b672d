/* SPDX-License-Identifier: MIT */
/* One of many lines, or of a form's records, found by typing a part of it without accents. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/dialog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/entry.h"
#include "store/list.h"
#include "store/record.h"
#include "store/search.h"
#include "sync/peer.h"
#include "text/utf8.h"
#include "text/viet.h"
#include "ui/dialog_impl.h"
#include "ui/draw.h"
#include "ui/editline.h"
#include "ui/listbox.h"

#define RECORDS_SHOWN 200

struct record_line {
	char *unit, *id, *label; /* label made when it is first shown */
};

struct pick {
	const char *title;
	struct editline line;
	struct listbox list;
	int want_cols, want_rows;
	size_t n; /* lines that match */
	long answer;
	void (*search)(struct pick *p, const char *query);
	const char *(*label)(struct pick *p, size_t i);
	/* Of given lines. */
	const char *const *lines;
	size_t n_lines;
	char **folded; /* made with the first letter typed */
	size_t *match;
	/* Of records. */
	struct app *app;
	const struct form *form;
	const char *parent; /* id of the record whose rows these are, or NULL: all */
	struct record_line *records;
};

static size_t pick_count(void *ctx)
{
	return ((struct pick *)ctx)->n;
}

static void pick_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct pick *p = ctx;

	draw_textf(y, x, cols, selected ? LOOK_SELECTED : LOOK_NORMAL, " %s", p->label(p, i));
}

static const struct listbox_ops pick_list = { .draw_row = pick_row, .count = pick_count };

static void pick_draw(struct screen *s, bool part)
{
	struct pick *p = s->data;
	struct box b;
	int w;

	if (!part) {
		dialog_box(&b, p->title, NULL, p->want_cols, p->want_rows + 2);
		w = draw_textf(b.body_y, b.x + 2, b.cols - 4, LOOK_DIM, "%s ", _("Find:")) + 1;
		editline_place(&p->line, b.body_y, b.x + 1 + w, b.cols - 3 - w);
		listbox_place(&p->list, b.body_y + 2, b.x + 2, b.body_rows - 2, b.cols - 4);
	}
	listbox_draw(&p->list, part);
	if (!p->n && p->form && !*lineedit_text(p->line.model))
		draw_wrap(p->list.y, p->list.x, 3, p->list.cols, LOOK_DIM,
			  _("The book has none yet. Enter them first: home, Tab, the list of that name, n."));
	else if (!p->n)
		draw_text(p->list.y, p->list.x, p->list.cols, LOOK_DIM, _("Nothing matches."));
	editline_draw(&p->line, LOOK_CURSOR);
}

static enum screen_result pick_key(struct screen *s, const struct key *k)
{
	struct pick *p = s->data;
	enum screen_result r;

	if (k->code == K_ENTER) {
		if (!p->n)
			return SCREEN_HANDLED;
		p->answer = (long)p->list.selected;
		return SCREEN_CLOSE;
	}
	r = k->code == K_HOME || k->code == K_END ? SCREEN_IGNORED : listbox_key(&p->list, k);
	if (r != SCREEN_IGNORED)
		return r;
	r = editline_key(&p->line, k);
	if (r == SCREEN_PART) {
		p->search(p, lineedit_text(p->line.model));
		p->list.top = p->list.selected = 0;
		listbox_changed(&p->list);
	}
	return r;
}

static const struct keybind pick_keys[] = {
	{ K_ENTER, 1, N_("Choose"), N_("Take the highlighted line") },
	{ K_CANCEL, 0, N_("Do nothing"), N_("Close the box and change nothing") },
	{ 0, 0, NULL, NULL },
};

static const struct screen_ops pick_ops = {
	.name = "pick",
	.keys = pick_keys,
	.draw = pick_draw,
	.key = pick_key,
	.overlay = true,
};

static long run(struct app *app, struct pick *p, const char *query, long initial)
{
	editline_init(&p->line, 100);
	listbox_init(&p->list, &pick_list, p);
	p->answer = -1;
	lineedit_set(p->line.model, query ? query : "");
	p->search(p, query ? query : "");
	if (initial > 0)
		listbox_select(&p->list, (size_t)initial);
	ui_run_modal(app, &pick_ops, p);
	editline_fini(&p->line);
	return p->answer;
}

/* Does a word of folded `text` begin with the `n` bytes at `word`? */
static bool has_word(const char *text, const char *word, size_t n)
{
	const char *at;

	for (at = text; at; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (!strncmp(at, word, n))
			return true;
	}
	return false;
}

static bool matches(const char *folded, const char *query)
{
	while (*query) {
		size_t n = strcspn(query, " ");

		if (n && !has_word(folded, query, n))
			return false;
		query += n + (query[n] == ' ');
	}
	return true;
}

static void search_lines(struct pick *p, const char *query)
{
	char *q = viet_fold(query);
	size_t i;

	if (*q && !p->folded) {
		p->folded = xcalloc(p->n_lines + 1, sizeof(*p->folded));
		for (i = 0; i < p->n_lines; i++)
			p->folded[i] = viet_fold(p->lines[i]);
	}
	p->n = 0;
	for (i = 0; i < p->n_lines; i++)
		if (!*q || matches(p->folded[i], q))
			p->match[p->n++] = i;
	free(q);
}

static const char *label_line(struct pick *p, size_t i)
{
	return p->lines[p->match[i]];
}

long dialog_pick(struct app *app, const char *title, const char *const *lines, size_t n,
		 long initial)
{
	struct pick p = { .title = title,
			  .lines = lines,
			  .n_lines = n,
			  .search = search_lines,
			  .label = label_line };
	size_t i;
	long at;

	p.match = xcalloc(n + 1, sizeof(*p.match));
	p.want_rows = n < 200 ? (int)n : 200;
	p.want_cols = 50;
	for (i = 0; i < n; i++)
		if (utf8_width(lines[i]) + 2 > p.want_cols)
			p.want_cols = utf8_width(lines[i]) + 2;
	at = run(app, &p, NULL, initial);
	if (at >= 0)
		at = (long)p.match[at];
	for (i = 0; p.folded && i < n; i++)
		free(p.folded[i]);
	free(p.folded);
	free(p.match);
	return at;
}

static void add_record(struct pick *p, const char *unit, const char *id)
{
	struct record_line *r = &p->records[p->n++];

	r->unit = xstrdup(unit);
	r->id = xstrdup(id);
	r->label = NULL;
}

/* "DA2-2024-01 · Mô hình nuôi gà đồi": a code alone tells nobody anything. */
static void add_name(struct pick *p, const struct record_line *r, struct str *out)
{
	const struct form *form = p->form;
	const struct field *fd = form->n_list > 1 ? form->list[1] : NULL;
	struct record rec;

	if (form->n_key != 1 || !fd || fd->type != FIELD_TEXT || fd->alias)
		return;
	if (record_load_some(p->app->book, &form->table, r->unit, r->id, &fd->index, 1, &rec, NULL))
		return;
	if (!str_empty(record_get(&rec, fd->name)))
		str_addf(out, " · %s", record_get(&rec, fd->name));
	record_fini(&rec);
}

/* Of another unit: whose, for two communes have records of one name. */
static void add_unit(struct pick *p, const struct record_line *r, struct str *out)
{
	struct error e = ERROR_INIT;
	struct peer peer = { 0 };

	if (str_eq(r->unit, book_unit_id(p->app->book)))
		return;
	if (!peer_by_unit(p->app->book, r->unit, &peer, &e))
		str_addf(out, " (%s)", peer.name);
	peer_fini(&peer);
	error_clear(&e);
}

static const char *label_record(struct pick *p, size_t i)
{
	struct record_line *r = &p->records[i];
	char *key;
	struct str text;

	if (r->label)
		return r->label;
	key = form_key_show(p->app->forms, p->app->book, p->form, r->unit, r->id);
	str_init(&text);
	str_add(&text, key ? key : r->id);
	free(key);
	add_name(p, r, &text);
	add_unit(p, r, &text);
	r->label = str_take(&text);
	return r->label;
}

static int first_records(struct pick *p, struct error *e)
{
	struct list_filter of = { p->parent ? p->form->parent->name : NULL, p->parent };
	struct list_query q = { .table = &p->form->table,
				.sort = p->form->n_sorts ? 1 : 0,
				.filters = &of,
				.n_filters = p->parent ? 1 : 0 };
	struct list_from start = { 0 };
	struct list_page page = { 0 };
	size_t i;
	int rc = list_fetch(p->app->book, &q, &start, false, RECORDS_SHOWN, &page, e);

	for (i = 0; !rc && i < page.n; i++)
		add_record(p, page.rows[i].unit, page.rows[i].id);
	list_page_fini(&page);
	return rc;
}

static void drop_record(struct pick *p, size_t i)
{
	free(p->records[i].unit);
	free(p->records[i].id);
	free(p->records[i].label);
	memmove(&p->records[i], &p->records[i + 1], (--p->n - i) * sizeof(*p->records));
}

/* Of one record's few rows: those whose name holds the words. */
static void keep_matching(struct pick *p, const char *q)
{
	for (size_t i = p->n; i-- > 0;) {
		char *folded = viet_fold(label_record(p, i));

		if (!matches(folded, q))
			drop_record(p, i);
		free(folded);
	}
}

static void search_records(struct pick *p, const char *query)
{
	struct search_hits hits = { 0 };
	struct error e = ERROR_INIT;
	char *q = viet_fold(query);
	size_t i;

	while (p->n)
		drop_record(p, p->n - 1);
	if (!*q || p->parent) {
		first_records(p, &e);
		keep_matching(p, q);
	} else if (!search_find(p->app->book, p->form->name, query, RECORDS_SHOWN, &hits, &e)) {
		for (i = 0; i < hits.n && i < RECORDS_SHOWN; i++)
			add_record(p, hits.v[i].unit, hits.v[i].id);
		search_hits_fini(&hits);
	}
	free(q);
	if (e.code)
		ui_say(p->app, "%s", e.what);
	error_clear(&e);
}

bool dialog_pick_record(struct app *app, struct record_pick *ask)
{
	struct pick p = { .app = app,
			  .form = ask->form,
			  .parent = ask->form->parent ? ask->parent : NULL,
			  .search = search_records,
			  .label = label_record };
	long at;

	p.title = i18n_pick(ask->form->title);
	p.want_rows = 200;
	p.want_cols = 72;
	p.records = xcalloc(RECORDS_SHOWN, sizeof(*p.records));
	at = run(app, &p, ask->query, -1);
	if (at >= 0) {
		snprintf(ask->unit, sizeof(ask->unit), "%s", p.records[at].unit);
		snprintf(ask->id, sizeof(ask->id), "%s", p.records[at].id);
	}
	while (p.n)
		drop_record(&p, p.n - 1);
	free(p.records);
	return at >= 0;
}
