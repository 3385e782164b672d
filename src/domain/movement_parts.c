/* SPDX-License-Identifier: MIT */
/* What all guided steps are made of: households opened, people found and carried over, changes and certificates to be written. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/movement_impl.h"

int step_refuse(struct error *e, const char *id, const char *what, const char *todo)
{
	int ret = error_fail(e, ERR_DATA, id, "%s", what);

	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", todo);
	return ret;
}

const char *step_get(const struct entry *en, const char *field)
{
	const struct field *fd = form_field(entry_form(en), field, NULL);

	return fd ? entry_get(en, fd, NULL) : NULL;
}

int step_set(struct entry *en, const char *field, const char *canonical, struct error *e)
{
	const struct field *fd = form_field(entry_form(en), field, NULL);

	if (!fd)
		return error_fail(e, ERR_FAULT, "GN-B01", _("The form \"%s\" has no field \"%s\"."), entry_form(en)->name,
				  field);
	return entry_set(en, fd, NULL, canonical, ENTRY_PLAIN, e);
}

bool step_lives(const struct step *s, const struct entry *row)
{
	if (s->way != WHO_STAYS && strlist_has(&s->who, entry_id(row)))
		return s->way == WHO_RETURNS;
	return !step_get(row, "left_on");
}

struct entry *step_row(const struct entry *household, const char *id)
{
	return entry_child_by_id(household, "member", id);
}

struct entry *step_head(const struct step *s, const struct entry *household)
{
	for (size_t i = 0; i < entry_children(household, 0); i++) {
		struct entry *row = entry_child(household, 0, i);

		if (step_lives(s, row) && str_eq(step_get(row, "relation_to_head"), "head"))
			return row;
	}
	return NULL;
}

size_t step_living(const struct step *s, const struct entry *household)
{
	size_t n = 0;

	for (size_t i = 0; i < entry_children(household, 0); i++)
		n += step_lives(s, entry_child(household, 0, i));
	return n;
}

/* ---- households ---- */

static int note_problems(struct house *h, struct error *e)
{
	struct problems p;
	int ret = entry_problems(h->en, &p, e);

	for (size_t i = 0; !ret && i < p.n; i++)
		if (p.v[i].strength != STRENGTH_HINT)
			strlist_add(&h->had, p.v[i].message);
	if (!ret)
		problems_fini(&p);
	return ret;
}

int step_open(struct step *s, struct house *h, const char *id, struct error *e)
{
	int ret = entry_open(&h->en, s->f, s->b, s->household, NULL, id, e);

	if (ret)
		return ret;
	entry_by_program(h->en);
	for (size_t i = 0; i < entry_children(h->en, 0); i++) {
		const struct entry *row = entry_child(h->en, 0, i);
		const char *relation = step_get(row, "relation_to_head");

		strlist_add(&s->before, entry_id(row));
		strlist_add(&s->before, relation ? relation : "");
		strlist_add(&s->before, id);
	}
	return note_problems(h, e);
}

int step_new(struct step *s, struct house *h, struct error *e)
{
	int ret = entry_new(&h->en, s->f, s->b, s->household, NULL, e);

	if (ret)
		return ret;
	entry_by_program(h->en);
	h->first = true;
	memcpy(s->out->made, entry_id(h->en), UUID_LEN + 1);
	return 0;
}

int step_check_members(struct step *s, bool all, struct error *e)
{
	if (!s->m->n_members && !all)
		return step_refuse(e, "GN-B02", _("It is not said who."), _("Name at least one member."));
	for (size_t i = 0; i < s->m->n_members; i++) {
		struct entry *row = step_row(s->from.en, s->m->members[i]);

		if (!row)
			return step_refuse(e, "GN-B03", _("Somebody named is not a member of this household."),
					   _("Look at its list of members."));
		if (!strlist_has(&s->who, s->m->members[i]))
			strlist_add(&s->who, s->m->members[i]);
		if (!step_get(row, "left_on"))
			continue;
		error_fail(e, ERR_DATA, "GN-B04", _("%s has died or left already."), step_get(row, "full_name"));
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Who comes back is entered as a return."));
		return ERR_DATA;
	}
	for (size_t i = 0; !s->m->n_members && i < entry_children(s->from.en, 0); i++)
		if (step_lives(s, entry_child(s->from.en, 0, i)))
			strlist_add(&s->who, entry_id(entry_child(s->from.en, 0, i)));
	return 0;
}

static long last_place(const struct step *s, const struct entry *household)
{
	long last = 0;

	for (size_t i = 0; i < entry_children(household, 0); i++) {
		const struct entry *row = entry_child(household, 0, i);
		const char *text = step_lives(s, row) ? step_get(row, "order_in_household") : NULL;
		long n = text ? strtol(text, NULL, 10) : 0;

		last = n > last ? n : last;
	}
	return last;
}

static size_t place_of(const struct entry *household, const struct entry *row)
{
	size_t i = 0;

	while (entry_child(household, 0, i) != row)
		i++;
	return i;
}

int step_carry(struct step *s, struct error *e)
{
	long last = last_place(s, s->to.en);
	char text[24];
	int ret = 0;

	s->to.first = true;
	for (size_t i = 0; !ret && i < s->who.n; i++) {
		struct entry *row = step_row(s->from.en, s->who.v[i]);

		snprintf(text, sizeof(text), "%ld", ++last);
		ret = entry_child_move(s->from.en, 0, place_of(s->from.en, row), s->to.en, e);
		if (!ret)
			ret = step_set(row, "joined_on", s->m->date, e);
		if (!ret)
			ret = step_set(row, "order_in_household", text, e);
	}
	return ret;
}

