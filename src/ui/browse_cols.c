/* SPDX-License-Identifier: MIT */
/*
 * Which columns fit, how wide, and a row made into one line of text. A wider terminal shows more columns of the form, not wider
 * blanks.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "sync/peer.h"
#include "text/utf8.h"
#include "ui/browse_impl.h"

#define MARKS 2 /* columns for ! and * before the first */
#define REFS_KEPT 2000 /* a district has some 300 villages */
#define SAMPLE 24 /* rows that decide the widths */
#define NAME_COLUMNS 21 /* "Nguyễn Thị Thu Hương" and a letter */

static int clamp(int v, int low, int high)
{
	return v < low ? low : v > high ? high : v;
}

static int codes_width(const struct codes *codes)
{
	int w = 6;
	size_t i;

	for (i = 0; codes && i < codes->n; i++) {
		int c = utf8_width(i18n_pick(codes->v[i].label));

		w = c > w ? c : w;
	}
	return w;
}

void browse_forget_references(struct browse *b)
{
	textmap_free(b->refs);
	b->refs = textmap_new();
	b->n_refs = 0;
}

/* A member's key says the household again: beside a column of households the name alone will do. */
static bool beside_parent(const struct browse *b, const struct field *fd)
{
	const struct form *other;

	if (forms_get(b->app->forms, fd->refers, &other, NULL) || !other->parent)
		return false;
	for (size_t i = 0; i < b->n_listed; i++)
		if (b->wanted[i] != fd && str_eq(b->wanted[i]->refers, other->parent->refers))
			return true;
	return false;
}

static const char *last_part(const char *key)
{
	const char *part;

	while ((part = strstr(key, " / ")))
		key = part + strlen(" / ");
	return key;
}

/* Villages and households come again and again: their names are kept. */
static const char *reference_label(struct browse *b, const struct field *fd, const char *id)
{
	const char *known = textmap_get(b->refs, id);
	char *label;

	if (known)
		return known;
	if (b->n_refs >= REFS_KEPT)
		browse_forget_references(b);
	label = field_show(b->app->forms, b->app->book, fd, NULL, id);
	textmap_set(b->refs, id, beside_parent(b, fd) ? last_part(label) : label);
	b->n_refs++;
	free(label);
	return textmap_get(b->refs, id);
}

/* Widest value of a field among the rows held. */
static int content_width(struct browse *b, size_t index)
{
	const struct field *fd = b->wanted[index];
	int widest = 0;
	size_t i;

	for (i = 0; i < b->n && i < SAMPLE; i++) {
		const char *value = b->rows[i].row.cells[index];
		char *shown = NULL;
		int w;

		if (str_empty(value))
			continue;
		if (fd->type == FIELD_REFERENCE)
			w = utf8_width(reference_label(b, fd, value));
		else
			w = utf8_width(
				shown = field_show(b->app->forms, b->app->book, fd, NULL, value));
		free(shown);
		widest = w > widest ? w : widest;
	}
	return widest;
}

/* People's names, and keys that end in one: the given name is last, so a cut one is nobody's. */
static bool is_name(const struct browse *b, const struct field *fd)
{
	const struct form_sort *sort = b->form->sorts;
	const struct form *other;

	if (fd->type == FIELD_REFERENCE)
		return !forms_get(b->app->forms, fd->refers, &other, NULL) && other->n_key > 1 &&
		       !beside_parent(b, fd);
	for (size_t i = 0; i < b->form->n_sorts; i++)
		for (size_t k = 0; k < sort[i].n; k++)
			if (sort[i].field[k] == fd && sort[i].kind[k] == SORT_NAME)
				return true;
	return false;
}

/* Columns a field would like, by its kind and by what the first rows hold; *least: what it can do with. */
static int wanted(struct browse *b, size_t index, int *least)
{
	const struct field *fd = b->wanted[index];
	int heading = utf8_width(i18n_pick(fd->label)), w = content_width(b, index);

	switch (fd->type) {
	case FIELD_DATE:
		*least = 10;
		return heading <= 14 ? clamp(heading, 10, 14) : 10;
	case FIELD_YESNO:
		w = clamp(heading, 5, 8);
		break;
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_MONEY:
		*least = clamp(w > clamp(heading, 4, 8) ? w : clamp(heading, 4, 8), 4, 22);
		return heading > *least && heading <= 14 ? heading : *least;
	case FIELD_CHOICE:
		w = clamp(codes_width(fd->choices), 6, 20);
		*least = clamp(w, 6, 14);
		return w;
	default: /* room for somewhat longer ones further down */
		if (is_name(b, fd))
			return *least = clamp(w + 1, NAME_COLUMNS, 32);
		*least = clamp(w + 2 > clamp(heading, 4, 8) ? w + 2 : clamp(heading, 4, 8), 6, 16);
		return clamp(w + 2 > heading ? w + 2 : heading, *least, 36);
	}
	return *least = w;
}

