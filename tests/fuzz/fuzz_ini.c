/* SPDX-License-Identifier: MIT */
/*
 * INI files and the forms made of them: every input is either told of with file and reason,
 * or gives a form that can be asked for. Seeds are the forms that are installed.
 */
#include "fuzz.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "form/form.h"

static void promise(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "broken promise: %s\n", what);
	abort();
}

static void check_complaints(const struct complaints *c)
{
	for (size_t i = 0; i < c->n; i++) {
		char *text = complaint_text(&c->v[i]);

		promise(c->v[i].file && !str_empty(c->v[i].reason) && !str_empty(text),
			"file and reason");
		free(text);
	}
}

/* Everything a reader of INI files can ask. */
static void walk(const struct ini *ini)
{
	for (size_t i = 0; i < ini_sections(ini); i++) {
		const char *section = ini_section(ini, i);

		promise(ini_has_section(ini, section), "a section listed is there");
		for (size_t k = 0; k < ini_keys(ini, section); k++) {
			const char *key = ini_key(ini, section, k);

			promise(ini_get(ini, section, key, NULL), "a key listed has a value");
			promise(ini_line(ini, section, key) > 0, "a key has a line");
			free(ini_get_long(ini, section, key));
		}
	}
}

static void try_ini(const char *path)
{
	struct complaints c;
	struct ini *ini;

	complaints_init(&c);
	ini = ini_load(path, &c);
	promise(ini || c.n, "a file that is not read is complained of");
	if (ini && !c.n)
		walk(ini);
	check_complaints(&c);
	complaints_fini(&c);
	ini_free(ini);
}

static void try_form(const char *dir)
{
	char *codes = path_join(paths_data(), "codes");
	struct forms *f = forms_new(dir, codes);
	struct error e = ERROR_INIT;
	const struct form *form;
	struct complaints c;

	complaints_init(&c);
	forms_check(f, &c);
	check_complaints(&c);
	if (!forms_get(f, "household", &form, &e))
		promise(form && form->n_fields && form->name, "a form that is given is whole");
	else
		promise(c.n && e.what && *e.id, "a form refused is complained of");
	error_clear(&e);
	complaints_fini(&c);
	forms_free(f);
	free(codes);
}

int fuzz_one(const uint8_t *data, size_t n)
{
	static char *dir;

	if (!dir) {
		dir = path_join(fuzz_dir(), "forms");
		if (dir_make(dir, NULL))
			die("cannot make %s", dir);
	}
	try_ini(fuzz_file("forms/household.ini", data, n));
	try_form(dir);
	return 0;
}

void fuzz_known(const uint8_t *data, size_t n)
{
	(void)data, (void)n; /* a good file is not told from a bad one by its bytes */
}

void fuzz_seeds(void (*give)(const uint8_t *data, size_t n))
{
	static const char text[] =
		"[form]\ntable = \"household\"\ntitle.vi = \"Hộ\"\ntitle.en = \"Household\"\n"
		"version = \"1\"\nkey = \"code\"\nlist = \"code\"\n\n[code]\nlabel.vi = \"Mã\"\n"
		"label.en = \"Code\"\ntype = \"text\"\nwidth = \"8\"\nrequired = \"yes\"\n"
		"constraint = \"length(:code) < 9\"\nmessage.vi = \"Dài\"\nmessage.en = \"Long\"\n";

	give((const uint8_t *)text, strlen(text));
}
