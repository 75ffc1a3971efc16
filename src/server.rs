//! The server half: serves the page, seats people, passes their signals on. It sees no picture and hears no sound.
//!
//! # Layout, in the order of a request
//! - [`config`]: every setting
//! - [`site`]: where the built page lies
//! - [`listen`]: from an open port to requests
//! - [`router`]: what is served under which address
//! - [`texts`]: the files with the texts of one language each
//! - [`origin`]: which pages may open a socket
//! - [`session`]: one WebSocket from its first to its last frame
//! - [`hub`]: the one owner of the rooms, and everybody's outbox
//! - [`rooms`]: who sits where (pure)
//! - [`pass`]: what proves a seat to a server that was started again
//! - [`state`]: what outlives the process
//! - [`ice`]: STUN and TURN servers with fresh passwords
//! - [`shutdown`]: draining and the end

pub mod config;
pub mod hub;
pub mod ice;
pub mod listen;
pub mod origin;
pub mod pass;
pub mod rooms;
pub mod router;
pub mod session;
pub mod shutdown;
pub mod site;
pub mod state;
pub mod texts;

use std::future::Future;
use std::sync::Arc;

use anyhow::Context;
use leptos::config::LeptosOptions;
use tokio::net::TcpListener;

use config::Config;
use hub::Hub;
use ice::Ice;
use pass::Passes;

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct State {
    /// What leptos has to know to render the page.
    pub options: LeptosOptions,
    /// The rooms.
    pub hub: Arc<Hub>,
    /// The ICE servers.
    pub ice: Arc<Ice>,
}

impl State {
    /// The state of a server with these settings.
    ///
    /// # Errors
    /// When the page is not built, or the ICE servers or the secret make no sense.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let options = site::options(config.site_root.as_deref(), config.listen)?;
        let ice = Arc::new(Ice::new(config)?);
        let passes = Passes::new(state::key(config)?);
        Ok(Self { options, hub: Hub::new(config.max_rooms, config.max_sockets, passes), ice })
    }
}

/// Serves until a signal ends it.
///
/// # Errors
/// When the settings make no sense or the address cannot be had.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let state = State::new(&config)?;
    let listener =
        TcpListener::bind(config.listen).await.with_context(|| format!("cannot listen on {}", config.listen))?;
    println!("Duet is ready: {}", Config::url(listener.local_addr()?));
    let hub = Arc::clone(&state.hub);
    serve(listener, state, shutdown::requested(hub)).await;
    Ok(())
}

/// Serves on a socket that is open already, until `end` is over.
pub async fn serve(listener: TcpListener, state: State, end: impl Future<Output = ()>) {
    // Rendering spawns tasks of its own. An error only says that this was done before, as in tests.
    let _ = any_spawner::Executor::init_tokio();
    let hub = Arc::clone(&state.hub);
    tokio::select! {
        never = listen::listen(listener, router::answer(state)) => match never {},
        () = hub.keep_time() => {}
        () = end => {}
    }
}
