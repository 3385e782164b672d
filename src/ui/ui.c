/* SPDX-License-Identifier: MIT */
/*
 * The loop: read what waits, let the top screen act, draw once. Screens say what must happen and never draw by themselves, so a
 * thousand keys that came together cost one painting.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/ui.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "text/utf8.h"
#include "ui/draw.h"
#include "ui/screens.h"
#include "ui/ui_impl.h"

/* A screen with what only the stack knows of it. */
struct node {
	struct screen s; /* first: a screen is its node */
	unsigned long serial;
};

int ui_start(struct app *app, struct error *e)
{
	int rc = term_start(&app->colour, e);

	if (rc)
		return rc;
	app->utf8_ok = true;
	app->ui = xcalloc(1, sizeof(*app->ui));
	app->ui->keys = keyread_new();
	draw_looks(app->colour);
	return 0;
}

static void need(struct ui *ui, enum ui_need n)
{
	if (n > ui->need)
		ui->need = n;
}

void ui_push(struct app *app, const struct screen_ops *ops, void *data)
{
	struct node *n = xcalloc(1, sizeof(*n));

	n->s.ops = ops;
	n->s.app = app;
	n->s.data = data;
	n->s.below = app->ui->top;
	n->serial = ++app->ui->serial;
	app->ui->top = &n->s;
	need(app->ui, NEED_ALL);
}

static struct screen *find_serial(const struct ui *ui, unsigned long serial)
{
	struct screen *s;

	for (s = ui->top; s; s = s->below)
		if (((struct node *)s)->serial == serial)
			return s;
	return NULL;
}

static void take_off(struct app *app, struct screen *s)
{
	struct ui *ui = app->ui;
	struct screen **at = &ui->top;
	bool was_top = ui->top == s, overlay = s->ops->overlay;

	while (*at && *at != s)
		at = &(*at)->below;
	if (*at)
		*at = s->below;
	if (s->ops->close)
		s->ops->close(s);
	free(s);
	need(ui, NEED_ALL);
	if (was_top && !overlay && ui->top && ui->top->ops->back && !ui_ending(app))
		ui->top->ops->back(ui->top);
}

void ui_stop(struct app *app)
{
	struct ui *ui = app->ui;

	if (!ui)
		return;
	ui->quit = true;
	while (ui->top)
		take_off(app, ui->top);
	keyread_free(ui->keys);
	term_row_forget(ui->under);
	free(ui->message);
	free(ui->rest);
	free(ui->current);
	free(ui);
	app->ui = NULL;
	term_stop();
}

bool ui_ending(const struct app *app)
{
	return !app->ui || app->ui->quit || app->ui->ended;
}

static bool tiny(void)
{
	return draw_rows() < UI_MIN_ROWS || draw_cols() < UI_MIN_COLS;
}

static void paint_tiny(void)
{
	draw_clear();
	draw_wrap(0, 0, draw_rows(), draw_cols(), LOOK_TITLE,
		  _("The window is too small. Enlarge it to 80 columns and 24 rows; nothing typed "
		    "is lost."));
}

static void paint_message(struct ui *ui)
{
	int y = draw_rows() - 2;

	term_row_forget(ui->under);
	ui->under = NULL;
	if (!ui->message)
		return;
	ui->under = term_row_keep(y);
	draw_blank(y, 0, 1, draw_cols(), LOOK_NORMAL);
	draw_textf(y, 0, draw_cols(), LOOK_TITLE, " %s", ui->message);
}

static void paint_from(struct screen *s)
{
	if (s->ops->overlay && s->below)
		paint_from(s->below);
	draw_no_cursor();
	s->ops->draw(s, false);
}

