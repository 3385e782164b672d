/* SPDX-License-Identifier: MIT */
/*
 * Lines of a difference collected into as little memory as serves, and the rows a list shows of
 * them. Making the rows is one walk over the lines, so folding and filtering simply do it again.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/diff_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "sync/diff_impl.h"
#include "text/viet.h"

struct diff_rows *diff_rows_new(struct forms *f, struct book *b, const char *unit)
{
	struct diff_rows *d = xcalloc(1, sizeof(*d));

	d->f = f;
	d->b = b;
	d->unit = xstrdup(unit);
	d->filter = (struct diff_filter){ -1, -1, false, false, NULL };
	str_init(&d->pool);
	str_addc(&d->pool, '\0'); /* offset 0 is no text */
	return d;
}

void diff_rows_free(struct diff_rows *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n_records; i++) {
		free(d->records[i].key);
		free(d->records[i].words);
	}
	for (size_t i = 0; i < d->n_remarks; i++) {
		free(d->remarks[i].field);
		free(d->remarks[i].text);
	}
	free(d->remarks);
	free(d->records);
	free(d->lines);
	free(d->columns);
	free(d->column_index);
	free(d->id_index);
	free(d->rows);
	free(d->search);
	free(d->unit);
	str_fini(&d->pool);
	free(d);
}

const char *diff_text(const struct diff_rows *d, uint32_t offset)
{
	return offset ? d->pool.s + offset : NULL;
}

static uint32_t keep(struct diff_rows *d, const char *s)
{
	size_t at = d->pool.len;

	if (!s)
		return 0;
	str_addn(&d->pool, s, strlen(s) + 1);
	return (uint32_t)at;
}

