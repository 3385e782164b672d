/* SPDX-License-Identifier: MIT */
/* A filled paper as plain text, for the pager, a mail, or a printer that knows nothing else. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/doc_impl.h"
#include "text/utf8.h"

#define INDENT 5
#define PAGE_MARK "\f"

struct sheet {
	struct strlist *lines;
	int width;
	bool gap, tight; /* an empty line is due; none are wanted (blocks side by side) */
};

static bool after_text(const struct sheet *s)
{
	const char *last = s->lines->n ? s->lines->v[s->lines->n - 1] : "";

	return *last && strcmp(last, PAGE_MARK) != 0;
}

static void mind_gap(struct sheet *s)
{
	if (s->gap && !s->tight && after_text(s))
		strlist_add(s->lines, "");
	s->gap = false;
}

static void put_aligned(struct sheet *s, const struct doc_text *t, enum doc_align align)
{
	int indent = align == DOC_BODY && !s->tight ? INDENT : 0;
	struct strlist lines;
	struct str line;

	strlist_init(&lines);
	str_init(&line);
	doc_wrap(t, s->width, indent, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		str_reset(&line);
		if (!i && indent)
			str_addf(&line, "%*s", indent, "");
		doc_pad(&line, lines.v[i], s->width - (i ? 0 : indent), align);
		strlist_add(s->lines, line.s);
	}
	if (!lines.n)
		strlist_add(s->lines, "");
	str_fini(&line);
	strlist_fini(&lines);
}

static void render(const struct doc *d, struct sheet *s);

static void put_side(struct sheet *s, const struct doc_block *b)
{
	int n = (int)b->n_columns, room = s->width - 2 * (n - 1), sum = 0, used = 0;
	struct strlist *part = xcalloc((size_t)n, sizeof(*part));
	int *width = xcalloc((size_t)n, sizeof(*width));
	size_t high = 0;
	struct str line;

	for (int i = 0; i < n; i++)
		sum += b->columns[i].width;
	for (int i = 0; i < n; i++) {
		struct sheet sub = { .lines = &part[i], .tight = true };

		width[i] = i == n - 1 ? room - used : room * b->columns[i].width / (sum ? sum : 1);
		used += width[i];
		sub.width = width[i];
		strlist_init(&part[i]);
		render(b->side[i], &sub);
		high = part[i].n > high ? part[i].n : high;
	}
	str_init(&line);
	for (size_t row = 0; row < high; row++) {
		str_reset(&line);
		for (int i = 0; i < n; i++) {
			str_add(&line, i ? "  " : "");
			doc_pad(&line, row < part[i].n ? part[i].v[row] : "", width[i], DOC_LEFT);
		}
		strlist_add(s->lines, line.s);
	}
	str_fini(&line);
	for (int i = 0; i < n; i++)
		strlist_fini(&part[i]);
	free(part);
	free(width);
}

static void put_rule(struct sheet *s, int percent)
{
	int n = s->width * percent / 100;
	struct str bar, line;

	str_init(&bar);
	str_init(&line);
	for (int i = 0; i < n; i++)
		str_add(&bar, "─");
	doc_pad(&line, bar.s, s->width, DOC_CENTRE);
	strlist_add(s->lines, line.s);
	str_fini(&bar);
	str_fini(&line);
}

static void put_banner(struct sheet *s, const char *banner)
{
	struct str line;

	if (!banner)
		return;
	str_init(&line);
	doc_pad(&line, banner, s->width, DOC_CENTRE);
	strlist_add(s->lines, line.s);
	str_fini(&line);
	s->gap = true;
}

static void render_block(const struct doc *d, const struct doc_block *b, struct sheet *s)
{
	bool apart = b->kind == DOC_TITLE || b->kind == DOC_HEADING || b->kind == DOC_TABLE ||
		     b->kind == DOC_SIDE;

	if (b->kind == DOC_PAGE) {
		s->gap = false;
		strlist_add(s->lines, PAGE_MARK);
		put_banner(s, d->banner);
		return;
	}
	/* Second-level titles follow the first without a gap. */
	if (apart)
		s->gap = !(b->kind == DOC_TITLE && b->amount > 1);
	mind_gap(s);
	if (b->kind == DOC_TABLE)
		doc_table_lines(b, s->width, s->lines);
	else if (b->kind == DOC_SIDE)
		put_side(s, b);
	else if (b->kind == DOC_RULE)
		put_rule(s, b->amount);
	else if (b->kind == DOC_SPACE)
		for (int i = 0; i < b->amount; i++)
			strlist_add(s->lines, "");
	else
		put_aligned(s, &b->text, b->kind == DOC_TITLE ? DOC_CENTRE : b->kind == DOC_HEADING ? DOC_LEFT : b->align);
	s->gap = apart && b->kind != DOC_HEADING;
}

static void render(const struct doc *d, struct sheet *s)
{
	put_banner(s, d->banner);
	for (size_t i = 0; i < d->n; i++)
		render_block(d, &d->v[i], s);
}

/* A line as it is printed: blanks that do not break are blanks, and none stand at its end. */
static void put_line(struct str *out, char *line)
{
	char *to = line;
	size_t n;

	for (const char *p = line; *p; p++) {
		if (!strncmp(p, "\xC2\xA0", 2)) {
			*to++ = ' ';
			p++;
		} else {
			*to++ = *p;
		}
	}
	*to = '\0';
	n = strlen(line);
	while (n && line[n - 1] == ' ')
		n--;
	str_addn(out, line, n);
	if (strcmp(line, PAGE_MARK) != 0)
		str_addc(out, '\n');
}

char *doc_plain(const struct doc *d, int width)
{
	struct strlist lines;
	struct sheet s = { .lines = &lines, .width = width };
	struct str out;

	strlist_init(&lines);
	str_init(&out);
	render(d, &s);
	for (size_t i = 0; i < lines.n; i++)
		put_line(&out, lines.v[i]);
	strlist_fini(&lines);
	return str_take(&out);
}
