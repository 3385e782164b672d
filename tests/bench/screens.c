/* SPDX-License-Identifier: MIT */
/*
 * What the officer feels: the start, a key in the list, a letter in a field, nothing at all. The list goals open the list at
 * once (--screen household) as a known officer, so that no question stands before the first row.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "bench/bench.h"
#include "bench/pty.h"

#define WARM_KEYS 40 /* past the bottom of the screen: from there every key scrolls */
/* A household may be without a head: the first with a name is on the first page all the same. */
#define FIRST_ROW "SELECT head_name FROM household WHERE left_on IS NULL AND head_name IS NOT NULL " \
	"ORDER BY _sort1, _unit, id LIMIT 1"

/* One of the programs that show the list of one book. */
struct show {
	const struct bench *b;
	char *argv[12];
	char *row;  /* in its first row */
	bool ours;
	int keys;
	double cpu, bytes, p95; /* of the last scroll, per key */
	double peak;
};

static void show_ours(struct show *s, const struct bench *b, char *book, const char *form)
{
	char *argv[] = { b->program, (char *)(uintptr_t)"--book", book, (char *)(uintptr_t)"--as",
			 (char *)(uintptr_t)"Hoàng Thị Mai", (char *)(uintptr_t)"--lang", (char *)(uintptr_t)"vi",
			 (char *)(uintptr_t)"--screen", (char *)(uintptr_t)form, NULL };

	*s = (struct show){ .b = b, .ours = true, .keys = b->keys };
	memcpy(s->argv, argv, sizeof(argv));
	s->row = bench_sql_text(book, strcmp(form, "member") ? FIRST_ROW :
						  "SELECT full_name FROM member WHERE left_on IS NULL "
						  "ORDER BY _sort1, _unit, id LIMIT 1");
}

static void show_floor(struct show *s, const struct bench *b, char *book)
{
	*s = (struct show){ .b = b, .argv = { b->floor, book }, .keys = b->keys };
	s->row = bench_sql_text(book, FIRST_ROW);
}

static void show_nano(struct show *s, const struct bench *b, int households)
{
	char *book = bench_book(b, households);

	*s = (struct show){ .b = b, .argv = { (char *)(uintptr_t)"nano", (char *)(uintptr_t)"-I",
					      bench_path(b->books, "%d.csv", households) }, .keys = b->keys };
	s->row = bench_sql_text(book, "SELECT id FROM household ORDER BY _unit, id LIMIT 1");
	free(book);
}

static double start_ms(void *ctx)
{
	struct show *s = ctx;
	struct pty p;
	double ms;

	pty_start(&p, s->argv);
	ms = pty_wait(&p, s->row);
	pty_settle(&p);
	pty_end(&p, !s->ours);
	return ms;
}

static void scroll(struct show *s)
{
	double *ms = xcalloc((size_t)s->keys, sizeof(*ms)), total = 0;
	struct pty p;
	uint64_t cpu;

	pty_start(&p, s->argv);
	pty_wait(&p, s->row);
	pty_settle(&p);
	for (int i = 0; i < WARM_KEYS; i++)
		pty_key(&p, KEY_DOWN);
	pty_forget(&p);
	cpu = pty_cpu(&p);
	for (int i = 0; i < s->keys; i++) {
		struct pty_answer a = pty_key(&p, KEY_DOWN);

		ms[i] = a.ms;
		total += (double)a.bytes;
	}
	s->cpu = (double)(pty_cpu(&p) - cpu) / 1e3 / s->keys;
	s->bytes = total / s->keys;
	s->p95 = bench_p95(ms, (size_t)s->keys);
	s->peak = pty_peak(&p);
	pty_end(&p, !s->ours);
	free(ms);
}

/* ---- 1, 2: the start ---- */

