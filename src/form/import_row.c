/* SPDX-License-Identifier: MIT */
/*
 * A file's header and rows read by the form: stable names or labels, ids or keys. Under the stable header an
 * empty cell empties the field (an export read back changes nothing); under labels it says nothing.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "form/import_impl.h"
#include "text/utf8.h"
#include "text/viet.h"

/* Columns that real lists and our own files have besides fields. */
static bool is_ignored(const struct form *form, const char *name, const char *folded)
{
	static const char *const known[] = { "stt", "tt", "so tt", "so thu tu", "no", NULL };

	if (*name == '_' && (!strcmp(name, "_state") || !strcmp(name, "_unit") || !strcmp(name, "_rev") ||
			     !strcmp(name, "_who") || !strcmp(name, "_at")))
		return true;
	for (size_t i = 0; known[i]; i++)
		if (!strcmp(folded, known[i]))
			return !form_field_by_header(form, name, NULL);
	return false;
}

static bool is_reason(const struct form *form, const char *name, const char *folded)
{
	return (!strcmp(folded, "reason") || !strcmp(folded, "ly do khong nhan")) &&
	       !form_field_by_header(form, name, NULL);
}

/* "village.key" */
static const struct field *key_column(const struct form *form, const char *name)
{
	size_t n = strlen(name);
	const struct field *fd;
	char *stem;

	if (n <= 4 || strcmp(name + n - 4, ".key"))
		return NULL;
	stem = xstrndup(name, n - 4);
	fd = form_field(form, stem, NULL);
	if (!fd)
		fd = form_field_by_header(form, stem, NULL);
	free(stem);
	return fd && fd->type == FIELD_REFERENCE ? fd : NULL;
}

/* What one header says; false where it says nothing we know. *stable: by its stable name. */
static bool understand(const struct form *form, const char *name, struct import_column *c, bool *stable)
{
	char *folded = viet_fold(name);
	bool known = true;

	*c = (struct import_column){ .use = USE_VALUE };
	*stable = true;
	if (!*name) {
		c->use = USE_EMPTY;
	} else if (!strcmp(name, "id") || !strcmp(name, "ID")) {
		c->use = USE_ID;
	} else if ((c->fd = form_field(form, name, &c->code))) {
		known = c->fd->type != FIELD_ANSWERS || c->code;
	} else if ((c->fd = key_column(form, name))) {
		c->use = USE_KEY;
		*stable = form_field(form, c->fd->name, NULL) && str_starts(name, c->fd->name);
	} else if (is_ignored(form, name, folded)) {
		c->use = USE_NOTHING;
	} else if (is_reason(form, name, folded)) {
		c->use = USE_REASON;
	} else {
		*stable = false;
		c->fd = form_field_by_header(form, name, &c->code);
		known = c->fd && (c->fd->type != FIELD_ANSWERS || c->code);
	}
	free(folded);
	return known;
}

static bool is_twice(const struct import *im, size_t i)
{
	const struct import_column *c = &im->columns[i];

	for (size_t k = 0; k < i && c->use >= USE_ID; k++)
		if (im->columns[k].use == c->use && im->columns[k].fd == c->fd &&
		    str_eq(im->columns[k].code, c->code))
			return true;
	return false;
}

static int bad_header(const struct str *unknown, const struct str *twice, bool useful, struct error *e)
{
	if (unknown->len)
		error_fail(e, ERR_DATA, "GN-I01", _("The form has no field for these columns: %s."), unknown->s);
	else if (twice->len)
		error_fail(e, ERR_DATA, "GN-I02", _("These columns stand twice: %s."), twice->s);
	else if (!useful)
		error_fail(e, ERR_DATA, "GN-I03", "%s", _("The first row names no field of the form."));
	else
		return 0;
	error_safe(e, _("Nothing was stored."));
	error_todo(e, "%s", _("The first row must hold field names or labels; take other columns out."));
	return ERR_DATA;
}

