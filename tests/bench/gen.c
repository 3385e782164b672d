/* SPDX-License-Identifier: MIT */
/*
 * gen FOLDER HOUSEHOLDS: a book of so many households with members, reviews and answers, made by the demonstration's own
 * generator (the same people every time), enrolled at a book above. FOLDER/N.book, N.csv (the same list for an editor), and up to
 * 5,000 households also what a reviewer has: two bundles a hundredth apart, the first accepted, the second waiting in N-upper.book.
 * What is there and still fits the forms is kept.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "domain/demo.h"
#include "form/entry.h"
#include "form/exchange.h"
#include "store/book.h"
#include "sync/bundle.h"
#include "sync/enrol.h"
#include "sync/inbox.h"

#define GEN_VERSION "2"
#define REVIEWED_UP_TO 5000

static struct forms *forms;
static struct error err = ERROR_INIT;

static void must(int rc, const char *what)
{
	char *text;

	if (!rc)
		return;
	text = error_text(&err);
	fprintf(stderr, "gen: %s: %s\n", what, text);
	exit(1);
}

static char *at(const char *dir, int n, const char *suffix)
{
	return xasprintf("%s/%d%s", dir, n, suffix);
}

/* It is made anew if it breaks, so nothing needs to be on the disk before the end; and one transaction holds it all. */
static void be_quick(struct book *b)
{
	must(db_exec(book_db(b), "PRAGMA synchronous=OFF; PRAGMA cache_size=-262144", &err), "pragma");
}

static struct book *make_book(const char *path, const char *code, const char *name, const char *level,
			      const struct enrolment *en)
{
	struct book_identity who = { .unit_id = en ? en->unit_id : NULL, .unit_code = code, .unit_name = name,
				     .level = level, .training = true };
	struct book *b = NULL;
	struct keys keys;

	must(book_create(path, &who, &err), path);
	must(book_open(&b, path, BOOK_WRITE, &err), path);
	must(forms_prepare(forms, b, &err), "forms");
	must(keys_make(&keys, b, &err), "keys");
	keys_fini(&keys);
	if (en)
		must(enrol_accept(b, en, &err), "enrolment");
	be_quick(b);
	return b;
}

static struct book *enrolled(const char *dir, int n, struct book *upper)
{
	char *gne = at(dir, n, ".gne"), *path = at(dir, n, ".book");
	struct enrolment en = { 0 };
	struct keys keys;
	struct book *b;

	must(keys_load(&keys, upper, &err), "keys");
	must(enrol_make(upper, &keys, "BENCH", "Xã Đồng Vương", "commune", NULL, gne, &err), "enrol");
	keys_fini(&keys);
	must(enrol_read(&en, gne, &err), "enrolment");
	b = make_book(path, en.unit_code, en.unit_name, en.level, &en);
	enrolment_fini(&en);
	free(gne);
	free(path);
	return b;
}

/* ---- the list as lines, as the program itself exports it ---- */

static int put_bytes(void *ctx, const char *bytes, size_t n)
{
	return fwrite(bytes, 1, n, ctx) == n ? 0 : -1;
}

static void write_csv(struct book *b, const char *path)
{
	FILE *fp = fopen(path, "we");
	const struct form *form;

	must(forms_get(forms, "household", &form, &err), "household");
	if (!fp || export_csv(forms, b, form, NULL, 0, NULL, false, put_bytes, fp, &err) || fclose(fp)) {
		fprintf(stderr, "gen: %s: not written\n", path);
		exit(1);
	}
}

/* ---- a hundredth changed ---- */

static void set(struct entry *en, const char *field, const char *text)
{
	must(entry_set(en, form_field(entry_form(en), field, NULL), NULL, text, ENTRY_PLAIN, &err), field);
}

static void save(struct entry *en)
{
	struct save_result r = { .changed = false };

	must(entry_save(en, "Hoàng Thị Mai", NULL, &r, &err), "save");
	save_result_fini(&r);
}

static void change_one(struct book *b, const char *form_name, const char *id, size_t nth)
{
	const struct form *form;
	struct entry *en;
	char phone[16];

	must(forms_get(forms, form_name, &form, &err), form_name);
	must(entry_open(&en, forms, b, form, NULL, id, &err), id);
	if (!strcmp(form_name, "household")) {
		snprintf(phone, sizeof(phone), "09%08zu", nth * 7919 % 100000000);
		set(en, "phone", phone);
		for (size_t i = 0; i < entry_children(en, 0); i++)
			set(entry_child(en, 0, i), "note", "Kiểm tra lại");
	} else {
		set(en, "note", "Kiểm tra lại");
	}
	save(en);
	entry_free(en);
}

