/* SPDX-License-Identifier: MIT */
/*
 * A line being edited. Every edit is one splice: it normalises the grapheme before, what is put
 * in, and the grapheme after, and nothing else, so a key costs the same in a long line. Undo
 * keeps what a splice took out and put in; a word typed or corrected is undone as one.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "text/lineedit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"

#define BYTES_MAX (16 * 1024)
#define UNDO_MAX 500

enum kind { KIND_NONE, KIND_TYPE, KIND_ERASE, KIND_OTHER };

/* At `at`, `out` gave way to `in`. */
struct edit {
	size_t at;
	char *out, *in;
	size_t before, after; /* the cursor */
	enum kind kind;
};

struct lineedit {
	char *text;
	size_t len, cap;
	size_t cursor;
	size_t max;
	char *original;
	char *yank;
	struct edit *edits;
	size_t n_edits, cap_edits;
	size_t done;   /* edits below are in the text, those from here on were undone */
	bool joinable; /* the next typed letter may join the last edit */
};

static void edit_fini(struct edit *ed)
{
	free(ed->out);
	free(ed->in);
}

static void drop_edits(struct lineedit *le, size_t from)
{
	while (le->n_edits > from)
		edit_fini(&le->edits[--le->n_edits]);
	if (le->done > le->n_edits)
		le->done = le->n_edits;
}

struct lineedit *lineedit_new(size_t max_graphemes)
{
	struct lineedit *le = xcalloc(1, sizeof(*le));

	le->max = max_graphemes;
	le->text = xcalloc(1, 1);
	le->cap = 1;
	le->original = xstrdup("");
	return le;
}

void lineedit_free(struct lineedit *le)
{
	if (!le)
		return;
	drop_edits(le, 0);
	free(le->edits);
	free(le->text);
	free(le->original);
	free(le->yank);
	free(le);
}

const char *lineedit_text(const struct lineedit *le)
{
	return le->text;
}

size_t lineedit_cursor(const struct lineedit *le)
{
	return le->cursor;
}

bool lineedit_changed(const struct lineedit *le)
{
	return strcmp(le->text, le->original);
}

/* Bytes of the letter at `s` beyond ASCII; 0 where the bytes are none. */
static size_t letter(const char *s, size_t n)
{
	for (size_t len = 2; len <= 4 && len <= n; len++)
		if (utf8_valid(s, len))
			return len;
	return 0;
}

/* What of `n` bytes may stand in a line: valid text, blanks for newlines and tabs. */
static void clean(struct str *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x80) {
			size_t len = letter(s + i, n - i);

			/* The controls of the upper half are C2 80 to C2 9F. */
			if (len && !(c == 0xC2 && (unsigned char)s[i + 1] < 0xA0))
				str_addn(b, s + i, len);
			i += len ? len - 1 : 0;
			continue;
		}
		if (c == '\r' && i + 1 < n && s[i + 1] == '\n')
			c = (unsigned char)s[++i];
		if (c == '\n' || c == '\r' || c == '\t')
			str_addc(b, ' ');
		else if (c >= ' ' && c != 0x7F)
			str_addc(b, (char)c);
	}
}

static void set_text(struct lineedit *le, const char *s, size_t n)
{
	if (n + 1 > le->cap) {
		le->cap = n + 1;
		le->text = xrealloc(le->text, le->cap);
	}
	memcpy(le->text, s, n);
	le->text[n] = '\0';
	le->len = n;
}

void lineedit_set(struct lineedit *le, const char *text)
{
	struct str b;
	char *nfc;

	str_init(&b);
	clean(&b, text ? text : "", text ? strlen(text) : 0);
	nfc = utf8_nfc(b.s, b.len);
	str_fini(&b);
	set_text(le, nfc, strlen(nfc));
	free(nfc);
	le->cursor = le->len;
	drop_edits(le, 0);
	le->joinable = false;
	set_string(&le->original, le->text);
}

