/* SPDX-License-Identifier: MIT */
/* Open addressing, doubled when half full. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/textmap.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct pair {
	char *key, *text;
};

struct textmap {
	struct pair *v;
	size_t n, cap;
};

struct textmap *textmap_new(void)
{
	struct textmap *m = xcalloc(1, sizeof(*m));

	m->cap = 64;
	m->v = xcalloc(m->cap, sizeof(*m->v));
	return m;
}

void textmap_free(struct textmap *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->cap; i++) {
		free(m->v[i].key);
		free(m->v[i].text);
	}
	free(m->v);
	free(m);
}

static struct pair *place(const struct textmap *m, const char *key)
{
	uint32_t h = 2166136261u;
	size_t i;

	for (const char *p = key; *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	i = h & (m->cap - 1);
	while (m->v[i].key && strcmp(m->v[i].key, key))
		i = (i + 1) & (m->cap - 1);
	return &m->v[i];
}

const char *textmap_get(const struct textmap *m, const char *key)
{
	return place(m, key)->text;
}

static void double_size(struct textmap *m)
{
	struct pair *old = m->v;
	size_t cap = m->cap;

	m->cap *= 2;
	m->v = xcalloc(m->cap, sizeof(*m->v));
	for (size_t i = 0; i < cap; i++)
		if (old[i].key)
			*place(m, old[i].key) = old[i];
	free(old);
}

void textmap_set(struct textmap *m, const char *key, const char *text)
{
	struct pair *p;

	if (m->n * 2 >= m->cap)
		double_size(m);
	p = place(m, key);
	if (!p->key) {
		p->key = xstrdup(key);
		m->n++;
	}
	set_string(&p->text, text);
}
