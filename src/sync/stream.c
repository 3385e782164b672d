/* SPDX-License-Identifier: MIT */
/*
 * Compress and seal chunk by chunk, and the way back. The way back trusts nothing: one
 * frame, one end, chunks of the size they must have, a bounded window and a bounded whole.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/stream.h"

#include <errno.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"

/* Level 3 is where zstd gives most for its time on a SQLite file; a higher one doubles the
 * wait for a tenth. */
#define LEVEL 3
#define TAG_MESSAGE crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
#define TAG_FINAL crypto_secretstream_xchacha20poly1305_TAG_FINAL

int stream_raw(struct newfile *out, crypto_generichash_state *sum, const void *p, size_t n,
	       struct error *e)
{
	crypto_generichash_update(sum, p, n);
	return newfile_write(out, p, n, e);
}

int stream_out_begin(struct stream_out *s, struct newfile *out, crypto_generichash_state *sum,
		     const uint8_t key[STREAM_KEY], const uint8_t *ad, size_t ad_len, uint64_t size,
		     struct error *e)
{
	uint8_t head[STREAM_HEAD];

	s->out = out;
	s->sum = sum;
	s->ad = ad;
	s->ad_len = ad_len;
	s->sealed = xmalloc(STREAM_CHUNK + STREAM_EXTRA);
	s->plain = (ZSTD_outBuffer){ xmalloc(STREAM_CHUNK), STREAM_CHUNK, 0 };
	s->zstd = ZSTD_createCCtx();
	if (!s->zstd)
		die("out of memory (GN-M01)");
	ZSTD_CCtx_setParameter(s->zstd, ZSTD_c_compressionLevel, LEVEL);
	/* Known beforehand, the size lets the compressor take no more window than is needed. */
	ZSTD_CCtx_setPledgedSrcSize(s->zstd, size);
	crypto_secretstream_xchacha20poly1305_init_push(&s->state, head, key);
	return stream_raw(out, sum, head, sizeof(head), e);
}

void stream_out_fini(struct stream_out *s)
{
	ZSTD_freeCCtx(s->zstd);
	free(s->plain.dst);
	free(s->sealed);
	sodium_memzero(s, sizeof(*s));
}

static int put_chunk(struct stream_out *s, bool last, struct error *e)
{
	unsigned long long n;

	crypto_secretstream_xchacha20poly1305_push(&s->state, s->sealed, &n, s->plain.dst,
						   s->plain.pos, s->ad, s->ad_len,
						   last ? TAG_FINAL : TAG_MESSAGE);
	s->ad = NULL;
	s->ad_len = 0;
	s->plain.pos = 0;
	return stream_raw(s->out, s->sum, s->sealed, (size_t)n, e);
}

static int squeeze(struct stream_out *s, ZSTD_inBuffer *in, bool end, struct error *e)
{
	for (;;) {
		size_t left = ZSTD_compressStream2(s->zstd, &s->plain, in,
						   end ? ZSTD_e_end : ZSTD_e_continue);
		int rc;

		if (ZSTD_isError(left)) {
			error_fail(e, ERR_FAULT, "GN-G12", _("The data could not be compressed."));
			error_safe(e, _("Nothing was written; the book is as it was."));
			error_todo(
				e, "%s",
				_("Do it again; if it fails again, read out the short code to your "
				  "helper."));
			error_detail(e, "%s", ZSTD_getErrorName(left));
			return ERR_FAULT;
		}
		if (end && !left)
			return 0;
		if (s->plain.pos < s->plain.size) {
			if (!end && in->pos == in->size)
				return 0;
			continue;
		}
		/* The end of the frame is still to come, so this full chunk is not the last. */
		rc = put_chunk(s, false, e);
		if (rc)
			return rc;
	}
}

int stream_out_add(struct stream_out *s, const void *p, size_t n, struct error *e)
{
	ZSTD_inBuffer in = { p, n, 0 };

	return squeeze(s, &in, false, e);
}

