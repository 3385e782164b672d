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

/* ---- the latest of another form ---- */

static char *latest_sql(const struct field *fd, const char *on)
{
	const struct field_origin *o = &fd->origin;
	struct str b;

	str_init(&b);
	/* Only the owner's rows: another unit may not speak of its record. '+' keeps SQLite to the index on the link. */
	str_addf(&b, "SELECT \"%s\" FROM \"%s\" WHERE +_unit=? AND \"%s\"=? AND \"%s\" IS NOT NULL", o->value,
		 o->form, o->link, o->date);
	if (o->complete)
		str_add(&b, " AND _state='complete'");
	if (on)
		str_addf(&b, " AND \"%s\"<=?", o->date);
	for (size_t i = 0; o->where_field && o->where_values[i]; i++)
		str_addf(&b, i ? ", ?" : " AND \"%s\" IN (?", o->where_field);
	if (o->where_field)
		str_addc(&b, ')');
	str_addf(&b, " ORDER BY \"%s\" DESC, id DESC LIMIT 1", o->date);
	return str_take(&b);
}

int derive_value(struct forms *f, struct book *b, const struct field *fd, const char *unit, const char *id,
		 const char *on, char **out, struct error *e)
{
	const struct field_origin *o = &fd->origin;
	const struct form *from;
	struct stmt *st;
	char *sql, buf[32];
	int at = 1, ret;

	*out = NULL;
	ret = forms_get(f, o->form, &from, e);
	if (ret || !form_table_there(b, from))
		return ret;
	sql = latest_sql(fd, on);
	ret = db_prepare(book_db(b), &st, sql, e);
	free(sql);
	if (ret)
		return ret;
	stmt_text(st, at++, unit);
	stmt_text(st, at++, id);
	if (on)
		stmt_text(st, at++, on);
	for (size_t i = 0; o->where_field && o->where_values[i]; i++)
		stmt_text(st, at++, o->where_values[i]);
	ret = stmt_step(st, e);
	if (ret > 0 && !stmt_col_null(st, 0))
		*out = xstrdup(fd->type == FIELD_DECIMAL ? number_plain(stmt_col_real(st, 0), buf) :
							   stmt_col_text(st, 0));
	stmt_done(st);
	return ret < 0 ? ret : 0;
}

int derive_latest(struct entry *en, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];
		char *text;

		if (!fd->derived)
			continue;
		ret = derive_value(en->f, en->b, fd, en->unit, en->id, NULL, &text, e);
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

/* The targets of one feed: where the link pointed, and where it points. */
static int follow_feed(struct derive_queue *q, struct entry *en, const char *name, struct error *e)
{
	const struct form *target;
	int ret = forms_get(en->f, name, &target, e);

	for (size_t i = 0; !ret && i < target->n_fields; i++) {
		const struct field *fd = &target->fields[i];
		const struct field *link;

		if (!field_fed_by(fd, en->form->name))
			continue;
		link = form_field(en->form, fd->origin.link, NULL);
		if (!link)
			continue;
		derive_queue_add(q, target, NULL, en->was[link->index].text);
		derive_queue_add(q, target, NULL, en->now[link->index].text);
	}
	return ret;
}

int derive_queue_follow(struct derive_queue *q, struct entry *en, struct error *e)
{
	const struct field *up = en->form->parent;
	const struct form *parent;
	int ret = 0;

	for (size_t i = 0; !ret && i < en->form->n_feeds; i++)
		ret = follow_feed(q, en, en->form->feeds[i], e);
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
