//! What one browser tells the other through the server: numbered, so that nothing is lost or done twice when a socket
//! dies (see `docs/protocol.md`, "Signals").

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};

use super::identity::{ConnectionId, VisitId};

/// The largest session description, in bytes: browsers make about 6 KiB for one audio, one video and a data channel.
pub const DESCRIPTION_MAX_BYTES: usize = 32 * 1024;

/// The largest ICE candidate, in bytes of its JSON form: about 250 in practice.
pub const CANDIDATE_MAX_BYTES: usize = 2 * 1024;

/// The most signals that may travel inside one join, or wait unacknowledged. A browser with many network interfaces
/// gathers some dozens of candidates.
pub const SIGNALS_MAX: usize = 128;

/// One numbered message from browser to browser. Its texts are a `T`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal<T = String> {
    /// The sender's visit.
    pub from: VisitId,
    /// The receiver's visit; absent in signals made before the other person was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<VisitId>,
    /// Counts without gaps in each stream, see `call::mailbox`.
    pub seq: u32,
    /// What is said.
    pub payload: Payload<T>,
}

/// A signal in the eyes of the server, which has it checked and passes it on as it came.
pub type Passing = Signal<Length>;

/// What a signal says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payload<T = String> {
    /// An offer or an answer.
    Description {
        /// Whose connection it describes, and which one it speaks to.
        link: Link,
        /// The description itself.
        description: Description<T>,
    },
    /// One more address under which the sender may be reached.
    Candidate {
        /// Whose connection it belongs to, and which one it speaks to.
        link: Link,
        /// `RTCIceCandidate.toJSON()` as text, so that no field is lost on the way.
        candidate: T,
    },
    /// Which of the sender's devices are on.
    Devices(Devices),
}

/// Which two peer connections a signal belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The sender's connection.
    pub connection: ConnectionId,
    /// The receiver's connection, once the sender has heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<ConnectionId>,
}

/// A session description (W3C WebRTC section 4.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description<T = String> {
    /// Offer or answer.
    #[serde(rename = "type")]
    pub kind: DescriptionKind,
    /// The SDP.
    pub sdp: T,
}

/// A text of which only the length is kept, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(pub usize);

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Measure;

        impl Visitor<'_> for Measure {
            type Value = Length;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Length, E> {
                Ok(Length(text.len()))
            }
        }

        deserializer.deserialize_str(Measure)
    }
}

/// The two kinds of description that travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DescriptionKind {
    /// Proposes a session.
    Offer,
    /// Accepts one.
    Answer,
}

/// Which of a person's devices are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    /// The microphone is not muted.
    pub microphone: bool,
    /// The camera sends a picture.
    pub camera: bool,
}

impl Default for Devices {
    /// A call starts with both on: the page does not get this far without them.
    fn default() -> Self {
        Self { microphone: true, camera: true }
    }
}

/// What the two pages say to each other over the data channel, as JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelMessage {
    /// Are you there?
    Ping,
    /// Yes.
    Pong,
    /// As through the server, while that cannot be reached.
    Signal(Signal),
    /// Every signal of the visit `to` up to and including number `up_to` has arrived here.
    Ack {
        /// The visit whose signals arrived.
        to: VisitId,
        /// The last number that arrived with none missing before it.
        up_to: u32,
    },
    /// As [`ClientMessage::Repair`](super::ClientMessage::Repair).
    Repair,
    /// The sender has left for good.
    Bye,
}