static void goals_start(const struct bench *b)
{
	char *book = bench_book(b, 5000), *small = bench_book(b, 1300), *large = bench_book(b, 60000);
	struct show ours, other;

	show_ours(&ours, b, book, "household");
	show_floor(&other, b, book);
	bench_row(1, "start to first row, 5,000 households, ms : floor",
		  bench_pairs(b->starts, (struct measure){ start_ms, &ours }, (struct measure){ start_ms, &other }), 2.0);
	if (bench_have("nano")) {
		show_nano(&other, b, 5000);
		bench_row(1, "start to first row, 5,000 households, ms : nano",
			  bench_pairs(b->starts, (struct measure){ start_ms, &ours },
				      (struct measure){ start_ms, &other }), 1.0);
	} else {
		bench_row_skipped(1, "start to first row : nano", "skipped: nano is not installed");
	}
	if (b->large) {
		show_ours(&ours, b, large, "household");
		show_ours(&other, b, small, "household");
		bench_row(2, "start at 60,000, ms : own start at 1,300",
			  bench_pairs(b->starts, (struct measure){ start_ms, &ours },
				      (struct measure){ start_ms, &other }), 1.3);
	} else {
		bench_row_skipped(2, "start at 60,000 : own start at 1,300", "skipped: no book of 60,000");
	}
	free(book);
	free(small);
	free(large);
}

/* ---- 5, 6, 7, 9: scrolling ---- */

struct ratio {
	double *a, *b, *r;
	int n;
};

static void ratio_init(struct ratio *x, int n)
{
	*x = (struct ratio){ xcalloc((size_t)n, sizeof(double)), xcalloc((size_t)n, sizeof(double)),
			     xcalloc((size_t)n, sizeof(double)), 0 };
}

static void ratio_add(struct ratio *x, double a, double b)
{
	x->a[x->n] = a;
	x->b[x->n] = b;
	x->r[x->n++] = b > 0 ? a / b : 0;
}

static struct pairs ratio_end(struct ratio *x)
{
	size_t n = (size_t)x->n;
	struct pairs p = { bench_median(x->a, n), bench_median(x->b, n), bench_median(x->r, n) };

	free(x->a);
	free(x->b);
	free(x->r);
	return p;
}

static void goals_scroll(const struct bench *b)
{
	char *book = bench_book(b, 5000);
	struct show ours, floor;
	struct ratio cpu, bytes, p95, peak;

	show_ours(&ours, b, book, "household");
	show_floor(&floor, b, book);
	ratio_init(&cpu, b->pairs);
	ratio_init(&bytes, b->pairs);
	ratio_init(&p95, b->pairs);
	ratio_init(&peak, b->pairs);
	for (int i = 0; i < b->pairs; i++) {
		scroll(&ours);
		scroll(&floor);
		ratio_add(&cpu, ours.cpu, floor.cpu);
		ratio_add(&bytes, ours.bytes, floor.bytes);
		ratio_add(&p95, ours.p95, floor.p95);
		ratio_add(&peak, ours.peak, floor.peak);
	}
	bench_row(5, "peak memory after scrolling, 5,000, MiB : floor", ratio_end(&peak), 2.0);
	bench_row(6, "scroll, CPU us a key, 5,000 : floor", ratio_end(&cpu), 1.3);
	bench_row(7, "scroll, bytes a key : floor", ratio_end(&bytes), 1.5);
	bench_row(9, "scroll, key to last byte p95, ms : floor", ratio_end(&p95), 1.5);
	free(book);
}

static void goals_growth(const struct bench *b)
{
	char *small = bench_book(b, 1300), *large = bench_book(b, 60000);
	struct show ours, other;
	struct ratio cpu;

	if (!b->large) {
		bench_row_skipped(6, "scroll, CPU us a key, 60,000 : own at 1,300", "skipped: no book of 60,000");
		goto out;
	}
	show_ours(&ours, b, large, "household");
	show_ours(&other, b, small, "household");
	ratio_init(&cpu, b->pairs);
	for (int i = 0; i < b->pairs; i++) {
		ours.keys = other.keys = b->keys * 4 / 10;
		scroll(&ours);
		scroll(&other);
		ratio_add(&cpu, ours.cpu, other.cpu);
	}
	bench_row(6, "scroll, CPU us a key, 60,000 : own at 1,300", ratio_end(&cpu), 1.15);
out:
	free(small);
	free(large);
}

/* ---- 7, 8: typing in a field ---- */

/* Letter by letter as it comes from a keyboard: composed, decomposed (a letter, then its marks), figures. */
static const char *const letters[] = {
	"B", "ả", "n", " ", "N", "à", " ", "L", "ư", "ờ", "n", "g", ",", " ", "x", "ã", " ", "Đ", "ồ", "n", "g",
	" ", "V", "u", "\xcc\x9b", "o", "\xcc\x9b", "n", "g", " ", "1", "3", " ", "T", "h", "o", "\xcc\x82", "n",
};
#define N_LETTERS (sizeof(letters) / sizeof(letters[0]))

