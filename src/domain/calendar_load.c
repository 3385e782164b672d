/* SPDX-License-Identifier: MIT */
/*
 * The files of data/calendar. What is wrong is told with file, line, section and key; a file that has a mistake counts for nothing, so
 * that a slip in the user's own file cannot hide the days that were shipped.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "domain/calendar_impl.h"
#include "store/db.h"

#define HEAD "calendar"
#define FILES_MAX 200

struct reading {
	struct cal_file *f;
	struct ini *ini;
	struct complaints *c;
	size_t mistakes;
};

static void bad(struct reading *r, const char *section, const char *key, const char *what)
{
	r->mistakes++;
	if (r->c)
		complaints_add(r->c, r->f->path, ini_line(r->ini, section, key), section, key, "%s", what);
}

static const char *keep(struct reading *r, const char *s)
{
	if (!s)
		return NULL;
	strlist_add(&r->f->kept, s);
	return r->f->kept.v[r->f->kept.n - 1];
}

/* ---- values ---- */

struct place { /* a section, and the one it changes for one level */
	const char *section, *base;
};

static const char *value(const struct reading *r, const struct place *p, const char *key)
{
	const char *own = ini_get(r->ini, p->section, key, NULL);

	return own || !p->base ? own : ini_get(r->ini, p->base, key, NULL);
}

static bool yes(struct reading *r, const struct place *p, const char *key, bool preset)
{
	const char *s = value(r, p, key);

	if (!s)
		return preset;
	if (strcmp(s, "yes") && strcmp(s, "no"))
		bad(r, p->section, key, _("this is yes or no"));
	return !strcmp(s, "yes");
}

static bool texts(struct reading *r, const struct place *p, const char *name, bool required, const char *out[2])
{
	static const char *const langs[] = { [LANG_VI] = "vi", [LANG_EN] = "en" };

	for (int i = 0; i < 2; i++) {
		char *key = xasprintf("%s.%s", name, langs[i]);

		out[i] = keep(r, value(r, p, key));
		if (required && str_empty(out[i]))
			bad(r, p->section, key, _("this key is missing"));
		free(key);
	}
	return !str_empty(out[0]) && !str_empty(out[1]);
}

static bool two_digits(const char *s, int max, int *out)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return false;
	*out = (s[0] - '0') * 10 + (s[1] - '0');
	return *out >= 1 && *out <= max;
}

/* "DD", "last" of a month; "MM-DD" of a year; "next " before either. */
static bool read_rule(const char *text, enum period_kind kind, struct due_rule *out)
{
	struct due_rule rule = { .set = true };

	if (str_starts(text, "next ")) {
		rule.next = true;
		text += 5;
	}
	if (kind != PERIOD_MONTH) {
		if (strlen(text) != 5 || text[2] != '-' || !two_digits(text, 12, &rule.month))
			return false;
		text += 3;
	}
	if (kind == PERIOD_MONTH && !strcmp(text, "last"))
		rule.day = 31;
	else if (strlen(text) != 2 || !two_digits(text, 31, &rule.day))
		return false;
	*out = rule;
	return true;
}

static void read_rules(struct reading *r, const struct place *p, struct cal_duty *d)
{
	int n = period_count(d->pub.period);

	for (int k = 0; k <= 12; k++) {
		char key[16];
		const char *text;
		struct due_rule rule;

		snprintf(key, sizeof(key), k ? "due.%d" : "due", k);
		text = value(r, p, key);
		if (str_empty(text)) /* a day nobody knows yet: nothing falls due */
			continue;
		if (k > n || !n || !read_rule(text, d->pub.period, &rule)) {
			bad(r, p->section, key,
			    _("this is no day of that period: 05, next 05, last; of a year 11-14, next 01-15"));
			continue;
		}
		for (int i = 0; !k && i < n; i++)
			d->rule[i] = rule;
		if (k)
			d->rule[k - 1] = rule;
	}
}

/* "2-9", "2,5,11" */
static void read_months(struct reading *r, const struct place *p, struct cal_duty *d)
{
	const char *text = value(r, p, "months");
	struct strlist parts;

	if (str_empty(text))
		return;
	strlist_init(&parts);
	strlist_split(&parts, text, ", ");
	for (size_t i = 0; i < parts.n; i++) {
		char *dash = strchr(parts.v[i], '-');
		long long from, to;

		if (dash)
			*dash = '\0';
		if (!str_int(parts.v[i], &from) || !str_int(dash ? dash + 1 : parts.v[i], &to) || from < 1 || to > 12 ||
		    from > to) {
			bad(r, p->section, "months", _("these are no months: 2-9, or 2,5,11"));
			break;
		}
		for (long long m = from; m <= to; m++)
			d->months |= 1u << m;
	}
	strlist_fini(&parts);
}

