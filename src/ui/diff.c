/* SPDX-License-Identifier: MIT */
/*
 * The difference of a received bundle, and everything the reviewer does about it without
 * leaving: remarks on a field or a record, accepting, returning. Remarks are kept in the book as
 * they are written, until the decision.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "sync/states.h"
#include "text/number.h"
#include "ui/decide.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/screens.h"
#include "ui/words.h"

enum action {
	ACT_OPEN = 1,
	ACT_REMARK,
	ACT_ACCEPT,
	ACT_RETURN,
	ACT_FILTER,
	ACT_SEARCH,
	ACT_ALL,
	ACT_RANK0,
	ACT_RANK1,
	ACT_RANK2,
	ACT_RANK3,
	ACT_RANK4,
	ACT_NEXT,
	ACT_PREV,
	ACT_RECORD,
	ACT_ABOUT,
};

static const struct keybind diff_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Unfold"),
	  N_("Unfold or fold a record or a heading; on a line: its whole text") },
	{ K_CHAR('r'), ACT_REMARK, N_("Remark"),
	  N_("Write a remark on this field or record; an empty one takes it away") },
	{ K_CHAR('a'), ACT_ACCEPT, N_("Accept"),
	  N_("Accept the bundle, with the remarks written") },
	{ K_CHAR('t'), ACT_RETURN, N_("Return"),
	  N_("Return the bundle for correction, with the remarks written") },
	{ K_CHAR('f'), ACT_FILTER, N_("Filter"), N_("Show only some of it") },
	{ K_CHAR('/'), ACT_SEARCH, N_("Search"),
	  N_("Show only records with these words (accents do not matter)") },
	{ K_CHAR('0'), ACT_ALL, NULL, N_("Show everything again") },
	{ K_CHAR('1'), ACT_RANK0, NULL, N_("Only class changes") },
	{ K_CHAR('2'), ACT_RANK1, NULL, N_("Only errors and faults") },
	{ K_CHAR('3'), ACT_RANK2, NULL, N_("Only records with reasons") },
	{ K_CHAR('4'), ACT_RANK3, NULL, N_("Only the rest") },
	{ K_CHAR('5'), ACT_RANK4, NULL, N_("Only what was changed after its round was locked") },
	{ K_TAB, ACT_NEXT, NULL, N_("Next record") },
	{ K_BACKTAB, ACT_PREV, NULL, N_("Record before") },
	{ K_CHAR('o'), ACT_RECORD, NULL, N_("Open the record as it was last accepted") },
	{ K_CHAR(' '), ACT_ABOUT, NULL, N_("Everything known of the bundle") },
	{ 0, 0, NULL, NULL },
};

const struct remark *diff_view_remark(const struct diff_view *v, const char *id)
{
	for (size_t i = 0; id && i < v->remarks.n; i++)
		if (!strcmp(v->remarks.v[i].remark_id, id))
			return &v->remarks.v[i];
	return NULL;
}

static const struct diff_row *current(const struct diff_view *v)
{
	return v->box.selected < diff_rows_count(v->rows) ? diff_rows_at(v->rows, v->box.selected)
							  : NULL;
}

/* ---- what is being written is kept ---- */

static char *meta_name(const struct diff_view *v)
{
	return xasprintf("review.%lld", (long long)v->item.n);
}

static void keep_remarks(struct diff_view *v, const char *text)
{
	struct error e = ERROR_INIT;
	char *name = meta_name(v);

	if (book_meta_set(v->app->book, name, text, &e))
		ui_error(v->app, &e);
	else
		ui_saved(v->app);
	free(name);
}

static void load_remarks(struct diff_view *v)
{
	char *name = meta_name(v), *text = NULL;

	if (book_meta(v->app->book, name, &text, NULL) == 0 && !str_empty(text))
		diff_remarks_read(v->rows, text);
	free(text);
	free(name);
}

/* ---- a remark ---- */

/* The place of the row: record and field. */
static bool place_of(const struct diff_view *v, const struct diff_row *row, const char **field)
{
	*field = NULL;
	if (!row || row->record == DIFF_NONE)
		return false;
	if (row->line != DIFF_NONE)
		*field = diff_rows_cell(v->rows, row->line).field;
	else if (row->remark != DIFF_NONE)
		*field = diff_remarks_at(v->rows, row->remark)->field;
	return true;
}

static bool undecided(struct diff_view *v)
{
	if (str_eq(v->item.state, "received") || str_eq(v->item.state, "needs_confirmation"))
		return true;
	ui_say(v->app, _("It is decided already: %s."), state_words(v->item.state));
	return false;
}