long import_header_score(const struct form *form, const struct strlist *cells)
{
	long known = 0, unknown = 0;

	for (size_t i = 0; i < cells->n; i++) {
		char *name = utf8_clean(cells->v[i]);
		struct import_column c;
		bool stable;

		if (!understand(form, name, &c, &stable))
			unknown++;
		else
			known += c.use != USE_EMPTY;
		free(name);
	}
	return known * 1001 - unknown;
}

int import_header(struct import *im, struct strlist *cells, struct error *e)
{
	struct str unknown, twice;
	bool all_stable = true, useful = false, stable;
	int ret;

	str_init(&unknown);
	str_init(&twice);
	im->n = cells->n;
	im->columns = xcalloc(im->n + 1, sizeof(*im->columns));
	for (size_t i = 0; i < cells->n; i++) {
		char *name = utf8_clean(cells->v[i]);

		if (!understand(im->form, name, &im->columns[i], &stable))
			str_addf(&unknown, "%s\"%s\"", unknown.len ? ", " : "", name);
		else if (is_twice(im, i))
			str_addf(&twice, "%s\"%s\"", twice.len ? ", " : "", name);
		useful = useful || im->columns[i].fd;
		all_stable = all_stable && stable;
		im->columns[i].name = name;
	}
	im->style = all_stable ? ENTRY_PLAIN : ENTRY_HUMAN;
	ret = bad_header(&unknown, &twice, useful, e);
	str_fini(&unknown);
	str_fini(&twice);
	return ret;
}

/* ---- a row ---- */

static const char *cell(const struct strlist *cells, size_t i)
{
	return i < cells->n ? cells->v[i] : "";
}

static bool is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

/* The other column of the same reference: id for key, key for id; im->n where there is none. */
static size_t partner(const struct import *im, size_t i)
{
	for (size_t k = 0; k < im->n; k++)
		if (k != i && im->columns[k].fd == im->columns[i].fd && im->columns[k].use >= USE_VALUE &&
		    im->columns[i].fd->type == FIELD_REFERENCE)
			return k;
	return im->n;
}

/* References are asked for again and again; those to this very form may come to be while the file is read. */
static int read_reference(struct import *im, const struct field *fd, const char *text, char **out,
			  struct error *e)
{
	bool keep = strcmp(fd->refers, im->form->name) != 0;
	char *name = xasprintf("%s\x1f%s", fd->refers, text);
	const char *known = keep ? textmap_get(im->known, name) : NULL;
	int ret = 0;

	if (known)
		*out = xstrdup(known);
	else
		ret = field_read(im->f, im->b, fd, NULL, text, im->style, out, e);
	if (!ret && !known && *out && keep)
		textmap_set(im->known, name, *out);
	free(name);
	return ret;
}

/* Is this what the record is called now? */
static bool is_called(struct import *im, const struct field *fd, const char *id, const char *key)
{
	const struct form *form;
	char *now = forms_get(im->f, fd->refers, &form, NULL) ? NULL :
								 form_key_text(im->f, im->b, form, NULL, id);
	char *clean = utf8_clean(key);
	bool same = str_eq(now, clean);

	free(clean);
	free(now);
	return same;
}

/* A key that names nothing, or several, takes nothing from the id beside it; one that names another record does. */
static int check_pair(struct import *im, const struct field *fd, const char *id, const char *key, struct error *e)
{
	char *pair = xasprintf("%s\x1f%s\x1f%s", fd->refers, id, key), *other = NULL;
	bool known = textmap_get(im->known, pair) != NULL || is_called(im, fd, id, key);
	int ret = known ? 0 : read_reference(im, fd, key, &other, e);

	if (ret == ERR_NOTFOUND || ret == ERR_AMBIGUOUS) {
		error_clear(e);
		ret = 0;
	}
	if (!ret && other && strcmp(other, id)) {
		ret = error_fail(e, ERR_DATA, "GN-I40", _("%s: the id and the key \"%s\" are of two different records."),
				 i18n_pick(fd->label), key);
		error_todo(e, "%s", _("Empty the one that is not meant."));
	}
	if (!ret && strcmp(fd->refers, im->form->name))
		textmap_set(im->known, pair, id);
	free(other);
	free(pair);
	return ret;
}