static size_t back(const struct lineedit *le, size_t pos)
{
	return pos ? utf8_back(le->text, pos) : 0;
}

static size_t forth(const struct lineedit *le, size_t pos)
{
	return pos < le->len ? pos + utf8_advance(le->text + pos, le->len - pos, NULL) : pos;
}

/* Replace `n_out` bytes at `at` by `in`, no questions asked. */
static void replace(struct lineedit *le, size_t at, size_t n_out, const char *in, size_t n_in)
{
	size_t len = le->len - n_out + n_in;

	if (len + 1 > le->cap) {
		le->cap = len + 1 < 64 ? 64 : (len + 1) * 2;
		le->text = xrealloc(le->text, le->cap);
	}
	memmove(le->text + at + n_in, le->text + at + n_out, le->len - at - n_out + 1);
	memcpy(le->text + at, in, n_in);
	le->len = len;
}

/* The first boundary at or after `pos`, counted from the boundary `from`. */
static size_t settle(const struct lineedit *le, size_t from, size_t pos)
{
	while (from < pos)
		from = forth(le, from);
	return from;
}

static bool blank_at_end(const char *s)
{
	size_t n = strlen(s);

	return n && s[n - 1] == ' ';
}

/* May `new` be told as a continuation of `old`? A word with its corrections is one edit. */
static bool joins(const struct lineedit *le, const struct edit *old, const struct edit *new)
{
	size_t n_in = strlen(old->in);

	if (!le->joinable || old->after != new->before || new->kind == KIND_OTHER)
		return false;
	if (new->at + strlen(new->out) != old->at + n_in)
		return false;
	if (new->kind == KIND_ERASE)
		return old->kind == KIND_ERASE || new->at >= old->at;
	/* A blank begins the next word. */
	return old->kind == KIND_TYPE && !(*new->in == ' ' && n_in && !blank_at_end(old->in));
}

/* The two edits as one: `new` changed the end of what `old` had put in, or reached before it. */
static void join(struct edit *old, struct edit *new)
{
	char *text;

	if (new->at >= old->at) {
		text = xasprintf("%.*s%s", (int)(new->at - old->at), old->in, new->in);
		free(old->in);
		old->in = text;
	} else {
		text = xasprintf("%.*s%s", (int)(old->at - new->at), new->out, old->out);
		free(old->out);
		old->out = text;
		set_string(&old->in, new->in);
		old->at = new->at;
	}
	old->after = new->after;
	edit_fini(new);
}

static void remember(struct lineedit *le, struct edit *new)
{
	drop_edits(le, le->done);
	if (le->done && joins(le, &le->edits[le->done - 1], new)) {
		join(&le->edits[le->done - 1], new);
	} else {
		if (le->n_edits == UNDO_MAX) {
			edit_fini(&le->edits[0]);
			memmove(le->edits, le->edits + 1, (UNDO_MAX - 1) * sizeof(*le->edits));
			le->n_edits--;
		}
		le->edits = grow(le->edits, le->n_edits, &le->cap_edits, sizeof(*le->edits));
		le->edits[le->n_edits++] = *new;
		le->done = le->n_edits;
	}
	le->joinable = new->kind != KIND_OTHER;
}

/* Length of the common beginning of two texts, not inside a letter. */
static size_t common(const char *a, size_t na, const char *b, size_t nb)
{
	size_t i = 0;

	while (i < na && i < nb && a[i] == b[i])
		i++;
	while (i && ((i < na && ((unsigned char)a[i] & 0xC0) == 0x80) ||
		     (i < nb && ((unsigned char)b[i] & 0xC0) == 0x80)))
		i--;
	return i;
}

/* A stretch of the line between two boundaries, before and after a splice. */
struct change {
	size_t left;
	char *old, *new;
	size_t n_old, n_new;
};

/* Make the change unless the line would pass its limits by it; a line that is too long
 * already (an older record) may still be made shorter. */
