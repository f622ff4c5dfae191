//! `/api/v1/search.csv`, `.jsonl` and `.atom`: what was found, for spreadsheets, scripts and feed
//! readers. Nobody looks at these as they come, so they keep to what was asked for: nothing that only
//! sounds like it, or has all words of it but one.

use std::fmt::Write as _;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use crate::search::{RecordingHits, SearchHit, SearchPage, Sort};
use crate::web::WebState;
use crate::web::error::ApiError;

use super::search::{Asked, SearchQueryParams};

/// At most so many hits are written.
const MAX_HITS: usize = 10_000;
/// At most so many entries are in a feed.
const MAX_ENTRIES: usize = 50;

/// A line of JSON: a hit with its recording.
#[derive(Serialize)]
struct Line<'a> {
    recording: String,
    title: &'a str,
    collection: &'a str,
    date: String,
    #[serde(flatten)]
    hit: &'a SearchHit,
}

/// Every hit as a row of a table.
#[utoipa::path(
    get,
    path = "/api/v1/search.csv",
    tag = "search",
    params(SearchQueryParams),
    responses((status = 200, description = "A row a hit, at most 10,000.", body = String, content_type = "text/csv")),
)]
pub(super) async fn get_csv(
    state: web::Data<WebState>,
    params: web::Query<SearchQueryParams>,
) -> Result<HttpResponse, ApiError> {
    let mut text =
        "recording,title,collection,date,start,end,channel,language,matched,confidence,text\r\n"
            .to_owned();
    for recording in every_hit(&state, &params).await? {
        for hit in &recording.hits {
            let seconds = |time: crate::domain::MediaTime| format!("{:.3}", time.as_secs_f64());
            let matched = serde_json::to_value(hit.matched).unwrap_or_default();
            let cells = [
                recording.recording.to_string(),
                recording.title.clone(),
                recording.collection.to_string(),
                recording.date.to_rfc3339(),
                seconds(hit.span.start),
                seconds(hit.span.end),
                hit.channel.map_or_else(String::new, |channel| channel.to_string()),
                hit.language.to_string(),
                matched.as_str().unwrap_or_default().to_owned(),
                format!("{:.2}", hit.confidence),
                snippet(hit),
            ];
            text.push_str(&cells.map(|cell| cell_of(&cell)).join(","));
            text.push_str("\r\n");
        }
    }
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", "attachment; filename=\"hits.csv\""))
        .body(text))
}

/// Every hit as a line of JSON.
#[utoipa::path(
    get,
    path = "/api/v1/search.jsonl",
    tag = "search",
    params(SearchQueryParams),
    responses((status = 200, description = "A line a hit, at most 10,000.", body = String, content_type = "application/x-ndjson")),
)]
pub(super) async fn get_json_lines(
    state: web::Data<WebState>,
    params: web::Query<SearchQueryParams>,
) -> Result<HttpResponse, ApiError> {
    let mut text = String::new();
    for recording in every_hit(&state, &params).await? {
        for hit in &recording.hits {
            let line = Line {
                recording: recording.recording.to_string(),
                title: &recording.title,
                collection: recording.collection.as_str(),
                date: recording.date.to_rfc3339(),
                hit,
            };
            text.push_str(&serde_json::json!(line).to_string());
            text.push('\n');
        }
    }
    Ok(HttpResponse::Ok().content_type("application/x-ndjson").body(text))
}

/// The recordings that were transcribed last in which the query is said, as a feed.
#[utoipa::path(
    get,
    path = "/api/v1/search.atom",
    tag = "search",
    params(SearchQueryParams),
    responses((status = 200, description = "An entry a recording, at most 50.", body = String, content_type = "application/atom+xml")),
)]
pub(super) async fn get_feed(
    request: HttpRequest,
    state: web::Data<WebState>,
    params: web::Query<SearchQueryParams>,
) -> Result<HttpResponse, ApiError> {
    let mut asked = Asked::of(&params)?;
    let usual = SearchPage::default();
    asked.page = SearchPage { limit: MAX_ENTRIES, sort: Sort::Added, widens: false, ..usual };
    let results = asked.answer(&state).await?;
    let connection = request.connection_info().clone();
    let host = format!("{}://{}", connection.scheme(), connection.host());
    let feed = feed(&host, request.query_string(), &params.q, &results.recordings);
    Ok(HttpResponse::Ok().content_type("application/atom+xml; charset=utf-8").body(feed))
}

fn feed(host: &str, asked: &str, typed: &str, recordings: &[RecordingHits]) -> String {
    let updated = recordings.iter().map(|recording| recording.added).max().unwrap_or_default();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>{0}</id><title>{1}</title><updated>{2}</updated>\n\
         <author><name>Earmark</name></author><link rel=\"self\" href=\"{0}\"/>\n",
        markup(&format!("{host}/api/v1/search.atom?{asked}")),
        markup(typed),
        updated.to_rfc3339(),
    );
    for recording in recordings {
        let said: Vec<String> = recording
            .hits
            .iter()
            .map(|hit| format!("{}  {}", hit.span.start, snippet(hit)))
            .collect();
        // Writing to a string can't fail.
        let _ = writeln!(
            xml,
            "<entry><id>urn:uuid:{id}</id><title>{title}</title><updated>{added}</updated>\
             <link href=\"{link}\"/><category term=\"{collection}\"/>\
             <content type=\"text\">{said}</content></entry>",
            id = recording.recording,
            title = markup(&recording.title),
            added = recording.added.to_rfc3339(),
            link = markup(&format!("{host}/recordings/{}", recording.recording)),
            collection = markup(recording.collection.as_str()),
            said = markup(&said.join("\n")),
        );
    }
    xml + "</feed>\n"
}

/// Goes through the pages of an answer.
async fn every_hit(
    state: &web::Data<WebState>,
    params: &SearchQueryParams,
) -> Result<Vec<RecordingHits>, ApiError> {
    let (mut recordings, mut count, mut after) = (Vec::new(), 0, None);
    loop {
        let mut asked = Asked::of(params)?;
        asked.page.limit = crate::search::MAX_LIMIT;
        asked.page.hits_per_recording = crate::search::MAX_HITS_PER_RECORDING;
        asked.page.after = after.or(asked.page.after);
        asked.page.widens = false;
        let results = asked.answer(state).await?;
        for mut recording in results.recordings {
            recording.hits.truncate(MAX_HITS - count);
            count += recording.hits.len();
            recordings.push(recording);
        }
        after = results.next_cursor.map(|cursor| cursor.parse()).transpose()?;
        if after.is_none() || count >= MAX_HITS {
            return Ok(recordings);
        }
    }
}

fn snippet(hit: &SearchHit) -> String {
    hit.snippet.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A cell that a spreadsheet takes as text: what begins like a formula gets an apostrophe.
fn cell_of(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = format!("{}{text}", if is_formula { "'" } else { "" });
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// Text as XML takes it.
fn markup(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            // No others are allowed in XML.
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_and_never_a_formula() {
        assert_eq!(cell_of("plain"), "plain");
        assert_eq!(cell_of("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(cell_of("=SUM(A1)"), "'=SUM(A1)");
    }

    #[test]
    fn a_feed_is_markup_whatever_was_typed() {
        let feed = feed("http://localhost", "q=a&b", "<a> & \u{0}b", &[]);
        assert!(feed.contains("<title>&lt;a&gt; &amp; b</title>"), "{feed}");
        assert!(feed.contains("search.atom?q=a&amp;b"), "{feed}");
    }
}
