/* SPDX-License-Identifier: MIT */
/*
 * Accepting, returning, confirming, replying. The box shows what two people compare by telephone
 * (fingerprint, counts) beside what the decision covers; a bundle about which something is not
 * in order has "not now" as its first answer.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/decide.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/peer.h"
#include "sync/reply.h"
#include "sync/states.h"
#include "text/number.h"
#include "ui/dialog.h"
#include "ui/files.h"
#include "ui/words.h"

bool decide_ready(struct app *app)
{
	if (!book_writable(app->book)) {
		ui_say(app, "%s", _("The book is open for reading only: nothing can be decided."));
		return false;
	}
	return app_need_officer(app);
}

static void add_count(struct str *b, const char *sign, int64_t n, const char *word)
{
	char buf[32];

	if (n)
		str_addf(b, "%s%s%s %s", b->len ? " · " : "", sign, number_int_show(n, buf), word);
}

char *decide_sum_words(const struct diff_summary *sum)
{
	struct str b;

	str_init(&b);
	/* TRANSLATORS: each follows a number, in one line of at most 80 columns */
	add_count(&b, "+", sum->added, _("new"));
	add_count(&b, "~", sum->changed, _("changed"));
	add_count(&b, "-", sum->gone, _("gone"));
	add_count(&b, "!", sum->faults, P_("fault", "faults", (unsigned long)sum->faults));
	if (sum->after_lock)
		add_count(&b, "", sum->after_lock, _("changed after the lock"));
	add_count(&b, "", sum->class_changes,
		  P_("class change", "class changes", (unsigned long)sum->class_changes));
	add_count(&b, "", sum->incomplete, _("not complete"));
	add_count(&b, "", sum->reasons, P_("reason", "reasons", (unsigned long)sum->reasons));
	add_count(&b, "", sum->remarks_answered,
		  P_("remark answered", "remarks answered", (unsigned long)sum->remarks_answered));
	if (!b.len)
		str_add(&b, _("nothing differs from what was accepted"));
	return str_take(&b);
}

static void add_line(struct str *b, const char *label, const char *value)
{
	str_addf(b, "%s%s: %s", b->len ? "\n" : "", label, value);
}

static void add_fingerprint(struct app *app, const struct inbox_item *item, struct str *b)
{
	struct error e = ERROR_INIT;
	struct peer p;
	char fp[FINGERPRINT_LEN + 1];

	if (peer_by_unit(app->book, item->head.unit_id, &p, &e) == 0) {
		add_line(b, _("Fingerprint"), peer_fingerprint(&p, fp));
		add_line(b, _("Compared with the unit"),
			 item->fingerprint_compared ? _("yes")
						    : _("NOT YET: read it out to each other"));
		peer_fini(&p);
	}
	error_clear(&e);
}

char *decide_about(struct app *app, const struct inbox_item *item, const struct diff_summary *sum)
{
	const struct bundle_head *h = &item->head;
	char *made = words_moment(h->made_on), *came = words_moment(item->received_at), *text;
	char n[32], m[32], k[32];
	struct str b;

	str_init(&b);
	text = xasprintf("%s (%s)", h->unit_name, h->unit_code);
	add_line(&b, _("Unit"), text);
	free(text);
	text = xasprintf("%lld · %s", (long long)h->number, words_duty(app, h->duty));
	add_line(&b, _("Bundle"), text);
	free(text);
	text = xasprintf(_("%s by %s, approved by %s"), made, h->made_by ? h->made_by : "-",
			 h->approved_by ? h->approved_by : "-");
	add_line(&b, _("Made"), text);
	free(text);
	text = xasprintf(_("%s, receipt %s"), came, item->receipt ? item->receipt : "-");
	add_line(&b, _("Received"), text);
	free(text);
	add_fingerprint(app, item, &b);
	text = xasprintf(_("%s households, %s records, %s not complete"),
			 number_int_show(h->households, n), number_int_show(h->records, m),
			 number_int_show(h->incomplete, k));
	add_line(&b, _("Counts"), text);
	free(text);
	if (sum) {
		text = decide_sum_words(sum);
		add_line(&b, _("Difference"), text);
		free(text);
	}
	if (item->late)
		add_line(&b, _("Late"), _("it came after its duty's day"));
	if (item->gap)
		add_line(&b, _("Gap"), _("a number before it is missing"));
	if (item->note)
		add_line(&b, _("Note"), item->note);
	free(made);
	free(came);
	return str_take(&b);
}

/* ---- asking ---- */

static bool get(struct app *app, int64_t n, struct inbox_item *item)
{
	struct error e = ERROR_INIT;

	if (inbox_get(app->book, n, item, &e) == 0)
		return true;
	ui_error(app, &e);
	return false;
}

static bool is_open(struct app *app, const struct inbox_item *item)
{
	if (str_eq(item->state, "received") || str_eq(item->state, "needs_confirmation"))
		return true;
	ui_say(app, _("It is decided already: %s."), state_words(item->state));
	return false;
}

static bool work_out(struct app *app, int64_t n, struct diff_summary *sum)
{
	struct error e = ERROR_INIT;

	ui_busy(app, _("Comparing with what was accepted …"));
	if (inbox_diff(app->forms, app->book, n, NULL, NULL, sum, &e)) {
		ui_error(app, &e);
		return false;
	}
	ui_say(app, "%s", _("Done."));
	return true;
}

