/* SPDX-License-Identifier: MIT */
/* A file that is asked for by name: -o FILE, --errors FILE. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "cmd/outfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define LINKS_MAX 40

/* Where a name leads: the end of its symbolic links, which may not be there yet. Caller frees. */
static char *end_of_links(const char *path)
{
	char *at = xstrdup(path), to[4096];
	ssize_t n;

	for (int i = 0; i < LINKS_MAX && (n = readlink(at, to, sizeof(to) - 1)) > 0; i++) {
		char *dir = path_dir(at);

		to[n] = '\0';
		free(at);
		at = path_join(dir, to);
		free(dir);
	}
	return at;
}

int outfile_open(struct outfile *o, const char *path, struct error *e)
{
	struct stat st;
	bool there;
	char *real;
	int rc;

	*o = (struct outfile){ .path = xstrdup(path), .e = e };
	there = !stat(path, &st);
	if (!there && errno == ELOOP)
		return error_errno(e, ELOOP, path);
	if (there && S_ISDIR(st.st_mode))
		return error_errno(e, EISDIR, path);
	if (there && !S_ISREG(st.st_mode)) {
		o->stream = fopen(path, "we");
		return o->stream ? 0 : error_errno(e, errno, path);
	}
	real = end_of_links(path);
	rc = newfile_open(&o->file, real, 0600, e);
	free(real);
	return rc;
}

int outfile_write(void *ctx, const char *bytes, size_t n)
{
	struct outfile *o = ctx;

	if (!o->stream)
		return newfile_write(&o->file, bytes, n, o->e);
	return fwrite(bytes, 1, n, o->stream) == n ? 0 : error_errno(o->e, errno, o->path);
}

int outfile_commit(struct outfile *o)
{
	int rc;

	if (!o->stream)
		return newfile_commit(&o->file, NEWFILE_REPLACE, o->e);
	rc = fclose(o->stream) ? error_errno(o->e, errno, o->path) : 0;
	o->stream = NULL;
	return rc;
}

void outfile_close(struct outfile *o)
{
	if (o->stream)
		fclose(o->stream);
	if (o->path)
		newfile_abandon(&o->file);
	free(o->path);
	*o = (struct outfile){ .path = NULL };
}

bool outfile_same(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* One name in one folder, whether there is such a file yet or not. */
static bool same_place(const char *a, const char *b)
{
	char *real = end_of_links(a), *x = path_dir(real), *y = path_dir(b);
	struct stat p, q;
	bool same = !strcmp(path_base(real), path_base(b)) && !stat(x, &p) && !stat(y, &q) && p.st_dev == q.st_dev && p.st_ino == q.st_ino;

	free(real);
	free(x);
	free(y);
	return same;
}

bool outfile_is_book(const struct cmd *c, const char *path)
{
	static const char *const suffix[] = { "", ".keys", ".lock", ".open", "-wal", "-shm", "-journal" };
	char *book = cmd_book_path(c);
	bool same = false;

	for (size_t i = 0; !same && i < sizeof(suffix) / sizeof(*suffix); i++) {
		char *part = xasprintf("%s%s", book, suffix[i]);

		same = outfile_same(path, part) || same_place(path, part);
		free(part);
	}
	free(book);
	return same;
}