static void paint(struct app *app)
{
	struct ui *ui = app->ui;
	enum ui_need n = ui->need;

	ui->need = NEED_NOTHING;
	if (tiny()) {
		paint_tiny();
	} else if (n == NEED_ALL) {
		draw_clear();
		ui_bars_top(app, ui->top);
		ui_bars_keys(ui->top);
		paint_from(ui->top);
		term_row_forget(ui->under);
		ui->under = NULL;
		paint_message(ui);
	} else {
		if (ui->bar)
			ui_bars_top(app, ui->top);
		term_row_put(ui->under);
		ui->under = NULL;
		ui->top->ops->draw(ui->top, true);
		paint_message(ui);
	}
	ui->bar = false;
	draw_cursor_apply();
	term_show(ui->fresh);
	ui->fresh = false;
}

void ui_say(struct app *app, const char *fmt, ...)
{
	struct str b;
	va_list ap;

	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	free(app->ui->message);
	app->ui->message = str_take(&b);
	need(app->ui, NEED_PART);
}

void ui_busy(struct app *app, const char *text)
{
	ui_say(app, "%s", text);
	if (app->ui->top)
		paint(app);
}

void ui_redraw(struct app *app)
{
	need(app->ui, NEED_ALL);
}

void ui_saved(struct app *app)
{
	char now[20];

	time_stamp(now);
	memcpy(app->ui->saved, now + 11, 8);
	app->ui->saved[8] = '\0';
	app->ui->bar = true;
	need(app->ui, NEED_PART);
}

static void unsay(struct ui *ui)
{
	if (!ui->message)
		return;
	free(ui->message);
	ui->message = NULL;
	need(ui, NEED_PART); /* the row below is put back by the painting */
}

enum { COMMON_HELP = 1, COMMON_BACK, COMMON_OFFICER, COMMON_REPAINT };

static const struct keybind common[] = {
	{ K_F(1), COMMON_HELP, N_("Help"), N_("Help about what is under the cursor") },
	{ K_F(10), COMMON_BACK, N_("Back"), N_("Leave this screen") },
	{ K_CANCEL, COMMON_BACK, NULL, N_("Leave this screen") },
	{ K_F(12), COMMON_OFFICER, NULL, N_("Another person works now") },
	{ K_CTRL('o'), COMMON_OFFICER, NULL, N_("Another person works now") },
	{ K_CTRL('l'), COMMON_REPAINT, NULL, N_("Draw the screen anew") },
	{ 0, 0, NULL, NULL },
};

const struct keybind *ui_common_keys(void)
{
	return common;
}

bool app_above(const struct app *app)
{
	const char *level = book_level(app->book);

	return !str_eq(level, "commune") && !str_eq(level, "village");
}

static enum screen_result common_key(struct app *app, struct screen *s, const struct key *k)
{
	switch (keybind_find(common, k)) {
	case COMMON_HELP:
		if (s->ops->help)
			s->ops->help(s);
		else
			screen_keys(app, s->ops);
		return SCREEN_HANDLED;
	case COMMON_BACK:
		return SCREEN_CLOSE;
	case COMMON_OFFICER:
		if (!s->ops->overlay)
			screen_officer(app);
		app->ui->bar = true;
		return SCREEN_PART;
	case COMMON_REPAINT:
		app->ui->fresh = true;
		return SCREEN_REDRAW;
	default:
		return SCREEN_IGNORED;
	}
}

static enum screen_result offer(struct app *app, const struct key *k)
{
	struct ui *ui = app->ui;
	struct screen *s = ui->top;
	unsigned long serial = ((struct node *)s)->serial;
	enum screen_result r = s->ops->key(s, k);

	if (r == SCREEN_IGNORED && ui->top == s)
		r = common_key(app, s, k);
	if (r == SCREEN_PART)
		need(ui, NEED_PART);
	else if (r == SCREEN_REDRAW)
		need(ui, NEED_ALL);
	else if (r == SCREEN_CLOSE && find_serial(ui, serial))
		take_off(app, s);
	else if (r == SCREEN_QUIT)
		ui->quit = true;
	return r;
}

