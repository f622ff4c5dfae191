//! A folder of models: what is in it after a pull, right or wrong.

use std::fs;
use std::path::Path;

use super::super::{Catalog, ModelError, ModelStore, Progress};
use super::server::{Manner, Server};
use crate::packages::Sha256Sum;

const FILE: &[u8] = b"the weights of a very small model";

/// A catalogue of the model `small`, with these sources after each other.
fn store(dir: &Path, sources: &[(&str, &[u8])]) -> ModelStore {
    let mut text = "default = 'small'\n[[model]]\nname = 'small'\nabout = 'a test'\n\
        role = 'speech'\nlanguages = 'en'\nfile = 'ggml-small.bin'\nmemory_mb = 1\nlicence = 'MIT'\n"
        .to_owned();
    for (url, bytes) in sources {
        let path = dir.join("sum");
        fs::write(&path, bytes).unwrap();
        let sum = Sha256Sum::of_file(&path).unwrap();
        let size = bytes.len();
        text += &format!(
            "[[model.source]]\nkind = 'hub'\nurl = '{url}'\nsize_bytes = {size}\nsha256 = '{sum}'\n"
        );
    }
    ModelStore::with_catalog(Catalog::parse(&text).unwrap(), dir.join("models"))
}

fn names(store: &ModelStore) -> Vec<String> {
    let entries = fs::read_dir(store.dir()).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_pulled_model_is_there_whole_and_nothing_else_is() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(FILE.to_vec(), Manner::Ranges);
    let store = store(dir.path(), &[(&server.url, FILE)]);
    assert!(!store.installed("small").unwrap());
    let path = store.pull("small", &mut |_| ()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), FILE);
    assert_eq!(store.verified("small").unwrap().path, path);
    assert!(store.installed("small").unwrap());
    assert_eq!(names(&store), [".lock", "ggml-small.bin"]);
}

#[test]
fn a_right_file_is_not_pulled_again() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(FILE.to_vec(), Manner::Ranges);
    let store = store(dir.path(), &[(&server.url, FILE)]);
    store.pull("small", &mut |_| ()).unwrap();
    store.pull("small", &mut |_| ()).unwrap();
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_wrong_sum_leaves_nothing_in_place() {
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = FILE.to_vec();
    wrong[3] ^= 1;
    let server = Server::start(wrong, Manner::Ranges);
    let store = store(dir.path(), &[(&server.url, FILE)]);
    let error = store.pull("small", &mut |_| ()).unwrap_err();
    assert!(error.to_string().contains("sha256"), "{error}");
    assert_eq!(names(&store), [".lock"]);
    assert!(matches!(store.verified("small"), Err(ModelError::NotInstalled { .. })));
}

#[test]
fn the_second_source_serves_when_the_first_fails_and_may_have_another_sum() {
    let dir = tempfile::tempdir().unwrap();
    let missing = Server::start(Vec::new(), Manner::NotFound);
    let other = [FILE, b", packed otherwise"].concat();
    let server = Server::start(other.clone(), Manner::Ranges);
    let store = store(dir.path(), &[(&missing.url, FILE), (&server.url, &other)]);
    let mut seen = Vec::new();
    let path = store.pull("small", &mut |progress| seen.push(progress)).unwrap();
    assert_eq!(fs::read(path).unwrap(), other);
    assert!(seen.iter().any(|step| matches!(step, Progress::Failed { .. })), "{seen:?}");
    store.verified("small").unwrap();
}

#[test]
fn a_file_that_was_changed_is_never_handed_out_and_a_pull_replaces_it() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(FILE.to_vec(), Manner::Ranges);
    let store = store(dir.path(), &[(&server.url, FILE)]);
    let path = store.pull("small", &mut |_| ()).unwrap();
    let mut changed = FILE.to_vec();
    changed[0] ^= 1;
    fs::write(&path, changed).unwrap();
    let error = store.verified("small").unwrap_err();
    assert!(matches!(error, ModelError::Damaged { .. }));
    assert!(error.to_string().contains("earmark models pull small"), "{error}");
    store.pull("small", &mut |_| ()).unwrap();
    assert_eq!(fs::read(store.verified("small").unwrap().path).unwrap(), FILE);
}

#[test]
fn two_pulls_at_once_both_get_the_model_and_it_comes_once() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(FILE.to_vec(), Manner::Ranges);
    let store = store(dir.path(), &[(&server.url, FILE)]);
    std::thread::scope(|scope| {
        let pulls: Vec<_> =
            (0..4).map(|_| scope.spawn(|| store.pull("small", &mut |_| ()).unwrap())).collect();
        for pull in pulls {
            assert_eq!(fs::read(pull.join().unwrap()).unwrap(), FILE);
        }
    });
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn no_source_at_all_says_what_each_one_said_and_where_the_file_belongs() {
    let dir = tempfile::tempdir().unwrap();
    let missing = Server::start(Vec::new(), Manner::NotFound);
    let store = store(dir.path(), &[(&missing.url, FILE)]);
    let error = store.pull("small", &mut |_| ()).unwrap_err().to_string();
    assert!(error.contains("404") && error.contains("ggml-small.bin"), "{error}");
}
