/* SPDX-License-Identifier: MIT */
/*
 * A report as a table: headings with groups, printed column numbers and formulas, typed cells, rows that are bodies, groups or
 * totals, and notes that say what it was made from. Reports make one; renderers, the pager and papers read it. Texts are
 * in the language spoken when it was made; keys are stable English.
 */
#ifndef GN_REPORT_TABLE_H
#define GN_REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "report/formula.h"

enum cell_kind {
	CELL_TEXT,
	CELL_INT,
	CELL_RATE,  /* per cent, two decimals at most; kept rounded */
	CELL_MONEY, /* đồng */
	CELL_DATE,  /* ISO text; shown dd/mm/yyyy */
	CELL_YEAR,  /* a number without separators */
	CELL_MARK,  /* 1: a cross; a total counts them */
};

/* Not known is blank, never 0. */
struct report_cell {
	bool known;
	double number; /* INT, RATE, MONEY, YEAR, MARK */
	char *text;    /* TEXT, DATE; owned */
	char *plain;   /* TEXT: what machines read where it differs (a code for its label); owned, or NULL */
};

struct report_column {
	char *key;           /* stable; heading of the CSV */
	struct strlist head; /* from the outermost group to its own label; never empty */
	char *number;        /* printed below the heading: "A", "4"; or NULL */
	enum cell_kind kind;
	bool stub;           /* one of the first columns, which name the row */
	bool unnumbered;     /* no number is printed below it */
	bool adds;           /* groups and totals are sums of the rows below them */
	struct formula *formula; /* or NULL; needs no formula that stands behind it */
};

enum report_row_kind {
	REPORT_BODY,
	REPORT_GROUP, /* stands before its bodies: sums of those up to the next group or total */
	REPORT_TOTAL, /* sums of all bodies */
};
enum report_measure { MEASURE_NONE, MEASURE_HOUSEHOLDS, MEASURE_PEOPLE };

struct report_row {
	enum report_row_kind kind;
	enum report_measure measure; /* two lines a place: households, then people */
	char *unit, *unit_code;      /* of which unit; NULL: of all */
	char *village;               /* id, or NULL */
	char *span;                  /* a heading over the whole width instead of cells; or NULL */
	struct report_cell *cells;   /* n_columns, by table's columns */
};

struct report_table {
	char *id;       /* "r01" */
	char *title;    /* says "chính thức" or "sơ bộ" */
	char *subtitle; /* place, round, standard */
	char *units;    /* "hộ, người, %" or NULL */
	char *banner;   /* over all: "SỔ TẬP HUẤN …" of a training book; or NULL */
	char *owner;    /* name of the unit that reports, for the paper's corner */
	char *above;    /* the line above it: its superior, or what it is an office of; or NULL */
	char *signer;   /* who signs at the right: "CHỦ TỊCH" …; lines parted by \n */
	char *place_date; /* "Đồng Vương, ngày 20 tháng 11 năm 2024" */
	bool official;
	struct report_column *columns;
	size_t n_columns, cap_columns;
	struct report_row *rows;
	size_t n_rows, cap_rows;
	struct strlist notes; /* a sentence each */
};

struct report_table *table_new(const char *id);
void table_free(struct report_table *t);

/* A new last column; `head` labels parted by " > ". Only before the first row. */
struct report_column *table_add_column(struct report_table *t, const char *key, enum cell_kind kind, const char *head);
/* Index or -1. */
int table_find(const struct report_table *t, const char *key);
/* Numbers under the headings: stubs A, B …, the others 1, 2 …. */
void table_number_columns(struct report_table *t);
/* A new last row, its cells blank. */
struct report_row *table_add_row(struct report_table *t, enum report_row_kind kind);
void table_set_number(struct report_row *row, int column, double v);
void table_set_text(struct report_row *row, int column, const char *text); /* NULL: blank */
void table_set_code(struct report_row *row, int column, const char *code, const char *label);

/* Take a column away with its cells; what was computed with it stays as it is, without its formula. */
void table_drop_column(struct report_table *t, int column);

/* Sums of groups and totals, then all formulas, of all rows. A sum over rows of which one is blank is what the others make;
 * one over blanks only is blank. A cell of a column that does not add is left as it is. */
void table_compute(struct report_table *t);
/* The rows a group or total sums, of its own measure: bodies from *first to before *end. */
void table_range(const struct report_table *t, size_t row, size_t *first, size_t *end);
/* Is a cell of a group or total the sum of its rows, as a spreadsheet would make it? */
bool table_is_sum(const struct report_table *t, size_t row, int column);

/* Shown as on paper in the language spoken ("1.329", "5,79", "x"); "" for blank; caller frees. */
char *table_show(const struct report_table *t, const struct report_row *row, int column);
/* As machines read it ("1329", "5.79", "1"); "" for blank; caller frees. */
char *table_plain(const struct report_table *t, const struct report_row *row, int column);
/* "4 = 3/1*100", "A", or "" where columns have no numbers; caller frees. */
char *table_number_line(const struct report_table *t, int column);

/* Levels of headings: 1 and more. */
size_t table_levels(const struct report_table *t);
/* Headings as merged cells: the one that covers (level, column), its upper left corner and its extent. */
struct table_heading {
	const char *label; /* borrowed */
	size_t level, column, down, across;
};
struct table_heading table_heading(const struct report_table *t, size_t level, size_t column);

/* Two decimals, half up in decimal digits. */
double table_round_rate(double v);

#endif
