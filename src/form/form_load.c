/* SPDX-License-Identifier: MIT */
/*
 * A form's INI read into structures: the common ground (memory, values, mistakes), the known
 * keys of every kind of section, and the order in which the parts are read.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/form_impl.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "text/utf8.h"

struct form_impl *form_impl(const struct form *form)
{
	return (struct form_impl *)(uintptr_t)form;
}

static void keep(struct form_impl *fi, void *p)
{
	fi->kept = grow(fi->kept, fi->n_kept, &fi->cap_kept, sizeof(*fi->kept));
	fi->kept[fi->n_kept++] = p;
}

void *form_keep(struct form_impl *fi, size_t n, size_t size)
{
	void *p = xcalloc(n, size);

	keep(fi, p);
	return p;
}

const char *form_keep_own(struct form_impl *fi, char *s)
{
	if (s)
		keep(fi, s);
	return s;
}

const char *form_keep_text(struct form_impl *fi, const char *s)
{
	return form_keep_own(fi, xstrdup_null(s));
}

void form_bad(struct form_impl *fi, const char *section, const char *key, const char *fmt, ...)
{
	struct str b;
	va_list ap;
	int line = 0;

	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	if (fi->ini && section) {
		line = ini_line(fi->ini, section, key);
		if (!line && key) {
			char *first = xasprintf("%s.1", key);

			line = ini_line(fi->ini, section, first);
			free(first);
		}
		if (!line)
			line = ini_line(fi->ini, section, NULL);
	}
	complaints_add(&fi->mistakes, fi->pub.path, line, section, key, "%s", b.s);
	str_fini(&b);
}

bool form_name_ok(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return *s >= 'a' && *s <= 'z' && !s[n] && n <= 41 && !strstr(s, "__");
}

enum section_kind form_section(const char *section, const char **name)
{
	static const struct {
		const char *prefix;
		enum section_kind kind;
	} kinds[] = {
		{ "page.", SECTION_PAGE }, { "group.", SECTION_GROUP }, { "check.", SECTION_CHECK },
		{ "propose.", SECTION_PROPOSE },
	};

	*name = section;
	if (!strcmp(section, "form"))
		return SECTION_FORM;
	if (!strcmp(section, "let"))
		return SECTION_LET;
	if (!strcmp(section, "standing"))
		return SECTION_STANDING;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!str_starts(section, kinds[i].prefix))
			continue;
		*name = section + strlen(kinds[i].prefix);
		return kinds[i].kind;
	}
	return SECTION_FIELD;
}

/* Known keys; a '*' after one: it may be split into key.1, key.2 …; '#': it is always numbered. */
static const char *const keys_form[] = {
	"table", "title.vi", "title.en", "plural.vi", "plural.en", "version", "menu", "place", "owner", "exchanged", "written",
	"locked*", "settled*", "key",
	"match#", "list", "search*", "sort#", "filter", "counts", "live", "parent", "roster#", "feeds#", "source*",
	"help.vi*", "help.en*", NULL,
};
static const char *const keys_page[] = { "title.vi", "title.en", NULL };
static const char *const keys_group[] = { "title.vi", "title.en", "page", NULL };
static const char *const keys_check[] = {
	"field", "strength", "test*", "message.vi*", "message.en*", "source*", NULL,
};
static const char *const keys_propose[] = {
	"field", "code", "test*", "value*", "yes.vi*", "yes.en*", "no.vi*", "no.en*", "lack.vi*", "lack.en*", "source*", NULL,
};
static const char *const keys_standing[] = { "standard*", "area*", "b1*", "income*", "answers", NULL };
static const char *const keys_field[] = {
	"type", "label.vi", "label.en", "width", "page", "group", "required", "partial", "keep", "hidden", "year", "written",
	"choices", "answers", "refers", "standard*", "relevant*", "compute*", "default*", "constraint*", "message.vi*",
	"message.en*", "doubt*", "doubt.message.vi*", "doubt.message.en*", "warn*", "warn.message.vi*",
	"warn.message.en*", "help.vi*", "help.en*", "source*", "alias", "alias.where", "alias.else", "derive", "derive.form*",
	"derive.link*", "derive.value*", "derive.date*", "derive.where*", "derive.complete*", "derive.filled*", "derive.same*", NULL,
};
static const char *const *const keys_of[] = {
	[SECTION_FORM] = keys_form,   [SECTION_LET] = NULL,	    [SECTION_PAGE] = keys_page,
	[SECTION_GROUP] = keys_group, [SECTION_CHECK] = keys_check, [SECTION_FIELD] = keys_field,
	[SECTION_PROPOSE] = keys_propose, [SECTION_STANDING] = keys_standing,
};

