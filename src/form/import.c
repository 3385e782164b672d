/* SPDX-License-Identifier: MIT */
/*
 * A file read into the book: batches of rows in one transaction, each row all or nothing by a savepoint.
 * What a row says goes through the same entry as the screen, so checks and history are the same.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/import_impl.h"
#include "store/db.h"

#define BATCH 200

struct run {
	struct import im;
	struct csv_reader *r;
	bool dry;
	struct str *errors;
	void (*on_row)(void *ctx, const struct import_result *so_far);
	void *ctx;
	struct import_result now;   /* with the batch at hand */
	struct import_result *safe; /* committed */
};

static char *reason_text(const struct error *e)
{
	struct str b;

	str_init(&b);
	str_add(&b, e->what ? e->what : "");
	if (e->todo)
		str_addf(&b, " %s", e->todo);
	return str_take(&b);
}

static void tell_bad(struct run *run, const struct strlist *cells, const struct error *e)
{
	char sep = csv_separator(run->r), *reason = reason_text(e);
	size_t n = cells->n > run->im.n ? cells->n : run->im.n;

	run->now.bad++;
	if (run->errors) {
		for (size_t i = 0; i < n; i++)
			csv_add_cell(run->errors, i < cells->n ? cells->v[i] : "", sep, !i);
		csv_add_cell(run->errors, reason, sep, false);
		str_addc(run->errors, '\n');
	}
	free(reason);
}

/* ---- one row ---- */

/* A failure of the book, not of the row: the import ends. */
static bool is_fatal(int ret)
{
	return ret == ERR_IO || ret == ERR_BUSY || ret == ERR_FAULT;
}

static int save_row(struct run *run, struct entry *en, bool is_new, struct error *e)
{
	struct save_result out;
	int ret = entry_may_save(en, e);

	if (!ret)
		ret = entry_save_inside(en, run->im.who, NULL, &run->im.q, &out, e);
	if (ret)
		return ret;
	if (is_new)
		run->now.added++;
	else if (out.changed)
		run->now.changed++;
	else
		run->now.same++;
	run->now.incomplete += !out.complete;
	save_result_fini(&out);
	return 0;
}

/* The record and all its rows. */
static bool stored_complete(const struct entry *en)
{
	if (!en->was_complete)
		return false;
	for (size_t r = 0; r < en->form->n_rosters; r++)
		for (size_t i = 0; i < en->kids[r].n; i++)
			if (!stored_complete(en->kids[r].v[i]))
				return false;
	return true;
}

static int store_row(struct run *run, const struct import_row *row, struct error *e)
{
	struct import *im = &run->im;
	struct entry *en = NULL;
	struct record r;
	char id[37];
	bool is_new;
	int ret = import_match(im, row, id, e);

	if (ret)
		return ret;
	is_new = !*id || record_load(im->b, &im->form->table, book_unit_id(im->b), id, &r, NULL);
	if (is_new) {
		const struct entry_how how = { .id = *id ? id : NULL, .refs = im->refs };

		ret = entry_make(&en, im->f, im->b, im->form, NULL, &how, e);
	} else {
		record_fini(&r);
		ret = entry_read(&en, im->f, im->b, im->form, NULL, id, im->refs, e);
	}
	if (!ret)
		ret = import_apply(im, row, en, e);
	if (!ret && !is_new && !entry_dirty(en)) {
		run->now.same++;
		run->now.incomplete += !stored_complete(en);
	} else if (!ret) {
		ret = save_row(run, en, is_new, e);
	}
	entry_free(en);
	return ret;
}

static int take_row(struct run *run, const struct strlist *cells, struct error *e)
{
	struct db *db = book_db(run->im.b);
	struct import_result before = run->now;
	struct import_row row;
	int undo, ret = db_run(db, e, "SAVEPOINT import_row", "");

	if (ret)
		return ret;
	run->now.rows++;
	ret = import_read_row(&run->im, cells, &row, e);
	if (!ret)
		ret = store_row(run, &row, e);
	import_row_fini(&run->im, &row);
	if (ret && !is_fatal(ret)) {
		undo = db_run(db, NULL, "ROLLBACK TO import_row", "");
		run->now = before;
		run->now.rows++;
		refs_forget(run->im.refs, NULL);
		tell_bad(run, cells, e);
		error_clear(e);
		ret = undo;
	}
	return ret ? ret : db_run(db, e, "RELEASE import_row", "");
}

/* ---- batches ---- */

