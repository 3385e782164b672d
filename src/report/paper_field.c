/* SPDX-License-Identifier: MIT */
/*
 * A field's value made words, always the Vietnamese way. A format that cannot read its value leaves it as it is: what the
 * book holds is never hidden by how it is shown.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/paper_impl.h"
#include "text/number.h"
#include "text/utf8.h"

#define NO_DATE "ngày …… tháng …… năm ……"

/* number_…_show speak the language of the screen. */
static char *vietnamese(char *buf)
{
	for (char *p = buf; i18n_lang() != LANG_VI && *p; p++)
		*p = *p == ',' ? '.' : *p == '.' ? ',' : *p;
	return buf;
}

static void show_number(char **v, const char *after)
{
	char buf[32];
	double d;
	long long n;

	if (str_int(*v, &n))
		number_int_show(n, buf);
	else if (number_decimal_plain(*v, &d))
		number_decimal_show(d, 0, buf);
	else
		return;
	free(*v);
	*v = xasprintf("%s%s", vietnamese(buf), after);
}

static void show_decimal(char **v, int digits, const char *after)
{
	char buf[32];
	double d;

	if (!number_decimal_plain(*v, &d))
		return;
	number_decimal_show(d, digits, buf);
	free(*v);
	*v = xasprintf("%s%s", vietnamese(buf), after);
}

static void show_date(char **v, enum format_kind kind)
{
	struct date d;
	char buf[11];

	if (!date_parse_iso(*v, &d))
		return;
	free(*v);
	if (kind == FORMAT_YEAR)
		*v = xasprintf("%d", d.year);
	else if (kind == FORMAT_DATE || !d.month)
		*v = xstrdup(date_human(&d, buf));
	else if (!d.day)
		*v = xasprintf("tháng %d năm %d", d.month, d.year);
	else /* a nought before days under 10 and the first two months: NĐ 30/2020/NĐ-CP */
		*v = xasprintf("ngày %02d tháng %0*d năm %d", d.day, d.month < 3 ? 2 : 1, d.month, d.year);
}

/* "a|b" as their labels; a code that the list lacks stays. */
static void show_codes(struct paper_run *run, char **v, const char *list)
{
	const struct codes *codes = code_lists_get(forms_codes(run->f), list, NULL);
	struct strlist l;
	struct str out;

	strlist_init(&l);
	str_init(&out);
	strlist_split(&l, *v, "|");
	for (size_t i = 0; i < l.n; i++) {
		const struct code *c = codes_find(codes, l.v[i]);

		str_addf(&out, "%s%s", i ? "; " : "", c && c->label[LANG_VI] ? c->label[LANG_VI] : l.v[i]);
	}
	strlist_fini(&l);
	free(*v);
	*v = str_take(&out);
}

static void show_box(char **v, const char *wanted)
{
	const char *s = *v ? *v : "";
	bool ticked = wanted ? !strcmp(s, wanted) : *s && strcmp(s, "no") != 0 && strcmp(s, "0") != 0;

	free(*v);
	*v = xstrdup(ticked ? "☒" : "☐");
}

/* Is `code` one of "a|b"? */
static bool among(const char *codes, const char *code)
{
	size_t n = strlen(code);

	for (const char *p = codes; p && *p; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == n && !strncmp(p, code, n))
			return true;
	return false;
}

static void add_choice(struct str *out, bool ticked, const char *label)
{
	/* The box stays with the first word behind it. */
	str_addf(out, "%s%s\xC2\xA0%s", out->len ? "\xC2\xA0\xC2\xA0 " : "", ticked ? "☒" : "☐", label);
}

static void show_choices(struct paper_run *run, char **v, const char *list)
{
	const struct codes *codes = code_lists_get(forms_codes(run->f), list, NULL);
	struct str out;

	str_init(&out);
	for (size_t i = 0; codes && i < codes->n; i++)
		add_choice(&out, among(*v, codes->v[i].code),
			   codes->v[i].label[LANG_VI] ? codes->v[i].label[LANG_VI] : codes->v[i].code);
	free(*v);
	*v = str_take(&out);
}

static void show_yesno(char **v)
{
	struct str out;

	str_init(&out);
	add_choice(&out, str_eq(*v, "yes"), "Có");
	add_choice(&out, str_eq(*v, "no"), "Không");
	free(*v);
	*v = str_take(&out);
}

static void replace(char **v, char *by)
{
	free(*v);
	*v = by;
}

/* Apply one format to *v (NULL: no answer). */
static void apply(struct paper_run *run, const struct paper_format *how, char **v)
{
	if (how->kind == FORMAT_BOX || how->kind == FORMAT_YESNO || how->kind == FORMAT_CHOICES) {
		if (how->kind == FORMAT_BOX)
			show_box(v, how->text);
		else if (how->kind == FORMAT_YESNO)
			show_yesno(v);
		else
			show_choices(run, v, how->text);
		return;
	}
	if (!*v) {
		if (how->kind == FORMAT_OR)
			*v = xstrdup(how->text);
		else if (how->kind == FORMAT_DAY)
			*v = xstrdup(NO_DATE);
		return;
	}
	switch (how->kind) {
	case FORMAT_DATE:
	case FORMAT_DAY:
	case FORMAT_YEAR:
		show_date(v, how->kind);
		break;
	case FORMAT_NUMBER:
		show_number(v, "");
		break;
	case FORMAT_MONEY:
		show_number(v, " đồng");
		break;
	case FORMAT_DECIMAL:
		show_decimal(v, -1, "");
		break;
	case FORMAT_RATE:
		show_decimal(v, 2, "%");
		break;
	case FORMAT_UPPER:
		replace(v, utf8_upper(*v));
		break;
	case FORMAT_LOWER:
		replace(v, utf8_lower_first(*v));
		break;
	case FORMAT_CODE:
		show_codes(run, v, how->text);
		break;
	case FORMAT_OR:
	case FORMAT_BLANK:
	case FORMAT_BOX:
	case FORMAT_CHOICES:
	case FORMAT_YESNO:
		break;
	}
}

int paper_field_fill(struct paper_run *run, const struct paper_field *f, unsigned style, struct doc_text *t,
		     struct error *e)
{
	const char *value = NULL;
	char number[24], *v;
	int dots = 0, rc = *f->query ? paper_value(run, f->query, f->column, &value, number, NULL, e) : 0;

	if (rc)
		return rc;
	v = str_empty(value) ? NULL : xstrdup(value);
	for (size_t i = 0; i < f->n; i++) {
		apply(run, &f->format[i], &v);
		if (f->format[i].kind == FORMAT_BLANK)
			dots = f->format[i].n;
	}
	if (!str_empty(v))
		doc_text_add(t, v, style);
	else if (dots)
		doc_text_blank(t, dots);
	free(v);
	return 0;
}