int step_count(struct entry *household, long by, const char *said, struct error *e)
{
	const char *was = step_get(household, "members_count");
	char text[24];
	long n = was ? strtol(was, NULL, 10) + by : entry_is_new(household) ? by : 0;

	if (said)
		return step_set(household, "members_count", said, e);
	/* Nobody counted them before: nobody has now. And nobody left is no count. */
	if (n <= 0)
		return was ? step_set(household, "members_count", NULL, e) : 0;
	snprintf(text, sizeof(text), "%ld", n);
	return step_set(household, "members_count", text, e);
}

/* ---- certificates ---- */

enum paper { PAPER_STAYS, PAPER_GOES, PAPER_WITHDRAWN };

static char *tell_paper(enum paper what, const char *key)
{
	switch (what) {
	case PAPER_GOES:
		return xasprintf(_("Certificate %s goes along."), key);
	case PAPER_WITHDRAWN:
		return xasprintf(_("Certificate %s is withdrawn."), key);
	default:
		return xasprintf(_("Certificate %s stays with the household."), key);
	}
}

int step_certificates(struct step *s, bool withdraw, struct error *e)
{
	enum paper what = s->m->certificate_goes ? PAPER_GOES : withdraw ? PAPER_WITHDRAWN : PAPER_STAYS;
	struct strlist ids;
	int ret;

	strlist_init(&ids);
	ret = db_get_list(book_db(s->b), &ids, e,
			  "SELECT id FROM certificate WHERE household=? AND +_unit=? AND withdrawn_on IS NULL ORDER BY id", "tt",
			  entry_id(s->from.en), book_unit_id(s->b));
	for (size_t i = 0; !ret && i < ids.n; i++) {
		char *key = form_key_show(s->f, s->b, s->certificate, NULL, ids.v[i]);

		strlist_take(&s->out->certificates, tell_paper(what, key ? key : ids.v[i]));
		free(key);
		if (what == PAPER_STAYS)
			continue;
		strlist_add(&s->papers, ids.v[i]);
		strlist_add(&s->papers, what == PAPER_GOES ? "pass" : "withdraw");
	}
	strlist_fini(&ids);
	return ret;
}

static int write_certificate(struct step *s, struct entry *c, bool pass, struct error *e)
{
	char *why;
	int ret;

	entry_by_program(c);
	if (pass) {
		ret = step_set(c, "passed_from", entry_id(s->from.en), e);
		return ret ? ret : step_set(c, "household", entry_id(s->to.en), e);
	}
	why = xasprintf(_("The household joined another: %s."), step_get(s->to.en, "head_name"));
	ret = step_set(c, "state", "withdrawn", e);
	if (!ret)
		ret = step_set(c, "withdrawn_on", s->m->date, e);
	if (!ret)
		ret = step_set(c, "withdrawn_why", why, e);
	free(why);
	return ret;
}

int step_save_certificates(struct step *s, struct entry_batch *t, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i + 2 <= s->papers.n; i += 2) {
		struct save_result saved = { .rev = 0 };
		struct entry *c;

		ret = entry_open(&c, s->f, s->b, s->certificate, NULL, s->papers.v[i], e);
		if (ret)
			break;
		ret = write_certificate(s, c, !strcmp(s->papers.v[i + 1], "pass"), e);
		if (!ret)
			ret = entry_batch_save(t, c, &saved, e);
		save_result_fini(&saved);
		entry_free(c);
	}
	return ret;
}

/* ---- changes ---- */

void step_change(struct step *s, const char *kind, const char *household, const char *member, const char *other,
		 const char *class_given)
{
	const char *const v[] = { kind, household, member, other, class_given };

	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++)
		strlist_add(&s->wanted, v[i] ? v[i] : "");
}

/* A change of a step must be right by its own form: what it says stands in the way of all of it. */
static int refuse_change(const struct problems *p, struct error *e)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].strength == STRENGTH_ERROR)
			return step_refuse(e, "GN-B05", p->v[i].message, _("Correct what was said, then try again."));
	return 0;
}

static int save_change(struct step *s, struct entry_batch *t, char *const *v, struct error *e)
{
	static const char *const fields[] = { "kind", "household", "member", "other_household", "class_given" };
	const struct movement *m = s->m;
	struct save_result saved = { .rev = 0 };
	struct entry *en;
	int ret = entry_new(&en, s->f, s->b, s->change, NULL, e);

	if (ret)
		return ret;
	for (size_t i = 0; !ret && i < sizeof(fields) / sizeof(*fields); i++)
		ret = step_set(en, fields[i], *v[i] ? v[i] : NULL, e);
	if (!ret)
		ret = step_set(en, "date", m->date, e);
	if (!ret)
		ret = step_set(en, "document", m->document, e);
	if (!ret)
		ret = step_set(en, "note", m->note, e);
	if (!ret && m->place)
		ret = step_set(en, "place", m->place, e);
	if (!ret)
		ret = entry_batch_save(t, en, &saved, e);
	if (!ret)
		ret = refuse_change(&saved.problems, e);
	if (!ret)
		strlist_add(&s->out->changes, entry_id(en));
	save_result_fini(&saved);
	entry_free(en);
	return ret;
}

int step_save_changes(struct step *s, struct entry_batch *t, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i + 5 <= s->wanted.n; i += 5)
		ret = save_change(s, t, &s->wanted.v[i], e);
	return ret;
}