static void write_remark(struct diff_view *v)
{
	const struct diff_row row =
		current(v) ? *current(v) : (struct diff_row){ .record = DIFF_NONE };
	const struct diff_remark *old;
	const char *field;
	char *text, *answer, *kept;

	if (!place_of(v, &row, &field)) {
		ui_say(v->app, "%s", _("Go to a record or a field: a remark is on one of them."));
		return;
	}
	if (!undecided(v) || !decide_ready(v->app))
		return;
	/* The row may be that of a remark which the answer takes away: the name of the field
	 * must outlive it. */
	char *place = xstrdup_null(field);

	old = diff_remarks_on(v->rows, row.record, place);
	text = diff_row_words(v, &row);
	answer = dialog_prompt(v->app, place ? _("Remark on the field") : _("Remark on the record"),
			       text, old ? old->text : NULL, false);
	if (answer) {
		diff_remarks_set(v->rows, row.record, place, answer);
		kept = diff_remarks_write(v->rows);
		keep_remarks(v, kept);
		free(kept);
		listbox_select(&v->box, diff_rows_find(v->rows, row.record, row.line));
		listbox_changed(&v->box);
	}
	free(answer);
	free(text);
	free(place);
}

/* ---- deciding ---- */

static enum screen_result decide(struct diff_view *v, bool accept)
{
	struct remark_new *remarks;
	bool done;
	size_t n;

	if (!undecided(v))
		return SCREEN_HANDLED;
	remarks = diff_remarks_new(v->rows, &n);
	done = accept ? decide_accept(v->app, v->item.n, remarks, n, &v->sum)
		      : decide_return(v->app, v->item.n, remarks, n, &v->sum);
	free(remarks);
	if (done && n)
		keep_remarks(v, "");
	return done ? SCREEN_CLOSE : SCREEN_REDRAW;
}

/* ---- finding one's way ---- */

static void filter_by(struct diff_view *v, const struct diff_filter *f)
{
	size_t n = 0;

	if (f->search)
		ui_busy(v->app, _("Searching …"));
	diff_rows_set_filter(v->rows, f);
	for (int rank = 0; rank < DIFF_RANKS; rank++)
		n += diff_rows_in_rank(v->rows, rank);
	listbox_select(&v->box, 0);
	listbox_changed(&v->box);
	ui_say(v->app, P_("%zu record shown.", "%zu records shown.", n), n);
}

static void choose_filter(struct diff_view *v)
{
	static const struct diff_filter filters[] = {
		{ -1, -1, false, false, NULL },
		{ 0, -1, false, false, NULL },
		{ 1, -1, false, false, NULL },
		{ 2, -1, false, false, NULL },
		{ 3, -1, false, false, NULL },
		{ -1, DIFF_ADDED, false, false, NULL },
		{ -1, DIFF_CHANGED, false, false, NULL },
		{ -1, DIFF_GONE, false, false, NULL },
		{ -1, -1, true, false, NULL },
		{ -1, -1, false, true, NULL },
	};
	const char *const choices[] = {
		_("Everything"),	  diff_rank_words(0), diff_rank_words(1),
		diff_rank_words(2),	  diff_rank_words(3), _("only new"),
		_("only changed"),	  _("only gone"),     _("only remarks answered"),
		_("only with my remarks")
	};
	int i = dialog_choose(v->app, _("Show"), NULL, choices,
			      sizeof(choices) / sizeof(choices[0]), 0);

	if (i >= 0)
		filter_by(v, &filters[i]);
}

static void search(struct diff_view *v)
{
	const struct diff_filter *now = diff_rows_filter(v->rows);
	struct diff_filter f = *now;
	char *words = dialog_prompt(
		v->app, _("Search"),
		_("Words in a record's name or in a field, without accents if you like:"),
		now->search, false);

	if (words) {
		f.search = words;
		filter_by(v, &f);
	}
	free(words);
}

static void unfold(struct diff_view *v)
{
	const struct diff_row *row = current(v);
	struct diff_row at;
	char *text;

	if (!row)
		return;
	at = *row;
	if (at.kind == DIFF_ROW_RANK) {
		bool folded = false;

		for (size_t i = v->box.selected + 1; i < diff_rows_count(v->rows) && !folded; i++) {
			const struct diff_row *r = diff_rows_at(v->rows, i);

			if (r->rank != at.rank)
				break;
			folded = r->kind == DIFF_ROW_RECORD &&
				 !diff_rows_is_open(v->rows, r->record);
		}
		diff_rows_open_rank(v->rows, at.rank, folded);
	} else if (at.kind == DIFF_ROW_RECORD) {
		diff_rows_open(v->rows, at.record, !diff_rows_is_open(v->rows, at.record));
	} else {
		text = diff_row_words(v, &at);
		dialog_text(v->app, _("Whole text"), text);
		free(text);
	}
	listbox_changed(&v->box);
}

