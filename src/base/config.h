/* SPDX-License-Identifier: MIT */
/*
 * The user's settings: one INI, $XDG_CONFIG_HOME/giamngheo/giamngheo.conf, section [giamngheo]; giamngheo.conf(5).
 * The keys are a const table, which also makes `config list` and the settings screen.
 */
#ifndef GN_BASE_CONFIG_H
#define GN_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct config_key {
	const char *name;
	const char *preset;  /* value while the file says nothing; "" for none */
	const char *const *choices; /* NULL-terminated, or NULL: any text */
	const char *doc;     /* N_() one line */
	size_t max;          /* most bytes; 0: as many as a line of the file holds */
};
/* NULL-named at its end. */
extern const struct config_key config_keys[];

struct config;
/* A missing file is an empty one; a damaged one is ERR_DATA (file, line, what to do) and *out still answers with presets. */
int config_load(struct config **out, const char *path, struct error *e);
void config_free(struct config *c);
/* Value or preset; NULL for an unknown key; borrowed. */
const char *config_get(const struct config *c, const char *name);
/* ERR_USAGE for an unknown key, a value that is not among its choices, or one that the file could not
 * give back. Written atomically at once; other lines of the file that are known keys are kept. */
int config_set(struct config *c, const char *name, const char *value, struct error *e);

#endif
