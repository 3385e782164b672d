/* SPDX-License-Identifier: MIT */
/* inbox: what came from below, its difference, and the decision. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "form/entry.h"
#include "sync/inbox.h"

static void print_item(const struct inbox_item *i)
{
	printf("%lld  %s  %lld  %s  %s  %s%s%s%s\n", (long long)i->n, i->head.unit_code,
	       (long long)i->head.number, i->state, i->receipt ? i->receipt : "-",
	       i->head.duty ? i->head.duty : "-", i->late ? "  late" : "", i->gap ? "  gap" : "",
	       i->fingerprint_compared ? "" : "  not-compared");
}

/* Every file is tried; the worst answer is the status. */
static int receive(struct cmd *c, int argc, char **argv)
{
	int worst = 0;

	if (cmd_book(c, BOOK_WRITE))
		return cmd_fail(c);
	for (int k = 0; k < argc; k++) {
		struct inbox_item item = { 0 };
		bool again = false;
		int rc = inbox_receive(cmd_forms(c), c->book, argv[k], &again, &item, &c->err);
		int status = rc ? cmd_fail(c) : 0;

		if (!rc) {
			print_item(&item);
			if (again)
				cmd_say(_("%s came before; this is its first receipt."), argv[k]);
			else if (strcmp(item.state, "needs_confirmation") == 0)
				cmd_say(_("It needs confirmation: compare fingerprint and counts with the unit, then `inbox confirm %lld`."),
					(long long)item.n);
			if (item.note)
				cmd_say("%s", item.note);
		}
		inbox_item_fini(&item);
		error_clear(&c->err);
		if (status > worst)
			worst = status;
	}
	return worst ? worst : cmd_flush(c);
}

static int list(struct cmd *c)
{
	struct inbox_items all = { 0 };

	if (cmd_book(c, BOOK_READ) || inbox_list(c->book, &all, &c->err))
		return cmd_fail(c);
	for (size_t i = 0; i < all.n; i++)
		print_item(&all.v[i]);
	inbox_items_fini(&all);
	return cmd_flush(c);
}

static const char *const kind_names[] = { "added", "changed", "gone", "fault" };

struct diff_out {
	struct cmd *c;
	const char *code; /* of the unit */
	struct str line;
};

static int diff_csv(void *ctx, const struct diff_line *d)
{
	struct diff_out *o = ctx;
	const char *cells[] = { o->code,   d->form,  d->id,    kind_names[d->kind],
				d->field,  d->before, d->after, d->reason };

	str_reset(&o->line);
	csv_add_row(&o->line, cells, 8, ',');
	fputs(o->line.s, stdout);
	return 0;
}

static char *shown(struct diff_out *o, const struct diff_line *d, const char *text)
{
	const struct form *form = NULL;
	const struct field *fd = NULL;
	const char *code = NULL;

	if (text && d->field && forms_get(o->c->forms, d->form, &form, NULL) == 0)
		fd = form_field(form, d->field, &code);
	return fd ? field_show(o->c->forms, o->c->book, fd, code, text) : xstrdup(text ? text : "");
}

static int diff_text(void *ctx, const struct diff_line *d)
{
	struct diff_out *o = ctx;
	char *before = shown(o, d, d->before), *after = shown(o, d, d->after);

	if (!d->field)
		printf("%s %s:%s%s%s\n", kind_names[d->kind], d->form, d->id, d->reason ? "  " : "",
		       d->reason ? d->reason : "");
	else
		printf("  %s %s:%s %s: %s -> %s%s%s\n", kind_names[d->kind], d->form, d->id,
		       d->field, before, after, d->answers ? "  (" : "",
		       d->answers ? _("answers a remark)") : "");
	free(before);
	free(after);
	return 0;
}

