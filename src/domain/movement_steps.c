/* SPDX-License-Identifier: MIT */
/*
 * Each guided step: what becomes of the people, of the two households, and which changes say so. They work on the households in
 * memory; what they leave there is saved together.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/movement_impl.h"

/* ---- the households ---- */

static int refuse_ended(const struct entry *household, struct error *e)
{
	char *key;

	if (!step_get(household, "left_on"))
		return 0;
	key = entry_key((struct entry *)(uintptr_t)household, " / ", true);
	error_fail(e, ERR_DATA, "GN-B20", _("The household %s has left or ended."), key);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("A household that comes back is entered as a return."));
	free(key);
	return ERR_DATA;
}

static int open_from(struct step *s, bool all, struct error *e)
{
	int ret = step_open(s, &s->from, s->m->household, e);

	if (!ret)
		ret = refuse_ended(s->from.en, e);
	return ret ? ret : step_check_members(s, all, e);
}

static int open_to(struct step *s, struct error *e)
{
	int ret;

	if (str_empty(s->m->to))
		return step_refuse(e, "GN-B21", _("It is not said to which household."), _("Name the household they come to."));
	if (!strcmp(s->m->to, s->m->household))
		return step_refuse(e, "GN-B22", _("Both households are the same one."), _("Name another household."));
	ret = step_open(s, &s->to, s->m->to, e);
	return ret ? ret : refuse_ended(s->to.en, e);
}

/* Do all who live there go? */
static bool everybody(const struct step *s)
{
	size_t n = 0;

	for (size_t i = 0; i < entry_children(s->from.en, 0); i++)
		n += !step_get(entry_child(s->from.en, 0, i), "left_on");
	return s->who.n == n;
}

static int set_given(struct entry *en, const char *field, const char *text, struct error *e)
{
	return text ? step_set(en, field, text, e) : 0;
}

/* The people named go to the other household, and their own follows. */
static int counts(struct step *s, struct error *e)
{
	long n = (long)s->who.n;
	int ret = s->to.en ? step_count(s->to.en, n, s->m->to_count, e) : 0;

	return ret ? ret : step_count(s->from.en, -n, s->m->count, e);
}

/* ---- split ---- */

static int make_household(struct step *s, struct error *e)
{
	const struct movement *m = s->m;
	const char *village = m->village ? m->village : step_get(s->from.en, "village");
	int ret = step_new(s, &s->to, e);

	if (!ret)
		ret = step_set(s->to.en, "village", village, e);
	if (!ret)
		ret = set_given(s->to.en, "address", m->address, e);
	if (!ret && m->code_goes)
		ret = step_set(s->to.en, "household_code", step_get(s->from.en, "household_code"), e);
	if (!ret && m->code_goes)
		ret = step_set(s->from.en, "household_code", m->code, e);
	else if (!ret)
		ret = set_given(s->to.en, "household_code", m->code, e);
	/* What the place is recognised as does not part with the people. */
	if (!ret && str_eq(village, step_get(s->from.en, "village")))
		ret = step_set(s->to.en, "special_area", step_get(s->from.en, "special_area"), e);
	return ret;
}

static int split_head(struct step *s, struct error *e)
{
	struct entry *row;
	bool sure = true;

	if (s->m->head) {
		row = step_row(s->to.en, s->m->head);
		if (!row)
			return step_refuse(e, "GN-B23", _("The head of the new household is not among those who go."),
					   _("Choose one of them."));
	} else {
		row = step_propose_head(s, s->to.en, &sure);
		if (!sure) {
			strlist_take(&s->guesses, xasprintf("%s %s: %s?", entry_id(row), step_get(row, "full_name"),
							    codes_label(s->relation, "head")));
			strlist_add(&s->out->unsure, entry_id(row));
		}
	}
	memcpy(s->out->head, entry_id(row), UUID_LEN + 1);
	return step_new_head(s, s->to.en, row, e);
}

static int split(struct step *s, struct error *e)
{
	const char *class;
	int ret = open_from(s, false, e);

	if (!ret && everybody(s))
		ret = step_refuse(e, "GN-B24", _("Nobody would be left in the household."),
				  _("A household that moves as a whole does not split: choose the step of moving."));
	if (!ret)
		ret = make_household(s, e);
	if (ret)
		return ret;
	class = s->m->class_given ? s->m->class_given : step_get(s->from.en, "classification");
	ret = step_carry(s, e);
	if (!ret)
		ret = split_head(s, e);
	for (size_t i = 0; !ret && i < s->who.n; i++) /* the class is said once, with the head */
		step_change(s, "split", entry_id(s->from.en), s->who.v[i], entry_id(s->to.en),
			    !strcmp(s->who.v[i], s->out->head) ? class : NULL);
	if (!ret)
		ret = step_left_head(s, s->from.en, e);
	if (!ret)
		ret = counts(s, e);
	return ret ? ret : step_certificates(s, false, e);
}

