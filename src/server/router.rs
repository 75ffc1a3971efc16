//! What is served under which address.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, FromRequest, Request, State as Extract, WebSocketUpgrade};
use axum::http::header::{
    ACCEPT_LANGUAGE, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, LAST_MODIFIED,
    RETRY_AFTER, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, Version};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use futures::FutureExt;
use futures::future::BoxFuture;
use hyper::body::Body as _;
use hyper::service::Service;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use leptos::prelude::provide_context;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use super::budget::Account;
use super::config::limits::count;
use super::connection::{Carried, Carrier};
use super::encoding::{FOR_AN_HOUR, FOR_GOOD};
use super::headers::{guard, set_policy};
use super::limits::TooMuch;
use super::metrics::Limited;
use super::network::{Client, Peer, Way, is_forwarded};
use super::notices::Notice;
use super::relay::TicketId;
use super::relaying::{self, Came};
use super::session::{Greeting, Visitor};
use super::websocket::WebSocket;
use super::{State, address, assets, ice, names, origin, session, site, texts, unread};
use crate::api::documents::{CHECK_STYLE, Document, Facts};
use crate::api::{Answers, Server};
use crate::clock::unix_ms;
use crate::protocol::occupancy::{ClientConfig, Occupancy};
use crate::protocol::room_name::RoomName;
use crate::protocol::{FOREIGN_ORIGIN, IceServer};
use crate::words::language::Language;

/// Where others look whether the server is well, under whatever name they have for it.
pub(super) const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// What is said to a page of somebody else.
const FOREIGN_ORIGIN_WHY: &str = "the page's address (Origin) is not the name that it asked for (Host). If a proxy in front of this \
                                  server rewrites Host, have it pass Host on, or name the server in DUET_NAMES: see \"Behind a \
                                  proxy\" in docs/running.md.\n";

/// What is said to somebody who asks for another server.
const FOREIGN_HOST: &str = "This server has another name. If it is yours, add this one to DUET_NAMES: see \"Behind a proxy\" in \
                            docs/running.md.\n";

/// What an answer costs besides its body, in bytes: its head, and that of the request.
const HEAD_BYTES: usize = 1024;

/// Longer pages there are not, in bytes: the longest has fifty thousand before it is compressed.
const PAGE_MAX_BYTES: usize = 1024 * 1024;

/// How hard pages are compressed, on brotli's scale to 11: 7 % smaller than the default 4, for 0.04 ms of a core each.
const PAGE_QUALITY: i32 = 6;

/// Answers any request.
pub fn answer(state: State) -> impl Fn(Request<Body>) -> BoxFuture<'static, Response> + Clone {
    let pages = TowerToHyperService::new(pages(state.clone()));
    let state = Arc::new(state);
    move |mut request| {
        let elsewhere = address::enter(request.uri_mut(), &state.base);
        let is_probe = PROBES.contains(&request.uri().path());
        let Some(client) = client(&state, &request, is_probe) else {
            return std::future::ready(StatusCode::INTERNAL_SERVER_ERROR.into_response()).boxed();
        };
        let host = names::host(request.uri(), request.headers());
        let is_secure = client.way != Way::Plain || origin::is_local(&request);
        if !is_probe && !state.names.admit(host.as_ref(), client.is_proxied) {
            state.notices.say(Notice::ForeignHost);
            let answer = (StatusCode::MISDIRECTED_REQUEST, FOREIGN_HOST).into_response();
            let mut answer = not_too_much(&state, client, false, answer);
            // What browsers keep for a name is not said in another's.
            guard(&mut answer, is_secure, None);
            return std::future::ready(answer).boxed();
        }
        let is_known = client.way == Way::Believed && origin::is_name(&request);
        let encrypted_only = is_known.then(|| state.encrypted_only.clone());
        let guarded = move |mut response| {
            guard(&mut response, is_secure, encrypted_only);
            response
        };
        if let Some(answer) = elsewhere {
            return std::future::ready(guarded(not_too_much(&state, client, false, answer))).boxed();
        }
        address::tidy(request.uri_mut());
        // The router sets much up for each request, which a page is worth and a socket is not.
        if request.uri().path() == "/ws" {
            return socket(Arc::clone(&state), client, request).map(guarded).boxed();
        }
        request.extensions_mut().insert(client);
        let (state, is_head) = (Arc::clone(&state), request.method() == Method::HEAD);
        let (pages, account) = (pages.clone(), state.budget.account(client.network));
        let answer = move |request| async move {
            let Ok(response) = pages.call(request).await;
            response
        };
        async move {
            if is_probe {
                // Whoever looks whether the server is well must not be kept out by those who make it hold too much.
                return guarded(answer(request).await);
            }
            guarded(match unread::answered(request, account, answer).await {
                Ok(response) => not_too_much(&state, client, is_head, response),
                Err(why) => too_much_held(&state, why),
            })
        }
        .boxed()
    }
}

