/* SPDX-License-Identifier: MIT */
/* Random identity: UUIDv7 text for records, random 128-bit hex for units, books, instances. */
#ifndef GN_BASE_IDS_H
#define GN_BASE_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UUID_LEN 36
#define HEX128_LEN 32

/* A new UUIDv7 in lower case into `buf` (37 bytes). Monotone within the process. */
char *uuid7(char buf[static UUID_LEN + 1]);
/* Is this text a UUID in lower case, as uuid7 writes it? */
bool uuid_valid(const char *s);
/* 16 random bytes as lower-case hex into `buf` (33 bytes). */
char *hex128(char buf[static HEX128_LEN + 1]);
/* Lower-case hex of `n` bytes into `out` (2n+1). */
void hex_encode(const uint8_t *bytes, size_t n, char *out);
/* Exactly 2n hex digits back; false otherwise. */
bool hex_decode(const char *hex, uint8_t *bytes, size_t n);

/* Deterministic identities for the demonstration book: from here on uuid7() and hex128()
 * draw from a generator seeded by `seed` and a counter instead of the system and the clock. */
void ids_seed(uint64_t seed);
void ids_unseed(void);

#endif
