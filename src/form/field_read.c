/* SPDX-License-Identifier: MIT */
/*
 * Text as people or machines write it, read as canonical text of a field. What is doubtful is
 * asked about, what is too long is refused: nothing is guessed and nothing is cut.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"
#include "text/number.h"
#include "text/utf8.h"
#include "text/viet.h"

#define TEXT_MAX_BYTES (16u << 10)
#define SHOWN_MAX 60 /* columns of a value quoted in a sentence */

struct reading {
	const struct field *fd;
	const char *label; /* of the field or indicator */
	const char *text;  /* cleaned */
	enum entry_style style;
	struct error *e;
};

/* "Label: the value cannot be read"; the todo says what is expected. */
static int unreadable(struct reading *r, const char *expected)
{
	char *shown = utf8_cell(r->text, SHOWN_MAX, false);

	error_fail(r->e, ERR_DATA, "GN-R20", _("%s: \"%s\" cannot be taken."), r->label, shown);
	error_safe(r->e, _("Nothing was changed."));
	error_todo(r->e, "%s", expected);
	free(shown);
	return ERR_DATA;
}

/* Bytes that are no text would be stored as something nobody typed. */
static int unsound(struct reading *r, const char *text)
{
	enum str_fault fault = str_fault(text);

	if (fault == STR_SOUND)
		return 0;
	r->text = text;
	return unreadable(r, fault == STR_NOT_UTF8 ?
				     _("It is not UTF-8 text: type it again, or save the file it comes from as UTF-8.") :
				     _("It holds a control character, which nobody can see: type it again."));
}

/* Both readings of a number with one separator: whole, and with decimals. */
static int doubtful_number(struct reading *r)
{
	struct str whole;
	char decimal[64], buf[32], buf2[32];
	size_t n = 0;
	const char *last = r->text + strlen(r->text);
	long long v = 0;
	double d = 0;

	while (last > r->text && *last != '.' && *last != ',')
		last--;
	str_init(&whole);
	for (const char *p = r->text; *p; p++) {
		if (*p != '.' && *p != ',' && *p != ' ')
			str_addc(&whole, *p);
		if (n + 1 < sizeof(decimal) && *p != ' ' && (p == last || (*p != '.' && *p != ',')))
			decimal[n++] = p == last ? '.' : *p;
	}
	decimal[n] = '\0';
	if (!str_int(whole.s, &v) || !number_decimal_plain(decimal, &d)) {
		str_fini(&whole);
		return unreadable(r, _("Write a number such as 1329 or 1.329."));
	}
	str_fini(&whole);
	error_fail(r->e, ERR_AMBIGUOUS, "GN-R21", _("%s: \"%s\" may mean %s or %s."), r->label, r->text,
		   number_int_show(v, buf), number_decimal_show(d, -1, buf2));
	error_safe(r->e, _("Nothing was changed."));
	error_todo(r->e, "%s", _("Write thousands as 1.329 or 1329, decimals as 5,79."));
	return ERR_AMBIGUOUS;
}

/* "1.500.000 đ" as it is shown can be typed back. */
static char *without_unit(const char *text)
{
	static const char *const units[] = { "đồng", "đ", "Đ", "VND", "vnd", "dong" };
	size_t n = strlen(text);

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		size_t u = strlen(units[i]);

		if (n <= u || strcmp(text + n - u, units[i]))
			continue;
		n -= u;
		while (n && text[n - 1] == ' ')
			n--;
		break;
	}
	return xstrndup(text, n);
}

/* Only forms that this very style takes are recommended. */
static const char *whole_number_expected(const struct reading *r)
{
	bool human = r->style == ENTRY_HUMAN;

	if (r->fd->type == FIELD_MONEY)
		return human ? _("Write whole đồng such as 1500000 or 1.500.000.") :
			       _("Write whole đồng such as 1500000.");
	return human ? _("Write a whole number such as 1329 or 1.329.") : _("Write a whole number such as 1329.");
}

static int read_int(struct reading *r, char **out)
{
	bool money = r->fd->type == FIELD_MONEY;
	char *digits = money && r->style == ENTRY_HUMAN ? without_unit(r->text) : xstrdup(r->text);
	enum number_result got = NUMBER_BAD;
	long long v = 0;

	if (str_int(digits, &v))
		got = NUMBER_OK;
	else if (r->style == ENTRY_HUMAN)
		got = number_int_human(digits, &v);
	free(digits);
	if (got == NUMBER_DOUBTFUL)
		return doubtful_number(r);
	if (got == NUMBER_BAD)
		return unreadable(r, whole_number_expected(r));
	*out = xasprintf("%lld", v);
	return 0;
}

static int read_decimal(struct reading *r, char **out)
{
	enum number_result got = NUMBER_BAD;
	char buf[32];
	double v = 0;

	if (r->style == ENTRY_HUMAN)
		got = number_decimal_human(r->text, &v);
	else if (number_decimal_plain(r->text, &v))
		got = NUMBER_OK;
	if (got == NUMBER_DOUBTFUL)
		return doubtful_number(r);
	if (got == NUMBER_BAD)
		return unreadable(r, r->style == ENTRY_HUMAN ? _("Write a number such as 5,79.") :
							       _("Write a number such as 5.79."));
	*out = xstrdup(number_plain(v, buf));
	return 0;
}

static int read_date(struct reading *r, char **out)
{
	struct date d;
	char buf[11];
	bool ok = r->style == ENTRY_HUMAN ? date_parse_human(r->text, &d) : date_parse_iso(r->text, &d);

	if (!ok)
		return unreadable(r, r->style == ENTRY_HUMAN ?
					     _("Write a real date as dd/mm/yyyy, with all four digits of the year.") :
					     _("Write a real date as YYYY-MM-DD."));
	if (!d.day && !r->fd->partial)
		return unreadable(r, _("A whole date is needed here: day, month and year."));
	*out = xstrdup(date_iso(&d, buf));
	return 0;
}

