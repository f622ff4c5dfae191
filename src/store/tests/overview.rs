use super::{collection, enqueue_and_claim, fresh_store, id_of, ingest, listed};
use crate::redact::testing::shown_names;
use crate::store::{CrawlPage, Failure, FailureCode, ListFilter, ListOrder, Stage};

#[tokio::test]
async fn a_list_is_paged_in_every_order_without_a_gap_or_a_double_and_narrowed_by_title() {
    let store = fresh_store().await;
    for key in ["b/one.wav", "a/Two.wav", "c/one.wav", "d/three.wav", "e/two.wav"] {
        let object = listed(key, "1");
        let shown = shown_names(&object.key);
        let page = CrawlPage { wanted: vec![object], shown, ..CrawlPage::default() };
        store.apply_page(&collection(), &page).await.unwrap();
    }
    let walk = async |order, title: Option<&str>| {
        let title = title.map(str::to_owned);
        let filter = ListFilter { order, title, ..ListFilter::default() };
        let (mut keys, mut after) = (Vec::new(), None);
        loop {
            let page = store.list_recordings(&filter, after, 2).await.unwrap();
            let Some(last) = page.last() else { break keys };
            after = Some(last.id);
            keys.extend(page.into_iter().map(|row| row.media.key));
        }
    };
    for order in ListOrder::ALL {
        let mut keys = walk(order, None).await;
        if order == ListOrder::Newest {
            assert_eq!(keys, ["e/two.wav", "d/three.wav", "c/one.wav", "a/Two.wav", "b/one.wav"]);
        }
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 5, "{order:?}");
    }
    let titles = walk(ListOrder::Title, Some("TWO")).await;
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(walk(ListOrder::Key, Some("%")).await.is_empty(), "no pattern");
}

#[tokio::test]
async fn what_a_collection_holds_and_what_befell_a_recording_is_told() {
    let store = fresh_store().await;
    assert!(store.contents().await.unwrap().is_empty());
    ingest(&store, "done.wav", "1", &["hello"]).await;
    let contents = store.contents().await.unwrap();
    let (language, recordings, duration) = &contents[0].languages[0];
    assert_eq!(
        (language.to_string(), *recordings, duration.as_millis()),
        ("en".to_owned(), 1, 10_000)
    );

    let bad = enqueue_and_claim(&store, "bad.wav", "1").await;
    let failure = Failure {
        stage: Stage::Decode,
        code: FailureCode::NoAudio,
        message: "there is no sound in this file".to_owned(),
        retryable: false,
    };
    store.fail(&bad, &failure).await.unwrap();
    let history = store.history(id_of("bad.wav")).await.unwrap().unwrap();
    assert_eq!(history.ingested_at, None);
    assert_eq!(history.runs[0].state, "failed");
    assert_eq!(history.runs[0].failure.as_ref().unwrap().message, failure.message);
    let history = store.history(id_of("done.wav")).await.unwrap().unwrap();
    assert!(history.ingested_at.is_some() && history.runs[0].finished_at.is_some());
    assert!(store.history(id_of("never.wav")).await.unwrap().is_none());
}
