/* SPDX-License-Identifier: MIT */
/* The questions of each guided step, their answers, and what follows from them. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/movement.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/dialog.h"

/* Which slots a step asks for, in their order; people to tick come first. */
static const enum mv_slot asked[MOVEMENT_KINDS][MV_SLOTS] = {
	[MOVEMENT_SPLIT] = { MV_DATE, MV_HEAD, MV_LEFT_HEAD, MV_VILLAGE, MV_ADDRESS, MV_CODE, MV_CODE_GOES, MV_CLASS,
			     MV_CERTIFICATE_GOES, MV_DOCUMENT, MV_NOTE, MV_COUNT, MV_TO_COUNT, MV_SLOTS },
	[MOVEMENT_JOIN] = { MV_TO, MV_DATE, MV_CODE_GOES, MV_CERTIFICATE_GOES, MV_DOCUMENT, MV_NOTE, MV_TO_COUNT, MV_SLOTS },
	[MOVEMENT_TRANSFER] = { MV_TO, MV_DATE, MV_LEFT_HEAD, MV_DOCUMENT, MV_NOTE, MV_COUNT, MV_TO_COUNT, MV_SLOTS },
	[MOVEMENT_MOVE] = { MV_VILLAGE, MV_DATE, MV_ADDRESS, MV_CODE, MV_DOCUMENT, MV_NOTE, MV_SLOTS },
	[MOVEMENT_OUT] = { MV_DATE, MV_PLACE, MV_LEFT_HEAD, MV_DOCUMENT, MV_NOTE, MV_COUNT, MV_SLOTS },
	[MOVEMENT_IN] = { MV_VILLAGE, MV_NAME, MV_GENDER, MV_BIRTH, MV_RELATION, MV_ETHNICITY, MV_ID, MV_DATE, MV_PLACE, MV_CODE,
			  MV_ADDRESS, MV_CLASS, MV_DOCUMENT, MV_NOTE, MV_COUNT, MV_SLOTS },
	[MOVEMENT_RETURN] = { MV_DATE, MV_TO, MV_DOCUMENT, MV_NOTE, MV_COUNT, MV_TO_COUNT, MV_SLOTS },
	[MOVEMENT_BIRTH] = { MV_NAME, MV_GENDER, MV_DATE, MV_RELATION, MV_ETHNICITY, MV_ID, MV_DOCUMENT, MV_NOTE, MV_COUNT, MV_SLOTS },
	[MOVEMENT_DEATH] = { MV_DATE, MV_LEFT_HEAD, MV_DOCUMENT, MV_NOTE, MV_COUNT, MV_SLOTS },
	[MOVEMENT_HEAD] = { MV_DATE, MV_DOCUMENT, MV_NOTE, MV_SLOTS },
};

static const struct {
	const char *form, *field, *of_household; /* the last where a whole household is new */
	const char *label;                       /* NULL: the field's */
} slots[MV_SLOTS] = {
	[MV_TO] = { "change", "other_household", NULL, N_("To the household") },
	[MV_NAME] = { "member", "full_name", "head_name", NULL },
	[MV_GENDER] = { "member", "gender", "head_gender", NULL },
	[MV_BIRTH] = { "member", "birth_date", "head_birth_date", NULL },
	[MV_RELATION] = { "member", "relation_to_head", NULL, NULL },
	[MV_ETHNICITY] = { "member", "ethnicity", "head_ethnicity", NULL },
	[MV_ID] = { "member", "id_number", "head_id_number", NULL },
	[MV_DATE] = { "change", "date", NULL, N_("Day") },
	[MV_HEAD] = { NULL, NULL, NULL, N_("Head of the new household") },
	[MV_LEFT_HEAD] = { NULL, NULL, NULL, N_("Head of those who stay") },
	[MV_VILLAGE] = { "household", "village", NULL, NULL },
	[MV_ADDRESS] = { "household", "address", NULL, NULL },
	[MV_CODE] = { "household", "household_code", NULL, NULL },
	[MV_CODE_GOES] = { NULL, NULL, NULL, N_("The code it has now") },
	[MV_CERTIFICATE_GOES] = { NULL, NULL, NULL, N_("The certificate") },
	[MV_CLASS] = { "change", "class_given", NULL, N_("Class of the new household") },
	[MV_PLACE] = { "change", "place", NULL, NULL },
	[MV_DOCUMENT] = { "change", "document", NULL, NULL },
	[MV_NOTE] = { "change", "note", NULL, NULL },
	[MV_COUNT] = { "household", "members_count", NULL, N_("Members then") },
	[MV_TO_COUNT] = { "household", "members_count", NULL, N_("Members of the other household then") },
};