static char *remarks_words(const struct remark_new *remarks, size_t n)
{
	struct str b;

	str_init(&b);
	if (n)
		str_addf(&b, P_("\n%zu remark goes with it", "\n%zu remarks go with it", n), n);
	for (size_t i = 0; i < n && i < 3; i++)
		str_addf(&b, "\n» %s", remarks[i].text);
	if (n > 3)
		str_add(&b, "\n» …");
	return str_take(&b);
}

static bool ask(struct app *app, const struct inbox_item *item, const struct diff_summary *sum,
		const char *title, const char *more, const char *yes, bool doubtful)
{
	const char *const choices[] = { yes, _("Not now") };
	char *about = decide_about(app, item, sum);
	char *text = xasprintf("%s%s", about, more);
	int i = dialog_choose(app, title, text, choices, 2, doubtful ? 1 : 0);

	free(text);
	free(about);
	return i == 0;
}

static bool confirm(struct app *app, const struct inbox_item *item)
{
	struct error e = ERROR_INIT;

	if (!ask(app, item, NULL, _("Confirm the origin"),
		 _("\nAsk the unit by telephone: are fingerprint and counts the same there?"),
		 _("They are the same"), true))
		return false;
	if (inbox_confirm(app->book, item->n, app->officer, &e)) {
		ui_error(app, &e);
		return false;
	}
	ui_saved(app);
	return true;
}

bool decide_confirm(struct app *app, int64_t n)
{
	struct inbox_item item;
	bool done = false;

	if (!decide_ready(app) || !get(app, n, &item))
		return false;
	if (!str_eq(item.state, "needs_confirmation") && item.fingerprint_compared)
		ui_say(app, "%s", _("This bundle needs no confirmation."));
	else
		done = confirm(app, &item);
	if (done)
		ui_say(app, "%s",
		       str_eq(item.state, "needs_confirmation") ?
			       _("Confirmed. It can be accepted or returned now.") :
			       _("Noted: the unit's fingerprint was compared."));
	inbox_item_fini(&item);
	return done;
}

bool decide_accept(struct app *app, int64_t n, const struct remark_new *remarks, size_t n_remarks,
		   const struct diff_summary *sum)
{
	struct error e = ERROR_INIT;
	struct diff_summary own;
	struct inbox_item item;
	bool done = false;
	char *more;

	if (!decide_ready(app) || !get(app, n, &item))
		return false;
	if (!is_open(app, &item) ||
	    (str_eq(item.state, "needs_confirmation") && !confirm(app, &item)))
		goto out;
	item.fingerprint_compared |= str_eq(item.state, "needs_confirmation");
	if (!sum && !work_out(app, n, &own))
		goto out;
	sum = sum ? sum : &own;
	more = remarks_words(remarks, n_remarks);
	done = ask(app, &item, sum, n_remarks ? _("Accept with remarks") : _("Accept the bundle"),
		   more, _("Accept"), sum->faults > 0);
	free(more);
	if (!done)
		goto out;
	ui_busy(app, _("Taking the rows over …"));
	if (inbox_accept(app->forms, app->book, n, remarks, n_remarks, app->officer, &e)) {
		ui_error(app, &e);
		done = false;
		goto out;
	}
	ui_saved(app);
	ui_say(app, "%s", _("Accepted."));
	decide_reply(app, n);
out:
	inbox_item_fini(&item);
	return done;
}

bool decide_return(struct app *app, int64_t n, const struct remark_new *remarks, size_t n_remarks,
		   const struct diff_summary *sum)
{
	struct error e = ERROR_INIT;
	struct inbox_item item;
	bool done = false;
	char *more;

	if (!n_remarks) {
		ui_say(app, "%s",
		       _("A return needs at least one remark: go to a line and press r."));
		return false;
	}
	if (!decide_ready(app) || !get(app, n, &item))
		return false;
	if (!is_open(app, &item))
		goto out;
	more = remarks_words(remarks, n_remarks);
	done = ask(app, &item, sum, _("Return for correction"), more, _("Return it"), false);
	free(more);
	if (done && inbox_return(app->forms, app->book, n, remarks, n_remarks, app->officer, &e)) {
		ui_error(app, &e);
		done = false;
	}
	if (done) {
		ui_saved(app);
		decide_reply(app, n);
	}
out:
	inbox_item_fini(&item);
	return done;
}

bool decide_reply(struct app *app, int64_t n)
{
	struct error e = ERROR_INIT;
	struct inbox_item item;
	char *made = NULL, *title, *place, *text;
	bool done = false;

	if (!decide_ready(app) || !get(app, n, &item))
		return false;
	title = xasprintf(_("Reply to %s, bundle %lld"), item.head.unit_name,
			  (long long)item.head.number);
	text = xasprintf(_("Decision: %s. Where shall the reply be written?"),
			 state_words(item.state));
	place = files_place(app, title, text, _("Later (key y in the inbox)"));
	if (place) {
		ui_busy(app, _("Writing and reading back …"));
		if (reply_make(app->forms, app->book, n, NULL, place, &made, &e)) {
			ui_error(app, &e);
		} else {
			done = true;
			ui_saved(app);
			ui_say(app, "%s", _("Done."));
			free(text);
			text = xasprintf(
				"%s\n%s", made,
				_("Written, read back and the same. The stick may be taken out."));
			dialog_text(app, title, text);
		}
	}
	free(made);
	free(place);
	free(text);
	free(title);
	inbox_item_fini(&item);
	return done;
}
