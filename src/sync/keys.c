/* SPDX-License-Identifier: MIT */
/*
 * The key file BOOK.keys: a few readable lines with a checksum, so that a damaged one is
 * told from a foreign one. Only the seed and the secret scalar are kept; the public halves
 * are computed, so they always fit.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/keys.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"

#define KEYS_SUFFIX ".keys"
#define STAGED_SUFFIX ".keys.restored"
#define KEYS_TITLE "giamngheo keys 1\n"
#define KEYS_MAX 4096
#define CHECK_LEN 16
#define META_FINGERPRINT "fingerprint"
#define GROUPS 6

void keys_start(void)
{
	if (sodium_init() < 0)
		die("no source of random numbers (GN-M04)");
}

void keys_fini(struct keys *k)
{
	sodium_memzero(k, sizeof(*k));
}

char *keys_fingerprint(const uint8_t sign_pk[SIGN_PK], const uint8_t seal_pk[SEAL_PK],
		       char buf[static FINGERPRINT_LEN + 1])
{
	static const char domain[] = "giamngheo/1 fingerprint";
	crypto_generichash_state st;
	uint8_t hash[crypto_generichash_BYTES_MAX];

	keys_start();
	crypto_generichash_init(&st, NULL, 0, sizeof(hash));
	crypto_generichash_update(&st, (const uint8_t *)domain, strlen(domain));
	crypto_generichash_update(&st, sign_pk, SIGN_PK);
	crypto_generichash_update(&st, seal_pk, SEAL_PK);
	crypto_generichash_final(&st, hash, sizeof(hash));
	/* Eight bytes a group: the remainder's bias is then far below anything that matters. */
	for (int g = 0; g < GROUPS; g++) {
		uint64_t v = 0;

		for (int i = 0; i < 8; i++)
			v = v << 8 | hash[8 * g + i];
		v %= 100000;
		for (int i = 4; i >= 0; i--, v /= 10)
			buf[6 * g + i] = (char)('0' + v % 10);
		buf[6 * g + 5] = g + 1 < GROUPS ? ' ' : '\0';
	}
	return buf;
}

/* The 30 digits of a fingerprint without what stands between them; false if they are not 30. */
static bool digits_of(const char *s, char out[static 5 * GROUPS + 1])
{
	size_t n = 0;

	for (; s && *s; s++) {
		if (*s >= '0' && *s <= '9') {
			if (n == 5 * GROUPS)
				return false;
			out[n++] = *s;
		} else if (!strchr(" -.\t", *s)) {
			return false;
		}
	}
	out[n] = '\0';
	return n == 5 * GROUPS;
}

bool keys_same_fingerprint(const char *a, const char *b)
{
	char x[5 * GROUPS + 1], y[5 * GROUPS + 1];

	return digits_of(a, x) && digits_of(b, y) && !strcmp(x, y);
}

static void checksum(const char *text, size_t n, char hex[static 2 * CHECK_LEN + 1])
{
	uint8_t sum[CHECK_LEN];

	crypto_generichash(sum, sizeof(sum), (const uint8_t *)text, n, NULL, 0);
	hex_encode(sum, sizeof(sum), hex);
}

static int damaged(const char *path, struct error *e)
{
	error_fail(e, ERR_DATA, "GN-K02", _("The key file of this book is damaged."));
	error_safe(e, _("The book itself is untouched."));
	error_todo(e, "%s", _("Restore it from the newest backup, or enrol this unit anew."));
	error_detail(e, "%s", path);
	return ERR_DATA;
}

/* Take "name: HEX\n" off the front of *p. */
static bool take_line(const char **p, const char *name, uint8_t *out, size_t n)
{
	size_t len = strlen(name);
	char hex[2 * SIGN_SK + 1];
	bool ok;

	if (strncmp(*p, name, len) || strlen(*p) < len + 2 * n + 1 || (*p)[len + 2 * n] != '\n')
		return false;
	memcpy(hex, *p + len, 2 * n);
	hex[2 * n] = '\0';
	ok = hex_decode(hex, out, n);
	sodium_memzero(hex, sizeof(hex));
	*p += len + 2 * n + 1;
	return ok;
}