const struct field *mv_field(const struct mv *m, enum mv_slot slot)
{
	bool whole = !m->en && slots[slot].of_household;
	const char *name = whole ? slots[slot].of_household : slots[slot].field;
	const struct form *form;

	if (!slots[slot].form || forms_get(m->app->forms, whole ? "household" : slots[slot].form, &form, NULL))
		return NULL;
	return form_field(form, name, NULL);
}

static const char *text_of(const struct entry *en, const char *field)
{
	return en ? entry_get(en, form_field(entry_form(en), field, NULL), NULL) : NULL;
}

static const struct codes *list_of(const struct mv *m, const char *name)
{
	return code_lists_get(forms_codes(m->app->forms), name, NULL);
}

static const struct movement_person *person_of(const struct mv *m, const struct mv_line *l)
{
	return &m->preview.side[l->side].v[l->index];
}

/* ---- who is meant ---- */

static bool returns(const struct mv *m)
{
	return m->kind == MOVEMENT_RETURN;
}

/* The rows one can tick: who lives there; of a return, who has left. */
static bool may_tick(const struct mv *m, size_t row)
{
	bool left = text_of(entry_child(m->en, 0, row), "left_on") != NULL;

	return left == returns(m);
}

static bool ticks_people(enum movement_kind kind)
{
	return kind == MOVEMENT_SPLIT || kind == MOVEMENT_TRANSFER || kind == MOVEMENT_OUT || kind == MOVEMENT_RETURN ||
	       kind == MOVEMENT_DEATH || kind == MOVEMENT_HEAD;
}

static const char *name_of(const struct mv *m, const char *id)
{
	struct entry *row = m->en && id ? entry_child_by_id(m->en, "member", id) : NULL;
	const char *name = text_of(row, "full_name");

	return name ? name : "";
}

/* People one can choose a head from; NULL-terminated, caller frees the array. */
static const char **candidates(const struct mv *m, enum mv_slot slot)
{
	size_t n = 0, all = m->en ? entry_children(m->en, 0) : 0;
	const char **v = xcalloc(all + 1, sizeof(*v));

	for (size_t i = 0; i < all; i++) {
		const struct entry *row = entry_child(m->en, 0, i);

		if (!text_of(row, "left_on") && m->ticked[i] == (slot == MV_HEAD))
			v[n++] = entry_id(row);
	}
	return v;
}

/* ---- what is shown ---- */

const char *mv_label(const struct mv *m, const struct mv_line *l)
{
	const struct field *fd;

	switch (l->kind) {
	case MV_LINE_TICK:
		return "";
	case MV_LINE_PERSON:
		return person_of(m, l)->name;
	case MV_LINE_SLOT:
		break;
	}
	if (l->index == MV_DATE && m->kind == MOVEMENT_BIRTH)
		return i18n_pick(mv_field(m, MV_BIRTH)->label);
	if (l->index == MV_CODE && m->kind == MOVEMENT_SPLIT)
		return m->v[MV_CODE_GOES] ? _("Code of those who stay") : _("Code of the new household");
	if (slots[l->index].label)
		return _(slots[l->index].label);
	fd = mv_field(m, (enum mv_slot)l->index);
	return fd ? i18n_pick(fd->label) : "";
}

static char *tick_shown(const struct mv *m, size_t row)
{
	struct entry *en = entry_child(m->en, 0, row);
	const struct form *form = entry_form(en);
	char *relation = entry_show(en, form_field(form, "relation_to_head", NULL), NULL);
	char *born = entry_show(en, form_field(form, "birth_date", NULL), NULL);
	char *left = entry_show(en, form_field(form, "left_on", NULL), NULL);
	const char *name = text_of(en, "full_name");
	char *s;

	s = xasprintf("[%c] %s · %s%s%s%s%s%s", m->ticked[row] ? 'x' : ' ', name ? name : "", relation, *born ? " · " : "", born,
		      *left ? " · " : "", *left ? _("left on") : "", *left ? " " : "");
	if (*left) {
		char *with = xasprintf("%s%s", s, left);

		free(s);
		s = with;
	}
	free(left);
	free(born);
	free(relation);
	return s;
}

