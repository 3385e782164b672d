/* SPDX-License-Identifier: MIT */
/*
 * A guided step from beginning to end: worked out on the households in memory, saved with its changes in one transaction, looked
 * at as it then is, and kept or undone. What is shown before writing is so what will be written.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/movement.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/movement_impl.h"

static const struct {
	const char *name, *change;
} kinds[MOVEMENT_KINDS] = {
	[MOVEMENT_SPLIT] = { "split", "split" },       [MOVEMENT_JOIN] = { "join", "join" },
	[MOVEMENT_TRANSFER] = { "transfer", "move_out" }, [MOVEMENT_MOVE] = { "move", "move_village" },
	[MOVEMENT_OUT] = { "out", "move_out" },	       [MOVEMENT_IN] = { "in", "move_in" },
	[MOVEMENT_RETURN] = { "return", "move_in" },   [MOVEMENT_BIRTH] = { "birth", "birth" },
	[MOVEMENT_DEATH] = { "death", "death" },       [MOVEMENT_HEAD] = { "head", "new_head" },
};

const char *movement_name(enum movement_kind kind)
{
	return kind < MOVEMENT_KINDS ? kinds[kind].name : NULL;
}

const char *movement_change(enum movement_kind kind)
{
	return kind < MOVEMENT_KINDS ? kinds[kind].change : NULL;
}

static void side_fini(struct movement_side *d)
{
	free(d->key);
	free(d->head);
	free(d->code);
	free(d->classification);
	free(d->village);
	free(d->count);
	for (size_t i = 0; i < d->n; i++) {
		free(d->v[i].name);
		free(d->v[i].relation);
		free(d->v[i].was);
	}
	free(d->v);
	strlist_fini(&d->lacks);
}

void movement_result_fini(struct movement_result *r)
{
	for (size_t i = 0; i < r->n_sides; i++)
		side_fini(&r->side[i]);
	strlist_fini(&r->changes);
	strlist_fini(&r->certificates);
	strlist_fini(&r->unsure);
	*r = (struct movement_result){ .n_sides = 0 };
}

/* ---- looking at it ---- */

static char *shown(struct entry *en, const char *field)
{
	return entry_show(en, form_field(entry_form(en), field, NULL), NULL);
}

static void add_person(struct step *s, struct movement_side *d, struct entry *row)
{
	const char *id = entry_id(row), *was = NULL, *home = NULL;
	struct movement_person *p;

	for (size_t i = 0; i + 3 <= s->before.n; i += 3) {
		if (strcmp(s->before.v[i], id))
			continue;
		was = s->before.v[i + 1];
		home = s->before.v[i + 2];
	}
	d->v = grow(d->v, d->n, &d->cap, sizeof(*d->v));
	p = &d->v[d->n++];
	*p = (struct movement_person){ .name = xstrdup_null(step_get(row, "full_name")),
				       .relation = xstrdup_null(step_get(row, "relation_to_head")),
				       .was = xstrdup_null(was),
				       .sure = !strlist_has(&s->out->unsure, id),
				       .came = !str_eq(home, d->id) ||
					       (s->way == WHO_RETURNS && strlist_has(&s->who, id)) };
	memcpy(p->id, id, UUID_LEN + 1);
}

/* What it lacks now and did not lack before. */
static int add_lacks(const struct house *h, struct movement_side *d, struct entry *en, struct error *e)
{
	struct problems p;
	int ret = entry_problems(en, &p, e);

	if (ret)
		return ret;
	for (size_t i = 0; i < p.n; i++) {
		const struct problem *q = &p.v[i];

		d->errors += q->strength == STRENGTH_ERROR;
		if (q->strength != STRENGTH_HINT && !q->reason && !strlist_has(&h->had, q->message) &&
		    !strlist_has(&d->lacks, q->message))
			strlist_add(&d->lacks, q->message);
	}
	problems_fini(&p);
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	const char *ox = step_get(x, "order_in_household"), *oy = step_get(y, "order_in_household");
	long nx = ox ? strtol(ox, NULL, 10) : 100, ny = oy ? strtol(oy, NULL, 10) : 100;

	return nx != ny ? (nx < ny ? -1 : 1) : strcmp(entry_id(x), entry_id(y));
}

static void add_people(struct step *s, struct movement_side *d, struct entry *en)
{
	size_t n = 0;
	struct entry **v = xcalloc(entry_children(en, 0) + 1, sizeof(*v));

	for (size_t i = 0; i < entry_children(en, 0); i++)
		if (!step_get(entry_child(en, 0, i), "left_on"))
			v[n++] = entry_child(en, 0, i);
	qsort(v, n, sizeof(*v), by_place);
	for (size_t i = 0; i < n; i++)
		add_person(s, d, v[i]);
	free(v);
}

