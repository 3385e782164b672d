/* SPDX-License-Identifier: MIT */
/* The book keeps code words; people read these. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/states.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"

static const struct {
	const char *code, *words;
} states[] = {
	/* TRANSLATORS: states of bundles and remarks in lists; at most 15 columns */
	{ "made", N_("no reply yet") },
	{ "received", N_("received") },
	{ "needs_confirmation", N_("to be confirmed") },
	{ "accepted", N_("accepted") },
	{ "accepted_remarks", N_("acc. + remarks") },
	{ "returned", N_("to be corrected") },
	{ "superseded", N_("superseded") },
	{ "open", N_("open") },
	{ "answered", N_("answered") },
	{ "closed", N_("closed") },
};

const char *state_words(const char *state)
{
	for (size_t i = 0; state && i < sizeof(states) / sizeof(states[0]); i++)
		if (!strcmp(states[i].code, state))
			return _(states[i].words);
	return state ? state : "";
}
