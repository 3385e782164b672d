/* SPDX-License-Identifier: MIT */
/*
 * Fields the cursor has been in, and text that could not be read. Such text is no value, so the
 * record cannot hold it; the draft can, under a name no field may have, so that it is there again
 * after a power cut.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/draft.h"

struct edit_mark *edit_mark_find(const struct edit *ed, const struct entry *en,
				 const struct field *fd, const char *code)
{
	const char *id = entry_id(en);

	for (size_t i = 0; i < ed->n_marks; i++) {
		struct edit_mark *m = &ed->marks[i];
		if (m->field == fd && str_eq(m->code, code) && strcmp(m->id, id) == 0)
			return m;
	}
	return NULL;
}

struct edit_mark *edit_mark_make(struct edit *ed, const struct entry *en, const struct field *fd,
				 const char *code)
{
	struct edit_mark *m = edit_mark_find(ed, en, fd, code);

	if (m)
		return m;
	ed->marks = grow(ed->marks, ed->n_marks, &ed->cap_marks, sizeof(*ed->marks));
	m = &ed->marks[ed->n_marks++];
	memset(m, 0, sizeof(*m));
	strncpy(m->id, entry_id(en), UUID_LEN);
	m->field = fd;
	m->code = code;
	return m;
}

static char *field_path(const struct field *fd, const char *code)
{
	return code ? xasprintf("%s.%s", fd->name, code) : xstrdup(fd->name);
}

/* In the list of drafts it is called as its record is. */
static void name_draft(struct edit *ed, const char *draft)
{
	char *name = entry_base_rev(ed->top) ? form_key_show(ed->app->forms, ed->app->book, ed->form,
							    entry_unit(ed->top), entry_id(ed->top)) :
					       NULL;

	if (!str_empty(name))
		draft_title(ed->app->book, draft, name, NULL);
	free(name);
}

/* The draft's id; begun where there is none yet. The entry takes it for its own with its first
 * change. NULL after a failure that was told. */
static const char *need_draft(struct edit *ed)
{
	struct error e = ERROR_INIT;
	char id[UUID_LEN + 1];
	bool existing;

	if (entry_draft(ed->top))
		return entry_draft(ed->top);
	if (ed->own_draft)
		return ed->own_draft;
	if (draft_start(ed->app->book, ed->form->name, entry_id(ed->top), entry_base_rev(ed->top),
			edit_who(ed), id, &existing, &e)) {
		ui_error(ed->app, &e);
		return NULL;
	}
	set_string(&ed->own_draft, id);
	name_draft(ed, id);
	return ed->own_draft;
}

/* In the draft, so that it outlives a power cut; with it the place of the cursor ahead. */
static void keep_raw(struct edit *ed, const struct entry *en, const struct field *fd,
		     const char *code, const char *raw)
{
	struct error e = ERROR_INIT;
	const char *draft = need_draft(ed);
	char *path = field_path(fd, code);
	char *name = xasprintf(EDIT_RAW_PREFIX "%s", path);
	char *place = xasprintf("%s:%s:%s", entry_form(en)->name, entry_id(en), path);

	if (draft && draft_put(ed->app->book, draft, entry_form(en)->name, entry_id(en), name, raw,
			       place, &e))
		ui_error(ed->app, &e);
	else
		ui_saved(ed->app);
	free(place);
	free(name);
	free(path);
}

void edit_mark_raw(struct edit *ed, const struct entry *en, const struct field *fd,
		   const char *code, const char *raw, const char *sentence)
{
	struct edit_mark *m =
		raw ? edit_mark_make(ed, en, fd, code) : edit_mark_find(ed, en, fd, code);

	if (!m)
		return;
	if (!str_eq(m->raw, raw)) {
		keep_raw(ed, en, fd, code, raw);
		set_string(&m->raw, raw);
	}
	set_string(&m->sentence, sentence);
}

void edit_mark_drop_entry(struct edit *ed, const char *id)
{
	size_t kept = 0;

	for (size_t i = 0; i < ed->n_marks; i++) {
		struct edit_mark *m = &ed->marks[i];
		if (strcmp(m->id, id) == 0) {
			free(m->raw);
			free(m->sentence);
			continue;
		}
		ed->marks[kept++] = *m;
	}
	ed->n_marks = kept;
}

void edit_mark_free(struct edit *ed)
{
	for (size_t i = 0; i < ed->n_marks; i++) {
		free(ed->marks[i].raw);
		free(ed->marks[i].sentence);
	}
	free(ed->marks);
	ed->marks = NULL;
	ed->n_marks = ed->cap_marks = 0;
}

size_t edit_mark_unreadable(const struct edit *ed)
{
	size_t n = 0;

	for (size_t i = 0; i < ed->n_marks; i++)
		n += ed->marks[i].raw != NULL;
	return n;
}

static void ignore_row(void *ctx, const char *form, const char *record, const char *parent,
		       int64_t base_rev, bool removed)
{
	(void)ctx, (void)form, (void)record, (void)parent, (void)base_rev, (void)removed;
}

/* What a draft holds, copied while its statement runs. */
struct raw_text {
	char *form, *record, *field, *text;
};
struct raw_texts {
	struct raw_text *v;
	size_t n, cap;
};

static void take_value(void *ctx, const char *form, const char *record, const char *field,
		       const char *text)
{
	struct raw_texts *r = ctx;

	if (!text || !str_starts(field, EDIT_RAW_PREFIX))
		return;
	r->v = grow(r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n++] = (struct raw_text){ xstrdup(form), xstrdup(record),
					  xstrdup(field + strlen(EDIT_RAW_PREFIX)), xstrdup(text) };
}

static void resume_one(struct edit *ed, const struct raw_text *t)
{
	const struct entry *en = edit_by_id(ed, t->record);
	struct error e = ERROR_INIT;
	const char *code = NULL;
	char *canonical = NULL;

	const struct field *fd = en ? form_field(entry_form(en), t->field, &code) : NULL;
	if (!fd)
		return;
	if (field_read(ed->app->forms, ed->app->book, fd, code, t->text, ENTRY_HUMAN, &canonical,
		       &e)) {
		struct edit_mark *m = edit_mark_make(ed, en, fd, code);
		set_string(&m->raw, t->text);
		free(m->sentence);
		m->sentence = xasprintf("%s%s%s", e.what ? e.what : "",
					str_empty(e.todo) ? "" : " ", e.todo ? e.todo : "");
	}
	free(canonical);
	error_clear(&e);
}

void edit_mark_resume(struct edit *ed)
{
	struct raw_texts r = { NULL, 0, 0 };
	struct error e = ERROR_INIT;

	if (!entry_draft(ed->top))
		return;
	if (draft_each(ed->app->book, entry_draft(ed->top), ignore_row, take_value, &r, &e))
		ui_error(ed->app, &e);
	for (size_t i = 0; i < r.n; i++) {
		resume_one(ed, &r.v[i]);
		free(r.v[i].form);
		free(r.v[i].record);
		free(r.v[i].field);
		free(r.v[i].text);
	}
	free(r.v);
}

const char *edit_mark_draft(const struct edit *ed)
{
	return entry_draft(ed->top) ? entry_draft(ed->top) : ed->own_draft;
}

void edit_mark_rekeep(struct edit *ed)
{
	set_string(&ed->own_draft, NULL);
	for (size_t i = 0; i < ed->n_marks; i++) {
		const struct edit_mark *m = &ed->marks[i];
		const struct entry *en = m->raw ? edit_by_id(ed, m->id) : NULL;
		if (en)
			keep_raw(ed, en, m->field, m->code, m->raw);
	}
}
