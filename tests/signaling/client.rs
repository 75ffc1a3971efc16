//! A server on a free port, and clients that speak the protocol as any other program would.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use clap::Parser;
use duet::protocol::identity::{ConnectionId, SeatSecret, VisitId};
use duet::protocol::signal::{Description, DescriptionKind, Link, Payload, Signal};
use duet::protocol::{ClientMessage, Join, PROTOCOL_VERSION, ServerMessage, codec};
use duet::server::assets::Assets;
use duet::server::config::Config;
use duet::server::hub::Hub;
use duet::server::pass::KEY_BYTES;
use duet::server::{State, serve};
use futures::{SinkExt, StreamExt};
use leptos::config::LeptosOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) hub: Arc<Hub>,
}

pub(crate) struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(crate) visit: VisitId,
    person: u8,
}

/// Two people in a room.
pub(crate) struct Call {
    pub(crate) first: Client,
    pub(crate) second: Client,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::start_with(&Config::parse_from(["duet"])).await
    }

    pub(crate) async fn start_with(config: &Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket");
        // Signaling needs no built page.
        let options = LeptosOptions::builder().output_name("duet").build();
        let state = State::with(config, options, Assets::Folder("nowhere".into()), [0; KEY_BYTES], duet::app::render)
            .expect("the settings make sense");
        let hub = Arc::clone(&state.hub);
        tokio::spawn(serve(listener, None, state, std::future::pending()));
        Self { address, hub }
    }

    pub(crate) async fn connect(&self) -> Client {
        self.connect_as(1).await
    }

    pub(crate) async fn connect_as(&self, person: u8) -> Client {
        let (socket, _) = connect_async(format!("ws://{}/ws", self.address)).await.expect("the server listens");
        let mut client = Client { socket, visit: VisitId::from_random([0; 8]), person };
        client.renew();
        client
    }

    /// A client that has said what it wants and heard the welcome, but not the answer.
    pub(crate) async fn join(&self, name: &str, person: u8) -> Client {
        let mut client = self.connect_as(person).await;
        client.hears().await;
        client.asks_for(name).await;
        client
    }

    pub(crate) async fn call(&self, name: &str) -> Call {
        let mut first = self.join(name, 1).await;
        first.hears().await;
        let mut second = self.join(name, 2).await;
        second.hears().await;
        first.hears().await;
        Call { first, second }
    }

    pub(crate) async fn status_of(&self, path: &str) -> u16 {
        self.status(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)).await
    }

    pub(crate) async fn status_of_upgrade(&self, origin: Option<&str>) -> u16 {
        let origin = origin.map_or(String::new(), |origin| format!("Origin: {origin}\r\n"));
        self.status(&format!(
            "GET /ws HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{origin}\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            self.address
        ))
        .await
    }

    async fn status(&self, request: &str) -> u16 {
        let mut stream = TcpStream::connect(self.address).await.expect("the server listens");
        stream.write_all(request.as_bytes()).await.expect("an open connection");
        let mut head = [0; 12];
        stream.read_exact(&mut head).await.expect("an answer");
        String::from_utf8_lossy(&head[9..12]).parse().expect("a status code")
    }
}

impl Client {
    /// A new visit, as each press of Join makes one.
    pub(crate) fn renew(&mut self) {
        static VISITS: AtomicU64 = AtomicU64::new(1);
        self.visit = VisitId::from_random(VISITS.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    }

    pub(crate) fn join_message(&self, name: &str) -> ClientMessage {
        ClientMessage::Join(Join {
            version: PROTOCOL_VERSION,
            name: name.into(),
            visit: self.visit,
            secret: SeatSecret::from_random([self.person; 16]),
            claim: None,
            signals: Vec::new(),
        })
    }

    pub(crate) async fn asks_for(&mut self, name: &str) {
        let join = self.join_message(name);
        self.says(&join).await;
    }

    /// Whether a seat was had; what else comes meanwhile does not matter.
    pub(crate) async fn answer_to_join(&mut self) -> bool {
        loop {
            match self.hears().await {
                ServerMessage::Joined { .. } => return true,
                ServerMessage::Full => return false,
                _ => {}
            }
        }
    }

    pub(crate) async fn says(&mut self, message: &ClientMessage) {
        self.sends(Message::text(codec::encode(message))).await;
    }

    pub(crate) async fn sends(&mut self, frame: Message) {
        // A server that closes early is what some tests are about.
        let _ = self.socket.send(frame).await;
    }

    /// The next message, with heartbeats answered.
    pub(crate) async fn hears(&mut self) -> ServerMessage {
        loop {
            let frame = timeout(PATIENCE, self.socket.next()).await.expect("an answer in time");
            let Some(Ok(Message::Text(text))) = frame else { panic!("expected a message, got {frame:?}") };
            match codec::decode_server::<serde_json::Value>(&text).expect("the server speaks its own protocol") {
                ServerMessage::Ping => self.says(&ClientMessage::Pong).await,
                message => return message,
            }
        }
    }

    pub(crate) async fn close_code(&mut self) -> Option<CloseCode> {
        match timeout(PATIENCE, self.socket.next()).await.expect("an answer in time") {
            Some(Ok(Message::Close(frame))) => frame.map(|frame| frame.code),
            other => panic!("expected the end, got {other:?}"),
        }
    }

    /// Whether the server ends the socket, in whatever way.
    pub(crate) async fn is_gone(&mut self) -> bool {
        loop {
            match timeout(PATIENCE, self.socket.next()).await {
                Err(_) => return false,
                Ok(None | Some(Err(_) | Ok(Message::Close(_)))) => return true,
                Ok(Some(Ok(_))) => {}
            }
        }
    }

    /// The TCP connection goes without a word of the WebSocket protocol.
    pub(crate) async fn cut_off(&mut self) {
        let _ = self.socket.get_mut().shutdown().await;
    }

    pub(crate) fn signal_to(&self, other: &Self, seq: u32, bytes: usize) -> Signal {
        Signal { to: Some(other.visit), seq, ..self.description(bytes) }
    }

    pub(crate) fn description(&self, bytes: usize) -> Signal {
        let description = Description { kind: DescriptionKind::Offer, sdp: "v".repeat(bytes) };
        self.signal(Payload::Description { link: self.link(), description })
    }

    pub(crate) fn candidate(&self, bytes: usize) -> Signal {
        self.signal(Payload::Candidate { link: self.link(), candidate: "c".repeat(bytes) })
    }

    fn link(&self) -> Link {
        Link { connection: ConnectionId::from_random([self.person; 8]), answers: None }
    }

    fn signal(&self, payload: Payload) -> Signal {
        Signal { from: self.visit, to: None, seq: 1, payload }
    }
}

impl Call {
    /// Both still hear each other.
    pub(crate) async fn can_talk(&mut self) {
        let signal = self.first.signal_to(&self.second, 1, 1_000);
        self.first.says(&ClientMessage::Signal(signal.clone())).await;
        assert_eq!(self.second.hears().await, ServerMessage::Signal(signal));
        let signal = self.second.signal_to(&self.first, 1, 1_000);
        self.second.says(&ClientMessage::Signal(signal.clone())).await;
        assert_eq!(self.first.hears().await, ServerMessage::Signal(signal));
    }
}
