/* SPDX-License-Identifier: MIT */
/*
 * Folding and order of Vietnamese text. Everything starts from the decomposed form: a base
 * letter, its hat or horn, its tone. A syllable has one tone wherever it is written, so the
 * tone is kept per word and "hoà" and "hòa" are the same.
 *
 * Keys, in bytes that memcmp sorts:  ' ' ends a part · '!' parts words · '0'…'@' numbers, the
 * number of digits first · 'A'…'a' the 33 letters · bytes from 0x80 other scripts. A part is
 * its letters, then (' ') its tones, so that tones decide only among equal letters.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "text/viet.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"

#define MARK_HAT 0x0302
#define MARK_BREVE 0x0306
#define MARK_HORN 0x031B

/* The alphabet in order; a letter's symbol in a key is 'A' plus its place here. */
static const utf8proc_int32_t alphabet[] = {
	'a', 0x103, 0xE2, 'b', 'c', 'd',   0x111, 'e', 0xEA, 'f',   'g',
	'h', 'i',   'j',  'k', 'l', 'm',   'n',	  'o', 0xF4, 0x1A1, 'p',
	'q', 'r',   's',  't', 'u', 0x1B0, 'v',	  'w', 'x',  'y',   'z',
};

/* Decomposed, lower-case code points; *n of them; caller frees. */
static utf8proc_int32_t *decompose(const char *s, size_t *n)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
				      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	char *valid = utf8_nfc(s, strlen(s));
	const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)valid;
	utf8proc_ssize_t len = (utf8proc_ssize_t)strlen(valid), need, got;
	utf8proc_int32_t *cps;

	need = utf8proc_decompose(in, len, NULL, 0, how);
	if (need < 0)
		die("cannot decompose text: %s (GN-T02)", utf8proc_errmsg(need));
	cps = xreallocarray(NULL, (size_t)need + 1, sizeof(*cps));
	got = utf8proc_decompose(in, len, cps, need, how);
	if (got < 0 || got > need)
		die("cannot decompose text: %s (GN-T02)", utf8proc_errmsg(got));
	free(valid);
	*n = (size_t)got;
	return cps;
}

/* Latin letters that Unicode does not decompose, as the letters one types for them. */
static const char *latin(utf8proc_int32_t cp)
{
	switch (cp) {
	case 0x111: /* đ */
	case 0xF0:  /* ð, what old fonts wrote for đ */
	case 0x256: /* ɖ, likewise */
		return "d";
	case 0xF8:
		return "o";
	case 0x142:
		return "l";
	case 0x127:
		return "h";
	case 0x131:
		return "i";
	case 0x14B:
		return "n";
	case 0xE6:
		return "ae";
	case 0x153:
		return "oe";
	default:
		return NULL;
	}
}

/* Written inside words (H'Mông, K'Ho) and left out by as many hands. */
static bool apostrophe(utf8proc_int32_t cp)
{
	return cp == '\'' || cp == 0x2018 || cp == 0x2019 || cp == 0x2BC || cp == '`' || cp == 0xB4;
}

static bool is_mark(utf8proc_int32_t cp)
{
	utf8proc_category_t c = utf8proc_category(cp);

	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_ME;
}

static bool is_word(utf8proc_int32_t cp)
{
	utf8proc_category_t c;

	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9');
	c = utf8proc_category(cp);
	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO) || cp == 0xFFFD;
}

static void add_cp(struct str *b, utf8proc_int32_t cp)
{
	utf8proc_uint8_t buf[4];
	utf8proc_ssize_t n = utf8proc_encode_char(cp, buf);

	str_addn(b, (const char *)buf, (size_t)n);
}

char *viet_fold(const char *s)
{
	bool gap = false;
	struct str b;
	size_t n;
	utf8proc_int32_t *cps = decompose(s, &n);

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		const char *plain = latin(cps[i]);

		if (is_mark(cps[i]) || apostrophe(cps[i]))
			continue;
		if (!plain && !is_word(cps[i])) {
			gap = b.len;
			continue;
		}
		if (gap)
			str_addc(&b, ' ');
		gap = false;
		if (plain)
			str_add(&b, plain);
		else
			add_cp(&b, cps[i]);
	}
	free(cps);
	return str_take(&b);
}

/* ngang huyền hỏi ngã sắc nặng; '6' for marks that are none of ours. */
static char tone(utf8proc_int32_t mark)
{
	switch (mark) {
	case 0x0300:
		return '1';
	case 0x0309:
		return '2';
	case 0x0303:
		return '3';
	case 0x0301:
		return '4';
	case 0x0323:
		return '5';
	default:
		return '6';
	}
}

/* The letter made of `base` and a hat, breve or horn; 0 if the alphabet has none. */
static utf8proc_int32_t with_hat(utf8proc_int32_t base, utf8proc_int32_t mark)
{
	if (mark == MARK_HAT)
		return base == 'a' ? 0xE2 : base == 'e' ? 0xEA : base == 'o' ? 0xF4 : 0;
	if (mark == MARK_BREVE)
		return base == 'a' ? 0x103 : 0;
	if (mark == MARK_HORN)
		return base == 'o' ? 0x1A1 : base == 'u' ? 0x1B0 : 0;
	return 0;
}

