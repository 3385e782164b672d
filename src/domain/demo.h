/* SPDX-License-Identifier: MIT */
/*
 * The demonstration book: xã Đồng Vương as its plan for 2024 counts it (10 bản, 1,329 households, 77 poor, 134
 * near-poor at the end of 2023) with made-up people, deterministic for a seed, and a few planted mistakes.
 * A training book. What it is made from lies in data/demo.
 */
#ifndef GN_DOMAIN_DEMO_H
#define GN_DOMAIN_DEMO_H

#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"

struct demo_plan {
	uint64_t seed;
	int villages, households, poor, near_poor; /* 0: as data/demo/plan.ini says */
};
/* Fill an empty commune book. `progress` (may be NULL) is told done of total households. */
int demo_fill(struct forms *f, struct book *b, const struct demo_plan *plan,
	      void (*progress)(void *ctx, int done, int total), void *ctx, struct error *e);

#endif
