/* SPDX-License-Identifier: MIT */
/*
 * A file that is asked for by name (-o FILE, --errors FILE): a regular one is made anew beside its place and then takes it,
 * a pipe or device is written into.
 */
#ifndef GN_CMD_OUTFILE_H
#define GN_CMD_OUTFILE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/file.h"
#include "cmd/cmd.h"

struct outfile {
	struct newfile file;
	FILE *stream;
	char *path;
	struct error *e;
};

int outfile_open(struct outfile *o, const char *path, struct error *e);
int outfile_write(void *ctx, const char *bytes, size_t n); /* ctx: the struct outfile */
int outfile_commit(struct outfile *o);
void outfile_close(struct outfile *o); /* always, also after a failure */

/* Are these one file? Is this the book, its keys or another file of it? None is ever written over. */
bool outfile_same(const char *a, const char *b);
bool outfile_is_book(const struct cmd *c, const char *path);

#endif
