# SPDX-License-Identifier: MIT
# Measuring, beside yardsticks: `make bench` (GIAMNGHEO_BENCH_FAST=1: quick). Neither `make` nor `make check` builds this.
# The books it makes stay in tests/bench/books of the build folder until `make clean`.
BENCH_TOOLS = tests/bench/bench tests/bench/floor tests/bench/gen
EXTRA_PROGRAMS += $(BENCH_TOOLS)
CLEANFILES += $(BENCH_TOOLS)

BENCH_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
BENCH_LIBS = libgiamngheo.a $(GN_LIBS)
tests_bench_bench_SOURCES = \
	tests/bench/bench.c \
	tests/bench/bench.h \
	tests/bench/bundle.c \
	tests/bench/check.c \
	tests/bench/pty.c \
	tests/bench/pty.h \
	tests/bench/report.c \
	tests/bench/save.c \
	tests/bench/screens.c \
	tests/bench/search.c \
	tests/bench/util.c
tests_bench_bench_CPPFLAGS = $(BENCH_CPPFLAGS)
tests_bench_bench_LDADD = $(BENCH_LIBS)
tests_bench_floor_SOURCES = tests/bench/floor.c
tests_bench_floor_CPPFLAGS = $(BENCH_CPPFLAGS)
tests_bench_floor_LDADD = $(NCURSES_LIBS) $(SQLITE_LIBS)
tests_bench_gen_SOURCES = tests/bench/gen.c
tests_bench_gen_CPPFLAGS = $(BENCH_CPPFLAGS)
tests_bench_gen_LDADD = $(BENCH_LIBS)

bench: all $(BENCH_TOOLS)
	GIAMNGHEO='$(abs_top_builddir)/giamngheo' tests/bench/bench $(BENCH)

clean-bench:
	rm -rf tests/bench/books
clean-local: clean-bench
.PHONY: bench clean-bench