bool browse_has_units(const struct browse *b)
{
	return b->units.n > 2;
}

void browse_load_units(struct browse *b)
{
	struct peers peers = { 0 };
	struct error e = ERROR_INIT;
	size_t i;

	strlist_add(&b->units, book_unit_id(b->app->book));
	strlist_add(&b->units, book_unit_name(b->app->book));
	if (!app_above(b->app))
		return;
	if (!peer_list(b->app->book, false, &peers, &e))
		for (i = 0; i < peers.n; i++) {
			if (!peers.v[i].in_force)
				continue;
			strlist_add(&b->units, peers.v[i].unit_id);
			strlist_add(&b->units, peers.v[i].name);
		}
	peers_fini(&peers);
	error_clear(&e);
}

const char *browse_unit_name(const struct browse *b, const char *unit_id)
{
	size_t i;

	for (i = 0; i + 1 < b->units.n; i += 2)
		if (str_eq(b->units.v[i], unit_id))
			return b->units.v[i + 1];
	return unit_id;
}

static bool has_field(const struct browse *b, const struct field *fd)
{
	size_t i;

	for (i = 0; i < b->n_fields; i++)
		if (b->wanted[i] == fd)
			return true;
	return false;
}

static void want_field(struct browse *b, const struct field *fd)
{
	if (b->n_fields == BROWSE_COLUMNS || has_field(b, fd))
		return;
	b->wanted[b->n_fields] = fd;
	b->fields[b->n_fields++] = fd->name;
}

void browse_want_fields(struct browse *b)
{
	size_t i;

	for (i = 0; i < b->form->n_list; i++)
		want_field(b, b->form->list[i]);
	b->n_listed = b->n_fields;
	for (i = 0; i < b->form->n_fields; i++) {
		const struct field *fd = &b->form->fields[i];

		if (!fd->hidden && fd->type != FIELD_ANSWERS && fd->type != FIELD_MULTI &&
		    fd != b->form->parent)
			want_field(b, fd);
	}
}

static bool add_column(struct browse *b, long index, int width, int *room)
{
	struct browse_column *c = &b->columns[b->n_columns];

	if (b->n_columns > BROWSE_COLUMNS || width + 1 > *room)
		return false;
	c->index = index;
	c->field = index < 0 ? NULL : b->wanted[index];
	c->width = width;
	c->right = c->field && (c->field->type == FIELD_INT || c->field->type == FIELD_MONEY ||
				c->field->type == FIELD_DECIMAL);
	b->n_columns++;
	*room -= width + 1;
	return true;
}

static int shortage(struct browse *b, const struct browse_column *c)
{
	int heading, want, least;

	if (c->index < 0)
		return 0;
	heading = utf8_width(i18n_pick(c->field->label));
	want = wanted(b, (size_t)c->index, &least);
	return heading <= want ? heading - c->width : 0; /* cut it would be anyway */
}

/* Headings are read before anything else: those that lack least are made whole first. */
static void fill_headings(struct browse *b, int *room)
{
	for (;;) {
		struct browse_column *best = NULL;
		int most = *room + 1;
		size_t i;

		for (i = 0; i < b->n_columns; i++) {
			int lacks = shortage(b, &b->columns[i]);

			if (lacks <= 0 || lacks >= most)
				continue;
			best = &b->columns[i];
			most = lacks;
		}
		if (!best)
			return;
		best->width += most;
		*room -= most;
	}
}

