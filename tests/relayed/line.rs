//! A client's line to the relay: UDP, or a stream over TCP or TLS.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use duet::server::relay::Reader;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream, UdpSocket};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

use super::any_certificate;

/// What has not come after this long will not come; only a failing test waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// More than any packet here, in bytes.
const READ_BYTES: usize = 64 * 1024;

/// What the system takes in for a client that reads nothing, in bytes.
const NARROW_BYTES: u32 = 4 * 1024;

/// The longest segment to a client that reads nothing, in bytes. The system keeps room for ten of them, and on the way to itself they would
/// be 64 KiB long.
const NARROW_SEGMENT_BYTES: u32 = 536;

/// Any way to the server that is a stream.
pub(crate) trait Way: AsyncRead + AsyncWrite + Send + Unpin + 'static {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Way for T {}

enum Kind {
    Datagrams(UdpSocket),
    Stream(Box<dyn Way>),
}

pub(crate) struct Line {
    pub(crate) local: SocketAddr,
    pub(crate) remote: SocketAddr,
    kind: Kind,
    reader: Reader,
    whole: std::collections::VecDeque<Vec<u8>>,
}

impl Line {
    pub(crate) async fn udp(remote: SocketAddr) -> Self {
        let own = if remote.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() };
        Self::udp_from(SocketAddr::new(own, 0), remote).await
    }

    /// From this address of the machine's, at any port where that is 0.
    pub(crate) async fn udp_from(own: SocketAddr, remote: SocketAddr) -> Self {
        let socket = UdpSocket::bind(own).await.expect("a port");
        socket.connect(remote).await.expect("an address of this machine");
        let local = socket.local_addr().expect("it is bound");
        Self::new(local, remote, Kind::Datagrams(socket))
    }

    pub(crate) async fn tcp(remote: SocketAddr) -> Self {
        let stream = TcpStream::connect(remote).await.expect("it listens");
        Self::stream(stream.local_addr().expect("it is bound"), remote, stream)
    }

    /// Over TCP, for a client that reads nothing: the system takes as little for it as can be.
    pub(crate) async fn narrow(remote: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(NARROW_BYTES).expect("a size");
        socket2::SockRef::from(&socket).set_tcp_mss(NARROW_SEGMENT_BYTES).expect("a size");
        let stream = socket.connect(remote).await.expect("it listens");
        Self::stream(stream.local_addr().expect("it is bound"), remote, stream)
    }

    /// Over TLS, with these protocols to choose from.
    pub(crate) async fn tls(remote: SocketAddr, offered: &[&str]) -> Self {
        let stream = TcpStream::connect(remote).await.expect("it listens");
        let local = stream.local_addr().expect("it is bound");
        Self::stream(local, remote, encrypted(stream, offered).await)
    }

    /// Over TLS through a proxy that only passes bytes on: it connects from `proxy`, and tells that it does so for `client` (PROXY protocol).
    /// Nothing where this machine has no such address as the proxy's.
    pub(crate) async fn announced(remote: SocketAddr, proxy: SocketAddr, client: Ipv4Addr) -> Option<Self> {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_reuseaddr(true).expect("an open socket");
        match socket.bind(proxy) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AddrNotAvailable => return None,
            Err(error) => panic!("{error}"),
        }
        let mut stream = socket.connect(remote).await.expect("it listens");
        let told = format!("PROXY TCP4 {client} 203.0.113.1 5000 443\r\n");
        stream.write_all(told.as_bytes()).await.expect("an open line");
        Some(Self::stream(proxy, remote, encrypted(stream, &[]).await))
    }

    fn stream(local: SocketAddr, remote: SocketAddr, stream: impl Way) -> Self {
        Self::new(local, remote, Kind::Stream(Box::new(stream)))
    }

    fn new(local: SocketAddr, remote: SocketAddr, kind: Kind) -> Self {
        Self { local, remote, kind, reader: Reader::default(), whole: Default::default() }
    }

    pub(crate) fn is_stream(&self) -> bool {
        matches!(self.kind, Kind::Stream(_))
    }

    /// Sends bytes as they are. A server that closes early is what some tests are about.
    pub(crate) async fn sends(&mut self, bytes: &[u8]) {
        match &mut self.kind {
            Kind::Datagrams(socket) => _ = socket.send(bytes).await,
            Kind::Stream(stream) => {
                let _ = stream.write_all(bytes).await;
                let _ = stream.flush().await;
            }
        }
    }

    /// What comes next, a datagram or a piece of the stream; nothing at its end.
    pub(crate) async fn hears_some(&mut self) -> Option<Vec<u8>> {
        let mut space = vec![0; READ_BYTES];
        let read = match &mut self.kind {
            // An error is of a packet that was sent before, while nobody listened.
            Kind::Datagrams(socket) => loop {
                if let Ok(read) = socket.recv(&mut space).await {
                    break read;
                }
            },
            Kind::Stream(stream) => stream.read(&mut space).await.ok().filter(|read| *read > 0)?,
        };
        space.truncate(read);
        Some(space)
    }

    /// The next packet; nothing at the end of a stream.
    pub(crate) async fn hears(&mut self) -> Option<Vec<u8>> {
        while self.whole.is_empty() {
            let some = timeout(PATIENCE, self.hears_some()).await.expect("something comes")?;
            if !self.is_stream() {
                return Some(some);
            }
            let Self { reader, whole, .. } = self;
            reader.read(&some, |packet| whole.push_back(packet.to_vec())).expect("a stream of packets");
        }
        self.whole.pop_front()
    }

    /// The server ends it, and says nothing before that.
    pub(crate) async fn is_ended(&mut self) -> bool {
        self.hears().await.is_none()
    }
}

/// Through TLS over a connection that is open already.
pub(crate) async fn encrypted(stream: TcpStream, offered: &[&str]) -> impl Way + use<> {
    let name = ServerName::try_from("localhost").expect("a name");
    TlsConnector::from(any_certificate::client(offered)).connect(name, stream).await.expect("TLS")
}
