/* SPDX-License-Identifier: MIT */
/*
 * Where things lie. Installed: $(pkgdatadir), $(localedir). In the build tree the program finds
 * forms, data and locale from its own place (/proc/self/exe), never from the current folder.
 * The user's data: $XDG_DATA_HOME/giamngheo; settings: $XDG_CONFIG_HOME/giamngheo/giamngheo.conf.
 */
#ifndef GN_BASE_PATHS_H
#define GN_BASE_PATHS_H

/* Look around once; later calls do nothing. GIAMNGHEO_DATADIR overrides (tests). */
void paths_init(void);
const char *paths_forms(void);  /* folder of form INIs */
const char *paths_data(void);   /* folder with schema, codes, checks … */
const char *paths_locale(void); /* gettext catalogues */
const char *paths_user(void);   /* the user's data folder (not made here) */
const char *paths_config(void); /* the user's settings file (may not exist) */

#endif
