# SPDX-License-Identifier: MIT
dist_man_MANS = \
	man/giamngheo.1 \
	man/giamngheo-bundle.5 \
	man/giamngheo-calendar.5 \
	man/giamngheo-form.5 \
	man/giamngheo-paper.5 \
	man/giamngheo.conf.5

man_vi_1dir = $(mandir)/vi/man1
dist_man_vi_1_DATA = man/vi/giamngheo.1
