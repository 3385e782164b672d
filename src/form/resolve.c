/* SPDX-License-Identifier: MIT */
/*
 * Finding a record by what people call it: its id, or its key, parts joined by "/". A part that is a
 * reference takes the words of its own record's key, and a leading part of a key may do, so "V01/12"
 * finds household 12 of village V01. As written wins over folded; two answers are never guessed between.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"
#include "text/utf8.h"
#include "text/viet.h"

#define DEPTH_MAX 6
#define MATCHES_MAX 21 /* more are not listed */

struct search {
	struct forms *f;
	struct book *b;
	const char *unit; /* the unit searched, or NULL: any */
};

/* One plain part of a key as it is compared. */
struct part {
	const struct field *fd;
	char *text;   /* as typed, cleaned */
	char *exact;  /* canonical, where it can be read; else as typed */
	char *folded;
};

static int find_by_parts(struct search *s, const struct form *form, char **parts, size_t n, int depth,
			 struct strlist *ids, struct error *e);

/* How many words the whole key of a form takes. */
static size_t key_words(struct forms *f, const struct form *form, int depth)
{
	size_t n = 0;

	for (size_t i = 0; i < form->n_key; i++) {
		const struct form *o;

		if (form->key[i]->type == FIELD_REFERENCE && depth > 0 &&
		    !forms_get(f, form->key[i]->refers, &o, NULL))
			n += key_words(f, o, depth - 1);
		else
			n++;
	}
	return n;
}

static void part_init(struct search *s, struct part *p, const struct field *fd, const char *text)
{
	p->fd = fd;
	p->text = utf8_clean(text);
	p->folded = viet_fold(p->text);
	p->exact = NULL;
	if (*p->text)
		field_read(s->f, s->b, fd, NULL, p->text, ENTRY_HUMAN, &p->exact, NULL);
	if (!p->exact)
		p->exact = xstrdup(p->text);
}

static void part_fini(struct part *p)
{
	free(p->text);
	free(p->exact);
	free(p->folded);
}

static bool part_holds(const struct part *p, const char *stored, bool exact)
{
	char *folded;
	bool same;

	if (!*p->text)
		return !stored;
	if (!stored)
		return false;
	if (exact || p->fd->type != FIELD_TEXT)
		return !strcmp(stored, p->exact);
	folded = viet_fold(stored);
	same = !strcmp(folded, p->folded);
	free(folded);
	return same;
}

/* Conditions known beforehand: references by id, plain parts as written when `exact`. */
struct condition {
	const struct field *fd;
	const char *text; /* NULL: is empty */
};

static char *select_sql(const struct search *s, const struct form *form, const struct condition *c, size_t n_c,
			const struct part *parts, size_t n)
{
	struct str b;

	str_init(&b);
	str_add(&b, "SELECT id");
	for (size_t i = 0; i < n; i++)
		str_addf(&b, ", \"%s\"", parts[i].fd->name);
	str_addf(&b, " FROM \"%s\" WHERE 1", form->name);
	if (s->unit)
		str_add(&b, " AND +_unit=?");
	for (size_t i = 0; i < n_c; i++)
		str_addf(&b, c[i].text ? " AND \"%s\"=?" : " AND \"%s\" IS NULL", c[i].fd->name);
	str_add(&b, " ORDER BY id");
	return str_take(&b);
}

static int select_rows(struct search *s, const struct form *form, const struct condition *c, size_t n_c,
		       const struct part *parts, size_t n, bool exact, struct strlist *ids, struct error *e)
{
	struct stmt *st;
	char *sql;
	int at = 1, ret;

	if (!form_table_there(s->b, form))
		return 0;
	sql = select_sql(s, form, c, n_c, parts, n);
	ret = db_prepare(book_db(s->b), &st, sql, e);
	free(sql);
	if (ret)
		return ret;
	if (s->unit)
		stmt_text(st, at++, s->unit);
	for (size_t i = 0; i < n_c; i++)
		if (c[i].text)
			stmt_text(st, at++, c[i].text);
	while (ids->n < MATCHES_MAX && (ret = stmt_step(st, e)) > 0) {
		bool all = true;

		for (size_t i = 0; all && i < n; i++)
			all = part_holds(&parts[i], stmt_col_text(st, (int)i + 1), exact);
		if (all && !strlist_has(ids, stmt_col_text(st, 0)))
			strlist_add(ids, stmt_col_text(st, 0));
	}
	stmt_done(st);
	return ret < 0 ? ret : 0;
}

