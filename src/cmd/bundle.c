/* SPDX-License-Identifier: MIT */
/* bundle: make what goes up, look into and verify one, list what was made. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cmd/cmd.h"
#include "report/fault.h"
#include "sync/bundle.h"
#include "sync/container.h"

/* 0; or 2 where no such duty is known, with those that are. */
static int check_duty(struct cmd *c, const char *duty)
{
	const struct calendar *cal = cmd_calendar(c);
	const struct duty **known;
	struct date today = date_clock();
	struct str names;
	int status;

	if (calendar_duty(cal, duty, NULL, NULL))
		return 0;
	known = calendar_list(cal, NULL, &today);
	str_init(&names);
	for (size_t i = 0; known[i]; i++)
		str_addf(&names, "%s%s", i ? ", " : "", known[i]->code);
	status = cmd_usage(c, _("there is no duty '%s': it is one of %s"), duty, names.s);
	str_fini(&names);
	free(known);
	return status;
}

/* Which duty and period, where it has one: the period may be one nobody named. */
static void say_answer(struct cmd *c, const struct bundle_head *h, bool nothing)
{
	char *words = period_words(h->period);

	if (h->period)
		cmd_say(_("It answers: %s, %s%s."), calendar_label(cmd_calendar(c), h->duty), words,
			nothing ? _(": nothing arisen") : "");
	free(words);
}

/* What contradicts itself among the figures this duty is about: told before it is sent; it is the officer who decides. */
static int tell_faults(struct cmd *c, const char *code)
{
	const struct duty *duty = code ? calendar_duty(cmd_calendar(c), code, NULL, NULL) : NULL;
	struct report_faults faults;
	int rc;

	if (!duty || !duty->reports)
		return 0;
	rc = report_faults_newest(cmd_forms(c), c->book, &faults, &c->err);
	for (size_t i = 0; !rc && i < faults.n; i++)
		cmd_say("%s: %s", faults.v[i].report, faults.v[i].message);
	if (!rc && faults.n)
		cmd_say(P_("%zu figure does not agree with the others: correct it before this is sent, or say why.",
			   "%zu figures do not agree with the others: correct them before this is sent, or say why.",
			   (unsigned long)faults.n),
			faults.n);
	report_faults_fini(&faults);
	return rc;
}

static int make(struct cmd *c, int argc, char **argv)
{
	const char *duty = NULL, *period = NULL, *path = NULL;
	bool nothing = false;
	const struct opt opts[] = { { "duty", OPT_TEXT, &duty },
				    { "period", OPT_TEXT, &period },
				    { "nothing", OPT_FLAG, &nothing },
				    { "o", OPT_TEXT, &path },
				    { NULL, OPT_FLAG, NULL } };
	struct bundle_plan plan;
	struct bundle_head head = { 0 };
	struct strlist told;
	char *made = NULL;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (!path)
		return cmd_usage(c, _("-o DIR or -o FILE is needed"));
	if ((period || nothing) && !duty)
		return cmd_usage(c, _("--period and --nothing are of a duty: name it with --duty"));
	status = duty ? check_duty(c, duty) : 0;
	if (status)
		return status;
	if (cmd_book(c, BOOK_WRITE))
		return cmd_fail(c);
	strlist_init(&told);
	plan = (struct bundle_plan){ .duty = duty,
				     .period = period,
				     .nothing = nothing,
				     .made_by = cmd_officer(c),
				     .path = path,
				     .told = &told };
	if (!str_empty(config_get(c->config, "approver")))
		plan.approved_by = config_get(c->config, "approver");
	rc = tell_faults(c, duty);
	if (!rc)
		rc = bundle_make(cmd_forms(c), c->book, &plan, &made, &head, &c->err);
	if (!rc) {
		puts(made);
		cmd_say(_("Bundle %lld for %s: %lld households, %lld records, %lld of them unfinished."),
			(long long)head.number, head.to_name, (long long)head.households,
			(long long)head.records, (long long)head.incomplete);
		say_answer(c, &head, nothing);
		cmd_say(_("Written, read back and the same. The stick may be taken out."));
	}
	for (size_t i = 0; i < told.n; i++)
		cmd_say("%s", told.v[i]);
	strlist_fini(&told);
	status = rc ? cmd_fail(c) : cmd_done(c, _("The bundle is made: %s"), made);
	free(made);
	bundle_head_fini(&head);
	return status;
}

static int show(struct cmd *c, const char *path)
{
	static const struct container_limits limits = CONTAINER_LIMITS;
	struct container *k = NULL;
	const struct header *h;
	char hash[2 * HASH_LEN + 1];

	if (container_open(&k, path, &limits, &c->err))
		return cmd_fail(c);
	h = container_header(k);
	for (size_t i = 0; i < HASH_LEN; i++)
		snprintf(hash + 2 * i, 3, "%02x", container_hash(k)[i]);
	printf("hash: %s\n", hash);
	for (size_t i = 0; i < h->n; i++)
		printf("%s: %s\n", h->v[i].name, h->v[i].value);
	container_close(k);
	return cmd_flush(c);
}

static int verify(struct cmd *c, const char *path)
{
	struct bundle_head head = { 0 };
	char *book = cmd_book_path(c);
	bool known = false;
	int status = 0, rc = 0;

	if (c->book_path || file_exists(book))
		rc = cmd_book(c, BOOK_READ);
	free(book);
	if (!rc)
		rc = bundle_verify(path, c->book, &known, &head, &c->err);
	if (rc)
		return cmd_fail(c);
	printf(_("Sound: bundle %lld of %s (%s), hash %s\n"), (long long)head.number,
	       head.unit_name, head.unit_code, head.hash);
	if (!known) {
		/* The two words are a verdict scripts look for: the same in every language. */
		puts("sender unknown");
		cmd_say("giamngheo: sender unknown: %s",
			c->book ? _("the signature is in order, but no unit of this book has that key.")
				: _("the signature is in order, but there is no book to look the key up in."));
		status = 1;
	}
	bundle_head_fini(&head);
	return status ? status : cmd_flush(c);
}

static int list(struct cmd *c)
{
	struct bundles_sent all = { 0 };

	if (cmd_book(c, BOOK_READ) || bundle_list(c->book, &all, &c->err))
		return cmd_fail(c);
	for (size_t i = 0; i < all.n; i++) {
		const struct bundle_sent *s = &all.v[i];

		printf("%lld  %s  %s  %s  %.16s  %s\n", (long long)s->head.number,
		       s->head.made_on ? s->head.made_on : "", s->head.duty ? s->head.duty : "",
		       s->state, s->head.hash, s->path ? s->path : "");
	}
	bundles_sent_fini(&all);
	return cmd_flush(c);
}

int cmd_bundle(struct cmd *c, int argc, char **argv)
{
	static const struct opt none[] = { { NULL, OPT_FLAG, NULL } };
	int status;

	if (argc && strcmp(argv[0], "make") == 0)
		return make(c, argc - 1, argv + 1);
	if (!cmd_words(c, none, &argc, argv, 1, 2, &status))
		return status;
	if (strcmp(argv[0], "show") == 0 && argc == 2)
		return show(c, argv[1]);
	if (strcmp(argv[0], "verify") == 0 && argc == 2)
		return verify(c, argv[1]);
	if (strcmp(argv[0], "list") == 0 && argc == 1)
		return list(c);
	return cmd_usage(c, _("make, show, verify or list"));
}
