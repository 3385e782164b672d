/* SPDX-License-Identifier: MIT */
/*
 * Who is what to whom after the head has changed. The table is data: the columns if_… of the code list `relation` say what each
 * becomes when the one who was … becomes the head ("father/mother" by gender; "?" is a guess). The same table serves those who
 * come to a household: its head is then the new head of those who come.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/movement_impl.h"

#define HEAD "head"
#define FORMER "former_head"

static const char *cell(const struct codes *relation, const char *was, const char *head_was)
{
	const struct code *k = codes_find(relation, was);
	char column[64];

	snprintf(column, sizeof(column), "if_%s", head_was);
	for (size_t i = 0; k && relation->extra_names[i]; i++)
		if (!strcmp(relation->extra_names[i], column))
			return k->extra[i];
	return NULL;
}

static bool couple(const char *code)
{
	return !strcmp(code, "wife") || !strcmp(code, "husband");
}

/* A wife is a woman and her husband a man, as far as it is known. */
static bool may_be_couple(const char *code, const char *gender, const char *head_gender)
{
	const char *own = !strcmp(code, "wife") ? "female" : "male", *other = *own == 'f' ? "male" : "female";

	return (!gender || !strcmp(gender, own)) && (!head_gender || !strcmp(head_gender, other));
}

const char *movement_relation(const struct codes *relation, const char *was, const char *head_was, const char *gender,
			      const char *head_gender, bool *sure)
{
	const char *text = was && head_was ? cell(relation, was, head_was) : NULL, *slash;
	const struct code *k;
	char word[64];
	size_t n;

	*sure = true;
	if (str_empty(text))
		return NULL;
	slash = strchr(text, '/');
	/* Of two words the first is a man's; of somebody whose gender is not known it is a guess. */
	if (slash && str_eq(gender, "female"))
		text = slash + 1;
	*sure = !slash || gender;
	n = strcspn(text, "/");
	if (n && text[n - 1] == '?') {
		*sure = false;
		n--;
	}
	snprintf(word, sizeof(word), "%.*s", (int)n, text);
	if (couple(word) && !may_be_couple(word, gender, head_gender)) {
		snprintf(word, sizeof(word), "other_relative");
		*sure = false;
	}
	k = codes_find(relation, word);
	return k ? k->code : NULL;
}

/* What the officer said of a member, or NULL. */
static const char *said(const struct step *s, const struct entry *row)
{
	for (size_t i = 0; i < s->m->n_relations; i++)
		if (str_eq(s->m->relations[i].member, entry_id(row)))
			return s->m->relations[i].code;
	return NULL;
}

static void guess(struct step *s, const struct entry *row, const char *code)
{
	strlist_take(&s->guesses, xasprintf("%s %s: %s?", entry_id(row), step_get(row, "full_name"),
					    code ? codes_label(s->relation, code) : ""));
	strlist_add(&s->out->unsure, entry_id(row));
}

static int set_relation(struct step *s, struct entry *row, const char *proposed, bool sure, struct error *e)
{
	const char *code = said(s, row);

	if (!code && !sure)
		guess(s, row, proposed);
	return step_set(row, "relation_to_head", code ? code : proposed, e);
}

/* The head is number 1 on the certificate; who was takes the other's place. */
static int stand_first(struct step *s, struct entry *household, struct entry *row, struct error *e)
{
	char *place = xstrdup_null(step_get(row, "order_in_household"));
	int ret = 0;

	for (size_t i = 0; !ret && !str_eq(place, "1") && i < entry_children(household, 0); i++) {
		struct entry *x = entry_child(household, 0, i);

		if (x != row && step_lives(s, x) && str_eq(step_get(x, "order_in_household"), "1"))
			ret = step_set(x, "order_in_household", place, e);
	}
	free(place);
	return ret ? ret : step_set(row, "order_in_household", "1", e);
}

