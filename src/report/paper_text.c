/* SPDX-License-Identifier: MIT */
/* Freeing what a paper's file became. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>

#include "report/paper_impl.h"

static void inline_free(struct paper_inline *in)
{
	while (in) {
		struct paper_inline *next = in->next;

		paper_field_free(in->field);
		free(in->text);
		free(in);
		in = next;
	}
}

static void nodes_free(struct paper_node *n)
{
	while (n) {
		struct paper_node *next = n->next;

		inline_free(n->text);
		for (size_t i = 0; i < n->n_cells; i++)
			inline_free(n->cells[i].text);
		for (size_t i = 0; n->part && i < n->n_columns; i++)
			nodes_free(n->part[i]);
		nodes_free(n->child);
		nodes_free(n->other);
		free(n->cells);
		free(n->part);
		free(n->columns);
		free(n->query);
		free(n->column);
		free(n->value);
		free(n);
		n = next;
	}
}

void paper_text_free(struct paper_text *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n_queries; i++) {
		for (size_t k = 0; k < t->query[i].n_params; k++)
			free(t->query[i].params[k].column);
		free(t->query[i].params);
		free(t->query[i].name);
		free(t->query[i].sql);
	}
	free(t->query);
	nodes_free(t->body);
	strlist_fini(&t->codes);
	strlist_fini(&t->files);
	free(t->main);
	free(t->nothing[0]);
	free(t->nothing[1]);
	free(t);
}
