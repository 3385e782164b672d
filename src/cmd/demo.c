/* SPDX-License-Identifier: MIT */
/*
 * demo: the training book of xã Đồng Vương; with --level district a training book of the level above too, with two
 * communes enrolled, one bundle accepted and one waiting, all made through the same doors as real ones.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "domain/demo.h"
#include "sync/bundle.h"
#include "sync/enrol.h"
#include "sync/inbox.h"

struct demo_unit {
	const char *code, *name, *level, *file, *officer;
	struct demo_plan plan;
};

/* A free name in the folder: nothing is ever overwritten, not even a demonstration. */
static char *free_name(const char *dir, const char *file)
{
	for (int k = 1;; k++) {
		char *name = k == 1 ? xasprintf("%s.book", file) : xasprintf("%s-%d.book", file, k);
		char *path = path_join(dir, name);

		free(name);
		if (!file_exists(path))
			return path;
		free(path);
	}
}

static int make_book(struct cmd *c, const struct demo_unit *u, const struct enrolment *en,
		     const char *path, struct book **out)
{
	struct book_identity who = { .unit_id = en ? en->unit_id : NULL, .unit_code = u->code,
				     .unit_name = u->name, .level = u->level, .training = true };
	struct keys keys;
	int rc = book_create(path, &who, &c->err);

	if (!rc)
		rc = book_open(out, path, BOOK_WRITE, &c->err);
	if (!rc)
		rc = forms_prepare(cmd_forms(c), *out, &c->err);
	if (!rc) {
		rc = keys_make(&keys, *out, &c->err);
		if (!rc)
			keys_fini(&keys);
	}
	if (!rc && en)
		rc = enrol_accept(*out, en, &c->err);
	return rc;
}

static int commune(struct cmd *c, const struct demo_unit *u, const char *dir,
		   const struct enrolment *en, char **path)
{
	struct book *b = NULL;
	int rc;

	*path = free_name(dir, u->file);
	rc = make_book(c, u, en, *path, &b);
	if (!rc)
		rc = demo_fill(cmd_forms(c), b, &u->plan, NULL, NULL, &c->err);
	book_close(b);
	return rc;
}

/* One commune's way up: enrolled, filled, its first bundle made and received. *n: its number in the inbox. */
static int send_up(struct cmd *c, struct book *above, const struct demo_unit *u, const char *dir,
		   int64_t *n, char **path)
{
	char *file = path_join(dir, u->code), *gne = xasprintf("%s.gne", file), *gnb = NULL;
	struct bundle_plan plan = { .made_by = u->officer, .path = dir };
	struct bundle_head head = { 0 };
	struct inbox_item item = { 0 };
	struct enrolment en = { 0 };
	struct keys keys;
	struct book *b = NULL;
	bool again;
	int rc;

	if (file_exists(gne))
		remove(gne);
	rc = keys_load(&keys, above, &c->err);
	if (!rc) {
		rc = enrol_make(above, &keys, u->code, u->name, u->level, NULL, gne, &c->err);
		keys_fini(&keys);
	}
	if (!rc)
		rc = enrol_read(&en, gne, &c->err);
	if (!rc)
		rc = commune(c, u, dir, &en, path);
	if (!rc)
		rc = book_open(&b, *path, BOOK_WRITE, &c->err);
	if (!rc)
		rc = bundle_make(cmd_forms(c), b, &plan, &gnb, &head, &c->err);
	if (!rc)
		rc = inbox_receive(cmd_forms(c), above, gnb, &again, &item, &c->err);
	if (!rc)
		*n = item.n;
	book_close(b);
	inbox_item_fini(&item);
	bundle_head_fini(&head);
	enrolment_fini(&en);
	free(gnb);
	free(gne);
	free(file);
	return rc;
}

