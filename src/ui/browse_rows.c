/* SPDX-License-Identifier: MIT */
/*
 * The window of rows: pages come by key from the index, before and after what is held, and what is far away is let go,
 * so 60,000 households cost as much as 60.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/browse_impl.h"

#define CHUNK 64

void browse_trouble(struct browse *b, struct error *e)
{
	ui_say(b->app, "%s%s%s%s", e->what ? e->what : "?", e->id[0] ? " (" : "", e->id,
	       e->id[0] ? ")" : "");
	error_clear(e);
}

void browse_query(const struct browse *b, struct list_query *q, struct list_filter *space)
{
	size_t i, n = 0;

	for (i = 0; i < b->n_filters; i++)
		space[n++] = (struct list_filter){ b->filters[i].field, b->filters[i].value };
	if (b->form->table.live && !b->with_gone)
		space[n++] = (struct list_filter){ b->form->table.live, NULL };
	*q = (struct list_query){
		.table = &b->form->table,
		.sort = b->sort,
		.descending = b->descending,
		.filters = space,
		.n_filters = n,
		.fields = b->fields,
		.n_fields = b->n_fields,
	};
}

static void drop(struct browse *b, size_t from, size_t n)
{
	size_t i;

	for (i = from; i < from + n; i++) {
		struct list_page one = { xmemdup(&b->rows[i].row, sizeof(struct list_row)), 1,
					 b->n_fields };

		list_page_fini(&one);
		str_fini(&b->rows[i].line);
	}
	if (n)
		memmove(b->rows + from, b->rows + from + n, (b->n - from - n) * sizeof(*b->rows));
	b->n -= n;
}

/* Take the rows of a page in at `at`; the page is empty after. */
static void take(struct browse *b, size_t at, struct list_page *page)
{
	size_t i;

	while (b->cap < b->n + page->n)
		b->rows = grow(b->rows, b->cap, &b->cap, sizeof(*b->rows));
	if (page->n)
		memmove(b->rows + at + page->n, b->rows + at, (b->n - at) * sizeof(*b->rows));
	for (i = 0; i < page->n; i++) {
		memset(&b->rows[at + i], 0, sizeof(*b->rows));
		b->rows[at + i].row = page->rows[i];
		str_init(&b->rows[at + i].line);
	}
	b->n += page->n;
	free(page->rows);
	page->rows = NULL;
	page->n = 0;
}

void browse_forget_lines(struct browse *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		str_reset(&b->rows[i].line);
}

static size_t fetch(struct browse *b, size_t at, const struct list_from *from, bool backward,
		    size_t limit)
{
	struct list_filter space[BROWSE_FILTERS + 1];
	struct list_page page = { 0 };
	struct error e = ERROR_INIT;
	struct list_query q;
	size_t n = 0;

	browse_query(b, &q, space);
	if (list_fetch(b->app->book, &q, from, backward, limit, &page, &e)) {
		browse_trouble(b, &e);
	} else {
		n = page.n;
		take(b, at, &page);
	}
	list_page_fini(&page);
	return n;
}

static size_t screenful(const struct browse *b)
{
	return b->list.rows > 1 ? (size_t)b->list.rows : 20;
}

void browse_load(struct browse *b)
{
	drop(b, 0, b->n);
	b->at_start = true;
	b->at_end = fetch(b, 0, NULL, false, screenful(b)) < screenful(b);
	b->first = 0;
	b->list.top = b->list.selected = 0;
	listbox_changed(&b->list);
}

/* The next rows of what was found. */
static size_t more_hits(struct browse *b, size_t want)
{
	struct list_filter space[BROWSE_FILTERS + 1];
	struct error e = ERROR_INIT;
	struct list_query q;
	size_t got = 0;

	browse_query(b, &q, space);
	while (got < want && b->hit_next < b->hits.n && !e.code) {
		const struct search_hit *h = &b->hits.v[b->hit_next++];
		struct list_page page = { 0 };

		if (!list_fetch_one(b->app->book, &q, h->unit, h->id, &page, &e)) {
			got += page.n;
			take(b, b->n, &page);
		}
		list_page_fini(&page);
	}
	b->at_end = b->hit_next >= b->hits.n;
	if (b->at_end && (int64_t)b->hits.n == b->hits.total)
		b->total = (int64_t)b->n;
	if (e.code)
		browse_trouble(b, &e);
	return got;
}

