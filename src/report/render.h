/* SPDX-License-Identifier: MIT */
/* A table made into what people read, print and compute with, handed out in chunks. */
#ifndef GN_REPORT_RENDER_H
#define GN_REPORT_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "report/table.h"

typedef int (*render_out)(void *ctx, const char *bytes, size_t n); /* 0 or a negative code with its error set */

/* ---- plain text, aligned by columns as a terminal counts them ---- */

/* With title, table, notes. */
int render_text(const struct report_table *t, render_out fn, void *ctx, struct error *e);

/* ---- CSV for machines ---- */

/* Header: row,unit,village (kind of row, unit's code, village's id), then the keys; spanning headings are left out. A BOM for -o. */
int render_csv(const struct report_table *t, bool bom, render_out fn, void *ctx, struct error *e);

/* ---- HTML on A4 ---- */

/* One document; upright or lying by its width, as many blocks of columns as fit the paper. */
int render_html(const struct report_table *t, render_out fn, void *ctx, struct error *e);
/* What papers share: text with & < > " escaped, appended. */
void html_escape(struct str *out, const char *text);

/* ---- XLSX ---- */

/* With libxlsxwriter, loaded only now; ERR_IO with a sentence where it is missing. */
int render_xlsx(const struct report_table *t, render_out fn, void *ctx, struct error *e);

/* ---- any of them ---- */

enum render_as { RENDER_TEXT, RENDER_CSV, RENDER_HTML, RENDER_XLSX };
/* "text", "csv", "html", "xlsx", NULL. */
extern const char *const render_names[];
int render_table(const struct report_table *t, enum render_as as, bool bom, render_out fn, void *ctx, struct error *e);

#endif
