/* SPDX-License-Identifier: MIT */
/* The code lists `standard`, `indicator` and `score_answer`, made of the standards' and score sheets' files: one truth. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/score_impl.h"

static void add(struct strlist *l, const char *s)
{
	strlist_add(l, s ? s : "");
}

static void add_all(struct strlist *l, const char *const *v)
{
	for (; *v; v++)
		strlist_add(l, *v);
}

static void standard_rows(struct standards *s, standard_row *row, void *ctx)
{
	static const char *const header[] = { "code", "vi", "en", "from", "to", "aliases", "verified", "source", "review_from",
					      NULL };
	struct strlist cells;

	strlist_init(&cells);
	add_all(&cells, header);
	row(ctx, &cells, s->dir, 1);
	for (size_t i = 0; i < s->n; i++) {
		const struct standard *st = &s->v[i]->pub;

		strlist_fini(&cells);
		add(&cells, st->id);
		add(&cells, st->label[0]);
		add(&cells, st->label[1]);
		add(&cells, st->from);
		add(&cells, st->until);
		add(&cells, st->aliases);
		add(&cells, st->verified ? "yes" : "no");
		add(&cells, st->source);
		add(&cells, st->review_from ? st->review_from : st->from);
		row(ctx, &cells, st->path, 0);
	}
	strlist_fini(&cells);
}

static const char *const indicator_header[] = { "code",	      "vi",	      "en",	      "standard", "from",
						"to",	      "verified",     "service_vi",   "service_en", "threshold_vi",
						"threshold_en", "source",     "same",	      NULL };

/* Names of figures of all indicators, each a column. */
static void figure_names(struct standards *s, struct strlist *names)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct standard *st = &s->v[i]->pub;

		for (size_t k = 0; k < st->n_indicators; k++)
			for (const char *const *f = st->indicators[k].figures; *f; f += 2)
				if (!strlist_has(names, *f))
					strlist_add(names, *f);
	}
}

static void indicator_cells(const struct standard *st, const struct standard_indicator *ind, const struct strlist *figures,
			    struct strlist *cells)
{
	struct str same;

	str_init(&same);
	for (size_t i = 0; ind->same[i]; i++)
		str_addf(&same, "%s%s", i ? "|" : "", ind->same[i]);
	add(cells, ind->code);
	add(cells, ind->label[0]);
	add(cells, ind->label[1]);
	add(cells, st->id);
	add(cells, st->from);
	add(cells, st->until);
	add(cells, ind->verified ? "yes" : "no");
	add(cells, ind->service[0]);
	add(cells, ind->service[1]);
	add(cells, ind->threshold[0]);
	add(cells, ind->threshold[1]);
	add(cells, ind->source);
	strlist_take(cells, str_take(&same));
	for (size_t i = 0; i < figures->n; i++) {
		const char *text = "";

		for (const char *const *f = ind->figures; *f; f += 2)
			if (!strcmp(*f, figures->v[i]))
				text = f[1];
		add(cells, text);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct standard *const *x = a, *const *y = b;

	return (*x)->place != (*y)->place ? ((*x)->place < (*y)->place ? -1 : 1) : strcmp((*x)->id, (*y)->id);
}

static void indicator_rows(struct standards *s, standard_row *row, void *ctx)
{
	const struct standard **order = xcalloc(s->n + 1, sizeof(*order));
	struct strlist cells, figures;

	strlist_init(&cells);
	strlist_init(&figures);
	figure_names(s, &figures);
	add_all(&cells, indicator_header);
	for (size_t i = 0; i < figures.n; i++)
		strlist_add(&cells, figures.v[i]);
	row(ctx, &cells, s->dir, 1);
	for (size_t i = 0; i < s->n; i++)
		order[i] = &s->v[i]->pub;
	qsort(order, s->n, sizeof(*order), by_place);
	for (size_t i = 0; i < s->n; i++) {
		for (size_t k = 0; k < order[i]->n_indicators; k++) {
			strlist_fini(&cells);
			indicator_cells(order[i], &order[i]->indicators[k], &figures, &cells);
			row(ctx, &cells, order[i]->path, 0);
		}
	}
	strlist_fini(&figures);
	strlist_fini(&cells);
	free(order);
}

bool standards_table(struct standards *s, const char *list, standard_row *row, void *ctx)
{
	standards_count(s); /* read them */
	if (!strcmp(list, "standard"))
		standard_rows(s, row, ctx);
	else if (!strcmp(list, "indicator"))
		indicator_rows(s, row, ctx);
	else if (!strcmp(list, "score_answer"))
		score_rows(s, row, ctx);
	else
		return false;
	return true;
}
