-- Runs on SQLite 3.35 and newer. Times are RFC 3339 UTC with milliseconds; they sort as text.

CREATE TABLE entries (
    seq               INTEGER PRIMARY KEY,
    at                TEXT    NOT NULL,
    clock_bound_ms    INTEGER,
    actor             TEXT    NOT NULL,
    role              TEXT,
    origin            TEXT    NOT NULL,
    action            TEXT    NOT NULL,
    environment       TEXT,
    target            TEXT,
    reason            TEXT,
    ticket            TEXT,
    outcome           TEXT    NOT NULL,
    run_id            INTEGER,
    detail            TEXT,
    detail_salt       TEXT,
    detail_commitment TEXT,
    hash              TEXT    NOT NULL,
    previous_hash     TEXT    NOT NULL
);
CREATE INDEX entries_at ON entries (at);
CREATE INDEX entries_run ON entries (run_id) WHERE run_id IS NOT NULL;

-- A hint, not the protection: the chain is that. Only a detail may be erased, with its salt.
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- Also catches INSERT OR REPLACE, which no trigger on DELETE sees.
CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
BEGIN
    SELECT RAISE(ABORT, 'the audit log has no gap and is append-only');
END;
CREATE TRIGGER entries_hold BEFORE UPDATE ON entries
WHEN NEW.detail IS NOT NULL OR NEW.detail_salt IS NOT NULL
    OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.clock_bound_ms IS NOT OLD.clock_bound_ms
    OR NEW.actor IS NOT OLD.actor OR NEW.role IS NOT OLD.role OR NEW.origin IS NOT OLD.origin
    OR NEW.action IS NOT OLD.action OR NEW.environment IS NOT OLD.environment OR NEW.target IS NOT OLD.target
    OR NEW.reason IS NOT OLD.reason OR NEW.ticket IS NOT OLD.ticket OR NEW.outcome IS NOT OLD.outcome
    OR NEW.run_id IS NOT OLD.run_id OR NEW.detail_commitment IS NOT OLD.detail_commitment
    OR NEW.hash IS NOT OLD.hash OR NEW.previous_hash IS NOT OLD.previous_hash
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TABLE runs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    environment  TEXT    NOT NULL,
    operation    TEXT    NOT NULL,
    target       TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    ticket       TEXT,
    requested_by TEXT    NOT NULL,
    approved_by  TEXT,
    created_at   TEXT    NOT NULL,
    started_at   TEXT,
    ended_at     TEXT,
    bake_seconds INTEGER NOT NULL,
    overrides    TEXT    NOT NULL,
    steps        TEXT    NOT NULL,
    gates        TEXT    NOT NULL,
    predicted    TEXT    NOT NULL,
    measured     TEXT    NOT NULL,
    before       TEXT,
    outcome      TEXT,
    stop_by      TEXT,
    stop_kind    TEXT
);
-- One active run per environment: the store itself refuses a second.
CREATE UNIQUE INDEX runs_one_active ON runs (environment) WHERE ended_at IS NULL;

CREATE TABLE run_events (
    run_id INTEGER NOT NULL REFERENCES runs (id),
    n      INTEGER NOT NULL,
    at     TEXT    NOT NULL,
    step   TEXT    NOT NULL,
    phase  TEXT    NOT NULL,
    detail TEXT,
    PRIMARY KEY (run_id, n)
) WITHOUT ROWID;

CREATE TABLE idempotency (
    actor   TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    content TEXT    NOT NULL,
    run_id  INTEGER NOT NULL REFERENCES runs (id),
    at      TEXT    NOT NULL,
    PRIMARY KEY (actor, key)
) WITHOUT ROWID;

-- Who may act on an environment. The fence rises with each new holder; a holder with an old one writes nothing.
CREATE TABLE leases (
    environment TEXT    PRIMARY KEY,
    fence       INTEGER NOT NULL,
    holder      TEXT    NOT NULL,
    renewed_at  TEXT    NOT NULL
) WITHOUT ROWID;

-- What the console last established at a gateway: what is read back is held against it.
CREATE TABLE established (
    environment TEXT    PRIMARY KEY,
    blue        INTEGER NOT NULL,
    green       INTEGER NOT NULL,
    at          TEXT    NOT NULL,
    proven      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE people (
    id              TEXT    PRIMARY KEY,
    name            TEXT    NOT NULL,
    normalized_name TEXT    NOT NULL UNIQUE,
    role            TEXT    NOT NULL,
    password_hash   TEXT,
    security_stamp  TEXT    NOT NULL,
    created_at      TEXT    NOT NULL,
    last_sign_in_at TEXT,
    disabled        INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE tokens (
    name         TEXT PRIMARY KEY,
    hash         TEXT NOT NULL UNIQUE,
    role         TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    expires_at   TEXT,
    last_used_at TEXT,
    revoked_at   TEXT
) WITHOUT ROWID;

-- The one-time way in of the first start. Only its hash is kept.
CREATE TABLE one_time_codes (
    hash       TEXT PRIMARY KEY,
    purpose    TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at    TEXT
) WITHOUT ROWID;