static int look_at(struct step *s, const struct house *h, struct error *e)
{
	struct movement_side *d;
	struct entry *en;
	int ret = h->en ? entry_open(&en, s->f, s->b, s->household, NULL, entry_id(h->en), e) : 0;

	if (!h->en || ret)
		return ret;
	d = &s->out->side[s->out->n_sides++];
	memcpy(d->id, entry_id(en), UUID_LEN + 1);
	strlist_init(&d->lacks);
	d->is_new = entry_is_new(h->en);
	d->ended = step_get(en, "left_on") != NULL;
	d->key = entry_key(en, " / ", true);
	d->head = shown(en, "head_name");
	d->code = shown(en, "household_code");
	d->classification = shown(en, "classification");
	d->village = shown(en, "village");
	d->count = shown(en, "members_count");
	if (!d->ended)
		add_people(s, d, en);
	ret = d->ended ? 0 : add_lacks(h, d, en, e);
	entry_free(en);
	return ret;
}

/* ---- writing ---- */

static int save(struct entry_batch *t, struct entry *en, struct error *e)
{
	struct save_result saved;
	int ret = entry_batch_save(t, en, &saved, e);

	save_result_fini(&saved);
	return ret;
}

/* What others refer to first; then the changes, which end and begin residence; then who follows them. */
static int save_all(struct step *s, struct entry_batch *t, struct error *e)
{
	struct house *const houses[] = { &s->to, &s->from };
	int ret = 0;

	for (size_t i = 0; !ret && i < 2; i++)
		if (houses[i]->en && houses[i]->first)
			ret = save(t, houses[i]->en, e);
	if (!ret)
		ret = step_save_changes(s, t, e);
	for (size_t i = 0; !ret && i < 2; i++)
		if (houses[i]->en && !houses[i]->first)
			ret = save(t, houses[i]->en, e);
	if (!ret)
		ret = step_save_certificates(s, t, e);
	return ret ? ret : entry_batch_work_out(t, e);
}

/* What the history says of every field changed by the step. */
static char *reason_of(struct step *s)
{
	const struct codes *list = code_lists_get(forms_codes(s->f), "change_kind", NULL);
	const char *label = codes_label(list, s->m->n_members || !s->from.en ? movement_change(s->m->kind) :
									       s->wanted.n ? s->wanted.v[0] : "other");

	return str_empty(s->m->note) ? xstrdup(label) : xasprintf("%s: %s", label, s->m->note);
}

static int write_step(struct step *s, struct error *e)
{
	char *why = reason_of(s);
	struct entry_batch *t;
	int ret = entry_batch_begin(&t, s->f, s->b, s->m->who, why, e), ended;

	free(why);
	if (ret)
		return ret;
	ret = save_all(s, t, e);
	if (!ret)
		ret = look_at(s, &s->from, e);
	if (!ret)
		ret = look_at(s, &s->to, e);
	ended = entry_batch_end(t, s->write && !ret, ret ? NULL : e);
	return ret ? ret : ended;
}

static int refuse_guesses(struct step *s, struct error *e)
{
	struct str b;

	if (!s->guesses.n)
		return 0;
	str_init(&b);
	for (size_t i = 0; i < s->guesses.n; i++)
		str_addf(&b, "%s%s", i ? "\n" : "", s->guesses.v[i]);
	error_fail(e, ERR_DATA, "GN-B06", "%s", _("Some of it can only be guessed and must be said."));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Say who the head is, and what those named here are to the head."));
	error_detail(e, "%s", b.s);
	str_fini(&b);
	return ERR_DATA;
}

static int check_date(struct step *s, struct error *e)
{
	struct date d;

	if (!str_empty(s->m->date) && date_parse_iso(s->m->date, &d))
		return 0;
	return step_refuse(e, "GN-B07", _("The day is missing or cannot be read."), _("Give the day it happened."));
}

static int prepare(struct step *s, struct error *e)
{
	int ret = forms_get(s->f, "household", &s->household, e);

	if (!ret)
		ret = forms_get(s->f, "member", &s->member, e);
	if (!ret)
		ret = forms_get(s->f, "change", &s->change, e);
	if (!ret)
		ret = forms_get(s->f, "certificate", &s->certificate, e);
	s->relation = code_lists_get(forms_codes(s->f), "relation", NULL);
	if (!ret && (!s->relation || s->m->kind >= MOVEMENT_KINDS))
		ret = error_fail(e, ERR_FAULT, "GN-B08", "%s", _("The code list of relations is missing."));
	return ret ? ret : check_date(s, e);
}

int movement_do(struct forms *f, struct book *b, const struct movement *m, bool write, struct movement_result *out,
		struct error *e)
{
	struct step s = { .f = f, .b = b, .m = m, .write = write, .out = out };
	int ret;

	*out = (struct movement_result){ .n_sides = 0 };
	strlist_init(&out->changes);
	strlist_init(&out->certificates);
	strlist_init(&out->unsure);
	ret = prepare(&s, e);
	if (!ret)
		ret = movement_steps[m->kind](&s, e);
	if (!ret && write)
		ret = refuse_guesses(&s, e);
	if (!ret)
		ret = write_step(&s, e);
	entry_free(s.from.en);
	entry_free(s.to.en);
	strlist_fini(&s.papers);
	strlist_fini(&s.from.had);
	strlist_fini(&s.to.had);
	strlist_fini(&s.who);
	strlist_fini(&s.wanted);
	strlist_fini(&s.guesses);
	strlist_fini(&s.before);
	return ret;
}
