/* SPDX-License-Identifier: MIT */
/*
 * Steps through UTF-8. Vietnamese text is nearly all ASCII and Latin letters of fixed behaviour,
 * so those take a short way; everything else asks utf8proc for breaks and wcwidth for columns.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "text/utf8.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/str.h"

#define REPLACEMENT "\xEF\xBF\xBD"
#define ELLIPSIS "\xE2\x80\xA6"

bool utf8_valid(const char *s, size_t n)
{
	return str_utf8_prefix(s, n) == n;
}

size_t utf8_valid_prefix(const char *s, size_t n)
{
	return str_utf8_prefix(s, n);
}

/* One code point of `n` (> 0) bytes; -1 and one byte where they are no UTF-8. */
static size_t decode(const char *s, size_t n, utf8proc_int32_t *cp)
{
	utf8proc_ssize_t len;

	if ((unsigned char)*s < 0x80) {
		*cp = *s;
		return 1;
	}
	len = utf8proc_iterate((const utf8proc_uint8_t *)s, n > 4 ? 4 : (utf8proc_ssize_t)n, cp);
	if (len > 0)
		return (size_t)len;
	*cp = -1;
	return 1;
}

/* Letters that normalise to themselves when no mark follows, and that begin a grapheme. */
static bool plain_letter(utf8proc_int32_t cp)
{
	return (cp >= 0x20 && cp < 0x7F) || (cp >= 0xC0 && cp < 0x300) ||
	       (cp >= 0x1E00 && cp < 0x1F00);
}

/* True where the text is surely NFC: valid, and nothing in it can combine. */
static bool surely_nfc(const char *s, size_t n)
{
	while (n) {
		utf8proc_int32_t cp;
		size_t len = decode(s, n, &cp);

		if (cp <= 0 || !(plain_letter(cp) || cp < 0xA0))
			return false;
		s += len;
		n -= len;
	}
	return true;
}

static void add_valid(struct str *b, const char *s, size_t n)
{
	while (n) {
		size_t good = str_utf8_prefix(s, n);
		const char *nul = memchr(s, '\0', good);

		if (nul)
			good = (size_t)(nul - s);
		str_addn(b, s, good);
		s += good;
		n -= good;
		if (n) {
			str_add(b, REPLACEMENT);
			s++;
			n--;
		}
	}
}

