/* SPDX-License-Identifier: MIT */
/* A formula is kept as its tokens: it is read again whenever it is needed, which is short work, and prints as it was written. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/formula.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

#define DEPTH_MAX 20

struct token {
	char kind; /* 'c' column, 'n' number, or the sign itself */
	int column;
	double number;
	char text[24]; /* of a number */
};

struct formula {
	struct token *v;
	size_t n, cap;
};

/* ---- reading ---- */

static bool take_number(struct token *t, const char **p)
{
	char *end;
	size_t n;

	t->kind = 'n';
	n = strspn(*p, "0123456789.");
	if (n >= sizeof(t->text))
		return false;
	memcpy(t->text, *p, n);
	t->text[n] = '\0';
	t->number = strtod(t->text, &end);
	*p += n;
	return !*end;
}

static bool take_column(struct token *t, const char **p, int (*find)(const void *, const char *), const void *ctx)
{
	size_t n = strspn(*p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
	char *key = xstrndup(*p, n);

	t->kind = 'c';
	t->column = find(ctx, key);
	free(key);
	*p += n;
	return t->column >= 0;
}

static const char *tokens(struct formula *f, const char *p, int (*find)(const void *, const char *), const void *ctx)
{
	while (*(p += strspn(p, " \t"))) {
		struct token t = { .kind = *p };

		if (isdigit((unsigned char)*p)) {
			if (!take_number(&t, &p))
				return _("this is no number");
		} else if (isalpha((unsigned char)*p)) {
			if (!take_column(&t, &p, find, ctx))
				return _("the formula names a column that is not there");
		} else if (strchr("+-*/()", *p)) {
			p++;
		} else {
			return _("a formula has columns, numbers, + - * / and brackets");
		}
		f->v = grow(f->v, f->n, &f->cap, sizeof(*f->v));
		f->v[f->n++] = t;
	}
	return NULL;
}

/* ---- computing ---- */

struct run {
	const struct formula *f;
	size_t at;
	bool wrong; /* not a formula at all */
	bool known;
	int depth;
	bool (*get)(const void *ctx, int column, double *out);
	const void *ctx;
};

static char peek(const struct run *r)
{
	return r->at < r->f->n ? r->f->v[r->at].kind : '\0';
}

static double sum(struct run *r);

static double one(struct run *r)
{
	const struct token *t;
	double v = 0;

	if (++r->depth > DEPTH_MAX || r->at >= r->f->n) {
		r->wrong = true;
		return 0;
	}
	t = &r->f->v[r->at++];
	if (t->kind == 'n') {
		v = t->number;
	} else if (t->kind == 'c') {
		if (r->get && !r->get(r->ctx, t->column, &v))
			r->known = false;
	} else if (t->kind == '-') {
		v = -one(r);
	} else if (t->kind == '(') {
		v = sum(r);
		if (peek(r) == ')')
			r->at++;
		else
			r->wrong = true;
	} else {
		r->wrong = true;
	}
	r->depth--;
	return v;
}

static double product(struct run *r)
{
	double v = one(r);

	while (peek(r) == '*' || peek(r) == '/') {
		bool divide = r->f->v[r->at++].kind == '/';
		double w = one(r);

		if (divide && w == 0)
			r->known = false;
		else
			v = divide ? v / w : v * w;
	}
	return v;
}

static double sum(struct run *r)
{
	double v = product(r);

	while (peek(r) == '+' || peek(r) == '-') {
		bool minus = r->f->v[r->at++].kind == '-';
		double w = product(r);

		v = minus ? v - w : v + w;
	}
	return v;
}

bool formula_value(const struct formula *f, bool (*get)(const void *ctx, int column, double *out), const void *ctx,
		   double *out)
{
	struct run r = { .f = f, .known = true, .get = get, .ctx = ctx };

	*out = sum(&r);
	return r.known && !r.wrong && r.at == f->n;
}

struct formula *formula_parse(const char *text, int (*find)(const void *ctx, const char *key), const void *ctx,
			      const char **why)
{
	struct formula *f = xcalloc(1, sizeof(*f));
	struct run r = { .f = f };

	*why = tokens(f, text, find, ctx);
	if (!*why) {
		sum(&r);
		if (r.wrong || r.at != f->n)
			*why = _("this formula does not end, or a sign is too much");
	}
	if (*why) {
		formula_free(f);
		return NULL;
	}
	return f;
}

void formula_free(struct formula *f)
{
	if (f)
		free(f->v);
	free(f);
}

struct formula *formula_dup(const struct formula *f)
{
	struct formula *copy;

	if (!f)
		return NULL;
	copy = xcalloc(1, sizeof(*copy));
	copy->v = xmemdup(f->v, f->n * sizeof(*f->v));
	copy->n = copy->cap = f->n;
	return copy;
}

bool formula_drop(struct formula *f, int gone)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].kind == 'c' && f->v[i].column == gone)
			return false;
	for (size_t i = 0; i < f->n; i++)
		f->v[i].column -= f->v[i].kind == 'c' && f->v[i].column > gone;
	return true;
}

/* ---- writing ---- */

int formula_column(const struct formula *f, size_t i)
{
	for (size_t k = 0; k < f->n; k++)
		if (f->v[k].kind == 'c' && !i--)
			return f->v[k].column;
	return -1;
}

static void print_range(const struct formula *f, size_t from, size_t to,
			void (*name)(const void *ctx, int column, struct str *out), const void *ctx, struct str *out)
{
	for (size_t i = from; i < to; i++) {
		const struct token *t = &f->v[i];

		if (t->kind == 'c')
			name(ctx, t->column, out);
		else if (t->kind == 'n')
			str_add(out, t->text);
		else
			str_addc(out, t->kind);
	}
}

void formula_print(const struct formula *f, void (*name)(const void *ctx, int column, struct str *out), const void *ctx,
		   struct str *out)
{
	print_range(f, 0, f->n, name, ctx, out);
}

void formula_divisors(const struct formula *f, void (*name)(const void *ctx, int column, struct str *out),
		      const void *ctx, const char *sep, struct str *out)
{
	bool first = true;

	for (size_t i = 0; i + 1 < f->n; i++) {
		size_t from = i + 1, to = from + 1;

		if (f->v[i].kind != '/' || f->v[from].kind == 'n')
			continue;
		for (int deep = f->v[from].kind == '('; deep && to < f->n; to++)
			deep += f->v[to].kind == '(' ? 1 : f->v[to].kind == ')' ? -1 : 0;
		if (!first)
			str_add(out, sep);
		first = false;
		print_range(f, from, to, name, ctx, out);
	}
}
