/* SPDX-License-Identifier: MIT */
/* What facts say of an answer, and why; the officer decides. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"

void proposal_fini(struct proposal *p)
{
	free(p->value);
	free(p->reason);
	*p = (struct proposal){ .rule = NULL };
}

/* The answer a test stands for, or the value itself; NULL: not enough known. */
static int propose_value(struct entry *en, const struct propose *rule, char **out, const char *const **said, struct error *e)
{
	struct expr_value v = { EXPR_NULL, 0, NULL };
	int ret = entry_eval(en, rule->test ? rule->test : rule->value, &v, e);

	*out = NULL;
	*said = rule->lack;
	if (ret || v.kind == EXPR_NULL)
		return ret;
	if (rule->test) {
		bool yes = expr_number(&v) != 0;

		*out = xstrdup(answer_of(rule->field, yes));
		*said = yes ? rule->yes : rule->no;
	} else {
		*out = expr_canonical(rule->field, &v);
		*said = *out ? rule->yes : rule->lack;
	}
	expr_value_fini(&v);
	return 0;
}

static const struct propose *rule_of(const struct form *form, const struct field *fd, const char *code)
{
	for (size_t i = 0; i < form->n_proposes; i++)
		if (form->proposes[i].field == fd && str_eq(form->proposes[i].code, code))
			return &form->proposes[i];
	return NULL;
}

int propose_work_out(struct entry *en, const struct propose *rule, struct proposal *out, struct error *e)
{
	const char *const *said;
	const char *text;
	int ret;

	*out = (struct proposal){ .rule = NULL };
	if (!entry_relevant(en, rule->field, rule->code))
		return 0;
	ret = propose_value(en, rule, &out->value, &said, e);
	if (ret)
		return ret;
	out->rule = rule;
	text = said ? i18n_pick(said) : "";
	if (*text)
		out->reason = entry_fill_marks(en, text);
	else
		out->reason = xstrdup(out->value ? "" : _("not enough known"));
	return 0;
}

int entry_proposal(struct entry *en, const struct field *fd, const char *code, struct proposal *out, struct error *e)
{
	const struct propose *rule = rule_of(en->form, fd, code);

	*out = (struct proposal){ .rule = NULL };
	return rule ? propose_work_out(en, rule, out, e) : 0;
}

bool entry_open_answer(const struct entry *en, const struct field *fd, const char *code)
{
	const char *now = entry_get(en, fd, code);

	return !now || (fd->type == FIELD_ANSWERS && answer_means(fd, now) == ANSWER_OPEN);
}

int entry_take_proposals(struct entry *en, const struct field *fd, size_t *taken, struct error *e)
{
	int ret = entry_refresh(en, e);

	*taken = 0;
	for (size_t i = 0; !ret && i < en->form->n_proposes; i++) {
		const struct propose *rule = &en->form->proposes[i];
		struct proposal p;

		if ((fd && rule->field != fd) || !entry_open_answer(en, rule->field, rule->code))
			continue;
		ret = propose_work_out(en, rule, &p, e);
		if (!ret && p.value) {
			ret = entry_set(en, rule->field, rule->code, p.value, ENTRY_PLAIN, e);
			*taken += !ret;
		}
		proposal_fini(&p);
	}
	return ret ? ret : entry_refresh(en, e);
}

char *propose_disagrees(struct entry *en, const struct propose *rule, struct error *e, int *ret)
{
	const char *now = entry_get(en, rule->field, rule->code), *label;
	struct proposal p;
	char *said = NULL, *shown;

	*ret = 0;
	if (entry_open_answer(en, rule->field, rule->code))
		return NULL;
	*ret = propose_work_out(en, rule, &p, e);
	if (!*ret && p.value && strcmp(p.value, now)) {
		label = rule->code ? codes_label(rule->field->choices, rule->code) : i18n_pick(rule->field->label);
		shown = entry_show(en, rule->field, rule->code);
		said = xasprintf(_("%s: the answer is \"%s\", but %s."), label, shown, p.reason);
		free(shown);
	}
	proposal_fini(&p);
	return said;
}
