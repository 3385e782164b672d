/* SPDX-License-Identifier: MIT */
/*
 * The cursor's place in the draft. Each field kept carries the place of the field *ahead*, where
 * the officer will be typing when the power goes; only where that guess was wrong does the first
 * letter typed cost a commit of its own.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/draft.h"

/* The first field of the page after this one; NULL where a table or nothing follows. */
static const struct field *first_of_next_page(const struct edit *ed, const char **code)
{
	const struct form *form = entry_form(edit_entry(ed));

	*code = NULL;
	if (ed->tab + 1 >= ed->n_tabs || ed->tabs[ed->tab + 1].roster >= 0)
		return NULL;
	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];
		if (!edit_on_screen(fd) || edit_tab_of(ed->tabs, ed->n_tabs, fd) != ed->tab + 1 ||
		    !entry_relevant(edit_entry(ed), fd, NULL))
			continue;
		if (fd->type == FIELD_ANSWERS && fd->choices && fd->choices->n)
			*code = fd->choices->v[0].code;
		return fd;
	}
	return NULL;
}

/* The id is copied: a row may be taken away while it is remembered here. */
static void placed(struct edit *ed, const struct field *fd, const char *code)
{
	const struct entry *en = edit_entry(ed);

	entry_place(ed->top, en, fd, code);
	ed->placed = fd;
	ed->placed_code = code;
	strncpy(ed->placed_id, entry_id(en), UUID_LEN);
}

void edit_place_ahead(struct edit *ed, const struct field *fd, const char *code)
{
	size_t at = edit_layout_find(&ed->layout, fd, code), n = ed->layout.n_items;
	size_t beside = ed->going ? edit_item_beside(ed, at, ed->going) : n;
	const char *c = NULL;
	const struct field *ahead = NULL;

	if (beside < n) {
		ahead = ed->layout.item[beside].field;
		c = ed->layout.item[beside].code;
	} else if (ed->going > 0) {
		ahead = first_of_next_page(ed, &c);
	}
	if (ahead) {
		fd = ahead;
		code = c;
	}
	placed(ed, fd, code);
}

void edit_place_here(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	struct entry *en = edit_entry(ed);
	struct error e = ERROR_INIT;

	if (!it || !entry_draft(ed->top))
		return;
	if (ed->placed == it->field && str_eq(ed->placed_code, it->code) &&
	    strcmp(ed->placed_id, entry_id(en)) == 0)
		return;
	placed(ed, it->field, it->code);
	char *place = xasprintf("%s:%s:%s%s%s", entry_form(en)->name, entry_id(en), it->field->name,
				it->code ? "." : "", it->code ? it->code : "");
	if (draft_put(ed->app->book, entry_draft(ed->top), entry_form(en)->name, entry_id(en),
		      "_place", NULL, place, &e))
		ui_error(ed->app, &e);
	free(place);
}
