/* SPDX-License-Identifier: MIT */
/*
 * What a record shows of others: aliases of its rows, the latest of another form, sort keys, the
 * words it is searched by. Written without a revision: it is nobody's answer, and the level above
 * works it out for itself.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"
#include "text/number.h"
#include "text/viet.h"

/* ---- the latest of other forms ---- */

static char *latest_sql(const struct form *form, const struct field_origin *o, bool known, const char *on)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "SELECT \"%s\", ", o->date);
	str_addf(&b, o->nothing ? "NULL" : "\"%s\"", o->value);
	/* Only the owner's rows: another unit may not speak of its record. '+' keeps SQLite to the index on the link. */
	str_addf(&b, " FROM \"%s\" t WHERE +_unit=?1 AND \"%s\"=?2 AND \"%s\" IS NOT NULL", o->form, o->link, o->date);
	if (o->complete)
		str_add(&b, " AND _state='complete'");
	if (o->filled && !o->nothing)
		str_addf(&b, " AND \"%s\" IS NOT NULL", o->value);
	if (on)
		str_addf(&b, " AND \"%s\"<=?3", o->date);
	if (o->same && known)
		str_addf(&b, " AND +\"%s\" IS ?4", o->same);
	else if (o->same)
		str_addf(&b, " AND +\"%s\" IS (SELECT x.\"%s\" FROM \"%s\" x WHERE x._unit=?1 AND x.id=?2)", o->same, o->same,
			 form->name);
	if (o->where_field)
		str_addf(&b, " AND \"%s\" IN (?5", o->where_field);
	for (size_t i = 1; o->where_field && o->where_values[i]; i++)
		str_addf(&b, ", ?%zu", i + 5);
	if (o->where_field)
		str_addc(&b, ')');
	str_addf(&b, " ORDER BY \"%s\" DESC, id DESC LIMIT 1", o->date);
	return str_take(&b);
}
/* A book open for reading may be older than the form. */
static bool source_there(struct book *b, const struct form *from, const struct field_origin *o)
{
	int64_t n = 0;

	if (book_writable(b))
		return true;
	return !db_get_int(book_db(b), &n, NULL, NULL, "SELECT count(*) FROM pragma_table_info(?) WHERE name IN (?, ?)", "ttt",
			   from->name, o->date, o->nothing ? o->date : o->value) &&
	       n == (o->nothing || str_eq(o->date, o->value) ? 1 : 2);
}

/* The newest record of one source, if its day is after `day`: then *day and *out are its. */
static int newest(struct derive_wanted *w, const struct field_origin *o, char **day, char **out, struct error *e)
{
	const struct field *here = o->same && w->en ? form_field(w->en->form, o->same, NULL) : NULL;
	const struct form *from;
	struct stmt *st;
	char *sql, buf[32];
	int ret = forms_get(w->f, o->form, &from, e);

	if (ret || !source_there(w->b, from, o))
		return ret;
	sql = latest_sql(w->fd->form, o, here != NULL, w->on);
	ret = db_prepare(book_db(w->b), &st, sql, e);
	free(sql);
	if (ret)
		return ret;
	stmt_text(st, 1, w->unit);
	stmt_text(st, 2, w->id);
	if (w->on)
		stmt_text(st, 3, w->on);
	if (here)
		stmt_text(st, 4, entry_get(w->en, here, NULL));
	for (size_t i = 0; o->where_field && o->where_values[i]; i++)
		stmt_text(st, (int)i + 5, o->where_values[i]);
	ret = stmt_step(st, e);
	if (ret > 0 && (!*day || strcmp(stmt_col_text(st, 0), *day) > 0)) {
		set_string(day, stmt_col_text(st, 0));
		set_string(out, w->fd->type == FIELD_DECIMAL && !stmt_col_null(st, 1) ?
					number_plain(stmt_col_real(st, 1), buf) :
					stmt_col_text(st, 1));
	}
	stmt_done(st);
	return ret < 0 ? ret : 0;
}

int derive_value(struct derive_wanted *w, char **out, struct error *e)
{
	char *day = NULL;
	int ret = 0;

	*out = NULL;
	for (size_t i = 0; !ret && i < w->fd->n_sources; i++)
		ret = newest(w, &w->fd->sources[i], &day, out, e);
	free(day);
	return ret;
}

int derive_latest(struct entry *en, struct error *e)
{
	struct derive_wanted w = { .f = en->f, .b = en->b, .en = en, .unit = en->unit, .id = en->id };
	int ret = 0;

	for (size_t i = 0; !ret && i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];
		char *text;

		if (!fd->derived)
			continue;
		w.fd = fd;
		ret = derive_value(&w, &text, e);
		if (ret)
			break;
		slot_set(&en->now[i], fd, NULL, text);
		free(text);
	}
	return ret;
}

int derive_latest_deep(struct entry *en, struct error *e)
{
	int ret = en->is_new ? 0 : derive_latest(en, e);

	for (size_t r = 0; r < en->form->n_rosters; r++)
		for (size_t i = 0; !ret && i < en->kids[r].n; i++)
			ret = derive_latest_deep(en->kids[r].v[i], e);
	return ret;
}

