/* SPDX-License-Identifier: MIT */
/* Places to carry files, and the files found there. */
#include "unit/sync_test.h"

#include <sys/stat.h>
#include <utime.h>

#include "ui/places.h"

static void put(const char *path, const char *text, long when)
{
	const struct utimbuf t = { when, when };

	put_bytes(path, text, strlen(text));
	assert_int_equal(utime(path, &t), 0);
}

static void test_says(void **state)
{
	char code[17];
	int64_t n;

	(void)state;
	assert_true(found_file_says("DONG-VUONG_G0007.gnb", code, &n));
	assert_string_equal(code, "DONG-VUONG");
	assert_int_equal(n, 7);
	assert_true(found_file_says("X_P12345_2.gnr", code, &n));
	assert_int_equal(n, 12345);
	assert_false(found_file_says("notes.gnb", code, &n));
	assert_string_equal(code, "");
	assert_false(found_file_says("A_G.gnb", code, &n));
	assert_false(found_file_says("A_Gx.gnb", code, &n));
	assert_false(found_file_says("_G1.gnb", code, &n));
	assert_false(
		found_file_says("ABCDEFGHIJKLMNOPQ_G1.gnb", code, &n)); /* 17: no unit's code */
	assert_false(found_file_says("A_G1x.gnb", code, &n));
}

static void test_places(void **state)
{
	char sticks[600];
	struct places p;
	size_t i;

	(void)state;
	assert_int_equal(mkdir(at("usb1"), 0700), 0);
	assert_int_equal(mkdir(at("usb2"), 0700), 0);
	assert_int_equal(mkdir(at("out"), 0700), 0);
	snprintf(sticks, sizeof(sticks), "%s:%s:%s", at("usb1"), at("usb2"), at("not-there"));
	setenv("GIAMNGHEO_STICKS", sticks, 1);
	places_list(&p, at("out"));
	assert_int_equal(p.n, 3);
	assert_true(p.v[0].stick && p.v[1].stick && !p.v[2].stick);
	assert_string_equal(p.v[2].path, at("out"));
	assert_int_equal(places_best(&p), 0);
	p.v[0].read_only = true;
	assert_int_equal(places_best(&p), 1);
	p.v[1].read_only = true;
	assert_int_equal(places_best(&p), 2); /* the folder, when no stick can be written to */
	p.v[2].read_only = true;
	assert_int_equal(places_best(&p), 0);
	assert_true(places_add(&p, at("usb2"), &i));
	assert_int_equal(i, 1);
	assert_int_equal(p.n, 3);
	assert_false(places_add(&p, at("not-there"), &i));
	assert_false(places_add(&p, "", &i));
	places_fini(&p);
	places_list(&p, NULL);
	assert_int_equal(p.n, 2);
	places_fini(&p);
	setenv("GIAMNGHEO_STICKS", "", 1);
	places_list(&p, at("not-there"));
	assert_int_equal(p.n, 0);
	assert_int_equal(places_best(&p), 0);
	places_fini(&p);
}

static void test_files(void **state)
{
	char sticks[600], deep[300];
	struct found_files f;
	struct places p;

	(void)state;
	assert_int_equal(mkdir(at("s"), 0700), 0);
	assert_int_equal(mkdir(at("s/xa"), 0700), 0);
	assert_int_equal(mkdir(at("s/xa/old"), 0700), 0);
	put(at("s/DV_G0001.gnb"), "1", 1000);
	put(at("s/xa/DV_G0003.GNB"), "333", 3000); /* capitals, a folder of somebody's own */
	put(at("s/DV_G0002.gnb"), "22", 2000);
	put(at("s/DV_P0001.gnr"), "r", 9000);
	put(at("s/.DV_G0009.gnb"), "half", 9000);
	put(at("s/gnb"), "no ending", 9000);
	assert_int_equal(mkdir(at("s/folder.gnb"), 0700), 0);
	snprintf(deep, sizeof(deep), "%s/DV_G0004.gnb", at("s/xa/old"));
	put(deep, "deep", 9000);
	/* The same folder twice, as stick and as the settings' folder under another name: each file once. */
	assert_int_equal(symlink(at("s"), at("again")), 0);
	snprintf(sticks, sizeof(sticks), "%s:%s", at("s"), at("again"));
	setenv("GIAMNGHEO_STICKS", sticks, 1);
	places_list(&p, NULL);
	assert_int_equal(p.n, 2);
	found_files_list(&f, &p, "gnb");
	assert_int_equal(f.n, 3);
	assert_string_equal(f.v[0].name, "DV_G0003.GNB");
	assert_string_equal(f.v[1].name, "DV_G0002.gnb");
	assert_string_equal(f.v[2].name, "DV_G0001.gnb");
	assert_int_equal(f.v[0].size, 3);
	assert_int_equal(f.v[0].number, 3);
	assert_string_equal(f.v[0].code, "DV");
	assert_string_equal(f.v[0].place, "s");
	found_files_fini(&f);
	found_files_list(&f, &p, "gne");
	assert_int_equal(f.n, 0);
	found_files_fini(&f);
	places_fini(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_says, help_setup, help_teardown),
		cmocka_unit_test_setup_teardown(test_places, help_setup, help_teardown),
		cmocka_unit_test_setup_teardown(test_files, help_setup, help_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
