//! The API's addresses, each with the methods that it takes.
//!
//! A table rather than calls on the server's configuration, so that it can be held against what
//! [`openapi`](super::openapi) describes.

use actix_web::http::Method;
use actix_web::{FromRequest, Handler, HttpRequest, Responder, Route, web};

use crate::web::error::ApiError;

/// An address below `/api/v1`, and what answers it.
pub(super) struct Resource {
    pub(super) path: &'static str,
    routes: Vec<(Method, Route)>,
}

impl Resource {
    /// An address that takes no method yet.
    pub(super) const fn at(path: &'static str) -> Self {
        Self { path, routes: Vec::new() }
    }

    /// Lets `handler` answer a method.
    pub(super) fn on<H, A>(mut self, method: Method, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        let route = web::method(method.clone()).to(handler);
        self.routes.push((method, route));
        self
    }

    /// Lets `handler` answer `GET`.
    pub(super) fn get<H, A>(self, handler: H) -> Self
    where
        H: Handler<A>,
        A: FromRequest + 'static,
        H::Output: Responder + 'static,
    {
        self.on(Method::GET, handler)
    }

    /// The methods that it takes.
    #[cfg(test)]
    pub(super) fn methods(&self) -> impl Iterator<Item = &Method> {
        self.routes.iter().map(|(method, _)| method)
    }

    /// Puts it into the server; other methods are refused, with those that there are.
    pub(super) fn configure(self, config: &mut web::ServiceConfig) {
        let methods: Vec<_> = self.routes.iter().map(|(method, _)| method.to_string()).collect();
        let allowed = methods.join(", ");
        let resource = self
            .routes
            .into_iter()
            .fold(web::resource(self.path), |resource, (_, route)| resource.route(route));
        config.service(resource.default_service(web::to(move |request: HttpRequest| {
            let (path, allowed) = (format!("`{}`", request.path()), allowed.clone());
            async move { Err::<&'static str, _>(ApiError::MethodNotAllowed { path, allowed }) }
        })));
    }
}
