/* SPDX-License-Identifier: MIT */
/*
 * The sealed and signed file in which bundles, replies and enrolments travel; giamngheo-bundle(5) documents it byte
 * by byte: magic · version · length · header · sealed stream key · secretstream · signature. Everything
 * is streamed; memory does not grow with the body.
 */
#ifndef GN_SYNC_CONTAINER_H
#define GN_SYNC_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "sync/keys.h"

enum container_kind { CONTAINER_BUNDLE = 1, CONTAINER_REPLY = 2, CONTAINER_ENROLMENT = 3 };

/* The readable header: "name: value" lines in a fixed order, UTF-8, no personal data. Names ([a-z][a-z0-9-]*) may repeat (form
 * lines); controls in a value become blanks. In one that was read the first two lines are always "sign" and "seal". */
struct header_line {
	char *name, *value;
};
struct header {
	struct header_line *v;
	size_t n, cap;
};
void header_init(struct header *h);
void header_fini(struct header *h);
void header_add(struct header *h, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
const char *header_get(const struct header *h, const char *name); /* first; or NULL */

struct container_plan {
	enum container_kind kind;
	bool training;             /* part of the signature's domain string */
	const struct header *header; /* the container adds sign and seal public keys of the sender itself */
	const struct keys *keys;   /* of the sender */
	const uint8_t *seal_to;    /* receiver's SEAL_PK, or NULL for an enrolment: the stream key lies in clear */
	const char *body;          /* path of the plain file to carry (a SQLite snapshot), or NULL: */
	const char *text;          /* a small text to carry instead (an enrolment) */
};
/* Write into `out` (opened by the caller, committed by the caller); *hash: BLAKE2b-256 of every byte before the signature. */
int container_write(struct newfile *out, const struct container_plan *plan, uint8_t hash[HASH_LEN],
		    struct error *e);

struct container; /* one opened for reading */
struct container_limits {
	uint64_t file, body; /* bytes of the file; bytes after decompression (checked while streaming) */
};
#define CONTAINER_LIMITS { UINT64_C(512) << 20, UINT64_C(2) << 30 }

/* Open: size, magic, version, lengths, then the signature over the whole file by the key the header states, for its
 * kind and training flag. Nothing of the body is looked at before. ERR_DATA: damaged, forged, not ours, too new. The file should be a private
 * copy: it is read twice. */
int container_open(struct container **out, const char *path, const struct container_limits *limits,
		   struct error *e);
void container_close(struct container *c);
enum container_kind container_kind(const struct container *c);
bool container_training(const struct container *c);
const struct header *container_header(const struct container *c);
const uint8_t *container_sign_pk(const struct container *c);
const uint8_t *container_seal_pk(const struct container *c);
const uint8_t *container_hash(const struct container *c);
/* Decrypt and decompress the body into a new file `path` (0600, removed on failure). `keys` are the receiver's (NULL for an
 * enrolment). The header's hash is the additional data of the first chunk; TAG_FINAL is required; no byte may follow. */
int container_extract(struct container *c, const struct keys *keys, const char *path, struct error *e);
/* The same into memory, for a small text body of at most `max` bytes; *out is NUL-terminated, the caller frees it. */
int container_extract_text(struct container *c, const struct keys *keys, size_t max, char **out, size_t *len,
			   struct error *e);

#endif