/* ---- sort keys and words ---- */

/* Numbers as text of one length that sorts by value, also below zero. */
static char *number_key(const char *text)
{
	double d;

	if (!number_decimal_plain(text, &d))
		return xstrdup("");
	return xasprintf("%020llu", (unsigned long long)llround(d * 1000) + (1ULL << 63));
}

static char *choice_key(const struct field *fd, const char *code)
{
	const struct code *k = codes_find(fd->choices, code);

	return xasprintf("%06zu", k ? (size_t)(k - fd->choices->v) : (size_t)999999);
}

static char *reference_key(struct entry *en, const struct field *fd, const char *id)
{
	const struct form *form;
	char *text, *key;

	if (en->parent && fd == en->form->parent)
		text = entry_key(en->parent, "/", false);
	else
		text = forms_get(en->f, fd->refers, &form, NULL) ?
			       NULL :
			       key_text(en->f, en->b, form, en->unit, id, "/", false);
	key = viet_text_key(text ? text : "");
	free(text);
	return key;
}

static char *part_key(struct entry *en, const struct field *fd, enum sort_kind kind)
{
	const char *text = entry_get(en, fd, NULL);

	if (!text) /* what has no day yet stands behind what has one */
		return xstrdup(fd->type == FIELD_DATE ? "9999" : "");
	switch (fd->type) {
	case FIELD_INT:
	case FIELD_MONEY:
	case FIELD_DECIMAL:
		return number_key(text);
	case FIELD_CHOICE:
		return choice_key(fd, text);
	case FIELD_REFERENCE:
		return reference_key(en, fd, text);
	case FIELD_TEXT:
		return kind == SORT_NAME ? viet_name_key(text) : viet_text_key(text);
	default:
		return xstrdup(text);
	}
}

char **derive_sort_keys(struct entry *en)
{
	char **keys = xcalloc(en->form->n_sorts + 1, sizeof(*keys));

	for (size_t i = 0; i < en->form->n_sorts; i++) {
		const struct form_sort *sort = &en->form->sorts[i];
		struct str b;

		str_init(&b);
		for (size_t k = 0; k < sort->n; k++) {
			char *part = part_key(en, sort->field[k], sort->kind[k]);

			str_addf(&b, "%s%s", k ? "\t" : "", part);
			free(part);
		}
		keys[i] = str_take(&b);
	}
	return keys;
}

char *derive_search_text(struct entry *en)
{
	struct str b;

	if (!en->form->n_search)
		return NULL;
	str_init(&b);
	for (size_t i = 0; i < en->form->n_search; i++) {
		const struct field *fd = en->form->search[i];
		/* Numbers and codes are searched as one types them. */
		char *text = fd->type == FIELD_INT || fd->type == FIELD_DECIMAL ?
				     xstrdup_null(entry_get(en, fd, NULL)) :
				     entry_show(en, fd, NULL);

		if (!str_empty(text))
			str_addf(&b, "%s%s", b.len ? " · " : "", text);
		free(text);
	}
	return str_take(&b);
}

int derive_write(struct entry *en, bool complete, bool set_state, struct error *e)
{
	const struct form *form = en->form;
	struct value *v = xcalloc(form->n_fields + 1, sizeof(*v));
	char **keys = derive_sort_keys(en), *words = derive_search_text(en);
	size_t n = 0;
	int ret;

	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];

		if (form_column_derived(form, fd) && field_is_single(fd))
			v[n++] = (struct value){ .field = (char *)(uintptr_t)fd->name,
						 .text = (char *)(uintptr_t)entry_get(en, fd, NULL) };
	}
	ret = record_derive(en->b, &form->table, en->unit, en->id, v, n, (const char *const *)keys, words,
			    set_state ? complete : -1, e);
	for (size_t i = 0; i < form->n_sorts; i++)
		free(keys[i]);
	free(keys);
	free(words);
	free(v);
	return ret;
}

/* ---- the queue ---- */

void derive_queue_add(struct derive_queue *q, const struct form *form, const char *unit, const char *id)
{
	if (str_empty(id))
		return;
	for (size_t i = q->done; i < q->n; i++)
		if (q->v[i].form == form && !strcmp(q->v[i].id, id))
			return;
	q->v = grow(q->v, q->n, &q->cap, sizeof(*q->v));
	q->v[q->n++] = (struct derive_item){ form, xstrdup_null(unit), xstrdup(id) };
}

void derive_queue_fini(struct derive_queue *q)
{
	for (size_t i = 0; i < q->n; i++) {
		free(q->v[i].unit);
		free(q->v[i].id);
	}
	free(q->v);
	*q = (struct derive_queue){ .who = q->who, .why = q->why };
}

