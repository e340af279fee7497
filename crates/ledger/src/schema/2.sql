-- Version 2: what people say of findings.

CREATE TABLE marks (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    finding TEXT NOT NULL,
    word TEXT NOT NULL,
    note TEXT NOT NULL,
    name TEXT NOT NULL,
    encoding INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;

-- The reports that a marked finding rests on, so that the mark is found with them.
CREATE TABLE marked (
    report TEXT NOT NULL,
    mark INTEGER NOT NULL REFERENCES marks,
    PRIMARY KEY (report, mark)
) STRICT, WITHOUT ROWID;
