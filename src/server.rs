//! The server half: serves the page, seats people, passes their signals on. It sees no picture and hears no sound.
//!
//! # Layout, in the order of a request
//! - [`config`]: every setting
//! - [`site`]: where the built page lies
//! - [`assets`]: its files
//! - [`listen`]: from an open port to connections
//! - [`tls`]: encryption of the way to the server
//! - [`redirect`]: from the unencrypted address to the encrypted one
//! - [`connection`]: from a connection to requests
//! - [`network`]: where a client is
//! - [`limits`]: how much anybody may have; [`budget`]: of memory; [`machine`]: how much of that there is
//! - [`router`]: what is served under which address
//! - [`headers`]: what every answer says to the browser
//! - [`encoding`]: files that were compressed beforehand
//! - [`texts`]: the files with the texts of one language each
//! - [`origin`]: which pages may open a socket, and ask
//! - [`unread`]: answers that nobody has read
//! - [`websocket`]: frames to messages and back
//! - [`session`]: one WebSocket from its first to its last frame
//! - [`hub`]: the one owner of the rooms; [`outbox`]: what waits for a client to read it
//! - [`rooms`]: who sits where (pure)
//! - [`pass`]: what proves a seat to a server that was started again
//! - [`state`]: what outlives the process
//! - [`ice`]: STUN and TURN servers with fresh passwords
//! - [`metrics`]: what is counted
//! - [`watch`]: the address for whoever watches
//! - [`log`]: what is written down
//! - [`greeting`]: what is said when the server is ready
//! - [`shutdown`]: draining and the end

mod address;
pub mod assets;
pub mod budget;
pub mod config;
pub mod connection;
pub mod encoding;
pub mod greeting;
pub mod headers;
pub mod hub;
pub mod ice;
pub mod limits;
pub mod listen;
pub mod log;
pub mod machine;
pub mod metrics;
pub mod network;
pub mod origin;
pub mod outbox;
pub mod pass;
pub mod redirect;
pub mod rooms;
pub mod router;
pub mod session;
pub mod shutdown;
pub mod site;
pub mod state;
#[cfg(test)]
mod test_folder;
pub mod texts;
pub mod tls;
pub mod unread;
pub mod watch;
pub mod websocket;

use std::convert::Infallible;
use std::future::{Future, pending};
use std::net::SocketAddr;
use std::sync::{Arc, Once};

use anyhow::Context;
use futures::FutureExt;
use futures::future::BoxFuture;
use leptos::config::LeptosOptions;
use tokio::net::TcpListener;

use assets::Assets;
use budget::Budget;
use config::Config;
use config::limits::LimitSettings;
use connection::Bounds;
use hub::Hub;
use ice::Ice;
use limits::Limits;
use listen::Entrance;
use metrics::Metrics;
use network::Proxies;
use pass::Passes;
use tls::Tls;

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct State {
    /// What leptos has to know to render the page.
    pub options: LeptosOptions,
    /// The page's files.
    pub assets: Assets,
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
    /// The sites that may show the page in a frame, in the words of a Content-Security-Policy.
    pub frame_ancestors: String,
    /// Whether it was said that somebody in front is not trusted.
    pub distrust: Arc<Once>,
}

impl State {
    /// The state of a server with these settings.
    ///
    /// # Errors
    /// When the page is not built, or the ICE servers or the secret make no sense.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let (options, assets) = site::find(config.site_root.as_deref(), config.listen)?;
        let passes = Passes::new(state::key(config)?);
        Self::with(config, options, assets, passes)
    }

    /// The same with a page and a key from somewhere else.
    ///
    /// # Errors
    /// When the ICE servers make no sense.
    pub fn with(config: &Config, options: LeptosOptions, assets: Assets, passes: Passes) -> anyhow::Result<Self> {
        let metrics = Arc::new(Metrics::default());
        Ok(Self {
            options,
            assets,
            hub: Hub::new(config.limits.max_rooms, passes, Arc::clone(&metrics)),
            metrics,
            ice: Arc::new(Ice::new(&config.ice)?),
            limits: Arc::new(Limits::new(&config.limits)),
            budget: Budget::new(&config.limits),
            limit_settings: Arc::new(config.limits.clone()),
            proxies: Proxies::new(config.trusted_proxies.clone()),
            frame_ancestors: config.frame_ancestors.clone(),
            distrust: Arc::new(Once::new()),
        })
    }
}

/// Serves until a signal ends it; or only says that it could, where the settings are to be checked.
///
/// # Errors
/// When the settings make no sense or an address cannot be had.
pub async fn run(mut config: Config) -> anyhow::Result<()> {
    let wished = config.limits.max_sockets;
    config.limits.max_sockets = budget::sockets_for(&config);
    let state = State::new(&config)?;
    let tls = tls::read(&config)?;
    if config.check_config {
        println!("The settings make sense.");
        return Ok(());
    }
    budget::say(&state.budget, wished, config.limits.max_sockets);
    // Each socket is an open file, and the system's first limit is often a thousand.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
    let listener = bind(config.listen).await?;
    let bound = listener.local_addr()?;
    let redirecting = redirecting(&config, &state, bound.port()).await?;
    let watched = watched(&config, &state).await?;
    greeting::print(&config, bound);
    let end = shutdown::requested(Arc::clone(&state.hub));
    tokio::select! {
        never = redirecting => match never {},
        never = watched => match never {},
        () = serve(listener, tls, state, end) => Ok(()),
    }
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Leads from the unencrypted address to that of `port`, if there is to be one.
async fn redirecting(config: &Config, state: &State, port: u16) -> anyhow::Result<BoxFuture<'static, Infallible>> {
    let Some(address) = config.tls.redirect_listen else { return Ok(pending().boxed()) };
    let entrance = entrance(bind(address).await?, None, state);
    Ok(listen::listen(entrance, redirect::answer(port)).boxed())
}

/// Tells whoever watches, if anybody is to.
async fn watched(config: &Config, state: &State) -> anyhow::Result<BoxFuture<'static, Infallible>> {
    let Some(address) = config.metrics_listen else { return Ok(pending().boxed()) };
    let listener = bind(address).await?;
    // Whoever floods the server must not keep those out who want to see it.
    let connections = Limits::new(&config.limits).connections;
    let entrance = Entrance { connections, ..entrance(listener, None, state) };
    Ok(listen::listen(entrance, watch::answer(state.clone())).boxed())
}

fn entrance(listener: TcpListener, tls: Option<listen::Encryption>, state: &State) -> Entrance {
    Entrance {
        listener,
        tls,
        proxies: state.proxies.clone(),
        connections: Arc::clone(&state.limits.connections),
        bounds: Bounds::new(&state.limit_settings),
        metrics: Arc::clone(&state.metrics),
    }
}

/// Serves on a port that is open already, until `end` is over.
pub async fn serve(listener: TcpListener, tls: Option<Tls>, state: State, end: impl Future<Output = ()>) {
    // Rendering spawns tasks of its own. An error only says that this was done before, as in tests.
    let _ = any_spawner::Executor::init_tokio();
    let (hub, limits) = (Arc::clone(&state.hub), Arc::clone(&state.limits));
    let (encryption, upkeep) = match tls {
        Some(tls) => (Some(tls.encryption), tls.upkeep),
        None => (None, pending().boxed()),
    };
    let entrance = entrance(listener, encryption, &state);
    tokio::select! {
        never = listen::listen(entrance, router::answer(state)) => match never {},
        never = upkeep => match never {},
        never = limits.forget() => match never {},
        () = hub.keep_time() => {}
        () = end => {}
    }
}
