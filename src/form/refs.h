/* SPDX-License-Identifier: MIT */
/*
 * Records that a record refers to, kept while a form is filled in or a file is read: expressions
 * look one reference away (:village__area_type) again and again. Also the day they look at.
 */
#ifndef GN_FORM_REFS_H
#define GN_FORM_REFS_H

#include "form/form.h"
#include "store/book.h"
#include "store/record.h"

struct refs;

struct refs *refs_new(struct forms *f, struct book *b);
void refs_free(struct refs *r);
/* The record, looked for in `unit` first, then anywhere; NULL where there is none. Borrowed until refs_forget and refs_trim. */
const struct record *refs_get(struct refs *r, const struct form *form, const char *unit, const char *id);
/* The rows of a roster form that hang on record `id` of `unit`, as stored; `whole`: with their answers too. Read once; borrowed until
 * refs_forget of the record or of one of them, and refs_trim. NULL after a failure told in e (which may be NULL). */
const struct records *refs_rows(struct refs *r, const struct form *rows, const char *unit, const char *id, bool whole, struct error *e);
/* Between records: forget those read where there are very many. Nothing borrowed may be held. */
void refs_trim(struct refs *r);
/* It was written: read it again when it is next asked for. `id` NULL: forget everything. */
void refs_forget(struct refs *r, const char *id);
const char *refs_today(struct refs *r); /* ISO */

#endif