static uint32_t hash_text(uint32_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

/* ---- fields: each named once ---- */

#define HASH_SEED 2166136261u

static uint32_t *column_slot(const struct diff_rows *d, const char *form, const char *name)
{
	uint32_t h = hash_text(hash_text(HASH_SEED, form) * 31, name);

	for (;; h++) {
		uint32_t *slot = &d->column_index[h % d->n_column_index];
		const struct diff_column *c = *slot == DIFF_NONE ? NULL : &d->columns[*slot];

		if (!c || (!strcmp(diff_text(d, c->name), name) &&
			   !strcmp(diff_text(d, c->form_name), form)))
			return slot;
	}
}

static void grow_column_index(struct diff_rows *d)
{
	size_t n = d->n_column_index ? d->n_column_index * 2 : 1024;

	if (d->n_column_index && d->n_columns * 2 < d->n_column_index)
		return;
	free(d->column_index);
	d->column_index = xmalloc(n * sizeof(*d->column_index));
	memset(d->column_index, 0xff, n * sizeof(*d->column_index));
	d->n_column_index = n;
	for (size_t i = 0; i < d->n_columns; i++)
		*column_slot(d, diff_text(d, d->columns[i].form_name),
			     diff_text(d, d->columns[i].name)) = (uint32_t)i;
}

static uint32_t column_of(struct diff_rows *d, const struct diff_record *r, const char *name)
{
	struct diff_column *c;
	uint32_t *slot;

	grow_column_index(d);
	slot = column_slot(d, diff_text(d, r->form_name), name);
	if (*slot != DIFF_NONE)
		return *slot;
	*slot = (uint32_t)d->n_columns;
	d->columns = grow(d->columns, d->n_columns, &d->cap_columns, sizeof(*d->columns));
	c = &d->columns[d->n_columns++];
	*c = (struct diff_column){ .form = r->form,
				   .form_name = r->form_name,
				   .name = keep(d, name) };
	c->fd = r->form ? form_field(r->form, name, &c->code) : NULL;
	return (uint32_t)(d->n_columns - 1);
}

/* ---- collecting ---- */

static bool same_record(const struct diff_rows *d, const struct diff_line *line)
{
	const struct diff_record *r = d->n_records ? &d->records[d->n_records - 1] : NULL;

	return r && r->rank == line->rank && !strcmp(diff_text(d, r->id), line->id) &&
	       !strcmp(diff_text(d, r->form_name), line->form);
}

static void begin_record(struct diff_rows *d, const struct diff_line *line)
{
	const struct diff_record *last = d->n_records ? &d->records[d->n_records - 1] : NULL;
	bool same_form = last && !strcmp(diff_text(d, last->form_name), line->form);
	struct diff_record r = { .child = DIFF_NONE,
				 .sibling = DIFF_NONE,
				 .first = (uint32_t)d->n_lines };

	r.rank = (uint8_t)(line->rank < 0	      ? 0
			   : line->rank >= DIFF_RANKS ? DIFF_RANKS - 1
						      : line->rank);
	r.kind = (uint8_t)line->kind;
	r.form_name = same_form ? last->form_name : keep(d, line->form);
	r.form = same_form ? last->form : NULL;
	if (!same_form)
		forms_get(d->f, line->form, &r.form, NULL);
	r.id = keep(d, line->id);
	d->records = grow(d->records, d->n_records, &d->cap_records, sizeof(*d->records));
	d->records[d->n_records++] = r;
}

int diff_rows_add(void *ctx, const struct diff_line *line)
{
	struct diff_rows *d = ctx;
	struct diff_record *r;
	struct diff_entry *en;

	if (!same_record(d, line))
		begin_record(d, line);
	r = &d->records[d->n_records - 1];
	if (r->kind == DIFF_FAULT) /* a fault comes first; what became of the record follows */
		r->kind = (uint8_t)line->kind;
	r->answers |= line->answers != NULL;
	d->lines = grow(d->lines, d->n_lines, &d->cap_lines, sizeof(*d->lines));
	en = &d->lines[d->n_lines++];
	r->n++;
	en->kind = (uint32_t)line->kind;
	en->column = line->field ? column_of(d, r, line->field) : DIFF_NONE;
	en->before = keep(d, line->before);
	en->after = keep(d, line->after);
	en->reason = keep(d, line->reason);
	en->answers = keep(d, line->answers);
	return 0;
}

/* ---- new records by id ---- */

static uint32_t *id_slot(const struct diff_rows *d, const char *id)
{
	uint32_t h = hash_text(HASH_SEED, id);

	for (;; h++) {
		uint32_t *slot = &d->id_index[h % d->n_id_index];

		if (*slot == DIFF_NONE || !strcmp(diff_text(d, d->records[*slot].id), id))
			return slot;
	}
}

uint32_t diff_rows_new_record(const struct diff_rows *d, const char *id)
{
	return d->n_id_index && id ? *id_slot(d, id) : DIFF_NONE;
}

const char *diff_rows_value(const struct diff_rows *d, uint32_t record, const struct field *fd)
{
	const struct diff_record *r = &d->records[record];

	for (uint32_t i = r->first; i < r->first + r->n; i++)
		if (d->lines[i].column != DIFF_NONE && d->columns[d->lines[i].column].fd == fd)
			return diff_text(d, d->lines[i].after);
	return NULL;
}

static void index_new(struct diff_rows *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_records; i++)
		n += d->records[i].kind == DIFF_ADDED;
	if (!n)
		return;
	d->n_id_index = n * 2 + 1;
	d->id_index = xmalloc(d->n_id_index * sizeof(*d->id_index));
	memset(d->id_index, 0xff, d->n_id_index * sizeof(*d->id_index));
	for (size_t i = 0; i < d->n_records; i++)
		if (d->records[i].kind == DIFF_ADDED)
			*id_slot(d, diff_text(d, d->records[i].id)) = (uint32_t)i;
	for (size_t i = d->n_records;
	     i-- > 0;) { /* backwards: a list of children is then in order */
		struct diff_record *r = &d->records[i];
		uint32_t up;

		if (r->kind != DIFF_ADDED || !r->form || !r->form->parent)
			continue;
		up = diff_rows_new_record(d, diff_rows_value(d, (uint32_t)i, r->form->parent));
		if (up == DIFF_NONE)
			continue;
		r->sibling = d->records[up].child;
		d->records[up].child = (uint32_t)i;
	}
}

void diff_rows_done(struct diff_rows *d)
{
	index_new(d);
	for (size_t i = 0; i < d->n_records; i++)
		d->records[i].open =
			d->records[i].kind == DIFF_CHANGED || d->records[i].kind == DIFF_FAULT;
	diff_rows_build(d);
}

/* ---- rows ---- */

static void add_row(struct diff_rows *d, enum diff_row_kind kind, int rank, uint32_t record,
		    uint32_t line, uint32_t remark)
{
	d->rows = grow(d->rows, d->n_rows, &d->cap_rows, sizeof(*d->rows));
	d->rows[d->n_rows++] =
		(struct diff_row){ (uint8_t)kind, (uint8_t)rank, record, line, remark };
}

