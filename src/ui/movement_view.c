/* SPDX-License-Identifier: MIT */
/* What will be written: both households beside each other as they are after the step, and what they lack then. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/movement.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/draw.h"

struct view {
	struct mv *m;
	struct strlist columns[2]; /* the lines of each household */
	struct strlist below;      /* certificates, what is lacking */
	int skip, height, shown;
	bool yes;
};

static void add_person(const struct mv *m, struct strlist *to, size_t nth, const struct movement_person *p)
{
	const struct codes *relation = code_lists_get(forms_codes(m->app->forms), "relation", NULL);
	bool changed = !str_empty(p->was) && !str_eq(p->was, p->relation);

	strlist_take(to, xasprintf("%c%2zu %s · %s%s%s", p->came ? '+' : changed ? '*' : ' ', nth, p->name,
				   codes_label(relation, p->relation), p->sure ? "" : " (?)", ""));
}

static void add_side(const struct mv *m, struct strlist *to, const struct movement_side *d)
{
	strlist_take(to, xasprintf("%s", d->is_new ? _("NEW HOUSEHOLD") : _("HOUSEHOLD")));
	strlist_add(to, d->key);
	if (d->ended) {
		strlist_add(to, _("no longer counts"));
		return;
	}
	strlist_take(to, xasprintf("%s · %s", *d->classification ? d->classification : _("no class yet"),
				   d->village));
	strlist_take(to, xasprintf(_("Members: %s"), *d->count ? d->count : "–"));
	for (size_t i = 0; i < d->n; i++)
		add_person(m, to, i + 1, &d->v[i]);
}

static void add_lacks(struct strlist *to, const struct movement_side *d)
{
	if (!d->lacks.n)
		return;
	/* TRANSLATORS: then the household, and below what it will lack */
	strlist_take(to, xasprintf(_("Then lacking in %s:"), d->key));
	for (size_t i = 0; i < d->lacks.n; i++)
		strlist_take(to, xasprintf("- %s", d->lacks.v[i]));
}

static void build(struct view *v)
{
	const struct movement_result *r = &v->m->preview;
	const struct mv *m = v->m;
	struct str who;

	str_init(&who);
	for (size_t i = 0; m->en && i < entry_children(m->en, 0); i++) {
		const struct entry *row = entry_child(m->en, 0, i);
		const char *name = entry_get(row, form_field(entry_form(row), "full_name", NULL), NULL);

		if (m->ticked[i])
			str_addf(&who, "%s%s", who.len ? ", " : "", name ? name : "");
	}
	if (who.len) /* TRANSLATORS: whom a guided step is about */
		strlist_take(&v->below, xasprintf(_("Who: %s"), who.s));
	str_fini(&who);
	for (size_t i = 0; i < r->n_sides; i++)
		add_side(v->m, &v->columns[i], &r->side[i]);
	for (size_t i = 0; i < r->certificates.n; i++)
		strlist_add(&v->below, r->certificates.v[i]);
	if (r->unsure.n)
		strlist_add(&v->below, _("(?) is only guessed from what they were before: look at it."));
	for (size_t i = 0; i < r->n_sides; i++)
		add_lacks(&v->below, &r->side[i]);
}

static void draw_column(const struct view *v, size_t column, int at, int y, int x, int cols)
{
	const struct strlist *l = &v->columns[column];
	const char *text = at >= 0 && (size_t)at < l->n ? l->v[at] : "";
	enum look look = at == 0 ? LOOK_TITLE : *text == '+' || *text == '*' ? LOOK_GOOD : LOOK_NORMAL;

	draw_text(y, x, cols, look, text);
}

/* Rows below the columns are wrapped; counted, or drawn from `skip` on. */
static int draw_below(const struct view *v, int y, int rows, int skip, bool draw)
{
	int at = 0, cols = draw_cols() - 2;

	for (size_t i = 0; i < v->below.n; i++) {
		const char *p = v->below.v[i];
		int n = draw_wrap(0, 0, 0, cols, LOOK_NORMAL, p);

		for (int k = 0; k < n; k++, at++) {
			if (draw && at >= skip && at - skip < rows)
				draw_wrap(y + at - skip, 1, 1, cols, *v->below.v[i] == '-' ? LOOK_DOUBT : LOOK_NORMAL, p);
			p = draw_wrap_next(p, cols);
		}
	}
	return at;
}