/* `q`: what it leads to in its turn; NULL: nothing, and no revision (rows written by other means are as their unit sent them). */
static int derive_record(struct derive_queue *q, struct forms *f, struct book *b, const struct form *form, const char *unit,
			 const char *id, struct refs *refs, struct error *e)
{
	struct error inner = ERROR_INIT;
	struct problems p = { NULL, 0, 0, 0, 0 };
	struct entry *en;
	int ret = entry_read(&en, f, b, form, unit, id, refs, &inner);

	if (ret == ERR_NOTFOUND) { /* removed meanwhile, or in another book */
		error_clear(&inner);
		return 0;
	}
	if (ret) {
		error_move(e, &inner);
		return ret;
	}
	ret = derive_latest(en, e);
	if (!ret && q && en->owned) {
		ret = entry_save_anew(en, q, e);
	} else {
		/* Another unit's record says itself whether it is complete. */
		if (!ret)
			ret = en->owned ? entry_problems(en, &p, e) : entry_refresh(en, e);
		if (!ret)
			ret = derive_write(en, !entry_has_errors(&p, en), en->owned, e);
	}
	problems_fini(&p);
	entry_free(en);
	refs_forget(refs, id);
	return ret;
}

int derive_queue_run(struct derive_queue *q, struct forms *f, struct book *b, struct refs *refs,
		     struct error *e)
{
	int ret = 0;

	while (!ret && q->done < q->n) {
		const struct derive_item it = q->v[q->done++]; /* the array moves: the queue grows by what this one leads to */

		ret = derive_record(q, f, b, it.form, it.unit, it.id, refs, e);
	}
	derive_queue_fini(q);
	return ret;
}

static bool field_changed(const struct entry *en, const char *name)
{
	const struct field *fd = name ? form_field(en->form, name, NULL) : NULL;

	return fd && !slot_same(&en->now[fd->index], &en->was[fd->index], fd);
}

/* Can what was written make another answer there? Most saves touch none of what is derived, and a household is read with all
 * its members. A record without the date does not count, before or after. */
static bool matters(const struct entry *en, const struct field_origin *o)
{
	const struct field *date = form_field(en->form, o->date, NULL);

	if (date && !en->now[date->index].text && !en->was[date->index].text)
		return false;
	return en->is_new || (o->complete && en->new_complete != en->was_complete) || field_changed(en, o->link) ||
	       field_changed(en, o->value) || field_changed(en, o->date) || field_changed(en, o->same) ||
	       field_changed(en, o->where_field);
}

/* The targets of one feed: where the link pointed, and where it points. */
static int follow_feed(struct derive_queue *q, struct entry *en, const char *name, bool gone, struct error *e)
{
	const struct form *target;
	int ret = forms_get(en->f, name, &target, e);

	for (size_t i = 0; !ret && i < target->n_fields; i++) {
		const struct field *fd = &target->fields[i];

		for (size_t k = 0; k < fd->n_sources; k++) {
			const struct field *link = str_eq(fd->sources[k].form, en->form->name) ?
							   form_field(en->form, fd->sources[k].link, NULL) :
							   NULL;

			if (!link || (!gone && !matters(en, &fd->sources[k])))
				continue;
			derive_queue_add(q, target, NULL, en->was[link->index].text);
			derive_queue_add(q, target, NULL, en->now[link->index].text);
		}
	}
	return ret;
}

int derive_queue_follow(struct derive_queue *q, struct entry *en, bool gone, struct error *e)
{
	const struct field *up = en->form->parent;
	const struct form *parent;
	int ret = 0;

	for (size_t i = 0; !ret && i < en->form->n_feeds; i++)
		ret = follow_feed(q, en, en->form->feeds[i], gone, e);
	/* Saved with its record, a row leads to that one no more than it is written itself; to the one it left it does. */
	if (ret || !up || (en->parent && str_eq(en->was[up->index].text, en->now[up->index].text)))
		return ret;
	ret = forms_get(en->f, up->refers, &parent, e);
	if (ret)
		return ret;
	derive_queue_add(q, parent, NULL, en->was[up->index].text);
	if (!en->parent)
		derive_queue_add(q, parent, NULL, en->now[up->index].text);
	return 0;
}

/* ---- rows written by other means ---- */

static int list_ids(struct book *b, const struct form *form, const char *unit, struct strlist *ids,
		    struct error *e)
{
	char *sql = xasprintf("SELECT id FROM \"%s\" WHERE _unit=?", form->name);
	int ret = db_get_list(book_db(b), ids, e, sql, "t", unit);

	free(sql);
	return ret;
}

int form_rederive(struct forms *f, struct book *b, const struct form *form, const char *unit,
		  const char *id, struct error *e)
{
	struct refs *refs = refs_new(f, b);
	struct strlist ids;
	int ret = 0;

	strlist_init(&ids);
	if (!unit)
		unit = book_unit_id(b);
	if (id)
		strlist_add(&ids, id);
	else
		ret = list_ids(b, form, unit, &ids, e);
	for (size_t i = 0; !ret && i < ids.n; i++)
		ret = derive_record(NULL, f, b, form, unit, ids.v[i], refs, e);
	strlist_fini(&ids);
	refs_free(refs);
	return ret;
}