/* ".1", ".2" … */
static bool numbered(const char *tail)
{
	return *tail == '.' && tail[1] >= '1' && tail[1] <= '9' &&
	       strspn(tail + 1, "0123456789") == strlen(tail + 1);
}

static bool key_known(const char *key, const char *const *known)
{
	for (size_t i = 0; known[i]; i++) {
		size_t n = strcspn(known[i], "*#");
		char mark = known[i][n];

		if (strncmp(key, known[i], n))
			continue;
		if (mark == '#' ? numbered(key + n) : !key[n] || (mark && numbered(key + n)))
			return true;
	}
	return false;
}

void form_check_keys(struct form_impl *fi)
{
	for (size_t i = 0; i < ini_sections(fi->ini); i++) {
		const char *section = ini_section(fi->ini, i), *name;
		enum section_kind kind = form_section(section, &name);

		if (kind != SECTION_FORM && kind != SECTION_LET && kind != SECTION_STANDING && !form_name_ok(name))
			form_bad(fi, section, NULL,
				 _("\"%s\" is no name: small letters, digits and single _, a letter first, at most 41"),
				 name);
		else if (kind == SECTION_FIELD && (!strcmp(name, "id") || !strcmp(name, "today") || !strcmp(name, "row_no") ||
						   !strcmp(name, "self") || !strcmp(name, "parent")))
			form_bad(fi, section, NULL, _("the name \"%s\" is reserved"), name);
		for (size_t j = 0; keys_of[kind] && j < ini_keys(fi->ini, section); j++) {
			const char *key = ini_key(fi->ini, section, j);

			if (!key_known(key, keys_of[kind]))
				form_bad(fi, section, key, "%s", _("unknown key"));
		}
	}
}

const char *form_text(struct form_impl *fi, const char *section, const char *key)
{
	const char *s = ini_get(fi->ini, section, key, NULL);

	if (s && !*s) {
		form_bad(fi, section, key, "%s", _("the value is empty"));
		return NULL;
	}
	return s ? form_keep_own(fi, utf8_nfc(s, strlen(s))) : NULL;
}

const char *form_text_long(struct form_impl *fi, const char *section, const char *key)
{
	char *s = ini_get_long(fi->ini, section, key);
	const char *kept;

	if (str_empty(s)) {
		if (s)
			form_bad(fi, section, key, "%s", _("the value is empty"));
		free(s);
		return NULL;
	}
	kept = form_keep_own(fi, utf8_nfc(s, strlen(s)));
	free(s);
	return kept;
}

bool form_text_pair(struct form_impl *fi, const char *section, const char *key, bool required,
		    const char *out[2])
{
	static const char *const lang[2] = { "vi", "en" };
	char *names[2];

	for (int k = 0; k < 2; k++) {
		names[k] = xasprintf("%s.%s", key, lang[k]);
		out[k] = form_text_long(fi, section, names[k]);
	}
	for (int k = 0; k < 2; k++) {
		if (!out[k] && (required || out[!k]))
			form_bad(fi, section, names[k], _("the text in \"%s\" is missing"), lang[k]);
	}
	free(names[0]);
	free(names[1]);
	return out[0] && out[1];
}

bool form_flag(struct form_impl *fi, const char *section, const char *key, bool def)
{
	const char *s = ini_get(fi->ini, section, key, NULL);

	if (!s)
		return def;
	if (strcmp(s, "yes") && strcmp(s, "no"))
		form_bad(fi, section, key, _("\"%s\" is neither yes nor no"), s);
	return !strcmp(s, "yes");
}

bool form_by_program(struct form_impl *fi, const char *section)
{
	const char *s = ini_get(fi->ini, section, "written", NULL);

	if (s && strcmp(s, "program"))
		form_bad(fi, section, "written", _("\"%s\" is not \"program\""), s);
	return str_eq(s, "program");
}

long form_number(struct form_impl *fi, const char *section, const char *key, long min, long max, long def)
{
	const char *s = ini_get(fi->ini, section, key, NULL);
	long long v;

	if (!s)
		return def;
	if (str_int(s, &v) && v >= min && v <= max)
		return (long)v;
	form_bad(fi, section, key, _("\"%s\" is not a whole number from %ld to %ld"), s, min, max);
	return def;
}

