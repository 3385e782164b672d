/* SPDX-License-Identifier: MIT */
/*
 * One check over several records: its SELECT run, its rows made findings. A mark in its message
 * may say how its column is shown: {1:date}, {1:number}, {1:village} (the key of a record),
 * {1:area_type} (a code's label), {1:field} (the label of a field of the check's form). A column
 * called "field" says where to look in this one row.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/check_impl.h"
#include "form/entry.h"
#include "text/number.h"

/* The label of a field of the check's own form. */
static char *label_shown(struct forms *f, const struct sql_check *k, const char *name)
{
	const struct form *form;
	const char *code;
	const struct field *fd = forms_get(f, k->form, &form, NULL) ? NULL : form_field(form, name, &code);

	return xstrdup(!fd ? name : code ? codes_label(fd->choices, code) : i18n_pick(fd->label));
}

/* A column as its mark wants it shown; what cannot be shown so stays as it is. Caller frees. */
static char *shown(struct forms *f, struct book *b, const struct sql_check *k, const char *text, const char *as)
{
	const struct form *form;
	const struct codes *codes;
	struct date d;
	long long n;
	char buf[32], *key = NULL;

	if (!text)
		return xstrdup("–");
	if (!as)
		return xstrdup(text);
	if (!strcmp(as, "date"))
		return xstrdup(date_parse_iso(text, &d) ? date_human(&d, buf) : text);
	if (!strcmp(as, "field"))
		return label_shown(f, k, text);
	if (!strcmp(as, "number"))
		return xstrdup(str_int(text, &n) ? number_int_show(n, buf) : text);
	if (!forms_get(f, as, &form, NULL)) {
		key = form_key_text(f, b, form, book_unit_id(b), text);
		return key ? key : xstrdup(text);
	}
	codes = code_lists_get(forms_codes(f), as, NULL);
	return xstrdup(codes ? codes_label(codes, text) : text);
}

static char *fill_marks(struct forms *f, struct book *b, const struct sql_check *k, struct stmt *st)
{
	const char *const message[2] = { k->message[0], k->message[1] };
	const char *p = i18n_pick(message);
	struct str out;

	str_init(&out);
	while (*p) {
		const char *open = p + strcspn(p, "{"), *end;
		char *as, *text;
		int column;

		str_addn(&out, p, (size_t)(open - p));
		if (!*open)
			break;
		end = strchr(open, '}');
		column = open[1] - '0';
		as = open[2] == ':' ? xstrndup(open + 3, (size_t)(end - open - 3)) : NULL;
		text = shown(f, b, k, column < stmt_cols(st) ? stmt_col_text(st, column) : NULL, as);
		str_add(&out, text);
		free(text);
		free(as);
		p = end + 1;
	}
	return str_take(&out);
}

struct wanted_reason {
	const char *check, *pair;
	char *text;
};

/* Given for all of it, or for this pair. */
static void take_reason(void *ctx, const char *check, const char *text)
{
	struct wanted_reason *w = ctx;
	size_t n = strlen(w->check);

	if (!strcmp(check, w->check) ||
	    (w->pair && !strncmp(check, w->check, n) && check[n] == ':' && !strcmp(check + n + 1, w->pair)))
		set_string(&w->text, text);
}

/* A column of the SELECT by its name, or NULL. */
static const char *named(struct stmt *st, const char *name)
{
	for (int at = stmt_cols(st) - 1; at > 0; at--)
		if (!strcmp(stmt_col_name(st, at), name))
			return stmt_col_text(st, at);
	return NULL;
}

/* The reason given with this record, or for a pair with the other. */
static int find_reason(const struct sql_check *k, struct book *b, const char *id, const char *pair, char **reason,
		       struct error *e)
{
	struct wanted_reason w = { k->id, pair, NULL };
	int ret = reason_each(b, k->form, book_unit_id(b), id, take_reason, &w, e);

	if (!ret && !w.text && pair) {
		w = (struct wanted_reason){ k->id, id, NULL };
		ret = reason_each(b, k->form, book_unit_id(b), pair, take_reason, &w, e);
	}
	*reason = w.text;
	return ret;
}

static int take_row(const struct sql_check *k, struct forms *f, struct book *b, struct stmt *st,
		    struct findings *out, struct error *e)
{
	const char *id = stmt_col_text(st, 0), *pair = named(st, "pair"), *field = named(st, "field");
	char *reason = NULL;
	struct finding *v;
	int ret;

	if (!id)
		return error_fail(e, ERR_DATA, "GN-C01",
				  _("The check %s gives a row without an id."), k->id);
	ret = find_reason(k, b, id, pair, &reason, e);
	if (ret)
		return ret;
	v = finding_add(out, k->strength);
	v->check = xstrdup(k->id);
	v->form = xstrdup(k->form);
	v->unit = xstrdup(book_unit_id(b));
	v->id = xstrdup(id);
	v->field = xstrdup(field ? field : k->field);
	v->message = fill_marks(f, b, k, st);
	v->source = xstrdup_null(k->source);
	v->pair = xstrdup_null(pair);
	v->reason = reason;
	finding_count(out, v);
	return 0;
}

static int run_once(const struct sql_check *k, const char *standard, struct forms *f, struct book *b, struct db *ro,
		    struct findings *out, struct error *e)
{
	struct date today = book_today(b);
	struct stmt *st;
	char day[11];
	int ret = db_prepare(ro, &st, k->sql, e);

	if (ret)
		return ret;
	stmt_text(st, CHECK_UNIT + 1, book_unit_id(b));
	if (k->params & 1u << CHECK_TODAY)
		stmt_text(st, CHECK_TODAY + 1, date_iso(&today, day));
	if (k->params & 1u << CHECK_STANDARD)
		stmt_text(st, CHECK_STANDARD + 1, standard);
	while ((ret = stmt_step(st, e)) == 1) {
		ret = take_row(k, f, b, st, out, e);
		if (ret)
			break;
	}
	stmt_done(st);
	return ret;
}

int check_run_sql(const struct sql_check *k, struct forms *f, struct book *b, struct db *ro,
		  struct findings *out, struct error *e)
{
	int ret = k->standards.n ? 0 : run_once(k, NULL, f, b, ro, out, e);

	for (size_t i = 0; !ret && i < k->standards.n; i++)
		ret = run_once(k, k->standards.v[i], f, b, ro, out, e);
	return ret;
}
