/* SPDX-License-Identifier: MIT */
/* A table for machines: stable English headings, plain numbers. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/render.h"

#include <stdlib.h>

#include "base/csv.h"

#define CHUNK (64u << 10)

static const char *const kinds[] = { "body", "group", "total" };

static void add_header(const struct report_table *t, struct str *out)
{
	csv_add_cell(out, "row", ',', true);
	csv_add_cell(out, "unit", ',', false);
	csv_add_cell(out, "village", ',', false);
	for (size_t i = 0; i < t->n_columns; i++)
		csv_add_cell(out, t->columns[i].key, ',', false);
	str_addc(out, '\n');
}

static void add_row(const struct report_table *t, const struct report_row *r, struct str *out)
{
	csv_add_cell(out, kinds[r->kind], ',', true);
	csv_add_cell(out, r->unit_code, ',', false);
	csv_add_cell(out, r->village, ',', false);
	for (size_t i = 0; i < t->n_columns; i++) {
		char *text = table_plain(t, r, (int)i);

		csv_add_cell(out, text, ',', false);
		free(text);
	}
	str_addc(out, '\n');
}

int render_csv(const struct report_table *t, bool bom, render_out fn, void *ctx, struct error *e)
{
	struct str out;
	int rc = 0;

	(void)e; /* fn fills it */
	str_init(&out);
	if (bom)
		str_add(&out, "\xEF\xBB\xBF");
	add_header(t, &out);
	for (size_t i = 0; !rc && i < t->n_rows; i++) {
		if (!t->rows[i].span)
			add_row(t, &t->rows[i], &out);
		if (out.len >= CHUNK) {
			rc = fn(ctx, out.s, out.len);
			str_reset(&out);
		}
	}
	if (!rc && out.len)
		rc = fn(ctx, out.s, out.len);
	str_fini(&out);
	return rc;
}
