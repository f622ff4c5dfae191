//! `earmark config check`: what is wrong, before anything starts.

use serde_json::json;

use crate::app::{self, App};
use crate::config::{Config, FfmpegChoice, RedactionPolicy};
use crate::domain::{EntityKind, SoundCheck, SpanSound};
use crate::redact::NameModel;

/// Checks everything that can be checked without changing anything; tells whether all is well.
pub(super) async fn check(config: Config, is_json: bool) -> anyhow::Result<bool> {
    let mut findings = Vec::new();
    let mut find = |what: String, result: Result<String, String>| findings.push((what, result));
    for model in config.models() {
        let (for_model, name) = (config.clone(), model.to_owned());
        let loaded =
            tokio::task::spawn_blocking(move || app::transcriber(&for_model, &name).map(drop));
        let loaded = loaded.await?.map(|()| format!("`{model}` and voice activity load"));
        let told = loaded.map_err(|error| match collections_with(&config, model) {
            whose if whose.is_empty() => format!("{error:#}"),
            whose => format!("{error:#}; it is to hear {whose}"),
        });
        find(format!("model `{model}`"), told);
    }
    let for_names = config.clone();
    let names = tokio::task::spawn_blocking(move || names_and_addresses(&for_names)).await?;
    find("names and addresses".to_owned(), names);
    find("ffmpeg".to_owned(), ffmpeg(&config));
    for collection in &config.collections {
        let name = format!("redaction of `{}`", collection.name);
        let second = app::second_model(&config, config.model_of(collection));
        let second = second.map(|second| second.name);
        find(name, Ok(described(&collection.redaction, second.as_deref())));
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

/// The collections that a model hears, in words.
fn collections_with(config: &Config, model: &str) -> String {
    let heard = config.collections.iter().filter(|one| config.model_of(one) == model);
    heard.map(|one| format!("`{}`", one.name)).collect::<Vec<_>>().join(", ")
}

fn names_and_addresses(config: &Config) -> Result<String, String> {
    let policies = config.collections.iter().map(|collection| &collection.redaction);
    match app::name_model(config, policies).map_err(|error| format!("{error:#}"))? {
        Some(_) => Ok(format!("`{}` loads", NameModel::NAME)),
        None => Ok("no collection has them redacted".to_owned()),
    }
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
    let own = policy.recognizers.iter().map(|recognizer| recognizer.kind);
    let kinds: Vec<_> = policy.kinds.iter().copied().chain(own).map(EntityKind::name).collect();
    let allowed = policy.allow.len();
    let kept = if allowed > 0 { format!("; {allowed} names kept") } else { String::new() };
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
    format!("{}{kept}; {sound} in the sound, which is {check}", kinds.join(", "))
}
