-- Requests that go to one slot whatever the shares are. Both are null where there are none.
ALTER TABLE established ADD COLUMN tag TEXT;
ALTER TABLE established ADD COLUMN tag_slot TEXT;
