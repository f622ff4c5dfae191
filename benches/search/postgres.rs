//! Postgres' own full-text search over the same segments.

use std::time::{Duration, Instant};

use earmark::store::StoredTranscript;
use sqlx::{Connection as _, Executor as _, PgConnection};
use tokio::runtime::Runtime;

use super::questions::Question;
use super::times::Times;

/// A slow question is not asked again and again.
const LONG: Duration = Duration::from_secs(4);
/// Of questions that take minutes not even all are asked.
const LONGEST: Duration = Duration::from_secs(40);

/// A table of segments with a `tsvector` and a GIN index.
pub struct Postgres {
    runtime: Runtime,
    url: String,
    connection: PgConnection,
    rows: String,
}

impl Postgres {
    /// Makes an empty table, if there is a database.
    pub fn connect() -> Option<Self> {
        let url = std::env::var("DATABASE_URL").ok()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut connection = runtime.block_on(PgConnection::connect(&url)).unwrap();
        let create = "DROP TABLE IF EXISTS bench_segments; CREATE UNLOGGED TABLE bench_segments (
            recording uuid, collection text, ordinal int, start_ms bigint, text text,
            terms tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED)";
        runtime.block_on(connection.execute(create)).unwrap();
        Some(Self { runtime, url, connection, rows: String::new() })
    }

    pub fn load(&mut self, recording: &StoredTranscript) {
        let about = &recording.recording;
        for segment in &recording.segments {
            let text = segment.text.replace('\\', " ").replace(['\t', '\n'], " ");
            self.rows.push_str(&format!(
                "{}\t{}\t{}\t{}\t{text}\n",
                about.id,
                about.collection,
                segment.ordinal,
                segment.span.start.as_millis()
            ));
        }
        if self.rows.len() > 8_000_000 {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let copy =
            "COPY bench_segments (recording, collection, ordinal, start_ms, text) FROM STDIN";
        self.runtime.block_on(async {
            let mut copy = self.connection.copy_in_raw(copy).await.unwrap();
            copy.send(self.rows.as_bytes()).await.unwrap();
            copy.finish().await.unwrap();
        });
        self.rows.clear();
    }

    /// Makes the index and gathers statistics.
    pub fn finish(&mut self) {
        self.flush();
        let index = "SET maintenance_work_mem = '512MB';
            CREATE INDEX ON bench_segments USING gin (terms)";
        self.runtime.block_on(async {
            self.connection.execute(index).await.unwrap();
            self.connection.execute("VACUUM ANALYZE bench_segments").await.unwrap();
        });
    }

    pub fn size(&mut self) -> usize {
        let size = sqlx::query_scalar("SELECT pg_total_relation_size('bench_segments')");
        let size: i64 = self.runtime.block_on(size.fetch_one(&mut self.connection)).unwrap();
        usize::try_from(size).unwrap()
    }

    /// How long the twenty best recordings with their counts take, asked by so many at once; `None`
    /// where it has no such question.
    pub fn times(&self, clients: usize, asked: &[Question]) -> Option<Times> {
        if asked.iter().any(|question| question.tsquery.is_empty()) {
            return None;
        }
        let began = Instant::now();
        let clients = (0..clients).map(|start| self.client(start, asked, began));
        let took = self.runtime.block_on(futures::future::join_all(clients));
        Some(Times::sorted(took.into_iter().flatten().collect()))
    }

    async fn client(&self, start: usize, asked: &[Question], began: Instant) -> Vec<Duration> {
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        let mut took = Vec::new();
        for question in asked.iter().cycle().skip(start) {
            let one = Instant::now();
            ask(&mut connection, question).await;
            took.push(one.elapsed());
            let enough = took.len() >= asked.len() && began.elapsed() > LONG;
            if enough || took.len() >= 200 || began.elapsed() > LONGEST {
                break;
            }
        }
        took
    }
}

async fn ask(connection: &mut PgConnection, question: &Question) {
    let ranked = "SELECT recording, count(*), max(ts_rank_cd(terms, query)) AS rank,
            sum(count(*)) OVER (), count(*) OVER ()
         FROM bench_segments, to_tsquery('simple', $1) AS query
         WHERE terms @@ query AND ($2::text IS NULL OR collection = $2)
         GROUP BY recording ORDER BY rank DESC LIMIT 20 OFFSET $3";
    let ranked = sqlx::query(ranked).bind(&question.tsquery).bind(question.collection);
    let offset = i64::try_from(question.offset).unwrap();
    ranked.bind(offset).fetch_all(&mut *connection).await.unwrap();
    if question.facets {
        let facets = "SELECT collection, count(DISTINCT recording)
             FROM bench_segments, to_tsquery('simple', $1) AS query
             WHERE terms @@ query GROUP BY collection";
        sqlx::query(facets).bind(&question.tsquery).fetch_all(connection).await.unwrap();
    }
}