static bool parse(struct keys *k, const char *text, size_t n)
{
	static const char last[] = "check: ";
	const size_t tail = strlen(last) + 2 * CHECK_LEN + 1;
	uint8_t seed[crypto_sign_SEEDBYTES];
	char want[2 * CHECK_LEN + 1];
	const char *p = text;
	bool ok;

	if (strlen(text) != n || n < tail || strncmp(text + n - tail, last, strlen(last)))
		return false;
	checksum(text, n - tail, want);
	if (memcmp(text + n - 1 - 2 * CHECK_LEN, want, 2 * CHECK_LEN) || text[n - 1] != '\n')
		return false;
	if (!str_starts(p, KEYS_TITLE))
		return false;
	p += strlen(KEYS_TITLE);
	while (*p == '#')
		p = strchr(p, '\n') + 1; /* the last byte is a line end */
	ok = take_line(&p, "sign: ", seed, sizeof(seed)) &&
	     take_line(&p, "seal: ", k->seal_sk, SEAL_SK) && p == text + n - tail;
	if (ok)
		ok = !crypto_sign_seed_keypair(k->sign_pk, k->sign_sk, seed) &&
		     !crypto_scalarmult_base(k->seal_pk, k->seal_sk);
	sodium_memzero(seed, sizeof(seed));
	return ok;
}

bool keys_exposed(const struct book *b)
{
	char *path = book_beside(b, KEYS_SUFFIX);
	struct stat st;
	bool open = !stat(path, &st) && (st.st_mode & 077);

	free(path);
	return open;
}

static int no_keys(const char *path, struct error *e)
{
	error_fail(e, ERR_NOTFOUND, "GN-K01", _("The keys of this book are not beside it."));
	error_safe(e, _("The book can be read; nothing can be signed or opened with it."));
	error_todo(e, "%s", _("Restore it from a backup with keys, or enrol this unit anew."));
	error_detail(e, "%s", path);
	return ERR_NOTFOUND;
}

/* Are these the keys the book was told of when they were made? */
static int same_book(const struct keys *k, struct book *b, const char *path, struct error *e)
{
	char fp[FINGERPRINT_LEN + 1];
	char *noted = NULL;
	int rc = book_meta(b, META_FINGERPRINT, &noted, e);

	if (rc)
		return rc;
	keys_fingerprint(k->sign_pk, k->seal_pk, fp);
	if (!keys_same_fingerprint(noted, fp)) {
		rc = error_fail(e, ERR_DATA, "GN-K03", _("The key file belongs to another book."));
		error_safe(e, _("The book itself is untouched."));
		error_todo(e, "%s",
			   _("If a restore or “enrol join” was cut off, run the same again; else put "
			     "the right key file beside it, or enrol this unit anew."));
		error_detail(e, "%s: %s, %s", path, fp, noted ? noted : "-");
	}
	free(noted);
	return rc;
}

static void wipe_text(char *text, size_t n)
{
	if (text)
		sodium_memzero(text, n);
	free(text);
}

bool keys_text_fits(const char *text, size_t n, const char *fingerprint)
{
	char fp[FINGERPRINT_LEN + 1];
	struct keys k;
	bool fits;

	keys_start();
	memset(&k, 0, sizeof(k));
	fits = parse(&k, text, n) &&
	       keys_same_fingerprint(fingerprint, keys_fingerprint(k.sign_pk, k.seal_pk, fp));
	keys_fini(&k);
	return fits;
}

/* A file in which a pair may have been kept: BOOK.keys.…, BOOK.before-restore-N.keys. */
static bool may_hold_keys(const char *name, const char *book)
{
	size_t n = strlen(name);

	if (!str_starts(name, book))
		return false;
	name += strlen(book);
	return str_starts(name, KEYS_SUFFIX ".") ||
	       (str_starts(name, ".before-restore-") && n > strlen(KEYS_SUFFIX) &&
		!strcmp(name + strlen(name) - strlen(KEYS_SUFFIX), KEYS_SUFFIX));
}

