/* SPDX-License-Identifier: MIT */
/*
 * Settings in one list: this PC's settings, who works here, who this book is and whom it
 * exchanges with, its backups. Enter does what the line says.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "store/backup.h"
#include "sync/keys.h"
#include "ui/dialog.h"
#include "ui/screens.h"
#include "ui/words.h"

enum action { ACT_ENTER = 1, ACT_NEXT, ACT_PREV };

static const struct keybind set_keys[] = {
	{ K_ENTER, ACT_ENTER, N_("Change, do"),
	  N_("Change the setting, or do what the line says") },
	{ K_TAB, ACT_NEXT, N_("Next section"), N_("Next section") },
	{ K_BACKTAB, ACT_PREV, NULL, N_("Section before") },
	{ 0, 0, NULL, NULL },
};

bool settings_ready(struct app *app)
{
	if (!book_writable(app->book)) {
		ui_say(app, "%s", _("The book is open for reading only: nothing can be changed."));
		return false;
	}
	return app_need_officer(app);
}

char *settings_free_name(const char *folder, const char *stem, const char *ending)
{
	for (int i = 1;; i++) {
		char *again = i > 1 ? xasprintf("_%d", i) : xstrdup("");
		char *name = xasprintf("%s%s.%s", stem, again, ending),
		     *path = path_join(folder, name);

		free(name);
		free(again);
		if (!file_exists(path))
			return path;
		free(path);
	}
}

/* ---- rows ---- */

static void add(struct set_view *v, enum set_kind kind, size_t index, const char *label,
		const char *value, enum look look)
{
	v->rows = grow(v->rows, v->n, &v->cap, sizeof(*v->rows));
	v->rows[v->n++] =
		(struct set_row){ kind, index, xstrdup(label), xstrdup(value ? value : ""),
				  NULL, look };
}

