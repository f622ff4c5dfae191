//! Debian's Chromium, driven over WebDriver.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tempfile::TempDir;

pub struct Browser {
    pub page: Client,
    _driver: Driver,
    _profile: TempDir,
}

/// Chromedriver and the browsers that it started, which are a process group of their own.
struct Driver(Child);

impl Browser {
    pub async fn start() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver is installed by `make test`");
        let driver = Driver(driver);
        let profile = tempfile::Builder::new().prefix("earmark-chromium-").tempdir().unwrap();
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--autoplay-policy=no-user-gesture-required",
            "--window-size=1280,900",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        });
        let mut builder =
            ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        builder.capabilities(capabilities.as_object().unwrap().clone());
        let mut last = None;
        for _ in 0..100 {
            match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(page) => return Self { page, _driver: driver, _profile: profile },
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("chromedriver did not answer: {last:?}");
    }

    /// Opens an address and waits for what a selector names.
    pub async fn open(&self, url: &str, selector: &str) -> Element {
        self.page.goto(url).await.unwrap();
        self.find(selector).await
    }

    /// Waits for what a selector names.
    pub async fn find(&self, selector: &str) -> Element {
        let wait = self.page.wait().at_most(Duration::from_secs(15));
        let found = wait.for_element(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector}: {error}"))
    }

    /// Presses keys on whatever has the focus.
    pub async fn press(&self, keys: &str) {
        for key in keys.chars() {
            let focused = self.page.active_element().await.unwrap();
            focused.send_keys(&key.to_string()).await.unwrap();
        }
    }

    /// Waits until an expression is true.
    pub async fn until(&self, what: &str, expression: &str) {
        self.until_within(15, what, expression).await;
    }

    /// Waits so many seconds at most until an expression is true.
    pub async fn until_within(&self, seconds: u64, what: &str, expression: &str) {
        super::eventually(what, seconds, async || {
            let value = self.page.execute(&format!("return Boolean({expression})"), vec![]).await;
            (value.unwrap() == true).then_some(())
        })
        .await;
    }

    /// Makes the page look as on a screen of this width, in light or dark.
    pub async fn look(&self, width: u32, scheme: &str) {
        let size = json!({"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": false});
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.tell("Emulation.setEmulatedMedia", features).await;
    }

    /// Tells the browser something by its own protocol.
    async fn tell(&self, command: &'static str, parameters: Value) {
        self.page.issue_cmd(Tell(command, parameters)).await.unwrap();
    }

    pub async fn run(&self, script: &str) {
        self.page.execute(script, vec![]).await.unwrap();
    }

    pub async fn number(&self, expression: &str) -> f64 {
        let value = self.page.execute(&format!("return {expression}"), vec![]).await.unwrap();
        value.as_f64().unwrap_or(0.0)
    }

    pub async fn text(&self, expression: &str) -> Option<String> {
        let value = self.page.execute(&format!("return {expression}"), vec![]).await.unwrap();
        value.as_str().map(str::to_owned)
    }

    /// No error on the console, and no request to anybody but `address`.
    pub async fn has_behaved(&self, address: &str) {
        let console = self.log("browser").await;
        let errors: Vec<&Value> =
            console.iter().filter(|entry| entry["level"] == "SEVERE").collect();
        assert!(errors.is_empty(), "errors on the console: {errors:?}");
        let mut requests = 0;
        for entry in self.log("performance").await {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            if message["message"]["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = message["message"]["params"]["request"]["url"].as_str().unwrap();
            // The browser's own start page, before ours.
            if url.starts_with("chrome://") {
                continue;
            }
            let is_ours =
                url.starts_with(address) || url.starts_with("data:") || url.starts_with("blob:");
            assert!(is_ours, "a request to another host: {url}");
            requests += 1;
        }
        assert!(requests > 3, "the log of requests holds {requests}");
    }

    async fn log(&self, kind: &'static str) -> Vec<Value> {
        let entries = self.page.issue_cmd(ReadLog(kind)).await.unwrap();
        entries.as_array().unwrap().clone()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to end, chromedriver at times leaves a browser behind.
        let group = rustix::process::Pid::from_child(&self.0);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        let _ = self.0.wait();
    }
}

/// Chromedriver's own command for those of the browser.
#[derive(Debug)]
struct Tell(&'static str, Value);

impl WebDriverCompatibleCommand for Tell {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!("session/{}/goog/cdp/execute", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({"cmd": self.0, "params": self.1}).to_string()))
    }
}

/// Chromedriver's own command for its logs.
#[derive(Debug)]
struct ReadLog(&'static str);

impl WebDriverCompatibleCommand for ReadLog {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!("session/{}/se/log", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({"type": self.0}).to_string()))
    }
}
