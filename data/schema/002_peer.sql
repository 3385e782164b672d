-- SPDX-License-Identifier: MIT
-- The units this book exchanges with, what proves a new one, and the log of what was decided about keys.

-- The superior (upper 1) and the units below (upper 0). A row stays when it is replaced, with its days: so
-- code, name and keys of any time can be read. A unit below has keys only after its first valid bundle.
CREATE TABLE peer (
	row INTEGER PRIMARY KEY,
	upper INTEGER NOT NULL CHECK (upper IN (0, 1)),
	unit_id TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	level TEXT NOT NULL,
	sign_pk BLOB CHECK (sign_pk IS NULL OR length(sign_pk) = 32),
	seal_pk BLOB CHECK (seal_pk IS NULL OR length(seal_pk) = 32),
	compared INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1)),
	enrolled_at TEXT NOT NULL,
	since TEXT,
	in_force INTEGER NOT NULL DEFAULT 1 CHECK (in_force IN (0, 1)),
	ended_at TEXT,
	CHECK ((sign_pk IS NULL) = (seal_pk IS NULL)),
	CHECK (upper = 0 OR sign_pk IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX peer_upper ON peer (upper) WHERE upper = 1 AND in_force = 1;
CREATE UNIQUE INDEX peer_unit ON peer (unit_id) WHERE upper = 0 AND in_force = 1;
CREATE UNIQUE INDEX peer_code ON peer (code) WHERE upper = 0 AND in_force = 1;
-- A key stands for one unit once, and never again after it was replaced.
CREATE UNIQUE INDEX peer_key ON peer (sign_pk) WHERE upper = 0 AND sign_pk IS NOT NULL;

-- Above: the one-time secret of an enrolment nobody has claimed yet. Spent or replaced, the row goes.
CREATE TABLE enrolment (
	peer INTEGER PRIMARY KEY REFERENCES peer (row) DEFERRABLE INITIALLY DEFERRED,
	secret TEXT NOT NULL,
	made_at TEXT NOT NULL
) STRICT;

-- Replacements, claims and comparisons, in the order they happened.
CREATE TABLE event (
	seq INTEGER PRIMARY KEY,
	at TEXT NOT NULL,
	kind TEXT NOT NULL,
	unit_id TEXT,
	before TEXT,
	after TEXT
) STRICT;
