/* SPDX-License-Identifier: MIT */
/*
 * Why not leave it to curses: its wide reader gives up everything that waits behind a bad byte, and its Esc is a delay, not a
 * prefix. Officers' keyboards send letters in bursts and their lines are slow, so both matter here.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/keydec.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/utf8.h"

#define ESC 27
#define PREFIX_MS 1000 /* the twin's second key */
#define PASTE_MS 3000  /* a paste whose end never comes */

struct keydec_item {
	int code;
	size_t start, len; /* in d->text */
};

void keydec_init(struct keydec *d)
{
	memset(d, 0, sizeof(*d));
	str_init(&d->text);
	str_init(&d->paste);
}

void keydec_fini(struct keydec *d)
{
	str_fini(&d->text);
	str_fini(&d->paste);
	free(d->q);
	d->q = NULL;
	d->n = d->at = d->cap = 0;
}

static struct keydec_item *emit(struct keydec *d, int code)
{
	struct keydec_item *it;

	if (d->at == d->n) { /* all read: begin anew */
		d->at = d->n = 0;
		str_reset(&d->text);
	}
	d->q = grow(d->q, d->n, &d->cap, sizeof(*d->q));
	it = &d->q[d->n++];
	it->code = code;
	it->start = d->text.len;
	it->len = 0;
	return it;
}

static void emit_text(struct keydec *d, const char *s, size_t n)
{
	struct keydec_item *it = d->n > d->at ? &d->q[d->n - 1] : NULL;

	if (!it || it->code != K_TEXT)
		it = emit(d, K_TEXT);
	str_addn(&d->text, s, n);
	it->len += n;
}

static void key_out(struct keydec *d, int code)
{
	if (code != K_NONE)
		emit(d, code);
}

/* A control character; the ones that mean nothing are let go. */
static void control(struct keydec *d, unsigned char b)
{
	switch (b) {
	case 0x08:
	case 0x7f:
		emit(d, K_BACKSPACE);
		break;
	case '\t':
		emit(d, K_TAB);
		break;
	case '\r':
	case '\n':
		emit(d, K_ENTER);
		break;
	default:
		if (b >= 1 && b <= 26)
			emit(d, K_CTRL('a' + b - 1));
	}
}

static size_t letter_bytes(unsigned char b)
{
	if (b >= 0xc2 && b < 0xe0)
		return 2;
	if (b >= 0xe0 && b < 0xf0)
		return 3;
	if (b >= 0xf0 && b < 0xf5)
		return 4;
	return 0;
}

static void letter_end(struct keydec *d)
{
	const unsigned char *p = (const unsigned char *)d->part;

	if (d->n_part < letter_bytes(p[0]))
		return;
	/* Strict; and the second set of control characters is no text. */
	if (utf8_valid(d->part, d->n_part) && !(p[0] == 0xc2 && p[1] < 0xa0))
		emit_text(d, d->part, d->n_part);
	d->n_part = 0;
}

static void idle_byte(struct keydec *d, unsigned char b)
{
	if (d->n_part) {
		if (b >= 0x80 && b < 0xc0) {
			d->part[d->n_part++] = (char)b;
			letter_end(d);
			return;
		}
		d->n_part = 0; /* only the broken letter is lost */
	}
	if (b == ESC)
		d->state = KEYDEC_ESC;
	else if (b < 0x20 || b == 0x7f)
		control(d, b);
	else if (b < 0x80)
		emit_text(d, (char[]){ (char)b }, 1);
	else if (letter_bytes(b))
		d->part[d->n_part++] = (char)b;
}

static void esc_byte(struct keydec *d, unsigned char b)
{
	d->state = KEYDEC_IDLE;
	if (b == ESC) {
		emit(d, K_CANCEL);
	} else if (b == '[') {
		d->state = KEYDEC_CSI;
		d->n_seq = 0;
	} else if (b == 'O') {
		d->state = KEYDEC_SS3;
	} else if (b >= '0' && b <= '9') {
		emit(d, K_F(b == '0' ? 10 : b - '0'));
	} else if (b == '-' || b == '=') {
		emit(d, K_F(b == '-' ? 11 : 12));
	} else if (b > ' ' && b < 0x7f) {
		emit(d, K_ALT(b));
	} else {
		idle_byte(d, b);
	}
}

static int arrow(unsigned char final, bool ctrl)
{
	switch (final) {
	case 'A':
		return K_UP;
	case 'B':
		return K_DOWN;
	case 'C':
		return ctrl ? K_WORD_RIGHT : K_RIGHT;
	case 'D':
		return ctrl ? K_WORD_LEFT : K_LEFT;
	case 'H':
		return ctrl ? K_CTRL_HOME : K_HOME;
	case 'F':
		return ctrl ? K_CTRL_END : K_END;
	case 'Z':
		return K_BACKTAB;
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return K_F(1 + final - 'P');
	default:
		return K_NONE;
	}
}

static int tilde(int number, bool ctrl)
{
	switch (number) {
	case 1:
	case 7:
		return ctrl ? K_CTRL_HOME : K_HOME;
	case 2:
		return K_INSERT;
	case 3:
		return K_DELETE;
	case 4:
	case 8:
		return ctrl ? K_CTRL_END : K_END;
	case 5:
		return K_PAGE_UP;
	case 6:
		return K_PAGE_DOWN;
	case 200:
		return KEYDEC_PASTE_BEGIN;
	default:
		break;
	}
	if (number >= 11 && number <= 15)
		return K_F(number - 10);
	if (number >= 17 && number <= 21)
		return K_F(number - 11);
	if (number == 23 || number == 24)
		return K_F(number - 12);
	return K_NONE;
}

