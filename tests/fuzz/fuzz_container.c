/* SPDX-License-Identifier: MIT */
/*
 * Bundles, replies, enrolments. Four ways in: the bytes as they are (taken only if they are
 * a seed, byte for byte); signed again by a sender of ill will, so that header and stream
 * are reached; as the header of a signed file; and as the compressed body of one.
 */
#include "fuzz.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "base/file.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/container.h"
#include "sync/enrol.h"

#define PREFIX 16
#define HEADER_MIN 142
#define KEY_AT (PREFIX + 6)
#define SIGNATURE 64
#define TEXT_MAX 65536

static const struct container_limits limits = { 4 << 20, 1 << 20 };
static struct keys sender, receiver;
static uint8_t (*known)[HASH_LEN]; /* of the seeds, signature and all */
static size_t n_known, cap_known;
static bool ready;

static void make_keys(struct keys *k, uint8_t fill)
{
	uint8_t seed[32];

	memset(seed, fill, sizeof(seed));
	crypto_sign_seed_keypair(k->sign_pk, k->sign_sk, seed);
	crypto_box_seed_keypair(k->seal_pk, k->seal_sk, seed);
}

static void prepare(void)
{
	keys_start();
	make_keys(&sender, 1);
	make_keys(&receiver, 2);
	ready = true;
}

static void digest(const uint8_t *p, size_t n, uint8_t out[HASH_LEN])
{
	crypto_generichash(out, HASH_LEN, p, n, NULL, 0);
}

static bool is_seed(const uint8_t *p, size_t n)
{
	uint8_t d[HASH_LEN];

	digest(p, n, d);
	for (size_t i = 0; i < n_known; i++)
		if (!memcmp(known[i], d, HASH_LEN))
			return true;
	return false;
}

static void promise(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "broken promise: %s\n", what);
	abort();
}

/* Take it apart as far as it goes; whatever fails must leave no file. */
static void take_apart(struct container *c)
{
	char *path = path_join(fuzz_dir(), "body"), *text;
	struct error e = ERROR_INIT;
	size_t n;

	if (!container_extract(c, &receiver, path, &e)) {
		FILE *fp = fopen(path, "rb");

		promise(fp && !fseek(fp, 0, SEEK_END) && (uint64_t)ftell(fp) <= limits.body,
			"body within limits");
		fclose(fp);
		unlink(path);
	} else {
		promise(e.what && e.todo && *e.id, "a sentence for each failure");
	}
	promise(!file_exists(path), "no file after a failure");
	error_clear(&e);
	if (!container_extract_text(c, &receiver, 1000, &text, &n, &e))
		promise(n <= 1000 && strlen(text) <= n, "text within limits");
	free(text);
	error_clear(&e);
	free(path);
}

/* 1: opened. */
static bool try_file(const uint8_t *p, size_t n)
{
	const char *path = fuzz_file("file", p, n);
	struct error e = ERROR_INIT;
	struct enrolment en;
	struct container *c;
	bool opened = !container_open(&c, path, &limits, &e);

	promise(opened || (e.code && e.what && e.safe && e.todo && *e.id),
		"four things in each sentence");
	error_clear(&e);
	if (opened)
		take_apart(c);
	container_close(c);
	if (!enrol_read(&en, path, &e)) {
		promise(opened && en.unit_id && en.secret && enrol_code_ok(en.unit_code),
			"an enrolment is whole");
		enrolment_fini(&en);
	}
	error_clear(&e);
	return opened;
}

static const char *domain_of(const uint8_t *p)
{
	static const char *const names[4][2] = {
		{ "", "" },
		{ "giamngheo/1 bundle real", "giamngheo/1 bundle training" },
		{ "giamngheo/1 reply real", "giamngheo/1 reply training" },
		{ "giamngheo/1 enrolment real", "giamngheo/1 enrolment training" },
	};

	return names[p[10] & 3][p[11] & 1];
}

/* The last 64 bytes become the signature of the rest. */
static void sign_again(uint8_t *p, size_t n)
{
	uint8_t hash[HASH_LEN];
	struct str text;

	crypto_generichash(hash, HASH_LEN, p, n - SIGNATURE, NULL, 0);
	str_init(&text);
	str_add(&text, domain_of(p));
	str_addn(&text, (char *)hash, HASH_LEN);
	crypto_sign_detached(p + n - SIGNATURE, NULL, (uint8_t *)text.s, text.len, sender.sign_sk);
	str_fini(&text);
}

static void try_signed_again(const uint8_t *data, size_t n)
{
	uint8_t *p;
	char hex[2 * SIGN_PK + 1];

	if (n < PREFIX + HEADER_MIN + SIGNATURE)
		return;
	p = xmemdup(data, n);
	memcpy(p, "\x89GNG\r\n\x1a\n\x01", 9);
	hex_encode(sender.sign_pk, SIGN_PK, hex);
	memcpy(p + KEY_AT, hex, 2 * SIGN_PK);
	sign_again(p, n);
	try_file(p, n);
	free(p);
}

/* An enrolment, in clear, with these bytes after the keys in the header and these as its
 * stream's plain text. */