static char *goes_shown(const struct mv *m, enum mv_slot slot)
{
	bool goes = m->v[slot] != NULL;

	if (m->kind == MOVEMENT_JOIN && slot == MV_CODE_GOES)
		return xstrdup(goes ? _("the other household takes it over") : _("the other household keeps its own"));
	if (m->kind == MOVEMENT_JOIN)
		return xstrdup(goes ? _("goes along to the other household") : _("is withdrawn"));
	return xstrdup(goes ? _("goes along to the new household") : _("stays with the old household"));
}

/* What would be taken where nothing is said; caller frees; NULL: nothing. */
static char *proposal(const struct mv *m, enum mv_slot slot)
{
	const struct movement_result *p = &m->preview;

	switch (slot) {
	case MV_HEAD:
		return *p->head ? xstrdup(p->head) : NULL;
	case MV_LEFT_HEAD:
		return *p->left_head ? xstrdup(p->left_head) : NULL;
	case MV_VILLAGE:
		return m->kind == MOVEMENT_SPLIT ? xstrdup_null(text_of(m->en, "village")) : NULL;
	case MV_CLASS:
		return m->en ? xstrdup_null(text_of(m->en, "classification")) : NULL;
	case MV_TO:
		return returns(m) && m->en ? xstrdup(entry_id(m->en)) : NULL;
	case MV_COUNT:
		return p->n_sides ? xstrdup(p->side[0].count) : NULL;
	case MV_TO_COUNT:
		return p->n_sides > 1 ? xstrdup(p->side[1].count) : NULL;
	default:
		return NULL;
	}
}

static char *slot_shown(const struct mv *m, enum mv_slot slot, bool *proposed)
{
	const struct field *fd = mv_field(m, slot);
	char *value = m->said[slot] ? xstrdup_null(m->v[slot]) : NULL, *s;

	if (slot == MV_CODE_GOES || slot == MV_CERTIFICATE_GOES)
		return goes_shown(m, slot);
	*proposed = !m->said[slot];
	if (!m->said[slot])
		value = m->v[slot] ? xstrdup(m->v[slot]) : proposal(m, slot);
	if (slot == MV_HEAD || slot == MV_LEFT_HEAD)
		s = xstrdup(value ? name_of(m, value) : "");
	else if (slot == MV_COUNT || slot == MV_TO_COUNT)
		s = xstrdup(value ? value : "");
	else
		s = value && fd ? field_show(m->app->forms, m->app->book, fd, NULL, value) : xstrdup("");
	free(value);
	return s;
}

static const char *given(const struct mv *m, const char *member)
{
	for (size_t i = 0; i + 2 <= m->given.n; i += 2)
		if (!strcmp(m->given.v[i], member))
			return m->given.v[i + 1];
	return NULL;
}

static char *person_shown(const struct mv *m, const struct mv_line *l, bool *proposed)
{
	const struct movement_person *p = person_of(m, l);
	const struct codes *relation = list_of(m, "relation");
	const char *was = str_empty(p->was) ? "" : codes_label(relation, p->was);

	*proposed = !given(m, p->id);
	if (str_eq(p->was, p->relation) || !*was)
		return xasprintf("%s%s", codes_label(relation, p->relation), p->sure ? "" : " (?)");
	/* TRANSLATORS: a relation to the head; "?" where it is guessed; what it was before */
	return xasprintf(_("%s%s   (before: %s)"), codes_label(relation, p->relation), p->sure ? "" : " (?)", was);
}

char *mv_shown(const struct mv *m, const struct mv_line *l, bool *proposed)
{
	*proposed = false;
	switch (l->kind) {
	case MV_LINE_TICK:
		return tick_shown(m, l->index);
	case MV_LINE_PERSON:
		return person_shown(m, l, proposed);
	case MV_LINE_SLOT:
		break;
	}
	return slot_shown(m, (enum mv_slot)l->index, proposed);
}

bool mv_takes_text(const struct mv *m, const struct mv_line *l)
{
	const struct field *fd = l->kind == MV_LINE_SLOT ? mv_field(m, (enum mv_slot)l->index) : NULL;

	return fd && (fd->type == FIELD_TEXT || fd->type == FIELD_DATE || fd->type == FIELD_INT);
}

/* ---- what was said ---- */

void mv_set(struct mv *m, enum mv_slot slot, const char *canonical)
{
	set_string(&m->v[slot], str_empty(canonical) ? NULL : canonical);
	m->said[slot] = true;
}

