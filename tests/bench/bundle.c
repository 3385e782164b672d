/* SPDX-License-Identifier: MIT */
/*
 * Bundles beside their raw steps, in process and all in memory: VACUUM INTO, zstd -3, secretstream in 64 KiB, BLAKE2b and Ed25519, one
 * file written and synced; and back. The yardstick of making starts from a book that holds what a bundle carries, with its indexes
 * and without history, search and drafts, so that it is not made to do what we leave out. Differences stand beside sqlite3session_diff.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "base/mem.h"
#include "base/paths.h"
#include "bench/bench.h"
#include "store/db.h"
#include "sync/bundle.h"
#include "sync/container.h"
#include "sync/inbox_impl.h"

#define CHUNK 65536
#define SEAL crypto_secretstream_xchacha20poly1305_ABYTES
#define HOUSEHOLDS 5000

struct bundles {
	const struct bench *b;
	struct forms *forms;
	struct book *book, *upper;
	struct keys keys; /* of the book above */
	struct error e;
	char *plain;      /* a book of the same contents, with indexes */
	char *scratch, *sealed, *body, *bad;
	char *gnb[2], *bodies[2];
	uint8_t sign_pk[crypto_sign_PUBLICKEYBYTES], sign_sk[crypto_sign_SECRETKEYBYTES];
	uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	size_t packed;    /* bytes of the last raw bundle */
	int made;
};

static void must(struct bundles *s, int rc, const char *what)
{
	if (rc)
		bench_fail("%s: %s (%s)", what, s->e.what ? s->e.what : "?", s->e.detail ? s->e.detail : "");
}

static void sql(const char *path, const char *text)
{
	sqlite3 *h;

	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE, NULL) || sqlite3_exec(h, text, NULL, NULL, NULL))
		bench_fail("%s: %s in %s", path, sqlite3_errmsg(h), text);
	sqlite3_close(h);
}

/* ---- raw steps ---- */

static uint8_t *read_all(const char *path, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint8_t *buf;
	size_t got = 0;
	ssize_t k;

	*n = (size_t)bench_size(path);
	buf = xmalloc(*n + 1);
	if (fd < 0)
		bench_fail("%s: %s", path, strerror(errno));
	while (got < *n && (k = read(fd, buf + got, *n - got)) > 0)
		got += (size_t)k;
	if (got < *n)
		bench_fail("%s: cut short", path);
	close(fd);
	return buf;
}

static void write_all(const char *path, const uint8_t *buf, size_t n, bool sync)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	size_t done = 0;
	ssize_t k;

	if (fd < 0)
		bench_fail("%s: %s", path, strerror(errno));
	while (done < n && (k = write(fd, buf + done, n - done)) > 0)
		done += (size_t)k;
	if (done < n || (sync && fsync(fd)))
		bench_fail("%s: %s", path, strerror(errno));
	close(fd);
}

static uint8_t *squeeze(const uint8_t *in, size_t n, size_t *out_n)
{
	size_t cap = ZSTD_compressBound(n);
	uint8_t *out = xmalloc(cap);

	*out_n = ZSTD_compress(out, cap, in, n, 3);
	if (ZSTD_isError(*out_n))
		bench_fail("zstd");
	return out;
}

