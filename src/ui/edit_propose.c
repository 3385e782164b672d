/* SPDX-License-Identifier: MIT */
/*
 * What facts say of an answer that is not there yet: seen dim in its place, with the reason on the line below; one key takes it, one
 * takes all. The officer decides.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/standing.h"
#include "ui/dialog.h"

void edit_propose_free(struct edit *ed)
{
	for (size_t i = 0; i < ed->n_proposed; i++)
		proposal_fini(&ed->proposed[i]);
	free(ed->proposed);
	ed->proposed = NULL;
	ed->n_proposed = 0;
}

void edit_propose_build(struct edit *ed)
{
	const struct form *form = entry_form(ed->top);
	struct error e = ERROR_INIT;

	edit_propose_free(ed);
	if (!form->n_proposes)
		return;
	ed->proposed = xcalloc(form->n_proposes, sizeof(*ed->proposed));
	for (size_t i = 0; i < form->n_proposes; i++) {
		struct proposal p;

		if (entry_proposal(ed->top, form->proposes[i].field, form->proposes[i].code, &p, &e)) {
			ui_error(ed->app, &e);
			return;
		}
		if (p.rule)
			ed->proposed[ed->n_proposed++] = p;
	}
}

static const struct proposal *proposed(const struct edit *ed, const struct edit_item *it)
{
	for (size_t i = 0; !ed->row && it && i < ed->n_proposed; i++)
		if (ed->proposed[i].rule->field == it->field && str_eq(ed->proposed[i].rule->code, it->code))
			return &ed->proposed[i];
	return NULL;
}

const char *edit_proposal(struct edit *ed, const struct edit_item *it)
{
	struct entry *en = edit_entry(ed);
	const struct proposal *p;
	const char *said = NULL;

	if (ed->row || !it || !edit_writable(ed, it->field, false) || entry_get(en, it->field, it->code))
		return NULL;
	if (it == edit_current(ed) && ed->line_open && (ed->typing || *lineedit_text(ed->line.model)))
		return NULL;
	if (ed->host)
		said = ed->host->propose(ed->host->ctx, it->field, it->code);
	p = said ? NULL : proposed(ed, it);
	return p ? p->value : said;
}

char *edit_proposal_reason(struct edit *ed, const struct edit_item *it)
{
	const struct proposal *p = proposed(ed, it);
	char *shown, *said;

	if (!p || str_empty(p->reason) || !entry_open_answer(ed->top, it->field, it->code))
		return NULL;
	if (!p->value)
		return xstrdup(p->reason);
	shown = field_show(ed->app->forms, ed->app->book, it->field, it->code, p->value);
	said = xasprintf("%s: %s", shown, p->reason);
	free(shown);
	return said;
}

bool edit_take_proposal(struct edit *ed, const struct edit_item *it)
{
	const char *value = edit_proposal(ed, it);
	const struct proposal *p = proposed(ed, it);

	/* What says it was not collected may be answered too. */
	if (!value && p && entry_open_answer(ed->top, it->field, it->code) && edit_writable(ed, it->field, false))
		value = p->value;
	if (!value)
		return false;
	char *kept = xstrdup(value); /* setting one answer may change what is proposed for others */
	bool set = edit_set(ed, it->field, it->code, kept);
	free(kept);
	edit_line_begin(ed);
	return set;
}

enum screen_result edit_take_here(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);

	if (ed->locked) {
		ui_say(ed->app, "%s", ed->locked);
		return SCREEN_REDRAW;
	}
	ed->going = 1;
	bool taken = edit_take_proposal(ed, it);
	ed->going = 0;
	if (taken)
		edit_step(ed, 1);
	else
		ui_say(ed->app, "%s", _("Nothing is proposed here."));
	return SCREEN_REDRAW;
}

enum screen_result edit_take_all(struct edit *ed)
{
	struct error e = ERROR_INIT;
	size_t n = 0;

	if (ed->locked) {
		ui_say(ed->app, "%s", ed->locked);
		return SCREEN_REDRAW;
	}
	if (ed->row || edit_in_table(ed) || !edit_leave(ed) || !edit_ready(ed))
		return SCREEN_REDRAW;
	if (entry_take_proposals(ed->top, NULL, &n, &e))
		ui_error(ed->app, &e);
	else if (n)
		ui_saved(ed->app);
	edit_recheck(ed);
	edit_line_begin(ed);
	ui_say(ed->app, n ? P_("%zu proposal was taken.", "%zu proposals were taken.", n) : _("Nothing is proposed here."), n);
	return SCREEN_REDRAW;
}

/* ---- side by side ---- */

static void add_standing(struct str *b, const struct standing *st, const struct codes *classes)
{
	str_addf(b, "%s%s\n", i18n_pick(st->standard->label), st->counts ? _("  (the round's)") : "");
	if (st->result.class)
		str_addf(b, "  %s\n", codes_label(classes, st->result.class));
	str_addf(b, "  %s\n", st->result.why);
	if (st->asked)
		str_addf(b, _("  Indicators: %zu, lacked %g, not collected %g\n"), st->asked, st->facts.deprived, st->facts.unknown);
	if (!st->result.class && st->certain)
		str_addf(b, _("  Certain already, whatever the others say: %s\n"), codes_label(classes, st->certain));
	if (!str_empty(st->result.source))
		str_addf(b, "  %s %s\n", _("Source:"), st->result.source);
	str_addc(b, '\n');
}

enum screen_result edit_compare(struct edit *ed)
{
	const struct codes *classes = code_lists_get(forms_codes(ed->app->forms), "classification", NULL);
	struct standings all;
	struct error e = ERROR_INIT;
	struct str b;

	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	edit_line_begin(ed);
	if (entry_standings(ed->top, &all, &e)) {
		ui_error(ed->app, &e);
		return SCREEN_REDRAW;
	}
	if (!all.n) {
		ui_say(ed->app, "%s", entry_form(ed->top)->standing ? _("Choose the round first.") : _("This form has no class to compare."));
		return SCREEN_REDRAW;
	}
	str_init(&b);
	for (size_t i = 0; i < all.n; i++)
		add_standing(&b, &all.v[i], classes);
	str_add(&b, _("An indicator counts under another standard where both ask the same; B1 points only on the same score sheets."));
	dialog_text(ed->app, _("Under the standards"), b.s);
	str_fini(&b);
	standings_fini(&all);
	return SCREEN_REDRAW;
}
