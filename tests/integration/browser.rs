//! The page in a real browser, against the real server.

use std::time::Duration;

use fantoccini::Locator;
use serde_json::json;

use crate::helpers::{Bed, Browser, demo, eventually, sound};

/// What plays may be this far from what was asked for, in seconds.
const TOLERANCE: f64 = 1.0;

#[tokio::test]
async fn a_person_searches_clicks_a_hit_and_hears_it_from_that_second() {
    let demo = demo().await;
    let browser = Browser::start().await;
    let page = &browser.page;
    page.goto(&demo.api.address).await.unwrap();
    let search = page.wait().for_element(Locator::Css("[data-testid=search-box]")).await.unwrap();
    let focused = page.active_element().await.unwrap();
    assert_eq!(focused.attr("data-testid").await.unwrap().as_deref(), Some("search-box"));
    search.send_keys("\"winter the river froze\"").await.unwrap();
    let hit = page.wait().for_element(Locator::Css("[data-testid=hit]")).await.unwrap();
    assert!(hit.text().await.unwrap().contains("river froze"));
    hit.click().await.unwrap();
    let player = Locator::Css("[data-testid=player]");
    page.wait().at_most(Duration::from_secs(10)).for_element(player).await.unwrap();
    let expected = hit_start(demo, "\"winter the river froze\"").await;
    let at = eventually("the player stands near the word", 20, async || {
        let at = browser.number("document.querySelector('[data-testid=player]').currentTime").await;
        (at > 0.5).then_some(at)
    })
    .await;
    assert!((at - expected).abs() < TOLERANCE + 2.0, "plays at {at}, said at {expected}");
    browser.run("document.querySelector('[data-testid=player]').pause()").await;
    browser
        .run(&format!(
            "document.querySelector('[data-testid=player]').currentTime = {}",
            expected + 0.15
        ))
        .await;
    let word = eventually("the current word is marked", 10, async || {
        let text =
            browser.text("document.querySelector('[data-testid=word].current')?.textContent").await;
        text.filter(|text| !text.is_empty())
    })
    .await;
    assert_eq!(word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase(), "winter");
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn an_address_brings_a_colleague_to_the_same_second() {
    let demo = demo().await;
    let browser = Browser::start().await;
    let recording = demo.recording("podcasts/library-boat.mp3").await;
    let id = recording["id"].as_str().unwrap();
    let url = format!("{}/recordings/{id}?t=9.9&q=library%20came%20by%20boat", demo.api.address);
    browser.page.goto(&url).await.unwrap();
    let at = eventually("the player stands at the second", 20, async || {
        let player = "document.querySelector('[data-testid=player]')";
        let at = browser.number(&format!("{player} ? {player}.currentTime : 0")).await;
        (at > 1.0).then_some(at)
    })
    .await;
    assert!((9.0..11.5).contains(&at), "{at}");
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn everything_goes_by_keyboard() {
    let demo = demo().await;
    let browser = Browser::start().await;
    let page = &browser.page;
    page.goto(&demo.api.address).await.unwrap();
    let search = page.wait().for_element(Locator::Css("[data-testid=search-box]")).await.unwrap();
    search.send_keys("suitcase").await.unwrap();
    page.wait().for_element(Locator::Css("[data-testid=hit]")).await.unwrap();
    browser.run("document.activeElement.blur()").await;
    let body = page.find(Locator::Css("body")).await.unwrap();
    body.send_keys("/").await.unwrap();
    let focused = page.active_element().await.unwrap();
    assert_eq!(focused.attr("data-testid").await.unwrap().as_deref(), Some("search-box"));
    assert_eq!(focused.prop("value").await.unwrap().as_deref(), Some("suitcase"));
    browser.run("document.activeElement.blur()").await;
    body.send_keys("j").await.unwrap();
    let focused = page.active_element().await.unwrap();
    assert!(focused.attr("data-testid").await.unwrap().is_some(), "j moves to a hit");
    focused.send_keys("\u{e007}").await.unwrap();
    page.wait().for_element(Locator::Css("[data-testid=player]")).await.unwrap();
    assert!(page.current_url().await.unwrap().path().starts_with("/recordings/"));
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn what_is_typed_is_never_taken_for_markup() {
    let demo = demo().await;
    let browser = Browser::start().await;
    let page = &browser.page;
    let url = format!("{}/?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E", demo.api.address);
    page.goto(&url).await.unwrap();
    page.wait().for_element(Locator::Css("[data-testid=search-box]")).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(
        browser.page.execute("return window.pwned ?? null", vec![]).await.unwrap(),
        json!(null)
    );
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn the_page_shows_what_the_file_says_its_sound_as_a_picture_and_what_failed() {
    let bed = a_tagged_and_a_broken_recording().await;
    let mut serve = bed.start(&["serve"]);
    let address = serve.address(60);
    let id: uuid::Uuid = sqlx::query_scalar("SELECT recording_id FROM transcripts")
        .fetch_one(&bed.pool)
        .await
        .unwrap();
    let browser = Browser::start().await;
    let page = &browser.page;
    page.goto(&format!("{address}/recordings/{id}")).await.unwrap();
    let facts = Locator::Css("[data-testid=file-facts]");
    let facts = page.wait().for_element(facts).await.unwrap().text().await.unwrap();
    for told in
        ["Length", "pcm_s16le", "16 kHz", "1 (mono)", "256 kbit/s", "Lantern talk", "[NAME]"]
    {
        assert!(facts.contains(told), "{told} is not in {facts}");
    }
    let picture = "document.querySelector('[data-testid=waveform]')";
    eventually("the picture is drawn", 10, async || {
        let drawn = format!(
            "String({picture}?.querySelectorAll('path').length === 2 && !{picture}.hidden)"
        );
        (browser.text(&drawn).await.as_deref() == Some("true")).then_some(())
    })
    .await;
    page.find(Locator::Css("[data-testid=timeline]")).await.unwrap().click().await.unwrap();
    let at = eventually("a click in its middle goes there", 10, async || {
        let at = browser.number("document.querySelector('[data-testid=player]').currentTime").await;
        (at > 1.0).then_some(at)
    })
    .await;
    assert!((2.0..3.2).contains(&at), "{at}");
    sqlx::query("UPDATE transcripts SET peaks = NULL").execute(&bed.pool).await.unwrap();
    page.refresh().await.unwrap();
    eventually("a recording without peaks has no picture", 10, async || {
        let hidden = browser.text(&format!("String({picture}?.hidden)")).await;
        (hidden.as_deref() == Some("true")).then_some(())
    })
    .await;

    page.goto(&address).await.unwrap();
    page.wait()
        .for_element(Locator::Css(".disclosure.failed:not([hidden]) summary"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    let row = page.wait().for_element(Locator::Css("[data-testid=failed]")).await.unwrap();
    let told = row.text().await.unwrap().to_lowercase();
    assert!(
        told.contains("reading the sound failed") && told.contains("upload it again"),
        "{told}"
    );
    page.find(Locator::Css("[data-testid=retry]")).await.unwrap().click().await.unwrap();
    eventually("it is in the queue again", 10, async || {
        let failed = "SELECT count(*) FROM recordings WHERE state = 'failed'";
        (bed.count(failed).await == 0).then_some(())
    })
    .await;
    browser.has_behaved(&address).await;
}

async fn a_tagged_and_a_broken_recording() -> Bed {
    let bed = Bed::new().await;
    let clip = sound::call_clip(1, 10_200, 15_000);
    bed.put("call.wav", crate::canary::with_riff_info(&clip)).await;
    bed.put("broken.wav", "not a recording".as_bytes().to_vec()).await;
    let (_, _, log) = bed.run(&["crawl", "--now"]);
    let (status, _, more) = bed.run(&["work", "--until-idle"]);
    assert_eq!(status, 0, "{log}{more}");
    bed
}

async fn hit_start(demo: &crate::helpers::Demo, words: &str) -> f64 {
    let results = demo.api.search(words).await;
    results["recordings"][0]["hits"][0]["span"]["start"].as_f64().unwrap() / 1000.0
}
