/* SPDX-License-Identifier: MIT */
/* What the files of the settings screen share. */
#ifndef GN_UI_SETTINGS_H
#define GN_UI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"
#include "store/book.h"
#include "sync/peer.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/ui.h"

/* Fact of the book: day of the last sealed backup to a stick, ISO. */
#define SETTINGS_STICK_DAY "stick_backup"

enum set_kind {
	SET_HEAD,
	SET_FACT,
	SET_CONFIG,
	SET_OFFICER,
	SET_OFFICER_NEW,
	SET_UPPER,
	SET_JOIN,
	SET_BELOW,
	SET_ENROL,
	SET_BACKUP,
	SET_VAULT,
	SET_DOCTOR,
};
struct set_row {
	enum set_kind kind;
	size_t index; /* of the key, officer, peer */
	char *label, *value;
	const char *help; /* for the foot, or NULL: label and value in full; borrowed */
	enum look look;
};
struct set_view {
	struct app *app;
	struct config *config;
	struct officers officers;
	struct peers upper, below;
	struct set_row *rows;
	size_t n, cap;
	struct listbox box;
};

void settings_load(struct set_view *v);
/* Writable, and it is known who works? Says why not. */
bool settings_ready(struct app *app);
/* A name that is free in a folder: "STEM.ending", "STEM_2.ending" …; caller frees. */
char *settings_free_name(const char *folder, const char *stem, const char *ending);

/* ---- settings_people.c ---- */
void settings_officer(struct app *app, const struct officer *o /* NULL: a new one */);
/* "auto" and the like as people say it; other values as they are. Borrowed. */
const char *settings_config_words(const char *value);
void settings_config(struct app *app, struct config *c, const struct config_key *key);
/* ---- settings_units.c ---- */
void settings_upper(struct app *app, const struct peer *p);
void settings_below(struct app *app, const struct peer *p);
void settings_enrol(struct app *app, const char *code, const char *name); /* NULL: ask */
void settings_join(struct app *app);
/* ---- settings_care.c ---- */
void settings_backup(struct app *app);
void settings_vault(struct app *app);
void settings_doctor(struct app *app);

#endif
