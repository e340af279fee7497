-- Version 1. Every table of knowledge has an ascending id and the commit since which its rows are
-- known; rows that a later commit replaced say until when, and stay. Times are microseconds since
-- 1970, UTC; digests are SHA-256. Columns may be added where they can be null; none is ever dropped.

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    tool TEXT NOT NULL,
    model TEXT NOT NULL,
    model_digest TEXT NOT NULL,
    options TEXT NOT NULL,
    UNIQUE (tool, model, model_digest, options)
) STRICT;

CREATE TABLE commits (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL UNIQUE,
    run INTEGER REFERENCES runs,
    digest BLOB NOT NULL
) STRICT;

-- Which rows a commit brought, so that its digest can be computed again.
CREATE TABLE extents (
    commit_id INTEGER NOT NULL REFERENCES commits,
    name TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (commit_id, name)
) STRICT, WITHOUT ROWID;

-- Texts that annotations name by number: tags, features, relations.
CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- What came in, as it came.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    source TEXT NOT NULL,
    url TEXT,
    captured INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    raw BLOB
) STRICT;

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    capture INTEGER NOT NULL REFERENCES captures,
    previous INTEGER REFERENCES reports,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    source TEXT NOT NULL,
    outlet TEXT,
    url TEXT,
    title TEXT,
    published TEXT,
    moment INTEGER,
    characters INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    head TEXT NOT NULL,
    text BLOB NOT NULL
) STRICT;
CREATE INDEX reports_name ON reports (name);
CREATE INDEX reports_url ON reports (url) WHERE url IS NOT NULL;
CREATE INDEX reports_moment ON reports (moment, id);

-- Whose words a report has, as the comparison of its story told: the first report that had them,
-- and what format 1 says of it.
CREATE TABLE origins (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    report INTEGER NOT NULL REFERENCES reports,
    first INTEGER NOT NULL REFERENCES reports,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX origins_report ON origins (report);

CREATE TABLE annotations (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    report INTEGER NOT NULL REFERENCES reports,
    encoding INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX annotations_report ON annotations (report);

-- Entities and mentions of a report.
CREATE TABLE extractions (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    report INTEGER NOT NULL REFERENCES reports,
    encoding INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX extractions_report ON extractions (report);

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    report INTEGER NOT NULL REFERENCES reports,
    in_title INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    lemma TEXT NOT NULL,
    kind TEXT NOT NULL,
    factuality TEXT NOT NULL,
    negated INTEGER NOT NULL,
    speaker TEXT
) STRICT;
CREATE INDEX statements_report ON statements (report);

CREATE TABLE quotations (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    report INTEGER NOT NULL REFERENCES reports,
    in_title INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    kind TEXT NOT NULL,
    speaker TEXT,
    cue TEXT,
    utterance INTEGER,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX quotations_report ON quotations (report);

CREATE TABLE memberships (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    story INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES reports
) STRICT;
CREATE INDEX memberships_story ON memberships (story);
CREATE INDEX memberships_report ON memberships (report);

-- A story as it stood after each commit that changed it.
CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    keywords TEXT NOT NULL,
    continues INTEGER,
    reports INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    aligned INTEGER NOT NULL,
    disputes INTEGER NOT NULL,
    first TEXT,
    last TEXT,
    moment INTEGER NOT NULL,
    findings TEXT NOT NULL
) STRICT;
CREATE INDEX stories_number ON stories (number);
CREATE INDEX stories_moment ON stories (moment, number);
CREATE INDEX stories_disputes ON stories (disputes, moment, number);
CREATE INDEX stories_reports ON stories (reports, moment, number);

CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL REFERENCES commits,
    until INTEGER REFERENCES commits,
    story INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    confidence REAL NOT NULL,
    origins INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX findings_story ON findings (story);
CREATE INDEX findings_name ON findings (name);
CREATE INDEX findings_kind ON findings (kind, id);

-- Closed rows, so that what a commit closed can be counted again.
CREATE INDEX reports_until ON reports (until) WHERE until IS NOT NULL;
CREATE INDEX origins_until ON origins (until) WHERE until IS NOT NULL;
CREATE INDEX annotations_until ON annotations (until) WHERE until IS NOT NULL;
CREATE INDEX extractions_until ON extractions (until) WHERE until IS NOT NULL;
CREATE INDEX statements_until ON statements (until) WHERE until IS NOT NULL;
CREATE INDEX quotations_until ON quotations (until) WHERE until IS NOT NULL;
CREATE INDEX memberships_until ON memberships (until) WHERE until IS NOT NULL;
CREATE INDEX stories_until ON stories (until) WHERE until IS NOT NULL;
CREATE INDEX findings_until ON findings (until) WHERE until IS NOT NULL;

-- What search looks into; a row has the id of its report, statement or quotation.
CREATE VIRTUAL TABLE found_reports USING fts5(
    words, speaker, entity, outlet, place, origin, kind, day,
    content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE found_statements USING fts5(
    words, speaker, entity, outlet, place, origin, kind, day,
    content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE found_quotations USING fts5(
    words, speaker, entity, outlet, place, origin, kind, day,
    content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2');
