//! `earmark config check`: what is wrong, before anything starts.

use serde_json::json;

use crate::app::{self, App};
use crate::config::{Config, FfmpegChoice, RedactionPolicy};
use crate::domain::{SoundCheck, SpanSound};

/// Checks everything that can be checked without changing anything; tells whether all is well.
pub(super) async fn check(config: Config, is_json: bool) -> anyhow::Result<bool> {
    let mut findings = Vec::new();
    let mut find = |what: String, result: Result<String, String>| findings.push((what, result));
    let for_models = config.clone();
    let models =
        tokio::task::spawn_blocking(move || app::transcriber(&for_models).map(drop)).await?;
    let model = config.transcribe.model.clone();
    find(
        "models".to_owned(),
        models.map(|()| format!("`{model}` and voice activity load")).map_err(|e| format!("{e:#}")),
    );
    find("ffmpeg".to_owned(), ffmpeg(&config));
    let second_model = app::second_model(&config).map(|(name, _)| name);
    for collection in &config.collections {
        let name = format!("redaction of `{}`", collection.name);
        find(name, Ok(described(&collection.redaction, second_model.as_deref())));
    }
    let collections = config.collections.clone();
    match App::open(config).await {
        Err(error) => find("database".to_owned(), Err(format!("{error:#}"))),
        Ok(app) => {
            find("database".to_owned(), Ok("answers, schema up to date".to_owned()));
            for collection in collections {
                let listed = first_page(&app, &collection.bucket, &collection.prefix).await;
                find(format!("bucket of `{}`", collection.name), listed);
            }
            app.close().await;
        }
    }
    let is_well = findings.iter().all(|(_, result)| result.is_ok());
    if is_json {
        let rows: Vec<_> = findings
            .iter()
            .map(|(what, result)| match result {
                Ok(detail) => json!({"check": what, "ok": true, "detail": detail}),
                Err(detail) => json!({"check": what, "ok": false, "detail": detail}),
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(is_well);
    }
    for (what, result) in findings {
        match result {
            Ok(detail) => println!("ok    {what}: {detail}"),
            Err(detail) => println!("WRONG {what}: {detail}"),
        }
    }
    Ok(is_well)
}

fn ffmpeg(config: &Config) -> Result<String, String> {
    let without = "AMR, WMA, AVI, FLV, MPEG-TS and others can't be read";
    match (app::ffmpeg(config).map_err(|error| format!("{error:#}"))?, &config.decode.ffmpeg) {
        (Some(ffmpeg), _) => Ok(format!("`{}` is used", ffmpeg.path().display())),
        (None, FfmpegChoice::Off) => Ok(format!("is off: {without}")),
        (None, _) => Ok(format!("not found: {without}; `apt-get install ffmpeg`")),
    }
}

async fn first_page(app: &App, bucket: &str, prefix: &str) -> Result<String, String> {
    use futures::StreamExt as _;
    let mut pages = Box::pin(app.objects.list(bucket, prefix));
    match pages.next().await {
        None => Ok("is empty".to_owned()),
        Some(Ok(page)) if page.is_empty() => Ok("is empty".to_owned()),
        Some(Ok(_)) => Ok("can be listed".to_owned()),
        Some(Err(error)) => Err(error.to_string()),
    }
}

fn described(policy: &RedactionPolicy, second_model: Option<&str>) -> String {
    if !policy.enabled {
        return "OFF. PERSONAL DATA IS STORED, INDEXED AND PLAYED AS SAID".to_owned();
    }
    let kinds: Vec<_> = policy.kinds.iter().map(|kind| kind.name()).collect();
    let sound = match policy.sound {
        SpanSound::Silence => "silenced",
        SpanSound::Beep => "beeped over",
    };
    let check = match (policy.verify, second_model) {
        (SoundCheck::Off, _) => {
            "NOT LISTENED TO AGAIN: what word times miss of a span is audible".to_owned()
        }
        (SoundCheck::Always, Some(model)) => format!("listened to again by `{model}`"),
        (SoundCheck::Always, None) => "listened to again by the same model".to_owned(),
    };
    format!("{}; {sound} in the sound, which is {check}", kinds.join(", "))
}
