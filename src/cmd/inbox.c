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
#include "sync/diff_rows.h"
#include "sync/inbox.h"
#include "sync/keys.h"
#include "sync/peer.h"

static void print_item(const struct inbox_item *i)
{
	printf("%lld  %s  %lld  %s  %s  %s%s%s%s\n", (long long)i->n, i->head.unit_code,
	       (long long)i->head.number, i->state, i->receipt ? i->receipt : "-",
	       i->head.duty ? i->head.duty : "-", i->late ? "  late" : "", i->gap ? "  gap" : "",
	       i->fingerprint_compared ? "" : "  not-compared");
}

/* What is to be read out to the unit and compared. */
static void say_identity(struct cmd *c, const struct inbox_item *i)
{
	struct error e = ERROR_INIT;
	struct peer p = { 0 };
	char mark[FINGERPRINT_LEN + 1] = "-";

	if (!peer_by_unit(c->book, i->head.unit_id, &p, &e) && p.has_keys)
		keys_fingerprint(p.sign_pk, p.seal_pk, mark);
	peer_fini(&p);
	error_clear(&e);
	cmd_say(_("%s (%s), bundle %lld: %lld households, %lld records, %lld not complete. Fingerprint: %s"),
		i->head.unit_name, i->head.unit_code, (long long)i->head.number, (long long)i->head.households,
		(long long)i->head.records, (long long)i->head.incomplete, mark);
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
			if (!again && (!item.fingerprint_compared || !strcmp(item.state, "needs_confirmation")))
				say_identity(c, &item);
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

static const char *label_of(const struct diff_cell *cell)
{
	if (cell->fd)
		return cell->code ? codes_label(cell->fd->answer_choices, cell->code) :
				    i18n_pick(cell->fd->label);
	return !strcmp(cell->name, "_state") ? _("State") : cell->name;
}

/* A record by its name, and by FORM:ID as a remark names it. */
static void print_record(struct diff_rows *d, uint32_t record)
{
	const struct form *form = diff_rows_form(d, record);

	printf("%c %s:%s  %s: %s\n", "+~-!"[diff_rows_kind(d, record)],
	       diff_rows_form_name(d, record), diff_rows_id(d, record),
	       form ? i18n_pick(form->title) : diff_rows_form_name(d, record),
	       diff_rows_key(d, record));
}

static void print_line(struct diff_rows *d, const struct diff_cell *cell)
{
	char *before = diff_rows_show(d, cell, cell->before);
	char *after = diff_rows_show(d, cell, cell->after);

	if (!cell->name && cell->reason)
		printf("  %s\n", cell->reason);
	else if (cell->name)
		printf("  %s  %s: %s -> %s%s%s%s\n", cell->name, label_of(cell), before, after,
		       cell->reason ? "  " : "", cell->reason ? cell->reason : "",
		       cell->answers ? _("  (answers a remark)") : "");
	free(before);
	free(after);
}

static void print_rows(struct diff_rows *d)
{
	struct diff_row row;

	for (int rank = 0; rank < DIFF_RANKS; rank++)
		diff_rows_open_rank(d, rank, true);
	for (size_t i = 0; i < diff_rows_count(d); i++) {
		row = *diff_rows_at(d, i);
		if (row.kind == DIFF_ROW_RANK && row.rank == DIFF_RANK_LOCKED)
			printf("# %s (%zu)\n", _("Changed after the lock"), diff_rows_in_rank(d, row.rank));
		else if (row.kind == DIFF_ROW_RECORD)
			print_record(d, row.record);
		else if (row.kind == DIFF_ROW_LINE) {
			struct diff_cell cell = diff_rows_cell(d, row.line);

			print_line(d, &cell);
		}
	}
}

static void say_sum(const struct diff_summary *sum)
{
	cmd_say(_("%lld added, %lld changed, %lld gone, %lld faults; %lld class changes, %lld unfinished, %lld reasons given, %lld remarks answered"),
		(long long)sum->added, (long long)sum->changed, (long long)sum->gone,
		(long long)sum->faults, (long long)sum->class_changes, (long long)sum->incomplete,
		(long long)sum->reasons, (long long)sum->remarks_answered);
	if (sum->after_lock)
		cmd_say(P_("%lld record was changed after its round was locked.", "%lld records were changed after their round was locked.",
			   (unsigned long)sum->after_lock),
			(long long)sum->after_lock);
}

static int diff(struct cmd *c, int64_t n, const char *format)
{
	static const char *const head[] = { "unit",  "form",   "id",	"kind",
					    "field", "before", "after", "reason" };
	bool csv = strcmp(format, "csv") == 0;
	struct diff_out o = { NULL };
	struct diff_summary sum = { 0 };
	struct inbox_item item = { 0 };
	struct diff_rows *rows;
	int rc;

	if (!csv && strcmp(format, "text") != 0)
		return cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	if (cmd_book(c, BOOK_READ) || inbox_get(c->book, n, &item, &c->err))
		return cmd_fail(c);
	str_init(&o.line);
	o.code = item.head.unit_code;
	rows = diff_rows_new(cmd_forms(c), c->book, item.head.unit_id);
	if (csv) {
		csv_add_row(&o.line, head, 8, ',');
		fputs(o.line.s, stdout);
	}
	rc = csv ? inbox_diff(c->forms, c->book, n, diff_csv, &o, &sum, &c->err) :
		   inbox_diff(c->forms, c->book, n, diff_rows_add, rows, &sum, &c->err);
	if (!rc && !csv) {
		diff_rows_done(rows);
		print_rows(rows);
	}
	if (!rc)
		say_sum(&sum);
	diff_rows_free(rows);
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

static int confirm(struct cmd *c, int64_t n)
{
	struct inbox_item item = { 0 };
	int rc = cmd_book(c, BOOK_WRITE);

	if (!rc)
		rc = inbox_get(c->book, n, &item, &c->err);
	if (!rc)
		say_identity(c, &item);
	if (!rc && strcmp(item.state, "needs_confirmation") && item.fingerprint_compared)
		cmd_say(_("Nothing of it waits to be confirmed."));
	else if (!rc)
		rc = inbox_confirm(c->book, n, cmd_officer(c), &c->err);
	inbox_item_fini(&item);
	return rc ? cmd_fail(c) : 0;
}

static int with_number(struct cmd *c, const char *verb, int64_t n, const char *format,
		       const struct strlist *remarks)
{
	if (strcmp(verb, "diff") == 0)
		return diff(c, n, format);
	if (strcmp(verb, "confirm") == 0)
		return confirm(c, n);
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
