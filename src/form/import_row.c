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
	static const char *const known[] = { "stt", "tt", "so tt", "so thu tu", "no", "reason", "ly do khong nhan", NULL };

	if (*name == '_' && (!strcmp(name, "_state") || !strcmp(name, "_unit") || !strcmp(name, "_rev") ||
			     !strcmp(name, "_who") || !strcmp(name, "_at")))
		return true;
	for (size_t i = 0; known[i]; i++)
		if (!strcmp(folded, known[i]))
			return !form_field_by_header(form, name, NULL);
	return false;
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
		free(name);
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
		if (c->use < USE_VALUE || i >= cells->n || !entry_writable(c->fd))
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

int import_apply(struct import *im, const struct import_row *row, struct entry *en, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < im->n; i++)
		if (row->present[i])
			ret = entry_put(en, im->columns[i].fd, im->columns[i].code, row->values[i], e);
	return ret;
}
