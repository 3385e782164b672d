/* SPDX-License-Identifier: MIT */
/* Score sheets: read when first asked for, added up, and made the code list `score_answer`. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/score_impl.h"

/* ---- one file ---- */

static const char *const keys_scores[] = { "code",   "prefix",   "regions",  "complete", "source",
					   "verified", "note.vi*", "note.en*", NULL };
static const char *const keys_item[] = { "vi", "en", "short.vi", "short.en", "kind", "verified", NULL };

static struct score_sheet *sheet_of(struct reading *r)
{
	return &((struct score_file *)r->f)->pub;
}

static void read_head(struct reading *r, const char *id)
{
	struct score_sheet *sheet = sheet_of(r);
	const char *code;

	r->section = "scores";
	if (!ini_has_section(r->f->ini, "scores")) {
		reading_bad(r, NULL, "%s", _("the section [scores] is missing"));
		sheet->regions = reading_split(r->f, NULL);
		return;
	}
	code = reading_required(r, "code");
	if (code && strcmp(code, id))
		reading_bad(r, "code", _("the code must be the file's name, \"%s\""), id);
	((struct score_file *)r->f)->prefix = reading_required(r, "prefix");
	sheet->regions = reading_split(r->f, reading_required(r, "regions"));
	sheet->complete = reading_flag(r, "complete", false);
	sheet->source = reading_text(r, "source");
	reading_seen(r, "verified", true, sheet->source);
	reading_pair(r, "note", !sheet->complete, sheet->note);
}

static size_t count_regions(const struct score_sheet *sheet)
{
	size_t n = 0;

	while (sheet->regions[n])
		n++;
	return n;
}

/* The region a key names, in small letters; count_regions() where it names none. */
static size_t region_of_key(const struct score_sheet *sheet, const char *key)
{
	size_t i = 0;

	while (sheet->regions[i] && strcasecmp(sheet->regions[i], key) != 0)
		i++;
	return i;
}

static void check_answer_keys(struct reading *r)
{
	static const char *const known[] = { "vi", "en", "exempt", "verified", NULL };
	const struct score_sheet *sheet = sheet_of(r);

	for (size_t k = 0; k < ini_keys(r->f->ini, r->section); k++) {
		const char *key = ini_key(r->f->ini, r->section, k);

		if (!reading_key_known(key, known) && !sheet->regions[region_of_key(sheet, key)])
			reading_bad(r, key, "%s", _("unknown key"));
	}
}

static void read_points(struct reading *r, struct score_answer *a)
{
	const struct score_sheet *sheet = sheet_of(r);
	size_t n = count_regions(sheet), missing = 0;
	double *points = reading_array(r->f, n, sizeof(*points));

	for (size_t i = 0; i < n; i++) {
		char *key = xstrdup(sheet->regions[i]);

		for (char *p = key; *p; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p - 'A' + 'a');
		points[i] = reading_figure(r, key);
		if (!isnan(points[i]) && (points[i] < 0 || points[i] != floor(points[i])))
			reading_bad(r, key, "%s", _("points are whole numbers, not negative"));
		missing += isnan(points[i]);
		free(key);
	}
	if (missing && sheet->complete)
		reading_bad(r, NULL, "%s", _("a complete sheet has points for every region"));
	a->points = points;
}

/* "1.2": the second answer of the first item. */
static void read_answer(struct reading *r, const char *name, struct score_answer *a)
{
	const struct score_file *f = (const struct score_file *)r->f;

	check_answer_keys(r);
	a->code = reading_keep(r->f, xasprintf("%s%s", f->prefix ? f->prefix : "", name));
	reading_pair(r, "", true, a->label);
	a->exempt = reading_flag(r, "exempt", false);
	a->verified = reading_flag(r, "verified", true);
	read_points(r, a);
}

