/* SPDX-License-Identifier: MIT */
/* The full list of a screen's keys, out of the very tables that bind them. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/screens.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "text/utf8.h"
#include "ui/draw.h"
#include "ui/ui_impl.h"

/* Was this help told already, by an earlier key of the table? */
static bool told(const struct keybind *table, const struct keybind *at)
{
	for (; table < at; table++)
		if (table->action && table->action == at->action && str_eq(table->help, at->help))
			return true;
	return false;
}

static void add_name(struct str *names, int code)
{
	char a[16], b[16];

	if (names->len)
		str_add(names, ", ");
	str_add(names, key_label(code, a));
	if (code > K_F_BASE && code <= K_F(12)) {
		if (code < K_F(10))
			str_addf(names, ", Esc-%d", code - K_F_BASE);
		else
			str_addf(names, ", %s", key_label_twin(code, b));
	}
}

#define HELP_AT 27 /* the column of the help texts */

/* A help text that is longer than its line goes on below itself, not below the keys. */
static void add_help(struct str *out, const char *help)
{
	int cols = draw_cols() - 2 - HELP_AT;

	for (;;) {
		const char *next = cols > 20 ? draw_wrap_next(help, cols) : help + strlen(help);
		size_t n = (size_t)(next - help);

		while (n && help[n - 1] == ' ')
			n--;
		str_addn(out, help, n);
		str_addc(out, '\n');
		if (!*next)
			return;
		for (int i = 0; i < HELP_AT; i++)
			str_addc(out, ' ');
		help = next;
	}
}

static void add_table(struct str *out, const struct keybind *table)
{
	const struct keybind *b, *other;

	for (b = table; b && b->code; b++) {
		const char *help = b->help ? b->help : b->label;
		struct str names;
		int w;

		if (!help || told(table, b))
			continue;
		str_init(&names);
		add_name(&names, b->code);
		for (other = b + 1; other->code; other++)
			if (b->action && other->action == b->action && str_eq(other->help, b->help))
				add_name(&names, other->code);
		str_addf(out, "  %s", names.s);
		for (w = utf8_width(names.s); w < 24; w++)
			str_addc(out, ' ');
		str_addc(out, ' ');
		add_help(out, _(help));
		str_fini(&names);
	}
}

void screen_keys(struct app *app, const struct screen_ops *ops)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s\n\n", _("Keys of this screen"));
	add_table(&b, ops->keys);
	str_addf(&b, "\n%s\n\n", _("On every screen"));
	add_table(&b, ui_common_keys());
	str_addf(&b, "\n%s\n",
		 _("Where a terminal keeps the F-keys for itself, press Esc, then within a second "
		   "the digit: "
		   "Esc 2 is F2, Esc 0 is F10. Esc by itself does nothing; Esc twice leaves "
		   "without changing anything."));
	str_addf(&b, "\n%s\n\n", _("In a line of text"));
	str_addf(&b, "  ^Z                       %s\n", _("Undo"));
	str_addf(&b, "  ^R                       %s\n", _("Redo"));
	str_addf(&b, "  ^W                       %s\n", _("Delete the word before the cursor"));
	str_addf(&b, "  ^K                       %s\n", _("Delete to the end"));
	str_addf(&b, "  ^Y                       %s\n", _("Put back what was deleted"));
	screen_text(app, _("Keys"), b.s);
	str_fini(&b);
}
