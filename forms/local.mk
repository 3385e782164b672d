# SPDX-License-Identifier: MIT
formsdir = $(pkgdatadir)/forms
dist_forms_DATA = \
	forms/assignment.ini \
	forms/change.ini \
	forms/household.ini \
	forms/member.ini \
	forms/participant.ini \
	forms/project.ini \
	forms/review.ini \
	forms/round.ini \
	forms/unit_year.ini \
	forms/village.ini
