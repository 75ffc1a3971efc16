//! Ports of UDP, with many packets in one call to the system where it can do that (GRO, GSO).

use std::convert::Infallible;
use std::io::{self, IoSliceMut};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSocketState};
use socket2::{Domain, Socket, Type};
use tokio::io::Interest;
use tokio::net::UdpSocket;
use tokio::task::yield_now;
use tokio::time::sleep;

use super::Turn;
use super::outgoing::{OUTGOING_BYTES, Outgoing};
use crate::server::ports::has_no_ipv6;
use crate::server::relay::{FiveTuple, Outcome, Transport};

/// What the system keeps of packets that were not read yet, or not sent yet, in bytes: some hundred milliseconds of many calls.
const SYSTEM_BYTES: usize = 4 * 1024 * 1024;

/// How much one read may bring for each place of a batch, in bytes: as many equal packets as a datagram of UDP can have.
const SPACE_BYTES: usize = 64 * 1024;

/// What all ports together read into and send from, in bytes: the relay's own and the page's, each of both families. Of it only what was once used
/// takes memory.
pub const PORTS_BYTES: usize = 4 * (SPACE_BYTES * BATCH_SIZE + OUTGOING_BYTES);

/// After so many reads in a row that failed, each next one waits for so long: errors of packets that were sent before are few, and one that
/// stays would take a core.
const FAILURES_MAX: u32 = 64;
const FAILURE_PAUSE: Duration = Duration::from_millis(100);

/// An open port, of one family.
#[derive(Debug)]
pub struct Port {
    socket: UdpSocket,
    state: UdpSocketState,
    address: SocketAddr,
    /// How many packets go out in one call, as the system said at the start: `quinn-udp` takes one refusal, which may be of one address or
    /// one line, for that of all, and for ever.
    segments: usize,
}

/// Opens the port at an address: twice where that stands for the addresses of both families.
pub(super) fn open(address: SocketAddr) -> io::Result<Vec<Arc<Port>>> {
    let is_for_all = address.is_ipv6() && address.ip().is_unspecified();
    if !is_for_all {
        return Ok(vec![Arc::new(Port::open(address)?)]);
    }
    let of_ipv6 = match Port::open(address) {
        Ok(port) => Some(port),
        // The other family is all there is.
        Err(error) if has_no_ipv6(&error) => None,
        Err(error) => return Err(error),
    };
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
        Self::from_std(socket.into())
    }

    /// A socket that is bound and does not block.
    fn from_std(socket: std::net::UdpSocket) -> io::Result<Self> {
        let socket = UdpSocket::from_std(socket)?;
        let (state, address) = (UdpSocketState::new((&socket).into())?, socket.local_addr()?);
        allow_fragments(&socket, address)?;
        let segments = state.max_gso_segments();
        Ok(Self { socket, state, address, segments })
    }

    /// The address that it was opened at.
    #[cfg(test)]
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

    /// Sends packets of `segment` bytes each, or one; they are lost if the system has no space for them. What it refuses together goes one by
    /// one: some cards and tunnels cannot cut, and nothing is cut into packets that are too long for a line.
    pub(super) fn send(&self, way: &FiveTuple, contents: &[u8], segment: Option<usize>) {
        let sent = self.try_send(way, contents, segment);
        if let (Err(error), Some(segment)) = (sent, segment)
            && error.kind() != io::ErrorKind::WouldBlock
        {
            contents.chunks(segment.max(1)).for_each(|packet| _ = self.try_send(way, packet, None));
        }
    }

    fn try_send(&self, way: &FiveTuple, contents: &[u8], segment: Option<usize>) -> io::Result<()> {
        let transmit = Transmit {
            destination: way.remote,
            ecn: None,
            contents,
            segment_size: segment,
            src_ip: Some(way.local.ip()),
        };
        self.socket.try_io(Interest::WRITABLE, || self.state.try_send((&self.socket).into(), &transmit))
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
    let (mut out, mut outgoing) = (Vec::new(), Outgoing::new());
    let mut failures = 0;
    loop {
        let mut places: Vec<_> = space.chunks_mut(SPACE_BYTES).map(IoSliceMut::new).collect();
        let read = port
            .socket
            .async_io(Interest::READABLE, || port.state.recv((&port.socket).into(), &mut places, &mut metas))
            .await;
        drop(places);
        let Ok(read) = read else {
            pause(&mut failures).await;
            continue;
        };
        failures = 0;
        let came = metas.iter().take(read).zip(space.chunks(SPACE_BYTES));
        let packets = came.flat_map(|(meta, bytes)| {
            let packets = bytes.get(..meta.len).unwrap_or_default().chunks(meta.stride.max(1));
            let way = port.way(meta);
            packets.map(move |packet| (way, packet))
        });
        take(turn, port, packets, &mut out, &mut outgoing);
    }
}

