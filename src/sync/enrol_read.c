/* SPDX-License-Identifier: MIT */
/*
 * An enrolment file taken apart. It is signed by the superior it names, but whether this
 * superior is the right one only people can tell, by its fingerprint.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "sync/enrol.h"
#include "sync/enrol_format.h"
#include "sync/format.h"

#define CATALOGUE_HASH 16
#define CATALOGUE_MAX (16 << 20)

void enrolment_fini(struct enrolment *en)
{
	free(en->unit_id);
	free(en->unit_code);
	free(en->unit_name);
	free(en->level);
	free(en->upper_unit_id);
	free(en->upper_code);
	free(en->upper_name);
	free(en->upper_level);
	if (en->secret)
		sodium_memzero(en->secret, strlen(en->secret));
	free(en->secret);
	strlist_fini(&en->catalogue);
	memset(en, 0, sizeof(*en));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_folder(struct strlist *out, const char *folder)
{
	char *dir = path_join(paths_data(), folder);
	DIR *d = opendir(dir);
	struct dirent *ent;

	free(dir);
	if (!d)
		return;
	while ((ent = readdir(d)))
		if (ent->d_name[0] != '.')
			strlist_take(out, path_join(folder, ent->d_name));
	closedir(d);
}

void enrol_catalogue(struct strlist *out)
{
	struct strlist names;

	strlist_init(&names);
	list_folder(&names, "standards");
	list_folder(&names, "programmes");
	list_folder(&names, "codes");
	list_folder(&names, "calendar");
	qsort(names.v, names.n, sizeof(*names.v), by_name);
	for (size_t i = 0; i < names.n; i++) {
		char *path = path_join(paths_data(), names.v[i]), *text = NULL;
		uint8_t hash[CATALOGUE_HASH];
		char hex[2 * CATALOGUE_HASH + 1];
		size_t n;

		if (!file_read(path, CATALOGUE_MAX, &text, &n, NULL)) {
			crypto_generichash(hash, sizeof(hash), (const uint8_t *)text, n, NULL, 0);
			hex_encode(hash, sizeof(hash), hex);
			strlist_take(out, xasprintf("%s %s", names.v[i], hex));
		}
		free(text);
		free(path);
	}
	strlist_fini(&names);
}

char *enrol_body(const char *secret_hex)
{
	struct strlist catalogue;
	struct str text;

	strlist_init(&catalogue);
	enrol_catalogue(&catalogue);
	str_init(&text);
	str_addf(&text, "secret: %s\n", secret_hex);
	for (size_t i = 0; i < catalogue.n; i++)
		str_addf(&text, "catalogue: %s\n", catalogue.v[i]);
	strlist_fini(&catalogue);
	return str_take(&text);
}

static int bad(struct error *e, const char *path, const char *detail)
{
	error_fail(e, ERR_DATA, "GN-E21", _("The enrolment file is incomplete."));
	error_safe(e, _("Nothing was taken from the file; the book is as it was."));
	error_todo(e, "%s", _("Ask the level above to make it again."));
	error_detail(e, "%s: %s", path, detail);
	return ERR_DATA;
}

static bool unit_id_ok(const char *s)
{
	return s && strlen(s) == HEX128_LEN && strspn(s, "0123456789abcdef") == HEX128_LEN;
}

static int take_header(struct enrolment *en, const struct header *h, const char *path,
		       struct error *e)
{
	const struct {
		const char *name;
		char **slot;
		bool (*ok)(const char *);
	} want[] = {
		{ "unit-id", &en->unit_id, unit_id_ok },
		{ "unit-code", &en->unit_code, enrol_code_ok },
		{ "unit-name", &en->unit_name, enrol_name_ok },
		{ "level", &en->level, NULL },
		{ "upper-id", &en->upper_unit_id, unit_id_ok },
		{ "upper-code", &en->upper_code, enrol_code_ok },
		{ "upper-name", &en->upper_name, enrol_name_ok },
		{ "upper-level", &en->upper_level, NULL },
	};
	const char *exchange = header_get(h, "exchange");
	long long version;

	if (!str_int(exchange, &version) || version < 1)
		return bad(e, path, "exchange");
	if (version > ENROL_EXCHANGE) {
		error_fail(e, ERR_DATA, "GN-G02",
			   _("The file was made by a newer program than this one."));
		error_safe(e, _("Nothing was taken from the file; the book is as it was."));
		error_todo(e, "%s",
			   _("Install the newer program here, then take the file in again."));
		error_detail(e, "%s: exchange %s", path, exchange);
		return ERR_DATA;
	}
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const char *value = header_get(h, want[i].name);

		if (!(want[i].ok ? want[i].ok(value) : enrol_level(value) >= 0))
			return bad(e, path, want[i].name);
		set_string(want[i].slot, value);
	}
	if (enrol_level(en->level) >= enrol_level(en->upper_level))
		return bad(e, path, "level");
	return 0;
}

static int take_body(struct enrolment *en, struct container *c, const char *path, struct error *e)
{
	uint8_t secret[ENROL_SECRET];
	struct header body;
	const char *hex;
	char *text;
	size_t n;
	int rc = container_extract_text(c, NULL, ENROL_BODY_MAX, &text, &n, e);

	if (rc)
		return rc;
	header_init(&body);
	hex = format_header_parse(&body, text, n) ? header_get(&body, "secret") : NULL;
	if (hex && hex_decode(hex, secret, sizeof(secret)))
		set_string(&en->secret, hex);
	else
		rc = bad(e, path, "secret");
	/* Names this program does not know are left for those that do. */
	for (size_t i = 0; i < body.n; i++) {
		if (!strcmp(body.v[i].name, "catalogue"))
			strlist_add(&en->catalogue, body.v[i].value);
		else if (!strcmp(body.v[i].name, "secret"))
			sodium_memzero(body.v[i].value, strlen(body.v[i].value));
	}
	header_fini(&body);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(text, n);
	free(text);
	return rc;
}

int enrol_read(struct enrolment *out, const char *path, struct error *e)
{
	static const struct container_limits limits = { 1 << 20, ENROL_BODY_MAX };
	struct container *c;
	int rc = container_open(&c, path, &limits, e);

	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	if (container_kind(c) != CONTAINER_ENROLMENT) {
		rc = error_fail(e, ERR_DATA, "GN-E20", _("This is not an enrolment file."));
		error_safe(e, _("Nothing was taken from the file; the book is as it was."));
		error_todo(e, "%s", _("Choose the enrolment file the level above has given you."));
		error_detail(e, "%s", path);
		goto out;
	}
	out->training = container_training(c);
	memcpy(out->sign_pk, container_sign_pk(c), SIGN_PK);
	memcpy(out->seal_pk, container_seal_pk(c), SEAL_PK);
	rc = take_header(out, container_header(c), path, e);
	if (!rc)
		rc = take_body(out, c, path, e);
out:
	container_close(c);
	if (rc)
		enrolment_fini(out);
	return rc;
}