/* The id where it is known in this book, else the key beside it. */
static int read_pair(struct import *im, const struct strlist *cells, size_t i, size_t other, char **out,
		     struct error *e)
{
	bool key_here = im->columns[i].use == USE_KEY;
	const char *id = cell(cells, key_here ? other : i), *key = cell(cells, key_here ? i : other);
	int ret = is_blank(id) ? ERR_NOTFOUND : read_reference(im, im->columns[i].fd, id, out, e);

	if (ret == ERR_NOTFOUND && !is_blank(key)) {
		error_clear(e);
		return read_reference(im, im->columns[i].fd, key, out, e);
	}
	if (!ret && *out && !is_blank(key))
		return check_pair(im, im->columns[i].fd, *out, key, e);
	return ret == ERR_NOTFOUND && is_blank(id) ? 0 : ret;
}

static int read_cell(struct import *im, const struct strlist *cells, size_t i, char **out, struct error *e)
{
	const struct import_column *c = &im->columns[i];
	const struct field *fd = c->fd;
	size_t other = fd->type == FIELD_REFERENCE ? partner(im, i) : im->n;

	if (other < im->n)
		return read_pair(im, cells, i, other, out, e);
	if (is_blank(cell(cells, i)))
		return 0;
	if (fd->type == FIELD_REFERENCE)
		return read_reference(im, fd, cell(cells, i), out, e);
	if (fd->alias) {
		/* Read as the row's own field reads it. */
		const struct form *roster;

		if (!forms_get(im->f, fd->origin.form, &roster, NULL))
			fd = form_field(roster, fd->origin.value, NULL);
	}
	return field_read(im->f, im->b, fd, c->code, cell(cells, i), im->style, out, e);
}

static int check_shape(struct import *im, const struct strlist *cells, struct error *e)
{
	for (size_t i = 0; i < cells->n; i++) {
		if ((i < im->n && im->columns[i].use != USE_EMPTY) || is_blank(cells->v[i]))
			continue;
		return error_fail(e, ERR_DATA, "GN-I10", "%s",
				  _("The row has more cells than the header has columns."));
	}
	return 0;
}

/* What the program works out or writes itself is passed over. */
static bool import_takes(const struct field *fd)
{
	return entry_writable(fd) && !fd->by_program;
}

int import_read_row(struct import *im, const struct strlist *cells, struct import_row *row, struct error *e)
{
	int ret = check_shape(im, cells, e);

	*row = (struct import_row){ .cells = cells, .id = "" };
	row->values = xcalloc(im->n + 1, sizeof(*row->values));
	row->present = xcalloc(im->n + 1, sizeof(*row->present));
	for (size_t i = 0; !ret && i < im->n; i++) {
		const struct import_column *c = &im->columns[i];

		if (c->use == USE_ID)
			row->id = cell(cells, i);
		if (c->use < USE_VALUE || i >= cells->n || !import_takes(c->fd))
			continue;
		if (partner(im, i) < i)
			continue; /* read with its partner */
		ret = read_cell(im, cells, i, &row->values[i], e);
		row->present[i] = row->values[i] || (im->style == ENTRY_PLAIN && !c->fd->alias);
	}
	return ret;
}

void import_row_fini(struct import *im, struct import_row *row)
{
	for (size_t i = 0; row->values && i < im->n; i++)
		free(row->values[i]);
	free(row->values);
	free(row->present);
	*row = (struct import_row){ .id = "" };
}

const char *import_value(const struct import *im, const struct import_row *row, const struct field *fd)
{
	for (size_t i = 0; i < im->n; i++)
		if (im->columns[i].fd == fd && im->columns[i].use >= USE_VALUE && row->values[i])
			return row->values[i];
	return NULL;
}

static bool same_origin(const struct field_origin *a, const struct field_origin *b)
{
	return str_eq(a->form, b->form) && str_eq(a->where_field, b->where_field) &&
	       (!a->where_field || str_eq(a->where_values[0], b->where_values[0]));
}