static bool apply(struct lineedit *le, const struct change *ch)
{
	size_t before, after;

	if (ch->n_new > ch->n_old && le->len - ch->n_old + ch->n_new > BYTES_MAX)
		return false;
	before = le->max && ch->n_new ? utf8_graphemes(le->text, le->len) : 0;
	replace(le, ch->left, ch->n_old, ch->new, ch->n_new);
	if (!le->max || !ch->n_new)
		return true;
	after = utf8_graphemes(le->text, le->len);
	if (after <= le->max || after <= before)
		return true;
	replace(le, ch->left, ch->n_new, ch->old, ch->n_old);
	return false;
}

/* Remember of the change only what differs; `at` bytes from the left none of it was meant. */
static void record(struct lineedit *le, const struct change *ch, size_t at, size_t before,
		   enum kind kind)
{
	size_t cut = common(ch->old, ch->n_old, ch->new, ch->n_new), tail = 0;
	struct edit ed = { 0, NULL, NULL, before, le->cursor, kind };

	if (cut > at)
		cut = at; /* "aa" with an "a" between: it went in at the cursor */
	while (tail < ch->n_old - cut && tail < ch->n_new - cut &&
	       ch->old[ch->n_old - 1 - tail] == ch->new[ch->n_new - 1 - tail])
		tail++;
	while (tail && ((unsigned char)ch->old[ch->n_old - tail] & 0xC0) == 0x80)
		tail--;
	ed.at = ch->left + cut;
	ed.out = xstrndup(ch->old + cut, ch->n_old - cut - tail);
	ed.in = xstrndup(ch->new + cut, ch->n_new - cut - tail);
	remember(le, &ed);
}

/* Put `in` (clean) in the place of the bytes from…to (both boundaries). */
static bool splice(struct lineedit *le, size_t from, size_t to, const char *in, size_t n,
		   enum kind kind)
{
	size_t left = back(le, from), right = forth(le, to), cursor = le->cursor;
	struct change ch = { left, NULL, NULL, right - left, 0 };
	char *prefix;
	struct str b;
	bool ok;

	str_init(&b);
	str_addn(&b, le->text + left, from - left);
	str_addn(&b, in, n);
	prefix = utf8_nfc(b.s, b.len);
	str_addn(&b, le->text + to, right - to);
	ch.new = utf8_nfc(b.s, b.len);
	ch.n_new = strlen(ch.new);
	ch.old = xstrndup(le->text + left, ch.n_old);
	ok = apply(le, &ch);
	if (ok) {
		/* The cursor goes behind what was put in, by the normalised prefix and not by
		 * lengths; where a mark behind it joined, behind that letter. */
		size_t at = common(prefix, strlen(prefix), ch.new, ch.n_new);

		if (prefix[at])
			at++;
		le->cursor = settle(le, back(le, left), left + at);
		record(le, &ch, from - left, cursor, kind);
	}
	free(prefix);
	free(ch.new);
	free(ch.old);
	str_fini(&b);
	return ok;
}

bool lineedit_insert(struct lineedit *le, const char *bytes, size_t n)
{
	struct str b;
	bool ok = true;

	str_init(&b);
	clean(&b, bytes, n);
	if (b.len)
		ok = splice(le, le->cursor, le->cursor, b.s, b.len, KIND_TYPE);
	str_fini(&b);
	return ok;
}

bool lineedit_backspace(struct lineedit *le)
{
	return le->cursor && splice(le, back(le, le->cursor), le->cursor, "", 0, KIND_ERASE);
}

bool lineedit_delete(struct lineedit *le)
{
	return le->cursor < le->len &&
	       splice(le, le->cursor, forth(le, le->cursor), "", 0, KIND_OTHER);
}

static bool move_to(struct lineedit *le, size_t pos)
{
	if (pos == le->cursor)
		return false;
	le->cursor = pos;
	le->joinable = false;
	return true;
}

bool lineedit_left(struct lineedit *le)
{
	return move_to(le, back(le, le->cursor));
}

bool lineedit_right(struct lineedit *le)
{
	return move_to(le, forth(le, le->cursor));
}

