/* SPDX-License-Identifier: MIT */
/*
 * Saving a record: the whole of entry_save beside the bare transaction of the very same rows. What those rows are is learnt from a
 * rehearsal on a third copy of the book, by SQLite's session extension; the copy that plays them again has nothing but prepared
 * statements. Syncs are counted by strace, for only their number holds on another disk.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

/* Debian's SQLite has the session extension; its header shows it only to those who say so. */
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "bench/bench.h"
#include "bench/pty.h"
#include "form/entry.h"
#include "store/db.h"

#define OFFICER "Hoàng Thị Mai"

/* ---- the plain transaction ---- */

struct op {
	sqlite3_stmt *st;
	sqlite3_value *v[160];
	int n;
};
struct change { /* all rows of one save */
	struct op *op;
	size_t n, cap;
};
struct raw {
	sqlite3 *h;
	sqlite3_stmt **st;
	size_t n, cap;
	struct change *change;
};

static void sql_must(sqlite3 *h, int rc, const char *what)
{
	if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
		bench_fail("%s: %s", what, sqlite3_errmsg(h));
}

static sqlite3 *raw_open(const char *path)
{
	sqlite3 *h;

	sql_must(NULL, sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE, NULL), path);
	sql_must(h, sqlite3_exec(h, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
				    "PRAGMA journal_size_limit=4194304", NULL, NULL, NULL), path);
	return h;
}

static sqlite3_stmt *raw_stmt(struct raw *r, const char *sql)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(sqlite3_sql(r->st[i]), sql))
			return r->st[i];
	r->st = grow(r->st, r->n, &r->cap, sizeof(*r->st));
	sql_must(r->h, sqlite3_prepare_v3(r->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &r->st[r->n], NULL), sql);
	return r->st[r->n++];
}

static struct op *add_op(struct raw *r, struct change *c, const char *sql)
{
	c->op = grow(c->op, c->n, &c->cap, sizeof(*c->op));
	memset(&c->op[c->n], 0, sizeof(*c->op));
	c->op[c->n].st = raw_stmt(r, sql);
	return &c->op[c->n++];
}

static void add_value(struct op *op, sqlite3_value *v)
{
	if (op->n == (int)(sizeof(op->v) / sizeof(op->v[0])))
		bench_fail("too many columns");
	op->v[op->n++] = sqlite3_value_dup(v);
}

/* "a=? AND b=?" of the columns that are part of the key. */
static void add_key(struct str *sql, struct op *op, sqlite3_changeset_iter *it, char **names, int n)
{
	unsigned char *pk;

	sqlite3changeset_pk(it, &pk, NULL);
	for (int i = 0, k = 0; i < n; i++) {
		sqlite3_value *old;

		if (!pk[i])
			continue;
		sqlite3changeset_old(it, i, &old);
		if (sql)
			str_addf(sql, "%s\"%s\"=?", k++ ? " AND " : "", names[i]);
		if (op)
			add_value(op, old);
	}
}

static void play_insert(struct raw *r, struct change *c, sqlite3_changeset_iter *it, const char *table, int n)
{
	struct str sql;
	struct op *op;

	str_init(&sql);
	str_addf(&sql, "INSERT INTO \"%s\" VALUES (", table);
	for (int i = 0; i < n; i++)
		str_add(&sql, i ? ",?" : "?");
	str_addc(&sql, ')');
	op = add_op(r, c, sql.s);
	for (int i = 0; i < n; i++) {
		sqlite3_value *v;

		sqlite3changeset_new(it, i, &v);
		add_value(op, v);
	}
	str_fini(&sql);
}

