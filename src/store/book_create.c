/* SPDX-License-Identifier: MIT */
/*
 * Making a book: whole under a temporary name, then given its own. A book that is only half there
 * never stands under a real name, and none is ever written over.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "store/book.h"
#include "store/copy.h"
#include "store/internal.h"
#include "store/migrate.h"

#define CODE_MAX 16

static int wrong(struct error *e, const char *what, const char *todo)
{
	int rc = error_fail(e, ERR_USAGE, "GN-S45", "%s", what);

	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", todo);
	return rc;
}

static int check_identity(const struct book_identity *who, struct error *e)
{
	static const char *const levels[] = { "village", "commune", "district", "province" };
	const char *code = who->unit_code ? who->unit_code : "";
	size_t n = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
	bool known = false;

	if (!n || code[n] || n > CODE_MAX)
		return wrong(e, _("The unit's code is not right."),
			     _("Give 1 to 16 capital letters, digits and hyphens."));
	if (str_empty(who->unit_name))
		return wrong(e, _("The unit has no name."), _("Give the name of the unit."));
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		known = known || str_eq(who->level, levels[i]);
	if (!known)
		return wrong(e, _("The unit's level is not right."),
			     _("Give one of: village, commune, district, province."));
	return 0;
}

static int write_identity(struct db *db, const struct book_identity *who, struct error *e)
{
	char unit[HEX128_LEN + 1], instance[HEX128_LEN + 1], day[11];
	struct date today = date_clock();
	const struct {
		const char *name, *value;
	} facts[] = {
		{ "unit_id", who->unit_id ? who->unit_id : hex128(unit) },
		{ "unit_code", who->unit_code },
		{ "unit_name", who->unit_name },
		{ "level", who->level },
		{ "training", who->training ? "1" : "0" },
		{ "instance", hex128(instance) },
		{ "made", date_iso(&today, day) },
	};
	int rc = db_begin(db, e);

	if (rc)
		return rc;
	for (size_t i = 0; !rc && i < sizeof(facts) / sizeof(facts[0]); i++)
		rc = book_meta_put(db, facts[i].name, facts[i].value, e);
	if (!rc)
		return db_commit(db, e);
	db_rollback(db);
	return rc;
}

static int fill(const char *path, const struct book_identity *who, struct error *e)
{
	char *sql = xasprintf("PRAGMA application_id=%d", BOOK_APPLICATION_ID);
	char *mode = NULL;
	struct db *db = NULL;
	int rc = db_open(&db, path, DB_WRITE | DB_CREATE, e);

	if (!rc)
		rc = db_exec(db, sql, e);
	if (!rc)
		rc = migrate_run(db, 0, e);
	if (!rc)
		rc = write_identity(db, who, e);
	/* Where the place cannot do WAL the book stays as it is; opening says so. */
	if (!rc)
		rc = db_get_text(db, &mode, e, "PRAGMA journal_mode=WAL", "");
	db_close(db);
	free(mode);
	free(sql);
	return rc;
}

int book_create(const char *path, const struct book_identity *who, struct error *e)
{
	char *tmp = NULL;
	int rc = check_identity(who, e);

	if (rc)
		return rc;
	if (!access(path, F_OK))
		return error_errno(e, EEXIST, path);
	tmp = copy_temporary(path);
	rc = fill(tmp, who, e);
	if (!rc)
		rc = copy_publish(tmp, path, e);
	if (rc)
		copy_discard(tmp);
	free(tmp);
	return rc;
}
