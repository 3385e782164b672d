/* SPDX-License-Identifier: MIT */
/*
 * A file read into the book: batches of rows in one transaction, each row all or nothing by a savepoint.
 * What a row says goes through the same entry as the screen, so checks and history are the same.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <limits.h>
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
	const struct form *unkept;  /* the form, where this level keeps none of its records */
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

/* A row of the errors file: a reason that was there before is dropped, cells beyond the header come last. */
static void add_error_row(struct run *run, const struct strlist *cells, const char *reason)
{
	char sep = csv_separator(run->r);
	bool first = true;

	if (!run->errors)
		return;
	for (size_t i = 0; i < run->im.n; i++) {
		if (run->im.columns[i].use == USE_REASON)
			continue;
		csv_add_cell(run->errors, i < cells->n ? cells->v[i] : "", sep, first);
		first = false;
	}
	csv_add_cell(run->errors, reason, sep, first);
	for (size_t i = run->im.n; i < cells->n; i++)
		csv_add_cell(run->errors, cells->v[i], sep, false);
	str_addc(run->errors, '\n');
}

static void tell_bad(struct run *run, const struct strlist *cells, const struct error *e)
{
	char *reason = reason_text(e);

	run->now.bad++;
	add_error_row(run, cells, reason);
	free(reason);
}

/* ---- one row ---- */

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

/* The record with what the row says of it. */
static int open_row(struct import *im, const struct import_row *row, struct import_target *t, struct entry **en,
		    struct error *e)
{
	const struct entry_how how = { .id = *t->id ? t->id : NULL, .refs = im->refs };
	int ret;

	*en = t->other;
	if (t->other)
		return 0;
	if (t->is_new)
		ret = entry_make(en, im->f, im->b, im->form, NULL, &how, e);
	else
		ret = entry_read(en, im->f, im->b, im->form, NULL, t->id, im->refs, e);
	return ret ? ret : import_apply(im, row, *en, e);
}

static int said_before(long line, struct error *e)
{
	error_fail(e, ERR_DATA, "GN-I41", _("The same record as line %ld, with other values."), line);
	return ERR_DATA;
}

static int store_row(struct run *run, const struct import_row *row, struct error *e)
{
	struct import *im = &run->im;
	struct import_target t;
	struct entry *en = NULL;
	long earlier;
	int ret = import_match(im, row, &t, e);

	if (!ret)
		ret = open_row(im, row, &t, &en, e);
	if (ret)
		goto out;
	earlier = import_done_on(im, entry_id(en));
	if (!t.is_new && !entry_dirty(en)) {
		run->now.same++;
		run->now.incomplete += !stored_complete(en);
	} else if (earlier) {
		ret = said_before(earlier, e);
	} else {
		ret = save_row(run, en, t.is_new, e);
	}
	if (!ret) {
		import_done(im, entry_id(en), csv_line(run->r), t.given);
		import_hear(im, row, en);
	}
out:
	entry_free(en);
	return ret;
}

static int not_kept(const struct form *form, struct error *e)
{
	error_fail(e, ERR_USAGE, "GN-R60", _("%s: kept by books of the level \"%s\", not by this one."),
		   i18n_pick(form->plural), form->owner_level);
	error_safe(e, _("Nothing was changed."));
	return ERR_USAGE;
}

static int take_row(struct run *run, const struct strlist *cells, struct error *e)
{
	struct db *db = book_db(run->im.b);
	struct import_result before = run->now;
	struct import_row row = { .id = "" };
	int undo, ret = db_run(db, e, "SAVEPOINT import_row", "");

	if (ret)
		return ret;
	run->now.rows++;
	ret = csv_row_fault(run->r, e);
	if (!ret)
		ret = import_read_row(&run->im, cells, &row, e);
	if (!ret)
		ret = store_row(run, &row, e);
	import_row_fini(&run->im, &row);
	if (ret && !import_is_fatal(ret) && run->unkept)
		return not_kept(run->unkept, e);
	if (ret && !import_is_fatal(ret)) {
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
	if (!ret)
		run->safe->untaken = import_untaken(&run->im);
	if (run->dry && !ret)
		db_rollback(db);
	return ret;
}

/* ---- the file ---- */

/* How well the first row reads with this separator. */
static long try_separator(struct run *run, char sep)
{
	struct strlist cells;
	long score = LONG_MIN;

	strlist_init(&cells);
	csv_set_separator(run->r, sep);
	if (!csv_rewind(run->r, NULL) && csv_next(run->r, &cells, NULL) > 0)
		score = import_header_score(run->im.form, &cells);
	strlist_fini(&cells);
	return score;
}

/* Labels hold commas, and spreadsheets that part by semicolons or tabs do not quote them. */
static int choose_separator(struct run *run, struct error *e)
{
	static const char seps[] = { ',', ';', '\t' };
	char best = csv_separator(run->r);
	long most = try_separator(run, best);

	for (size_t i = 0; i < sizeof(seps); i++) {
		long score = try_separator(run, seps[i]);

		if (score <= most)
			continue;
		most = score;
		best = seps[i];
	}
	csv_set_separator(run->r, best);
	return csv_rewind(run->r, e);
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
		ret = csv_row_fault(run->r, e);
	if (!ret)
		ret = import_header(&run->im, &cells, e);
	if (!ret)
		add_error_row(run, &cells, "reason");
	strlist_fini(&cells);
	return ret;
}

/* A row's id, so that the rules never take one row's record for another's. */
static void note_id(struct import *im, const struct strlist *cells)
{
	for (size_t i = 0; i < im->n && i < cells->n; i++) {
		char *copy;

		if (im->columns[i].use != USE_ID)
			continue;
		copy = xstrdup(cells->v[i]);
		textmap_set(im->in_file, str_trim(copy), "");
		free(copy);
	}
}

/* The whole file is looked through first, so that a broken one stores nothing; then it stands after its header again. */
static int check_file(struct run *run, struct error *e)
{
	struct strlist cells;
	int ret;

	strlist_init(&cells);
	while ((ret = csv_next(run->r, &cells, e)) > 0)
		note_id(&run->im, &cells);
	if (!ret)
		ret = csv_rewind(run->r, e);
	if (!ret)
		ret = csv_next(run->r, &cells, e);
	strlist_fini(&cells);
	return ret < 0 ? ret : 0;
}

void import_result_fini(struct import_result *r)
{
	free(r->untaken);
	*r = (struct import_result){ .rows = 0 };
}

static void import_fini(struct import *im)
{
	for (size_t i = 0; im->columns && i < im->n; i++)
		free(im->columns[i].name);
	for (size_t i = 0; i < im->n_said; i++) {
		free(im->said[i].id);
		free(im->said[i].text);
	}
	free(im->said);
	free(im->columns);
	derive_queue_fini(&im->q);
	refs_free(im->refs);
	textmap_free(im->known);
	textmap_free(im->in_file);
	textmap_free(im->done);
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
	run.unkept = form_owned_by(form, book_level(b)) ? NULL : form;
	run.im.known = textmap_new();
	run.im.in_file = textmap_new();
	run.im.done = textmap_new();
	run.im.refs = refs_new(f, b);
	ret = csv_open_rows(&run.r, path, e);
	if (!ret)
		ret = choose_separator(&run, e);
	if (!ret)
		ret = read_header(&run, e);
	if (!ret)
		ret = check_file(&run, e);
	if (!ret)
		ret = read_rows(&run, e);
	csv_close(run.r);
	import_fini(&run.im);
	error_clear(&fallback);
	return ret;
}
