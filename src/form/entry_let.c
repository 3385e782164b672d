/* SPDX-License-Identifier: MIT */
/* What a form counts: over its roster rows, its answers, or the rows of a record it refers to. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"

struct tally {
	const struct let *let;
	size_t count;
	double sum, min, max;
};

/* What runs over rows: one [let], or several together. */
struct running {
	struct tally *v;
	size_t n;
	const struct let_group *group; /* NULL: v[0] alone */
	struct expr_value *row;        /* of a group: its answers for one row */
};

static bool surely(const struct expr_value *v)
{
	return v->kind != EXPR_NULL && expr_number(v) != 0;
}

static void add_value(struct tally *t, const struct expr_value *v)
{
	double d = expr_number(v);

	if (v->kind == EXPR_NULL)
		return;
	t->min = t->count && t->min < d ? t->min : d;
	t->max = t->count && t->max > d ? t->max : d;
	t->sum += d;
	t->count++;
}

static int tally_one(struct tally *t, struct scope *s, struct error *e)
{
	struct expr_value v;
	bool in = true;
	int ret;

	if (t->let->where) {
		ret = expr_eval_picked(t->let->where, scope_pick, s, &v, e);
		if (ret)
			return ret;
		/* Counted is what surely meets the condition. */
		in = surely(&v);
		expr_value_fini(&v);
	}
	if (!in)
		return 0;
	if (!t->let->value) {
		t->count++;
		return 0;
	}
	ret = expr_eval_picked(t->let->value, scope_pick, s, &v, e);
	if (ret)
		return ret;
	add_value(t, &v);
	expr_value_fini(&v);
	return 0;
}

static int tally_group(struct running *r, struct scope *s, struct error *e)
{
	struct expr_value *at = r->row;
	int ret = expr_eval_joined(r->group->all, scope_pick, s, r->row, e);

	if (ret)
		return ret;
	for (size_t i = 0; i < r->n; i++) {
		struct tally *t = &r->v[i];
		bool in = surely(at++);

		if (!t->let->value)
			t->count += in;
		else if (in)
			add_value(t, at++);
		else
			at++;
	}
	for (size_t i = 0; i < r->group->columns; i++)
		expr_value_fini(&r->row[i]);
	return 0;
}

static int tally_row(struct running *r, struct scope *s, struct error *e)
{
	return r->group ? tally_group(r, s, e) : tally_one(&r->v[0], s, e);
}

/* Over the rows of the record a reference points to, as they are stored. */
static int run_through(const struct entry *en, struct running *r, struct error *e)
{
	const struct let *let = r->v[0].let;
	const char *id = entry_relevant(en, let->through, NULL) ? en->now[let->through->index].text : NULL;
	struct scope s = { .en = en };
	const struct records *rows;
	int ret = id ? forms_get(en->f, let->rows, &s.row_form, e) : 0;

	if (ret || !id)
		return ret;
	rows = refs_rows(en->refs, s.row_form, en->unit, id, false, e);
	if (!rows)
		return ERR_DATA;
	for (size_t i = 0; !ret && i < rows->n; i++) {
		s.row = &rows->v[i];
		ret = tally_row(r, &s, e);
	}
	return ret;
}

static int run_rows(const struct entry *en, struct running *r, struct error *e)
{
	const struct let *let = r->v[0].let;
	int roster = form_roster(en->form, let->over);
	const struct field *fd = roster < 0 ? form_field(en->form, let->over, NULL) : NULL;
	int ret = 0;

	if (let->through)
		return run_through(en, r, e);
	for (size_t i = 0; roster >= 0 && !ret && i < en->kids[roster].n; i++) {
		struct scope s = { .en = en->kids[roster].v[i] };

		ret = tally_row(r, &s, e);
	}
	for (size_t i = 0; fd && fd->choices && !ret && i < fd->choices->n; i++) {
		struct scope s = { .en = en, .code = &fd->choices->v[i] };

		if (!entry_relevant(en, fd, s.code->code))
			continue;
		s.value = entry_get(en, fd, s.code->code);
		ret = tally_row(r, &s, e);
	}
	return ret;
}

