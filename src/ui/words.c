/* SPDX-License-Identifier: MIT */
/*
 * How states look, and duties, moments and sizes as people say them, in one place.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/entry.h"
#include "text/number.h"

static const struct {
	const char *state;
	enum look look;
} looks[] = {
	{ "made", LOOK_DIM },	    { "needs_confirmation", LOOK_DOUBT },
	{ "accepted", LOOK_GOOD },  { "accepted_remarks", LOOK_GOOD },
	{ "returned", LOOK_ERROR }, { "superseded", LOOK_DIM },
	{ "open", LOOK_ERROR },	    { "answered", LOOK_GOOD },
	{ "closed", LOOK_DIM },
};

enum look words_state_look(const char *state)
{
	for (size_t i = 0; state && i < sizeof(looks) / sizeof(looks[0]); i++)
		if (!strcmp(looks[i].state, state))
			return looks[i].look;
	return LOOK_NORMAL;
}

const char *words_duty(struct app *app, const char *code)
{
	return calendar_label(app_calendar(app), code);
}

char *words_moment(const char *at)
{
	struct date day;
	char iso[11] = "", human[11];

	if (!at || strlen(at) < 10)
		return xstrdup(at ? at : "");
	memcpy(iso, at, 10);
	if (!date_parse_iso(iso, &day))
		return xstrdup(at);
	date_human(&day, human);
	return strlen(at) >= 16 ? xasprintf("%s %.5s", human, at + 11) : xstrdup(human);
}

char *words_size(int64_t bytes)
{
	static const char *const units[] = { "B", "KB", "MB", "GB", "TB" };
	double v = (double)bytes;
	size_t i = 0;
	char buf[32];

	if (bytes < 0)
		return xstrdup("");
	for (; v >= 1000 && i < 4; i++)
		v /= 1024;
	number_decimal_show(v, i && v < 10 ? 1 : 0, buf);
	return xasprintf("%s %s", buf, units[i]);
}

const char *words_field(struct app *app, const char *form_name, const char *field)
{
	const struct form *form;
	const struct field *fd;
	const char *code;

	if (!field)
		return "";
	if (forms_get(app->forms, form_name, &form, NULL))
		return field;
	fd = form_field(form, field, &code);
	if (!fd)
		return field;
	return code ? codes_label(fd->choices, code) : i18n_pick(fd->label);
}

char *words_record(struct app *app, const char *form_name, const char *unit, const char *id)
{
	const struct form *form;
	char *key, *text;

	if (forms_get(app->forms, form_name, &form, NULL))
		return xasprintf("%s %.8s", form_name, id ? id : "");
	key = form_key_show(app->forms, app->book, form, unit, id);
	text = key ? xasprintf("%s: %s", i18n_pick(form->title), key)
		   : xasprintf(_("%s (not in this book)"), i18n_pick(form->title));
	free(key);
	return text;
}
