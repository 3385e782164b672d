/* SPDX-License-Identifier: MIT */
/* What a bundle says of itself, where that is kept, and how its file is named, written and
 * opened. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/bundle.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/period.h"
#include "sync/bundle_impl.h"
#include "sync/enrol.h"
#include "sync/peer.h"
#include "sync/snapshot_impl.h"
#include "sync/temp.h"

#define HEADER_TEXT_MAX 400
#define HEADER_PERIOD_MAX 16
#define HEADER_NOTHING_MAX 400
#define HEADER_NUMBER_MAX 1000000000000 /* far from where adding one goes wrong */

void bundle_head_fini(struct bundle_head *h)
{
	free(h->unit_id);
	free(h->unit_code);
	free(h->unit_name);
	free(h->level);
	free(h->to_unit_id);
	free(h->to_name);
	free(h->instance);
	free(h->previous);
	free(h->duty);
	free(h->period);
	free(h->made_on);
	free(h->made_by);
	free(h->approved_by);
	memset(h, 0, sizeof(*h));
}

/* ---- reading the header ---- */

bool header_number(const struct header *h, const char *name, int64_t *out)
{
	const char *s = header_get(h, name);
	long long n = 0;

	if (!s || !str_int(s, &n) || n < 0 || n > HEADER_NUMBER_MAX)
		return false;
	*out = n;
	return true;
}

