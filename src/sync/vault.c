/* SPDX-License-Identifier: MIT */
/*
 * Writing a vault: a verified copy of the book beside it, then copy and keys in one stream
 * onto the stick. The plain copy never touches the stick.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/vault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/vault_format.h"
#include "text/utf8.h"

int vault_key(uint8_t key[static STREAM_KEY], const char *passphrase,
	      const uint8_t salt[static VAULT_SALT], struct error *e)
{
	/* The same passphrase, however the keyboard composes its letters. */
	char *nfc = utf8_nfc(passphrase, strlen(passphrase));
	int bad = crypto_pwhash(key, STREAM_KEY, nfc, strlen(nfc), salt,
				crypto_pwhash_OPSLIMIT_INTERACTIVE,
				crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);

	sodium_memzero(nfc, strlen(nfc));
	free(nfc);
	if (!bad)
		return 0;
	error_fail(e, ERR_IO, "GN-V04",
		   _("There is not enough memory to work with the passphrase."));
	error_safe(e, _("The book is as it was."));
	error_todo(e, "%s", _("Close other programs, then do it again."));
	return ERR_IO;
}

char *vault_temporary(const char *book_path)
{
	char *real = realpath(book_path, NULL), *name = NULL; /* where it will be looked for */

	for (int n = 1; !name; n++) {
		name = xasprintf("%s.tmp-%ld-v%d", real ? real : book_path, (long)getpid(), n);
		if (file_exists(name)) {
			free(name);
			name = NULL;
		}
	}
	free(real);
	return name;
}

/* What one call of vault_write works with. */
struct packing {
	struct newfile out;
	crypto_generichash_state sum;
	uint8_t prefix[VAULT_PREFIX + STREAM_KEY]; /* with salt or key */
	size_t prefix_len;
	uint8_t key[STREAM_KEY];
	const char *copy; /* of the book, a file */
	unsigned char *bytes; /* or in memory */
	uint64_t copy_size;
	char *keys;
	size_t keys_len;
};

static int make_prefix(struct packing *p, const char *passphrase, struct error *e)
{
	bool sealed = !str_empty(passphrase);

	memcpy(p->prefix, VAULT_MAGIC, VAULT_MAGIC_LEN);
	p->prefix[VAULT_AT_VERSION] = VAULT_VERSION;
	p->prefix[VAULT_AT_FLAGS] = sealed ? VAULT_SEALED : 0;
	p->prefix_len = VAULT_PREFIX + (sealed ? VAULT_SALT : STREAM_KEY);
	randombytes_buf(p->prefix + VAULT_PREFIX, p->prefix_len - VAULT_PREFIX);
	if (sealed)
		return vault_key(p->key, passphrase, p->prefix + VAULT_PREFIX, e);
	memcpy(p->key, p->prefix + VAULT_PREFIX, STREAM_KEY);
	return 0;
}

static int put_stream(struct packing *p, struct error *e)
{
	struct stream_out s;
	uint8_t len[4];
	int rc = stream_out_begin(&s, &p->out, &p->sum, p->key, p->prefix, p->prefix_len,
				  sizeof(len) + p->keys_len + p->copy_size, e);

	for (int i = 0; i < 4; i++)
		len[i] = (uint8_t)(p->keys_len >> 8 * i);
	if (!rc)
		rc = stream_out_add(&s, len, sizeof(len), e);
	if (!rc)
		rc = stream_out_add(&s, p->keys, p->keys_len, e);
	if (!rc)
		rc = p->bytes ? stream_out_add(&s, p->bytes, (size_t)p->copy_size, e)
			      : stream_out_file(&s, p->copy, e);
	if (!rc)
		rc = stream_out_end(&s, e);
	stream_out_fini(&s);
	return rc;
}

static int put_all(struct packing *p, const char *path, const char *passphrase, struct error *e)
{
	uint8_t hash[HASH_LEN];
	int rc = make_prefix(p, passphrase, e);

	if (!rc)
		rc = newfile_open(&p->out, path, 0600, e);
	if (rc)
		return rc;
	crypto_generichash_init(&p->sum, NULL, 0, HASH_LEN);
	rc = stream_raw(&p->out, &p->sum, p->prefix, p->prefix_len, e);
	if (!rc)
		rc = put_stream(p, e);
	crypto_generichash_final(&p->sum, hash, HASH_LEN);
	if (!rc)
		rc = newfile_write(&p->out, hash, sizeof(hash), e);
	if (!rc)
		return newfile_commit(&p->out, NEWFILE_READBACK, e);
	newfile_abandon(&p->out);
	return rc;
}

/* Beside the book; where that disk is full or can only be read, in memory. */
static int make_copy(struct packing *p, struct book *b, struct error *e)
{
	struct stat st;
	size_t n;
	int rc = backup_copy(b, p->copy, e);

	if (rc == ERR_IO) {
		error_clear(e);
		rc = backup_bytes(b, &p->bytes, &n, e);
		p->copy_size = n;
		return rc;
	}
	if (!rc && stat(p->copy, &st))
		return error_errno(e, errno, p->copy);
	if (!rc)
		p->copy_size = (uint64_t)st.st_size;
	return rc;
}

int vault_write(struct book *b, const char *path, const char *passphrase, struct error *e)
{
	char *copy = vault_temporary(book_path(b));
	struct packing p = { .copy = copy };
	int rc = 0;

	keys_start();
	if (file_exists(path)) /* told before the long work, and once more by the commit */
		rc = error_errno(e, EEXIST, path);
	if (!rc)
		rc = make_copy(&p, b, e);
	if (!rc)
		rc = keys_text(b, &p.keys, &p.keys_len, e);
	if (!rc)
		rc = put_all(&p, path, passphrase, e);
	unlink(copy);
	free(copy);
	backup_bytes_free(p.bytes, (size_t)p.copy_size);
	if (p.keys)
		sodium_memzero(p.keys, p.keys_len);
	free(p.keys);
	sodium_memzero(&p, sizeof(p));
	return rc;
}
