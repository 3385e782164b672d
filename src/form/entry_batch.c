/* SPDX-License-Identifier: MIT */
/*
 * Several records saved together: a household that parts, two that become one. What is derived waits for the last of them, so
 * that no state in between is computed, shown in the history or left behind.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>

#include "base/mem.h"
#include "form/entry_impl.h"
#include "store/db.h"

struct entry_batch {
	struct forms *f;
	struct book *b;
	char *who, *why;
	struct derive_queue q;
	bool failed;
};

int entry_batch_begin(struct entry_batch **out, struct forms *f, struct book *b, const char *who, const char *why,
		      struct error *e)
{
	struct entry_batch *t;
	int ret = db_begin(book_db(b), e);

	*out = NULL;
	if (ret)
		return ret;
	t = xcalloc(1, sizeof(*t));
	t->f = f;
	t->b = b;
	t->who = xstrdup_null(who);
	t->why = xstrdup_null(why);
	t->q = (struct derive_queue){ .who = t->who, .why = t->why };
	*out = t;
	return 0;
}

int entry_batch_save(struct entry_batch *t, struct entry *en, struct save_result *out, struct error *e)
{
	int ret = entry_may_save_now(en, t->why, e);

	*out = (struct save_result){ .rev = 0 };
	refs_forget(en->refs, NULL);
	if (!ret)
		ret = derive_latest_deep(en, e);
	if (!ret)
		ret = entry_save_inside(en, t->who, t->why, &t->q, out, e);
	if (ret)
		save_result_fini(out);
	t->failed = t->failed || ret;
	return ret;
}

int entry_batch_work_out(struct entry_batch *t, struct error *e)
{
	struct refs *refs = refs_new(t->f, t->b);
	int ret = derive_queue_run(&t->q, t->f, t->b, refs, e);

	refs_free(refs);
	t->failed = t->failed || ret;
	return ret;
}

int entry_batch_end(struct entry_batch *t, bool write, struct error *e)
{
	int ret = 0;

	if (write && !t->failed)
		ret = entry_batch_work_out(t, e); /* nothing, if it was done */
	if (write && !t->failed)
		ret = db_commit(book_db(t->b), e);
	else
		db_rollback(book_db(t->b));
	derive_queue_fini(&t->q);
	free(t->who);
	free(t->why);
	free(t);
	return ret;
}
