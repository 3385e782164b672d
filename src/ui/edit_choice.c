/* SPDX-License-Identifier: MIT */
/*
 * Which code a few letters mean, one key for each answer, the order of problems and of clashes:
 * the decisions of the edit screen that need no terminal (ui/edit_layout.h).
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit_layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/viet.h"

/* Is each word of `words` the start of a word of `label`, in order? */
static bool words_start(const char *label, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");
		for (;; label++) {
			if (strncmp(label, words, n) == 0)
				break;
			label += strcspn(label, " ");
			if (!*label)
				return false;
		}
		label += strcspn(label, " ");
		if (*label)
			label++;
		words += n;
		while (*words == ' ')
			words++;
		if (*words && !*label)
			return false;
	}
	return true;
}

/* 0 best … 5; 6: not meant. */
static int match_rank(const struct codes *codes, size_t i, const char *folded, const char *text)
{
	const struct code *c = &codes->v[i];
	char *label = viet_fold(codes_label(codes, c->code));
	char *code = viet_fold(c->code);
	char number[24];
	int rank = 6;

	number[0] = 0;
	if (codes->n <= 9) {
		number[0] = (char)('1' + i);
		number[1] = 0;
	}
	if (str_eq(c->code, text) || str_eq(label, folded))
		rank = 0;
	else if (str_eq(code, folded))
		rank = 1;
	else if (str_eq(number, folded))
		rank = 2;
	else if (str_starts(label, folded))
		rank = 3;
	else if (words_start(label, folded))
		rank = 4;
	else if (strstr(label, folded) || str_starts(code, folded))
		rank = 5;
	for (size_t a = 0; rank > 1 && c->aliases && c->aliases[a]; a++) {
		char *alias = viet_fold(c->aliases[a]);
		if (str_eq(alias, folded))
			rank = 1;
		else if (rank > 4 && str_starts(alias, folded))
			rank = 4;
		free(alias);
	}
	free(label);
	free(code);
	return rank;
}

size_t edit_choice_match(const struct codes *codes, const char *text, size_t *out, size_t max)
{
	char *folded = viet_fold(text);
	size_t n = 0, put = 0;

	if (*folded) {
		unsigned char *rank = xcalloc(codes->n + 1, 1);
		for (size_t i = 0; i < codes->n; i++) {
			rank[i] = (unsigned char)match_rank(codes, i, folded, text);
			n += rank[i] < 6;
		}
		for (int r = 0; r < 6; r++)
			for (size_t i = 0; i < codes->n && put < max; i++)
				if (rank[i] == r)
					out[put++] = i;
		free(rank);
	}
	free(folded);
	return n;
}

static bool key_free(const char *keys, size_t n, char c)
{
	return ((c >= 'a' && c <= 'z')) && !memchr(keys, c, n);
}

void edit_choice_keys(const struct codes *codes, char *keys)
{
	memset(keys, 0, codes->n + 1);
	/* First the initials of the labels, in the order of the list; then what is left. */
	for (size_t i = 0; i < codes->n; i++) {
		char *label = viet_fold(codes_label(codes, codes->v[i].code));
		if (key_free(keys, codes->n, label[0]))
			keys[i] = label[0];
		free(label);
	}
	for (size_t i = 0; i < codes->n; i++) {
		if (keys[i])
			continue;
		char *label = viet_fold(codes_label(codes, codes->v[i].code));
		for (const char *s = label; *s && !keys[i]; s++)
			if (s > label && s[-1] == ' ' && key_free(keys, codes->n, *s))
				keys[i] = *s;
		for (const char *s = label; *s && !keys[i]; s++)
			if (key_free(keys, codes->n, *s))
				keys[i] = *s;
		if (!keys[i])
			keys[i] = i < 9 ? (char)('1' + i) : '?';
		free(label);
	}
}

size_t edit_choice_by_key(const struct codes *codes, const char *keys, char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	for (size_t i = 0; i < codes->n; i++)
		if (keys[i] == c && c != '?')
			return i;
	if (c >= '1' && c <= '9' && (size_t)(c - '1') < codes->n)
		return (size_t)(c - '1');
	return codes->n;
}

bool edit_multi_has(const char *value, const char *code)
{
	size_t n = strlen(code);

	for (const char *s = value; s && *s; s += *s == '|') {
		size_t len = strcspn(s, "|");
		if (len == n && memcmp(s, code, n) == 0)
			return true;
		s += len;
	}
	return false;
}

char *edit_multi_toggle(const struct codes *codes, const char *value, const char *code)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < codes->n; i++) {
		const char *c = codes->v[i].code;
		if (edit_multi_has(value, c) == str_eq(c, code))
			continue;
		if (b.len)
			str_addc(&b, '|');
		str_add(&b, c);
	}
	if (b.len)
		return str_take(&b);
	str_fini(&b);
	return NULL;
}

const char *edit_yesno_key(char c)
{
	if (c && strchr("cCyY1", c))
		return "yes";
	if (c && strchr("kKnN02", c))
		return "no";
	return NULL;
}

int edit_rank_cmp(const struct edit_rank *a, const struct edit_rank *b)
{
	if (a->roster != b->roster)
		return a->roster < b->roster ? -1 : 1;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	return a->code == b->code ? 0 : a->code < b->code ? -1 : 1;
}

size_t edit_rank_next(const struct edit_rank *v, size_t n, const struct edit_rank *here)
{
	size_t best = n, first = n;

	for (size_t i = 0; i < n; i++) {
		if (first == n || edit_rank_cmp(&v[i], &v[first]) < 0)
			first = i;
		if (edit_rank_cmp(&v[i], here) > 0 &&
		    (best == n || edit_rank_cmp(&v[i], &v[best]) < 0))
			best = i;
	}
	return best < n ? best : first;
}

bool edit_clash_asks(const struct clash *c)
{
	return !str_eq(c->mine, c->theirs);
}

bool edit_clash_proposes_theirs(const struct clash *c)
{
	return str_eq(c->mine, c->base);
}
