/* SPDX-License-Identifier: MIT */
/*
 * Reading what somebody else made. The signature is checked over the whole file before the
 * header is taken apart or a byte of the body is touched; then every step has its limit. The
 * bytes are hashed once more while the body is taken out, so that a file that changes
 * between the two readings is refused as well.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/container.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "sync/format.h"

struct container {
	char *path;
	FILE *fp;
	uint64_t size, body_max;
	enum container_kind kind;
	bool training, sealed;
	uint8_t prefix[FORMAT_PREFIX];
	char *text; /* the header's bytes */
	size_t text_len;
	struct header header;
	uint8_t sign_pk[SIGN_PK], seal_pk[SEAL_PK], hash[HASH_LEN];
};

static int refuse(const struct container *c, struct error *e, const char *id, const char *what,
		  const char *todo)
{
	error_fail(e, ERR_DATA, id, "%s", what);
	error_safe(e, _("Nothing was taken from the file; the book is as it was."));
	error_todo(e, "%s", todo);
	error_detail(e, "%s", c->path);
	return ERR_DATA;
}

static int damaged(const struct container *c, struct error *e, const char *id)
{
	return refuse(c, e, id, _("The file is damaged or cut short."),
		      _("Copy it from the USB stick again, or ask the sender to write it anew."));
}

/* Exactly `n` bytes, or damaged. */
static int get(struct container *c, void *p, size_t n, struct error *e)
{
	errno = 0;
	if (fread(p, 1, n, c->fp) == n)
		return 0;
	if (ferror(c->fp))
		return error_errno(e, errno ? errno : EIO, c->path);
	return damaged(c, e, "GN-G03");
}

