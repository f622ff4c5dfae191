//! The index and its follower over a real folder.

mod kills;
mod positions;
mod takeover;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tantivy::DocAddress;
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::testing::{MemoryFeed, transcript};
use super::{
    Columns, Follower, FollowerOptions, IndexError, IndexSnapshot, SegmentIndex, generation,
    rebuild,
};
use crate::domain::RecordingId;

struct Rig {
    dir: TempDir,
    feed: Arc<MemoryFeed>,
    index: SegmentIndex,
}

impl Rig {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let index = SegmentIndex::open_or_create(dir.path()).unwrap();
        Self { dir, feed: Arc::default(), index }
    }

    fn follower(&self) -> Follower<Arc<MemoryFeed>> {
        self.follower_of(self.index.clone(), FollowerOptions::default())
    }

    fn follower_of(
        &self,
        index: SegmentIndex,
        options: FollowerOptions,
    ) -> Follower<Arc<MemoryFeed>> {
        Follower::new(Arc::clone(&self.feed), index, Arc::default(), options)
    }

    /// The index as another process, or this one started again, opens it.
    fn reopened(&self) -> SegmentIndex {
        SegmentIndex::open_or_create(self.dir.path()).unwrap()
    }
}

/// Every segment's text, sorted.
fn texts(index: &SegmentIndex) -> Vec<String> {
    texts_of(&index.snapshot())
}

fn texts_of(snapshot: &IndexSnapshot) -> Vec<String> {
    let mut texts = Vec::new();
    for (number, (reader, columns)) in (0..).zip(snapshot.index_segments()) {
        let is_alive = |doc: u32| reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
        for channel in (0..reader.max_doc()).filter(|doc| columns.segments(*doc) > 0) {
            if is_alive(channel) {
                texts.extend(texts_in(snapshot, columns, DocAddress::new(number, channel)));
            }
        }
    }
    texts.sort();
    texts
}

