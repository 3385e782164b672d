/* SPDX-License-Identifier: MIT */
/*
 * Working a record out: what its expressions see, which fields are asked, what is computed, what
 * its [let]s count. Fields depend on one another in any order, so this goes round until nothing
 * changes; forms are small and two rounds are the rule.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"
#include "text/number.h"

#define ROUNDS_MAX 6 /* two fields that chase each other must end */

static bool is_number(enum field_type t)
{
	return t == FIELD_INT || t == FIELD_MONEY || t == FIELD_DECIMAL;
}

static void give_text(struct expr_value *v, const char *text)
{
	if (!text)
		return;
	v->kind = EXPR_TEXT;
	v->text = (char *)(uintptr_t)text; /* borrowed */
}

static void give(struct expr_value *v, const struct field *fd, const char *text)
{
	if (!text)
		return;
	if (!is_number(fd->type)) {
		give_text(v, text);
	} else if (number_decimal_plain(text, &v->number)) {
		v->kind = EXPR_NUMBER;
	}
}

/* A field of a record: nothing where it is not asked. */
static void give_field(struct expr_value *v, const struct entry *en, const struct field *fd,
		       const char *code)
{
	if (!entry_relevant(en, fd, code))
		return;
	if (fd->alias) {
		const struct entry *row = entry_alias_row(en, fd);

		if (row)
			give_field(v, row, entry_alias_target(en, fd), NULL);
		else
			give(v, fd, entry_get(en, fd, NULL));
		return;
	}
	give(v, fd, entry_get(en, fd, code));
}

static bool multi_has(const char *text, const char *code)
{
	size_t n = strlen(code);

	for (const char *p = text; p; p = strchr(p, '|'), p = p ? p + 1 : NULL)
		if (!strncmp(p, code, n) && (!p[n] || p[n] == '|'))
			return true;
	return false;
}

/* One field of the record a reference points to. */
static void give_referred(struct expr_value *v, const struct entry *en, const struct field *ref,
			  const struct field *fd)
{
	const struct record *r;

	if (en->parent && ref == en->form->parent) {
		give_field(v, en->parent, fd, NULL);
		return;
	}
	if (!entry_relevant(en, ref, NULL) || !en->now[ref->index].text)
		return;
	r = refs_get(en->refs, fd->form, en->unit, en->now[ref->index].text);
	if (r)
		give(v, fd, record_get(r, fd->name));
}

/* Its place among the rows of its record, from 1; a new one stands behind them. */
static void give_row_no(struct expr_value *v, const struct entry *en)
{
	const struct kids *k = en->parent ? &en->parent->kids[en->roster] : NULL;
	size_t i = 0;

	if (!k)
		return;
	while (i < k->n && k->v[i] != en)
		i++;
	v->kind = EXPR_NUMBER;
	v->number = (double)(i + 1);
}

/* ---- names ---- */

/* What a name of an expression stands for: found out once, as there are few names and many records. */
struct meant {
	const struct form *form; /* of the records that were asked */
	enum {
		MEANT_NOTHING,
		MEANT_FIELD,
		MEANT_CODE,     /* one answer of `fd` */
		MEANT_REFERRED, /* the field `of` of the record `fd` points to */
		MEANT_LET,
		MEANT_TODAY,
		MEANT_ROW_NO,
		MEANT_SELF,
		MEANT_ROW_FIELD, /* of the row of another record a [let] runs over */
		MEANT_ANSWER_CODE, /* of the answer a [let] runs over */
		MEANT_ANSWER_VALUE,
		MEANT_ANSWER_STANDARD
	} what;
	const struct field *fd, *of;
	const char *code;
	size_t let;
};

static bool mean_let(struct meant *m, const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->n_lets; i++) {
		if (strcmp(form->lets[i].name, name))
			continue;
		m->what = MEANT_LET;
		m->let = i;
		return true;
	}
	return false;
}

static void mean_plain(struct meant *m, const struct form *form, const char *name)
{
	m->fd = form_field(form, name, NULL);
	if (m->fd)
		m->what = MEANT_FIELD;
	else if (mean_let(m, form, name))
		return;
	else if (!strcmp(name, "today"))
		m->what = MEANT_TODAY;
	else if (!strcmp(name, "row_no"))
		m->what = MEANT_ROW_NO;
}

/* ":field__code" of an answers or multi field; the code in any case. */
static bool mean_code(struct meant *m, const struct field *fd, const char *tail)
{
	if ((fd->type != FIELD_ANSWERS && fd->type != FIELD_MULTI) || !fd->choices)
		return false;
	for (size_t i = 0; i < fd->choices->n; i++) {
		if (strcasecmp(fd->choices->v[i].code, tail))
			continue;
		m->what = MEANT_CODE;
		m->fd = fd;
		m->code = fd->choices->v[i].code;
		return true;
	}
	return false;
}

