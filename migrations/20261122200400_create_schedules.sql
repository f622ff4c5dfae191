-- When each collection is crawled; follows the configuration.
CREATE TABLE schedules (
    collection  text PRIMARY KEY,
    cron        text NOT NULL,
    last_run_at timestamptz,
    next_run_at timestamptz NOT NULL
);
