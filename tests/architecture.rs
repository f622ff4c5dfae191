//! The pipeline points one way: a folder imports only what the table allows.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// What each folder may import, besides itself.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("packages", &[]),
    ("kernels", &[]),
    ("source", &["domain"]),
    ("decode", &["domain", "source"]),
    ("transcribe", &["domain", "decode", "packages", "kernels"]),
    ("redact", &["domain", "decode", "transcribe", "packages", "kernels"]),
    ("store", &["domain", "source", "redact"]),
    ("index", &["domain", "store"]),
    ("search", &["domain", "index"]),
    ("ingest", &["domain", "source", "decode", "transcribe", "redact", "store", "index"]),
    ("verify", &["domain", "source", "decode", "transcribe", "redact", "store", "index", "ingest"]),
    ("clip", &["domain", "source", "decode"]),
    ("web", &["domain", "source", "store", "index", "search", "clip"]),
    ("config", &["domain"]),
    ("local", &["packages"]),
];

/// The folders that put the others together; they may import all.
const COMPOSITION: &[&str] = &["app", "cli", "main", "lib"];

#[test]
fn a_folder_imports_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for file in rust_files(&source_root()) {
        let folder = folder_of(&file);
        if COMPOSITION.contains(&folder.as_str()) {
            continue;
        }
        let (_, allowed) = ALLOWED
            .iter()
            .find(|(name, _)| *name == folder)
            .unwrap_or_else(|| panic!("src/{folder} is not in the table: add it"));
        for (line, import) in imports(&fs::read_to_string(&file).unwrap()) {
            let is_of_tests = is_test_file(&file);
            if import != folder && !allowed.contains(&import.as_str()) && !is_of_tests {
                wrong.push(format!("{}:{line} imports `{import}`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "these imports point the wrong way:\n{}", wrong.join("\n"));
}

#[test]
fn what_stores_and_serves_can_not_see_raw_transcripts() {
    for folder in ["store", "index", "search", "web"] {
        let (_, allowed) = ALLOWED.iter().find(|(name, _)| *name == folder).unwrap();
        assert!(!allowed.contains(&"transcribe"), "{folder} may see raw text");
    }
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let long: Vec<_> = rust_files(&source_root())
        .into_iter()
        .chain(rust_files(&source_root().parent().unwrap().join("tests")))
        .filter(|file| fs::read_to_string(file).unwrap().lines().count() > 500)
        .collect();
    assert!(long.is_empty(), "split these: {long:?}");
}

/// Tests of a folder may make what it takes in.
fn is_test_file(file: &Path) -> bool {
    let inside = file.strip_prefix(source_root()).unwrap();
    inside.components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        part.starts_with("tests") || part.starts_with("testing")
    })
}

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn folder_of(file: &Path) -> String {
    let inside = file.strip_prefix(source_root()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The folders that a file names by `crate::folder`, in `use` and in paths, one by one.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let is_comment = line.trim_start().starts_with("//");
        for part in line.split("crate::").skip(1).filter(|_| !is_comment) {
            let names: Vec<&str> = match part.strip_prefix('{') {
                Some(list) => list.trim_end_matches(['}', ';', ' ']).split(',').collect(),
                None => vec![part],
            };
            for name in names {
                let end = name.trim().find(|c: char| !c.is_alphanumeric() && c != '_');
                let name = name.trim().get(..end.unwrap_or(name.trim().len())).unwrap_or("");
                if !name.is_empty() {
                    found.push((index + 1, name.to_owned()));
                }
            }
        }
    }
    found
}
