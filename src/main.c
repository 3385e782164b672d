/* SPDX-License-Identifier: MIT */
/* The start: language, settings, then a sub-command or the screen. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "store/draft.h"
#include "ui/ui.h"

static const struct command screen_command = {
	"", "[--book FILE] [--screen FORM] [--lang vi|en] [--as OFFICER]",
	N_("Keep the register of households, reviews, projects and assignments of a commune."), NULL
};

static int print_commands(void)
{
	printf("%s giamngheo [--book FILE] [--screen FORM] [--lang vi|en] [--as OFFICER]\n"
	       "       giamngheo COMMAND [...]\n\n",
	       _("usage:"));
	for (const struct command *k = commands; k->name; k++)
		printf("  %-9s %s\n", k->name, _(k->summary));
	printf("\n%s\n", _("`giamngheo COMMAND --help` tells how one is used; giamngheo(1) tells all."));
	return 0;
}

static const struct command *find_command(const char *name)
{
	for (const struct command *k = commands; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

/* No book yet: say how one comes to be, rather than making one unasked. */
static int no_book(const char *path)
{
	cmd_say(_("There is no book at %s yet."), path);
	cmd_say(_("Make yours:      giamngheo init --unit CODE --name NAME --level commune [--from ENROLMENT] %s"),
		path);
	cmd_say(_("Or try it first: giamngheo demo"));
	return 3;
}

/* The setting stands in for what the environment says of colour, which is what the terminal's keeper asks. */
static void take_colour(struct cmd *c)
{
	const char *want = config_get(c->config, "colour");

	if (str_eq(want, "no"))
		setenv("NO_COLOR", "1", 1);
	else if (str_eq(want, "yes"))
		unsetenv("NO_COLOR");
}

static int run_screen(struct cmd *c, const char *form)
{
	struct app app = { 0 };
	char *path = cmd_book_path(c);
	int rc;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		rc = cmd_usage(c, _("the screen needs a terminal; see `giamngheo --help` for commands"));
		goto out;
	}
	if (!file_exists(path)) {
		rc = no_book(path);
		goto out;
	}
	rc = cmd_book(c, BOOK_WRITE);
	if (!rc)
		rc = draft_sweep(c->book, &c->err);
	if (rc) {
		rc = cmd_fail(c);
		goto out;
	}
	app.forms = c->forms;
	app.book = c->book;
	if (c->as)
		app.officer = xstrdup(c->as);
	take_colour(c);
	rc = ui_main(&app, form, &c->err);
	c->book = app.book; /* a restore on the screen may have reopened it */
	if (rc)
		rc = cmd_fail(c);
	checks_free(app.checks);
	calendar_free(app.calendar);
	free(app.officer);
	free(app.officer_title);
out:
	free(path);
	return rc;
}

/* A file opened later must not become what messages are written to. What was closed stays so: writing fails. */
static void hold_standard_files(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* The common options before the command (`giamngheo --book X list household`) are taken here; an option of the screen
 * stops it. Returns the index of the first word not taken; *twice: an option that stood there before. */
static int leading_options(struct cmd *c, int argc, char **argv, const char **twice)
{
	const struct {
		const char *name;
		char **to;
	} common[] = { { "--book", &c->book_path }, { "--lang", &c->lang }, { "--as", &c->as } };
	int i = 1;

	while (i < argc) {
		size_t k, len = strcspn(argv[i], "=");

		for (k = 0; k < 3; k++)
			if (strlen(common[k].name) == len && strncmp(argv[i], common[k].name, len) == 0)
				break;
		if (k == 3 || (!argv[i][len] && i + 1 == argc))
			break;
		if (*common[k].to)
			*twice = common[k].name;
		set_string(common[k].to, argv[i][len] ? argv[i] + len + 1 : argv[i + 1]);
		i += argv[i][len] ? 1 : 2;
	}
	return i;
}

static bool lang_known(const char *lang)
{
	return strcmp(lang, "vi") == 0 || strcmp(lang, "en") == 0;
}

/* The settings say which language, and their mistakes are told in one too: that of the words or the environment. */
static void start_language(struct cmd *c)
{
	const char *lang = c->lang && lang_known(c->lang) ? c->lang : NULL;
	const char *note = NULL;
	int rc;

	i18n_init(lang, paths_locale(), NULL);
	rc = config_load(&c->config, paths_config(), &c->err);
	if (!lang)
		lang = config_get(c->config, "lang");
	i18n_init(str_empty(lang) ? NULL : lang, paths_locale(), &note);
	if (note)
		cmd_say("giamngheo: %s", note);
	if (rc)
		cmd_fail(c);
	error_clear(&c->err);
}

/* What the leading options say, once there is a language to complain in: 0 or 2. */
static int check_leading(struct cmd *c, const char *twice)
{
	char *who = c->as;
	int status;

	if (twice)
		return cmd_usage(c, _("%s is given twice"), twice);
	if (c->lang && !lang_known(c->lang))
		return cmd_usage(c, _("--lang is vi or en, not '%s'"), c->lang);
	if (!who)
		return 0;
	c->as = NULL;
	status = cmd_as(c, who);
	free(who);
	return status;
}

static int no_command(struct cmd *c, const char *name)
{
	int status = cmd_usage(c, _("there is no command '%s'"), name);

	cmd_say(_("`giamngheo --help` lists the commands."));
	return status;
}

static int screen(struct cmd *c, int argc, char **argv)
{
	const char *form = NULL;
	const struct opt opts[] = { { "screen", OPT_TEXT, &form }, { NULL, OPT_FLAG, NULL } };
	int rc;

	if (argc && argv[0][0] != '-')
		return no_command(c, argv[0]);
	rc = cmd_options(c, opts, &argc, argv);
	if (rc)
		return rc < 0 ? 0 : rc;
	return argc ? no_command(c, argv[0]) : run_screen(c, form);
}

int main(int argc, char **argv)
{
	struct cmd c = { .err = ERROR_INIT };
	const char *twice = NULL;
	const struct command *command;
	int status, at;

	hold_standard_files();
	signal(SIGPIPE, SIG_IGN);
	paths_init();
	at = leading_options(&c, argc, argv, &twice);
	command = at < argc ? find_command(argv[at]) : NULL;
	c.command = &screen_command;
	start_language(&c);
	status = check_leading(&c, twice);
	if (status)
		goto out;
	if (at < argc && strcmp(argv[at], "--version") == 0) {
		puts(PACKAGE_STRING);
		goto out;
	}
	if (at < argc && !command && (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "help") == 0)) {
		status = print_commands();
		goto out;
	}
	if (command)
		c.command = command;
	status = command ? command->run(&c, argc - at - 1, argv + at + 1) : screen(&c, argc - at, argv + at);
out:
	book_close(c.book);
	calendar_free(c.calendar);
	forms_free(c.forms);
	config_free(c.config);
	error_clear(&c.err);
	free(c.book_path);
	free(c.lang);
	free(c.as);
	return status;
}
