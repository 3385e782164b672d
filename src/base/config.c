/* SPDX-License-Identifier: MIT */
/* Settings of one person on one PC. Written whole and atomically: a power cut leaves the old file. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/str.h"

#define SECTION "giamngheo"
#define CONFIG_KEYS_MAX 16
#define VALUE_MAX_BYTES 1000 /* of any value in an INI */
#define NAME_MAX_BYTES 400

static const char *const lang_choices[] = { "vi", "en", NULL };
static const char *const colour_choices[] = { "auto", "yes", "no", NULL };

const struct config_key config_keys[] = {
	{ "lang", "", lang_choices, N_("language of screens and messages: vi or en"), 0 },
	{ "officer", "", NULL, N_("who works here, when --as is not given"), NAME_MAX_BYTES },
	{ "book", "", NULL, N_("the book to open when neither --book nor GIAMNGHEO_BOOK says so"), 0 },
	{ "colour", "auto", colour_choices, N_("colour on the screen: auto, yes or no"), 0 },
	{ "approver", "", NULL, N_("who approves bundles, written into each one"), NAME_MAX_BYTES },
	{ "recipient", "", NULL, N_("who receives the reports, where it is not simply the unit above"), NAME_MAX_BYTES },
	{ "bundle_folder", "", NULL, N_("folder offered for bundles beside the sticks"), 0 },
	{ NULL, NULL, NULL, NULL, 0 },
};

struct config {
	char *path;
	char *value[CONFIG_KEYS_MAX]; /* by index in config_keys; NULL: preset */
};

static int key_index(const char *name)
{
	for (int i = 0; config_keys[i].name; i++)
		if (strcmp(config_keys[i].name, name) == 0)
			return i;
	return -1;
}

static bool choice_ok(const struct config_key *key, const char *value)
{
	if (!key->choices || !*value)
		return true;
	for (size_t i = 0; key->choices[i]; i++)
		if (strcmp(key->choices[i], value) == 0)
			return true;
	return false;
}

static int take_values(struct config *c, const struct ini *ini, struct complaints *bad)
{
	for (size_t i = 0; i < ini_keys(ini, SECTION); i++) {
		const char *name = ini_key(ini, SECTION, i);
		const char *value = ini_get(ini, SECTION, name, "");
		int k = key_index(name);

		if (k < 0)
			complaints_add(bad, c->path, ini_line(ini, SECTION, name), SECTION, name,
				       _("there is no such setting"));
		else if (!choice_ok(&config_keys[k], value))
			complaints_add(bad, c->path, ini_line(ini, SECTION, name), SECTION, name,
				       _("'%s' is not one of the possible values"), value);
		else
			set_string(&c->value[k], value);
	}
	return bad->n ? ERR_DATA : 0;
}

int config_load(struct config **out, const char *path, struct error *e)
{
	struct config *c = xcalloc(1, sizeof(*c));
	struct complaints bad;
	struct ini *ini;
	int rc = 0;

	c->path = xstrdup(path);
	*out = c;
	if (!file_exists(path))
		return 0;
	complaints_init(&bad);
	ini = ini_load(path, &bad);
	if (ini && !bad.n)
		take_values(c, ini, &bad);
	if (bad.n) {
		char *text = complaint_text(&bad.v[0]);

		rc = error_fail(e, ERR_DATA, "GN-B40", _("The settings file has a mistake: %s"), text);
		error_safe(e, _("No data is touched; settings that cannot be read have their usual value."));
		error_todo(e, _("Correct the file, or remove it and set the settings again."));
		free(text);
	}
	ini_free(ini);
	complaints_fini(&bad);
	return rc;
}

void config_free(struct config *c)
{
	if (!c)
		return;
	for (int i = 0; config_keys[i].name; i++)
		free(c->value[i]);
	free(c->path);
	free(c);
}

const char *config_get(const struct config *c, const char *name)
{
	int k = key_index(name);

	if (k < 0)
		return NULL;
	return c->value[k] ? c->value[k] : config_keys[k].preset;
}

static int config_write(const struct config *c, struct error *e)
{
	struct str text;
	char *dir = path_dir(c->path);
	int rc;

	str_init(&text);
	str_add(&text, "# giamngheo.conf(5)\n[" SECTION "]\n");
	for (int i = 0; config_keys[i].name; i++)
		if (c->value[i])
			str_addf(&text, "%s = \"%s\"\n", config_keys[i].name, c->value[i]);
	rc = dir_make(dir, e);
	if (!rc)
		rc = file_write(c->path, text.s, text.len, 0600, e);
	str_fini(&text);
	free(dir);
	return rc;
}

/* What is written is read back at the next start: only what the INI can hold may go in. */
static int value_fits(const struct config_key *key, const char *value, struct error *e)
{
	size_t max = key->max ? key->max : VALUE_MAX_BYTES;
	int rc;

	if (str_fault(value) == STR_SOUND && !strpbrk(value, "\"\\\t\n\v\f\r") && strlen(value) <= max)
		return 0;
	rc = error_fail(e, ERR_USAGE, "GN-B43", _("This value of %s cannot be kept in the settings file."),
			key->name);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, _("Write it as UTF-8 text of at most %zu bytes, without double quotes, backslashes, tabs "
			"or line breaks."), max);
	return rc;
}

int config_set(struct config *c, const char *name, const char *value, struct error *e)
{
	int k = key_index(name);
	char *before;
	int rc;

	if (k < 0) {
		rc = error_fail(e, ERR_USAGE, "GN-B41", _("There is no setting '%s'."), name);
		error_todo(e, _("`giamngheo config list` shows them all."));
		return rc;
	}
	rc = value_fits(&config_keys[k], value, e);
	if (rc)
		return rc;
	if (!choice_ok(&config_keys[k], value)) {
		rc = error_fail(e, ERR_USAGE, "GN-B42", _("'%s' is not a possible value of %s."), value,
				name);
		error_todo(e, "%s: %s", name, _(config_keys[k].doc));
		return rc;
	}
	before = c->value[k];
	c->value[k] = xstrdup(value);
	rc = config_write(c, e);
	if (rc) {
		free(c->value[k]);
		c->value[k] = before;
		return rc;
	}
	free(before);
	return 0;
}
