/* SPDX-License-Identifier: MIT */
/* A book without records: what the questions of reports and papers are tried on before anybody asks them. */
#ifndef GN_REPORT_BLANK_H
#define GN_REPORT_BLANK_H

#include "base/error.h"
#include "form/form.h"
#include "store/db.h"

/* In memory: the engine's own tables, those of the forms, and the tables of domain/lines.h, all empty. Not guarded yet. */
int blank_open(struct db **out, struct forms *f, struct error *e);

#endif