/* The stream's head, the chunks, then the signature over the hash of both. */
static void seal(struct bundles *s, const uint8_t *in, size_t n, const char *path)
{
	crypto_secretstream_xchacha20poly1305_state st;
	size_t head = crypto_secretstream_xchacha20poly1305_HEADERBYTES, at = head;
	uint8_t *out = xmalloc(head + n + (n / CHUNK + 1) * SEAL + crypto_sign_BYTES), hash[32];

	crypto_secretstream_xchacha20poly1305_init_push(&st, out, s->key);
	for (size_t i = 0; i < n || !i; i += CHUNK) {
		size_t k = n - i < CHUNK ? n - i : CHUNK;
		bool last = i + k == n;

		crypto_secretstream_xchacha20poly1305_push(&st, out + at, NULL, in + i, k, NULL, 0,
			last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
		at += k + SEAL;
	}
	crypto_generichash(hash, sizeof(hash), out, at, NULL, 0);
	crypto_sign_detached(out + at, NULL, hash, sizeof(hash), s->sign_sk);
	write_all(path, out, at + crypto_sign_BYTES, true);
	s->packed = at + crypto_sign_BYTES;
	free(out);
}

static double raw_make(void *ctx)
{
	struct bundles *s = ctx;
	char *text = xasprintf("VACUUM INTO '%s'", s->scratch);
	uint64_t from;
	uint8_t *body, *packed;
	size_t n, packed_n;

	unlink(s->scratch);
	from = bench_now();
	sql(s->plain, text);
	body = read_all(s->scratch, &n);
	packed = squeeze(body, n, &packed_n);
	seal(s, packed, packed_n, s->sealed);
	from = bench_now() - from;
	free(packed);
	free(body);
	free(text);
	return (double)from / 1e6;
}

static void unseal(struct bundles *s, const uint8_t *in, size_t n, uint8_t **out, size_t *out_n)
{
	crypto_secretstream_xchacha20poly1305_state st;
	size_t head = crypto_secretstream_xchacha20poly1305_HEADERBYTES, at = head;
	uint8_t hash[32], tag;

	crypto_generichash(hash, sizeof(hash), in, n - crypto_sign_BYTES, NULL, 0);
	if (crypto_sign_verify_detached(in + n - crypto_sign_BYTES, hash, sizeof(hash), s->sign_pk) ||
	    crypto_secretstream_xchacha20poly1305_init_pull(&st, in, s->key))
		bench_fail("the raw bundle does not open");
	n -= crypto_sign_BYTES;
	*out = xmalloc(n);
	*out_n = 0;
	while (at < n) {
		size_t k = n - at < CHUNK + SEAL ? n - at : CHUNK + SEAL;

		if (crypto_secretstream_xchacha20poly1305_pull(&st, *out + *out_n, NULL, &tag, in + at, k, NULL, 0))
			bench_fail("the raw bundle does not open");
		at += k;
		*out_n += k - SEAL;
	}
}

static double raw_open(void *ctx)
{
	struct bundles *s = ctx;
	uint64_t from = bench_now();
	unsigned long long body_n;
	uint8_t *file, *packed, *body;
	size_t n, packed_n;
	char *said;

	file = read_all(s->sealed, &n);
	unseal(s, file, n, &packed, &packed_n);
	body_n = ZSTD_getFrameContentSize(packed, packed_n);
	body = xmalloc(body_n);
	if (ZSTD_decompress(body, body_n, packed, packed_n) != body_n)
		bench_fail("zstd");
	write_all(s->scratch, body, body_n, false);
	said = bench_sql_text(s->scratch, "PRAGMA quick_check");
	from = bench_now() - from;
	if (strcmp(said, "ok"))
		bench_fail("quick_check: %s", said);
	free(said);
	free(file);
	free(packed);
	free(body);
	return (double)from / 1e6;
}

/* ---- ours ---- */

static double our_make(void *ctx)
{
	struct bundles *s = ctx;
	struct bundle_plan plan = { .made_by = "Hoàng Thị Mai", .path = NULL };
	struct bundle_head head = { 0 };
	char *name = bench_path(s->b->work, "made-%d.gnb", s->made++), *path = NULL;
	uint64_t from = bench_now();

	plan.path = name;
	must(s, bundle_make(s->forms, s->book, &plan, &path, &head, &s->e), "bundle");
	from = bench_now() - from;
	bundle_head_fini(&head);
	free(path);
	free(name);
	return (double)from / 1e6;
}

static void extract(struct bundles *s, const char *file, const char *body, bool look)
{
	const struct container_limits limits = CONTAINER_LIMITS;
	struct bundle_head head = { 0 };
	struct container *c;
	struct snapshot *snap;

	unlink(body);
	must(s, container_open(&c, file, &limits, &s->e), file);
	must(s, container_extract(c, &s->keys, body, &s->e), file);
	if (look) {
		must(s, bundle_head_read(c, &head, &s->e), file);
		must(s, snapshot_open(&snap, s->forms, body, head.unit_id, container_header(c), &s->e), file);
		snapshot_close(snap);
		bundle_head_fini(&head);
	}
	container_close(c);
}

static double our_open(void *ctx)
{
	struct bundles *s = ctx;
	uint64_t from = bench_now();

	extract(s, s->gnb[0], s->body, true);
	return (double)(bench_now() - from) / 1e6;
}

static double our_refusal(void *ctx)
{
	struct bundles *s = ctx;
	const struct container_limits limits = CONTAINER_LIMITS;
	uint64_t from = bench_now();
	struct container *c;

	if (!container_open(&c, s->bad, &limits, &s->e))
		bench_fail("a bad signature was taken");
	from = bench_now() - from;
	error_clear(&s->e);
	return (double)from / 1e6;
}

/* ---- differences ---- */

static int count_line(void *ctx, const struct diff_line *line)
{
	(void)line;
	++*(int *)ctx;
	return 0;
}

/* Unpacking again is goal 16: here it is taken off by measuring it alone in the same turn. */
static double our_diff(void *ctx)
{
	struct bundles *s = ctx;
	struct diff_summary sum;
	struct inbox_open o;
	uint64_t from, opened;
	int lines = 0;

	from = bench_now();
	must(s, inbox_open(&o, s->forms, s->upper, 2, &s->e), "open");
	opened = bench_now() - from;
	inbox_open_fini(&o);
	from = bench_now();
	must(s, inbox_diff(s->forms, s->upper, 2, count_line, &lines, &sum, &s->e), "diff");
	from = bench_now() - from;
	if (lines < HOUSEHOLDS / 100)
		bench_fail("only %d lines of difference", lines);
	return from > opened ? (double)(from - opened) / 1e6 : 0;
}

static double our_find(void *ctx)
{
	struct bundles *s = ctx;
	struct inbox_open o;
	uint64_t from;

	must(s, inbox_open(&o, s->forms, s->upper, 2, &s->e), "open");
	from = bench_now();
	must(s, diff_find(&o, &s->e), "diff");
	from = bench_now() - from;
	inbox_open_fini(&o);
	return (double)from / 1e6;
}

static double session_diff(void *ctx)
{
	struct bundles *s = ctx;
	char *attach = xasprintf("ATTACH '%s' AS old", s->bodies[0]), *names[64], *err = NULL;
	sqlite3_session *session;
	sqlite3_stmt *st;
	uint64_t from;
	void *set;
	sqlite3 *h;
	int n = 0, size;

	if (sqlite3_open_v2(s->bodies[1], &h, SQLITE_OPEN_READWRITE, NULL) || sqlite3_exec(h, attach, NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(h, "SELECT name FROM sqlite_schema WHERE type='table'", -1, &st, NULL))
		bench_fail("%s: %s", s->bodies[1], sqlite3_errmsg(h));
	while (n < 64 && sqlite3_step(st) == SQLITE_ROW)
		names[n++] = xstrdup((const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	from = bench_now();
	if (sqlite3session_create(h, "main", &session))
		bench_fail("session");
	for (int i = 0; i < n; i++)
		if (sqlite3session_attach(session, names[i]) || sqlite3session_diff(session, "old", names[i], &err))
			bench_fail("%s: %s", names[i], err ? err : "?");
	if (sqlite3session_changeset(session, &size, &set) || !size)
		bench_fail("changeset");
	from = bench_now() - from;
	sqlite3_free(set);
	sqlite3session_delete(session);
	sqlite3_close(h);
	while (n)
		free(names[--n]);
	free(attach);
	return (double)from / 1e6;
}

/* ---- all of it ---- */

#define CARRIED_NOT "DROP TABLE search; DROP TABLE search_row; DELETE FROM history; DELETE FROM draft_value; " \
	"DELETE FROM draft_row; DELETE FROM draft; DELETE FROM figure; DELETE FROM bundle_sent; VACUUM; " \
	"PRAGMA journal_mode=DELETE"

static void prepare(struct bundles *s, const struct bench *b)
{
	char *book = bench_book_copy(b, HOUSEHOLDS, "bundle"), *upper = bench_path(b->work, "upper.book");
	char *from = bench_path(b->books, "%d-upper.book", HOUSEHOLDS), *from_keys = xasprintf("%s.keys", from);
	char *upper_keys = xasprintf("%s.keys", upper), *codes = xasprintf("%s/codes", paths_data());
	uint8_t *bytes;
	size_t n;

	memset(s, 0, sizeof(*s));
	s->b = b;
	s->plain = bench_book_copy(b, HOUSEHOLDS, "plain");
	sql(s->plain, CARRIED_NOT);
	bench_copy(from, upper);
	bench_copy(from_keys, upper_keys);
	s->forms = forms_new(paths_forms(), codes);
	must(s, book_open(&s->book, book, BOOK_WRITE, &s->e), book);
	must(s, book_open(&s->upper, upper, BOOK_WRITE, &s->e), upper);
	must(s, keys_load(&s->keys, s->upper, &s->e), upper);
	crypto_sign_keypair(s->sign_pk, s->sign_sk);
	crypto_secretstream_xchacha20poly1305_keygen(s->key);
	s->scratch = bench_path(b->work, "scratch.db");
	s->sealed = bench_path(b->work, "raw.sealed");
	s->body = bench_path(b->work, "body.db");
	s->bad = bench_path(b->work, "bad.gnb");
	for (int i = 0; i < 2; i++) {
		s->gnb[i] = bench_path(b->books, "%d-%d.gnb", HOUSEHOLDS, i + 1);
		s->bodies[i] = bench_path(b->work, "body-%d.db", i + 1);
		extract(s, s->gnb[i], s->bodies[i], false);
	}
	bytes = read_all(s->gnb[0], &n);
	bytes[n - 7] ^= 4;
	write_all(s->bad, bytes, n, false);
	free(bytes);
	free(book);
	free(upper);
	free(from);
	free(from_keys);
	free(upper_keys);
	free(codes);
}

static void finish(struct bundles *s)
{
	book_close(s->book);
	book_close(s->upper);
	forms_free(s->forms);
	keys_fini(&s->keys);
	error_clear(&s->e);
	free(s->plain);
	free(s->scratch);
	free(s->sealed);
	free(s->body);
	free(s->bad);
	for (int i = 0; i < 2; i++) {
		free(s->gnb[i]);
		free(s->bodies[i]);
	}
}

/* Needs a process of its own, for the peak is its whole life's. */
static void goal_memory(const struct bench *b)
{
	int households = b->large ? 60000 : HOUSEHOLDS;
	char *book = bench_book_copy(b, households, "memory"), *out = bench_path(b->work, "memory.gnb"), *what;
	char *argv[] = { b->program, (char *)(uintptr_t)"bundle", (char *)(uintptr_t)"make", (char *)(uintptr_t)"--book",
			 book, (char *)(uintptr_t)"-o", out, NULL };

	what = xasprintf("peak memory of `bundle make`, %d households, MiB", households);
	bench_row_plain(15, what, bench_peak(b, argv), 24, false);
	free(what);
	free(book);
	free(out);
}

/* What the yardstick opens is what our bundle holds, for both have to open the same. */
static void seal_our_body(struct bundles *s)
{
	uint8_t *body, *packed;
	size_t n, packed_n;

	body = read_all(s->bodies[0], &n);
	packed = squeeze(body, n, &packed_n);
	seal(s, packed, packed_n, s->sealed);
	free(packed);
	free(body);
}

void goals_bundle(const struct bench *b)
{
	struct measure ours, yard;
	struct bundles s;

	prepare(&s, b);
	ours = (struct measure){ our_make, &s };
	yard = (struct measure){ raw_make, &s };
	bench_row(15, "bundle make, 5,000, ms : raw steps", bench_pairs(b->pairs, ours, yard), 1.3);
	bench_row_of(15, "bundle, KiB : zstd -3 of the indexed snapshot", (double)bench_size(s.gnb[0]) / 1024,
		     (double)s.packed / 1024, 0.65);
	goal_memory(b);
	seal_our_body(&s);
	ours.fn = our_open;
	yard.fn = raw_open;
	bench_row(16, "bundle open, 5,000, ms : raw steps", bench_pairs(b->pairs, ours, yard), 1.3);
	ours.fn = our_refusal;
	bench_row(16, "a bad signature refused, ms : raw open", bench_pairs(b->pairs, ours, yard), 0.3);
	ours.fn = our_find;
	yard.fn = session_diff;
	bench_row(17, "difference of 5,000, 1 % changed: found, ms : session_diff", bench_pairs(b->pairs, ours, yard), 1.0);
	ours.fn = our_diff;
	bench_row(17, "the same told line by line, ms : session_diff", bench_pairs(b->pairs, ours, yard), 1.0);
	finish(&s);
}
