/* SPDX-License-Identifier: MIT */
/* What the files of the papers share: a paper as its file says it, and one being filled in. */
#ifndef GN_REPORT_PAPER_IMPL_H
#define GN_REPORT_PAPER_IMPL_H

#include "base/i18n.h"
#include "base/str.h"
#include "report/paper.h"
#include "store/db.h"

#define FORMATS_MAX 6

enum format_kind {
	FORMAT_DATE,    /* dd/mm/yyyy */
	FORMAT_DAY,     /* ngày 12 tháng 11 năm 2024 */
	FORMAT_YEAR,
	FORMAT_NUMBER,  /* 1.329 */
	FORMAT_DECIMAL, /* 5,79, as many decimals as there are */
	FORMAT_RATE,    /* 5,79% */
	FORMAT_MONEY,   /* 1.500.000 đồng */
	FORMAT_UPPER,
	FORMAT_LOWER,   /* the first letter small: "Xã Đồng Vương" inside a sentence */
	FORMAT_CODE,    /* code(list): labels of codes, "a|b" too */
	FORMAT_BOX,     /* box, box(value): a ticked or an empty box */
	FORMAT_CHOICES, /* choices(list): every answer with its box, the one given ticked */
	FORMAT_YESNO,   /* a box before Có and before Không */
	FORMAT_OR,      /* or(words): what stands where there is no answer */
	FORMAT_BLANK,   /* blank(n): where there is no answer, n dots to be filled by hand */
};
struct paper_format {
	enum format_kind kind;
	char *text; /* argument, or NULL */
	int n;
};

/* {{query.column:format:format}} */
struct paper_field {
	char *query, *column; /* query "" for a bare blank; column NULL for {{today}} */
	struct paper_format format[FORMATS_MAX];
	size_t n;
};

/* A stretch of a paragraph: text, or a field. */
struct paper_inline {
	char *text;
	unsigned style;
	struct paper_field *field;
	struct paper_inline *next;
};

enum node_kind { NODE_BLOCK, NODE_TABLE, NODE_ROW, NODE_LINES, NODE_SIDE, NODE_EACH, NODE_IF, NODE_REPORT };

struct paper_node {
	enum node_kind kind;
	const char *path; /* where it stands; borrowed from the paper */
	int line;
	struct paper_node *next;

	/* NODE_BLOCK: what it becomes. NODE_LINES: amount empty rows */
	enum doc_kind block;
	enum doc_align align;
	int amount;
	struct paper_inline *text;

	/* NODE_TABLE: columns, rows as children. NODE_SIDE: columns, `part` for each. NODE_ROW: cells */
	struct doc_column *columns;
	size_t n_columns;
	bool plain, small;
	struct paper_node **part;
	struct paper_cell *cells;
	size_t n_cells;
	bool head, strong;

	/* NODE_EACH: query. NODE_REPORT: its id in `query`. NODE_IF: query, column, how it is compared */
	char *query, *column, *value;
	char op;          /* '=', '!', '<', '>', 'l' (<=), 'g' (>=), 0: is there anything */
	bool negated;
	struct paper_node *child, *other;
};

struct paper_cell {
	struct paper_inline *text;
	enum doc_align align; /* DOC_BODY: the column's */
	bool left, above;
};

/* A parameter of a query: what is chosen, or a column of a query before it. */
struct paper_param {
	int of;       /* enum paper_of, or one of the next, or -1: query and column */
	size_t query;
	char *column;
};
enum { PARAM_UNIT = PAPER_OF_N, PARAM_TODAY };

struct paper_query {
	char *name, *sql; /* its parameters are ?1, ?2 … */
	const char *path;
	int line;
	struct paper_param *params;
	size_t n_params;
};

struct paper_text {
	struct strlist files; /* this one and the parts it uses; nodes borrow from it */
	char *main;           /* query without which there is nothing to print, or NULL */
	char *nothing[2];     /* the sentence for that */
	struct strlist codes; /* code lists that its queries read */
	bool lines;           /* its queries read the TEMP tables of domain/lines.h */
	bool why, scores;     /* … and line_why; the table score */
	bool wide, narrow;
	struct paper_query *query;
	size_t n_queries, cap_queries;
	struct paper_node *body;
};

/* ---- reading a file ---- */

struct paper_line {
	char *s;
	const char *path; /* borrowed from text->files */
	int number;
};
struct paper_reader {
	struct paper *p;
	struct complaints *c;
	bool ok;
	struct paper_line *v; /* of the body */
	size_t n, cap, at;
};
void paper_bad(struct paper_reader *r, const char *path, int line, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* The SELECT of [query NAME]; takes `sql`. */
void paper_query_read(struct paper_reader *r, const char *name, char *sql, const char *path, int line);
/* The body's lines, all of them. */
void paper_body_read(struct paper_reader *r);
/* One paragraph or cell; `align` of "^ " or "> " before it when not NULL. */
struct paper_inline *paper_inline_read(struct paper_reader *r, const char *s, const char *path, int line);
/* Is there a query of this name, or does the program itself know it (with this column)? */
int paper_query_find(const struct paper_text *t, const char *name); /* -1: none */
bool paper_given_has(const char *name, const char *column);
void paper_text_free(struct paper_text *t);
void paper_field_free(struct paper_field *f);

/* ---- filling in ---- */

struct paper_rows {
	struct strlist columns;
	char **v;          /* n rows of columns.n texts or NULL */
	bool *number;      /* of each: SQLite held a number, and so it is asked with again */
	size_t n, cap, at; /* at: the row now shown */
	bool run, busy;    /* run: v answers `asked`; busy: being repeated over */
	char *asked;       /* the parameters it was run with */
};
struct paper_run {
	const struct paper *p;
	struct forms *f;
	struct book *b;
	struct db *db;
	const struct paper_choice *choice;
	struct paper_rows *rows; /* by query */
	enum lang spoken;        /* by the screen; what is made for the paper is Vietnamese */
	char *given[12];         /* texts of what the program itself knows, made when first asked */
};
/* Text of what the program itself knows, kept till the run ends; NULL: not known. */
const char *paper_given(struct paper_run *run, const char *query, const char *column);
/* Rows of a query for what is shown now; *out NULL never. */
int paper_rows(struct paper_run *run, size_t query, struct paper_rows **out, struct error *e);
void paper_rows_fini(struct paper_rows *r);
/* Value of a field before its formats: *out borrowed till the next query runs, NULL: no answer. `number` (buffer of 24) holds
 * row numbers; *is_number (may be NULL): SQLite held it as one. */
int paper_value(struct paper_run *run, const char *query, const char *column, const char **out,
		char number[static 24], bool *is_number, struct error *e);
/* Append a field with its formats to `t`. */
int paper_field_fill(struct paper_run *run, const struct paper_field *f, unsigned style, struct doc_text *t,
		     struct error *e);
/* TEMP tables `code` and `code_extra` of these lists. */
int paper_codes_fill(struct db *db, struct forms *f, const struct strlist *lists, struct error *e);
/* TEMP table `score`: standard, region, item … of all score sheets. */
int paper_scores_fill(struct db *db, struct forms *f, struct error *e);
/* TEMP table `line_why` (unit, line, why), once the lines are built. */
int paper_why_fill(struct db *db, struct forms *f, struct error *e);
/* A report's table as blocks at the end of `d`: @report. */
int paper_report_fill(struct paper_run *run, const struct paper_node *n, struct doc *d, struct error *e);

#endif
