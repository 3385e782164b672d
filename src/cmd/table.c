/* SPDX-License-Identifier: MIT */
/* The commands, their usage and their one sentence: --help and the man page's synopsis come from here. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "cmd/cmd.h"

#include "base/i18n.h"

const struct command commands[] = {
	{ "init",
	  "--unit CODE --name NAME --level commune|district|province [--from ENROLMENT] [--training] BOOK",
	  N_("Make a new book for a unit."), cmd_init },
	{ "demo", "[--dir DIR] [--level commune|district] [--seed N]",
	  N_("Make the demonstration book (a training book with made-up people)."), cmd_demo },
	{ "forms", "check | list", N_("Check the form files, or list the forms."), cmd_forms_run },
	{ "list", "FORM [--where FIELD=VALUE]... [--on DATE] [--format csv|text]",
	  N_("List the records of a form."), cmd_list },
	{ "show", "FORM ID", N_("Show one record with its rosters."), cmd_show },
	{ "put", "FORM [--id ID] [--reason TEXT] FIELD=VALUE... [reason.CHECK=TEXT]...",
	  N_("Store a new record, or change one, as the screen would."), cmd_put },
	{ "remove", "FORM ID --reason TEXT", N_("Remove a record that was entered by mistake."),
	  cmd_remove },
	{ "movement",
	  "split HOUSEHOLD --member M... --date DATE [--head M] [--left-head M] [--village V] [--address A] [--code C] [--class CLASS|none] "
	  "[--code-goes] [--certificate-goes]\n"
	  "join HOUSEHOLD TO --date DATE --relation M=RELATION... [--code-goes] [--certificate-goes]\n"
	  "transfer HOUSEHOLD TO --member M... --date DATE --relation M=RELATION... [--left-head M]\n"
	  "move HOUSEHOLD --village V --date DATE [--address A] [--code C]\n"
	  "out HOUSEHOLD --date DATE [--member M]... [--place P] [--left-head M]\n"
	  "in HOUSEHOLD --date DATE [--place P] FIELD=VALUE...\n"
	  "in --village V --date DATE [--place P] [--class CLASS] head_name=NAME FIELD=VALUE...\n"
	  "return HOUSEHOLD [TO] --date DATE [--member M]... [--relation M=RELATION]...\n"
	  "birth HOUSEHOLD --date DATE full_name=NAME relation_to_head=RELATION FIELD=VALUE...\n"
	  "death HOUSEHOLD --member M... --date DATE [--left-head M] [--relation M=RELATION]...\n"
	  "head HOUSEHOLD MEMBER --date DATE [--relation M=RELATION]...\n"
	  "...  [--document TEXT] [--note TEXT] [--count N] [--to-count N] [--dry-run]",
	  N_("Enter what happened to households and people, each as one whole step."), cmd_movement },
	{ "history", "FORM ID", N_("Tell who changed what, when and why."), cmd_history },
	{ "find", "TEXT [--form FORM] [--limit N]", N_("Find records by words, with or without accents."),
	  cmd_find },
	{ "import", "FORM FILE.csv [--dry-run] [--errors FILE.csv] [--progress]",
	  N_("Take in a CSV file; bad rows are set aside with their reason."), cmd_import },
	{ "export", "FORM [-o FILE]", N_("Write all records of a form as CSV."), cmd_export },
	{ "check", "[--form FORM] [--format text|csv]",
	  N_("Tell what is wrong or wants explaining, over all records."), cmd_check },
	{ "round",
	  "list-make ROUND\nsheets ROUND out|in [--village VILLAGE] [--date DAY]\nprogress ROUND [--format csv|text]",
	  N_("The sheets of a round: make the list to review, mark them out or in, tell how far each village has come."),
	  cmd_round },
	{ "decision", "preview DECISION [--format text|csv]\nclose DECISION [--reason TEXT]\ncorrect DECISION --household ID... [--reason TEXT]",
	  N_("Look at the list a decision would close, close it, or correct single lines of a closed one."), cmd_decision },
	{ "opening",
	  "FILE.csv --round CODE --decision NO --date DATE [--year Y]\n"
	  "     [--class poor|near_poor|escaped|escaped_near] [--dry-run] [--errors FILE.csv]",
	  N_("Take over last year's list as a closed round."), cmd_opening },
	{ "paper",
	  "list [--format text|csv]\n"
	  "NAME [--round CODE] [--village NAME] [--household REF] [--decision NO] [--request REF] [--meeting REF]"
	  " [--posting REF] [--complaint REF] [--certificate REF] [--format html|text] [-o FILE]",
	  N_("Print the papers of the review: sheets, lists, minutes, decision, certificates."), cmd_paper },
	{ "classify", "--standard ID [--standard ID]... [--area rural|urban] [--why] < CSV",
	  N_("Tell the class of households from their points, or from income and indicators."), cmd_classify },
	{ "report",
	  "list [--format text|csv]\n"
	  "NAME [--year Y | --round CODE] [--by village|unit] [--official | --preliminary]\n"
	  "     [--format text|csv|html|xlsx] [-o FILE]\n"
	  "[NAME] --faults [--year Y | --round CODE]",
	  N_("Make a report of a review round, or tell which figures do not agree."), cmd_report },
	{ "meeting", "fill MEETING", N_("Put the reviewed households of its village on a meeting's lines, agreed by default."),
	  cmd_meeting },
	{ "certificate",
	  "make --decision DECISION --from N [--date DAY] [--anew]\nreceive --decision DECISION [--village VILLAGE] [--date DAY]",
	  N_("Make the certificates of a closed list, or note that they were received."), cmd_certificate },
	{ "enrol",
	  "make --unit CODE --name NAME [--level LEVEL] [--replace FINGERPRINT] -o FILE\n"
	  "join FILE [--replace FINGERPRINT] [--unit CODE]\nlist\ncompare CODE FINGERPRINT",
	  N_("Enrol the units below, or give this book a superior."), cmd_enrol },
	{ "bundle", "make [--duty NAME [--period PERIOD] [--nothing]] -o DIR|FILE\nshow FILE\nverify FILE\nlist",
	  N_("Make the bundle that goes up, or look at one."), cmd_bundle },
	{ "inbox",
	  "receive FILE...\nlist\ndiff N [--format csv]\nconfirm N\naccept N [--remark FORM:ID[:FIELD]:TEXT]...\n"
	  "return N --remark FORM:ID[:FIELD]:TEXT...",
	  N_("Receive bundles from below, see what changed, accept or return them."), cmd_inbox },
	{ "remark", "FORM:ID[:FIELD]:TEXT --unit CODE", N_("Put a remark on an accepted record."),
	  cmd_remark },
	{ "remarks", "[--all]", N_("List the remarks: what is to be corrected."), cmd_remarks },
	{ "reply", "make N|--unit CODE -o DIR|FILE\napply FILE",
	  N_("Make the reply to a bundle, or apply the one that came."), cmd_reply },
	{ "due", "[--on DATE] [--format text|csv]",
	  N_("Tell what is to be sent up by when, and where it stands."), cmd_due },
	{ "lock", "ROUND --unit CODE|--all --decision NUMBER [--date DATE]\nlist [--format text|csv]",
	  N_("Lock a round of units below, or list the rounds that are locked."), cmd_lock },
	{ "unlock", "ROUND --unit CODE|--all --reason TEXT", N_("Unlock a round of units below."), cmd_unlock },
	{ "overview", "[--duty NAME] [--sources] [--format csv|text]",
	  N_("Sum up the units below: households, rates, open remarks, who is late."), cmd_overview },
	{ "backup", "[-o FILE] [--passphrase-file FILE]",
	  N_("Make a verified copy of the book; with -o one that carries the keys too."), cmd_backup },
	{ "restore", "FILE [--passphrase-file FILE] [--yes]",
	  N_("Put a copy in place of the book; what is replaced is kept."), cmd_restore },
	{ "doctor", "[--full] [--repair]", N_("Look over the book, the keys, the disk and the terminal."),
	  cmd_doctor },
	{ "config", "list\nget KEY\nset KEY VALUE", N_("Settings of the person at this PC."),
	  cmd_config },
	{ NULL, NULL, NULL, NULL },
};