static int read_yesno(struct reading *r, char **out)
{
	static const char *const yes[] = { "yes", "y", "co", "x", "1", "true", "dung" };
	static const char *const no[] = { "no", "n", "khong", "k", "0", "false", "sai" };
	char *folded = viet_fold(r->text);
	int said = -1;

	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++) {
		if (!strcmp(folded, yes[i]))
			said = 1;
		if (!strcmp(folded, no[i]))
			said = 0;
	}
	free(folded);
	if (said < 0)
		return unreadable(r, _("Write yes or no."));
	*out = xstrdup(said ? "yes" : "no");
	return 0;
}

/* The codes one may write, as far as they fit a sentence. */
static int not_in_list(struct reading *r, const struct codes *codes)
{
	struct str b;
	int ret;

	str_init(&b);
	for (size_t i = 0; i < codes->n && i < 12; i++)
		str_addf(&b, "%s%s", i ? ", " : "",
			 r->style == ENTRY_HUMAN ? i18n_pick(codes->v[i].label) : codes->v[i].code);
	if (codes->n > 12)
		str_add(&b, ", …");
	char *expected = xasprintf(_("Choose one of: %s."), b.s);

	ret = unreadable(r, expected);
	free(expected);
	str_fini(&b);
	return ret;
}

static int read_code(struct reading *r, const struct codes *codes, char **out)
{
	const struct code *k = codes_match(codes, r->text);

	if (!k)
		return not_in_list(r, codes);
	*out = xstrdup(k->code);
	return 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int read_multi(struct reading *r, char **out)
{
	struct strlist parts, codes;
	struct str b;
	const char *whole = r->text;
	int ret = 0;

	strlist_init(&parts);
	strlist_init(&codes);
	str_init(&b);
	/* A label may hold a comma; only "|" and ";" surely part answers. */
	strlist_split(&parts, r->text, strpbrk(r->text, "|;") || codes_match(r->fd->choices, r->text) ? "|;" : "|;,");
	for (size_t i = 0; !ret && i < parts.n; i++) {
		char *code = NULL;

		r->text = parts.v[i];
		ret = read_code(r, r->fd->choices, &code);
		if (code && !strlist_has(&codes, code))
			strlist_add(&codes, code);
		free(code);
	}
	r->text = whole;
	if (codes.n)
		qsort(codes.v, codes.n, sizeof(*codes.v), by_text);
	for (size_t i = 0; i < codes.n; i++)
		str_addf(&b, "%s%s", i ? "|" : "", codes.v[i]);
	if (!ret && codes.n)
		*out = str_take(&b);
	str_fini(&b);
	strlist_fini(&parts);
	strlist_fini(&codes);
	return ret;
}

static int read_text(struct reading *r, char **out)
{
	size_t n = strlen(r->text), letters = utf8_graphemes(r->text, n);
	char *expected;
	int ret;

	if ((!r->fd->width || letters <= (size_t)r->fd->width) && n <= TEXT_MAX_BYTES) {
		*out = xstrdup(r->text);
		return 0;
	}
	expected = xasprintf(_("It has %zu letters; at most %d fit. Shorten it, nothing is cut off for you."), letters,
			     r->fd->width ? r->fd->width : (int)TEXT_MAX_BYTES);
	ret = unreadable(r, expected);
	free(expected);
	return ret;
}

static int read_reference(struct reading *r, struct forms *f, struct book *b, char **out)
{
	const struct form *form;
	char id[UUID_LEN + 1];
	int ret = forms_get(f, r->fd->refers, &form, r->e);

	if (!ret)
		ret = form_resolve(f, b, form, NULL, r->text, id, r->e);
	if (!ret)
		*out = xstrdup(id);
	return ret;
}

int field_read(struct forms *f, struct book *b, const struct field *fd, const char *code, const char *text,
	       enum entry_style style, char **out, struct error *e)
{
	const struct code *k = code && fd->type == FIELD_ANSWERS ? codes_find(fd->choices, code) : NULL;
	struct reading r = { .fd = fd, .style = style, .e = e };
	char *clean;
	int ret = 0;

	*out = NULL;
	if (str_empty(text))
		return 0;
	r.label = i18n_pick(k ? k->label : fd->label);
	ret = unsound(&r, text);
	if (ret)
		return ret;
	clean = utf8_clean(text);
	r.text = clean;
	if (!*clean)
		goto out;
	switch (fd->type) {
	case FIELD_TEXT:
		ret = read_text(&r, out);
		break;
	case FIELD_INT:
	case FIELD_MONEY:
		ret = read_int(&r, out);
		break;
	case FIELD_DECIMAL:
		ret = read_decimal(&r, out);
		break;
	case FIELD_DATE:
		ret = read_date(&r, out);
		break;
	case FIELD_YESNO:
		ret = read_yesno(&r, out);
		break;
	case FIELD_CHOICE:
		ret = read_code(&r, fd->choices, out);
		break;
	case FIELD_MULTI:
		ret = read_multi(&r, out);
		break;
	case FIELD_ANSWERS:
		ret = k ? read_code(&r, fd->answer_choices, out) :
			  unreadable(&r, _("Name the indicator: field.CODE."));
		break;
	case FIELD_REFERENCE:
		ret = read_reference(&r, f, b, out);
		break;
	}
out:
	free(clean);
	return ret;
}