/// Who asks. Every connection says who its peer is. Who only looks whether the server is well is no sign of how it is reached.
fn client(state: &State, request: &Request<Body>, is_probe: bool) -> Option<Client> {
    let peer = *request.extensions().get::<Peer>()?;
    let client = state.proxies.client(peer, request.headers());
    if is_forwarded(request.headers()) && !client.is_proxied {
        state.notices.say(Notice::Distrusted);
    }
    if client.is_unnamed && !is_probe {
        state.notices.say(Notice::Unnamed);
    }
    Some(client)
}

/// Refuses a page of somebody else, or one that a proxy made to look so.
fn foreign(state: &State) -> Response {
    state.notices.say(Notice::ForeignOrigin);
    (StatusCode::FORBIDDEN, format!("{FOREIGN_ORIGIN}: {FOREIGN_ORIGIN_WHY}")).into_response()
}

/// An answer to somebody who is not served too much.
fn not_too_much(state: &State, client: Client, is_head: bool, response: Response) -> Response {
    match state.limits.served.take(client.network, HEAD_BYTES + body_bytes(&response, is_head)) {
        Ok(()) => response,
        Err(why) => too_much(state, Limited::ServedBytes, why),
    }
}

/// Says that too much is held already.
fn too_much_held(state: &State, why: TooMuch) -> Response {
    state.metrics.limit(Limited::Bytes);
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, why.retry_after_seconds().to_string())]).into_response()
}

/// How long the body of an answer is, in bytes.
fn body_bytes(response: &Response, is_head: bool) -> usize {
    if is_head || response.status() == StatusCode::NOT_MODIFIED {
        // These may say a length, and have no body.
        return 0;
    }
    let told = response.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    told.or_else(|| response.body().size_hint().exact()?.try_into().ok()).unwrap_or(PAGE_MAX_BYTES)
}

/// Everything but the sockets.
fn pages(state: State) -> Router {
    let page = Router::new()
        .route("/", get(page))
        .route("/check", get(check_page))
        .route(CHECK_STYLE, get(check_style))
        .route("/room/", get(lobby))
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
    too_many(why)
}

fn too_many(why: TooMuch) -> Response {
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
    if !state.options.hash_files {
        return files;
    }
    let files = files.layer(map_response(bare));
    match &state.last_release {
        Some(last) => files.layer(from_fn_with_state(Arc::clone(last), or_in_the_last_release)),
        None => files,
    }
}

/// A file of the release before, for a page that was opened before the update.
async fn or_in_the_last_release(Extract(last): Extract<Arc<Path>>, request: Request<Body>, next: Next) -> Response {
    let mut again = Request::new(Body::empty());
    (*again.method_mut(), *again.uri_mut()) = (request.method().clone(), request.uri().clone());
    again.headers_mut().clone_from(request.headers());
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    assets::hashed_in(&last, again).await.unwrap_or(response)
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

async fn page(
    Extract(state): Extract<State>,
    Extension(client): Extension<Client>,
    request: Request<Body>,
) -> Response {
    let site = origin::address(&request, client.way, &state.names).unwrap_or_default();
    rendered(&state, request, Document::Call, site).await
}

/// An address without a room.
async fn lobby(Extract(state): Extract<State>) -> Redirect {
    Redirect::permanent(&state.base.of("/"))
}

/// Renders a document in the language of whoever asks.
async fn rendered(state: &State, request: Request<Body>, document: Document, site: String) -> Response {
    let language = language(request.headers());
    let facts = Facts {
        options: state.options.clone(),
        language,
        base: state.base.clone(),
        site,
        build: state.build.clone(),
        hides_addresses: state.hide_addresses,
        files: site::files(&state.options, language),
    };
    let (render, ancestors) = (state.render, state.frame_ancestors.clone());
    let setting = move || set_policy(&ancestors);
    leptos_axum::render_app_to_stream_with_context(setting, move || render(document, facts.clone()))(request)
        .await
        .into_response()
}

/// The page of an address at which there is nothing.
pub async fn nothing(state: &State, uri: Uri, headers: HeaderMap) -> Response {
    let mut request = Request::new(Body::empty());
    (*request.uri_mut(), *request.headers_mut()) = (uri, headers);
    whole(rendered(state, request, Document::Nowhere, String::new()).await).await
}

/// The doctor.
async fn check_page(Extract(state): Extract<State>, request: Request<Body>) -> Response {
    rendered(&state, request, Document::Check, String::new()).await
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
    if !origin::is_own(&request, client.way, &state.names) {
        return foreign(&state);
    }
    if let Err(why) = state.limits.questions.check(client.network) {
        return too_much(&state, Limited::Questions, why);
    }
    let server: Server = Arc::new(state);
    let provide = move || provide_context(Arc::clone(&server));
    let mut response = leptos_axum::handle_server_fns_with_context(provide, request).await.into_response();
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        // Our functions never fail: what does is reading what was asked.
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    response
}

impl Answers for State {
    fn occupancy(&self, room: &RoomName) -> Occupancy {
        self.hub.occupancy(&room.key())
    }

    fn configuration(&self) -> ClientConfig {
        ClientConfig { relay: self.turn.is_some() || self.ice.has_relay() }
    }
}

async fn healthz(Extract(state): Extract<State>) -> StatusCode {
    if state.hub.is_healthy() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR }
}

