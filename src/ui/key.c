/* SPDX-License-Identifier: MIT */
/* Tables of keys: what a key is bound to, and how it is called on the bottom line and in the list of keys. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/key.h"

#include <stdio.h>

#include "base/i18n.h"

int keybind_find(const struct keybind *table, const struct key *k)
{
	int code = k->code;

	if (!table || code == K_NONE || code == K_PASTE)
		return 0;
	if (code == K_TEXT) {
		if (k->len != 1)
			return 0;
		code = K_CHAR((unsigned char)k->text[0]);
	}
	for (; table->code; table++)
		if (table->code == code)
			return table->action;
	return 0;
}

static const struct {
	int code;
	const char *name;
} named[] = {
	/* TRANSLATORS: names of keys as they stand on a keyboard; at most 12 columns */
	{ K_CANCEL, N_("Esc Esc") },
	{ K_ENTER, N_("Enter") },
	{ K_TAB, N_("Tab") },
	{ K_BACKTAB, N_("Shift-Tab") },
	{ K_BACKSPACE, N_("Backspace") },
	{ K_DELETE, N_("Del") },
	{ K_INSERT, N_("Ins") },
	{ K_UP, N_("Up") },
	{ K_DOWN, N_("Down") },
	{ K_LEFT, N_("Left") },
	{ K_RIGHT, N_("Right") },
	{ K_HOME, N_("Home") },
	{ K_END, N_("End") },
	{ K_PAGE_UP, N_("PgUp") },
	{ K_PAGE_DOWN, N_("PgDn") },
	{ K_CTRL_HOME, N_("Ctrl-Home") },
	{ K_CTRL_END, N_("Ctrl-End") },
	{ K_WORD_LEFT, N_("Ctrl-Left") },
	{ K_WORD_RIGHT, N_("Ctrl-Right") },
	{ K_CHAR(' '), N_("Space") },
};

char *key_label(int code, char buf[static 16])
{
	size_t i;

	buf[0] = '\0';
	for (i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (named[i].code == code)
			snprintf(buf, 16, "%s", _(named[i].name));
	if (*buf)
		return buf;
	if (code > K_CHAR_BASE)
		snprintf(buf, 16, "%c", code - K_CHAR_BASE);
	else if (code > K_ALT_BASE)
		snprintf(buf, 16, "Esc-%c", code - K_ALT_BASE);
	else if (code > K_F_BASE)
		snprintf(buf, 16, "F%d", code - K_F_BASE);
	else if (code >= K_CTRL('a') && code <= K_CTRL('z'))
		snprintf(buf, 16, "^%c", 'A' + code - K_CTRL_BASE);
	return buf;
}

char *key_label_twin(int code, char buf[static 16])
{
	if (code < K_F(10) || code > K_F(12))
		return key_label(code, buf);
	snprintf(buf, 16, "Esc-%c", "0-="[code - K_F(10)]);
	return buf;
}
