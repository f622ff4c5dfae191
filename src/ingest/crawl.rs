//! Lists a collection and notes what is new, changed or gone.
//!
//! Pages are handled one by one: 10,000 keys take no more memory than 1,000. What the listing does
//! not show is gone only when the listing came to its end.

use std::sync::Arc;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use tracing::info;

use super::{Archive, CollectionPlan, IngestError, RunControl, skip};
use crate::domain::CollectionName;
use crate::source::{ListedObject, ObjectChange, SourceError, diff_page};
use crate::store::{
    Crawl, CrawlCounts, CrawlPage, FailureCode, RefusedObject, Stage, Store, StoreError, kill_point,
};

/// HEAD requests under way at a time.
const HEADS_AT_A_TIME: usize = 16;

/// Crawls collections.
#[derive(Clone)]
pub struct Crawler {
    store: Store,
    archive: Arc<dyn Archive>,
}

impl Crawler {
    /// Makes a crawler.
    #[must_use]
    pub fn new(store: Store, archive: Arc<dyn Archive>) -> Self {
        Self { store, archive }
    }

    /// Crawls one collection; what it finds is enqueued page by page.
    ///
    /// # Errors
    /// When the listing breaks off or the database fails: nothing is taken for gone then, and
    /// what was found stays noted.
    pub async fn crawl(
        &self,
        collection: &CollectionName,
        plan: &CollectionPlan,
        control: &RunControl,
    ) -> Result<CrawlCounts, IngestError> {
        let crawl = self.store.begin_crawl(collection).await.map_err(|error| of_store(&error))?;
        let mut counts = CrawlCounts::default();
        let result = self.list_and_note(&crawl, plan, control, &mut counts).await;
        let failure = result.as_ref().err().map(ToString::to_string);
        let finished = self.store.finish_crawl(&crawl, counts, failure.as_deref()).await;
        result?;
        finished.map_err(|error| of_store(&error))?;
        info!(
            collection = %collection, listed = counts.listed, new = counts.new,
            changed = counts.changed, gone = counts.gone, skipped = counts.skipped,
            "crawled `{collection}`"
        );
        Ok(counts)
    }

    async fn list_and_note(
        &self,
        crawl: &Crawl,
        plan: &CollectionPlan,
        control: &RunControl,
        counts: &mut CrawlCounts,
    ) -> Result<(), IngestError> {
        let mut pages = self.archive.list(&plan.bucket, &plan.prefix);
        while let Some(page) = pages.try_next().await.map_err(|error| of_listing(&error))? {
            control.check()?;
            kill_point("crawl_page_listed");
            let page = self.sort(crawl, plan, page, counts).await?;
            self.store
                .apply_page(&crawl.collection, &page)
                .await
                .map_err(|error| of_store(&error))?;
            kill_point("crawl_page_applied");
        }
        control.check()?;
        kill_point("crawl_before_gone");
        counts.gone = self.store.mark_gone(crawl).await.map_err(|error| of_store(&error))?;
        kill_point("crawl_before_complete");
        Ok(())
    }

    /// Tells what a page changes about what is known.
    async fn sort(
        &self,
        crawl: &Crawl,
        plan: &CollectionPlan,
        listed: Vec<ListedObject>,
        counts: &mut CrawlCounts,
    ) -> Result<CrawlPage, IngestError> {
        counts.listed += listed.len() as u64;
        let (skipped, candidates): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|object| skip::is_no_recording(&object.key));
        counts.skipped += skipped.len() as u64;
        let keys: Vec<&str> = candidates.iter().map(|object| object.key.key.as_str()).collect();
        let known = self.store.known_versions(&crawl.collection, &plan.bucket, &keys);
        let known = known.await.map_err(|error| of_store(&error))?;
        let mut page = CrawlPage::default();
        let mut wanted = Vec::new();
        for change in diff_page(candidates, &known) {
            match change {
                ObjectChange::Unchanged(object) => page.unchanged.push(object),
                ObjectChange::New(object) | ObjectChange::Changed(object) => wanted.push(object),
            }
        }
        for object in self.with_etags(wanted).await? {
            match known.get(&object.key.key) {
                // Only the date was another: the ETag, which the list left out, is the same.
                Some(version) if version.is_same(&object.version) => page.unchanged.push(object),
                _ if object.version.size_bytes == 0 => page.refused.push(empty(object)),
                Some(_) => {
                    counts.changed += 1;
                    page.wanted.push(object);
                }
                None => {
                    counts.new += 1;
                    page.wanted.push(object);
                }
            }
        }
        let refused = page.refused.iter().map(|refusal| &refusal.object);
        let keys = page.wanted.iter().chain(refused).map(|object| &object.key);
        page.shown = plan
            .redactor
            .shown_names(keys)
            .map_err(|error| IngestError::of_redact(Stage::Crawl, &error))?;
        Ok(page)
    }

    /// Asks for the ETag of those objects that a list shows without: reads are pinned to it.
    async fn with_etags(
        &self,
        objects: Vec<ListedObject>,
    ) -> Result<Vec<ListedObject>, IngestError> {
        let asked = stream::iter(objects).map(|object| self.with_etag(object));
        let found: Vec<Option<ListedObject>> = asked
            .buffered(HEADS_AT_A_TIME)
            .try_collect()
            .await
            .map_err(|error| of_listing(&error))?;
        Ok(found.into_iter().flatten().collect())
    }

    async fn with_etag(
        &self,
        mut object: ListedObject,
    ) -> Result<Option<ListedObject>, SourceError> {
        if object.version.etag.is_some() {
            return Ok(Some(object));
        }
        match self.archive.head(&object.key).await {
            Ok(version) => {
                // The list's own date stays: it is what the next list is compared with.
                let last_modified = object.version.last_modified.or(version.last_modified);
                object.version = version;
                object.version.last_modified = last_modified;
                Ok(Some(object))
            }
            // Deleted since it was listed.
            Err(SourceError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn empty(object: ListedObject) -> RefusedObject {
    let message = "the object has no bytes".to_owned();
    RefusedObject { object, code: FailureCode::EmptyFile, message }
}

fn of_listing(error: &SourceError) -> IngestError {
    IngestError::of_source(Stage::Crawl, error)
}

fn of_store(error: &StoreError) -> IngestError {
    IngestError::of_store(Stage::Crawl, error)
}
