/* SPDX-License-Identifier: MIT */
/* A filled paper on the screen: to be read, and written to a folder or a stick. */
#ifndef GN_UI_PAPERS_H
#define GN_UI_PAPERS_H

#include "report/doc.h"
#include "ui/ui.h"

/* Show it as text; takes `d`. `notes` (NULL: none): what the officer must know and the paper does not say, one a line. `file`: the
 * name it is written under, without ending. */
void screen_paper_view(struct app *app, struct doc *d, const char *notes, const char *file);
/* Ask for the kind of file and the place, write it, read it back, and say so. */
void paper_write(struct app *app, const struct doc *d, const char *file);

#endif