static void play_update(struct raw *r, struct change *c, sqlite3_changeset_iter *it, const char *table, char **names,
			int n)
{
	struct str sql;
	struct op *op;
	int k = 0;

	str_init(&sql);
	str_addf(&sql, "UPDATE \"%s\" SET ", table);
	for (int i = 0; i < n; i++) {
		sqlite3_value *v;

		if (!sqlite3changeset_new(it, i, &v) && v)
			str_addf(&sql, "%s\"%s\"=?", k++ ? ", " : "", names[i]);
	}
	str_add(&sql, " WHERE ");
	add_key(&sql, NULL, it, names, n);
	op = add_op(r, c, sql.s);
	for (int i = 0; i < n; i++) {
		sqlite3_value *v;

		if (!sqlite3changeset_new(it, i, &v) && v)
			add_value(op, v);
	}
	add_key(NULL, op, it, names, n);
	str_fini(&sql);
}

static void play_delete(struct raw *r, struct change *c, sqlite3_changeset_iter *it, const char *table, char **names,
			int n)
{
	struct str sql;

	str_init(&sql);
	str_addf(&sql, "DELETE FROM \"%s\" WHERE ", table);
	add_key(&sql, NULL, it, names, n);
	add_key(NULL, add_op(r, c, sql.s), it, names, n);
	str_fini(&sql);
}

/* The index of words is part of the rows: it follows search_row as SQLite wants it told. */
static void play_words(struct raw *r, struct change *c, sqlite3_changeset_iter *it, bool before)
{
	sqlite3_value *rowid, *words;
	struct op *op;

	if (before) {
		sqlite3changeset_old(it, 0, &rowid);
		sqlite3changeset_old(it, 5, &words);
		op = add_op(r, c, "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)");
	} else {
		sqlite3changeset_new(it, 0, &rowid);
		sqlite3changeset_new(it, 5, &words);
		op = add_op(r, c, "INSERT INTO search (rowid, words) VALUES (?, ?)");
	}
	add_value(op, rowid);
	add_value(op, words);
}

static char **column_names(sqlite3 *h, const char *table, int n)
{
	char **names = xcalloc((size_t)n + 1, sizeof(*names)), *sql = xasprintf("SELECT * FROM \"%s\"", table);
	sqlite3_stmt *st;

	sql_must(h, sqlite3_prepare_v2(h, sql, -1, &st, NULL), sql);
	for (int i = 0; i < n; i++)
		names[i] = xstrdup(sqlite3_column_name(st, i));
	sqlite3_finalize(st);
	free(sql);
	return names;
}

static void learn(struct raw *r, struct change *c, int size, void *set)
{
	sqlite3_changeset_iter *it;

	sql_must(NULL, sqlite3changeset_start(&it, size, set), "changeset");
	while (sqlite3changeset_next(it) == SQLITE_ROW) {
		const char *table;
		char **names;
		int n, what;

		sqlite3changeset_op(it, &table, &n, &what, NULL);
		names = column_names(r->h, table, n);
		if (what == SQLITE_INSERT)
			play_insert(r, c, it, table, n);
		else if (what == SQLITE_UPDATE)
			play_update(r, c, it, table, names, n);
		else
			play_delete(r, c, it, table, names, n);
		if (!strcmp(table, "search_row") && what != SQLITE_INSERT)
			play_words(r, c, it, true);
		if (!strcmp(table, "search_row") && what != SQLITE_DELETE)
			play_words(r, c, it, false);
		for (int i = 0; i < n; i++)
			free(names[i]);
		free(names);
	}
	sqlite3changeset_finalize(it);
}

static double play(struct raw *r, const struct change *c)
{
	sqlite3_stmt *begin = raw_stmt(r, "BEGIN IMMEDIATE"), *commit = raw_stmt(r, "COMMIT");
	uint64_t from = bench_now();

	sql_must(r->h, sqlite3_step(begin), "begin");
	sqlite3_reset(begin);
	for (size_t i = 0; i < c->n; i++) {
		const struct op *op = &c->op[i];

		for (int k = 0; k < op->n; k++)
			sqlite3_bind_value(op->st, k + 1, op->v[k]);
		sql_must(r->h, sqlite3_step(op->st), sqlite3_sql(op->st));
		sqlite3_reset(op->st);
	}
	sql_must(r->h, sqlite3_step(commit), "commit");
	sqlite3_reset(commit);
	return (double)(bench_now() - from) / 1e6;
}

