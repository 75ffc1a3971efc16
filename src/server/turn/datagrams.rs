//! Ports of UDP, with many packets in one call to the system where it can do that (GRO, GSO).

use std::convert::Infallible;
use std::io::{self, IoSliceMut};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSocketState};
use socket2::{Domain, Socket, Type};
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::Turn;
use crate::server::relay::{FiveTuple, Outcome, Transport};

/// What the system keeps of packets that were not read yet, or not sent yet, in bytes: some hundred milliseconds of many calls.
const SYSTEM_BYTES: usize = 4 * 1024 * 1024;

/// How much one read may bring for each place of a batch, in bytes: as many equal packets as a datagram of UDP can have.
const SPACE_BYTES: usize = 64 * 1024;

/// How much goes out in one call, in bytes.
const TOGETHER_BYTES: usize = 60 * 1024;

/// An open port, of one family.
#[derive(Debug)]
pub struct Port {
    socket: UdpSocket,
    state: UdpSocketState,
    address: SocketAddr,
}

/// Opens the port at an address: twice where that stands for the addresses of both families.
pub(super) fn open(address: SocketAddr) -> io::Result<Vec<Arc<Port>>> {
    let is_for_all = address.is_ipv6() && address.ip().is_unspecified();
    if !is_for_all {
        return Ok(vec![Arc::new(Port::open(address)?)]);
    }
    // Of a machine without IPv6 the other family is all there is.
    let of_ipv6 = Port::open(address).ok();
    let port = of_ipv6.as_ref().map_or(address.port(), |port| port.address.port());
    let of_ipv4 = Port::open(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), port))?;
    Ok(of_ipv6.into_iter().chain([of_ipv4]).map(Arc::new).collect())
}

impl Port {
    fn open(address: SocketAddr) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(address), Type::DGRAM, None)?;
        if address.is_ipv6() {
            socket.set_only_v6(true)?;
        }
        // The system has limits of its own, and a smaller buffer loses packets only when many come at once.
        let _ = socket.set_recv_buffer_size(SYSTEM_BYTES);
        let _ = socket.set_send_buffer_size(SYSTEM_BYTES);
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        let socket = UdpSocket::from_std(socket.into())?;
        let (state, address) = (UdpSocketState::new((&socket).into())?, socket.local_addr()?);
        allow_fragments(&socket, address)?;
        Ok(Self { socket, state, address })
    }

    /// The address that it was opened at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether packets that came this way came here.
    pub(super) fn is_for(&self, way: &FiveTuple) -> bool {
        let (own, local) = (self.address, way.local);
        own.port() == local.port()
            && own.is_ipv4() == local.is_ipv4()
            && (own.ip().is_unspecified() || own.ip() == local.ip())
    }

    /// Sends packets of `segment` bytes each, or one; they are lost if the system has no space for them.
    pub(super) fn send(&self, way: &FiveTuple, contents: &[u8], segment: Option<usize>) {
        let transmit = Transmit {
            destination: way.remote,
            ecn: None,
            contents,
            segment_size: segment,
            src_ip: Some(way.local.ip()),
        };
        let sent = self.socket.try_io(Interest::WRITABLE, || self.state.try_send((&self.socket).into(), &transmit));
        // What goes out in one call is not cut in pieces for a line that is too narrow: the system refuses all of it.
        if let (Err(error), Some(segment)) = (sent, segment)
            && error.kind() != io::ErrorKind::WouldBlock
        {
            contents.chunks(segment).for_each(|packet| self.send(way, packet, None));
        }
    }

    fn way(&self, meta: &RecvMeta) -> FiveTuple {
        let local = SocketAddr::new(meta.dst_ip.unwrap_or(self.address.ip()), self.address.port());
        FiveTuple { transport: Transport::Udp, local, remote: meta.addr, connection: 0 }
    }
}

/// Has packets that are too long for a line go out in pieces (RFC 8656 section 14: the Don't Fragment bit is not set). A packet that came whole
/// may be longer when it goes on, and `quinn-udp` forbids pieces, because QUIC finds out how long a packet may be.
#[cfg(target_os = "linux")]
fn allow_fragments(socket: &UdpSocket, address: SocketAddr) -> io::Result<()> {
    use nix::sys::socket::{setsockopt, sockopt};
    use rustix::net::sockopt::{
        Ipv4PathMtuDiscovery, Ipv6PathMtuDiscovery, set_ip_mtu_discover, set_ipv6_mtu_discover,
    };

    if address.is_ipv4() {
        return Ok(set_ip_mtu_discover(socket, Ipv4PathMtuDiscovery::DONT)?);
    }
    // Either of the two alone forbids it.
    set_ipv6_mtu_discover(socket, Ipv6PathMtuDiscovery::DONT)?;
    Ok(setsockopt(socket, sockopt::Ipv6DontFrag, &false)?)
}

/// Elsewhere such a packet is lost.
#[cfg(not(target_os = "linux"))]
fn allow_fragments(_: &UdpSocket, _: SocketAddr) -> io::Result<()> {
    Ok(())
}

