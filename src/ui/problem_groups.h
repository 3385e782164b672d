/* SPDX-License-Identifier: MIT */
/* The findings of Soát lỗi by check: a row per check and, where it is unfolded, a row per finding. Draws nothing. */
#ifndef GN_UI_PROBLEM_GROUPS_H
#define GN_UI_PROBLEM_GROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "domain/check.h"

struct problem_group {
	const struct finding *first; /* of the findings, which stay where they are */
	size_t *at, n, cap;          /* their indexes, in the order found */
	size_t unexplained;          /* of a check that asks for reasons */
	bool open;
};
struct problem_row {
	size_t group;
	size_t finding; /* index of the finding, or PROBLEM_HEAD: the row of the check itself */
};
#define PROBLEM_HEAD ((size_t)-1)

struct problem_groups {
	struct problem_group *v; /* errors, then what is to be explained, then notes; within, in the order found */
	size_t n, cap;
	struct problem_row *row;
	size_t n_rows, cap_rows;
	struct strlist open; /* which are unfolded, by name: kept when the checks run again */
};
void problem_groups_init(struct problem_groups *g);
void problem_groups_fini(struct problem_groups *g);
/* Group those of strength `only` (-1: all). A group that is alone is unfolded. */
void problem_groups_make(struct problem_groups *g, const struct findings *all, int only);
void problem_groups_fold(struct problem_groups *g, size_t group, bool open);
void problem_groups_fold_all(struct problem_groups *g, bool open);
/* The row of a check, or of one of its findings where `finding` is not PROBLEM_HEAD; n_rows: there is none. */
size_t problem_groups_row(const struct problem_groups *g, size_t group, size_t finding);
/* Name of a group; caller frees. */
char *problem_group_name(const struct finding *f);
/* The group of that name; n: there is none. */
size_t problem_groups_find(const struct problem_groups *g, const char *name);

#endif
