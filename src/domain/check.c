/* SPDX-License-Identifier: MIT */
/*
 * Soát lỗi: the forms' own rules, record by record through the form engine, then the checks over
 * several records on a connection of their own that can only read.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/check_impl.h"
#include "domain/lines.h"
#include "form/entry.h"
#include "store/guard.h"

void findings_fini(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct finding *v = &f->v[i];

		free(v->check);
		free(v->form);
		free(v->unit);
		free(v->id);
		free(v->field);
		free(v->message);
		free(v->source);
		free(v->pair);
		free(v->reason);
	}
	free(f->v);
	complaints_fini(&f->bad);
	*f = (struct findings){ .v = NULL };
}

char *finding_reason_name(const struct finding *f)
{
	return f->pair ? xasprintf("%s:%s", f->check, f->pair) : xstrdup(f->check);
}

bool checks_ask(const struct checks *c, const char *form, const char *name)
{
	size_t n = strcspn(name, ":");

	for (size_t i = 0; i < c->n; i++)
		if (strlen(c->v[i].id) == n && !strncmp(c->v[i].id, name, n) && !strcmp(c->v[i].form, form) &&
		    c->v[i].strength == STRENGTH_DOUBT)
			return true;
	return false;
}

/* "Hộ có {n} thành viên" -> "Hộ có … thành viên" */
static char *without_marks(const char *text)
{
	struct str b;

	str_init(&b);
	while (*text) {
		size_t n = strcspn(text, "{");
		const char *end = text[n] ? strchr(text + n, '}') : NULL;

		str_addn(&b, text, end ? n : strlen(text));
		if (!end)
			break;
		str_add(&b, "…");
		text = end + 1;
	}
	return str_take(&b);
}

static char *rule_title(const struct form *form, const char *check)
{
	const char *dot = strrchr(check, '.');
	const struct field *fd;
	char *name, *ret = NULL;

	for (size_t i = 0; i < form->n_checks; i++)
		if (!strcmp(form->checks[i].name, check))
			return form->checks[i].message[0] ? without_marks(i18n_pick(form->checks[i].message)) : NULL;
	if (!dot || strcmp(dot, ".required"))
		return NULL;
	name = xstrndup(check, (size_t)(dot - check));
	fd = form_field(form, name, NULL);
	if (fd)
		ret = xasprintf(_("\"%s\" has no answer yet."), i18n_pick(fd->label));
	free(name);
	return ret;
}

char *checks_title(const struct checks *c, struct forms *f, const struct finding *one)
{
	const struct form *form;

	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->v[i].id, one->check) && str_eq(c->v[i].form, one->form))
			return xstrdup(i18n_pick((const char *const *)c->v[i].title));
	if (!one->form || !one->check || forms_get(f, one->form, &form, NULL))
		return NULL;
	return rule_title(form, one->check);
}

struct finding *finding_add(struct findings *out, enum strength strength)
{
	struct finding *v;

	out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
	v = &out->v[out->n++];
	*v = (struct finding){ .strength = strength };
	return v;
}

void finding_count(struct findings *out, const struct finding *f)
{
	if (f->strength == STRENGTH_ERROR)
		out->errors++;
	else if (f->strength == STRENGTH_DOUBT && str_empty(f->reason))
		out->unexplained++;
}

struct taking {
	struct book *b;
	const char *only; /* a form, or NULL: all */
	struct findings *out;
};

static int take_problems(void *ctx, const struct problems *p)
{
	struct taking *t = ctx;

	for (size_t i = 0; i < p->n; i++) {
		const struct problem *from = &p->v[i];
		const char *form = entry_form(from->entry)->name;
		struct finding *v;

		if (t->only && strcmp(t->only, form))
			continue;
		v = finding_add(t->out, from->strength);
		v->check = xstrdup(from->check);
		v->form = xstrdup(form);
		v->unit = xstrdup(book_unit_id(t->b));
		v->id = xstrdup(entry_id(from->entry));
		v->field = from->code ? xasprintf("%s.%s", from->field->name, from->code)
				      : xstrdup(from->field->name);
		v->message = xstrdup(from->message);
		v->source = xstrdup_null(from->source);
		v->reason = xstrdup_null(from->reason);
		finding_count(t->out, v);
	}
	return 0;
}