/// Takes what comes to a port, and sends what is to be sent.
pub(super) async fn relay(turn: &Turn, port: &Port) -> Infallible {
    let mut space = vec![0; SPACE_BYTES * BATCH_SIZE];
    let mut metas = [RecvMeta::default(); BATCH_SIZE];
    let (mut out, mut together) = (Vec::new(), Together::default());
    loop {
        let mut places: Vec<_> = space.chunks_mut(SPACE_BYTES).map(IoSliceMut::new).collect();
        let read = port
            .socket
            .async_io(Interest::READABLE, || port.state.recv((&port.socket).into(), &mut places, &mut metas))
            .await;
        drop(places);
        // An error is of one packet that was sent before, as that nobody listens there.
        let Ok(read) = read else { continue };
        let mut relay = turn.now();
        let now = turn.millis();
        for (meta, bytes) in metas.iter().take(read).zip(space.chunks(SPACE_BYTES)) {
            let way = port.way(meta);
            for packet in bytes.get(..meta.len).unwrap_or_default().chunks(meta.stride.max(1)) {
                match relay.on_packet(now, &way, packet, &mut out) {
                    Outcome::Forwarded(to) | Outcome::Answered(to) => together.add(turn, port, to, &out),
                    Outcome::Dropped(_) => {}
                }
            }
        }
        turn.ring_if_nearer(&relay);
        drop(relay);
        together.send(turn, port);
    }
}

/// Packets of one length for one client, of which only the last may be shorter: they go out in one call.
#[derive(Debug, Default)]
struct Together {
    way: Option<FiveTuple>,
    bytes: Vec<u8>,
    segment: usize,
    packets: usize,
}

impl Together {
    fn add(&mut self, turn: &Turn, port: &Port, way: FiveTuple, packet: &[u8]) {
        let is_whole = self.bytes.len() == self.segment * self.packets;
        let fits = self.packets < port.state.max_gso_segments() && self.bytes.len() + packet.len() <= TOGETHER_BYTES;
        if self.way != Some(way) || !is_whole || packet.len() > self.segment || !fits {
            self.send(turn, port);
            (self.way, self.segment) = (Some(way), packet.len());
        }
        self.bytes.extend_from_slice(packet);
        self.packets += 1;
    }

    fn send(&mut self, turn: &Turn, port: &Port) {
        if let Some(way) = self.way.take() {
            if port.is_for(&way) && way.transport == Transport::Udp {
                port.send(&way, &self.bytes, (self.packets > 1).then_some(self.segment));
            } else {
                // Answers go back to the same port.
                self.bytes.chunks(self.segment.max(1)).for_each(|packet| turn.ways.send(&way, packet, false));
            }
        }
        self.bytes.clear();
        self.packets = 0;
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use nix::sys::socket::{getsockopt, sockopt};
    use rustix::net::sockopt::{Ipv4PathMtuDiscovery, Ipv6PathMtuDiscovery, ip_mtu_discover, ipv6_mtu_discover};

    use super::*;

    /// Else who has a line of less than 1 300 bytes hears and sees nothing: tried with `ip link set lo mtu 1200`.
    #[tokio::test]
    async fn a_packet_that_is_too_long_for_a_line_goes_in_pieces() {
        let ports = open(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port");
        let allowed = ports.iter().map(|port| ip_mtu_discover(&port.socket).expect("an open socket"));
        assert_eq!(allowed.collect::<Vec<_>>(), [Ipv4PathMtuDiscovery::DONT]);
    }

    /// A Data indication to who came over IPv6 is 36 bytes longer than what came in channel data: tried with `ip link set lo mtu 1280`.
    #[tokio::test]
    async fn a_packet_that_is_too_long_for_a_line_of_ipv6_goes_in_pieces() {
        let Ok(ports) = open(SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, 0))) else {
            println!("skipped: this machine has no IPv6");
            return;
        };
        for port in &ports {
            assert_eq!(ipv6_mtu_discover(&port.socket).expect("an open socket"), Ipv6PathMtuDiscovery::DONT);
            assert!(!getsockopt(&port.socket, sockopt::Ipv6DontFrag).expect("an open socket"));
        }
    }

    /// A key frame is many packets of one length, for a line of which the system knows that it is narrow.
    #[tokio::test]
    #[ignore = "needs a narrow line: unshare -n sh -c 'ip link set lo mtu 1280 up && cargo test --features embed --lib together_and -- --ignored'"]
    async fn packets_that_go_out_together_and_are_too_long_for_a_line_arrive() {
        const BYTES: usize = 1_300;
        let ports = open(SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, 0))).expect("a port");
        let client = UdpSocket::bind((std::net::Ipv6Addr::LOCALHOST, 0)).await.expect("a port");
        let remote = client.local_addr().expect("it is bound");
        let way = FiveTuple { transport: Transport::Udp, local: ports[0].address(), remote, connection: 0 };
        ports[0].socket.writable().await.expect("an open socket");
        ports[0].send(&way, &[7; 3 * BYTES], Some(BYTES));
        for _ in 0..3 {
            let come = client.recv_from(&mut [0; 2 * BYTES]).await.map(|(bytes, _)| bytes);
            assert_eq!(come.expect("an open socket"), BYTES);
        }
    }
}
