/* SPDX-License-Identifier: MIT */
/*
 * What the officer may want to know about a field: what it takes, from which decree it comes,
 * which rules look at it, and what the level above said about it.
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

/* ---- remarks ---- */

static void add_remarks(struct edit *ed, const struct entry *en)
{
	struct error e = ERROR_INIT;
	struct remarks *r = &ed->remark_lists[ed->n_remark_lists];

	if (remark_for(ed->app->book, entry_form(en)->name, entry_id(en), r, &e)) {
		ui_error(ed->app, &e);
		return;
	}
	ed->n_remark_lists++;
	ed->remarks = xreallocarray(ed->remarks, ed->n_remarks + r->n + 1, sizeof(*ed->remarks));
	for (size_t i = 0; i < r->n; i++)
		ed->remarks[ed->n_remarks++] = r->v[i];
}

void edit_remarks_load(struct edit *ed)
{
	size_t n = 1;

	edit_remarks_free(ed);
	for (size_t r = 0; r < ed->form->n_rosters; r++)
		n += entry_children(ed->top, r);
	ed->remark_lists = xcalloc(n, sizeof(*ed->remark_lists));
	if (entry_base_rev(ed->top) == 0)
		return; /* nobody above has seen it */
	add_remarks(ed, ed->top);
	for (size_t r = 0; r < ed->form->n_rosters; r++)
		for (size_t i = 0; i < entry_children(ed->top, r); i++)
			add_remarks(ed, entry_child(ed->top, r, i));
}

void edit_remarks_free(struct edit *ed)
{
	for (size_t i = 0; i < ed->n_remark_lists; i++)
		remarks_fini(&ed->remark_lists[i]);
	free(ed->remark_lists);
	free(ed->remarks);
	ed->remark_lists = NULL;
	ed->remarks = NULL;
	ed->n_remark_lists = ed->n_remarks = 0;
}

/* ---- what a field takes ---- */

static char *answer_keys(const struct codes *codes)
{
	char *keys = xcalloc(codes->n + 1, 1);
	struct str b;

	str_init(&b);
	edit_choice_keys(codes, keys);
	for (size_t i = 0; i < codes->n; i++)
		str_addf(&b, "%s%c %s", i ? " · " : "", keys[i],
			 codes_label(codes, codes->v[i].code));
	free(keys);
	return str_take(&b);
}

static char *few_choices(const struct codes *codes)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < codes->n; i++)
		str_addf(&b, "%s%zu %s", i ? " · " : "", i + 1,
			 codes_label(codes, codes->v[i].code));
	return str_take(&b);
}

char *edit_accepts(const struct field *fd, const char *code)
{
	if (fd->compute || fd->derived || fd->by_program)
		return xstrdup(_("Filled in by the program"));
	switch (fd->type) {
	case FIELD_TEXT:
		return fd->width > 0 ? xasprintf(_("Text, up to %d letters"), fd->width)
				     : xstrdup(_("Text"));
	case FIELD_INT:
		return xstrdup(_("Whole number"));
	case FIELD_MONEY:
		return xstrdup(_("Money in đồng, as 1.500.000"));
	case FIELD_DECIMAL:
		return xstrdup(_("Number, as 5,79"));
	case FIELD_DATE:
		return xstrdup(fd->partial ? _("Date dd/mm/yyyy, or mm/yyyy, or the year alone")
					   : _("Date dd/mm/yyyy, or its 8 digits"));
	case FIELD_YESNO:
		return xstrdup(_("y yes · n no"));
	case FIELD_CHOICE:
		if (fd->choices->n <= 4)
			return few_choices(fd->choices);
		return xstrdup(_("First letters, then Enter; Space: the list"));
	case FIELD_MULTI:
		return xstrdup(_("Space: the list to tick"));
	case FIELD_ANSWERS:
		return code && fd->answer_choices ? answer_keys(fd->answer_choices) : xstrdup("");
	case FIELD_REFERENCE:
		return xstrdup(_("A part of the name, then Enter; Space: the list"));
	}
	return xstrdup("");
}

/* ---- F1 ---- */

static void add_choices(struct str *b, const struct codes *codes)
{
	str_addf(b, "\n%s\n", _("Answers:"));
	for (size_t i = 0; i < codes->n; i++) {
		const struct code *c = &codes->v[i];
		str_addf(b, "  %zu %s", i + 1, codes_label(codes, c->code));
		for (size_t a = 0; c->aliases && c->aliases[a]; a++)
			str_addf(b, "%s%s", a ? ", " : "  = ", c->aliases[a]);
		str_add(b, c->verified ? "\n" : _("  (not verified)\n"));
	}
}