static void read_item(struct reading *r, const char *name, struct score_item *item)
{
	const struct ini *ini = r->f->ini;
	const char *section = r->section, *kind;
	char *own = xasprintf("answer.%s.", name);
	struct score_answer *v = reading_array(r->f, ini_sections(ini), sizeof(*v));

	for (size_t k = 0; k < ini_keys(ini, section); k++)
		if (!reading_key_known(ini_key(ini, section, k), keys_item))
			reading_bad(r, ini_key(ini, section, k), "%s", _("unknown key"));
	reading_pair(r, "", true, item->label);
	reading_pair(r, "short", true, item->brief);
	kind = reading_required(r, "kind");
	item->multi = str_eq(kind, "multi");
	if (kind && !item->multi && strcmp(kind, "single"))
		reading_bad(r, "kind", _("\"%s\" is neither single nor multi"), kind);
	item->verified = reading_flag(r, "verified", true);
	for (size_t i = 0; i < ini_sections(ini); i++) {
		r->section = ini_section(ini, i);
		if (str_starts(r->section, own))
			read_answer(r, r->section + strlen("answer."), &v[item->n_answers++]);
	}
	r->section = section;
	item->answers = v;
	if (!item->n_answers)
		reading_bad(r, NULL, "%s", _("the item has no answers"));
	free(own);
}

/* "answer.1.2" of an item that is not there. */
static bool has_item(const struct ini *ini, const char *answer)
{
	char *section = xasprintf("item.%.*s", (int)strcspn(answer, "."), answer);
	bool there = ini_has_section(ini, section);

	free(section);
	return there;
}

static void read_items(struct reading *r)
{
	const struct ini *ini = r->f->ini;
	struct score_sheet *sheet = sheet_of(r);
	struct score_item *items = reading_array(r->f, ini_sections(ini), sizeof(*items));

	for (size_t i = 0; i < ini_sections(ini); i++) {
		const char *section = r->section = ini_section(ini, i);

		if (str_starts(section, "item.")) {
			read_item(r, section + strlen("item."), &items[sheet->n_items++]);
			sheet->n_answers += items[sheet->n_items - 1].n_answers;
		} else if (!strcmp(section, "scores")) {
			for (size_t k = 0; k < ini_keys(ini, section); k++)
				if (!reading_key_known(ini_key(ini, section, k), keys_scores))
					reading_bad(r, ini_key(ini, section, k), "%s", _("unknown key"));
		} else if (!str_starts(section, "answer.") || !has_item(ini, section + strlen("answer."))) {
			reading_bad(r, NULL, "%s", _("a section here is scores, item.N, or answer.N.M of an item"));
		}
	}
	sheet->items = items;
	r->section = "scores";
	if (sheet->complete && !sheet->n_items)
		reading_bad(r, "complete", "%s", _("a sheet without items is not complete"));
}

static struct score_file *load_file(const char *id, const char *path, bool checked, struct complaints *c)
{
	struct score_file *f = xcalloc(1, sizeof(*f));
	struct reading r = { &f->file, c, "scores" };

	data_file_open(&f->file, path, checked, c);
	f->pub.id = reading_keep(&f->file, xstrdup(id));
	f->pub.path = f->file.path;
	if (!f->file.ini) {
		f->pub.regions = reading_split(&f->file, NULL);
		return f;
	}
	read_head(&r, id);
	read_items(&r);
	return f;
}

void score_file_free(struct score_file *f)
{
	if (!f)
		return;
	data_file_close(&f->file);
	free(f);
}

/* ---- all of them ---- */

static char *path_in(const char *standards_dir, const char *id)
{
	char *up = standards_dir ? path_dir(standards_dir) : NULL;
	char *dir = up ? path_join(up, "scores") : NULL, *name = xasprintf("%s.ini", id);
	char *path = dir ? path_join(dir, name) : NULL;

	free(name);
	free(dir);
	free(up);
	return path;
}

/* The user's own sheet where it is there and in order, else the shipped one; NULL: neither is there. */
static struct score_file *load(struct standards *s, const char *id, bool checked, struct complaints *c)
{
	char *own = path_in(s->user_dir, id), *path = path_in(s->dir, id);
	struct score_file *f = NULL;
	struct complaints local;

	complaints_init(&local);
	if (own && access(own, F_OK) == 0)
		f = load_file(id, own, checked, &local);
	for (size_t i = 0; i < local.n && c; i++)
		complaints_add(c, local.v[i].file, local.v[i].line, local.v[i].section, local.v[i].key, "%s", local.v[i].reason);
	if (f && local.n) {
		score_file_free(f);
		f = NULL;
	}
	complaints_fini(&local);
	if (!f && access(path, F_OK) == 0) {
		complaints_init(&local);
		f = load_file(id, path, checked, c ? c : &local);
		complaints_fini(&local);
	}
	free(path);
	free(own);
	return f;
}

