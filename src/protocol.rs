//! The wire: everything the page and the server say to each other, and nothing else.
//!
//! One WebSocket carries JSON text frames, one message each; `docs/protocol.md` describes them for people who write
//! other clients. Both halves of Duet compile this module, so they cannot drift apart.
//!
//! A message is an object with one key, its type, or only the type's name if there is nothing more to say: serde reads
//! this form in one pass.
//!
//! # Layout
//! - [`room_name`]: what a room may be called, and when two names are the same room; [`room_link`]: its address
//! - [`base_path`]: the path below which a server has everything; [`occupancy`]: answers of the server functions
//! - [`first_script`]: what the document's first script and the program agree on
//! - [`identity`]: the random ids of visits, connections and seats
//! - [`signal`]: what one person's browser tells the other's through the server
//! - [`reading`]: parsed JSON to message, small enough for the page
//! - [`codec`]: text to message and back, with every limit checked

pub mod base_path;
pub mod codec;
pub mod first_script;
pub mod identity;
pub mod occupancy;
pub mod reading;
pub mod room_link;
pub mod room_name;
pub mod signal;

use serde::{Deserialize, Serialize};

use identity::{Pass, SeatDigest, SeatSecret, VisitId};
use room_name::RoomNameError;
use signal::Signal;

/// The version of this protocol. It changes whenever an older client could misunderstand a newer server.
pub const PROTOCOL_VERSION: u32 = 3;

/// What the answer to a page begins with that is refused because its address is not the name that it asked for, so that the page can
/// tell it from a refusal by somebody in between.
pub const FOREIGN_ORIGIN: &str = "foreign-origin";

/// The largest frame either side accepts, in bytes. A join carries an offer and its candidates, about 10 KiB with
/// today's browsers; this leaves room without letting one person fill the server's memory.
pub const FRAME_MAX_BYTES: usize = 64 * 1024;

/// How often the server sends [`ServerMessage::Ping`], in milliseconds.
pub const HEARTBEAT_MS: u64 = 5_000;

/// A socket that has been silent for so long is taken for lost, by either side, in milliseconds: three heartbeats, so
/// that two of them may be late.
pub const SILENCE_MAX_MS: u64 = 3 * HEARTBEAT_MS;

/// What a client says. The server reads signals as [`signal::Passing`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientMessage<S = Signal> {
    /// Asks for a seat, or takes one's own seat again after the socket was lost or the page reloaded.
    Join(Join),
    /// Something for the other person's browser.
    Signal(S),
    /// Every signal of the visit `to` up to and including number `up_to` has arrived here.
    Ack {
        /// The visit whose signals arrived.
        to: VisitId,
        /// The last number that arrived with none missing before it.
        up_to: u32,
    },
    /// While the other seat is held: whether media still arrives from its owner. True keeps the seat held.
    Report {
        /// Whether the link between the two browsers lives.
        flowing: bool,
    },
    /// The impolite side is to look for another path: the link is broken as seen from here.
    Repair,
    /// Says who may come in while a seat is free; only somebody with a seat may. In the page the features write this and the next
    /// three ([`crate::features::room_access::model::Said`]), so that a first visit does not carry them.
    #[cfg(not(target_arch = "wasm32"))]
    Access(Access),
    /// Asks how the door is: [`ServerMessage::Door`].
    #[cfg(not(target_arch = "wasm32"))]
    Door,
    /// Asks those in a room to be let in.
    #[cfg(not(target_arch = "wasm32"))]
    Knock {
        /// The room's name as it was typed.
        name: String,
    },
    /// Lets in who knocked, or does not.
    #[cfg(not(target_arch = "wasm32"))]
    Answer {
        /// The number of [`ServerMessage::Knocked`].
        knock: u64,
        /// Whether they may come in.
        admit: bool,
    },
    /// How the call does, for whoever watches the server. It changes nothing.
    Measured(Measured),
    /// Asks for [`ServerMessage::IceServers`]: their passwords age, and the answer proves that the line lives.
    Refresh,
    /// The answer to [`ServerMessage::Ping`].
    Pong,
    /// Gives the seat up for good.
    Leave,
}

/// What a page tells of its call. It is counted and not kept: nothing in it says whose call it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measured {
    /// The two see each other, so many milliseconds after the later of them asked for a seat.
    Connected(u64),
    /// They see each other again, and this was done last to that end.
    Recovered(Recovery),
    /// Whether their pictures and voices go through a relay.
    Relayed(bool),
}

