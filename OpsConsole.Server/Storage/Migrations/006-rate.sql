-- How well runs go is asked by when they ended, and of the ways back by themselves.
CREATE INDEX runs_ended ON runs (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX runs_back ON runs (ended_at) WHERE ended_at IS NOT NULL AND (operation = 'rollback' OR state IN ('rolled-back', 'aborted'));
