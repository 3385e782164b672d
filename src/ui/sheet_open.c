/* SPDX-License-Identifier: MIT */
/*
 * The blocks of a sheet out of the forms, and a sheet out of the book or its drafts: after a power cut it opens where the officer was.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/draft.h"

/* ---- blocks ---- */

/* Pages of the review that are not of the sheet: what is told of it, and what was decided. */
static const char *const other_pages[] = { "main", "result" };
/* Who went there, when, and what is told of the household besides. */
static const char *const visit_fields[] = { "reviewer", "review_date", "quick_result", "was_poor", NULL };

static bool is_other_page(const char *name)
{
	for (size_t i = 0; i < sizeof(other_pages) / sizeof(*other_pages); i++)
		if (!strcmp(other_pages[i], name))
			return true;
	return false;
}

static const struct form_part *group_named(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->n_groups; i++)
		if (!strcmp(form->groups[i].name, name))
			return &form->groups[i];
	return NULL;
}

static void add_block(struct sheet_view *v, enum sheet_part part, struct edit_tab tab, const char *title)
{
	v->tabs[part][v->n_tabs[part]] = tab;
	v->block[v->n_blocks++] = (struct sheet_block){ part, v->n_tabs[part]++, title };
}

/* The fields of one group, and one more (or NULL), behind `at` in v->names. */
static void add_group(struct sheet_view *v, enum sheet_part part, const char *group, const char *more, size_t *at)
{
	const struct form *form = v->form[part];
	const struct form_part *g = group_named(form, group);
	const char **first = &v->names[*at];

	for (size_t i = 0; g && i < form->n_fields; i++)
		if (str_eq(form->fields[i].group, group))
			v->names[(*at)++] = form->fields[i].name;
	if (more)
		v->names[(*at)++] = more;
	v->names[(*at)++] = NULL;
	if (g && *first)
		add_block(v, part, (struct edit_tab){ NULL, -1, first }, i18n_pick(g->title));
}

bool sheet_plan(struct sheet_view *v)
{
	static const char *const names[PARTS] = { "household", "review" };
	struct error e = ERROR_INIT;
	const struct form *member;
	size_t blocks = 8, fields = 8, at = 0;

	for (int p = 0; p < PARTS; p++) {
		if (forms_get(v->app->forms, names[p], &v->form[p], &e)) {
			ui_error(v->app, &e);
			return false;
		}
		blocks += v->form[p]->n_pages;
		fields += v->form[p]->n_fields;
	}
	if (!v->form[PART_HOUSEHOLD]->n_rosters ||
	    forms_get(v->app->forms, v->form[PART_HOUSEHOLD]->rosters[0], &member, &e)) {
		ui_error(v->app, &e);
		return false;
	}
	v->names = xcalloc(fields, sizeof(*v->names));
	v->block = xcalloc(blocks, sizeof(*v->block));
	for (int p = 0; p < PARTS; p++)
		v->tabs[p] = xcalloc(blocks, sizeof(**v->tabs));
	const struct form *review = v->form[PART_REVIEW];
	add_block(v, PART_HOUSEHOLD, (struct edit_tab){ NULL, 0, NULL }, i18n_pick(member->plural));
	/* The day comes before what is asked: ages go by it. */
	add_block(v, PART_REVIEW, (struct edit_tab){ NULL, -1, visit_fields }, _("Reviewer and day"));
	for (size_t i = 0; i < review->n_pages; i++)
		if (!is_other_page(review->pages[i].name))
			add_block(v, PART_REVIEW, (struct edit_tab){ &review->pages[i], -1, NULL },
				  i18n_pick(review->pages[i].title));
	add_group(v, PART_REVIEW, "points", "note", &at);
	add_group(v, PART_HOUSEHOLD, "needs", NULL, &at);
	for (int p = 0; p < PARTS; p++)
		v->host[p] = (struct edit_host){ v, v->tabs[p], v->n_tabs[p], sheet_beyond, sheet_propose };
	return true;
}

/* ---- the list ---- */

