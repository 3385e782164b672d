/* SPDX-License-Identifier: MIT */
/*
 * Forging: a good bundle (or reply) is taken apart, its header and body are changed, and it is
 * put together again under the valid key of its sender. What is refused then is refused for what
 * is inside.
 */
#ifndef GN_TESTS_FORGE_H
#define GN_TESTS_FORGE_H

#include "exchange_help.h"

#include "sync/container.h"

struct forge {
	struct world *w;
	enum container_kind kind;
	bool training;
	struct header header;
	struct keys from;    /* of the sender */
	uint8_t to[SEAL_PK]; /* sealed to */
	char body[256];	     /* path of the plain body */
};

UNUSED_HELP static void forge_open(struct forge *g, struct world *w, const char *path,
				   struct book *from, struct book *to)
{
	const struct container_limits limits = CONTAINER_LIMITS;
	struct error e = ERROR_INIT;
	struct container *c;
	struct keys k;

	g->w = w;
	header_init(&g->header);
	snprintf(g->body, sizeof(g->body), "%s", at("evil.db"));
	unlink(g->body);
	assert_ok(keys_load(&g->from, from, &e), &e);
	assert_ok(keys_load(&k, to, &e), &e);
	memcpy(g->to, k.seal_pk, SEAL_PK);
	assert_ok(container_open(&c, path, &limits, &e), &e);
	g->kind = container_kind(c);
	g->training = container_training(c);
	for (size_t i = 0; i < container_header(c)->n; i++) {
		const struct header_line *l = &container_header(c)->v[i];

		if (strcmp(l->name, "sign") && strcmp(l->name, "seal"))
			header_add(&g->header, l->name, "%s", l->value);
	}
	assert_ok(container_extract(c, &k, g->body, &e), &e);
	container_close(c);
	keys_fini(&k);
}

/* The n-th line of this name (from 0) becomes `value`; NULL: it goes. */
UNUSED_HELP static void forge_line(struct forge *g, const char *name, const char *value)
{
	struct header *h = &g->header;

	for (size_t i = 0; i < h->n; i++)
		if (!strcmp(h->v[i].name, name)) {
			if (value) {
				set_string(&h->v[i].value, value);
				return;
			}
			free(h->v[i].name);
			free(h->v[i].value);
			memmove(&h->v[i], &h->v[i + 1], (h->n - i - 1) * sizeof(h->v[0]));
			h->n--;
			return;
		}
	if (value)
		header_add(h, name, "%s", value);
}

UNUSED_HELP static void forge_sql(struct forge *g, const char *sql)
{
	struct error e = ERROR_INIT;
	struct db *db;

	assert_ok(db_open(&db, g->body, DB_WRITE | DB_SCRATCH, &e), &e);
	assert_ok(db_exec(db, sql, &e), &e);
	db_close(db);
}

/* The forged file's path; good until the next. */
UNUSED_HELP static const char *forge_write(struct forge *g)
{
	const struct container_plan plan = { .kind = g->kind,
					     .training = g->training,
					     .header = &g->header,
					     .keys = &g->from,
					     .seal_to = g->to,
					     .body = g->body };
	struct error e = ERROR_INIT;
	uint8_t hash[HASH_LEN];
	struct newfile out;
	const char *path = at("evil.gnb");

	assert_ok(newfile_open(&out, path, 0600, &e), &e);
	assert_ok(container_write(&out, &plan, hash, &e), &e);
	assert_ok(newfile_commit(&out, NEWFILE_REPLACE, &e), &e);
	return path;
}

UNUSED_HELP static void forge_close(struct forge *g)
{
	header_fini(&g->header);
	keys_fini(&g->from);
	unlink(g->body);
}

#endif
