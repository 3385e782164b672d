/* SPDX-License-Identifier: MIT */
/*
 * Expressions of forms on a private in-memory connection. What a form may say is decided by
 * the authorizer when it is compiled, not by looking at its words: one SELECT, constants,
 * parameters, listed functions. Two limits end what runs away: lengths, and steps.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/expr.h"

#include <math.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/expr_impl.h"

#define LENGTH_LIMIT (64 << 10)
#define STEP_SLICE 1000  /* virtual machine steps between two looks */
#define STEP_SLICES 200  /* looks before an expression is ended */

struct expr_engine {
	sqlite3 *db;
	int selects;      /* seen while compiling */
	char *denied;     /* function refused while compiling */
	int slices;       /* used by the evaluation now running */
};

struct expr {
	struct expr_engine *engine;
	sqlite3_stmt *st;
	char *text;
	char *sql;      /* of several joined: what is compiled */
	size_t n;       /* answers: 1, or of several joined */
	struct strlist params;
	void **tags; /* one a parameter: what whoever looks them up keeps */
};

static int authorize(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
	struct expr_engine *en = ctx;

	(void)a;
	(void)c;
	(void)d;
	if (action == SQLITE_SELECT)
		return en->selects++ ? SQLITE_DENY : SQLITE_OK;
	if (action != SQLITE_FUNCTION)
		return SQLITE_DENY;
	if (expr_function_allowed(b))
		return SQLITE_OK;
	set_string(&en->denied, b);
	return SQLITE_DENY;
}

static int progress(void *ctx)
{
	struct expr_engine *en = ctx;

	return ++en->slices > STEP_SLICES;
}

struct expr_engine *expr_engine_new(struct code_lists *lists)
{
	struct expr_engine *en = xcalloc(1, sizeof(*en));
	static const int limits[][2] = {
		{ SQLITE_LIMIT_LENGTH, LENGTH_LIMIT },   { SQLITE_LIMIT_SQL_LENGTH, LENGTH_LIMIT },
		{ SQLITE_LIMIT_EXPR_DEPTH, 200 },        { SQLITE_LIMIT_COMPOUND_SELECT, 1 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 100 },      { SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 }, { SQLITE_LIMIT_VARIABLE_NUMBER, 250 },
	};

