-- What was said, redacted. A recording has one transcript: the newest that succeeded.
CREATE TABLE transcripts (
    id            uuid PRIMARY KEY,
    recording_id  uuid NOT NULL UNIQUE REFERENCES recordings ON DELETE CASCADE,
    etag          text,
    version_id    text,
    size_bytes    bigint NOT NULL,
    last_modified timestamptz,
    language      text NOT NULL,
    model         text NOT NULL,
    duration_ms   bigint NOT NULL,
    playback      jsonb NOT NULL,
    ingested_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE segments (
    transcript_id uuid NOT NULL REFERENCES transcripts ON DELETE CASCADE,
    ordinal       integer NOT NULL,
    start_ms      bigint NOT NULL,
    end_ms        bigint NOT NULL CHECK (end_ms >= start_ms),
    language      text NOT NULL,
    channel       integer,
    text          text NOT NULL,
    words         jsonb NOT NULL,
    PRIMARY KEY (transcript_id, ordinal)
);

-- Kind and time of what was redacted, never the value.
CREATE TABLE redacted_spans (
    transcript_id uuid NOT NULL REFERENCES transcripts ON DELETE CASCADE,
    ordinal       integer NOT NULL,
    kind          text NOT NULL,
    start_ms      bigint NOT NULL,
    end_ms        bigint NOT NULL CHECK (end_ms >= start_ms),
    channel       integer,
    PRIMARY KEY (transcript_id, ordinal)
);
