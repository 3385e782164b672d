/* SPDX-License-Identifier: MIT */
/*
 * The vault's bytes: magic, version, flags and a zero; salt (sealed) or the stream's key (in
 * clear); the stream of stream.h; BLAKE2b-256 of all before it. In the stream: length of the
 * key file (32 bits, little end first), the key file, the book.
 */
#ifndef GN_SYNC_VAULT_FORMAT_H
#define GN_SYNC_VAULT_FORMAT_H

#include <sodium.h>
#include <stdint.h>

#include "base/error.h"
#include "sync/keys.h"
#include "sync/stream.h"

#define VAULT_MAGIC "\x89GNV\r\n\x1a\n"
#define VAULT_MAGIC_LEN 8
#define VAULT_VERSION 1
#define VAULT_AT_VERSION 8
#define VAULT_AT_FLAGS 10
#define VAULT_SEALED 1
#define VAULT_PREFIX 12
#define VAULT_SALT crypto_pwhash_SALTBYTES
#define VAULT_KEYS_MAX 4096

/* Argon2id with 64 MiB: a PC of 1 GB must be able to do it, too. ERR_IO: there is not that
 * much memory. */
int vault_key(uint8_t key[static STREAM_KEY], const char *passphrase,
	      const uint8_t salt[static VAULT_SALT], struct error *e);
/* A new name beside a book for what is taken apart, as sync_sweep knows it; caller frees. */
char *vault_temporary(const char *book_path);

#endif
