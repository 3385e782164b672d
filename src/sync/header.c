/* SPDX-License-Identifier: MIT */
/*
 * The readable header of a container, as a list and as bytes. Reading is as strict as
 * writing: only what the writer could have written is taken, so that no two readers can see
 * two things in it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/container.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/ids.h"
#include "base/mem.h"
#include "sync/format.h"

void header_init(struct header *h)
{
	*h = (struct header){ NULL, 0, 0 };
}

void header_fini(struct header *h)
{
	for (size_t i = 0; i < h->n; i++) {
		free(h->v[i].name);
		free(h->v[i].value);
	}
	free(h->v);
	header_init(h);
}

static void add_owned(struct header *h, char *name, char *value)
{
	h->v = grow(h->v, h->n, &h->cap, sizeof(*h->v));
	h->v[h->n].name = name;
	h->v[h->n].value = value;
	h->n++;
}

static bool control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

void header_add(struct header *h, const char *name, const char *fmt, ...)
{
	struct str value;
	va_list ap;

	str_init(&value);
	va_start(ap, fmt);
	str_vaddf(&value, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < value.len; i++)
		if (control(value.s[i]))
			value.s[i] = ' ';
	add_owned(h, xstrdup(name), str_take(&value));
}

const char *header_get(const struct header *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++)
		if (!strcmp(h->v[i].name, name))
			return h->v[i].value;
	return NULL;
}

void format_header_text(const struct header *h, const struct keys *k, struct str *out)
{
	char hex[2 * SIGN_PK + 1];

	hex_encode(k->sign_pk, SIGN_PK, hex);
	str_addf(out, "sign: %s\n", hex);
	hex_encode(k->seal_pk, SEAL_PK, hex);
	str_addf(out, "seal: %s\n", hex);
	for (size_t i = 0; h && i < h->n; i++)
		str_addf(out, "%s: %s\n", h->v[i].name, h->v[i].value);
}

static bool key_line(const char *line, const char *name, uint8_t *pk, size_t n)
{
	char hex[2 * SIGN_PK + 1], again[2 * SIGN_PK + 1];

	if (strncmp(line, name, 6) || line[6 + 2 * n] != '\n')
		return false;
	memcpy(hex, line + 6, 2 * n);
	hex[2 * n] = '\0';
	if (!hex_decode(hex, pk, n))
		return false;
	hex_encode(pk, n, again);
	return !strcmp(hex, again); /* lower case only: one way to write a key */
}

bool format_header_keys(const char *text, size_t n, uint8_t sign_pk[SIGN_PK],
			uint8_t seal_pk[SEAL_PK])
{
	return n >= FORMAT_HEADER_MIN && key_line(text, "sign: ", sign_pk, SIGN_PK) &&
	       key_line(text + FORMAT_KEY_LINE, "seal: ", seal_pk, SEAL_PK);
}

/* Bytes of a line's name, or 0 where it is none. */
static size_t name_len(const char *s, size_t n)
{
	size_t i = 0;

	if (!n || *s < 'a' || *s > 'z')
		return 0;
	while (i < n &&
	       ((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '-'))
		i++;
	return i;
}

bool format_header_parse(struct header *h, const char *text, size_t n)
{
	size_t at = 0;

	if (!n || text[n - 1] != '\n' || str_utf8_prefix(text, n) != n)
		return false;
	while (at < n) {
		const char *line = text + at;
		const char *end = memchr(line, '\n', n - at);
		size_t len = (size_t)(end - line);
		size_t name = name_len(line, len);

		if (!name || len < name + 2 || line[name] != ':' || line[name + 1] != ' ')
			return false;
		for (size_t i = name + 2; i < len; i++)
			if (control(line[i]))
				return false;
		add_owned(h, xstrndup(line, name), xstrndup(line + name + 2, len - name - 2));
		at += len + 1;
	}
	return true;
}