/* Remarks being written on one place; few, so that looking through them all is nothing. */
static void add_remarks(struct diff_rows *d, int rank, uint32_t record, const char *field)
{
	for (size_t i = 0; i < d->n_remarks; i++)
		if (d->remarks[i].record == record && str_eq(d->remarks[i].field, field))
			add_row(d, DIFF_ROW_REMARK, rank, record, DIFF_NONE, (uint32_t)i);
}

static bool has_remark(const struct diff_rows *d, uint32_t record)
{
	for (size_t i = 0; i < d->n_remarks; i++)
		if (d->remarks[i].record == record)
			return true;
	return false;
}

/* What is shown of a folded record: faults, answers, and what carries a remark. */
static bool always_shown(const struct diff_rows *d, uint32_t record, uint32_t line)
{
	struct diff_cell c = diff_rows_cell(d, line);

	return c.kind == DIFF_FAULT || c.answers ||
	       (c.field && diff_remarks_on(d, record, c.field));
}

/* The first line of a new or gone record says only that; its row is the record's own. A reason
 * in it is shown. */
static bool says_nothing(const struct diff_entry *en)
{
	return en->column == DIFF_NONE && !en->reason && !en->answers;
}

static bool tells(const struct diff_rows *d, const struct diff_record *r, const char *field)
{
	for (uint32_t k = r->first; k < r->first + r->n; k++)
		if (d->lines[k].column != DIFF_NONE &&
		    !strcmp(diff_text(d, d->columns[d->lines[k].column].name), field))
			return true;
	return false;
}

static void build_record(struct diff_rows *d, uint32_t i)
{
	const struct diff_record *r = &d->records[i];
	bool remarked = has_remark(d, i);

	add_row(d, DIFF_ROW_RECORD, r->rank, i, DIFF_NONE, DIFF_NONE);
	if (remarked)
		add_remarks(d, r->rank, i, NULL);
	for (uint32_t k = r->first; k < r->first + r->n; k++) {
		const struct diff_entry *en = &d->lines[k];

		if (says_nothing(en) || (!r->open && !always_shown(d, i, k)))
			continue;
		add_row(d, DIFF_ROW_LINE, r->rank, i, k, DIFF_NONE);
		if (en->answers)
			add_row(d, DIFF_ROW_ANSWERED, r->rank, i, k, DIFF_NONE);
		if (remarked && en->column != DIFF_NONE)
			add_remarks(d, r->rank, i, diff_text(d, d->columns[en->column].name));
	}
	/* The difference may have become another one since a remark was written: it is shown all
	 * the same. */
	for (size_t k = 0; remarked && k < d->n_remarks; k++)
		if (d->remarks[k].record == i && d->remarks[k].field &&
		    !tells(d, r, d->remarks[k].field))
			add_row(d, DIFF_ROW_REMARK, r->rank, i, DIFF_NONE, (uint32_t)k);
}

static bool passes(struct diff_rows *d, uint32_t i)
{
	struct diff_record *r = &d->records[i];
	const struct diff_filter *f = &d->filter;

	if ((f->rank >= 0 && r->rank != f->rank) || (f->kind >= 0 && r->kind != f->kind) ||
	    (f->answered && !r->answers) || (f->remarked && !has_remark(d, i)))
		return false;
	return !f->search || (r->words && strstr(r->words, f->search));
}

void diff_rows_build(struct diff_rows *d)
{
	int rank = -1;

	d->n_rows = 0;
	memset(d->in_rank, 0, sizeof(d->in_rank));
	for (uint32_t i = 0; i < d->n_records; i++) {
		struct diff_record *r = &d->records[i];

		r->passes = passes(d, i);
		if (!r->passes)
			continue;
		d->in_rank[r->rank]++;
		if (r->rank != rank)
			add_row(d, DIFF_ROW_RANK, r->rank, DIFF_NONE, DIFF_NONE, DIFF_NONE);
		rank = r->rank;
		build_record(d, i);
	}
}

size_t diff_rows_count(const struct diff_rows *d)
{
	return d->n_rows;
}

const struct diff_row *diff_rows_at(const struct diff_rows *d, size_t i)
{
	return &d->rows[i];
}

size_t diff_rows_records(const struct diff_rows *d)
{
	return d->n_records;
}

size_t diff_rows_in_rank(const struct diff_rows *d, int rank)
{
	return d->in_rank[rank];
}

