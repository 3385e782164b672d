/* SPDX-License-Identifier: MIT */
/* The body of a reply: a SQLite file with these two tables and nothing else. */
#ifndef GN_SYNC_REPLY_IMPL_H
#define GN_SYNC_REPLY_IMPL_H

#define REPLY_EXCHANGE 1
#define REPLY_ABOUT                                                                                \
	"CREATE TABLE \"about\" (\"name\" TEXT NOT NULL PRIMARY KEY, \"value\" TEXT NOT NULL) "    \
	"STRICT, WITHOUT ROWID"
#define REPLY_REMARK                                                                               \
	"CREATE TABLE \"remark\" (\"remark_id\" TEXT NOT NULL PRIMARY KEY, \"form\" TEXT NOT "     \
	"NULL, "                                                                                   \
	"\"id\" TEXT NOT NULL, \"field\" TEXT, \"text\" TEXT NOT NULL, \"who\" TEXT, "             \
	"\"at\" TEXT NOT NULL, \"state\" TEXT NOT NULL) STRICT, WITHOUT ROWID"

#endif