static void set_given(struct mv *m, const char *member, const char *code)
{
	for (size_t i = 0; i + 2 <= m->given.n; i += 2) {
		if (strcmp(m->given.v[i], member) != 0)
			continue;
		set_string(&m->given.v[i + 1], code);
		return;
	}
	strlist_add(&m->given, member);
	strlist_add(&m->given, code);
}

struct running {
	const char **members;
	struct movement_relation *relations;
	struct movement_field fields[8];
	struct movement m;
};

static void add_new(const struct mv *m, struct running *r)
{
	for (int slot = MV_NAME; slot <= MV_ID; slot++) {
		const struct field *fd = mv_field(m, (enum mv_slot)slot);

		if (fd && m->v[slot] && (m->en || slots[slot].of_household))
			r->fields[r->m.n_fields++] = (struct movement_field){ fd->name, m->v[slot] };
	}
	r->m.fields = r->fields;
	r->m.like = m->like;
}

/* What the preview proposes and the officer has seen counts as said when it is written. */
static void add_relations(const struct mv *m, struct running *r, bool write)
{
	size_t n = m->given.n / 2;

	for (size_t i = 0; i < m->preview.n_sides; i++)
		n += m->preview.side[i].n;
	r->relations = xcalloc(n + 1, sizeof(*r->relations));
	for (size_t i = 0; i + 2 <= m->given.n; i += 2)
		r->relations[r->m.n_relations++] = (struct movement_relation){ m->given.v[i], m->given.v[i + 1] };
	for (size_t i = 0; write && i < m->preview.n_sides; i++)
		for (size_t k = 0; k < m->preview.side[i].n; k++) {
			const struct movement_person *p = &m->preview.side[i].v[k];

			if (!p->sure && strcmp(p->relation, "head") != 0 && !given(m, p->id))
				r->relations[r->m.n_relations++] = (struct movement_relation){ p->id, p->relation };
		}
	r->m.relations = r->relations;
}

static const char *either(const struct mv *m, enum mv_slot slot, const char *proposed, bool write)
{
	return m->v[slot] ? m->v[slot] : write && *proposed ? proposed : NULL;
}

int mv_run(struct mv *m, bool write, struct movement_result *out, struct error *e)
{
	size_t all = m->en ? entry_children(m->en, 0) : 0;
	struct running r = { .members = xcalloc(all + 1, sizeof(*r.members)) };
	int ret;

	r.m = (struct movement){ .kind = m->kind,
				 .household = m->en ? entry_id(m->en) : NULL,
				 .members = r.members,
				 .to = m->v[MV_TO],
				 .date = m->v[MV_DATE],
				 .document = m->v[MV_DOCUMENT],
				 .note = m->v[MV_NOTE],
				 .place = m->v[MV_PLACE],
				 .head = either(m, MV_HEAD, m->preview.head, write),
				 .left_head = either(m, MV_LEFT_HEAD, m->preview.left_head, write),
				 .village = m->v[MV_VILLAGE],
				 .address = m->v[MV_ADDRESS],
				 .code = m->v[MV_CODE],
				 .class_given = m->said[MV_CLASS] && !m->v[MV_CLASS] ? "" : m->v[MV_CLASS],
				 .code_goes = m->v[MV_CODE_GOES],
				 .certificate_goes = m->v[MV_CERTIFICATE_GOES],
				 .count = m->v[MV_COUNT],
				 .to_count = m->v[MV_TO_COUNT],
				 .style = ENTRY_PLAIN,
				 .who = m->app->officer };
	for (size_t i = 0; i < all; i++)
		if (m->ticked[i])
			r.members[r.m.n_members++] = entry_id(entry_child(m->en, 0, i));
	add_new(m, &r);
	add_relations(m, &r, write);
	ret = movement_do(m->app->forms, m->app->book, &r.m, write, out, e);
	free(r.relations);
	free(r.members);
	return ret;
}

/* ---- the lines ---- */

void mv_forget_preview(struct mv *m)
{
	movement_result_fini(&m->preview);
	set_string(&m->hindrance, NULL);
}

static void add_line(struct mv *m, enum mv_kind kind, size_t index, size_t side)
{
	m->lines = xreallocarray(m->lines, m->n_lines + 1, sizeof(*m->lines));
	m->lines[m->n_lines++] = (struct mv_line){ kind, index, side };
}

static bool everybody_or_nobody(const struct mv *m)
{
	bool some = false, all = true;

	for (size_t i = 0; i < entry_children(m->en, 0); i++)
		if (may_tick(m, i)) {
			some = some || m->ticked[i];
			all = all && m->ticked[i];
		}
	return !some || all;
}

