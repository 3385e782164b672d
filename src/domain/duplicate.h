/* SPDX-License-Identifier: MIT */
/*
 * Is this person in the book already? The same personal ID number, or the same name (folded), birth year and village. Asked before
 * anything is written; "another person" is remembered as the reason of the check that would ask for it (r26_unit, r27), one pair each.
 */
#ifndef GN_DOMAIN_DUPLICATE_H
#define GN_DOMAIN_DUPLICATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ids.h"
#include "form/entry.h"

/* One person as both columns show him; texts as people read them, "" for none. */
enum duplicate_line {
	DUPLICATE_NAME,
	DUPLICATE_BIRTH,
	DUPLICATE_GENDER,
	DUPLICATE_ID_NUMBER,
	DUPLICATE_RELATION,
	DUPLICATE_CODE,
	DUPLICATE_HEAD,
	DUPLICATE_VILLAGE,
	DUPLICATE_CLASS,
	DUPLICATE_SINCE, /* in the book since */
	DUPLICATE_LEFT,  /* died or left on */
	DUPLICATE_LINES,
};
struct duplicate {
	const struct entry *row;          /* the person being entered */
	char member[UUID_LEN + 1];        /* the one in the book */
	char household[UUID_LEN + 1];
	const char *check;                /* "r26_unit": the same number; "r27": the same name, year, village */
	bool left, dead;                  /* that one has left (or died); may come back */
	char *mine[DUPLICATE_LINES], *theirs[DUPLICATE_LINES];
};
struct duplicates {
	struct duplicate *v;
	size_t n, cap;
};
void duplicates_fini(struct duplicates *d);
/* Label of a line, translated. */
const char *duplicate_label(enum duplicate_line line);

/* Of the people in this entry (a member, or a household's members) who are new, or whose name, birth, number or village was changed:
 * those who are in the own unit's register already, but for pairs said to be two people. Other forms have none. */
int duplicates_find(struct forms *f, struct book *b, struct entry *en, struct duplicates *out, struct error *e);
/* "Another person": kept with the entry's row as a reason (and in its draft), stored with its next save. */
int duplicate_differs(const struct duplicate *d, struct error *e);

#endif
