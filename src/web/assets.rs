//! The page's own files, built into the binary (read from disk in debug builds).

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::ApiError;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Assets;

/// Answers `/static/{path}`.
pub(super) async fn get_asset(
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let path = path.into_inner();
    // The pages have addresses of their own.
    let file = Assets::get(&path).filter(|_| !path.ends_with(".html"));
    let file = file.ok_or(ApiError::NotFound("file"))?;
    Ok(answer(Some(&request), &path, file, StatusCode::OK))
}

/// Answers with one of the pages; the same bytes whatever was asked.
pub(super) fn page(name: &str, status: StatusCode) -> HttpResponse {
    match Assets::get(name) {
        Some(file) => answer(None, name, file, status),
        None => HttpResponse::InternalServerError().finish(),
    }
}

/// Files have no version in their name, so a browser asks whether they are still the same: a tag
/// tells it without sending them again.
fn answer(
    request: Option<&HttpRequest>,
    path: &str,
    file: EmbeddedFile,
    status: StatusCode,
) -> HttpResponse {
    let hash = file.metadata.sha256_hash();
    let tag: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    // Weak, as the same tag stands for the compressed bytes and the plain ones.
    let tag = format!("W/\"{tag}\"");
    let known = request.and_then(|request| request.headers().get(header::IF_NONE_MATCH));
    let is_known = known
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').any(|other| other.trim() == tag));
    let cache = if status == StatusCode::OK { "private, no-cache" } else { "no-store" };
    let mut response =
        HttpResponse::build(if is_known { StatusCode::NOT_MODIFIED } else { status });
    response.insert_header((header::CACHE_CONTROL, cache)).insert_header((header::ETAG, tag));
    if is_known {
        return response.finish();
    }
    response.content_type(mime(path)).body(file.data.into_owned())
}

fn mime(path: &str) -> String {
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = mime.type_() == mime_guess::mime::TEXT;
    if is_text { format!("{mime}; charset=utf-8") } else { mime.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every address of ours that the page's files name.
    fn named_in(text: &str) -> Vec<&str> {
        let end = |rest: &str| rest.find(['"', '\'', ')', '`', '#', '$']).unwrap_or(rest.len());
        text.match_indices("/static/").map(|(at, _)| &text[at..at + end(&text[at..])]).collect()
    }

    #[test]
    fn every_file_that_the_pages_name_is_there() {
        let mut seen = 0;
        for name in Assets::iter() {
            let file = Assets::get(&name).unwrap();
            let Ok(text) = std::str::from_utf8(&file.data) else { continue };
            for address in named_in(text).into_iter().filter(|address| address.contains('.')) {
                let path = address.trim_start_matches("/static/");
                assert!(Assets::get(path).is_some(), "`{name}` names `{address}`");
                seen += 1;
            }
        }
        assert!(seen > 10, "only {seen} addresses were found: look at the test");
    }

    #[test]
    fn no_file_names_another_host_or_sets_markup_from_data() {
        for name in Assets::iter() {
            let file = Assets::get(&name).unwrap();
            let text = String::from_utf8_lossy(&file.data).replace("http://www.w3.org/", "");
            for banned in
                ["http://", "https://", "innerHTML", "insertAdjacentHTML", "eval(", " style="]
            {
                assert!(!text.contains(banned), "`{name}` holds `{banned}`");
            }
        }
    }
}
