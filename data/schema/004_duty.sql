-- SPDX-License-Identifier: MIT
-- What a bundle answers, what is said to have nothing to tell, and rounds that the level above has locked. Plain statements only.

-- The period of the duty a bundle answers: 2026-03, 2026-H1, 2026; none where the duty has no day.
ALTER TABLE bundle_sent ADD COLUMN period TEXT;
ALTER TABLE inbox ADD COLUMN period TEXT;

-- Periods for which this unit says that nothing has arisen (không phát sinh), while that stands.
CREATE TABLE not_arisen (
	duty TEXT NOT NULL,
	period TEXT NOT NULL,
	who TEXT,
	at TEXT NOT NULL,
	PRIMARY KEY (duty, period)
) STRICT, WITHOUT ROWID;

-- What each bundle, made or received, says so of.
CREATE TABLE bundle_not_arisen (
	hash TEXT NOT NULL,
	duty TEXT NOT NULL,
	period TEXT NOT NULL,
	PRIMARY KEY (hash, duty, period)
) STRICT, WITHOUT ROWID;

-- Rounds locked (khóa kỳ), the same at both ends: above one row for each unit, below those of this unit. round is a round's code or
-- a year of review. inbox (above): the newest bundle of the unit that had come by then; told (above): the first reply that says it.
CREATE TABLE round_lock (
	unit TEXT NOT NULL,
	id TEXT NOT NULL,
	round TEXT NOT NULL,
	decision TEXT NOT NULL,
	day TEXT NOT NULL,
	who TEXT,
	at TEXT NOT NULL,
	ended_at TEXT,
	ended_by TEXT,
	ended_why TEXT,
	inbox INTEGER NOT NULL DEFAULT 0,
	told INTEGER,
	PRIMARY KEY (unit, id)
) STRICT, WITHOUT ROWID;
