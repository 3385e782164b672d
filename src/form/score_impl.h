/* SPDX-License-Identifier: MIT */
/* What the files of standards and score sheets share. */
#ifndef GN_FORM_SCORE_IMPL_H
#define GN_FORM_SCORE_IMPL_H

#include "form/score.h"
#include "form/standard_impl.h"

struct score_file {
	struct data_file file; /* first */
	struct score_sheet pub;
	const char *prefix; /* of its answers' codes */
};
void score_file_free(struct score_file *f);
/* The code list `score_answer`; see standards_table(). */
void score_rows(struct standards *s, standard_row *row, void *ctx);

#endif
