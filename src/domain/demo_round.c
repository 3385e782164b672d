/* SPDX-License-Identifier: MIT */
/*
 * The papers of the demonstration's rounds: last year's list is closed by its decision; this year's round is under way, with
 * sheets out and back, requests, the first village meetings and a posting. How much of each stands in plan.ini.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "domain/closing.h"
#include "domain/demo_impl.h"
#include "domain/sheets.h"

/* Last year's decision, and the list it closed. */
static int close_list(struct demo_write *w, struct error *e)
{
	struct closing c = { .decision = NULL };
	struct demo_record r;
	char id[UUID_LEN + 1];
	int ret;

	demo_begin(w, &r, "decision", e);
	demo_set(&r, r.en, "round", w->round_id[0]);
	demo_set(&r, r.en, "kind", "recognition");
	demo_set_section(w, &r, "decision");
	demo_set(&r, r.en, "decision_no", ini_get(w->s->ini, "round.1", "decision_no", NULL));
	demo_set(&r, r.en, "decision_date", ini_get(w->s->ini, "round.1", "decision_date", NULL));
	ret = demo_end(w, &r, id);
	if (!ret)
		ret = closing_close(w->f, w->b, id, w->who, NULL, &c, e);
	closing_fini(&c);
	return ret;
}

/* A household that is on no list and asks to be reviewed. */
static int write_request(struct demo_write *w, int nth, const struct home *h, struct error *e)
{
	struct demo_record r;

	demo_begin(w, &r, "request", e);
	demo_setf(&r, r.en, "number", "%02d/GĐN", nth + 1);
	demo_set(&r, r.en, "kind", "review");
	demo_set(&r, r.en, "household", h->id);
	demo_set(&r, r.en, "round", w->round_id[1]);
	demo_setf(&r, r.en, "received_on", "2024-%02d-%02d", 10 + nth / 4, 7 + 5 * (nth % 4));
	if (nth == 0) {
		demo_set(&r, r.en, "result", "refused");
		demo_set(&r, r.en, "result_on", "2024-10-15");
		demo_set(&r, r.en, "refusal_reason", ini_get(w->s->ini, "round.2", "refusal", NULL));
	}
	return demo_end(w, &r, NULL);
}

static int write_requests(struct demo_write *w, struct error *e)
{
	int n = 0, done = 0, ret = demo_int(w->s, "round.2", "requests", &n, e);
	size_t step = w->p->n_homes / (size_t)(n + 2) + 1;

	for (size_t i = step; !ret && done < n && i < w->p->n_homes; i++) {
		const struct home *h = &w->p->homes[i];

		if (h->class != HOME_UNKNOWN || h->claimed || h->extra_members)
			continue;
		ret = write_request(w, done++, h, e);
		i += step;
	}
	return ret;
}

/* The village's meeting about the households whose sheets are in. All agree, but for the last household of the first meeting. */
static int write_meeting(struct demo_write *w, size_t village, struct error *e)
{
	struct demo_village *v = &w->s->villages[village];
	int attended = v->households / 3 + 12, last = -1;
	struct demo_record r;

	for (size_t i = 0; i < w->p->n_homes; i++)
		if (w->p->homes[i].village == village && w->p->homes[i].found)
			last = (int)i;
	demo_begin(w, &r, "meeting", e);
	demo_set(&r, r.en, "round", w->round_id[1]);
	demo_set(&r, r.en, "village", v->id);
	demo_setf(&r, r.en, "date", "2024-11-%02d", 6 + (int)village);
	demo_set(&r, r.en, "place", ini_get(w->s->ini, "round.2", "place", NULL));
	demo_setf(&r, r.en, "attended", "%d", attended);
	demo_setf(&r, r.en, "minutes_no", "%02d/BB-RSHN", (int)village + 1);
	for (size_t i = 0; !r.ret && i < w->p->n_homes; i++) {
		const struct home *h = &w->p->homes[i];
		struct entry *kid;

		if (h->village != village || !h->found)
			continue;
		kid = entry_child_add(r.en, 0, e);
		if (!kid) {
			r.ret = e->code ? e->code : ERR_FAULT;
			break;
		}
		demo_set(&r, kid, "household", h->id);
		demo_set(&r, kid, "proposed", h->found);
		demo_setf(&r, kid, "agree", "%d", village == 0 && (int)i == last ? attended * 2 / 5 : attended);
	}
	return demo_end(w, &r, NULL);
}

static int write_posting(struct demo_write *w, size_t village, struct error *e)
{
	struct demo_record r;

	demo_begin(w, &r, "posting", e);
	demo_set(&r, r.en, "round", w->round_id[1]);
	demo_set(&r, r.en, "village", w->s->villages[village].id);
	demo_set(&r, r.en, "kind", "result");
	demo_set(&r, r.en, "place", ini_get(w->s->ini, "round.2", "place", NULL));
	demo_setf(&r, r.en, "from_date", "2024-11-%02d", 8 + (int)village);
	demo_setf(&r, r.en, "to_date", "2024-11-%02d", 13 + (int)village);
	return demo_end(w, &r, NULL);
}

static int hand_out(struct demo_write *w, struct error *e)
{
	struct sheets_made made;
	size_t n;
	int back = 0, ret = demo_int(w->s, "round.2", "villages_back", &back, e);

	if (!ret)
		ret = sheets_make(w->f, w->b, w->round_id[1], w->who, &made, e);
	if (!ret)
		ret = sheets_mark(w->f, w->b, w->round_id[1], NULL, SHEET_OUT, "2024-09-05", w->who, &n, e);
	for (size_t i = 0; !ret && i < (size_t)back && i < w->s->n_villages; i++)
		ret = sheets_mark(w->f, w->b, w->round_id[1], w->s->villages[i].id, SHEET_IN, "2024-10-25", w->who, &n,
				  e);
	return ret;
}

int demo_write_last_list(struct demo_write *w, struct error *e)
{
	return close_list(w, e);
}

int demo_write_papers(struct demo_write *w, struct error *e)
{
	int met = 0, posted = 0, ret = write_requests(w, e);

	if (!ret)
		ret = hand_out(w, e);
	if (!ret)
		ret = demo_int(w->s, "round.2", "villages_met", &met, e);
	if (!ret)
		ret = demo_int(w->s, "round.2", "villages_posted", &posted, e);
	for (size_t i = 0; !ret && i < (size_t)met && i < w->s->n_villages; i++)
		ret = write_meeting(w, i, e);
	for (size_t i = 0; !ret && i < (size_t)posted && i < w->s->n_villages; i++)
		ret = write_posting(w, i, e);
	return ret;
}