/* ---- join, transfer ---- */

static int join(struct step *s, struct error *e)
{
	const char *said = NULL;
	struct entry *head;
	bool sure;
	long n;
	int ret = step_open(s, &s->from, s->m->household, e);

	if (!ret)
		ret = refuse_ended(s->from.en, e);
	if (!ret)
		ret = open_to(s, e);
	if (ret)
		return ret;
	/* All who live there, the head before the others: by him they are expressed. */
	head = step_propose_head(s, s->from.en, &sure);
	if (!head)
		return step_refuse(e, "GN-B25", _("Nobody lives in this household."), _("Enter its members first."));
	strlist_add(&s->who, entry_id(head));
	for (size_t i = 0; i < entry_children(s->from.en, 0); i++)
		if (entry_child(s->from.en, 0, i) != head && step_lives(s, entry_child(s->from.en, 0, i)))
			strlist_add(&s->who, entry_id(entry_child(s->from.en, 0, i)));
	/* A list of members that is not whole yet says less than the count of the sheet. */
	said = step_get(s->from.en, "members_count");
	n = said && strtol(said, NULL, 10) > (long)s->who.n ? strtol(said, NULL, 10) : (long)s->who.n;
	ret = step_count(s->to.en, n, s->m->to_count, e);
	if (!ret)
		ret = step_count(s->from.en, -n, NULL, e);
	if (!ret)
		ret = step_set(s->from.en, "last_head", step_get(s->from.en, "head_name"), e);
	if (!ret && s->m->code_goes)
		ret = step_set(s->to.en, "household_code", step_get(s->from.en, "household_code"), e);
	if (!ret)
		ret = step_carry(s, e);
	if (!ret)
		ret = step_express(s, s->to.en, e);
	step_change(s, "join", s->m->household, NULL, s->m->to, NULL);
	return ret ? ret : step_certificates(s, true, e);
}

static int transfer(struct step *s, struct error *e)
{
	int ret = open_from(s, false, e);

	if (!ret)
		ret = open_to(s, e);
	if (!ret && everybody(s))
		ret = step_refuse(e, "GN-B26", _("Nobody would be left in the household."),
				  _("Where all go to another household, choose the step of joining."));
	if (!ret)
		ret = step_carry(s, e);
	if (!ret)
		ret = step_express(s, s->to.en, e);
	for (size_t i = 0; !ret && i < s->who.n; i++)
		step_change(s, "move_out", s->m->household, s->who.v[i], s->m->to, NULL);
	if (!ret)
		ret = step_left_head(s, s->from.en, e);
	return ret ? ret : counts(s, e);
}

/* ---- the whole household to another village ---- */

static int move(struct step *s, struct error *e)
{
	const struct movement *m = s->m;
	int ret = open_from(s, true, e);

	if (!ret && (str_empty(m->village) || str_eq(m->village, step_get(s->from.en, "village"))))
		ret = step_refuse(e, "GN-B27", _("It is not said to which other village."),
				  _("Choose a village that is not the one it lives in."));
	if (!ret)
		ret = step_set(s->from.en, "village", m->village, e);
	if (!ret)
		ret = step_set(s->from.en, "address", m->address, e); /* the one before leads nowhere any more */
	if (!ret)
		ret = set_given(s->from.en, "household_code", m->code, e);
	if (!ret)
		step_change(s, "move_village", m->household, NULL, NULL, NULL);
	return ret;
}

/* ---- out, death ---- */

static int out(struct step *s, struct error *e)
{
	int ret = open_from(s, true, e);

	if (ret)
		return ret;
	if (everybody(s)) {
		step_change(s, "household_out", s->m->household, NULL, NULL, NULL);
		return step_certificates(s, false, e);
	}
	s->way = WHO_LEAVES;
	for (size_t i = 0; i < s->who.n; i++)
		step_change(s, "move_out", s->m->household, s->who.v[i], NULL, NULL);
	ret = step_left_head(s, s->from.en, e);
	return ret ? ret : counts(s, e);
}

