/* SPDX-License-Identifier: MIT */
/*
 * What tests of the installed forms share: a book of its own with a rural and an urban village, a household in each, and a round of
 * the standards 2022-2025, 2016-2020 and local.
 */
#ifndef GN_TESTS_REAL_HELP_H
#define GN_TESTS_REAL_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "form/entry.h"
#include "store/book.h"

struct fixture {
	char dir[64];
	struct forms *f;
	struct book *b;
	char village[2][UUID_LEN + 1]; /* rural, urban */
	char home[2][UUID_LEN + 1];
	char round[3][UUID_LEN + 1]; /* 2022-2025, 2016-2020, local */
};

static inline void ok(int ret, struct error *e)
{
	if (ret) {
		char *s = error_text(e);

		fprintf(stderr, "%s\n", s);
		free(s);
	}
	assert_int_equal(ret, 0);
}

static inline void set(struct entry *en, const char *field, const char *text)
{
	struct error e = ERROR_INIT;
	const char *code;
	const struct field *fd = form_field(entry_form(en), field, &code);

	if (!fd)
		fail_msg("no field %s", field);
	ok(entry_set(en, fd, code, text, ENTRY_PLAIN, &e), &e);
}

static inline const char *get(struct entry *en, const char *field)
{
	struct error e = ERROR_INIT;
	const char *code;
	const struct field *fd = form_field(entry_form(en), field, &code);

	ok(entry_refresh(en, &e), &e);
	return entry_get(en, fd, code);
}

static inline struct entry *begin(struct fixture *x, const char *form)
{
	const struct form *def;
	struct error e = ERROR_INIT;
	struct entry *en;

	ok(forms_get(x->f, form, &def, &e), &e);
	ok(entry_new(&en, x->f, x->b, def, NULL, &e), &e);
	return en;
}

static inline void end(struct entry *en, char id[UUID_LEN + 1])
{
	struct save_result saved;
	struct error e = ERROR_INIT;

	ok(entry_save(en, "Lò Thị Test", NULL, &saved, &e), &e);
	if (id)
		strcpy(id, entry_id(en));
	save_result_fini(&saved);
	entry_free(en);
}

/* Is there a problem of this check; -1: none, else its strength. */
static inline int told(struct entry *en, const char *check)
{
	struct problems p = { .v = NULL };
	struct error e = ERROR_INIT;
	int strength = -1;

	ok(entry_problems(en, &p, &e), &e);
	for (size_t i = 0; i < p.n; i++)
		if (!strcmp(p.v[i].check, check))
			strength = (int)p.v[i].strength;
	problems_fini(&p);
	return strength;
}

static inline size_t errors_of(struct entry *en)
{
	struct problems p = { .v = NULL };
	struct error e = ERROR_INIT;
	size_t n;

	ok(entry_problems(en, &p, &e), &e);
	n = p.errors;
	problems_fini(&p);
	return n;
}

static inline struct entry *reopen(struct fixture *x, const char *form, const char *id)
{
	const struct form *def;
	struct error e = ERROR_INIT;
	struct entry *en;

	ok(forms_get(x->f, form, &def, &e), &e);
	ok(entry_open(&en, x->f, x->b, def, NULL, id, &e), &e);
	return en;
}

static inline void make_places(struct fixture *x)
{
	static const char *const area[2] = { "rural", "urban" }, *const names[2] = {
		"Bản Một", "Khu phố Hai"
	};
	static const char *const standards[3] = { "2022-2025", "2016-2020", "local" };
	static const char *const codes[3] = { "R22", "R16", "RL" };

	for (int i = 0; i < 2; i++) {
		struct entry *en = begin(x, "village");

		set(en, "name", names[i]);
		set(en, "area_type", area[i]);
		end(en, x->village[i]);
		en = begin(x, "household");
		set(en, "village", x->village[i]);
		set(en, "household_code", "001");
		set(en, "head_name", "Nông Văn Chủ");
		end(en, x->home[i]);
	}
	for (int i = 0; i < 3; i++) {
		struct entry *en = begin(x, "round");

		set(en, "code", codes[i]);
		set(en, "kind", "periodic");
		set(en, "review_year", "2023");
		set(en, "standard", standards[i]);
		end(en, x->round[i]);
	}
}

static inline int setup(void **state)
{
	struct fixture *x = xcalloc(1, sizeof(*x));
	struct book_identity who = {
		.unit_code = "X1", .unit_name = "Xã Thử", .level = "commune", .training = true
	};
	struct error e = ERROR_INIT;
	const char *note;
	char *path;

	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	paths_init();
	i18n_init("vi", "/nonexistent", &note);
	strcpy(x->dir, "/tmp/gn-rules-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	path = xasprintf("%s/book.gng", x->dir);
	x->f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	ok(book_create(path, &who, &e), &e);
	ok(book_open(&x->b, path, BOOK_WRITE, &e), &e);
	ok(forms_prepare(x->f, x->b, &e), &e);
	free(path);
	make_places(x);
	*state = x;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *x = *state;
	char *cmd = xasprintf("rm -rf '%s'", x->dir);

	book_close(x->b);
	forms_free(x->f);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	free(x);
	return 0;
}


#endif