static int district(struct cmd *c, const char *dir, const struct demo_unit *above,
		    const struct demo_unit *units, char **path)
{
	struct book *b = NULL;
	int64_t n = 0;
	int rc;

	*path = free_name(dir, above->file);
	rc = make_book(c, above, NULL, *path, &b);
	for (int i = 0; i < 2 && !rc; i++) {
		char *sub = NULL;

		rc = send_up(c, b, &units[i], dir, &n, &sub);
		if (!rc)
			cmd_say("%s: %s", units[i].name, sub);
		if (!rc && i == 0)
			rc = inbox_accept(cmd_forms(c), b, n, NULL, 0, cmd_officer(c), &c->err);
		free(sub);
	}
	book_close(b);
	return rc;
}

static int number(const struct ini *ini, const char *section, const char *key)
{
	long long n = 0;

	str_int(ini_get(ini, section, key, "0"), &n);
	return (int)n;
}

/* Who takes part is data (data/demo/plan.ini): [book] and [first], [second], [above]. */
static int read_units(struct cmd *c, struct ini **ini, struct demo_unit units[2],
		      struct demo_unit *above)
{
	char *path = path_join(paths_data(), "demo/plan.ini");
	struct complaints bad;
	int rc = 0;

	complaints_init(&bad);
	*ini = ini_load(path, &bad);
	if (!*ini || bad.n) {
		char *text = bad.n ? complaint_text(&bad.v[0]) : NULL;

		rc = error_fail(&c->err, ERR_DATA, "GN-C50",
				_("The plan of the demonstration book cannot be read: %s"),
				text ? text : path);
		free(text);
	} else {
		const struct ini *i = *ini;

		units[0] = (struct demo_unit){ ini_get(i, "book", "unit_code", ""),
					       ini_get(i, "book", "unit_name", ""), "commune",
					       ini_get(i, "first", "file", "demo"),
					       ini_get(i, "officer.1", "name", NULL), { 0 } };
		units[1] = (struct demo_unit){
			ini_get(i, "second", "unit_code", ""),
			ini_get(i, "second", "unit_name", ""), "commune",
			ini_get(i, "second", "file", "demo-2"),
			ini_get(i, "officer.1", "name", NULL),
			{ 0, number(i, "second", "villages"), number(i, "second", "households"),
			  number(i, "second", "poor"), number(i, "second", "near_poor") }
		};
		*above = (struct demo_unit){ ini_get(i, "above", "unit_code", ""),
					     ini_get(i, "above", "unit_name", ""),
					     ini_get(i, "above", "level", "district"),
					     ini_get(i, "above", "file", "above"), NULL, { 0 } };
	}
	complaints_fini(&bad);
	free(path);
	return rc;
}

int cmd_demo(struct cmd *c, int argc, char **argv)
{
	const char *dir_arg = NULL, *level = "commune", *seed_text = "1";
	const struct opt opts[] = { { "dir", OPT_TEXT, &dir_arg },
				    { "level", OPT_TEXT, &level },
				    { "seed", OPT_TEXT, &seed_text },
				    { NULL, OPT_FLAG, NULL } };
	struct demo_unit units[2], above;
	struct ini *ini = NULL;
	char *dir, *path = NULL;
	long long seed;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (!str_int(seed_text, &seed) || seed < 0)
		return cmd_usage(c, _("--seed is a whole number"));
	if (strcmp(level, "commune") != 0 && strcmp(level, "district") != 0)
		return cmd_usage(c, _("--level is commune or district, not '%s'"), level);
	dir = dir_arg ? xstrdup(dir_arg) : path_join(paths_user(), "demo");
	rc = read_units(c, &ini, units, &above);
	units[0].plan.seed = (uint64_t)seed;
	units[1].plan.seed = (uint64_t)seed + 1;
	if (!rc)
		rc = dir_make(dir, &c->err);
	if (!rc && strcmp(level, "district") == 0)
		rc = district(c, dir, &above, units, &path);
	else if (!rc)
		rc = commune(c, &units[0], dir, NULL, &path);
	if (!rc) {
		puts(path);
		cmd_say(_("Open it: giamngheo --book %s"), path);
	}
	status = rc ? cmd_fail(c) : cmd_done(c, _("Book made: %s"), path);
	ini_free(ini);
	free(path);
	free(dir);
	return status;
}
