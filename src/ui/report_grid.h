/* SPDX-License-Identifier: MIT */
/*
 * A report's table on the screen: headings above, the columns that name a row frozen at the left, the others moved
 * sideways by whole columns. Widths come from what is shown; nothing is cut that there is room for.
 */
#ifndef GN_UI_REPORT_GRID_H
#define GN_UI_REPORT_GRID_H

#include "report/table.h"
#include "ui/draw.h"

struct report_grid {
	const struct report_table *t;
	int *width;       /* by column, without the blank that parts it from the next */
	size_t stubs;     /* columns frozen at the left */
	size_t left;      /* first of the others that is shown */
	int cols;         /* of the screen, as last laid out */
	int head_rows;    /* lines of the headings with the line of numbers */
	int *level_rows;  /* lines by level of the headings */
	bool numbers;     /* is there a line of printed numbers? */
};

/* `t` is borrowed and must outlive the grid. */
void grid_init(struct report_grid *g, const struct report_table *t);
void grid_fini(struct report_grid *g);
/* Lay out for `cols` columns of the screen. */
void grid_layout(struct report_grid *g, int cols);
/* Headings at line y. */
void grid_draw_head(const struct report_grid *g, int y);
void grid_draw_row(const struct report_grid *g, size_t row, int y, enum look look);
/* Move sideways by so many columns; false: no further. */
bool grid_move(struct report_grid *g, int by);
/* One past the last column that is wholly shown. */
size_t grid_end(const struct report_grid *g);
/* "Hộ nghèo · số hộ (3)": a column's headings in one line; caller frees. */
char *grid_column_words(const struct report_table *t, size_t column);

#endif
