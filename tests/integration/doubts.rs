//! What a transcript doubts, from the recognizer to the page; and that doubts tell no secrets.

use earmark::domain::Suspicion;
use fantoccini::Locator;
use serde_json::Value;

use crate::canary::{Sinks, answers, files, holders, index, objects, tables};
use crate::helpers::scripted::{doubted, model, said};
use crate::helpers::{Api, Bed, Browser, Earmark, eventually};

/// Said by nobody's best guess: they stand among the other readings of doubtful words only.
const SECRETS: [&str; 5] = ["Castellan", "Thistlewould", "5550187", "p.thistle@", "987654320"];

#[tokio::test]
async fn personal_data_that_only_another_reading_holds_is_nowhere() {
    let bed = Bed::new().await;
    let segments = vec![
        said(0, "en", "my name is not|0.4|Castellan today"),
        said(5, "en", "in the castle|0.4|Castellan by the sea"),
        said(10, "en", "my name is Thistlewood|0.4|Thistlewould you know"),
        said(15, "en", "call me on 415 oh|0.3|5550187 then"),
        said(20, "en", "write to pete|0.3|p.thistle@example.com today"),
        said(25, "en", "my social security number is late|0.3|987654320 today"),
    ];
    bed.hear("doubts.wav", segments).await;
    let control = vec![said(0, "en", "we saw the wall|0.4|walrus there today")];
    bed.hear("control.wav", control).await;
    let (serve, api) = serve(&bed).await;
    let mut sinks = Sinks::new();
    answers(&api, &mut sinks).await;
    for words in SECRETS.iter().chain(&["walrus", "castle", "today"]) {
        sinks.insert(format!("API search of {words}"), shown(&api, words).await);
    }
    tables(&bed.database_url, &mut sinks).await;
    objects(&bed.objects, &bed.derived, &mut sinks).await;
    index(bed.folder.path(), &mut sinks);
    files(bed.folder.path(), &mut sinks);
    sinks.insert("log".to_owned(), serve.log.lock().unwrap().clone().into_bytes());
    for secret in SECRETS {
        let found: Vec<_> = holders(&sinks, secret).collect();
        assert!(found.is_empty(), "`{secret}` is in {found:?}");
        assert_eq!(api.search(secret).await["total_hits"], 0, "{secret}");
    }
    let control: Vec<_> = holders(&sinks, "walrus").collect();
    for place in
        ["table segments", "index documents", "index terms", "transcript.json", "API /api/v1/rec"]
    {
        assert!(control.iter().any(|found| found.contains(place)), "{place}: {control:?}");
    }
}

#[tokio::test]
async fn doubts_are_served_searched_and_filtered() {
    let bed = a_doubtful_recording().await;
    let (_serve, api) = serve(&bed).await;
    let recording = the_recording(&api).await;
    assert_eq!(recording["model"], "scripted");
    assert_eq!(recording["model_sha256"], model().sha256.as_str());
    assert_eq!(recording["model_settings"]["beam"], "5");
    let languages = serde_json::json!([
        {"language": "en", "duration": 5_700}, {"language": "fr", "duration": 1_900},
    ]);
    assert_eq!(recording["languages"], languages);
    assert_eq!(recording["segments"][0]["suspect"], Value::Null);
    assert_eq!(recording["segments"][2]["suspect"], "no_speech");
    let smooth = &recording["segments"][0]["words"][2];
    assert_eq!(smooth["alternatives"][0]["text"], "Smyth");
    assert!(recording["segments"][0]["words"][0].get("alternatives").is_none());

    let hits = async |query: &str| {
        let found = api.json(&format!("/api/v1/search?q={query}")).await;
        found["total_hits"].as_u64().unwrap()
    };
    let found = api.search("\"under the smyth bridge\"").await;
    let hit = &found["recordings"][0]["hits"][0];
    assert_eq!((&hit["matched"], &hit["confidence"]), (&"alternative".into(), &0.25.into()));
    assert_eq!(hits("watching").await, 2);
    assert_eq!(hits("watching&suspect=no").await, 0);
    assert_eq!(hits("watching&suspect=only").await, 2);
    assert_eq!(hits("mer&language=fr").await, 1);
    assert_eq!(hits("mer&language=en").await, 0);
    assert_eq!(hits("smooth&min_confidence=0.4").await, 1);
    assert_eq!(hits("smooth&min_confidence=0.6").await, 0);
    for wrong in ["suspect=maybe", "min_confidence=2", "min_confidence=NaN"] {
        let answer = api.get(&format!("/api/v1/search?q=a&{wrong}")).await;
        assert_eq!(answer.status(), 400, "{wrong}");
        let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        assert_eq!(body["error"]["code"], "invalid_parameter", "{wrong}");
    }

    let (status, said, log) = bed.run(&["search", "smyth"]);
    assert_eq!(status, 0, "{log}");
    assert!(said.contains("smooth (possibly “Smyth”)"), "{said}");
    let (_, said, _) = bed.run(&["search", "watching", "--suspect", "only"]);
    assert!(said.contains("likely no speech") && said.contains("2 hits"), "{said}");
    let (_, said, _) = bed.run(&["search", "smooth", "--min-confidence", "0.6"]);
    assert!(said.contains("0 hits"), "{said}");
    assert_eq!(bed.run(&["search", "smooth", "--min-confidence", "60"]).0, 2);
}

