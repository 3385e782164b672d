/* SPDX-License-Identifier: MIT */
/*
 * CSV, streamed through one block. The file is looked through first, so that a wrong encoding is told before anything
 * has been taken from it; what can be read only once (a pipe) is held in memory for that.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"

#define BLOCK 65536
#define PIPE_MAX (64u << 20)
#define CELL_MAX 65536
#define CELLS_MAX 1000

struct csv_reader {
	FILE *fp;
	char *held; /* what came through a pipe */
	char *path;
	char *buf;
	size_t at, len;
	char sep;
	char told;     /* the separator of a line "sep=;", or 0 */
	long line;     /* of the byte read next */
	long row_line; /* where the row last read began */
	bool failed;
	bool by_row;   /* what can be one row's fault is not the file's */
	bool cut;      /* the cell at hand is too long */
	bool too_long; /* of the row last read: */
	bool bad_text;
};

static int tell(const struct csv_reader *r, const char *id, long line, struct error *e, const char *what)
{
	error_fail(e, ERR_DATA, id, _("Line %ld: %s"), line, what);
	error_safe(e, _("Nothing was taken from the file."));
	error_detail(e, "%s:%ld", r->path, line);
	return ERR_DATA;
}

static int bad(struct csv_reader *r, const char *id, long line, struct error *e, const char *what)
{
	r->failed = true;
	return tell(r, id, line, e, what);
}

static int tell_not_utf8(const struct csv_reader *r, long line, struct error *e)
{
	tell(r, "GN-C02", line, e, _("the text is not UTF-8."));
	error_todo(e, "%s", _("Save it again as \"CSV UTF-8\" and read it once more."));
	return ERR_DATA;
}

static int not_utf8(struct csv_reader *r, long line, struct error *e)
{
	r->failed = true;
	return tell_not_utf8(r, line, e);
}

int csv_row_fault(const struct csv_reader *r, struct error *e)
{
	if (r->bad_text)
		return tell_not_utf8(r, r->row_line, e);
	return r->too_long ? tell(r, "GN-C05", r->row_line, e, _("a cell has more than 64 KiB.")) : 0;
}

/* One look at the whole file: NUL bytes (UTF-16 has them too) and invalid UTF-8. */
static int look_through(struct csv_reader *r, struct error *e)
{
	size_t kept = 0, n;
	long line = 1;

	while ((n = fread(r->buf + kept, 1, BLOCK - kept, r->fp)) > 0) {
		size_t all = kept + n, good = r->by_row ? all : str_utf8_prefix(r->buf, all);
		bool nul = memchr(r->buf, '\0', all);

		if (line == 1 && all >= 2 &&
		    (!memcmp(r->buf, "\xFF\xFE", 2) || !memcmp(r->buf, "\xFE\xFF", 2))) {
			bad(r, "GN-C01", 1, e, _("the text is UTF-16, not UTF-8."));
			error_todo(e, "%s",
				   _("Save it again as \"CSV UTF-8\" and read it once more."));
			return ERR_DATA;
		}
		for (size_t i = 0; i < good && (!nul || r->buf[i]); i++)
			line += r->buf[i] == '\n';
		if (nul)
			return bad(r, "GN-C03", line, e,
				   _("there is a NUL byte: this is not CSV."));
		/* Up to three bytes may be a letter that the block has cut in two. */
		if (all - good > 3)
			return not_utf8(r, line, e);
		kept = all - good;
		memmove(r->buf, r->buf + good, kept);
	}
	if (ferror(r->fp))
		return error_errno(e, errno, r->path);
	if (kept)
		return not_utf8(r, line, e);
	rewind(r->fp);
	return 0;
}

static bool fill(struct csv_reader *r)
{
	r->at = 0;
	r->len = fread(r->buf, 1, BLOCK, r->fp);
	return r->len;
}

static int get(struct csv_reader *r)
{
	if (r->at == r->len && !fill(r))
		return EOF;
	return (unsigned char)r->buf[r->at++];
}

static int peek(struct csv_reader *r)
{
	if (r->at == r->len && !fill(r))
		return EOF;
	return (unsigned char)r->buf[r->at];
}

