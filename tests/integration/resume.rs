//! A long recording is gone on with by another worker, with a real model.

use sqlx::{AssertSqlSafe, Row as _};

use crate::helpers::{Bed, archive, eventually, sound, truths};

/// Recordings of the demo with names and numbers in them, one after the other.
const PARTS: [&str; 4] = [
    "support-calls/cold-radiator.opus",
    "oral-history/ferry-at-saltmarsh.mp3",
    "podcasts/library-boat.mp3",
    "support-calls/missing-suitcase.wav",
];

fn long_recording() -> Vec<u8> {
    let mut samples = Vec::new();
    for part in PARTS {
        let channels = sound::decoded(std::fs::read(archive().join(part)).unwrap());
        let count = channels.len() as f32;
        let mixed = |at: usize| channels.iter().map(|one| one[at]).sum::<f32>() / count;
        samples.extend((0..channels[0].len()).map(mixed));
        samples.extend([0.0; 16_000]);
    }
    sound::wav(&samples)
}

/// A bed with that recording, whose workers keep what they heard after every stretch.
async fn bed() -> Bed {
    let bed = Bed::new().await;
    let text = std::fs::read_to_string(bed.config()).unwrap();
    let text = text.replace("[worker]\n", "[worker]\ncheckpoint_seconds = 0\n");
    std::fs::write(bed.config(), text).unwrap();
    bed.put("long.wav", long_recording()).await;
    let (status, _, log) = bed.run(&["crawl", "--now"]);
    assert_eq!(status, 0, "{log}");
    bed
}

/// Everything that is kept of what was said.
async fn kept(bed: &Bed) -> String {
    let sql = "SELECT string_agg(concat_ws(' ', ordinal, start_ms, end_ms, language, suspect, \
               words::text), E'\\n' ORDER BY ordinal) FROM segments";
    let segments: String = sqlx::query_scalar(sql).fetch_one(&bed.pool).await.unwrap();
    let sql = "SELECT string_agg(concat_ws(' ', kind, start_ms, end_ms), E'\\n' ORDER BY ordinal) \
               FROM redacted_spans";
    let spans: String = sqlx::query_scalar(sql).fetch_one(&bed.pool).await.unwrap();
    format!("{segments}\n{spans}")
}

/// Every row of every table.
async fn everything(bed: &Bed) -> String {
    let sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
    let tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(&bed.pool).await.unwrap();
    let mut all = String::new();
    for table in tables {
        let sql = AssertSqlSafe(format!("SELECT t::text AS line FROM {table} t"));
        for row in sqlx::query(sql).fetch_all(&bed.pool).await.unwrap() {
            all.push_str(&row.get::<String, _>("line").to_lowercase());
        }
    }
    all
}

#[tokio::test]
async fn a_killed_workers_recording_is_gone_on_with_and_says_the_same() {
    let whole = bed().await;
    let (status, _, log) = whole.run(&["work", "--until-idle"]);
    assert_eq!(status, 0, "{log}");
    let whole = kept(&whole).await;
    assert!(whole.contains("[NAME]"), "{whole}");

    let bed = bed().await;
    let at = |point: &'static str| [("EARMARK_KILL_AT", point)];
    for (point, expected) in [("checkpoint_before_commit", 0), ("checkpoint_after_commit", 1)] {
        let (status, _, log) = bed.start_with(&["work"], &at(point)).wait();
        assert_eq!(status, -1, "{point} was not passed:\n{log}");
        assert_eq!(bed.count("SELECT count(*) FROM checkpoints").await, expected, "{point}");
        bed.let_lease_run_out().await;
    }
    let mut second = bed.start(&["work"]);
    eventually("most of it was heard", 120, async || {
        let heard = bed.count("SELECT coalesce(max(heard_ms), 0)::bigint FROM checkpoints").await;
        (heard > 120_000).then_some(())
    })
    .await;
    second.kill();
    let all = everything(&bed).await;
    let told = truths().into_iter().filter(|truth| PARTS.contains(&truth.file.as_str()));
    let secrets = told.flat_map(|truth| truth.pii).flat_map(|pii| {
        pii.variants.into_iter().chain([pii.spoken, pii.written]).filter(|form| form.len() > 4)
    });
    let secrets: Vec<String> = secrets.map(|secret| secret.to_lowercase()).collect();
    assert!(secrets.len() > 5, "only {} secrets are looked for", secrets.len());
    for secret in secrets {
        assert!(!all.contains(&secret), "`{secret}` is in a table");
    }
    bed.let_lease_run_out().await;
    let (status, _, log) = bed.run(&["work", "--until-idle"]);
    assert_eq!(status, 0, "{log}");
    assert!(log.contains("goes on where another run stopped"), "{log}");
    assert!(!log.contains("anew"), "{log}");
    assert_eq!(kept(&bed).await, whole);
    assert_eq!(bed.count("SELECT count(*) FROM checkpoints").await, 0);
}