int step_new_head(struct step *s, struct entry *household, struct entry *row, struct error *e)
{
	char *head_was = xstrdup_null(step_get(row, "relation_to_head"));
	const char *head_gender = step_get(row, "gender");
	bool same = str_eq(head_was, HEAD);
	int ret = stand_first(s, household, row, e);

	if (!ret)
		ret = step_set(row, "relation_to_head", HEAD, e);

	for (size_t i = 0; !ret && i < entry_children(household, 0); i++) {
		struct entry *x = entry_child(household, 0, i);
		const char *was = step_get(x, "relation_to_head"), *now;
		bool sure = true;

		if (x == row)
			continue;
		if (!step_lives(s, x)) {
			if (str_eq(was, HEAD))
				ret = step_set(x, "relation_to_head", FORMER, e);
			continue;
		}
		now = same ? NULL : movement_relation(s->relation, was, head_was, step_get(x, "gender"), head_gender, &sure);
		if (now || said(s, x))
			ret = set_relation(s, x, now ? now : was, sure, e);
	}
	free(head_was);
	return ret;
}

/* The spouse first, else the eldest; whose birth is not known last. Children are no heads while somebody else is there. */
static bool better_head(const struct entry *a, const struct entry *b, const char *grown_before)
{
	const char *ra = step_get(a, "relation_to_head"), *rb = step_get(b, "relation_to_head");
	const char *ba = step_get(a, "birth_date"), *bb = step_get(b, "birth_date");
	bool ca = ra && couple(ra), cb = rb && couple(rb), ga = !ba || strcmp(ba, grown_before) <= 0,
	     gb = !bb || strcmp(bb, grown_before) <= 0;

	if (ca != cb)
		return ca;
	if (ga != gb)
		return ga;
	return strcmp(ba ? ba : "9999", bb ? bb : "9999") < 0;
}

struct entry *step_propose_head(struct step *s, const struct entry *household, bool *sure)
{
	struct date today = book_today(s->b);
	struct entry *best = step_head(s, household);
	char grown[11];
	size_t n = 0;

	*sure = true;
	if (best)
		return best;
	today.year -= 18;
	date_iso(&today, grown);
	for (size_t i = 0; i < entry_children(household, 0); i++) {
		struct entry *x = entry_child(household, 0, i);

		if (!step_lives(s, x))
			continue;
		if (!best || better_head(x, best, grown))
			best = x;
		n++;
	}
	*sure = n <= 1;
	return best;
}

int step_left_head(struct step *s, struct entry *household, struct error *e)
{
	struct entry *row = NULL;
	bool sure = true;

	if (step_head(s, household) || !step_living(s, household))
		return 0;
	if (s->m->left_head) {
		row = step_row(household, s->m->left_head);
		if (!row || !step_lives(s, row))
			return step_refuse(e, "GN-B10", _("The new head does not live in the household that is left."),
					   _("Choose one of those who stay."));
	} else {
		row = step_propose_head(s, household, &sure);
		if (!sure)
			guess(s, row, HEAD);
	}
	memcpy(s->out->left_head, entry_id(row), UUID_LEN + 1);
	step_change(s, "new_head", entry_id(household), entry_id(row), NULL, NULL);
	return step_new_head(s, household, row, e);
}

int step_express(struct step *s, struct entry *household, struct error *e)
{
	struct entry *head = step_head(s, household), *lead = step_row(household, s->who.v[0]);
	const char *lead_is = said(s, lead), *lead_gender = step_get(lead, "gender");
	const char *head_gender = head ? step_get(head, "gender") : NULL, *head_is;
	char *lead_was = xstrdup_null(step_get(lead, "relation_to_head"));
	bool known = true;
	int ret = set_relation(s, lead, lead_is ? lead_is : "other_relative", lead_is != NULL, e);

	/* What the head is to the first of them tells what the others are to the head. */
	head_is = movement_relation(s->relation, HEAD, lead_is, head_gender, lead_gender, &known);
	for (size_t i = 1; !ret && i < s->who.n; i++) {
		struct entry *x = step_row(household, s->who.v[i]);
		const char *gender = step_get(x, "gender"), *was = step_get(x, "relation_to_head"), *now;
		bool to_lead = true, sure = true;

		now = str_eq(lead_was, HEAD) ? was :
					       movement_relation(s->relation, was, lead_was, gender, lead_gender, &to_lead);
		now = movement_relation(s->relation, now, head_is, gender, head_gender, &sure);
		ret = set_relation(s, x, now ? now : "other_relative", now && sure && to_lead && known, e);
	}
	free(lead_was);
	return ret;
}
