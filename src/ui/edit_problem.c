/* SPDX-License-Identifier: MIT */
/*
 * What is wrong or asked, said under its field, counted, listed with a jump, and gone through one
 * by one. A required field that the cursor has not reached yet is not scolded about: it is only
 * counted.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/dialog.h"

static bool is_required(const struct problem *p)
{
	const char *dot = p->check ? strrchr(p->check, '.') : NULL;

	return dot && strcmp(dot, ".required") == 0;
}

/* Not told yet: the cursor has not been there, nothing stands there and nothing of it is stored. */
static bool unreached(const struct edit *ed, const struct problem *p)
{
	return entry_is_new(p->entry) && !edit_mark_find(ed, p->entry, p->field, p->code) &&
	       !entry_get(p->entry, p->field, p->code);
}

/* Text that cannot be read stands there: "required" would say the same thing twice. */
static bool doubled(const struct edit *ed, const struct problem *p)
{
	const struct edit_mark *m = edit_mark_find(ed, p->entry, p->field, p->code);

	return is_required(p) && m && m->raw;
}

/* Notes of an answers field as a whole stand at its first indicator asked. */
static const char *code_of(const struct entry *en, const struct field *fd, const char *code)
{
	if (code || fd->type != FIELD_ANSWERS || !fd->choices)
		return code;
	for (size_t i = 0; i < fd->choices->n; i++)
		if (entry_relevant(en, fd, fd->choices->v[i].code))
			return fd->choices->v[i].code;
	return NULL;
}

static enum edit_note_kind kind_of(const struct problem *p)
{
	switch (p->strength) {
	case STRENGTH_ERROR:
		return EDIT_NOTE_ERROR;
	case STRENGTH_DOUBT:
		return str_empty(p->reason) ? EDIT_NOTE_DOUBT : EDIT_NOTE_EXPLAINED;
	case STRENGTH_HINT:
		break;
	}
	return EDIT_NOTE_HINT;
}

static char *problem_text(const struct problem *p)
{
	switch (kind_of(p)) {
	case EDIT_NOTE_ERROR:
		return xasprintf(_("Error: %s"), p->message);
	case EDIT_NOTE_DOUBT:
		return xasprintf(_("To explain: %s (F3: give the reason)"), p->message);
	case EDIT_NOTE_EXPLAINED:
		return xasprintf(_("Explained: %s (%s)"), p->reason, p->message);
	default:
		return xasprintf(_("Note: %s"), p->message);
	}
}

static void say(struct edit *ed, const struct field *fd, const char *code, enum edit_note_kind kind,
		char *text)
{
	ed->said = grow(ed->said, ed->n_said, &ed->cap_said, sizeof(*ed->said));
	ed->said[ed->n_said++] = (struct edit_said){ fd, code, kind, text };
}

static void reset_said(struct edit *ed)
{
	for (size_t i = 0; i < ed->n_said; i++)
		free(ed->said[i].text);
	ed->n_said = 0;
}

void edit_said_free(struct edit *ed)
{
	reset_said(ed);
	free(ed->said);
	ed->said = NULL;
	ed->cap_said = 0;
}

static char *remark_text(const struct remark *r)
{
	const char *who = str_empty(r->who) ? "" : r->who;

	return xasprintf(*who ? _("Remark: %s (%s)") : _("Remark: %s"), r->text, who);
}

void edit_said_build(struct edit *ed)
{
	struct entry *en = edit_entry(ed);
	const struct field *shown;

	reset_said(ed);
	for (size_t i = 0; i < ed->n_marks; i++) {
		const struct edit_mark *m = &ed->marks[i];
		if (m->raw && strcmp(m->id, entry_id(en)) == 0)
			say(ed, m->field, m->code, EDIT_NOTE_UNREADABLE,
			    xasprintf(_("Not read, so not stored: %s"),
				      m->sentence ? m->sentence : ""));
	}
	char *words = edit_income_words(ed, &shown);
	if (words)
		say(ed, shown, NULL, EDIT_NOTE_HINT, words);
	ed->required_left = 0;
	for (size_t i = 0; i < ed->problems.n; i++) {
		const struct problem *p = &ed->problems.v[i];
		if (unreached(ed, p))
			ed->required_left += is_required(p);
		else if (p->entry == en && !doubled(ed, p))
			say(ed, p->field, code_of(en, p->field, p->code), kind_of(p),
			    problem_text(p));
		else if (p->entry != en && (shown = entry_alias_of(en, p->entry, p->field)))
			say(ed, shown, NULL, kind_of(p), problem_text(p));
	}
	for (size_t i = 0; i < ed->n_remarks; i++) {
		const struct remark *r = &ed->remarks[i];
		const char *code = NULL;
		if (!str_eq(r->id, entry_id(en)))
			continue;
		const struct field *fd =
			r->field ? form_field(entry_form(en), r->field, &code) : NULL;
		say(ed, fd, fd ? code_of(en, fd, code) : NULL, EDIT_NOTE_REMARK, remark_text(r));
	}
}

