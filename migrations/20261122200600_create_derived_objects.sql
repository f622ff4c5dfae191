-- Where runs write to S3, noted before the first write: what a crash leaves is found and swept.
CREATE TABLE derived_objects (
    run          uuid PRIMARY KEY,
    bucket       text NOT NULL,
    prefix       text NOT NULL,
    recording_id uuid NOT NULL,
    state        text NOT NULL CHECK (state IN ('writing', 'live', 'garbage')),
    sweep_after  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (bucket, prefix),
    CHECK ((state = 'garbage') = (sweep_after IS NOT NULL))
);

CREATE UNIQUE INDEX derived_objects_one_live ON derived_objects (recording_id) WHERE state = 'live';
CREATE INDEX derived_objects_garbage ON derived_objects (sweep_after) WHERE state = 'garbage';