/* May an alias stand for this row of the roster? */
static bool may_stand(const struct entry *kid, const struct field_origin *o)
{
	const struct field *w = o->where_field ? form_field(kid->form, o->where_field, NULL) : NULL;
	const struct field *live = kid->form->table.live ? form_field(kid->form, kid->form->table.live, NULL) : NULL;
	const char *text = w ? entry_get(kid, w, NULL) : NULL;

	if (live && entry_get(kid, live, NULL))
		return false;
	for (size_t i = 0; text && o->where_values[i]; i++)
		if (!strcmp(o->where_values[i], text))
			return true;
	return !w;
}

static bool kid_says_it(const struct import *im, const struct import_row *row, const struct entry *kid,
			const struct field_origin *o)
{
	for (size_t i = 0; i < im->n; i++) {
		const struct field *fd = im->columns[i].fd, *target;

		if (!row->values[i] || !fd->alias || !same_origin(&fd->origin, o))
			continue;
		target = form_field(kid->form, fd->origin.value, NULL);
		if (!target || !str_eq(entry_get(kid, target, NULL), row->values[i]))
			return false;
	}
	return true;
}

/* A household with two heads: what the file says of one must not be written over the other. */
static bool alias_said(const struct import *im, const struct import_row *row, const struct entry *en,
		       const struct field *fd)
{
	int roster = form_roster(en->form, fd->origin.form);

	for (size_t i = 0; roster >= 0 && i < en->kids[roster].n; i++) {
		const struct entry *kid = en->kids[roster].v[i];

		if (!kid->is_new && may_stand(kid, &fd->origin) && kid_says_it(im, row, kid, &fd->origin))
			return true;
	}
	return false;
}

int import_apply(struct import *im, const struct import_row *row, struct entry *en, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < im->n; i++)
		if (row->present[i] && !(im->columns[i].fd->alias && alias_said(im, row, en, im->columns[i].fd)))
			ret = entry_put(en, im->columns[i].fd, im->columns[i].code, row->values[i], e);
	return ret;
}

/* ---- what is worked out ---- */

/* What a row says as the book would hold it; NULL where it cannot be read. */
static char *said_text(struct import *im, const struct import_column *c, const char *text)
{
	char *canonical = NULL;

	return field_read(im->f, im->b, c->fd, c->code, text, im->style, &canonical, NULL) ? NULL : canonical;
}

void import_hear(struct import *im, const struct import_row *row, const struct entry *en)
{
	for (size_t i = 0; i < im->n; i++) {
		struct import_column *c = &im->columns[i];
		char *text;

		if (c->use != USE_VALUE || c->untaken || import_takes(c->fd) || is_blank(cell(row->cells, i)))
			continue;
		text = said_text(im, c, cell(row->cells, i));
		if (str_eq(text, entry_get(en, c->fd, c->code))) {
			free(text);
			continue;
		}
		im->said = grow(im->said, im->n_said, &im->cap_said, sizeof(*im->said));
		im->said[im->n_said++] = (struct import_said){ i, xstrdup(entry_id(en)), text };
	}
}

/* What is derived may have come to be with a later row. */
static bool says_otherwise(struct import *im, const struct import_said *s)
{
	struct record r;
	bool differs;

	if (!s->text)
		return true;
	if (record_load(im->b, &im->form->table, NULL, s->id, &r, NULL))
		return false;
	differs = !str_eq(record_get(&r, im->columns[s->column].fd->name), s->text);
	record_fini(&r);
	return differs;
}

char *import_untaken(struct import *im)
{
	struct str names;

	for (size_t i = 0; i < im->n_said; i++) {
		struct import_column *c = &im->columns[im->said[i].column];

		c->untaken = c->untaken || says_otherwise(im, &im->said[i]);
	}
	str_init(&names);
	for (size_t i = 0; i < im->n; i++)
		if (im->columns[i].untaken)
			str_addf(&names, "%s%s", names.len ? ", " : "", im->columns[i].name);
	if (names.len)
		return str_take(&names);
	str_fini(&names);
	return NULL;
}
