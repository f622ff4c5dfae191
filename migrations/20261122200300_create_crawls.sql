-- What each crawl found.
CREATE TABLE crawls (
    id              uuid PRIMARY KEY,
    collection      text NOT NULL,
    state           text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    listed_count    bigint NOT NULL DEFAULT 0,
    new_count       bigint NOT NULL DEFAULT 0,
    changed_count   bigint NOT NULL DEFAULT 0,
    gone_count      bigint NOT NULL DEFAULT 0,
    skipped_count   bigint NOT NULL DEFAULT 0,
    failure_message text,
    started_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at     timestamptz
);

CREATE INDEX crawls_by_collection ON crawls (collection, started_at DESC);
