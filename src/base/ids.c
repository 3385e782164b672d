/* SPDX-License-Identifier: MIT */
/*
 * Random identities. Order within the process is kept by a counter behind the
 * millisecond, so that a clock that stands still or goes back does no harm.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/ids.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"

/* Where the made-up clock of the demonstration begins: 2024-01-01, in milliseconds. */
#define SEEDED_EPOCH 1704067200000ULL
#define SEQ_MAX 0xFFFu

static struct {
	bool on;
	uint64_t seed;
	uint64_t drawn;
	uint64_t made;
} seeded;

static struct {
	uint64_t ms;
	unsigned seq;
} last;

static void draw(uint8_t *out, size_t n)
{
	uint64_t in[2];
	uint8_t sum[crypto_generichash_BYTES];

	if (sodium_init() < 0)
		die("no source of random numbers (GN-M04)");
	if (!seeded.on) {
		randombytes_buf(out, n);
		return;
	}
	in[0] = seeded.seed;
	in[1] = seeded.drawn++;
	crypto_generichash(sum, sizeof(sum), (const uint8_t *)in, sizeof(in), NULL, 0);
	memcpy(out, sum, n);
}

static uint64_t clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/* The next (millisecond, counter): always greater than the one before. */
static void tick(uint64_t *ms, unsigned *seq, const uint8_t *noise)
{
	uint64_t now;

	if (seeded.on) {
		*ms = SEEDED_EPOCH + seeded.made++;
		*seq = noise[0];
		return;
	}
	now = clock_ms();
	if (now > last.ms) {
		last.ms = now;
		last.seq = noise[0]; /* begin low, leave room to count */
	} else if (++last.seq > SEQ_MAX) {
		last.ms++;
		last.seq = 0;
	}
	*ms = last.ms;
	*seq = last.seq;
}

char *uuid7(char buf[static UUID_LEN + 1])
{
	uint8_t noise[9], id[16];
	char hex[HEX128_LEN + 1];
	unsigned seq;
	uint64_t ms;

	draw(noise, sizeof(noise));
	tick(&ms, &seq, noise);
	for (int i = 0; i < 6; i++)
		id[i] = (uint8_t)(ms >> (40 - 8 * i));
	id[6] = (uint8_t)(0x70 | seq >> 8);
	id[7] = (uint8_t)seq;
	memcpy(id + 8, noise + 1, 8);
	id[8] = (uint8_t)(0x80 | (id[8] & 0x3F));
	hex_encode(id, sizeof(id), hex);
	for (int i = 0, o = 0; i < HEX128_LEN; i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20)
			buf[o++] = '-';
		buf[o++] = hex[i];
	}
	buf[UUID_LEN] = '\0';
	return buf;
}

/* Bundles bring tens of thousands of them: no branch a letter. */
bool uuid_valid(const char *s)
{
	static const uint8_t hex[256] = {
		['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
		['8'] = 1, ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
	};
	unsigned all = 1;

	if (!s || strlen(s) != UUID_LEN)
		return false;
	for (int i = 0; i < UUID_LEN; i++)
		if (i != 8 && i != 13 && i != 18 && i != 23)
			all &= hex[(unsigned char)s[i]];
	return all && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' &&
	       s[14] == '7' && strchr("89ab", s[19]);
}

char *hex128(char buf[static HEX128_LEN + 1])
{
	uint8_t bytes[16];

	draw(bytes, sizeof(bytes));
	hex_encode(bytes, sizeof(bytes), buf);
	return buf;
}

void hex_encode(const uint8_t *bytes, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool hex_decode(const char *hex, uint8_t *bytes, size_t n)
{
	if (!hex || strlen(hex) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int hi = nibble(hex[2 * i]), lo = nibble(hex[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		bytes[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}

void ids_seed(uint64_t seed)
{
	seeded.on = true;
	seeded.seed = seed;
	seeded.drawn = 0;
	seeded.made = 0;
}

void ids_unseed(void)
{
	seeded.on = false;
}