struct expr *form_compile(struct form_impl *fi, const char *section, const char *key, const char *text,
			  const struct let *let)
{
	struct error e = ERROR_INIT;
	struct expr *x;

	if (fi->sound) {
		x = expr_later(forms_engine(fi->forms), text);
	} else if (expr_new(forms_engine(fi->forms), text, &x, &e)) {
		form_bad(fi, section, key, "%s", e.what);
		error_clear(&e);
		return NULL;
	}
	fi->uses = grow(fi->uses, fi->n_uses, &fi->cap_uses, sizeof(*fi->uses));
	fi->uses[fi->n_uses++] =
		(struct expr_use){ x, form_keep_text(fi, section), form_keep_text(fi, key), let };
	return x;
}

struct expr *form_expr(struct form_impl *fi, const char *section, const char *key)
{
	const char *text = form_text_long(fi, section, key);

	return text ? form_compile(fi, section, key, text, NULL) : NULL;
}

const char *const *form_list(struct form_impl *fi, const char *text, const char *seps, size_t *n)
{
	struct strlist l;
	const char **v;

	strlist_init(&l);
	strlist_split(&l, text, seps);
	v = form_keep(fi, l.n + 1, sizeof(*v));
	for (size_t i = 0; i < l.n; i++)
		v[i] = form_keep_text(fi, l.v[i]);
	if (n)
		*n = l.n;
	strlist_fini(&l);
	return v;
}

void form_load_pages(struct form_impl *fi)
{
	struct form *form = &fi->pub;
	size_t n = ini_sections(fi->ini);
	struct form_part *pages = form_keep(fi, n + 1, sizeof(*pages));
	struct form_part *groups = form_keep(fi, n + 1, sizeof(*groups));

	for (size_t i = 0; i < n; i++) {
		const char *section = ini_section(fi->ini, i), *name;
		enum section_kind kind = form_section(section, &name);
		struct form_part *p;

		if (kind != SECTION_PAGE && kind != SECTION_GROUP)
			continue;
		p = kind == SECTION_PAGE ? &pages[form->n_pages++] : &groups[form->n_groups++];
		p->name = form_keep_text(fi, name);
		form_text_pair(fi, section, "title", true, p->title);
		if (kind == SECTION_GROUP)
			p->page = form_text(fi, section, "page");
	}
	form->pages = pages;
	form->groups = groups;
	for (size_t i = 0; i < form->n_groups; i++) {
		char *section = xasprintf("group.%s", groups[i].name);
		size_t k = 0;

		while (k < form->n_pages && !str_eq(pages[k].name, groups[i].page))
			k++;
		if (groups[i].page && k == form->n_pages)
			form_bad(fi, section, "page", _("there is no page \"%s\""), groups[i].page);
		free(section);
	}
}

struct form_impl *form_load(struct forms *f, const char *name, const char *path, bool sound)
{
	struct form_impl *fi = xcalloc(1, sizeof(*fi));

	fi->forms = f;
	complaints_init(&fi->mistakes);
	fi->pub.name = form_keep_text(fi, name);
	fi->pub.path = form_keep_text(fi, path);
	fi->sound = sound;
	fi->ini = sound ? ini_load_again(path, &fi->mistakes) : ini_load(path, &fi->mistakes);
	if (!fi->ini)
		goto out;
	if (!form_name_ok(name))
		form_bad(fi, "form", "table", _("\"%s\" is no name for a table"), name);
	if (!sound)
		form_check_keys(fi);
	form_load_pages(fi);
	form_load_fields(fi);
	form_load_lets(fi);
	form_load_field_rules(fi);
	form_load_checks(fi);
	form_load_proposes(fi);
	form_load_standing(fi);
	form_load_head(fi);
out:
	form_make_table(fi);
	return fi;
}

void form_free(struct form_impl *fi)
{
	if (!fi)
		return;
	for (size_t i = 0; i < fi->n_uses; i++)
		expr_free(fi->uses[i].x);
	free(fi->uses);
	free(fi->watched);
	expr_free(fi->tests);
	for (size_t i = 0; i < fi->n_groups; i++) {
		expr_free(fi->groups[i].all);
		free(fi->groups[i].let);
	}
	free(fi->groups);
	for (size_t i = 0; i < fi->n_kept; i++)
		free(fi->kept[i]);
	free(fi->kept);
	for (size_t i = 0; i < fi->n_lookers; i++)
		strlist_fini(&fi->lookers[i].fields);
	free(fi->lookers);
	free(fi->checks);
	free(fi->by_name);
	complaints_fini(&fi->mistakes);
	ini_free(fi->ini);
	free(fi);
}