static int diff(struct cmd *c, int64_t n, const char *format)
{
	static const char *const head[] = { "unit",  "form",   "id",	"kind",
					    "field", "before", "after", "reason" };
	bool csv = strcmp(format, "csv") == 0;
	struct diff_out o = { .c = c };
	struct diff_summary sum = { 0 };
	struct inbox_item item = { 0 };
	int rc;

	if (!csv && strcmp(format, "text") != 0)
		return cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	if (cmd_book(c, BOOK_READ) || inbox_get(c->book, n, &item, &c->err))
		return cmd_fail(c);
	str_init(&o.line);
	o.code = item.head.unit_code;
	if (csv) {
		csv_add_row(&o.line, head, 8, ',');
		fputs(o.line.s, stdout);
	}
	rc = inbox_diff(cmd_forms(c), c->book, n, csv ? diff_csv : diff_text, &o, &sum, &c->err);
	if (!rc)
		cmd_say(_("%lld added, %lld changed, %lld gone, %lld faults; %lld class changes, %lld unfinished, %lld reasons given, %lld remarks answered"),
			(long long)sum.added, (long long)sum.changed, (long long)sum.gone,
			(long long)sum.faults, (long long)sum.class_changes,
			(long long)sum.incomplete, (long long)sum.reasons,
			(long long)sum.remarks_answered);
	inbox_item_fini(&item);
	str_fini(&o.line);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

static int decide(struct cmd *c, int64_t n, bool accept, const struct strlist *specs)
{
	struct remark_new *remarks = xcalloc(specs->n + 1, sizeof(*remarks));
	char **kept = xcalloc(specs->n + 1, sizeof(*kept));
	struct inbox_item item = { 0 };
	int rc = cmd_book(c, BOOK_WRITE);

	if (!rc)
		rc = inbox_get(c->book, n, &item, &c->err);
	for (size_t i = 0; i < specs->n && !rc; i++)
		rc = remark_parse(cmd_forms(c), c->book, item.head.unit_id, specs->v[i], &remarks[i],
				  &kept[i], &c->err);
	if (!rc && accept)
		rc = inbox_accept(cmd_forms(c), c->book, n, remarks, specs->n, cmd_officer(c),
				  &c->err);
	else if (!rc)
		rc = inbox_return(cmd_forms(c), c->book, n, remarks, specs->n, cmd_officer(c),
				  &c->err);
	if (!rc) {
		inbox_item_fini(&item);
		memset(&item, 0, sizeof(item));
		rc = inbox_get(c->book, n, &item, &c->err);
	}
	if (!rc)
		print_item(&item);
	inbox_item_fini(&item);
	for (size_t i = 0; i < specs->n; i++)
		free(kept[i]);
	free(kept);
	free(remarks);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

static int with_number(struct cmd *c, const char *verb, int64_t n, const char *format,
		       const struct strlist *remarks)
{
	if (strcmp(verb, "diff") == 0)
		return diff(c, n, format);
	if (strcmp(verb, "confirm") == 0) {
		if (cmd_book(c, BOOK_WRITE) || inbox_confirm(c->book, n, cmd_officer(c), &c->err))
			return cmd_fail(c);
		return 0;
	}
	if (strcmp(verb, "accept") == 0)
		return decide(c, n, true, remarks);
	if (strcmp(verb, "return") == 0)
		return remarks->n ? decide(c, n, false, remarks)
				  : cmd_usage(c, _("a return needs at least one --remark"));
	return cmd_usage(c, _("receive, list, diff, confirm, accept or return"));
}

int cmd_inbox(struct cmd *c, int argc, char **argv)
{
	const char *format = "text";
	struct strlist remarks;
	const struct opt opts[] = { { "format", OPT_TEXT, &format },
				    { "remark", OPT_LIST, &remarks },
				    { NULL, OPT_FLAG, NULL } };
	long long n;
	int status;

	strlist_init(&remarks);
	if (!cmd_words(c, opts, &argc, argv, 1, 10000, &status))
		goto out;
	if (strcmp(argv[0], "receive") == 0 && argc > 1)
		status = receive(c, argc - 1, argv + 1);
	else if (strcmp(argv[0], "list") == 0 && argc == 1)
		status = list(c);
	else if (argc == 2 && str_int(argv[1], &n) && n > 0)
		status = with_number(c, argv[0], n, format, &remarks);
	else
		status = cmd_usage(c, _("receive FILE..., list, or diff, confirm, accept, return with the inbox's number"));
out:
	strlist_fini(&remarks);
	return status;
}
