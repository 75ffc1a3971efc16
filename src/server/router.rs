//! What is served under which address.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, FromRequest, Request, State as Extract, WebSocketUpgrade};
use axum::http::header::{
    ACCEPT_LANGUAGE, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_TYPE, COOKIE, HeaderName, LAST_MODIFIED, RETRY_AFTER, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use futures::FutureExt;
use futures::future::BoxFuture;
use hyper::service::Service;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use leptos::prelude::{IntoView, LeptosOptions, provide_context};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use super::config::limits::count;
use super::connection::{Carried, Carrier};
use super::encoding::{FOR_AN_HOUR, FOR_GOOD};
use super::headers::{guard, set_policy};
use super::limits::TooMuch;
use super::metrics::Limited;
use super::network::{Client, Peer, Way, is_forwarded};
use super::session::Visitor;
use super::websocket::WebSocket;
use super::{State, address, origin, session, texts, unread};
use crate::app::{CHECK_STYLE, Site, check, nowhere, shell};
use crate::words::language::Language;

/// Longer pages there are not, in bytes: the longest has fifty thousand before it is compressed.
const PAGE_MAX_BYTES: usize = 1024 * 1024;

/// How hard pages are compressed, on brotli's scale to 11: 7 % smaller than the default 4, for 0.04 ms of a core each.
const PAGE_QUALITY: i32 = 6;

/// Answers any request.
pub fn answer(state: State) -> impl Fn(Request<Body>) -> BoxFuture<'static, Response> + Clone {
    let pages = TowerToHyperService::new(pages(state.clone()));
    let state = Arc::new(state);
    move |mut request| {
        let Some(client) = client(&state, &request) else {
            return std::future::ready(StatusCode::INTERNAL_SERVER_ERROR.into_response()).boxed();
        };
        let is_secure = client.way != Way::Plain || origin::is_local(&request);
        let guarded = move |mut response| {
            guard(&mut response, is_secure, client.way == Way::Believed);
            response
        };
        address::tidy(request.uri_mut());
        // The router sets much up for each request, which a page is worth and a socket is not.
        if request.uri().path() == "/ws" {
            return socket(Arc::clone(&state), client, request).map(guarded).boxed();
        }
        request.extensions_mut().insert(client);
        let (pages, account) = (pages.clone(), state.budget.account(client.network));
        let answer = move |request| async move {
            let Ok(response) = pages.call(request).await;
            response
        };
        unread::answered(request, account, answer).map(guarded).boxed()
    }
}

/// Who asks. Every connection says who its peer is.
fn client(state: &State, request: &Request<Body>) -> Option<Client> {
    let peer = *request.extensions().get::<Peer>()?;
    if is_forwarded(request.headers()) && !state.proxies.trust(peer.address) {
        // Once: whoever wants to fill the log could.
        state.distrust.call_once(|| {
            tracing::warn!(
                "somebody passes requests on who is no trusted proxy: if it is yours, name it in DUET_TRUSTED_PROXIES, or all \
                 who come through it share the limits of one address"
            );
        });
    }
    Some(state.proxies.client(peer, request.headers()))
}

/// Everything but the sockets.
fn pages(state: State) -> Router {
    let page = Router::new()
        .route("/", get(page))
        .route("/check", get(check_page))
        .route(CHECK_STYLE, get(check_style))
        .route("/room/", get(|| async { Redirect::permanent("/") }))
        .route("/room/{*name}", get(page))
        .layer(from_fn_with_state(state.clone(), not_too_often))
        .route("/api/configuration", get(server_function))
        .route("/api/occupancy", get(server_function))
        .layer(RequestBodyLimitLayer::new(count(state.limit_settings.max_body_bytes)))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PAGE_QUALITY)))
        .layer(map_response(whole))
        .layer(header(CACHE_CONTROL, "no-store"));
    Router::new()
        .merge(page)
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route(&format!("{}/{{name}}", texts::FOLDER), get(texts::answer))
        .nest_service("/pkg", packages(&state))
        .fallback_service(
            state.assets.service("", FOR_AN_HOUR).layer(from_fn_with_state(state.clone(), address::nothing_here)),
        )
        .with_state(state)
}

/// A page from somebody who does not load pages too often.
async fn not_too_often(
    Extract(state): Extract<State>,
    Extension(client): Extension<Client>,
    request: Request<Body>,
    next: Next,
) -> Response {
    match state.limits.pages.check(client.network) {
        Ok(()) => next.run(request).await,
        Err(why) => too_much(&state, Limited::Pages, why),
    }
}