static void raw_close(struct raw *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < r->change[i].n; k++)
			for (int v = 0; v < r->change[i].op[k].n; v++)
				sqlite3_value_free(r->change[i].op[k].v[v]);
		free(r->change[i].op);
	}
	for (size_t i = 0; i < r->n; i++)
		sqlite3_finalize(r->st[i]);
	free(r->st);
	free(r->change);
	sqlite3_close(r->h);
}

/* ---- our save ---- */

struct ours {
	struct forms *forms;
	struct book *book;
	const struct form *form;
	struct strlist ids;
	struct error e;
};

static void must(struct ours *o, int rc, const char *what)
{
	if (rc)
		bench_fail("%s: %s (%s)", what, o->e.what ? o->e.what : "?", o->e.detail ? o->e.detail : "");
}

static void ours_open(struct ours *o, const char *path)
{
	char *codes = xasprintf("%s/codes", paths_data());
	struct stmt *st;

	memset(o, 0, sizeof(*o));
	strlist_init(&o->ids);
	o->forms = forms_new(paths_forms(), codes);
	free(codes);
	must(o, book_open(&o->book, path, BOOK_WRITE, &o->e), path);
	must(o, forms_prepare(o->forms, o->book, &o->e), path);
	must(o, forms_get(o->forms, "household", &o->form, &o->e), "household");
	must(o, db_prepare(book_db(o->book), &st,
			   "SELECT household FROM member GROUP BY household HAVING count(*)=4 AND "
			   "sum(relation_to_head='head')=1 ORDER BY household", &o->e), "ids");
	while (stmt_step(st, &o->e) > 0)
		strlist_add(&o->ids, stmt_col_text(st, 0));
	stmt_done(st);
}

static void ours_close(struct ours *o)
{
	book_close(o->book);
	forms_free(o->forms);
	strlist_fini(&o->ids);
	error_clear(&o->e);
}

/* What one writes on one form one can write on another. */
static void copy_fields(struct ours *o, struct entry *from, struct entry *to)
{
	const struct form *form = entry_form(from);

	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];
		const char *v = fd->type == FIELD_ANSWERS ? NULL : entry_get(from, fd, NULL);

		if (v && !fd->alias && !fd->derived && !fd->compute && fd != form->parent)
			must(o, entry_set(to, fd, NULL, v, ENTRY_PLAIN, &o->e), fd->name);
	}
}

/* A form filled in and not saved: the nth household with another telephone, or where `fresh` a new one of four people. */
static struct entry *filled(struct ours *o, size_t nth, bool fresh)
{
	struct entry *old, *en;
	char phone[16];

	must(o, entry_open(&old, o->forms, o->book, o->form, NULL, o->ids.v[nth], &o->e), "open");
	snprintf(phone, sizeof(phone), "0911%06zu", nth);
	if (!fresh) {
		must(o, entry_set(old, form_field(o->form, "phone", NULL), NULL, phone, ENTRY_PLAIN, &o->e), "phone");
		return old;
	}
	must(o, entry_new(&en, o->forms, o->book, o->form, NULL, &o->e), "new");
	copy_fields(o, old, en);
	for (size_t i = 0; i < entry_children(old, 0); i++) {
		struct entry *kid = entry_child_add(en, 0, &o->e);

		if (!kid)
			bench_fail("no row");
		copy_fields(o, entry_child(old, 0, i), kid);
	}
	entry_free(old);
	return en;
}

static double save(struct ours *o, struct entry *en)
{
	struct save_result r = { .changed = false };
	uint64_t from = bench_now();
	double ms;

	must(o, entry_save(en, OFFICER, NULL, &r, &o->e), "save");
	ms = (double)(bench_now() - from) / 1e6;
	if (!r.changed)
		bench_fail("nothing was saved");
	save_result_fini(&r);
	entry_free(en);
	return ms;
}

static int not_the_index(void *ctx, const char *table)
{
	(void)ctx;
	return strncmp(table, "search_", 7) != 0 || !strcmp(table, "search_row");
}

