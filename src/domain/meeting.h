/* SPDX-License-Identifier: MIT */
/*
 * Village meetings: the households put to them. Each reviewed household of the village stands on one line, agreed unless somebody says
 * otherwise; who did not get its half is reviewed again and put to the next session.
 */
#ifndef GN_DOMAIN_MEETING_H
#define GN_DOMAIN_MEETING_H

#include <stddef.h>

#include "base/error.h"
#include "base/ids.h"
#include "form/form.h"
#include "store/book.h"

struct meeting_filled {
	size_t lines;	/* added */
	size_t agreed;	/* left out: an earlier session agreed */
	size_t unready; /* left out: the sheet is not entered, or too little is known for a class */
};
/* Add a line for each household reviewed in the meeting's round and village that has none in it, with the class the review came to.
 * Again: only what is missing. One transaction. */
int meeting_fill(struct forms *f, struct book *b, const char *meeting, const char *who, struct meeting_filled *out,
		 struct error *e);
/* The next session of a village, with its lines: `day` ISO, `attended` how many came (text of a number). Its id in `id`. */
int meeting_begin(struct forms *f, struct book *b, const char *round, const char *village, const char *day,
		  const char *attended, const char *who, char id[UUID_LEN + 1], struct meeting_filled *out,
		  struct error *e);

#endif
