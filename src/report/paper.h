/* SPDX-License-Identifier: MIT */
/*
 * Papers: data/papers/NAME.paper, each a header (what it is, what it is made for, where its wording comes from), the
 * SELECTs that give its data, and a body with {{fields}}; giamngheo-paper(5). A paper of the user's data folder stands in
 * for the shipped one of the same name. A paper is always Vietnamese, whatever language the screen speaks.
 */
#ifndef GN_REPORT_PAPER_H
#define GN_REPORT_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/error.h"
#include "base/ini.h"
#include "form/form.h"
#include "report/doc.h"
#include "store/book.h"

/* What a paper may be made for: each a record of the form of that name. */
enum paper_of {
	PAPER_ROUND,
	PAPER_VILLAGE,
	PAPER_HOUSEHOLD,
	PAPER_DECISION,
	PAPER_REQUEST,
	PAPER_MEETING,
	PAPER_POSTING,
	PAPER_COMPLAINT,
	PAPER_CERTIFICATE,
	PAPER_OF_N
};
extern const char *const paper_of_names[PAPER_OF_N]; /* names of forms */

struct paper {
	char *id;               /* its file's name */
	char *path;
	char *title[2];
	char *number;           /* "Mẫu số 03", or NULL */
	char *source;
	struct date from, to;   /* in force; year 0: open */
	bool verified;          /* its wording was held against the official text */
	int place;              /* its place in lists */
	unsigned takes, wants;  /* bits of enum paper_of: may be given; must be */
	struct paper_text *text; /* queries and body */
};

struct papers;
/* Read all of `dir`, then of `own` (NULL or missing: nothing there). Mistakes go to `c` with file and line; a paper with a
 * mistake is left out. */
struct papers *papers_load(const char *dir, const char *own, struct complaints *c);
/* The same from where the program's papers lie: paths_data()/papers and paths_user()/papers. */
struct papers *papers_load_all(struct complaints *c);
void papers_free(struct papers *p);
/* In the order of their places; borrowed. */
size_t papers_n(const struct papers *p);
const struct paper *papers_at(const struct papers *p, size_t i);
const struct paper *papers_find(const struct papers *p, const char *id); /* NULL: no such paper, or one with mistakes */
/* Hold each paper's SELECTs and fields against the forms' tables: what would only fail when it is printed. */
void papers_check(const struct papers *p, struct forms *f, struct complaints *c);

/* What a paper is to be made for: ids of records, NULL where not chosen; borrowed. */
struct paper_choice {
	const char *of[PAPER_OF_N];
	const char *officer; /* who makes it, or NULL */
};
/*
 * Fill it in; *out is the caller's. Reads the book as last saved, on a connection that can only read. ERR_NEGATIVE where there
 * is nothing to print (the sentence says what is missing); ERR_USAGE where something that it wants was not chosen.
 */
int paper_make(const struct paper *p, struct forms *f, struct book *b, const struct paper_choice *choice,
	       struct doc **out, struct error *e);

/* The record a paper is made for when none was chosen: the newest round; the newest decision (of the round or household
 * chosen). Of everything else none: NULL. Caller frees. */
char *paper_newest(struct book *b, enum paper_of of, const struct paper_choice *choice);
/* What a paper can be made for, opened from this record of the own unit: itself and what it names (a meeting: its round and
 * village). Each of `of` that is known is set anew, the caller frees; a household's village is left, it is one household. */
int paper_choose_record(struct forms *f, struct book *b, const char *form, const char *id, char *of[PAPER_OF_N],
			struct error *e);
/* The place above a date, "Đồng Vương" of "Xã Đồng Vương" (NĐ 30/2020/NĐ-CP): inside name. */
const char *paper_unit_place(struct forms *f, const char *name);
/* The day whose rules hold for it: of its decision, else the last of its round, else today. */
struct date paper_day(struct book *b, const struct paper_choice *choice);

/* What the officer must know and the paper does not say: wording not verified, a form out of force on `day`. Translated, one a
 * line; caller frees; NULL: nothing. */
char *paper_notes(const struct paper *p, const struct date *day);

#endif
