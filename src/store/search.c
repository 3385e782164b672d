/* SPDX-License-Identifier: MIT */
/*
 * The search index. SQLite's own folding misses đ, so words are folded here; beside each folded
 * word the word as typed stands after "=", so that "Đặng" asked with its accents finds Đặng
 * before Đăng without looking through all the rows of "dang". "@form" narrows to a form in the
 * same index.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/search.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/internal.h"
#include "text/utf8.h"
#include "text/viet.h"

#define COUNT_MAX 10000
#define WORDS_MAX 16 /* of a query; more would not find less */

/* Letters and digits on which SQLite's tokenizer and utf8proc agree, whatever their editions of
 * Unicode: a word the tokenizer would cut in two cannot be asked for in this kind of index. */
static bool is_word(utf8proc_int32_t c)
{
	bool settled = c < 0x530 || (c >= 0x1e00 && c < 0x2000) || (c >= 0x4e00 && c < 0x9fa6);

	if (!settled)
		return false;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

/* Words in small letters with their accents (NFC). */
static void split_words(const char *text, struct strlist *out)
{
	char *nfc = utf8_nfc(text, strlen(text));
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)nfc;
	struct str word;

	str_init(&word);
	for (;;) {
		utf8proc_int32_t c = 0;
		utf8proc_ssize_t n = *p ? utf8proc_iterate(p, -1, &c) : 0;

		if (n > 0 && is_word(c)) {
			utf8proc_uint8_t low[4];

			str_addn(&word, (char *)low,
				 (size_t)utf8proc_encode_char(utf8proc_tolower(c), low));
		} else if (word.len) {
			strlist_add(out, word.s);
			str_reset(&word);
		}
		if (n <= 0)
			break;
		p += n;
	}
	str_fini(&word);
	free(nfc);
}

static void fold_words(const struct strlist *words, struct strlist *out)
{
	for (size_t i = 0; i < words->n; i++) {
		char *fold = viet_fold(words->v[i]);

		strlist_split(out, fold, " ");
		free(fold);
	}
}

static char *index_words(const char *form, const char *text)
{
	struct strlist words, folded;
	struct str b;

	strlist_init(&words);
	strlist_init(&folded);
	str_init(&b);
	split_words(text, &words);
	fold_words(&words, &folded);
	for (size_t i = 0; i < folded.n; i++)
		str_addf(&b, "%s ", folded.v[i]);
	for (size_t i = 0; i < words.n; i++)
		str_addf(&b, "=%s ", words.v[i]);
	str_addf(&b, "@%s", form);
	strlist_fini(&folded);
	strlist_fini(&words);
	return str_take(&b);
}

/* Take a row out of the index; FTS5 wants to be told the words it had. */
static int forget(struct book *b, int64_t rowid, const char *words, struct error *e)
{
	int rc = db_run(b->db, e,
			"INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", "it",
			(long long)rowid, words);

	return rc ? rc
		  : db_run(b->db, e, "DELETE FROM search_row WHERE rowid=?", "i", (long long)rowid);
}

static int add(struct book *b, const char *form, const char *unit, const char *id, const char *text,
	       const char *words, struct error *e)
{
	/* Not RETURNING: it opens a savepoint, at which FTS5 writes out all it has gathered, once a row. */
	int rc = db_run(b->db, e,
			"INSERT INTO search_row (form, unit, id, original, words) VALUES (?, ?, ?, ?, ?)",
			"ttttt", form, unit, id, text, words);

	return rc ? rc
		  : db_run(b->db, e, "INSERT INTO search (rowid, words) VALUES (?, ?)", "it",
			   (long long)sqlite3_last_insert_rowid(db_handle(b->db)), words);
}

int search_put(struct book *b, const char *form, const char *unit, const char *id, const char *text,
	       struct error *e)
{
	char *words = str_empty(text) ? NULL : index_words(form, text);
	char *old = NULL;
	bool same = false;
	int64_t rowid = 0;
	struct stmt *st;
	int rc = db_prepare(b->db, &st,
			    "SELECT rowid, original, words FROM search_row "
			    "WHERE id=? AND form=? AND unit=?",
			    e);

	if (rc)
		goto out;
	stmt_text(st, 1, id);
	stmt_text(st, 2, form);
	stmt_text(st, 3, unit);
	rc = stmt_step(st, e);
	if (rc > 0) {
		rowid = stmt_col_int(st, 0);
		same = words && str_eq(stmt_col_text(st, 1), text) &&
		       str_eq(stmt_col_text(st, 2), words);
		old = xstrdup(stmt_col_text(st, 2));
		rc = 0;
	}
	stmt_done(st);
	if (rc || same)
		goto out;
	if (old)
		rc = forget(b, rowid, old, e);
	if (!rc && words)
		rc = add(b, form, unit, id, text, words, e);
out:
	free(old);
	free(words);
	return rc;
}