/* Roster rows are looked at with their parents, which see them all. What the program writes itself is right or a fault of ours. */
static bool concerns(const struct form *form, const char *only)
{
	return !form->parent && !form->by_program &&
	       (!only || !strcmp(form->name, only) || form_roster(form, only) >= 0);
}

static int check_forms(struct forms *f, struct book *b, const char *only, struct findings *out,
		       struct error *e)
{
	struct taking t = { b, only, out };
	int ret = 0;

	for (const char *const *name = forms_names(f); !ret && *name; name++) {
		const struct form *form;

		ret = forms_get(f, *name, &form, e);
		if (!ret && concerns(form, only))
			ret = form_problems_each(f, b, form, take_problems, &t, e);
	}
	return ret;
}

static bool wanted(const struct sql_check *k, const char *form)
{
	return !form || !strcmp(form, k->form);
}

/* The list of the newest yearly round, once for all checks that read it. */
static int make_lines(const struct checks *c, struct forms *f, struct book *b, struct db *ro, const char *form,
		      struct error *e)
{
	struct date today = book_today(b);
	char day[11];
	struct lines_scope scope = { .unit = book_unit_id(b), .today = date_iso(&today, day) };

	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].lines && wanted(&c->v[i], form))
			return lines_build(f, ro, &scope, e);
	return 0;
}

/* Its file and line, and why; SQLite's own sentence without the question. */
static void complain(const struct sql_check *k, const struct error *why, struct complaints *bad)
{
	const char *text = why->detail ? why->detail : why->what, *sql = strstr(text, k->sql);
	char *said = xstrndup(text, sql ? (size_t)(sql - text) : strlen(text));

	if (sql && sql - text > 4) /* " in " before the question */
		said[sql - text - 4] = '\0';
	complaints_add(bad, k->path, k->line, NULL, NULL, _("this check cannot be run: %s"), said);
	free(said);
}

void checks_check(const struct checks *c, struct forms *f, struct db *blank, struct complaints *bad)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct sql_check *k = &c->v[i];
		struct error e = ERROR_INIT;
		const struct form *form;
		struct stmt *st;

		if (forms_get(f, k->form, &form, NULL))
			complaints_add(bad, k->path, 0, NULL, "form", _("there is no form \"%s\""), k->form);
		else if (k->field && !form_field(form, k->field, NULL))
			complaints_add(bad, k->path, 0, NULL, "field", _("there is no field \"%s\""), k->field);
		if (db_prepare(blank, &st, k->sql, &e))
			complain(k, &e, bad);
		else
			stmt_done(st);
		error_clear(&e);
	}
}

static int check_several(const struct checks *c, struct forms *f, struct book *b, const char *form, struct findings *out,
			 struct error *e)
{
	struct db *ro = NULL;
	int ret = db_open(&ro, book_path(b), DB_READ, e);

	if (!ret)
		ret = make_lines(c, f, b, ro, form, e);
	if (!ret)
		ret = db_guard_select(ro, true, e);
	for (size_t i = 0; !ret && i < c->n; i++)
		if (wanted(&c->v[i], form)) {
			ret = check_run_sql(&c->v[i], f, b, ro, out, e);
			if (ret == ERR_FAULT || ret == ERR_DATA) { /* the file's own: the others go on */
				complain(&c->v[i], e, &out->bad);
				error_clear(e);
				ret = 0;
			}
		}
	db_close(ro);
	return ret;
}

int checks_run(struct checks *c, struct forms *f, struct book *b, const char *form,
	       struct findings *out, struct error *e)
{
	const struct form *known;
	int ret = form ? forms_get(f, form, &known, e) : 0;

	if (!ret)
		ret = db_read_begin(book_db(b), e);
	if (ret)
		return ret;
	ret = check_forms(f, b, form, out, e);
	db_read_end(book_db(b));
	return ret ? ret : check_several(c, f, b, form, out, e);
}