/* Plain parts only are left: as written through an index first, then folded among what the references leave. */
static int find_plain(struct search *s, const struct form *form, struct condition *c, size_t n_c,
		      struct part *parts, size_t n, struct strlist *ids, struct error *e)
{
	size_t all = n_c;
	int ret;

	for (size_t i = 0; i < n; i++)
		c[all++] = (struct condition){ parts[i].fd, *parts[i].text ? parts[i].exact : NULL };
	ret = select_rows(s, form, c, all, parts, n, true, ids, e);
	if (!ret && !ids->n && n)
		ret = select_rows(s, form, c, n_c, parts, n, false, ids, e);
	return ret;
}

/* A key being matched: the conditions and parts found so far, and the words left. */
struct walk {
	struct search *s;
	const struct form *form;
	struct condition c[16];
	size_t n_c;
	struct part parts[16];
	size_t n_parts;
	int depth;
};

static int walk_key(struct walk *w, size_t i, char **words, size_t n, struct strlist *ids, struct error *e);

/* Words 0…k-1 name the referred record; with each that is meant, go on. */
static int walk_reference(struct walk *w, size_t i, char **words, size_t n, struct strlist *ids,
			  struct error *e)
{
	const struct field *fd = w->form->key[i];
	const struct form *o;
	size_t most;
	int ret = forms_get(w->s->f, fd->refers, &o, e);

	if (ret)
		return ret;
	if (!*words[0]) { /* an empty part: no reference */
		w->c[w->n_c++] = (struct condition){ fd, NULL };
		ret = walk_key(w, i + 1, words + 1, n - 1, ids, e);
		w->n_c--;
		if (ret || ids->n)
			return ret;
	}
	most = key_words(w->s->f, o, w->depth);
	/* The whole key of the other first; shorter ways of naming it only where that finds nothing. */
	for (size_t k = most < n ? most : n; k > 0 && !ids->n && !ret; k--) {
		struct search any = *w->s;
		struct strlist others;

		strlist_init(&others);
		if (k == 1 && uuid_valid(words[0]))
			strlist_add(&others, words[0]);
		else
			ret = find_by_parts(&any, o, words, k, w->depth - 1, &others, e);
		if (!ret && !others.n && any.unit) {
			any.unit = NULL;
			ret = find_by_parts(&any, o, words, k, w->depth - 1, &others, e);
		}
		for (size_t j = 0; !ret && j < others.n; j++) {
			w->c[w->n_c++] = (struct condition){ fd, others.v[j] };
			ret = walk_key(w, i + 1, words + k, n - k, ids, e);
			w->n_c--;
		}
		strlist_fini(&others);
	}
	return ret;
}

static int walk_key(struct walk *w, size_t i, char **words, size_t n, struct strlist *ids, struct error *e)
{
	bool last;
	int ret = 0;

	if (!n)
		return find_plain(w->s, w->form, w->c, w->n_c, w->parts, w->n_parts, ids, e);
	if (i == w->form->n_key || w->n_c + w->n_parts >= 15)
		return 0;
	if (w->form->key[i]->type == FIELD_REFERENCE)
		return walk_reference(w, i, words, n, ids, e);
	/* A text may hold "/" itself ("118/QĐ-UBND"): the last field takes all words left, another one more than one word only
	 * where one finds nothing. */
	last = i + 1 == w->form->n_key;
	for (size_t k = last ? n : 1; !ret && !ids->n && k <= n; k++) {
		struct str joined;

		str_init(&joined);
		for (size_t j = 0; j < k; j++)
			str_addf(&joined, "%s%s", j ? "/" : "", words[j]);
		part_init(w->s, &w->parts[w->n_parts++], w->form->key[i], joined.s);
		str_fini(&joined);
		ret = walk_key(w, i + 1, words + k, n - k, ids, e);
		part_fini(&w->parts[--w->n_parts]);
		if (w->form->key[i]->type != FIELD_TEXT)
			break;
	}
	return ret;
}