#[tokio::test]
async fn the_page_tells_what_is_doubtful_in_words() {
    let bed = a_doubtful_recording().await;
    let (serve, api) = serve(&bed).await;
    let browser = Browser::start().await;
    let page = &browser.page;
    page.goto(&format!("{}/?q=smyth", api.address)).await.unwrap();
    let possibly = page.wait().for_element(Locator::Css("[data-testid=possibly]")).await.unwrap();
    assert_eq!(possibly.text().await.unwrap(), "possibly “Smyth”");
    page.find(Locator::Css("[data-testid=hit]")).await.unwrap().click().await.unwrap();
    let hit = page.wait().for_element(Locator::Css(".word.hit-word")).await.unwrap();
    assert_eq!(hit.text().await.unwrap(), "smooth");
    assert_eq!(hit.attr("data-possibly").await.unwrap().as_deref(), Some("possibly “Smyth”"));
    assert_eq!(hit.attr("title").await.unwrap().as_deref(), Some("40 % sure; or “Smyth” (25 %)"));
    let underline = "getComputedStyle(document.querySelector('.word.unsure')).textDecorationLine";
    assert_eq!(browser.text(underline).await.as_deref(), Some("underline"));
    assert_eq!(browser.number("document.querySelectorAll('.word.unsure').length").await, 1.0);

    let texts = async |css: &str| {
        let script = format!(
            "JSON.stringify([...document.querySelectorAll('{css}')].map((e) => e.textContent))"
        );
        let texts: Vec<String> =
            serde_json::from_str(&browser.text(&script).await.unwrap()).unwrap();
        texts
    };
    let doubts = texts("[data-testid=suspect]").await;
    assert_eq!(doubts.len(), 3, "{doubts:?}");
    for (told, reason) in doubts.iter().zip(["no speech", "Unsure", "Repeats"]) {
        assert!(told.contains(reason), "{doubts:?}");
    }
    assert_eq!(
        texts("[data-testid=segment-language]").await,
        ["English", "French", "English", "English", "English"]
    );
    let lang = "document.querySelectorAll('.segment-text')[1].lang";
    assert_eq!(browser.text(lang).await.as_deref(), Some("fr"));
    let facts = texts(".recording-head .facts").await;
    assert!(facts[0].contains("English 6 s, French 2 s"), "{facts:?}");

    let details = page.find(Locator::Css("[data-testid=model]")).await.unwrap();
    assert_eq!(details.text().await.unwrap(), "Settings");
    details.find(Locator::Css("summary")).await.unwrap().click().await.unwrap();
    let told = details.text().await.unwrap();
    for part in ["5f5f5f5f5f5f…", "beam", "5"] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    browser.has_behaved(&api.address).await;
    drop(serve);
}

/// English and French, one word with another reading, and a passage of each doubt.
async fn a_doubtful_recording() -> Bed {
    let bed = Bed::new().await;
    let again = "again and again and again";
    let segments = vec![
        said(0, "en", "under the smooth|0.4|Smyth bridge"),
        said(10, "fr", "sur la mer calme"),
        doubted(Suspicion::NoSpeech, said(20, "en", "thank you for watching")),
        doubted(Suspicion::Unsure, said(30, "en", "we was watching")),
        doubted(Suspicion::Repetitive, said(40, "en", again)),
    ];
    bed.hear("a-doubtful-day.wav", segments).await;
    bed
}

/// Serves a bed once everything in it can be found.
pub async fn serve(bed: &Bed) -> (Earmark, Api) {
    let mut serve = bed.start(&["-vv", "serve"]);
    let api = Api::new(serve.address(60));
    eventually("the index is fresh", 30, async || {
        let status = api.json("/api/v1/status").await;
        let index = &status["index"];
        (index["is_fresh"] == true && index["documents"] != 0).then_some(())
    })
    .await;
    (serve, api)
}

async fn the_recording(api: &Api) -> Value {
    let list = api.json("/api/v1/recordings").await;
    let id = list["recordings"][0]["id"].as_str().unwrap();
    api.json(&format!("/api/v1/recordings/{id}")).await
}

/// An answer without the query that it repeats.
async fn shown(api: &Api, words: &str) -> Vec<u8> {
    let mut answer = api.search(words).await;
    let shown = answer.as_object_mut().unwrap();
    shown.remove("query");
    shown.remove("understood");
    answer.to_string().into_bytes()
}