/* Is it asked, as things are now? */
static bool wanted(const struct mv *m, enum mv_slot slot)
{
	bool whole_out = m->kind == MOVEMENT_OUT && everybody_or_nobody(m);

	switch (slot) {
	case MV_LEFT_HEAD:
		return *m->preview.left_head || m->v[MV_LEFT_HEAD];
	case MV_CODE_GOES:
		return text_of(m->en, "household_code") != NULL;
	case MV_CERTIFICATE_GOES:
		return m->papers;
	case MV_COUNT:
		return !whole_out && m->preview.n_sides && !m->preview.side[0].ended &&
		       (!returns(m) || !m->v[MV_TO] || !strcmp(m->v[MV_TO], entry_id(m->en)));
	case MV_TO_COUNT:
		return m->preview.n_sides > 1;
	case MV_RELATION:
		return m->en;
	case MV_CLASS:
	case MV_CODE:
	case MV_ADDRESS:
	case MV_VILLAGE:
		return m->kind != MOVEMENT_IN || !m->en;
	case MV_TO: /* a household that comes back comes back as it was */
		return !returns(m) || !text_of(m->en, "left_on");
	default:
		return true;
	}
}

static void add_people(struct mv *m)
{
	for (size_t i = 0; i < m->preview.n_sides; i++)
		for (size_t k = 0; k < m->preview.side[i].n; k++) {
			const struct movement_person *p = &m->preview.side[i].v[k];
			bool changed = !str_empty(p->was) && !str_eq(p->was, p->relation);

			if (strcmp(p->relation, "head") != 0 && (changed || !p->sure || given(m, p->id)))
				add_line(m, MV_LINE_PERSON, k, i);
		}
}

static bool same_line(const struct mv *m, const struct mv_line *a, const struct mv_line *b, const char *person)
{
	if (a->kind != b->kind)
		return false;
	return a->kind == MV_LINE_PERSON ? person && !strcmp(person_of(m, a)->id, person) : a->index == b->index;
}

static void make_lines(struct mv *m)
{
	bool people_said = false;

	m->n_lines = 0;
	for (size_t i = 0; m->en && ticks_people(m->kind) && i < entry_children(m->en, 0); i++)
		if (may_tick(m, i))
			add_line(m, MV_LINE_TICK, i, 0);
	for (const enum mv_slot *s = asked[m->kind]; *s != MV_SLOTS; s++) {
		/* What they are to the head is asked before papers and notes. */
		if (*s == MV_DOCUMENT && !people_said) {
			add_people(m);
			people_said = true;
		}
		if (wanted(m, *s))
			add_line(m, MV_LINE_SLOT, *s, 0);
	}
}

void mv_refresh(struct mv *m)
{
	struct mv_line at = m->at < m->n_lines ? m->lines[m->at] : (struct mv_line){ MV_LINE_TICK, 0, 0 };
	char *person = m->at < m->n_lines && at.kind == MV_LINE_PERSON ? xstrdup(person_of(m, &at)->id) : NULL;
	struct error e = ERROR_INIT;

	mv_forget_preview(m);
	if (mv_run(m, false, &m->preview, &e)) {
		movement_result_fini(&m->preview);
		m->hindrance = xstrdup_null(e.what);
		error_clear(&e);
	}
	make_lines(m);
	for (size_t i = 0; i < m->n_lines; i++)
		if (same_line(m, &m->lines[i], &at, person))
			m->at = i;
	if (m->at >= m->n_lines)
		m->at = m->n_lines ? m->n_lines - 1 : 0;
	free(person);
}

/* ---- choosing ---- */

static bool choose_person(struct mv *m, enum mv_slot slot)
{
	const char **ids = candidates(m, slot), **names;
	struct mv_line l = { MV_LINE_SLOT, slot, 0 };
	size_t n = 0;
	long i;

	while (ids[n])
		n++;
	names = xcalloc(n + 1, sizeof(*names));
	for (size_t k = 0; k < n; k++)
		names[k] = name_of(m, ids[k]);
	i = n ? dialog_pick(m->app, mv_label(m, &l), names, n, 0) : -1;
	if (i >= 0)
		mv_set(m, slot, ids[i]);
	free(names);
	free(ids);
	return i >= 0;
}

