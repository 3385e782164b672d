/* SPDX-License-Identifier: MIT */
/* What the level above sees at a glance: figures of accepted registers, rates by typed totals,
 * who is late, missing, waiting. */
#include "exchange_help.h"

#include <math.h>

#include "sync/overview.h"

static void look(struct world *w, const char *duty, struct overview *o)
{
	struct error e = ERROR_INIT;

	assert_ok(overview_make(w->up, duty, o, &e), &e);
	assert_int_equal(o->n, 2);
	assert_string_equal(o->v[0].code, "C-01");
	assert_string_equal(o->v[1].code, "C-02");
}

static void nothing_has_come(void **state)
{
	struct world *w = *state;
	struct overview o;

	look(w, NULL, &o);
	assert_false(o.v[0].enrolled);
	assert_true(o.v[0].missing);
	assert_int_equal(o.v[0].households, 0);
	assert_true(isnan(o.v[0].poor_rate));
	assert_true(isnan(o.sum.poor_rate));
	assert_int_equal(o.v[0].accepted_number, 0);
	assert_null(o.v[0].accepted_hash);
	overview_fini(&o);
}

static void figures_and_rates(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct overview o;
	struct sample s, t;
	char year[37] = "", old[37] = "", part[37] = "", village[37] = "", ref[64];
	struct remark_new r = { "household", NULL, NULL, "Xem lại" };

	fill(w, w->down, &s);
	fill(w, w->other, &t);
	put(w, w->down, "village", village, "name=Bản Một", NULL);
	snprintf(ref, sizeof(ref), "village=%s", village);
	put(w, w->down, "unit_year", year, "year=2024", "households=50", NULL);
	put(w, w->down, "unit_year", old, "year=2023", "households=40", NULL);
	put(w, w->down, "unit_year", part, "year=2025", "households=7", ref, NULL);
	send_up(w, w->down, "received");
	look(w, NULL, &o);
	assert_true(o.v[0].enrolled);
	assert_false(o.v[0].compared);
	assert_false(o.v[0].missing);
	assert_true(o.v[1].missing);
	assert_int_equal(o.v[0].waiting, 1);
	assert_int_equal(o.v[0].households, 0);
	overview_fini(&o);

	accept_it(w, 1);
	accept_it(w, send_up(w, w->other, "received"));
	r.id = s.home[0];
	assert_ok(remark_add(w->f, w->up, book_unit_id(w->down), &r, NULL, "x", &e), &e);
	look(w, NULL, &o);
	assert_int_equal(o.v[0].households, 3);
	assert_int_equal(o.v[0].near_poor, 1);
	assert_int_equal(o.v[0].poor, 0);
	assert_int_equal(o.v[0].total_households, 50);
	assert_true(fabs(o.v[0].near_rate - 2.0) <
		    1e-9); /* 1 of 50 typed, not of 3 in the register */
	assert_true(o.v[0].poor_rate == 0.0);
	assert_int_equal(o.v[0].open_remarks, 1);
	assert_int_equal(o.v[0].accepted_number, 1);
	assert_int_equal(strlen(o.v[0].accepted_hash), 64);
	/* no typed total: no rate, for the unit and for the sum */
	assert_int_equal(o.v[1].total_households, 0);
	assert_true(isnan(o.v[1].near_rate));
	assert_int_equal(o.sum.households, 6);
	assert_int_equal(o.sum.near_poor, 2);
	assert_true(isnan(o.sum.near_rate));
	overview_fini(&o);
}

static void for_a_duty(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct bundle_plan plan = { .path = at("usb"), .duty = "preliminary" };
	struct bundle_head head;
	struct overview o;
	struct sample s;
	char *path;

	fill(w, w->down, &s);
	assert_ok(bundle_make(w->f, w->down, &plan, &path, &head, &e), &e);
	bundle_head_fini(&head);
	receive(w, path, "received");
	free(path);
	send_up(w, w->other, "received");
	look(w, "preliminary", &o);
	assert_false(o.v[0].missing);
	assert_true(o.v[0].late); /* due on 15/11, today is the 21st */
	assert_string_equal(o.v[0].last_duty, "preliminary");
	assert_string_equal(o.v[0].last_state, "received");
	assert_true(o.v[1].missing);
	assert_null(o.v[1].last_duty);
	overview_fini(&o);
	look(w, "official", &o);
	assert_true(o.v[0].missing);
	overview_fini(&o);
	look(w, NULL, &o);
	assert_false(o.v[1].missing);
	assert_string_equal(o.v[1].last_duty, "update");
	overview_fini(&o);
}

static void a_replaced_key_is_one_unit(void **state)
{
	struct world *w = *state;
	struct overview o;
	struct sample s;
	struct book *fresh;

	fill(w, w->down, &s);
	/* enrolled twice before anything came */
	fresh = enrolled(w, "fresh.db", "C-01", "Xã Đồng Vương", ENROL_NONE);
	look(w, NULL, &o);
	overview_fini(&o);
	book_close(fresh);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(nothing_has_come),
		T(figures_and_rates),
		T(for_a_duty),
		T(a_replaced_key_is_one_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
