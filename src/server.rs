//! The server half: serves the page, seats people, passes their signals on. It sees no picture and hears no sound.
//!
//! # Layout, in the order of a request
//! - [`config`]: every setting
//! - [`site`]: where the built page lies
//! - [`assets`]: its files
//! - [`mod@last_release`]: those of the release before
//! - [`files`]: how many of them may be open
//! - [`ports`]: the addresses to listen on
//! - [`listen`]: from an open port to connections
//! - [`tls`]: encryption of the way to the server
//! - [`redirect`]: from the unencrypted address to the encrypted one
//! - [`connection`]: from a connection to requests
//! - [`proxy_header`]: for whom a proxy connects that only passes bytes on
//! - [`network`]: where a client is
//! - [`limits`]: how much anybody may have; [`budget`]: of memory; [`machine`]: how much of that there is
//! - [`router`]: what is served under which address
//! - [`headers`]: what every answer says to the browser
//! - [`encoding`]: files that were compressed beforehand
//! - [`texts`]: the files with the texts of one language each
//! - [`names`]: under which names people reach the server
//! - [`origin`]: which pages may open a socket, and ask
//! - [`unread`]: answers that nobody has read
//! - [`websocket`]: frames to messages and back
//! - [`session`]: one WebSocket from its first to its last frame
//! - [`hub`]: the one owner of the rooms; [`outbox`]: what waits for a client to read it
//! - [`rooms`]: who sits where (pure)
//! - [`relay`]: who may send packets to whom through this server (pure)
//! - [`turn`]: the one owner of the relay, and its ways; [`relaying`]: its ports and addresses
//! - [`pass`]: what proves a seat to a server that was started again
//! - [`state`]: what outlives the process
//! - [`ice`]: STUN and TURN servers with fresh passwords
//! - [`metrics`]: what is counted
//! - [`watch`]: the address for whoever watches
//! - [`log`]: what is written down; [`notices`]: what is said once
//! - [`greeting`]: what is said when the server is ready; [`crossing`]: what of the way between the browsers
//! - [`shutdown`]: draining and the end
//! - [`service`]: the service manager; [`health`]: whether the rooms answer
//! - [`control`]: the socket for who runs the server; [`status`]: how it stands; [`busiest`]: who takes most of it
//! - [`operator`]: what who runs it asks by hand; [`doctor`]: what is in the way of calls

mod address;
pub mod assets;
pub mod budget;
pub mod busiest;
pub mod config;
pub mod connection;
pub mod control;
pub mod crossing;
pub mod doctor;
pub mod encoding;
pub mod files;
pub mod greeting;
pub mod headers;
pub mod health;
pub mod hub;
pub mod ice;
pub mod last_release;
pub mod limits;
pub mod listen;
pub mod log;
pub mod machine;
pub mod metrics;
pub mod names;
pub mod network;
pub mod notices;
pub mod operator;
pub mod origin;
pub mod outbox;
pub mod pass;
pub mod ports;
pub mod proxy_header;
pub mod redirect;
pub mod relay;
pub mod relaying;
pub mod rooms;
pub mod router;
pub mod service;
pub mod session;
pub mod shutdown;
pub mod site;
pub mod state;
pub mod status;
#[cfg(test)]
mod test_folder;
pub mod texts;
pub mod tls;
pub mod turn;
pub mod unread;
pub mod watch;
pub mod websocket;

use std::convert::Infallible;
use std::future::{Future, pending};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;
use futures::FutureExt;
use futures::future::BoxFuture;
use leptos::config::LeptosOptions;
use tokio::net::TcpListener;

