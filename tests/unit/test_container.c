/* SPDX-License-Identifier: MIT */
/*
 * The container: what goes in comes out, and nothing else is ever taken. Forged files are
 * built here by hand from the description in giamngheo-bundle(5), with libsodium alone, so
 * that reader and writer cannot err together.
 */
#include "sync_test.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <zstd.h>

#include "sync/container.h"

static const struct container_limits limits = CONTAINER_LIMITS;

static struct keys sender, receiver;

static void new_keys(struct keys *k)
{
	keys_start();
	crypto_sign_keypair(k->sign_pk, k->sign_sk);
	crypto_box_keypair(k->seal_pk, k->seal_sk);
}

static int setup(void **state)
{
	new_keys(&sender);
	new_keys(&receiver);
	return help_setup(state);
}

static void write_one(const char *path, enum container_kind kind, bool training, const char *body,
		      const char *text, uint8_t hash[HASH_LEN])
{
	struct error e = ERROR_INIT;
	struct container_plan plan = {
		.kind = kind, .training = training, .keys = &sender, .body = body, .text = text
	};
	struct newfile out;
	struct header h;

	header_init(&h);
	header_add(&h, "unit-name", "%s", "Xã Đồng\nVương");
	header_add(&h, "form", "household 1");
	header_add(&h, "form", "member 1");
	plan.header = &h;
	plan.seal_to = kind == CONTAINER_ENROLMENT ? NULL : receiver.seal_pk;
	assert_ok(newfile_open(&out, path, 0600, &e), &e);
	assert_ok(container_write(&out, &plan, hash, &e), &e);
	assert_ok(newfile_commit(&out, NEWFILE_REPLACE, &e), &e);
	header_fini(&h);
}

static void round_trip(size_t size, bool random)
{
	uint8_t *bytes = xcalloc(1, size + 1), *again, hash[HASH_LEN];
	struct error e = ERROR_INIT;
	struct container *c;
	size_t n;

	if (random)
		noise(bytes, size, size);
	put_bytes(at("body"), bytes, size);
	write_one(at("file"), CONTAINER_BUNDLE, false, at("body"), NULL, hash);
	assert_ok(container_open(&c, at("file"), &limits, &e), &e);
	assert_memory_equal(container_hash(c), hash, HASH_LEN);
	assert_ok(container_extract(c, &receiver, at("out"), &e), &e);
	again = get_bytes(at("out"), &n);
	assert_int_equal(n, size);
	assert_memory_equal(again, bytes, size);
	container_close(c);
	unlink(at("out"));
	free(again);
	free(bytes);
}

static void what_goes_in_comes_out(void **state)
{
	(void)state;
	round_trip(0, false);
	round_trip(1, true);
	round_trip(65535, true);
	round_trip(65536, true);
	round_trip(65537, true);
	round_trip(300000, true);
	round_trip(131072 * 7, true);
	round_trip(5000000, false);
}

static void header_is_readable(void **state)
{
	struct error e = ERROR_INIT;
	const struct header *h;
	struct container *c;
	uint8_t hash[HASH_LEN], *bytes, want[HASH_LEN];
	char *text;
	size_t n;

	(void)state;
	write_one(at("file"), CONTAINER_ENROLMENT, true, NULL, "one\ntwo\n", hash);
	assert_ok(container_open(&c, at("file"), &limits, &e), &e);
	assert_int_equal(container_kind(c), CONTAINER_ENROLMENT);
	assert_true(container_training(c));
	assert_memory_equal(container_sign_pk(c), sender.sign_pk, SIGN_PK);
	assert_memory_equal(container_seal_pk(c), sender.seal_pk, SEAL_PK);
	h = container_header(c);
	assert_int_equal(h->n, 5);
	assert_string_equal(h->v[0].name, "sign");
	assert_string_equal(h->v[1].name, "seal");
	assert_string_equal(header_get(h, "unit-name"), "Xã Đồng Vương");
	assert_string_equal(header_get(h, "form"), "household 1");
	assert_string_equal(h->v[4].value, "member 1");
	assert_null(header_get(h, "other"));
	assert_ok(container_extract_text(c, NULL, 100, &text, &n, &e), &e);
	assert_int_equal(n, 8);
	assert_string_equal(text, "one\ntwo\n");
	free(text);
	/* Twice is fine; a smaller limit is kept. */
	assert_int_equal(container_extract_text(c, NULL, 7, &text, &n, &e), ERR_DATA);
	assert_null(text);
	assert_told(&e, ERR_DATA, "GN-G09");
	container_close(c);
	bytes = get_bytes(at("file"), &n);
	crypto_generichash(want, HASH_LEN, bytes, n - crypto_sign_BYTES, NULL, 0);
	assert_memory_equal(hash, want, HASH_LEN);
	free(bytes);
}

