//! A person in a call as the server sees one: a seat that is remembered over any number of sockets.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use duet::protocol::identity::{SeatDigest, SeatSecret, VisitId};
use duet::protocol::signal::{Devices, Payload, Signal};
use duet::protocol::{Access, Claim, ClientMessage, Join, Neighbour, PROTOCOL_VERSION, ServerMessage, codec};
use futures::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::program::Program;

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(40);

/// How RFC 6455 says that a server starts anew.
const RESTART: u16 = 1012;

pub(crate) struct Talker {
    name: String,
    secret: SeatSecret,
    visit: VisitId,
    claim: Option<Claim>,
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    sent: u32,
    /// How many passes have come by themselves.
    passes: u32,
}

/// Two people in a room, between whom media flows.
pub(crate) async fn call(program: &Program, name: &str) -> (Talker, Talker) {
    let (mut ann, mut ben) = (Talker::new(program, name), Talker::new(program, name));
    assert!(matches!(ann.comes_back(program).await, ServerMessage::Joined { peer: None, .. }));
    assert!(matches!(ben.comes_back(program).await, ServerMessage::Joined { peer: Some(_), .. }));
    let ServerMessage::PeerHere { visit, seat } = ann.hears().await else { panic!("somebody came") };
    ann.remembers(Some(Neighbour { seat, visit }));
    (ann, ben)
}

/// The first 30 s of the server are over, and both have got its word on what it knows.
pub(crate) async fn both_are_given_a_pass(ann: &mut Talker, ben: &mut Talker) {
    tokio::join!(ann.is_given_a_pass(), ben.is_given_a_pass());
}

/// Both hear each other.
pub(crate) async fn can_talk(ann: &mut Talker, ben: &mut Talker) {
    ann.is_heard_by(ben).await;
    ben.is_heard_by(ann).await;
}

/// Somebody who does not belong there is told that the room is full, while the two answer when they are asked.
pub(crate) async fn is_full(program: &Program, ann: &mut Talker, ben: &mut Talker) {
    let name = ann.name.clone();
    tokio::select! {
        answer = Talker::stranger(program, &name) => assert_eq!(answer, ServerMessage::Full),
        () = ann.stays() => {}
        () = ben.stays() => {}
    }
}

