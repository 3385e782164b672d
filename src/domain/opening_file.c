/* SPDX-License-Identifier: MIT */
/*
 * A list of last year as a file: which column is what, and which rows make one household. Other programs put titles above the heading
 * and a row of column numbers under it, and write a household's number and class on its head's row only.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/opening_impl.h"
#include "text/utf8.h"
#include "text/viet.h"

#define HEADING_ROWS 25 /* the heading stands among these */

const char *opening_name(const struct opening_row *row)
{
	return row->v[COL_NAME] ? row->v[COL_NAME] : row->v[COL_HEAD];
}

static void row_fini(struct opening_row *row)
{
	for (int i = 0; i < N_COLS; i++)
		free(row->v[i]);
	strlist_fini(&row->raw);
}

void opening_house_fini(struct opening_house *h)
{
	for (size_t i = 0; i < h->n; i++)
		row_fini(&h->row[i]);
	free(h->row);
	*h = (struct opening_house){ .n = 0 };
}

/* ---- the heading ---- */

static int column_of(const struct codes *list, const char *cell)
{
	char *clean = utf8_clean(cell);
	const struct code *k = *clean ? codes_match(list, clean) : NULL;

	free(clean);
	return k ? (int)(k - list->v) : -1;
}

static size_t take_heading(struct opening_file *o, const struct codes *list, const struct strlist *cells)
{
	size_t known = 0;

	strlist_fini(&o->heading);
	strlist_fini(&o->untaken);
	strlist_init(&o->heading);
	strlist_init(&o->untaken);
	for (int i = 0; i < N_COLS; i++)
		o->at[i] = -1;
	for (size_t i = 0; i < cells->n; i++) {
		int col = column_of(list, cells->v[i]);
		char *clean = utf8_clean(cells->v[i]);

		strlist_add(&o->heading, cells->v[i]);
		if (col >= 0 && o->at[col] < 0) {
			o->at[col] = (int)i;
			known += col != COL_PASSED_OVER;
		} else if (col < 0 && *clean) {
			strlist_add(&o->untaken, clean);
		}
		free(clean);
	}
	return known;
}

static int find_heading(struct opening_file *o, const struct opening_want *want, struct error *e)
{
	const struct codes *list = code_lists_get(forms_codes(o->f), "opening_column", NULL);
	struct strlist cells;
	int ret = 1, n = 0;
	bool found = false;

	if (!list || list->n != N_COLS) {
		error_fail(e, ERR_DATA, "GN-L30", "%s", _("The code list opening_column does not fit the program."));
		error_todo(e, "%s", _("\"giamngheo forms check\" lists every mistake."));
		return ERR_DATA;
	}
	strlist_init(&cells);
	while (!found && n++ < HEADING_ROWS && (ret = csv_next(o->r, &cells, e)) > 0)
		found = take_heading(o, list, &cells) >= 3 && (o->at[COL_HEAD] >= 0 || o->at[COL_NAME] >= 0);
	strlist_fini(&cells);
	if (ret < 0)
		return ret;
	if (found && o->at[COL_VILLAGE] >= 0 && (o->at[COL_CLASS] >= 0 || want->class))
		return 0;
	ret = error_fail(e, ERR_DATA, "GN-L31", "%s",
			 !found		      ? _("No heading was found: a row with the names of the columns.") :
			 o->at[COL_VILLAGE] < 0 ? _("The column of the village is missing.") :
						  _("The column of the class is missing."));
	error_safe(e, _("Nothing was stored."));
	error_todo(e, "%s",
		   found && o->at[COL_VILLAGE] >= 0 ?
			   _("For a file of one class only, say which: --class poor|near_poor|escaped|escaped_near.") :
			   _("The needed columns: head's name, village, class; \"giamngheo opening --help\" tells the others."));
	return ret;
}

int opening_file_open(struct opening_file *o, struct forms *f, const char *path, const struct opening_want *want, struct error *e)
{
	int ret;

	*o = (struct opening_file){ .f = f };
	strlist_init(&o->heading);
	strlist_init(&o->untaken);
	ret = csv_open_rows(&o->r, path, e);
	return ret ? ret : find_heading(o, want, e);
}

void opening_file_close(struct opening_file *o)
{
	csv_close(o->r);
	strlist_fini(&o->heading);
	strlist_fini(&o->untaken);
	opening_house_fini(&o->next);
}

/* ---- rows ---- */

static bool has_letter(const char *s)
{
	char *folded = viet_fold(s);
	bool is = folded[strcspn(folded, "abcdefghijklmnopqrstuvwxyz")] != '\0';

	free(folded);
	return is;
}

/* The row under the heading that only numbers or letters the columns. */
static bool numbers_columns(const struct opening_row *row)
{
	for (size_t i = 0; i < row->raw.n; i++)
		if (strlen(row->raw.v[i]) > 4)
			return false;
	return true;
}

static void take_cells(struct opening_file *o, const struct strlist *cells, struct opening_row *row)
{
	*row = (struct opening_row){ .raw = { NULL, 0, 0 } };
	strlist_init(&row->raw);
	for (size_t i = 0; i < cells->n; i++)
		strlist_add(&row->raw, cells->v[i]);
	for (int i = 0; i < N_COLS; i++) {
		char *clean;

		if (o->at[i] < 0 || (size_t)o->at[i] >= cells->n)
			continue;
		clean = utf8_clean(cells->v[o->at[i]]);
		if (*clean)
			row->v[i] = clean;
		else
			free(clean);
	}
}

static bool same_name(const char *a, const char *b)
{
	char *x = viet_fold(a), *y = viet_fold(b);
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

/* Does this row begin a household? */
static bool begins(const struct opening_file *o, const struct opening_row *row)
{
	const struct codes *relations = code_lists_get(forms_codes(o->f), "relation", NULL);
	const struct code *k = row->v[COL_RELATION] ? codes_match(relations, row->v[COL_RELATION]) : NULL;

	if (k)
		return !strcmp(k->code, "head");
	if (o->at[COL_NAME] >= 0 && o->at[COL_HEAD] >= 0)
		return row->v[COL_HEAD] && (!row->v[COL_NAME] || same_name(row->v[COL_NAME], row->v[COL_HEAD]));
	if (o->at[COL_NUMBER] >= 0 && o->at[COL_RELATION] >= 0)
		return row->v[COL_NUMBER] != NULL;
	return true;
}

static void add_row(struct opening_house *h, struct opening_row *row, long line)
{
	if (!h->n)
		h->line = line;
	h->row = grow(h->row, h->n, &h->cap, sizeof(*h->row));
	h->row[h->n++] = *row;
}

int opening_file_next(struct opening_file *o, struct opening_house *out, struct error *e)
{
	struct strlist cells;
	int ret = 0;

	*out = o->next;
	o->next = (struct opening_house){ .n = 0 };
	strlist_init(&cells);
	while (!o->at_end && (ret = csv_next(o->r, &cells, e)) > 0) {
		struct opening_row row;

		take_cells(o, &cells, &row);
		/* Blank rows, the row of column numbers, sums without a name. */
		if (!opening_name(&row) || !has_letter(opening_name(&row)) || numbers_columns(&row)) {
			row_fini(&row);
			continue;
		}
		o->rows++;
		if (out->n && begins(o, &row)) {
			add_row(&o->next, &row, csv_line(o->r));
			break;
		}
		add_row(out, &row, csv_line(o->r));
	}
	o->at_end = o->at_end || !ret;
	strlist_fini(&cells);
	return ret < 0 ? ret : out->n > 0;
}
