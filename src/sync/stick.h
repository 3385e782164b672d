/* SPDX-License-Identifier: MIT */
/* Removable media that are mounted now, from /proc/self/mounts and /sys/block: where a bundle may be carried. */
#ifndef GN_SYNC_STICK_H
#define GN_SYNC_STICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stick {
	char *path, *label, *type; /* mount point, device or label, file system */
	int64_t free;              /* bytes */
	bool read_only;
};
struct sticks {
	struct stick *v;
	size_t n;
};
/* GIAMNGHEO_STICKS=path[:path…] names folders that stand for sticks (tests, lessons). Never fails: an empty list. */
void stick_list(struct sticks *out);
/* The same from other places than /proc/self/mounts, /sys/class/block and /dev/disk/by-label, whatever the environment says. */
void stick_scan(const char *mounts, const char *sys, const char *labels, struct sticks *out);
void sticks_fini(struct sticks *s);

#endif
