-- SPDX-License-Identifier: MIT
-- What goes between levels: bundles made and received, remarks, replies. Plain statements only.

-- Bundles this book has made, in the order of making. state is what replies have said of them;
-- history the last history row they cover.
CREATE TABLE bundle_sent (
	seq INTEGER PRIMARY KEY,
	hash TEXT NOT NULL UNIQUE,
	unit TEXT NOT NULL,
	unit_code TEXT NOT NULL,
	unit_name TEXT NOT NULL,
	level TEXT NOT NULL,
	to_unit TEXT NOT NULL,
	to_name TEXT NOT NULL,
	instance TEXT NOT NULL,
	number INTEGER NOT NULL,
	previous TEXT,
	duty TEXT NOT NULL,
	made_by TEXT,
	approved_by TEXT,
	made_on TEXT NOT NULL,
	records INTEGER NOT NULL,
	incomplete INTEGER NOT NULL,
	households INTEGER NOT NULL,
	path TEXT NOT NULL,
	history INTEGER NOT NULL,
	state TEXT NOT NULL DEFAULT 'made',
	UNIQUE (instance, number)
) STRICT;

-- Bundles received; n is the inbox's own number. confirmed: its instance is known to be the
-- unit's. told: the newest reply the sender had applied.
CREATE TABLE inbox (
	n INTEGER PRIMARY KEY,
	hash TEXT NOT NULL UNIQUE,
	sign_pk BLOB NOT NULL,
	unit TEXT NOT NULL,
	unit_code TEXT NOT NULL,
	unit_name TEXT NOT NULL,
	level TEXT NOT NULL,
	to_unit TEXT NOT NULL,
	to_name TEXT NOT NULL,
	instance TEXT NOT NULL,
	number INTEGER NOT NULL,
	previous TEXT,
	duty TEXT NOT NULL,
	made_by TEXT,
	approved_by TEXT,
	made_on TEXT NOT NULL,
	records INTEGER NOT NULL,
	incomplete INTEGER NOT NULL,
	households INTEGER NOT NULL,
	told INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('received', 'needs_confirmation', 'accepted',
		'accepted_remarks', 'returned', 'superseded')),
	confirmed INTEGER NOT NULL,
	late INTEGER NOT NULL,
	gap INTEGER NOT NULL,
	note TEXT,
	receipt TEXT NOT NULL,
	received_at TEXT NOT NULL,
	decided_at TEXT,
	decided_by TEXT
) STRICT;
CREATE INDEX inbox_unit ON inbox (unit, n);

-- The sealed file as it came, in pieces of 64 KiB; gone when the bundle is superseded.
CREATE TABLE inbox_chunk (
	n INTEGER NOT NULL REFERENCES inbox (n) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	seq INTEGER NOT NULL,
	bytes BLOB NOT NULL,
	PRIMARY KEY (n, seq)
) STRICT;

-- Remarks, the same at both ends. since (below): the history row after which a change to what
-- it is about answers it. answered_by: hash of the first bundle that says so.
CREATE TABLE remark (
	seq INTEGER PRIMARY KEY,
	remark_id TEXT NOT NULL UNIQUE,
	unit TEXT NOT NULL,
	form TEXT NOT NULL,
	id TEXT NOT NULL,
	field TEXT,
	text TEXT NOT NULL,
	who TEXT,
	at TEXT NOT NULL,
	bundle TEXT,
	state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
	answered_by TEXT,
	since INTEGER NOT NULL
) STRICT;
CREATE INDEX remark_record ON remark (form, id);
CREATE INDEX remark_unit ON remark (unit, state);

-- Replies this book has made; the counter is the unit's.
CREATE TABLE reply_sent (
	unit TEXT NOT NULL,
	counter INTEGER NOT NULL,
	hash TEXT NOT NULL UNIQUE,
	bundle TEXT NOT NULL,
	decision TEXT NOT NULL,
	path TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (unit, counter)
) STRICT;

-- Replies this book has applied, and what it told then.
CREATE TABLE reply_applied (
	seq INTEGER PRIMARY KEY,
	hash TEXT NOT NULL UNIQUE,
	upper TEXT NOT NULL,
	counter INTEGER NOT NULL,
	bundle TEXT NOT NULL,
	decision TEXT NOT NULL,
	receipt TEXT NOT NULL,
	remarks_new INTEGER NOT NULL,
	at TEXT NOT NULL
) STRICT;

-- Fields of accepted records that this program does not know, as text; '_rev' stands for a
-- record of a form it does not know.
CREATE TABLE extra (
	form TEXT NOT NULL,
	unit TEXT NOT NULL,
	id TEXT NOT NULL,
	field TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (form, unit, id, field)
) STRICT, WITHOUT ROWID;
