/* SPDX-License-Identifier: MIT */
/* What is wrong with a record or asked about it, in the order of the paper, its rosters after it. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"

void problems_fini(struct problems *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].message);
		free((char *)(uintptr_t)p->v[i].check);
	}
	free(p->v);
	*p = (struct problems){ NULL, 0, 0, 0, 0 };
}

bool entry_has_errors(const struct problems *p, const struct entry *en)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].entry == en && p->v[i].strength == STRENGTH_ERROR)
			return true;
	return false;
}

static void add(struct problems *out, struct problem *p)
{
	out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
	out->v[out->n++] = *p;
	if (p->strength == STRENGTH_ERROR)
		out->errors++;
	if (p->strength == STRENGTH_DOUBT && !p->reason)
		out->unexplained++;
}

/* The value a {mark} stands for; caller frees. */
static char *mark_text(struct entry *en, const char *name)
{
	const char *code;
	const struct field *fd = form_field(en->form, name, &code);
	char *s = fd ? entry_show(en, fd, code) : entry_param_text(en, name);

	if (!*s) {
		free(s);
		return xstrdup("…");
	}
	return s;
}

char *entry_fill_marks(struct entry *en, const char *text)
{
	struct str b;

	str_init(&b);
	while (*text) {
		size_t n = strcspn(text, "{");
		const char *end = text[n] ? strchr(text + n, '}') : NULL;
		char *name, *shown;

		str_addn(&b, text, n);
		text += n;
		if (!end) {
			str_add(&b, text);
			break;
		}
		name = xstrndup(text + 1, (size_t)(end - text - 1));
		shown = mark_text(en, name);
		str_add(&b, shown);
		free(shown);
		free(name);
		text = end + 1;
	}
	return str_take(&b);
}

static void add_required(struct problems *out, struct entry *en, const struct field *fd, const char *code)
{
	const char *label = i18n_pick(fd->label);
	struct problem p = { .entry = en, .field = fd, .code = code, .strength = STRENGTH_ERROR };

	if (entry_get(en, fd, code) || !entry_relevant(en, fd, code))
		return;
	if (code)
		label = codes_label(fd->choices, code);
	p.check = xasprintf("%s.required", fd->name);
	p.message = xasprintf(_("\"%s\" has no answer yet."), label);
	p.source = fd->source;
	add(out, &p);
}

static void check_required(struct problems *out, struct entry *en, const struct field *fd)
{
	/* Whether it is asked at all is not known yet: nothing is missing. */
	if (!fd->required || en->unsure[fd->index])
		return;
	if (fd->type != FIELD_ANSWERS) {
		add_required(out, en, fd, NULL);
		return;
	}
	for (size_t i = 0; i < fd->choices->n; i++)
		add_required(out, en, fd, fd->choices->v[i].code);
}

enum verdict {
	VERDICT_HOLDS,
	VERDICT_FAILS
};

static unsigned char verdict_of(struct expr_value *v)
{
	bool fails = v->kind == EXPR_NUMBER ? v->number == 0 : v->kind == EXPR_TEXT && strtod(v->text, NULL) == 0;

	expr_value_fini(v);
	return fails ? VERDICT_FAILS : VERDICT_HOLDS;
}

/* What each check with a test says. One that cannot be worked out is told as itself: then they are asked one by one. */
static int judge(struct entry *en, unsigned char *verdicts, struct error *e)
{
	const struct form *form = en->form;
	struct expr *all = form_tests(form);
	struct expr_value *v = all ? xcalloc(form->n_checks, sizeof(*v)) : NULL;
	struct scope s = { .en = en };
	bool joined = all && !expr_eval_joined(all, scope_pick, &s, v, NULL);
	size_t n = 0;
	int ret = 0;

	for (size_t i = 0; !ret && i < form->n_checks; i++) {
		struct expr_value one;

		/* A field that is not asked has no rules. */
		if (!form->checks[i].test)
			continue;
		if (joined) {
			verdicts[i] = verdict_of(&v[n++]);
			continue;
		}
		if (!en->relevant[form->checks[i].field->index])
			continue;
		ret = entry_eval(en, form->checks[i].test, &one, e);
		if (!ret)
			verdicts[i] = verdict_of(&one);
	}
	free(v);
	return ret;
}

static void tell(struct problems *out, struct entry *en, const struct check *k)
{
	struct problem p = { .entry = en, .field = k->field, .strength = k->strength, .source = k->source };

	p.check = xstrdup(k->name);
	p.message = entry_fill_marks(en, i18n_pick(k->message));
	p.reason = k->strength == STRENGTH_DOUBT ? entry_reason_given(en, k->name) : NULL;
	add(out, &p);
}

bool entry_settled(const struct entry *en)
{
	struct expr_value v = { EXPR_NULL, 0, NULL };
	bool settled = en->form->settled && !entry_eval(en, en->form->settled, &v, NULL) && expr_number(&v) != 0;

	expr_value_fini(&v);
	return settled;
}

static int check_proposal(struct problems *out, struct entry *en, const struct check *k, struct error *e)
{
	struct problem p = { .entry = en, .field = k->field, .code = k->code, .strength = k->strength, .source = k->source };
	int ret;

	p.message = propose_disagrees(en, k->propose, e, &ret);
	if (!p.message)
		return ret;
	p.check = xstrdup(k->name);
	p.reason = entry_reason_given(en, k->name);
	add(out, &p);
	return 0;
}

static int collect(struct problems *out, struct entry *en, struct error *e)
{
	const struct form *form = en->form;
	unsigned char *verdicts = xcalloc(form->n_checks + 1, 1);
	bool settled = entry_settled(en);
	int ret = judge(en, verdicts, e);

	for (size_t i = 0; !ret && i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];

		if (!en->relevant[i])
			continue;
		check_required(out, en, fd);
		for (size_t k = 0; !ret && k < form->n_checks; k++) {
			if (form->checks[k].field != fd)
				continue;
			if (form->checks[k].propose)
				ret = settled ? 0 : check_proposal(out, en, &form->checks[k], e);
			else if (verdicts[k] == VERDICT_FAILS)
				tell(out, en, &form->checks[k]);
		}
	}
	free(verdicts);
	for (size_t r = 0; r < form->n_rosters; r++)
		for (size_t i = 0; !ret && i < en->kids[r].n; i++)
			ret = collect(out, en->kids[r].v[i], e);
	return ret;
}

int entry_problems(struct entry *en, struct problems *out, struct error *e)
{
	int ret;

	*out = (struct problems){ NULL, 0, 0, 0, 0 };
	ret = entry_refresh(en, e);
	if (!ret)
		ret = collect(out, en, e);
	if (ret)
		problems_fini(out);
	return ret;
}
