/* SPDX-License-Identifier: MIT */
/*
 * The container's layout, shared by its writer and its reader and by nobody else; giamngheo-
 * bundle(5) is the same in words.
 */
#ifndef GN_SYNC_FORMAT_H
#define GN_SYNC_FORMAT_H

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "sync/container.h"
#include "sync/stream.h"

/* As PNG's: a letter-by-letter copy, a cut eighth bit or a changed line end is seen at once. */
#define FORMAT_MAGIC "\x89GNG\r\n\x1a\n"
#define FORMAT_MAGIC_LEN 8
#define FORMAT_VERSION 1

/* magic, version (16 bits), kind, flags, header length (32 bits): little end first. */
#define FORMAT_PREFIX 16
#define FORMAT_AT_VERSION 8
#define FORMAT_AT_KIND 10
#define FORMAT_AT_FLAGS 11
#define FORMAT_AT_LENGTH 12

enum format_flags { FORMAT_TRAINING = 1, FORMAT_SEALED = 2 };

#define FORMAT_HEADER_MAX 65536
/* "sign: " and 64 digits and a line end; "seal: " as well. */
#define FORMAT_KEY_LINE (6 + 2 * SIGN_PK + 1)
#define FORMAT_HEADER_MIN (2 * FORMAT_KEY_LINE)

#define FORMAT_SEALED_KEY (STREAM_KEY + crypto_box_SEALBYTES)
#define FORMAT_SIGNATURE crypto_sign_BYTES
#define FORMAT_DOMAIN_MAX 40

/* "giamngheo/1 bundle real" and its like; returns the length. */
size_t format_domain(enum container_kind kind, bool training, char buf[static FORMAT_DOMAIN_MAX]);
/* What is signed: the domain string, then the hash. Returns the length of the whole. */
size_t format_signed(enum container_kind kind, bool training, const uint8_t hash[HASH_LEN],
		     uint8_t buf[static FORMAT_DOMAIN_MAX + HASH_LEN]);
/* The additional data of the first chunk: BLAKE2b-256 of prefix and header. */
void format_header_hash(const uint8_t prefix[static FORMAT_PREFIX], const void *header, size_t n,
			uint8_t hash[static HASH_LEN]);

/* The header as bytes, keys first. */
void format_header_text(const struct header *h, const struct keys *k, struct str *out);
/* Read it back: false unless every byte is as the writer would have written it. */
bool format_header_parse(struct header *h, const char *text, size_t n);
/* The two keys out of the first two lines, before anything else is looked at. */
bool format_header_keys(const char *text, size_t n, uint8_t sign_pk[SIGN_PK],
			uint8_t seal_pk[SEAL_PK]);

#endif
