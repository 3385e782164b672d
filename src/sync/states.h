/* SPDX-License-Identifier: MIT */
/* States of bundles, replies and remarks as people say them, in one place: lists, boxes and commands never differ. */
#ifndef GN_SYNC_STATES_H
#define GN_SYNC_STATES_H

/* "returned" → "cần chỉnh sửa"; an unknown word as it is, NULL as "". Borrowed. */
const char *state_words(const char *state);

#endif
