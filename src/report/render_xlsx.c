/* SPDX-License-Identifier: MIT */
/*
 * A table as a workbook: real numbers, sums and rates as formulas, so that whoever gets it can go on computing. libxlsxwriter brings
 * libcrypto with it, which would slow every start of the program: it is loaded when the first workbook is written.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/render.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "report/render_impl.h"
#include "text/utf8.h"

#define BYTES_MAX (256u << 20)
#define SHEET_COLUMNS_MIN 4 /* room for the two headings of the page */

/* What is used of the library. */
#define CALLS(X)                                                                                   \
	X(workbook_new_opt)                                                                        \
	X(workbook_close)                                                                          \
	X(workbook_add_worksheet)                                                                  \
	X(workbook_add_format)                                                                     \
	X(workbook_set_properties)                                                                 \
	X(worksheet_write_string)                                                                  \
	X(worksheet_write_number)                                                                  \
	X(worksheet_write_blank)                                                                   \
	X(worksheet_write_formula_num)                                                             \
	X(worksheet_write_formula_str)                                                             \
	X(worksheet_merge_range)                                                                   \
	X(worksheet_set_column)                                                                    \
	X(worksheet_set_row)                                                                       \
	X(worksheet_freeze_panes)                                                                  \
	X(worksheet_set_landscape)                                                                 \
	X(worksheet_set_paper)                                                                     \
	X(worksheet_fit_to_pages)                                                                  \
	X(worksheet_repeat_rows)                                                                   \
	X(worksheet_set_margins)                                                                   \
	X(worksheet_set_footer)                                                                    \
	X(format_set_bold)                                                                         \
	X(format_set_italic)                                                                       \
	X(format_set_align)                                                                        \
	X(format_set_text_wrap)                                                                    \
	X(format_set_border)                                                                       \
	X(format_set_num_format)                                                                   \
	X(format_set_font_name)                                                                    \
	X(format_set_font_size)                                                                    \
	X(lxw_strerror)

struct library {
	void *handle;
#define POINTER(name) __typeof__(name) *name;
	CALLS(POINTER)
#undef POINTER
};