impl Talker {
    pub(crate) fn new(program: &Program, name: &str) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let mut secret = [program.address.port().to_be_bytes()[1]; 16];
        secret[..8].copy_from_slice(&number.to_be_bytes());
        Self {
            name: name.into(),
            secret: SeatSecret::from_random(secret),
            visit: VisitId::from_random(number.to_be_bytes()),
            claim: None,
            socket: None,
            sent: 0,
            passes: 0,
        }
    }

    /// What somebody who does not belong there is told.
    pub(crate) async fn stranger(program: &Program, name: &str) -> ServerMessage {
        Self::new(program, name).comes_back(program).await
    }

    /// Opens a socket, asks for the seat, and gives the answer.
    pub(crate) async fn comes_back(&mut self, program: &Program) -> ServerMessage {
        let (socket, _) = connect_async(format!("ws://{}/ws", program.address)).await.expect("the server listens");
        self.socket = Some(socket);
        assert!(matches!(self.hears().await, ServerMessage::Welcome { .. }));
        let join = Join {
            version: PROTOCOL_VERSION,
            name: self.name.clone(),
            visit: self.visit,
            secret: self.secret,
            claim: self.claim,
            signals: Vec::new(),
        };
        self.says(&ClientMessage::Join(join)).await;
        let answer = self.hears().await;
        if let ServerMessage::Joined { role, pass, beside, peer, .. } = &answer {
            let peer = peer.map(|peer| Neighbour { seat: peer.seat, visit: peer.visit });
            self.claim = Some(Claim { pass: *pass, role: *role, beside: *beside, peer, flowing: true });
        }
        answer
    }

    /// Comes back to the own seat, beside the same person, in the same part.
    pub(crate) async fn sits_again(&mut self, program: &Program, beside: &Self) {
        let before = self.claim.expect("a seat was had");
        let ServerMessage::Joined { role, resumed, peer, .. } = self.comes_back(program).await else {
            panic!("the seat is somebody else's")
        };
        assert!(resumed && role == before.role, "it is the same seat");
        assert_eq!(peer.map(|peer| peer.visit), Some(beside.visit), "the other seat is the other person's");
    }

    pub(crate) async fn is_told_to_come_back(&mut self) {
        let socket = self.socket.as_mut().expect("a socket was opened");
        loop {
            match timeout(PATIENCE, socket.next()).await.expect("an end in time") {
                Some(Ok(Message::Close(frame))) => {
                    return assert_eq!(frame.map(|frame| u16::from(frame.code)), Some(RESTART));
                }
                Some(Ok(Message::Text(text)))
                    if codec::decode_server::<serde_json::Value>(&text) == Ok(ServerMessage::Ping) =>
                {
                    let _ = socket.send(Message::text(codec::encode(&<ClientMessage>::Pong))).await;
                }
                Some(Ok(_)) => {}
                end => panic!("expected a farewell, got {end:?}"),
            }
        }
    }

    async fn is_heard_by(&mut self, other: &mut Self) {
        let signal = self.signal_to(other);
        self.says(&ClientMessage::Signal(signal.clone())).await;
        loop {
            match other.hears().await {
                ServerMessage::Signal(heard) => return assert_eq!(heard, signal),
                // The one came back after the other.
                ServerMessage::PeerHere { visit, .. } => assert_eq!(visit, self.visit),
                message => panic!("expected a signal, got {message:?}"),
            }
        }
    }

    async fn stays(&mut self) {
        loop {
            self.hears().await;
        }
    }

    fn remembers(&mut self, peer: Option<Neighbour>) {
        self.claim = self.claim.map(|claim| Claim { peer, ..claim });
    }

    fn signal_to(&mut self, other: &Self) -> Signal {
        self.sent += 1;
        let payload = Payload::Devices(Devices::default());
        Signal { from: self.visit, to: Some(other.visit), seq: self.sent, payload }
    }

    async fn says(&mut self, message: &ClientMessage) {
        let socket = self.socket.as_mut().expect("a socket was opened");
        socket.send(Message::text(codec::encode(message))).await.expect("an open socket");
    }

    /// Says who may come in, and hears that it is so.
    pub(crate) async fn shuts(&mut self, access: Access) {
        self.says(&ClientMessage::Access(access)).await;
        assert_eq!(self.hears().await, ServerMessage::Access(access));
    }

    /// Gives the seat up.
    pub(crate) async fn leaves(&mut self) {
        self.says(&ClientMessage::Leave).await;
    }

    /// Nobody sits beside any more.
    pub(crate) fn is_alone(&mut self) {
        self.remembers(None);
    }

    /// Who sat beside is somebody whom nobody knows.
    pub(crate) fn invents_a_neighbour(&mut self) {
        let peer = Neighbour { seat: SeatDigest::from_bytes([9; 16]), visit: VisitId::from_random([9; 8]) };
        self.remembers(Some(peer));
    }

    /// Waits for the next pass. The first after a server's first 30 s is one that proves something.
    pub(crate) async fn is_given_a_pass(&mut self) {
        let before = self.passes;
        while self.passes == before {
            self.hears_or_gets_a_pass().await;
        }
    }

    /// The next message, with heartbeats answered and passes kept.
    pub(crate) async fn hears(&mut self) -> ServerMessage {
        loop {
            if let Some(message) = self.hears_or_gets_a_pass().await {
                return message;
            }
        }
    }

    async fn hears_or_gets_a_pass(&mut self) -> Option<ServerMessage> {
        loop {
            let socket = self.socket.as_mut().expect("a socket was opened");
            let frame = timeout(PATIENCE, socket.next()).await.expect("an answer in time");
            let Some(Ok(Message::Text(text))) = frame else { panic!("expected a message, got {frame:?}") };
            match codec::decode_server::<serde_json::Value>(&text).expect("the server speaks its own protocol") {
                ServerMessage::Ping => self.says(&ClientMessage::Pong).await,
                ServerMessage::Pass { pass, beside } => {
                    self.claim = self.claim.map(|claim| Claim { pass, beside, ..claim });
                    self.passes += 1;
                    return None;
                }
                message => return Some(message),
            }
        }
    }
}