/// How a call came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recovery {
    /// The path was good again.
    #[default]
    Itself,
    /// Another path was found (ICE restart).
    Restart,
    /// A new connection was made.
    Renewal,
}

/// The particulars of [`ClientMessage::Join`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The [`PROTOCOL_VERSION`] the client speaks.
    pub version: u32,
    /// The room's name as it was typed; the server decides what it means.
    pub name: String,
    /// This stay in the room. A new one for each press of Join and each load of the page, the same one when only the
    /// socket had to be opened again.
    pub visit: VisitId,
    /// Whoever shows the secret of a seat takes it.
    pub secret: SeatSecret,
    /// What the client remembers of its seat, for a server that does not: one that was started again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// The offer made beforehand and its candidates, or what was not acknowledged yet.
    #[serde(default)]
    pub signals: Vec<Signal>,
}

/// A seat as its owner remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The server's own word, from the last [`ServerMessage::Joined`] or [`ServerMessage::Pass`].
    pub pass: Pass,
    /// The seat's part in negotiation.
    pub role: Role,
    /// Whom the pass names in the other seat, as it came with the pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<SeatDigest>,
    /// Who has the other seat as the client knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<Neighbour>,
    /// Whether media flows between the two at this moment.
    pub flowing: bool,
}

/// The owner of the other seat, as far as one is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Their seat.
    pub seat: SeatDigest,
    /// Their visit.
    pub visit: VisitId,
}

/// How a relay is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RelayTransport {
    /// As media go best.
    Udp,
    /// Where UDP is blocked.
    Tcp,
    /// Where only encrypted pages get through.
    Tls,
}

impl RelayTransport {
    /// As it is called in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
        }
    }

    /// That of a relay's address (RFC 7065).
    pub fn of_url(url: &str) -> Self {
        match (url.starts_with("turns"), url.ends_with("tcp")) {
            (true, _) => Self::Tls,
            (false, true) => Self::Tcp,
            (false, false) => Self::Udp,
        }
    }
}

impl IceServer {
    /// Whether it is a relay (TURN): asked for an address, it keeps one for who asked.
    pub fn is_relay(&self) -> bool {
        self.urls.iter().any(|url| url.starts_with("turn"))
    }
}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServerMessage {
    /// The first message on every socket.
    Welcome {
        /// The [`PROTOCOL_VERSION`] the server speaks.
        version: u32,
        /// How often [`ServerMessage::Ping`] comes, in milliseconds.
        heartbeat_ms: u64,
        /// What the browser needs to find a path to the other person.
        ice_servers: Vec<IceServer>,
        /// The name of the page's build that the server serves, if it has one: a page of another name is older or newer.
        #[serde(skip_serializing_if = "Option::is_none")]
        build: Option<String>,
    },
    /// The seat is yours.
    Joined {
        /// The room's name as its first person typed it.
        name: String,
        /// Your part in negotiation; it stays with the seat.
        role: Role,
        /// True if the seat was already held by your secret, false if it was free.
        resumed: bool,
        /// To be shown again in [`Claim`].
        pass: Pass,
        /// Whom the pass names in the other seat, to be shown beside it.
        #[serde(skip_serializing_if = "Option::is_none")]
        beside: Option<SeatDigest>,
        /// Who has the other seat, if it is taken.
        peer: Option<Peer>,
    },
    /// A new pass in the place of the one before: something has changed, or an hour is over.
    Pass {
        /// To be shown again in [`Claim`].
        pass: Pass,
        /// Whom it names in the other seat, to be shown beside it.
        #[serde(skip_serializing_if = "Option::is_none")]
        beside: Option<SeatDigest>,
    },
    /// Both seats are taken, and not by you.
    Full,
    /// You cannot be seated, for another reason than a full room.
    Refused {
        /// Why.
        reason: Refusal,
    },
    /// The other person is on the line: newly come, come back, or with a new socket.
    PeerHere {
        /// Their visit. One you know has kept its state; one you do not know has none, and its owner will offer.
        visit: VisitId,
        /// Their seat.
        seat: SeatDigest,
    },
    /// The other person's socket was lost. Their seat is held; send [`ClientMessage::Report`] every second.
    PeerQuiet,
    /// The other seat is free.
    PeerLeft,
    /// Something from the other person's browser.
    Signal(Signal),
    /// The other person has your signals up to this number.
    Ack {
        /// Who acknowledges.
        from: VisitId,
        /// The last number that arrived with none missing before it.
        up_to: u32,
    },
    /// The other person's browser finds the link broken: repair it, if you are the impolite side.
    RepairWanted,
    /// What the browser needs to find a path, with fresh passwords.
    IceServers {
        /// As in [`ServerMessage::Welcome`].
        ice_servers: Vec<IceServer>,
    },
    /// Answer with [`ClientMessage::Pong`] at once.
    Ping,
    /// Your seat was taken by your own secret from another tab. The socket is closed after this.
    Moved {
        /// The visit that took it. One of your own says that a join you had given up came late.
        by: VisitId,
    },
    /// Who may come in while a seat is free, after each change. In the page the features read this and the next four
    /// ([`crate::features::room_access::model::Heard`]).
    #[cfg(not(target_arch = "wasm32"))]
    Access(Access),
    /// The answer to [`ClientMessage::Door`].
    #[cfg(not(target_arch = "wasm32"))]
    Door {
        /// Who may come in; none if nobody has said since the room was empty.
        access: Option<Access>,
        /// Who is at the door.
        knocks: Vec<u64>,
    },
    /// Somebody is at the door, and may be let in with [`ClientMessage::Answer`].
    #[cfg(not(target_arch = "wasm32"))]
    Knocked {
        /// The number to answer with.
        knock: u64,
    },
    /// Who had knocked was answered, or has gone.
    #[cfg(not(target_arch = "wasm32"))]
    KnockOver {
        /// The number of [`ServerMessage::Knocked`].
        knock: u64,
    },
    /// The answer to [`ClientMessage::Knock`]: if it is yes, a join on this socket will be seated while there is space.
    #[cfg(not(target_arch = "wasm32"))]
    Answered {
        /// Whether you may come in.
        admit: bool,
    },
    /// The server's relay drops part of what this client sends, because it is more than the relay carries. Comes about once a second
    /// for as long as that is so. In the page the features read it ([`crate::features::quality::model::relayed::Heard`]).
    #[cfg(not(target_arch = "wasm32"))]
    RelayLimit {
        /// What gets through of all that is sent, in bits per second.
        bits_per_second: u64,
    },
    /// The server is about to stop: calls go on, new rooms are refused.
    Draining,
    /// This socket is closed after this: there are too many, in all or from this address, or it said too much.
    Later {
        /// How long to wait before the next one is opened, in milliseconds.
        retry_after_ms: u64,
    },
    /// What you sent was not understood or not allowed.
    Error {
        /// What was wrong.
        code: ErrorCode,
    },
}

