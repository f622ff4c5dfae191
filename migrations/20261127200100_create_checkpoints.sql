-- What was heard of recordings that are still being heard, so that another worker can go on. The
-- body is redacted, and sealed with a key made of the recording itself.
CREATE TABLE checkpoints (
    recording_id uuid PRIMARY KEY REFERENCES recordings ON DELETE CASCADE,
    job_id       uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
    -- The version that was heard.
    etag         text,
    version_id   text,
    size_bytes   bigint NOT NULL,
    -- A sum over all that the body depends on: model, settings, languages, words, redaction.
    basis        bytea NOT NULL,
    heard_ms     bigint NOT NULL,
    body         bytea NOT NULL,
    written_at   timestamptz NOT NULL DEFAULT now()
);

-- How long the running job will take yet, as its worker reckons from how fast it hears.
ALTER TABLE jobs ADD COLUMN remaining_seconds bigint;
