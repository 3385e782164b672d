/* SPDX-License-Identifier: MIT */
/* movement: the guided steps (split, join, move, death …) for scripts: one command a step, all of it or nothing. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "domain/movement.h"
#include "text/viet.h"

/* The words as typed, then what they mean. */
struct asked {
	struct strlist members, relations;
	const char *head, *left_head, *date, *document, *note, *place, *village, *address, *code, *class_given, *count, *to_count;
	bool code_goes, certificate_goes, dry_run;
	struct strlist kept; /* owns what `m` borrows */
	const char **ids;
	struct movement_relation *given;
	struct movement_field *fields;
	struct movement m;
};

/* ---- who and where ---- */

static const char *keep(struct asked *a, char *text)
{
	strlist_take(&a->kept, text);
	return text;
}

static int resolve(struct cmd *c, struct asked *a, const char *form_name, const char *text, const char **out)
{
	const struct form *form = cmd_form(c, form_name);
	char id[UUID_LEN + 1];
	int ret = form ? form_resolve(c->forms, c->book, form, book_unit_id(c->book), text, id, &c->err) : c->err.code;

	if (!ret)
		*out = keep(a, xstrdup(id));
	return ret;
}

static const char *value_of(const struct entry *en, const char *field)
{
	return entry_get(en, form_field(entry_form(en), field, NULL), NULL);
}

static int no_member(struct cmd *c, int code, const char *text)
{
	if (code == ERR_AMBIGUOUS)
		error_fail(&c->err, code, "GN-C60", _("More than one member of the household is called \"%s\"."), text);
	else
		error_fail(&c->err, code, "GN-C61", _("The household has no member \"%s\"."), text);
	error_safe(&c->err, _("Nothing was changed."));
	error_todo(&c->err, "%s", _("Give the id or the personal ID number."));
	return code;
}

/* A member of the household: by id, ID number, or name without accents. */
static int member_of(struct cmd *c, const struct entry *household, const char *text, const char **out)
{
	char *folded = viet_fold(text);
	size_t found = 0;

	*out = NULL;
	for (size_t i = 0; i < entry_children(household, 0); i++) {
		const struct entry *row = entry_child(household, 0, i);
		const char *name = value_of(row, "full_name"), *number = value_of(row, "id_number");
		char *other = viet_fold(name ? name : "");
		bool exact = !strcmp(entry_id(row), text) || str_eq(number, text);

		if (exact || !strcmp(other, folded)) {
			found = exact ? 1 : found + 1;
			*out = entry_id(row);
		}
		free(other);
		if (exact)
			break;
	}
	free(folded);
	return found == 1 ? 0 : no_member(c, found ? ERR_AMBIGUOUS : ERR_NOTFOUND, text);
}

/* Names of members that options may hold, as ids that outlive the entry. */
static int read_member(struct cmd *c, struct asked *a, const struct entry *household, const char *text, const char **out)
{
	const char *id;
	int ret = text ? member_of(c, household, text, &id) : 0;

	*out = ret || !text ? NULL : keep(a, xstrdup(id));
	return ret;
}

/* MEMBER=RELATION, the relation as people or machines write it. */
static int read_relation(struct cmd *c, struct asked *a, const struct entry *household, const char *word)
{
	const struct codes *codes = code_lists_get(forms_codes(c->forms), "relation", NULL);
	const char *eq = strrchr(word, '=');
	const struct code *k = eq ? codes_match(codes, eq + 1) : NULL;
	char *name = xstrndup(word, eq ? (size_t)(eq - word) : 0);
	struct movement_relation *r = &a->given[a->m.n_relations];
	int ret = 0;

	if (!k) {
		ret = error_fail(&c->err, ERR_DATA, "GN-C62", _("\"%s\" is not MEMBER=RELATION."), word);
		error_safe(&c->err, _("Nothing was changed."));
		error_todo(&c->err, "%s", _("The relations are those of the form member, field relation_to_head."));
	} else {
		ret = read_member(c, a, household, name, &r->member);
		r->code = k->code;
		a->m.n_relations += !ret;
	}
	free(name);
	return ret;
}

/* A value of a field of `change` or `household`, read as put reads it. */
static int read_value(struct cmd *c, struct asked *a, const char *form_name, const char *field, const char *text,
		      const char **out)
{
	const struct form *form = cmd_form(c, form_name);
	char *value = NULL;
	int ret;

	if (!text)
		return 0;
	if (!form)
		return c->err.code;
	ret = field_read(c->forms, c->book, form_field(form, field, NULL), NULL, text, ENTRY_PLAIN, &value, &c->err);
	if (!ret)
		*out = keep(a, value ? value : xstrdup(""));
	return ret;
}

