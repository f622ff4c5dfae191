-- The queue. A subject (a collection to crawl, a recording to ingest) has one open job at most:
-- what is asked for while it runs sets `rerun`, so two workers never hold one subject.
CREATE TABLE jobs (
    id                uuid PRIMARY KEY,
    kind              text NOT NULL CHECK (kind IN ('crawl', 'ingest')),
    subject           text NOT NULL,
    collection        text NOT NULL,
    recording_id      uuid REFERENCES recordings ON DELETE CASCADE,
    state             text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    -- Smaller is sooner: crawls before recordings.
    priority          integer NOT NULL,
    rerun             boolean NOT NULL DEFAULT false,
    attempts          integer NOT NULL DEFAULT 0,
    run_after         timestamptz NOT NULL DEFAULT clock_timestamp(),
    worker            text,
    -- Names one claim; whoever holds another token has lost the job.
    lease_token       uuid,
    lease_until       timestamptz,
    stage             text,
    progress_permille integer NOT NULL DEFAULT 0 CHECK (progress_permille BETWEEN 0 AND 1000),
    failure_stage     text,
    failure_code      text,
    failure_message   text,
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at        timestamptz,
    finished_at       timestamptz,
    CHECK ((kind = 'ingest') = (recording_id IS NOT NULL)),
    CHECK (state <> 'running' OR (lease_token IS NOT NULL AND lease_until IS NOT NULL))
);

CREATE UNIQUE INDEX jobs_one_open_a_subject ON jobs (subject) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_queued ON jobs (priority, run_after, created_at) WHERE state = 'queued';
CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE state IN ('done', 'failed');
CREATE INDEX jobs_by_recording ON jobs (recording_id);
