/* SPDX-License-Identifier: MIT */
/*
 * Expressions of forms: SQLite's own, on a private in-memory connection, prepared once. An authorizer
 * lets constants, parameters and listed functions through and nothing else; lengths and steps are limited; division is
 * real. Own functions besides SQLite's: year(d), age(birth, day) [completed years; NULL when a partial date leaves
 * it open], months(a, b), days(a, b), in_list('list', code), list_value('list', code, 'column'), fold(text),
 * date_ok(d); of poverty standards (form/standard.h) classify(standard, area, b1, deprived, unknown, income),
 * standard_value(standard, area, name[, day]), standard_ready(standard), standard_asked(standard), indicator_count(standard),
 * standard_on(day); of score sheets (form/score.h) score(standard, region, answers), score_twice(standard, answers),
 * score_complete(standard), score_count(standard), score_sheet(standard).
 * `:today` is the book's today.
 */
#ifndef GN_FORM_EXPR_H
#define GN_FORM_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "form/codes.h"

struct expr_engine;
struct expr;

/* `lists` NULL: an engine without code lists and standards, for the standards' own rules. */
struct expr_engine *expr_engine_new(struct code_lists *lists);
void expr_engine_free(struct expr_engine *en);

/* Compile; ERR_DATA with SQLite's reason. `text` is kept for messages. */
int expr_new(struct expr_engine *en, const char *text, struct expr **out, struct error *e);
/* The same put off until it is first evaluated: of a text that compiled before. */
struct expr *expr_later(struct expr_engine *en, const char *text);
void expr_free(struct expr *x);
const char *expr_text(const struct expr *x);
/* Names of its parameters without the colon; borrowed. */
size_t expr_params(const struct expr *x);
const char *expr_param(const struct expr *x, size_t i);

enum expr_kind { EXPR_NULL, EXPR_NUMBER, EXPR_TEXT };
struct expr_value {
	enum expr_kind kind;
	double number;
	char *text; /* owned by whoever holds the value */
};
void expr_value_fini(struct expr_value *v);
/* Supplies a parameter by name: fill *v (v->text borrowed, to live until all is worked out), or leave EXPR_NULL. */
typedef void expr_lookup(void *ctx, const char *name, struct expr_value *v);
/* Evaluate; a step or length limit reached is ERR_DATA. */
int expr_eval(struct expr *x, expr_lookup *lookup, void *ctx, struct expr_value *out, struct error *e);
/* The same for one who looks the same names up many times: what is found out about a name may be kept in *tag, NULL at first,
 * one allocation that is freed with the expression. */
typedef void expr_pick(void *ctx, const char *name, void **tag, struct expr_value *v);
int expr_eval_picked(struct expr *x, expr_pick *pick, void *ctx, struct expr_value *out, struct error *e);
/* Several asked as one, each name looked up once; they stay the caller's. NULL where they cannot be put together. */
struct expr *expr_join(struct expr *const *v, size_t n);
/* Answers of one made by expr_join, in their order; nothing in them after a failure. */
int expr_eval_joined(struct expr *x, expr_pick *pick, void *ctx, struct expr_value *out, struct error *e);

#endif