/* Refused by opening alone. */
static void assert_refused(const uint8_t *p, size_t n, const char *id)
{
	struct error e = ERROR_INIT;
	struct container *c;
	int rc;

	put_bytes(at("bad"), p, n);
	rc = container_open(&c, at("bad"), &limits, &e);
	if (!rc)
		fail_msg("taken, should be %s", id ? id : "refused");
	assert_null(c);
	if (id)
		assert_told(&e, ERR_DATA, id);
	assert_int_equal(rc, ERR_DATA);
	error_clear(&e);
}

static void flip_all(enum container_kind kind, bool training)
{
	uint8_t hash[HASH_LEN], *p;
	size_t n;

	put_bytes(at("body"), "a body of some bytes", 20);
	write_one(at("file"), kind, training, at("body"), NULL, hash);
	p = get_bytes(at("file"), &n);
	for (size_t i = 0; i < n; i++) {
		for (int bit = 0; bit < 8; bit++) {
			p[i] ^= (uint8_t)(1 << bit);
			assert_refused(p, n, NULL);
			p[i] ^= (uint8_t)(1 << bit);
		}
	}
	for (size_t cut = 0; cut < n; cut++)
		assert_refused(p, cut, NULL);
	p = xrealloc(p, n + 70000);
	noise(p + n, 70000, 1);
	assert_refused(p, n + 1, NULL);
	assert_refused(p, n + 64, NULL);
	assert_refused(p, n + 70000, NULL);
	free(p);
}

static void every_bit_matters(void **state)
{
	(void)state;
	flip_all(CONTAINER_BUNDLE, false);
	flip_all(CONTAINER_REPLY, true);
	flip_all(CONTAINER_ENROLMENT, false);
}

