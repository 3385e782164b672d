/* SPDX-License-Identifier: MIT */
/*
 * The decision over a received bundle, the same from the inbox and from the difference: what is
 * to be compared is shown, then it is asked, done, and the reply is offered at once.
 */
#ifndef GN_UI_DECIDE_H
#define GN_UI_DECIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sync/inbox.h"
#include "ui/ui.h"

/* May something be decided in this book now: it is writable and it is known who works? Says why
 * not. */
bool decide_ready(struct app *app);
/* Each answers whether the decision was made. Remarks may be NULL with n 0. A bundle that needs
 * confirmation is confirmed on the way, after its fingerprint and counts were compared. `sum`
 * may be NULL: then it is worked out. */
bool decide_accept(struct app *app, int64_t n, const struct remark_new *remarks, size_t n_remarks,
		   const struct diff_summary *sum);
bool decide_return(struct app *app, int64_t n, const struct remark_new *remarks, size_t n_remarks,
		   const struct diff_summary *sum);
bool decide_confirm(struct app *app, int64_t n);
/* Write the reply to a place that is chosen. False: not now, or it failed. */
bool decide_reply(struct app *app, int64_t n);
/* Everything known of an item, for a box; caller frees. */
char *decide_about(struct app *app, const struct inbox_item *item, const struct diff_summary *sum);
/* "+3 new · ~5 changed · -1 gone …"; only what there is; caller frees. */
char *decide_sum_words(const struct diff_summary *sum);

#endif
