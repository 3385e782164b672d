/* SPDX-License-Identifier: MIT */
/*
 * Where files of an exchange are carried: sticks that are in, the folder of the settings; and
 * which files lie there. No terminal in it, so that it is tested by itself.
 */
#ifndef GN_UI_PLACES_H
#define GN_UI_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place {
	char *path, *label;
	bool stick; /* else a folder of this PC */
	bool read_only;
	int64_t free; /* bytes, or -1 */
};
struct places {
	struct place *v;
	size_t n;
};
/* Sticks first, then `folder` (NULL or "": none; one that is not there is left out). */
void places_list(struct places *out, const char *folder);
/* One more folder at the end, unless it is listed already; its index. False: no such folder. */
bool places_add(struct places *p, const char *folder, size_t *index);
void places_fini(struct places *p);
/* The first stick that can be written to, else the first such folder, else 0. */
size_t places_best(const struct places *p);

struct found_file {
	char *path;
	const char *name;  /* in path */
	const char *place; /* label of the place; borrowed from the places */
	int64_t size, time;
	char code[17]; /* out of "CODE_G0007.gnb"; "" where the name says nothing */
	int64_t number;
};
struct found_files {
	struct found_file *v;
	size_t n, cap;
};
/* Files with this ending ("gnb") in the places and one folder below, newest first, each once. */
void found_files_list(struct found_files *out, const struct places *p, const char *ending);
void found_files_fini(struct found_files *f);
/* What "CODE_G0007.gnb" or "CODE_G0007_2.gnb" says; false for another name. `code` 17 bytes. */
bool found_file_says(const char *name, char code[static 17], int64_t *number);

#endif
