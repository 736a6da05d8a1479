-- What the way back leads to, as it was when the right to it was written: the version that the slot itself told, and what taking the run
-- back would not bring back.
ALTER TABLE undo_rights ADD COLUMN version TEXT;
ALTER TABLE undo_rights ADD COLUMN remains TEXT;