static void read_aliases(struct reading *r, const struct place *p, struct cal_duty *d)
{
	struct strlist parts;

	strlist_init(&parts);
	strlist_split(&parts, value(r, p, "aliases"), "|");
	d->aliases = xcalloc(parts.n + 1, sizeof(*d->aliases));
	for (size_t i = 0; i < parts.n; i++)
		d->aliases[i] = keep(r, str_trim(parts.v[i]));
	strlist_fini(&parts);
	d->pub.aliases = d->aliases;
}

static void read_arisen(struct reading *r, const struct place *p, struct cal_duty *d)
{
	const char *sections[] = { p->base ? p->base : p->section };

	for (size_t i = 0; i < ini_keys(r->ini, sections[0]); i++) {
		const char *key = ini_key(r->ini, sections[0], i), *form = key + 7;

		if (!str_starts(key, "arisen."))
			continue;
		if (!db_name_ok(form) || form[0] == '_' || d->pub.n_arisen == DUTY_ARISEN_MAX) {
			bad(r, p->section, key, _("this is no form's name, or one too many"));
			continue;
		}
		d->arisen[d->pub.n_arisen].form = keep(r, form);
		d->arisen[d->pub.n_arisen++].condition = keep(r, value(r, p, key));
	}
	d->pub.arisen = d->arisen;
}

static bool known_key(const char *key)
{
	static const char *const keys[] = { "label.vi", "label.en", "brief.vi", "brief.en", "asked.vi", "asked.en",
					    "aliases",	"period",   "nothing",	"reports",	"due",	    "months",	"levels",
					    "off",	"verified", "source" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strcmp(keys[i], key))
			return true;
	return str_starts(key, "due.") || str_starts(key, "arisen.");
}

/* ---- sections ---- */

static void read_duty(struct reading *r, const char *section, const char *code, const char *level)
{
	const struct place p = { section, level ? code : NULL };
	struct cal_duty *d;

	for (size_t i = 0; i < ini_keys(r->ini, section); i++)
		if (!known_key(ini_key(r->ini, section, i)))
			bad(r, section, ini_key(r->ini, section, i), _("unknown key"));
	r->f->v = grow(r->f->v, r->f->n, &r->f->cap, sizeof(*r->f->v));
	d = &r->f->v[r->f->n++];
	*d = (struct cal_duty){ .level = keep(r, level) };
	d->pub.code = keep(r, code);
	d->pub.file = r->f->path;
	strlist_init(&d->levels);
	strlist_split(&d->levels, level ? level : ini_get(r->ini, section, "levels", "any"), ", ");
	d->off = yes(r, &p, "off", false);
	texts(r, &p, "label", true, d->pub.label);
	if (!texts(r, &p, "brief", false, d->pub.brief))
		memcpy(d->pub.brief, d->pub.label, sizeof(d->pub.brief));
	texts(r, &p, "asked", false, d->pub.asked);
	if (!period_kind_parse(value(r, &p, "period"), &d->pub.period))
		bad(r, section, "period", _("the period is month, quarter, half_year, year or any"));
	d->pub.nothing = yes(r, &p, "nothing", false);
	d->pub.reports = yes(r, &p, "reports", false);
	d->pub.verified = yes(r, &p, "verified", yes(r, &(struct place){ HEAD, NULL }, "verified", true));
	d->pub.source = keep(r, value(r, &p, "source"));
	if (!d->pub.source)
		d->pub.source = keep(r, ini_get(r->ini, HEAD, "source", NULL));
	read_rules(r, &p, d);
	read_months(r, &p, d);
	read_aliases(r, &p, d);
	read_arisen(r, &p, d);
}

static bool read_day(struct reading *r, const char *key, struct date *out)
{
	const char *text = ini_get(r->ini, HEAD, key, NULL);

	if (text && date_parse_iso(text, out) && out->day)
		return true;
	bad(r, HEAD, key, _("a day is missing here; write YYYY-MM-DD"));
	return false;
}

