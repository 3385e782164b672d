/* SPDX-License-Identifier: MIT */
/* Text broken into lines of so many columns, as a terminal counts them. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <string.h>

#include "report/doc_impl.h"
#include "text/utf8.h"

/* Blanks to be filled by hand stand as a byte that no text has, so that they can be cut to what a line has left. */
#define DOT '\x01'
#define DOTS_LEAST 10

static void flatten(const struct doc_text *t, struct str *out)
{
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].text)
			str_add(out, t->v[i].text);
		for (int k = 0; !t->v[i].text && k < t->v[i].blank; k++)
			str_addc(out, DOT);
	}
}

struct wrapping {
	struct strlist *lines;
	struct str line;
	int width, room; /* of this line, what is left of it */
};

static void end_line(struct wrapping *w)
{
	strlist_add(w->lines, w->line.s);
	str_reset(&w->line);
	w->room = w->width;
}

/* Dots where they stand; longer than the rest of the line they end with it. */
static void put_dots(struct wrapping *w, size_t n)
{
	if ((int)n > w->room && w->room < DOTS_LEAST && w->line.len)
		end_line(w);
	if ((int)n > w->room)
		n = (size_t)w->room;
	w->room -= (int)n;
	while (n--)
		str_addc(&w->line, '.');
}

/* One word of `n` bytes; one that is wider than a line is cut between letters. */
static void put_word(struct wrapping *w, const char *s, size_t n, bool blank)
{
	int cols = utf8_width_n(s, n);

	if (w->line.len && cols + blank <= w->room) {
		if (blank)
			str_addc(&w->line, ' ');
		w->room -= blank;
	} else if (w->line.len) {
		end_line(w);
	} else if (cols > w->room && w->room < w->width && cols <= w->width) {
		end_line(w); /* behind the indent of the first line there was no room */
	}
	while (n) {
		int step;
		size_t k = utf8_advance(s, n, &step);

		if (step > w->room && w->line.len)
			end_line(w);
		str_addn(&w->line, s, k);
		w->room -= step;
		s += k;
		n -= k;
	}
}

void doc_wrap(const struct doc_text *t, int width, int indent, struct strlist *lines)
{
	struct wrapping w = { .lines = lines, .width = width < 1 ? 1 : width };
	bool blank = false; /* between this word and the one before */
	struct str all;
	const char *p;

	str_init(&all);
	str_init(&w.line);
	flatten(t, &all);
	w.room = w.width > indent ? w.width - indent : 1;
	for (p = all.s; *p;) {
		size_t n = strcspn(p, " \n\x01"), dots;

		if (n)
			put_word(&w, p, n, blank);
		p += n;
		dots = strspn(p, "\x01");
		if (dots && !n && blank && w.line.len && w.room > 1) {
			str_addc(&w.line, ' ');
			w.room--;
		}
		if (dots)
			put_dots(&w, dots);
		p += dots;
		blank = *p == ' ';
		if (*p == '\n')
			end_line(&w);
		p += *p == ' ' || *p == '\n';
	}
	if (w.line.len)
		end_line(&w);
	str_fini(&w.line);
	str_fini(&all);
}

void doc_pad(struct str *out, const char *line, int width, enum doc_align align)
{
	int free_cols = width - utf8_width(line), before = 0;

	if (free_cols < 0)
		free_cols = 0;
	if (align == DOC_CENTRE)
		before = free_cols / 2;
	else if (align == DOC_RIGHT)
		before = free_cols;
	for (int i = 0; i < before; i++)
		str_addc(out, ' ');
	str_add(out, line);
	for (int i = before; i < free_cols; i++)
		str_addc(out, ' ');
}
