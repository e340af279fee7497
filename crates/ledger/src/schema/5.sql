-- Version 5: what is followed, and who is told of what.

-- A request that brought reports: what was asked, and what came. Knowledge, sealed like the reports it brought.
CREATE TABLE fetches (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    source TEXT NOT NULL,
    request TEXT NOT NULL,
    url TEXT NOT NULL,
    status INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
ALTER TABLE captures ADD COLUMN fetch INTEGER REFERENCES fetches;

-- From here on nothing is knowledge: how far the program is with its work. No commit seals it.

-- Feeds, folders and web archives that are followed. Settings and state are JSON of crates/follow.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    active INTEGER NOT NULL,
    settings TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;

-- What of a source was taken already, by a digest of its name there, and how far.
CREATE TABLE seen (
    source INTEGER NOT NULL REFERENCES sources,
    item BLOB NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (source, item)
) STRICT, WITHOUT ROWID;

-- The last commit that the watch rules were held against.
CREATE TABLE watched (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    through INTEGER NOT NULL
) STRICT;

-- Watch rules that were made on the desk, as JSON of crates/watch.
CREATE TABLE rules (
    name TEXT PRIMARY KEY,
    data TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a rule told; the name is the same however often the same is found.
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    rule TEXT NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_rule ON alerts (rule, id);

-- The outbox: each alert once for each channel, until it was handed over.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    alert INTEGER NOT NULL REFERENCES alerts,
    channel TEXT NOT NULL,
    batch TEXT,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    told INTEGER,
    given_up INTEGER,
    trouble TEXT,
    UNIQUE (alert, channel)
) STRICT;
CREATE INDEX deliveries_due ON deliveries (channel, due) WHERE told IS NULL AND given_up IS NULL;

-- Addresses of Atom feeds: whoever knows one may read the alerts of its rule (of all rules, for none).
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY,
    secret TEXT NOT NULL UNIQUE,
    rule TEXT,
    made INTEGER NOT NULL,
    revoked INTEGER
) STRICT;
