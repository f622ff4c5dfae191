//! The page's own files, built into the binary (read from disk in debug builds).
//!
//! A page names its files under an address that holds a digest of them all, so that a browser may
//! keep them for good and never mixes those of two versions.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest as _, Sha256};

use super::error::ApiError;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Assets;

const ROOT: &str = "/static/";

/// The digest, as it stands in addresses: `v-` and twelve digits. Made once, but in debug builds,
/// where the files may change.
fn version() -> Cow<'static, str> {
    static VERSION: LazyLock<String> = LazyLock::new(digest);
    if cfg!(debug_assertions) { digest().into() } else { VERSION.as_str().into() }
}

fn digest() -> String {
    let mut names: Vec<_> = Assets::iter().collect();
    names.sort_unstable();
    let mut sha = Sha256::new();
    for name in names {
        let hash = Assets::get(&name).map(|file| file.metadata.sha256_hash());
        sha.update(name.as_bytes());
        sha.update(hash.unwrap_or_default());
    }
    let sum = sha.finalize();
    sum.iter().take(6).fold("v-".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The address of a file whatever version it was asked by.
pub(super) fn unversioned(path: &str) -> Cow<'_, str> {
    let inner = path.strip_prefix(ROOT).and_then(split_version);
    inner.map_or(path.into(), |(_, rest)| format!("{ROOT}{rest}").into())
}

/// A path's version and the rest, where it begins with one.
fn split_version(path: &str) -> Option<(&str, &str)> {
    path.split_once('/').filter(|(first, _)| first.starts_with("v-"))
}

/// Answers `/static/{path}`.
pub(super) async fn get_asset(
    request: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let asked = path.into_inner();
    let (is_current, path) = match split_version(&asked) {
        Some((of, rest)) => (of == version(), rest),
        None => (false, asked.as_str()),
    };
    // The pages have addresses of their own.
    let file = Assets::get(path).filter(|_| !path.ends_with(".html"));
    let file = file.ok_or(ApiError::NotFound("file"))?;
    Ok(answer(&request, path, file, is_current))
}

/// Answers with one of the pages; the same bytes whatever was asked.
pub(super) fn page(name: &str, status: StatusCode) -> HttpResponse {
    let Some(file) = Assets::get(name) else {
        return HttpResponse::InternalServerError().finish();
    };
    let root = format!("\"{ROOT}{}/", version());
    let text = String::from_utf8_lossy(&file.data).replace(&format!("\"{ROOT}"), &root);
    let text = text.replace("<!-- modules -->", &preloads(&root));
    let cache = if status == StatusCode::OK { "private, no-cache" } else { "no-store" };
    HttpResponse::build(status)
        .insert_header((header::CACHE_CONTROL, cache))
        .content_type(mime(name))
        .body(text)
}

/// The other views' modules are fetched when they are wanted.
fn is_of_home(name: &str) -> bool {
    name.starts_with("js/home/") || name == "js/recording/doubt.js"
}

/// The first page's modules, so that a browser needn't find them one by one.
fn preloads(root: &str) -> String {
    let mut names: Vec<_> = Assets::iter()
        .filter(|name| {
            name.starts_with("js/") && name.matches('/').count() == 1 || is_of_home(name)
        })
        .filter(|name| !["js/login.js", "js/theme.js"].contains(&name.as_ref()))
        .collect();
    names.sort_unstable();
    let links =
        names.iter().map(|name| format!("<link rel=\"modulepreload\" href={root}{name}\">"));
    links.collect::<Vec<_>>().join("\n  ")
}

/// What was asked by the current version never changes. For the rest a browser asks whether it is
/// still the same: a tag tells it without sending it again.
fn answer(request: &HttpRequest, path: &str, file: EmbeddedFile, is_current: bool) -> HttpResponse {
    let hash = file.metadata.sha256_hash();
    let tag: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    // Weak, as the same tag stands for the compressed bytes and the plain ones.
    let tag = format!("W/\"{tag}\"");
    let known = request.headers().get(header::IF_NONE_MATCH);
    let is_known = known
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').any(|other| other.trim() == tag));
    let cache =
        if is_current { "private, max-age=31536000, immutable" } else { "private, no-cache" };
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
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

    /// Every module that a module imports by a name that is written out.
    fn imported_by(text: &str) -> impl Iterator<Item = &str> {
        let ends = text.match_indices("from \"").map(|(at, mark)| at + mark.len());
        ends.filter_map(|at| text[at..].split('"').next()).filter(|path| path.starts_with('.'))
    }

    #[test]
    fn every_module_that_is_imported_is_there() {
        let mut seen = 0;
        for name in Assets::iter().filter(|name| name.ends_with(".js")) {
            let file = Assets::get(&name).unwrap();
            let folder = std::path::Path::new(name.as_ref()).parent().unwrap();
            for import in imported_by(std::str::from_utf8(&file.data).unwrap()) {
                let up = import.matches("../").count();
                let folder = folder.ancestors().nth(up).unwrap();
                let path = folder.join(import.trim_start_matches(['.', '/']));
                assert!(Assets::get(path.to_str().unwrap()).is_some(), "`{name}`: `{import}`");
                seen += 1;
            }
        }
        assert!(seen > 50, "only {seen} imports were found: look at the test");
    }

    #[actix_web::test]
    async fn a_page_names_its_files_by_version_and_only_the_current_one_is_kept_for_good() {
        let page = page("index.html", StatusCode::OK);
        let body = actix_web::body::to_bytes(page.into_body()).await.unwrap_or_default();
        let body = String::from_utf8(body.to_vec()).unwrap();
        let current = format!("/static/{}/js/main.js", version());
        assert!(body.contains(&current) && !body.contains("\"/static/js/"), "{body}");
        assert_eq!(unversioned(&current), "/static/js/main.js");
        for (path, kept) in [(current.as_str(), true), ("/static/v-old/js/main.js", false)] {
            let request = actix_web::test::TestRequest::get().to_http_request();
            let path = path.trim_start_matches(ROOT).to_owned();
            let answer = get_asset(request, web::Path::from(path.clone())).await.unwrap();
            let cache = answer.headers().get(header::CACHE_CONTROL).unwrap().to_str().unwrap();
            assert_eq!(cache.contains("immutable"), kept, "{path}: {cache}");
        }
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