static void mean_joined(struct meant *m, struct forms *f, const struct form *form, const char *name, const char *tail)
{
	char *head = xstrndup(name, (size_t)(tail - name));
	const struct field *fd = form_field(form, head, NULL);
	const struct form *other;

	tail += 2;
	if (fd && mean_code(m, fd, tail)) {
		free(head);
		return;
	}
	if (!strcmp(head, "parent") && form->parent)
		fd = form->parent;
	free(head);
	if (!fd || fd->type != FIELD_REFERENCE || forms_get(f, fd->refers, &other, NULL))
		return;
	m->of = form_field(other, tail, NULL);
	m->fd = fd;
	m->what = m->of ? MEANT_REFERRED : MEANT_NOTHING;
}

static const struct meant *mean(const struct scope *s, const char *name, void **tag)
{
	static const char *const answer[] = { "code", "value", "standard" };
	const struct entry *en = s->en;
	struct meant *m = *tag;
	const char *tail;

	if (m && m->form == en->form)
		return m;
	if (!m)
		*tag = m = xcalloc(1, sizeof(*m));
	*m = (struct meant){ .form = en->form };
	if (s->row && str_starts(name, "outer__")) {
		name += strlen("outer__");
	} else if (s->row && strcmp(name, "today") != 0) {
		m->fd = form_field(s->row_form, name, NULL);
		m->what = m->fd ? MEANT_ROW_FIELD : MEANT_NOTHING;
		return m;
	}
	tail = strstr(name, "__");
	for (int i = 0; s->code && i < 3; i++)
		if (!strcmp(name, answer[i]))
			m->what = MEANT_ANSWER_CODE + (unsigned)i;
	if (m->what)
		return m;
	if (!tail)
		mean_plain(m, en->form, name);
	else if (!strcmp(name, "self__id"))
		m->what = MEANT_SELF;
	else
		mean_joined(m, en->f, en->form, name, tail);
	return m;
}

static void give_code(struct expr_value *v, const struct entry *en, const struct field *fd, const char *code)
{
	if (fd->type == FIELD_ANSWERS)
		give_field(v, en, fd, code);
	else if (entry_relevant(en, fd, NULL) && en->now[fd->index].text)
		give_text(v, multi_has(en->now[fd->index].text, code) ? "yes" : "no");
}

void scope_pick(void *ctx, const char *name, void **tag, struct expr_value *v)
{
	const struct scope *s = ctx;
	const struct entry *en = s->en;
	const struct meant *m = mean(s, name, tag);

	switch (m->what) {
	case MEANT_NOTHING:
		break;
	case MEANT_FIELD:
		give_field(v, en, m->fd, NULL);
		break;
	case MEANT_CODE:
		give_code(v, en, m->fd, m->code);
		break;
	case MEANT_REFERRED:
		give_referred(v, en, m->fd, m->of);
		break;
	case MEANT_LET:
		*v = *entry_let((struct entry *)(uintptr_t)en, m->let);
		break;
	case MEANT_TODAY:
		give_text(v, refs_today(en->refs));
		break;
	case MEANT_ROW_NO:
		give_row_no(v, en);
		break;
	case MEANT_SELF:
		give_text(v, en->id);
		break;
	case MEANT_ROW_FIELD:
		give(v, m->fd, record_get(s->row, m->fd->name));
		break;
	case MEANT_ANSWER_CODE:
		give_text(v, s->code->code);
		break;
	case MEANT_ANSWER_VALUE:
		give_text(v, s->value);
		break;
	case MEANT_ANSWER_STANDARD:
		give_text(v, s->code->standard);
		break;
	}
}

int entry_eval(const struct entry *en, struct expr *x, struct expr_value *v, struct error *e)
{
	struct scope s = { .en = en };

	return expr_eval_picked(x, scope_pick, &s, v, e);
}

/* ---- results ---- */

double expr_number(const struct expr_value *v)
{
	return v->kind == EXPR_NUMBER ? v->number : v->text ? strtod(v->text, NULL) : 0;
}

/* A test holds unless it is 0; NULL is "not enough known". */
static bool holds(const struct expr_value *v)
{
	return v->kind == EXPR_NULL || expr_number(v) != 0;
}

static char *plain_text(const struct expr_value *v)
{
	char buf[32];

	if (v->kind == EXPR_NUMBER)
		return xstrdup(number_plain(v->number, buf));
	return str_empty(v->text) ? NULL : xstrdup(v->text);
}

static char *canonical_number(const struct field *fd, const struct expr_value *v)
{
	double d = expr_number(v), unused;
	char buf[32];

	if (v->kind == EXPR_TEXT && !number_decimal_plain(v->text, &unused))
		return NULL;
	if (!isfinite(d) || fabs(d) > 9e15)
		return NULL;
	if (fd->type == FIELD_DECIMAL)
		return xstrdup(number_plain(d, buf));
	return xasprintf("%lld", llround(d));
}

