//! From an open port to connections, each a task of its own.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use tokio::io::AsyncBufReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

use super::connection::{self, Bounds, Version};
use super::limits::{Limits, Place};
use super::metrics::{Limited, Metrics};
use super::network::{Network, Peer, Proxies, Way};
use super::notices::{Notice, Notices};
use super::proxy_header::{self, HeaderError, Sender};
use super::relay::{FiveTuple, Transport};
use super::tls::{self, Protocol};
use super::turn::{self, Turn};

/// How long to wait when the system has no connection to give, as when all open files are used up.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);

/// What may wait encrypted, in bytes: one record of TLS (RFC 8446 section 5.1). More would wait where nobody counts it.
const ENCRYPTED_MAX_BYTES: usize = 16 * 1024;

/// On what terms a port is open.
#[derive(Debug)]
pub struct Entrance {
    /// With what connections are encrypted, if they are.
    pub tls: Option<Encryption>,
    /// Who may connect more often than others.
    pub proxies: Proxies,
    /// Who says at the beginning of each connection for whom it is.
    pub announcing: Proxies,
    /// How many may be connected, and how often somebody may connect.
    pub limits: Arc<Limits>,
    /// What one of them may take.
    pub bounds: Bounds,
    /// Where those are counted who find no place.
    pub metrics: Arc<Metrics>,
    /// What was said already of the proxies.
    pub notices: Arc<Notices>,
    /// The relay, which has the same port.
    pub turn: Option<Arc<Turn>>,
}

/// How connections are encrypted.
#[derive(Debug, Clone)]
pub struct Encryption {
    /// For the handshake.
    pub config: Arc<ServerConfig>,
    /// Whether browsers believe the certificate without being asked.
    pub is_believed: bool,
}

/// Answers whoever connects, until it is dropped. Then the port is closed, and the connections go on.
pub async fn listen<A, F>(listener: TcpListener, entrance: Entrance, answer: A) -> Infallible
where
    A: Fn(Request<Body>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let entrance = Arc::new(entrance);
    accept(&listener, &entrance, |stream, peer, place| {
        tokio::spawn(serve(Arc::clone(&entrance), stream, peer, place, answer.clone()));
    })
    .await
}

/// Hands on who connects and finds a place.
async fn accept(listener: &TcpListener, entrance: &Entrance, serve: impl Fn(TcpStream, Peer, Place)) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((stream, address)) => {
                let peer = Peer { address: address.ip().to_canonical(), way: entrance.way(), is_unnamed: false };
                // Who has no place is let go without a word: a word would cost a handshake.
                let Some(place) = entrance.place(&peer) else { continue };
                // Signals are single small messages; waiting to fill a packet would only delay them.
                let _ = stream.set_nodelay(true);
                serve(stream, peer, place);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

/// Takes connections for the relay only, until it is dropped.
pub async fn relay(listener: TcpListener, entrance: Entrance) -> Infallible {
    let entrance = Arc::new(entrance);
    accept(&listener, &entrance, |stream, mut peer, mut place| {
        let entrance = Arc::clone(&entrance);
        tokio::spawn(async move {
            let mut stream = stream;
            let deadline = Instant::now() + entrance.bounds.head();
            if let (Some(turn), Some(())) =
                (&entrance.turn, entrance.meet(&mut stream, &mut peer, &mut place, deadline).await)
                && is_for_relay(&stream, deadline).await
                && let Some(way) = way(&stream, &peer, Transport::Tcp)
            {
                turn::serve(turn, stream, way).await;
            }
            drop(place);
        });
    })
    .await
}

impl Entrance {
    fn way(&self) -> Way {
        match &self.tls {
            None => Way::Plain,
            Some(Encryption { is_believed: false, .. }) => Way::Encrypted,
            Some(Encryption { is_believed: true, .. }) => Way::Believed,
        }
    }

    /// A place for somebody who has just connected, if there is one.
    fn place(&self, peer: &Peer) -> Option<Place> {
        let network = if self.announcing.trust(peer.address) { None } else { self.network(peer) };
        self.may_come(network)?;
        self.limits.connections.take(network).map_err(|_| self.metrics.limit(Limited::Connections)).ok()
    }

    /// Has a place count for the client whom a proxy has named.
    fn assign(&self, place: &mut Place, peer: &Peer) -> Option<()> {
        let network = self.network(peer);
        self.may_come(network)?;
        let Some(network) = network else { return Some(()) };
        place.assign(network).map_err(|_| self.metrics.limit(Limited::Connections)).ok()
    }

    fn may_come(&self, network: Option<Network>) -> Option<()> {
        self.limits.arrivals.check(network).map_err(|_| self.metrics.limit(Limited::ConnectionRate)).ok()
    }

    /// For whom a connection counts. A trusted proxy says with each request for whom that is.
    fn network(&self, peer: &Peer) -> Option<Network> {
        if !peer.is_unnamed && self.proxies.trust(peer.address) { None } else { peer.network() }
    }

    /// Learns who connects, if a proxy has to say that; nothing if it does not, or they have no place.
    async fn meet(&self, stream: &mut TcpStream, peer: &mut Peer, place: &mut Place, deadline: Instant) -> Option<()> {
        if self.announcing.trust(peer.address) {
            *peer = self.announced(stream, *peer, deadline).await?;
            self.assign(place, peer)?;
        }
        Some(())
    }

    /// Who is behind a proxy that only passes bytes on, as it says itself.
    async fn announced(&self, stream: &mut TcpStream, proxy: Peer, deadline: Instant) -> Option<Peer> {
        let read = timeout_at(deadline, proxy_header::read(stream)).await;
        let error = match read.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into())) {
            Ok(Sender::Proxy) => return Some(proxy),
            Ok(Sender::Client(address)) => return Some(Peer { address, ..proxy }),
            Ok(Sender::Unnamed) => {
                self.notices.say(Notice::Unnamed);
                return Some(Peer { is_unnamed: true, ..proxy });
            }
            Err(error) => error,
        };
        tracing::debug!(%error, "nobody was announced");
        // A connection that ends at once is how some look whether the port is open.
        if !matches!(error, HeaderError::Ended(_)) {
            self.notices.say(Notice::Unannounced);
        }
        None
    }
}

