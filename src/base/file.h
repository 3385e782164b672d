/* SPDX-License-Identifier: MIT */
/*
 * Files read whole and written atomically. A file is never half there under its
 * real name: temporary name in the same folder, fsync, rename, fsync of the folder.
 */
#ifndef GN_BASE_FILE_H
#define GN_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

/* Read `path` whole, at most `max` bytes (larger: ERR_DATA); *out is NUL-terminated,
 * the caller frees it; *len is its length without the NUL. */
int file_read(const char *path, size_t max, char **out, size_t *len, struct error *e);

/* Replace `path` by these bytes, mode 0600 & ~umask unless `mode` says otherwise. */
int file_write(const char *path, const void *data, size_t len, unsigned mode, struct error *e);

/* A file in the making: open, newfile_write, then commit or abandon. */
struct newfile {
	FILE *fp;
	char *path; /* final name */
	char *tmp;  /* name while it is made, in the same folder */
	void *sum;  /* running digest of what newfile_write wrote; private */
};

enum newfile_flags {
	NEWFILE_REPLACE = 1, /* may take the place of an older file; else never */
	NEWFILE_READBACK = 2 /* drop the cache, read back and compare before commit ends 0 */
};

int newfile_open(struct newfile *n, const char *path, unsigned mode, struct error *e);
/* Append; all writing goes through here, so that the digest is whole. */
int newfile_write(struct newfile *n, const void *data, size_t len, struct error *e);
/* fflush, fsync, rename (without overwriting unless NEWFILE_REPLACE: ERR_DATA if the name
 * is taken; falls back to link+unlink, then to a check and rename on FAT), fsync the folder. With
 * NEWFILE_READBACK the cache is dropped (posix_fadvise DONTNEED), the file reopened under its
 * real name and compared byte by byte with an in-memory digest of what was written
 * (newfile_write keeps it), so that a stick that lies is found out.
 * On failure nothing is left under either name and `n` is closed. */
int newfile_commit(struct newfile *n, int flags, struct error *e);
/* Close and remove the temporary; fine after a commit, does nothing then. */
void newfile_abandon(struct newfile *n);

bool file_exists(const char *path);
bool dir_exists(const char *path);
/* mkdir -p, mode 0700 for what is made. */
int dir_make(const char *path, struct error *e);
/* Sync a folder so that a rename in it lasts; file systems that cannot are forgiven. */
int dir_sync(const char *path, struct error *e);
/* Bytes free for this user where `path` lies, or -1. */
int64_t disk_free(const char *path);

/* "a/b": the caller frees. An absolute `b` is returned alone. */
char *path_join(const char *a, const char *b);
char *path_dir(const char *path);        /* "." where there is none; caller frees */
const char *path_base(const char *path); /* points into `path` */

#endif