/* Short names; the settings' own line of explanation stands at the foot. */
static const char *config_label(const char *name)
{
	static const char *const labels[][2] = {
		{ "lang", N_("Language") },
		{ "officer", N_("Who usually works here") },
		{ "book", N_("Book to open") },
		{ "colour", N_("Colour") },
		{ "approver", N_("Who approves bundles") },
		{ "recipient", N_("Who receives reports") },
		{ "bundle_folder", N_("Folder for bundles") },
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (!strcmp(labels[i][0], name))
			return _(labels[i][1]);
	return name;
}

static void add_config(struct set_view *v)
{
	add(v, SET_HEAD, 0, _("This PC"), "", LOOK_TITLE);
	for (size_t i = 0; config_keys[i].name; i++) {
		const char *value = config_get(v->config, config_keys[i].name);

		add(v, SET_CONFIG, i, config_label(config_keys[i].name),
		    config_keys[i].choices || str_empty(value) ? settings_config_words(value) : value,
		    str_empty(value) ? LOOK_DIM : LOOK_VALUE);
		v->rows[v->n - 1].help = _(config_keys[i].doc);
	}
}

static void add_officers(struct set_view *v)
{
	add(v, SET_HEAD, 0, _("Who works here"), "", LOOK_TITLE);
	for (size_t i = 0; i < v->officers.n; i++) {
		const struct officer *o = &v->officers.v[i];
		char *from = words_moment(o->from), *to = words_moment(o->to);
		struct str b;

		str_init(&b);
		str_add(&b, o->title ? o->title : "");
		if (*from)
			str_addf(&b, _(" from %s"), from);
		if (*to)
			str_addf(&b, _(" to %s"), to);
		if (str_eq(o->name, v->app->officer))
			str_addf(&b, " · %s", _("works now"));
		add(v, SET_OFFICER, i, o->name, b.s, LOOK_NORMAL);
		str_fini(&b);
		free(from);
		free(to);
	}
	add(v, SET_OFFICER_NEW, 0, _("Another officer…"), "", LOOK_NORMAL);
}

static void add_book(struct set_view *v)
{
	struct book *b = v->app->book;
	struct error e = ERROR_INIT;
	struct keys k;
	char fp[FINGERPRINT_LEN + 1];
	char *name =
		xasprintf("%s (%s), %s%s", book_unit_name(b), book_unit_code(b),
			  codes_label(code_lists_get(forms_codes(v->app->forms), "level", NULL),
				      book_level(b)),
			  book_training(b) ? _(", training") : "");

	add(v, SET_HEAD, 0, _("This book"), "", LOOK_TITLE);
	add(v, SET_FACT, 0, _("Unit"), name, LOOK_VALUE);
	free(name);
	if (keys_load(&k, b, &e) == 0) {
		add(v, SET_FACT, 0, _("Fingerprint"), keys_fingerprint(k.sign_pk, k.seal_pk, fp),
		    LOOK_VALUE);
		keys_fini(&k);
	} else {
		add(v, SET_FACT, 0, _("Fingerprint"), e.what, LOOK_ERROR);
	}
	error_clear(&e);
	add(v, SET_FACT, 0, _("File"), book_path(b), LOOK_NORMAL);
}

static void add_peer(struct set_view *v, enum set_kind kind, size_t i, const struct peer *p)
{
	char fp[FINGERPRINT_LEN + 1];
	char *label = xasprintf("%s (%s)", p->name, p->code);
	char *value = p->has_keys ? xasprintf("%s %s", peer_fingerprint(p, fp),
					      p->compared ? _("compared") : _("NOT COMPARED"))
				  : xstrdup(_("has not sent its first bundle yet"));

	add(v, kind, i, label, value,
	    !p->has_keys  ? LOOK_DIM
	    : p->compared ? LOOK_GOOD
			  : LOOK_DOUBT);
	free(value);
	free(label);
}

static void add_units(struct set_view *v)
{
	add(v, SET_HEAD, 0, _("Level above"), "", LOOK_TITLE);
	for (size_t i = 0; i < v->upper.n; i++)
		if (v->upper.v[i].in_force)
			add_peer(v, SET_UPPER, i, &v->upper.v[i]);
	add(v, SET_JOIN, 0, _("Take an enrolment file from the level above…"), "", LOOK_NORMAL);
	add(v, SET_HEAD, 0, _("Units below"), "", LOOK_TITLE);
	for (size_t i = 0; i < v->below.n; i++)
		if (v->below.v[i].in_force)
			add_peer(v, SET_BELOW, i, &v->below.v[i]);
	add(v, SET_ENROL, 0, _("Enrol a unit below…"), "", LOOK_NORMAL);
}

static void add_care(struct set_view *v)
{
	struct error e = ERROR_INIT;
	bool due = false;
	int rc = backup_due(v->app->book, &due, &e);
	char *iso = NULL, *day, *last;

	book_meta(v->app->book, SETTINGS_STICK_DAY, &iso, NULL);
	day = words_moment(iso);
	last = xasprintf(_("last on %s"), *day ? day : "-");

	add(v, SET_HEAD, 0, _("Backup and health"), "", LOOK_TITLE);
	add(v, SET_BACKUP, 0, _("Backup beside the book"),
	    rc	  ? e.what
	    : due ? _("something was saved since the last one")
		  : _("up to date"),
	    rc	  ? LOOK_ERROR
	    : due ? LOOK_DOUBT
		  : LOOK_GOOD);
	add(v, SET_VAULT, 0, _("Backup to a stick, sealed…"), last,
	    *day ? LOOK_NORMAL : LOOK_DOUBT);
	free(last);
	free(day);
	free(iso);
	add(v, SET_DOCTOR, 0, _("Look everything over (doctor)"), "", LOOK_NORMAL);
	error_clear(&e);
}

static void forget_rows(struct set_view *v)
{
	for (size_t i = 0; i < v->n; i++) {
		free(v->rows[i].label);
		free(v->rows[i].value);
	}
	v->n = 0;
	officers_fini(&v->officers);
	peers_fini(&v->upper);
	peers_fini(&v->below);
}

void settings_load(struct set_view *v)
{
	struct error e = ERROR_INIT;
	int rc;

	forget_rows(v);
	rc = officer_list(v->app->book, &v->officers, &e);
	if (!rc)
		rc = peer_list(v->app->book, true, &v->upper, &e);
	if (!rc)
		rc = peer_list(v->app->book, false, &v->below, &e);
	if (rc)
		ui_error(v->app, &e);
	add_config(v);
	add_officers(v);
	add_book(v);
	add_units(v);
	add_care(v);
	listbox_changed(&v->box);
}

/* ---- drawing ---- */

static size_t set_count(void *ctx)
{
	const struct set_view *v = ctx;

	return v->n;
}

static void set_row_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct set_view *v = ctx;
	const struct set_row *r = &v->rows[i];
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	int label_cols = cols * 4 / 11;

	draw_blank(y, x, 1, cols, look);
	if (r->kind == SET_HEAD) {
		draw_textf(y, x, cols, selected ? look : LOOK_TITLE, " %s", r->label);
		return;
	}
	if (!*r->value)
		label_cols = cols;
	draw_textf(y, x, label_cols - 1, selected ? look : LOOK_LABEL, "   %s", r->label);
	draw_text(y, x + label_cols, cols - label_cols, selected ? look : r->look, r->value);
}