static bool set_number(struct expr_value *slot, bool known, double d)
{
	bool same = known ? slot->kind == EXPR_NUMBER && slot->number == d : slot->kind == EXPR_NULL;

	*slot = (struct expr_value){ known ? EXPR_NUMBER : EXPR_NULL, known ? d : 0, NULL };
	return !same;
}

/* Whether it is another than before. */
static bool keep_tally(struct entry *en, size_t i, const struct tally *t)
{
	struct expr_value *slot = &en->lets[i];

	switch (t->let->op) {
	case LET_COUNT:
		return set_number(slot, true, (double)t->count);
	case LET_SUM:
		return set_number(slot, true, t->sum);
	case LET_MIN:
		return set_number(slot, t->count > 0, t->min);
	case LET_MAX:
		return set_number(slot, t->count > 0, t->max);
	case LET_VALUE:
		break;
	}
	return false;
}

/* value(): a number worked out of the record itself; a text is none. */
static int run_value(struct entry *en, size_t i, bool *differs, struct error *e)
{
	struct expr_value v;
	int ret = entry_eval(en, en->form->lets[i].value, &v, e);

	if (ret)
		return ret;
	*differs = set_number(&en->lets[i], v.kind == EXPR_NUMBER, v.number);
	expr_value_fini(&v);
	return 0;
}

static int run_alone(struct entry *en, size_t i, bool *differs, struct error *e)
{
	struct tally t = { .let = &en->form->lets[i] };
	struct running r = { .v = &t, .n = 1 };
	int ret = run_rows(en, &r, e);

	if (!ret)
		*differs = keep_tally(en, i, &t);
	return ret;
}

/* All of them at once: who asks for one will ask for another. *differs: one of those that fields are worked out with. */
static int run_group(struct entry *en, const struct let_group *g, bool *differs, struct error *e)
{
	const bool *watched = form_watched(en->f, en->form) + en->form->n_fields;
	struct running r = { .v = xcalloc(g->n, sizeof(*r.v)), .n = g->n, .group = g, .row = xcalloc(g->columns, sizeof(*r.row)) };
	int ret;

	for (size_t i = 0; i < g->n; i++)
		r.v[i].let = &en->form->lets[g->let[i]];
	ret = run_rows(en, &r, e);
	for (size_t i = 0; !ret && i < g->n; i++) {
		bool other = keep_tally(en, g->let[i], &r.v[i]);

		*differs |= other && watched[g->let[i]];
		en->let_state[g->let[i]] = LET_KNOWN;
	}
	free(r.v);
	free(r.row);
	return ret;
}

static int run(struct entry *en, size_t i, bool *differs, struct error *e)
{
	const struct let_group *g = form_let_group(en->form, i);

	*differs = false;
	if (en->form->lets[i].op == LET_VALUE)
		return run_value(en, i, differs, e);
	/* One that cannot be worked out must not take the others with it. */
	if (g && !run_group(en, g, differs, NULL))
		return 0;
	return run_alone(en, i, differs, e);
}

const struct expr_value *entry_let(struct entry *en, size_t i)
{
	bool differs;

	if (en->let_state[i] == LET_KNOWN)
		return &en->lets[i];
	if (en->let_state[i] == LET_BUSY) { /* made of itself */
		set_number(&en->lets[i], false, 0);
		return &en->lets[i];
	}
	en->let_state[i] = LET_BUSY;
	if (run(en, i, &differs, NULL)) /* not to be worked out: not known */
		set_number(&en->lets[i], false, 0);
	en->let_state[i] = LET_KNOWN;
	return &en->lets[i];
}

/* What fields are worked out with is worked out now. The others wait until somebody asks: most records are read without anyone
 * wanting to know what their household's members say. */
int entry_refresh_lets(struct entry *en, bool *changed, struct error *e)
{
	const bool *watched = en->form->n_lets ? form_watched(en->f, en->form) + en->form->n_fields : NULL;

	memset(en->let_state, LET_STALE, en->form->n_lets);
	for (size_t i = 0; i < en->form->n_lets; i++) {
		bool differs;
		int ret;

		if (!watched[i] || en->let_state[i] == LET_KNOWN)
			continue;
		en->let_state[i] = LET_BUSY;
		ret = run(en, i, &differs, e);
		en->let_state[i] = LET_KNOWN;
		if (ret)
			return ret;
		*changed |= differs;
	}
	return 0;
}