int search_rebuild(struct book *b, struct error *e)
{
	return db_run(b->db, e, "INSERT INTO search (search) VALUES ('rebuild')", "");
}

/* ---- finding ---- */

void search_hits_fini(struct search_hits *h)
{
	for (size_t i = 0; i < h->n; i++) {
		free(h->v[i].form);
		free(h->v[i].unit);
		free(h->v[i].id);
		free(h->v[i].text);
	}
	free(h->v);
	*h = (struct search_hits){ NULL, 0, 0 };
}

/* Every word must be there. Words hold no quote, they are letters and digits. */
static char *match_all(const struct strlist *words, const char *mark, bool prefix, const char *form)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < words->n && i < WORDS_MAX; i++)
		str_addf(&b, "%s\"%s%s\"%s", i ? " AND " : "", mark, words->v[i],
			 prefix ? " *" : "");
	if (form)
		str_addf(&b, " AND \"@%s\"", form);
	return str_take(&b);
}

/* Rows found so far, so that none is shown twice. */
struct finding {
	struct book *b;
	int64_t *rowids;
	size_t limit;
	struct search_hits *out;
};

static bool is_known(const struct finding *f, int64_t rowid)
{
	for (size_t i = 0; i < f->out->n; i++)
		if (f->rowids[i] == rowid)
			return true;
	return false;
}

static int add_hit(struct finding *f, int64_t rowid, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(f->b->db, &st,
			    "SELECT form, unit, id, original FROM search_row WHERE rowid=?", e);

	if (rc)
		return rc;
	stmt_int(st, 1, rowid);
	rc = stmt_step(st, e);
	if (rc > 0) {
		f->rowids[f->out->n] = rowid;
		f->out->v[f->out->n++] = (struct search_hit){
			xstrdup(stmt_col_text(st, 0)),
			xstrdup(stmt_col_text(st, 1)),
			xstrdup(stmt_col_text(st, 2)),
			xstrdup(stmt_col_text(st, 3)),
		};
		rc = 0;
	}
	stmt_done(st);
	return rc;
}

/* Fill up with rows of one kind of match, in the index's order. */
static int find_rows(struct finding *f, char *match, struct error *e)
{
	struct stmt *st = NULL;
	int rc = 0;

	if (f->out->n < f->limit)
		rc = db_prepare(f->b->db, &st,
				"SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", e);
	if (!rc && st) {
		stmt_text(st, 1, match);
		stmt_int(st, 2, (int64_t)(f->limit + f->out->n));
		while (f->out->n < f->limit && (rc = stmt_step(st, e)) > 0) {
			rc = is_known(f, stmt_col_int(st, 0)) ? 0
							      : add_hit(f, stmt_col_int(st, 0), e);
			if (rc)
				break;
		}
		rc = rc > 0 ? 0 : rc;
	}
	stmt_done(st);
	free(match);
	return rc;
}

/* Words as typed and whole; as typed; with any accents. */
static int find_all(struct finding *f, const struct strlist *typed, const char *form,
		    struct error *e)
{
	struct strlist folded;
	char *match;
	int rc;

	strlist_init(&folded);
	fold_words(typed, &folded);
	match = match_all(&folded, "", true, form);
	rc = find_rows(f, match_all(typed, "=", false, form), e);
	if (!rc)
		rc = find_rows(f, match_all(typed, "=", true, form), e);
	if (!rc && folded.n)
		rc = find_rows(f, xstrdup(match), e);
	if (!rc && folded.n)
		rc = db_get_int(f->b->db, &f->out->total, NULL, e,
				"SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? "
				"LIMIT ?)",
				"ti", match, (long long)COUNT_MAX);
	free(match);
	strlist_fini(&folded);
	return rc;
}

int search_find(struct book *b, const char *form, const char *query, size_t limit,
		struct search_hits *out, struct error *e)
{
	struct finding f = { .b = b, .limit = limit, .out = out };
	struct strlist typed;
	int rc = 0;

	*out = (struct search_hits){ NULL, 0, 0 };
	strlist_init(&typed);
	split_words(query, &typed);
	if (typed.n && (!form || db_name_ok(form))) {
		out->v = xcalloc(limit + 1, sizeof(*out->v));
		f.rowids = xcalloc(limit + 1, sizeof(*f.rowids));
		rc = find_all(&f, &typed, form, e);
		free(f.rowids);
	}
	strlist_fini(&typed);
	if (rc)
		search_hits_fini(out);
	return rc;
}
