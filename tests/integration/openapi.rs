//! The API as it describes itself: schemathesis asks every address of the document, with what the
//! document allows and with what it does not, and holds the answers against it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::helpers::scripted::said;
use crate::helpers::{Bed, Earmark, eventually};

const TOKEN: &str = "correct horse battery staple";

/// A real server over an archive with something in every place.
async fn archive(bed: &Bed) -> (Earmark, String) {
    let spoken = vec![
        said(0, "en", "and then the"),
        said(5, "en", "river froze|0.4|frozen that winter"),
        said(12, "en", "my name is Margaret Castellan today"),
        said(20, "fr", "la rivière gelée"),
    ];
    bed.hear("river.wav", spoken).await;
    bed.hear("winter.wav", vec![said(1, "en", "that winter the river was quiet")]).await;
    let mut serve = bed.start_with(&["serve"], &[("EARMARK_ACCESS_TOKEN", TOKEN)]);
    let address = serve.address(60);
    (serve, address)
}

async fn json(address: &str, path: &str) -> Value {
    let request = reqwest::Client::new().get(format!("{address}{path}")).bearer_auth(TOKEN);
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn schemathesis_finds_no_failure_in_any_address_of_the_document() {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/.tools/schemathesis");
    assert!(tools.is_dir(), "schemathesis is not there: `scripts/setup.sh test` installs it");
    let bed = Bed::new().await;
    let (mut serve, address) = archive(&bed).await;
    let list = eventually("both recordings are found", 30, async || {
        let found = json(&address, "/api/v1/search?q=winter").await;
        (found["total_recordings"] == 2).then_some(found)
    })
    .await;
    let ids: Vec<&str> = list["recordings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|recording| recording["recording"].as_str().unwrap())
        .collect();
    let config =
        include_str!("../schemathesis.toml").replace("\"RECORDINGS\"", &format!("{ids:?}"));
    let file = bed.folder.path().join("schemathesis.toml");
    std::fs::write(&file, config).unwrap();
    let run = tokio::task::spawn_blocking(move || {
        Command::new("python3")
            .args(["-m", "schemathesis.cli", "--config-file"])
            .arg(&file)
            .args(["run", &format!("{address}/api/v1/openapi.json")])
            .current_dir(file.parent().unwrap())
            .env("PYTHONPATH", tools)
            .env("TOKEN", TOKEN)
            .output()
            .unwrap()
    });
    let run = run.await.unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    println!("{told}");
    assert!(run.status.success(), "{told}\n{}", String::from_utf8_lossy(&run.stderr));
    let log = serve.log.lock().unwrap().clone();
    // Bytes that are no HTTP request are the client's fault: actix notes them, and closes.
    let faults = |line: &&str| {
        let is_fault = line.contains("ERROR") || line.contains("panicked");
        is_fault && !line.contains("request parse error")
    };
    assert_eq!(log.lines().filter(faults).collect::<Vec<_>>(), Vec::<&str>::new());
    serve.kill();
}