/* What is left goes first to the columns there are, as far as their texts need it, then to more columns. */
static void fill(struct browse *b, int room)
{
	size_t i;
	int least;

	fill_headings(b, &room);

	for (i = 0; i < b->n_columns; i++) {
		struct browse_column *c = &b->columns[i];
		int more = c->index < 0
				   ? 0
				   : clamp(wanted(b, (size_t)c->index, &least) - c->width, 0, room);

		c->width += more;
		room -= more;
	}
	for (i = b->n_listed; i < b->n_fields && room > 6; i++) {
		int want = wanted(b, i, &least);

		if (b->n && !content_width(b, i)) /* nobody has answered it: no room for blanks */
			continue;
		if (!add_column(b, (long)i, want, &room))
			add_column(b, (long)i, least, &room);
	}
	/* The few columns left over widen the first text. */
	for (i = 0; i < b->n_columns; i++)
		if (!b->columns[i].right && b->columns[i].index >= 0) {
			b->columns[i].width += clamp(room, 0, 8);
			break;
		}
}

void browse_layout(struct browse *b)
{
	int room = draw_cols() - MARKS, x = MARKS, least;
	size_t i;

	if (b->cols_laid == draw_cols())
		return;
	b->cols_laid = draw_cols();
	b->n_columns = 0;
	if (browse_has_units(b))
		add_column(b, -1, 14, &room);
	for (i = 0; i < b->n_listed; i++) {
		if (b->wanted[i]->type == FIELD_TEXT && i == 0)
			least = clamp(wanted(b, i, &least), 8, 24);
		else
			wanted(b, i, &least);
		add_column(b, (long)i, least, &room);
	}
	fill(b, room);
	for (i = 0; i < b->n_columns; i++) {
		b->columns[i].x = x;
		x += b->columns[i].width + 1;
	}
	browse_forget_lines(b);
}

void browse_draw_heading(struct browse *b, int y)
{
	size_t i;

	draw_blank(y, 0, 1, draw_cols(), LOOK_FIELD);
	for (i = 0; i < b->n_columns; i++) {
		const struct browse_column *c = &b->columns[i];
		const char *label = c->field ? i18n_pick(c->field->label) : _("Unit");

		if (c->right)
			draw_right(y, c->x, c->width, LOOK_FIELD, label);
		else
			draw_text(y, c->x, c->width, LOOK_FIELD, label);
	}
}

static enum look class_look(const char *code)
{
	if (!strcmp(code, "poor"))
		return LOOK_ERROR;
	if (!strcmp(code, "near_poor"))
		return LOOK_DOUBT;
	if (!strcmp(code, "average"))
		return LOOK_HINT;
	return LOOK_NORMAL;
}

static void add_cell(struct str *line, const struct browse_column *c, const char *text)
{
	int w = utf8_width(text), i;
	char *cell;

	if (c->right)
		for (i = w; i < c->width; i++)
			str_addc(line, ' ');
	if (w > c->width || !c->right) {
		cell = utf8_cell(text, c->width, true);
		str_add(line, cell);
		free(cell);
	} else {
		str_add(line, text);
	}
}

static bool is_remarked(const struct browse *b, const struct list_row *row)
{
	char *key;
	bool has;

	if (!b->remarked.n)
		return false;
	key = xasprintf("%s/%s", row->unit, row->id);
	has = strlist_has(&b->remarked, key);
	free(key);
	return has;
}

void browse_compose(struct browse *b, struct browse_row *r)
{
	size_t i;

	str_reset(&r->line);
	str_addc(&r->line, r->row.complete ? ' ' : '!');
	str_addc(&r->line, is_remarked(b, &r->row) ? '*' : ' ');
	r->class_len = 0;
	for (i = 0; i < b->n_columns; i++) {
		const struct browse_column *c = &b->columns[i];
		const char *value = c->field ? r->row.cells[c->index] : NULL;
		size_t at = r->line.len;
		char *shown = NULL;

		if (!c->field)
			add_cell(&r->line, c, browse_unit_name(b, r->row.unit));
		else if (str_empty(value))
			add_cell(&r->line, c, "");
		else if (c->field->type == FIELD_REFERENCE)
			add_cell(&r->line, c, reference_label(b, c->field, value));
		else
			add_cell(&r->line, c,
				 shown = field_show(b->app->forms, b->app->book, c->field, NULL,
						    value));
		free(shown);
		if (value && c->field->type == FIELD_CHOICE && class_look(value) != LOOK_NORMAL) {
			r->class_look = class_look(value);
			r->class_at = at;
			r->class_len = r->line.len - at;
			r->class_x = c->x;
			r->class_cols = c->width;
		}
		str_addc(&r->line, ' ');
	}
}
