/* SPDX-License-Identifier: MIT */
/*
 * Code lists: data/codes/NAME.csv with the header code,vi,en and optionally standard, from, to, aliases (a|b), verified, and
 * further columns that are kept as they are (code_121, code_1019 of the ethnic groups). What records store is `code`.
 */
#ifndef GN_FORM_CODES_H
#define GN_FORM_CODES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ini.h"

struct code {
	const char *code;
	const char *label[2];
	const char *standard;          /* edition or NULL */
	const char *from, *to;         /* ISO dates or NULL */
	const char *const *aliases;    /* NULL-terminated */
	bool verified;                 /* false: shown as "chưa kiểm chứng" */
	const char *const *extra;      /* cells under codes->extra_names */
};
struct codes {
	const char *name;
	const struct code *v;
	size_t n;
	const char *const *extra_names; /* NULL-terminated */
};
struct code_lists;
struct standards; /* form/standard.h */
/* The lists `standard`, `indicator` and `score_answer` are made of the files in the folders `standards` and `scores` beside `dir`,
 * where there are such. */
struct code_lists *code_lists_new(const char *dir);
void code_lists_free(struct code_lists *l);
/* Where they lie; borrowed. Data of the same set lies beside that folder. */
const char *code_lists_dir(const struct code_lists *l);
struct standards *code_lists_standards(struct code_lists *l);
/* Parsed on first use; NULL and a complaint (c may be NULL) if missing or wrong. Borrowed. */
const struct codes *code_lists_get(struct code_lists *l, const char *name, struct complaints *c);

const struct code *codes_find(const struct codes *codes, const char *code); /* exact; NULL in an empty or NULL list */
/* As people write it: code, label in either language, alias; folded. NULL: none, or more than one different. */
const struct code *codes_match(const struct codes *codes, const char *text);
/* Label in the language now spoken; the code itself where it is unknown. Borrowed. */
const char *codes_label(const struct codes *codes, const char *code);

#endif