int stream_out_file(struct stream_out *s, const char *path, struct error *e)
{
	uint8_t *buf = xmalloc(STREAM_CHUNK);
	FILE *fp = fopen(path, "rbe");
	size_t n;
	int rc = 0;

	if (!fp) {
		rc = error_errno(e, errno, path);
		goto out;
	}
	while (!rc && (n = fread(buf, 1, STREAM_CHUNK, fp)) > 0)
		rc = stream_out_add(s, buf, n, e);
	if (!rc && ferror(fp))
		rc = error_errno(e, errno, path);
	fclose(fp);
out:
	free(buf);
	return rc;
}

int stream_out_end(struct stream_out *s, struct error *e)
{
	ZSTD_inBuffer none = { NULL, 0, 0 };
	int rc = squeeze(s, &none, true, e);

	return rc ? rc : put_chunk(s, true, e);
}

int stream_in_begin(struct stream_in *s, const uint8_t head[STREAM_HEAD],
		    const uint8_t key[STREAM_KEY], const uint8_t *ad, size_t ad_len)
{
	s->ad = ad;
	s->ad_len = ad_len;
	s->sealed = xmalloc(STREAM_CHUNK + STREAM_EXTRA);
	s->plain = xmalloc(STREAM_CHUNK);
	s->out = (ZSTD_outBuffer){ xmalloc(STREAM_CHUNK), STREAM_CHUNK, 0 };
	s->zstd = ZSTD_createDCtx();
	if (!s->zstd)
		die("out of memory (GN-M01)");
	ZSTD_DCtx_setParameter(s->zstd, ZSTD_d_windowLogMax, STREAM_WINDOW_LOG_MAX);
	return crypto_secretstream_xchacha20poly1305_init_pull(&s->state, head, key) ? STREAM_BAD
										     : 0;
}

void stream_in_fini(struct stream_in *s)
{
	ZSTD_freeDCtx(s->zstd);
	free(s->out.dst);
	free(s->plain);
	free(s->sealed);
	sodium_memzero(s, sizeof(*s));
}

static int drain(struct stream_in *s, struct error *e)
{
	size_t n = s->out.pos;

	s->out.pos = 0;
	s->got += n;
	if (s->got > s->max)
		return STREAM_LARGE;
	return n ? s->take(s->ctx, s->out.dst, n, e) : 0;
}

static int unpack(struct stream_in *s, size_t n, struct error *e)
{
	ZSTD_inBuffer in = { s->plain, n, 0 };
	bool full = false;

	/* A full output may hide more that needs no input. */
	while (in.pos < in.size || full) {
		size_t left;
		int rc;

		if (s->ended) /* a second frame, or rubbish after the first */
			return STREAM_BAD;
		left = ZSTD_decompressStream(s->zstd, &s->out, &in);
		if (ZSTD_isError(left))
			return STREAM_BAD;
		s->ended = !left;
		full = left && s->out.pos == s->out.size;
		rc = drain(s, e);
		if (rc)
			return rc;
	}
	return 0;
}

static int pull_chunk(struct stream_in *s, size_t n, bool last, struct error *e)
{
	unsigned long long len;
	unsigned char tag;

	if (crypto_secretstream_xchacha20poly1305_pull(&s->state, s->plain, &len, &tag, s->sealed,
						       n, s->ad, s->ad_len) ||
	    tag != (last ? TAG_FINAL : TAG_MESSAGE))
		return STREAM_BAD;
	s->ad = NULL;
	s->ad_len = 0;
	return unpack(s, (size_t)len, e);
}

int stream_in_all(struct stream_in *s, FILE *fp, uint64_t left, crypto_generichash_state *sum,
		  const char *path, struct error *e)
{
	while (left) {
		size_t n = STREAM_CHUNK + STREAM_EXTRA;
		int rc;

		if (left < n)
			n = (size_t)left;
		if (n < STREAM_EXTRA)
			return STREAM_BAD;
		errno = 0;
		if (fread(s->sealed, 1, n, fp) != n)
			return ferror(fp) ? error_errno(e, errno ? errno : EIO, path) : STREAM_BAD;
		if (sum)
			crypto_generichash_update(sum, s->sealed, n);
		rc = pull_chunk(s, n, n == left, e);
		if (rc)
			return rc;
		left -= n;
	}
	return s->ended ? 0 : STREAM_BAD;
}
