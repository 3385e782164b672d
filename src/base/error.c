/* SPDX-License-Identifier: MIT */
/*
 * Failures as sentences. The new text is made before the old is freed, so that an
 * error may be wrapped in words that quote itself.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

static char *vtext(const char *fmt, va_list ap)
{
	struct str b;

	str_init(&b);
	str_vaddf(&b, fmt, ap);
	return str_take(&b);
}

int error_fail(struct error *e, int code, const char *id, const char *what, ...)
{
	char kept[sizeof(e->id)];
	char *text;
	va_list ap;

	if (!e)
		return code;
	va_start(ap, what);
	text = vtext(what, ap);
	va_end(ap);
	snprintf(kept, sizeof(kept), "%s", id ? id : "");
	error_clear(e);
	e->code = code;
	memcpy(e->id, kept, sizeof(kept));
	e->what = text;
	return code;
}

void error_safe(struct error *e, const char *text)
{
	if (e)
		set_string(&e->safe, text);
}

static void replace(char **slot, char *text)
{
	free(*slot);
	*slot = text;
}

void error_todo(struct error *e, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return;
	va_start(ap, fmt);
	replace(&e->todo, vtext(fmt, ap));
	va_end(ap);
}

void error_detail(struct error *e, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return;
	va_start(ap, fmt);
	replace(&e->detail, vtext(fmt, ap));
	va_end(ap);
}

/* What the person is told for one errno; the sentences are marked here and translated in use. */
struct errno_text {
	int num;
	int code;
	const char *id;
	const char *what;
	const char *todo;
};

static const struct errno_text errno_texts[] = {
	{ ENOSPC, ERR_IO, "GN-F01", N_("The disk is full."),
	  N_("Free some space or choose another disk, then do it again.") },
	{ EDQUOT, ERR_IO, "GN-F01", N_("Your share of the disk is full."),
	  N_("Free some space or choose another disk, then do it again.") },
	{ EFBIG, ERR_IO, "GN-F01", N_("The file is too large for this disk."),
	  N_("Choose another disk, then do it again.") },
	{ EROFS, ERR_IO, "GN-F02", N_("The disk can only be read, not written."),
	  N_("Take off the write protection or choose another disk.") },
	{ EACCES, ERR_IO, "GN-F03", N_("This user may not open the file or folder."),
	  N_("Choose another folder, or ask the owner of the computer for the right.") },
	{ EPERM, ERR_IO, "GN-F03", N_("This user may not change the file or folder."),
	  N_("Choose another folder, or ask the owner of the computer for the right.") },
	{ ENOENT, ERR_NOTFOUND, "GN-F04", N_("There is no such file or folder."),
	  N_("Check the name, and whether the USB stick is still in.") },
	{ ENOTDIR, ERR_NOTFOUND, "GN-F04", N_("A part of the path is not a folder."),
	  N_("Check the name.") },
	{ EISDIR, ERR_IO, "GN-F05", N_("This is a folder, not a file."),
	  N_("Give the name of a file.") },
	{ EEXIST, ERR_DATA, "GN-F06", N_("There is already a file of this name."),
	  N_("Give another name, or move the old file away.") },
	{ EIO, ERR_IO, "GN-F07", N_("The disk does not answer properly."),
	  N_("Make a backup on another disk now; this one may be failing.") },
	{ ENODEV, ERR_IO, "GN-F08", N_("The disk is gone."),
	  N_("Put the USB stick back in, then do it again.") },
	{ ENXIO, ERR_IO, "GN-F08", N_("The disk is gone."),
	  N_("Put the USB stick back in, then do it again.") },
	{ EMFILE, ERR_IO, "GN-F09", N_("Too many files are open."),
	  N_("Close other programs, then do it again.") },
	{ ENFILE, ERR_IO, "GN-F09", N_("Too many files are open."),
	  N_("Close other programs, then do it again.") },
	{ EBUSY, ERR_BUSY, "GN-F10", N_("The file is in use by another program."),
	  N_("Close the other program, then do it again.") },
	{ ENAMETOOLONG, ERR_IO, "GN-F11", N_("The file name is too long."),
	  N_("Give a shorter name.") },
	{ 0, ERR_IO, "GN-F00", N_("The file could not be read or written."),
	  N_("Do it again; if it fails again, read out the short code to your helper.") },
};

int error_errno(struct error *e, int errnum, const char *path)
{
	const struct errno_text *t = errno_texts;

	while (t->num && t->num != errnum)
		t++;
	if (!e)
		return t->code;
	/* The copy keeps `path` good where it lies inside the error being replaced. */
	char *where =
		path ? xasprintf("%s: %s", path, strerror(errnum)) : xstrdup(strerror(errnum));

	error_fail(e, t->code, t->id, "%s", _(t->what));
	error_safe(e, _("Nothing that was saved before is lost."));
	error_todo(e, "%s", _(t->todo));
	replace(&e->detail, where);
	return t->code;
}

void error_clear(struct error *e)
{
	if (!e)
		return;
	free(e->what);
	free(e->safe);
	free(e->todo);
	free(e->detail);
	*e = (struct error)ERROR_INIT;
}

void error_move(struct error *to, struct error *from)
{
	if (!to) {
		error_clear(from);
		return;
	}
	if (to == from)
		return;
	error_clear(to);
	*to = *from;
	*from = (struct error)ERROR_INIT;
}

int error_exit_status(int code)
{
	switch (code) {
	case 0:
		return 0;
	case ERR_NEGATIVE:
		return 1;
	case ERR_USAGE:
		return 2;
	case ERR_DATA:
	case ERR_IO:
	case ERR_NOTFOUND:
	case ERR_AMBIGUOUS:
		return 3;
	case ERR_BUSY:
		return 4;
	default:
		return 70;
	}
}

static void add_line(struct str *b, const char *text)
{
	if (str_empty(text))
		return;
	if (b->len)
		str_addc(b, '\n');
	str_add(b, text);
}

char *error_text(const struct error *e)
{
	struct str b;

	str_init(&b);
	add_line(&b, e->what);
	add_line(&b, e->safe);
	add_line(&b, e->todo);
	if (e->id[0])
		str_addf(&b, b.len ? " (%s)" : "(%s)", e->id);
	if (!str_empty(e->detail))
		str_addf(&b, b.len ? "\n[%s]" : "[%s]", e->detail);
	return str_take(&b);
}