static int find_by_parts(struct search *s, const struct form *form, char **parts, size_t n, int depth,
			 struct strlist *ids, struct error *e)
{
	struct walk w = { .s = s, .form = form, .depth = depth };
	int ret = depth < 0 || !n ? 0 : walk_key(&w, 0, parts, n, ids, e);

	/* One word may also be what a rule of one field matches by: a village's code, a person's ID number. */
	for (size_t i = 0; n == 1 && !ret && !ids->n && i < form->n_matches; i++) {
		if (form->matches[i].n != 1 || form->matches[i].part[0].field->type == FIELD_REFERENCE)
			continue;
		part_init(s, &w.parts[0], form->matches[i].part[0].field, parts[0]);
		ret = find_plain(s, form, w.c, 0, w.parts, 1, ids, e);
		part_fini(&w.parts[0]);
	}
	return ret;
}

/* ---- the answer ---- */

static int none(const struct form *form, const char *text, struct error *e)
{
	error_fail(e, ERR_NOTFOUND, "GN-R30", _("%s: there is no \"%s\"."), i18n_pick(form->title), text);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Give the id, or the key with its parts joined by \"/\"."));
	return ERR_NOTFOUND;
}

static int several(struct search *s, const struct form *form, const char *text, const struct strlist *ids,
		   struct error *e)
{
	struct str b;

	if (!e)
		return ERR_AMBIGUOUS;
	str_init(&b);
	for (size_t i = 0; i < ids->n && i + 1 < MATCHES_MAX; i++) {
		char *key = key_text(s->f, s->b, form, s->unit, ids->v[i], "/", false);

		str_addf(&b, "%s%s  %s", i ? "\n" : "", ids->v[i], key ? key : "");
		free(key);
	}
	if (ids->n >= MATCHES_MAX)
		str_add(&b, "\n…");
	error_fail(e, ERR_AMBIGUOUS, "GN-R31", _("%s: more than one is called \"%s\"."), i18n_pick(form->title),
		   text);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Give the id of the one you mean, or more of its key."));
	error_detail(e, "%s", b.s);
	str_fini(&b);
	return ERR_AMBIGUOUS;
}

static int by_id(struct search *s, const struct form *form, const char *id, struct strlist *ids,
		 struct error *e)
{
	struct error inner = ERROR_INIT;
	struct record r;
	int ret = record_load(s->b, &form->table, s->unit, id, &r, &inner);

	if (ret == ERR_NOTFOUND) {
		error_clear(&inner);
		return 0;
	}
	if (ret) {
		error_move(e, &inner);
		return ret;
	}
	strlist_add(ids, r.id);
	record_fini(&r);
	return 0;
}

/* Parts as they stand between the slashes, blanks around them cut, empty ones kept. */
static void split_parts(const char *text, struct strlist *out)
{
	for (;;) {
		size_t n = strcspn(text, "/");
		char *part = xstrndup(text, n);

		strlist_add(out, str_trim(part));
		free(part);
		if (!text[n])
			return;
		text += n + 1;
	}
}

int form_resolve(struct forms *f, struct book *b, const struct form *form, const char *unit,
		 const char *text, char *id_out, struct error *e)
{
	struct search s = { f, b, unit ? unit : book_unit_id(b) };
	struct strlist parts, ids;
	char *clean = utf8_clean(text ? text : "");
	int ret = 0;

	strlist_init(&parts);
	strlist_init(&ids);
	split_parts(clean, &parts);
	for (int round = 0; !ret && !ids.n && round < (unit ? 1 : 2); round++) {
		if (round)
			s.unit = NULL;
		if (uuid_valid(clean))
			ret = by_id(&s, form, clean, &ids, e);
		else if (*clean)
			ret = find_by_parts(&s, form, parts.v, parts.n, DEPTH_MAX, &ids, e);
	}
	if (!ret && !ids.n)
		ret = none(form, clean, e);
	else if (!ret && ids.n > 1)
		ret = several(&s, form, clean, &ids, e);
	if (!ret)
		memcpy(id_out, ids.v[0], UUID_LEN + 1);
	strlist_fini(&parts);
	strlist_fini(&ids);
	free(clean);
	return ret;
}