/* ---- the words ---- */

static int kind_of(const char *word)
{
	for (int i = 0; i < MOVEMENT_KINDS; i++)
		if (!strcmp(movement_name((enum movement_kind)i), word))
			return i;
	return -1;
}

static bool takes_to(enum movement_kind k)
{
	return k == MOVEMENT_JOIN || k == MOVEMENT_TRANSFER || k == MOVEMENT_RETURN;
}

static int read_people(struct cmd *c, struct asked *a, const struct entry *en)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < a->members.n; i++) {
		ret = read_member(c, a, en, a->members.v[i], &a->ids[i]);
		a->m.n_members += !ret;
	}
	for (size_t i = 0; !ret && i < a->relations.n; i++)
		ret = read_relation(c, a, en, a->relations.v[i]);
	if (!ret)
		ret = read_member(c, a, en, a->head, &a->m.head);
	return ret ? ret : read_member(c, a, en, a->left_head, &a->m.left_head);
}

static int read_household(struct cmd *c, struct asked *a)
{
	const struct form *form = cmd_form(c, "household");
	struct entry *en;
	int ret = form ? entry_open(&en, c->forms, c->book, form, NULL, a->m.household, &c->err) : c->err.code;

	if (ret)
		return ret;
	ret = read_people(c, a, en);
	entry_free(en);
	return ret;
}

static int read_values(struct cmd *c, struct asked *a)
{
	struct movement *m = &a->m;
	const struct {
		const char *form, *field, *text;
		const char **to;
	} v[] = {
		{ "change", "date", a->date, &m->date },
		{ "change", "document", a->document, &m->document },
		{ "change", "note", a->note, &m->note },
		{ "change", "place", a->place, &m->place },
		{ "household", "address", a->address, &m->address },
		{ "household", "household_code", a->code, &m->code },
		{ "household", "members_count", a->count, &m->count },
		{ "household", "members_count", a->to_count, &m->to_count },
	};
	int ret = a->village ? resolve(c, a, "village", a->village, &m->village) : 0;

	for (size_t i = 0; !ret && i < sizeof(v) / sizeof(*v); i++)
		ret = read_value(c, a, v[i].form, v[i].field, v[i].text, v[i].to);
	if (!ret && a->class_given && !strcmp(a->class_given, "none"))
		m->class_given = "";
	else if (!ret)
		ret = read_value(c, a, "change", "class_given", a->class_given, &m->class_given);
	return ret;
}

/* Words behind the step: records, then FIELD=VALUE. */
static int read_words(struct cmd *c, struct asked *a, int argc, char **argv)
{
	struct movement *m = &a->m;
	int n = 0, ret = 0;

	while (n < argc && !strchr(argv[n], '='))
		n++;
	if (n > 0)
		ret = resolve(c, a, "household", argv[0], &m->household);
	if (!ret && n > 1 && takes_to(m->kind))
		ret = resolve(c, a, "household", argv[1], &m->to);
	if (!ret && n > 1 && m->kind == MOVEMENT_HEAD)
		strlist_add(&a->members, argv[1]);
	for (int i = n; !ret && i < argc; i++) {
		const char *eq = strchr(argv[i], '=');

		a->fields[m->n_fields++] = (struct movement_field){
			keep(a, xstrndup(argv[i], (size_t)(eq - argv[i]))), eq + 1
		};
	}
	return ret;
}

/* 0 or 2: are there as many words as the step takes? */
static int check_words(struct cmd *c, enum movement_kind kind, int argc, char **argv)
{
	int n = 0;
	bool two = takes_to(kind) || kind == MOVEMENT_HEAD;

	while (n < argc && !strchr(argv[n], '='))
		n++;
	if (n < 1 && kind != MOVEMENT_IN)
		return cmd_usage(c, _("HOUSEHOLD is missing"));
	if (n > (two ? 2 : 1))
		return cmd_usage(c, _("'%s' is one word too many"), argv[two ? 2 : 1]);
	for (int i = n; i < argc; i++)
		if ((kind != MOVEMENT_IN && kind != MOVEMENT_BIRTH) || !strchr(argv[i], '='))
			return cmd_usage(c, _("'%s' is one word too many"), argv[i]);
	return 0;
}

/* ---- what came of it ---- */

