//! A server with settings of its own, and the ways into it: with and without TLS, over either version of HTTP.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::header::{CONNECTION, HOST, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use axum::http::response::Parts;
use axum::http::{Method, Request, Response, StatusCode};
use clap::Parser;
use duet::protocol::{ClientMessage, ServerMessage, codec};
use duet::server::assets::Assets;
use duet::server::config::Config;
use duet::server::pass::KEY_BYTES;
use duet::server::ports::Ports;
use duet::server::{State, serve, tls, watch};
use futures::{SinkExt, StreamExt};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper::ext::Protocol;
use hyper_util::rt::{TokioExecutor, TokioIo};
use leptos::config::LeptosOptions;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::any_certificate;

/// Any way to the server.
pub(crate) trait Way: AsyncRead + AsyncWrite + Send + Unpin + 'static {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Way for T {}

pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    folder: PathBuf,
    state: State,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) head: Response<()>,
    pub(crate) text: String,
    /// How long the body is, in bytes, as it was sent.
    pub(crate) bytes: usize,
}

impl Site {
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        // As the program opens it: of the system's own kind, a thousand who come at once are too many.
        let mut ports = Ports::handed_over().expect("nothing was");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        Self::start_on(ports.open("DUET_LISTEN", any).expect("a free port"), arguments)
    }

    /// On a port that somebody else knew before.
    pub(crate) fn start_on(listener: TcpListener, arguments: &[&str]) -> Self {
        static SITES: AtomicUsize = AtomicUsize::new(0);
        let number = SITES.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("duet-entrance-{}-{number}", std::process::id()));
        let kept = folder.to_string_lossy().into_owned();
        let own = if arguments.contains(&"--state-dir") { vec![] } else { vec!["--state-dir", &kept] };
        let config = Config::parse_from([&["duet"], own.as_slice(), arguments].concat());
        let address = listener.local_addr().expect("a bound socket");
        let options = LeptosOptions::builder().output_name("duet").build();
        let state = State::with(&config, options, Assets::Folder("nowhere".into()), [0; KEY_BYTES], duet::app::render)
            .expect("the settings make sense");
        let tls = tls::read(&config).expect("a certificate");
        tokio::spawn(serve(listener, tls, state.clone(), std::future::pending()));
        Self { address, folder, state }
    }

    pub(crate) async fn plain(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("the server listens")
    }

    /// By way of a proxy that says this before it passes anything on.
    pub(crate) async fn announced(&self, header: &[u8]) -> TcpStream {
        let mut way = self.plain().await;
        // A server that closes early is what some tests want.
        let _ = way.write_all(header).await;
        way
    }

    /// Through TLS, with these protocols to choose from; and the one that was chosen.
    pub(crate) async fn tls(&self, offered: &[&str]) -> (impl Way + use<>, Option<String>) {
        let stream = self.handshake(offered).await.expect("TLS");
        let chosen = stream.get_ref().1.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
        (stream, chosen)
    }

    /// The certificate that the server shows, if it has one.
    pub(crate) async fn certificate(&self) -> Option<Vec<u8>> {
        let stream = self.handshake(&[]).await.ok()?;
        stream.get_ref().1.peer_certificates()?.first().map(|certificate| certificate.to_vec())
    }

    async fn handshake(&self, offered: &[&str]) -> std::io::Result<TlsStream<TcpStream>> {
        self.tls_over(self.plain().await, offered).await
    }

    /// Through TLS over a connection that is open already.
    pub(crate) async fn tls_over(&self, way: TcpStream, offered: &[&str]) -> std::io::Result<TlsStream<TcpStream>> {
        let name = ServerName::try_from("localhost").expect("a name");
        TlsConnector::from(any_certificate::client(offered)).connect(name, way).await
    }

    /// A request without a body.
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
        let mut request = Request::get(path);
        if !headers.iter().any(|(name, _)| *name == HOST) {
            request = request.header(HOST, self.address.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).expect("a request")
    }

    /// The answer to a request over a connection of its own.
    pub(crate) async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        over_http1(self.plain().await, self.get(path, headers)).await
    }

    /// The same over TLS, under a name.
    pub(crate) async fn ask_encrypted(&self, path: &str, host: &str) -> Answer {
        let request = Request::get(path).header(HOST, host).body(Body::empty()).expect("a request");
        over_http1(self.tls(&[]).await.0, request).await
    }

    /// What the separate address for whoever watches answers.
    pub(crate) async fn metrics(&self) -> Answer {
        self.metrics_as(&[]).await
    }

    /// The same to a request with these headers.
    pub(crate) async fn metrics_as(&self, headers: &[(&str, &str)]) -> Answer {
        let response = watch::answer(self.state.clone())(self.get("/metrics", headers)).await;
        let (parts, body) = response.into_parts();
        answer(parts, body).await
    }

    /// A socket over HTTP/1.1.
    pub(crate) async fn socket(&self, way: impl Way, headers: &[(&str, &str)]) -> Socket {
        match self.upgrade(way, headers).await {
            Ok(socket) => socket,
            Err(answer) => panic!("no socket: {}", answer.status),
        }
    }

    /// The same, or the answer that was no socket.
    pub(crate) async fn upgrade(&self, way: impl Way, headers: &[(&str, &str)]) -> Result<Socket, Answer> {
        let mut request = self.get("/ws", headers);
        for (name, value) in [
            (CONNECTION, "Upgrade"),
            (UPGRADE, "websocket"),
            (SEC_WEBSOCKET_VERSION, "13"),
            (SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
        ] {
            request.headers_mut().insert(name, value.parse().expect("a header"));
        }
        let (mut sender, connection) = http1::handshake(TokioIo::new(way)).await.expect("a connection");
        tokio::spawn(connection.with_upgrades());
        let response = sender.send_request(request).await.expect("an answer");
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err(read(response).await);
        }
        Ok(upgraded(response).await)
    }

    /// A connection over HTTP/2, for many requests and sockets.
    pub(crate) async fn http2(&self, way: impl Way) -> http2::SendRequest<Body> {
        let (sender, connection) =
            http2::handshake(TokioExecutor::new(), TokioIo::new(way)).await.expect("a connection");
        tokio::spawn(connection);
        sender
    }

    /// A request as HTTP/2 has it: the host is in the address.
    pub(crate) fn get2(&self, path: &str) -> Request<Body> {
        Request::get(format!("https://{}{path}", self.address)).body(Body::empty()).expect("a request")
    }

    /// A socket beside other requests on an HTTP/2 connection (RFC 8441).
    pub(crate) async fn socket2(
        &self,
        sender: &mut http2::SendRequest<Body>,
        origin: Option<&str>,
    ) -> Result<Socket, StatusCode> {
        let mut request = Request::builder()
            .method(Method::CONNECT)
            .uri(format!("https://{}/ws", self.address))
            .header(SEC_WEBSOCKET_VERSION, "13")
            .extension(Protocol::from_static("websocket"));
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let response = sender.send_request(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        if response.status().is_success() { Ok(upgraded(response).await) } else { Err(response.status()) }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(crate) async fn over_http1(way: impl Way, request: Request<Body>) -> Answer {
    let (mut sender, connection) = http1::handshake(TokioIo::new(way)).await.expect("a connection");
    tokio::spawn(connection);
    read(sender.send_request(request).await.expect("an answer")).await
}

pub(crate) async fn read(response: Response<Incoming>) -> Answer {
    let (parts, body) = response.into_parts();
    answer(parts, Body::new(body)).await
}

async fn answer(parts: Parts, body: Body) -> Answer {
    let bytes = to_bytes(body, usize::MAX).await.expect("the whole body");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: parts.status, head: Response::from_parts(parts, ()), text, bytes: bytes.len() }
}

impl Answer {
    /// What a header says; nothing if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.head.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A socket over whatever way.
pub(crate) struct Socket(WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>);

async fn upgraded(response: Response<Incoming>) -> Socket {
    let upgraded = hyper::upgrade::on(response).await.expect("an upgrade");
    Socket(WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Client, None).await)
}

impl Socket {
    pub(crate) async fn says(&mut self, message: &ClientMessage) {
        // A server that closes early is what some tests are about.
        let _ = self.0.send(Message::text(codec::encode(message))).await;
    }

    /// The next message; none when the server has closed the socket.
    pub(crate) async fn hears(&mut self) -> Option<ServerMessage> {
        match self.0.next().await {
            Some(Ok(Message::Text(text))) => {
                Some(codec::decode_server::<serde_json::Value>(&text).expect("the server speaks its own protocol"))
            }
            _ => None,
        }
    }
}