async fn readyz(Extract(state): Extract<State>) -> StatusCode {
    if state.hub.is_healthy() && !state.hub.is_draining() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn socket(state: Arc<State>, client: Client, mut request: Request<Body>) -> Response {
    if !origin::is_own(&request, client.way, &state.names) {
        return not_too_much(&state, client, false, foreign(&state));
    }
    let carried = request.extensions().get().and_then(Carrier::carry);
    let version = request.version();
    let came = came(&state, client, &request);
    // Who is let in, and with what answer, is axum's to know. The socket itself is ours, so axum gets one that never opens.
    let upgraded = request.extensions().get::<OnUpgrade>().is_some().then(|| hyper::upgrade::on(&mut request));
    if upgraded.is_some() {
        request.extensions_mut().insert(hyper::upgrade::on(Request::new(())));
    }
    let answer = match WebSocketUpgrade::from_request(request, &()).await {
        Ok(upgrade) => upgrade.on_upgrade(|_| std::future::ready(())),
        Err(rejection) => return not_too_much(&state, client, false, rejection.into_response()),
    };
    let hasty = state.limits.upgrades.check(client.network).err();
    if let Some(why) = hasty {
        state.metrics.limit(Limited::Upgrades);
        if state.limits.farewells.check(client.network).is_err() {
            return too_many(why);
        }
    }
    if let Some(upgraded) = upgraded {
        tokio::spawn(upgraded.then(move |upgraded| match upgraded {
            Ok(upgraded) => serve_socket(state, client, carried, hasty, upgraded, version, came).left_future(),
            Err(_) => std::future::ready(()).right_future(),
        }));
    }
    answer
}

/// How the page of this request came.
fn came(state: &State, client: Client, request: &Request<Body>) -> Option<Came> {
    let authority = state.names.shown(names::host(request.uri(), request.headers())?);
    let usual = if client.way == Way::Plain { 80 } else { 443 };
    let port = (!client.is_proxied).then(|| authority.port_u16().unwrap_or(usual));
    Some(Came { host: authority.host().to_owned(), port, way: client.way })
}

/// What the browser of somebody with this ticket needs to find a path.
fn ice_servers(
    state: &State,
    came: Option<&Came>,
    user: u64,
    ticket: Option<TicketId>,
    unix_seconds: u64,
) -> Vec<IceServer> {
    let mut servers = state.ice.servers(unix_seconds, user);
    if let (Some(turn), Some(came), Some(ticket)) = (&state.turn, came, ticket) {
        servers.extend(ice::own(relaying::urls(came, state.relay_port), turn.login(ticket, unix_seconds)));
    }
    servers
}

/// A number that tells users of a relay from each other; where the system gives none, they share one.
fn random() -> u64 {
    getrandom::u64().unwrap_or_default()
}

/// Serves an open socket to its end, if there is a place for it.
fn serve_socket(
    state: Arc<State>,
    client: Client,
    carried: Option<Carried>,
    hasty: Option<TooMuch>,
    upgraded: Upgraded,
    version: Version,
    came: Option<Came>,
) -> impl Future<Output = ()> {
    let account = state.budget.account(client.network);
    let socket = WebSocket::new(TokioIo::new(upgraded), &account);
    let socket = if version == Version::HTTP_2 { socket.in_short_parts() } else { socket };
    match visitor(&state, client, account, carried, hasty) {
        Ok(visitor) => {
            let hub = Arc::clone(&state.hub);
            let build = state.build.clone();
            // The same for as long as the socket is open, so that nothing is told anew that has not changed.
            let user = random();
            let ice_servers = move |ticket| ice_servers(&state, came.as_ref(), user, ticket, unix_ms() / 1_000);
            let greeting = Greeting { build, ice_servers };
            session::run(socket, hub, visitor, greeting).left_future()
        }
        // A browser tells its page nothing of a refused upgrade, so the reason is said inside.
        Err(why) => session::turn_away(socket, why).right_future(),
    }
}

/// Who has a new socket, unless it came too soon after others or is one too many.
fn visitor(
    state: &State,
    client: Client,
    account: Account,
    carried: Option<Carried>,
    hasty: Option<TooMuch>,
) -> Result<Visitor, TooMuch> {
    match hasty {
        Some(why) => Err(why),
        None => Visitor::new(client.network, &state.limits, &state.limit_settings, account, carried)
            .inspect_err(|_| state.metrics.limit(Limited::Sockets)),
    }
}
