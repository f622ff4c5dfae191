//! What the API gives of a search besides its hits.

use serde_json::Value;

use crate::doubts::serve;
use crate::helpers::Bed;
use crate::helpers::scripted::said;

#[tokio::test]
async fn what_is_found_can_be_narrowed_counted_completed_and_taken_away() {
    let bed = Bed::new().await;
    let segments = vec![
        said(0, "en", "and then the"),
        said(5, "en", "river froze that winter"),
        said(10, "fr", "la rivière gelée"),
    ];
    bed.hear("river.wav", segments).await;
    let (_serve, api) = serve(&bed).await;

    let found = api.search("\"the river froze\"").await;
    let hit = &found["recordings"][0]["hits"][0];
    assert_eq!((&hit["ordinal"], &hit["last_ordinal"]), (&0.into(), &1.into()));
    assert_eq!(found["understood"], "\"the river froze\"");
    assert_eq!(found["problems"], serde_json::json!([]));
    let found = api.json("/api/v1/search?q=river%20OR&facets=1&kind=audio").await;
    assert_eq!(
        (&found["problems"][0]["start"], &found["understood"]),
        (&6.into(), &"river".into())
    );
    assert_eq!(found["facets"]["language"].as_array().unwrap().len(), 2);
    assert_eq!(api.json("/api/v1/search?q=river&kind=video").await["total_hits"], 0);
    assert_eq!(api.search("near(froze winter, 2s) lang:en").await["total_hits"], 1);
    assert_eq!(api.search("near(froze gelee, 2s)").await["total_hits"], 0);

    let completed = api.json("/api/v1/suggest?q=the%20riv").await;
    let words: Vec<&Value> =
        completed["completions"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!(words, ["river", "rivière"]);
    assert_eq!(api.json("/api/v1/suggest?q=frooze").await["did_you_mean"], "froze");

    let text = async |file: &str| {
        let answer = api.get(&format!("/api/v1/search.{file}?q=river")).await;
        assert_eq!(answer.status(), 200, "{file}");
        answer.text().await.unwrap()
    };
    let csv = text("csv").await;
    assert!(
        csv.starts_with("recording,title,") && csv.contains("river froze that winter"),
        "{csv}"
    );
    let lines = text("jsonl").await;
    let line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((&line["title"], &line["ordinal"]), (&"River".into(), &1.into()));
    let feed = text("atom").await;
    assert!(
        feed.contains("<entry><id>urn:uuid:") && feed.contains("<title>River</title>"),
        "{feed}"
    );

    for wrong in
        ["search?q=a&sort=best", "search?q=a&cursor=x", "search.csv?q=", "search?q=a&date=x"]
    {
        let answer = api.get(&format!("/api/v1/{wrong}")).await;
        assert_eq!(answer.status(), 400, "{wrong}");
        let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        assert!(body["error"]["message"].is_string(), "{wrong}");
    }
}

#[tokio::test]
async fn what_is_taken_away_or_followed_keeps_to_what_was_asked_for() {
    let bed = Bed::new().await;
    bed.hear("river.wav", vec![said(0, "en", "the river froze that winter")]).await;
    let (_serve, api) = serve(&bed).await;

    let found = api.search("rivver").await;
    assert_eq!((&found["widened"], &found["total_hits"]), (&"sounds".into(), &1.into()));
    for (typed, entries) in [("rivver", 0), ("river", 1)] {
        let text = async |file: &str| {
            let answer = api.get(&format!("/api/v1/search.{file}?q={typed}")).await;
            answer.text().await.unwrap()
        };
        assert_eq!(text("atom").await.matches("<entry>").count(), entries, "{typed}");
        assert_eq!(text("jsonl").await.lines().count(), entries, "{typed}");
    }
}
