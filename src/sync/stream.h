/* SPDX-License-Identifier: MIT */
/*
 * The sealed stream inside containers and vaults: one zstd frame cut into chunks of 64 KiB,
 * each sealed by libsodium's secretstream, the last one with TAG_FINAL. Memory is the same
 * for any length. Only sync's own files use this.
 */
#ifndef GN_SYNC_STREAM_H
#define GN_SYNC_STREAM_H

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <zstd.h>

#include "base/error.h"
#include "base/file.h"

#define STREAM_KEY crypto_secretstream_xchacha20poly1305_KEYBYTES
#define STREAM_HEAD crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define STREAM_CHUNK 65536 /* of compressed text; each but the last is exactly this long */
#define STREAM_EXTRA crypto_secretstream_xchacha20poly1305_ABYTES
#define STREAM_WINDOW_LOG_MAX 23 /* zstd window the reader grants: 8 MiB */

struct stream_out {
	struct newfile *out;
	crypto_generichash_state *sum; /* of every byte written */
	crypto_secretstream_xchacha20poly1305_state state;
	const uint8_t *ad; /* until the first chunk is out */
	size_t ad_len;
	uint8_t *sealed;
	ZSTD_CCtx *zstd;
	ZSTD_outBuffer plain;
};
/* Write `n` bytes as they are, and into the sum. */
int stream_raw(struct newfile *out, crypto_generichash_state *sum, const void *p, size_t n,
	       struct error *e);
/* Write the stream's head. `ad` is borrowed until the first chunk is out; `size`: of all that
 * will be added. Always to be followed by stream_out_fini. */
int stream_out_begin(struct stream_out *s, struct newfile *out, crypto_generichash_state *sum,
		     const uint8_t key[STREAM_KEY], const uint8_t *ad, size_t ad_len, uint64_t size,
		     struct error *e);
int stream_out_add(struct stream_out *s, const void *p, size_t n, struct error *e);
int stream_out_file(struct stream_out *s, const char *path, struct error *e);
int stream_out_end(struct stream_out *s, struct error *e);
void stream_out_fini(struct stream_out *s);

/* What the reader answers besides 0 and errors; the caller finds the words. */
enum stream_answer { STREAM_BAD = 1, STREAM_LARGE = 2 };

struct stream_in {
	int (*take)(void *ctx, const void *p, size_t n, struct error *e); /* gets the plain text */
	void *ctx;
	uint64_t max; /* bytes of plain text */
	/* private */
	uint64_t got;
	crypto_secretstream_xchacha20poly1305_state state;
	const uint8_t *ad;
	size_t ad_len;
	uint8_t *sealed, *plain;
	ZSTD_DCtx *zstd;
	ZSTD_outBuffer out;
	bool ended; /* the one frame is whole */
};
/* `take`, `ctx` and `max` are set by the caller, all else zero. */
int stream_in_begin(struct stream_in *s, const uint8_t head[STREAM_HEAD],
		    const uint8_t key[STREAM_KEY], const uint8_t *ad, size_t ad_len);
/* Read the `left` bytes of chunks from `fp` at its place; `sum` (may be NULL) takes them as
 * they are. */
int stream_in_all(struct stream_in *s, FILE *fp, uint64_t left, crypto_generichash_state *sum,
		  const char *path, struct error *e);
void stream_in_fini(struct stream_in *s);

#endif