static void rehearse(struct ours *o, struct raw *r, size_t nth, bool fresh)
{
	struct entry *en = filled(o, nth, fresh);
	sqlite3_session *s;
	void *set;
	int size;

	sql_must(NULL, sqlite3session_create(db_handle(book_db(o->book)), "main", &s), "session");
	sqlite3session_table_filter(s, not_the_index, NULL);
	sqlite3session_attach(s, NULL);
	save(o, en);
	sql_must(NULL, sqlite3session_changeset(s, &size, &set), "changeset");
	sqlite3session_delete(s);
	learn(r, &r->change[nth], size, set);
	sqlite3_free(set);
}

static void one_kind(const struct bench *b, bool fresh, const char *what)
{
	char *a = bench_book_copy(b, 5000, "save-ours"), *c = bench_book_copy(b, 5000, "save-plain");
	char *d = bench_book_copy(b, 5000, "save-rehearsal");
	size_t each = b->fast ? 20 : 60, total = each * (size_t)(b->pairs + 1), nth = 0;
	double *ours_ms = xcalloc(each, sizeof(*ours_ms)), *raw_ms = xcalloc(each, sizeof(*raw_ms));
	double *p50[3] = { xcalloc(32, sizeof(double)), xcalloc(32, sizeof(double)), xcalloc(32, sizeof(double)) };
	struct raw raw = { .h = raw_open(c), .change = xcalloc(total, sizeof(*raw.change)) };
	struct ours ours;

	ours_open(&ours, d);
	if (ours.ids.n < total)
		bench_fail("too few households of four");
	for (size_t i = 0; i < total; i++)
		rehearse(&ours, &raw, i, fresh);
	ours_close(&ours);
	ours_open(&ours, a);
	for (int p = -1; p < b->pairs; p++) {
		for (size_t i = 0; i < each; i++, nth++) {
			ours_ms[i] = save(&ours, filled(&ours, nth, fresh));
			raw_ms[i] = play(&raw, &raw.change[nth]);
		}
		if (p < 0)
			continue;
		p50[0][p] = bench_median(ours_ms, each);
		p50[1][p] = bench_median(raw_ms, each);
		p50[2][p] = p50[0][p] / p50[1][p];
	}
	bench_row(13, what, (struct pairs){ bench_median(p50[0], (size_t)b->pairs), bench_median(p50[1], (size_t)b->pairs),
					    bench_median(p50[2], (size_t)b->pairs) }, 1.5);
	ours_close(&ours);
	raw_close(&raw, total);
	for (int i = 0; i < 3; i++)
		free(p50[i]);
	free(ours_ms);
	free(raw_ms);
	free(a);
	free(c);
	free(d);
}

/* ---- syncs ---- */

static pid_t child_of(pid_t pid)
{
	char *path = xasprintf("/proc/%d/task/%d/children", (int)pid, (int)pid);
	FILE *fp = fopen(path, "re");
	int child = 0;

	if (!fp || fscanf(fp, "%d", &child) != 1)
		bench_fail("%s tells no child", path);
	fclose(fp);
	free(path);
	return child;
}

/* Each round changes the telephone by one letter, leaves the field or not, and saves: syncs of the Save key alone, or of both. */
static void count_on_screen(struct pty *p, const char *log, long *at, int n, bool leave, double *syncs)
{
	for (int i = 0; i < n; i++) {
		pty_type(p, i % 2 ? KEY_BACKSPACE : "7");
		if (leave) {
			pty_type(p, KEY_TAB);
			bench_count_syncs(log, at);
		}
		pty_type(p, KEY_F2);
		syncs[i] = bench_count_syncs(log, at);
		if (leave)
			pty_type(p, KEY_BACKTAB);
		pty_forget(p);
	}
}