async fn serve<A, F>(entrance: Arc<Entrance>, mut stream: TcpStream, mut peer: Peer, mut place: Place, answer: A)
where
    A: Fn(Request<Body>) -> F,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let bounds = entrance.bounds;
    let deadline = Instant::now() + bounds.head();
    if entrance.meet(&mut stream, &mut peer, &mut place, deadline).await.is_none() {
        return;
    }
    if let Some(turn) = &entrance.turn
        && is_for_relay(&stream, deadline).await
    {
        if let Some(way) = way(&stream, &peer, Transport::Tcp) {
            turn::serve(turn, stream, way).await;
        }
        return;
    }
    let Some(tls) = entrance.tls.as_ref().map(|tls| Arc::clone(&tls.config)) else {
        return connection::serve(stream, Version::Http1, peer, bounds, deadline, Some(place), answer).await;
    };
    match timeout_at(deadline, TlsAcceptor::from(tls).accept(stream)).await {
        Ok(Ok(mut stream)) => {
            stream.get_mut().1.set_buffer_limit(Some(ENCRYPTED_MAX_BYTES));
            // The handshake had its time, and the first head has its own.
            let deadline = Instant::now() + bounds.head();
            match (tls::protocol(stream.get_ref().1.alpn_protocol()), &entrance.turn) {
                (Some(Protocol::Http(version)), turn) => {
                    // Who names no protocol may be a browser's client of TURN; the first byte tells.
                    let is_unsaid = stream.get_ref().1.alpn_protocol().is_none();
                    match turn {
                        Some(turn) if is_unsaid && begins_as_stun(&mut stream, deadline).await => {
                            relay_over_tls(turn, stream, &peer).await;
                        }
                        _ => connection::serve(stream, version, peer, bounds, deadline, Some(place), answer).await,
                    }
                }
                (Some(Protocol::Turn), Some(turn)) => relay_over_tls(turn, stream, &peer).await,
                (Some(Protocol::Turn) | None, _) => {}
            }
        }
        Ok(Err(error)) => tracing::debug!(%error, "no TLS"),
        Err(_) => tracing::debug!("no TLS in time"),
    }
}

/// The two topmost bits of a STUN message are zeros, and those of its methods below are too (RFC 8489 section 5): no text and no
/// handshake of TLS begins like this.
fn is_stun(first: u8) -> bool {
    first < 4
}

/// Whether what comes first is for the relay. Nothing of it is taken.
async fn is_for_relay(stream: &TcpStream, deadline: Instant) -> bool {
    let mut first = [0];
    matches!(timeout_at(deadline, stream.peek(&mut first)).await, Ok(Ok(1)) if is_stun(first[0]))
}

