/* SPDX-License-Identifier: MIT */
/* What the files of the plain-text renderer share: lines in the making. */
#ifndef GN_REPORT_DOC_IMPL_H
#define GN_REPORT_DOC_IMPL_H

#include "report/doc.h"

/* Lines of `t` broken at blanks to `width` columns, the first one `indent` columns shorter. */
void doc_wrap(const struct doc_text *t, int width, int indent, struct strlist *lines);
/* `line` set into `width` columns, appended to `out`. */
void doc_pad(struct str *out, const char *line, int width, enum doc_align align);
/* The lines of a table. */
void doc_table_lines(const struct doc_block *b, int width, struct strlist *lines);

#endif
