/* SPDX-License-Identifier: MIT */
/*
 * A reply into a real book: the bytes as a file; as the SQLite body of one signed by the
 * superior's valid key; as the header lines of one. Whatever is refused leaves the book as it was.
 */
#include "exchange_fuzz.h"

static char *good_path, *good_lines, *good_body;
static size_t good_n;

static void end(void)
{
	free(good_path);
	free(good_lines);
	free(good_body);
}

/* A bundle returned with a remark, and the reply to it. */
static void begin(void)
{
	struct error e = ERROR_INIT;
	struct inbox_item item;
	const struct remark_new r = { "household", stage.household, "head_name", "Tên viết sai" };
	bool again;

	if (good_lines)
		return;
	stage_begin();
	must(inbox_receive(stage.f, stage.up, stage.bundle, &again, &item, &e), &e);
	must(inbox_return(stage.f, stage.up, item.n, &r, 1, "Nguyễn Văn Duyệt", &e), &e);
	must(reply_make(stage.f, stage.up, item.n, NULL, fuzz_dir(), &good_path, &e), &e);
	inbox_item_fini(&item);
	take_apart(good_path, &stage.down_keys, &good_lines, &good_body, &good_n);
	atexit(end);
}

static int64_t trace(void)
{
	return number_of(stage.down,
			 "SELECT (SELECT count(*) FROM reply_applied) * 1000 + (SELECT count(*) "
			 "FROM remark) + "
			 "(SELECT count(*) FROM bundle_sent WHERE state='made') * 1000000 + "
			 "(SELECT count(*) FROM event) * 10000000");
}

static bool try_file(const char *path)
{
	int64_t before = trace();
	struct error e = ERROR_INIT;
	struct reply_result r;

	if (reply_apply(stage.f, stage.down, path, &r, &e)) {
		promise(e.code && e.what && e.todo && *e.id, "a sentence for each refusal");
		promise(e.code != ERR_FAULT, "no fault of ours");
		promise(trace() == before, "a refusal changes nothing");
		error_clear(&e);
		return false;
	}
	promise(r.decision && r.receipt, "a decision and a receipt");
	reply_result_fini(&r);
	run_sql(stage.down, "DELETE FROM reply_applied; DELETE FROM remark; UPDATE bundle_sent SET "
			    "state='made'");
	return true;
}

int fuzz_one(const uint8_t *data, size_t n)
{
	const char *path;

	begin();
	path = fuzz_file("file.gnr", data, n);
	if (try_file(path))
		promise(same_file(good_path, data, n), "nothing is applied but what was signed");
	path = put_together(CONTAINER_REPLY, good_lines, strlen(good_lines), data, n,
			    &stage.up_keys, stage.down_keys.seal_pk);
	if (path)
		try_file(path);
	if (n > 8192)
		return 0;
	path = put_together(CONTAINER_REPLY, (const char *)data, n, good_body, good_n,
			    &stage.up_keys, stage.down_keys.seal_pk);
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
	give_file_of(good_path, give);
	give((uint8_t *)good_body, good_n);
	give((uint8_t *)good_lines, strlen(good_lines));
}
