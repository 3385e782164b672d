/* SPDX-License-Identifier: MIT */
/* What the reader of report files asks of the rules: do they name what there is? */
#ifndef GN_REPORT_FAULT_IMPL_H
#define GN_REPORT_FAULT_IMPL_H

#include "report/report.h"

/* Complaints for every rule of `r` that cannot be understood; after all reports are loaded. */
void rules_check(const struct reports *all, const struct report *r, struct complaints *c);

#endif