static void goal_screen_syncs(const struct bench *b)
{
	char *book = bench_book_copy(b, 5000, "syncs"), *log = bench_path(b->work, "strace.log");
	char *argv[] = { (char *)(uintptr_t)"strace", (char *)(uintptr_t)"-f", (char *)(uintptr_t)"-qq",
			 (char *)(uintptr_t)"-e", (char *)(uintptr_t)"trace=fsync,fdatasync", (char *)(uintptr_t)"-e",
			 (char *)(uintptr_t)"signal=none", (char *)(uintptr_t)"-o", log, b->program,
			 (char *)(uintptr_t)"--book", book, (char *)(uintptr_t)"--as", (char *)(uintptr_t)OFFICER,
			 (char *)(uintptr_t)"--screen", (char *)(uintptr_t)"household", NULL };
	char *row = bench_sql_text(book, "SELECT head_name FROM household WHERE left_on IS NULL AND head_name IS NOT NULL "
					 "ORDER BY _sort1, _unit, id LIMIT 1"), *saved;
	int n = b->fast ? 60 : 1000;
	double *left = xcalloc((size_t)n, sizeof(*left)), *open = xcalloc((size_t)n, sizeof(*open));
	struct pty p;
	long at = 0;

	pty_start(&p, argv);
	pty_wait(&p, row);
	p.watched = child_of(p.pid);
	pty_settle(&p);
	pty_type(&p, KEY_DOWN);
	pty_type(&p, KEY_ENTER);
	for (int i = 0; i < 4; i++)
		pty_type(&p, KEY_TAB);
	bench_count_syncs(log, &at);
	count_on_screen(&p, log, &at, n, true, left);
	count_on_screen(&p, log, &at, n / 10 * 2, false, open);
	pty_end(&p, false);
	saved = bench_sql_text(book, "SELECT max(_rev) FROM household WHERE head_name IS NOT NULL");
	if (atoi(saved) < n)
		bench_fail("only %s saves reached the book (has the screen another way now?)", saved);
	bench_row_plain(13, "syncs of a save on the screen, the field left before", bench_median(left, (size_t)n), 1, true);
	bench_row_plain(13, "syncs of a save out of a field just typed in", bench_median(open, (size_t)(n / 10 * 2)), 1,
			true);
	free(saved);
	free(left);
	free(open);
	free(row);
	free(book);
	free(log);
}

static void goal_put_syncs(const struct bench *b)
{
	char *book = bench_book_copy(b, 5000, "put"), *log = bench_path(b->work, "put.log");
	char *id = bench_sql_text(book, "SELECT id FROM household WHERE left_on IS NULL ORDER BY id LIMIT 1"), value[40];
	char *argv[] = { (char *)(uintptr_t)"strace", (char *)(uintptr_t)"-f", (char *)(uintptr_t)"-qq",
			 (char *)(uintptr_t)"-A", (char *)(uintptr_t)"-e", (char *)(uintptr_t)"trace=fsync,fdatasync",
			 (char *)(uintptr_t)"-o", log, b->program, (char *)(uintptr_t)"put",
			 (char *)(uintptr_t)"household", (char *)(uintptr_t)"--book", book, (char *)(uintptr_t)"--as",
			 (char *)(uintptr_t)OFFICER, (char *)(uintptr_t)"--id", id, value, NULL };
	int n = b->fast ? 20 : 1000;
	double *syncs = xcalloc((size_t)n, sizeof(*syncs));
	long at = 0;

	for (int i = 0; i < n; i++) {
		snprintf(value, sizeof(value), "phone=0912%06d", i);
		if (bench_run(argv))
			bench_fail("put failed");
		syncs[i] = bench_count_syncs(log, &at);
	}
	/* Of a process of its own: the log begun (file and folder), the save, the log and the book at the end. */
	bench_row_plain(13, "syncs of a whole `put`: log begun 2, save 1, end 2", bench_median(syncs, (size_t)n), 5, false);
	free(syncs);
	free(id);
	free(book);
	free(log);
}

void goals_save(const struct bench *b)
{
	one_kind(b, false, "save of a changed household, p50 ms : plain transaction");
	one_kind(b, true, "save of a new household of 4, p50 ms : plain transaction");
	if (!bench_have("strace")) {
		bench_row_skipped(13, "syncs of a save", "skipped: strace is not installed");
		return;
	}
	goal_screen_syncs(b);
	goal_put_syncs(b);
}
