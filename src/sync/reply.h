/* SPDX-License-Identifier: MIT */
/*
 * Replies (gói phản hồi): receipt, decision and remarks, sealed to the unit and signed by the superior. Applied only if signed by the key of
 * the enrolment, sealed to this book's key, answering a bundle it made, its counter greater than the last applied.
 */
#ifndef GN_SYNC_REPLY_H
#define GN_SYNC_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "form/form.h"
#include "store/book.h"
#include "sync/bundle.h"

/* To inbox item n (> 0), or to the newest item of the unit with this code (n 0). `path`: folder or new file. *out_path: caller frees. */
int reply_make(struct forms *f, struct book *b, int64_t n, const char *unit_code, const char *path,
	       char **out_path, struct error *e);

struct reply_result {
	bool again;          /* the same reply came before: nothing done */
	int64_t bundle_number;
	char *decision;      /* received accepted accepted_remarks returned superseded needs_confirmation */
	int64_t remarks_new, remarks_open;
	char *receipt;
	struct strlist locks; /* sentences: rounds locked or unlocked by it */
};
void reply_result_fini(struct reply_result *r);
/* 0 applied or again; ERR_NEGATIVE: older than the last applied; ERR_DATA: anything else, nothing changed. */
int reply_apply(struct forms *f, struct book *b, const char *path, struct reply_result *out,
		struct error *e);

#endif
