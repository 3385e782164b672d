/* SPDX-License-Identifier: MIT */
/*
 * One set of answers under several standards. An indicator of another standard takes the answer of one that asks the same; what
 * nobody asked stays open. B1 points belong to the score sheets they were counted on, so they count elsewhere only where those
 * are shared; else the income does, if it is known.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/standing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/answer.h"
#include "form/entry_impl.h"
#include "form/expr.h"

void standings_fini(struct standings *s)
{
	for (size_t i = 0; i < s->n; i++) {
		standard_result_fini(&s->v[i].result);
		free(s->v[i].area);
	}
	free(s->v);
	*s = (struct standings){ NULL, 0 };
}

static int number(struct entry *en, struct expr *x, double *out, struct error *e)
{
	struct expr_value v = { EXPR_NULL, 0, NULL };
	int ret = x ? entry_eval(en, x, &v, e) : 0;

	*out = v.kind == EXPR_NUMBER ? v.number : (double)NAN;
	expr_value_fini(&v);
	return ret;
}

static int text(struct entry *en, struct expr *x, char **out, struct error *e)
{
	struct expr_value v = { EXPR_NULL, 0, NULL };
	int ret = entry_eval(en, x, &v, e);

	*out = v.kind == EXPR_TEXT ? xstrdup(v.text) : NULL;
	expr_value_fini(&v);
	return ret;
}

/* The answer given under any code that asks the same; *borrowed: not under its own. */
static enum answer answer_to(const struct entry *en, struct standards *all, const struct standard_indicator *ind, bool *borrowed)
{
	const struct field *fd = en->form->standing->answers;
	const char *code;

	for (size_t i = 0; (code = standard_same(all, ind, i)); i++) {
		enum answer a = entry_relevant(en, fd, code) && codes_find(fd->choices, code) ?
					answer_means(fd, entry_get(en, fd, code)) :
					ANSWER_NONE;

		if (a != ANSWER_YES && a != ANSWER_NO)
			continue;
		*borrowed = i > 0;
		return a;
	}
	return ANSWER_OPEN;
}

static void count_answers(const struct entry *en, struct standards *all, struct standing *st)
{
	const struct standard *asked = standard_asked(all, st->standard);

	st->asked = asked->n_indicators;
	st->facts.deprived = asked->n_indicators ? 0 : (double)NAN;
	st->facts.unknown = 0;
	for (size_t i = 0; i < asked->n_indicators; i++) {
		bool borrowed = false;
		enum answer a = answer_to(en, all, &asked->indicators[i], &borrowed);

		st->facts.borrowed |= borrowed;
		st->facts.deprived += a == ANSWER_YES;
		st->facts.unknown += a == ANSWER_OPEN;
	}
}

static int stand(struct entry *en, struct standards *all, struct standing *st, const struct standard *own,
		 const struct standard_facts *known, struct error *e)
{
	bool same_sheet = st->counts || (own->scores && str_eq(own->scores, st->standard->scores));
	struct standard_result loose;
	int ret;

	st->facts = *known;
	st->area = xstrdup_null(known->area);
	st->facts.area = st->area;
	if (!same_sheet) {
		st->facts.b1_elsewhere = !isnan(known->b1);
		st->facts.b1 = NAN;
		st->facts.by_income = !isnan(known->income);
	}
	count_answers(en, all, st);
	ret = standard_classify(st->standard, &st->facts, &loose, e);
	st->certain = loose.class;
	if (ret || !st->counts) {
		st->result = loose;
		return ret;
	}
	standard_result_fini(&loose);
	st->facts.strict = true;
	return standard_classify(st->standard, &st->facts, &st->result, e);
}

/* What the form says is known, and under which standard; *own NULL where none is known yet. */
static int known_facts(struct entry *en, struct standard_facts *known, char **area, const struct standard **own, struct error *e)
{
	const struct standing_rule *rule = en->form->standing;
	char *id = NULL;
	int ret;

	*own = NULL;
	*area = NULL;
	*known = (struct standard_facts){ .b1 = NAN, .income = NAN };
	if (!rule)
		return 0;
	ret = entry_refresh(en, e);
	if (!ret)
		ret = text(en, rule->standard, &id, e);
	if (!ret)
		ret = text(en, rule->area, area, e);
	if (!ret)
		ret = number(en, rule->b1, &known->b1, e);
	if (!ret)
		ret = number(en, rule->income, &known->income, e);
	known->area = *area;
	if (!ret)
		*own = standards_find(forms_standards(en->f), id);
	free(id);
	return ret;
}

int entry_standings(struct entry *en, struct standings *out, struct error *e)
{
	struct standards *all = forms_standards(en->f);
	struct standard_facts known;
	const struct standard *own;
	char *area;
	int ret = known_facts(en, &known, &area, &own, e);

	*out = (struct standings){ NULL, 0 };
	if (own)
		out->v = xcalloc(standards_count(all) + 1, sizeof(*out->v));
	for (size_t i = 0; own && !ret && i <= standards_count(all); i++) {
		const struct standard *st = i ? standards_at(all, i - 1) : own;

		if (i && (st == own || !standard_ready(st)))
			continue;
		out->v[out->n] = (struct standing){ .standard = st, .counts = i == 0 };
		ret = stand(en, all, &out->v[out->n++], own, &known, e);
	}
	free(area);
	if (ret)
		standings_fini(out);
	return ret;
}

char *entry_why(struct entry *en)
{
	struct standard_facts known;
	const struct standard *own;
	struct standing st = { .counts = true };
	char *area, *why = NULL;

	if (!known_facts(en, &known, &area, &own, NULL) && own) {
		st.standard = own;
		if (!stand(en, forms_standards(en->f), &st, own, &known, NULL))
			why = xstrdup(st.result.why);
		standard_result_fini(&st.result);
		free(st.area);
	}
	free(area);
	return why ? why : xstrdup("");
}
