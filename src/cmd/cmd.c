/* SPDX-License-Identifier: MIT */
/* What the sub-commands share. getopt_long does the reading of options; the tables are the commands' own. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "cmd/cmd.h"

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "sync/snapshot.h"
#include "text/utf8.h"

enum { COMMON_BOOK = 1000, COMMON_LANG, COMMON_AS, COMMON_HELP, OWN = 2000 };

static void print_help(const struct cmd *c)
{
	struct strlist lines;

	strlist_init(&lines);
	strlist_split(&lines, c->command->usage, "\n");
	for (size_t i = 0; i < lines.n; i++)
		printf("%s giamngheo %s %s\n", i ? "      " : _("usage:"), c->command->name,
		       lines.v[i]);
	printf("\n%s\n\n%s\n", _(c->command->summary),
	       _("Common options: --book FILE, --lang vi|en, --as OFFICER, --help. See giamngheo(1)."));
	strlist_fini(&lines);
}

int cmd_usage(struct cmd *c, const char *fmt, ...)
{
	struct strlist lines;
	va_list ap;

	va_start(ap, fmt);
	fputs("giamngheo: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	strlist_init(&lines);
	strlist_split(&lines, c->command->usage, "\n");
	for (size_t i = 0; i < lines.n; i++)
		fprintf(stderr, "%s giamngheo %s %s\n", i ? "      " : _("usage:"),
			c->command->name, lines.v[i]);
	strlist_fini(&lines);
	return 2;
}

/* Our table as getopt's: long names first, one-letter names as short options. */
static struct option *make_long(const struct opt *table, struct str *shorts)
{
	size_t n = 0, k = 0;
	struct option *longs;

	while (table[n].name)
		n++;
	longs = xcalloc(n + 5, sizeof(*longs));
	for (size_t i = 0; i < n; i++) {
		if (!table[i].name[1]) {
			str_addc(shorts, table[i].name[0]);
			if (table[i].kind != OPT_FLAG)
				str_addc(shorts, ':');
			continue;
		}
		longs[k++] = (struct option){ table[i].name,
					      table[i].kind == OPT_FLAG ? no_argument
									: required_argument,
					      NULL, OWN + (int)i };
	}
	longs[k++] = (struct option){ "book", required_argument, NULL, COMMON_BOOK };
	longs[k++] = (struct option){ "lang", required_argument, NULL, COMMON_LANG };
	longs[k++] = (struct option){ "as", required_argument, NULL, COMMON_AS };
	longs[k++] = (struct option){ "help", no_argument, NULL, COMMON_HELP };
	return longs;
}

static const struct opt *own_option(const struct opt *table, int got)
{
	if (got >= OWN)
		return &table[got - OWN];
	for (size_t i = 0; table[i].name; i++)
		if (!table[i].name[1] && table[i].name[0] == got)
			return &table[i];
	return NULL;
}

static int given_twice(struct cmd *c, const char *name)
{
	char *written = xasprintf("%s%s", name[1] ? "--" : "-", name);
	int status = cmd_usage(c, _("%s is given twice"), written);

	free(written);
	return status;
}

static void take_own(const struct opt *o, const char *arg)
{
	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->to = true;
		break;
	case OPT_TEXT:
		*(const char **)o->to = arg;
		break;
	case OPT_LIST:
		strlist_add(o->to, arg);
		break;
	}
}

int cmd_text(struct cmd *c, const char *what, const char *text, size_t max, char **out)
{
	char *clean;

	*out = NULL;
	if (str_fault(text) != STR_SOUND)
		return cmd_usage(c, _("%s cannot be read: it must be UTF-8 text without control characters"),
				 what);
	clean = utf8_clean(text);
	if (*clean && strlen(clean) <= max) {
		*out = clean;
		return 0;
	}
	free(clean);
	return *text && strlen(text) > max ? cmd_usage(c, _("%s is too long: at most %zu bytes"), what, max) :
					     cmd_usage(c, _("%s is blank"), what);
}

