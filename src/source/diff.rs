//! Tells what a page of a listing changes about what is known.

use std::collections::HashMap;
use std::hash::BuildHasher;

use super::ListedObject;
use crate::domain::ObjectVersion;

/// What a listing says about one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectChange {
    /// The key was not known, or was gone.
    New(ListedObject),
    /// The key holds another version than the known one.
    Changed(ListedObject),
    /// The key holds the version that is known.
    Unchanged(ListedObject),
}

/// Compares a page of a listing with what is known of the same keys.
///
/// Keys that are gone don't show here: a crawl notes every key that it saw, and what was not seen
/// by its end is gone. That asks nothing of the listing's order, which S3 directory buckets don't
/// promise and SeaweedFS gives by folder rather than by byte.
#[must_use]
pub fn diff_page<S: BuildHasher>(
    listed: Vec<ListedObject>,
    known: &HashMap<String, ObjectVersion, S>,
) -> Vec<ObjectChange> {
    listed
        .into_iter()
        .map(|object| match known.get(&object.key.key) {
            None => ObjectChange::New(object),
            Some(version) if version.is_same(&object.version) => ObjectChange::Unchanged(object),
            Some(_) => ObjectChange::Changed(object),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MediaKey;

    fn listed(key: &str, etag: &str, size_bytes: u64) -> ListedObject {
        ListedObject {
            key: MediaKey { bucket: "b".into(), key: key.into() },
            version: ObjectVersion {
                etag: Some(etag.into()),
                version_id: None,
                size_bytes,
                last_modified: None,
            },
        }
    }

    #[test]
    fn a_page_tells_new_changed_and_unchanged_by_etag_and_size() {
        let known = ["same", "other-etag", "other-size"]
            .map(|key| (key.to_owned(), listed(key, "e1", 10).version))
            .into();
        let page = vec![
            listed("same", "e1", 10),
            listed("other-etag", "e2", 10),
            listed("other-size", "e1", 11),
            listed("new", "e1", 10),
        ];
        let changes = diff_page(page.clone(), &known);
        assert_eq!(
            changes,
            [
                ObjectChange::Unchanged(page[0].clone()),
                ObjectChange::Changed(page[1].clone()),
                ObjectChange::Changed(page[2].clone()),
                ObjectChange::New(page[3].clone()),
            ]
        );
    }
}
