-- What the index must follow. Rows are inserted under an advisory lock that is held until the
-- commit, so that whoever sees a seq sees every smaller one. Only a recording's newest is kept.
CREATE TABLE changes (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recording_id uuid NOT NULL UNIQUE,
    kind         text NOT NULL CHECK (kind IN ('upserted', 'deleted')),
    changed_at   timestamptz NOT NULL DEFAULT now()
);