static void change_hundredth(struct book *b, const char *form)
{
	char *sql = xasprintf("SELECT id FROM \"%s\" ORDER BY id", form);
	struct strlist ids;
	struct stmt *st;
	int rc;

	strlist_init(&ids);
	must(db_prepare(book_db(b), &st, sql, &err), "ids");
	while ((rc = stmt_step(st, &err)) > 0)
		strlist_add(&ids, stmt_col_text(st, 0));
	stmt_done(st);
	must(rc, "ids");
	for (size_t i = 50; i < ids.n; i += 100)
		change_one(b, form, ids.v[i], i);
	strlist_fini(&ids);
	free(sql);
}

static void send_up(struct book *b, struct book *upper, const char *file, bool accept)
{
	struct bundle_plan plan = { .made_by = "Hoàng Thị Mai", .path = file };
	struct bundle_head head = { 0 };
	struct inbox_item item = { 0 };
	char *path = NULL;
	bool again;

	must(bundle_make(forms, b, &plan, &path, &head, &err), "bundle");
	must(inbox_receive(forms, upper, path, &again, &item, &err), "receive");
	if (accept)
		must(inbox_accept(forms, upper, item.n, NULL, 0, "Kiểm tra", &err), "accept");
	inbox_item_fini(&item);
	bundle_head_fini(&head);
	free(path);
}

static void make_review(const char *dir, int n, struct book *b, struct book *upper)
{
	char *first = at(dir, n, "-1.gnb"), *second = at(dir, n, "-2.gnb");

	send_up(b, upper, first, true);
	must(db_begin(book_db(b), &err), "begin");
	change_hundredth(b, "household");
	change_hundredth(b, "review");
	must(db_commit(book_db(b), &err), "commit");
	send_up(b, upper, second, false);
	free(first);
	free(second);
}

/* ---- one size ---- */

static void remove_all(const char *dir, int n)
{
	static const char *const suffix[] = { ".book", ".book.keys", ".book.lock", ".book.open", ".book-wal",
					      ".book-shm", ".csv", ".gne", ".done", "-1.gnb", "-2.gnb",
					      "-upper.book", "-upper.book.keys", "-upper.book.lock",
					      "-upper.book.open", "-upper.book-wal", "-upper.book-shm" };

	for (size_t i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		char *path = at(dir, n, suffix[i]);

		unlink(path);
		free(path);
	}
}

static void make_all(const char *dir, int n)
{
	struct demo_plan plan = { .seed = 1, .villages = n / 130, .households = n };
	char *upper_path = at(dir, n, "-upper.book"), *csv = at(dir, n, ".csv");
	struct book *upper = make_book(upper_path, "YT", "Huyện Yên Thế", "district", NULL), *b = enrolled(dir, n, upper);

	must(demo_fill(forms, b, &plan, NULL, NULL, &err), "fill");
	if (n <= REVIEWED_UP_TO)
		make_review(dir, n, b, upper);
	write_csv(b, csv);
	book_close(b);
	book_close(upper);
	free(upper_path);
	free(csv);
}

/* What a book made now would say of the forms it was made by. */
static char *fingerprint(const char *dir)
{
	char *path = xasprintf("%s/probe.book", dir), *side = xasprintf("%s.keys", path), *lock = xasprintf("%s.lock", path);
	char *forms_now = NULL, *stamp, *schema = NULL;
	struct book *b;

	unlink(path);
	b = make_book(path, "P", "P", "commune", NULL);
	must(book_meta(b, "forms_fingerprint", &forms_now, &err), "meta");
	must(db_get_text(book_db(b), &schema, &err, "SELECT user_version || '' FROM pragma_user_version", ""), "meta");
	book_close(b);
	unlink(path);
	unlink(side);
	unlink(lock);
	stamp = xasprintf(GEN_VERSION " %s %s", forms_now, schema);
	free(forms_now);
	free(schema);
	free(path);
	free(side);
	free(lock);
	return stamp;
}

int main(int argc, char **argv)
{
	int n = argc == 3 ? atoi(argv[2]) : 0;
	char *codes, *done, *stamp, *old = NULL;
	size_t len;

	if (n < 130) {
		fputs("gen: FOLDER HOUSEHOLDS (130 or more)\n", stderr);
		return 2;
	}
	paths_init();
	i18n_init("vi", paths_locale(), NULL);
	codes = path_join(paths_data(), "codes");
	forms = forms_new(paths_forms(), codes);
	must(dir_make(argv[1], &err), argv[1]);
	done = at(argv[1], n, ".done");
	stamp = fingerprint(argv[1]);
	if (file_read(done, 4096, &old, &len, NULL) || strcmp(old, stamp)) {
		FILE *fp;

		remove_all(argv[1], n);
		make_all(argv[1], n);
		fp = fopen(done, "we");
		if (!fp || fputs(stamp, fp) < 0 || fclose(fp)) {
			perror(done);
			return 1;
		}
	}
	free(old);
	free(stamp);
	free(done);
	free(codes);
	forms_free(forms);
	return 0;
}
