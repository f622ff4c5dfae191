//! Who is let in: everybody on this machine where no token is set, else whoever has it.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError as _, web};

use super::error::ApiError;
use super::session::{COOKIE, Gate};
use super::{assets, host};

/// What the sign-in page is made of: it must load before anybody is signed in.
const SIGN_IN_ASSETS: [&str; 11] = [
    "/static/css/base.css",
    "/static/css/login.css",
    "/static/favicon.svg",
    "/static/icons.svg",
    "/static/js/login.js",
    "/static/js/prefs.js",
    "/static/js/strings.js",
    "/static/js/strings/de-server.js",
    "/static/js/strings/de.js",
    "/static/js/strings/en.js",
    "/static/js/theme.js",
];

/// How the server is closed.
#[derive(Clone)]
pub(super) struct Access {
    /// What opens it; none on loopback without a token.
    pub(super) gate: Option<Gate>,
}

/// Lets a request through or answers it.
pub(super) async fn guard<B: MessageBody + 'static>(
    access: web::Data<Access>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    match refusal(&access, &request).await {
        None => Ok(next.call(request).await?.map_into_left_body()),
        Some(answer) => Ok(request.into_response(answer).map_into_right_body()),
    }
}

async fn refusal(access: &Access, request: &ServiceRequest) -> Option<HttpResponse> {
    if request.path() == "/health" {
        return None;
    }
    let Some(gate) = &access.gate else {
        return (!is_local(request)).then(|| ApiError::ForeignHost.error_response());
    };
    if is_open(request) || has_session(gate, request) {
        return None;
    }
    if let Some(token) = bearer(request) {
        return match gate.admits_token(token) {
            true => None,
            false if gate.penalize().await.is_err() => {
                Some(ApiError::TooManyAttempts.error_response())
            }
            false => Some(ApiError::WrongToken.error_response()),
        };
    }
    let is_page = !request.path().starts_with("/api/") && !request.path().starts_with("/static/");
    Some(if is_page {
        assets::page("login.html", StatusCode::UNAUTHORIZED)
    } else {
        ApiError::Unauthorized.error_response()
    })
}

/// The `Host` header itself: what a proxy says about it (`X-Forwarded-Host`) anybody can say.
fn is_local(request: &ServiceRequest) -> bool {
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    host.is_some_and(host::is_local)
}

fn is_open(request: &ServiceRequest) -> bool {
    let is_signing_in = request.method() == Method::POST && request.path() == "/api/v1/session";
    is_signing_in || SIGN_IN_ASSETS.contains(&assets::unversioned(request.path()).as_ref())
}

fn has_session(gate: &Gate, request: &ServiceRequest) -> bool {
    request.cookie(COOKIE).is_some_and(|cookie| gate.admits_session(cookie.value()))
}

fn bearer(request: &ServiceRequest) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn status(token: Option<&str>, request: TestRequest) -> Option<StatusCode> {
        let gate = token.map(|token| Gate::new(&token.to_owned().into()));
        let answer = refusal(&Access { gate }, &request.to_srv_request()).await;
        answer.map(|answer| answer.status())
    }

    fn get(path: &str) -> TestRequest {
        TestRequest::get().uri(path).insert_header((header::HOST, "localhost:8484"))
    }

    const TOKEN: Option<&str> = Some("correct horse battery");

    #[actix_web::test]
    async fn without_a_token_only_this_machine_is_answered() {
        assert_eq!(status(None, get("/api/v1/status")).await, None);
        let foreign = get("/api/v1/status").insert_header((header::HOST, "evil.example"));
        assert_eq!(status(None, foreign).await, Some(StatusCode::FORBIDDEN));
        let claimed = get("/").insert_header((header::HOST, "evil.example"));
        let claimed = claimed.insert_header(("x-forwarded-host", "localhost"));
        assert_eq!(status(None, claimed).await, Some(StatusCode::FORBIDDEN));
        assert_eq!(status(None, TestRequest::get().uri("/")).await, Some(StatusCode::FORBIDDEN));
    }

    #[actix_web::test]
    async fn with_a_token_every_route_but_health_and_signing_in_asks_for_it() {
        for open in
            ["/health", "/static/js/login.js", "/static/css/base.css", "/static/v-1/js/login.js"]
        {
            assert_eq!(status(TOKEN, get(open)).await, None, "{open}");
        }
        let sign_in = TestRequest::post().uri("/api/v1/session");
        assert_eq!(status(TOKEN, sign_in).await, None);
        let closed = [
            "/",
            "/recordings/x",
            "/api/v1/search?q=x",
            "/api/v1/session",
            "/api/v1/recordings/x/media",
            "/api/v1/recordings/x/clip?start=0&end=1",
            "/api/v1/events",
            "/static/js/main.js",
            "/static/v-1/js/main.js",
            "/static/js/login.js/../main.js",
            "/health/",
            "//health",
            "/nothing",
        ];
        for path in closed {
            assert_eq!(status(TOKEN, get(path)).await, Some(StatusCode::UNAUTHORIZED), "{path}");
        }
    }

    #[actix_web::test]
    async fn the_token_or_its_cookie_opens() {
        let bearer =
            |value: &str| get("/").insert_header((header::AUTHORIZATION, value.to_owned()));
        assert_eq!(status(TOKEN, bearer("Bearer correct horse battery")).await, None);
        let wrong = status(TOKEN, bearer("Bearer wrong horse battery")).await;
        assert_eq!(wrong, Some(StatusCode::UNAUTHORIZED));
        let cookie = Gate::new(&"correct horse battery".to_owned().into()).cookie(false);
        assert_eq!(status(TOKEN, get("/api/v1/status").cookie(cookie)).await, None);
    }
}
