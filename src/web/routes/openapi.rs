//! `/api/v1/openapi.json`: what this API is, made from the code that answers (OpenAPI 3.1).

use std::sync::LazyLock;

use actix_web::HttpResponse;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder, SecurityRequirement};
use utoipa::{Modify, OpenApi};

use super::{
    captions, clip, collections, crawl, events, exports, media, overview, peaks, recordings, retry,
    search, session, status,
};
use crate::domain::CaptionFormat;
use crate::search::{Sort, SuspectFilter};
use crate::store::ListOrder;
use crate::web::error::ErrorBody;
use crate::web::session::COOKIE;

/// Answers that any address may give: status, name, what they mean.
const OF_ALL: [(&str, &str, &str); 5] = [
    ("401", "Unauthorized", "The access token is missing or wrong."),
    (
        "403",
        "Forbidden",
        "Without an access token only this machine is answered, and a page of another site may not ask.",
    ),
    ("429", "TooManyAttempts", "Too many wrong tokens came: wait a few seconds."),
    ("500", "Internal", "It is the server's fault: its log says what happened."),
    (
        "503",
        "Unavailable",
        "The database, the object store or the server itself has no time: try again.",
    ),
];
/// Where there are parameters in the query, or a body.
const OF_PARAMETERS: (&str, &str, &str) = (
    "400",
    "Invalid",
    "A parameter, the query or the body is not as it must be: the message says what would be.",
);
/// Where something is named in the address.
const OF_NAMES: (&str, &str, &str) = ("404", "NotFound", "There is no such thing.");

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Earmark",
        description = "Search what was said, and get it with the times of its words. Times are in \
            milliseconds from a recording's start. Where the server has an access token, send it as \
            `Authorization: Bearer …`. What goes wrong is answered in one shape, whose `code` is for \
            scripts and whose `message` is for people.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "search", description = "Where something is said."),
        (name = "recordings", description = "What was said in one recording, and its sound."),
        (name = "archive", description = "What there is, and what is being done."),
        (name = "access", description = "Signing a browser in and out."),
        (name = "description", description = "This document."),
    ),
    paths(
        search::list_hits, exports::get_csv, exports::get_json_lines, exports::get_feed,
        search::list_suggestions,
        recordings::list_recordings, recordings::get_recording, media::get_media, clip::get_clip,
        peaks::get_peaks, captions::get_transcript, captions::get_captions, overview::get_history,
        retry::retry_recording,
        collections::list_collections, overview::list_contents, crawl::crawl_collection,
        status::get_status, events::stream_events,
        session::create_session, session::delete_session,
        get_document,
    ),
    components(schemas(
        ErrorBody, CaptionFormat, ListOrder, Sort, SuspectFilter, search::Switch,
    )),
    modifiers(&Common),
)]
struct Document;

/// The document as it is sent.
static DOCUMENT: LazyLock<Result<String, serde_json::Error>> =
    LazyLock::new(|| Document::openapi().to_json());

/// Describes this API.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    tag = "description",
    responses((status = 200, description = "An OpenAPI 3.1 document.", body = serde_json::Value)),
)]
pub(super) async fn get_document() -> Result<HttpResponse, crate::web::error::ApiError> {
    match &*DOCUMENT {
        Ok(text) => Ok(HttpResponse::Ok().content_type("application/json").body(text.as_str())),
        Err(error) => Err(crate::web::error::ApiError::internal(error)),
    }
}

/// Adds what is the same for many addresses: who is let in, and how failures are told.
struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let cookie = ApiKey::Cookie(ApiKeyValue::new(COOKIE));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
        for (_, name, meaning) in OF_ALL.into_iter().chain([OF_PARAMETERS, OF_NAMES]) {
            components.responses.insert(name.to_owned(), RefOr::T(failure(meaning)));
        }
        let none: [&str; 0] = [];
        document.security =
            Some(["token", "session"].map(|name| SecurityRequirement::new(name, none)).into());
        for operation in document.paths.paths.values_mut().flat_map(operations) {
            for (status, name) in failures_of(operation) {
                let response = Ref::from_response_name(name);
                let responses = &mut operation.responses.responses;
                responses.entry(status.to_owned()).or_insert(RefOr::Ref(response));
            }
        }
    }
}

fn failure(meaning: &str) -> Response {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorBody"))).build();
    ResponseBuilder::new().description(meaning).content("application/json", body).build()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.head, &mut item.post, &mut item.delete].into_iter().flatten()
}

/// Which failures an operation may answer with, by what it takes.
fn failures_of(operation: &Operation) -> Vec<(&'static str, &'static str)> {
    let takes = |place: ParameterIn| {
        let parameters = operation.parameters.iter().flatten();
        let place_of = |parameter: &RefOr<Parameter>| match parameter {
            RefOr::T(parameter) => Some(parameter.parameter_in.clone()),
            RefOr::Ref(_) => None,
        };
        parameters.into_iter().any(|parameter| place_of(parameter).as_ref() == Some(&place))
    };
    let has_values = takes(ParameterIn::Query) || operation.request_body.is_some();
    let invalid = has_values.then_some(OF_PARAMETERS);
    let missing = takes(ParameterIn::Path).then_some(OF_NAMES);
    let all = OF_ALL.into_iter().chain(invalid).chain(missing);
    all.map(|(status, name, _)| (status, name)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::web::routes::{media_resources, resources};

    fn document() -> Value {
        serde_json::from_str(DOCUMENT.as_deref().unwrap()).unwrap()
    }

    #[test]
    fn every_route_is_described_and_every_description_has_its_route() {
        let answered: BTreeSet<String> = media_resources()
            .iter()
            .chain(&resources())
            .flat_map(|resource| {
                resource.methods().map(|method| format!("{method} /api/v1{}", resource.path))
            })
            .collect();
        let described: BTreeSet<String> = document()["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().unwrap().keys().map(|name| name.to_uppercase());
                methods.map(move |method| format!("{method} {path}"))
            })
            .collect();
        assert_eq!(answered, described);
    }

    /// Every `$ref` in a document.
    fn references(value: &Value) -> Vec<String> {
        match value {
            Value::Object(fields) => fields
                .iter()
                .flat_map(|(name, value)| match (name.as_str(), value) {
                    ("$ref", Value::String(path)) => vec![path.clone()],
                    _ => references(value),
                })
                .collect(),
            Value::Array(values) => values.iter().flat_map(references).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn all_that_the_document_refers_to_is_in_it() {
        let document = document();
        let references = references(&document);
        assert!(references.len() > 100, "only {}: look at the test", references.len());
        for path in references {
            let place = path.strip_prefix('#').unwrap();
            assert!(document.pointer(place).is_some(), "{path}");
        }
    }

    #[test]
    fn every_operation_tells_what_it_does_and_every_parameter_what_it_is() {
        for (path, item) in document()["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                assert!(operation["summary"].is_string(), "{method} {path}");
                assert!(operation["responses"]["401"].is_object(), "{method} {path}");
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    let name = &parameter["name"];
                    assert!(parameter["description"].is_string(), "{method} {path}: {name}");
                }
            }
        }
    }
}
