/* SPDX-License-Identifier: MIT */
/*
 * Files that are whole or not there. What is made lies under a hidden temporary name
 * (".giamngheo-XXXXXX.tmp", ASCII, good on FAT) until it is complete and synced.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

#define SUM_LEN crypto_generichash_BYTES
#define BLOCK 65536

int file_read(const char *path, size_t max, char **out, size_t *len, struct error *e)
{
	size_t n = 0, cap = 0;
	char *buf = NULL;
	struct stat st;
	int rc = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*out = NULL;
	*len = 0;
	if (fd < 0)
		return error_errno(e, errno, path);
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 && (size_t)st.st_size <= max)
		cap = (size_t)st.st_size + 2; /* one for NUL, one so that the end is seen */
	else
		cap = BLOCK;
	buf = xmalloc(cap);
	for (;;) {
		ssize_t got = read(fd, buf + n, cap - 1 - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			rc = error_errno(e, errno, path);
			goto out;
		}
		if (!got)
			break;
		n += (size_t)got;
		if (n > max) {
			rc = error_fail(e, ERR_DATA, "GN-F20",
					_("The file is too large to be read."));
			error_detail(e, "%s: > %zu", path, max);
			goto out;
		}
		if (n + 1 == cap) {
			cap *= 2;
			buf = xrealloc(buf, cap);
		}
	}
	buf[n] = '\0';
	*out = buf;
	*len = n;
	buf = NULL;
out:
	free(buf);
	close(fd);
	return rc;
}

int file_write(const char *path, const void *data, size_t len, unsigned mode, struct error *e)
{
	struct newfile n;
	int rc = newfile_open(&n, path, mode, e);

	if (rc)
		return rc;
	rc = newfile_write(&n, data, len, e);
	if (rc) {
		newfile_abandon(&n);
		return rc;
	}
	return newfile_commit(&n, NEWFILE_REPLACE, e);
}

static unsigned current_umask(void)
{
	unsigned mask = umask(0);

	umask((mode_t)mask);
	return mask;
}

int newfile_open(struct newfile *n, const char *path, unsigned mode, struct error *e)
{
	char *dir = path_dir(path);
	void *sum = NULL;
	int rc = 0;
	int fd;

	*n = (struct newfile){ NULL, NULL, NULL, NULL };
	n->tmp = path_join(dir, ".giamngheo-XXXXXX.tmp");
	free(dir);
	fd = mkostemps(n->tmp, 4, O_CLOEXEC);
	if (fd < 0) {
		rc = error_errno(e, errno, path);
		free(n->tmp);
		n->tmp = NULL;
		return rc;
	}
	/* FAT keeps no modes and answers EPERM: nothing can be done about it there. */
	if (mode && mode != 0600)
		(void)!fchmod(fd, (mode_t)(mode & ~current_umask()));
	n->path = xstrdup(path);
	n->fp = fdopen(fd, "wb");
	/* libsodium wants its state on 64 bytes, which malloc does not promise. */
	if (!n->fp || posix_memalign(&sum, 64, crypto_generichash_statebytes()))
		die("out of memory (GN-M01)");
	crypto_generichash_init(sum, NULL, 0, SUM_LEN);
	n->sum = sum;
	return 0;
}

int newfile_write(struct newfile *n, const void *data, size_t len, struct error *e)
{
	if (!n->fp)
		return error_errno(e, EBADF, n->path);
	if (!len)
		return 0;
	crypto_generichash_update(n->sum, data, len);
	if (fwrite(data, 1, len, n->fp) != len)
		return error_errno(e, errno, n->path);
	return 0;
}

/* Frees what is left; the files themselves are the caller's business. */
static void forget(struct newfile *n)
{
	if (n->fp)
		fclose(n->fp);
	free(n->path);
	free(n->tmp);
	free(n->sum);
	*n = (struct newfile){ NULL, NULL, NULL, NULL };
}

void newfile_abandon(struct newfile *n)
{
	if (n->tmp)
		unlink(n->tmp);
	forget(n);
}

/* Give `tmp` its real name where that is free. The three ways in order of what they promise. */
static int rename_new(const char *tmp, const char *path)
{
	struct stat st;

	if (!renameat2(AT_FDCWD, tmp, AT_FDCWD, path, RENAME_NOREPLACE))
		return 0;
	if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
		return -1;
	if (!link(tmp, path)) {
		unlink(tmp);
		return 0;
	}
	if (errno == EEXIST)
		return -1;
	if (!lstat(path, &st)) {
		errno = EEXIST;
		return -1;
	}
	return rename(tmp, path);
}

