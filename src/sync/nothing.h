/* SPDX-License-Identifier: MIT */
/*
 * "Không phát sinh": what a unit says instead of a report. It is kept in the book while it stands, and every bundle carries all that
 * stand (giamngheo-bundle(5)), so that losing one loses nothing.
 */
#ifndef GN_SYNC_NOTHING_H
#define GN_SYNC_NOTHING_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "domain/calendar.h"
#include "form/form.h"
#include "store/book.h"

/* Say so of a duty and period. Said already: 0. ERR_USAGE: that duty is not answered so, or has no such period; ERR_NEGATIVE: the period
 * is not over, or records of it say otherwise (named in the sentence). */
int nothing_say(struct forms *f, struct book *b, const struct calendar *cal, const char *duty, const char *period,
		const char *who, struct error *e);
/* ERR_NOTFOUND where it was not said. The next bundle does not carry it. */
int nothing_take_back(struct book *b, const char *duty, const char *period, struct error *e);
bool nothing_said(struct book *b, const char *duty, const char *period);
/* All that stand, as "DUTY PERIOD". */
int nothing_list(struct book *b, struct strlist *out, struct error *e);
/* What records have come to say otherwise of is taken back; a sentence of each goes to `told`. */
int nothing_review(struct forms *f, struct book *b, const struct calendar *cal, struct strlist *told, struct error *e);

#endif