static size_t word_left(const struct lineedit *le)
{
	size_t pos = le->cursor;

	while (pos && le->text[pos - 1] == ' ')
		pos--;
	while (pos && le->text[pos - 1] != ' ')
		pos--;
	/* A mark may sit on a blank: then the blank is no boundary. */
	return settle(le, back(le, pos), pos);
}

static size_t word_right(const struct lineedit *le)
{
	size_t pos = le->cursor;

	while (pos < le->len && le->text[pos] != ' ')
		pos++;
	while (pos < le->len && le->text[pos] == ' ')
		pos++;
	return settle(le, back(le, pos), pos);
}

bool lineedit_word_left(struct lineedit *le)
{
	return move_to(le, word_left(le));
}

bool lineedit_word_right(struct lineedit *le)
{
	return move_to(le, word_right(le));
}

bool lineedit_home(struct lineedit *le)
{
	return move_to(le, 0);
}

bool lineedit_end(struct lineedit *le)
{
	return move_to(le, le->len);
}

static bool cut_out(struct lineedit *le, size_t from, size_t to)
{
	if (from >= to)
		return false;
	free(le->yank);
	le->yank = xstrndup(le->text + from, to - from);
	return splice(le, from, to, "", 0, KIND_OTHER);
}

bool lineedit_kill_to_end(struct lineedit *le)
{
	return cut_out(le, le->cursor, le->len);
}

bool lineedit_kill_word(struct lineedit *le)
{
	return cut_out(le, word_left(le), le->cursor);
}

bool lineedit_yank(struct lineedit *le)
{
	return !str_empty(le->yank) &&
	       splice(le, le->cursor, le->cursor, le->yank, strlen(le->yank), KIND_OTHER);
}

bool lineedit_undo(struct lineedit *le)
{
	const struct edit *ed;

	if (!le->done)
		return false;
	ed = &le->edits[--le->done];
	replace(le, ed->at, strlen(ed->in), ed->out, strlen(ed->out));
	le->cursor = ed->before;
	le->joinable = false;
	return true;
}

bool lineedit_redo(struct lineedit *le)
{
	const struct edit *ed;

	if (le->done == le->n_edits)
		return false;
	ed = &le->edits[le->done++];
	replace(le, ed->at, strlen(ed->out), ed->in, strlen(ed->in));
	le->cursor = ed->after;
	le->joinable = false;
	return true;
}

/* The farthest offset left of `pos`, not before `stop`, from which `room` columns reach it. */
static size_t reach_back(const struct lineedit *le, size_t pos, size_t stop, int room)
{
	while (pos > stop) {
		size_t prev = back(le, pos);
		int w = utf8_width_n(le->text + prev, pos - prev);

		if (w > room)
			break;
		room -= w;
		pos = prev;
	}
	return pos;
}

int lineedit_view(const struct lineedit *le, int cols, size_t *scroll)
{
	size_t from = *scroll < le->len ? *scroll : le->len, fit;
	int under = 1;

	if (cols < 1) {
		*scroll = le->cursor;
		return 0;
	}
	if (le->cursor < le->len)
		utf8_advance(le->text + le->cursor, le->len - le->cursor, &under);
	if (under < 1)
		under = 1;
	if (under > cols)
		under = cols;
	if (from && from < le->len)
		from = settle(le, back(le, forth(le, from)), from);
	if (from > le->cursor) /* show a little of what stands before */
		from = reach_back(le, le->cursor, 0, cols / 3);
	fit = reach_back(le, le->cursor, from, cols - under);
	if (fit > from)
		from = fit;
	/* A line that has grown shorter moves back in; the cursor's own column stays free. */
	if (from && utf8_fit(le->text + from, cols, NULL) == le->len - from) {
		fit = reach_back(le, le->len, 0, cols - 1);
		if (fit < from)
			from = fit;
	}
	*scroll = from;
	return utf8_width_n(le->text + from, le->cursor - from);
}