/* A part of a key in the making: letters and tones grow side by side. */
struct part {
	struct str letters, tones;
	bool toned; /* the word at the end has a tone already */
	bool open;  /* a word has begun */
};

static void part_init(struct part *p)
{
	str_init(&p->letters);
	str_init(&p->tones);
	p->toned = false;
	p->open = false;
}

static void end_word(struct part *p)
{
	if (!p->open)
		return;
	if (!p->toned)
		str_addc(&p->tones, '0');
	p->toned = false;
	p->open = false;
}

static void begin_word(struct part *p)
{
	if (p->open)
		return;
	if (p->letters.len) {
		str_addc(&p->letters, '!');
		str_addc(&p->tones, '!');
	}
	p->open = true;
}

static void add_letter(struct part *p, utf8proc_int32_t cp)
{
	for (size_t i = 0; i < sizeof(alphabet) / sizeof(*alphabet); i++)
		if (alphabet[i] == cp) {
			str_addc(&p->letters, (char)('A' + i));
			return;
		}
	add_cp(&p->letters, cp);
}

/* Digits from cps[i]: how many there are without leading zeros, then they themselves. */
static size_t add_number(struct part *p, const utf8proc_int32_t *cps, size_t n, size_t i)
{
	size_t from, len;

	while (i < n && cps[i] == '0')
		i++;
	for (from = i; i < n && cps[i] >= '0' && cps[i] <= '9'; i++)
		;
	for (len = i - from; len > 15; len -= 15)
		str_addc(&p->letters, '@');
	str_addc(&p->letters, (char)('0' + len));
	for (; from < i; from++)
		str_addc(&p->letters, (char)cps[from]);
	return i;
}

/* One letter with the marks behind it; returns the place after them. */
static size_t add_marked(struct part *p, const utf8proc_int32_t *cps, size_t n, size_t i)
{
	utf8proc_int32_t base = cps[i++];
	const char *plain = latin(base);

	for (; i < n && is_mark(cps[i]); i++) {
		utf8proc_int32_t hatted = with_hat(base, cps[i]);

		if (hatted) {
			base = hatted;
			continue;
		}
		str_addc(&p->tones, tone(cps[i]));
		p->toned = true;
	}
	if (!plain)
		add_letter(p, base);
	else if (*plain == 'd')
		add_letter(p, 0x111); /* eth, too, is a đ written by an old font */
	else
		for (; *plain; plain++)
			add_letter(p, *plain);
	return i;
}

/* The words among `cps` into `p`; where `punctuation` parts words too, else only blanks do. */
static void add_words(struct part *p, const utf8proc_int32_t *cps, size_t n, bool punctuation)
{
	size_t i = 0;

	while (i < n) {
		if (cps[i] >= '0' && cps[i] <= '9') {
			begin_word(p);
			i = add_number(p, cps, n, i);
		} else if (is_word(cps[i]) && !is_mark(cps[i])) {
			begin_word(p);
			i = add_marked(p, cps, n, i);
		} else {
			if (cps[i] == ' ' ||
			    (punctuation && !apostrophe(cps[i]) && !is_mark(cps[i])))
				end_word(p);
			i++;
		}
	}
	end_word(p);
}

static void add_part(struct str *key, const utf8proc_int32_t *cps, size_t n, bool punctuation)
{
	struct part p;

	part_init(&p);
	add_words(&p, cps, n, punctuation);
	str_addn(key, p.letters.s, p.letters.len);
	str_addc(key, ' ');
	str_addn(key, p.tones.s, p.tones.len);
	str_addc(key, ' ');
	str_fini(&p.letters);
	str_fini(&p.tones);
}

char *viet_text_key(const char *s)
{
	struct str key;
	size_t n;
	utf8proc_int32_t *cps = decompose(s, &n);

	str_init(&key);
	add_part(&key, cps, n, true);
	free(cps);
	return str_take(&key);
}

char *viet_name_key(const char *s)
{
	char *clean = utf8_clean(s);
	struct str key;
	size_t all, n, given, family = 0;
	utf8proc_int32_t *cps = decompose(clean, &all);

	free(clean);
	/* "Hoàng Văn Nam (B)": what tells two of a name apart comes after the name. */
	for (n = 0; n < all && (cps[n] != '(' || !n); n++)
		;
	size_t end = n;

	while (end && cps[end - 1] == ' ')
		end--;
	for (given = end; given && cps[given - 1] != ' '; given--)
		;
	while (family < given && cps[family] != ' ')
		family++;
	str_init(&key);
	add_part(&key, cps + given, end - given, false);
	add_part(&key, cps + family, given - family, false);
	add_part(&key, cps, family, false);
	if (n < all)
		add_part(&key, cps + n, all - n, false);
	free(cps);
	return str_take(&key);
}
