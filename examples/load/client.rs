//! A person who speaks to either server: sits down in a room, and sends and hears messages of one size.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};
use duet::protocol::identity::{ConnectionId, SeatSecret, VisitId};
use duet::protocol::signal::{Description, DescriptionKind, Link, Payload, Signal};
use duet::protocol::{ClientMessage, IceServer, Join, PROTOCOL_VERSION, ServerMessage, codec};
use duet::server::relay::Login;
use futures::{SinkExt, StreamExt};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::server::{Kind, Server};

/// The size of a description, which makes most of a call's signals, in bytes.
const PAYLOAD_BYTES: usize = 2_000;

/// A seated person.
pub(crate) struct Client {
    socket: WebSocketStream<TcpStream>,
    signal: Signal,
    /// What the server's relay takes them for, where it has one.
    pub(crate) login: Option<Login>,
}

/// Room for one message, as in a server that is to hold many.
pub(crate) fn small_buffers() -> WebSocketConfig {
    WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0)
}

impl Client {
    /// Opens a socket and takes a seat.
    pub(crate) async fn join(server: &Server, room: usize) -> Result<Self> {
        static PEOPLE: AtomicU64 = AtomicU64::new(1);
        let person = PEOPLE.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let visit = VisitId::from_random(person);
        let link = Link { connection: ConnectionId::from_random(person), answers: None };
        let description = Description { kind: DescriptionKind::Offer, sdp: "v".repeat(PAYLOAD_BYTES) };
        let signal = Signal { from: visit, to: None, seq: 0, payload: Payload::Description { link, description } };

        let stream = TcpStream::connect(server.address).await?;
        stream.set_nodelay(true)?;
        let url = format!("ws://{}/ws", server.address);
        let (socket, _) = client_async_with_config(url, stream, Some(small_buffers())).await?;
        let mut client = Self { socket, signal, login: None };
        let name = format!("room {room}");
        let (request, granted) = match server.kind {
            Kind::Duet | Kind::DuetRelaying => {
                let mut secret = [0; 16];
                secret[..8].copy_from_slice(&person);
                let secret = SeatSecret::from_random(secret);
                let join = Join { version: PROTOCOL_VERSION, name, visit, secret, claim: None, signals: Vec::new() };
                (codec::encode(&<ClientMessage>::Join(join)), "{\"joined")
            }
            Kind::Relay => (name, "joined"),
            Kind::Coturn => bail!("coturn has no rooms"),
        };
        client.socket.send(Message::text(request)).await?;
        loop {
            let heard = client.hear().await?;
            if heard.starts_with(granted) {
                return Ok(client);
            }
            // The others are measured, and have no use for it.
            if server.kind == Kind::DuetRelaying {
                client.login = client.login.or_else(|| login_in(&heard));
            }
        }
    }

    /// Sends one message to the other person.
    pub(crate) async fn say(&mut self) -> Result<()> {
        self.signal.seq += 1;
        let text = codec::encode(&ClientMessage::Signal(self.signal.clone()));
        Ok(self.socket.send(Message::text(text)).await?)
    }

    /// Waits for a message of the other person.
    pub(crate) async fn listen(&mut self) -> Result<()> {
        while !self.hear().await?.starts_with("{\"signal") {}
        Ok(())
    }

    /// Gives the seat up and closes the socket in good order.
    pub(crate) async fn leave(mut self) -> Result<()> {
        self.socket.send(Message::text(codec::encode(&<ClientMessage>::Leave))).await?;
        Ok(self.socket.close(None).await?)
    }

    /// Goes in the middle of a frame.
    pub(crate) async fn break_off(mut self) -> Result<()> {
        Ok(self.socket.get_mut().write_all(b"\x81\xfe\x10\x00").await?)
    }

    /// The next thing that is not the server's question whether one is there.
    async fn hear(&mut self) -> Result<String> {
        loop {
            match self.socket.next().await.context("the server closed the socket")?? {
                Message::Text(text) if text == "\"ping\"" => {
                    self.socket.send(Message::text(codec::encode(&<ClientMessage>::Pong))).await?;
                }
                Message::Text(text) => return Ok(text.to_string()),
                other => bail!("unexpected {other:?}"),
            }
        }
    }
}

/// The login of the server's relay, if this is the welcome of a server that has one.
fn login_in(text: &str) -> Option<Login> {
    let Ok(ServerMessage::Welcome { ice_servers, .. }) = codec::decode_server::<serde_json::Value>(text) else {
        return None;
    };
    let relay = ice_servers.into_iter().find(IceServer::is_relay)?;
    Some(Login { username: relay.username?, password: relay.credential? })
}