void edit_problem_counts(const struct edit *ed, size_t *errors, size_t *doubts, size_t *hints)
{
	*errors = edit_mark_unreadable(ed);
	*doubts = *hints = 0;
	for (size_t i = 0; i < ed->problems.n; i++) {
		const struct problem *p = &ed->problems.v[i];
		if (unreached(ed, p) || doubled(ed, p))
			continue;
		*errors += p->strength == STRENGTH_ERROR;
		*doubts += kind_of(p) == EDIT_NOTE_DOUBT;
		*hints += p->strength == STRENGTH_HINT;
	}
}

enum edit_note_kind edit_worst_of(const struct edit *ed, const struct entry *row)
{
	enum edit_note_kind worst = EDIT_NOTE_NONE;

	for (size_t i = 0; i < ed->n_marks; i++)
		if (ed->marks[i].raw && strcmp(ed->marks[i].id, entry_id(row)) == 0)
			return EDIT_NOTE_UNREADABLE;
	for (size_t i = 0; i < ed->problems.n; i++) {
		const struct problem *p = &ed->problems.v[i];
		if (p->entry == row && !unreached(ed, p) && kind_of(p) > worst)
			worst = kind_of(p);
	}
	for (size_t i = 0; i < ed->n_remarks; i++)
		if (str_eq(ed->remarks[i].id, entry_id(row)) && worst < EDIT_NOTE_REMARK)
			worst = EDIT_NOTE_REMARK;
	return worst;
}

/* ---- all of them, to jump to ---- */

struct target {
	const struct entry *en;
	const struct field *fd; /* NULL: the record */
	const char *code;
	bool weighty; /* F7 stops here: not for a mere note or a reason given */
	char *line;
};
struct targets {
	struct target *v;
	size_t n, cap;
};

/* "! 1 Lò Thị Hoa · sentence": the sentence names its field; `label` where it does not. */
static void target_add(struct edit *ed, struct targets *t, struct target at, const char *mark,
		       const char *label, const char *text)
{
	size_t roster, row;
	struct str b;

	str_init(&b);
	str_addf(&b, "%s ", mark);
	if (edit_find_row(ed, at.en, &roster, &row)) {
		size_t keep = ed->roster;
		ed->roster = roster;
		char *name = edit_row_name(ed, at.en);
		str_addf(&b, "%s · ", name);
		free(name);
		ed->roster = keep;
	}
	str_addf(&b, "%s%s%s", label, *label ? ": " : "", text);
	at.line = str_take(&b);
	t->v = grow(t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n++] = at;
}

static const char *label_of(const struct field *fd, const char *code)
{
	return !fd ? "" : code ? codes_label(fd->choices, code) : i18n_pick(fd->label);
}

static void collect(struct edit *ed, struct targets *t)
{
	for (size_t i = 0; i < ed->n_marks; i++) {
		const struct edit_mark *m = &ed->marks[i];
		const struct entry *en = m->raw ? edit_by_id(ed, m->id) : NULL;
		if (en)
			target_add(ed, t, (struct target){ en, m->field, m->code, true, NULL }, "!",
				   "", m->sentence ? m->sentence : m->raw);
	}
	for (size_t i = 0; i < ed->problems.n; i++) {
		const struct problem *p = &ed->problems.v[i];
		const char *code = code_of(p->entry, p->field, p->code);
		enum edit_note_kind kind = kind_of(p);
		if (doubled(ed, p))
			continue;
		target_add(
			ed, t,
			(struct target){ p->entry, p->field, code,
					 kind == EDIT_NOTE_ERROR || kind == EDIT_NOTE_DOUBT, NULL },
			kind == EDIT_NOTE_ERROR	      ? "!"
			: kind == EDIT_NOTE_DOUBT     ? "?"
			: kind == EDIT_NOTE_EXPLAINED ? "✓"
						      : "i",
			!is_required(p) && p->code ? label_of(p->field, p->code) : "", p->message);
	}
	for (size_t i = 0; i < ed->n_remarks; i++) {
		const struct remark *r = &ed->remarks[i];
		const struct entry *en = edit_by_id(ed, r->id);
		const char *code = NULL;
		const struct field *fd =
			en && r->field ? form_field(entry_form(en), r->field, &code) : NULL;
		if (en)
			target_add(ed, t,
				   (struct target){ en, fd, fd ? code_of(en, fd, code) : NULL, true,
						    NULL },
				   "»", label_of(fd, code), r->text);
	}
}

