//! The page for everyone: nothing that axe finds, in light and dark, wide and narrow, in any state;
//! and another language.

use serde_json::{Value, json};

use crate::helpers::{Browser, demo, violations};

/// Wide, of a tablet, of a phone; a phone is as wide as a desk at three times the size.
const LOOKS: [(u32, &str); 3] = [(1280, "light"), (390, "dark"), (768, "dark")];

#[tokio::test]
async fn axe_finds_nothing_on_any_page_or_state_in_light_and_dark() {
    let demo = demo().await;
    let browser = Browser::start().await;
    let address = &demo.api.address;
    let recording = demo.recording("support-calls/missing-suitcase.wav").await;
    let video = demo.recording("videos/lighthouse-tour.mp4").await;
    let (id, video) = (recording["id"].as_str().unwrap(), video["id"].as_str().unwrap());
    // An address, what to wait for, and what to click before the page is judged.
    let states = [
        (String::new(), "[data-testid=recording]", ""),
        (String::new(), "[data-testid=recording]", "#help-button"),
        ("?q=suitcase&suspect=no".to_owned(), "[data-testid=hit]", "[data-testid=play-here]"),
        ("?q=xylophonist".to_owned(), ".empty", ""),
        (format!("recordings/{id}?t=5&end=9&q=suitcase"), ".hit-word", ""),
        (format!("recordings/{id}"), "[data-testid=word]", "[data-testid=history] summary"),
        (format!("recordings/{video}"), "[data-testid=word]", "[data-testid=captions]"),
        ("archive".to_owned(), "[data-testid=collection]", ""),
        ("api".to_owned(), "[data-testid=operation]", "[data-testid=operation] summary"),
        ("nothing-here".to_owned(), ".empty", ""),
        ("recordings/none".to_owned(), ".empty", ""),
    ];
    let mut wrong = Vec::new();
    for (width, scheme) in LOOKS {
        browser.look(width, scheme).await;
        for (path, sign, click) in &states {
            let url = format!("{address}/{path}");
            browser.open(&url, sign).await;
            if !click.is_empty() {
                browser.find(click).await.click().await.unwrap();
            }
            browser
                .until(
                    "no wider than the screen",
                    "document.documentElement.scrollWidth <= innerWidth",
                )
                .await;
            browser
                .until(
                    "nothing fades or waits any more",
                    "!document.querySelector('.stale') && !document.getAnimations().length",
                )
                .await;
            let found = violations(&browser).await;
            wrong.extend(found.into_iter().map(|line| format!("{width} {scheme} /{path}: {line}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_page_speaks_german_as_completely_as_english() {
    let demo = demo().await;
    let browser = Browser::start().await;
    browser.open(&demo.api.address, "[data-testid=search-box]").await;
    let compare = "const done = arguments[arguments.length - 1];
        const root = document.querySelector('script[type=module]').src.replace('main.js', 'strings/');
        Promise.all(['en', 'de'].map((code) => import(`${root}${code}.js`))).then(([en, de]) => {
          const wrong = [];
          const walk = (a, b, path) => {
            for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
              if (typeof a[key] !== typeof b[key]) wrong.push(path + key);
              else if (typeof a[key] === 'object') walk(a[key], b[key], `${path}${key}.`);
              else if (typeof a[key] === 'function' && a[key].length !== b[key].length)
                wrong.push(path + key);
            }
          };
          walk(en.STRINGS, de.STRINGS, '');
          done(wrong);
        }, (error) => done([String(error)]));";
    assert_eq!(browser.page.execute_async(compare, vec![]).await.unwrap(), json!([]));
    let choice = browser.find("#language-choice").await;
    choice.select_by_value("de").await.unwrap();
    let is_german = "document.documentElement.lang === 'de' && \
        document.querySelector('#q')?.placeholder.startsWith('Gesprochenes')";
    browser.until("the page is German", is_german).await;
    assert_eq!(violations(&browser).await, [""; 0]);
    // What the server says is told by its codes.
    let described =
        reqwest::get(format!("{}/api/v1/openapi.json", demo.api.address)).await.unwrap();
    let described: Value = described.json().await.unwrap();
    let codes = &described["components"]["schemas"]["ErrorCode"]["enum"];
    assert!(codes.as_array().is_some_and(|codes| codes.len() > 10), "{codes}");
    let silent = "const [codes, done] = arguments;
        const root = document.querySelector('script[type=module]').src.replace('main.js', 'strings/');
        import(`${root}de.js`).then(({ STRINGS }) =>
          done(codes.filter((code) => !STRINGS.server.error(code))));";
    let silent = browser.page.execute_async(silent, vec![codes.clone()]).await.unwrap();
    assert_eq!(silent, json!([]));
    browser.has_behaved(&demo.api.address).await;
}

/// All that the first page names, as it goes over the wire. `-- --nocapture` prints the figure.
#[tokio::test]
async fn the_first_page_weighs_less_than_120_kilobytes_compressed() {
    let demo = demo().await;
    let client = reqwest::Client::new();
    let get = async |path: &str| {
        let request = client.get(format!("{}{path}", demo.api.address));
        request.header("accept-encoding", "gzip").send().await.unwrap().bytes().await.unwrap()
    };
    let page = demo.api.get("/").await.text().await.unwrap();
    let mut weight = get("/").await.len() + get("/static/js/strings/en.js").await.len();
    let mut files = 2;
    for path in page.split('"').filter(|part| part.starts_with("/static/")) {
        weight += get(path.split('#').next().unwrap()).await.len();
        files += 1;
    }
    println!("the first page: {weight} bytes in {files} files");
    assert!(files > 20 && weight < 120_000, "{weight} bytes in {files} files");
}