const struct sheet *sheet_now(const struct sheet_view *v)
{
	return v->at < v->list.n ? &v->list.v[v->at] : NULL;
}

bool sheet_read_list(struct sheet_view *v)
{
	struct error e = ERROR_INIT;
	struct sheets fresh;
	char *review = sheet_now(v) ? xstrdup(sheet_now(v)->review) : NULL;

	if (sheets_list(v->app->book, v->round, v->village, &fresh, &e)) {
		ui_error(v->app, &e);
		free(review);
		return false;
	}
	sheets_fini(&v->list);
	v->list = fresh;
	if (v->at >= fresh.n)
		v->at = 0;
	for (size_t i = 0; review && i < fresh.n; i++)
		if (str_eq(fresh.v[i].review, review))
			v->at = i;
	free(review);
	listbox_changed(&v->side);
	listbox_select(&v->side, v->at);
	return true;
}

/* ---- one sheet ---- */

/* Draft of each part (or NULL), and which of them was typed in last. */
static void find_drafts(struct sheet_view *v, const struct sheet *s, char *draft[PARTS], int *last)
{
	struct draft_infos all = { NULL, 0 };

	*last = -1;
	if (!book_writable(v->app->book) || draft_list(v->app->book, false, &all, NULL))
		return;
	for (size_t i = 0; i < all.n; i++) {
		const char *id[PARTS] = { s->household, s->review };

		for (int p = 0; p < PARTS; p++)
			if (!draft[p] && str_eq(all.v[i].form, v->form[p]->name) && str_eq(all.v[i].record, id[p])) {
				draft[p] = xstrdup(all.v[i].id);
				if (*last < 0) /* they come in the order of use, the last one first */
					*last = p;
			}
	}
	draft_infos_fini(&all);
}

void sheet_drop(struct sheet_view *v)
{
	for (int p = 0; p < PARTS; p++) {
		if (v->part[p])
			edit_shut(v->part[p]);
		v->part[p] = NULL;
	}
}

/* Where the draft says the cursor stood: its block; else the first one with something left. */
static void find_place(struct sheet_view *v, int last)
{
	const struct entry *row;
	const struct field *fd;
	const char *code;

	v->now = 0;
	if (last >= 0 && entry_resumed_at(v->part[last]->top, &row, &fd, &code)) {
		for (size_t i = 0; i < v->n_blocks; i++) {
			const struct sheet_block *b = &v->block[i];

			if ((int)b->part != last || (row == v->part[last]->top && !edit_tab_has(&v->tabs[last][b->tab], fd)))
				continue;
			v->now = i;
			if (row == v->part[last]->top)
				edit_goto(v->part[last], row, fd, code);
			return;
		}
	}
	sheet_go(v, sheet_block_left(v), false);
}

bool sheet_show(struct sheet_view *v, size_t at)
{
	char *draft[PARTS] = { NULL, NULL };
	bool there = true;
	int last;

	sheet_drop(v);
	v->at = at < v->list.n ? at : 0;
	listbox_select(&v->side, v->at);
	const struct sheet *s = sheet_now(v);
	if (!s)
		return false;
	find_drafts(v, s, draft, &last);
	for (int p = 0; there && p < PARTS; p++) {
		v->part[p] = edit_open_for(v->app, &v->host[p], v->form[p], p == PART_REVIEW ? s->review : s->household,
					   draft[p]);
		there = v->part[p] != NULL;
	}
	for (int p = 0; p < PARTS; p++)
		free(draft[p]);
	if (!there) {
		sheet_drop(v);
		return false;
	}
	listbox_init(&v->part[PART_HOUSEHOLD]->table, &sheet_people_ops, v);
	find_place(v, last);
	return true;
}

void sheet_free(struct sheet_view *v)
{
	sheet_drop(v);
	sheets_fini(&v->list);
	for (int p = 0; p < PARTS; p++)
		free(v->tabs[p]);
	free(v->names);
	free(v->block);
	free(v->round);
	free(v->village);
	free(v->round_name);
	free(v->village_name);
	free(v->reviewer);
	free(v->visited);
	free(v->absent);
	free(v);
}