static const struct score_sheet *sheet_named(struct standards *s, const char *id)
{
	struct score_file *f;

	for (size_t i = 0; i < s->n_scores; i++)
		if (!strcmp(s->scores[i]->pub.id, id))
			return &s->scores[i]->pub;
	f = load(s, id, false, NULL);
	if (!f)
		return NULL;
	s->scores = grow(s->scores, s->n_scores, &s->cap_scores, sizeof(*s->scores));
	s->scores[s->n_scores++] = f;
	return &f->pub;
}

const struct score_sheet *score_sheet_of(struct standards *s, const struct standard *st)
{
	return st && st->scores ? sheet_named(s, st->scores) : NULL;
}

void scores_check(struct standards *s, struct complaints *c)
{
	for (size_t i = 0; i < standards_count(s); i++) {
		const struct standard *st = standards_at(s, i);
		struct score_file *f = st->scores && !strcmp(st->scores, st->id) ? load(s, st->id, true, c) : NULL;

		score_file_free(f);
	}
}

/* ---- adding up ---- */

static bool ticked(const char *answers, const char *code)
{
	size_t n = strlen(code);

	for (const char *p = answers; p; p = strchr(p, '|'), p = p ? p + 1 : NULL)
		if (!strncmp(p, code, n) && (!p[n] || p[n] == '|'))
			return true;
	return false;
}

static double item_sum(const struct score_item *item, size_t region, const char *answers, size_t *n)
{
	double sum = 0;
	bool exempt = false;

	for (size_t i = 0; i < item->n_answers; i++) {
		if (!ticked(answers, item->answers[i].code))
			continue;
		++*n;
		exempt |= item->answers[i].exempt;
		sum += item->answers[i].points[region];
	}
	return exempt ? 0 : sum;
}

double score_sum(const struct score_sheet *sheet, const char *region, const char *answers, bool *twice)
{
	size_t at = 0, all = 0;
	double sum = 0;
	bool unused;

	if (!twice)
		twice = &unused;
	*twice = false;
	while (sheet->regions[at] && !str_eq(sheet->regions[at], region))
		at++;
	for (size_t i = 0; i < sheet->n_items; i++) {
		size_t n = 0;

		if (sheet->regions[at])
			sum += item_sum(&sheet->items[i], at, answers, &n);
		else
			for (size_t k = 0; k < sheet->items[i].n_answers; k++)
				n += ticked(answers, sheet->items[i].answers[k].code);
		all += n;
		*twice |= n > 1 && !sheet->items[i].multi;
	}
	return sheet->regions[at] && all && !*twice ? sum : (double)NAN;
}

/* ---- the code list ---- */

void score_rows(struct standards *s, standard_row *row, void *ctx)
{
	static const char *const header[] = { "code", "vi", "en", "standard", "verified", "source", NULL };
	struct strlist cells;

	strlist_init(&cells);
	for (size_t i = 0; header[i]; i++)
		strlist_add(&cells, header[i]);
	row(ctx, &cells, s->dir, 1);
	for (size_t i = 0; i < standards_count(s); i++) {
		const struct standard *st = standards_at(s, i);
		const struct score_sheet *sheet = st->scores && !strcmp(st->scores, st->id) ? score_sheet_of(s, st) : NULL;

		for (size_t k = 0; sheet && k < sheet->n_items; k++) {
			const struct score_item *item = &sheet->items[k];

			for (size_t j = 0; j < item->n_answers; j++) {
				const struct score_answer *a = &item->answers[j];

				strlist_fini(&cells);
				strlist_add(&cells, a->code);
				strlist_take(&cells, xasprintf("%s: %s", item->brief[0] ? item->brief[0] : "", a->label[0] ? a->label[0] : ""));
				strlist_take(&cells, xasprintf("%s: %s", item->brief[1] ? item->brief[1] : "", a->label[1] ? a->label[1] : ""));
				strlist_add(&cells, sheet->id);
				strlist_add(&cells, item->verified && a->verified ? "yes" : "no");
				strlist_add(&cells, sheet->source ? sheet->source : "");
				row(ctx, &cells, sheet->path, 0);
			}
		}
	}
	strlist_fini(&cells);
}
