-- What people and programs said that stands until it ends or is taken back. The log has what stood before.

-- A time in which no change may start. One past its end is not in force, and stays until the next takes its place.
CREATE TABLE freezes (
    environment TEXT PRIMARY KEY,
    reason      TEXT NOT NULL,
    until       TEXT NOT NULL,
    frozen_by   TEXT NOT NULL
) WITHOUT ROWID;

-- What was reported from outside for a gate that takes it.
CREATE TABLE reports (
    environment   TEXT    NOT NULL,
    gate          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    evidence      TEXT    NOT NULL,
    valid_seconds INTEGER NOT NULL,
    reported_at   TEXT    NOT NULL,
    PRIMARY KEY (environment, gate)
) WITHOUT ROWID;

-- A tick counts for the words that stood there when it was made.
CREATE TABLE ticks (
    environment TEXT NOT NULL,
    item        TEXT NOT NULL,
    words       TEXT NOT NULL,
    ticked_by   TEXT NOT NULL,
    ticked_at   TEXT NOT NULL,
    PRIMARY KEY (environment, item)
) WITHOUT ROWID;
