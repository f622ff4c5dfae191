//! Who may come in, and what they get.

use serde_json::json;

use crate::helpers::{Api, Bed, demo};

const TOKEN: &str = "a-long-access-token-of-ours";

#[tokio::test]
async fn with_a_token_every_route_but_health_asks_for_it() {
    let bed = Bed::new().await;
    let mut serve = bed.start_with(&["serve"], &[("EARMARK_ACCESS_TOKEN", TOKEN)]);
    let api = Api::new(serve.address(60));
    assert_eq!(api.get("/health").await.status(), 200);
    for path in
        ["/api/v1/search?q=x", "/api/v1/recordings", "/api/v1/status", "/api/v1/collections"]
    {
        let answer = api.get(path).await;
        assert_eq!(answer.status(), 401, "{path}");
        let body: serde_json::Value = answer.json().await.unwrap();
        assert!(body["error"]["code"].is_string(), "{path}: {body}");
    }
    let client = reqwest::Client::new();
    let url = format!("{}/api/v1/status", api.address);
    let answer = client.get(&url).bearer_auth(TOKEN).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let session = format!("{}/api/v1/session", api.address);
    let wrong = client.post(&session).json(&json!({"token": "wrong"})).send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    let right = client.post(&session).json(&json!({"token": TOKEN})).send().await.unwrap();
    assert!(right.status().is_success());
    let cookie = right.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert!(!cookie.contains(TOKEN), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let answer = client.get(&url).header("cookie", cookie).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn listening_to_others_without_a_token_is_refused_with_the_reason() {
    let bed = Bed::new().await;
    let open = bed.start_with(&["serve"], &[("EARMARK_LISTEN", "0.0.0.0:0")]);
    let (status, _, log) = open.wait();
    assert_eq!(status, 2, "{log}");
    assert!(log.contains("access_token"), "{log}");
}

#[tokio::test]
async fn another_host_name_is_refused_without_a_token() {
    let demo = demo().await;
    let client = reqwest::Client::new();
    let url = format!("{}/api/v1/status", demo.api.address);
    let answer = client.get(&url).header("host", "evil.example").send().await.unwrap();
    assert!(answer.status().is_client_error(), "{}", answer.status());
}

#[tokio::test]
async fn media_is_given_by_range_and_beyond_its_end_refused() {
    let demo = demo().await;
    let recording = demo.recording("oral-history/ferry-at-saltmarsh.mp3").await;
    let path = format!("/api/v1/recordings/{}/media", recording["id"].as_str().unwrap());
    let whole = demo.api.get(&path).await;
    assert_eq!(whole.status(), 200);
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    let whole = whole.bytes().await.unwrap();
    let part = demo.api.range(&path, "bytes=100-299").await;
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 100-299/{}", whole.len()));
    assert_eq!(part.bytes().await.unwrap(), whole.slice(100..300));
    let tail = demo.api.range(&path, "bytes=-50").await;
    assert_eq!(tail.bytes().await.unwrap(), whole.slice(whole.len() - 50..));
    let beyond = demo.api.range(&path, "bytes=99999999-").await;
    assert_eq!(beyond.status(), 416);
}

#[tokio::test]
async fn wrong_requests_get_one_error_shape() {
    let demo = demo().await;
    for (path, status) in [
        ("/api/v1/search?q=", 400),
        ("/api/v1/search", 400),
        ("/api/v1/search?q=a&language=english-ish", 400),
        ("/api/v1/recordings/not-an-id", 404),
        ("/api/v1/recordings/00000000-0000-0000-0000-000000000000", 404),
        ("/api/v1/recordings?state=asleep", 400),
        ("/api/v1/nothing", 404),
    ] {
        let answer = demo.api.get(path).await;
        assert_eq!(answer.status(), status, "{path}");
        let body: serde_json::Value = answer.json().await.unwrap_or_default();
        assert!(body["error"]["code"].is_string(), "{path}: {body}");
        assert!(body["error"]["message"].is_string(), "{path}: {body}");
    }
}

#[tokio::test]
async fn a_search_is_narrowed_by_collection_and_language() {
    let demo = demo().await;
    let all = demo.api.json("/api/v1/search?q=the").await["total_recordings"].as_u64().unwrap();
    let one = demo.api.json("/api/v1/search?q=the&collection=lectures").await;
    assert_eq!(one["total_recordings"], 1);
    assert!(all > 5);
    let french = demo.api.json("/api/v1/search?q=une&language=fr").await;
    for recording in french["recordings"].as_array().unwrap() {
        for hit in recording["hits"].as_array().unwrap() {
            assert_eq!(hit["language"], "fr");
        }
    }
    assert!(french["total_recordings"].as_u64().unwrap() >= 1);
}

#[tokio::test]
async fn numbers_for_prometheus_and_status_tell_how_far_the_index_is_behind() {
    let demo = demo().await;
    demo.api.search("suitcase").await;
    let answer = demo.api.get("/metrics").await;
    assert_eq!(answer.status(), 200);
    let mime = answer.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(mime.starts_with("application/openmetrics-text"), "{mime}");
    let told = answer.text().await.unwrap();
    for begin in [
        "earmark_index_behind_seconds 0.0",
        "earmark_recordings{collection=\"podcasts\",state=\"searchable\"} ",
        "earmark_recordings_bytes{collection=\"podcasts\",state=\"searchable\"} ",
        "earmark_jobs{kind=\"ingest\",state=\"done\"} ",
        "earmark_search_seconds_bucket{le=\"+Inf\"} ",
    ] {
        assert!(told.lines().any(|line| line.starts_with(begin)), "`{begin}` is not in\n{told}");
    }
    assert!(!told.to_lowercase().contains("suitcase") && !told.contains(".wav"), "{told}");

    let bed = Bed::new().await;
    let closed = [("EARMARK_ACCESS_TOKEN", TOKEN)];
    let mut serve = bed.start_with(&["serve"], &closed);
    let api = Api::new(serve.address(60));
    assert_eq!(api.get("/metrics").await.status(), 401);
    let (code, said, _) = bed.run(&["status"]);
    assert_eq!(code, 0);
    assert!(said.contains("index: up to date"), "{said}");
}

#[tokio::test]
async fn a_damaged_index_does_not_keep_status_from_telling_the_rest() {
    let bed = Bed::new().await;
    let index = bed.folder.path().join("data/index");
    std::fs::create_dir_all(&index).unwrap();
    std::fs::write(index.join("current"), "no pointer").unwrap();
    let (code, said, more) = bed.run(&["status"]);
    assert_eq!(code, 0, "{more}");
    assert!(said.contains("the search index is damaged") && said.contains("0 queued"), "{said}");
    let (_, said, _) = bed.run(&["status", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(told["index"]["error"].as_str().unwrap().contains("damaged"), "{told}");
}
