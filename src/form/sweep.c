/* SPDX-License-Identifier: MIT */
/* All records of a form, one after the other, for what is wrong with them: what they refer to is read once. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>

#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"

static int look_at(struct forms *f, struct book *b, const struct form *form, const char *id, struct refs *refs,
		   int (*take)(void *ctx, const struct problems *p), void *ctx, struct error *e)
{
	struct problems p;
	struct entry *en;
	int ret = entry_read_stored(&en, f, b, form, book_unit_id(b), id, refs, e);

	if (ret)
		return ret;
	ret = entry_problems(en, &p, e);
	if (!ret)
		ret = take(ctx, &p);
	problems_fini(&p);
	entry_free(en);
	return ret;
}

int form_problems_each(struct forms *f, struct book *b, const struct form *form,
		       int (*take)(void *ctx, const struct problems *p), void *ctx, struct error *e)
{
	struct refs *refs = refs_new(f, b);
	struct strlist ids;
	int ret = 0;

	strlist_init(&ids);
	if (form_table_there(b, form)) {
		char *sql = xasprintf("SELECT id FROM \"%s\" WHERE _unit=? ORDER BY id", form->name);

		ret = db_get_list(book_db(b), &ids, e, sql, "t", book_unit_id(b));
		free(sql);
	}
	for (size_t i = 0; !ret && i < ids.n; i++)
		ret = look_at(f, b, form, ids.v[i], refs, take, ctx, e);
	strlist_fini(&ids);
	refs_free(refs);
	return ret;
}
