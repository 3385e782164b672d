/* SPDX-License-Identifier: MIT */
/* What the two files of Soát lỗi share: what is held, and how it is drawn. */
#ifndef GN_UI_PROBLEMS_IMPL_H
#define GN_UI_PROBLEMS_IMPL_H

#include "ui/listbox.h"
#include "ui/problem_groups.h"
#include "ui/screens.h"

struct problem_view {
	struct app *app;
	const struct form *form; /* NULL: all */
	struct findings all;
	char **key; /* of each finding's record; made when first drawn */
	struct problem_groups groups;
	int only; /* a strength, or -1: all */
	struct listbox box;
};

/* The row selected, or NULL. */
const struct problem_row *problems_row(const struct problem_view *p);
/* The finding selected; NULL on the row of a check. */
const struct finding *problems_selected(const struct problem_view *p);
/* NULL where the finding is of no form. */
const struct form *problems_form(struct problem_view *p, const struct finding *f);
/* What is selected, whole; caller frees. NULL: nothing is. */
char *problems_text(struct problem_view *p);
void problems_draw(struct screen *s, bool part);
extern const struct listbox_ops problems_rows;

#endif
