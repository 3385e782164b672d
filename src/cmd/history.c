/* SPDX-License-Identifier: MIT */
/* history and find: who changed what, and where a word stands. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cmd/cmd.h"
#include "form/entry.h"
#include "store/record.h"
#include "store/search.h"

struct told {
	struct cmd *c;
	const struct form *form;
	long rows;
};

static char *shown(struct told *t, const char *field, const char *text)
{
	const char *code = NULL;
	const struct field *fd = field ? form_field(t->form, field, &code) : NULL;
	struct str s;

	if (fd && text)
		return field_show(t->c->forms, t->c->book, fd, code, text);
	str_init(&s);
	str_add(&s, text ? text : "");
	return str_take(&s);
}

static void tell(void *ctx, const struct history_row *h)
{
	struct told *t = ctx;
	char *before, *after;

	t->rows++;
	printf("%s  %s  %s", h->at ? h->at : "", h->who ? h->who : "", h->kind);
	if (h->field) {
		before = shown(t, h->field, h->before);
		after = shown(t, h->field, h->after);
		printf("  %s: %s -> %s", h->field, before, after);
		free(before);
		free(after);
	}
	if (!str_empty(h->why))
		printf("  (%s)", h->why);
	putchar('\n');
}

int cmd_history(struct cmd *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, OPT_FLAG, NULL } };
	struct told t = { .c = c };
	char id[37];
	const char *wanted = id;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 2, 2, &status))
		return status;
	if (cmd_book(c, BOOK_READ) || !(t.form = cmd_form(c, argv[0])))
		return cmd_fail(c);
	rc = form_resolve(c->forms, c->book, t.form, NULL, argv[1], id, &c->err);
	if (rc == ERR_NOTFOUND && record_was_removed(c->book, t.form->name, argv[1])) {
		error_clear(&c->err);
		wanted = argv[1]; /* gone, but its history stays */
		rc = 0;
	}
	if (!rc)
		rc = history_each(c->book, t.form->name, NULL, wanted, tell, &t, &c->err);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

int cmd_find(struct cmd *c, int argc, char **argv)
{
	const char *form = NULL, *limit_text = NULL;
	const struct opt opts[] = { { "form", OPT_TEXT, &form },
				    { "limit", OPT_TEXT, &limit_text },
				    { NULL, OPT_FLAG, NULL } };
	struct search_hits hits = { 0 };
	struct str query;
	long long limit = 50;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 100, &status))
		return status;
	if (limit_text && (!str_int(limit_text, &limit) || limit < 1 || limit > 100000))
		return cmd_usage(c, _("--limit is a number from 1 to 100000"));
	if (cmd_book(c, BOOK_READ) || (form && !cmd_form(c, form)))
		return cmd_fail(c);
	str_init(&query);
	for (int i = 0; i < argc; i++)
		str_addf(&query, "%s%s", i ? " " : "", argv[i]);
	rc = search_find(c->book, form, query.s, (size_t)limit, &hits, &c->err);
	for (size_t i = 0; !rc && i < hits.n; i++)
		printf("%s  %s  %s\n", hits.v[i].form, hits.v[i].id, hits.v[i].text);
	if (!rc)
		cmd_say(P_("%lld match", "%lld matches", (unsigned long)hits.total),
			(long long)hits.total);
	status = rc ? cmd_fail(c) : cmd_flush(c);
	if (!status && !hits.n)
		status = 1;
	search_hits_fini(&hits);
	str_fini(&query);
	return status;
}
