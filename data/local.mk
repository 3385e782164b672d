# SPDX-License-Identifier: MIT
data_schemadir = $(pkgdatadir)/data/schema
dist_data_schema_DATA = \
	data/schema/001_engine.sql \
	data/schema/002_peer.sql \
	data/schema/003_exchange.sql \
	data/schema/004_duty.sql

data_codesdir = $(pkgdatadir)/data/codes
dist_data_codes_DATA = \
	data/codes/area_type.csv \
	data/codes/assignment_status.csv \
	data/codes/beneficiary_group.csv \
	data/codes/certificate_state.csv \
	data/codes/change_kind.csv \
	data/codes/classification.csv \
	data/codes/complaint_result.csv \
	data/codes/decision_kind.csv \
	data/codes/education_level.csv \
	data/codes/employment_status.csv \
	data/codes/ethnicity.csv \
	data/codes/gender.csv \
	data/codes/id_missing_reason.csv \
	data/codes/id_province.csv \
	data/codes/income_kind.csv \
	data/codes/indicator_answer.csv \
	data/codes/info_means.csv \
	data/codes/level.csv \
	data/codes/material_column.csv \
	data/codes/material_roof.csv \
	data/codes/material_wall.csv \
	data/codes/meeting_outcome.csv \
	data/codes/movement.csv \
	data/codes/nutrition_status.csv \
	data/codes/opening_class.csv \
	data/codes/opening_column.csv \
	data/codes/posting_kind.csv \
	data/codes/poverty_cause.csv \
	data/codes/programme_item.csv \
	data/codes/project_kind.csv \
	data/codes/project_status.csv \
	data/codes/quick_result.csv \
	data/codes/reason_listed.csv \
	data/codes/relation.csv \
	data/codes/request_kind.csv \
	data/codes/request_result.csv \
	data/codes/round_kind.csv \
	data/codes/round_stage.csv \
	data/codes/school_level.csv \
	data/codes/school_status.csv \
	data/codes/score_region.csv \
	data/codes/sheet_state.csv \
	data/codes/special_area.csv \
	data/codes/support_kind.csv \
	data/codes/support_need.csv \
	data/codes/term.csv \
	data/codes/toilet.csv \
	data/codes/training.csv \
	data/codes/village_kind.csv \
	data/codes/want.csv \
	data/codes/water_source.csv

data_checksdir = $(pkgdatadir)/data/checks
dist_data_checks_DATA = \
	data/checks/assignment_overdue.sql \
	data/checks/certificate_twice.sql \
	data/checks/decision_twice.sql \
	data/checks/household_code.sql \
	data/checks/income_average.sql \
	data/checks/m_cross.sql \
	data/checks/m_deprivation_near.sql \
	data/checks/m_deprivation_poor.sql \
	data/checks/m_members.sql \
	data/checks/m_near_balance.sql \
	data/checks/m_opening.sql \
	data/checks/m_people_rate.sql \
	data/checks/m_poor_balance.sql \
	data/checks/m_reason.sql \
	data/checks/m_summary.sql \
	data/checks/m_total.sql \
	data/checks/m_total_missing.sql \
	data/checks/m_unfinished.sql \
	data/checks/meeting_twice.sql \
	data/checks/new_head.sql \
	data/checks/participant_twice.sql \
	data/checks/project_overdue.sql \
	data/checks/project_twice.sql \
	data/checks/r06_villages.sql \
	data/checks/r13_village.sql \
	data/checks/r17.sql \
	data/checks/r23.sql \
	data/checks/r26_household.sql \
	data/checks/r26_unit.sql \
	data/checks/r27.sql \
	data/checks/r28.sql \
	data/checks/r29.sql \
	data/checks/r29_before.sql \
	data/checks/r30.sql \
	data/checks/r32_again.sql \
	data/checks/r33.sql \
	data/checks/r33_missing.sql \
	data/checks/r33_posting.sql \
	data/checks/r49_income.sql \
	data/checks/register_households.sql \
	data/checks/register_near_poor.sql \
	data/checks/register_people.sql \
	data/checks/register_poor.sql \
	data/checks/request_twice.sql \
	data/checks/review_twice.sql \
	data/checks/round_twice.sql \
	data/checks/unit_year_twice.sql \
	data/checks/village_twice.sql

data_demodir = $(pkgdatadir)/data/demo
dist_data_demo_DATA = \
	data/demo/family_names.csv \
	data/demo/given_names.csv \
	data/demo/middle_names.csv \
	data/demo/plan.ini

data_standardsdir = $(pkgdatadir)/data/standards
dist_data_standards_DATA = \
	data/standards/2016-2020.ini \
	data/standards/2022-2025.ini \
	data/standards/2027-2030.ini \
	data/standards/local.ini

data_scoresdir = $(pkgdatadir)/data/scores
dist_data_scores_DATA = \
	data/scores/2016-2020.ini \
	data/scores/2022-2025.ini

data_calendardir = $(pkgdatadir)/data/calendar
dist_data_calendar_DATA = \
	data/calendar/2017-2020.ini \
	data/calendar/2021-2026.ini \
	data/calendar/2027.ini

data_reportsdir = $(pkgdatadir)/data/reports
dist_data_reports_DATA = \
	data/reports/r01.sql \
	data/reports/r02.sql \
	data/reports/r03.sql \
	data/reports/r04.sql \
	data/reports/r05.sql \
	data/reports/r06.sql \
	data/reports/r07.sql \
	data/reports/r08.sql \
	data/reports/r09.sql \
	data/reports/r10.sql \
	data/reports/r11.sql \
	data/reports/r12.sql \
	data/reports/r13.sql \
	data/reports/r14.sql \
	data/reports/r15.sql

data_papersdir = $(pkgdatadir)/data/papers
dist_data_papers_DATA = \
	data/papers/applicant.part \
	data/papers/applicant_signs.part \
	data/papers/certificate.paper \
	data/papers/complaint_result.paper \
	data/papers/decision.paper \
	data/papers/exit_request.paper \
	data/papers/minutes.paper \
	data/papers/nation.part \
	data/papers/notice.paper \
	data/papers/posting_list.paper \
	data/papers/refusal.paper \
	data/papers/request.paper \
	data/papers/review_list.paper \
	data/papers/review_sheet.paper \
	data/papers/round_report.paper \
	data/papers/ubnd.part