static int open_file(struct container *c, const struct container_limits *limits, struct error *e)
{
	struct stat st;
	/* Not to hang on a pipe that somebody named like a bundle. */
	int fd = open(c->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return error_errno(e, errno, c->path);
	c->fp = fdopen(fd, "rb");
	if (!c->fp)
		die("out of memory (GN-M01)");
	if (fstat(fd, &st))
		return error_errno(e, errno, c->path);
	if (S_ISDIR(st.st_mode))
		return error_errno(e, EISDIR, c->path);
	if (!S_ISREG(st.st_mode))
		return refuse(c, e, "GN-G01", _("This is not a file of this program."),
			      _("Choose a data file, a reply or an enrolment."));
	c->size = (uint64_t)st.st_size;
	c->body_max = limits->body;
	if (c->size > limits->file)
		return refuse(c, e, "GN-G05",
			      _("The file is larger than any file of this kind may be."),
			      _("Ask the sender what this file is."));
	return 0;
}

static int read_prefix(struct container *c, struct error *e)
{
	const uint8_t *p = c->prefix;
	unsigned version, flags;

	if (c->size < FORMAT_PREFIX || fread(c->prefix, 1, FORMAT_PREFIX, c->fp) != FORMAT_PREFIX ||
	    memcmp(p, FORMAT_MAGIC, FORMAT_MAGIC_LEN))
		return refuse(c, e, "GN-G01", _("This is not a file of this program."),
			      _("Choose a data file, a reply or an enrolment."));
	version = p[FORMAT_AT_VERSION] | (unsigned)p[FORMAT_AT_VERSION + 1] << 8;
	if (version > FORMAT_VERSION)
		return refuse(c, e, "GN-G02",
			      _("The file was made by a newer program than this one."),
			      _("Install the newer program here, then take the file in again."));
	flags = p[FORMAT_AT_FLAGS];
	c->kind = (enum container_kind)p[FORMAT_AT_KIND];
	c->training = flags & FORMAT_TRAINING;
	c->sealed = flags & FORMAT_SEALED;
	/* Only an enrolment is sealed to nobody; all else in clear is not ours. */
	if (!version || c->kind < CONTAINER_BUNDLE || c->kind > CONTAINER_ENROLMENT ||
	    flags & ~(unsigned)(FORMAT_TRAINING | FORMAT_SEALED) ||
	    c->sealed != (c->kind != CONTAINER_ENROLMENT))
		return damaged(c, e, "GN-G03");
	for (int i = 3; i >= 0; i--)
		c->text_len = c->text_len << 8 | p[FORMAT_AT_LENGTH + i];
	return 0;
}

static size_t key_len(const struct container *c)
{
	return c->sealed ? FORMAT_SEALED_KEY : STREAM_KEY;
}

static int read_header(struct container *c, struct error *e)
{
	int rc;

	if (c->text_len > FORMAT_HEADER_MAX || c->text_len < FORMAT_HEADER_MIN ||
	    c->size < FORMAT_PREFIX + c->text_len + key_len(c) + STREAM_HEAD + STREAM_EXTRA +
			      FORMAT_SIGNATURE)
		return damaged(c, e, "GN-G03");
	c->text = xmalloc(c->text_len + 1);
	rc = get(c, c->text, c->text_len, e);
	if (rc)
		return rc;
	c->text[c->text_len] = '\0';
	if (!format_header_keys(c->text, c->text_len, c->sign_pk, c->seal_pk))
		return damaged(c, e, "GN-G03");
	return 0;
}

/* Hash the rest of the file up to the signature, and check this. */
static int check_signature(struct container *c, struct error *e)
{
	uint8_t text[FORMAT_DOMAIN_MAX + HASH_LEN], signature[FORMAT_SIGNATURE];
	uint64_t left = c->size - FORMAT_PREFIX - c->text_len - FORMAT_SIGNATURE;
	uint8_t *buf = xmalloc(STREAM_CHUNK);
	crypto_generichash_state sum;
	int rc = 0;

	crypto_generichash_init(&sum, NULL, 0, HASH_LEN);
	crypto_generichash_update(&sum, c->prefix, FORMAT_PREFIX);
	crypto_generichash_update(&sum, (const uint8_t *)c->text, c->text_len);
	while (!rc && left) {
		size_t n = left < STREAM_CHUNK ? (size_t)left : STREAM_CHUNK;

		rc = get(c, buf, n, e);
		if (!rc)
			crypto_generichash_update(&sum, buf, n);
		left -= n;
	}
	free(buf);
	if (!rc)
		rc = get(c, signature, sizeof(signature), e);
	if (rc)
		return rc;
	if (fgetc(c->fp) != EOF) /* it grew since its size was asked */
		return damaged(c, e, "GN-G03");
	crypto_generichash_final(&sum, c->hash, HASH_LEN);
	if (crypto_sign_verify_detached(signature, text,
					format_signed(c->kind, c->training, c->hash, text),
					c->sign_pk))
		return refuse(
			c, e, "GN-G04",
			_("The file was changed or damaged on its way: its signature does not "
			  "fit."),
			_("Copy it from the USB stick again, or ask the sender to write it anew."));
	return 0;
}

int container_open(struct container **out, const char *path, const struct container_limits *limits,
		   struct error *e)
{
	struct container *c = xcalloc(1, sizeof(*c));
	int rc;

	keys_start();
	*out = NULL;
	c->path = xstrdup(path);
	header_init(&c->header);
	rc = open_file(c, limits, e);
	if (!rc)
		rc = read_prefix(c, e);
	if (!rc)
		rc = read_header(c, e);
	if (!rc)
		rc = check_signature(c, e);
	if (!rc && !format_header_parse(&c->header, c->text, c->text_len))
		rc = damaged(c, e, "GN-G06");
	if (rc) {
		container_close(c);
		return rc;
	}
	*out = c;
	return 0;
}

void container_close(struct container *c)
{
	if (!c)
		return;
	if (c->fp)
		fclose(c->fp);
	header_fini(&c->header);
	free(c->text);
	free(c->path);
	free(c);
}

enum container_kind container_kind(const struct container *c)
{
	return c->kind;
}

bool container_training(const struct container *c)
{
	return c->training;
}

const struct header *container_header(const struct container *c)
{
	return &c->header;
}

const uint8_t *container_sign_pk(const struct container *c)
{
	return c->sign_pk;
}

const uint8_t *container_seal_pk(const struct container *c)
{
	return c->seal_pk;
}

const uint8_t *container_hash(const struct container *c)
{
	return c->hash;
}

/* Where the plain body goes: a file or a text. */
struct sink {
	FILE *fp;
	const char *path;
	struct str *text;
};

static int take(void *ctx, const void *p, size_t n, struct error *e)
{
	struct sink *s = ctx;

	if (s->text)
		str_addn(s->text, p, n);
	else if (fwrite(p, 1, n, s->fp) != n)
		return error_errno(e, errno, s->path);
	return 0;
}

/* The stream's key and head; `sum` runs over the file once more. */
static int get_key(struct container *c, const struct keys *keys, crypto_generichash_state *sum,
		   uint8_t key[STREAM_KEY], uint8_t head[STREAM_HEAD], struct error *e)
{
	uint8_t sealed[FORMAT_SEALED_KEY];
	int rc;

	crypto_generichash_init(sum, NULL, 0, HASH_LEN);
	crypto_generichash_update(sum, c->prefix, FORMAT_PREFIX);
	crypto_generichash_update(sum, (const uint8_t *)c->text, c->text_len);
	if (fseeko(c->fp, (off_t)(FORMAT_PREFIX + c->text_len), SEEK_SET))
		return error_errno(e, errno, c->path);
	rc = get(c, sealed, key_len(c), e);
	if (!rc)
		rc = get(c, head, STREAM_HEAD, e);
	if (rc)
		return rc;
	crypto_generichash_update(sum, sealed, key_len(c));
	crypto_generichash_update(sum, head, STREAM_HEAD);
	if (!c->sealed)
		memcpy(key, sealed, STREAM_KEY);
	else if (!keys ||
		 crypto_box_seal_open(key, sealed, sizeof(sealed), keys->seal_pk, keys->seal_sk))
		return refuse(c, e, "GN-G07",
			      _("The file is sealed to somebody else: this book has not its key."),
			      _("Give it to the unit it is meant for."));
	return 0;
}

static int extract(struct container *c, const struct keys *keys, struct sink *sink, uint64_t max,
		   struct error *e)
{
	uint64_t left =
		c->size - FORMAT_PREFIX - c->text_len - key_len(c) - STREAM_HEAD - FORMAT_SIGNATURE;
	struct stream_in s = { .take = take, .ctx = sink, .max = max };
	uint8_t key[STREAM_KEY], head[STREAM_HEAD], hash[HASH_LEN];
	crypto_generichash_state sum;
	int rc = get_key(c, keys, &sum, key, head, e);

	if (rc)
		return rc;
	format_header_hash(c->prefix, c->text, c->text_len, hash);
	rc = stream_in_begin(&s, head, key, hash, sizeof(hash));
	if (!rc)
		rc = stream_in_all(&s, c->fp, left, &sum, c->path, e);
	stream_in_fini(&s);
	sodium_memzero(key, sizeof(key));
	if (rc == STREAM_LARGE)
		return refuse(c, e, "GN-G09",
			      _("Unpacked, the file would be larger than it may be."),
			      _("Do not take it in; ask the sender what this file is."));
	if (rc < 0)
		return rc;
	crypto_generichash_final(&sum, hash, HASH_LEN);
	if (rc || memcmp(hash, c->hash, HASH_LEN))
		return damaged(c, e, "GN-G08");
	return 0;
}

int container_extract(struct container *c, const struct keys *keys, const char *path,
		      struct error *e)
{
	struct sink sink = { .path = path };
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	int rc;

	if (fd < 0)
		return error_errno(e, errno, path);
	sink.fp = fdopen(fd, "wb");
	if (!sink.fp)
		die("out of memory (GN-M01)");
	rc = extract(c, keys, &sink, c->body_max, e);
	if (fclose(sink.fp) && !rc)
		rc = error_errno(e, errno, path);
	if (rc)
		unlink(path);
	return rc;
}

int container_extract_text(struct container *c, const struct keys *keys, size_t max, char **out,
			   size_t *len, struct error *e)
{
	struct str text;
	struct sink sink = { .path = c->path, .text = &text };
	int rc;

	str_init(&text);
	*out = NULL;
	*len = 0;
	rc = extract(c, keys, &sink, max < c->body_max ? max : c->body_max, e);
	if (!rc) {
		*len = text.len;
		*out = str_take(&text);
	}
	str_fini(&text);
	return rc;
}
