/* SPDX-License-Identifier: MIT */
/* gettext's marks, for every file with words a person reads. Msgids are English. */
#ifndef GN_BASE_I18N_H
#define GN_BASE_I18N_H

#include <libintl.h>

#include "base/error.h"

#define _(s) gettext(s)
#define N_(s) s
#define P_(one, many, n) ngettext(one, many, n)

enum lang { LANG_VI = 0, LANG_EN = 1 };

/* Choose language and locale once at start: `lang` ("vi", "en" or NULL: LANGUAGE, LC_ALL, LC_MESSAGES, LANG
 * as gettext orders them, else Vietnamese). Where the locale is missing or not UTF-8, C.UTF-8 is taken
 * and *note (translated, static, or NULL) says so once. `localedir` holds the catalogues. */
void i18n_init(const char *lang, const char *localedir, const char **note);
/* Speak another language for a while: what is made for paper is Vietnamese whatever the screen speaks. The one before. */
enum lang i18n_speak(enum lang lang);
/* The language now spoken, for texts that data files carry as .vi and .en. */
enum lang i18n_lang(void);
/* texts[LANG_VI] or texts[LANG_EN], the other where one is missing, "" where both are; borrowed. */
const char *i18n_pick(const char *const texts[2]);

#endif