static void try_made(const char *header, size_t header_len, const uint8_t *body, size_t body_len)
{
	crypto_secretstream_xchacha20poly1305_state st;
	uint8_t prefix[PREFIX] = { 0x89, 'G', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 0, 3, 0 };
	uint8_t key[32] = { 7 }, head[24], ad[HASH_LEN], sealed[65536 + 17];
	char hex[2 * SIGN_PK + 1];
	size_t done = 0;
	struct str f;

	str_init(&f);
	for (int i = 0; i < 4; i++)
		prefix[12 + i] = (uint8_t)((HEADER_MIN + header_len) >> 8 * i);
	str_addn(&f, (char *)prefix, PREFIX);
	hex_encode(sender.sign_pk, SIGN_PK, hex);
	str_addf(&f, "sign: %s\n", hex);
	hex_encode(sender.seal_pk, SEAL_PK, hex);
	str_addf(&f, "seal: %s\n", hex);
	str_addn(&f, header, header_len);
	digest((uint8_t *)f.s, f.len, ad);
	crypto_secretstream_xchacha20poly1305_init_push(&st, head, key);
	str_addn(&f, (char *)key, sizeof(key));
	str_addn(&f, (char *)head, sizeof(head));
	do {
		size_t n = body_len - done < 65536 ? body_len - done : 65536;
		unsigned long long len;

		crypto_secretstream_xchacha20poly1305_push(&st, sealed, &len, body + done, n,
							   done ? NULL : ad, done ? 0 : HASH_LEN,
							   done + n == body_len ? 3 : 0);
		str_addn(&f, (char *)sealed, (size_t)len);
		done += n;
	} while (done < body_len);
	for (int i = 0; i < SIGNATURE; i++)
		str_addc(&f, 0);
	sign_again((uint8_t *)f.s, f.len);
	promise(try_file((uint8_t *)f.s, f.len) || header_len,
		"a signed file with a good header opens");
	str_fini(&f);
}

int fuzz_one(const uint8_t *data, size_t n)
{
	if (!ready)
		prepare();
	if (try_file(data, n) && n_known)
		promise(is_seed(data, n), "nothing opens but what was signed");
	try_signed_again(data, n);
	if (n < 60000)
		try_made((const char *)data, n, (const uint8_t *)"x", 1);
	try_made("", 0, data, n);
	return 0;
}

void fuzz_known(const uint8_t *data, size_t n)
{
	known = grow(known, n_known, &cap_known, sizeof(*known));
	digest(data, n, known[n_known++]);
}

static void make_seed(void (*give)(const uint8_t *, size_t), enum container_kind kind,
		      bool training, const char *text, const char *const lines[][2])
{
	struct container_plan plan = {
		.kind = kind, .training = training, .keys = &sender, .text = text
	};
	char *path = path_join(fuzz_dir(), "seed"), *bytes;
	uint8_t hash[HASH_LEN];
	struct newfile out;
	struct header h;
	size_t n;

	header_init(&h);
	for (size_t i = 0; lines[i][0]; i++)
		header_add(&h, lines[i][0], "%s", lines[i][1]);
	plan.header = &h;
	plan.seal_to = kind == CONTAINER_ENROLMENT ? NULL : receiver.seal_pk;
	if (newfile_open(&out, path, 0600, NULL) || container_write(&out, &plan, hash, NULL) ||
	    newfile_commit(&out, NEWFILE_REPLACE, NULL) ||
	    file_read(path, TEXT_MAX, &bytes, &n, NULL))
		die("cannot make a seed");
	give((uint8_t *)bytes, n);
	free(bytes);
	free(path);
	header_fini(&h);
}

/* Bare text and bare frames are seeds as well: they are tried as headers and bodies. */
static void bare_seeds(void (*give)(const uint8_t *, size_t))
{
	static const char header[] =
		"exchange: 1\nunit-id: 00112233445566778899aabbccddeeff\n"
		"form: household 1 1329 id,household_code\nunit-name: Xã Đồng Vương\n";
	static const char *const bodies[] = { "", "giamngheo", header };
	uint8_t frame[1000];

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		size_t n = ZSTD_compress(frame, sizeof(frame), bodies[i], strlen(bodies[i]), 3);

		promise(!ZSTD_isError(n), "a frame");
		give(frame, n);
	}
	give((const uint8_t *)header, strlen(header));
}

void fuzz_seeds(void (*give)(const uint8_t *data, size_t n))
{
	static const char *const bundle[][2] = { { "exchange", "1" },
						 { "unit-id", "x" },
						 { "number", "7" },
						 { "form", "household 1 3 id,phone" },
						 { NULL, NULL } };
	static const char *const enrolment[][2] = {
		{ "exchange", "1" },
		{ "made", "2024-11-21T12:00:00" },
		{ "unit-id", "00112233445566778899aabbccddeeff" },
		{ "unit-code", "X-12" },
		{ "unit-name", "Xã Đồng Vương" },
		{ "level", "commune" },
		{ "upper-id", "ffeeddccbbaa99887766554433221100" },
		{ "upper-code", "H-1" },
		{ "upper-name", "Huyện Yên Thế" },
		{ "upper-level", "district" },
		{ NULL, NULL },
	};
	static const char secret[] =
		"secret: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
	char *large = xmalloc(200001);

	prepare();
	for (size_t i = 0; i < 200000; i++)
		large[i] = (char)('a' + (i * i + i / 7) % 26);
	large[200000] = '\0';
	make_seed(give, CONTAINER_BUNDLE, false, "a small body", bundle);
	make_seed(give, CONTAINER_BUNDLE, true, large, bundle);
	make_seed(give, CONTAINER_REPLY, false, "", bundle);
	make_seed(give, CONTAINER_ENROLMENT, false, secret, enrolment);
	make_seed(give, CONTAINER_ENROLMENT, true, secret, enrolment);
	bare_seeds(give);
	free(large);
}
