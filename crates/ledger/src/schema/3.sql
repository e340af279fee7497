-- Version 3: findings and stories keep their addresses.

-- Where an address leads whose finding or story became part of another.
CREATE TABLE moved (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    kind TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL
) STRICT;
CREATE INDEX moved_old ON moved (old, kind);
CREATE INDEX moved_new ON moved (new, kind);
CREATE INDEX marks_finding ON marks (finding);

-- The commit before which an older program wrote: answers as of then are as it gave them.
CREATE TABLE written (
    version INTEGER PRIMARY KEY,
    after INTEGER NOT NULL
) STRICT;
INSERT INTO written (version, after) SELECT 3, coalesce(max(id), 0) FROM commits;