/// Asks the relay about packets, and sends what comes of it while others have the relay.
fn take<'a>(
    turn: &Turn,
    port: &Port,
    packets: impl Iterator<Item = (FiveTuple, &'a [u8])>,
    out: &mut Vec<u8>,
    outgoing: &mut Outgoing,
) {
    let mut packets = packets.peekable();
    while packets.peek().is_some() {
        let mut relay = turn.now();
        let now = turn.millis();
        while !outgoing.is_full()
            && let Some((way, packet)) = packets.next()
        {
            match relay.on_packet(now, &way, packet, out) {
                Outcome::Forwarded(to) | Outcome::Answered(to) => outgoing.add(port.segments, to, out),
                Outcome::Dropped(_) => {}
            }
        }
        turn.ring_if_nearer(&relay);
        drop(relay);
        outgoing.send(turn, port);
    }
}

/// After a read that failed. Most errors are of one packet that was sent before, as that nobody listens there.
async fn pause(failures: &mut u32) {
    *failures = failures.saturating_add(1);
    if *failures > FAILURES_MAX {
        sleep(FAILURE_PAUSE).await;
    } else {
        yield_now().await;
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::fd::OwnedFd;
    use std::sync::mpsc;

    use nix::sys::socket::{getsockopt, sockopt};
    use rustix::net::sockopt::{Ipv4PathMtuDiscovery, Ipv6PathMtuDiscovery, ip_mtu_discover, ipv6_mtu_discover};
    use tokio::time::timeout;

    use super::super::outgoing::{OUTGOING_RUNS, PACKET_MAX_BYTES};
    use super::*;
    use crate::server::budget::Budget;
    use crate::server::config::limits::LimitSettings;
    use crate::server::relay::{Count, Settings};

    fn turn() -> Arc<Turn> {
        Turn::new(Settings::default(), [7; 32], Budget::new(&LimitSettings::default()))
    }

    async fn port() -> Arc<Port> {
        let ports = open(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port");
        ports[0].socket.writable().await.expect("an open socket");
        Arc::clone(&ports[0])
    }

    /// A client of this machine, and its way to a port.
    fn client(port: &Port) -> (std::net::UdpSocket, FiveTuple) {
        let client = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
        client.set_nonblocking(true).expect("an open socket");
        let remote = client.local_addr().expect("it is bound");
        (client, FiveTuple { transport: Transport::Udp, local: port.address(), remote, connection: 0 })
    }

    /// The lengths of what has come: on this machine that is as soon as it was sent.
    fn lengths(client: &std::net::UdpSocket) -> Vec<usize> {
        std::iter::from_fn(|| client.recv(&mut [0; 9_000]).ok()).collect()
    }

    /// How many packets go out in each call.
    fn runs(outgoing: &Outgoing) -> Vec<usize> {
        outgoing.runs.iter().map(|run| run.packets).collect()
    }

    /// More packets than the system takes in one call: it refuses them as it does those that are too long for a line.
    const TOO_MANY: usize = 200;

    /// Whoever comes over IPv6 would go to the other program, and nobody would know why there is no call.
    #[tokio::test]
    async fn a_port_that_another_has_for_ipv6_is_not_taken_for_half() {
        let other = Socket::new(Domain::IPV6, Type::DGRAM, None).expect("a socket");
        other.set_only_v6(true).expect("an open socket");
        let any: SocketAddr = "[::]:0".parse().expect("an address");
        if other.bind(&any.into()).is_err() {
            return;
        }
        let taken = other.local_addr().expect("it is bound").as_socket().expect("an address");
        assert_eq!(open(taken).map(|_| ()).map_err(|error| error.kind()), Err(io::ErrorKind::AddrInUse));
    }

    #[tokio::test]
    async fn packets_that_the_system_refuses_together_go_one_by_one() {
        let port = port().await;
        let (client, way) = client(&port);
        port.send(&way, &[7; 10 * TOO_MANY], Some(10));
        assert_eq!(lengths(&client), [10; TOO_MANY]);
    }

    #[tokio::test]
    async fn what_the_system_refused_for_one_client_changes_nothing_for_others() {
        let port = port().await;
        let (client, way) = client(&port);
        // Whoever writes port 0 into a packet as its own, and whoever has a line of short packets.
        let nobody = FiveTuple { remote: SocketAddr::from(([127, 0, 0, 1], 0)), ..way };
        port.send(&nobody, &[7; 32], None);
        port.send(&way, &[7; 10 * TOO_MANY], Some(10));
        lengths(&client);
        let (turn, mut outgoing) = (turn(), Outgoing::new());
        for _ in 0..20 {
            outgoing.add(port.segments, way, &[7; 1_200]);
        }
        assert_eq!(runs(&outgoing), [20], "they go out in one call");
        outgoing.send(&turn, &port);
        assert_eq!(lengths(&client), [1_200; 20]);
    }

    #[tokio::test]
    async fn nothing_is_sent_as_long_as_the_relay_is_asked() {
        let port = port().await;
        let clients = [(); 3].map(|()| client(&port));
        let (turn, mut outgoing) = (turn(), Outgoing::new());
        for (_, way) in &clients {
            outgoing.add(port.segments, *way, &[7; 100]);
        }
        assert!(clients.iter().all(|(client, _)| lengths(client).is_empty()), "others wait for the relay meanwhile");
        outgoing.send(&turn, &port);
        assert!(clients.iter().all(|(client, _)| lengths(client) == [100]));
    }

    /// As many requests as one read may bring, from whom nobody knows: all are answered, whatever waits in between.
    #[tokio::test]
    async fn more_than_may_wait_goes_out_in_parts() {
        let (port, turn) = (port().await, turn());
        let ways = (0..1_500_u16).map(|number| FiveTuple {
            transport: Transport::Udp,
            local: port.address(),
            remote: SocketAddr::from(([127, 77, 0, 1], 1_024 + number)),
            connection: 0,
        });
        let binding = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        let (mut out, mut outgoing) = (Vec::new(), Outgoing::new());
        let space = outgoing.bytes.capacity();
        take(&turn, &port, ways.map(|way| (way, &binding[..])), &mut out, &mut outgoing);
        assert_eq!(turn.snapshot().tally.of(Count::Bindings), 1_500);
        assert!(outgoing.runs.capacity() <= OUTGOING_RUNS && outgoing.bytes.capacity() == space);
        let way = FiveTuple { transport: Transport::Udp, local: port.address(), remote: port.address(), connection: 0 };
        while !outgoing.is_full() {
            outgoing.add(1, way, &[7; PACKET_MAX_BYTES]);
        }
        assert_eq!(outgoing.bytes.capacity(), space, "there is space for the last one too");
    }

    #[tokio::test]
    async fn media_of_browsers_go_out_together_and_longer_packets_alone() {
        let port = port().await;
        let (client, way) = client(&port);
        let (turn, mut outgoing) = (turn(), Outgoing::new());
        // The longest of a picture and of a data channel, behind a header of four bytes and in an indication.
        for bytes in [1_204, 1_228 + 44, 1_400, 4_000] {
            (0..3).for_each(|_| outgoing.add(port.segments, way, &vec![7; bytes]));
        }
        assert_eq!(runs(&outgoing), [3, 3, 1, 1, 1, 1, 1, 1], "most lines cannot carry the long ones in one piece");
        outgoing.send(&turn, &port);
        assert_eq!(lengths(&client), [[1_204; 3], [1_272; 3], [1_400; 3], [4_000; 3]].concat());
    }

    /// What has not come after this long will not come; only a failing test waits for it.
    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn a_port_that_fails_without_end_costs_next_to_nothing() {
        let (done, is_done) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
            runtime.expect("a runtime").block_on(async {
                // A stream that leads nowhere: whatever is read of it is an error.
                let nowhere = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
                let nowhere = std::net::UdpSocket::from(OwnedFd::from(nowhere));
                nowhere.set_nonblocking(true).expect("an open socket");
                let port = Port::from_std(nowhere).expect("a port as far as it can be seen");
                // An hour passes at once where nobody has anything to do.
                let never = timeout(Duration::from_secs(3_600), relay(&turn(), &port)).await;
                let _ = done.send(never.is_err());
            });
        });
        assert_eq!(is_done.recv_timeout(PATIENCE), Ok(true), "it spins");
    }

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
