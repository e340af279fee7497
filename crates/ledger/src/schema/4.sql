-- Version 4: what people say of stories and reports: which reports tell one happening, what a story is called,
-- which report is to be silent, when and where one was published.

CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    kind TEXT NOT NULL,
    story INTEGER,
    report TEXT,
    value TEXT NOT NULL,
    note TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT;
