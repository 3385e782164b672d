/* SPDX-License-Identifier: MIT */
/*
 * What every sub-command shares: the table of commands, options, the book it works on, and how an error ends.
 * Data goes to stdout, messages to stderr; the result is an exit status.
 */
#ifndef GN_CMD_CMD_H
#define GN_CMD_CMD_H

#include <stdbool.h>

#include "base/config.h"
#include "base/error.h"
#include "base/str.h"
#include "domain/calendar.h"
#include "form/form.h"
#include "store/book.h"

struct cmd {
	const struct command *command;
	char *book_path, *lang, *as; /* of --book, --lang, --as; NULL: not given */
	struct config *config;
	struct forms *forms;         /* opened by cmd_forms() */
	struct calendar *calendar;   /* opened by cmd_calendar() */
	struct book *book;           /* opened by cmd_book() */
	struct error err;
	bool calendar_bad;           /* some of its files are not in order */
	bool reader_left;            /* nobody reads stdout any more */
};

struct command {
	const char *name;
	const char *usage;   /* what follows the name, one usage a line */
	const char *summary; /* N_() one sentence */
	int (*run)(struct cmd *c, int argc, char **argv); /* argv[0] is the first word after the name; returns an exit status */
};
extern const struct command commands[]; /* ends with a NULL name */

/* An option of one command. */
enum opt_kind { OPT_FLAG, OPT_TEXT, OPT_LIST };
struct opt {
	const char *name;    /* "format", "o" (one letter is a short option) */
	enum opt_kind kind;
	void *to;            /* bool *, const char **, struct strlist * */
};
/* Take options (and the common ones: --book --lang --as --help) out of argv; what is left are the words, *argc of them.
 * One given twice is wrong, but for an OPT_LIST.
 * 0; or 2 after saying what is wrong; or -1: --help was given and answered (end with 0). `table` ends with a NULL name. */
int cmd_options(struct cmd *c, const struct opt *table, int *argc, char **argv);
/* cmd_options for a caller that wants between `min` and `max` words; returns 0, or *status set to how to end. */
bool cmd_words(struct cmd *c, const struct opt *table, int *argc, char **argv, int min, int max,
	       int *status);

/* A name or reason out of the words, cleaned as a field's text is: *out, which the caller frees. 0; or 2 after saying that it
 * is blank, unreadable, or longer than `max` bytes. `what` names it: "--name". */
int cmd_text(struct cmd *c, const char *what, const char *text, size_t max, char **out);
/* What --as said, as c->as; 0 or 2. Empty: as if it were not there. */
int cmd_as(struct cmd *c, const char *who);
enum { CMD_NAME_MAX = 400, CMD_REASON_MAX = 4000 }; /* bytes */

/* Forms, read lazily. Never NULL. */
struct forms *cmd_forms(struct cmd *c);
/* The duties and their days; what is wrong in their files is said on stderr. Never NULL. */
struct calendar *cmd_calendar(struct cmd *c);
/* One form by name: NULL after c->err is set. */
const struct form *cmd_form(struct cmd *c, const char *name);
/* Where the book is: --book, GIAMNGHEO_BOOK, config, the user's data folder; caller frees. */
char *cmd_book_path(const struct cmd *c);
/* Open it (c->book), tables brought up to the forms; 0 or a negative code with c->err set. */
int cmd_book(struct cmd *c, enum book_mode mode);
/* --as, else config officer, else the unit's name; borrowed. */
const char *cmd_officer(struct cmd *c);
/* Say c->err on stderr and return its exit status. */
int cmd_fail(struct cmd *c);
/* Wrong words: says what and how it is used; returns 2. */
int cmd_usage(struct cmd *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A message on stderr with a newline. */
void cmd_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A note made for it, when there is one; freed here. */
void cmd_say_note(char *note);
/* Flush stdout; a full disk behind it is an error too: 0 or the exit status. */
int cmd_flush(struct cmd *c);
/* How a command ends that has changed something and printed what it made: always 0. Where stdout takes nothing, `fmt`, a
 * sentence of what is done with what was to be printed, is said on stderr: 3 would mean that nothing was changed. */
int cmd_done(struct cmd *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Bytes to stdout, for what hands them out by callback; ctx is the struct cmd. 0 or ERR_IO with c->err set. */
int cmd_write(void *ctx, const char *bytes, size_t n);
/* How a command ends that wrote so: a reader that had enough (| head) is no failure. */
int cmd_end(struct cmd *c, int rc);

int cmd_init(struct cmd *c, int argc, char **argv);
int cmd_demo(struct cmd *c, int argc, char **argv);
int cmd_forms_run(struct cmd *c, int argc, char **argv);
int cmd_list(struct cmd *c, int argc, char **argv);
int cmd_show(struct cmd *c, int argc, char **argv);
int cmd_put(struct cmd *c, int argc, char **argv);
int cmd_remove(struct cmd *c, int argc, char **argv);
int cmd_movement(struct cmd *c, int argc, char **argv);
int cmd_history(struct cmd *c, int argc, char **argv);
int cmd_find(struct cmd *c, int argc, char **argv);
int cmd_import(struct cmd *c, int argc, char **argv);
int cmd_export(struct cmd *c, int argc, char **argv);
int cmd_enrol(struct cmd *c, int argc, char **argv);
int cmd_bundle(struct cmd *c, int argc, char **argv);
int cmd_inbox(struct cmd *c, int argc, char **argv);
int cmd_remark(struct cmd *c, int argc, char **argv);
int cmd_remarks(struct cmd *c, int argc, char **argv);
int cmd_reply(struct cmd *c, int argc, char **argv);
int cmd_due(struct cmd *c, int argc, char **argv);
int cmd_lock(struct cmd *c, int argc, char **argv);
int cmd_unlock(struct cmd *c, int argc, char **argv);
int cmd_overview(struct cmd *c, int argc, char **argv);
int cmd_backup(struct cmd *c, int argc, char **argv);
int cmd_restore(struct cmd *c, int argc, char **argv);
int cmd_doctor(struct cmd *c, int argc, char **argv);
int cmd_config(struct cmd *c, int argc, char **argv);
int cmd_check(struct cmd *c, int argc, char **argv);
int cmd_decision(struct cmd *c, int argc, char **argv);
int cmd_opening(struct cmd *c, int argc, char **argv);
int cmd_paper(struct cmd *c, int argc, char **argv);
int cmd_classify(struct cmd *c, int argc, char **argv);
int cmd_report(struct cmd *c, int argc, char **argv);
int cmd_round(struct cmd *c, int argc, char **argv);
int cmd_meeting(struct cmd *c, int argc, char **argv);
int cmd_certificate(struct cmd *c, int argc, char **argv);

#endif
