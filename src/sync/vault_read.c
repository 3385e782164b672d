/* SPDX-License-Identifier: MIT */
/*
 * Taking a vault apart and putting a book back from it. The checksum at its end tells damage
 * from a wrong passphrase, as far as damage is an accident.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/copy.h"
#include "store/db.h"
#include "sync/vault.h"
#include "sync/vault_format.h"

#define BOOK_MAX (UINT64_C(16) << 30)

struct unpacking {
	const char *path;
	FILE *fp;
	uint64_t size;
	uint8_t prefix[VAULT_PREFIX + STREAM_KEY];
	size_t prefix_len;
	bool sealed;
	uint8_t key[STREAM_KEY];
	uint8_t start[4]; /* length of the key file, and how much of it has come */
	size_t start_len, keys_len;
	struct str keys;
	FILE *copy;
	const char *copy_path;
};

static int refuse(const char *path, struct error *e, const char *id, const char *what,
		  const char *todo)
{
	error_fail(e, ERR_DATA, id, "%s", what);
	error_safe(e, _("Nothing was changed; the book is as it was."));
	error_todo(e, "%s", todo);
	error_detail(e, "%s", path);
	return ERR_DATA;
}

static int damaged(const struct unpacking *u, struct error *e)
{
	return refuse(u->path, e, "GN-V02", _("The backup is damaged or cut short."),
		      _("Take an older backup, or one of those beside the book."));
}

static bool read_prefix(FILE *fp, uint8_t prefix[static VAULT_PREFIX])
{
	return fread(prefix, 1, VAULT_PREFIX, fp) == VAULT_PREFIX &&
	       !memcmp(prefix, VAULT_MAGIC, VAULT_MAGIC_LEN);
}

/* Open to be read, but never a pipe or device; NULL with errno set. */
static FILE *open_plain(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	FILE *fp;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		errno = S_ISDIR(st.st_mode) ? EISDIR : ENODEV;
		return NULL;
	}
	fp = fdopen(fd, "rb");
	if (!fp)
		die("out of memory (GN-M01)");
	return fp;
}

bool vault_is(const char *path, bool *sealed)
{
	uint8_t prefix[VAULT_PREFIX] = { 0 };
	FILE *fp = open_plain(path);
	bool is = fp && read_prefix(fp, prefix);

	if (fp)
		fclose(fp);
	*sealed = is && (prefix[VAULT_AT_FLAGS] & VAULT_SEALED);
	return is;
}

static int read_head(struct unpacking *u, struct error *e)
{
	const uint8_t *p = u->prefix;
	unsigned version;
	size_t n;

	if (!read_prefix(u->fp, u->prefix))
		return refuse(u->path, e, "GN-V01", _("This is not a backup of this program."),
			      _("Choose another file."));
	version = p[VAULT_AT_VERSION] | (unsigned)p[VAULT_AT_VERSION + 1] << 8;
	if (version > VAULT_VERSION)
		return refuse(u->path, e, "GN-V05",
			      _("The backup was made by a newer program than this one."),
			      _("Install the newer program here, then restore again."));
	u->sealed = p[VAULT_AT_FLAGS] & VAULT_SEALED;
	n = u->sealed ? VAULT_SALT : STREAM_KEY;
	u->prefix_len = VAULT_PREFIX + n;
	if (!version || p[VAULT_AT_FLAGS] & ~VAULT_SEALED || p[VAULT_AT_FLAGS + 1] ||
	    u->size < u->prefix_len + STREAM_HEAD + STREAM_EXTRA + HASH_LEN ||
	    fread(u->prefix + VAULT_PREFIX, 1, n, u->fp) != n)
		return damaged(u, e);
	return 0;
}

static int check_sum(struct unpacking *u, struct error *e)
{
	uint8_t *buf = xmalloc(STREAM_CHUNK), want[HASH_LEN], got[HASH_LEN];
	uint64_t left = u->size - HASH_LEN;
	crypto_generichash_state sum;
	bool ok = true;

	rewind(u->fp);
	crypto_generichash_init(&sum, NULL, 0, HASH_LEN);
	while (ok && left) {
		size_t n = left < STREAM_CHUNK ? (size_t)left : STREAM_CHUNK;

		ok = fread(buf, 1, n, u->fp) == n;
		if (ok)
			crypto_generichash_update(&sum, buf, n);
		left -= n;
	}
	crypto_generichash_final(&sum, got, HASH_LEN);
	ok = ok && fread(want, 1, HASH_LEN, u->fp) == HASH_LEN && !memcmp(want, got, HASH_LEN);
	free(buf);
	if (!ok && ferror(u->fp))
		return error_errno(e, EIO, u->path);
	return ok ? 0 : damaged(u, e);
}

