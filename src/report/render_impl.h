/* SPDX-License-Identifier: MIT */
/* What the renderers share: how wide columns want to be, in columns of a terminal. */
#ifndef GN_REPORT_RENDER_IMPL_H
#define GN_REPORT_RENDER_IMPL_H

#include "report/table.h"

/* Where each column of the table begins with its left border, and where the last one ends: n_columns + 1 numbers, as narrow
 * as paper and spreadsheets want them; caller frees. */
int *text_edges(const struct report_table *t);

#endif