static bool found_only(const struct browse *b)
{
	return b->hits.v || (b->searching && *lineedit_text(b->line.model));
}

void browse_search(struct browse *b, const char *query)
{
	struct error e = ERROR_INIT;

	search_hits_fini(&b->hits);
	memset(&b->hits, 0, sizeof(b->hits));
	b->hit_next = 0;
	if (!*query) {
		browse_load(b);
		browse_count(b);
		return;
	}
	if (search_find(b->app->book, b->form->name, query, BROWSE_HITS, &b->hits, &e))
		browse_trouble(b, &e);
	drop(b, 0, b->n);
	b->at_start = true;
	b->first = 0;
	more_hits(b, screenful(b));
	b->list.top = b->list.selected = 0;
	listbox_changed(&b->list);
	browse_count(b);
}

static struct list_from key_of(const struct browse_row *r, bool inclusive)
{
	return (struct list_from){ r->row.sort, r->row.unit, r->row.id, inclusive };
}

static size_t more_after(struct browse *b)
{
	size_t added, over;
	struct list_from from;

	if (b->at_end || !b->n)
		return 0;
	if (found_only(b))
		return more_hits(b, CHUNK);
	from = key_of(&b->rows[b->n - 1], false);
	added = fetch(b, b->n, &from, false, CHUNK);
	b->at_end = added < CHUNK;
	over = b->n > BROWSE_ROWS_HELD ? b->n - BROWSE_ROWS_HELD : 0;
	if (over > b->list.selected)
		over = b->list.selected;
	if (over) {
		drop(b, 0, over);
		b->at_start = false;
		if (b->first >= 0)
			b->first += (int64_t)over;
		listbox_shift(&b->list, -(long)over);
	}
	return added;
}

static size_t more_before(struct browse *b)
{
	struct list_from from;
	size_t added;

	if (b->at_start || !b->n || found_only(b))
		return 0;
	from = key_of(&b->rows[0], false);
	added = fetch(b, 0, &from, true, CHUNK);
	if (added < CHUNK) {
		b->at_start = true;
		b->first = 0;
	} else if (b->first >= 0) {
		b->first -= (int64_t)added;
	}
	if (b->n > BROWSE_ROWS_HELD) {
		drop(b, BROWSE_ROWS_HELD, b->n - BROWSE_ROWS_HELD);
		b->at_end = false;
	}
	return added;
}

static size_t list_more(void *ctx, bool at_end)
{
	return at_end ? more_after(ctx) : more_before(ctx);
}

static size_t list_jump(void *ctx, bool to_end)
{
	struct browse *b = ctx;

	if (found_only(b)) {
		while (to_end && !b->at_end)
			more_hits(b, CHUNK);
		return to_end && b->n ? b->n - 1 : 0;
	}
	if (!to_end) {
		if (!b->at_start)
			browse_load(b);
		return 0;
	}
	if (!b->at_end) {
		size_t want = screenful(b) * 2;

		drop(b, 0, b->n);
		b->at_start = fetch(b, 0, NULL, true, want) < want;
		b->at_end = true;
		b->first = b->total >= 0 ? b->total - (int64_t)b->n : -1;
	}
	return b->n ? b->n - 1 : 0;
}

static size_t list_count(void *ctx)
{
	return ((struct browse *)ctx)->n;
}

static void list_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct browse *b = ctx;
	struct browse_row *r = &b->rows[i];
	enum look look = selected ? LOOK_SELECTED : r->row.complete ? LOOK_NORMAL : LOOK_DOUBT;

	if (!r->line.len)
		browse_compose(b, r);
	draw_clip(y, x, cols, look, r->line.s, r->line.len);
	if (!selected && r->class_len)
		draw_clip(y, r->class_x, r->class_cols, r->class_look, r->line.s + r->class_at,
			  r->class_len);
	if (selected && !b->searching)
		draw_cursor(y, x);
}

const struct listbox_ops browse_list_ops = {
	.draw_row = list_row,
	.count = list_count,
	.more = list_more,
	.jump = list_jump,
};

