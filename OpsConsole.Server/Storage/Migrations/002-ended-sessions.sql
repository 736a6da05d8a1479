-- A cookie carries its session, so that a signed-out one must be remembered until it would have ended by itself.
CREATE TABLE ended_sessions (
    id       TEXT PRIMARY KEY,
    ended_at TEXT NOT NULL
) WITHOUT ROWID;
