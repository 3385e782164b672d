/* SPDX-License-Identifier: MIT */
/* Fields by their names and records saved without looking at what is asked of them: for work done on many records at once. */
#ifndef GN_DOMAIN_WRITING_H
#define GN_DOMAIN_WRITING_H

#include "base/error.h"
#include "form/entry.h"

/* Canonical text, or NULL for no answer. ERR_DATA where the form has no such field. */
int writing_set(struct entry *en, const char *field, const char *text, struct error *e);
int writing_save(struct entry *en, const char *who, struct error *e);
/* Is there a form of this name? */
bool writing_have(struct forms *f, const char *form);

#endif