static void csi_end(struct keydec *d, unsigned char final)
{
	char *rest;
	long number, modifier = 1;

	d->state = KEYDEC_IDLE;
	d->seq[d->n_seq] = '\0';
	if (d->n_seq && d->seq[0] == '[') { /* F1-F5 of the Linux console */
		if (final >= 'A' && final <= 'E')
			emit(d, K_F(1 + final - 'A'));
		return;
	}
	number = strtol(d->seq, &rest, 10);
	if (*rest == ';')
		modifier = strtol(rest + 1, NULL, 10);
	if (final == '~')
		keydec_code(d, tilde((int)number, modifier > 2));
	else
		keydec_code(d, arrow(final, modifier > 2));
}

static void csi_byte(struct keydec *d, unsigned char b)
{
	if ((b >= 0x20 && b < 0x40) || (b == '[' && !d->n_seq)) {
		if (d->n_seq < sizeof(d->seq) - 1)
			d->seq[d->n_seq++] = (char)b;
	} else if (b >= 0x40 && b < 0x7f) {
		csi_end(d, b);
	} else {
		d->state = KEYDEC_IDLE;
		idle_byte(d, b);
	}
}

/* Keys of the number block in application mode come this way too: they are what is printed on them. */
static void ss3_byte(struct keydec *d, unsigned char b)
{
	static const char block[] = "*+,-./0123456789"; /* j … y */

	d->state = KEYDEC_IDLE;
	if (b == 'M')
		emit(d, K_ENTER);
	else if (b >= 'j' && b <= 'y')
		emit_text(d, &block[b - 'j'], 1);
	else if (b >= 0x40 && b < 0x7f)
		key_out(d, arrow(b, false));
	else
		idle_byte(d, b);
}

/* Only text comes out of a paste: line ends as \n, no control characters, no bad bytes. */
static void paste_end(struct keydec *d)
{
	const char *s = d->paste.s;
	size_t left = d->paste.len;
	struct keydec_item *it;

	d->state = KEYDEC_IDLE;
	it = emit(d, K_PASTE);
	while (left) {
		size_t good = utf8_valid_prefix(s, left), i;

		for (i = 0; i < good; i++) {
			unsigned char b = (unsigned char)s[i];

			if (b == '\r') {
				str_addc(&d->text, '\n');
				if (i + 1 < good && s[i + 1] == '\n')
					i++;
			} else if ((b >= 0x20 && b != 0x7f) || b == '\n' || b == '\t') {
				str_addc(&d->text, (char)b);
			}
		}
		if (good < left)
			good++;
		s += good;
		left -= good;
	}
	it->len = d->text.len - it->start;
	if (!it->len)
		d->n--;
	str_reset(&d->paste);
}

static void paste_byte(struct keydec *d, unsigned char b)
{
	static const char mark[] = "\033[201~";
	size_t n = sizeof(mark) - 1;

	if (d->paste.len < KEYDEC_PASTE_MAX + n) {
		str_addc(&d->paste, (char)b);
	} else { /* keep the tail, where the end mark will stand */
		char *tail = d->paste.s + d->paste.len - n;

		memmove(tail, tail + 1, n - 1);
		tail[n - 1] = (char)b;
	}
	if (b == '~' && d->paste.len >= n && !memcmp(d->paste.s + d->paste.len - n, mark, n)) {
		d->paste.len -= n;
		d->paste.s[d->paste.len] = '\0';
		paste_end(d);
	}
}

void keydec_byte(struct keydec *d, unsigned char b)
{
	switch (d->state) {
	case KEYDEC_IDLE:
		idle_byte(d, b);
		break;
	case KEYDEC_ESC:
		esc_byte(d, b);
		break;
	case KEYDEC_CSI:
		csi_byte(d, b);
		break;
	case KEYDEC_SS3:
		ss3_byte(d, b);
		break;
	case KEYDEC_PASTE:
		paste_byte(d, b);
		break;
	}
}

void keydec_code(struct keydec *d, int code)
{
	if (d->state == KEYDEC_PASTE) { /* data that looks like a key */
		if (code == KEYDEC_PASTE_END)
			paste_end(d);
		else if (code == K_RESIZE)
			emit(d, code);
		return;
	}
	if (code == K_RESIZE) { /* no key: leaves the prefix and a half letter alone */
		emit(d, code);
		return;
	}
	d->state = KEYDEC_IDLE;
	d->n_part = 0;
	if (code == KEYDEC_PASTE_BEGIN)
		d->state = KEYDEC_PASTE;
	else if (code != KEYDEC_PASTE_END)
		key_out(d, code);
}

void keydec_timeout(struct keydec *d)
{
	if (d->state == KEYDEC_PASTE)
		paste_end(d);
	d->state = KEYDEC_IDLE;
}

int keydec_wait(const struct keydec *d)
{
	if (d->state == KEYDEC_IDLE)
		return -1;
	return d->state == KEYDEC_PASTE ? PASTE_MS : PREFIX_MS;
}

bool keydec_ready(const struct keydec *d)
{
	return d->at < d->n;
}

bool keydec_next(struct keydec *d, struct key *out)
{
	const struct keydec_item *it;

	if (d->at == d->n)
		return false;
	it = &d->q[d->at++];
	out->code = it->code;
	out->text = it->code == K_TEXT || it->code == K_PASTE ? d->text.s + it->start : NULL;
	out->len = it->len;
	return true;
}
