/* SPDX-License-Identifier: MIT */
/* One of many lines, or of a form's records, found by typing a part of it without accents. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/dialog.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/entry.h"
#include "store/list.h"
#include "store/search.h"
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
	if (!p->n)
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

static long run(struct app *app, struct pick *p, long initial)
{
	editline_init(&p->line, 100);
	listbox_init(&p->list, &pick_list, p);
	p->answer = -1;
	p->search(p, "");
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
	at = run(app, &p, initial);
	if (at >= 0)
		at = (long)p.match[at];
	for (i = 0; p.folded && i < n; i++)
		free(p.folded[i]);
	free(p.folded);
	free(p.match);
	return at;
}

static void drop_records(struct pick *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->records[i].unit);
		free(p->records[i].id);
		free(p->records[i].label);
	}
	p->n = 0;
}

static void add_record(struct pick *p, const char *unit, const char *id)
{
	struct record_line *r = &p->records[p->n++];

	r->unit = xstrdup(unit);
	r->id = xstrdup(id);
	r->label = NULL;
}

static int first_records(struct pick *p, struct error *e)
{
	struct list_query q = { .table = &p->form->table, .sort = p->form->n_sorts ? 1 : 0 };
	struct list_from start = { 0 };
	struct list_page page = { 0 };
	size_t i;
	int rc = list_fetch(p->app->book, &q, &start, false, RECORDS_SHOWN, &page, e);

	for (i = 0; !rc && i < page.n; i++)
		add_record(p, page.rows[i].unit, page.rows[i].id);
	list_page_fini(&page);
	return rc;
}

static void search_records(struct pick *p, const char *query)
{
	struct search_hits hits = { 0 };
	struct error e = ERROR_INIT;
	char *q = viet_fold(query);
	size_t i;

	drop_records(p);
	if (!*q) {
		first_records(p, &e);
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

static const char *label_record(struct pick *p, size_t i)
{
	struct record_line *r = &p->records[i];

	if (!r->label)
		r->label = form_key_text(p->app->forms, p->app->book, p->form, r->unit, r->id);
	if (!r->label)
		r->label = xstrdup(r->id);
	return r->label;
}

bool dialog_pick_record(struct app *app, const struct form *form, char *id_out)
{
	struct pick p = {
		.app = app, .form = form, .search = search_records, .label = label_record
	};
	long at;

	p.title = i18n_pick(form->title);
	p.want_rows = 200;
	p.want_cols = 60;
	p.records = xcalloc(RECORDS_SHOWN, sizeof(*p.records));
	at = run(app, &p, -1);
	if (at >= 0) {
		memcpy(id_out, p.records[at].id, UUID_LEN);
		id_out[UUID_LEN] = '\0';
	}
	drop_records(&p);
	free(p.records);
	return at >= 0;
}