use crate::api::documents::Render;
use crate::protocol::base_path::BasePath;
use assets::Assets;
use budget::Budget;
use config::limits::LimitSettings;
use config::{Config, LISTEN, METRICS_LISTEN, REDIRECT_LISTEN, check};
use connection::Bounds;
use control::{Control, ControlError};
use health::Health;
use hub::Hub;
use ice::Ice;
use limits::Limits;
use listen::Entrance;
use metrics::Metrics;
use names::Names;
use network::Proxies;
use notices::Notices;
use pass::{KEY_BYTES, Passes};
use ports::{PortError, Ports};
use status::Status;
use tls::Tls;
use turn::Turn;

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct State {
    /// What leptos has to know to render the page.
    pub options: LeptosOptions,
    /// The page's files.
    pub assets: Assets,
    /// The name of the page's build, if it has one.
    pub build: Option<Arc<str>>,
    /// The path below which everything is.
    pub base: BasePath,
    /// The folder with those of the release before.
    pub last_release: Option<Arc<Path>>,
    /// The rooms.
    pub hub: Arc<Hub>,
    /// The ICE servers.
    pub ice: Arc<Ice>,
    /// How much anybody may have.
    pub limits: Arc<Limits>,
    /// How many bytes anybody may make the server hold.
    pub budget: Arc<Budget>,
    /// The settings that they come from.
    pub limit_settings: Arc<LimitSettings>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// The proxies in front.
    pub proxies: Proxies,
    /// The proxies that say at the beginning of each connection for whom it is.
    pub announcing: Proxies,
    /// The names under which people reach the server, if they are known.
    pub names: Names,
    /// For how long browsers may come encrypted only, as every answer says where that can be said.
    pub encrypted_only: HeaderValue,
    /// The sites that may show the page in a frame, in the words of a Content-Security-Policy.
    pub frame_ancestors: String,
    /// What was said already of what is in front.
    pub notices: Arc<Notices>,
    /// Whether people's addresses are hidden from each other unless they want it otherwise.
    pub hide_addresses: bool,
    /// The relay of this server, if there is one.
    pub turn: Option<Arc<Turn>>,
    /// The relay's own port, where it has one.
    pub relay_port: Option<u16>,
    /// Makes the documents.
    pub render: Render,
}

impl State {
    /// The state of a server with these settings.
    ///
    /// # Errors
    /// When the page is not built, or the ICE servers, the names or the secret make no sense.
    pub fn new(config: &Config, render: Render) -> anyhow::Result<Self> {
        let (options, assets) = site::find(config.site_root.as_deref(), config.listen)?;
        let key = state::key(config)?;
        let last_release = last_release(config, &options, &assets);
        Ok(Self { last_release, ..Self::with(config, options, assets, key, render)? })
    }

    /// The same with a page and a key from somewhere else.
    ///
    /// # Errors
    /// When the ICE servers or the names make no sense.
    pub fn with(
        config: &Config,
        options: LeptosOptions,
        assets: Assets,
        key: [u8; KEY_BYTES],
        render: Render,
    ) -> anyhow::Result<Self> {
        let (metrics, budget) = (Arc::new(Metrics::default()), Budget::new(&config.limits));
        let turn = config.relaying().map(|relaying| {
            let settings = relay::Settings {
                addresses: relaying.addresses,
                // Without a limit there are as many as there can be labels.
                allocations: match config.ice.relay_allocations {
                    0 => usize::MAX,
                    allocations => allocations,
                },
                allocations_per_network: config.ice.relay_allocations_per_address,
                // As many as sockets, and as many again that are gone and still forward.
                tickets: match config.limits.max_sockets {
                    0 => usize::MAX,
                    sockets => sockets.saturating_mul(relay::TICKETS_PER_SOCKET),
                },
                seat_bytes_per_second: config.ice.relay_bytes_per_second_per_seat,
                total_bytes_per_second: config.ice.relay_bytes_per_second,
                ..relay::Settings::default()
            };
            Turn::new(settings, key, Arc::clone(&budget))
        });
        let passes = Passes::new(key);
        Ok(Self {
            build: site::build(&options, &assets),
            options,
            assets,
            base: config.base_path.clone(),
            last_release: None,
            hub: Hub::relaying(config.limits.max_rooms, passes, Arc::clone(&metrics), turn.clone()),
            metrics,
            ice: Arc::new(Ice::new(&config.ice)?),
            limits: Arc::new(Limits::new(&config.limits)),
            budget,
            limit_settings: Arc::new(config.limits.clone()),
            proxies: Proxies::new(config.trusted_proxies.clone()),
            announcing: Proxies::new(config.proxy_protocol.clone()),
            names: Names::new(&config.names, &config.tls.acme)?,
            encrypted_only: headers::encrypted_only(config.tls.hsts_seconds),
            frame_ancestors: config.frame_ancestors.clone(),
            notices: Arc::default(),
            hide_addresses: config.ice.hide_addresses,
            turn,
            relay_port: None,
            render,
        })
    }
}

