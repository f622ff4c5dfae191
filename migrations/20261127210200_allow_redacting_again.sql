-- What was stored may be redacted once more, by `earmark verify --fix`.

-- A follower that meets this change also rewrites its index's files, so that nothing of what stood
-- there before is left in them.
ALTER TABLE changes DROP CONSTRAINT changes_kind_check;
ALTER TABLE changes ADD CONSTRAINT changes_kind_check
    CHECK (kind IN ('upserted', 'deleted', 'redacted'));

-- A run without a job keeps what it writes until then; later it counts as killed.
ALTER TABLE derived_objects ADD COLUMN held_until timestamptz;