/* A run of letters nobody took as text: the first alone, the others again as what they may be then. */
static void offer_first(struct app *app, const struct key *k)
{
	struct ui *ui = app->ui;
	int cols;
	size_t n = utf8_advance(k->text, k->len, &cols);
	struct str rest;
	struct key one = { K_TEXT, NULL, n };
	char *first = xstrndup(k->text, n);

	one.text = first;
	str_init(&rest);
	str_addn(&rest, k->text + n, k->len - n);
	if (ui->rest)
		str_add(&rest, ui->rest);
	free(ui->rest);
	ui->rest = str_take(&rest);
	if (str_empty(ui->rest))
		set_string(&ui->rest, NULL);
	offer(app, &one);
	free(first);
}

static void dispatch(struct app *app, const struct key *k)
{
	char letter = (char)(k->code - K_ALT_BASE);
	struct key plain = { K_TEXT, &letter, 1 };

	if (offer(app, k) != SCREEN_IGNORED || !app->ui->top)
		return;
	if (k->code == K_TEXT && k->len > 1)
		offer_first(app, k);
	else if (k->code > K_ALT_BASE && k->code < K_CHAR_BASE) /* an Esc hit by mistake */
		offer(app, &plain);
}

static bool waiting(struct ui *ui)
{
	return ui->rest || keyread_waiting(ui->keys);
}

static bool next_key(struct ui *ui, struct key *k)
{
	if (!ui->rest)
		return keyread_next(ui->keys, k);
	free(ui->current);
	ui->current = ui->rest;
	ui->rest = NULL;
	*k = (struct key){ K_TEXT, ui->current, strlen(ui->current) };
	return true;
}

/* One key. False: the end. */
static bool step(struct app *app)
{
	struct ui *ui = app->ui;
	struct key k;

	if (ui->need && !waiting(ui))
		paint(app);
	if (!next_key(ui, &k)) {
		log_line("screen: ended from outside");
		ui->ended = true;
		return false;
	}
	if (k.code == K_RESIZE) {
		term_row_forget(ui->under);
		ui->under = NULL;
		need(ui, NEED_ALL);
		return true;
	}
	if (tiny()) {
		term_beep();
		return true;
	}
	unsay(ui);
	dispatch(app, &k);
	return !ui_ending(app);
}

int ui_run(struct app *app)
{
	while (app->ui->top && !ui_ending(app))
		step(app);
	return 0;
}

void ui_run_modal(struct app *app, const struct screen_ops *ops, void *data)
{
	struct ui *ui = app->ui;
	unsigned long serial;
	struct screen *s;

	ui_push(app, ops, data);
	serial = ui->serial;
	while (!ui_ending(app) && find_serial(ui, serial))
		step(app);
	/* At the end from outside the callers above still stand on our stack: only ours goes. */
	s = find_serial(ui, serial);
	while (s && ui->top != s)
		take_off(app, ui->top);
	if (s)
		take_off(app, s);
}

/* Mistakes in data files: told in full by `forms check`, here only to whoever looks into the log. */
static void log_complaints(struct complaints *c)
{
	for (size_t i = 0; i < c->n; i++) {
		char *text = complaint_text(&c->v[i]);

		log_line("%s", text);
		free(text);
	}
	complaints_fini(c);
}

struct checks *app_checks(struct app *app)
{
	struct complaints c;
	char *dir;

	if (app->checks)
		return app->checks;
	complaints_init(&c);
	dir = xasprintf("%s/checks", paths_data());
	app->checks = checks_load(dir, &c);
	free(dir);
	log_complaints(&c);
	return app->checks;
}

const struct calendar *app_calendar(struct app *app)
{
	struct complaints c;

	if (app->calendar)
		return app->calendar;
	complaints_init(&c);
	app->calendar = calendar_open(app->forms, &c);
	log_complaints(&c);
	return app->calendar;
}

bool app_need_officer(struct app *app)
{
	return !str_empty(app->officer) || screen_officer(app);
}
