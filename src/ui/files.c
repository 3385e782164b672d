/* SPDX-License-Identifier: MIT */
/*
 * Choosing a place and choosing files. A stick that was put in after the screen opened is found
 * by looking again, and any path can be typed, so that nobody is ever stuck with what the list
 * happens to know.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/files.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/config.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/words.h"

/* ---- places ---- */

void files_places(struct app *app, struct places *out)
{
	struct config *c;
	const char *folder;
	char *beside;

	config_load(
		&c, paths_config(),
		NULL); /* a damaged file answers with presets; the settings screen tells of it */
	folder = config_get(c, "bundle_folder");
	beside = path_dir(book_path(app->book));
	places_list(out, str_empty(folder) ? beside : folder);
	free(beside);
	config_free(c);
}

char *files_place_words(const struct place *p)
{
	char *room = words_size(p->free);
	char *text;

	if (p->stick)
		text = p->read_only ? xasprintf(_("Stick %s · read-only"), p->label)
				    : xasprintf(_("Stick %s · %s free"), p->label, room);
	else
		text = p->read_only ? xasprintf(_("Folder %s · read-only"), p->path)
				    : xasprintf(_("Folder %s"), p->path);
	free(room);
	return text;
}

/* "~/x" as a shell would read it. */
static char *expand(const char *typed)
{
	const char *home = getenv("HOME");

	if (typed[0] == '~' && (typed[1] == '/' || !typed[1]) && home)
		return xasprintf("%s%s", home, typed + 1);
	return xstrdup(typed);
}

char *files_folder(struct app *app, const char *title)
{
	char *typed = NULL, *path;
	const char *text = _("The folder's path, such as /media/usb:");

	for (;;) {
		char *again = dialog_prompt(app, title, text, typed, false);

		free(typed);
		if (str_empty(again)) {
			free(again);
			return NULL;
		}
		path = expand(again);
		if (dir_exists(path)) {
			free(again);
			return path;
		}
		free(path);
		typed = again;
		text = _("There is no such folder. Its path:");
	}
}

char *files_place(struct app *app, const char *title, const char *text, const char *later)
{
	struct places p;
	const char **lines;
	char *path = NULL;
	size_t n;
	int i;

	files_places(app, &p);
	n = p.n;
	lines = xcalloc(n + 2, sizeof(*lines));
	for (size_t k = 0; k < p.n; k++)
		lines[k] = files_place_words(&p.v[k]);
	lines[n++] = _("Another folder…");
	if (later)
		lines[n++] = later;
	i = dialog_choose(app, title, text, lines, n, (int)places_best(&p));
	if (i >= 0 && (size_t)i < p.n)
		path = xstrdup(p.v[i].path);
	else if (i >= 0 && (size_t)i == p.n)
		path = files_folder(app, title);
	for (size_t k = 0; k < p.n; k++)
		free((char *)lines[k]);
	free(lines);
	places_fini(&p);
	return path;
}

/* ---- files ---- */

struct file_view {
	struct app *app;
	const struct files_ask *ask;
	struct places places;
	struct found_files files;
	char **known;
	bool *mark;
	struct listbox box;
	struct strlist *out;
	char *typed; /* a file named by its path */
};

enum action { ACT_TAKE = 1, ACT_MARK, ACT_PATH, ACT_AGAIN };

static const struct keybind file_keys[] = {
	{ K_ENTER, ACT_TAKE, N_("Take"), N_("Take the marked files, or the one under the cursor") },
	{ K_CHAR(' '), ACT_MARK, N_("Mark"), N_("Mark the file, or take the mark away") },
	{ K_CHAR('p'), ACT_PATH, N_("Path"), N_("Name a file or a folder by its path") },
	{ K_F(5), ACT_AGAIN, N_("Look again"), N_("Look again, after a stick was put in") },
	{ 0, 0, NULL, NULL },
};
static const struct keybind one_keys[] = {
	/* where only one can be taken */
	{ K_ENTER, ACT_TAKE, N_("Take"), N_("Take the file under the cursor") },
	{ K_CHAR('p'), ACT_PATH, N_("Path"), N_("Name a file or a folder by its path") },
	{ K_F(5), ACT_AGAIN, N_("Look again"), N_("Look again, after a stick was put in") },
	{ 0, 0, NULL, NULL },
};

static void forget(struct file_view *v)
{
	for (size_t i = 0; i < v->files.n; i++)
		free(v->known[i]);
	free(v->known);
	free(v->mark);
	found_files_fini(&v->files);
}

static void look(struct file_view *v)
{
	forget(v);
	found_files_list(&v->files, &v->places, v->ask->ending);
	v->known = xcalloc(v->files.n + 1, sizeof(*v->known));
	v->mark = xcalloc(v->files.n + 1, sizeof(*v->mark));
	for (size_t i = 0; i < v->files.n && v->ask->known; i++) {
		bool mark = false;

		v->known[i] = v->ask->known(v->ask->ctx, &v->files.v[i], &mark);
		v->mark[i] = mark && v->ask->many;
	}
	listbox_changed(&v->box);
}

static void look_again(struct file_view *v)
{
	places_fini(&v->places);
	files_places(v->app, &v->places);
	look(v);
}

static size_t marked(const struct file_view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->files.n; i++)
		n += v->mark[i];
	return n;
}

