/* SPDX-License-Identifier: MIT */
/* Identities: shape, order, no repetition, and the seeded ones of the demonstration. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "base/ids.h"

static void ordered(void **state)
{
	char before[UUID_LEN + 1], now[UUID_LEN + 1];

	(void)state;
	uuid7(before);
	/* Far more than fit one millisecond's counter. */
	for (int i = 0; i < 50000; i++) {
		uuid7(now);
		assert_true(uuid_valid(now));
		assert_true(strcmp(before, now) < 0);
		memcpy(before, now, sizeof(now));
	}
}

static void carries_time(void **state)
{
	char id[UUID_LEN + 1], hex[13];
	uint8_t b[6];
	uint64_t ms = 0;

	(void)state;
	uuid7(id);
	memcpy(hex, id, 8);
	memcpy(hex + 8, id + 9, 4);
	hex[12] = '\0';
	assert_true(hex_decode(hex, b, 6));
	for (int i = 0; i < 6; i++)
		ms = ms << 8 | b[i];
	/* Ahead by what the counter above borrowed, at most. */
	assert_true(ms / 1000 + 120 > (uint64_t)time(NULL));
	assert_true(ms / 1000 < (uint64_t)time(NULL) + 120);
}

static void validity(void **state)
{
	static const char *const bad[] = {
		"",
		"01932f3e-1b2c-7abc-8def-0123456789a",
		"01932f3e-1b2c-7abc-8def-0123456789abc",
		"01932F3E-1b2c-7abc-8def-0123456789ab",
		"01932f3e-1b2c-4abc-8def-0123456789ab",
		"01932f3e-1b2c-7abc-cdef-0123456789ab",
		"01932f3e11b2c-7abc-8def-0123456789ab",
		"01932f3g-1b2c-7abc-8def-0123456789ab",
	};

	(void)state;
	assert_true(uuid_valid("01932f3e-1b2c-7abc-8def-0123456789ab"));
	assert_false(uuid_valid(NULL));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(uuid_valid(bad[i]));
}

static void hex(void **state)
{
	const uint8_t in[] = { 0x00, 0x9f, 0xff };
	uint8_t out[3];
	char text[7], a[HEX128_LEN + 1], b[HEX128_LEN + 1];

	(void)state;
	hex_encode(in, 3, text);
	assert_string_equal(text, "009fff");
	assert_true(hex_decode("009FfF", out, 3));
	assert_memory_equal(in, out, 3);
	assert_false(hex_decode("009ff", out, 3));
	assert_false(hex_decode("009fff0", out, 3));
	assert_false(hex_decode("009ffg", out, 3));
	assert_false(hex_decode(NULL, out, 3));
	hex128(a);
	hex128(b);
	assert_int_equal(strlen(a), 32);
	assert_int_equal(strspn(a, "0123456789abcdef"), 32);
	assert_string_not_equal(a, b);
}

static void seeded(void **state)
{
	char first[4][UUID_LEN + 1], again[UUID_LEN + 1], h1[HEX128_LEN + 1], h2[HEX128_LEN + 1];

	(void)state;
	ids_seed(1);
	for (int i = 0; i < 4; i++) {
		uuid7(first[i]);
		assert_true(uuid_valid(first[i]));
		assert_true(!i || strcmp(first[i - 1], first[i]) < 0);
	}
	hex128(h1);
	ids_seed(1);
	for (int i = 0; i < 4; i++)
		assert_string_equal(uuid7(again), first[i]);
	assert_string_equal(hex128(h2), h1);
	ids_seed(2);
	assert_string_not_equal(uuid7(again), first[0]);
	ids_unseed();
	uuid7(again);
	assert_true(strcmp(again, first[3]) > 0);
	assert_string_not_equal(hex128(h2), h1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordered),  cmocka_unit_test(carries_time),
		cmocka_unit_test(validity), cmocka_unit_test(hex),
		cmocka_unit_test(seeded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
