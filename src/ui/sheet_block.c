/* SPDX-License-Identifier: MIT */
/* From block to block, what is left on each, and what is proposed for an empty answer. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/standing.h"

struct edit *sheet_edit(const struct sheet_view *v)
{
	return v->part[v->block[v->now].part];
}

bool sheet_in_people(const struct sheet_view *v)
{
	return v->now == 0 && edit_in_table(v->part[PART_HOUSEHOLD]);
}

/* ---- what is left ---- */

/* Nobody is reminded of these. */
static bool optional(const struct field *fd)
{
	static const char *const names[] = { "b2_on_sheet", "income_month", "note" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], fd->name))
			return true;
	return false;
}

static bool asked(const struct edit *ed, const struct field *fd, const char *code)
{
	return !fd->compute && !fd->derived && !fd->by_program && !optional(fd) && entry_relevant(ed->top, fd, code);
}

/* Causes and needs are asked of those who are poor or nearly so. */
static bool lists_poor(const struct sheet_view *v)
{
	const struct field *fd = form_field(v->form[PART_REVIEW], "result_class", NULL);
	const char *class = fd ? entry_get(v->part[PART_REVIEW]->top, fd, NULL) : NULL;

	return str_eq(class, "poor") || str_eq(class, "near_poor");
}

static void count_one(const struct edit *ed, const struct field *fd, const char *code, size_t *done, size_t *n)
{
	if (!asked(ed, fd, code))
		return;
	++*n;
	*done += entry_get(ed->top, fd, code) != NULL;
}

void sheet_block_count(const struct sheet_view *v, const struct sheet_block *b, size_t *done, size_t *n)
{
	const struct edit *ed = v->part[b->part];
	const struct edit_tab *tab = &v->tabs[b->part][b->tab];
	const struct form *form = v->form[b->part];

	*done = *n = 0;
	if (tab->roster >= 0) { /* one answer for all of them */
		const struct field *checked = form_field(v->form[PART_REVIEW], "members_checked", NULL);

		*n = 1;
		*done = checked && entry_get(v->part[PART_REVIEW]->top, checked, NULL);
		return;
	}
	if (b->part == PART_HOUSEHOLD && !lists_poor(v))
		return;
	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];

		if (!edit_tab_has(tab, fd))
			continue;
		if (fd->type != FIELD_ANSWERS)
			count_one(ed, fd, NULL, done, n);
		for (size_t c = 0; fd->type == FIELD_ANSWERS && fd->choices && c < fd->choices->n; c++)
			count_one(ed, fd, fd->choices->v[c].code, done, n);
	}
}

size_t sheet_block_left(struct sheet_view *v)
{
	for (size_t i = 0; i < v->n_blocks; i++) {
		size_t done, n;

		sheet_block_count(v, &v->block[i], &done, &n);
		if (done < n)
			return i;
	}
	return 0;
}

/* ---- moving ---- */

/* The first item without an answer, else the first that is the officer's; at the end the last one. */
static void put_cursor(struct edit *ed, bool at_end)
{
	size_t n = ed->layout.n_items, first = n;

	for (size_t i = 0; i < n && !at_end; i++) {
		const struct edit_item *it = &ed->layout.item[i];

		if (!edit_writable(ed, it->field, false))
			continue;
		if (first == n)
			first = i;
		if (!optional(it->field) && !entry_get(edit_entry(ed), it->field, it->code)) {
			first = i;
			break;
		}
	}
	for (size_t i = n; i > 0 && at_end && first == n; i--)
		if (edit_writable(ed, ed->layout.item[i - 1].field, false))
			first = i - 1;
	edit_put_cursor(ed, first < n ? first : 0);
}

bool sheet_go(struct sheet_view *v, size_t block, bool at_end)
{
	if (block >= v->n_blocks || !edit_leave(sheet_edit(v)))
		return false;
	edit_line_end(sheet_edit(v));
	v->now = block;
	struct edit *ed = sheet_edit(v);
	edit_show(ed, NULL, v->block[block].tab);
	if (!edit_in_table(ed))
		put_cursor(ed, at_end);
	return true;
}

bool sheet_beyond(void *ctx, int direction)
{
	struct sheet_view *v = ctx;

	if (direction < 0)
		return v->now > 0 && sheet_go(v, v->now - 1, true);
	if (v->now + 1 < v->n_blocks)
		return sheet_go(v, v->now + 1, false);
	ui_say(v->app, "%s", _("The sheet ends here. F5 saves it and goes on to the next one."));
	return false;
}

void sheet_follow(struct sheet_view *v)
{
	const struct edit *ed = sheet_edit(v);
	enum sheet_part part = v->block[v->now].part;

	for (size_t i = 0; i < v->n_blocks; i++)
		if (v->block[i].part == part && (ed->row ? v->tabs[part][v->block[i].tab].roster >= 0
							 : v->block[i].tab == ed->tab))
			v->now = i;
}

/* ---- what is proposed ---- */

const char *sheet_propose(void *ctx, const struct field *fd, const char *code)
{
	const struct sheet_view *v = ctx;

	if (fd->form != v->form[PART_REVIEW] || code)
		return NULL;
	if (!strcmp(fd->name, "reviewer"))
		return v->reviewer;
	if (!strcmp(fd->name, "review_date"))
		return v->visited;
	return NULL;
}

char *sheet_reason(struct sheet_view *v)
{
	struct edit *ed = sheet_edit(v);
	const struct edit_item *it = edit_current(ed);
	char *said = edit_proposal_reason(ed, it), *text = NULL;

	if (said && edit_proposal(ed, it))
		text = xasprintf(_("Proposed: %s"), said);
	else if (said)
		text = xstrdup(said);
	free(said);
	return text ? text : xstrdup("");
}

char *sheet_why(struct sheet_view *v)
{
	return entry_why(v->part[PART_REVIEW]->top);
}
