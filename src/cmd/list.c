/* SPDX-License-Identifier: MIT */
/* list and show: records as CSV for machines or as columns for people. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "form/entry.h"
#include "form/exchange.h"
#include "store/list.h"
#include "sync/peer.h"
#include "text/utf8.h"

#define TEXT_COLUMN_MAX 28

struct filters {
	struct list_filter *v;
	size_t n, cap;
	struct strlist kept; /* the texts the filters point into */
};

static void filters_fini(struct filters *fs)
{
	free(fs->v);
	strlist_fini(&fs->kept);
}

static void filter_add(struct filters *fs, const char *field, const char *value)
{
	strlist_add(&fs->kept, field);
	field = fs->kept.v[fs->kept.n - 1];
	if (value) {
		strlist_add(&fs->kept, value);
		value = fs->kept.v[fs->kept.n - 1];
	}
	fs->v = grow(fs->v, fs->n, &fs->cap, sizeof(*fs->v));
	fs->v[fs->n++] = (struct list_filter){ field, value };
}

/* unit=CODE: the rows of this unit or of one below. */
static int filter_unit(struct cmd *c, struct filters *fs, const char *code)
{
	struct peer p;
	int rc;

	if (strcmp(code, book_unit_code(c->book)) == 0) {
		filter_add(fs, "_unit", book_unit_id(c->book));
		return 0;
	}
	rc = peer_by_code(c->book, code, &p, &c->err);
	if (rc)
		return rc;
	filter_add(fs, "_unit", p.unit_id);
	peer_fini(&p);
	return 0;
}

/* As CSV and `put` write it, else as people do. */
static int filter_value(struct cmd *c, const struct field *fd, const char *code, const char *text, char **out)
{
	int rc = field_read(c->forms, c->book, fd, code, text, ENTRY_PLAIN, out, &c->err);

	if (rc != ERR_DATA)
		return rc;
	error_clear(&c->err);
	return field_read(c->forms, c->book, fd, code, text, ENTRY_HUMAN, out, &c->err);
}

/* Of a field with several answers each one asked for must be there. */
static void filter_field(struct filters *fs, const struct field *fd, const char *name, const char *canonical)
{
	struct strlist codes;

	if (fd->type != FIELD_MULTI || !canonical) {
		filter_add(fs, name, canonical);
		return;
	}
	strlist_init(&codes);
	strlist_split(&codes, canonical, "|");
	for (size_t i = 0; i < codes.n; i++)
		filter_add(fs, name, codes.v[i]);
	strlist_fini(&codes);
}

static int filter_parse(struct cmd *c, const struct form *form, struct filters *fs, const char *word)
{
	const char *eq = strchr(word, '=');
	char *name = xstrndup(word, (size_t)(eq - word)), *canonical = NULL;
	const char *code = NULL;
	const struct field *fd = form_field(form, name, &code);
	int rc = 0;

	if (fd && eq[1]) {
		rc = filter_value(c, fd, code, eq + 1, &canonical);
		if (!rc)
			filter_field(fs, fd, name, canonical);
	} else if (fd) {
		filter_add(fs, name, NULL);
	} else if (strcmp(name, "_state") == 0) {
		filter_add(fs, name, eq + 1);
	} else if (strcmp(name, "unit") == 0) {
		rc = filter_unit(c, fs, eq + 1);
	} else {
		rc = error_fail(&c->err, ERR_NOTFOUND, "GN-C30", _("The form %s has no field '%s'."),
				form->name, name);
		error_todo(&c->err, _("`giamngheo forms list` tells the fields of each form."));
	}
	free(canonical);
	free(name);
	return rc;
}

struct text_list {
	struct cmd *c;
	const struct form *form;
	const struct field *fields[32];
	int width[32];
	size_t n;
	long rows;
	struct str line;
};

static int text_row(void *ctx, const struct list_row *row)
{
	struct text_list *t = ctx;

	str_reset(&t->line);
	for (size_t i = 0; i < t->n; i++) {
		char *shown = field_show(t->c->forms, t->c->book, t->fields[i], NULL, row->cells[i]);
		char *cell = utf8_cell(shown, t->width[i], i + 1 < t->n);

		str_addf(&t->line, "%s%s", i ? "  " : "", cell);
		free(cell);
		free(shown);
	}
	str_addf(&t->line, "%s\n", row->complete ? "" : "  *");
	t->rows++;
	return cmd_write(t->c, t->line.s, t->line.len);
}