/// The person in the other seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Peer {
    /// Their visit.
    pub visit: VisitId,
    /// Their seat.
    pub seat: SeatDigest,
    /// True while their socket is lost and the seat only held.
    pub quiet: bool,
}

/// A seat's part in W3C perfect negotiation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Drops its own offer when two collide.
    Polite,
    /// Ignores the other's offer when two collide.
    Impolite,
}

/// Why a person who is not kept out by a full room cannot be seated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The name is none a room can have.
    Name(RoomNameError),
    /// The server is about to stop and opens no new rooms.
    Draining,
    /// The server has as many rooms as it allows, or this address has asked for seats too often.
    Limit {
        /// How long to wait before asking again, in milliseconds.
        retry_after_ms: u64,
    },
    /// Those inside let nobody else in.
    Locked,
    /// Those inside let in whom they want to: knock first.
    Knock,
    /// Client and server speak different versions: the page must be loaded anew.
    Version,
}

/// Who may come into a room while a seat in it is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Whoever knows the name.
    #[default]
    Open,
    /// Whoever knocks and is let in.
    Knock,
    /// Only those who were inside.
    Locked,
}

/// What was wrong with a client's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// The frame is no JSON, or lacks what its type needs. The socket is closed.
    #[error("the message is malformed")]
    Malformed,
    /// The type is none this server knows. The socket is closed.
    #[error("the message's type is unknown")]
    UnknownType,
    /// Only text frames are used. The socket is closed.
    #[error("binary frames are not part of the protocol")]
    Binary,
    /// A frame, description or candidate is over its limit. The socket is closed.
    #[error("the message is too large")]
    TooLarge,
    /// Only somebody with a seat may say this.
    #[error("this needs a seat")]
    NotSeated,
    /// This socket has a seat already, or waits for one.
    #[error("this socket has joined already")]
    AlreadyJoined,
    /// A signal names another visit as its sender than the one seated.
    #[error("the signal names another sender")]
    WrongSender,
}

/// A STUN or TURN server, in the words of `RTCIceServer` (W3C WebRTC section 4.2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IceServer {
    /// `stun:`, `turn:` or `turns:` addresses.
    pub urls: Vec<String>,
    /// The name to present to a TURN server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The password that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
}
