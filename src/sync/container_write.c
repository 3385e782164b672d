/* SPDX-License-Identifier: MIT */
/*
 * Writing a container in one pass: header, sealed key, the stream, and at the end the
 * signature over the hash of all of it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/container.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "sync/format.h"

struct writer {
	struct newfile *out;
	crypto_generichash_state sum;
	uint8_t ad[HASH_LEN]; /* of the header */
};

static const char *const kind_names[] = {
	[CONTAINER_BUNDLE] = "bundle",
	[CONTAINER_REPLY] = "reply",
	[CONTAINER_ENROLMENT] = "enrolment",
};

size_t format_domain(enum container_kind kind, bool training, char buf[static FORMAT_DOMAIN_MAX])
{
	return (size_t)snprintf(buf, FORMAT_DOMAIN_MAX, "giamngheo/1 %s %s", kind_names[kind],
				training ? "training" : "real");
}

size_t format_signed(enum container_kind kind, bool training, const uint8_t hash[HASH_LEN],
		     uint8_t buf[static FORMAT_DOMAIN_MAX + HASH_LEN])
{
	size_t n = format_domain(kind, training, (char *)buf);

	memcpy(buf + n, hash, HASH_LEN);
	return n + HASH_LEN;
}

void format_header_hash(const uint8_t prefix[static FORMAT_PREFIX], const void *header, size_t n,
			uint8_t hash[static HASH_LEN])
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, NULL, 0, HASH_LEN);
	crypto_generichash_update(&st, prefix, FORMAT_PREFIX);
	crypto_generichash_update(&st, header, n);
	crypto_generichash_final(&st, hash, HASH_LEN);
}

static int put(struct writer *w, const void *p, size_t n, struct error *e)
{
	return stream_raw(w->out, &w->sum, p, n, e);
}

static void make_prefix(const struct container_plan *plan, size_t header_len,
			uint8_t prefix[static FORMAT_PREFIX])
{
	memcpy(prefix, FORMAT_MAGIC, FORMAT_MAGIC_LEN);
	prefix[FORMAT_AT_VERSION] = FORMAT_VERSION;
	prefix[FORMAT_AT_VERSION + 1] = 0;
	prefix[FORMAT_AT_KIND] = (uint8_t)plan->kind;
	prefix[FORMAT_AT_FLAGS] = (uint8_t)((plan->training ? FORMAT_TRAINING : 0) |
					    (plan->seal_to ? FORMAT_SEALED : 0));
	for (int i = 0; i < 4; i++)
		prefix[FORMAT_AT_LENGTH + i] = (uint8_t)(header_len >> 8 * i);
}

static int put_head(struct writer *w, const struct container_plan *plan, struct error *e)
{
	uint8_t prefix[FORMAT_PREFIX];
	struct str text;
	int rc;

	str_init(&text);
	format_header_text(plan->header, plan->keys, &text);
	if (text.len > FORMAT_HEADER_MAX) {
		rc = error_fail(e, ERR_FAULT, "GN-G10",
				_("The header of the file would be too long."));
		error_safe(e, _("Nothing was written."));
		error_todo(e, "%s", _("Read out the short code to your helper."));
		error_detail(e, "%zu > %d", text.len, FORMAT_HEADER_MAX);
		goto out;
	}
	make_prefix(plan, text.len, prefix);
	format_header_hash(prefix, text.s, text.len, w->ad);
	rc = put(w, prefix, sizeof(prefix), e);
	if (!rc)
		rc = put(w, text.s, text.len, e);
out:
	str_fini(&text);
	return rc;
}

/* The stream's key, sealed to the receiver or, in an enrolment, as it is. */
static int put_key(struct writer *w, const struct container_plan *plan,
		   const uint8_t key[STREAM_KEY], struct error *e)
{
	uint8_t sealed[FORMAT_SEALED_KEY];

	if (!plan->seal_to)
		return put(w, key, STREAM_KEY, e);
	if (!crypto_box_seal(sealed, key, STREAM_KEY, plan->seal_to))
		return put(w, sealed, sizeof(sealed), e);
	error_fail(e, ERR_DATA, "GN-G11", _("The receiver's key is not valid."));
	error_safe(e, _("Nothing was written."));
	error_todo(e, "%s", _("Ask for a new enrolment."));
	return ERR_DATA;
}

static int put_body(struct writer *w, const struct container_plan *plan,
		    const uint8_t key[STREAM_KEY], struct error *e)
{
	struct stream_out s;
	struct stat st;
	size_t n = plan->text ? strlen(plan->text) : 0;
	int rc;

	if (plan->body && stat(plan->body, &st))
		return error_errno(e, errno, plan->body);
	rc = stream_out_begin(&s, w->out, &w->sum, key, w->ad, sizeof(w->ad),
			      plan->body ? (uint64_t)st.st_size : n, e);
	if (!rc)
		rc = plan->body ? stream_out_file(&s, plan->body, e)
				: stream_out_add(&s, plan->text, n, e);
	if (!rc)
		rc = stream_out_end(&s, e);
	stream_out_fini(&s);
	return rc;
}

static int put_all(struct writer *w, const struct container_plan *plan, struct error *e)
{
	uint8_t key[STREAM_KEY];
	int rc;

	crypto_secretstream_xchacha20poly1305_keygen(key);
	rc = put_head(w, plan, e);
	if (!rc)
		rc = put_key(w, plan, key, e);
	if (!rc)
		rc = put_body(w, plan, key, e);
	sodium_memzero(key, sizeof(key));
	return rc;
}

int container_write(struct newfile *out, const struct container_plan *plan, uint8_t hash[HASH_LEN],
		    struct error *e)
{
	uint8_t text[FORMAT_DOMAIN_MAX + HASH_LEN], signature[FORMAT_SIGNATURE];
	struct writer w = { .out = out };
	int rc;

	keys_start();
	crypto_generichash_init(&w.sum, NULL, 0, HASH_LEN);
	rc = put_all(&w, plan, e);
	if (rc)
		return rc;
	crypto_generichash_final(&w.sum, hash, HASH_LEN);
	crypto_sign_detached(signature, NULL, text,
			     format_signed(plan->kind, plan->training, hash, text),
			     plan->keys->sign_sk);
	return newfile_write(out, signature, sizeof(signature), e);
}
