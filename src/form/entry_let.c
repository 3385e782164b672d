/* SPDX-License-Identifier: MIT */
/* What a form counts: over its roster rows, its answers, or the rows of a record it refers to. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <string.h>

#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"

struct tally {
	const struct let *let;
	size_t count;
	double sum, min, max;
};

static int tally_one(struct tally *t, struct scope *s, struct error *e)
{
	struct expr_value v;
	bool in = true;
	double d;
	int ret;

	if (t->let->where) {
		ret = expr_eval_picked(t->let->where, scope_pick, s, &v, e);
		if (ret)
			return ret;
		/* Counted is what surely meets the condition. */
		in = v.kind != EXPR_NULL && expr_number(&v) != 0;
		expr_value_fini(&v);
	}
	if (!in)
		return 0;
	if (!t->let->value) {
		t->count++;
		return 0;
	}
	ret = expr_eval_picked(t->let->value, scope_pick, s, &v, e);
	if (ret || v.kind == EXPR_NULL)
		return ret;
	d = expr_number(&v);
	expr_value_fini(&v);
	t->min = t->count && t->min < d ? t->min : d;
	t->max = t->count && t->max > d ? t->max : d;
	t->sum += d;
	t->count++;
	return 0;
}

/* Over the rows of the record a reference points to, as they are stored. */
static int run_through(const struct entry *en, struct tally *t, struct error *e)
{
	const struct let *let = t->let;
	const char *id = entry_relevant(en, let->through, NULL) ? en->now[let->through->index].text : NULL;
	struct scope s = { .en = en };
	const struct records *rows;
	int ret = id ? forms_get(en->f, let->rows, &s.row_form, e) : 0;

	if (ret || !id)
		return ret;
	rows = refs_rows(en->refs, s.row_form, en->unit, id);
	for (size_t i = 0; !ret && i < rows->n; i++) {
		s.row = &rows->v[i];
		ret = tally_one(t, &s, e);
	}
	return ret;
}

static int run_let(const struct entry *en, struct tally *t, struct error *e)
{
	int roster = form_roster(en->form, t->let->over);
	const struct field *fd = roster < 0 ? form_field(en->form, t->let->over, NULL) : NULL;
	int ret = 0;

	if (t->let->through)
		return run_through(en, t, e);
	for (size_t i = 0; roster >= 0 && !ret && i < en->kids[roster].n; i++) {
		struct scope s = { .en = en->kids[roster].v[i] };

		ret = tally_one(t, &s, e);
	}
	for (size_t i = 0; fd && fd->choices && !ret && i < fd->choices->n; i++) {
		struct scope s = { .en = en, .code = &fd->choices->v[i] };

		if (!entry_relevant(en, fd, s.code->code))
			continue;
		s.value = entry_get(en, fd, s.code->code);
		ret = tally_one(t, &s, e);
	}
	return ret;
}

static bool set_number(struct expr_value *slot, bool known, double d)
{
	bool same = known ? slot->kind == EXPR_NUMBER && slot->number == d : slot->kind == EXPR_NULL;

	*slot = (struct expr_value){ known ? EXPR_NUMBER : EXPR_NULL, known ? d : 0, NULL };
	return !same;
}

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

static int run(struct entry *en, size_t i, bool *differs, struct error *e)
{
	struct tally t = { .let = &en->form->lets[i] };
	int ret;

	*differs = false;
	if (t.let->op == LET_VALUE)
		return run_value(en, i, differs, e);
	ret = run_let(en, &t, e);
	if (!ret)
		*differs = keep_tally(en, i, &t);
	return ret;
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

	for (size_t i = 0; i < en->form->n_lets; i++) {
		bool differs;
		int ret;

		en->let_state[i] = LET_STALE;
		if (!watched[i])
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