static void targets_fini(struct targets *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->v[i].line);
	free(t->v);
}

enum screen_result edit_problem_list(struct edit *ed)
{
	struct targets t = { NULL, 0, 0 };
	struct strlist lines;

	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	edit_line_begin(ed);
	collect(ed, &t);
	strlist_init(&lines);
	for (size_t i = 0; i < t.n; i++)
		strlist_add(&lines, t.v[i].line);
	if (t.n == 0) {
		ui_say(ed->app, "%s", _("Nothing is wrong and nothing is asked."));
	} else {
		long i = dialog_pick(ed->app, _("Problems of this record"),
				     (const char *const *)lines.v, lines.n, 0);
		if (i >= 0)
			edit_goto(ed, t.v[i].en, t.v[i].fd, t.v[i].code);
	}
	strlist_fini(&lines);
	targets_fini(&t);
	return SCREEN_REDRAW;
}

static struct edit_rank rank_of(const struct edit *ed, const struct entry *en,
				const struct field *fd, const char *code)
{
	struct edit_rank r = { -1, 0, fd ? fd->index : 0, edit_code_at(fd, code) };
	size_t roster, row;

	if (edit_find_row(ed, en, &roster, &row)) {
		r.roster = (int)roster;
		r.row = row;
	}
	return r;
}

enum screen_result edit_problem_next(struct edit *ed)
{
	struct targets t = { NULL, 0, 0 };

	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	edit_line_begin(ed);
	collect(ed, &t);
	struct edit_rank *v = xcalloc(t.n + 1, sizeof(*v));
	size_t *which = xcalloc(t.n + 1, sizeof(*which)), n = 0;
	for (size_t i = 0; i < t.n; i++) {
		if (!t.v[i].weighty)
			continue;
		which[n] = i;
		v[n++] = rank_of(ed, t.v[i].en, t.v[i].fd, t.v[i].code);
	}
	struct edit_item *it = edit_current(ed);
	struct edit_rank here =
		rank_of(ed, edit_entry(ed), it ? it->field : NULL, it ? it->code : NULL);
	if (edit_in_table(ed)) /* behind the record's own fields, before its rows */
		here.field = ed->form->n_fields;
	size_t next = edit_rank_next(v, n, &here);
	if (next < n)
		edit_goto(ed, t.v[which[next]].en, t.v[which[next]].fd, t.v[which[next]].code);
	else
		ui_say(ed->app, "%s", _("Nothing is wrong and nothing is asked."));
	free(which);
	free(v);
	targets_fini(&t);
	return SCREEN_REDRAW;
}

/* ---- F3 ---- */

static const struct problem *doubt_here(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	const struct problem *found = NULL;

	for (size_t i = 0; it && i < ed->problems.n; i++) {
		const struct problem *p = &ed->problems.v[i];
		if (p->strength != STRENGTH_DOUBT || p->entry != edit_entry(ed) ||
		    p->field != it->field ||
		    !str_eq(code_of(p->entry, p->field, p->code), it->code))
			continue;
		if (!found || (!str_empty(found->reason) && str_empty(p->reason)))
			found = p;
	}
	return found;
}

enum screen_result edit_explain(struct edit *ed)
{
	struct error e = ERROR_INIT;

	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	edit_line_begin(ed);
	const struct problem *p = doubt_here(ed);
	if (!p) {
		ui_say(ed->app, "%s",
		       _("Nothing at this field asks for a reason. F7 goes to the next problem."));
		return SCREEN_REDRAW;
	}
	if (ed->locked) {
		ui_say(ed->app, "%s", ed->locked);
		return SCREEN_HANDLED;
	}
	char *check = xstrdup(p->check);
	char *reason = dialog_prompt(ed->app, _("Give the reason"), p->message,
				     p->reason ? p->reason : "", false);
	if (reason && edit_ready(ed)) {
		if (entry_explain(edit_entry(ed), check, reason, &e)) {
			ui_error(ed->app, &e);
		} else {
			ui_saved(ed->app);
			edit_recheck(ed);
		}
	}
	free(reason);
	free(check);
	return SCREEN_REDRAW;
}
