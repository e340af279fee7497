-- Version 8: what reports promise, threaten, ask for and foretell, count over a span and tell as lasting, and what is noted of each report so
-- that undertakings can be followed up. What becomes of one is judged when it is asked for, and kept nowhere.

CREATE TABLE undertakings (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    report INTEGER NOT NULL REFERENCES reports,
    -- undertaking, count or state, and what sort of it.
    sort TEXT NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    holder TEXT,
    -- The last day that it can be on.
    due TEXT,
    -- Which of the undertakings in the notes of the report.
    place INTEGER,
    -- The rest, as JSON.
    data TEXT NOT NULL
) STRICT;
CREATE INDEX undertakings_report ON undertakings (report);
CREATE INDEX undertakings_until ON undertakings (until) WHERE until IS NOT NULL;
CREATE INDEX undertakings_holder ON undertakings (holder COLLATE NOCASE) WHERE sort = 'undertaking';
CREATE INDEX undertakings_due ON undertakings (due) WHERE sort = 'undertaking' AND due IS NOT NULL;

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    report INTEGER NOT NULL REFERENCES reports,
    encoding INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX notes_report ON notes (report);
CREATE INDEX notes_until ON notes (until) WHERE until IS NOT NULL;

-- Answers as of earlier commits tell no topics.
INSERT INTO written (version, after) SELECT 8, coalesce(max(id), 0) FROM commits;
