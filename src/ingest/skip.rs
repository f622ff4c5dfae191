//! Which keys are no recordings by their name. Everything else is tried: formats are told by
//! content, not by extension.

use crate::domain::MediaKey;

/// Extensions, in lower case, of what lies beside recordings in archives.
const NO_MEDIA: &[&str] = &[
    "txt", "md", "rtf", "pdf", "doc", "docx", "odt", "xls", "xlsx", "csv", "tsv", "json", "jsonl",
    "xml", "yaml", "yml", "toml", "ini", "log", "html", "htm", "css", "js", "vtt", "srt", "sbv",
    "ass", "ttml", "jpg", "jpeg", "png", "gif", "webp", "svg", "bmp", "tif", "tiff", "ico", "zip",
    "gz", "tar", "7z", "md5", "sha1", "sha256", "db", "ds_store", "py", "sh",
];

/// Whether a key is a folder, or names what is no recording.
pub(super) fn is_no_recording(key: &MediaKey) -> bool {
    key.key.ends_with('/')
        || key.extension().is_some_and(|extension| NO_MEDIA.contains(&extension.as_str()))
        || key.key.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case(".ds_store"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_documents_are_skipped_and_the_unknown_is_tried() {
        let is_skipped =
            |key: &str| is_no_recording(&MediaKey { bucket: "b".into(), key: key.into() });
        for key in ["a/", "a/notes.TXT", "a/b.json", "x/.DS_Store"] {
            assert!(is_skipped(key), "{key}");
        }
        for key in ["a/b.wav", "a/b", "a/b.unknown", "a.txt/b.mp3", ".mp3"] {
            assert!(!is_skipped(key), "{key}");
        }
    }
}