static size_t file_count(void *ctx)
{
	const struct file_view *v = ctx;

	return v->files.n;
}

static void file_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct file_view *v = ctx;
	const struct found_file *f = &v->files.v[i];
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	int name_cols = cols - 2 - 12 - 17 - 14 - 14;
	time_t at = (time_t)f->time;
	struct tm tm;
	char when[32] = "";
	char *size = words_size(f->size);

	if (localtime_r(&at, &tm))
		strftime(when, sizeof(when), "%d/%m/%Y %H:%M", &tm);
	if (name_cols < 12)
		name_cols = 12;
	draw_blank(y, x, 1, cols, look);
	draw_text(y, x, 2, look, v->mark[i] ? "✓" : " ");
	x += 2;
	draw_text(y, x, name_cols - 1, look, f->name);
	draw_text(y, x + name_cols, 11, look, v->known[i] ? v->known[i] : "");
	draw_text(y, x + name_cols + 12, 16, look, when);
	draw_right(y, x + name_cols + 29, 10, look, size);
	draw_text(y, x + name_cols + 41, cols - 2 - name_cols - 41, look, f->place);
	free(size);
}

static const struct listbox_ops file_list_ops = { .draw_row = file_draw, .count = file_count };

static void draw_places(const struct file_view *v, int y, int cols)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < v->places.n; i++) {
		char *words = files_place_words(&v->places.v[i]);

		str_addf(&b, "%s%s", i ? "   " : "", words);
		free(words);
	}
	draw_textf(y, 0, cols, LOOK_DIM, " %s %s", _("Looked in:"), b.s);
	str_fini(&b);
}

static void draw_foot(const struct file_view *v, int y, int cols)
{
	size_t n = marked(v);

	draw_textf(y, 0, cols, LOOK_DIM, " %s",
		   v->box.selected < v->files.n ? v->files.v[v->box.selected].path : "");
	if (v->ask->many)
		draw_textf(y + 1, 0, cols, LOOK_BAR,
			   n ? P_(" %zu file marked", " %zu files marked", n)
			     : _(" None marked: Enter takes the one under the cursor"),
			   n);
	else
		draw_blank(y + 1, 0, 1, cols, LOOK_BAR);
}

static void files_draw(struct screen *s, bool part)
{
	struct file_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_textf(1, 0, cols, LOOK_TITLE, " %s", v->ask->title);
		draw_places(v, 2, cols);
		if (!v->files.n)
			draw_wrap(4, 2, 3, cols - 4, LOOK_DIM,
				  _("No such file lies there. Put the stick in and press F5, or p "
				    "to name the path."));
		listbox_place(&v->box, 3, 0, rows - 6, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
	draw_foot(v, rows - 3, cols);
}

/* What was typed is a file: taken; a folder: looked into. */
static enum screen_result take_path(struct file_view *v)
{
	char *typed = dialog_prompt(v->app, v->ask->title, _("Path of a file or a folder:"),
				    v->typed, false);
	char *path = str_empty(typed) ? NULL : expand(typed);
	enum screen_result r = SCREEN_REDRAW;
	size_t at;

	if (path && places_add(&v->places, path, &at)) {
		look(v);
	} else if (path && file_exists(path)) {
		strlist_add(v->out, path);
		r = SCREEN_CLOSE;
	} else if (path) {
		ui_say(v->app, _("There is neither a file nor a folder at %s"), path);
	}
	if (typed)
		set_string(&v->typed, typed);
	free(path);
	free(typed);
	return r;
}

static enum screen_result take(struct file_view *v)
{
	size_t n = marked(v);

	for (size_t i = v->files.n; i-- > 0;) /* the oldest first, as they were made */
		if (n ? v->mark[i] : i == v->box.selected)
			strlist_add(v->out, v->files.v[i].path);
	return v->out->n ? SCREEN_CLOSE : SCREEN_HANDLED;
}

static enum screen_result files_key(struct screen *s, const struct key *k)
{
	struct file_view *v = s->data;
	struct key down = { K_DOWN, NULL, 0 };

	switch (keybind_find(s->ops->keys, k)) {
	case ACT_TAKE:
		return take(v);
	case ACT_MARK:
		if (v->box.selected >= v->files.n)
			return SCREEN_HANDLED;
		v->mark[v->box.selected] = !v->mark[v->box.selected];
		listbox_changed(&v->box);
		listbox_key(&v->box, &down);
		return SCREEN_PART;
	case ACT_PATH:
		return take_path(v);
	case ACT_AGAIN:
		look_again(v);
		return SCREEN_REDRAW;
	default:
		return listbox_key(&v->box, k);
	}
}

static const struct screen_ops files_screen = {
	.name = "files",
	.keys = file_keys,
	.draw = files_draw,
	.key = files_key,
};
static const struct screen_ops one_screen = {
	.name = "files",
	.keys = one_keys,
	.draw = files_draw,
	.key = files_key,
};

bool files_pick(struct app *app, const struct files_ask *ask, struct strlist *out)
{
	struct file_view v = { .app = app, .ask = ask, .out = out };

	listbox_init(&v.box, &file_list_ops, &v);
	look_again(&v);
	ui_run_modal(app, ask->many ? &files_screen : &one_screen, &v);
	forget(&v);
	places_fini(&v.places);
	free(v.typed);
	return out->n > 0;
}