/* The text of the pair beside the book that fits it; the caller wipes and frees it. */
static bool find_kept(struct book *b, char **text, size_t *n)
{
	char *dir = path_dir(book_path(b)), *noted = NULL;
	DIR *d = opendir(dir);
	struct dirent *ent;
	bool found = false;

	*text = NULL;
	*n = 0;
	if (book_meta(b, META_FINGERPRINT, &noted, NULL) || !noted)
		goto out;
	while (d && !found && (ent = readdir(d))) {
		char *path;

		if (!may_hold_keys(ent->d_name, path_base(book_path(b))))
			continue;
		path = path_join(dir, ent->d_name);
		found = file_exists(path) && !file_read(path, KEYS_MAX, text, n, NULL) &&
			keys_text_fits(*text, *n, noted);
		free(path);
		if (!found) {
			wipe_text(*text, *n);
			*text = NULL;
		}
	}
out:
	if (d)
		closedir(d);
	free(noted);
	free(dir);
	return found;
}

/* The key file alone; the text (may be NULL) is the caller's to wipe and free, also on failure. */
static int load_file(struct keys *k, struct book *b, char **text, size_t *n, struct error *e)
{
	char *path = book_beside(b, KEYS_SUFFIX);
	int rc;

	*text = NULL;
	*n = 0;
	if (!file_exists(path)) {
		rc = no_keys(path, e);
		goto out;
	}
	if (keys_exposed(b))
		log_line("keys: others can read the key file");
	rc = file_read(path, KEYS_MAX, text, n, e);
	if (rc == ERR_DATA || (!rc && !parse(k, *text, *n)))
		rc = damaged(path, e);
	if (!rc)
		rc = same_book(k, b, path, e);
out:
	free(path);
	return rc;
}

/* With the pair found beside it, which takes its place where we may write. */
static bool load_kept(struct keys *k, struct book *b)
{
	char *text;
	size_t n;
	bool ok = find_kept(b, &text, &n) && parse(k, text, n);

	if (ok && book_writable(b) && !keys_restore(book_path(b), text, n, NULL, NULL))
		log_line("keys: the pair that fits was put back in its place");
	wipe_text(text, n);
	return ok;
}

int keys_load(struct keys *k, struct book *b, struct error *e)
{
	char *text;
	size_t n;
	int rc;

	keys_start();
	memset(k, 0, sizeof(*k));
	rc = load_file(k, b, &text, &n, e);
	wipe_text(text, n);
	if ((rc == ERR_NOTFOUND || rc == ERR_DATA) && load_kept(k, b)) {
		error_clear(e);
		rc = 0;
	}
	if (rc)
		keys_fini(k);
	return rc;
}

void keys_mend(struct book *b)
{
	struct keys k;

	/* Staged ones that are wanted have just been put in place. */
	if (!keys_load(&k, b, NULL) && book_writable(b))
		keys_unstage(book_path(b));
	keys_fini(&k);
}

/* The text of the key file; the caller wipes and frees it. */
static char *key_text(const struct keys *k)
{
	char seed[2 * crypto_sign_SEEDBYTES + 1], seal[2 * SEAL_SK + 1], sum[2 * CHECK_LEN + 1];
	char *text, *whole;

	/* The first half of libsodium's secret key is the seed. */
	hex_encode(k->sign_sk, crypto_sign_SEEDBYTES, seed);
	hex_encode(k->seal_sk, SEAL_SK, seal);
	text = xasprintf(
		KEYS_TITLE
		"# The private keys of the book of this name. Never send this file to anybody.\n"
		"sign: %s\nseal: %s\n",
		seed, seal);
	checksum(text, strlen(text), sum);
	whole = xasprintf("%scheck: %s\n", text, sum);
	sodium_memzero(text, strlen(text));
	sodium_memzero(seed, sizeof(seed));
	sodium_memzero(seal, sizeof(seal));
	free(text);
	return whole;
}

/* Under another name as well; where a disk knows no links (FAT), under that name only. */
static int second_name(const char *path, const char *name, struct error *e)
{
	if (!link(path, name))
		return 0;
	if (errno == EEXIST || rename(path, name))
		return error_errno(e, errno, name);
	return 0;
}

