/* SPDX-License-Identifier: MIT */
/*
 * Who a book is and the small facts it keeps by name. Identity is read once; counters and the
 * newest day are read when wanted, because another connection may have moved them.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "store/book.h"
#include "store/internal.h"

const char *book_unit_id(const struct book *b)
{
	return b->unit_id;
}

const char *book_unit_code(const struct book *b)
{
	return b->unit_code;
}

const char *book_unit_name(const struct book *b)
{
	return b->unit_name;
}

const char *book_level(const struct book *b)
{
	return b->level;
}

bool book_training(const struct book *b)
{
	return b->training;
}

const char *book_instance(const struct book *b)
{
	return b->instance;
}

const char *book_unit(const struct book *b, const char *unit)
{
	return unit ? unit : b->unit_id;
}

int book_identify(struct book *b, struct error *e)
{
	struct {
		const char *name;
		char **slot;
	} want[] = {
		{ "unit_id", &b->unit_id },	{ "unit_code", &b->unit_code },
		{ "unit_name", &b->unit_name }, { "level", &b->level },
		{ "instance", &b->instance },
	};
	char *training = NULL;
	int rc = book_meta(b, "training", &training, e);

	b->training = training && !strcmp(training, "1");
	free(training);
	for (size_t i = 0; !rc && i < sizeof(want) / sizeof(want[0]); i++) {
		free(*want[i].slot);
		rc = book_meta(b, want[i].name, want[i].slot, e);
		if (!rc && !*want[i].slot)
			rc = book_damaged(e, b->path, want[i].name);
	}
	return rc;
}

int book_meta(struct book *b, const char *name, char **out, struct error *e)
{
	return db_get_text(b->db, out, e, "SELECT value FROM meta WHERE name=?", "t", name);
}

int book_meta_put(struct db *db, const char *name, const char *value, struct error *e)
{
	if (!value)
		return db_run(db, e, "DELETE FROM meta WHERE name=?", "t", name);
	return db_run(db, e,
		      "INSERT INTO meta (name, value) VALUES (?, ?) "
		      "ON CONFLICT (name) DO UPDATE SET value=excluded.value",
		      "tt", name, value);
}

int book_meta_set(struct book *b, const char *name, const char *value, struct error *e)
{
	return book_meta_put(b->db, name, value, e);
}

int book_counter(struct book *b, const char *name, int64_t *out, struct error *e)
{
	return db_get_int(
		b->db, out, NULL, e,
		"INSERT INTO meta (name, value) VALUES (?, '1') ON CONFLICT (name) DO UPDATE "
		"SET value=CAST(CAST(value AS INTEGER) + 1 AS TEXT) "
		"RETURNING CAST(value AS INTEGER)",
		"t", name);
}

int book_renew_instance(struct book *b, struct error *e)
{
	char made[HEX128_LEN + 1];
	int rc = book_meta_set(b, "instance", hex128(made), e);

	if (!rc)
		set_string(&b->instance, made);
	return rc;
}

static void latest(struct date *d, const char *iso)
{
	struct date other;

	if (iso && date_parse_iso(iso, &other) && other.day && date_cmp(&other, d) > 0)
		*d = other;
}

struct date book_today(struct book *b)
{
	struct date today = date_clock();
	char *newest = NULL;

	/* A day given by the seam stands for the clock and for the build alike: lessons and
	 * tests live in their own year. */
	if (!getenv("GIAMNGHEO_TODAY"))
		latest(&today, date_built());
	if (!book_meta(b, "newest_day", &newest, NULL))
		latest(&today, newest);
	free(newest);
	return today;
}
