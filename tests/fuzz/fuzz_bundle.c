/* SPDX-License-Identifier: MIT */
/*
 * A bundle into the inbox of a real book. Three ways in: the bytes as a file (only the bundle
 * that was made is taken); as the SQLite body of one signed by the unit's valid key; as the
 * header lines of one. Whatever is taken is also compared, as the reviewer would; whatever is
 * refused leaves the book as it was.
 */
#include "exchange_fuzz.h"

static char *good_lines, *good_body;
static size_t good_n;

static void end(void)
{
	free(good_lines);
	free(good_body);
}

static void begin(void)
{
	if (good_lines)
		return;
	stage_begin();
	take_apart(stage.bundle, &stage.up_keys, &good_lines, &good_body, &good_n);
	atexit(end);
}

/* All that receiving may have written. */
static int64_t trace(void)
{
	return number_of(
		stage.up,
		"SELECT (SELECT count(*) FROM inbox) * 1000 + (SELECT count(*) FROM inbox_chunk) + "
		"(SELECT count(*) FROM peer WHERE sign_pk IS NOT NULL) * 1000000 + "
		"(SELECT count(*) FROM event) * 10000000");
}

static int look(void *ctx, const struct diff_line *l)
{
	size_t *n = ctx;

	*n += strlen(l->form) + strlen(l->id) + (l->field ? strlen(l->field) : 0) +
	      (l->after ? strlen(l->after) : 0) + (l->reason ? strlen(l->reason) : 0);
	return 0;
}

/* Was it taken? Then it is looked at and taken back. */
static bool try_file(const char *path)
{
	int64_t before = trace();
	struct error e = ERROR_INIT;
	struct inbox_item item;
	struct diff_summary sum;
	size_t n = 0;
	bool again;

	if (inbox_receive(stage.f, stage.up, path, &again, &item, &e)) {
		promise(e.code && e.what && e.todo && *e.id, "a sentence for each refusal");
		promise(e.code != ERR_FAULT, "no fault of ours");
		promise(trace() == before, "a refusal changes nothing");
		error_clear(&e);
		return false;
	}
	if (inbox_diff(stage.f, stage.up, item.n, look, &n, &sum, &e))
		promise(e.code != ERR_FAULT, "no fault of ours in the difference");
	error_clear(&e);
	inbox_item_fini(&item);
	run_sql(stage.up, "DELETE FROM inbox");
	return true;
}

int fuzz_one(const uint8_t *data, size_t n)
{
	const char *path;

	begin();
	path = fuzz_file("file.gnb", data, n);
	if (try_file(path))
		promise(same_file(stage.bundle, data, n), "nothing is taken but what was signed");
	path = put_together(CONTAINER_BUNDLE, good_lines, strlen(good_lines), data, n,
			    &stage.down_keys, stage.up_keys.seal_pk);
	if (path)
		try_file(path);
	if (n > 8192)
		return 0;
	path = put_together(CONTAINER_BUNDLE, (const char *)data, n, good_body, good_n,
			    &stage.down_keys, stage.up_keys.seal_pk);
	if (path)
		try_file(path);
	return 0;
}

void fuzz_known(const uint8_t *data, size_t n)
{
	(void)data, (void)n;
}

void fuzz_seeds(void (*give)(const uint8_t *data, size_t n))
{
	begin();
	give_file_of(stage.bundle, give);
	give((uint8_t *)good_body, good_n);
	give((uint8_t *)good_lines, strlen(good_lines));
}
