/* SPDX-License-Identifier: MIT */
/* The selection and the window on the rows; which rows must be drawn again. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/listbox.h"

#include <stdlib.h>
#include <string.h>

#include "ui/draw.h"

void listbox_init(struct listbox *lb, const struct listbox_ops *ops, void *ctx)
{
	memset(lb, 0, sizeof(*lb));
	lb->ops = ops;
	lb->ctx = ctx;
	lb->rows = 1;
	lb->dirty = true;
}

static size_t count(const struct listbox *lb)
{
	return lb->ops->count(lb->ctx);
}

static void keep_in_view(struct listbox *lb)
{
	size_t n = count(lb), rows = lb->rows > 0 ? (size_t)lb->rows : 1;

	if (lb->selected >= n)
		lb->selected = n ? n - 1 : 0;
	if (lb->top > lb->selected)
		lb->top = lb->selected;
	if (lb->selected >= lb->top + rows)
		lb->top = lb->selected - rows + 1;
	/* No empty rows at the foot while rows above are hidden (a list selected in before it was placed). */
	if (!lb->ops->more && lb->top + rows > n)
		lb->top = n > rows ? n - rows : 0;
}

void listbox_place(struct listbox *lb, int y, int x, int rows, int cols)
{
	if (lb->y == y && lb->x == x && lb->rows == rows && lb->cols == cols)
		return;
	lb->y = y;
	lb->x = x;
	lb->rows = rows > 0 ? rows : 1;
	lb->cols = cols;
	lb->dirty = true;
	keep_in_view(lb);
}

void listbox_changed(struct listbox *lb)
{
	lb->dirty = true;
	keep_in_view(lb);
}

void listbox_select(struct listbox *lb, size_t index)
{
	lb->selected = index;
	keep_in_view(lb);
}

static void move_by(size_t *at, long by, bool *lost)
{
	if (by < 0 && *at < (size_t)-by) {
		*at = 0;
		*lost = true;
	} else {
		*at = (size_t)((long)*at + by);
	}
}

void listbox_shift(struct listbox *lb, long by)
{
	bool lost = false;

	move_by(&lb->top, by, &lost);
	move_by(&lb->selected, by, &lost);
	move_by(&lb->old_top, by, &lost);
	move_by(&lb->old_selected, by, &lost);
	if (lost) /* what stands on the terminal is no longer held */
		lb->dirty = true;
}

static bool more(struct listbox *lb, bool at_end)
{
	size_t added = lb->ops->more ? lb->ops->more(lb->ctx, at_end) : 0;

	if (added && !at_end)
		listbox_shift(lb, (long)added);
	return added > 0;
}

static bool down(struct listbox *lb)
{
	if (lb->selected + 1 >= count(lb) && !more(lb, true))
		return false;
	lb->selected++;
	return true;
}

static bool up(struct listbox *lb)
{
	if (!lb->selected && !more(lb, false))
		return false;
	lb->selected--;
	return true;
}

static bool page(struct listbox *lb, bool forward)
{
	int i, by = lb->rows > 1 ? lb->rows - 1 : 1;
	bool moved = false;

	for (i = 0; i < by && (forward ? down(lb) : up(lb)); i++)
		moved = true;
	return moved;
}

static bool jump(struct listbox *lb, bool to_end)
{
	size_t was = lb->selected, n;

	if (lb->ops->jump) {
		lb->selected = lb->ops->jump(lb->ctx, to_end);
		lb->dirty = true;
		keep_in_view(lb);
		return true;
	}
	n = count(lb);
	lb->selected = to_end && n ? n - 1 : 0;
	return lb->selected != was;
}

enum screen_result listbox_key(struct listbox *lb, const struct key *k)
{
	bool moved;

	if (!count(lb))
		return SCREEN_IGNORED;
	switch (k->code) {
	case K_UP:
		moved = up(lb);
		break;
	case K_DOWN:
		moved = down(lb);
		break;
	case K_PAGE_UP:
		moved = page(lb, false);
		break;
	case K_PAGE_DOWN:
		moved = page(lb, true);
		break;
	case K_HOME:
	case K_CTRL_HOME:
		moved = jump(lb, false);
		break;
	case K_END:
	case K_CTRL_END:
		moved = jump(lb, true);
		break;
	default:
		return SCREEN_IGNORED;
	}
	keep_in_view(lb);
	return moved ? SCREEN_PART : SCREEN_HANDLED;
}

static void draw_one(struct listbox *lb, size_t index)
{
	int y = lb->y + (int)(index - lb->top);

	if (index < lb->top || index >= lb->top + (size_t)lb->rows)
		return;
	if (index == lb->selected) /* also for who cannot see the colour; the row may place it better */
		draw_cursor(y, lb->x);
	if (index < count(lb))
		lb->ops->draw_row(lb->ctx, index, y, lb->x, lb->cols, index == lb->selected);
	else
		draw_blank(y, lb->x, 1, lb->cols, LOOK_NORMAL);
}

static void draw_all(struct listbox *lb, bool part)
{
	int i;

	/* A taller window than rows held: fetch until it is full. */
	while (count(lb) < lb->top + (size_t)lb->rows && more(lb, true))
		;
	if (!count(lb)) { /* the owner says why nothing is there; when it draws all, it blanks the place before */
		if (part)
			draw_blank(lb->y, lb->x, lb->rows, lb->cols, LOOK_NORMAL);
		return;
	}
	for (i = 0; i < lb->rows; i++)
		draw_one(lb, lb->top + (size_t)i);
}

static void draw_scrolled(struct listbox *lb, long by)
{
	long i;

	draw_scroll(lb->y, lb->rows, (int)by);
	if (by > 0)
		for (i = 0; i < by; i++)
			draw_one(lb, lb->top + (size_t)(lb->rows - 1 - i));
	else
		for (i = 0; i < -by; i++)
			draw_one(lb, lb->top + (size_t)i);
}

void listbox_draw(struct listbox *lb, bool part)
{
	long by = (long)lb->top - (long)lb->old_top;

	if (part && !lb->dirty &&
	    (!by || (labs(by) < lb->rows && !lb->x && lb->cols == draw_cols()))) {
		if (by)
			draw_scrolled(lb, by);
		if (lb->old_selected != lb->selected)
			draw_one(lb, lb->old_selected);
		draw_one(lb, lb->selected);
	} else {
		draw_all(lb, part);
	}
	lb->dirty = false;
	lb->old_top = lb->top;
	lb->old_selected = lb->selected;
}