fn texts_in(snapshot: &IndexSnapshot, columns: &Columns, channel: DocAddress) -> Vec<String> {
    let table = columns.segment_table(channel.doc_id);
    let positions = columns.positions(channel.doc_id);
    let text = |place: u32| {
        let words = snapshot.words(channel, table.bounds(place as usize, positions)).unwrap();
        words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    (0..columns.segments(channel.doc_id)).map(text).collect()
}

#[tokio::test]
async fn a_replaced_recording_has_only_its_new_segments_and_a_deleted_one_none() {
    let rig = Rig::new();
    let mut follower = rig.follower();
    rig.feed.put(transcript("c", "a.wav", &["old one", "old two", "old three"]));
    let gone = rig.feed.put(transcript("c", "b.wav", &["passing"]));
    rig.feed.put(transcript("c", "d.wav", &["staying"]));
    follower.catch_up().await.unwrap();
    assert_eq!(texts(&rig.index), ["old one", "old three", "old two", "passing", "staying"]);

    rig.feed.put(transcript("c", "a.wav", &["new one"]));
    rig.feed.delete(gone);
    let caught_up = follower.catch_up().await.unwrap();
    assert_eq!(texts(&rig.index), ["new one", "staying"]);
    assert_eq!((caught_up.changes, caught_up.watermark), (2, 5));
    assert_eq!((rig.index.status().watermark, rig.index.status().documents), (5, 2));
    assert_eq!(rig.reopened().status().watermark, 5);
}

#[tokio::test]
async fn a_recording_without_words_and_one_already_gone_leave_no_document() {
    let rig = Rig::new();
    rig.feed.put(transcript("c", "silence.wav", &[]));
    rig.feed.delete(RecordingId(Uuid::from_u128(9)));
    assert_eq!(rig.follower().catch_up().await.unwrap().watermark, 2);
    assert!(texts(&rig.index).is_empty());
}

#[tokio::test]
async fn a_crash_before_the_commit_loses_and_doubles_nothing() {
    let rig = Rig::new();
    rig.feed.put(transcript("c", "a.wav", &["first"]));
    rig.follower().catch_up().await.unwrap();

    let next = transcript("c", "b.wav", &["second"]);
    rig.feed.put(next.clone());
    rig.feed.put(transcript("c", "a.wav", &["first again"]));
    // The writer takes both, and dies with them.
    let mut writer = rig.index.writer().unwrap();
    writer.replace(&next).unwrap();
    writer.replace(&transcript("c", "a.wav", &["first again"])).unwrap();
    drop(writer);

    let index = rig.reopened();
    assert_eq!(texts(&index), ["first"]);
    let mut follower = rig.follower_of(index.clone(), FollowerOptions::default());
    follower.catch_up().await.unwrap();
    assert_eq!(texts(&index), ["first again", "second"]);
    assert_eq!(index.status().watermark, 3);
}

#[tokio::test]
async fn a_crash_between_postgres_and_the_watermark_replays_without_doubling() {
    let rig = Rig::new();
    let again = transcript("c", "a.wav", &["once"]);
    rig.feed.put(again.clone());
    // Its documents are committed under an older watermark, as if the change came twice.
    let mut writer = rig.index.writer().unwrap();
    writer.replace(&again).unwrap();
    writer.commit(Uuid::nil(), 0).unwrap();
    drop(writer);
    rig.follower().catch_up().await.unwrap();
    assert_eq!(texts(&rig.index), ["once"]);
}

#[tokio::test]
async fn a_row_that_cant_be_read_keeps_no_other_recording_from_being_found() {
    let rig = Rig::new();
    let spoilt = rig.feed.put(transcript("c", "a.wav", &["spoilt"]));
    rig.feed.spoil(spoilt);
    rig.feed.put(transcript("c", "b.wav", &["sound"]));
    assert_eq!(rig.follower().catch_up().await.unwrap().watermark, 2);
    assert_eq!(texts(&rig.index), ["sound"]);
}

#[tokio::test]
async fn small_batches_and_commits_after_every_change_come_to_the_same() {
    let rig = Rig::new();
    for round in 0..3 {
        for n in 0..5 {
            let key = format!("{n}.wav");
            rig.feed.put(transcript("c", &key, &[&format!("round {round} of {n}")]));
        }
    }
    let options =
        FollowerOptions { batch: 4, commit_interval: Duration::ZERO, ..FollowerOptions::default() };
    let caught_up = rig.follower_of(rig.index.clone(), options).catch_up().await.unwrap();
    assert_eq!((caught_up.changes, caught_up.watermark), (15, 15));
    let expected: Vec<String> = (0..5).map(|n| format!("round 2 of {n}")).collect();
    assert_eq!(texts(&rig.index), expected);
}

#[tokio::test]
async fn a_second_writer_gets_a_typed_error_and_sees_what_the_first_commits() {
    let rig = Rig::new();
    let mut first = rig.follower();
    first.catch_up().await.unwrap();
    let elsewhere = rig.reopened();
    let mut second = rig.follower_of(elsewhere.clone(), FollowerOptions::default());
    rig.feed.put(transcript("c", "a.wav", &["hello"]));
    first.catch_up().await.unwrap();

    let began = Instant::now();
    assert!(matches!(second.catch_up().await, Err(IndexError::Locked)));
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!(texts(&elsewhere), ["hello"]);

    drop(first);
    rig.feed.put(transcript("c", "b.wav", &["world"]));
    second.catch_up().await.unwrap();
    assert_eq!(texts(&elsewhere), ["hello", "world"]);
}

#[tokio::test]
async fn a_change_is_found_within_two_seconds_told_or_not_and_after_an_outage() {
    let rig = Rig::new();
    let wake = Arc::new(Notify::new());
    let shutdown = CancellationToken::new();
    let options = FollowerOptions::default();
    let follower =
        Follower::new(Arc::clone(&rig.feed), rig.index.clone(), Arc::clone(&wake), options);
    let running = tokio::spawn(follower.run(shutdown.clone()));
    let found = async |text: &str| {
        let began = Instant::now();
        while !texts(&rig.index).iter().any(|found| found == text) {
            assert!(began.elapsed() < Duration::from_secs(2), "`{text}` was not found in time");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    rig.feed.put(transcript("c", "a.wav", &["polled"]));
    found("polled").await;
    rig.feed.put(transcript("c", "b.wav", &["told"]));
    wake.notify_one();
    found("told").await;
    rig.feed.set_down(true);
    tokio::time::sleep(Duration::from_millis(700)).await;
    rig.feed.put(transcript("c", "d.wav", &["afterwards"]));
    rig.feed.set_down(false);
    wake.notify_one();
    found("afterwards").await;

    shutdown.cancel();
    running.await.unwrap();
    assert!(rig.index.writer().is_ok(), "the lock is given back");
}

#[tokio::test]
async fn an_older_or_other_database_makes_the_index_anew() {
    let rig = Rig::new();
    for n in 0..3 {
        rig.feed.put(transcript("c", &format!("{n}.wav"), &["before"]));
    }
    let mut follower = rig.follower();
    follower.catch_up().await.unwrap();

    rig.feed.reset(Uuid::nil());
    rig.feed.put(transcript("c", "restored.wav", &["restored"]));
    assert_eq!(follower.catch_up().await.unwrap().watermark, 1);
    assert_eq!(texts(&rig.index), ["restored"]);

    // Another database that is already further than the watermark.
    rig.feed.reset(Uuid::from_u128(2));
    for n in 0..4 {
        rig.feed.put(transcript("c", &format!("other-{n}.wav"), &["other"]));
    }
    assert_eq!(follower.catch_up().await.unwrap().watermark, 4);
    assert_eq!(texts(&rig.index), ["other"; 4]);
}

#[tokio::test]
async fn a_rebuild_swaps_under_those_who_search_and_follow() {
    let rig = Rig::new();
    let mut follower = rig.follower();
    rig.feed.put(transcript("c", "a.wav", &["one"]));
    rig.feed.put(transcript("c", "b.wav", &["two"]));
    follower.catch_up().await.unwrap();
    let before = rig.index.snapshot();

    let steps = std::sync::Mutex::new(Vec::new());
    let note = |step| steps.lock().unwrap().push(step);
    let report = rebuild(&rig.feed, rig.dir.path(), &note).await.unwrap();
    assert_eq!((report.documents, report.watermark, report.generation), (2, 2, 2));
    assert_eq!(steps.lock().unwrap().last().map(|step| (step.seq, step.latest)), Some((2, 2)));

    // The old one answers until the next look, and a snapshot of it for as long as it is held.
    assert_eq!(rig.index.status().generation, 1);
    rig.feed.put(transcript("c", "d.wav", &["three"]));
    follower.catch_up().await.unwrap();
    assert_eq!(rig.index.status().generation, 2);
    assert_eq!(texts(&rig.index), ["one", "three", "two"]);
    assert_eq!(texts_of(&before), ["one", "two"]);
    assert!(!generation::path_of(rig.dir.path(), 1).exists(), "the old one is removed");
}

#[tokio::test]
async fn a_rebuild_that_fails_leaves_the_current_index_and_no_rubbish() {
    let rig = Rig::new();
    rig.feed.put(transcript("c", "a.wav", &["one"]));
    rig.follower().catch_up().await.unwrap();
    rig.feed.set_down(true);
    assert!(rebuild(&rig.feed, rig.dir.path(), &|_| ()).await.is_err());
    // A rebuild that was killed half-way leaves its folder to the next.
    fs::create_dir(generation::path_of(rig.dir.path(), 7)).unwrap();
    rig.feed.set_down(false);
    rebuild(&rig.feed, rig.dir.path(), &|_| ()).await.unwrap();
    assert!(!generation::path_of(rig.dir.path(), 7).exists());
    assert_eq!(texts(&rig.reopened()), ["one"]);
}

#[tokio::test]
async fn two_rebuilds_at_once_are_refused() {
    let rig = Rig::new();
    let _running = generation::lock_rebuild(rig.dir.path()).unwrap();
    let second = rebuild(&rig.feed, rig.dir.path(), &|_| ()).await;
    assert!(matches!(second, Err(IndexError::Locked)));
}

/// The files of the current generation, and the pointer to it.
fn files(dir: &Path) -> Vec<PathBuf> {
    let number = generation::current(dir).unwrap().unwrap();
    let entries = fs::read_dir(generation::path_of(dir, number)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        !name.starts_with('.') && path.extension().is_none_or(|end| end != "lock")
    });
    files.push(dir.join("current"));
    files
}

fn damage(path: &Path, how: usize) {
    let bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    match how {
        0 => fs::remove_file(path).unwrap(),
        1 => fs::write(path, &bytes[..middle]).unwrap(),
        2 => fs::write(path, vec![0_u8; bytes.len()]).unwrap(),
        _ => {
            let mut flipped = bytes;
            flipped[middle] ^= 0xff;
            fs::write(path, flipped).unwrap();
        }
    }
}

/// Copies a whole index, damages one file of the copy, and looks what opening it says.
fn assert_noticed(template: &Path, file: usize, how: usize) {
    let copy = tempfile::tempdir().unwrap();
    let number = generation::current(template).unwrap().unwrap();
    let [from, to] = [template, copy.path()].map(|dir| generation::path_of(dir, number));
    fs::create_dir(&to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
    fs::copy(template.join("current"), copy.path().join("current")).unwrap();
    assert_eq!(SegmentIndex::open_or_create(copy.path()).unwrap().status().documents, 2);

    let path = files(copy.path()).swap_remove(file);
    damage(&path, how);
    let name = path.display();
    match SegmentIndex::open_or_create(copy.path()) {
        Ok(_) => panic!("damage {how} to {name} was not noticed"),
        Err(error) => assert!(error.is_rebuildable(), "{how} to {name}: {error:?}"),
    }
    let index = SegmentIndex::open_or_rebuild(copy.path()).unwrap();
    assert_eq!((index.status().watermark, index.status().documents), (0, 0));
}

#[tokio::test]
async fn every_damaged_file_is_noticed_and_the_index_is_made_anew() {
    let rig = Rig::new();
    rig.feed.put(transcript("c", "a.wav", &["one two", "three"]));
    rig.follower().catch_up().await.unwrap();
    let count = files(rig.dir.path()).len();
    assert!(count > 5);
    std::thread::scope(|scope| {
        for file in 0..count {
            let template = rig.dir.path();
            // Without a pointer the folder is a new one, so that file is only changed.
            let kinds = usize::from(file + 1 == count)..4;
            scope.spawn(move || kinds.for_each(|how| assert_noticed(template, file, how)));
        }
    });
    damage(&files(rig.dir.path())[0], 1);
    let index = SegmentIndex::open_or_rebuild(rig.dir.path()).unwrap();
    let mut follower = rig.follower_of(index.clone(), FollowerOptions::default());
    follower.catch_up().await.unwrap();
    assert_eq!(texts(&index), ["one two", "three"]);
}

#[tokio::test]
async fn an_index_of_another_version_is_refused_and_made_anew() {
    let rig = Rig::new();
    fs::write(rig.dir.path().join("current"), r#"{"schema_version":0,"generation":1}"#).unwrap();
    let refused = SegmentIndex::open_or_create(rig.dir.path()).unwrap_err();
    assert!(matches!(&refused, IndexError::Incompatible(_)) && refused.is_rebuildable());
    // The same numbers, but other fields.
    let dir = generation::path_of(rig.dir.path(), 1);
    fs::remove_dir_all(&dir).unwrap();
    fs::create_dir(&dir).unwrap();
    let mut other = tantivy::schema::Schema::builder();
    other.add_u64_field("other", tantivy::schema::STORED);
    tantivy::Index::create_in_dir(&dir, other.build()).unwrap();
    generation::point_to(rig.dir.path(), 1).unwrap();
    let refused = SegmentIndex::open_or_create(rig.dir.path()).unwrap_err();
    assert!(matches!(refused, IndexError::Incompatible(_)));
    let index = SegmentIndex::open_or_rebuild(rig.dir.path()).unwrap();
    assert_eq!((index.status().generation, index.status().watermark), (2, 0));
}

#[tokio::test]
async fn a_folder_removed_under_the_follower_is_made_anew() {
    let rig = Rig::new();
    rig.feed.put(transcript("c", "a.wav", &["one"]));
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(rig.follower().run(shutdown.clone()));
    let until = async |generation: u64| {
        let began = Instant::now();
        while rig.index.status().generation != generation || rig.index.status().documents != 1 {
            assert!(began.elapsed() < Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    until(1).await;
    let _still_answering = rig.index.snapshot();
    fs::remove_dir_all(rig.dir.path()).unwrap();
    let began = Instant::now();
    while !rig.dir.path().join("current").exists() {
        assert!(began.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(texts(&rig.index), ["one"]);
    shutdown.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn every_word_comes_back_at_its_position_with_its_time_and_its_doubts() {
    let rig = Rig::new();
    let long: String = (0..300).map(|n| format!("w{n} ")).collect();
    let mut said = transcript("c", "a.wav", &["twenty-three — [NAME] l'été", &long, "end"]);
    said.segments[0].words[0].confidence = 0.5;
    said.segments[1].channel = Some(1);
    rig.feed.put(said.clone());
    rig.follower().catch_up().await.unwrap();
    let snapshot = rig.index.snapshot();
    let (_, columns) = snapshot.index_segments().next().unwrap();
    // One document a channel, each followed by its words; the channel of `long` comes second.
    let address = DocAddress::new(0, 0);
    assert_eq!(columns.positions(0), 5);
    let words = snapshot.words(address, (0, 5)).unwrap();
    let shape: Vec<_> = words.iter().map(|w| (w.text.as_str(), w.position, w.width)).collect();
    let expected =
        [("twenty-three", 0, 2), ("—", 2, 0), ("[NAME]", 2, 1), ("l'été", 3, 1), ("end", 4, 1)];
    assert_eq!(shape, expected);
    let stored: Vec<_> = [0, 2].iter().flat_map(|s| &said.segments[*s].words).collect();
    for (word, stored) in words.iter().zip(stored) {
        assert_eq!((word.span, word.redacted), (stored.span, stored.redacted), "{}", word.text);
        assert!((word.confidence - stored.confidence).abs() < 0.003);
    }
    let second = (1..10).find(|doc| columns.positions(*doc) == 300).unwrap();
    let facts = columns.channels.iter().find(|facts| facts.channel == second).unwrap();
    assert_eq!((facts.first_document, facts.positions), (0, 300));
    let middle = snapshot.words(DocAddress::new(0, second), (126, 260)).unwrap();
    assert_eq!((middle.len(), middle[0].text.as_str()), (134, "w126"));
    assert_eq!(middle[133].span, said.segments[1].words[259].span);
    let table = columns.segment_table(0);
    assert_eq!((table.at(3), table.at(4), table.ordinal(1)), (0, 1, 2));
}
