//! A quote is found, heard and taken away: by keyboard alone, and by mouse.

use std::process::Command;

use serde_json::Value;

use crate::helpers::{Browser, Demo, Earmark, demo, eventually, sound};

const SPACE: &str = " ";
const ESCAPE: &str = "\u{e00c}";
const ENTER: &str = "\u{e007}";

/// Keeps what would be copied: a browser without a person has no clipboard.
const CATCH: &str = "navigator.clipboard.writeText = async (text) => { window.copied = text; };";

#[tokio::test]
async fn a_hit_plays_in_its_place_by_keyboard_on_a_phones_width() {
    let demo = demo().await;
    let browser = Browser::start().await;
    browser.look(390, "dark").await;
    browser.open(&demo.api.address, "[data-testid=search-box]").await;
    browser.press("suitcase").await;
    browser.find("[data-testid=hit]").await;
    browser.press(ESCAPE).await;
    browser.press("j").await;
    browser.press(SPACE).await;
    let media = "document.querySelector('[data-testid=in-place]')";
    browser.until("it plays on", &format!("!{media}.paused && {media}.currentTime > 0")).await;
    let start =
        browser.number("Number(document.querySelector('[data-testid=hit]').dataset.start)").await;
    let begun = browser.number(&format!("{media}.currentTime")).await;
    assert!((begun - start / 1000.0).abs() < 3.0, "plays at {begun}, said at {start} ms");
    browser.until("time passes", &format!("{media}.currentTime > {begun} + 0.5")).await;
    assert!(browser.page.current_url().await.unwrap().path() == "/", "the list is left");
    browser.press(SPACE).await;
    browser.until("it is paused", &format!("{media}.paused")).await;
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn esc_leaves_the_box_at_once_though_words_are_suggested() {
    let demo = demo().await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/?q=suitca", demo.api.address), "[data-testid=result]").await;
    browser.press("s").await;
    browser.find("[data-testid=suggestion]").await;
    browser.press(ESCAPE).await;
    let box_ = "document.querySelector('[data-testid=search-box]')";
    browser
        .until(
            "the box is left, and what is typed is kept",
            &format!("document.activeElement !== {box_} && {box_}.value === 'suitcas'"),
        )
        .await;
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn an_answer_that_comes_late_leaves_focus_on_the_hit_that_was_gone_to() {
    let demo = demo().await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/?q=suitcase", demo.api.address), "[data-testid=hit]").await;
    browser.press(ESCAPE).await;
    browser.press("j").await;
    browser.until("a hit is gone to", "document.activeElement.matches('a.hit')").await;
    browser
        .run(
            "window.old = document.activeElement; const box = document.querySelector('#q'); \
             box.value += ' OR suitcases'; box.dispatchEvent(new Event('input'))",
        )
        .await;
    browser
        .until(
            "the list is new, and the hit has the focus in it",
            "!window.old.isConnected && document.activeElement.matches('a.hit') \
             && document.activeElement.dataset.start === window.old.dataset.start",
        )
        .await;
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn filters_are_chips_that_can_be_taken_off_and_stand_in_the_address() {
    let demo = demo().await;
    let browser = Browser::start().await;
    let url = format!("{}/?q=the&collection=lectures", demo.api.address);
    browser.open(&url, "[data-testid=hit]").await;
    let results = "document.querySelectorAll('[data-testid=result]').length";
    assert!((browser.number(results).await - 1.0).abs() < f64::EPSILON);
    let chip = browser.find("[data-testid=chip]").await;
    assert!(chip.text().await.unwrap().contains("Lectures"));
    chip.click().await.unwrap();
    browser
        .until(
            "all are found",
            &format!("{results} > 5 && !location.search.includes('collection')"),
        )
        .await;
    browser.run("history.back()").await;
    browser
        .until(
            "going back narrows again",
            &format!("{results} === 1 && document.querySelector('[data-testid=chip]')"),
        )
        .await;
    browser.find("[data-testid=keep]").await.click().await.unwrap();
    browser.open(&demo.api.address, "[data-testid=saved]").await.click().await.unwrap();
    browser
        .until(
            "a kept search is done again",
            &format!("{results} === 1 && location.search.includes('collection=lectures')"),
        )
        .await;
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn words_are_picked_by_keyboard_quoted_linked_and_played_to_their_end() {
    let demo = demo().await;
    let browser = Browser::start().await;
    let (id, words) = phrase(demo).await;
    let start = words[0]["start"].as_f64().unwrap() / 1000.0;
    let url = format!("{}/recordings/{id}?t={start}", demo.api.address);
    browser.open(&url, "[data-testid=word].current").await;
    browser.run(CATCH).await;
    let player = "document.querySelector('[data-testid=player]')";
    let at = start + 0.05;
    browser.run(&format!("{player}.pause(); {player}.currentTime = {at}")).await;
    browser.press("s").await;
    for _ in 1..words.len() {
        browser.press(".").await;
    }
    let picked =
        "[...document.querySelectorAll('.word.picked')].map((word) => word.textContent).join(' ')";
    assert_eq!(browser.text(picked).await.unwrap(), text_of(&words));
    browser.press("q").await;
    browser.until("the quote is copied", "window.copied").await;
    let quote = browser.text("window.copied").await.unwrap();
    assert!(quote.starts_with(&format!("“{}”", text_of(&words))), "{quote}");
    assert!(quote.contains("Ferry at saltmarsh") && quote.contains("&end="), "{quote}");
    browser.press("c").await;
    browser.until("the link is copied", "window.copied.startsWith('http')").await;
    let link = browser.text("window.copied").await.unwrap();
    browser.press(ENTER).await;
    let end = words.last().unwrap()["end"].as_f64().unwrap() / 1000.0;
    eventually("it stops after the last word", 20, async || {
        let at = browser.number(&format!("{player}.paused ? {player}.currentTime : 0")).await;
        (at >= end && at < end + 1.0).then_some(())
    })
    .await;
    browser.press(ESCAPE).await;
    browser.until("they are let go", "!document.querySelector('.word.picked')").await;
    browser.press("?").await;
    browser.find("dialog[open]").await;
    browser.open(&link, ".word.picked").await;
    assert_eq!(browser.text(picked).await.unwrap(), text_of(&words), "{link}");
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn words_selected_with_the_mouse_become_a_clip_that_says_them_and_sounds_the_same() {
    let demo = demo().await;
    let browser = Browser::start().await;
    let (id, words) = phrase(demo).await;
    let start = words[0]["start"].as_u64().unwrap();
    let end = words.last().unwrap()["end"].as_u64().unwrap();
    browser.open(&format!("{}/recordings/{id}", demo.api.address), "[data-testid=word]").await;
    // What a mouse does to the page: a selection, and the button's release.
    let last = words.last().unwrap()["start"].as_u64().unwrap();
    let select = format!(
        "const word = (at) => document.querySelector(`.word[data-start='${{at}}']`);
         const range = document.createRange();
         range.setStart(word({start}).firstChild, 1);
         range.setEnd(word({last}).firstChild, 2);
         getSelection().addRange(range);
         document.querySelector('.transcript').dispatchEvent(new PointerEvent('pointerup'));"
    );
    browser.run(&select).await;
    let clip = browser.find("[data-testid=clip]").await;
    let path = clip.attr("href").await.unwrap().unwrap();
    let answer = demo.api.get(&path).await;
    assert_eq!(answer.headers()["content-type"], "audio/ogg; codecs=opus");
    assert!(
        answer.headers()["content-disposition"].to_str().unwrap().contains("ferry-at-saltmarsh")
    );
    let clip = answer.bytes().await.unwrap();
    let media =
        demo.api.get(&format!("/api/v1/recordings/{id}/media")).await.bytes().await.unwrap();
    sounds_as_in_the_rendition(&clip, &media, start, end);
    let said = transcribed(&clip, "clip.ogg");
    for word in text_of(&words).split(' ').filter(|word| word.len() > 3) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        assert!(said.contains(&word), "`{word}` is not in `{said}`");
    }
    browser.has_behaved(&demo.api.address).await;
}

#[tokio::test]
async fn a_clip_of_a_video_has_picture_and_sound_and_what_is_too_long_is_refused() {
    let demo = demo().await;
    let recording = demo.recording("videos/lighthouse-tour.mp4").await;
    let id = recording["id"].as_str().unwrap();
    let segment = &recording["segments"][1]["span"];
    let (start, end) = (segment["start"].as_u64().unwrap(), segment["end"].as_u64().unwrap());
    let clip = demo.api.get(&format!("/api/v1/recordings/{id}/clip?start={start}&end={end}")).await;
    assert_eq!(clip.headers()["content-type"], "video/mp4");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clip.mp4");
    std::fs::write(&file, clip.bytes().await.unwrap()).unwrap();
    let probed = Command::new("ffprobe")
        .args(["-v", "error", "-show_entries", "stream=codec_name:format=duration", "-of", "json"])
        .arg(&file)
        .output()
        .unwrap();
    let probed: Value = serde_json::from_slice(&probed.stdout).unwrap();
    let codecs: Vec<_> =
        probed["streams"].as_array().unwrap().iter().map(|s| &s["codec_name"]).collect();
    assert_eq!(codecs, ["h264", "aac"]);
    let seconds: f64 = probed["format"]["duration"].as_str().unwrap().parse().unwrap();
    let wanted = (end - start) as f64 / 1000.0;
    assert!(seconds > wanted && seconds < wanted + 1.0, "{seconds} s for {wanted} s");
    for (start, end) in [(0, 3_600_000), (90_000_000, 90_000_500)] {
        let path = format!("/api/v1/recordings/{id}/clip?start={start}&end={end}");
        assert_eq!(demo.api.get(&path).await.status(), 400, "{path}");
    }
}

/// Six words of the ferry's recording that hold none that is redacted.
async fn phrase(demo: &Demo) -> (String, Vec<Value>) {
    let recording = demo.recording("oral-history/ferry-at-saltmarsh.mp3").await;
    let segments = recording["segments"].as_array().unwrap();
    let plain =
        |words: &&Vec<Value>| words.len() >= 6 && words.iter().all(|w| w["redacted"].is_null());
    let words = segments.iter().map(|segment| segment["words"].as_array().unwrap()).filter(plain);
    let mut words = words;
    let words = words.nth(1).unwrap()[..6].to_vec();
    (recording["id"].as_str().unwrap().to_owned(), words)
}

fn text_of(words: &[Value]) -> String {
    words.iter().map(|word| word["text"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

/// The samples of the clip are those of the rendition, from a breath before the first word on.
fn sounds_as_in_the_rendition(clip: &[u8], media: &[u8], start: u64, end: u64) {
    let (clip, media) = (&sound::decoded(clip)[0], &sound::decoded(media)[0]);
    let at = |ms: u64| usize::try_from(ms * sound::RATE / 1000).unwrap();
    assert!(clip.len() > at(end - start) && clip.len() < at(end - start + 520), "{}", clip.len());
    let most = at(start).min(at(260));
    let difference = |offset: usize| -> f32 {
        let from = at(start) - offset;
        let pairs = clip.iter().zip(&media[from..]).skip(1600);
        pairs.map(|(a, b)| (a - b).powi(2)).sum::<f32>()
    };
    let least = (0..most).map(difference).fold(f32::MAX, f32::min);
    let energy: f32 = clip.iter().map(|sample| sample.powi(2)).sum();
    assert!(energy > 1.0 && least < energy * 0.02, "{least} of {energy} differs");
}

/// What the small English model hears in a file.
fn transcribed(bytes: &[u8], name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let arguments = ["transcribe", file.to_str().unwrap()];
    let (status, said, log) = Earmark::start(&arguments, &[("EARMARK_MODEL", "tiny.en")]).wait();
    assert_eq!(status, 0, "{log}");
    said.to_lowercase()
}
