-- Version 7: the inbox. What of each finding that stands people look for, derived from the rows of knowledge in the
-- transaction that changes them, and made anew by `vacuum`. No commit seals it, and no earlier view reads it.

CREATE TABLE inbox (
    -- The row of `findings`, its address and its story.
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    story INTEGER NOT NULL,
    -- Since which commit the address has been known.
    began INTEGER NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    confidence REAL NOT NULL,
    -- When the last of its reports was published, as a day; null where none has a date.
    day TEXT,
    -- What comes first for an editor.
    weight INTEGER NOT NULL,
    -- What people hold of it, empty for nothing, and whether it says something else since.
    word TEXT NOT NULL,
    changed INTEGER NOT NULL,
    -- 1, or 0 for what goes to the end: what is held to be wrong.
    place INTEGER NOT NULL
) STRICT;
CREATE INDEX inbox_story ON inbox (story);
CREATE INDEX inbox_name ON inbox (name);
-- The orders of the inbox; each holds what the filters ask, so that a row is read only when it is shown.
CREATE INDEX inbox_newest ON inbox (place, id, kind, about, confidence, day, word, changed);
CREATE INDEX inbox_weightiest ON inbox (place, weight, id, kind, about, confidence, day, word, changed);

-- The outlets and the origins that a finding rests on.
CREATE TABLE inbox_names (
    sort TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    finding INTEGER NOT NULL,
    PRIMARY KEY (sort, name, finding)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_names_finding ON inbox_names (finding);

-- What people hold of a finding, with what it was when they said so: how often Crosswire was right.
CREATE TABLE verdicts (
    finding TEXT PRIMARY KEY,
    word TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    confidence REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- The commit up to which somebody has looked through the inbox.
CREATE TABLE looked (
    name TEXT PRIMARY KEY,
    through INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The first commit whose counts leave out what people hold to be wrong.
INSERT INTO written (version, after) SELECT 7, coalesce(max(id), 0) FROM commits;

-- What people said of one report is looked up whenever it is read again.
CREATE INDEX corrections_report ON corrections (report) WHERE report IS NOT NULL;