/* The plain text of the stream: four bytes of length, the key file, the book. */
static int take(void *ctx, const void *bytes, size_t n, struct error *e)
{
	struct unpacking *u = ctx;
	const uint8_t *p = bytes;

	for (; n && u->start_len < sizeof(u->start); n--, p++) {
		u->keys_len |= (size_t)*p << 8 * u->start_len;
		u->start[u->start_len++] = *p;
	}
	if (u->keys_len > VAULT_KEYS_MAX)
		return damaged(u, e);
	if (n && u->keys.len < u->keys_len) {
		size_t k = u->keys_len - u->keys.len < n ? u->keys_len - u->keys.len : n;

		str_addn(&u->keys, (const char *)p, k);
		p += k;
		n -= k;
	}
	if (n && fwrite(p, 1, n, u->copy) != n)
		return error_errno(e, errno, u->copy_path);
	return 0;
}

static int get_stream(struct unpacking *u, struct error *e)
{
	struct stream_in s = { .take = take, .ctx = u, .max = BOOK_MAX };
	uint8_t head[STREAM_HEAD];
	int rc;

	if (fseeko(u->fp, (off_t)u->prefix_len, SEEK_SET) ||
	    fread(head, 1, sizeof(head), u->fp) != sizeof(head))
		return damaged(u, e);
	rc = stream_in_begin(&s, head, u->key, u->prefix, u->prefix_len);
	if (!rc)
		rc = stream_in_all(&s, u->fp, u->size - u->prefix_len - STREAM_HEAD - HASH_LEN,
				   NULL, u->path, e);
	stream_in_fini(&s);
	if (!rc && (u->start_len < sizeof(u->start) || u->keys.len < u->keys_len))
		rc = STREAM_BAD;
	if (rc > 0)
		rc = u->sealed ? refuse(u->path, e, "GN-V03",
					_("The passphrase does not open this backup (or the backup "
					  "is damaged)."),
					_("Type the passphrase again; look at Caps Lock and the "
					  "input method."))
			       : damaged(u, e);
	return rc;
}

static int get_key(struct unpacking *u, const char *passphrase, struct error *e)
{
	if (!u->sealed) {
		memcpy(u->key, u->prefix + VAULT_PREFIX, STREAM_KEY);
		return 0;
	}
	if (str_empty(passphrase))
		return refuse(u->path, e, "GN-V06",
			      _("The backup is sealed to a passphrase, and none was given."),
			      _("Give the passphrase with which it was made."));
	return vault_key(u->key, passphrase, u->prefix + VAULT_PREFIX, e);
}