/// Finishes what is being made before any of it is sent: half-made and read by nobody, it would keep a compressor with its
/// megabytes.
async fn whole(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    // No cache keeps a page, so none has to know by what it would tell two of them apart.
    parts.headers.remove(VARY);
    match to_bytes(body, PAGE_MAX_BYTES).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Says when to come again.
fn too_much(state: &State, limited: Limited, why: TooMuch) -> Response {
    state.metrics.limit(limited);
    let seconds = why.retry_after_seconds();
    let after = [(RETRY_AFTER, seconds.to_string())];
    (StatusCode::TOO_MANY_REQUESTS, after, format!("Too many requests. Try again in {seconds} s.")).into_response()
}

/// What cargo-leptos has built, under names that change with their content, or under fixed ones while they are worked on.
fn packages(state: &State) -> axum::routing::MethodRouter {
    let caching = if state.options.hash_files { FOR_GOOD } else { "no-cache" };
    // What never changes is never asked for again, as a whole or in parts.
    let bare = |mut response: Response| async move {
        response.headers_mut().remove(LAST_MODIFIED);
        response.headers_mut().remove(ACCEPT_RANGES);
        response
    };
    let files = state.assets.service(&state.options.site_pkg_dir, caching);
    if state.options.hash_files { files.layer(map_response(bare)) } else { files }
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

async fn page(
    Extract(state): Extract<State>,
    Extension(client): Extension<Client>,
    request: Request<Body>,
) -> Response {
    let site = Site(origin::address(&request, client.way).unwrap_or_default());
    rendered(&state, request, move |options, language| shell(options, language, &site)).await
}

/// Renders a page in the language of whoever asks.
async fn rendered<V: IntoView + 'static>(
    state: &State,
    request: Request<Body>,
    page: impl Fn(LeptosOptions, Language) -> V + Clone + Send + Sync + 'static,
) -> Response {
    let (options, ancestors) = (state.options.clone(), state.frame_ancestors.clone());
    let language = language(request.headers());
    let policy = move || set_policy(&ancestors);
    let render = leptos_axum::render_app_to_stream_with_context(policy, move || page(options.clone(), language));
    render(request).await.into_response()
}

/// The page of an address at which there is nothing.
pub async fn nothing(state: &State, uri: Uri, headers: HeaderMap) -> Response {
    let mut request = Request::new(Body::empty());
    (*request.uri_mut(), *request.headers_mut()) = (uri, headers);
    whole(rendered(state, request, nowhere).await).await
}

/// The doctor.
async fn check_page(Extract(state): Extract<State>, request: Request<Body>) -> Response {
    rendered(&state, request, check).await
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

async fn server_function(
    Extract(state): Extract<State>,
    Extension(client): Extension<Client>,
    request: Request<Body>,
) -> Response {
    if !origin::is_own(&request, client.way) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if let Err(why) = state.limits.questions.check(client.network) {
        return too_much(&state, Limited::Questions, why);
    }
    let provide = move || provide_context(state.clone());
    let mut response = leptos_axum::handle_server_fns_with_context(provide, request).await.into_response();
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        // Our functions never fail: what does is reading what was asked.
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    response
}

async fn healthz(Extract(state): Extract<State>) -> StatusCode {
    if state.hub.is_healthy() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR }
}

async fn readyz(Extract(state): Extract<State>) -> StatusCode {
    if state.hub.is_healthy() && !state.hub.is_draining() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn socket(state: Arc<State>, client: Client, mut request: Request<Body>) -> Response {
    if !origin::is_own(&request, client.way) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let carried = request.extensions().get().and_then(Carrier::carry);
    // Who is let in, and with what answer, is axum's to know. The socket itself is ours, so axum gets one that never opens.
    let upgraded = request.extensions().get::<OnUpgrade>().is_some().then(|| hyper::upgrade::on(&mut request));
    if upgraded.is_some() {
        request.extensions_mut().insert(hyper::upgrade::on(Request::new(())));
    }
    let answer = match WebSocketUpgrade::from_request(request, &()).await {
        Ok(upgrade) => upgrade.on_upgrade(|_| std::future::ready(())),
        Err(rejection) => return rejection.into_response(),
    };
    if let Some(upgraded) = upgraded {
        tokio::spawn(upgraded.then(move |upgraded| match upgraded {
            Ok(upgraded) => serve_socket(state, client, carried, upgraded).left_future(),
            Err(_) => std::future::ready(()).right_future(),
        }));
    }
    answer
}

/// Serves an open socket to its end, if there is a place for it.
fn serve_socket(
    state: Arc<State>,
    client: Client,
    carried: Option<Carried>,
    upgraded: Upgraded,
) -> impl Future<Output = ()> {
    let account = state.budget.account(client.network);
    let socket = WebSocket::new(TokioIo::new(upgraded), &account);
    match Visitor::new(client.network, &state.limits, &state.limit_settings, account, carried) {
        Ok(visitor) => {
            let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            session::run(socket, Arc::clone(&state.hub), visitor, move || state.ice.servers(now())).left_future()
        }
        // A browser tells its page nothing of a refused upgrade, so the reason is said inside.
        Err(why) => {
            state.metrics.limit(Limited::Sockets);
            session::turn_away(socket, why).right_future()
        }
    }
}
