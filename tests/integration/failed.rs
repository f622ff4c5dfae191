//! A failed recording tells why, stays as it is, and comes back when asked.

use crate::helpers::{Api, Bed, eventually};

#[tokio::test]
async fn a_failed_recording_is_told_with_what_to_do_and_tried_again_when_asked() {
    let bed = Bed::new().await;
    bed.put("broken.wav", "not a recording".as_bytes().to_vec()).await;
    let mut up = bed.start(&["up"]);
    let api = Api::new(up.address(60));
    let failed = async || {
        let list = api.json("/api/v1/recordings?state=failed").await;
        list["recordings"].as_array().unwrap().first().cloned()
    };
    let row = eventually("the broken one is failed", 60, failed).await;
    let failure = &row["failure"];
    assert_eq!(
        (&failure["stage"], &failure["code"]),
        (&"decode".into(), &"malformed_media".into())
    );
    assert!(failure["message"].as_str().unwrap().len() > 5, "{row}");
    assert!(failure["advice"].as_str().unwrap().contains("upload it again"), "{row}");

    let (code, said, log) = bed.run(&["failed", "--json"]);
    assert_eq!(code, 0, "{log}");
    let told: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told[0]["recording"], row["id"]);
    assert_eq!(told[0]["advice"], failure["advice"]);
    let (_, said, _) = bed.run(&["failed"]);
    assert!(said.contains("at decode: ") && said.contains("`earmark retry ID`"), "{said}");

    let id = row["id"].as_str().unwrap();
    let retry = format!("/api/v1/recordings/{id}/retry");
    let foreign = api.post(&retry, ("sec-fetch-site", "cross-site")).await;
    assert_eq!(foreign.status(), 403);
    assert_eq!(api.get(&retry).await.status(), 405);
    assert_eq!(failed().await.unwrap()["updated_at"], row["updated_at"], "it was not tried again");
    assert_eq!(api.post(&retry, ("sec-fetch-site", "same-origin")).await.status(), 202);
    let again = eventually("it failed once more", 60, async || {
        failed().await.filter(|now| now["updated_at"] != row["updated_at"])
    })
    .await;
    assert_eq!(again["failure"]["code"], "malformed_media");
    let unknown = retry.replace(id, "11111111-1111-5111-8111-111111111111");
    assert_eq!(api.post(&unknown, ("accept", "*/*")).await.status(), 404);
    let peaks = api.get(&format!("/api/v1/recordings/{id}/peaks")).await;
    assert_eq!(peaks.status(), 404);
    assert!(peaks.text().await.unwrap().contains("not_found"));

    let queued = |arguments: &[&str]| bed.run(arguments).1;
    assert!(queued(&["retry", "--collection", "other"]).starts_with("0 "));
    eventually("it can be retried by its collection", 60, async || {
        queued(&["retry", "--collection", "test"]).starts_with("1 ").then_some(())
    })
    .await;
}