/// Keeps the files of this release for the next, and finds those of the last, if that is wanted.
fn last_release(config: &Config, options: &LeptosOptions, assets: &Assets) -> Option<Arc<Path>> {
    if !config.keep_release {
        return None;
    }
    if !options.hash_files {
        tracing::warn!(
            "DUET_KEEP_RELEASE keeps nothing: the names of the page's files have no hashes, so they are not those of a release"
        );
        return None;
    }
    let Some(folder) = state::folder(config) else {
        tracing::warn!("DUET_KEEP_RELEASE keeps nothing: there is no folder for it; see DUET_STATE_DIR");
        return None;
    };
    if config.check_config {
        return None;
    }
    match last_release::keep(assets, &options.site_pkg_dir, &folder) {
        Ok(last) => last.map(Into::into),
        Err(error) => {
            tracing::warn!(%error, "the page's files cannot be kept: after an update, open pages will not find what they need");
            None
        }
    }
}

/// Serves until a signal ends it, with documents that `render` makes; or only says that it could, where the settings are to be checked.
///
/// # Errors
/// When the settings make no sense or an address cannot be had.
pub async fn run(mut config: Config, render: Render) -> anyhow::Result<()> {
    check::check(&config)?;
    // Each socket is an open file, and the system's first limit is often a thousand.
    let open_files = files::raise();
    if let Some(files) = open_files {
        files::fit(&mut config.limits, files);
    }
    let wished = config.limits.max_sockets;
    budget::fit(&mut config);
    let mut state = State::new(&config, render)?;
    let tls = tls::read(&config)?;
    if config.check_config {
        for (name, address) in config.addresses() {
            ports::check(name, address)?;
        }
        println!("The settings make sense.");
        return Ok(());
    }
    budget::say(&state.budget, wished, config.limits.max_sockets);
    let mut ports = Ports::handed_over()?;
    let listener = ports.open(LISTEN, config.listen)?;
    let bound = listener.local_addr()?;
    let redirecting = redirecting(&config, &mut ports, &state, config.public_port(bound.port()))?;
    let watched = watched(&config, &mut ports, &state)?;
    let relaying = match (config.relaying(), state.turn.clone()) {
        (Some(relaying), Some(turn)) => {
            let opened = relaying::open(&config, &relaying, &turn, &mut ports, bound)?;
            state.relay_port = opened.port;
            let (addresses, is_one) = (&relaying.addresses, config.relay_listen().is_none());
            let (own, page) = (opened.port, bound.port());
            crossing::say(&config, Some(crossing::Place { addresses, own, page, is_one }));
            relaying::run(opened, &turn, &state)
        }
        _ => {
            crossing::say(&config, None);
            pending().boxed()
        }
    };
    ports.all_used()?;
    let health = Health::new(Arc::clone(&state.hub));
    let controlled = controlled(&config, &state, &health, open_files).unwrap_or_else(|error| {
        // It serves people all the same.
        tracing::warn!("{error}");
        pending().boxed()
    });
    let name = tls.as_ref().and_then(|tls| tls.name.as_deref());
    greeting::print(&config, bound, name);
    service::ready();
    let drain = Duration::from_secs(config.drain_seconds);
    let end = shutdown::requested(Arc::clone(&state.hub), state.turn.clone(), drain);
    tokio::select! {
        never = redirecting => match never {},
        never = watched => match never {},
        never = relaying => match never {},
        never = controlled => match never {},
        never = service::live(health) => match never {},
        () = serve(listener, tls, state, end) => Ok(()),
    }
}