static long choose_code(struct mv *m, const char *title, const struct codes *codes, const char *now)
{
	const char **labels = xcalloc(codes->n + 1, sizeof(*labels));
	long at = 0, i;

	for (size_t k = 0; k < codes->n; k++) {
		labels[k] = i18n_pick(codes->v[k].label);
		if (str_eq(codes->v[k].code, now))
			at = (long)k;
	}
	i = dialog_pick(m->app, title, labels, codes->n, at);
	free(labels);
	return i;
}

static bool choose_record(struct mv *m, enum mv_slot slot, const char *query)
{
	const struct field *fd = mv_field(m, slot);
	struct record_pick ask = { .query = query };

	if (forms_get(m->app->forms, fd->refers, &ask.form, NULL) || !dialog_pick_record(m->app, &ask))
		return false;
	mv_set(m, slot, ask.id);
	return true;
}

bool mv_choose(struct mv *m, const struct mv_line *l, const char *query)
{
	const struct codes *codes;
	const struct field *fd;
	long i;

	if (l->kind == MV_LINE_PERSON) {
		const struct movement_person *p = person_of(m, l);

		codes = list_of(m, "relation");
		i = choose_code(m, p->name, codes, p->relation);
		if (i >= 0)
			set_given(m, p->id, codes->v[i].code);
		return i >= 0;
	}
	if (l->kind != MV_LINE_SLOT)
		return false;
	if (l->index == MV_HEAD || l->index == MV_LEFT_HEAD)
		return choose_person(m, (enum mv_slot)l->index);
	fd = mv_field(m, (enum mv_slot)l->index);
	if (!fd)
		return mv_turn(m, l, 1);
	if (fd->type == FIELD_REFERENCE)
		return choose_record(m, (enum mv_slot)l->index, query);
	if (fd->type != FIELD_CHOICE)
		return false;
	i = choose_code(m, mv_label(m, l), fd->choices, m->v[l->index]);
	if (i >= 0)
		mv_set(m, (enum mv_slot)l->index, fd->choices->v[i].code);
	return i >= 0;
}

/* Place of a text among `n`, n where it is not there. */
static size_t place_in(const char *const *v, size_t n, const char *text)
{
	size_t i = 0;

	while (i < n && !str_eq(v[i], text))
		i++;
	return i;
}

static const char *next_of(const char *const *v, size_t n, const char *now, int by)
{
	size_t at = place_in(v, n, now);

	if (!n)
		return NULL;
	if (at == n)
		return by > 0 ? v[0] : v[n - 1];
	return v[(at + n + (size_t)(by > 0 ? 1 : n - 1)) % n];
}

static bool turn_code(struct mv *m, const struct mv_line *l, const struct codes *codes, int by)
{
	const char **v = xcalloc(codes->n + 1, sizeof(*v)), *next;
	char *now = l->kind == MV_LINE_PERSON ? xstrdup_null(person_of(m, l)->relation) :
		    m->said[l->index]	      ? xstrdup_null(m->v[l->index]) :
						proposal(m, (enum mv_slot)l->index);

	for (size_t i = 0; i < codes->n; i++)
		v[i] = codes->v[i].code;
	next = next_of(v, codes->n, now, by);
	if (next && l->kind == MV_LINE_PERSON)
		set_given(m, person_of(m, l)->id, next);
	else if (next)
		mv_set(m, (enum mv_slot)l->index, next);
	free(now);
	free(v);
	return next;
}

bool mv_turn(struct mv *m, const struct mv_line *l, int by)
{
	const struct field *fd = l->kind == MV_LINE_SLOT ? mv_field(m, (enum mv_slot)l->index) : NULL;

	if (l->kind == MV_LINE_PERSON)
		return turn_code(m, l, list_of(m, "relation"), by);
	if (l->kind != MV_LINE_SLOT)
		return false;
	if (l->index == MV_CODE_GOES || l->index == MV_CERTIFICATE_GOES) {
		mv_set(m, (enum mv_slot)l->index, m->v[l->index] ? NULL : "yes");
		return true;
	}
	if (l->index == MV_HEAD || l->index == MV_LEFT_HEAD) {
		const char **ids = candidates(m, (enum mv_slot)l->index), *next;
		char *now = m->v[l->index] ? xstrdup(m->v[l->index]) : proposal(m, (enum mv_slot)l->index);
		size_t n = 0;

		while (ids[n])
			n++;
		next = next_of(ids, n, now, by);
		if (next)
			mv_set(m, (enum mv_slot)l->index, next);
		free(now);
		free(ids);
		return next;
	}
	return fd && fd->type == FIELD_CHOICE && turn_code(m, l, fd->choices, by);
}
