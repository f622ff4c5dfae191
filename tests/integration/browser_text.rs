//! Hostile text shows as text and nothing else, and very long transcripts stay quick.

use serde_json::json;

use crate::helpers::scripted::said;
use crate::helpers::{Bed, Browser};

const MARKUP: &str = "<img/src=x/onerror=window.pwned=1> <script>window.pwned=1</script> \
    ${window.pwned=1} {{7*7}} \u{202e}gnisrever\u{202c} 👩‍👩‍👧‍👦 سلام ‏עברית‏ &amp; javascript:window.pwned=1";

#[tokio::test]
async fn hostile_transcripts_and_addresses_show_as_text() {
    let bed = Bed::new().await;
    let long = format!("harbour {MARKUP} {}", "W".repeat(10_000));
    bed.hear(
        "<b>bold</b> \u{202e}title.wav",
        vec![said(1, "en", &long), said(30, "ar", "مرحبا بكم في المرفأ harbour")],
    )
    .await;
    let mut serve = bed.start(&["serve"]);
    let address = serve.address(60);
    let id: uuid::Uuid = sqlx::query_scalar("SELECT recording_id FROM transcripts")
        .fetch_one(&bed.pool)
        .await
        .unwrap();
    let browser = Browser::start().await;
    browser.look(390, "light").await;
    let addresses = [
        (format!("/recordings/{id}?q=harbour&t=1"), "[data-testid=word]"),
        (format!("/recordings/{id}?t=1e999&end=-5&q=%3Cscript%3E"), "[data-testid=word]"),
        ("/?q=harbour".to_owned(), "[data-testid=hit]"),
        ("/archive?title=%3Cb%3E&sort=%27;&state=x&collection=%3Cscript%3E".to_owned(), "#main h1"),
        ("/?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E&collection=%3Cb%3E&sort=__proto__".to_owned(), "#main"),
        ("/%3Cscript%3Ewindow.pwned=1%3C%2Fscript%3E".to_owned(), ".empty"),
        ("/recordings/%2e%2e%2f%3Cscript%3E?t=NaN".to_owned(), ".empty"),
    ];
    for (path, sign) in addresses {
        browser.open(&format!("{address}{path}"), sign).await;
        browser
            .until("it fits the screen", "document.documentElement.scrollWidth <= innerWidth")
            .await;
        let made = "[window.pwned ?? 0, \
            document.querySelectorAll('#main img, #main script, #main b').length]";
        let made = browser.page.execute(&format!("return {made}"), vec![]).await.unwrap();
        assert_eq!(made, json!([0, 0]), "{path}");
    }
    browser.open(&format!("{address}/recordings/{id}"), "[data-testid=word]").await;
    let shown = browser.text("document.querySelector('.segment-text').textContent").await.unwrap();
    for part in ["<script>window.pwned=1</script>", "👩‍👩‍👧‍👦", "${window.pwned=1}", &"W".repeat(10_000)]
    {
        assert!(shown.contains(part), "{part} is not shown");
    }
    let direction = "getComputedStyle(document.querySelectorAll('.segment-text')[1]).direction";
    assert_eq!(browser.text(direction).await.as_deref(), Some("rtl"));
}

#[tokio::test]
async fn of_sixty_thousand_words_only_those_nearby_are_elements() {
    let bed = Bed::new().await;
    let segments =
        (0..6000).map(|n| said(n * 5, "en", "the river took the boat down to the old mill"));
    bed.hear("long.wav", segments.collect()).await;
    let mut serve = bed.start(&["serve"]);
    let address = serve.address(60);
    let id: uuid::Uuid = sqlx::query_scalar("SELECT recording_id FROM transcripts")
        .fetch_one(&bed.pool)
        .await
        .unwrap();
    let browser = Browser::start().await;
    browser.open(&format!("{address}/recordings/{id}"), "[data-testid=word]").await;
    let drawn = "document.querySelectorAll('.word').length";
    assert!(browser.number(drawn).await < 3000.0);
    let words = "document.querySelector('.transcript').textContent.match(/\\w+ /g).length";
    assert!(
        browser.number(words).await > 50_000.0,
        "the text is there for the browser's own search"
    );
    browser.run("scrollTo(0, document.body.scrollHeight / 2)").await;
    let is_drawn = "[...document.querySelectorAll('.word')].some((word) => {
        const box = word.getBoundingClientRect();
        return box.top > 0 && box.bottom < innerHeight;
      })";
    browser.until("what is scrolled to is drawn", is_drawn).await;
    assert!(browser.number(drawn).await < 6000.0);
    browser.has_behaved(&address).await;
}
