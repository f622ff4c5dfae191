//! Whoever runs an archive sees what it holds, what is being done and what failed, as it changes.

use crate::helpers::{Bed, Browser, sound};

#[tokio::test]
async fn the_archive_tells_its_work_and_failures_live_and_looks_into_the_bucket_when_asked() {
    let bed = Bed::new().await;
    bed.configure("tiny.en", "");
    bed.put("broken.wav", "not a recording".as_bytes().to_vec()).await;
    let mut up = bed.start(&["up"]);
    let address = up.address(60);
    let browser = Browser::start().await;
    browser.open(&format!("{address}/archive"), "[data-testid=collection]").await;
    browser.until("it is told live", "document.querySelector('[data-testid=live].is-live')").await;

    // Without a schedule nobody looks into the bucket before somebody asks.
    browser.find("[data-testid=crawl]").await.click().await.unwrap();
    let reason = "/reading the sound failed/i.test(\
        document.querySelector('[data-testid=failed]')?.textContent)";
    browser.until_within(60, "the failure is told with its reason", reason).await;
    let failed = "document.querySelector('[data-testid=figure-failed] dd').textContent";
    browser.until("it is counted", &format!("{failed} === '1'")).await;
    for (language, told) in [("de", "hochladen"), ("en", "upload it again")] {
        browser.find("#language-choice").await.select_by_value(language).await.unwrap();
        let advice = format!(
            "document.documentElement.lang === '{language}' && \
             document.querySelector('[data-testid=failed] .advice')?.textContent.includes('{told}')"
        );
        browser.until("what to do is told in the page's language", &advice).await;
    }

    bed.put("broken.wav", sound::call_clip(1, 10_200, 15_000)).await;
    browser.find("[data-testid=crawl]").await.click().await.unwrap();
    let searchable = "document.querySelector('[data-testid=figure-searchable] dd').textContent";
    browser
        .until_within(
            120,
            "what was mended is searchable, without a reload",
            &format!("{searchable} === '1' && {failed} === '0'"),
        )
        .await;
    browser
        .until(
            "the recording is listed",
            "document.querySelector('[data-testid=recordings] a.library-title')",
        )
        .await;
    browser.find("[data-testid=recordings] a.library-title").await.click().await.unwrap();
    browser.find("[data-testid=history] summary").await.click().await.unwrap();
    let history = "/heard and redacted/.test(\
        document.querySelector('[data-testid=history]').textContent)";
    browser.until("its history is told", history).await;
    browser.has_behaved(&address).await;
}

#[tokio::test]
async fn an_empty_archive_says_how_to_begin_and_a_server_that_comes_back_is_noticed() {
    let bed = Bed::new().await;
    let mut serve = bed.start(&["serve"]);
    let address = serve.address(60);
    let browser = Browser::start().await;
    browser.open(&address, ".empty pre").await;
    let port = address.rsplit(':').next().unwrap().to_owned();
    serve.kill();
    let search = browser.find("[data-testid=search-box]").await;
    search.send_keys("harbour").await.unwrap();
    browser.until("the server is missed", "!document.querySelector('#banner').hidden").await;
    let listen = format!("127.0.0.1:{port}");
    let mut again = bed.start_with(&["serve"], &[("EARMARK_LISTEN", &listen)]);
    again.address(60);
    let is_back = "document.querySelector('#banner').hidden && \
        /harbour/.test(document.querySelector('.empty')?.textContent)";
    browser.until("it is found again, and asked what was typed", is_back).await;
    assert_eq!(search.prop("value").await.unwrap().as_deref(), Some("harbour"));
}
