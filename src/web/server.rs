//! Puts the routes together, binds, and runs.

use std::net::SocketAddr;

use actix_web::dev::{Server, ServerHandle};
use actix_web::http::header;
use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::{App, HttpServer, web};
use tracing::info;

use super::access::{Access, guard};
use super::error::ApiError;
use super::options::{ServerError, ServerOptions};
use super::session::Gate;
use super::state::WebState;
use super::status_feed::StatusFeed;
use super::{assets, routes};

/// Threads that answer requests; what blocks has threads of its own.
const WORKERS: usize = 2;

/// How long open requests may go on when the server is asked to stop.
const SHUTDOWN_SECONDS: u64 = 3;

/// The page loads nothing but its own files and runs nothing that stands in its text.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; \
                                       frame-ancestors 'none'; object-src 'none'";

/// A server that has its address and answers once it is run.
#[must_use = "a server answers only when it is run"]
pub struct BoundServer {
    address: SocketAddr,
    server: Server,
}

impl BoundServer {
    /// The address, with the port that the system chose where 0 was asked for.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What stops the server from elsewhere.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Answers until it is stopped by its [`handle`](Self::handle).
    ///
    /// # Errors
    /// When the system takes the address away.
    pub async fn run(self) -> std::io::Result<()> {
        self.server.await
    }
}

/// Checks the options, binds, and makes the server; signals are the caller's business.
///
/// Must be called on a tokio runtime.
///
/// # Errors
/// A [`ServerError`] that says what to change.
pub fn server(state: WebState, options: &ServerOptions) -> Result<BoundServer, ServerError> {
    options.check()?;
    let listen = options.listen;
    let access = Access { gate: options.access_token.as_ref().map(Gate::new) };
    let feed = web::Data::new(StatusFeed::new(state.clone()));
    let permits = web::Data::new(routes::ClipPermits::new());
    let (state, access) = (web::Data::new(state), web::Data::new(access));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .app_data(access.clone())
            .app_data(feed.clone())
            .app_data(permits.clone())
            .app_data(web::QueryConfig::default().error_handler(|error, _| {
                ApiError::InvalidParameter(error.to_string().to_lowercase()).into()
            }))
            .app_data(
                web::PathConfig::default().error_handler(|_, _| ApiError::NotFound("page").into()),
            )
            .app_data(web::JsonConfig::default().limit(4096).error_handler(|_, _| {
                ApiError::InvalidParameter("the body must be JSON of the documented shape".into())
                    .into()
            }))
            .wrap(from_fn(guard))
            .wrap(security_headers())
            .configure(configure)
    })
    .workers(WORKERS)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .disable_signals()
    .bind(listen)
    .map_err(|reason| ServerError::Bind { listen, reason })?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    info!(%address, has_token = options.access_token.is_some(), "listening");
    Ok(BoundServer { address, server: server.run() })
}

fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/health", web::get().to(routes::get_health))
        .route("/metrics", web::get().to(routes::get_metrics))
        .service(
            web::scope("/api/v1")
                .wrap(DefaultHeaders::new().add((header::CACHE_CONTROL, "no-store")))
                .configure(routes::configure_media)
                .service(web::scope("").wrap(Compress::default()).configure(routes::configure)),
        )
        .service(
            web::scope("")
                .wrap(Compress::default())
                .route("/static/{path:.+}", web::get().to(assets::get_asset))
                .configure(routes::configure_pages),
        );
}

fn security_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::X_FRAME_OPTIONS, "DENY"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"))
        .add((header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"))
        .add((header::PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=(), payment=()"))
}
