/* SPDX-License-Identifier: MIT */
/*
 * Language and locale are two things: the locale must be UTF-8 for the screen, and on most
 * PCs in the field none but C.UTF-8 is installed; glibc then takes the language from LANGUAGE.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static enum lang spoken = LANG_VI;

/* Does `s` (n bytes) begin with the code of a language we speak? */
static bool known(const char *s, size_t n, enum lang *out)
{
	if (n < 2 || (n > 2 && !strchr("_.@-", s[2])))
		return false;
	if (!strncmp(s, "vi", 2))
		*out = LANG_VI;
	else if (!strncmp(s, "en", 2))
		*out = LANG_EN;
	else
		return false;
	return true;
}

static enum lang choose(const char *asked)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *list = getenv("LANGUAGE");
	enum lang lang;

	if (asked && known(asked, strlen(asked), &lang))
		return lang;
	while (list && *list) {
		size_t n = strcspn(list, ":");

		if (known(list, n, &lang))
			return lang;
		list += n + (list[n] == ':');
	}
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *s = getenv(variables[i]);

		/* C, POSIX and C.UTF-8 name no language and fall through here. */
		if (s && known(s, strlen(s), &lang))
			return lang;
	}
	return LANG_VI;
}

/* The locale the environment asks for the letters, or NULL where it asks for none. "C" is one too: not UTF-8. */
static const char *wanted_locale(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *s = getenv(variables[i]);

		if (!str_empty(s))
			return s;
	}
	return NULL;
}

static bool utf8_now(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

/* True when the locale in force is one we can live with; *fell when it is not the one asked for. */
static bool set_locale(bool *fell)
{
	static const char *const others[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "vi_VN.UTF-8" };
	const char *messages;

	*fell = false;
	if (!setlocale(LC_ALL, "") || !utf8_now()) {
		bool found = false;

		*fell = wanted_locale();
		for (size_t i = 0; !found && i < sizeof(others) / sizeof(*others); i++)
			found = setlocale(LC_ALL, others[i]) && utf8_now();
		if (!found) {
			setlocale(LC_ALL, "C");
			return false;
		}
	}
	/* gettext shuts its ears to LANGUAGE when messages alone are "C". */
	messages = setlocale(LC_MESSAGES, NULL);
	if (messages && (!strcmp(messages, "C") || !strcmp(messages, "POSIX")))
		setlocale(LC_MESSAGES, "C.UTF-8");
	return true;
}

void i18n_init(const char *lang, const char *localedir, const char **note)
{
	bool fell, good = set_locale(&fell);

	/* Files and SQL have a decimal point everywhere. */
	setlocale(LC_NUMERIC, "C");
	spoken = choose(lang);
	setenv("LANGUAGE", spoken == LANG_VI ? "vi" : "en", 1);
	bindtextdomain("giamngheo", localedir);
	bind_textdomain_codeset("giamngheo", "UTF-8");
	textdomain("giamngheo");
	if (!note)
		return;
	*note = NULL;
	if (!good)
		*note = _("This computer has no UTF-8 locale: Vietnamese letters may not show.");
	else if (fell)
		*note = _("The locale of this terminal is missing or not UTF-8: C.UTF-8 is used.");
}

enum lang i18n_speak(enum lang lang)
{
	enum lang was = spoken;

	if (lang != was) {
		spoken = lang;
		setenv("LANGUAGE", lang == LANG_VI ? "vi" : "en", 1);
		textdomain("giamngheo"); /* gettext looks at LANGUAGE again */
	}
	return was;
}

enum lang i18n_lang(void)
{
	return spoken;
}

const char *i18n_pick(const char *const texts[2])
{
	const char *text = texts[spoken];

	if (str_empty(text))
		text = texts[spoken == LANG_VI ? LANG_EN : LANG_VI];
	return text ? text : "";
}
