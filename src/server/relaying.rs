//! The relay of this server as it is set up: its ports, and its addresses as browsers are told them.

use std::convert::Infallible;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;

use super::config::relay::Relaying;
use super::config::{Config, LISTEN, RELAY_LISTEN};
use super::hub::Hub;
use super::network::Way;
use super::ports::{PortError, Ports};
use super::turn::{Port, Turn};
use super::{State, entrance, listen};
use crate::protocol::ServerMessage;

/// How often those who send too much are told: a browser's encoder follows within a second.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// How the page came, which is how its browser finds the relay too.
#[derive(Debug, Clone)]
pub struct Came {
    /// The host in the address bar; an IPv6 address in brackets.
    pub host: String,
    /// The page's port; none where a proxy stands in front that speaks HTTP and passes nothing else on.
    pub port: Option<u16>,
    /// How it is encrypted.
    pub way: Way,
}

/// The addresses of the relay for a page that came like this: STUN, and TURN from the quickest to the one that gets through most networks.
/// `port` is the relay's own, where it has one. There are four of them at most: with five and more, browsers warn that the
/// search takes long.
///
/// Of one number at two addresses of this machine the page's is told too: there is TLS.
///
/// UDP beside the page is there always, and told only where the relay has no port of its own. Each address of TURN costs everybody an allocation
/// for each interface and family, and a row of pairs to be tried, while those from whose network only 443 is open, for UDP too, have TLS
/// there. An owner most of whose people are there gives the relay the page's address: then UDP, and TCP or TLS, are told there and nowhere else.
pub fn urls(came: &Came, port: Option<u16>) -> (Vec<String>, Vec<String>) {
    let host = &came.host;
    let own =
        port.into_iter().flat_map(|port| [format!("turn:{host}:{port}"), format!("turn:{host}:{port}?transport=tcp")]);
    let page = came.port.and_then(|page| match came.way {
        // Browsers' clients of TURN cannot go on past a warning.
        Way::Believed => Some(format!("turns:{host}:{page}?transport=tcp")),
        // Of the same number it is told already.
        Way::Encrypted | Way::Plain => (Some(page) != port).then(|| format!("turn:{host}:{page}?transport=tcp")),
    });
    let beside = came.port.filter(|_| port.is_none()).map(|page| format!("turn:{host}:{page}"));
    let stun = port.or(came.port).map(|port| format!("stun:{host}:{port}"));
    (stun.into_iter().collect(), beside.into_iter().chain(own).chain(page).collect())
}

/// The ports of the relay, open.
pub struct Opened {
    /// The relay's own port, where it has one.
    pub port: Option<u16>,
    datagrams: Vec<Arc<Port>>,
    streams: Option<tokio::net::TcpListener>,
}

/// Opens the relay's own port for UDP and TCP, if it is to have one, and UDP beside the page's at `page`.
///
/// # Errors
/// When a port is taken and the owner asked for it; else that is said, and the relay does without.
pub fn open(
    config: &Config,
    relaying: &Relaying,
    turn: &Turn,
    ports: &mut Ports,
    page: SocketAddr,
) -> Result<Opened, PortError> {
    let mut opened = Opened { port: None, datagrams: Vec::new(), streams: None };
    match config.relay_listen().map(|wanted| open_own(wanted, turn, ports)).transpose() {
        Ok(None) => {}
        Ok(Some(own)) => opened = own,
        Err(error) if relaying.is_port_asked_for => return Err(error),
        Err(error) => tracing::warn!(%error, "the relay is at the page's own port only"),
    }
    // An own port of the same number is at another address: both were open for TCP.
    match turn.open(page).map_err(|error| PortError::NoUdp(LISTEN, page, error)) {
        Ok(datagrams) => opened.datagrams.extend(datagrams),
        Err(error) if relaying.is_asked_for => return Err(error),
        Err(error) => tracing::warn!(%error, "the relay has no UDP at the page's own port"),
    }
    Ok(opened)
}

fn open_own(wanted: SocketAddr, turn: &Turn, ports: &mut Ports) -> Result<Opened, PortError> {
    let streams = ports.open(RELAY_LISTEN, wanted)?;
    // A port of 0 is the system's choice, and the same for both.
    let bound = streams.local_addr().map_err(|error| PortError::Other(RELAY_LISTEN, wanted, error))?;
    let datagrams = turn.open(bound).map_err(|error| PortError::of(RELAY_LISTEN, bound, error))?;
    Ok(Opened { port: Some(bound.port()), datagrams, streams: Some(streams) })
}

/// Relays until it is dropped.
pub fn run(opened: Opened, turn: &Arc<Turn>, state: &State) -> BoxFuture<'static, Infallible> {
    let datagrams = opened.datagrams.into_iter().map(|port| {
        let turn = Arc::clone(turn);
        async move { turn.relay(&port).await }
    });
    let datagrams: Vec<_> = datagrams.map(tokio::spawn).map(Aborted).collect();
    let streams = match opened.streams {
        Some(listener) => listen::relay(listener, entrance(None, state)).boxed(),
        None => pending().boxed(),
    };
    let (turn, hub) = (Arc::clone(turn), Arc::clone(&state.hub));
    async move {
        let datagrams = join_all(datagrams);
        tokio::select! {
            // A task ends only with the runtime.
            _ = datagrams => pending().await,
            never = streams => never,
            () = turn.keep_time() => pending().await,
            never = tell_limits(&turn, &hub) => never,
        }
    }
    .boxed()
}