static bool is_hex(const char *s, size_t n)
{
	return s && strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

static bool take(const struct header *h, const char *name, char **out)
{
	const char *s = header_get(h, name);

	if (str_empty(s) || strlen(s) > HEADER_TEXT_MAX || !snapshot_text_ok(s))
		return false;
	*out = xstrdup(s);
	return true;
}

static bool take_hex(const struct header *h, const char *name, size_t n, char **out)
{
	return is_hex(header_get(h, name), n) && take(h, name, out);
}

/* A newer program may know periods that this one does not: a short word is kept as it is. */
static bool take_period(const struct header *h, char **out)
{
	const char *s = header_get(h, "period");

	if (!s)
		return true;
	return strlen(s) <= HEADER_PERIOD_MAX && strspn(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == strlen(s) &&
	       take(h, "period", out);
}

static bool take_all(const struct header *h, struct bundle_head *out)
{
	struct date made;

	return take_hex(h, "unit-id", HEX128_LEN, &out->unit_id) &&
	       take(h, "unit-code", &out->unit_code) && enrol_code_ok(out->unit_code) &&
	       take(h, "unit-name", &out->unit_name) && take(h, "level", &out->level) &&
	       take_hex(h, "to-unit-id", HEX128_LEN, &out->to_unit_id) &&
	       take(h, "to-name", &out->to_name) &&
	       take_hex(h, "instance", HEX128_LEN, &out->instance) &&
	       header_number(h, "number", &out->number) && out->number > 0 &&
	       (out->number == 1 ? !header_get(h, "previous") :
				   take_hex(h, "previous", 2 * HASH_LEN, &out->previous) &&
					   strspn(out->previous, "0") < 2 * HASH_LEN) &&
	       take(h, "duty", &out->duty) && take_period(h, &out->period) && take(h, "made-on", &out->made_on) &&
	       date_parse_iso(out->made_on, &made) && header_number(h, "records", &out->records) &&
	       header_number(h, "incomplete", &out->incomplete) &&
	       header_number(h, "households", &out->households);
}

int bundle_head_read(const struct container *c, struct bundle_head *out, struct error *e)
{
	memset(out, 0, sizeof(*out));
	hex_encode(container_hash(c), HASH_LEN, out->hash);
	out->training = container_training(c);
	if (container_kind(c) == CONTAINER_BUNDLE && take_all(container_header(c), out))
		return 0;
	bundle_head_fini(out);
	return exchange_refuse(
		e, ERR_DATA, "GN-U20",
		container_kind(c) == CONTAINER_BUNDLE
			? _("The header of the file is not as this program writes it.")
			: _("This file is not a bundle."),
		_("Choose the bundle of a unit below, a file that ends in .gnb."));
}

void bundle_nothing_read(const struct header *h, struct strlist *out)
{
	for (size_t i = 0; i < h->n && out->n < HEADER_NOTHING_MAX; i++) {
		const char *s = h->v[i].value, *space = strchr(s, ' ');
		struct period p;
		char *duty;

		if (strcmp(h->v[i].name, "nothing") || !space || !period_parse(space + 1, &p))
			continue;
		duty = xstrndup(s, (size_t)(space - s));
		if (db_name_ok(duty) && !strlist_has(out, s))
			strlist_add(out, s);
		free(duty);
	}
}

/* ---- keeping it ---- */

int bundle_nothing_note(struct db *db, const char *hash, const struct strlist *nothing, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < nothing->n; i++) {
		const char *space = strchr(nothing->v[i], ' ');
		char *duty = xstrndup(nothing->v[i], (size_t)(space - nothing->v[i]));

		rc = db_run(db, e, "INSERT INTO bundle_not_arisen (hash, duty, period) VALUES (?, ?, ?)", "ttt", hash,
			    duty, space + 1);
		free(duty);
	}
	return rc;
}

int bundle_head_bind(struct stmt *st, int i, const struct bundle_head *h)
{
	const char *const texts[] = { h->hash,	h->unit_id,    h->unit_code, h->unit_name,
				      h->level, h->to_unit_id, h->to_name,   h->instance };

	for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
		stmt_text(st, i++, texts[k]);
	stmt_int(st, i++, h->number);
	stmt_text(st, i++, h->previous);
	stmt_text(st, i++, h->duty);
	stmt_text(st, i++, h->made_by);
	stmt_text(st, i++, h->approved_by);
	stmt_text(st, i++, h->made_on);
	stmt_int(st, i++, h->records);
	stmt_int(st, i++, h->incomplete);
	stmt_int(st, i++, h->households);
	stmt_text(st, i++, h->period);
	return i;
}

void bundle_head_take(struct stmt *st, int i, bool training, struct bundle_head *out)
{
	char **const slots[] = { &out->unit_id,	   &out->unit_code, &out->unit_name, &out->level,
				 &out->to_unit_id, &out->to_name,   &out->instance };
	const char *hash = stmt_col_text(st, i++);

	memset(out, 0, sizeof(*out));
	out->training = training;
	if (strlen(hash) == 2 * HASH_LEN)
		memcpy(out->hash, hash, sizeof(out->hash));
	for (size_t k = 0; k < sizeof(slots) / sizeof(slots[0]); k++)
		*slots[k] = xstrdup(stmt_col_text(st, i++));
	out->number = stmt_col_int(st, i++);
	out->previous = xstrdup_null(stmt_col_text(st, i++));
	out->duty = xstrdup(stmt_col_text(st, i++));
	out->made_by = xstrdup_null(stmt_col_text(st, i++));
	out->approved_by = xstrdup_null(stmt_col_text(st, i++));
	out->made_on = xstrdup(stmt_col_text(st, i++));
	out->records = stmt_col_int(st, i++);
	out->incomplete = stmt_col_int(st, i++);
	out->households = stmt_col_int(st, i++);
	out->period = xstrdup_null(stmt_col_text(st, i++));
}

char *bundle_receipt(const char *hash_hex, char buf[static RECEIPT_LEN + 1])
{
	/* No I, L, O, U: what is read out over a telephone must be written down right. */
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint8_t bytes[HASH_LEN] = { 0 };
	uint64_t bits = 0;

	hex_decode(hash_hex, bytes, HASH_LEN);
	for (int i = 0; i < 5; i++)
		bits = bits << 8 | bytes[i];
	for (int i = RECEIPT_LEN - 1; i >= 0; i--) {
		if (i == 4) {
			buf[i] = '-';
			continue;
		}
		buf[i] = letters[bits & 31];
		bits >>= 5;
	}
	buf[RECEIPT_LEN] = '\0';
	return buf;
}

/* ---- files ---- */

/* Compressed and sealed, a body has never come near a tenth; what really does not fit is told by
 * the disk itself. */
static int check_room(const char *dir, const char *body, struct error *e)
{
	int64_t free_bytes = disk_free(dir);
	struct stat st;

	if (stat(body, &st))
		return error_errno(e, errno, body);
	if (free_bytes < 0 || free_bytes > st.st_size / 10)
		return 0;
	return error_errno(e, ENOSPC, dir);
}

int bundle_file_name(const char *path, const char *code, char letter, int64_t number,
		     const char *ext, const char *body, char **out, struct error *e)
{
	bool folder = dir_exists(path) || (*path && path[strlen(path) - 1] == '/');
	char *dir = folder ? xstrdup(path) : path_dir(path);
	int rc = 0;

	*out = NULL;
	if (!dir_exists(dir))
		rc = error_errno(e, ENOENT, dir);
	if (!rc)
		rc = check_room(dir, body, e);
	if (!rc && !folder)
		*out = xstrdup(path);
	for (int i = 1; !rc && !*out; i++) {
		char *again = i > 1 ? xasprintf("_%d", i) : xstrdup("");
		char *name = xasprintf("%s_%c%04" PRId64 "%s.%s", code, letter, number, again, ext);

		*out = path_join(dir, name);
		if (file_exists(*out) && i < 1000) {
			free(*out);
			*out = NULL;
		}
		free(name);
		free(again);
	}
	free(dir);
	return rc;
}

int bundle_file_write(const char *path, const struct container_plan *plan, const struct file_note *note,
		      char hash_hex[static 2 * HASH_LEN + 1], struct error *e)
{
	uint8_t hash[HASH_LEN];
	bool noted = false;
	struct newfile out;
	int rc;

	if (file_exists(path))
		return error_errno(e, EEXIST, path);
	rc = newfile_open(&out, path, 0600, e);
	if (rc)
		return rc;
	rc = container_write(&out, plan, hash, e);
	if (!rc) {
		hex_encode(hash, HASH_LEN, hash_hex);
		rc = note->note(note->ctx, hash_hex, path, e);
		noted = !rc;
	}
	if (rc)
		newfile_abandon(&out);
	else
		rc = newfile_commit(&out, NEWFILE_READBACK, e);
	if (rc && noted)
		note->undo(note->ctx, hash_hex);
	return rc;
}

static int wrong_kind(enum container_kind want, struct error *e)
{
	if (want == CONTAINER_BUNDLE)
		return exchange_refuse(
			e, ERR_DATA, "GN-U21", _("This file is not a bundle."),
			_("Choose the bundle of a unit below, a file that ends in .gnb."));
	return exchange_refuse(e, ERR_DATA, "GN-U22", _("This file is not a reply."),
			       _("Choose the reply of the level above, a file that ends in .gnr."));
}

static int wrong_world(bool training, struct error *e)
{
	if (training)
		return exchange_refuse(e, ERR_DATA, "GN-U23",
				       _("This is a file of training; the book is a real one."),
				       _("Open the training book to take it in."));
	return exchange_refuse(e, ERR_DATA, "GN-U23",
			       _("This is a real file; the book is for training."),
			       _("Open the real book to take it in."));
}

int exchange_open(struct book *b, const char *path, enum container_kind kind,
		  struct container **out, char **copy, struct error *e)
{
	const struct container_limits limits = CONTAINER_LIMITS;
	int rc;

	*out = NULL;
	*copy = temp_name(b);
	rc = temp_copy(path, *copy, limits.file, e);
	if (!rc)
		rc = container_open(out, *copy, &limits, e);
	if (!rc && container_kind(*out) != kind)
		rc = wrong_kind(kind, e);
	if (!rc && container_training(*out) != book_training(b))
		rc = wrong_world(container_training(*out), e);
	if (rc) {
		if (rc == ERR_DATA) /* the name the user gave is the one to be told */
			error_detail(e, "%s", path);
		container_close(*out);
		*out = NULL;
		temp_drop(*copy);
		*copy = NULL;
	}
	return rc;
}

/* ---- verifying ---- */

/* Is the key that signed a unit's below, or this book's own? */
static int who_signed(struct book *b, const struct container *c, bool *known, struct error *e)
{
	struct error quiet = ERROR_INIT;
	struct peer p;
	struct keys own;
	int rc = peer_by_key(b, container_sign_pk(c), &p, e);

	if (!rc) {
		*known = p.in_force;
		peer_fini(&p);
		return 0;
	}
	if (rc != ERR_NOTFOUND)
		return rc;
	error_clear(e);
	if (!keys_load(&own, b, &quiet)) {
		*known = !memcmp(own.sign_pk, container_sign_pk(c), SIGN_PK);
		keys_fini(&own);
	}
	error_clear(&quiet);
	return 0;
}

int bundle_verify(const char *path, struct book *b, bool *known, struct bundle_head *out,
		  struct error *e)
{
	const struct container_limits limits = CONTAINER_LIMITS;
	struct container *c;
	int rc = container_open(&c, path, &limits, e);

	*known = false;
	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	rc = bundle_head_read(c, out, e);
	if (!rc && b)
		rc = who_signed(b, c, known, e);
	if (rc)
		bundle_head_fini(out);
	container_close(c);
	return rc;
}

/* ---- what was sent ---- */

void bundles_sent_fini(struct bundles_sent *s)
{
	for (size_t i = 0; i < s->n; i++) {
		bundle_head_fini(&s->v[i].head);
		free(s->v[i].path);
		free(s->v[i].state);
	}
	free(s->v);
	*s = (struct bundles_sent){ NULL, 0 };
}

int bundle_list(struct book *b, struct bundles_sent *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	int rc = db_prepare(book_db(b), &st,
			    "SELECT path, state, " BUNDLE_HEAD_COLUMNS
			    " FROM bundle_sent ORDER BY seq DESC",
			    e);

	*out = (struct bundles_sent){ NULL, 0 };
	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) > 0) {
		struct bundle_sent *s;

		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		s = &out->v[out->n++];
		s->path = xstrdup(stmt_col_text(st, 0));
		s->state = xstrdup(stmt_col_text(st, 1));
		bundle_head_take(st, 2, book_training(b), &s->head);
	}
	stmt_done(st);
	if (rc)
		bundles_sent_fini(out);
	return rc;
}