int cmd_as(struct cmd *c, const char *who)
{
	char *clean = NULL;
	int status = str_empty(who) ? 0 : cmd_text(c, "--as", who, CMD_NAME_MAX, &clean);

	if (!status) {
		free(c->as);
		c->as = clean ? clean : xstrdup("");
	}
	return status;
}

static int take_common(struct cmd *c, int got, const char *arg)
{
	switch (got) {
	case COMMON_BOOK:
		if (c->book_path)
			return given_twice(c, "book");
		set_string(&c->book_path, arg);
		return 0;
	case COMMON_LANG:
		if (strcmp(arg, "vi") != 0 && strcmp(arg, "en") != 0)
			return cmd_usage(c, _("--lang is vi or en, not '%s'"), arg);
		if (c->lang)
			return given_twice(c, "lang");
		set_string(&c->lang, arg);
		i18n_init(arg, paths_locale(), NULL);
		return 0;
	case COMMON_AS:
		return c->as ? given_twice(c, "as") : cmd_as(c, arg);
	default:
		print_help(c);
		return -1;
	}
}

int cmd_options(struct cmd *c, const struct opt *table, int *argc, char **argv)
{
	struct str shorts;
	struct option *longs;
	uint64_t seen = 0;
	int got, rc = 0;

	str_init(&shorts);
	str_add(&shorts, ":");
	longs = make_long(table, &shorts);
	opterr = 0;
	optind = 0;
	/* getopt wants a program name before the words. */
	while (!rc && (got = getopt_long(*argc + 1, argv - 1, shorts.s, longs, NULL)) != -1) {
		const struct opt *o = own_option(table, got);

		if (o && o->kind != OPT_LIST && seen >> (o - table) & 1)
			rc = given_twice(c, o->name);
		else if (o)
			take_own(o, optarg);
		else if (got >= COMMON_BOOK)
			rc = take_common(c, got, optarg);
		else if (got == ':')
			rc = cmd_usage(c, _("%s wants a value"), argv[optind - 2]);
		else
			rc = cmd_usage(c, _("there is no option %s here"), argv[optind - 2]);
		if (o)
			seen |= UINT64_C(1) << (o - table);
	}
	if (!rc) {
		int first = optind - 1, left = *argc - first;

		memmove(argv, argv + first, sizeof(*argv) * (size_t)left);
		argv[left] = NULL;
		*argc = left;
	}
	free(longs);
	str_fini(&shorts);
	return rc;
}

bool cmd_words(struct cmd *c, const struct opt *table, int *argc, char **argv, int min, int max,
	       int *status)
{
	int rc = cmd_options(c, table, argc, argv);

	*status = rc > 0 ? rc : 0;
	if (rc)
		return false;
	if (*argc < min) {
		*status = cmd_usage(c, _("something is missing"));
		return false;
	}
	if (*argc > max) {
		*status = cmd_usage(c, _("'%s' is too much"), argv[max]);
		return false;
	}
	return true;
}

struct forms *cmd_forms(struct cmd *c)
{
	if (!c->forms) {
		char *codes = path_join(paths_data(), "codes");

		c->forms = forms_new(paths_forms(), codes);
		free(codes);
	}
	return c->forms;
}

struct calendar *cmd_calendar(struct cmd *c)
{
	struct complaints bad;

	if (c->calendar)
		return c->calendar;
	complaints_init(&bad);
	c->calendar = calendar_open(cmd_forms(c), &bad);
	for (size_t i = 0; i < bad.n; i++)
		cmd_say_note(complaint_text(&bad.v[i]));
	c->calendar_bad = bad.n > 0;
	complaints_fini(&bad);
	return c->calendar;
}

const struct form *cmd_form(struct cmd *c, const char *name)
{
	const struct form *form = NULL;

	return forms_get(cmd_forms(c), name, &form, &c->err) ? NULL : form;
}

