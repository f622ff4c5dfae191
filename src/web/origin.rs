//! Whether a request that changes something was sent by a page of another site.
//!
//! Without a token, whatever runs in a browser on this machine can reach the server; a page of
//! another site can't read the answer, but it could make us do things.

use actix_web::http::header::{self, HeaderMap};

/// Whether a browser says so. What is no browser sends neither header, and is let pass: it has to
/// have the token where there is one.
pub(super) fn is_of_another_site(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let origin_host = origin.split_once("://").map(|(_, host)| host);
    origin_host.is_none() || origin_host != text(header::HOST)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn is_foreign(sent: &[(&str, &str)]) -> bool {
        let request = TestRequest::post().insert_header((header::HOST, "localhost:8484"));
        let request = sent.iter().fold(request, |request, header| request.insert_header(*header));
        is_of_another_site(request.to_http_request().headers())
    }

    #[test]
    fn only_our_own_pages_and_what_is_no_browser_pass() {
        assert!(!is_foreign(&[]));
        assert!(!is_foreign(&[("sec-fetch-site", "same-origin")]));
        assert!(!is_foreign(&[("origin", "http://localhost:8484")]));
        for sent in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "http://localhost:9999"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            assert!(is_foreign(&[sent]), "{sent:?}");
        }
    }
}
