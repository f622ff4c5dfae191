//! The API as a client sees it.

use serde_json::Value;

pub struct Api {
    pub address: String,
    client: reqwest::Client,
}

impl Api {
    pub fn new(address: String) -> Self {
        // A kept connection lives on the runtime of the test that made it, and ends with that test.
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        Self { address, client }
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client.get(format!("{}{path}", self.address)).send().await.unwrap()
    }

    /// Posts nothing, with one header more.
    pub async fn post(&self, path: &str, header: (&str, &str)) -> reqwest::Response {
        let request = self.client.post(format!("{}{path}", self.address));
        request.header(header.0, header.1).send().await.unwrap()
    }

    pub async fn range(&self, path: &str, range: &str) -> reqwest::Response {
        let request = self.client.get(format!("{}{path}", self.address));
        request.header("range", range).send().await.unwrap()
    }

    /// Gets JSON that must be there.
    pub async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        let status = response.status();
        let body = response.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {body}");
        serde_json::from_str(&body).unwrap_or_else(|e| panic!("{path}: {e}: {body}"))
    }

    pub async fn search(&self, words: &str) -> Value {
        let query: String = words
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect();
        self.json(&format!("/api/v1/search?q={query}")).await
    }

    /// The media keys or titles of the recordings found.
    pub async fn found(&self, words: &str) -> Vec<String> {
        let results = self.search(words).await;
        let recordings = results["recordings"].as_array().unwrap();
        recordings.iter().map(|r| r["title"].as_str().unwrap().to_owned()).collect()
    }
}
