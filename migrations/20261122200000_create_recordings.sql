-- One row for every key that a crawl has seen, and the version of it that is wanted.
CREATE TABLE recordings (
    id              uuid PRIMARY KEY,
    collection      text NOT NULL,
    bucket          text NOT NULL,
    key             text COLLATE "C" NOT NULL,
    -- The wanted version; the one that was transcribed stands in transcripts.
    etag            text,
    version_id      text,
    size_bytes      bigint NOT NULL,
    last_modified   timestamptz,
    state           text NOT NULL CHECK (state IN ('pending', 'searchable', 'failed', 'gone')),
    title           text NOT NULL,
    kind            text CHECK (kind IN ('audio', 'video')),
    codec           text,
    channels        integer,
    sample_rate     bigint,
    duration_ms     bigint,
    content_hash    bytea,
    failure_stage   text,
    failure_code    text,
    failure_message text,
    failed_at       timestamptz,
    -- A crawl takes for gone what nobody saw since it began.
    seen_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (collection, bucket, key),
    CHECK ((state = 'failed') = (failure_code IS NOT NULL))
);

CREATE INDEX recordings_by_key ON recordings (key, id);
CREATE INDEX recordings_by_collection_and_state ON recordings (collection, state);