static void step_record(struct diff_view *v, bool forward)
{
	size_t i = v->box.selected, n = diff_rows_count(v->rows);

	while (forward ? ++i < n : i-- > 0)
		if (diff_rows_at(v->rows, i)->kind == DIFF_ROW_RECORD) {
			listbox_select(&v->box, i);
			return;
		}
}

static void open_record(struct diff_view *v)
{
	const struct diff_row *row = current(v);
	const struct form *form;
	const char *field;

	if (!place_of(v, row, &field))
		return;
	form = diff_rows_form(v->rows, row->record);
	if (!form || diff_rows_kind(v->rows, row->record) == DIFF_ADDED)
		ui_say(v->app, "%s",
		       _("It is new in this bundle: nothing was accepted of it before."));
	else
		screen_edit(v->app, form, v->item.head.unit_id, diff_rows_id(v->rows, row->record),
			    field);
}

static void about(struct diff_view *v)
{
	char *text = decide_about(v->app, &v->item, &v->sum);

	dialog_text(v->app, _("Bundle"), text);
	free(text);
}

static enum screen_result diff_key(struct screen *s, const struct key *k)
{
	struct diff_view *v = s->data;
	int action = keybind_find(diff_keys, k);
	struct diff_filter rank = { -1, -1, false, false, NULL };

	switch (action) {
	case 0:
		return listbox_key(&v->box, k);
	case ACT_OPEN:
		unfold(v);
		break;
	case ACT_REMARK:
		write_remark(v);
		break;
	case ACT_ACCEPT:
	case ACT_RETURN:
		return decide(v, action == ACT_ACCEPT);
	case ACT_FILTER:
		choose_filter(v);
		break;
	case ACT_SEARCH:
		search(v);
		break;
	case ACT_ALL:
	case ACT_RANK0:
	case ACT_RANK1:
	case ACT_RANK2:
	case ACT_RANK3:
	case ACT_RANK4:
		rank.rank = action == ACT_ALL ? -1 : action - ACT_RANK0;
		filter_by(v, &rank);
		break;
	case ACT_NEXT:
	case ACT_PREV:
		step_record(v, action == ACT_NEXT);
		break;
	case ACT_RECORD:
		open_record(v);
		break;
	case ACT_ABOUT:
		about(v);
		break;
	}
	return SCREEN_REDRAW;
}

static void diff_draw(struct screen *s, bool part)
{
	diff_view_draw(s->data, part);
}

static char *diff_title(struct screen *s)
{
	const struct diff_view *v = s->data;

	return xasprintf(_("Inbox %lld: difference"), (long long)v->item.n);
}

static void free_view(struct diff_view *v)
{
	diff_rows_free(v->rows);
	remarks_fini(&v->remarks);
	inbox_item_fini(&v->item);
	free(v);
}

static void diff_close(struct screen *s)
{
	free_view(s->data);
	s->data = NULL;
}

static const struct screen_ops diff_screen = {
	.name = "diff",
	.keys = diff_keys,
	.draw = diff_draw,
	.key = diff_key,
	.title = diff_title,
	.close = diff_close,
};

static int collect(struct diff_view *v, int64_t n, struct error *e)
{
	size_t open = 0;
	int rc = inbox_get(v->app->book, n, &v->item, e);

	if (rc)
		return rc;
	v->rows = diff_rows_new(v->app->forms, v->app->book, v->item.head.unit_id);
	rc = inbox_diff(v->app->forms, v->app->book, n, diff_rows_add, v->rows, &v->sum, e);
	if (!rc)
		rc = remark_list(v->app->book, v->item.head.unit_id, true, &v->remarks, e);
	if (rc)
		return rc;
	for (size_t i = 0; i < v->remarks.n; i++)
		open += str_eq(v->remarks.v[i].state, "open");
	v->not_answered =
		open > (size_t)v->sum.remarks_answered ? open - (size_t)v->sum.remarks_answered : 0;
	diff_rows_done(v->rows);
	return 0;
}

void screen_diff(struct app *app, int64_t n)
{
	struct diff_view *v = xcalloc(1, sizeof(*v));
	struct error e = ERROR_INIT;
	size_t records;
	char shown[32];

	v->app = app;
	listbox_init(&v->box, &diff_list_ops, v);
	ui_busy(app, _("Comparing with what was accepted …"));
	if (collect(v, n, &e)) {
		ui_error(app, &e);
		free_view(v);
		return;
	}
	load_remarks(v);
	if (diff_rows_count(v->rows) > 1) /* the first record; its heading stays in view above it */
		v->box.selected = 1;
	records = diff_rows_records(v->rows);
	ui_push(app, &diff_screen, v);
	ui_say(app, P_("%s record differs.", "%s records differ.", records),
	       number_int_show((long long)records, shown));
}