struct typing {
	const struct bench *b;
	char **argv;
	const char *ready;  /* on the screen when it may begin */
	const char *before; /* keys that lead to the field */
	bool ours, editor;
	int rounds;
	double cpu, bytes, p95; /* per key */
};

static void clear_line(struct typing *t, struct pty *p)
{
	char keys[2 * N_LETTERS + 1];
	size_t n = t->editor ? 1 : N_LETTERS;

	memset(keys, 127, n);
	keys[n] = '\0';
	pty_type(p, t->editor ? KEY_ENTER : keys);
	pty_forget(p);
}

static void type_letters(struct typing *t)
{
	size_t n = N_LETTERS * (size_t)t->rounds, k = 0;
	double *ms = xcalloc(n, sizeof(*ms)), bytes = 0, cpu = 0;
	struct pty p;

	pty_start(&p, t->argv);
	if (t->ready)
		pty_wait(&p, t->ready);
	else
		usleep(100000);
	pty_settle(&p);
	for (const char *s = t->before; s && *s; s++) {
		char one[2] = { *s, '\0' };

		pty_type(&p, one);
	}
	for (int r = 0; r < t->rounds; r++) {
		uint64_t from;

		pty_settle(&p);
		from = pty_cpu(&p);
		for (size_t i = 0; i < N_LETTERS; i++) {
			struct pty_answer a = pty_key(&p, letters[i]);

			ms[k++] = a.ms;
			bytes += (double)a.bytes;
		}
		cpu += (double)(pty_cpu(&p) - from);
		if (r + 1 < t->rounds)
			clear_line(t, &p);
	}
	t->cpu = cpu / 1e3 / (double)n;
	t->bytes = bytes / (double)n;
	t->p95 = bench_p95(ms, n);
	free(ms);
	pty_end(&p, !t->ours);
}

/* The letters must have gone into the field that is meant: leaving it keeps it, and the draft tells. */
static void must_have_typed(const char *book)
{
	char *text = bench_sql_text(book, "SELECT coalesce((SELECT text FROM draft_value WHERE field='address'), '')");

	if (strcmp(text, "Bản Nà Lường, xã Đồng Vương 13 Thôn"))
		bench_fail("the field was not typed in: “%s” (has the screen another way to it now?)", text);
	free(text);
}

static void goals_typing(const struct bench *b)
{
	char *book = bench_book_copy(b, 5000, "typing");
	struct show ours_show;
	struct ratio cpu, bytes, p95;
	struct typing ours = { .b = b, .before = "\r\t\t", .ours = true, .rounds = b->fast ? 2 : 6 };
	struct typing nano = { .b = b, .editor = true, .rounds = ours.rounds };
	char *floor_argv[] = { b->floor, (char *)(uintptr_t)"--echo", NULL }, *row;
	char *nano_argv[] = { (char *)(uintptr_t)"nano", (char *)(uintptr_t)"-I", bench_path(b->work, "typing.csv"), NULL };
	char *csv = bench_path(b->books, "5000.csv"), *first;
	struct typing floor = { .b = b, .argv = floor_argv, .rounds = ours.rounds };

	if (!bench_have("nano")) {
		bench_row_skipped(8, "typing : nano", "skipped: nano is not installed");
		return;
	}
	show_ours(&ours_show, b, book, "household");
	row = ours_show.row;
	first = bench_sql_text(book, "SELECT id FROM household ORDER BY _unit, id LIMIT 1");
	ours.argv = ours_show.argv;
	ours.ready = row;
	nano.ready = first;
	nano.argv = nano_argv;
	ratio_init(&cpu, b->pairs);
	ratio_init(&bytes, b->pairs);
	ratio_init(&p95, b->pairs);
	for (int i = 0; i < b->pairs; i++) {
		char *fresh = bench_book_copy(b, 5000, "typing");

		bench_copy(csv, nano_argv[2]);
		type_letters(&ours);
		must_have_typed(book);
		type_letters(&nano);
		ratio_add(&cpu, ours.cpu, nano.cpu);
		ratio_add(&bytes, ours.bytes, nano.bytes);
		type_letters(&floor);
		ratio_add(&p95, ours.p95, floor.p95);
		free(fresh);
	}
	bench_row(7, "typing, bytes a letter : nano", ratio_end(&bytes), 0.25);
	bench_row(8, "typing, CPU us a letter : nano", ratio_end(&cpu), 1.0);
	bench_row(9, "typing, key to last byte p95, ms : floor", ratio_end(&p95), 1.5);
	free(csv);
	free(first);
	free(book);
	free(row);
}

