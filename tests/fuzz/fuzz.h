/* SPDX-License-Identifier: MIT */
/* What driver.c and each target agree on. */
#ifndef GN_TESTS_FUZZ_H
#define GN_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Try one input; 0. A broken promise aborts. */
int fuzz_one(const uint8_t *data, size_t n);
/* Seeds the target makes itself, besides files named to the driver; may give none. */
void fuzz_seeds(void (*give)(const uint8_t *data, size_t n));
/* Each seed, made here or named to the driver, before the first round. libFuzzer tells of none. */
void fuzz_known(const uint8_t *data, size_t n);
/* A folder of this run's own, removed at its end. */
const char *fuzz_dir(void);
/* Put the bytes into NAME in that folder; returns its path, good until the next call. */
const char *fuzz_file(const char *name, const uint8_t *data, size_t n);

#endif
