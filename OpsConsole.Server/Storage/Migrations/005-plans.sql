-- What a plan is made of beside its operation, who agrees to it, and which bake a "keep" was meant for.
ALTER TABLE runs ADD COLUMN spec TEXT NOT NULL DEFAULT '{}';
ALTER TABLE runs ADD COLUMN stop_step TEXT;

-- A run that waits for a person or for its time keeps nothing else from starting, least of all a way back.
DROP INDEX runs_one_active;
CREATE UNIQUE INDEX runs_one_active ON runs (environment) WHERE ended_at IS NULL AND state NOT IN ('awaiting-approval', 'scheduled');
CREATE INDEX runs_waiting ON runs (environment) WHERE ended_at IS NULL AND state IN ('awaiting-approval', 'scheduled');

-- The right to take back what a run did to the traffic. It is written with the intent of that run's shift, and good for once.
CREATE TABLE undo_rights (
    run_id      INTEGER PRIMARY KEY REFERENCES runs (id),
    environment TEXT    NOT NULL,
    back        TEXT    NOT NULL,
    minted_at   TEXT    NOT NULL,
    warm_until  TEXT    NOT NULL,
    used_by     INTEGER,
    used_at     TEXT
) WITHOUT ROWID;
CREATE INDEX undo_rights_environment ON undo_rights (environment, run_id);

-- A switch of the version before left no right: the newest one keeps its way back.
INSERT INTO undo_rights (run_id, environment, back, minted_at, warm_until)
SELECT id, environment, before, started_at, strftime('%Y-%m-%dT%H:%M:%fZ', ended_at, '+1800 seconds')
FROM runs
WHERE operation = 'switch' AND state = 'succeeded' AND before IS NOT NULL AND started_at IS NOT NULL
    AND id IN (SELECT max(id) FROM runs WHERE operation IN ('switch', 'rollback') AND state = 'succeeded' GROUP BY environment);

-- A gateway's configuration as it was before a run touched it.
CREATE TABLE snapshots (
    run_id   INTEGER PRIMARY KEY REFERENCES runs (id),
    content  TEXT NOT NULL,
    taken_at TEXT NOT NULL
) WITHOUT ROWID;