static int end_batch(struct run *run, struct error *e)
{
	int ret = derive_queue_run(&run->im.q, run->im.f, run->im.b, run->im.refs, e);
	bool more;

	if (!ret && !run->dry)
		ret = db_commit(book_db(run->im.b), e);
	else if (ret)
		db_rollback(book_db(run->im.b));
	if (ret)
		return ret;
	more = run->now.rows > run->safe->rows;
	*run->safe = run->now;
	if (run->on_row && !run->dry && more)
		run->on_row(run->ctx, &run->now);
	return 0;
}

static bool is_blank_row(const struct strlist *cells)
{
	for (size_t i = 0; i < cells->n; i++)
		if (cells->v[i][strspn(cells->v[i], " \t\r\n")])
			return false;
	return true;
}

/* Rows up to a batch; *more: the file goes on. */
static int read_batch(struct run *run, bool *more, struct error *e)
{
	struct strlist cells;
	int ret = 0, got = 1;

	strlist_init(&cells);
	for (int n = 0; !ret && n < BATCH; n++) {
		got = csv_next(run->r, &cells, e);
		if (got <= 0)
			break;
		if (!is_blank_row(&cells))
			ret = take_row(run, &cells, e);
	}
	*more = got > 0;
	strlist_fini(&cells);
	return ret ? ret : got < 0 ? got : 0;
}

static int read_rows(struct run *run, struct error *e)
{
	struct db *db = book_db(run->im.b);
	bool more = true;
	int ret = 0;

	/* A rehearsal is one transaction that is taken back at the end: later rows must see earlier ones. */
	while (!ret && more) {
		if (!run->dry || !db_in_transaction(db))
			ret = db_begin(db, e);
		if (ret)
			break;
		ret = read_batch(run, &more, e);
		if (ret)
			db_rollback(db);
		else
			ret = end_batch(run, e);
	}
	if (run->dry && !ret)
		db_rollback(db);
	return ret;
}

static int read_header(struct run *run, struct error *e)
{
	struct strlist cells;
	int ret;

	strlist_init(&cells);
	ret = csv_next(run->r, &cells, e);
	if (!ret)
		ret = error_fail(e, ERR_DATA, "GN-I04", "%s", _("The file is empty."));
	else if (ret > 0)
		ret = import_header(&run->im, &cells, e);
	if (!ret && run->errors) {
		for (size_t i = 0; i < cells.n; i++)
			csv_add_cell(run->errors, cells.v[i], csv_separator(run->r), !i);
		csv_add_cell(run->errors, "reason", csv_separator(run->r), false);
		str_addc(run->errors, '\n');
	}
	strlist_fini(&cells);
	return ret;
}

/* The whole file is looked through first, so that a broken one stores nothing. */
static int check_file(struct csv_reader *r, struct error *e)
{
	struct strlist cells;
	int ret;

	strlist_init(&cells);
	while ((ret = csv_next(r, &cells, e)) > 0)
		;
	strlist_fini(&cells);
	return ret ? ret : csv_rewind(r, e);
}

static int check_level(struct book *b, const struct form *form, struct error *e)
{
	if (form_owned_by(form, book_level(b)))
		return 0;
	error_fail(e, ERR_USAGE, "GN-R60", _("%s: kept by books of the level \"%s\", not by this one."),
		   i18n_pick(form->plural), form->owner_level);
	error_safe(e, _("Nothing was changed."));
	return ERR_USAGE;
}

int import_csv(struct forms *f, struct book *b, const struct form *form, const char *path, bool dry_run,
	       struct str *errors, const char *who,
	       void (*on_row)(void *ctx, const struct import_result *so_far), void *ctx,
	       struct import_result *out, struct error *e)
{
	struct error fallback = ERROR_INIT;
	struct run run = { .im = { .f = f, .b = b, .form = form, .who = who, .q = { .who = who } },
			   .dry = dry_run, .errors = errors, .on_row = on_row, .ctx = ctx, .safe = out };
	int ret;

	if (!e)
		e = &fallback; /* the reasons of bad rows are read from it */
	*out = (struct import_result){ .rows = 0 };
	ret = check_level(b, form, e);
	if (!ret)
		ret = csv_open(&run.r, path, e);
	if (!ret)
		ret = check_file(run.r, e);
	run.im.known = textmap_new();
	run.im.refs = refs_new(f, b);
	if (!ret)
		ret = read_header(&run, e);
	if (!ret)
		ret = read_rows(&run, e);
	csv_close(run.r);
	derive_queue_fini(&run.im.q);
	refs_free(run.im.refs);
	textmap_free(run.im.known);
	free(run.im.columns);
	error_clear(&fallback);
	return ret;
}
