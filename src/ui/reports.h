/* SPDX-License-Identifier: MIT */
/* What the screens of reports share: which report of which round, how it is made and written out. */
#ifndef GN_UI_REPORTS_H
#define GN_UI_REPORTS_H

#include "report/report.h"
#include "ui/ui.h"

struct report_choice {
	char *name;  /* "r01" */
	char *round; /* its code; NULL: the newest */
	enum report_by by;
};
void reports_choice_copy(struct report_choice *to, const struct report_choice *from);
void reports_choice_fini(struct report_choice *c);
int reports_make(struct app *app, const struct report_choice *c, struct report_table **out, struct error *e);
/* Ask for another round; turn between villages and units. False: nothing changed. */
bool reports_choose_round(struct app *app, struct report_choice *c);
bool reports_turn_by(struct app *app, struct report_choice *c);
/* Ask for a format and a place, write the table there and say where. */
void reports_write(struct app *app, const struct report_table *t);
void screen_report(struct app *app, const struct report_choice *choice);

#endif