static int death(struct step *s, struct error *e)
{
	int ret = open_from(s, false, e);

	if (ret)
		return ret;
	s->way = WHO_LEAVES;
	for (size_t i = 0; i < s->who.n; i++)
		step_change(s, "death", s->m->household, s->who.v[i], NULL, NULL);
	/* The last of them: the household keeps its head's name and its count, and ends. */
	if (!step_living(s, s->from.en)) {
		step_change(s, "household_end", s->m->household, NULL, NULL, NULL);
		return step_certificates(s, false, e);
	}
	ret = step_left_head(s, s->from.en, e);
	return ret ? ret : counts(s, e);
}

/* ---- in, birth ---- */

static int set_fields(struct step *s, struct entry *en, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < s->m->n_fields; i++) {
		const char *name = s->m->fields[i].name, *code;
		const struct field *fd = form_field(entry_form(en), name, &code);

		if (!fd) {
			ret = error_fail(e, ERR_NOTFOUND, "GN-B28", _("The form \"%s\" has no field \"%s\"."),
					 entry_form(en)->name, name);
			error_safe(e, _("Nothing was changed."));
			break;
		}
		ret = entry_set(en, fd, code, s->m->fields[i].text, s->m->style, e);
		if (ret == ERR_USAGE && e)
			ret = e->code = ERR_DATA;
	}
	return !ret && s->m->like ? entry_copy_reasons(en, s->m->like, e) : ret;
}

/* A new row of the household. */
static int new_person(struct step *s, const char *kind, struct error *e)
{
	struct entry *row = entry_child_add(s->from.en, 0, e);
	int ret = row ? set_fields(s, row, e) : ERR_FAULT;

	if (!ret && str_empty(step_get(row, "full_name")))
		ret = step_refuse(e, "GN-B29", _("The person's name is missing."), _("Give the name."));
	if (!ret && !step_get(row, "relation_to_head"))
		ret = step_refuse(e, "GN-B30", _("It is not said what the person is to the head."),
				  _("Give the relation to the head."));
	if (!ret)
		ret = step_set(row, "joined_on", s->m->date, e);
	if (!ret && !strcmp(kind, "birth") && !step_get(row, "birth_date"))
		ret = step_set(row, "birth_date", s->m->date, e);
	if (ret)
		return ret;
	s->from.first = true;
	memcpy(s->out->made, entry_id(row), UUID_LEN + 1);
	step_change(s, kind, s->m->household, entry_id(row), NULL, NULL);
	return step_count(s->from.en, 1, s->m->count, e);
}

static int birth(struct step *s, struct error *e)
{
	int ret = open_from(s, true, e);

	return ret ? ret : new_person(s, "birth", e);
}

static int household_in(struct step *s, struct error *e)
{
	const struct movement *m = s->m;
	int ret = step_new(s, &s->from, e);

	if (!ret)
		ret = set_given(s->from.en, "village", m->village, e);
	if (!ret)
		ret = set_given(s->from.en, "address", m->address, e);
	if (!ret)
		ret = set_given(s->from.en, "household_code", m->code, e);
	if (!ret)
		ret = set_fields(s, s->from.en, e);
	if (!ret && (!step_get(s->from.en, "village") || !step_get(s->from.en, "head_name")))
		ret = step_refuse(e, "GN-B31", _("The village or the head's name is missing."),
				  _("A household that comes needs both; its other members can be entered afterwards."));
	if (!ret && !step_get(s->from.en, "members_count"))
		ret = step_count(s->from.en, (long)step_living(s, s->from.en), m->count, e);
	for (size_t i = 0; !ret && i < entry_children(s->from.en, 0); i++)
		ret = step_set(entry_child(s->from.en, 0, i), "joined_on", m->date, e);
	if (!ret)
		step_change(s, "household_in", entry_id(s->from.en), NULL, NULL, m->class_given);
	return ret;
}

static int in(struct step *s, struct error *e)
{
	int ret;

	if (!s->m->household)
		return household_in(s, e);
	ret = open_from(s, true, e);
	return ret ? ret : new_person(s, "move_in", e);
}

/* ---- return ---- */

