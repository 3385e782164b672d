/* SPDX-License-Identifier: MIT */
/*
 * Danh sách đầu kỳ: last year's list, taken over from a CSV when the program begins, as a round that is closed. So who was poor,
 * who is poor again and the 36 months are right from the first autumn on.
 *
 * Columns are found by their heading, wherever it stands in the first rows (data/codes/opening_column.csv); the household's number, class and
 * decision stand on the head's row and hold for the rows of its people under it. Villages must be there; a household is the one of
 * its head's ID number, else of village, code and name, else of village, name and year of birth, else it is made.
 */
#ifndef GN_DOMAIN_OPENING_H
#define GN_DOMAIN_OPENING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/ids.h"
#include "base/str.h"
#include "form/form.h"
#include "store/book.h"

struct opening_want {
	const char *round;         /* its code; made where there is none */
	const char *decision_no;   /* where a row names none of its own */
	const char *decision_date; /* ISO; also the day of an escape without one of its own */
	int year;                  /* review year of a round that is made; 0: that of the date */
	const char *class;         /* code of opening_class, for files without such a column; or NULL */
	bool dry_run;
};
struct opening_result {
	long rows, households;       /* read */
	long made;                   /* households new in the register */
	long added, changed, same, bad;  /* lines; bad: households refused */
	long class[4];               /* lines read by class: poor, near-poor, escaped, escaped from near-poverty */
	char round[UUID_LEN + 1], decision[UUID_LEN + 1];
	char *untaken;               /* headings nobody understood, or NULL */
};
void opening_result_fini(struct opening_result *r);
/* Good households go in, in one transaction; each bad one goes to `errors`, all its rows with the reason last, under the file's
 * heading. The same file again changes nothing. ERR_NEGATIVE once a list was closed on top of it; ERR_DATA for a file without the needed
 * headings: nothing is stored. *out is to be freed also after a failure. */
int opening_import(struct forms *f, struct book *b, const char *path, const struct opening_want *want, struct str *errors,
		   const char *who, struct opening_result *out, struct error *e);

#endif