static const struct listbox_ops set_ops = { .draw_row = set_row_draw, .count = set_count };

static void set_draw(struct screen *s, bool part)
{
	struct set_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols();
	const struct set_row *r;

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		listbox_place(&v->box, 1, 0, rows - 5, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
	draw_blank(rows - 4, 0, 3, cols, LOOK_NORMAL);
	r = v->box.selected < v->n ? &v->rows[v->box.selected] : NULL;
	if (r && r->kind != SET_HEAD) {
		char *text = xasprintf("%s%s%s", r->label, *r->value || r->help ? ": " : "",
				       r->help ? r->help : r->value);

		draw_wrap(rows - 4, 1, 2, cols - 2, LOOK_DIM, text);
		free(text);
	}
}

/* ---- keys ---- */

static void enter(struct set_view *v)
{
	const struct set_row *r = v->box.selected < v->n ? &v->rows[v->box.selected] : NULL;

	if (!r)
		return;
	switch (r->kind) {
	case SET_HEAD:
		return;
	case SET_FACT:
		dialog_text(v->app, r->label, r->value);
		return;
	case SET_CONFIG:
		settings_config(v->app, v->config, &config_keys[r->index]);
		break;
	case SET_OFFICER:
		settings_officer(v->app, &v->officers.v[r->index]);
		break;
	case SET_OFFICER_NEW:
		settings_officer(v->app, NULL);
		break;
	case SET_UPPER:
		settings_upper(v->app, &v->upper.v[r->index]);
		break;
	case SET_JOIN:
		settings_join(v->app);
		break;
	case SET_BELOW:
		settings_below(v->app, &v->below.v[r->index]);
		break;
	case SET_ENROL:
		settings_enrol(v->app, NULL, NULL);
		break;
	case SET_BACKUP:
		settings_backup(v->app);
		break;
	case SET_VAULT:
		settings_vault(v->app);
		break;
	case SET_DOCTOR:
		settings_doctor(v->app);
		return;
	}
	settings_load(v);
}

static void step_section(struct set_view *v, bool forward)
{
	size_t i = v->box.selected;

	while (forward ? ++i < v->n : i-- > 0)
		if (v->rows[i].kind == SET_HEAD && i + 1 != v->box.selected) {
			listbox_select(&v->box, i + 1 < v->n ? i + 1 : i);
			return;
		}
}

static enum screen_result set_key(struct screen *s, const struct key *k)
{
	struct set_view *v = s->data;
	int action = keybind_find(set_keys, k);

	if (action == ACT_ENTER)
		enter(v);
	else if (action)
		step_section(v, action == ACT_NEXT);
	else
		return listbox_key(&v->box, k);
	return SCREEN_REDRAW;
}

static void set_back(struct screen *s)
{
	settings_load(s->data);
}

static char *set_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Settings"));
}

static void set_close(struct screen *s)
{
	struct set_view *v = s->data;

	forget_rows(v);
	free(v->rows);
	config_free(v->config);
	free(v);
	s->data = NULL;
}

static const struct screen_ops set_screen = {
	.name = "settings",
	.keys = set_keys,
	.draw = set_draw,
	.key = set_key,
	.back = set_back,
	.title = set_title,
	.close = set_close,
};

void screen_settings(struct app *app)
{
	struct set_view *v = xcalloc(1, sizeof(*v));
	struct error e = ERROR_INIT;

	v->app = app;
	if (config_load(&v->config, paths_config(), &e))
		ui_error(app, &e);
	listbox_init(&v->box, &set_ops, v);
	settings_load(v);
	v->box.selected = 1; /* the heading above it stays in view */
	ui_push(app, &set_screen, v);
}
