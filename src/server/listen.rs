//! From an open port to connections, each a task of its own.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::connection::{self, Bounds, Version};
use super::limits::{Counted, Place};
use super::metrics::{Limited, Metrics};
use super::network::{Network, Peer, Proxies, Way};
use super::tls;

/// How long to wait when the system has no connection to give, as when all open files are used up.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);

/// What may wait encrypted, in bytes: one record of TLS (RFC 8446 section 5.1). More would wait where nobody counts it.
const ENCRYPTED_MAX_BYTES: usize = 16 * 1024;

/// An open port, and on what terms it is open.
#[derive(Debug)]
pub struct Entrance {
    /// The port.
    pub listener: TcpListener,
    /// With what connections are encrypted, if they are.
    pub tls: Option<Encryption>,
    /// Who may connect more often than others.
    pub proxies: Proxies,
    /// How many may be connected.
    pub connections: Arc<Counted>,
    /// What one of them may take.
    pub bounds: Bounds,
    /// Where those are counted who find no place.
    pub metrics: Arc<Metrics>,
}

/// How connections are encrypted.
#[derive(Debug, Clone)]
pub struct Encryption {
    /// For the handshake.
    pub config: Arc<ServerConfig>,
    /// Whether browsers believe the certificate without being asked.
    pub is_believed: bool,
}

/// Answers whoever connects, until it is dropped.
pub async fn listen<A, F>(entrance: Entrance, answer: A) -> Infallible
where
    A: Fn(Request<Body>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    loop {
        match entrance.listener.accept().await {
            Ok((stream, address)) => {
                // Who has no place is let go without a word: a word would cost a handshake.
                let Some(place) = entrance.place(address) else {
                    entrance.metrics.limit(Limited::Connections);
                    continue;
                };
                // Signals are single small messages; waiting to fill a packet would only delay them.
                let _ = stream.set_nodelay(true);
                let (tls, bounds, answer) = (entrance.tls.clone(), entrance.bounds, answer.clone());
                tokio::spawn(serve(stream, address, tls, bounds, answer, place));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

impl Entrance {
    fn place(&self, address: SocketAddr) -> Option<Place> {
        let ip = address.ip();
        let network = if self.proxies.trust(ip) { None } else { Network::of(ip) };
        self.connections.take(network).ok()
    }
}

async fn serve<A, F>(
    stream: TcpStream,
    address: SocketAddr,
    tls: Option<Encryption>,
    bounds: Bounds,
    answer: A,
    place: Place,
) where
    A: Fn(Request<Body>) -> F,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let way = match &tls {
        None => Way::Plain,
        Some(Encryption { is_believed: false, .. }) => Way::Encrypted,
        Some(Encryption { is_believed: true, .. }) => Way::Believed,
    };
    let peer = Peer { address: address.ip(), way };
    let Some(tls) = tls else {
        return connection::serve(stream, Version::Http1, peer, bounds, Some(place), answer).await;
    };
    match timeout(bounds.head(), TlsAcceptor::from(tls.config).accept(stream)).await {
        Ok(Ok(mut stream)) => {
            stream.get_mut().1.set_buffer_limit(Some(ENCRYPTED_MAX_BYTES));
            let version = tls::version(stream.get_ref().1.alpn_protocol());
            if let Some(version) = version {
                connection::serve(stream, version, peer, bounds, Some(place), answer).await;
            }
        }
        Ok(Err(error)) => tracing::debug!(%error, "no TLS"),
        Err(_) => tracing::debug!("no TLS in time"),
    }
}

/// Whether the client went before it was let in.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};

    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::config::limits::LimitSettings;
    use crate::server::limits::Limits;

    #[tokio::test]
    async fn one_address_has_no_more_connections_than_it_may_and_a_trusted_proxy_has() {
        let settings = LimitSettings { max_connections_per_address: 1, ..LimitSettings::default() };
        let entrance = Entrance {
            listener: TcpListener::bind("127.0.0.1:0").await.expect("a free port"),
            tls: None,
            proxies: Proxies::new(vec!["198.51.100.0/24".parse().expect("a network")]),
            connections: Limits::new(&settings).connections,
            bounds: Bounds::new(&settings),
            metrics: Arc::default(),
        };
        let place = |address: &str| entrance.place(address.parse().expect("an address"));
        let first = place("192.0.2.1:1000");
        assert!(first.is_some() && place("192.0.2.1:2000").is_none() && place("192.0.2.2:1000").is_some());
        let proxied = [place("198.51.100.1:1000"), place("198.51.100.1:2000")];
        assert!(proxied.iter().all(Option::is_some));
        drop(first);
        assert!(place("192.0.2.1:2000").is_some());
    }
}
