/* SPDX-License-Identifier: MIT */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/writing.h"

#include <string.h>

#include "base/i18n.h"

int writing_set(struct entry *en, const char *field, const char *text, struct error *e)
{
	const struct field *fd = form_field(entry_form(en), field, NULL);

	if (!fd)
		return error_fail(e, ERR_DATA, "GN-Q01", _("The form %s has no field '%s'."), entry_form(en)->name,
				  field);
	return entry_set(en, fd, NULL, text, ENTRY_PLAIN, e);
}

int writing_save(struct entry *en, const char *who, struct error *e)
{
	struct save_result r = { .rev = 0 };
	int ret = entry_save(en, who, NULL, &r, e);

	save_result_fini(&r);
	return ret;
}

bool writing_have(struct forms *f, const char *form)
{
	for (const char *const *n = forms_names(f); *n; n++)
		if (!strcmp(*n, form))
			return true;
	return false;
}
