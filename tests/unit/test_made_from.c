/* SPDX-License-Identifier: MIT */
/* Which bundles a sum over the units below was made from, and what is missing in it. */
#include "exchange_help.h"

#include "sync/made_from.h"

static void nothing_yet(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct made_from m;
	char *line;

	assert_ok(made_from_read(w->up, NULL, &m, &e), &e);
	assert_int_equal(m.n, 2);
	assert_int_equal(m.missing, 2);
	assert_string_equal(m.v[0].code, "C-01");
	assert_null(m.v[0].hash);
	line = made_from_line(&m.v[1]);
	assert_string_equal(line, "Xã Tam Tiến: nothing was accepted yet");
	free(line);
	made_from_fini(&m);
	/* a book without units below is made from nothing */
	assert_ok(made_from_read(w->down, NULL, &m, &e), &e);
	assert_int_equal(m.n, 0);
	made_from_fini(&m);
}

static void names_what_was_accepted(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct remark_new r = { "household", NULL, NULL, "Xem lại" };
	struct made_from m;
	struct sample s;
	char *line;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	accept_it(w, send_up(w, w->down, "received"));
	send_up(w, w->down, "received");
	r.id = s.home[0];
	assert_ok(remark_add(w->f, w->up, book_unit_id(w->down), &r, NULL, "x", &e), &e);
	assert_ok(made_from_read(w->up, NULL, &m, &e), &e);
	assert_int_equal(m.missing, 1);
	assert_int_equal(m.open_remarks, 1);
	assert_int_equal(m.v[0].number, 2);
	assert_int_equal(m.v[0].n, 2);
	assert_int_equal(m.v[0].waiting, 1);
	assert_int_equal(strlen(m.v[0].hash), 64);
	assert_string_equal(m.v[0].duty, "update");
	assert_string_equal(m.v[0].received, "2024-11-21");
	assert_string_equal(m.v[0].accepted, "2024-11-21");
	line = made_from_line(&m.v[0]);
	assert_string_equal(line, "Xã Đồng Vương: bundle 2, received 21/11/2024, accepted 21/11/2024; 1 remark not "
				  "settled; 1 newer bundle not decided on");
	free(line);
	made_from_fini(&m);
	assert_ok(made_from_read(w->up, book_unit_id(w->down), &m, &e), &e);
	assert_int_equal(m.n, 1);
	made_from_fini(&m);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(nothing_yet),
		T(names_what_was_accepted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
