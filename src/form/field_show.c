/* SPDX-License-Identifier: MIT */
/* Canonical text as people read it, and the keys by which records are referred to. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"
#include "text/number.h"

static char *show_multi(const struct field *fd, const char *text)
{
	struct strlist codes;
	struct str b;

	strlist_init(&codes);
	str_init(&b);
	strlist_split(&codes, text, "|");
	for (size_t i = 0; i < codes.n; i++)
		str_addf(&b, "%s%s", i ? ", " : "", codes_label(fd->choices, codes.v[i]));
	strlist_fini(&codes);
	return str_take(&b);
}

static char *show_date(const char *text)
{
	struct date d;
	char buf[11];

	return xstrdup(date_parse_iso(text, &d) ? date_human(&d, buf) : text);
}

static char *show_number(const struct field *fd, const char *text)
{
	long long n;
	double d;
	char buf[32];

	if (fd->type == FIELD_DECIMAL)
		return xstrdup(number_decimal_plain(text, &d) ? number_decimal_show(d, -1, buf) : text);
	if (fd->year || !str_int(text, &n))
		return xstrdup(text);
	return xstrdup(fd->type == FIELD_MONEY ? number_money_show(n, buf) : number_int_show(n, buf));
}

/* The key of a referred record; an id whose record is not here is told as such. */
static char *show_reference(struct forms *f, struct book *b, const struct field *fd, const char *unit,
			    const char *id)
{
	const struct form *form;
	char *key = forms_get(f, fd->refers, &form, NULL) ? NULL : key_text(f, b, form, unit, id, " / ", true);

	return key ? key : xasprintf("? %s", id);
}

static char *show(struct forms *f, struct book *b, const struct field *fd, const char *unit,
		  const char *code, const char *text)
{
	if (str_empty(text))
		return xstrdup("");
	switch (fd->type) {
	case FIELD_TEXT:
		return xstrdup(text);
	case FIELD_INT:
	case FIELD_MONEY:
	case FIELD_DECIMAL:
		return show_number(fd, text);
	case FIELD_DATE:
		return show_date(text);
	case FIELD_YESNO:
		return xstrdup(!strcmp(text, "yes") ? _("Yes") : !strcmp(text, "no") ? _("No") : text);
	case FIELD_CHOICE:
		return xstrdup(codes_label(fd->choices, text));
	case FIELD_MULTI:
		return show_multi(fd, text);
	case FIELD_ANSWERS:
		return xstrdup(code ? codes_label(fd->answer_choices, text) : text);
	case FIELD_REFERENCE:
		return show_reference(f, b, fd, unit, text);
	}
	return xstrdup(text);
}

char *field_show(struct forms *f, struct book *b, const struct field *fd, const char *code,
		 const char *canonical)
{
	return show(f, b, fd, NULL, code, canonical);
}

char *entry_show(struct entry *en, const struct field *fd, const char *code)
{
	if (en->parent && fd == en->form->parent)
		return entry_key(en->parent, " / ", true);
	return show(en->f, en->b, fd, en->unit, code, entry_get(en, fd, code));
}

/* ---- keys ---- */

/* One part. Empty parts keep their place in a key that is to be read back (not at its end), and are left out of a
 * shown one. *open: separators due before the next part. */
static void add_part(struct str *b, size_t *open, const char *part, const char *sep, bool shown)
{
	if (!str_empty(part)) {
		for (size_t i = 0; i < *open; i++)
			str_add(b, sep);
		str_add(b, part);
		*open = 1;
	} else if (!shown) {
		(*open)++;
	}
}

static char *part_of(struct forms *f, struct book *b, const struct field *fd, const char *unit,
		     const char *text, const char *sep, bool shown)
{
	const struct form *form;

	if (str_empty(text))
		return NULL;
	if (fd->type == FIELD_REFERENCE)
		return forms_get(f, fd->refers, &form, NULL) ?
			       NULL :
			       key_text(f, b, form, unit, text, sep, shown);
	return shown ? show(f, b, fd, unit, NULL, text) : xstrdup(text);
}

/* The key's fields of a record, and nothing else of it. */
static int load_key(struct book *b, const struct form *form, const char *unit, const char *id, struct record *r)
{
	size_t *columns = xcalloc(form->n_key + 1, sizeof(*columns));
	int ret = ERR_NOTFOUND;

	for (size_t i = 0; i < form->n_key; i++)
		columns[i] = form->key[i]->index;
	if (unit)
		ret = record_load_some(b, &form->table, unit, id, columns, form->n_key, r, NULL);
	if (ret)
		ret = record_load_some(b, &form->table, NULL, id, columns, form->n_key, r, NULL);
	free(columns);
	return ret;
}

char *key_text(struct forms *f, struct book *b, const struct form *form, const char *unit, const char *id,
	       const char *sep, bool shown)
{
	struct record r;
	struct str key;
	size_t open = 0;

	if (str_empty(id) || load_key(b, form, unit, id, &r))
		return NULL;
	str_init(&key);
	for (size_t i = 0; i < form->n_key; i++) {
		char *part = part_of(f, b, form->key[i], r.unit, record_get(&r, form->key[i]->name), sep,
				     shown);

		add_part(&key, &open, part, sep, shown);
		free(part);
	}
	record_fini(&r);
	return str_take(&key);
}

char *entry_key(struct entry *en, const char *sep, bool shown)
{
	struct str key;
	size_t open = 0;

	str_init(&key);
	for (size_t i = 0; i < en->form->n_key; i++) {
		const struct field *fd = en->form->key[i];
		char *part;

		if (en->parent && fd == en->form->parent)
			part = entry_key(en->parent, sep, shown);
		else
			part = part_of(en->f, en->b, fd, en->unit, entry_get(en, fd, NULL), sep, shown);
		add_part(&key, &open, part, sep, shown);
		free(part);
	}
	return str_take(&key);
}

char *form_key_text(struct forms *f, struct book *b, const struct form *form, const char *unit,
		    const char *id)
{
	return key_text(f, b, form, unit, id, "/", false);
}

char *form_key_show(struct forms *f, struct book *b, const struct form *form, const char *unit,
		    const char *id)
{
	return key_text(f, b, form, unit, id, " / ", true);
}

char *form_hit_show(struct forms *f, struct book *b, const char *form, const char *unit, const char *id,
		    const char *text)
{
	const struct form *of;
	char *key = forms_get(f, form, &of, NULL) ? NULL : form_key_show(f, b, of, unit, id);
	struct str out;

	str_init(&out);
	str_add(&out, text);
	for (char *part = key, *next; part && *part; part = next) {
		next = strstr(part, " / ");
		if (next) {
			*next = '\0';
			next += strlen(" / ");
		}
		if (!strstr(text, part))
			str_addf(&out, "%s%s", out.len ? " · " : "", part);
	}
	free(key);
	return str_take(&out);
}