/* A rule speaks of what stands in fields: here, where none is meant, of "…". */
static void add_message(struct str *b, const char *message)
{
	for (const char *p = message; *p;) {
		size_t n = strcspn(p, "{"), len;

		str_addn(b, p, n);
		p += n;
		len = strcspn(p, "}");
		if (p[len] == '}') {
			str_add(b, "…");
			len++;
		} else {
			str_addn(b, p, len);
		}
		p += len;
	}
}

static void add_rules(struct str *b, const struct field *fd)
{
	static const char *const word[] = { N_("Error"), N_("To explain"), N_("Note") };
	bool head = false;

	for (size_t i = 0; i < fd->form->n_checks; i++) {
		const struct check *c = &fd->form->checks[i];
		if (c->field != fd || c->propose)
			continue;
		if (!head)
			str_addf(b, "\n%s\n", _("Rules:"));
		head = true;
		str_addf(b, "  %s: ", _(word[c->strength]));
		add_message(b, i18n_pick(c->message));
		if (!str_empty(c->source))
			str_addf(b, " (%s)", c->source);
		str_addc(b, '\n');
	}
}

/* Long indicators carry their threshold in the code list itself. */
static void add_threshold(struct str *b, const struct field *fd, const char *code)
{
	const struct code *c = code ? codes_find(fd->choices, code) : NULL;
	const char *want = i18n_lang() == LANG_VI ? "threshold_vi" : "threshold_en";

	for (size_t i = 0; c && c->extra && fd->choices->extra_names && fd->choices->extra_names[i];
	     i++) {
		const char *name = fd->choices->extra_names[i];
		if ((str_eq(name, want) || str_eq(name, "source")) && !str_empty(c->extra[i]))
			str_addf(b, "%s\n", c->extra[i]);
	}
}

/* The threshold alone. */
static const char *threshold(const struct field *fd, const char *code)
{
	const struct code *c = code ? codes_find(fd->choices, code) : NULL;
	const char *want = i18n_lang() == LANG_VI ? "threshold_vi" : "threshold_en";

	for (size_t i = 0; c && c->extra && fd->choices->extra_names && fd->choices->extra_names[i]; i++)
		if (str_eq(fd->choices->extra_names[i], want))
			return c->extra[i];
	return NULL;
}

static void add_numbered(struct str *b, const struct codes *codes)
{
	for (size_t i = 0; i < codes->n; i++)
		str_addf(b, "%s%zu %s", i ? " · " : "", (i + 1) % 10, codes_label(codes, codes->v[i].code));
}

char *edit_digits(const struct field *fd, const char *code)
{
	struct str b;

	str_init(&b);
	if (fd->type == FIELD_YESNO) {
		str_addf(&b, "1 %s · 2 %s · %s", _("Yes"), _("No"), i18n_pick(fd->help));
	} else if ((fd->type == FIELD_CHOICE || fd->type == FIELD_MULTI) && fd->choices->n <= 10) {
		add_numbered(&b, fd->choices);
	} else if (fd->type == FIELD_ANSWERS && fd->answer_choices && fd->answer_choices->n) {
		const struct codes *answers = fd->answer_choices;

		for (size_t i = 0; i < answers->n; i++) /* the last one says that it was not collected */
			str_addf(&b, "%s%zu %s", i ? " · " : "", i + 1 < answers->n ? i + 1 : 0,
				 codes_label(answers, answers->v[i].code));
		if (!str_empty(threshold(fd, code)))
			str_addf(&b, " · %s", threshold(fd, code));
	}
	if (b.len)
		return str_take(&b);
	str_fini(&b);
	return NULL;
}

bool edit_help(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	struct str b;

	if (!it)
		return dialog_help(ed->app, _("Rows"),
				   _("Enter opens a row, n adds one, d takes one away. In a row ^N goes "
			      "to the next one (a new "
			      "one behind the last), ^P to the one before, ^T copies the answer of "
			      "the row above, Esc Esc "
			      "comes back here."));
	const struct field *fd = it->field;
	const char *label = it->code ? codes_label(fd->choices, it->code) : i18n_pick(fd->label);
	const char *help = i18n_pick(fd->help);
	char *accepts = edit_accepts(fd, it->code);

	str_init(&b);
	if (it->code)
		str_addf(&b, "%s\n", i18n_pick(fd->label));
	add_threshold(&b, fd, it->code);
	if (*help)
		str_addf(&b, "%s\n", help);
	str_addf(&b, "%s %s%s\n", _("It takes:"), accepts,
		 fd->required ? _(". An answer is required.") : "");
	if (fd->keep)
		str_addf(&b, "%s\n", _("Carried over to the next new record (F5)."));
	if (!str_empty(fd->source))
		str_addf(&b, "%s %s\n", _("Source:"), fd->source);
	if (fd->type == FIELD_CHOICE || fd->type == FIELD_MULTI)
		add_choices(&b, fd->choices);
	add_rules(&b, fd);
	bool keys = dialog_help(ed->app, label, b.s);
	str_fini(&b);
	free(accepts);
	return keys;
}