/// The same inside TLS.
async fn begins_as_stun(stream: &mut TlsStream<TcpStream>, deadline: Instant) -> bool {
    let read = timeout_at(deadline, stream.fill_buf()).await;
    matches!(read, Ok(Ok([first, ..])) if is_stun(*first))
}

async fn relay_over_tls(turn: &Turn, stream: TlsStream<TcpStream>, peer: &Peer) {
    if let Some(way) = way(stream.get_ref().0, peer, Transport::Tls) {
        turn::serve(turn, stream, way).await;
    }
}

/// The way of a client to the relay, whose media go over the stream from now on; its connection has no number yet.
fn way(stream: &TcpStream, peer: &Peer, transport: Transport) -> Option<FiveTuple> {
    turn::prepare(stream);
    let canonical = |address: SocketAddr| SocketAddr::new(address.ip().to_canonical(), address.port());
    let (local, remote) = (canonical(stream.local_addr().ok()?), canonical(stream.peer_addr().ok()?));
    // Of a client behind a proxy the port is the proxy's.
    Some(FiveTuple { transport, local, remote: SocketAddr::new(peer.address, remote.port()), connection: 0 })
}

/// Whether the client went before it was let in.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};

    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::budget::Budget;
    use crate::server::config::limits::LimitSettings;
    use crate::server::limits::Limits;
    use crate::server::relay::Settings;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn a_connection_that_stays_keeps_no_port_open() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let settings = LimitSettings::default();
        let limits = Arc::new(Limits::new(&settings));
        let entrance = Entrance {
            tls: None,
            proxies: Proxies::default(),
            announcing: Proxies::default(),
            limits: Arc::clone(&limits),
            bounds: Bounds::new(&settings),
            metrics: Arc::default(),
            notices: Arc::default(),
            turn: None,
        };
        let idle = async {
            let mut idle = TcpStream::connect(address).await.expect("somebody listens");
            idle.write_all(b"GET / HTTP/1.1\r\nHost: duet.test\r\n\r\n").await.expect("somebody reads");
            idle.read_u8().await.expect("an answer");
            idle
        };
        let answer = async |_| Response::new(Body::empty());
        let _idle = tokio::select! {
            never = listen(listener, entrance, answer) => match never {},
            idle = idle => idle,
        };
        let refused = TcpStream::connect(address).await.expect_err("whoever comes back would come to who is going");
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
        TcpListener::bind(address).await.expect("the next process can have it");
    }

    /// It would keep its place for twice as long as any other.
    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_where_the_relay_is_too_is_let_go_as_soon_as_elsewhere() {
        let settings = LimitSettings::default();
        let budget = Budget::new(&settings);
        for turn in [None, Some(Turn::new(Settings::default(), [7; 32], budget))] {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("it is bound");
            let entrance = Entrance {
                tls: None,
                proxies: Proxies::default(),
                announcing: Proxies::default(),
                limits: Arc::new(Limits::new(&settings)),
                bounds: Bounds::new(&settings),
                metrics: Arc::default(),
                notices: Arc::default(),
                turn,
            };
            let head = entrance.bounds.head();
            let silent = async {
                let mut silent = TcpStream::connect(address).await.expect("somebody listens");
                let connected = Instant::now();
                let _ = silent.read_to_end(&mut Vec::new()).await;
                connected.elapsed()
            };
            let took = tokio::select! {
                never = listen(listener, entrance, async |_| Response::new(Body::empty())) => match never {},
                took = silent => took,
            };
            assert_eq!(took.as_secs(), head.as_secs());
        }
    }

    #[test]
    fn one_address_has_no_more_connections_than_it_may_and_a_trusted_proxy_has() {
        let settings = LimitSettings { max_connections_per_address: 1, ..LimitSettings::default() };
        let entrance = Entrance {
            tls: None,
            proxies: Proxies::new(vec!["198.51.100.0/24".parse().expect("a network")]),
            announcing: Proxies::default(),
            limits: Arc::new(Limits::new(&settings)),
            bounds: Bounds::new(&settings),
            metrics: Arc::default(),
            notices: Arc::default(),
            turn: None,
        };
        let place = |address: &str| {
            let address = address.parse().expect("an address");
            entrance.place(&Peer { address, way: Way::Plain, is_unnamed: false })
        };
        let first = place("192.0.2.1");
        assert!(first.is_some() && place("192.0.2.1").is_none() && place("192.0.2.2").is_some());
        let proxied = [place("198.51.100.1"), place("198.51.100.1")];
        assert!(proxied.iter().all(Option::is_some));
        drop(first);
        assert!(place("192.0.2.1").is_some());
    }
}