/* What was sealed to an older pair can be opened with it only: it stays beside the new one. */
static int keep_older(const char *path, struct error *e)
{
	char *older = NULL;
	int rc = 0;

	if (!file_exists(path))
		return 0;
	for (int n = 1; !older; n++) {
		older = xasprintf("%s.before-%d", path, n);
		if (file_exists(older)) {
			free(older);
			older = NULL;
		}
	}
	rc = second_name(path, older, e);
	free(older);
	return rc;
}

int keys_text(struct book *b, char **text, size_t *n, struct error *e)
{
	struct keys k;
	char *kept;
	size_t len;
	int rc;

	keys_start();
	memset(&k, 0, sizeof(k));
	rc = load_file(&k, b, text, n, e);
	keys_fini(&k);
	if ((rc == ERR_NOTFOUND || rc == ERR_DATA) && find_kept(b, &kept, &len)) {
		wipe_text(*text, *n);
		*text = kept;
		*n = len;
		rc = 0;
	}
	/* None, or ones that do not fit: what stands there is kept, whatever it is. */
	if (rc == ERR_NOTFOUND || (rc == ERR_DATA && *text))
		rc = 0;
	if (!rc)
		error_clear(e);
	return rc;
}

static char *staged_path(const char *book_path)
{
	char *real = realpath(book_path, NULL);
	char *path = xasprintf("%s" STAGED_SUFFIX, real ? real : book_path);

	free(real);
	return path;
}

int keys_stage(const char *book_path, const char *text, size_t n, struct error *e)
{
	char *path = staged_path(book_path);
	struct keys k;
	int rc;

	keys_start();
	memset(&k, 0, sizeof(k));
	rc = parse(&k, text, n) ? file_write(path, text, n, 0600, e) : damaged(path, e);
	keys_fini(&k);
	free(path);
	return rc;
}

void keys_unstage(const char *book_path)
{
	char *path = staged_path(book_path);

	if (unlink(path) && errno != ENOENT)
		log_line("staged keys not removed: %s", strerror(errno));
	free(path);
}

int keys_restore(const char *book_path, const char *text, size_t n, const char *older,
		 struct error *e)
{
	char *path = xasprintf("%s%s", book_path, KEYS_SUFFIX), *present = NULL;
	struct keys k;
	size_t len = 0;
	int rc = 0;

	keys_start();
	memset(&k, 0, sizeof(k));
	if (!parse(&k, text, n)) {
		rc = damaged(path, e);
		goto out;
	}
	if (!file_read(path, KEYS_MAX, &present, &len, NULL) && len == n &&
	    !memcmp(present, text, n))
		goto out; /* the same ones stand there */
	if (file_exists(path))
		rc = older ? second_name(path, older, e) : keep_older(path, e);
	if (!rc)
		rc = file_write(path, text, n, 0600, e);
out:
	if (present)
		sodium_memzero(present, len);
	free(present);
	free(path);
	keys_fini(&k);
	return rc;
}

int keys_make(struct keys *k, struct book *b, struct error *e)
{
	struct db *db = book_db(b);
	char *path = book_beside(b, KEYS_SUFFIX);
	char fp[FINGERPRINT_LEN + 1];
	char *text = NULL;
	int rc;

	keys_start();
	crypto_sign_keypair(k->sign_pk, k->sign_sk);
	crypto_box_keypair(k->seal_pk, k->seal_sk);
	keys_fingerprint(k->sign_pk, k->seal_pk, fp);
	text = key_text(k);
	rc = db_begin(db, e);
	if (rc)
		goto out;
	rc = book_meta_set(b, META_FINGERPRINT, fp, e);
	if (!rc)
		rc = keep_older(path, e);
	if (!rc)
		rc = file_write(path, text, strlen(text), 0600, e);
	if (rc)
		db_rollback(db);
	else
		rc = db_commit(db, e);
out:
	sodium_memzero(text, strlen(text));
	free(text);
	free(path);
	if (rc)
		keys_fini(k);
	return rc;
}
