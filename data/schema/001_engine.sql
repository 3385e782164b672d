-- SPDX-License-Identifier: MIT
-- The engine's own tables. Record tables are made from the forms, not here. Plain statements
-- only: the engine runs each file in one transaction and sets user_version itself.

-- Small facts by name: who the book is, its instance, counters, the newest day.
CREATE TABLE meta (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who works here.
CREATE TABLE officer (
	id TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	title TEXT,
	from_day TEXT,
	to_day TEXT
) STRICT, WITHOUT ROWID;

-- One row per changed field, one for an insert or a removal. Order is by seq, never by the clock.
CREATE TABLE history (
	seq INTEGER PRIMARY KEY,
	form TEXT NOT NULL,
	unit TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('insert', 'update', 'remove', 'accept')),
	field TEXT,
	before TEXT,
	after TEXT,
	who TEXT,
	at TEXT NOT NULL,
	why TEXT
) STRICT;
CREATE INDEX history_id ON history (id);

-- What was entered by mistake and removed: no values are kept.
CREATE TABLE tombstone (
	form TEXT NOT NULL,
	unit TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	reason TEXT,
	who TEXT,
	at TEXT NOT NULL,
	PRIMARY KEY (form, unit, id)
) STRICT, WITHOUT ROWID;

-- Codes ticked (value 'yes') and answers per indicator, one row each.
CREATE TABLE answer (
	form TEXT NOT NULL,
	unit TEXT NOT NULL,
	id TEXT NOT NULL,
	field TEXT NOT NULL,
	code TEXT NOT NULL,
	standard TEXT,
	value TEXT NOT NULL,
	PRIMARY KEY (form, unit, id, field, code)
) STRICT, WITHOUT ROWID;

-- Reasons given for what needs explaining.
CREATE TABLE reason (
	form TEXT NOT NULL,
	unit TEXT NOT NULL,
	id TEXT NOT NULL,
	check_id TEXT NOT NULL,
	text TEXT NOT NULL,
	who TEXT,
	at TEXT NOT NULL,
	PRIMARY KEY (form, unit, id, check_id)
) STRICT, WITHOUT ROWID;

-- A form being filled in; binned is the day it was discarded, touch orders by last use.
CREATE TABLE draft (
	id TEXT NOT NULL PRIMARY KEY,
	form TEXT NOT NULL,
	record TEXT NOT NULL,
	base_rev INTEGER NOT NULL,
	place TEXT,
	title TEXT,
	who TEXT,
	began TEXT NOT NULL,
	at TEXT NOT NULL,
	binned TEXT,
	touch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX draft_open ON draft (form, record) WHERE binned IS NULL;

CREATE TABLE draft_row (
	seq INTEGER PRIMARY KEY,
	draft TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	form TEXT NOT NULL,
	record TEXT NOT NULL,
	parent TEXT,
	base_rev INTEGER NOT NULL,
	removed INTEGER NOT NULL DEFAULT 0,
	UNIQUE (draft, form, record)
) STRICT;

CREATE TABLE draft_value (
	seq INTEGER PRIMARY KEY,
	draft TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	form TEXT NOT NULL,
	record TEXT NOT NULL,
	field TEXT NOT NULL,
	text TEXT,
	UNIQUE (draft, form, record, field)
) STRICT;

-- Counts of live records kept by the saving transaction; field '' counts all of them.
CREATE TABLE figure (
	form TEXT NOT NULL,
	field TEXT NOT NULL,
	code TEXT NOT NULL,
	unit TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (form, field, code, unit)
) STRICT, WITHOUT ROWID;

-- What search looks in. words holds the folded words, then each word as typed in small letters
-- after '=', then the form after '@': so one index answers "any accents", "these accents" and
-- "in this form". Prefixes up to 7 letters have their own index: a Vietnamese word has hardly more,
-- and a prefix without one ("nguyen" among 240,000 people) takes 10 ms to gather.
CREATE TABLE search_row (
	rowid INTEGER PRIMARY KEY,
	form TEXT NOT NULL,
	unit TEXT NOT NULL,
	id TEXT NOT NULL,
	original TEXT NOT NULL,
	words TEXT NOT NULL
) STRICT;
CREATE INDEX search_row_id ON search_row (id);
CREATE VIRTUAL TABLE search USING fts5 (
	words,
	content = 'search_row',
	content_rowid = 'rowid',
	prefix = '1 2 3 4 5 6 7',
	detail = none,
	columnsize = 0,
	tokenize = "unicode61 remove_diacritics 0 tokenchars '=@_'"
);
