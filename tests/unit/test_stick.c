/* SPDX-License-Identifier: MIT */
/* Finding sticks: on a made-up machine with a disk, a USB disk, a card and a sealed stick, and
 * as the environment names them. */
#include "sync_test.h"

#include <sys/stat.h>

#include "sync/stick.h"

static void folder(const char *name)
{
	struct error e = ERROR_INIT;

	assert_ok(dir_make(at(name), &e), &e);
}

static void link_to(const char *target, const char *name)
{
	assert_int_equal(symlink(target, at(name)), 0);
}

static void text(const char *name, const char *s)
{
	put_bytes(at(name), s, strlen(s));
}

/* sda: a disk inside; sdb1: on USB; mmcblk0p1: removable; dm-0: a mapping on sdb2. The devices
 * themselves are not there. */
static void build_machine(void)
{
	folder("class");
	folder("labels");
	folder("stick one");
	folder("card");
	folder("sealed");
	folder("disk");
	folder("devices/pci/ata1/sda/sda1");
	folder("devices/pci/usb1/sdb/sdb1");
	folder("devices/pci/usb1/sdb/sdb2");
	folder("devices/mmc/mmcblk0/mmcblk0p1");
	folder("devices/virtual/dm-0/slaves");
	folder("devices/virtual/dm-1/slaves");
	text("devices/pci/ata1/sda/removable", "0\n");
	text("devices/pci/usb1/sdb/removable", "0\n");
	text("devices/mmc/mmcblk0/removable", "1\n");
	link_to("../devices/pci/ata1/sda/sda1", "class/sda1");
	link_to("../devices/pci/usb1/sdb/sdb1", "class/sdb1");
	link_to("../devices/pci/usb1/sdb/sdb2", "class/sdb2");
	link_to("../devices/mmc/mmcblk0/mmcblk0p1", "class/mmcblk0p1");
	link_to("../devices/virtual/dm-0", "class/dm-0");
	link_to("../devices/virtual/dm-1", "class/dm-1");
	link_to("../../../pci/usb1/sdb/sdb2", "devices/virtual/dm-0/slaves/sdb2");
	link_to("../../../pci/ata1/sda/sda1", "devices/virtual/dm-1/slaves/sda1");
}

static void write_mounts(void)
{
	char *s = xasprintf("proc /proc proc rw 0 0\n"
			    "/dev/sda1 %1$s/disk ext4 rw,relatime 0 0\n"
			    "/dev/sdb1 %1$s/stick\\040one vfat rw,nosuid,uid=1000 0 0\n"
			    "/dev/sdb1 %1$s/again vfat rw 0 0\n"
			    "/dev/mmcblk0p1 %1$s/card exfat ro,nosuid 0 0\n"
			    "/dev/dm-0 %1$s/sealed ext4 rw 0 0\n"
			    "/dev/dm-1 %1$s/disk ext4 rw 0 0\n"
			    "/dev/sdc1 %1$s/gone vfat rw 0 0\n"
			    "tmpfs /tmp tmpfs rw 0 0\n"
			    "short line\n",
			    test_dir);

	text("mounts", s);
	free(s);
}

static void what_is_removable_is_found(void **state)
{
	struct sticks s;

	(void)state;
	build_machine();
	write_mounts();
	stick_scan(at("mounts"), at("class"), at("labels"), &s);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.v[0].path, at("stick one"));
	assert_string_equal(s.v[0].label, "sdb1");
	assert_string_equal(s.v[0].type, "vfat");
	assert_false(s.v[0].read_only);
	assert_true(s.v[0].free > 0);
	assert_string_equal(s.v[1].path, at("card"));
	assert_true(s.v[1].read_only);
	assert_string_equal(s.v[2].path, at("sealed"));
	sticks_fini(&s);
	assert_int_equal(s.n, 0);
}

static void labels_are_read(void **state)
{
	struct sticks s;
	char *line;

	(void)state;
	/* /dev/null is there on every machine; it stands for a stick. */
	folder("class");
	folder("labels");
	folder("usb/null");
	folder("place");
	link_to("../usb/null", "class/null");
	link_to("/dev/null", "labels/\\x55SB\\x20X\\xc3\\xa3");
	line = xasprintf("/dev/null %s/place vfat rw 0 0\n", test_dir);
	text("mounts", line);
	free(line);
	stick_scan(at("mounts"), at("class"), at("labels"), &s);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.v[0].label, "USB Xã");
	sticks_fini(&s);
}

static void nothing_there_is_an_empty_list(void **state)
{
	struct sticks s;

	(void)state;
	stick_scan(at("none"), at("none"), at("none"), &s);
	assert_int_equal(s.n, 0);
	sticks_fini(&s);
	text("mounts", "");
	stick_scan(at("mounts"), at("none"), at("none"), &s);
	assert_int_equal(s.n, 0);
	sticks_fini(&s);
}

static void the_environment_names_folders(void **state)
{
	char *paths = xasprintf("%1$s/a:%1$s/none:%1$s/b", test_dir);
	struct sticks s;

	(void)state;
	folder("a");
	folder("b");
	setenv("GIAMNGHEO_STICKS", paths, 1);
	free(paths);
	stick_list(&s);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.v[0].path, at("a"));
	assert_string_equal(s.v[0].label, "a");
	assert_string_equal(s.v[1].label, "b");
	assert_true(s.v[1].free > 0);
	sticks_fini(&s);
	setenv("GIAMNGHEO_STICKS", "", 1);
	stick_list(&s);
	assert_int_equal(s.n, 0);
	sticks_fini(&s);
	unsetenv("GIAMNGHEO_STICKS");
	stick_list(&s); /* whatever this machine has */
	sticks_fini(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_removable_is_found, help_setup,
						help_teardown),
		cmocka_unit_test_setup_teardown(labels_are_read, help_setup, help_teardown),
		cmocka_unit_test_setup_teardown(nothing_there_is_an_empty_list, help_setup,
						help_teardown),
		cmocka_unit_test_setup_teardown(the_environment_names_folders, help_setup,
						help_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