	if (sqlite3_open_v2(":memory:", &en->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ||
	    expr_functions(en->db, lists))
		die("cannot open SQLite in memory: %s", sqlite3_errmsg(en->db));
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		sqlite3_limit(en->db, limits[i][0], limits[i][1]);
	/* "name" in double quotes is a name, and names are refused; never silently a text. */
	sqlite3_db_config(en->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_set_authorizer(en->db, authorize, en);
	sqlite3_progress_handler(en->db, STEP_SLICE, progress, en);
	return en;
}

void expr_engine_free(struct expr_engine *en)
{
	if (!en)
		return;
	sqlite3_close(en->db);
	free(en->denied);
	free(en);
}

/* Why it did not compile, in the words of whoever knows best. */
static int refused(struct expr_engine *en, int rc, struct error *e)
{
	if (en->denied)
		return error_fail(e, ERR_DATA, "GN-X02", _("The function %s() may not be used in a form."),
				  en->denied);
	if (rc == SQLITE_AUTH)
		return error_fail(e, ERR_DATA, "GN-X03", "%s",
				  _("Tables and queries may not be used in a form."));
	return error_fail(e, ERR_DATA, "GN-X04", _("The expression cannot be read: %s."),
			  sqlite3_errmsg(en->db));
}

static int take_params(struct expr *x, struct error *e)
{
	int n = sqlite3_bind_parameter_count(x->st);

	for (int i = 1; i <= n; i++) {
		const char *name = sqlite3_bind_parameter_name(x->st, i);

		if (!name || *name != ':')
			return error_fail(e, ERR_DATA, "GN-X01", "%s", _("Parameters are written :name."));
		strlist_add(&x->params, name + 1);
	}
	x->tags = xcalloc((size_t)n + 1, sizeof(*x->tags));
	return 0;
}

static int compile(struct expr *x, struct error *e)
{
	struct expr_engine *en = x->engine;
	const char *tail = NULL;
	struct str sql;
	int rc, ret;

	if (x->st)
		return 0;
	str_init(&sql);
	if (x->sql)
		str_add(&sql, x->sql);
	ret = x->sql ? 0 : expr_sql(x->text, &sql, e);
	if (ret)
		goto out;
	en->selects = 0;
	set_string(&en->denied, NULL);
	rc = sqlite3_prepare_v3(en->db, sql.s, -1, SQLITE_PREPARE_PERSISTENT, &x->st, &tail);
	if (rc != SQLITE_OK)
		ret = refused(en, rc, e);
	else if (!x->st || *tail || sqlite3_column_count(x->st) != (int)x->n)
		ret = error_fail(e, ERR_DATA, "GN-X05", "%s", _("This is not one expression."));
	else
		ret = take_params(x, e);
out:
	str_fini(&sql);
	return ret;
}

struct expr *expr_later(struct expr_engine *en, const char *text)
{
	struct expr *x = xcalloc(1, sizeof(*x));

	x->engine = en;
	x->text = xstrdup(text);
	x->n = 1;
	strlist_init(&x->params);
	return x;
}

struct expr *expr_join(struct expr *const *v, size_t n)
{
	struct expr *x = n ? expr_later(v[0]->engine, "…") : NULL;
	struct str sql;
	int ret = 0;

	str_init(&sql);
	for (size_t i = 0; !ret && i < n; i++) {
		struct str one;

		str_init(&one);
		ret = expr_sql(v[i]->text, &one, NULL);
		if (!ret)
			str_add(&sql, i ? ", " : "SELECT ");
		if (!ret)
			str_add(&sql, one.s + strlen("SELECT "));
		str_fini(&one);
	}
	if (x) {
		x->n = n;
		x->sql = str_take(&sql);
		if (!ret)
			ret = compile(x, NULL);
	}
	if (ret) {
		expr_free(x);
		x = NULL;
	}
	str_fini(&sql);
	return x;
}

int expr_new(struct expr_engine *en, const char *text, struct expr **out, struct error *e)
{
	struct expr *x = expr_later(en, text);
	int ret = compile(x, e);

	*out = ret ? NULL : x;
	if (ret)
		expr_free(x);
	return ret;
}

void expr_free(struct expr *x)
{
	if (!x)
		return;
	sqlite3_finalize(x->st);
	for (size_t i = 0; x->tags && i < x->params.n; i++)
		free(x->tags[i]);
	free(x->tags);
	strlist_fini(&x->params);
	free(x->text);
	free(x->sql);
	free(x);
}

const char *expr_text(const struct expr *x)
{
	return x->text;
}

size_t expr_params(const struct expr *x)
{
	compile((struct expr *)(uintptr_t)x, NULL);
	return x->params.n;
}

const char *expr_param(const struct expr *x, size_t i)
{
	return x->params.v[i];
}

void expr_value_fini(struct expr_value *v)
{
	free(v->text);
	*v = (struct expr_value){ EXPR_NULL, 0, NULL };
}

static int bind(struct expr *x, int i, const struct expr_value *v)
{
	/* A whole number is bound as one, so that joining it to a text shows 5 and not 5.0. */
	if (v->kind == EXPR_NUMBER && v->number == floor(v->number) && fabs(v->number) < 9e15)
		return sqlite3_bind_int64(x->st, i, (sqlite3_int64)v->number);
	if (v->kind == EXPR_NUMBER)
		return sqlite3_bind_double(x->st, i, v->number);
	if (v->kind == EXPR_TEXT && v->text)
		return sqlite3_bind_text(x->st, i, v->text, -1, SQLITE_STATIC); /* bound anew the next time */
	return sqlite3_bind_null(x->st, i);
}

static void take_result(struct expr *x, int i, struct expr_value *out)
{
	switch (sqlite3_column_type(x->st, i)) {
	case SQLITE_INTEGER:
	case SQLITE_FLOAT:
		out->kind = EXPR_NUMBER;
		out->number = sqlite3_column_double(x->st, i);
		break;
	case SQLITE_TEXT:
		out->kind = EXPR_TEXT;
		out->text = xstrdup((const char *)sqlite3_column_text(x->st, i));
		break;
	default:
		break;
	}
}

struct plain {
	expr_lookup *lookup;
	void *ctx;
};

static void pick_plain(void *ctx, const char *name, void **tag, struct expr_value *v)
{
	struct plain *p = ctx;

	(void)tag;
	if (p->lookup)
		p->lookup(p->ctx, name, v);
}

int expr_eval(struct expr *x, expr_lookup *lookup, void *ctx, struct expr_value *out, struct error *e)
{
	struct plain p = { lookup, ctx };

	return expr_eval_picked(x, pick_plain, &p, out, e);
}

int expr_eval_joined(struct expr *x, expr_pick *pick, void *ctx, struct expr_value *out, struct error *e)
{
	int rc = SQLITE_OK, ret = compile(x, e);

	for (size_t i = 0; i < x->n; i++)
		out[i] = (struct expr_value){ EXPR_NULL, 0, NULL };
	if (ret)
		return ret;
	for (size_t i = 0; i < x->params.n && rc == SQLITE_OK; i++) {
		struct expr_value v = { EXPR_NULL, 0, NULL };

		pick(ctx, x->params.v[i], &x->tags[i], &v);
		rc = bind(x, (int)i + 1, &v);
	}
	if (rc == SQLITE_OK) {
		x->engine->slices = 0;
		rc = sqlite3_step(x->st);
	}
	if (rc == SQLITE_ROW) {
		for (size_t i = 0; i < x->n; i++)
			take_result(x, (int)i, &out[i]);
	} else {
		ret = error_fail(e, ERR_DATA, "GN-X06", _("The expression \"%s\" cannot be worked out: %s."),
				 x->text, sqlite3_errmsg(x->engine->db));
	}
	sqlite3_reset(x->st);
	return ret;
}

int expr_eval_picked(struct expr *x, expr_pick *pick, void *ctx, struct expr_value *out, struct error *e)
{
	return expr_eval_joined(x, pick, ctx, out, e);
}