/// Tells whoever sends more than the relay carries how much that is, so that their picture gets smaller and their voice stays whole.
async fn tell_limits(turn: &Turn, hub: &Hub) -> Infallible {
    loop {
        sleep(TELL_EVERY).await;
        let limits = turn.take_throttled().into_iter().map(|(socket, bytes_per_second)| {
            (socket, ServerMessage::RelayLimit { bits_per_second: bytes_per_second.saturating_mul(8) })
        });
        hub.tell(limits);
    }
}

/// A task of its own, so that each port has a core; it ends when this is dropped.
struct Aborted(tokio::task::JoinHandle<Infallible>);

impl Future for Aborted {
    type Output = ();

    fn poll(mut self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<Self::Output> {
        std::pin::Pin::new(&mut self.0).poll(context).map(drop)
    }
}

impl Drop for Aborted {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::server::budget::Budget;
    use crate::server::relay::Settings;

    /// What comes of these settings where the page is at this address.
    fn opened(arguments: &[&str], page: SocketAddr) -> Result<Opened, PortError> {
        let page_text = page.to_string();
        let own = ["duet", "--listen", page_text.as_str(), "--acme", "duet.test"];
        let config = Config::parse_from(own.iter().chain(arguments));
        let turn = Turn::new(Settings::default(), [7; 32], Budget::new(&config.limits));
        let relaying = config.relaying().expect("a relay");
        open(&config, &relaying, &turn, &mut Ports::handed_over().expect("nothing"), page)
    }

    /// A port that another program has for UDP.
    fn taken() -> (std::net::UdpSocket, SocketAddr) {
        let other = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
        let address = other.local_addr().expect("it is bound");
        (other, address)
    }

    const FREE: &[&str] = &["--relay-listen", "127.0.0.1:0"];

    #[tokio::test]
    async fn the_page_s_port_that_another_has_for_udp_is_an_error_where_the_relay_was_asked_for() {
        let (_other, page) = taken();
        let asked = opened(&[FREE, &["--relay", "127.0.0.1"]].concat(), page).err();
        assert!(matches!(&asked, Some(PortError::NoUdp(LISTEN, at, _)) if *at == page), "{asked:?}");
        assert!(opened(FREE, page).is_ok_and(|opened| opened.port.is_some()), "and else done without");
    }

    #[tokio::test]
    async fn a_port_of_its_own_that_was_asked_for_and_is_taken_is_an_error_whoever_decides_of_the_relay() {
        let (_other, wanted) = taken();
        let text = wanted.to_string();
        let (_page, page) = (std::net::TcpListener::bind("127.0.0.1:0").expect("a port"), "127.0.0.1:0");
        let asked = opened(&["--relay-listen", &text], page.parse().expect("an address")).err();
        assert!(matches!(&asked, Some(PortError::Taken(RELAY_LISTEN, at)) if *at == wanted), "{asked:?}");
    }

    #[tokio::test]
    async fn one_number_at_two_addresses_is_two_ports() {
        let page = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let page = page.local_addr().expect("it is bound");
        let own = SocketAddr::from(([127, 0, 0, 2], page.port()));
        let both = opened(&["--relay-listen", &own.to_string()], page).expect("nothing is taken");
        assert_eq!(both.datagrams.iter().map(|port| port.address()).collect::<Vec<_>>(), [own, page]);
    }

    #[tokio::test]
    async fn the_page_s_address_as_its_own_means_that_one_port_is_for_everything() {
        let page = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let page = page.local_addr().expect("it is bound");
        let text = page.to_string();
        for decided in [&[][..], &["--relay", "127.0.0.1"]] {
            let one = opened(&[decided, &["--relay-listen", &text]].concat(), page).expect("nothing is taken");
            assert!(one.port.is_none() && one.streams.is_none());
            assert_eq!(one.datagrams.iter().map(|port| port.address()).collect::<Vec<_>>(), [page]);
        }
    }

    fn told(host: &str, port: Option<u16>, way: Way, own: Option<u16>) -> Vec<String> {
        let (stun, turn) = urls(&Came { host: host.into(), port, way }, own);
        [stun, turn].concat()
    }

    #[test]
    fn the_relay_is_where_the_page_is_in_every_way_that_gets_through() {
        assert_eq!(
            told("duet.test", Some(443), Way::Believed, Some(3478)),
            [
                "stun:duet.test:3478",
                "turn:duet.test:3478",
                "turn:duet.test:3478?transport=tcp",
                "turns:duet.test:443?transport=tcp"
            ]
        );
        assert_eq!(
            told("[2620:fe::9]", Some(8443), Way::Encrypted, Some(3478)).last().map(String::as_str),
            Some("turn:[2620:fe::9]:8443?transport=tcp"),
            "nobody goes on past a warning of TURN over TLS"
        );
        assert_eq!(
            told("duet.test", None, Way::Believed, Some(3478)),
            ["stun:duet.test:3478", "turn:duet.test:3478", "turn:duet.test:3478?transport=tcp"],
            "a proxy passes nothing else on"
        );
        assert_eq!(
            told("duet.test", Some(443), Way::Believed, None),
            ["stun:duet.test:443", "turn:duet.test:443", "turns:duet.test:443?transport=tcp"],
            "its own port was taken, or it has none"
        );
        assert!(told("duet.test", None, Way::Believed, None).is_empty());
    }

    #[test]
    fn one_number_at_two_addresses_is_told_on_each_way_that_it_has() {
        assert_eq!(
            told("duet.test", Some(443), Way::Believed, Some(443)),
            [
                "stun:duet.test:443",
                "turn:duet.test:443",
                "turn:duet.test:443?transport=tcp",
                "turns:duet.test:443?transport=tcp"
            ]
        );
        assert_eq!(
            told("duet.test", Some(443), Way::Encrypted, Some(443)),
            ["stun:duet.test:443", "turn:duet.test:443", "turn:duet.test:443?transport=tcp"],
            "and none twice"
        );
    }
}
