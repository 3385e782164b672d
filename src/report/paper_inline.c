/* SPDX-License-Identifier: MIT */
/* Inside a paragraph or a cell: **bold**, //slanted//, \\ for a new line, {{fields}} with their formats. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/paper_impl.h"

#define BLANK_MAX 400
#define NO_BREAK "\xC2\xA0"

enum argument { ARG_NONE, ARG_TEXT, ARG_MAYBE, ARG_NUMBER };
static const struct {
	const char *name;
	enum format_kind kind;
	enum argument arg;
} formats[] = {
	{ "date", FORMAT_DATE, ARG_NONE },     { "day", FORMAT_DAY, ARG_NONE },
	{ "year", FORMAT_YEAR, ARG_NONE },     { "number", FORMAT_NUMBER, ARG_NONE },
	{ "decimal", FORMAT_DECIMAL, ARG_NONE }, { "rate", FORMAT_RATE, ARG_NONE },
	{ "money", FORMAT_MONEY, ARG_NONE },   { "upper", FORMAT_UPPER, ARG_NONE },
	{ "lower", FORMAT_LOWER, ARG_NONE },   { "code", FORMAT_CODE, ARG_TEXT },
	{ "box", FORMAT_BOX, ARG_MAYBE },      { "or", FORMAT_OR, ARG_TEXT },
	{ "choices", FORMAT_CHOICES, ARG_TEXT }, { "yesno", FORMAT_YESNO, ARG_NONE },
	{ "blank", FORMAT_BLANK, ARG_NUMBER },
};

void paper_field_free(struct paper_field *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		free(f->format[i].text);
	free(f->query);
	free(f->column);
	free(f);
}

struct where {
	struct paper_reader *r;
	const char *path;
	int line;
};

static bool bad_field(const struct where *w, const char *why, const char *what)
{
	char *text = xasprintf("%s: %s", what, why);

	paper_bad(w->r, w->path, w->line, NULL, "%s", text);
	free(text);
	return false;
}

/* "blank(12)" of `n` bytes. */
static bool read_format(const struct where *w, struct paper_field *f, const char *s, size_t n)
{
	const char *open = memchr(s, '(', n);
	size_t name = open ? (size_t)(open - s) : n;
	char *all = xstrndup(s, n), *arg = NULL;
	bool ok = false;

	if (open && s[n - 1] == ')')
		arg = xstrndup(open + 1, n - name - 2);
	if (f->n == FORMATS_MAX) {
		bad_field(w, _("too many formats"), all);
		goto out;
	}
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		struct paper_format *to = &f->format[f->n];
		long long dots = 0;

		if (strlen(formats[i].name) != name || strncmp(formats[i].name, s, name))
			continue;
		if ((open && !arg) || (formats[i].arg == ARG_NONE && arg) ||
		    (formats[i].arg > ARG_NONE && formats[i].arg != ARG_MAYBE && str_empty(arg)) ||
		    (formats[i].arg == ARG_NUMBER &&
		     (!str_int(arg, &dots) || dots < 1 || dots > BLANK_MAX))) {
			bad_field(w, _("what stands in brackets is missing or wrong"), all);
			goto out;
		}
		to->kind = formats[i].kind;
		to->n = (int)dots;
		to->text = arg;
		arg = NULL;
		f->n++;
		ok = true;
		goto out;
	}
	bad_field(w, _("there is no such format"), all);
out:
	free(arg);
	free(all);
	return ok;
}

/* Bytes up to the next ':' that is not inside brackets. */
static size_t piece(const char *s, const char *end)
{
	const char *p = s;
	int deep = 0;

	for (; p < end && (deep || *p != ':'); p++)
		deep += *p == '(' ? 1 : *p == ')' && deep ? -1 : 0;
	return (size_t)(p - s);
}

/* A name of a query or column; "#" and "##" are the number of the row and how many there are. */
static bool name_ok(const char *s)
{
	return !strcmp(s, "#") || !strcmp(s, "##") || db_name_ok(s);
}

