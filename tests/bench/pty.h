/* SPDX-License-Identifier: MIT */
/*
 * A program on a pseudo-terminal of 80 columns and 24 rows, as a person would run it: what it
 * writes, when, and what a key costs it.
 */
#ifndef GN_TESTS_BENCH_PTY_H
#define GN_TESTS_BENCH_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct pty {
	pid_t pid;
	pid_t watched;   /* whose work is measured: pid, or the one it runs (strace) */
	int fd;
	uint64_t began;  /* ns */
	uint64_t bytes;  /* written by it so far */
	char *seen;      /* all of it, until pty_forget */
	size_t n, cap;
	uint64_t last;   /* when the last byte came */
};

void pty_start(struct pty *p, char *const *argv);
/* Until `text` has been written; ms since the start. Fails after 20 s. */
double pty_wait(struct pty *p, const char *text);
/* Until it sleeps and has nothing more to say. */
void pty_settle(struct pty *p);
/* Send a key and wait for the answer. */
struct pty_answer {
	double ms;      /* to the last byte */
	uint64_t bytes;
};
struct pty_answer pty_key(struct pty *p, const char *key);
/* Send without looking at the answer until it has come to rest. */
void pty_type(struct pty *p, const char *keys);
void pty_forget(struct pty *p);
uint64_t pty_cpu(const struct pty *p);      /* ns */
double pty_peak(const struct pty *p);       /* MiB */
uint64_t pty_wakeups(const struct pty *p);
/* Take what it writes for so many seconds. */
void pty_watch(struct pty *p, int seconds);
/* Ask it to end (SIGTERM), or where `kill` make it, and wait. */
void pty_end(struct pty *p, bool kill_it);

#define KEY_DOWN "\033OB"
#define KEY_F2 "\033OQ"
#define KEY_TAB "\t"
#define KEY_BACKTAB "\033[Z"
#define KEY_ENTER "\r"
#define KEY_BACKSPACE "\177"

#endif
