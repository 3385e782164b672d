/* SPDX-License-Identifier: MIT */
/*
 * [propose.*]: what facts say of an answer, and why; an answer that differs is a doubt. [standing]: what makes the
 * record's class under a poverty standard.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer.h"
#include "form/form_impl.h"

/* The indicator's code as the list writes it; told where there is none. */
static const char *load_code(struct form_impl *fi, const char *section, const struct field *fd)
{
	const char *code = form_text(fi, section, "code");
	const struct code *k;

	if (!fd || fd->type != FIELD_ANSWERS) {
		if (code)
			form_bad(fi, section, "code", "%s", _("only answers have codes"));
		return NULL;
	}
	if (!code) {
		form_bad(fi, section, "code", "%s", _("name the indicator"));
		return NULL;
	}
	k = fd->choices ? codes_find(fd->choices, code) : NULL;
	if (!k && fd->choices)
		form_bad(fi, section, "code", _("\"%s\" is not in the code list \"%s\""), code, fd->choices->name);
	return k ? k->code : NULL;
}

static void check_kind(struct form_impl *fi, const char *section, const struct propose *p)
{
	const struct field *fd = p->field;

	if (!p->test == !p->value) {
		form_bad(fi, section, "test", "%s", _("write either test or value"));
		return;
	}
	if (!fd || !p->test)
		return;
	if (fd->type != FIELD_ANSWERS && fd->type != FIELD_YESNO)
		form_bad(fi, section, "test", "%s", _("a test proposes answers or yes and no; for other fields write value"));
	else if (fd->answer_choices && (!answer_of(fd, true) || !answer_of(fd, false)))
		form_bad(fi, section, "test", _("the code list \"%s\" does not tell in a column \"means\" which answer is yes and which is no"),
			 fd->answer_choices->name);
}

static void load_propose(struct form_impl *fi, struct propose *p, const char *section, const char *name)
{
	const char *field = form_text(fi, section, "field");
	struct check *k;

	p->name = form_keep_text(fi, name);
	p->field = field ? form_field(&fi->pub, field, NULL) : NULL;
	if (!p->field)
		form_bad(fi, section, "field", _("there is no field \"%s\""), field ? field : "");
	else if (p->field->compute || p->field->derived || p->field->type == FIELD_MULTI)
		form_bad(fi, section, "field", _("nothing can be proposed for \"%s\""), field);
	p->code = load_code(fi, section, p->field);
	p->test = form_expr(fi, section, "test");
	p->value = form_expr(fi, section, "value");
	form_text_pair(fi, section, "yes", true, p->yes);
	form_text_pair(fi, section, "no", p->test != NULL, p->no);
	form_text_pair(fi, section, "lack", false, p->lack);
	p->source = form_text_long(fi, section, "source");
	check_kind(fi, section, p);
	if (!p->field)
		return;
	k = form_add_check(fi);
	k->name = p->name;
	k->field = p->field;
	k->code = p->code;
	k->strength = STRENGTH_DOUBT;
	k->source = p->source;
	k->propose = p;
}

void form_load_proposes(struct form_impl *fi)
{
	size_t n = ini_sections(fi->ini), at = 0;

	fi->proposes = form_keep(fi, n + 1, sizeof(*fi->proposes));
	for (size_t i = 0; i < n; i++) {
		const char *section = ini_section(fi->ini, i), *name;

		if (form_section(section, &name) == SECTION_PROPOSE)
			load_propose(fi, &fi->proposes[at++], section, name);
	}
	fi->pub.proposes = fi->proposes;
	fi->pub.n_proposes = at;
}

void form_load_standing(struct form_impl *fi)
{
	static const char section[] = "standing";
	struct standing_rule *r = &fi->standing;
	const char *answers;

	if (!ini_has_section(fi->ini, section))
		return;
	r->standard = form_expr(fi, section, "standard");
	r->area = form_expr(fi, section, "area");
	r->b1 = form_expr(fi, section, "b1");
	r->income = form_expr(fi, section, "income");
	answers = form_text(fi, section, "answers");
	r->answers = answers ? form_field(&fi->pub, answers, NULL) : NULL;
	if (!r->standard || !r->area || !r->b1)
		form_bad(fi, section, NULL, "%s", _("standard, area and b1 must be there"));
	if (!r->answers || r->answers->type != FIELD_ANSWERS)
		form_bad(fi, section, "answers", "%s", _("name a field of answers"));
	else if (r->answers->answer_choices && !answer_of(r->answers, true))
		form_bad(fi, section, "answers",
			 _("the code list \"%s\" does not tell in a column \"means\" which answer is yes and which is no"),
			 r->answers->answer_choices->name);
	else if (r->standard && r->area && r->b1)
		fi->pub.standing = r;
}