/* Rows to stdout, the heading and the number of rows to stderr: what is counted is only rows. */
static int list_text(struct cmd *c, const struct form *form, const struct filters *fs, const char *on)
{
	struct text_list t = { .c = c, .form = form };
	const char *names[32];
	struct list_query q = { .table = &form->table, .sort = form->n_sorts ? 1 : 0,
				.filters = fs->v, .n_filters = fs->n, .fields = names };
	struct str head;
	int rc;

	str_init(&head);
	str_init(&t.line);
	for (size_t i = 0; i < form->n_list && t.n < 32; i++) {
		const struct field *fd = form->list[i];
		const char *label = i18n_pick(fd->label);
		int w = fd->width ? fd->width : 12;

		if (w > TEXT_COLUMN_MAX)
			w = TEXT_COLUMN_MAX;
		if (w < utf8_width(label) && utf8_width(label) <= 16)
			w = utf8_width(label);
		t.fields[t.n] = fd;
		t.width[t.n] = w;
		names[t.n++] = fd->name;
		char *cell = utf8_cell(label, w, true);
		str_addf(&head, "%s%s", i ? "  " : "", cell);
		free(cell);
	}
	q.n_fields = t.n;
	cmd_say("%s", head.s);
	rc = list_each_as_of(c->forms, c->book, form, &q, on, text_row, &t, &c->err);
	if (!rc)
		cmd_say(P_("%ld record", "%ld records", (unsigned long)t.rows), t.rows);
	str_fini(&head);
	str_fini(&t.line);
	return rc;
}

int cmd_list(struct cmd *c, int argc, char **argv)
{
	struct strlist where;
	const char *on = NULL, *format = "text";
	const struct opt opts[] = { { "where", OPT_LIST, &where },
				    { "on", OPT_TEXT, &on },
				    { "format", OPT_TEXT, &format },
				    { NULL, OPT_FLAG, NULL } };
	struct filters fs = { 0 };
	const struct form *form;
	char iso[11];
	struct date day;
	int status, rc = 0;

	strlist_init(&where);
	strlist_init(&fs.kept);
	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		goto out;
	status = 0;
	if (strcmp(format, "csv") != 0 && strcmp(format, "text") != 0)
		status = cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	else if (on && (!date_parse_human(on, &day) || !day.day))
		status = cmd_usage(c, _("'%s' is not a day"), on);
	for (size_t i = 0; i < where.n && !status; i++)
		if (!strchr(where.v[i], '='))
			status = cmd_usage(c, _("'%s' is not FIELD=VALUE"), where.v[i]);
	if (status)
		goto out;
	if (on)
		on = date_iso(&day, iso);
	if (cmd_book(c, BOOK_READ) || !(form = cmd_form(c, argv[0]))) {
		status = cmd_fail(c);
		goto out;
	}
	for (size_t i = 0; i < where.n && !rc; i++)
		rc = filter_parse(c, form, &fs, where.v[i]);
	if (!rc && strcmp(format, "csv") == 0)
		rc = export_csv(c->forms, c->book, form, fs.v, fs.n, on, false, cmd_write, c,
				&c->err);
	else if (!rc)
		rc = list_text(c, form, &fs, on);
	status = cmd_end(c, rc);
out:
	filters_fini(&fs);
	strlist_fini(&where);
	return status;
}

static void show_field(struct entry *en, const struct field *fd, const char *code, int indent)
{
	const char *canonical = entry_get(en, fd, code);
	char *shown;

	if (!canonical || fd->hidden)
		return;
	shown = entry_show(en, fd, code);
	printf("%*s%s%s%s: %s\n", indent, "", fd->name, code ? "." : "", code ? code : "", shown);
	free(shown);
}

static void show_entry(struct entry *en, int indent)
{
	const struct form *form = entry_form(en);

	printf("%*s%s %s\n", indent, "", form->name, entry_id(en));
	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];

		if (fd->type != FIELD_ANSWERS)
			show_field(en, fd, NULL, indent + 2);
		else
			for (size_t k = 0; k < fd->choices->n; k++)
				show_field(en, fd, fd->choices->v[k].code, indent + 2);
	}
	for (size_t r = 0; r < form->n_rosters; r++)
		for (size_t i = 0; i < entry_children(en, r); i++)
			show_entry(entry_child(en, r, i), indent + 2);
}

int cmd_show(struct cmd *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, OPT_FLAG, NULL } };
	const struct form *form;
	struct entry *en = NULL;
	char id[37];
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 2, 2, &status))
		return status;
	if (cmd_book(c, BOOK_READ) || !(form = cmd_form(c, argv[0])))
		return cmd_fail(c);
	rc = form_resolve(c->forms, c->book, form, NULL, argv[1], id, &c->err);
	if (!rc)
		rc = entry_open(&en, c->forms, c->book, form, NULL, id, &c->err);
	if (!rc)
		show_entry(en, 0);
	status = rc ? cmd_fail(c) : cmd_flush(c);
	entry_free(en);
	return status;
}
