/* SPDX-License-Identifier: MIT */
/*
 * A mutating driver that needs nothing but a compiler: every seed as it is, then
 * GIAMNGHEO_FUZZ_ROUNDS (2000) inputs made of seeds by flips, cuts, copies, splices and
 * insertions, the same for the same GIAMNGHEO_FUZZ_SEED (1). Seeds are files or folders
 * named as arguments. An input that ends the program is kept as fuzz-crash.bin. With
 * -DLIBFUZZER, clang's libFuzzer drives.
 */
#include "fuzz.h"

#include <dirent.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/paths.h"

#define INPUT_MAX (1 << 20)
#define KEPT "fuzz-crash.bin"

static char *last_path; /* last given by fuzz_file */
static char dir[] = "/tmp/gn-fuzz-XXXXXX";

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static void clean(void)
{
	free(last_path);
	last_path = NULL;
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void start(void)
{
	if (!mkdtemp(dir))
		die("no temporary folder");
	atexit(clean);
	setenv("GIAMNGHEO_DATADIR", SRCDIR, 0);
	setenv("GIAMNGHEO_TODAY", "2024-11-21", 0);
	paths_init();
}

const char *fuzz_dir(void)
{
	return dir;
}

const char *fuzz_file(const char *name, const uint8_t *data, size_t n)
{
	FILE *fp;

	free(last_path);
	last_path = path_join(dir, name);
	fp = fopen(last_path, "wb");
	if (!fp || (n && fwrite(data, 1, n, fp) != n) || fclose(fp))
		die("cannot write %s", last_path);
	return last_path;
}

#ifdef LIBFUZZER

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static bool ready;

	if (!ready)
		start();
	ready = true;
	return fuzz_one(data, n);
}

#else

struct input {
	uint8_t *p;
	size_t n;
};

static struct {
	struct input *v;
	size_t n, cap;
} seeds;

static struct input now; /* being tried */
static uint64_t random_state;

