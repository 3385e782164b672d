/* SPDX-License-Identifier: MIT */
/*
 * A report's figures as bars, where one would rather look: one column over all places, or all columns of one row
 * (how a list grew and shrank). Plain block letters: the same in colour, in mono and over a slow line.
 */
#ifndef GN_UI_REPORT_CHART_H
#define GN_UI_REPORT_CHART_H

#include "report/table.h"

struct report_chart {
	const struct report_table *t;
	bool across;   /* the bars are the columns of one row; else the rows of one column */
	size_t column; /* of the rows' bars */
	size_t row;    /* of the columns' bars */
	size_t top;    /* first bar shown */
};

/* A column and a row worth looking at; false: the table has no figures. */
bool chart_init(struct report_chart *c, const struct report_table *t);
size_t chart_bars(const struct report_chart *c);
/* The next column (or row) of figures in this direction; false: there is none. */
bool chart_turn(struct report_chart *c, int by);
void chart_draw(const struct report_chart *c, int y, int rows, int cols);

#endif
