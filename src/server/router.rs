//! What is served under which address.

use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, Request, State as Extract, WebSocketUpgrade};
use axum::http::header::{
    ACCEPT_LANGUAGE, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HeaderName,
    LAST_MODIFIED, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use futures::FutureExt;
use futures::future::BoxFuture;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use leptos::nonce::use_nonce;
use leptos::prelude::{expect_context, provide_context};
use leptos_axum::ResponseOptions;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::{State, origin, session, texts};
use crate::app::{CHECK_STYLE, check, shell};
use crate::protocol::FRAME_MAX_BYTES;
use crate::words::language::Language;

/// The buffer into which a socket is read, in bytes. axum's default of 128 KiB is taken by every socket at once; a
/// message here is rarely longer than this, and longer ones are put together.
const READ_BUFFER_BYTES: usize = 4 * 1024;

/// What is gathered before it is sent, in bytes: a join's answer, or a description.
const WRITE_BUFFER_BYTES: usize = 4 * 1024;

/// The most that may wait to be written to one socket, in bytes: two of the largest frames.
const WRITE_BUFFER_MAX_BYTES: usize = 2 * FRAME_MAX_BYTES;

/// Larger frames are not even read, in bytes. What lies between this and [`FRAME_MAX_BYTES`] can still be told why it
/// is refused.
const FRAME_READ_MAX_BYTES: usize = 2 * FRAME_MAX_BYTES;

/// How hard pages are compressed, on brotli's scale to 11: 7 % smaller than the default 4, for 0.04 ms of a core each.
const PAGE_QUALITY: i32 = 6;

/// What every answer says to the browser.
const GUARDS: [(HeaderName, &str); 2] = [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "no-referrer")];

/// Answers any request.
pub fn answer(state: State) -> impl Fn(Request<Body>) -> BoxFuture<'static, Response> + Clone {
    let pages = TowerToHyperService::new(pages(state.clone()));
    let state = Arc::new(state);
    move |request| {
        // The router sets much up for each request, which a page is worth and a socket is not.
        if request.uri().path() == "/ws" {
            return socket(Arc::clone(&state), request).map(guarded).boxed();
        }
        pages.call(request).map(|Ok(response)| guarded(response)).boxed()
    }
}

/// With the headers that every answer has.
fn guarded(mut response: Response) -> Response {
    for (name, value) in GUARDS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Everything but the sockets.
fn pages(state: State) -> Router {
    let site_root = state.options.site_root.to_string();
    let page = Router::new()
        .route("/", get(page))
        .route("/check", get(check_page))
        .route(CHECK_STYLE, get(check_style))
        .route("/room/", get(|| async { Redirect::permanent("/") }))
        .route("/room/{*name}", get(page))
        .route("/api/{*function}", any(server_function))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PAGE_QUALITY)))
        .layer(header(CACHE_CONTROL, "no-store"));
    Router::new()
        .merge(page)
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route(&format!("{}/{{name}}", texts::FOLDER), get(texts::answer))
        .nest_service("/pkg", packages(&site_root, &state))
        .fallback_service(files(Path::new(&site_root), "public, max-age=3600"))
        .with_state(state)
}

/// What cargo-leptos has built, under names that change with their content, or under fixed ones while they are worked on.
fn packages(site_root: &str, state: &State) -> axum::routing::MethodRouter {
    let caching = if state.options.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    // What never changes is never asked for again, as a whole or in parts.
    let bare = |mut response: Response| async move {
        response.headers_mut().remove(LAST_MODIFIED);
        response.headers_mut().remove(ACCEPT_RANGES);
        response
    };
    let files = files(&Path::new(site_root).join(&*state.options.site_pkg_dir), caching);
    if state.options.hash_files { files.layer(map_response(bare)) } else { files }
}

fn files(folder: &Path, caching: &'static str) -> axum::routing::MethodRouter {
    let folder = ServeDir::new(folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    axum::routing::get_service(folder).layer(SetResponseHeaderLayer::overriding(
        CACHE_CONTROL,
        // An error is nothing to be kept for a year.
        move |response: &Response<_>| {
            let kept = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
            Some(HeaderValue::from_static(if kept { caching } else { "no-store" }))
        },
    ))
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

async fn page(Extract(state): Extract<State>, request: Request<Body>) -> Response {
    let options = state.options.clone();
    let language = language(request.headers());
    let render = leptos_axum::render_app_to_stream_with_context(set_policy, move || shell(options.clone(), language));
    render(request).await.into_response()
}

/// The doctor.
async fn check_page(Extract(state): Extract<State>, request: Request<Body>) -> Response {
    let options = state.options.clone();
    let language = language(request.headers());
    let render = leptos_axum::render_app_to_stream_with_context(set_policy, move || check(options.clone(), language));
    render(request).await.into_response()
}

/// The doctor's style sheet, which no other page needs.
async fn check_style() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../style/doctor.css"))
}

/// The language to render a page in.
fn language(headers: &HeaderMap) -> Language {
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Language::wanted(said(COOKIE), said(ACCEPT_LANGUAGE))
}

/// What the page may load: its own files, and the inline scripts that carry this response's nonce.
fn set_policy() {
    let Some(nonce) = use_nonce() else { return };
    // cargo-leptos' live reload talks to a port of its own.
    let reload = if std::env::var_os("LEPTOS_WATCH").is_some() { " ws: wss:" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         media-src 'self' blob:; connect-src 'self'{reload}; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        expect_context::<ResponseOptions>().insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

async fn server_function(Extract(state): Extract<State>, request: Request<Body>) -> Response {
    let provide = move || provide_context(state.clone());
    leptos_axum::handle_server_fns_with_context(provide, request).await.into_response()
}

async fn healthz(Extract(state): Extract<State>) -> StatusCode {
    if state.hub.is_healthy() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR }
}

async fn readyz(Extract(state): Extract<State>) -> StatusCode {
    if state.hub.is_healthy() && !state.hub.is_draining() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn socket(state: Arc<State>, request: Request<Body>) -> Response {
    if !origin::is_own(request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let upgrade = match WebSocketUpgrade::from_request(request, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        // What the session writes in one go is sent in one packet.
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BUFFER_MAX_BYTES)
        .max_message_size(FRAME_READ_MAX_BYTES)
        .max_frame_size(FRAME_READ_MAX_BYTES)
        .on_upgrade(move |socket| {
            let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            session::run(socket, Arc::clone(&state.hub), move || state.ice.servers(now()))
        })
}