/* splitmix64: small, and the same on every machine. */
static uint64_t draw(void)
{
	uint64_t z = random_state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static size_t below(size_t n)
{
	return n ? draw() % n : 0;
}

static void give(const uint8_t *data, size_t n)
{
	seeds.v = grow(seeds.v, seeds.n, &seeds.cap, sizeof(*seeds.v));
	seeds.v[seeds.n++] = (struct input){ xmemdup(data, n ? n : 1), n };
}

static void give_file(const char *path)
{
	char *text;
	size_t n;

	if (file_read(path, INPUT_MAX, &text, &n, NULL))
		die("cannot read the seed %s", path);
	give((uint8_t *)text, n);
	free(text);
}

static void give_path(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *ent;

	if (!d) {
		give_file(path);
		return;
	}
	while ((ent = readdir(d))) {
		char *name = path_join(path, ent->d_name);

		if (ent->d_name[0] != '.' && file_exists(name))
			give_file(name);
		free(name);
	}
	closedir(d);
}

/* Replace `old` bytes at `at` by `n` bytes of `p` (NULL: zeros). */
static void edit(struct input *in, size_t at, size_t old, const uint8_t *p, size_t n)
{
	uint8_t *made;

	if (in->n - old + n > INPUT_MAX)
		return;
	made = xcalloc(1, in->n - old + n + 1);
	memcpy(made, in->p, at);
	if (p)
		memcpy(made + at, p, n);
	memcpy(made + at + n, in->p + at + old, in->n - at - old);
	free(in->p);
	in->p = made;
	in->n += n - old;
}

/* Bytes that readers stumble over. */
static void insert_word(struct input *in)
{
	static const char *const words[] = { "\xff\xff\xff\xff",
					     "\"",
					     "\n",
					     "\r\n",
					     ";",
					     "[",
					     "]",
					     "=",
					     "#",
					     "\xef\xbb\xbf",
					     "\xc3",
					     "\xed\xa0\x80",
					     "%n",
					     "9223372036854775808",
					     "-1",
					     ": ",
					     ",",
					     "\t",
					     "'",
					     "(",
					     ")",
					     "\x1b[2J",
					     "e\xcc\x82" };
	const char *w = words[below(sizeof(words) / sizeof(words[0]))];

	edit(in, below(in->n + 1), 0, (const uint8_t *)w, strlen(w));
}

static void mutate(struct input *in)
{
	const struct input *other = &seeds.v[below(seeds.n)];
	size_t at = below(in->n), len = below(below(2) ? 8 : 300) + 1, from = below(other->n);

	if (len > in->n - at)
		len = in->n - at;
	switch (below(9)) {
	case 0: /* one bit */
	case 1:
		if (in->n)
			in->p[at] ^= (uint8_t)(1 << below(8));
		break;
	case 2: /* one byte */
		if (in->n)
			in->p[at] = (uint8_t)draw();
		break;
	case 3: /* cut short */
		in->n = at;
		break;
	case 4: /* a piece left out */
		edit(in, at, len, NULL, 0);
		break;
	case 5: /* a piece twice */ {
		uint8_t *piece = xmemdup(in->p + at, len ? len : 1);

		edit(in, below(in->n + 1), 0, piece, len);
		free(piece);
		break;
	}
	case 6: /* the end of another */
		edit(in, at, in->n - at, other->p + from, other->n - from);
		break;
	case 7: /* a piece of another */
		if (len > other->n - from)
			len = other->n - from;
		edit(in, at, 0, other->p + from, len);
		break;
	default:
		insert_word(in);
	}
}

/* Called when a sanitizer or abort() ends the program. */
static void keep(void)
{
	FILE *fp = fopen(KEPT, "wb");

	if (!fp)
		return;
	fwrite(now.p, 1, now.n, fp);
	fclose(fp);
	fprintf(stderr, "the input is kept in " KEPT " (%zu bytes)\n", now.n);
}

static void keep_on_signal(int sig)
{
	(void)sig;
	keep();
	clean();
	_exit(134);
}

extern void __sanitizer_set_death_callback(void (*fn)(void)) __attribute__((weak));

static void try(const uint8_t *p, size_t n)
{
	/* An allocation of just its size lets ASan see the first byte too far. */
	now.p = xmemdup(p, n ? n : 1);
	now.n = n;
	fuzz_one(now.p, n);
	free(now.p);
	now.p = NULL;
}

static long from_environment(const char *name, long other)
{
	const char *s = getenv(name);

	return s && *s ? strtol(s, NULL, 10) : other;
}

int main(int argc, char **argv)
{
	long rounds = from_environment("GIAMNGHEO_FUZZ_ROUNDS", 2000);

	start();
	random_state = (uint64_t)from_environment("GIAMNGHEO_FUZZ_SEED", 1);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(keep);
	signal(SIGABRT, keep_on_signal);
	for (int i = 1; i < argc; i++)
		give_path(argv[i]);
	fuzz_seeds(give);
	if (!seeds.n)
		die("no seeds: name files or folders");
	for (size_t i = 0; i < seeds.n; i++)
		fuzz_known(seeds.v[i].p, seeds.v[i].n);
	for (size_t i = 0; i < seeds.n; i++)
		try(seeds.v[i].p, seeds.v[i].n);
	for (long i = 0; i < rounds; i++) {
		const struct input *seed = &seeds.v[below(seeds.n)];
		struct input in = { xmemdup(seed->p, seed->n ? seed->n : 1), seed->n };

		for (size_t k = 1 + below(4); k; k--)
			mutate(&in);
		try(in.p, in.n);
		free(in.p);
	}
	for (size_t i = 0; i < seeds.n; i++)
		free(seeds.v[i].p);
	printf("%s: %zu seeds, %ld rounds, none took what it should refuse\n", path_base(argv[0]),
	       seeds.n, rounds);
	free(seeds.v);
	return 0;
}

#endif