static int load(struct library *lib, struct error *e)
{
	lib->handle = dlopen(XLSXWRITER_SONAME, RTLD_NOW | RTLD_LOCAL);
	if (!lib->handle)
		goto missing;
#define FIND(name)                                                                                 \
	lib->name = (__typeof__(name) *)dlsym(lib->handle, #name);                                 \
	if (!lib->name)                                                                            \
		goto missing;
	CALLS(FIND)
#undef FIND
	return 0;
missing:
	error_fail(e, ERR_IO, "GN-R01", "%s",
		   _("Spreadsheets cannot be written here: the library libxlsxwriter is missing."));
	error_safe(e, _("Nothing was written."));
	error_todo(e, "%s", _("Install libxlsxwriter4, or take --format csv or html instead."));
	error_detail(e, "%s", dlerror());
	if (lib->handle)
		dlclose(lib->handle);
	return ERR_IO;
}

/* ---- formats ---- */

enum style {
	STYLE_PLAIN,  /* outside the table */
	STYLE_LEFT,   /* owner's corner */
	STYLE_BOLD,
	STYLE_TITLE,
	STYLE_ITALIC,
	STYLE_RIGHT,
	STYLE_NOTE,
	STYLE_HEAD,
	STYLE_NUMBER_LINE,
	STYLE_TEXT,   /* from here each has a bold twin after it */
	STYLE_TEXT_BOLD,
	STYLE_CENTRE,
	STYLE_CENTRE_BOLD,
	STYLE_INT,
	STYLE_INT_BOLD,
	STYLE_RATE,
	STYLE_RATE_BOLD,
	STYLE_MARK,
	STYLE_MARK_BOLD,
	N_STYLES
};

static const struct {
	const char *number;
	unsigned char align;
	bool bold, italic, border, wrap;
	double size;
} styles[N_STYLES] = {
	[STYLE_PLAIN] = { NULL, LXW_ALIGN_CENTER, false, false, false, false, 11 },
	[STYLE_LEFT] = { NULL, LXW_ALIGN_CENTER, false, false, false, true, 11 },
	[STYLE_BOLD] = { NULL, LXW_ALIGN_CENTER, true, false, false, true, 11 },
	[STYLE_TITLE] = { NULL, LXW_ALIGN_CENTER, true, false, false, true, 13 },
	[STYLE_ITALIC] = { NULL, LXW_ALIGN_CENTER, false, true, false, true, 11 },
	[STYLE_RIGHT] = { NULL, LXW_ALIGN_RIGHT, false, true, false, false, 11 },
	[STYLE_NOTE] = { NULL, LXW_ALIGN_LEFT, false, false, false, false, 10 },
	[STYLE_HEAD] = { NULL, LXW_ALIGN_CENTER, true, false, true, true, 11 },
	[STYLE_NUMBER_LINE] = { NULL, LXW_ALIGN_CENTER, false, true, true, true, 9 },
	[STYLE_TEXT] = { NULL, LXW_ALIGN_LEFT, false, false, true, true, 11 },
	[STYLE_TEXT_BOLD] = { NULL, LXW_ALIGN_LEFT, true, false, true, true, 11 },
	[STYLE_CENTRE] = { NULL, LXW_ALIGN_CENTER, false, false, true, false, 11 },
	[STYLE_CENTRE_BOLD] = { NULL, LXW_ALIGN_CENTER, true, false, true, false, 11 },
	[STYLE_INT] = { "#,##0", LXW_ALIGN_RIGHT, false, false, true, false, 11 },
	[STYLE_INT_BOLD] = { "#,##0", LXW_ALIGN_RIGHT, true, false, true, false, 11 },
	/* General: 25 stays 25, 5.79 is shown with the sign of whoever opens it. */
	[STYLE_RATE] = { NULL, LXW_ALIGN_RIGHT, false, false, true, false, 11 },
	[STYLE_RATE_BOLD] = { NULL, LXW_ALIGN_RIGHT, true, false, true, false, 11 },
	[STYLE_MARK] = { "\"x\";\"\";\"\"", LXW_ALIGN_CENTER, false, false, true, false, 11 },
	[STYLE_MARK_BOLD] = { "#,##0", LXW_ALIGN_CENTER, true, false, true, false, 11 },
};

struct book_out {
	const struct report_table *t;
	struct library lib;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *format[N_STYLES];
	lxw_col_t last;       /* last column of the page */
	lxw_row_t head, body; /* rows on which headings and rows begin */
	lxw_error failed;
};

static void make_formats(struct book_out *o)
{
	const struct library *lib = &o->lib;

	for (int i = 0; i < N_STYLES; i++) {
		lxw_format *f = lib->workbook_add_format(o->book);

		lib->format_set_font_name(f, "Times New Roman");
		lib->format_set_font_size(f, styles[i].size);
		lib->format_set_align(f, styles[i].align);
		lib->format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
		if (styles[i].bold)
			lib->format_set_bold(f);
		if (styles[i].italic)
			lib->format_set_italic(f);
		if (styles[i].wrap)
			lib->format_set_text_wrap(f);
		if (styles[i].border)
			lib->format_set_border(f, LXW_BORDER_THIN);
		if (styles[i].number)
			lib->format_set_num_format(f, styles[i].number);
		o->format[i] = f;
	}
}

static void note(struct book_out *o, lxw_error rc)
{
	if (rc && !o->failed)
		o->failed = rc;
}

/* Text over several cells, or in one. */
static void put_over(struct book_out *o, lxw_row_t r0, lxw_col_t c0, lxw_row_t r1, lxw_col_t c1, const char *text,
		     enum style style)
{
	if (r0 == r1 && c0 == c1)
		note(o, o->lib.worksheet_write_string(o->sheet, r0, c0, text, o->format[style]));
	else
		note(o, o->lib.worksheet_merge_range(o->sheet, r0, c0, r1, c1, text, o->format[style]));
}

/* ---- formulas ---- */

static void add_letters(struct str *out, size_t column)
{
	char text[8];
	int n = 0;

	for (size_t c = column + 1; c && n < 7; c = (c - 1) / 26)
		text[n++] = (char)('A' + (c - 1) % 26);
	while (n)
		str_addc(out, text[--n]);
}

struct cell_at {
	const struct book_out *o;
	size_t row;
};

static void cell_name(const void *ctx, int column, struct str *out)
{
	const struct cell_at *at = ctx;

	add_letters(out, (size_t)column);
	str_addf(out, "%zu", (size_t)at->o->body + at->row + 1);
}

/* =ROUND(F9/D9*100,2), blank where there is nothing to divide by. */
static char *own_formula(const struct book_out *o, size_t row, size_t column)
{
	const struct report_column *c = &o->t->columns[column];
	struct cell_at at = { o, row };
	struct str out, divisors;

	str_init(&out);
	str_init(&divisors);
	formula_divisors(c->formula, cell_name, &at, ")=0,N(", &divisors);
	str_addc(&out, '=');
	if (divisors.len)
		str_addf(&out, "IF(OR(N(%s)=0),\"\",", divisors.s);
	if (c->kind == CELL_RATE)
		str_add(&out, "ROUND(");
	formula_print(c->formula, cell_name, &at, &out);
	if (c->kind == CELL_RATE)
		str_add(&out, ",2)");
	if (divisors.len)
		str_addc(&out, ')');
	str_fini(&divisors);
	return str_take(&out);
}

static void add_range(const struct book_out *o, struct str *out, size_t column, size_t first, size_t end, bool fixed)
{
	for (int i = 0; i < 2; i++) {
		str_add(out, i ? ":" : "");
		if (fixed)
			str_addc(out, '$');
		add_letters(out, column);
		str_addf(out, "%s%zu", fixed ? "$" : "", (size_t)o->body + (i ? end : first + 1));
	}
}

/* The lines of groups are sums already: a total adds those. */
static bool add_groups(const struct book_out *o, struct str *out, size_t row, size_t column, size_t first, size_t end)
{
	bool any = false;

	for (size_t i = first; i < end; i++) {
		const struct report_row *r = &o->t->rows[i];

		if (r->kind != REPORT_GROUP || r->measure != o->t->rows[row].measure || r->span)
			continue;
		str_add(out, any ? "+" : "=");
		add_letters(out, column);
		str_addf(out, "%zu", (size_t)o->body + i + 1);
		any = true;
	}
	return any;
}

/* =SUM(D8:D20); of two lines a place only those that measure the same. NULL: there is nothing to sum. */
static char *sum_formula(const struct book_out *o, size_t row, size_t column)
{
	int measure = table_find(o->t, "measure");
	struct str out;
	size_t first, end;

	table_range(o->t, row, &first, &end);
	if (first >= end)
		return NULL;
	str_init(&out);
	if (o->t->rows[row].kind == REPORT_TOTAL && add_groups(o, &out, row, column, first, end))
		return str_take(&out);
	if (measure >= 0 && o->t->rows[row].measure) {
		str_add(&out, "=SUMIF(");
		add_range(o, &out, (size_t)measure, first, end, true);
		str_addc(&out, ',');
		add_letters(&out, (size_t)measure);
		str_addf(&out, "%zu,", (size_t)o->body + row + 1);
	} else {
		str_add(&out, "=SUM(");
	}
	add_range(o, &out, column, first, end, false);
	str_addc(&out, ')');
	return str_take(&out);
}

/* ---- rows ---- */

static enum style style_of(const struct report_row *r, enum cell_kind kind)
{
	enum style s = kind == CELL_TEXT   ? STYLE_TEXT :
		       kind == CELL_RATE   ? STYLE_RATE :
		       kind == CELL_MARK   ? STYLE_MARK :
		       kind == CELL_DATE || kind == CELL_YEAR ? STYLE_CENTRE :
					     STYLE_INT;

	return r->kind == REPORT_BODY ? s : s + 1;
}

static void put_text_cell(struct book_out *o, size_t row, size_t column)
{
	const struct report_row *r = &o->t->rows[row];
	const struct report_column *c = &o->t->columns[column];
	lxw_row_t at = o->body + (lxw_row_t)row;
	bool second = c->stub && strcmp(c->key, "measure") != 0 && row + 1 < o->t->n_rows &&
		      r->measure == MEASURE_HOUSEHOLDS && o->t->rows[row + 1].measure == MEASURE_PEOPLE;
	enum style style = style_of(r, c->kind);
	char *text = table_show(o->t, r, (int)column);

	if (c->stub && !strcmp(c->key, "no"))
		style = STYLE_CENTRE + (r->kind != REPORT_BODY);
	if (second)
		put_over(o, at, (lxw_col_t)column, at + 1, (lxw_col_t)column, text, style);
	else if (*text)
		note(o, o->lib.worksheet_write_string(o->sheet, at, (lxw_col_t)column, text, o->format[style]));
	else
		note(o, o->lib.worksheet_write_blank(o->sheet, at, (lxw_col_t)column, o->format[style]));
	free(text);
}

static void put_number_cell(struct book_out *o, size_t row, size_t column)
{
	const struct report_row *r = &o->t->rows[row];
	const struct report_column *c = &o->t->columns[column];
	const struct report_cell *cell = &r->cells[column];
	lxw_format *format = o->format[style_of(r, c->kind)];
	lxw_row_t at = o->body + (lxw_row_t)row;
	lxw_col_t x = (lxw_col_t)column;
	char *formula = NULL;

	if (c->formula)
		formula = own_formula(o, row, column);
	else if (table_is_sum(o->t, row, (int)column))
		formula = sum_formula(o, row, column);
	if (formula && cell->known)
		note(o, o->lib.worksheet_write_formula_num(o->sheet, at, x, formula, format, cell->number));
	else if (formula && c->kind == CELL_RATE) /* comes by itself once the total is typed in */
		note(o, o->lib.worksheet_write_formula_str(o->sheet, at, x, formula, format, ""));
	else if (cell->known)
		note(o, o->lib.worksheet_write_number(o->sheet, at, x, cell->number, format));
	else
		note(o, o->lib.worksheet_write_blank(o->sheet, at, x, format));
	free(formula);
}

static void put_row(struct book_out *o, size_t row)
{
	const struct report_row *r = &o->t->rows[row];
	lxw_row_t at = o->body + (lxw_row_t)row;

	if (r->span) {
		put_over(o, at, 0, at, (lxw_col_t)(o->t->n_columns - 1), r->span, STYLE_TEXT_BOLD);
		return;
	}
	for (size_t i = 0; i < o->t->n_columns; i++) {
		const struct report_column *c = &o->t->columns[i];
		bool text = c->kind == CELL_TEXT || c->kind == CELL_DATE;
		bool shared = c->stub && strcmp(c->key, "measure") != 0;

		if (shared && r->measure == MEASURE_PEOPLE)
			continue; /* merged with the line above */
		if (text)
			put_text_cell(o, row, i);
		else
			put_number_cell(o, row, i);
	}
}

/* ---- the page ---- */

static void put_headings(struct book_out *o)
{
	const struct report_table *t = o->t;
	size_t levels = table_levels(t);

	for (size_t level = 0; level < levels; level++) {
		for (size_t i = 0; i < t->n_columns; i++) {
			struct table_heading h = table_heading(t, level, i);

			if (h.level == level && h.column == i)
				put_over(o, o->head + (lxw_row_t)level, (lxw_col_t)i,
					 o->head + (lxw_row_t)(level + h.down - 1), (lxw_col_t)(i + h.across - 1),
					 h.label, STYLE_HEAD);
		}
	}
	for (size_t i = 0; i < t->n_columns; i++) {
		char *text = table_number_line(t, (int)i);

		put_over(o, o->body - 1, (lxw_col_t)i, o->body - 1, (lxw_col_t)i, text, STYLE_NUMBER_LINE);
		free(text);
	}
}

/* Excel does not grow rows for merged cells: as high as the text renderer's lines. */
static void set_sizes(struct book_out *o)
{
	int *edges = text_edges(o->t);
	size_t levels = table_levels(o->t);

	for (size_t i = 0; i < o->t->n_columns; i++) {
		double width = 1.15 * (edges[i + 1] - edges[i] - 3) + 1.5;

		note(o, o->lib.worksheet_set_column(o->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL));
	}
	for (size_t level = 0; level < levels; level++) {
		int lines = 1;

		for (size_t i = 0; i < o->t->n_columns; i++) {
			struct table_heading h = table_heading(o->t, level, i);
			int room = edges[h.column + h.across] - edges[h.column] - 3;
			int need;

			if (h.level != level || h.column != i)
				continue;
			need = utf8_width(h.label) / (room > 2 ? room : 2) / (int)h.down + 1;
			lines = need > lines ? need : lines;
		}
		note(o, o->lib.worksheet_set_row(o->sheet, o->head + (lxw_row_t)level, 15.0 * lines + 3, NULL));
	}
	free(edges);
}

static void put_top(struct book_out *o)
{
	const struct report_table *t = o->t;
	lxw_col_t half = o->last / 2;
	char *units = t->units ? xasprintf("%s: %s", _("Unit"), t->units) : NULL, *title = NULL;

	put_over(o, 0, 0, 0, half, t->above ? t->above : "", STYLE_LEFT);
	put_over(o, 1, 0, 1, half, t->owner ? t->owner : "", STYLE_BOLD);
	put_over(o, 0, half + 1, 0, o->last, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", STYLE_BOLD);
	put_over(o, 1, half + 1, 1, o->last, "Độc lập - Tự do - Hạnh phúc", STYLE_BOLD);
	if (t->banner)
		title = xasprintf("%s\n%s", t->banner, t->title ? t->title : "");
	put_over(o, 2, 0, 2, o->last, title ? title : t->title ? t->title : "", STYLE_TITLE);
	note(o, o->lib.worksheet_set_row(o->sheet, 2, title ? 54 : 36, NULL));
	free(title);
	put_over(o, 3, 0, 3, o->last, t->subtitle ? t->subtitle : "", STYLE_ITALIC);
	put_over(o, 4, 0, 4, o->last, units ? units : "", STYLE_RIGHT);
	free(units);
}

static void put_bottom(struct book_out *o)
{
	const struct report_table *t = o->t;
	lxw_row_t at = o->body + (lxw_row_t)t->n_rows + 1;
	lxw_col_t half = o->last / 2;
	struct strlist lines;

	for (size_t i = 0; i < t->notes.n; i++)
		put_over(o, at + (lxw_row_t)i, 0, at + (lxw_row_t)i, 0, t->notes.v[i], STYLE_NOTE);
	at += (lxw_row_t)t->notes.n + 1;
	strlist_init(&lines);
	strlist_split(&lines, t->signer ? t->signer : "", "\n");
	put_over(o, at, half + 1, at, o->last, t->place_date ? t->place_date : "", STYLE_ITALIC);
	put_over(o, at + 1, 0, at + 1, half, _("MADE BY"), STYLE_BOLD);
	for (size_t i = 0; i < lines.n; i++)
		put_over(o, at + 1 + (lxw_row_t)i, half + 1, at + 1 + (lxw_row_t)i, o->last, lines.v[i], STYLE_BOLD);
	strlist_fini(&lines);
}

static void set_page(struct book_out *o)
{
	const struct library *lib = &o->lib;
	size_t stubs = 0;

	while (stubs < o->t->n_columns && o->t->columns[stubs].stub)
		stubs++;
	lib->worksheet_freeze_panes(o->sheet, o->body, (lxw_col_t)stubs);
	lib->worksheet_set_landscape(o->sheet);
	lib->worksheet_set_paper(o->sheet, 9); /* A4 */
	lib->worksheet_set_margins(o->sheet, 0.4, 0.4, 0.6, 0.6);
	lib->worksheet_fit_to_pages(o->sheet, 1, 0);
	note(o, lib->worksheet_repeat_rows(o->sheet, o->head, o->body - 1));
	note(o, lib->worksheet_set_footer(o->sheet, "&R&P/&N"));
}

static void fill(struct book_out *o)
{
	lxw_doc_properties properties = { .title = o->t->title ? o->t->title : "",
					  .company = o->t->owner ? o->t->owner : "" };

	o->last = (lxw_col_t)(o->t->n_columns < SHEET_COLUMNS_MIN ? SHEET_COLUMNS_MIN - 1 : o->t->n_columns - 1);
	o->head = 5;
	o->body = o->head + (lxw_row_t)table_levels(o->t) + 1;
	make_formats(o);
	note(o, o->lib.workbook_set_properties(o->book, &properties));
	set_sizes(o);
	put_top(o);
	put_headings(o);
	for (size_t i = 0; i < o->t->n_rows; i++)
		put_row(o, i);
	put_bottom(o);
	set_page(o);
}

static int write_book(const struct report_table *t, const char *path, struct error *e)
{
	struct book_out o = { .t = t };
	lxw_workbook_options options = { .constant_memory = LXW_FALSE };
	lxw_error rc;
	int ret = load(&o.lib, e);

	if (ret)
		return ret;
	o.book = o.lib.workbook_new_opt(path, &options);
	if (!o.book) {
		ret = error_fail(e, ERR_IO, "GN-R02", _("%s cannot be written."), path);
		goto out;
	}
	o.sheet = o.lib.workbook_add_worksheet(o.book, t->id);
	fill(&o);
	rc = o.lib.workbook_close(o.book);
	rc = rc ? rc : o.failed;
	if (rc) {
		ret = error_fail(e, ERR_IO, "GN-R02", _("%s cannot be written."), path);
		error_detail(e, "libxlsxwriter: %s", o.lib.lxw_strerror(rc));
	}
out:
	dlclose(o.lib.handle);
	return ret;
}

/* The library writes a file of its own, where nobody else looks; its bytes then go the way of every other report. */
int render_xlsx(const struct report_table *t, render_out fn, void *ctx, struct error *e)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = path_join(tmp && *tmp == '/' ? tmp : "/tmp", "giamngheo-XXXXXX"), *path, *bytes = NULL;
	size_t len = 0;
	int rc;

	if (!mkdtemp(dir)) {
		rc = error_errno(e, errno, dir);
		free(dir);
		return rc;
	}
	path = path_join(dir, "report.xlsx");
	rc = write_book(t, path, e);
	if (!rc)
		rc = file_read(path, BYTES_MAX, &bytes, &len, e);
	if (!rc)
		rc = fn(ctx, bytes, len);
	unlink(path);
	rmdir(dir);
	free(bytes);
	free(path);
	free(dir);
	return rc;
}