static int open_copy(struct unpacking *u, struct error *e)
{
	int fd = open(u->copy_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return error_errno(e, errno, u->copy_path);
	u->copy = fdopen(fd, "wb");
	if (!u->copy)
		die("out of memory (GN-M01)");
	return 0;
}

static int unpack(struct unpacking *u, const char *passphrase, struct error *e)
{
	struct stat st;
	int rc;

	if (fstat(fileno(u->fp), &st))
		return error_errno(e, errno, u->path);
	u->size = (uint64_t)st.st_size;
	rc = read_head(u, e);
	if (!rc)
		rc = check_sum(u, e);
	if (!rc)
		rc = get_key(u, passphrase, e);
	if (!rc)
		rc = open_copy(u, e);
	if (rc)
		return rc;
	rc = get_stream(u, e);
	if (fclose(u->copy) && !rc)
		rc = error_errno(e, errno, u->copy_path);
	if (rc)
		unlink(u->copy_path);
	return rc;
}

/* Is there a log beside it that belongs to it? */
static bool has_log(const char *path, const char *suffix)
{
	char *name = xasprintf("%s%s", path, suffix);
	struct stat st;
	bool has = !stat(name, &st) && st.st_size > 0;

	free(name);
	return has;
}

/* The pair that lies beside a plain copy (a book that was replaced) belongs to it, if it fits. */
static void take_keys_beside(struct unpacking *u)
{
	char *path = xasprintf("%s.keys", u->path), *text = NULL, *noted = NULL;
	struct db *db = NULL;
	size_t n = 0;

	if (file_exists(path) && !file_read(path, VAULT_KEYS_MAX, &text, &n, NULL) &&
	    !db_open(&db, u->copy_path, DB_FOREIGN, NULL) &&
	    !db_get_text(db, &noted, NULL, "SELECT value FROM meta WHERE name='fingerprint'", "") &&
	    keys_text_fits(text, n, noted)) {
		str_addn(&u->keys, text, n);
		u->keys_len = n;
	}
	db_close(db);
	if (text)
		sodium_memzero(text, n);
	free(text);
	free(noted);
	free(path);
}

/* A plain copy of a book, with what its log holds. */
static int copy_plain(const char *path, const char *to, struct error *e)
{
	struct backup_info info;
	struct db *db = NULL;
	int rc = backup_inspect(path, &info, e);

	if (rc)
		return rc;
	backup_info_fini(&info);
	rc = db_open(&db, path,
		     has_log(path, "-wal") || has_log(path, "-journal") ? DB_READ : DB_FOREIGN, e);
	if (!rc)
		rc = copy_verified(db, to, e);
	db_close(db);
	return rc;
}

static int write_keys(const struct unpacking *u, const char *book_path, char **keys_path,
		      struct error *e)
{
	int rc;

	if (!u->keys.len)
		return 0;
	*keys_path = vault_temporary(book_path);
	rc = file_write(*keys_path, u->keys.s, u->keys.len, 0600, e);
	if (rc) {
		free(*keys_path);
		*keys_path = NULL;
	}
	return rc;
}

/* The copy taken out, inspected; its keys in `u`. */
static int take_apart(struct unpacking *u, const char *passphrase, struct backup_info *info,
		      struct error *e)
{
	bool sealed, vault = vault_is(u->path, &sealed);
	int rc;

	keys_start();
	*info = (struct backup_info){ .records = 0 };
	u->fp = open_plain(u->path);
	if (!u->fp)
		return error_errno(e, errno, u->path);
	rc = vault ? unpack(u, passphrase, e) : copy_plain(u->path, u->copy_path, e);
	fclose(u->fp);
	sodium_memzero(u->key, sizeof(u->key));
	if (rc)
		return rc;
	rc = backup_inspect(u->copy_path, info, e);
	if (rc)
		copy_discard(u->copy_path);
	else if (!vault)
		take_keys_beside(u);
	return rc;
}

static void wipe(struct unpacking *u)
{
	if (u->keys.len)
		sodium_memzero(u->keys.s, u->keys.len);
	str_fini(&u->keys);
}

int vault_open(const char *path, const char *passphrase, const char *book_path, char **copy_path,
	       char **keys_path, struct backup_info *info, struct error *e)
{
	char *copy = vault_temporary(book_path);
	struct unpacking u = { .path = path, .copy_path = copy };
	int rc;

	*copy_path = *keys_path = NULL;
	str_init(&u.keys);
	rc = take_apart(&u, passphrase, info, e);
	if (!rc) {
		rc = write_keys(&u, book_path, keys_path, e);
		if (rc) {
			copy_discard(copy);
			backup_info_fini(info);
		}
	}
	if (!rc) {
		*copy_path = copy;
		copy = NULL;
	}
	wipe(&u);
	free(copy);
	return rc;
}

/* The book stands already; what fails now is about its keys alone. */
static int put_keys(const struct unpacking *u, const char *book_path, const char *kept,
		    struct error *e)
{
	char *older = kept ? xasprintf("%s.keys", kept) : NULL;
	int rc = keys_restore(book_path, u->keys.s, u->keys.len, older, e);

	if (rc)
		error_safe(e, _("The book is restored; its keys are still in the backup only."));
	else
		keys_unstage(book_path);
	free(older);
	return rc;
}

/* The keys are laid beside the book before it is replaced: whenever we are killed, the pair that
 * fits the book lies beside it. */
static int put_back(const struct unpacking *u, const char *book_path, char **was, struct error *e)
{
	int rc = u->keys.len ? keys_stage(book_path, u->keys.s, u->keys.len, e) : 0;

	if (rc)
		return rc;
	rc = backup_restore(u->copy_path, book_path, was, e);
	if (!u->keys.len)
		return rc;
	if (rc)
		keys_unstage(book_path);
	else
		rc = put_keys(u, book_path, *was, e);
	return rc;
}

int vault_restore(const char *path, const char *passphrase, const char *book_path, char **kept,
		  struct error *e)
{
	char *copy = vault_temporary(book_path), *was = NULL;
	struct unpacking u = { .path = path, .copy_path = copy };
	struct backup_info info;
	int rc;

	if (kept)
		*kept = NULL;
	str_init(&u.keys);
	rc = take_apart(&u, passphrase, &info, e);
	if (!rc) {
		backup_info_fini(&info);
		rc = put_back(&u, book_path, &was, e);
		copy_discard(copy);
	}
	if (kept)
		*kept = was;
	else
		free(was);
	wipe(&u);
	free(copy);
	return rc;
}