/* Figures kept by the saving transaction answer the common questions; other filters are counted. */
static bool total_from_figures(struct browse *b, int64_t *out, struct error *e)
{
	const char *unit = NULL, *field = NULL, *value = NULL;
	const char *const *counted;
	size_t i;

	if (b->form->table.live && b->with_gone)
		return false;
	for (i = 0; i < b->n_filters; i++) {
		const struct browse_filter *f = &b->filters[i];
		bool known = !strcmp(f->field, "_state");

		if (!strcmp(f->field, "_unit") && f->value) {
			unit = f->value;
			continue;
		}
		for (counted = b->form->table.count_by; counted && *counted && !known; counted++)
			known = !strcmp(*counted, f->field);
		if (!known || field || !f->value)
			return false;
		field = f->field;
		value = f->value;
	}
	return !record_count(b->app->book, b->form->name, unit, field, value, out, e);
}

void browse_count(struct browse *b)
{
	struct list_filter space[BROWSE_FILTERS + 1];
	struct error e = ERROR_INIT;
	struct list_query q;

	b->total = -1;
	if (found_only(b)) { /* what filters leave of them is known when all were looked at */
		b->total = b->at_end && (int64_t)b->hits.n == b->hits.total ? (int64_t)b->n
			   : b->n_filters				    ? -1
									    : b->hits.total;
		return;
	}
	if (total_from_figures(b, &b->total, &e))
		return;
	error_clear(&e);
	browse_query(b, &q, space);
	if (list_total(b->app->book, &q, &b->total, &e)) {
		b->total = -1;
		browse_trouble(b, &e);
	}
}

static long find_row(const struct browse *b, const char *unit, const char *id)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (str_eq(b->rows[i].row.id, id) && str_eq(b->rows[i].row.unit, unit))
			return (long)i;
	return -1;
}

/* The selected row moved elsewhere by its new key: go after it. */
static bool follow(struct browse *b, const char *unit, const char *id)
{
	struct list_filter space[BROWSE_FILTERS + 1];
	struct list_page page = { 0 };
	struct list_query q;
	struct list_from from;
	bool found;

	browse_query(b, &q, space);
	found = !list_fetch_one(b->app->book, &q, unit, id, &page, NULL) && page.n;
	if (found) {
		from = (struct list_from){ page.rows[0].sort, unit, id, true };
		drop(b, 0, b->n);
		b->at_end = fetch(b, 0, &from, false, screenful(b)) < screenful(b);
		b->at_start = false;
		b->first = -1;
		b->list.top = 0;
		listbox_select(&b->list, 0);
	}
	list_page_fini(&page);
	return found;
}

void browse_reload(struct browse *b)
{
	size_t top = b->list.top, offset = b->list.selected - b->list.top;
	char *unit, *id, *top_sort, *top_unit, *top_id;
	struct list_from from;
	long at;

	browse_count(b);
	if (found_only(b)) {
		char *query = xstrdup(lineedit_text(b->line.model));
		size_t selected = b->list.selected;

		browse_search(b, query);
		while (b->n <= selected && more_hits(b, CHUNK))
			;
		listbox_select(&b->list, selected);
		free(query);
		return;
	}
	if (!b->n || top >= b->n || b->list.selected >= b->n) {
		browse_load(b);
		return;
	}
	unit = xstrdup(b->rows[b->list.selected].row.unit);
	id = xstrdup(b->rows[b->list.selected].row.id);
	top_sort = xstrdup(b->rows[top].row.sort);
	top_unit = xstrdup(b->rows[top].row.unit);
	top_id = xstrdup(b->rows[top].row.id);
	from = (struct list_from){ top_sort, top_unit, top_id, true };
	drop(b, 0, b->n);
	b->at_end = fetch(b, 0, &from, false, screenful(b)) < screenful(b);
	b->first = b->first >= 0 ? b->first + (int64_t)top : -1;
	b->at_start = b->first == 0;
	b->list.top = 0;
	at = find_row(b, unit, id);
	if (at >= 0)
		listbox_select(&b->list, (size_t)at);
	else if (!follow(b, unit, id))
		listbox_select(&b->list, offset);
	if (!b->n)
		browse_load(b);
	listbox_changed(&b->list);
	free(unit);
	free(id);
	free(top_sort);
	free(top_unit);
	free(top_id);
}

void browse_rows_fini(struct browse *b)
{
	drop(b, 0, b->n);
	free(b->rows);
	search_hits_fini(&b->hits);
}
