//! Real processes that follow one log and are killed at any instant.
//!
//! Two at a time follow; one of them is killed, over and over. What is committed may never be
//! half a recording, nor twice one, nor older than its watermark; and in the end all is there.
//! `EARMARK_KILLS=1000` kills as often as that.

#![expect(clippy::disallowed_methods, reason = "what a child is told is in its environment")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use uuid::Uuid;

use super::{texts, transcript};
use crate::domain::RecordingId;
use crate::index::{ChangeFeed, Follower, FollowerOptions, IndexError, SegmentIndex};
use crate::store::{Change, ChangeKind, StoreError, StoredTranscript};

/// Tells a child where to follow.
const FOLDER: &str = "EARMARK_TEST_FOLLOW";
const RECORDINGS: u64 = 5;

/// What change `number` says, or that its recording is gone.
fn said(number: u64) -> Option<String> {
    (!number.is_multiple_of(7)).then(|| format!("version {number}"))
}

fn made(number: u64) -> StoredTranscript {
    let said = said(number).unwrap_or_default();
    let parts =
        ["one", "two", "three"].map(|part| format!("{} {part} {said}", number % RECORDINGS));
    let key = format!("{}.wav", number % RECORDINGS);
    transcript("c", &key, &parts.each_ref().map(String::as_str))
}

/// What Postgres is here: a file that tells how many changes were committed.
#[derive(Clone)]
struct Log(PathBuf);

impl Log {
    fn committed(&self) -> u64 {
        let text = fs::read_to_string(self.0.join("committed"));
        text.map_or(0, |text| text.parse().unwrap())
    }

    fn commit_one(&self) {
        let lock = fs::File::create(self.0.join("lock")).unwrap();
        lock.lock().unwrap();
        fs::write(self.0.join("draft"), (self.committed() + 1).to_string()).unwrap();
        fs::rename(self.0.join("draft"), self.0.join("committed")).unwrap();
    }
}

#[async_trait]
impl ChangeFeed for Log {
    async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let change = |number: u64| Change {
            seq: i64::try_from(number).unwrap(),
            recording: made(number).recording.id,
            kind: if said(number).is_some() { ChangeKind::Upserted } else { ChangeKind::Deleted },
        };
        let after = u64::try_from(seq).unwrap() + 1..=self.committed();
        Ok(after.take(limit as usize).map(change).collect())
    }

    async fn identity(&self) -> Result<Uuid, StoreError> {
        Ok(Uuid::from_u128(1))
    }

    async fn latest_seq(&self) -> Result<i64, StoreError> {
        Ok(i64::try_from(self.committed()).unwrap())
    }

    async fn transcript(
        &self,
        recording: RecordingId,
    ) -> Result<Option<StoredTranscript>, StoreError> {
        let mut changes = (1..=self.committed()).rev();
        let last = changes.find(|number| made(*number).recording.id == recording);
        Ok(last.filter(|number| said(*number).is_some()).map(made))
    }
}

fn follower(log: &Log, index: &SegmentIndex) -> Follower<Log> {
    Follower::new(log.clone(), index.clone(), Arc::default(), FollowerOptions::default())
}

#[test]
#[ignore = "the child of the test below"]
fn follows_until_it_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let log = Log(PathBuf::from(folder));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let index = SegmentIndex::open_or_create(&log.0.join("index")).unwrap();
        let mut follower = follower(&log, &index);
        loop {
            log.commit_one();
            match follower.catch_up().await {
                Ok(_) | Err(IndexError::Locked) => {}
                Err(error) => panic!("{error}"),
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
}

/// A process that follows, and is killed when this is dropped, however the test ends.
struct FollowerProcess(Child);

impl FollowerProcess {
    fn spawn(folder: &Path) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "index::tests::kills::follows_until_it_is_killed", "--ignored"])
            .env(FOLDER, folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(child.unwrap())
    }
}

impl Drop for FollowerProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Checks what is committed: whole recordings, each once, none older than the watermark says.
fn check(folder: &Path) {
    // A child may have the folder: nothing is changed here.
    let index = match SegmentIndex::open_or_create(&folder.join("index")) {
        Ok(index) => index,
        Err(error) => panic!("a kill is no damage: {error}"),
    };
    let (watermark, texts) = (u64::try_from(index.status().watermark).unwrap(), texts(&index));
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for text in &texts {
        let mut words = text.splitn(3, ' ').map(str::to_owned);
        let (recording, part) = (words.next().unwrap(), words.next().unwrap());
        found.entry(recording).or_default().push((part, words.next().unwrap()));
    }
    for (recording, parts) in &found {
        assert_eq!(parts.len(), 3, "{recording} is half or double: {texts:?}");
        assert!(parts.iter().all(|(_, version)| *version == parts[0].1), "{texts:?}");
        let version: u64 = parts[0].1.strip_prefix("version ").unwrap().parse().unwrap();
        let last = (1..=watermark).rev().find(|n| (n % RECORDINGS).to_string() == *recording);
        assert!(version >= last.unwrap_or(0), "{recording} is older than {watermark}");
    }
}

#[tokio::test]
async fn whoever_is_killed_whenever_nothing_is_lost_doubled_or_half() {
    let kills = std::env::var("EARMARK_KILLS").ok().and_then(|count| count.parse().ok());
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("index")).unwrap();
    let mut followers = [(); 2].map(|()| Some(FollowerProcess::spawn(folder.path())));
    let mut dice = 7_u64;
    for round in 0..kills.unwrap_or(40) {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        tokio::time::sleep(Duration::from_micros(15_000 + (dice >> 33) % 70_000)).await;
        let victim = &mut followers[round % 2];
        let ended = victim.as_mut().and_then(|victim| victim.0.try_wait().unwrap());
        assert!(ended.is_none(), "a follower ended by itself");
        *victim = None;
        check(folder.path());
        *victim = Some(FollowerProcess::spawn(folder.path()));
    }
    drop(followers);
    let log = Log(folder.path().to_owned());
    let count = log.committed();
    assert!(count > 20, "only {count} changes: nothing was tested");
    let index = SegmentIndex::open_or_create(&folder.path().join("index")).unwrap();
    follower(&log, &index).catch_up().await.unwrap();
    let mut expected = Vec::new();
    for recording in 0..RECORDINGS {
        let last = (1..=count).rev().find(|number| number % RECORDINGS == recording).unwrap();
        if let Some(said) = said(last) {
            expected
                .extend(["one", "two", "three"].map(|part| format!("{recording} {part} {said}")));
        }
    }
    expected.sort();
    assert_eq!(texts(&index), expected);
}
