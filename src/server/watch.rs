//! The separate address for whoever watches the server: `/metrics`, which the world need not see.

use std::future::{Ready, ready};
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{Method, Request, Response, StatusCode};
use axum::response::IntoResponse;

use super::metrics::Present;
use super::turn::Turn;
use super::{State, names};

/// Prometheus' text format.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Answers any request.
pub fn answer(state: State) -> impl Fn(Request<Body>) -> Ready<Response<Body>> + Clone {
    let state = Arc::new(state);
    move |request| {
        // A page that got this address for its own name could read what is told here.
        let is_known = names::host(request.uri(), request.headers())
            .is_some_and(|host| names::is_nobody_elses(&host) || state.names.include(&host));
        if !is_known {
            return ready(StatusCode::MISDIRECTED_REQUEST.into_response());
        }
        if request.uri().path() != "/metrics" {
            return ready(StatusCode::NOT_FOUND.into_response());
        }
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return ready(StatusCode::METHOD_NOT_ALLOWED.into_response());
        }
        let present = Present {
            census: state.hub.census(),
            sockets: state.hub.sockets(),
            connections: state.limits.connections.taken(),
            draining: state.hub.is_draining(),
            relay: state.turn.as_deref().map(Turn::snapshot),
        };
        let headers = [(CONTENT_TYPE, TEXT_FORMAT), (CACHE_CONTROL, "no-store")];
        ready((headers, state.metrics.text(&present)).into_response())
    }
}