static void only_the_receiver_opens(void **state)
{
	struct error e = ERROR_INIT;
	uint8_t hash[HASH_LEN];
	struct container *c;
	struct keys other;

	(void)state;
	new_keys(&other);
	put_bytes(at("body"), "secret", 6);
	write_one(at("file"), CONTAINER_REPLY, false, at("body"), NULL, hash);
	assert_ok(container_open(&c, at("file"), &limits, &e), &e);
	assert_int_equal(container_extract(c, &other, at("out"), &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-G07");
	assert_int_equal(container_extract(c, NULL, at("out"), &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-G07");
	assert_false(file_exists(at("out")));
	/* Never over another file. */
	put_bytes(at("out"), "x", 1);
	assert_int_equal(container_extract(c, &receiver, at("out"), &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-F06");
	container_close(c);
}

/* ---- forging ---- */

#define CHUNK 65536
#define TAG_NONE 0
#define TAG_PUSH crypto_secretstream_xchacha20poly1305_TAG_PUSH
#define TAG_FINAL crypto_secretstream_xchacha20poly1305_TAG_FINAL

struct forgery {
	unsigned version, kind, flags;
	const char *domain;
	const char *header;    /* after the two key lines; may be wrong */
	size_t header_claim;   /* 0: its true length */
	const uint8_t *packed; /* the stream's plain text */
	size_t packed_len;
	bool no_ad, in_clear;
	unsigned char middle, last; /* tags */
};

#define FORGERY                                                                                    \
	{                                                                                          \
		.version = 1, .kind = CONTAINER_BUNDLE, .flags = 2,                                \
		.domain = "giamngheo/1 bundle real", .header = "unit: x\n", .middle = TAG_NONE,    \
		.last = TAG_FINAL                                                                  \
	}

static void sign_again(struct str *f, const char *domain, const struct keys *k)
{
	uint8_t hash[HASH_LEN], sig[crypto_sign_BYTES];
	struct str m;

	crypto_generichash(hash, HASH_LEN, (uint8_t *)f->s, f->len, NULL, 0);
	str_init(&m);
	str_add(&m, domain);
	str_addn(&m, (char *)hash, HASH_LEN);
	crypto_sign_detached(sig, NULL, (uint8_t *)m.s, m.len, k->sign_sk);
	str_addn(f, (char *)sig, sizeof(sig));
	str_fini(&m);
}

static void forge_stream(struct str *f, const struct forgery *g, const uint8_t *ad)
{
	uint8_t key[32], sealed[80], head[24], *out = xmalloc(CHUNK + 17);
	crypto_secretstream_xchacha20poly1305_state st;
	size_t done = 0;

	crypto_secretstream_xchacha20poly1305_keygen(key);
	crypto_box_seal(sealed, key, sizeof(key), receiver.seal_pk);
	crypto_secretstream_xchacha20poly1305_init_push(&st, head, key);
	str_addn(f, (char *)(g->in_clear ? key : sealed), g->in_clear ? 32 : 80);
	str_addn(f, (char *)head, sizeof(head));
	do {
		size_t n = g->packed_len - done < CHUNK ? g->packed_len - done : CHUNK;
		bool last = done + n == g->packed_len;
		unsigned long long len;

		crypto_secretstream_xchacha20poly1305_push(
			&st, out, &len, g->packed + done, n, done ? NULL : ad,
			done || !ad ? 0 : HASH_LEN, last ? g->last : g->middle);
		str_addn(f, (char *)out, (size_t)len);
		done += n;
	} while (done < g->packed_len);
	free(out);
}

static void forge(struct str *f, const struct forgery *g)
{
	char hex[65];
	uint8_t prefix[16] = { 0x89, 'G', 'N', 'G', '\r', '\n', 0x1a, '\n' }, ad[HASH_LEN];
	struct str h;
	size_t claim;

	str_init(f);
	str_init(&h);
	str_addf(&h, "sign: %s\n", sodium_bin2hex(hex, sizeof(hex), sender.sign_pk, 32));
	str_addf(&h, "seal: %s\n", sodium_bin2hex(hex, sizeof(hex), sender.seal_pk, 32));
	str_add(&h, g->header);
	claim = g->header_claim ? g->header_claim : h.len;
	prefix[8] = (uint8_t)g->version;
	prefix[9] = (uint8_t)(g->version >> 8);
	prefix[10] = (uint8_t)g->kind;
	prefix[11] = (uint8_t)g->flags;
	for (int i = 0; i < 4; i++)
		prefix[12 + i] = (uint8_t)(claim >> 8 * i);
	str_addn(f, (char *)prefix, 16);
	str_addn(f, h.s, h.len);
	crypto_generichash(ad, HASH_LEN, (uint8_t *)f->s, f->len, NULL, 0);
	forge_stream(f, g, g->no_ad ? NULL : ad);
	sign_again(f, g->domain, &sender);
	str_fini(&h);
}

/* Its signature is good; opening it gives `open_id` or, where that is NULL, taking it apart
 * gives `id`. */
static void try_forged(const struct forgery *g, const char *open_id, const char *id)
{
	struct container_limits small = { UINT64_C(64) << 20, UINT64_C(1) << 20 };
	struct error e = ERROR_INIT;
	struct container *c;
	struct str f;

	forge(&f, g);
	if (open_id) {
		assert_refused((uint8_t *)f.s, f.len, open_id);
		str_fini(&f);
		return;
	}
	put_bytes(at("forged"), f.s, f.len);
	str_fini(&f);
	assert_ok(container_open(&c, at("forged"), &small, &e), &e);
	if (id) {
		assert_int_equal(container_extract(c, &receiver, at("out"), &e), ERR_DATA);
		assert_told(&e, ERR_DATA, id);
		assert_false(file_exists(at("out")));
	} else {
		assert_ok(container_extract(c, &receiver, at("out"), &e), &e);
		unlink(at("out"));
	}
	container_close(c);
}

static uint8_t *packed;
static size_t packed_len;

/* Two chunks and a bit of what zstd makes of noise. */
static int setup_forging(void **state)
{
	uint8_t *raw = xmalloc(150000);

	noise(raw, 150000, 7);
	packed = xmalloc(ZSTD_compressBound(150000));
	packed_len = ZSTD_compress(packed, ZSTD_compressBound(150000), raw, 150000, 3);
	free(raw);
	return setup(state);
}

static int teardown_forging(void **state)
{
	free(packed);
	return help_teardown(state);
}

static void described_file_is_read(void **state)
{
	struct forgery g = FORGERY;

	(void)state;
	g.packed = packed;
	g.packed_len = packed_len;
	try_forged(&g, NULL, NULL);
}

static void wrong_frames_are_refused(void **state)
{
	static const struct {
		struct forgery g;
		const char *id;
	} cases[] = {
		{ { 2, 1, 2, "giamngheo/1 bundle real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G02" },
		{ { 0, 1, 2, "giamngheo/1 bundle real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G03" },
		{ { 1, 4, 2, "giamngheo/1 bundle real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G03" },
		{ { 1, 0, 2, "giamngheo/1 bundle real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G03" },
		{ { 1, 1, 6, "giamngheo/1 bundle real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G03" },
		/* training and real, bundle and reply never stand for each other */
		{ { 1, 1, 2, "giamngheo/1 bundle training", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G04" },
		{ { 1, 1, 3, "giamngheo/1 bundle real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G04" },
		{ { 1, 1, 2, "giamngheo/1 reply real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G04" },
		{ { 1, 2, 2, "giamngheo/1 bundle real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G04" },
		/* a bundle without encryption, an enrolment with it */
		{ { 1, 1, 0, "giamngheo/1 bundle real", "", 0, NULL, 0, 0, 1, 0, TAG_FINAL },
		  "GN-G03" },
		{ { 1, 3, 2, "giamngheo/1 enrolment real", "", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G03" },
		/* lengths that lie */
		{ { 1, 1, 2, "giamngheo/1 bundle real", "", 65537, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G03" },
		{ { 1, 1, 2, "giamngheo/1 bundle real", "", 0xffffffff, NULL, 0, 0, 0, 0,
		    TAG_FINAL },
		  "GN-G03" },
		{ { 1, 1, 2, "giamngheo/1 bundle real", "", 100, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G03" },
		/* headers nobody would write */
		{ { 1, 1, 2, "giamngheo/1 bundle real", "no colon\n", 0, NULL, 0, 0, 0, 0,
		    TAG_FINAL },
		  "GN-G06" },
		{ { 1, 1, 2, "giamngheo/1 bundle real", "a: b", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G06" },
		{ { 1, 1, 2, "giamngheo/1 bundle real", "A: b\n", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G06" },
		{ { 1, 1, 2, "giamngheo/1 bundle real", "a: \x1b[2J\n", 0, NULL, 0, 0, 0, 0,
		    TAG_FINAL },
		  "GN-G06" },
		{ { 1, 1, 2, "giamngheo/1 bundle real", "a: \xc3\n", 0, NULL, 0, 0, 0, 0,
		    TAG_FINAL },
		  "GN-G06" },
		{ { 1, 1, 2, "giamngheo/1 bundle real", "\n", 0, NULL, 0, 0, 0, 0, TAG_FINAL },
		  "GN-G06" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct forgery g = cases[i].g;

		g.packed = packed;
		g.packed_len = packed_len;
		try_forged(&g, cases[i].id, NULL);
	}
}

static void wrong_streams_are_refused(void **state)
{
	struct forgery g = FORGERY;
	uint8_t *two = xmalloc(2 * packed_len);

	(void)state;
	g.packed = packed;
	g.packed_len = packed_len;
	g.last = TAG_NONE; /* cut off: the end is missing */
	try_forged(&g, NULL, "GN-G08");
	g.last = TAG_FINAL;
	g.middle = TAG_FINAL; /* an end, and more after it */
	try_forged(&g, NULL, "GN-G08");
	g.middle = TAG_PUSH;
	try_forged(&g, NULL, "GN-G08");
	g.middle = TAG_NONE;
	g.no_ad = true; /* a stream that is not bound to this header */
	try_forged(&g, NULL, "GN-G08");
	g.no_ad = false;
	g.packed_len = packed_len - 1; /* half a frame */
	try_forged(&g, NULL, "GN-G08");
	g.packed_len = 0;
	try_forged(&g, NULL, "GN-G08");
	memcpy(two, packed, packed_len);
	memcpy(two + packed_len, packed, packed_len);
	g.packed = two; /* a second frame behind the first */
	g.packed_len = 2 * packed_len;
	try_forged(&g, NULL, "GN-G08");
	g.packed_len = packed_len + 1;
	try_forged(&g, NULL, "GN-G08");
	noise(two, packed_len, 3);
	g.packed_len = packed_len; /* not zstd at all */
	try_forged(&g, NULL, "GN-G08");
	free(two);
}

static size_t compress(uint8_t *out, size_t cap, const uint8_t *raw, size_t n, int window)
{
	ZSTD_CCtx *z = ZSTD_createCCtx();
	ZSTD_inBuffer in = { raw, n, 0 };
	ZSTD_outBuffer o = { out, cap, 0 };

	ZSTD_CCtx_setParameter(z, ZSTD_c_windowLog, window);
	while (in.pos < in.size)
		assert_false(ZSTD_isError(ZSTD_compressStream2(z, &o, &in, ZSTD_e_continue)));
	assert_int_equal(ZSTD_compressStream2(z, &o, &in, ZSTD_e_end), 0);
	ZSTD_freeCCtx(z);
	return o.pos;
}

static void bombs_do_not_go_off(void **state)
{
	size_t n = (size_t)64 << 20;
	uint8_t *raw = xcalloc(1, n), *out = xmalloc(1 << 20);
	struct forgery g = FORGERY;

	(void)state;
	g.packed = out;
	g.packed_len = compress(out, 1 << 20, raw, n, 20);
	assert_true(g.packed_len < 10000);
	try_forged(&g, NULL, "GN-G09");
	/* A window that would take 128 MiB of memory, over little data. */
	g.packed_len = compress(out, 1 << 20, raw, 1000, 27);
	try_forged(&g, NULL, "GN-G08");
	g.packed_len = compress(out, 1 << 20, raw, 1000, 20);
	try_forged(&g, NULL, NULL);
	free(raw);
	free(out);
}

/* Somebody who cannot read a bundle puts his own name on it. */
static void a_stolen_stream_is_refused(void **state)
{
	struct error e = ERROR_INIT;
	struct container *c;
	struct forgery g = FORGERY;
	struct keys thief;
	struct str f;
	char hex[65];

	(void)state;
	new_keys(&thief);
	g.packed = packed;
	g.packed_len = packed_len;
	forge(&f, &g);
	f.len -= crypto_sign_BYTES;
	memcpy(f.s + 16 + 6, sodium_bin2hex(hex, sizeof(hex), thief.sign_pk, 32), 64);
	sign_again(&f, "giamngheo/1 bundle real", &thief);
	put_bytes(at("stolen"), f.s, f.len);
	str_fini(&f);
	assert_ok(container_open(&c, at("stolen"), &limits, &e), &e);
	assert_int_equal(container_extract(c, &receiver, at("out"), &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-G08");
	container_close(c);
}

static void a_file_that_changes_is_refused(void **state)
{
	struct error e = ERROR_INIT;
	struct container *c;
	struct forgery g = FORGERY;
	struct str f, other;
	FILE *fp;

	(void)state;
	g.packed = packed;
	g.packed_len = packed_len;
	forge(&f, &g);
	forge(&other, &g); /* same header, so that its stream, too, would open */
	put_bytes(at("file"), f.s, f.len);
	assert_ok(container_open(&c, at("file"), &limits, &e), &e);
	fp = fopen(at("file"), "r+b");
	assert_non_null(fp);
	assert_int_equal(fwrite(other.s, 1, other.len, fp), other.len);
	fclose(fp);
	assert_int_equal(container_extract(c, &receiver, at("out"), &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-G08");
	assert_false(file_exists(at("out")));
	container_close(c);
	str_fini(&f);
	str_fini(&other);
}

static void strange_files_are_refused(void **state)
{
	struct container_limits small = { 1000, 1000 };
	struct error e = ERROR_INIT;
	struct container *c;
	uint8_t hash[HASH_LEN];

	(void)state;
	assert_refused((const uint8_t *)"SQLite format 3", 16, "GN-G01");
	assert_refused((const uint8_t *)"", 0, "GN-G01");
	assert_int_equal(container_open(&c, at("none"), &limits, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-F04");
	assert_int_equal(container_open(&c, test_dir, &limits, &e), ERR_IO);
	assert_told(&e, ERR_IO, "GN-F05");
	assert_int_equal(mkfifo(at("pipe"), 0600), 0);
	assert_int_equal(container_open(&c, at("pipe"), &limits, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-G01");
	put_bytes(at("body"), packed, packed_len);
	write_one(at("file"), CONTAINER_BUNDLE, false, at("body"), NULL, hash);
	assert_int_equal(container_open(&c, at("file"), &small, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-G05");
}

static void a_full_disk_leaves_nothing(void **state)
{
	struct rlimit old, few = { 100000, 100000 };
	struct error e = ERROR_INIT;
	struct container_plan plan = { .kind = CONTAINER_BUNDLE,
				       .keys = &sender,
				       .seal_to = receiver.seal_pk };
	struct newfile out;
	uint8_t hash[HASH_LEN];
	int rc;

	(void)state;
	put_bytes(at("body"), packed, packed_len);
	plan.body = at("body");
	getrlimit(RLIMIT_FSIZE, &old);
	few.rlim_max = old.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &few);
	assert_ok(newfile_open(&out, at("file"), 0600, &e), &e);
	rc = container_write(&out, &plan, hash, &e);
	if (!rc)
		rc = newfile_commit(&out, 0, &e);
	else
		newfile_abandon(&out);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(rc, ERR_IO);
	assert_told(&e, ERR_IO, "GN-F01");
	assert_int_equal(files_left(), 1); /* the body */
	/* A body that is not there. */
	plan.body = at("none");
	assert_ok(newfile_open(&out, at("file"), 0600, &e), &e);
	assert_int_equal(container_write(&out, &plan, hash, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-F04");
	newfile_abandon(&out);
}

static long peak_kib(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

static void memory_does_not_grow(void **state)
{
	struct error e = ERROR_INIT;
	uint8_t hash[HASH_LEN], *block = xmalloc(1 << 20);
	struct container *c;
	FILE *fp = fopen(at("body"), "wb");
	long before;

	(void)state;
	for (unsigned i = 0; i < 96; i++) {
		noise(block, 1 << 20, i);
		assert_int_equal(fwrite(block, 1, 1 << 20, fp), 1 << 20);
	}
	fclose(fp);
	free(block);
	before = peak_kib();
	write_one(at("file"), CONTAINER_BUNDLE, false, at("body"), NULL, hash);
	assert_ok(container_open(&c, at("file"), &limits, &e), &e);
	assert_ok(container_extract(c, &receiver, at("out"), &e), &e);
	container_close(c);
	assert_true(peak_kib() - before < 24 * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* First: the peak of the others would hide it. */
		cmocka_unit_test_setup_teardown(memory_does_not_grow, setup, help_teardown),
		cmocka_unit_test_setup_teardown(what_goes_in_comes_out, setup, help_teardown),
		cmocka_unit_test_setup_teardown(header_is_readable, setup, help_teardown),
		cmocka_unit_test_setup_teardown(every_bit_matters, setup, help_teardown),
		cmocka_unit_test_setup_teardown(only_the_receiver_opens, setup, help_teardown),
		cmocka_unit_test_setup_teardown(described_file_is_read, setup_forging,
						teardown_forging),
		cmocka_unit_test_setup_teardown(wrong_frames_are_refused, setup_forging,
						teardown_forging),
		cmocka_unit_test_setup_teardown(wrong_streams_are_refused, setup_forging,
						teardown_forging),
		cmocka_unit_test_setup_teardown(bombs_do_not_go_off, setup_forging,
						teardown_forging),
		cmocka_unit_test_setup_teardown(a_stolen_stream_is_refused, setup_forging,
						teardown_forging),
		cmocka_unit_test_setup_teardown(a_file_that_changes_is_refused, setup_forging,
						teardown_forging),
		cmocka_unit_test_setup_teardown(strange_files_are_refused, setup_forging,
						teardown_forging),
		cmocka_unit_test_setup_teardown(a_full_disk_leaves_nothing, setup_forging,
						teardown_forging),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