struct diff_cell diff_rows_cell(const struct diff_rows *d, uint32_t line)
{
	const struct diff_entry *en = &d->lines[line];
	const struct diff_column *c = en->column == DIFF_NONE ? NULL : &d->columns[en->column];
	struct diff_cell out = { .kind = (enum diff_kind)en->kind,
				 .before = diff_text(d, en->before),
				 .after = diff_text(d, en->after),
				 .reason = diff_text(d, en->reason),
				 .answers = diff_text(d, en->answers) };

	if (c) {
		out.name = diff_text(d, c->name);
		out.fd = c->fd;
		out.code = c->code;
		out.field = c->fd ? out.name
				  : NULL; /* a remark on a field nobody knows would not arrive */
	}
	return out;
}

enum diff_kind diff_rows_kind(const struct diff_rows *d, uint32_t record)
{
	return (enum diff_kind)d->records[record].kind;
}

const struct form *diff_rows_form(const struct diff_rows *d, uint32_t record)
{
	return d->records[record].form;
}

const char *diff_rows_form_name(const struct diff_rows *d, uint32_t record)
{
	return diff_text(d, d->records[record].form_name);
}

const char *diff_rows_id(const struct diff_rows *d, uint32_t record)
{
	return diff_text(d, d->records[record].id);
}

size_t diff_rows_lines(const struct diff_rows *d, uint32_t record)
{
	const struct diff_record *r = &d->records[record];
	size_t n = 0;

	for (uint32_t i = r->first; i < r->first + r->n; i++)
		n += d->lines[i].column != DIFF_NONE;
	return n;
}

bool diff_rows_is_open(const struct diff_rows *d, uint32_t record)
{
	return d->records[record].open;
}

void diff_rows_open(struct diff_rows *d, uint32_t record, bool open)
{
	d->records[record].open = open;
	diff_rows_build(d);
}

void diff_rows_open_rank(struct diff_rows *d, int rank, bool open)
{
	for (size_t i = 0; i < d->n_records; i++)
		if (d->records[i].rank == rank)
			d->records[i].open = open;
	diff_rows_build(d);
}

/* Everything one may look for in a record, folded; a reference is not followed, that is the
 * key's business. */
static void make_words(struct diff_rows *d, uint32_t i)
{
	struct diff_record *r = &d->records[i];
	struct str b;

	str_init(&b);
	str_add(&b, diff_rows_key(d, i));
	for (uint32_t k = r->first; k < r->first + r->n; k++) {
		struct diff_cell c = diff_rows_cell(d, k);
		const char *const texts[] = { c.before, c.after };

		for (size_t t = 0; t < 2 && c.fd && c.fd->type != FIELD_REFERENCE; t++) {
			char *shown = texts[t] ? diff_rows_show(d, &c, texts[t]) : NULL;

			str_addf(&b, " %s", shown ? shown : "");
			free(shown);
		}
		str_addf(&b, " %s", c.fd ? i18n_pick(c.fd->label) : "");
	}
	r->words = viet_fold(b.s);
	str_fini(&b);
}

void diff_rows_set_filter(struct diff_rows *d, const struct diff_filter *filter)
{
	char *search = str_empty(filter->search) ? NULL : viet_fold(filter->search);

	free(d->search);
	d->search = search;
	d->filter = *filter;
	d->filter.search = search;
	for (uint32_t i = 0; search && i < d->n_records; i++)
		if (!d->records[i].words)
			make_words(d, i);
	diff_rows_build(d);
}

const struct diff_filter *diff_rows_filter(const struct diff_rows *d)
{
	return &d->filter;
}

size_t diff_rows_find(const struct diff_rows *d, uint32_t record, uint32_t line)
{
	size_t lo = 0, hi = d->n_rows, at;

	/* Records stand in their order; headings in between are passed over. */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2, k = mid;

		while (k < hi && d->rows[k].record == DIFF_NONE)
			k++;
		if (k < hi && d->rows[k].record < record)
			lo = k + 1;
		else
			hi = mid;
	}
	while (lo < d->n_rows && d->rows[lo].record == DIFF_NONE)
		lo++;
	if (lo >= d->n_rows)
		return d->n_rows ? d->n_rows - 1 : 0;
	at = lo;
	for (size_t k = lo; line != DIFF_NONE && k < d->n_rows && d->rows[k].record == record; k++)
		if (d->rows[k].line != DIFF_NONE && d->rows[k].line <= line)
			at = k;
	return at;
}
