/* SPDX-License-Identifier: MIT */
/* Text by text, for what is looked up again and again while a file is written or read. */
#ifndef GN_FORM_TEXTMAP_H
#define GN_FORM_TEXTMAP_H

struct textmap;

struct textmap *textmap_new(void);
void textmap_free(struct textmap *m);
/* Borrowed until it is set again; NULL where there is none. */
const char *textmap_get(const struct textmap *m, const char *key);
void textmap_set(struct textmap *m, const char *key, const char *text);

#endif