static void view_draw(struct screen *s, bool part)
{
	struct view *v = s->data;
	int cols = draw_cols(), half = v->columns[1].n ? cols / 2 : cols, top = 3, n;
	const struct codes *kinds = code_lists_get(forms_codes(v->m->app->forms), "change_kind", NULL);
	struct date d;
	char day[11];

	(void)part;
	draw_blank(1, 0, draw_rows() - 2, cols, LOOK_NORMAL);
	/* TRANSLATORS: heading of what a guided step will write: the kind of change, its day */
	draw_textf(1, 1, cols - 2, LOOK_TITLE, _("Will be written: %s, %s"), codes_label(kinds, movement_change(v->m->kind)),
		   v->m->v[MV_DATE] && date_parse_iso(v->m->v[MV_DATE], &d) ? date_human(&d, day) : "");
	n = (int)(v->columns[0].n > v->columns[1].n ? v->columns[0].n : v->columns[1].n);
	v->shown = draw_rows() - top - 1;
	v->height = n + 1 + draw_below(v, 0, 0, 0, false);
	if (v->skip > v->height - v->shown)
		v->skip = v->height - v->shown;
	if (v->skip < 0)
		v->skip = 0;
	for (int i = 0; i < v->shown && i + v->skip < n; i++) {
		draw_column(v, 0, i + v->skip, top + i, 1, half - 2);
		if (v->columns[1].n)
			draw_column(v, 1, i + v->skip, top + i, half + 1, cols - half - 2);
	}
	n = n + 1 - v->skip;
	draw_below(v, top + (n > 0 ? n : 0), v->shown - (n > 0 ? n : 0), n > 0 ? 0 : -n, true);
	draw_cursor(1, 1);
}

enum { ACT_WRITE = 1, ACT_BACK, ACT_UP, ACT_DOWN };

static const struct keybind view_keys[] = {
	{ K_ENTER, ACT_WRITE, N_("Write it"), N_("Write all of it, as shown") },
	{ K_F(2), ACT_WRITE, NULL, N_("Write all of it, as shown") },
	{ K_UP, ACT_UP, NULL, N_("Read on") },
	{ K_DOWN, ACT_DOWN, NULL, N_("Read on") },
	{ K_PAGE_UP, ACT_UP, NULL, N_("Read on") },
	{ K_PAGE_DOWN, ACT_DOWN, NULL, N_("Read on") },
	{ K_CANCEL, ACT_BACK, N_("Back, change it"), N_("Back to the questions; nothing is written") },
	{ K_F(10), ACT_BACK, NULL, N_("Back to the questions; nothing is written") },
	{ 0, 0, NULL, NULL },
};

static enum screen_result view_key(struct screen *s, const struct key *k)
{
	struct view *v = s->data;
	int page = k->code == K_PAGE_UP || k->code == K_PAGE_DOWN ? v->shown - 1 : 1;

	switch (keybind_find(view_keys, k)) {
	case ACT_WRITE:
		v->yes = true;
		return SCREEN_CLOSE;
	case ACT_BACK:
		return SCREEN_CLOSE;
	case ACT_UP:
		v->skip -= page;
		return SCREEN_REDRAW;
	case ACT_DOWN:
		v->skip += page;
		return SCREEN_REDRAW;
	default:
		return SCREEN_IGNORED;
	}
}

static char *view_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Look before it is written"));
}

static const struct screen_ops view_ops = {
	.name = "movement-view",
	.keys = view_keys,
	.draw = view_draw,
	.key = view_key,
	.title = view_title,
};

bool mv_confirm(struct mv *m)
{
	struct view v = { .m = m };

	strlist_init(&v.columns[0]);
	strlist_init(&v.columns[1]);
	strlist_init(&v.below);
	build(&v);
	ui_run_modal(m->app, &view_ops, &v);
	strlist_fini(&v.columns[0]);
	strlist_fini(&v.columns[1]);
	strlist_fini(&v.below);
	return v.yes;
}
