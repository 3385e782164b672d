/* SPDX-License-Identifier: MIT */
/*
 * What the program itself knows and every paper may say: the unit, the level above as it was enrolled, who works here,
 * today. The words for a unit's kind (xã, phường …) are the aliases of data/codes/level.csv.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/paper_impl.h"
#include "sync/peer.h"
#include "text/utf8.h"
#include "text/viet.h"

enum given {
	GIVEN_TODAY, GIVEN_UNIT_NAME, GIVEN_UNIT_PLACE, GIVEN_UNIT_KIND, GIVEN_UNIT_WORDS, GIVEN_UNIT_VILLAGE,
	GIVEN_UPPER_NAME, GIVEN_UPPER_PLACE, GIVEN_UPPER_KIND, GIVEN_UPPER_WORDS, GIVEN_OFFICER, N_GIVEN
};
static const struct {
	const char *query, *column;
} given[N_GIVEN] = {
	[GIVEN_TODAY] = { "today", NULL },
	[GIVEN_UNIT_NAME] = { "unit", "name" },	  /* Xã Đồng Vương */
	[GIVEN_UNIT_PLACE] = { "unit", "place" }, /* Đồng Vương */
	[GIVEN_UNIT_KIND] = { "unit", "kind" },	  /* xã */
	[GIVEN_UNIT_WORDS] = { "unit", "words" }, /* xã Đồng Vương, inside a sentence */
	[GIVEN_UNIT_VILLAGE] = { "unit", "village" }, /* bản: what most of its villages are */
	[GIVEN_UPPER_NAME] = { "upper", "name" },
	[GIVEN_UPPER_PLACE] = { "upper", "place" },
	[GIVEN_UPPER_KIND] = { "upper", "kind" },
	[GIVEN_UPPER_WORDS] = { "upper", "words" },
	[GIVEN_OFFICER] = { "officer", "name" },
};
_Static_assert(N_GIVEN <= sizeof(((struct paper_run *)0)->given) / sizeof(char *), "room for what is given");

static int find(const char *query, const char *column)
{
	for (int i = 0; i < N_GIVEN; i++)
		if (!strcmp(given[i].query, query) && str_eq(given[i].column, column))
			return i;
	return -1;
}

bool paper_given_has(const char *query, const char *column)
{
	if (find(query, column) >= 0)
		return true;
	for (int i = 0; !column && i < N_GIVEN; i++)
		if (!strcmp(given[i].query, query))
			return true;
	return false;
}

/* Words at the start of a unit's name that say what kind it is: bytes of them, 0 where none is known. */
static size_t kind_len(struct forms *f, const char *name)
{
	const struct codes *levels = code_lists_get(forms_codes(f), "level", NULL);
	char *folded = viet_fold(name);
	size_t words = 0, n = 0;

	for (size_t i = 0; levels && i < levels->n; i++)
		for (const char *const *a = levels->v[i].aliases; a && *a; a++) {
			char *kind = viet_fold(*a);
			size_t len = strlen(kind), w = 1;

			for (size_t k = 0; k < len; k++)
				w += kind[k] == ' ';
			if (w > words && !strncmp(folded, kind, len) && folded[len] == ' ')
				words = w;
			free(kind);
		}
	free(folded);
	for (; words; words--) {
		n += strcspn(name + n, " ");
		n += strspn(name + n, " ");
	}
	return n;
}

const char *paper_unit_place(struct forms *f, const char *name)
{
	return name + kind_len(f, name);
}

static char *kind_of(struct forms *f, const char *name)
{
	size_t n = kind_len(f, name);
	char *kind = xstrndup(name, n), *lower;

	str_trim(kind);
	while (n && kind[n - 1] == ' ')
		kind[--n] = '\0';
	lower = utf8_lower_first(kind);
	free(kind);
	return lower;
}

/* A kind of unit is written small inside a sentence, a bare name never. */
static char *words_of(struct forms *f, const char *name)
{
	return kind_len(f, name) ? utf8_lower_first(name) : xstrdup(name);
}

static char *village_kind(struct paper_run *run)
{
	const struct codes *kinds = code_lists_get(forms_codes(run->f), "village_kind", NULL);
	const struct code *c;
	char *code = NULL, *out;

	db_get_text(book_db(run->b), &code, NULL,
		    "SELECT kind FROM village WHERE _unit=? AND kind IS NOT NULL GROUP BY kind ORDER BY count(*) DESC, kind LIMIT 1",
		    "t", book_unit_id(run->b));
	c = code ? codes_find(kinds, code) : NULL;
	out = utf8_lower_first(c && c->label[LANG_VI] ? c->label[LANG_VI] : "");
	free(code);
	return out;
}

static char *upper_name(struct paper_run *run)
{
	struct peer p;
	char *name;

	if (peer_upper(run->b, &p, NULL))
		return xstrdup("");
	name = xstrdup_null(p.name);
	peer_fini(&p);
	return name ? name : xstrdup("");
}

static char *make(struct paper_run *run, enum given what)
{
	const char *unit = book_unit_name(run->b);
	struct date today;
	char *upper, *text, day[11];

	switch (what) {
	case GIVEN_TODAY:
		today = book_today(run->b);
		return xstrdup(date_iso(&today, day));
	case GIVEN_UNIT_NAME:
		return xstrdup(unit);
	case GIVEN_UNIT_PLACE:
		return xstrdup(paper_unit_place(run->f, unit));
	case GIVEN_UNIT_KIND:
		return kind_of(run->f, unit);
	case GIVEN_UNIT_WORDS:
		return words_of(run->f, unit);
	case GIVEN_UNIT_VILLAGE:
		return village_kind(run);
	case GIVEN_OFFICER:
		return xstrdup(run->choice->officer ? run->choice->officer : "");
	default:
		upper = upper_name(run);
	}
	if (what == GIVEN_UPPER_NAME)
		return upper;
	text = what == GIVEN_UPPER_KIND	 ? kind_of(run->f, upper) :
	       what == GIVEN_UPPER_WORDS ? words_of(run->f, upper) :
					   xstrdup(upper + kind_len(run->f, upper));
	free(upper);
	return text;
}

const char *paper_given(struct paper_run *run, const char *query, const char *column)
{
	int i = find(query, column);

	if (i < 0)
		return NULL;
	if (!run->given[i])
		run->given[i] = make(run, (enum given)i);
	return *run->given[i] ? run->given[i] : NULL;
}