static bool known(const struct where *w, const struct paper_field *f, const char *all)
{
	const struct paper_text *t = w->r->p->text;

	if (!*f->query) /* {{:blank(20)}} */
		return (!f->column && f->n) || bad_field(w, _("a field is written {{query.column:format}}"), all);
	if (paper_given_has(f->query, f->column))
		return true;
	if (!db_name_ok(f->query) || !f->column || !name_ok(f->column))
		return bad_field(w, _("a field is written {{query.column:format}}"), all);
	return paper_query_find(t, f->query) >= 0 || bad_field(w, _("there is no query of this name"), all);
}

/* What stands between "{{" and "}}". */
static struct paper_field *read_field(const struct where *w, const char *s, const char *end)
{
	struct paper_field *f = xcalloc(1, sizeof(*f));
	char *all = xstrndup(s, (size_t)(end - s)), *dot;
	size_t n = piece(s, end);
	bool ok = true;

	f->query = xstrndup(s, n);
	dot = strchr(f->query, '.');
	if (dot) {
		f->column = xstrdup(dot + 1);
		*dot = '\0';
	}
	for (s += n; ok && s < end; s += n) {
		s++; /* ':' */
		n = piece(s, end);
		ok = read_format(w, f, s, n);
	}
	if (ok)
		ok = known(w, f, all);
	free(all);
	if (ok)
		return f;
	paper_field_free(f);
	return NULL;
}

struct writing {
	struct paper_inline *first, **end;
	struct str text;
	unsigned style;
};

static void flush(struct writing *w)
{
	struct paper_inline *in;

	if (!w->text.len)
		return;
	in = xcalloc(1, sizeof(*in));
	in->text = xstrdup(w->text.s);
	in->style = w->style;
	*w->end = in;
	w->end = &in->next;
	str_reset(&w->text);
}

static void put_field(struct writing *w, struct paper_field *f)
{
	struct paper_inline *in;

	if (!f)
		return;
	flush(w);
	in = xcalloc(1, sizeof(*in));
	in->field = f;
	in->style = w->style;
	*w->end = in;
	w->end = &in->next;
}

static void turn(struct writing *w, enum doc_style style)
{
	flush(w);
	w->style ^= style;
}

struct paper_inline *paper_inline_read(struct paper_reader *r, const char *s, const char *path, int line)
{
	const struct where at = { r, path, line };
	struct writing w = { .first = NULL };

	w.end = &w.first;
	str_init(&w.text);
	while (*s) {
		if (!strncmp(s, "\\\\", 2)) {
			str_addc(&w.text, '\n');
			s += 2 + strspn(s + 2, " ");
		} else if (!strncmp(s, "\\ ", 2)) {
			str_add(&w.text, NO_BREAK);
			s += 2;
		} else if (*s == ' ' && s[1] == ' ') { /* blanks behind the first are meant: both drawings keep them */
			str_add(&w.text, NO_BREAK);
			s++;
		} else if (*s == '\\' && s[1] && strchr("*/{}|^<>@#=.-+%", s[1])) {
			str_addc(&w.text, s[1]);
			s += 2;
		} else if (!strncmp(s, "**", 2)) {
			turn(&w, DOC_BOLD);
			s += 2;
		} else if (!strncmp(s, "//", 2)) {
			turn(&w, DOC_ITALIC);
			s += 2;
		} else if (!strncmp(s, "{{", 2)) {
			const char *end = strstr(s, "}}");

			if (!end) {
				paper_bad(r, path, line, NULL, "%s", _("\"{{\" is not closed with \"}}\""));
				break;
			}
			put_field(&w, read_field(&at, s + 2, end));
			s = end + 2;
		} else {
			if (!strncmp(s, "}}", 2))
				paper_bad(r, path, line, NULL, "%s", _("\"}}\" without \"{{\" before it"));
			str_addc(&w.text, *s++);
		}
	}
	flush(&w);
	if (w.style)
		paper_bad(r, path, line, NULL, "%s",
			  w.style & DOC_BOLD ? _("bold (**) is not closed") : _("slanted (//) is not closed"));
	str_fini(&w.text);
	return w.first;
}
