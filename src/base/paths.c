/* SPDX-License-Identifier: MIT */
/*
 * Places are found once. A folder counts as the program's own only when it holds both
 * forms and data, so that a stray folder of one name beside the binary misleads nobody.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/paths.h"

#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

static struct {
	bool ready;
	char *forms, *data, *locale, *user, *config;
} here;

static char *own_folder(void)
{
	char *buf = xmalloc(PATH_MAX), *dir;
	ssize_t n = readlink("/proc/self/exe", buf, PATH_MAX - 1);

	if (n <= 0) {
		free(buf);
		return NULL;
	}
	buf[n] = '\0';
	dir = path_dir(buf);
	free(buf);
	return dir;
}

static bool has(const char *root, const char *name)
{
	char *path = path_join(root, name);
	bool there = dir_exists(path);

	free(path);
	return there;
}

/* The folder of a build tree, or NULL for an installed program; caller frees. */
static char *build_tree(void)
{
	char *dir = own_folder();

	for (int up = 0; dir && up < 2; up++) {
		char *parent;

		if (has(dir, "forms") && has(dir, "data"))
			return dir;
		parent = path_dir(dir);
		free(dir);
		dir = parent;
	}
	free(dir);
	return NULL;
}

static char *home(void)
{
	const char *s = getenv("HOME");
	const struct passwd *pw;

	if (s && *s == '/')
		return xstrdup(s);
	pw = getpwuid(getuid());
	return xstrdup(pw && pw->pw_dir && *pw->pw_dir == '/' ? pw->pw_dir : "/");
}

/* The XDG rule: the variable where it holds an absolute path, else below the home folder. */
static char *xdg(const char *variable, const char *below, const char *name)
{
	const char *s = getenv(variable);
	char *base, *path;

	if (s && *s == '/') {
		base = xstrdup(s);
	} else {
		char *h = home();

		base = path_join(h, below);
		free(h);
	}
	path = path_join(base, name);
	free(base);
	return path;
}

void paths_init(void)
{
	const char *given = getenv("GIAMNGHEO_DATADIR");
	char *tree, *root;

	if (here.ready)
		return;
	here.ready = true;
	tree = build_tree();
	if (!str_empty(given))
		root = xstrdup(given);
	else
		root = xstrdup(tree ? tree : PKGDATADIR);
	here.forms = path_join(root, "forms");
	here.data = path_join(root, "data");
	if (has(root, "locale"))
		here.locale = path_join(root, "locale");
	else if (tree && has(tree, "locale"))
		here.locale = path_join(tree, "locale");
	else
		here.locale = xstrdup(LOCALEDIR);
	here.user = xdg("XDG_DATA_HOME", ".local/share", "giamngheo");
	here.config = xdg("XDG_CONFIG_HOME", ".config", "giamngheo/giamngheo.conf");
	free(root);
	free(tree);
}

const char *paths_forms(void)
{
	paths_init();
	return here.forms;
}

const char *paths_data(void)
{
	paths_init();
	return here.data;
}

const char *paths_locale(void)
{
	paths_init();
	return here.locale;
}

const char *paths_user(void)
{
	paths_init();
	return here.user;
}

const char *paths_config(void)
{
	paths_init();
	return here.config;
}
