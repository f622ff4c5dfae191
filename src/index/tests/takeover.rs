//! One writer after another: what the first left is no trouble to the next, and does not stay.

use std::fs;
use std::path::PathBuf;

use uuid::Uuid;

use super::{Rig, files, texts, transcript};

/// The files that hold the stored fields of the current generation's segments.
fn stores(rig: &Rig) -> Vec<PathBuf> {
    let mut files = files(rig.dir.path());
    files.retain(|path| path.extension().is_some_and(|end| end == "store"));
    files
}

#[tokio::test]
async fn what_a_killed_writer_left_is_no_obstacle() {
    let rig = Rig::new();
    rig.feed.put(transcript("c", "a.wav", &["one"]));
    rig.feed.put(transcript("c", "b.wav", &["two"]));
    let mut follower = rig.follower();
    follower.catch_up().await.unwrap();
    drop(follower);
    // What was deleted is written before it is committed, and named after the next commit.
    for commit in 0..100 {
        let deleted = stores(&rig)[0].with_extension(format!("{commit}.del"));
        fs::write(deleted, "").unwrap();
    }
    rig.feed.delete(transcript("c", "a.wav", &[]).recording.id);
    rig.follower().catch_up().await.unwrap();
    assert_eq!(texts(&rig.index), ["two"]);
}

#[tokio::test]
async fn who_takes_over_leaves_nothing_of_what_another_wrote() {
    let rig = Rig::new();
    let other = rig.reopened();
    rig.feed.put(transcript("c", "a.wav", &["one"]));
    rig.feed.put(transcript("c", "b.wav", &["two"]));
    let mut first = rig.follower();
    first.catch_up().await.unwrap();
    drop(first);
    let before = stores(&rig);
    let mut writer = other.writer().unwrap();
    writer.remove(transcript("c", "a.wav", &[]).recording.id);
    writer.commit(Uuid::nil(), 9).unwrap();
    writer.purge().unwrap();
    assert_eq!(texts(&other), ["two"]);
    assert!(before.iter().all(|path| !path.exists()), "{before:?}");
}
