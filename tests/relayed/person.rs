//! Somebody with the page open, as far as the relay goes by it: a socket, the login that comes with it, a seat.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU64, Ordering};

use duet::protocol::identity::{SeatSecret, VisitId};
use duet::protocol::{ClientMessage, Join, PROTOCOL_VERSION, ServerMessage, codec};
use duet::server::relay::Login;
use futures::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::line::{PATIENCE, Way, encrypted};
use super::program::Program;

pub(crate) struct Person {
    socket: WebSocketStream<Box<dyn Way>>,
    /// What the relay takes them for.
    pub(crate) login: Login,
    /// Where they are told that the relay is.
    pub(crate) told: Vec<String>,
}

impl Person {
    /// Opens the page, and has not joined yet.
    pub(crate) async fn comes(program: &Program) -> Self {
        Self::comes_to(program, Ipv4Addr::LOCALHOST.into()).await
    }

    /// The same by this address of the server's.
    pub(crate) async fn comes_to(program: &Program, host: IpAddr) -> Self {
        let page = program.page_at(host);
        let stream = TcpStream::connect(page).await.expect("it listens");
        let way: Box<dyn Way> =
            if program.is_encrypted { Box::new(encrypted(stream, &["http/1.1"]).await) } else { Box::new(stream) };
        let (mut socket, _) = client_async(format!("ws://{page}/ws"), way).await.expect("a socket");
        let ServerMessage::Welcome { ice_servers, .. } = next(&mut socket).await else { panic!("a welcome is first") };
        let relay = ice_servers.iter().find(|server| server.is_relay()).expect("a relay");
        let (username, password) = (relay.username.clone(), relay.credential.clone());
        let login = Login { username: username.expect("a name"), password: password.expect("a password") };
        Self { socket, login, told: ice_servers.into_iter().flat_map(|server| server.urls).collect() }
    }

    /// Asks for a seat. What comes of it?
    pub(crate) async fn joins(&mut self, name: &str) -> ServerMessage {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut secret = [0; 16];
        secret[..8].copy_from_slice(&number);
        let join = Join {
            version: PROTOCOL_VERSION,
            name: name.into(),
            visit: VisitId::from_random(number),
            secret: SeatSecret::from_random(secret),
            claim: None,
            signals: Vec::new(),
        };
        self.says(&ClientMessage::Join(join)).await;
        self.hears(|message| matches!(message, ServerMessage::Joined { .. } | ServerMessage::Full)).await
    }

    /// Two who sit in one room.
    pub(crate) async fn pair(program: &Program, name: &str) -> [Self; 2] {
        let [mut ann, mut ben] = [Self::comes(program).await, Self::comes(program).await];
        ann.sits(name).await;
        ben.sits(name).await;
        [ann, ben]
    }

    pub(crate) async fn sits(&mut self, name: &str) {
        assert!(matches!(self.joins(name).await, ServerMessage::Joined { .. }));
    }

    pub(crate) async fn leaves(&mut self) {
        self.says(&ClientMessage::Leave).await;
    }

    /// Waits to be told that the other has left.
    pub(crate) async fn is_left(&mut self) {
        self.hears(|message| *message == ServerMessage::PeerLeft).await;
    }

    async fn says(&mut self, message: &ClientMessage) {
        self.socket.send(Message::text(codec::encode(message))).await.expect("an open socket");
    }

    /// The next message of a kind.
    async fn hears(&mut self, is_it: impl Fn(&ServerMessage) -> bool) -> ServerMessage {
        loop {
            match next(&mut self.socket).await {
                ServerMessage::Ping => self.says(&ClientMessage::Pong).await,
                message if is_it(&message) => return message,
                _ => {}
            }
        }
    }
}

async fn next(socket: &mut WebSocketStream<Box<dyn Way>>) -> ServerMessage {
    let frame = timeout(PATIENCE, socket.next()).await.expect("an answer in time");
    let Some(Ok(Message::Text(text))) = frame else { panic!("expected a message, got {frame:?}") };
    codec::decode_server::<serde_json::Value>(&text).expect("the server speaks its own protocol")
}
