/* SPDX-License-Identifier: MIT */
/*
 * What the targets of bundle and reply share: a book above and one below it, enrolled, with a
 * household; a good file taken apart; and any header and any body put together again under the
 * sender's valid key.
 */
#ifndef GN_TESTS_EXCHANGE_FUZZ_H
#define GN_TESTS_EXCHANGE_FUZZ_H

#include "fuzz.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "form/entry.h"
#include "store/book.h"
#include "sync/bundle.h"
#include "sync/container.h"
#include "sync/enrol.h"
#include "sync/inbox.h"
#include "sync/remark.h"
#include "sync/reply.h"

struct stage {
	struct forms *f;
	struct book *up, *down;
	struct keys up_keys, down_keys;
	char household[37];
	struct bundle_head head; /* of the one bundle made */
	char *bundle;		 /* its path */
};
static struct stage stage;

static void must(int rc, struct error *e)
{
	if (!rc)
		return;
	fprintf(stderr, "%d %s: %s [%s]\n", rc, e->id, e->what ? e->what : "-",
		e->detail ? e->detail : "-");
	abort();
}

static void promise(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "broken promise: %s\n", what);
	abort();
}

static struct book *new_book(const char *name, const struct book_identity *who, struct keys *k)
{
	struct error e = ERROR_INIT;
	char *path = path_join(fuzz_dir(), name);
	struct book *b;

	must(book_create(path, who, &e), &e);
	must(book_open(&b, path, BOOK_WRITE, &e), &e);
	must(keys_make(k, b, &e), &e);
	must(forms_prepare(stage.f, b, &e), &e);
	free(path);
	return b;
}

static void put_household(void)
{
	static const char *const values[][2] = { { "household_code", "001" },
						 { "head_name", "Nguyễn Thị Hường" } };
	struct error e = ERROR_INIT;
	struct save_result r;
	const struct form *form;
	struct entry *en;

	must(forms_get(stage.f, "household", &form, &e), &e);
	must(entry_new(&en, stage.f, stage.down, form, NULL, &e), &e);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		must(entry_set(en, form_field(form, values[i][0], NULL), NULL, values[i][1],
			       ENTRY_PLAIN, &e),
		     &e);
	must(entry_save(en, "Hoàng Thị Mai", NULL, &r, &e), &e);
	snprintf(stage.household, sizeof(stage.household), "%s", entry_id(en));
	save_result_fini(&r);
	entry_free(en);
}

static void stage_end(void)
{
	book_close(stage.up);
	book_close(stage.down);
	bundle_head_fini(&stage.head);
	free(stage.bundle);
	forms_free(stage.f);
}

static void stage_begin(void)
{
	const struct book_identity above = { "00112233445566778899aabbccddeeff", "H-01",
					     "Huyện Yên Thế", "district", false };
	struct book_identity below;
	struct bundle_plan plan = { .path = fuzz_dir() };
	struct error e = ERROR_INIT;
	struct enrolment en;
	char *gne = path_join(fuzz_dir(), "unit.gne"), *codes = path_join(paths_data(), "codes");

	stage.f = forms_new(paths_forms(), codes);
	stage.up = new_book("up.db", &above, &stage.up_keys);
	must(enrol_make(stage.up, &stage.up_keys, "C-01", "Xã Đồng Vương", NULL, NULL, gne, &e),
	     &e);
	must(enrol_read(&en, gne, &e), &e);
	below = (struct book_identity){ en.unit_id, en.unit_code, en.unit_name, en.level, false };
	stage.down = new_book("down.db", &below, &stage.down_keys);
	must(enrol_accept(stage.down, &en, &e), &e);
	put_household();
	must(bundle_make(stage.f, stage.down, &plan, &stage.bundle, &stage.head, &e), &e);
	enrolment_fini(&en);
	free(codes);
	free(gne);
	atexit(stage_end);
}

/* A good file's header as "name: value" lines and its body; both to be freed. */
static void take_apart(const char *path, const struct keys *k, char **lines, char **body, size_t *n)
{
	const struct container_limits limits = CONTAINER_LIMITS;
	char *plain = path_join(fuzz_dir(), "plain");
	struct error e = ERROR_INIT;
	struct container *c;
	struct str text;

	str_init(&text);
	must(container_open(&c, path, &limits, &e), &e);
	for (size_t i = 0; i < container_header(c)->n; i++) {
		const struct header_line *l = &container_header(c)->v[i];

		if (strcmp(l->name, "sign") && strcmp(l->name, "seal"))
			str_addf(&text, "%s: %s\n", l->name, l->value);
	}
	must(container_extract(c, k, plain, &e), &e);
	must(file_read(plain, 1 << 24, body, n, &e), &e);
	unlink(plain);
	container_close(c);
	*lines = str_take(&text);
	free(plain);
}

/* Any header lines, any body, a valid key. Returns the path of the file, or NULL where the
 * writer itself refuses. */
static const char *put_together(enum container_kind kind, const char *lines, size_t lines_n,
				const void *body, size_t n, const struct keys *from,
				const uint8_t *to)
{
	char *path = path_join(fuzz_dir(), "forged"), *text = xstrndup(lines, lines_n);
	struct container_plan plan = { .kind = kind, .keys = from, .seal_to = to };
	struct strlist list;
	struct header h;
	struct newfile out;
	uint8_t hash[HASH_LEN];
	static char kept[256];
	int rc;

	strlist_init(&list);
	header_init(&h);
	strlist_split(&list, text, "\n");
	for (size_t i = 0; i < list.n; i++) {
		char *value = strstr(list.v[i], ": ");

		if (!value)
			continue;
		*value = '\0';
		header_add(&h, list.v[i], "%s", value + 2);
	}
	plan.header = &h;
	plan.body = fuzz_file("plain-body", body, n);
	rc = newfile_open(&out, path, 0600, NULL);
	if (!rc) {
		rc = container_write(&out, &plan, hash, NULL);
		if (rc)
			newfile_abandon(&out);
		else
			rc = newfile_commit(&out, NEWFILE_REPLACE, NULL);
	}
	snprintf(kept, sizeof(kept), "%s", path);
	header_fini(&h);
	strlist_fini(&list);
	free(text);
	free(path);
	return rc ? NULL : kept;
}

static int64_t number_of(struct book *b, const char *sql)
{
	struct error e = ERROR_INIT;
	int64_t n;

	must(db_get_int(book_db(b), &n, NULL, &e, sql, ""), &e);
	return n;
}

static void run_sql(struct book *b, const char *sql)
{
	struct error e = ERROR_INIT;

	must(db_exec(book_db(b), sql, &e), &e);
}

static void give_file_of(const char *path, void (*give)(const uint8_t *, size_t))
{
	struct error e = ERROR_INIT;
	char *p;
	size_t n;

	must(file_read(path, 1 << 24, &p, &n, &e), &e);
	give((uint8_t *)p, n);
	free(p);
}

static bool same_file(const char *path, const uint8_t *data, size_t n)
{
	char *p;
	size_t len;
	bool same;

	if (file_read(path, 1 << 24, &p, &len, NULL))
		return false;
	same = len == n && !memcmp(p, data, n);
	free(p);
	return same;
}

#endif