static int refuse_dead(struct step *s, const struct entry *row, struct error *e)
{
	char *kind = NULL;
	int ret;

	if (!step_get(row, "left_on"))
		return error_fail(e, ERR_DATA, "GN-B32", _("%s has not left."), step_get(row, "full_name"));
	ret = db_get_text(book_db(s->b), &kind, e,
			  "SELECT kind FROM change WHERE member=? AND +_unit=? AND kind IN ('death', 'move_out', 'split') "
			  "ORDER BY date DESC, id DESC LIMIT 1",
			  "tt", entry_id(row), book_unit_id(s->b));
	if (!ret && str_eq(kind, "death")) {
		ret = error_fail(e, ERR_DATA, "GN-B33", _("%s is entered as dead."), step_get(row, "full_name"));
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("If the death was entered by mistake, remove that change."));
	}
	free(kind);
	return ret;
}

static int household_returns(struct step *s, struct error *e)
{
	if (!step_get(s->from.en, "left_on"))
		return step_refuse(e, "GN-B34", _("This household has not left."), _("Name who comes back."));
	if (!step_living(s, s->from.en))
		return step_refuse(e, "GN-B35", _("Nobody is left in this household."),
				   _("Its members went to another household, or died."));
	step_change(s, "household_in", s->m->household, NULL, NULL, s->m->class_given);
	return 0;
}

/* Back in the household where they were: what they were there, unless somebody else is the head now. */
static int back_home(struct step *s, struct error *e)
{
	bool headed = false;
	int ret = 0;

	s->way = WHO_STAYS;
	headed = step_head(s, s->from.en) != NULL;
	s->way = WHO_RETURNS;
	for (size_t i = 0; !ret && i < s->who.n; i++) {
		struct entry *row = step_row(s->from.en, s->who.v[i]);
		const char *was = step_get(row, "relation_to_head");
		bool head = str_eq(was, "former_head") || (headed && str_eq(was, "head"));
		struct strlist all = s->who;

		if (head) { /* asked alone: the others are what they were */
			s->who = (struct strlist){ .v = &all.v[i], .n = 1 };
			ret = step_express(s, s->from.en, e);
			s->who = all;
		}
		if (!ret)
			ret = step_set(row, "joined_on", s->m->date, e);
		step_change(s, "move_in", s->m->household, s->who.v[i], NULL, NULL);
	}
	return ret ? ret : step_count(s->from.en, (long)s->who.n, s->m->count, e);
}

static int back(struct step *s, struct error *e)
{
	const struct movement *m = s->m;
	int ret = step_open(s, &s->from, m->household, e);

	if (ret)
		return ret;
	if (!m->n_members)
		return household_returns(s, e);
	for (size_t i = 0; !ret && i < m->n_members; i++) {
		struct entry *row = step_row(s->from.en, m->members[i]);

		if (!row)
			return step_refuse(e, "GN-B36", _("Somebody named is not a member of this household."),
					   _("Look at its list of members."));
		ret = refuse_dead(s, row, e);
		strlist_add(&s->who, m->members[i]);
	}
	if (ret)
		return ret;
	s->way = WHO_RETURNS;
	if (!m->to || !strcmp(m->to, m->household)) {
		ret = refuse_ended(s->from.en, e);
		return ret ? ret : back_home(s, e);
	}
	ret = open_to(s, e);
	if (!ret)
		ret = step_carry(s, e);
	if (!ret)
		ret = step_express(s, s->to.en, e);
	for (size_t i = 0; !ret && i < s->who.n; i++)
		step_change(s, "move_in", m->to, s->who.v[i], NULL, NULL);
	return ret ? ret : step_count(s->to.en, (long)s->who.n, m->to_count, e);
}

/* ---- head ---- */

static int head(struct step *s, struct error *e)
{
	struct entry *row;
	int ret = open_from(s, false, e);

	if (ret)
		return ret;
	row = step_row(s->from.en, s->who.v[0]);
	if (row == step_head(s, s->from.en))
		return step_refuse(e, "GN-B37", _("This member is the head already."), _("Choose another."));
	memcpy(s->out->head, entry_id(row), UUID_LEN + 1);
	step_change(s, "new_head", s->m->household, entry_id(row), NULL, NULL);
	return step_new_head(s, s->from.en, row, e);
}

int (*const movement_steps[MOVEMENT_KINDS])(struct step *s, struct error *e) = {
	[MOVEMENT_SPLIT] = split, [MOVEMENT_JOIN] = join,   [MOVEMENT_TRANSFER] = transfer, [MOVEMENT_MOVE] = move,
	[MOVEMENT_OUT] = out,	  [MOVEMENT_IN] = in,	    [MOVEMENT_RETURN] = back,	    [MOVEMENT_BIRTH] = birth,
	[MOVEMENT_DEATH] = death, [MOVEMENT_HEAD] = head,
};
