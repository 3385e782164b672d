/* SPDX-License-Identifier: MIT */
/* Answers that mean yes, no, or not collected: read off the code list, so that no word of it stands in the program. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/answer.h"

#include <string.h>

#include "base/str.h"

static const char *meaning(const struct codes *codes, const struct code *k)
{
	for (size_t i = 0; codes->extra_names[i]; i++)
		if (!strcmp(codes->extra_names[i], "means"))
			return k->extra[i];
	return "";
}

enum answer answer_means(const struct field *fd, const char *code)
{
	const struct code *k;
	const char *m;

	if (!code)
		return ANSWER_NONE;
	if (fd->type == FIELD_YESNO)
		return !strcmp(code, "yes") ? ANSWER_YES : !strcmp(code, "no") ? ANSWER_NO : ANSWER_NONE;
	k = codes_find(fd->answer_choices, code);
	m = k ? meaning(fd->answer_choices, k) : "";
	return !strcmp(m, "yes")  ? ANSWER_YES
	       : !strcmp(m, "no") ? ANSWER_NO
	       : !strcmp(m, "open") ? ANSWER_OPEN
				    : ANSWER_NONE;
}

const char *answer_of(const struct field *fd, bool yes)
{
	const struct codes *codes = fd->answer_choices;

	if (fd->type == FIELD_YESNO)
		return yes ? "yes" : "no";
	for (size_t i = 0; codes && i < codes->n; i++)
		if (!strcmp(meaning(codes, &codes->v[i]), yes ? "yes" : "no"))
			return codes->v[i].code;
	return NULL;
}