/// Leads from the unencrypted address to that of `port`, if there is to be one.
fn redirecting(
    config: &Config,
    ports: &mut Ports,
    state: &State,
    port: u16,
) -> Result<BoxFuture<'static, Infallible>, PortError> {
    let Some(address) = config.tls.redirect_listen else { return Ok(pending().boxed()) };
    let listener = ports.open(REDIRECT_LISTEN, address)?;
    let entrance = Entrance { turn: None, ..entrance(None, state) };
    Ok(listen::listen(listener, entrance, redirect::answer(port, state.names.clone())).boxed())
}

/// Answers who runs the server, where there is a folder for that.
fn controlled(
    config: &Config,
    state: &State,
    health: &Health,
    open_files: Option<usize>,
) -> Result<BoxFuture<'static, Infallible>, ControlError> {
    let Some(folder) = control::folder(config) else { return Ok(pending().boxed()) };
    let relay = state.turn.as_ref().and_then(|_| config.relaying()).map(|relaying| relaying.addresses);
    let status = Status::new(open_files, relay, state.relay_port);
    Ok(Control::open(&folder)?.answer(state.clone(), health.clone(), status).boxed())
}

/// Tells whoever watches, if anybody is to.
fn watched(config: &Config, ports: &mut Ports, state: &State) -> Result<BoxFuture<'static, Infallible>, PortError> {
    let Some(address) = config.metrics_listen else { return Ok(pending().boxed()) };
    let listener = ports.open(METRICS_LISTEN, address)?;
    // Whoever floods the server must not keep those out who want to see it.
    let limits = Arc::new(Limits::new(&config.limits));
    // Who watches is no client of a proxy.
    let (announcing, kept) = (Proxies::default(), Arc::clone(&limits));
    let entrance = Entrance { limits, announcing, turn: None, ..entrance(None, state) };
    let listening = listen::listen(listener, entrance, watch::answer(state.clone()));
    Ok(async move {
        tokio::select! {
            never = listening => never,
            never = kept.forget() => never,
        }
    }
    .boxed())
}

fn entrance(tls: Option<listen::Encryption>, state: &State) -> Entrance {
    Entrance {
        tls,
        proxies: state.proxies.clone(),
        announcing: state.announcing.clone(),
        limits: Arc::clone(&state.limits),
        bounds: Bounds::new(&state.limit_settings),
        metrics: Arc::clone(&state.metrics),
        notices: Arc::clone(&state.notices),
        turn: state.turn.clone(),
    }
}

/// Serves on a port that is open already, until `end` is over; then closes it, and every socket.
pub async fn serve(listener: TcpListener, tls: Option<Tls>, state: State, end: impl Future<Output = ()>) {
    // Rendering spawns tasks of its own. An error only says that this was done before, as in tests.
    let _ = any_spawner::Executor::init_tokio();
    let (hub, limits) = (Arc::clone(&state.hub), Arc::clone(&state.limits));
    let (encryption, upkeep) = match tls {
        Some(tls) => (Some(tls.encryption), tls.upkeep),
        None => (None, pending().boxed()),
    };
    let entrance = entrance(encryption, &state);
    tokio::select! {
        never = listen::listen(listener, entrance, router::answer(state)) => match never {},
        never = upkeep => match never {},
        never = limits.forget() => match never {},
        () = hub.keep_time() => {}
        () = end => {}
    }
    shutdown::farewell(&hub, &limits).await;
}
