//! Axe, which finds what keeps people out (WCAG 2.2 AA): fetched for the tests in a Python wheel
//! with a pinned sum, since it is under the MPL and large.

use std::path::Path;

use earmark::packages::{Wheel, fetch};
use serde_json::Value;
use tokio::sync::OnceCell;

use super::Browser;

static AXE: OnceCell<String> = OnceCell::const_new();

async fn axe() -> &'static str {
    AXE.get_or_init(|| async {
        tokio::task::spawn_blocking(|| {
            let wheel = Wheel {
                package: "axe-playwright-python".to_owned(),
                version: "0.1.8".to_owned(),
                file: "axe_playwright_python-0.1.8-py3-none-any.whl".to_owned(),
                size_bytes: 160_681,
                sha256: "fdd263c998388f1a8e67cad02677e612d946248bd44d163be5e8650ea31f95f8"
                    .parse()
                    .unwrap(),
                platform: None,
            };
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wheels");
            let mut archive = fetch(&wheel, &folder, &mut |_| ()).unwrap();
            let mut script = Vec::new();
            archive.read_into("axe_playwright_python/axe.min.js", &mut script).unwrap();
            String::from_utf8(script).unwrap()
        })
        .await
        .unwrap()
    })
    .await
}

/// What axe finds wrong with the page as it is now, a line each.
///
/// Of targets only those are judged that nothing lies over: what a bar at the edge covers can be
/// scrolled free.
pub async fn violations(browser: &Browser) -> Vec<String> {
    let run = format!(
        "const done = arguments[arguments.length - 1];
         if (!window.axe) {{ {} }}
         axe.run({{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
            'best-practice'] }}).then((found) => done(found.violations.flatMap((one) =>
            one.nodes.filter((node) => !/partially obscured/.test(node.failureSummary))
              .map((node) => `${{one.id}}: ${{node.target}} ${{node.failureSummary}}`))));",
        axe().await
    );
    let found = browser.page.execute_async(&run, vec![]).await.unwrap();
    let lines = found.as_array().unwrap().iter().map(Value::as_str);
    lines.map(|line| line.unwrap().to_owned()).collect()
}