char *cmd_book_path(const struct cmd *c)
{
	const char *env = getenv("GIAMNGHEO_BOOK");
	const char *set = c->config ? config_get(c->config, "book") : NULL;

	if (c->book_path)
		return xstrdup(c->book_path);
	if (!str_empty(env))
		return xstrdup(env);
	if (!str_empty(set))
		return xstrdup(set);
	return path_join(paths_user(), "giamngheo.book");
}

/* "No such file" would send people looking for a stick. */
static void tell_no_book(struct cmd *c, const char *path)
{
	error_fail(&c->err, ERR_NOTFOUND, "GN-C60", _("There is no book at %s yet."), path);
	error_safe(&c->err, _("Nothing was changed."));
	error_todo(&c->err, "%s",
		   _("Name another with --book FILE, make yours with `giamngheo init`, or try it with "
		     "`giamngheo demo`."));
}

int cmd_book(struct cmd *c, enum book_mode mode)
{
	char *path = cmd_book_path(c);
	int rc = book_open(&c->book, path, mode, &c->err);

	if (rc == ERR_NOTFOUND && !file_exists(path))
		tell_no_book(c, path);
	if (!rc)
		rc = forms_prepare(cmd_forms(c), c->book, &c->err);
	if (!rc && mode == BOOK_WRITE) {
		sync_sweep(c->book); /* what a killed program left in clear must not lie about */
		book_sign(c->book, cmd_officer(c));
	}
	if (!rc && book_notice(c->book))
		cmd_say("%s", book_notice(c->book));
	free(path);
	return rc;
}

const char *cmd_officer(struct cmd *c)
{
	const char *set = c->config ? config_get(c->config, "officer") : NULL;

	if (!str_empty(c->as))
		return c->as;
	if (!str_empty(set))
		return set;
	return c->book ? book_unit_name(c->book) : "";
}

int cmd_fail(struct cmd *c)
{
	char *text = error_text(&c->err);
	int status = error_exit_status(c->err.code);

	fflush(stdout);
	fprintf(stderr, "giamngheo: %s\n", text);
	free(text);
	return status;
}

void cmd_say(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout); /* both in the order they were said, where both go to one place */
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void cmd_say_note(char *note)
{
	if (note)
		cmd_say("%s", note);
	free(note);
}

/* errno may be of something later: whether the reader left is asked of the pipe itself. */
static int stdout_failed(struct cmd *c)
{
	struct pollfd p = { .fd = STDOUT_FILENO, .events = POLLOUT };
	int why = errno ? errno : EIO;

	c->reader_left = why == EPIPE || (poll(&p, 1, 0) > 0 && (p.revents & POLLERR));
	error_errno(&c->err, why, _("standard output"));
	return ERR_IO;
}

int cmd_write(void *ctx, const char *bytes, size_t n)
{
	return fwrite(bytes, 1, n, stdout) == n ? 0 : stdout_failed(ctx);
}

int cmd_flush(struct cmd *c)
{
	return fflush(stdout) || ferror(stdout) ? cmd_end(c, stdout_failed(c)) : 0;
}

int cmd_done(struct cmd *c, const char *fmt, ...)
{
	struct str safe;
	va_list ap;

	errno = 0;
	if (!fflush(stdout) && !ferror(stdout))
		return 0;
	stdout_failed(c);
	str_init(&safe);
	va_start(ap, fmt);
	str_vaddf(&safe, fmt, ap);
	va_end(ap);
	error_fail(&c->err, ERR_IO, "GN-C61", "%s", _("Standard output cannot be written."));
	error_safe(&c->err, safe.s);
	error_todo(&c->err, "%s", _("Do not do it again: it is done and kept."));
	str_fini(&safe);
	cmd_fail(c);
	return 0;
}

int cmd_end(struct cmd *c, int rc)
{
	if (c->reader_left)
		return 0; /* it had enough; the work is done */
	return rc ? cmd_fail(c) : cmd_flush(c);
}