char *utf8_nfc(const char *s, size_t n)
{
	utf8proc_uint8_t *out = NULL;
	utf8proc_ssize_t len;
	struct str b;
	char *copy;

	if (surely_nfc(s, n))
		return xstrndup(s, n);
	str_init(&b);
	add_valid(&b, s, n);
	len = utf8proc_map((const utf8proc_uint8_t *)b.s, (utf8proc_ssize_t)b.len, &out,
			   UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	str_fini(&b);
	if (len < 0 || !out)
		die("cannot normalise text: %s (GN-T01)", utf8proc_errmsg(len));
	copy = xstrndup((const char *)out, (size_t)len);
	free(out);
	return copy;
}

enum kind { KIND_TEXT, KIND_BLANK, KIND_NOTHING };

/* What of a code point belongs into stored text. */
static enum kind kind_of(utf8proc_int32_t cp)
{
	if (cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == '\v' || cp == '\f' ||
	    cp == 0x85 || cp == 0xA0 || cp == 0x202F || cp == 0x2028 || cp == 0x2029 ||
	    (cp >= 0x2000 && cp <= 0x200A) || cp == 0x3000)
		return KIND_BLANK;
	if (cp >= 0 && (cp < 0x20 || (cp >= 0x7F && cp < 0xA0)))
		return KIND_NOTHING;
	/* Unseen: zero-width blanks, byte order marks, and what turns the writing round. */
	if (cp == 0x200B || cp == 0x200E || cp == 0x200F || cp == 0x2060 || cp == 0xFEFF ||
	    (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069))
		return KIND_NOTHING;
	return KIND_TEXT;
}

char *utf8_clean(const char *s)
{
	size_t n = strlen(s);
	bool blank = false;
	struct str b;
	char *out;

	str_init(&b);
	while (n) {
		utf8proc_int32_t cp;
		size_t len = decode(s, n, &cp);
		enum kind kind = kind_of(cp);

		if (kind == KIND_BLANK) {
			blank = b.len;
		} else if (kind == KIND_TEXT) {
			if (blank)
				str_addc(&b, ' ');
			blank = false;
			if (cp < 0)
				str_add(&b, REPLACEMENT);
			else
				str_addn(&b, s, len);
		}
		s += len;
		n -= len;
	}
	out = utf8_nfc(b.s, b.len);
	str_fini(&b);
	return out;
}

static int columns(utf8proc_int32_t cp)
{
	int w;

	if (plain_letter(cp))
		return 1;
	w = cp < 0 ? 1 : wcwidth((wchar_t)cp);
	return w < 0 ? 1 : w;
}

size_t utf8_advance(const char *s, size_t n, int *cols)
{
	utf8proc_int32_t cp, next, state = 0;
	size_t at = decode(s, n, &cp);
	int w = columns(cp);

	/* Nothing in ASCII joins a letter before it, but LF joins CR. */
	if (cp < 0 || (plain_letter(cp) && (at == n || (unsigned char)s[at] < 0x80)))
		goto out;
	while (at < n) {
		size_t len = decode(s + at, n - at, &next);

		if (next < 0 || utf8proc_grapheme_break_stateful(cp, next, &state))
			break;
		w += columns(next);
		cp = next;
		at += len;
	}
out:
	if (cols)
		*cols = w;
	return at;
}

/* Start of the code point, or invalid byte, that ends at `pos` (> 0). */
static size_t step_back(const char *s, size_t pos, utf8proc_int32_t *cp)
{
	size_t from = pos - 1;

	while (from && pos - from < 4 && ((unsigned char)s[from] & 0xC0) == 0x80)
		from--;
	if (decode(s + from, pos - from, cp) == pos - from)
		return from;
	*cp = -1;
	return pos - 1;
}

/* A code point before which there is always a break, except after a Prepend. */
static bool starts(utf8proc_int32_t cp)
{
	return cp < 0 || plain_letter(cp) ||
	       utf8proc_get_property(cp)->boundclass == UTF8PROC_BOUNDCLASS_OTHER;
}

static bool prepends(utf8proc_int32_t cp)
{
	return cp >= 0 && utf8proc_get_property(cp)->boundclass == UTF8PROC_BOUNDCLASS_PREPEND;
}

size_t utf8_back(const char *s, size_t pos)
{
	utf8proc_int32_t cp, before;
	size_t from = step_back(s, pos, &cp);

	/* Breaks can only be told forwards: go back to a sure one, then come up again. */
	while (from) {
		size_t further = step_back(s, from, &before);

		if (starts(cp) && !prepends(before))
			break;
		from = further;
		cp = before;
	}
	for (;;) {
		size_t len = utf8_advance(s + from, pos - from, NULL);

		if (from + len >= pos)
			return from;
		from += len;
	}
}

int utf8_width_n(const char *s, size_t n)
{
	int all = 0, w;

	while (n) {
		size_t len = utf8_advance(s, n, &w);

		all = all > INT_MAX - w ? INT_MAX : all + w;
		s += len;
		n -= len;
	}
	return all;
}

int utf8_width(const char *s)
{
	return utf8_width_n(s, strlen(s));
}

size_t utf8_graphemes(const char *s, size_t n)
{
	size_t count = 0;

	for (; n; count++) {
		size_t len = utf8_advance(s, n, NULL);

		s += len;
		n -= len;
	}
	return count;
}

size_t utf8_fit(const char *s, int cols, int *used)
{
	size_t n = strlen(s), at = 0;
	int all = 0, w;

	while (at < n) {
		size_t len = utf8_advance(s + at, n - at, &w);

		if (w > cols - all)
			break;
		all += w;
		at += len;
	}
	if (used)
		*used = all;
	return at;
}

/* Add the bytes with what a terminal would obey, or could not read, made visible. */
static void add_shown(struct str *b, const char *s, size_t n)
{
	while (n) {
		utf8proc_int32_t cp;
		size_t len = decode(s, n, &cp);

		if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
			str_add(b, REPLACEMENT);
		else
			str_addn(b, s, len);
		s += len;
		n -= len;
	}
}

char *utf8_cell(const char *s, int cols, bool pad)
{
	struct str b;
	size_t n;
	int used;

	str_init(&b);
	if (cols <= 0)
		return str_take(&b);
	n = utf8_fit(s, cols, &used);
	if (s[n]) {
		n = utf8_fit(s, cols - 1, &used);
		add_shown(&b, s, n);
		str_add(&b, ELLIPSIS);
		used++;
	} else {
		add_shown(&b, s, n);
	}
	for (; pad && used < cols; used++)
		str_addc(&b, ' ');
	return str_take(&b);
}

static char *change_case(const char *s, size_t letters, utf8proc_int32_t (*to)(utf8proc_int32_t))
{
	size_t n = strlen(s);
	struct str b;

	str_init(&b);
	while (n) {
		utf8proc_uint8_t buf[4];
		utf8proc_int32_t cp;
		size_t len = decode(s, n, &cp);

		if (cp >= 0 && letters) {
			str_addn(&b, (char *)buf, (size_t)utf8proc_encode_char(to(cp), buf));
			letters--;
		} else {
			str_addn(&b, s, len);
		}
		s += len;
		n -= len;
	}
	return str_take(&b);
}

char *utf8_upper(const char *s)
{
	return change_case(s, SIZE_MAX, utf8proc_toupper);
}

char *utf8_lower_first(const char *s)
{
	return change_case(s, 1, utf8proc_tolower);
}
