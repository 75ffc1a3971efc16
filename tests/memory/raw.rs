//! Clients of which every byte is chosen: sockets over HTTP/1.1, and requests over HTTP/2 whose answers nobody reads.

use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;

use super::any_certificate;
use super::program::Program;

/// What has not come after this long will not come; only a failing test waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// The longest segment that the client takes, in bytes: the server's system keeps ten of them and more for it.
const SEGMENT_BYTES: u32 = 1_000;

/// The least that a system gives to what a client has not read yet, in bytes.
const UNREAD_BYTES: u32 = 4 * 1024;

/// A socket of which every byte is the client's own choice.
pub(crate) struct Raw(TcpStream);

impl Raw {
    /// An open socket; the welcome is read.
    pub(crate) async fn open(program: &Program) -> Self {
        Self::open_from(program, "").await
    }

    /// The same with more headers.
    pub(crate) async fn open_from(program: &Program, headers: &str) -> Self {
        let mut stream = socket_that_takes_little().connect(program.address).await.expect("the server listens");
        stream.set_nodelay(true).expect("an open connection");
        stream.write_all(upgrade(program, headers).as_bytes()).await.expect("the server reads");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("an answer"));
        }
        Self(stream)
    }

    /// The head of a text frame that is the last of its message (RFC 6455 section 5.2), masked with zeros.
    pub(crate) fn head(length: usize) -> Vec<u8> {
        let mut head = vec![0x81];
        match u16::try_from(length) {
            Ok(short @ ..=125) => head.push(0x80 | u8::try_from(short).unwrap_or_default()),
            Ok(length) => {
                head.push(0x80 | 126);
                head.extend(length.to_be_bytes());
            }
            Err(_) => {
                head.push(0x80 | 127);
                head.extend((length as u64).to_be_bytes());
            }
        }
        head.extend([0; 4]);
        head
    }

    /// A whole text frame.
    pub(crate) async fn says(&mut self, text: &str) {
        self.bytes(&[&Self::head(text.len()), text.as_bytes()].concat()).await;
    }

    pub(crate) async fn bytes(&mut self, bytes: &[u8]) {
        // A server that closes early is what some tests want.
        let _ = timeout(PATIENCE, self.0.write_all(bytes)).await.expect("the server reads");
    }

    /// Reads until these words have come; whether they did before the end.
    pub(crate) async fn hears(&mut self, words: &str) -> bool {
        let (mut heard, mut part) = (Vec::new(), vec![0; 16 * 1024]);
        loop {
            let read = timeout(PATIENCE, self.0.read(&mut part)).await.expect("the server says something");
            let Ok(read @ 1..) = read else { return false };
            heard.extend(&part[..read]);
            if String::from_utf8_lossy(&heard).contains(words) {
                return true;
            }
        }
    }

    /// Reads until one of these words has come; which one did before the end.
    pub(crate) async fn hears_one<'a>(&mut self, words: &[&'a str]) -> Option<&'a str> {
        let (mut heard, mut part) = (String::new(), vec![0; 16 * 1024]);
        loop {
            let read = timeout(PATIENCE, self.0.read(&mut part)).await.expect("the server says something");
            let Ok(read @ 1..) = read else { return None };
            heard += &String::from_utf8_lossy(&part[..read]);
            if let Some(word) = words.iter().find(|word| heard.contains(**word)) {
                return Some(word);
            }
        }
    }

    /// Everything that the server says until it ends the connection.
    pub(crate) async fn last_words(&mut self) -> Vec<u8> {
        let mut heard = Vec::new();
        drop(timeout(PATIENCE, self.0.read_to_end(&mut heard)).await.expect("the server ends the connection"));
        heard
    }
}

/// A connection over TLS: of HTTP/2 (RFC 9113), on which everything is asked and nothing is read, or one that carries a socket.
pub(crate) struct Encrypted(TlsStream<TcpStream>);

impl Encrypted {
    async fn connect(program: &Program, protocol: &str) -> TlsStream<TcpStream> {
        let name = ServerName::try_from("localhost").expect("a name");
        let stream = socket_that_takes_little().connect(program.address).await.expect("the server listens");
        TlsConnector::from(any_certificate::client(&[protocol])).connect(name, stream).await.expect("TLS")
    }

    /// A socket over HTTP/1.1, at rest.
    pub(crate) async fn upgrade(program: &Program) -> Self {
        let mut stream = Self::connect(program, "http/1.1").await;
        stream.write_all(upgrade(program, "").as_bytes()).await.expect("the server reads");
        stream.flush().await.expect("the server reads");
        Self(stream).welcomed().await
    }

    /// A socket over HTTP/2 (RFC 8441), at rest.
    pub(crate) async fn open_socket(program: &Program) -> Self {
        let mut connection = Self::open(program, 0xffff).await;
        let authority = program.address.to_string();
        let fields = [
            (":method", "CONNECT"),
            (":protocol", "websocket"),
            (":scheme", "https"),
            (":path", "/ws"),
            (":authority", &authority),
            ("sec-websocket-version", "13"),
        ];
        let text = |text: &str| [&[u8::try_from(text.len()).expect("a short text")][..], text.as_bytes()].concat();
        // Each as it is, without a place in a table (RFC 7541 section 6.2.2).
        let head: Vec<u8> =
            fields.iter().flat_map(|(name, value)| [&[0][..], &text(name), &text(value)].concat()).collect();
        connection.0.write_all(&frame(1, 4, 1, &head)).await.expect("the server reads");
        connection.0.flush().await.expect("the server reads");
        connection.welcomed().await
    }

    async fn welcomed(mut self) -> Self {
        let (mut heard, mut part) = (Vec::new(), vec![0; 4 * 1024]);
        while !String::from_utf8_lossy(&heard).contains("welcome") {
            let read = timeout(PATIENCE, self.0.read(&mut part)).await.expect("the server says something");
            heard.extend(&part[..read.expect("an open connection")]);
        }
        self
    }

    /// A connection of HTTP/2 whose streams may have so much unread each.
    pub(crate) async fn open(program: &Program, window: u32) -> Self {
        let mut stream = Self::connect(program, "h2").await;
        // The window of each stream; that of all of them has no end.
        let settings = frame(4, 0, 0, &[&[0, 4][..], &window.to_be_bytes()].concat());
        let preface = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &settings[..]].concat();
        stream.write_all(&preface).await.expect("the server reads");
        stream.write_all(&frame(8, 0, 0, &0x7000_0000_u32.to_be_bytes())).await.expect("the server reads");
        stream.flush().await.expect("the server reads");
        Self(stream)
    }

    /// Asks for a path so many times at once.
    pub(crate) async fn asks(&mut self, path: &str, times: u32) {
        let length = u8::try_from(path.len()).expect("a short path");
        // GET, https, the path, and an authority: HPACK's static table (RFC 7541 appendix A), and two texts as they are.
        let head = [&[0x82, 0x87, 0x04, length][..], path.as_bytes(), &[0x41, 9], b"duet.test"].concat();
        for number in 0..times {
            let _ = self.0.write_all(&frame(1, 5, 2 * number + 1, &head)).await;
        }
        let _ = self.0.flush().await;
    }
}

/// A request for a socket over HTTP/1.1.
fn upgrade(program: &Program, headers: &str) -> String {
    format!(
        "GET /ws HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{headers}\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        program.address
    )
}

/// What is sent to it waits in the server, and not in the system.
fn socket_that_takes_little() -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(UNREAD_BYTES).expect("a small buffer");
    SockRef::from(&socket).set_tcp_mss(SEGMENT_BYTES).expect("short segments");
    socket
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short frame").to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}
