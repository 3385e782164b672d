# SPDX-License-Identifier: MIT
formsdir = $(pkgdatadir)/forms
dist_forms_DATA = \
	forms/assignment.ini \
	forms/certificate.ini \
	forms/change.ini \
	forms/complaint.ini \
	forms/decision.ini \
	forms/decision_line.ini \
	forms/decision_person.ini \
	forms/household.ini \
	forms/income_check.ini \
	forms/meeting.ini \
	forms/meeting_line.ini \
	forms/member.ini \
	forms/opinion.ini \
	forms/opinion_line.ini \
	forms/participant.ini \
	forms/posting.ini \
	forms/project.ini \
	forms/request.ini \
	forms/review.ini \
	forms/round.ini \
	forms/unit_year.ini \
	forms/village.ini
