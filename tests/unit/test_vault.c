/* SPDX-License-Identifier: MIT */
/*
 * The backup that leaves the PC: it opens with its passphrase and no other, damage is found,
 * and what it replaces is kept.
 */
#include "sync_test.h"

#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "store/copy.h"
#include "sync/keys.h"
#include "sync/vault.h"

#define SECRET "Mật khẩu đủ dài"

static int setup(void **state)
{
	struct error e = ERROR_INIT;
	struct book *b;
	struct keys k;

	if (help_setup(state))
		return -1;
	make_book(at("book.db"), NULL, "X-12", "Xã Đồng Vương", "commune", false);
	b = open_book(at("book.db"));
	assert_ok(keys_make(&k, b, &e), &e);
	assert_ok(book_meta_set(b, "mark", "Lò Thị Mẩy", &e), &e);
	keys_fini(&k);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	book_close(*state);
	return help_teardown(state);
}

static int teardown_closed(void **state)
{
	return help_teardown(state);
}

static bool holds(const uint8_t *p, size_t n, const char *text)
{
	return memmem(p, n, text, strlen(text));
}

static void drop(char *path)
{
	if (path)
		assert_int_equal(unlink(path), 0);
	free(path);
}

static void check_opens(const char *path, const char *passphrase)
{
	struct error e = ERROR_INIT;
	struct backup_info info;
	char *copy, *keys, *value;
	uint8_t *a, *b;
	size_t an, bn;
	struct book *book;
	struct stat st;

	assert_ok(vault_open(path, passphrase, at("book.db"), &copy, &keys, &info, &e), &e);
	assert_string_equal(info.unit_code, "X-12");
	assert_string_equal(info.unit_name, "Xã Đồng Vương");
	assert_non_null(keys);
	assert_int_equal(stat(copy, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(keys, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	a = get_bytes(keys, &an);
	b = get_bytes(at("book.db.keys"), &bn);
	assert_int_equal(an, bn);
	assert_memory_equal(a, b, an);
	free(a);
	free(b);
	backup_info_fini(&info);
	drop(keys);
	assert_ok(book_open(&book, copy, BOOK_READ, &e), &e);
	assert_ok(book_meta(book, "mark", &value, &e), &e);
	assert_string_equal(value, "Lò Thị Mẩy");
	free(value);
	book_close(book);
	copy_discard(copy); /* with what reading it has made */
	free(copy);
}

static void sealed_and_in_clear(void **state)
{
	struct book *b = *state;
	struct error e = ERROR_INIT;
	struct stat st;
	uint8_t *p;
	size_t n;
	bool sealed;
	int before;

	assert_ok(vault_write(b, at("sealed.gnv"), SECRET, &e), &e);
	assert_true(vault_is(at("sealed.gnv"), &sealed));
	assert_true(sealed);
	assert_int_equal(stat(at("sealed.gnv"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	p = get_bytes(at("sealed.gnv"), &n);
	assert_false(holds(p, n, "SQLite") || holds(p, n, "seal: ") || holds(p, n, "Lò Thị Mẩy"));
	free(p);
	assert_ok(vault_write(b, at("clear.gnv"), "", &e), &e);
	assert_true(vault_is(at("clear.gnv"), &sealed));
	assert_false(sealed);
	assert_ok(vault_write(b, at("clear2.gnv"), NULL, &e), &e);
	assert_false(vault_is(at("book.db"), &sealed));
	assert_false(vault_is(at("none"), &sealed));
	before = files_left();
	check_opens(at("sealed.gnv"), SECRET);
	check_opens(at("clear.gnv"), NULL);
	check_opens(at("clear2.gnv"), "whatever");
	/* The same letters, composed otherwise: a, breve and so on as marks of their own. */
	check_opens(at("sealed.gnv"),
		    "Ma\xcc\xa3\xcc\x82t kha\xcc\x82\xcc\x89u \xc4\x91u\xcc\x89 da\xcc\x80i");
	assert_int_equal(files_left(), before);
}

static void refused(const char *path, const char *passphrase, const char *id)
{
	struct error e = ERROR_INIT;
	struct backup_info info;
	char *copy, *keys;
	int before = files_left();

	assert_int_equal(vault_open(path, passphrase, at("book.db"), &copy, &keys, &info, &e),
			 ERR_DATA);
	assert_null(copy);
	assert_null(keys);
	assert_told(&e, ERR_DATA, id);
	assert_int_equal(files_left(), before);
}

static void a_wrong_passphrase_is_refused(void **state)
{
	struct error e = ERROR_INIT;

	assert_ok(vault_write(*state, at("v.gnv"), SECRET, &e), &e);
	refused(at("v.gnv"), "mật khẩu đủ dài", "GN-V03");
	refused(at("v.gnv"), SECRET " ", "GN-V03");
	refused(at("v.gnv"), "", "GN-V06");
	refused(at("v.gnv"), NULL, "GN-V06");
}

/* Every byte counts, and so does the length; whether or not there is a passphrase. */
static void damage_is_found(const char *path, const char *passphrase)
{
	struct error e = ERROR_INIT;
	struct backup_info info;
	char *copy, *keys;
	uint8_t *p;
	size_t n;

	p = get_bytes(path, &n);
	for (size_t i = 0; i < n; i += i < 200 || i > n - 100 ? 1 : 997) {
		p[i] ^= 0x10;
		put_bytes(at("bad.gnv"), p, n);
		assert_true(vault_open(at("bad.gnv"), passphrase, at("book.db"), &copy, &keys,
				       &info, &e) < 0);
		assert_null(copy);
		error_clear(&e);
		p[i] ^= 0x10;
	}
	for (size_t cut = 0; cut < n; cut += cut < 200 ? 1 : 1009) {
		put_bytes(at("bad.gnv"), p, cut);
		assert_true(vault_open(at("bad.gnv"), passphrase, at("book.db"), &copy, &keys,
				       &info, &e) < 0);
		assert_null(copy);
		error_clear(&e);
	}
	p = xrealloc(p, n + 1);
	p[n] = 0;
	put_bytes(at("bad.gnv"), p, n + 1);
	refused(at("bad.gnv"), passphrase, "GN-V02");
	/* Changed on purpose, the sum made right again: the seal finds it. */
	p[n / 2] ^= 1;
	crypto_generichash(p + n - 32, 32, p, n - 32, NULL, 0);
	put_bytes(at("bad.gnv"), p, n);
	refused(at("bad.gnv"), passphrase, passphrase ? "GN-V03" : "GN-V02");
	free(p);
}

static void every_byte_matters(void **state)
{
	struct error e = ERROR_INIT;

	assert_ok(vault_write(*state, at("c.gnv"), NULL, &e), &e);
	assert_ok(vault_write(*state, at("s.gnv"), SECRET, &e), &e);
	damage_is_found(at("c.gnv"), NULL);
	damage_is_found(at("s.gnv"), SECRET);
}

static void strange_files_are_refused(void **state)
{
	struct error e = ERROR_INIT;
	struct backup_info info;
	char *copy, *keys;

	(void)state;
	put_bytes(at("text"), "hello\n", 6);
	assert_int_equal(vault_open(at("text"), NULL, at("book.db"), &copy, &keys, &info, &e),
			 ERR_DATA);
	error_clear(&e);
	assert_int_equal(vault_open(at("none"), NULL, at("book.db"), &copy, &keys, &info, &e),
			 ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-F04");
	assert_int_equal(mkfifo(at("pipe"), 0600), 0);
	assert_true(vault_open(at("pipe"), NULL, at("book.db"), &copy, &keys, &info, &e) < 0);
	error_clear(&e);
}

static void never_over_another_file(void **state)
{
	struct error e = ERROR_INIT;
	uint8_t *p;
	size_t n;
	int before;

	put_bytes(at("v.gnv"), "mine", 4);
	before = files_left();
	assert_int_equal(vault_write(*state, at("v.gnv"), SECRET, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-F06");
	assert_int_equal(files_left(), before);
	p = get_bytes(at("v.gnv"), &n);
	assert_int_equal(n, 4);
	free(p);
}

static void limit_files(bool on)
{
	static struct rlimit old;
	struct rlimit few;

	if (!on) {
		setrlimit(RLIMIT_FSIZE, &old);
		return;
	}
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	few = old;
	few.rlim_cur = 12000;
	setrlimit(RLIMIT_FSIZE, &few);
}

static void a_full_stick_leaves_nothing(void **state)
{
	static const char digits[] = "0123456789abcdef";
	struct error e = ERROR_INIT;
	struct backup_info info;
	char *copy, *keys, *words = xmalloc(60001);
	int before, rc;

	/* More than can be made small. */
	noise((uint8_t *)words, 60000, 7);
	for (size_t i = 0; i < 60000; i++)
		words[i] = digits[words[i] & 15];
	words[60000] = '\0';
	assert_ok(book_meta_set(*state, "words", words, &e), &e);
	free(words);
	assert_ok(vault_write(*state, at("v.gnv"), NULL, &e), &e);
	before = files_left();
	limit_files(true);
	rc = vault_write(*state, at("w.gnv"), NULL, &e);
	assert_true(rc < 0);
	error_clear(&e);
	rc = vault_open(at("v.gnv"), NULL, at("book.db"), &copy, &keys, &info, &e);
	limit_files(false);
	assert_int_equal(rc, ERR_IO);
	assert_told(&e, ERR_IO, "GN-F01");
	assert_int_equal(files_left(), before);
}

/* No room beside the book for the plain copy: then it is made in memory. */
static void no_room_beside_the_book(void **state)
{
	struct error e = ERROR_INIT;
	int before = files_left(), rc;

	limit_files(true);
	rc = vault_write(*state, at("v.gnv"), SECRET, &e);
	limit_files(false);
	assert_ok(rc, &e);
	assert_int_equal(files_left(), before + 1);
	check_opens(at("v.gnv"), SECRET);
}

/* A plain copy, as the daily ones are: no keys. */
static void a_plain_copy_works_too(void **state)
{
	struct error e = ERROR_INIT;
	struct backup_info info;
	char *copy, *keys;

	assert_ok(backup_copy(*state, at("plain.db"), &e), &e);
	assert_ok(vault_open(at("plain.db"), NULL, at("book.db"), &copy, &keys, &info, &e), &e);
	assert_string_equal(info.unit_code, "X-12");
	assert_null(keys);
	backup_info_fini(&info);
	drop(copy);
}

static void restored_with_keys_and_a_new_instance(void **state)
{
	struct book *b = *state;
	struct error e = ERROR_INIT;
	struct keys first, second, k;
	char *instance = xstrdup(book_instance(b)), *kept, *value;
	char path[256];

	assert_ok(keys_load(&first, b, &e), &e);
	assert_ok(vault_write(b, at("v.gnv"), SECRET, &e), &e);
	assert_ok(book_meta_set(b, "mark", "later", &e), &e);
	assert_ok(keys_make(&second, b, &e), &e);
	book_close(b);
	/* With a wrong passphrase nothing is touched. */
	assert_int_equal(vault_restore(at("v.gnv"), "no", at("book.db"), &kept, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-V03");
	assert_ok(vault_restore(at("v.gnv"), SECRET, at("book.db"), &kept, &e), &e);
	assert_non_null(kept);

	b = open_book(at("book.db"));
	assert_string_not_equal(book_instance(b), instance);
	assert_ok(book_meta(b, "mark", &value, &e), &e);
	assert_string_equal(value, "Lò Thị Mẩy");
	free(value);
	assert_ok(keys_load(&k, b, &e), &e);
	assert_memory_equal(&k, &first, sizeof(k));
	book_close(b);
	/* What was replaced opens as it was, with its own keys. */
	snprintf(path, sizeof(path), "%s", kept);
	free(kept);
	b = open_book(path);
	assert_ok(book_meta(b, "mark", &value, &e), &e);
	assert_string_equal(value, "later");
	free(value);
	assert_ok(keys_load(&k, b, &e), &e);
	assert_memory_equal(&k, &second, sizeof(k));
	book_close(b);
	free(instance);
}

static void restored_where_nothing_is_left(void **state)
{
	struct book *b = *state;
	struct error e = ERROR_INIT;
	struct keys first, k;
	char *kept;

	assert_ok(keys_load(&first, b, &e), &e);
	assert_ok(vault_write(b, at("v.gnv"), NULL, &e), &e);
	book_close(b);
	unlink(at("book.db"));
	unlink(at("book.db.keys"));
	assert_ok(vault_restore(at("v.gnv"), NULL, at("book.db"), &kept, &e), &e);
	assert_null(kept);
	b = open_book(at("book.db"));
	assert_string_equal(book_unit_code(b), "X-12");
	assert_ok(keys_load(&k, b, &e), &e);
	assert_memory_equal(&k, &first, sizeof(k));
	assert_false(keys_exposed(b));
	book_close(b);
}

static void check_keys(const char *book, const struct keys *want)
{
	struct error e = ERROR_INIT;
	struct book *b = open_book(book);
	struct keys k;

	assert_ok(keys_load(&k, b, &e), &e);
	assert_memory_equal(&k, want, sizeof(k));
	book_close(b);
}

/* A restore undone brings back the keys that were put aside with the book. */
static void undone_with_its_keys(void **state)
{
	struct error e = ERROR_INIT;
	struct book *b;
	struct keys mine, theirs;
	char *kept, *again;

	assert_ok(keys_load(&mine, *state, &e), &e);
	book_close(*state);
	make_book(at("other.db"), NULL, "X-13", "Xã Tam Hiệp", "commune", false);
	b = open_book(at("other.db"));
	assert_ok(keys_make(&theirs, b, &e), &e);
	assert_ok(vault_write(b, at("other.gnv"), NULL, &e), &e);
	book_close(b);
	assert_ok(vault_restore(at("other.gnv"), NULL, at("book.db"), &kept, &e), &e);
	check_keys(at("book.db"), &theirs);
	assert_ok(vault_restore(kept, NULL, at("book.db"), &again, &e), &e);
	check_keys(at("book.db"), &mine);
	check_keys(again, &theirs);
	free(kept);
	free(again);
}

/* Keys that lie beside a copy but are not its own do not come with it. */
static void foreign_keys_beside_stay(void **state)
{
	struct error e = ERROR_INIT;
	struct backup_info info;
	char *copy, *keys;
	struct keys mine, k;

	assert_ok(keys_load(&mine, *state, &e), &e);
	assert_ok(backup_copy(*state, at("plain.db"), &e), &e);
	assert_ok(keys_make(&k, *state, &e), &e);
	assert_int_equal(link(at("book.db.keys"), at("plain.db.keys")), 0);
	assert_ok(vault_open(at("plain.db"), NULL, at("book.db"), &copy, &keys, &info, &e), &e);
	assert_null(keys);
	backup_info_fini(&info);
	drop(copy);
	keys_fini(&mine);
}

/* Killed between the book and its keys: what lies beside the book makes it whole. */
static void cut_off_between_book_and_keys(void **state)
{
	struct error e = ERROR_INIT;
	struct keys first, second, k;
	uint8_t *p;
	size_t n;
	struct book *b;

	/* restore: the book is in its place, the keys are only staged */
	assert_ok(keys_load(&first, *state, &e), &e);
	p = get_bytes(at("book.db.keys"), &n);
	assert_ok(keys_stage(at("book.db"), (char *)p, n, &e), &e);
	assert_int_equal(unlink(at("book.db.keys")), 0);
	book_close(*state);
	assert_ok(book_open(&b, at("book.db"), BOOK_READ, &e), &e);
	assert_ok(keys_load(&k, b, &e), &e); /* reading: used, not moved */
	assert_memory_equal(&k, &first, sizeof(k));
	assert_false(file_exists(at("book.db.keys")));
	book_close(b);
	b = open_book(at("book.db"));
	keys_mend(b);
	assert_true(file_exists(at("book.db.keys")));
	assert_false(file_exists(at("book.db.keys.restored")));
	/* join: the new pair is in the file, the saving that tells of it is not done */
	assert_ok(db_begin(book_db(b), &e), &e);
	assert_ok(keys_make(&second, b, &e), &e);
	db_rollback(book_db(b));
	assert_ok(keys_load(&k, b, &e), &e);
	assert_memory_equal(&k, &first, sizeof(k));
	/* what was staged by a restore that did not come to pass goes */
	assert_ok(keys_stage(at("book.db"), (char *)p, n, &e), &e);
	keys_mend(b);
	assert_false(file_exists(at("book.db.keys.restored")));
	assert_int_equal(keys_stage(at("book.db"), (char *)p, n - 1, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-K02");
	/* and where nothing fits, the sentence says what cures it */
	assert_ok(book_meta_set(b, "fingerprint", "00000 00000 00000 00000 00000 00000", &e), &e);
	assert_int_equal(keys_load(&k, b, &e), ERR_DATA);
	assert_non_null(strstr(e.todo, "run the same again"));
	assert_told(&e, ERR_DATA, "GN-K03");
	book_close(b);
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sealed_and_in_clear, setup, teardown),
		cmocka_unit_test_setup_teardown(a_wrong_passphrase_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(every_byte_matters, setup, teardown),
		cmocka_unit_test_setup_teardown(strange_files_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(never_over_another_file, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_stick_leaves_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(a_plain_copy_works_too, setup, teardown),
		cmocka_unit_test_setup_teardown(restored_with_keys_and_a_new_instance, setup,
						teardown_closed),
		cmocka_unit_test_setup_teardown(restored_where_nothing_is_left, setup,
						teardown_closed),
		cmocka_unit_test_setup_teardown(no_room_beside_the_book, setup, teardown),
		cmocka_unit_test_setup_teardown(undone_with_its_keys, setup, teardown_closed),
		cmocka_unit_test_setup_teardown(foreign_keys_beside_stay, setup, teardown),
		cmocka_unit_test_setup_teardown(cut_off_between_book_and_keys, setup,
						teardown_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