static void read_sections(struct reading *r)
{
	for (size_t i = 0; i < ini_sections(r->ini); i++) {
		const char *section = ini_section(r->ini, i), *dot = strchr(section, '.');
		char *code = dot ? xstrndup(section, (size_t)(dot - section)) : xstrdup(section);

		if (!strcmp(section, HEAD)) {
			free(code);
			continue;
		}
		if (!db_name_ok(code) || (dot && !ini_has_section(r->ini, code)))
			bad(r, section, NULL, _("a section is a duty's code, or CODE.LEVEL after it"));
		else
			read_duty(r, section, code, dot ? dot + 1 : NULL);
		free(code);
	}
}

static void file_free(struct cal_file *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].aliases);
		strlist_fini(&f->v[i].levels);
	}
	free(f->v);
	strlist_fini(&f->kept);
	free(f->path);
	free(f);
}

/* `arisen` of a duty lies in the duty itself: point there when all stand still. */
static void settle(struct cal_file *f)
{
	for (size_t i = 0; i < f->n; i++)
		f->v[i].pub.arisen = f->v[i].arisen;
}

bool calendar_read(struct calendar *cal, const char *path, bool user, struct complaints *c)
{
	struct complaints own;
	struct reading r = { .c = c };
	bool ok;

	complaints_init(&own);
	r.ini = ini_load(path, &own);
	r.f = xcalloc(1, sizeof(*r.f));
	r.f->path = xstrdup(path);
	r.f->user = user;
	strlist_init(&r.f->kept);
	r.mistakes = own.n;
	for (size_t i = 0; c && i < own.n; i++)
		complaints_add(c, own.v[i].file, own.v[i].line, own.v[i].section, own.v[i].key, "%s", own.v[i].reason);
	if (r.ini && ini_has_section(r.ini, HEAD)) {
		read_day(&r, "from", &r.f->from);
		if (ini_get(r.ini, HEAD, "to", NULL))
			read_day(&r, "to", &r.f->to);
		else
			r.f->to = (struct date){ 9999, 12, 31 };
		read_sections(&r);
	} else if (r.ini) {
		bad(&r, HEAD, NULL, _("the section [calendar] is missing"));
	}
	ok = r.ini && !r.mistakes;
	ini_free(r.ini);
	complaints_fini(&own);
	if (!ok) {
		file_free(r.f);
		return false;
	}
	settle(r.f);
	cal->v = grow(cal->v, cal->n, &cal->cap, sizeof(*cal->v));
	cal->v[cal->n++] = r.f;
	return true;
}

/* ---- folders ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_folder(struct calendar *cal, const char *dir, bool user, struct complaints *c)
{
	struct strlist names;
	struct dirent *ent;
	DIR *d = dir ? opendir(dir) : NULL;

	if (!d)
		return;
	strlist_init(&names);
	while ((ent = readdir(d)) && names.n < FILES_MAX) {
		size_t n = strlen(ent->d_name);

		if (ent->d_name[0] != '.' && n > 4 && !strcmp(ent->d_name + n - 4, ".ini"))
			strlist_add(&names, ent->d_name);
	}
	closedir(d);
	if (names.n)
		qsort(names.v, names.n, sizeof(*names.v), by_name);
	for (size_t i = 0; i < names.n; i++) {
		char *path = path_join(dir, names.v[i]);

		calendar_read(cal, path, user, c);
		free(path);
	}
	strlist_fini(&names);
}

/* The user's own before all others, the newer before the older. */
static int by_weight(const void *a, const void *b)
{
	const struct cal_file *const *x = a, *const *y = b;

	if ((*x)->user != (*y)->user)
		return (*x)->user ? -1 : 1;
	return -date_cmp(&(*x)->from, &(*y)->from);
}

struct calendar *calendar_load(const char *dir, const char *user, struct complaints *c)
{
	struct calendar *cal = xcalloc(1, sizeof(*cal));

	read_folder(cal, user, true, c);
	read_folder(cal, dir, false, c);
	if (cal->n)
		qsort(cal->v, cal->n, sizeof(*cal->v), by_weight);
	return cal;
}

struct calendar *calendar_open(struct forms *f, struct complaints *c)
{
	char *data = path_dir(code_lists_dir(forms_codes(f)));
	char *dir = path_join(data, "calendar"), *user = path_join(paths_user(), "calendar");
	struct calendar *cal = calendar_load(dir, user, c);

	free(user);
	free(dir);
	free(data);
	return cal;
}

void calendar_free(struct calendar *cal)
{
	if (!cal)
		return;
	for (size_t i = 0; i < cal->n; i++)
		file_free(cal->v[i]);
	free(cal->v);
	free(cal);
}