char *expr_canonical(const struct field *fd, const struct expr_value *v)
{
	char *text;
	struct date d;

	if (v->kind == EXPR_NULL)
		return NULL;
	if (is_number(fd->type))
		return canonical_number(fd, v);
	/* A comparison answers 1 or 0. */
	if (fd->type == FIELD_YESNO && v->kind == EXPR_NUMBER)
		return xstrdup(v->number != 0 ? "yes" : "no");
	text = plain_text(v);
	if (text && ((fd->type == FIELD_DATE && !date_parse_iso(text, &d)) ||
		     (fd->type == FIELD_CHOICE && !codes_find(fd->choices, text)) ||
		     (fd->type == FIELD_YESNO && strcmp(text, "yes") && strcmp(text, "no")))) {
		free(text);
		return NULL;
	}
	return text;
}

char *entry_param_text(const struct entry *en, const char *name)
{
	struct scope s = { .en = en };
	struct expr_value v = { EXPR_NULL, 0, NULL };
	void *tag = NULL;
	char buf[32];

	scope_pick(&s, name, &tag, &v);
	free(tag);
	if (v.kind == EXPR_NUMBER)
		return xstrdup(v.number == floor(v.number) ? number_int_show((long long)v.number, buf) :
							     number_decimal_show(v.number, -1, buf));
	return xstrdup(v.kind == EXPR_TEXT ? v.text : "");
}

/* ---- rounds ---- */

static int refresh_relevance(struct entry *en, const struct field *fd, bool *changed, struct error *e)
{
	struct expr_value v;
	bool now;
	int ret;

	if (!fd->relevant)
		return 0;
	ret = entry_eval(en, fd->relevant, &v, e);
	if (ret)
		return ret;
	now = holds(&v);
	en->unsure[fd->index] = v.kind == EXPR_NULL;
	expr_value_fini(&v);
	if (now != en->relevant[fd->index])
		*changed |= form_watched(en->f, en->form)[fd->index];
	en->relevant[fd->index] = now;
	return 0;
}

/* One expression that makes a text, kept in *slot. */
static int refresh_text(struct entry *en, const struct field *fd, struct expr *x, char **slot, bool *changed,
			struct error *e)
{
	struct expr_value v;
	char *text;
	int ret = entry_eval(en, x, &v, e);

	if (ret)
		return ret;
	text = x == fd->compute ? expr_canonical(fd, &v) : plain_text(&v);
	expr_value_fini(&v);
	*changed |= !str_eq(text, *slot);
	free(*slot);
	*slot = text;
	return 0;
}

void entry_preset(struct entry *en, const struct field *fd, const char *canonical)
{
	if (!en->is_new || !entry_writable(fd) || fd->alias || fd->type == FIELD_ANSWERS)
		return;
	en->preset[fd->index] = true;
	slot_set(&en->now[fd->index], fd, NULL, canonical);
}

/* A default is given once, to a new record, as soon as what it is made of is known. */
static int refresh_preset(struct entry *en, const struct field *fd, bool *changed, struct error *e)
{
	struct expr_value v;
	char *text;
	int ret;

	if (!en->is_new || en->preset[fd->index] || en->now[fd->index].text)
		return 0;
	ret = entry_eval(en, fd->preset, &v, e);
	if (ret)
		return ret;
	text = expr_canonical(fd, &v);
	expr_value_fini(&v);
	if (text) {
		en->preset[fd->index] = true;
		*changed = true;
		slot_set(&en->now[fd->index], fd, NULL, text);
	}
	free(text);
	return 0;
}

static int refresh_fields(struct entry *en, bool *changed, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		if (fd->preset)
			ret = refresh_preset(en, fd, changed, e);
		if (!ret)
			ret = refresh_relevance(en, fd, changed, e);
		if (!ret && fd->standard)
			ret = refresh_text(en, fd, fd->standard, &en->standard[i], changed, e);
		if (!ret && fd->compute)
			ret = refresh_text(en, fd, fd->compute, &en->now[i].text, changed, e);
	}
	return ret;
}

/* Worth doing at all? Most roster rows have nothing to work out, and there are many. */
static bool has_work(const struct form *form)
{
	if (form->n_lets || form->n_rosters)
		return true;
	for (size_t i = 0; i < form->n_fields; i++)
		if (form->fields[i].relevant || form->fields[i].compute || form->fields[i].standard ||
		    form->fields[i].preset)
			return true;
	return false;
}

static int work_out(struct entry *en, bool *any, struct error *e)
{
	bool changed = has_work(en->form);
	int ret = 0;

	for (int round = 0; !ret && changed && round < ROUNDS_MAX; round++) {
		changed = false;
		ret = refresh_fields(en, &changed, e);
		for (size_t r = 0; !ret && r < en->form->n_rosters; r++)
			for (size_t i = 0; !ret && i < en->kids[r].n; i++)
				ret = work_out(en->kids[r].v[i], &changed, e);
		if (!ret)
			ret = entry_refresh_lets(en, &changed, e);
		*any |= changed;
	}
	return ret;
}

int entry_work_out(struct entry *en, struct error *e)
{
	bool any = false;

	refs_trim(en->refs);
	return work_out(en, &any, e);
}

void entry_look_again(struct entry *en)
{
	refs_forget(en->refs, NULL);
}

int entry_refresh(struct entry *en, struct error *e)
{
	/* A row's answers change what its household counts. */
	return entry_work_out(entry_root(en), e);
}