static void say_side(struct cmd *c, const struct movement_side *d)
{
	const struct codes *relation = code_lists_get(forms_codes(c->forms), "relation", NULL);
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < d->n; i++)
		str_addf(&b, "%s%s (%s)", i ? ", " : "", d->v[i].name, codes_label(relation, d->v[i].relation));
	if (d->ended)
		cmd_say(_("%s: no longer counts."), d->key);
	else
		cmd_say(_("%s: %s in the household, class: %s. %s"), d->key, *d->count ? d->count : "?",
			*d->classification ? d->classification : _("no class yet"), b.s ? b.s : "");
	for (size_t i = 0; i < d->lacks.n; i++)
		cmd_say("  %s", d->lacks.v[i]);
	str_fini(&b);
}

static void tell(struct cmd *c, const struct asked *a, const struct movement_result *r)
{
	bool person = a->m.household && (a->m.kind == MOVEMENT_IN || a->m.kind == MOVEMENT_BIRTH);

	if (!a->dry_run && *r->made)
		printf("%s %s\n", person ? "member" : "household", r->made);
	for (size_t i = 0; !a->dry_run && i < r->changes.n; i++)
		printf("change %s\n", r->changes.v[i]);
	for (size_t i = 0; i < r->n_sides; i++)
		say_side(c, &r->side[i]);
	for (size_t i = 0; i < r->certificates.n; i++)
		cmd_say("%s", r->certificates.v[i]);
	if (a->dry_run)
		cmd_say("%s", _("Only tried: nothing was written."));
}

static int run(struct cmd *c, struct asked *a)
{
	struct movement_result result = { .n_sides = 0 };
	int rc = read_values(c, a), status;

	if (!rc && a->m.household)
		rc = read_household(c, a);
	a->m.members = a->ids;
	a->m.relations = a->given;
	a->m.fields = a->fields;
	a->m.who = cmd_officer(c);
	if (!rc)
		rc = movement_do(c->forms, c->book, &a->m, !a->dry_run, &result, &c->err);
	if (rc == ERR_USAGE) /* a field that takes no value: the words were right */
		c->err.code = ERR_DATA;
	if (!rc)
		tell(c, a, &result);
	status = rc ? cmd_fail(c) : cmd_done(c, "%s", _("The step is stored."));
	movement_result_fini(&result);
	return status;
}

int cmd_movement(struct cmd *c, int argc, char **argv)
{
	struct asked a = { .date = NULL };
	const struct opt opts[] = {
		{ "member", OPT_LIST, &a.members },	{ "relation", OPT_LIST, &a.relations },
		{ "head", OPT_TEXT, &a.head },		{ "left-head", OPT_TEXT, &a.left_head },
		{ "date", OPT_TEXT, &a.date },		{ "document", OPT_TEXT, &a.document },
		{ "note", OPT_TEXT, &a.note },		{ "place", OPT_TEXT, &a.place },
		{ "village", OPT_TEXT, &a.village },	{ "address", OPT_TEXT, &a.address },
		{ "code", OPT_TEXT, &a.code },		{ "class", OPT_TEXT, &a.class_given },
		{ "count", OPT_TEXT, &a.count },	{ "to-count", OPT_TEXT, &a.to_count },
		{ "code-goes", OPT_FLAG, &a.code_goes }, { "certificate-goes", OPT_FLAG, &a.certificate_goes },
		{ "dry-run", OPT_FLAG, &a.dry_run },	{ NULL, OPT_FLAG, NULL },
	};
	int status = 0, kind, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 200, &status))
		goto out;
	kind = kind_of(argv[0]);
	if (kind < 0)
		status = cmd_usage(c, _("'%s' is not a step"), argv[0]);
	else if (!a.date)
		status = cmd_usage(c, _("--date DATE is needed"));
	else
		status = check_words(c, (enum movement_kind)kind, argc - 1, argv + 1);
	if (status)
		goto out;
	a.m = (struct movement){ .kind = (enum movement_kind)kind,
				 .code_goes = a.code_goes,
				 .certificate_goes = a.certificate_goes,
				 .style = ENTRY_PLAIN };
	a.ids = xcalloc(a.members.n + 2, sizeof(*a.ids));
	a.given = xcalloc(a.relations.n + 1, sizeof(*a.given));
	a.fields = xcalloc((size_t)argc + 1, sizeof(*a.fields));
	rc = cmd_book(c, BOOK_WRITE);
	if (!rc)
		rc = read_words(c, &a, argc - 1, argv + 1);
	status = rc ? cmd_fail(c) : run(c, &a);
out:
	free(a.ids);
	free(a.given);
	free(a.fields);
	strlist_fini(&a.members);
	strlist_fini(&a.relations);
	strlist_fini(&a.kept);
	return status;
}