/* Read `path` past the cache and compare with the digest `want`. */
static int read_back(const char *path, const uint8_t *want, struct error *e)
{
	uint8_t *buf = xmalloc(BLOCK), got[SUM_LEN];
	void *sum = NULL;
	ssize_t n;
	int rc = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		rc = error_errno(e, errno, path);
		goto out;
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (posix_memalign(&sum, 64, crypto_generichash_statebytes()))
		die("out of memory (GN-M01)");
	crypto_generichash_init(sum, NULL, 0, SUM_LEN);
	while ((n = read(fd, buf, BLOCK)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			rc = error_errno(e, errno, path);
			goto out;
		}
		crypto_generichash_update(sum, buf, (unsigned long long)n);
	}
	crypto_generichash_final(sum, got, SUM_LEN);
	if (memcmp(got, want, SUM_LEN)) {
		rc = error_fail(
			e, ERR_IO, "GN-F21",
			_("What was read back from the disk differs from what was written."));
		error_safe(e, _("The file has been removed again; your data is untouched."));
		error_todo(e, "%s", _("Do not trust this disk: use another USB stick."));
		error_detail(e, "%s", path);
	}
out:
	free(sum);
	free(buf);
	if (fd >= 0)
		close(fd);
	return rc;
}

/* Everything on the disk under the temporary name. */
static int settle(struct newfile *n, struct error *e)
{
	int bad = 0;

	if (!n->fp)
		return error_errno(e, EBADF, n->path);
	if (fflush(n->fp) || ferror(n->fp))
		bad = errno ? errno : EIO;
	/* EINVAL: a place that cannot sync, such as a pipe; what it took is all there is. */
	if (!bad && fsync(fileno(n->fp)) && errno != EINVAL && errno != EROFS)
		bad = errno;
	if (fclose(n->fp) && !bad)
		bad = errno;
	n->fp = NULL;
	return bad ? error_errno(e, bad, n->path) : 0;
}

int newfile_commit(struct newfile *n, int flags, struct error *e)
{
	const char *left = n->tmp; /* what must go when we fail */
	uint8_t want[SUM_LEN];
	char *dir = NULL;
	int rc = settle(n, e);

	if (rc)
		goto out;
	crypto_generichash_final(n->sum, want, SUM_LEN);
	/* Before an older file is given up, the new one has to be good. */
	if ((flags & NEWFILE_REPLACE) && (flags & NEWFILE_READBACK)) {
		rc = read_back(n->tmp, want, e);
		if (rc)
			goto out;
	}
	if (flags & NEWFILE_REPLACE ? rename(n->tmp, n->path) : rename_new(n->tmp, n->path)) {
		rc = error_errno(e, errno, n->path);
		goto out;
	}
	left = n->path;
	dir = path_dir(n->path);
	rc = dir_sync(dir, e);
	if (!rc && (flags & NEWFILE_READBACK))
		rc = read_back(n->path, want, e);
out:
	if (rc && left)
		unlink(left);
	free(dir);
	forget(n);
	return rc;
}

bool file_exists(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISDIR(st.st_mode);
}

bool dir_exists(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

int dir_make(const char *path, struct error *e)
{
	char *copy = xstrdup(path);
	int rc = 0;

	for (char *p = copy + (*copy == '/');; p++) {
		char kept = *p;

		if (kept && kept != '/')
			continue;
		*p = '\0';
		if (*copy && mkdir(copy, 0700) && !dir_exists(copy)) {
			rc = error_errno(e, errno == EEXIST ? ENOTDIR : errno, copy);
			break;
		}
		if (!kept)
			break;
		*p = kept;
	}
	free(copy);
	return rc;
}

int dir_sync(const char *path, struct error *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int bad = 0;

	/* A folder one may write but not list (drop boxes) cannot be opened: forgiven. */
	if (fd < 0)
		return errno == EACCES ? 0 : error_errno(e, errno, path);
	if (fsync(fd) && errno != EINVAL && errno != ENOTSUP && errno != EROFS && errno != EBADF)
		bad = errno;
	close(fd);
	return bad ? error_errno(e, bad, path) : 0;
}

int64_t disk_free(const char *path)
{
	struct statvfs st;
	char *at = xstrdup(path);
	int64_t bytes = -1;

	/* The file may not be there yet; its folder is. */
	while (statvfs(at, &st)) {
		char *up = path_dir(at);
		bool stuck = errno != ENOENT || !strcmp(up, at);

		free(at);
		at = up;
		if (stuck)
			goto out;
	}
	if (__builtin_mul_overflow(st.f_bavail, st.f_frsize, &bytes))
		bytes = INT64_MAX;
out:
	free(at);
	return bytes;
}

char *path_join(const char *a, const char *b)
{
	size_t n = strlen(a);

	if (*b == '/' || !n)
		return xstrdup(b);
	return xasprintf("%s%s%s", a, a[n - 1] == '/' ? "" : "/", b);
}

char *path_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	while (slash > path && slash[-1] == '/')
		slash--;
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