/* ---- 7: idle ---- */

static void goal_idle(const struct bench *b)
{
	char *book = bench_book(b, 5000);
	int seconds = b->fast ? 3 : 10;
	uint64_t bytes, wakeups;
	struct show ours;
	struct pty p;

	show_ours(&ours, b, book, "household");
	pty_start(&p, ours.argv);
	pty_wait(&p, ours.row);
	pty_watch(&p, 1);
	bytes = p.bytes;
	wakeups = pty_wakeups(&p);
	pty_watch(&p, seconds);
	bench_row_plain(7, b->fast ? "idle for 3 s: bytes" : "idle for 10 s: bytes", (double)(p.bytes - bytes), 0, true);
	bench_row_plain(7, b->fast ? "idle for 3 s: wakeups" : "idle for 10 s: wakeups",
			(double)(pty_wakeups(&p) - wakeups), 0, true);
	pty_end(&p, false);
	free(book);
}

/* ---- 5, 14: searching while typing among 60,000 households ---- */

#define MC_RECORDED 53.7 /* MiB, mc -u on 60,000 files: where mc is not installed */

static double peak_of_mc(const struct bench *b)
{
	char *dir = bench_path(b->work, "mc"), *home = bench_path(b->work, "home"), *old = getenv("HOME");
	char *argv[] = { (char *)(uintptr_t)"mc", (char *)(uintptr_t)"-u", dir, NULL };
	char *make[] = { (char *)(uintptr_t)"sh", (char *)(uintptr_t)"-c",
			 (char *)(uintptr_t)"mkdir -p \"$1\" \"$2\" && cd \"$1\" && seq 60000 | xargs touch",
			 (char *)(uintptr_t)"sh", dir, home, NULL };
	struct pty p;
	double peak;

	if (!bench_have("mc") || bench_run(make))
		return MC_RECORDED;
	old = xstrdup_null(old);
	setenv("HOME", home, 1);
	pty_start(&p, argv);
	if (old)
		setenv("HOME", old, 1);
	free(old);
	pty_watch(&p, 3);
	peak = pty_peak(&p);
	pty_end(&p, true);
	free(dir);
	free(home);
	return peak;
}

static void goals_find(const struct bench *b)
{
	static const char *const typed[] = { "nguyen thi huong", "dang van", "hoàng th", "tran", "be thi ly", "0240" };
	char *book = bench_book(b, 60000);
	double ms[256];
	size_t n = 0;
	struct show ours;
	struct pty p;

	if (!b->large) {
		bench_row_skipped(14, "search while typing, 240,000 people", "skipped: no book of 60,000");
		goto out;
	}
	show_ours(&ours, b, book, "member");
	pty_start(&p, ours.argv);
	pty_wait(&p, ours.row);
	pty_settle(&p);
	pty_type(&p, "/");
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		for (const char *s = typed[i]; *s && n < 256;) {
			size_t k = 1;
			char one[5] = "";

			while ((s[k] & 0xc0) == 0x80)
				k++;
			memcpy(one, s, k);
			s += k;
			ms[n++] = pty_key(&p, one).ms;
		}
		for (size_t k = 0; k < strlen(typed[i]); k++)
			pty_type(&p, KEY_BACKSPACE);
	}
	if (!p.seen || !memmem(p.seen, p.n, "Hương", strlen("Hương")))
		bench_fail("the search found nothing (has the screen another way to it now?)");
	bench_row_plain(14, "search of 240,000 people, key to last byte p95, ms", bench_p95(ms, n), 16.7, false);
	bench_row_of(5, bench_have("mc") ? "peak memory at 60,000 after searching, MiB : mc" :
					   "peak memory at 60,000 after searching, MiB : mc (recorded)",
		     pty_peak(&p), peak_of_mc(b), 0.5);
	pty_end(&p, false);
out:
	free(book);
}

void goals_screen(const struct bench *b)
{
	goals_start(b);
	goals_scroll(b);
	goals_growth(b);
	goals_typing(b);
	goal_idle(b);
	goals_find(b);
}
