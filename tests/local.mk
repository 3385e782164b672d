# SPDX-License-Identifier: MIT
TEST_EXTENSIONS = .sh
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = srcdir='$(abs_top_srcdir)'; export srcdir; \
	builddir='$(abs_top_builddir)'; export builddir; \
	GIAMNGHEO='$(GIAMNGHEO)'; export GIAMNGHEO; CC='$(CC)'; export CC; \
	GIAMNGHEO_DATADIR=; unset GIAMNGHEO_DATADIR; \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT;
GIAMNGHEO = $(abs_top_builddir)/giamngheo
TEST_CPPFLAGS = -D_GNU_SOURCE $(AM_CPPFLAGS) -DSRCDIR='"$(abs_top_srcdir)"' -I$(top_srcdir)/tests
TEST_LIBS = libgiamngheo.a $(GN_LIBS)

if HAVE_CMOCKA
UNIT_TESTS = \
	tests/unit/test_backup \
	tests/unit/test_book \
	tests/unit/test_bundle \
	tests/unit/test_calendar \
	tests/unit/test_check \
	tests/unit/test_closing \
	tests/unit/test_codes \
	tests/unit/test_container \
	tests/unit/test_csv \
	tests/unit/test_date \
	tests/unit/test_db \
	tests/unit/test_demo \
	tests/unit/test_diff_rows \
	tests/unit/test_draft \
	tests/unit/test_duplicate \
	tests/unit/test_edit_layout \
	tests/unit/test_enrol \
	tests/unit/test_entry \
	tests/unit/test_entry_batch \
	tests/unit/test_error \
	tests/unit/test_exchange \
	tests/unit/test_expr \
	tests/unit/test_file \
	tests/unit/test_form \
	tests/unit/test_forms_real \
	tests/unit/test_forms_rules \
	tests/unit/test_hostile \
	tests/unit/test_i18n \
	tests/unit/test_ids \
	tests/unit/test_inbox \
	tests/unit/test_income \
	tests/unit/test_ini \
	tests/unit/test_key \
	tests/unit/test_lineedit \
	tests/unit/test_lines \
	tests/unit/test_list \
	tests/unit/test_made_from \
	tests/unit/test_movement \
	tests/unit/test_number \
	tests/unit/test_overview \
	tests/unit/test_paper \
	tests/unit/test_paths \
	tests/unit/test_places \
	tests/unit/test_problem_groups \
	tests/unit/test_propose \
	tests/unit/test_record \
	tests/unit/test_records \
	tests/unit/test_reply \
	tests/unit/test_report \
	tests/unit/test_report_table \
	tests/unit/test_round \
	tests/unit/test_score \
	tests/unit/test_search \
	tests/unit/test_standard \
	tests/unit/test_stick \
	tests/unit/test_str \
	tests/unit/test_utf8 \
	tests/unit/test_vault \
	tests/unit/test_viet
else
UNIT_TESTS =
endif
check_PROGRAMS += $(UNIT_TESTS)

