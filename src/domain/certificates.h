/* SPDX-License-Identifier: MIT */
/*
 * Certificates of a closed list (Mẫu số 03): a new one, numbered on from a first number, for each household on it that holds none of its
 * class; those who hold one are confirmed for another year; those no longer on the list, or in the other class, have theirs withdrawn.
 */
#ifndef GN_DOMAIN_CERTIFICATES_H
#define GN_DOMAIN_CERTIFICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"

struct certificates_order {
	const char *decision; /* id; it must be closed */
	int64_t from;	      /* first number */
	const char *day;      /* of issue, ISO; NULL: the decision's day */
	bool anew;	      /* also for those who hold a valid one: that one is withdrawn */
};
struct certificates_made {
	size_t made, renewed, withdrawn;
	size_t there;	     /* made already by this decision: left as they are */
	int64_t first, last; /* numbers given; 0: none */
};
/* In the order of the list. One transaction. ERR_NEGATIVE: the decision is not closed, or a number is taken in that year. */
int certificates_make(struct forms *f, struct book *b, const struct certificates_order *how, const char *who,
		      struct certificates_made *out, struct error *e);
/* Those of a decision that nobody received yet, of a village (NULL: of all), are received on `day`. */
int certificates_received(struct forms *f, struct book *b, const char *decision, const char *village, const char *day,
			  const char *who, size_t *n, struct error *e);

#endif