/* The separator that stands most often outside quotes on the first line. */
static char find_separator(const struct csv_reader *r)
{
	static const char seps[] = ",;\t";
	size_t count[3] = { 0, 0, 0 };
	bool quoted = false;
	int best = 0;

	for (size_t i = r->at; i < r->len && (quoted || r->buf[i] != '\n'); i++) {
		const char *hit = r->buf[i] ? strchr(seps, r->buf[i]) : NULL;

		if (r->buf[i] == '"')
			quoted = !quoted;
		else if (hit && !quoted)
			count[hit - seps]++;
	}
	for (int i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return seps[best];
}

/* Excel's "sep=;" before the first row. */
static void skip_told(struct csv_reader *r)
{
	char line[16] = "";
	size_t n = 0, quote;

	while (n + 1 < sizeof(line) && r->at + n < r->len && r->buf[r->at + n] != '\n') {
		line[n] = r->buf[r->at + n];
		n++;
	}
	line[n] = '\0';
	quote = *line == '"';
	if (strncasecmp(line + quote, "sep=", 4) || !line[quote + 4] || !strchr(",;\t", line[quote + 4]) ||
	    line[quote + 5 + strspn(line + quote + 5, "\"\r")])
		return;
	r->told = line[quote + 4];
	r->at += n;
	if (r->at < r->len)
		r->at++;
	r->line++;
}

/* From the first byte of the first row. */
static int begin(struct csv_reader *r, struct error *e)
{
	r->failed = false;
	r->line = 1;
	if (!fill(r) && ferror(r->fp))
		return error_errno(e, errno, r->path);
	if (r->len >= 3 && !memcmp(r->buf, "\xEF\xBB\xBF", 3))
		r->at = 3;
	skip_told(r);
	return 0;
}

int csv_rewind(struct csv_reader *r, struct error *e)
{
	rewind(r->fp);
	return begin(r, e);
}

/* The pipe's bytes as a file that can be read again. */
static int hold(struct csv_reader *r, struct error *e)
{
	struct str all;
	size_t n;

	str_init(&all);
	while (all.len <= PIPE_MAX && (n = fread(r->buf, 1, BLOCK, r->fp)) > 0)
		str_addn(&all, r->buf, n);
	n = all.len;
	r->held = str_take(&all);
	if (ferror(r->fp))
		return error_errno(e, errno, r->path);
	if (n > PIPE_MAX)
		return error_errno(e, EFBIG, r->path);
	fclose(r->fp);
	r->fp = n ? fmemopen(r->held, n, "rb") : fopen("/dev/null", "rbe");
	return r->fp ? 0 : error_errno(e, errno, r->path);
}

static int open_file(struct csv_reader **out, const char *path, bool by_row, struct error *e)
{
	struct csv_reader *r;
	FILE *fp = fopen(path, "rbe");
	int rc = 0;

	*out = NULL;
	if (!fp)
		return error_errno(e, errno, path);
	r = xcalloc(1, sizeof(*r));
	r->fp = fp;
	r->by_row = by_row;
	r->path = xstrdup(path);
	r->buf = xmalloc(BLOCK);
	if (fseek(fp, 0, SEEK_CUR))
		rc = hold(r, e);
	if (!rc)
		rc = look_through(r, e);
	if (!rc)
		rc = begin(r, e);
	if (rc) {
		csv_close(r);
		return rc;
	}
	r->sep = r->told ? r->told : find_separator(r);
	*out = r;
	return 0;
}

int csv_open(struct csv_reader **out, const char *path, struct error *e)
{
	return open_file(out, path, false, e);
}

int csv_open_rows(struct csv_reader **out, const char *path, struct error *e)
{
	return open_file(out, path, true, e);
}

void csv_close(struct csv_reader *r)
{
	if (!r)
		return;
	if (r->fp)
		fclose(r->fp);
	free(r->held);
	free(r->path);
	free(r->buf);
	free(r);
}

char csv_separator(const struct csv_reader *r)
{
	return r->sep;
}

void csv_set_separator(struct csv_reader *r, char sep)
{
	r->sep = sep;
}

long csv_line(const struct csv_reader *r)
{
	return r->row_line;
}

/* A quote that was never meant to open a cell swallows rows: a long cell of several lines is never cut. */
static int add_byte(struct csv_reader *r, struct str *cell, int c, struct error *e)
{
	if (!c)
		return bad(r, "GN-C03", r->line, e, _("there is a NUL byte: this is not CSV."));
	if (cell->len < CELL_MAX) {
		str_addc(cell, (char)c);
		return 0;
	}
	if (!r->by_row || c == '\n' || (!r->cut && memchr(cell->s, '\n', cell->len)))
		return bad(r, "GN-C05", r->row_line, e, _("a cell has more than 64 KiB."));
	r->cut = r->too_long = true;
	return 0;
}

/* After the opening quote, up to and with the closing one and blanks behind it. */
static int read_quoted(struct csv_reader *r, struct str *cell, struct error *e)
{
	long began = r->line;
	int c, rc;

	for (;;) {
		c = get(r);
		if (c == EOF)
			return ferror(r->fp) ? error_errno(e, errno, r->path)
					     : bad(r, "GN-C04", began, e,
						   _("a quote is opened here and never closed."));
		if (c == '"') {
			if (peek(r) != '"')
				break;
			get(r);
		}
		if (c == '\n')
			r->line++;
		rc = add_byte(r, cell, c, e);
		if (rc)
			return rc;
	}
	while (peek(r) == ' ')
		get(r);
	c = peek(r);
	if (c != EOF && c != r->sep && c != '\n' && c != '\r')
		return bad(r, "GN-C06", r->line, e,
			   _("text follows a closing quote: double the quotes inside a cell."));
	return 0;
}

/* One cell. 1: a cell follows on this row, 0: the row ends here, negative: error. */
static int read_cell(struct csv_reader *r, struct str *cell, bool *quoted, struct error *e)
{
	int c = get(r), rc;

	r->cut = false;
	*quoted = c == '"';
	if (*quoted) {
		rc = read_quoted(r, cell, e);
		if (rc)
			return rc;
		c = get(r);
	}
	for (;; c = get(r)) {
		if (c == r->sep)
			return 1;
		if (c == '\r' && (peek(r) == '\n' || peek(r) == EOF))
			continue;
		if (c == '\n')
			r->line++;
		if (c == EOF && ferror(r->fp))
			return error_errno(e, errno, r->path);
		if (c == '\n' || c == EOF)
			return 0;
		rc = add_byte(r, cell, c, e);
		if (rc)
			return rc;
	}
}

static void mend_text(struct str *cell)
{
	char *was = str_take(cell);
	size_t at = 0, all = strlen(was);

	while (at < all) {
		size_t good = str_utf8_prefix(was + at, all - at);

		str_addn(cell, was + at, good);
		at += good;
		if (at < all) {
			str_add(cell, "\xEF\xBF\xBD");
			at++;
		}
	}
	free(was);
}

/* A cell as it was read: its text must be UTF-8. */
static int check_cell(struct csv_reader *r, struct str *cell, struct error *e)
{
	if (str_utf8_prefix(cell->s, cell->len) == cell->len)
		return 0;
	if (!r->by_row)
		return not_utf8(r, r->row_line, e);
	r->bad_text = r->bad_text || !r->cut; /* a cut may part a letter */
	mend_text(cell);
	return 0;
}

static int read_row(struct csv_reader *r, struct strlist *cells, bool *quoted, struct error *e)
{
	struct str cell;
	int more = 1;

	str_init(&cell);
	while (more == 1) {
		str_reset(&cell);
		if (cells->n == CELLS_MAX) {
			more = bad(r, "GN-C07", r->row_line, e,
				   _("there are more than 1,000 cells."));
			break;
		}
		more = read_cell(r, &cell, quoted, e);
		if (more >= 0 && check_cell(r, &cell, e))
			more = ERR_DATA;
		if (more >= 0)
			strlist_add(cells, cell.s);
	}
	str_fini(&cell);
	return more;
}

int csv_next(struct csv_reader *r, struct strlist *cells, struct error *e)
{
	bool quoted;
	int rc;

	do {
		strlist_fini(cells);
		if (r->failed)
			return bad(r, "GN-C08", r->line, e, _("the reading stopped here before."));
		if (peek(r) == EOF)
			return ferror(r->fp) ? error_errno(e, errno, r->path) : 0;
		r->row_line = r->line;
		r->too_long = r->bad_text = false;
		rc = read_row(r, cells, &quoted, e);
		if (rc) {
			r->failed = true;
			strlist_fini(cells);
			return rc;
		}
		/* An empty line is no row; a lone "" is. */
	} while (cells->n == 1 && !*cells->v[0] && !quoted);
	return 1;
}

void csv_add_cell(struct str *b, const char *cell, char sep, bool first)
{
	const char *special = "\"\n\r";
	size_t n;

	if (!first)
		str_addc(b, sep);
	if (str_empty(cell))
		return;
	n = strlen(cell);
	/* Blanks at the ends are quoted too: some readers cut them off otherwise. */
	if (!strchr(cell, sep) && !strpbrk(cell, special) && *cell != ' ' && cell[n - 1] != ' ') {
		str_addn(b, cell, n);
		return;
	}
	str_addc(b, '"');
	for (; *cell; cell++) {
		if (*cell == '"')
			str_addc(b, '"');
		str_addc(b, *cell);
	}
	str_addc(b, '"');
}

void csv_add_row(struct str *b, const char *const *cells, size_t n, char sep)
{
	for (size_t i = 0; i < n; i++)
		csv_add_cell(b, cells[i], sep, !i);
	if (n == 1 && str_empty(cells[0]))
		str_add(b, "\"\""); /* an empty line would be no row at all */
	str_addc(b, '\n');
}