tests_unit_test_backup_SOURCES = tests/unit/test_backup.c
tests_unit_test_backup_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_backup_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_book_SOURCES = tests/unit/test_book.c
tests_unit_test_book_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_book_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_bundle_SOURCES = tests/unit/test_bundle.c
tests_unit_test_bundle_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_bundle_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_calendar_SOURCES = tests/unit/test_calendar.c
tests_unit_test_calendar_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_calendar_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_check_SOURCES = tests/unit/test_check.c
tests_unit_test_check_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_check_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_closing_SOURCES = tests/unit/test_closing.c
tests_unit_test_closing_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_closing_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_codes_SOURCES = tests/unit/test_codes.c
tests_unit_test_codes_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_codes_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_container_SOURCES = tests/unit/test_container.c
tests_unit_test_container_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_container_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_csv_SOURCES = tests/unit/test_csv.c
tests_unit_test_csv_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_csv_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_date_SOURCES = tests/unit/test_date.c
tests_unit_test_date_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_date_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_db_SOURCES = tests/unit/test_db.c
tests_unit_test_db_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_db_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_demo_SOURCES = tests/unit/test_demo.c
tests_unit_test_demo_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_demo_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_diff_rows_SOURCES = tests/unit/test_diff_rows.c
tests_unit_test_diff_rows_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_diff_rows_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_draft_SOURCES = tests/unit/test_draft.c
tests_unit_test_draft_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_draft_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_duplicate_SOURCES = tests/unit/test_duplicate.c
tests_unit_test_duplicate_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_duplicate_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_edit_layout_SOURCES = tests/unit/test_edit_layout.c
tests_unit_test_edit_layout_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_edit_layout_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_enrol_SOURCES = tests/unit/test_enrol.c
tests_unit_test_enrol_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_enrol_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_entry_SOURCES = tests/unit/test_entry.c
tests_unit_test_entry_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_entry_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_entry_batch_SOURCES = tests/unit/test_entry_batch.c
tests_unit_test_entry_batch_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_entry_batch_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_error_SOURCES = tests/unit/test_error.c
tests_unit_test_error_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_error_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_exchange_SOURCES = tests/unit/test_exchange.c
tests_unit_test_exchange_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_exchange_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_expr_SOURCES = tests/unit/test_expr.c
tests_unit_test_expr_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_expr_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_file_SOURCES = tests/unit/test_file.c
tests_unit_test_file_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_file_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_form_SOURCES = tests/unit/test_form.c
tests_unit_test_form_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_form_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_forms_real_SOURCES = tests/unit/test_forms_real.c
tests_unit_test_forms_real_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_forms_real_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_forms_rules_SOURCES = tests/unit/test_forms_rules.c
tests_unit_test_forms_rules_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_forms_rules_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_hostile_SOURCES = tests/unit/test_hostile.c
tests_unit_test_hostile_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_hostile_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_i18n_SOURCES = tests/unit/test_i18n.c
tests_unit_test_i18n_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_i18n_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_ids_SOURCES = tests/unit/test_ids.c
tests_unit_test_ids_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_ids_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_inbox_SOURCES = tests/unit/test_inbox.c
tests_unit_test_inbox_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_inbox_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_income_SOURCES = tests/unit/test_income.c
tests_unit_test_income_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_income_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_ini_SOURCES = tests/unit/test_ini.c
tests_unit_test_ini_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_ini_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_key_SOURCES = tests/unit/test_key.c
tests_unit_test_key_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_key_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_lineedit_SOURCES = tests/unit/test_lineedit.c
tests_unit_test_lineedit_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_lineedit_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_lines_SOURCES = tests/unit/test_lines.c
tests_unit_test_lines_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_lines_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_list_SOURCES = tests/unit/test_list.c
tests_unit_test_list_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_list_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_made_from_SOURCES = tests/unit/test_made_from.c
tests_unit_test_made_from_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_made_from_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_movement_SOURCES = tests/unit/test_movement.c
tests_unit_test_movement_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_movement_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_number_SOURCES = tests/unit/test_number.c
tests_unit_test_number_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_number_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_overview_SOURCES = tests/unit/test_overview.c
tests_unit_test_overview_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_overview_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_paper_SOURCES = tests/unit/test_paper.c
tests_unit_test_paper_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_paper_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_paths_SOURCES = tests/unit/test_paths.c
tests_unit_test_paths_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_paths_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_places_SOURCES = tests/unit/test_places.c
tests_unit_test_places_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_places_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_problem_groups_SOURCES = tests/unit/test_problem_groups.c
tests_unit_test_problem_groups_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_problem_groups_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_propose_SOURCES = tests/unit/test_propose.c
tests_unit_test_propose_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_propose_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_record_SOURCES = tests/unit/test_record.c
tests_unit_test_record_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_record_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_records_SOURCES = tests/unit/test_records.c
tests_unit_test_records_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_records_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_reply_SOURCES = tests/unit/test_reply.c
tests_unit_test_reply_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_reply_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_report_SOURCES = tests/unit/test_report.c
tests_unit_test_report_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_report_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_report_table_SOURCES = tests/unit/test_report_table.c
tests_unit_test_report_table_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_report_table_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_round_SOURCES = tests/unit/test_round.c
tests_unit_test_round_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_round_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_score_SOURCES = tests/unit/test_score.c
tests_unit_test_score_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_score_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_search_SOURCES = tests/unit/test_search.c
tests_unit_test_search_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_search_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_standard_SOURCES = tests/unit/test_standard.c
tests_unit_test_standard_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_standard_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_stick_SOURCES = tests/unit/test_stick.c
tests_unit_test_stick_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_stick_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_str_SOURCES = tests/unit/test_str.c
tests_unit_test_str_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_str_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_utf8_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_vault_SOURCES = tests/unit/test_vault.c
tests_unit_test_vault_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_vault_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)
tests_unit_test_viet_SOURCES = tests/unit/test_viet.c
tests_unit_test_viet_CPPFLAGS = $(TEST_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_viet_LDADD = $(TEST_LIBS) $(CMOCKA_LIBS)

# Mutating drivers, run by the long tests; with --enable-fuzz also as libFuzzer targets.
FUZZERS = tests/fuzz/fuzz_bundle tests/fuzz/fuzz_container tests/fuzz/fuzz_csv tests/fuzz/fuzz_ini tests/fuzz/fuzz_reply
check_PROGRAMS += $(FUZZERS)
tests_fuzz_fuzz_bundle_SOURCES = tests/fuzz/fuzz_bundle.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_bundle_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_fuzz_bundle_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_container_SOURCES = tests/fuzz/fuzz_container.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_container_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_fuzz_container_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_csv_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_fuzz_csv_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_ini_SOURCES = tests/fuzz/fuzz_ini.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_ini_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_fuzz_ini_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_reply_SOURCES = tests/fuzz/fuzz_reply.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_reply_CPPFLAGS = $(TEST_CPPFLAGS)
tests_fuzz_fuzz_reply_LDADD = $(TEST_LIBS)

if FUZZ
noinst_PROGRAMS = tests/fuzz/libfuzz_bundle tests/fuzz/libfuzz_container tests/fuzz/libfuzz_csv tests/fuzz/libfuzz_ini tests/fuzz/libfuzz_reply
tests_fuzz_libfuzz_bundle_SOURCES = tests/fuzz/fuzz_bundle.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_libfuzz_bundle_CPPFLAGS = $(TEST_CPPFLAGS) -DLIBFUZZER
tests_fuzz_libfuzz_bundle_CFLAGS = $(AM_CFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_bundle_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_bundle_LDADD = $(TEST_LIBS)
tests_fuzz_libfuzz_container_SOURCES = tests/fuzz/fuzz_container.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_libfuzz_container_CPPFLAGS = $(TEST_CPPFLAGS) -DLIBFUZZER
tests_fuzz_libfuzz_container_CFLAGS = $(AM_CFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_container_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_container_LDADD = $(TEST_LIBS)
tests_fuzz_libfuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_libfuzz_csv_CPPFLAGS = $(TEST_CPPFLAGS) -DLIBFUZZER
tests_fuzz_libfuzz_csv_CFLAGS = $(AM_CFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_csv_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_csv_LDADD = $(TEST_LIBS)
tests_fuzz_libfuzz_ini_SOURCES = tests/fuzz/fuzz_ini.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_libfuzz_ini_CPPFLAGS = $(TEST_CPPFLAGS) -DLIBFUZZER
tests_fuzz_libfuzz_ini_CFLAGS = $(AM_CFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_ini_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_ini_LDADD = $(TEST_LIBS)
tests_fuzz_libfuzz_reply_SOURCES = tests/fuzz/fuzz_reply.c tests/fuzz/driver.c tests/fuzz/fuzz.h
tests_fuzz_libfuzz_reply_CPPFLAGS = $(TEST_CPPFLAGS) -DLIBFUZZER
tests_fuzz_libfuzz_reply_CFLAGS = $(AM_CFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_reply_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer,address
tests_fuzz_libfuzz_reply_LDADD = $(TEST_LIBS)
endif

include tests/bench/local.mk

SHELL_TESTS = \
	tests/hygiene/headers.sh \
	tests/hygiene/layers.sh \
	tests/e2e/autumn.sh \
	tests/e2e/backup.sh \
	tests/e2e/book.sh \
	tests/e2e/busy.sh \
	tests/e2e/check_rules.sh \
	tests/e2e/classify.sh \
	tests/e2e/contract.sh \
	tests/e2e/csv.sh \
	tests/e2e/decision.sh \
	tests/e2e/decision_above.sh \
	tests/e2e/due.sh \
	tests/e2e/enrol.sh \
	tests/e2e/follow.sh \
	tests/e2e/inbox.sh \
	tests/e2e/lock.sh \
	tests/e2e/movement.sh \
	tests/e2e/paper.sh \
	tests/e2e/reply.sh \
	tests/e2e/report.sh \
	tests/e2e/round.sh \
	tests/e2e/roundtrip.sh \
	tests/e2e/score.sh \
	tests/e2e/stick.sh \
	tests/e2e/sync-wal.sh \
	tests/e2e/walk.sh
TESTS += $(UNIT_TESTS) $(SHELL_TESTS)
LONG_TESTS = \
	tests/long/flips.sh \
	tests/long/fuzz.sh \
	tests/long/kill-screen.sh \
	tests/long/kill.sh \
	tests/screen/autumn.sh \
	tests/screen/closing.sh \
	tests/screen/draft.sh \
	tests/screen/enter.sh \
	tests/screen/golden-above.sh \
	tests/screen/golden-commune.sh \
	tests/screen/golden-duties.sh \
	tests/screen/golden-edit.sh \
	tests/screen/golden-propose.sh \
	tests/screen/golden-report.sh \
	tests/screen/golden-review.sh \
	tests/screen/golden-send.sh \
	tests/screen/golden-size.sh \
	tests/screen/income.sh \
	tests/screen/keys.sh \
	tests/screen/large.sh \
	tests/screen/letters.sh \
	tests/screen/locked.sh \
	tests/screen/movement.sh \
	tests/screen/officer.sh \
	tests/screen/papers.sh \
	tests/screen/remark.sh \
	tests/screen/round.sh \
	tests/screen/sheet.sh
EXTRA_DIST += $(SHELL_TESTS) $(LONG_TESTS) \
	tests/fuzz/exchange_fuzz.h \
	tests/fuzz/fuzz.h \
	tests/screen/golden/above-browse.txt \
	tests/screen/golden/above-home.txt \
	tests/screen/golden/above-record.txt \
	tests/screen/golden/above-remarks.txt \
	tests/screen/golden/above-settings-end.txt \
	tests/screen/golden/above-settings.txt \
	tests/screen/golden/autumn-closed.txt \
	tests/screen/golden/autumn-locked-home.txt \
	tests/screen/golden/autumn-r02.txt \
	tests/screen/golden/autumn-split.txt \
	tests/screen/golden/autumn-stops.txt \
	tests/screen/golden/autumn-voted-down.txt \
	tests/screen/golden/browse-assignments.txt \
	tests/screen/golden/browse-en-wide.txt \
	tests/screen/golden/browse-en.txt \
	tests/screen/golden/browse-filter-value.txt \
	tests/screen/golden/browse-filter.txt \
	tests/screen/golden/browse-filtered.txt \
	tests/screen/golden/browse-keys-2.txt \
	tests/screen/golden/browse-keys.txt \
	tests/screen/golden/browse-projects.txt \
	tests/screen/golden/browse-reviews.txt \
	tests/screen/golden/browse-rounds.txt \
	tests/screen/golden/browse-search.txt \
	tests/screen/golden/browse-sort.txt \
	tests/screen/golden/browse-vi-wide.txt \
	tests/screen/golden/browse.txt \
	tests/screen/golden/bundle-about.txt \
	tests/screen/golden/bundle-duty.txt \
	tests/screen/golden/bundle-made.txt \
	tests/screen/golden/bundle-make-nobody.txt \
	tests/screen/golden/bundle-make.txt \
	tests/screen/golden/bundles-none.txt \
	tests/screen/golden/bundles-returned.txt \
	tests/screen/golden/bundles.txt \
	tests/screen/golden/closing-closed.txt \
	tests/screen/golden/closing-correction.txt \
	tests/screen/golden/closing-stops.txt \
	tests/screen/golden/diff-accept.txt \
	tests/screen/golden/diff-filter.txt \
	tests/screen/golden/diff-gone.txt \
	tests/screen/golden/diff-remark.txt \
	tests/screen/golden/diff-remarked.txt \
	tests/screen/golden/diff-return.txt \
	tests/screen/golden/diff-small.txt \
	tests/screen/golden/diff-unfolded.txt \
	tests/screen/golden/diff.txt \
	tests/screen/golden/drafts-bin.txt \
	tests/screen/golden/drafts-none.txt \
	tests/screen/golden/drafts.txt \
	tests/screen/golden/duplicates-wide.txt \
	tests/screen/golden/duplicates.txt \
	tests/screen/golden/duties-above-home.txt \
	tests/screen/golden/duties-below-keys.txt \
	tests/screen/golden/duties-below-left.txt \
	tests/screen/golden/duties-below-wide.txt \
	tests/screen/golden/duties-below.txt \
	tests/screen/golden/duties-early.txt \
	tests/screen/golden/duties-home-wide.txt \
	tests/screen/golden/duties-home.txt \
	tests/screen/golden/duties-keys.txt \
	tests/screen/golden/duties-nothing.txt \
	tests/screen/golden/duties-said.txt \
	tests/screen/golden/duties-send.txt \
	tests/screen/golden/duties-wide.txt \
	tests/screen/golden/duties.txt \
	tests/screen/golden/edit-choice-narrowed.txt \
	tests/screen/golden/edit-choice-typed.txt \
	tests/screen/golden/edit-choice.txt \
	tests/screen/golden/edit-clash.txt \
	tests/screen/golden/edit-doubt.txt \
	tests/screen/golden/edit-en-wide.txt \
	tests/screen/golden/edit-en.txt \
	tests/screen/golden/edit-features.txt \
	tests/screen/golden/edit-help-computed.txt \
	tests/screen/golden/edit-help.txt \
	tests/screen/golden/edit-hide.txt \
	tests/screen/golden/edit-leave.txt \
	tests/screen/golden/edit-moved-on.txt \
	tests/screen/golden/edit-not-hidden.txt \
	tests/screen/golden/edit-problems.txt \
	tests/screen/golden/edit-reason.txt \
	tests/screen/golden/edit-reasoned.txt \
	tests/screen/golden/edit-roster-help.txt \
	tests/screen/golden/edit-roster.txt \
	tests/screen/golden/edit-row-2.txt \
	tests/screen/golden/edit-row-help.txt \
	tests/screen/golden/edit-row.txt \
	tests/screen/golden/edit-ticked.txt \
	tests/screen/golden/edit-ticks.txt \
	tests/screen/golden/edit-typing.txt \
	tests/screen/golden/edit-unread.txt \
	tests/screen/golden/edit-vi-wide.txt \
	tests/screen/golden/edit.txt \
	tests/screen/golden/find.txt \
	tests/screen/golden/flat.txt \
	tests/screen/golden/history-insert.txt \
	tests/screen/golden/history-reason.txt \
	tests/screen/golden/history-whole.txt \
	tests/screen/golden/history.txt \
	tests/screen/golden/home-en-wide.txt \
	tests/screen/golden/home-en.txt \
	tests/screen/golden/home-keys.txt \
	tests/screen/golden/home-returned.txt \
	tests/screen/golden/home-sent.txt \
	tests/screen/golden/home-vi-wide.txt \
	tests/screen/golden/home.txt \
	tests/screen/golden/inbox-about.txt \
	tests/screen/golden/inbox-keys.txt \
	tests/screen/golden/inbox-receive-new.txt \
	tests/screen/golden/inbox-receive.txt \
	tests/screen/golden/inbox-received.txt \
	tests/screen/golden/inbox-returned.txt \
	tests/screen/golden/inbox.txt \
	tests/screen/golden/income-list.txt \
	tests/screen/golden/income-result-wide.txt \
	tests/screen/golden/income-result.txt \
	tests/screen/golden/income-take.txt \
	tests/screen/golden/lists.txt \
	tests/screen/golden/lock-diff.txt \
	tests/screen/golden/lock-edit.txt \
	tests/screen/golden/lock-home.txt \
	tests/screen/golden/lock-kept.txt \
	tests/screen/golden/lock-reason.txt \
	tests/screen/golden/lock-round.txt \
	tests/screen/golden/lock-saved.txt \
	tests/screen/golden/locks-below.txt \
	tests/screen/golden/locks-made.txt \
	tests/screen/golden/locks-none.txt \
	tests/screen/golden/locks-round.txt \
	tests/screen/golden/locks-unit.txt \
	tests/screen/golden/locks.txt \
	tests/screen/golden/movement-death-lacks.txt \
	tests/screen/golden/movement-death-view.txt \
	tests/screen/golden/movement-death.txt \
	tests/screen/golden/movement-join-view.txt \
	tests/screen/golden/movement-list.txt \
	tests/screen/golden/movement-split-back.txt \
	tests/screen/golden/movement-split-view-wide.txt \
	tests/screen/golden/movement-split-view.txt \
	tests/screen/golden/movement-split-wide.txt \
	tests/screen/golden/movement-split.txt \
	tests/screen/golden/movement-steps.txt \
	tests/screen/golden/narrow-keys.txt \
	tests/screen/golden/narrow.txt \
	tests/screen/golden/officer.txt \
	tests/screen/golden/overview-keys.txt \
	tests/screen/golden/overview.txt \
	tests/screen/golden/paper-certificate.txt \
	tests/screen/golden/paper-nothing.txt \
	tests/screen/golden/paper-sheet.txt \
	tests/screen/golden/paper-write.txt \
	tests/screen/golden/papers-decision.txt \
	tests/screen/golden/papers-household.txt \
	tests/screen/golden/papers.txt \
	tests/screen/golden/problems-doubts.txt \
	tests/screen/golden/problems-keys.txt \
	tests/screen/golden/problems-reasoned.txt \
	tests/screen/golden/problems-unfolded.txt \
	tests/screen/golden/problems.txt \
	tests/screen/golden/propose-all.txt \
	tests/screen/golden/propose-compare.txt \
	tests/screen/golden/propose-taken.txt \
	tests/screen/golden/propose-why.txt \
	tests/screen/golden/propose.txt \
	tests/screen/golden/remark-field.txt \
	tests/screen/golden/remark-help.txt \
	tests/screen/golden/remark-record.txt \
	tests/screen/golden/remark-text.txt \
	tests/screen/golden/remarks-none.txt \
	tests/screen/golden/remarks.txt \
	tests/screen/golden/reply-applied.txt \
	tests/screen/golden/reply-file.txt \
	tests/screen/golden/reply-made.txt \
	tests/screen/golden/reply-path.txt \
	tests/screen/golden/reply-where.txt \
	tests/screen/golden/report-bars-across.txt \
	tests/screen/golden/report-bars.txt \
	tests/screen/golden/report-closed.txt \
	tests/screen/golden/report-found.txt \
	tests/screen/golden/report-notes.txt \
	tests/screen/golden/report-r01-wide.txt \
	tests/screen/golden/report-r02-right.txt \
	tests/screen/golden/report-r02.txt \
	tests/screen/golden/reports.txt \
	tests/screen/golden/resize-browse-end.txt \
	tests/screen/golden/resize-browse-wide.txt \
	tests/screen/golden/resize-edit-back.txt \
	tests/screen/golden/resize-edit-wide.txt \
	tests/screen/golden/resize-problems-wide.txt \
	tests/screen/golden/review-indicator-help.txt \
	tests/screen/golden/review-indicators-answered.txt \
	tests/screen/golden/review-indicators.txt \
	tests/screen/golden/review-result.txt \
	tests/screen/golden/review.txt \
	tests/screen/golden/round-actions.txt \
	tests/screen/golden/round-close.txt \
	tests/screen/golden/round-done.txt \
	tests/screen/golden/round-make.txt \
	tests/screen/golden/round-meeting.txt \
	tests/screen/golden/round-notes.txt \
	tests/screen/golden/round-stage.txt \
	tests/screen/golden/round-wide.txt \
	tests/screen/golden/round.txt \
	tests/screen/golden/settings-end.txt \
	tests/screen/golden/settings.txt \
	tests/screen/golden/sheet-carried.txt \
	tests/screen/golden/sheet-housing.txt \
	tests/screen/golden/sheet-indicators.txt \
	tests/screen/golden/sheet-needs.txt \
	tests/screen/golden/sheet-next.txt \
	tests/screen/golden/sheet-points.txt \
	tests/screen/golden/sheet-visit.txt \
	tests/screen/golden/sheet-wide.txt \
	tests/screen/golden/sheet.txt \
	tests/screen/golden/tiny.txt \
	tests/screen/lib.sh \
	tests/tap.sh \
	tests/unit/exchange_help.h \
	tests/unit/forge.h \
	tests/unit/form_help.h \
	tests/unit/real_help.h \
	tests/unit/rounds_help.h \
	tests/unit/store_help.h \
	tests/unit/sync_test.h \
	tests/walk.sh

# Kill loops, byte flips, fuzz and screens: once, in one build (./bootstrap check: under ASan).
check-long: all $(check_PROGRAMS)
	$(MAKE) $(AM_MAKEFLAGS) check TESTS="$(LONG_TESTS)"
.PHONY: check-long
