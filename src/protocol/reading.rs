//! Parsed JSON to message, for whoever parsed it: the page leaves that to the browser, a server or a test to `serde_json`.
//!
//! serde's derived readers of these types cost the page 10 KB after compression, a tenth of all it loads; this table of
//! names costs one. What is written is still serde's, and the tests below hold each reader to its writer.

use super::room_name::RoomNameError;
use super::signal::{ChannelMessage, Description, DescriptionKind, Devices, Link, Payload, Signal};
#[cfg(not(target_arch = "wasm32"))]
use super::{Access, ErrorCode};
use super::{Claim, IceServer, Neighbour, Peer, Refusal, Role, ServerMessage};

/// A JSON value that somebody else parsed.
pub trait Json: Sized {
    /// Parses a text; `None` if it is no JSON.
    fn parse(text: &str) -> Option<Self>;

    /// Whether this is `null`, or a field that is not there.
    fn is_null(&self) -> bool;

    /// What a boolean says.
    fn truth(&self) -> Option<bool>;

    /// What a number says.
    fn number(&self) -> Option<f64>;

    /// What a string says.
    fn text(&self) -> Option<String>;

    /// What an array holds.
    fn items(&self) -> Option<Vec<Self>>;

    /// A field of an object; a null where there is none.
    fn field(&self, name: &str) -> Self;

    /// The name of an object's only field.
    fn only_field(&self) -> Option<String>;
}

/// What can be read from JSON.
pub trait Read: Sized {
    /// The value; `None` if the JSON has another form. Fields that are not known are passed over, as serde does.
    fn read<J: Json>(json: &J) -> Option<Self>;
}

/// A message's type, and what more it says: an object of one field, or only a string.
pub fn tag<J: Json>(json: &J) -> Option<(String, J)> {
    let name = json.text().or_else(|| json.only_field())?;
    let content = json.field(&name);
    Some((name, content))
}

impl Read for bool {
    fn read<J: Json>(json: &J) -> Option<Self> {
        json.truth()
    }
}

impl Read for String {
    fn read<J: Json>(json: &J) -> Option<Self> {
        json.text()
    }
}

impl Read for u32 {
    fn read<J: Json>(json: &J) -> Option<Self> {
        u64::read(json)?.try_into().ok()
    }
}

impl Read for u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked beforehand")]
    fn read<J: Json>(json: &J) -> Option<Self> {
        // The largest whole number up to which JavaScript counts without gaps.
        const MAX: f64 = 9_007_199_254_740_991.0;
        let number = json.number()?;
        ((0.0..=MAX).contains(&number) && number.trunc() == number).then_some(number as Self)
    }
}

impl<T: Read> Read for Option<T> {
    fn read<J: Json>(json: &J) -> Option<Self> {
        if json.is_null() { Some(None) } else { T::read(json).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read<J: Json>(json: &J) -> Option<Self> {
        json.items()?.iter().map(T::read).collect()
    }
}

/// Reads an object into a structure of the same fields.
macro_rules! object {
    ($($type:ident { $($field:ident: $name:literal),* $(,)? })*) => {$(
        impl $crate::protocol::reading::Read for $type {
            fn read<J: $crate::protocol::reading::Json>(json: &J) -> Option<Self> {
                Some(Self { $($field: $crate::protocol::reading::Read::read(&json.field($name))?),* })
            }
        }
    )*};
}
pub(crate) use object;

/// Reads a [`tag`] into a choice. A choice that says more is an object of fields, or one structure.
macro_rules! choice {
    ($($type:ident { $($(#[$when:meta])? $name:literal: $variant:ident $(($inner:ident))? $({ $($field:ident),* })?),* $(,)? })*) => {$(
        impl $crate::protocol::reading::Read for $type {
            fn read<J: $crate::protocol::reading::Json>(json: &J) -> Option<Self> {
                let (name, content) = $crate::protocol::reading::tag(json)?;
                let _ = &content;
                Some(match name.as_str() {
                    $($(#[$when])? $name => Self::$variant
                        $((<$inner as $crate::protocol::reading::Read>::read(&content)?))?
                        $({ $($field: $crate::protocol::reading::Read::read(&content.field(stringify!($field)))?),* })?,)*
                    _ => return None,
                })
            }
        }
    )*};
}
pub(crate) use choice;

object! {
    IceServer { urls: "urls", username: "username", credential: "credential" }
    Peer { visit: "visit", seat: "seat", quiet: "quiet" }
    Neighbour { seat: "seat", visit: "visit" }
    Claim { pass: "pass", role: "role", beside: "beside", peer: "peer", flowing: "flowing" }
    Signal { from: "from", to: "to", seq: "seq", payload: "payload" }
    Link { connection: "connection", answers: "answers" }
    Description { kind: "type", sdp: "sdp" }
    Devices { microphone: "microphone", camera: "camera" }
}

choice! {
    ServerMessage {
        "welcome": Welcome { version, heartbeat_ms, ice_servers, build },
        "joined": Joined { name, role, resumed, pass, beside, peer },
        "pass": Pass { pass, beside },
        "full": Full,
        "refused": Refused { reason },
        "peer-here": PeerHere { visit, seat },
        "peer-quiet": PeerQuiet,
        "peer-left": PeerLeft,
        "signal": Signal(Signal),
        "ack": Ack { from, up_to },
        "repair-wanted": RepairWanted,
        "ice-servers": IceServers { ice_servers },
        "ping": Ping,
        "moved": Moved { by },
        // The features read these by themselves.
        #[cfg(not(target_arch = "wasm32"))]
        "access": Access(Access),
        #[cfg(not(target_arch = "wasm32"))]
        "door": Door { access, knocks },
        #[cfg(not(target_arch = "wasm32"))]
        "knocked": Knocked { knock },
        #[cfg(not(target_arch = "wasm32"))]
        "knock-over": KnockOver { knock },
        #[cfg(not(target_arch = "wasm32"))]
        "answered": Answered { admit },
        #[cfg(not(target_arch = "wasm32"))]
        "relay-limit": RelayLimit { bits_per_second },
        "draining": Draining,
        "later": Later { retry_after_ms },
        // They are about messages that no page sends.
        #[cfg(not(target_arch = "wasm32"))]
        "error": Error { code },
    }
    ChannelMessage {
        "ping": Ping,
        "pong": Pong,
        "signal": Signal(Signal),
        "ack": Ack { to, up_to },
        "repair": Repair,
        "bye": Bye,
    }
    Payload {
        "description": Description { link, description },
        "candidate": Candidate { link, candidate },
        "devices": Devices(Devices),
    }
    DescriptionKind { "offer": Offer, "answer": Answer }
    Role { "polite": Polite, "impolite": Impolite }
    Refusal { "name": Name(RoomNameError), "draining": Draining, "limit": Limit { retry_after_ms }, "locked": Locked, "knock": Knock, "version": Version }
    RoomNameError { "blank": Blank, "too-long": TooLong, "control": Control, "dots": Dots }
}

#[cfg(not(target_arch = "wasm32"))]
choice! {
    ErrorCode {
        "malformed": Malformed,
        "unknown-type": UnknownType,
        "binary": Binary,
        "too-large": TooLarge,
        "not-seated": NotSeated,
        "already-joined": AlreadyJoined,
        "wrong-sender": WrongSender,
    }
}

impl Json for serde_json::Value {
    fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    fn is_null(&self) -> bool {
        self.is_null()
    }

    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn field(&self, name: &str) -> Self {
        self.get(name).cloned().unwrap_or_default()
    }

    fn only_field(&self) -> Option<String> {
        let fields = self.as_object()?;
        if fields.len() == 1 { fields.keys().next().cloned() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::protocol::codec::{decode_channel, decode_server, encode};
    use crate::protocol::identity::{ConnectionId, Pass, SeatDigest, VisitId};

    fn visit() -> impl Strategy<Value = VisitId> {
        any::<[u8; 8]>().prop_map(VisitId::from_random)
    }

    fn seat() -> impl Strategy<Value = SeatDigest> {
        any::<[u8; 16]>().prop_map(SeatDigest::from_bytes)
    }

    fn link() -> impl Strategy<Value = Link> {
        let connection = || any::<[u8; 8]>().prop_map(ConnectionId::from_random);
        (connection(), proptest::option::of(connection()))
            .prop_map(|(connection, answers)| Link { connection, answers })
    }

    fn payload() -> impl Strategy<Value = Payload> {
        let kind = prop_oneof![Just(DescriptionKind::Offer), Just(DescriptionKind::Answer)];
        prop_oneof![
            (link(), kind, any::<String>()).prop_map(|(link, kind, sdp)| {
                let description = Description { kind, sdp };
                Payload::Description { link, description }
            }),
            (link(), any::<String>()).prop_map(|(link, candidate)| Payload::Candidate { link, candidate }),
            any::<(bool, bool)>().prop_map(|(microphone, camera)| Payload::Devices(Devices { microphone, camera })),
        ]
    }

    fn signal() -> impl Strategy<Value = Signal> {
        (visit(), proptest::option::of(visit()), any::<u32>(), payload()).prop_map(|(from, to, seq, payload)| Signal {
            from,
            to,
            seq,
            payload,
        })
    }

    fn ice_servers() -> impl Strategy<Value = Vec<IceServer>> {
        let word = || proptest::option::of(any::<String>());
        let server = (proptest::collection::vec(any::<String>(), 0..3), word(), word())
            .prop_map(|(urls, username, credential)| IceServer { urls, username, credential });
        proptest::collection::vec(server, 0..3)
    }

    fn refusal() -> impl Strategy<Value = Refusal> {
        prop_oneof![
            Just(Refusal::Draining),
            (0..1u64 << 53).prop_map(|retry_after_ms| Refusal::Limit { retry_after_ms }),
            Just(Refusal::Locked),
            Just(Refusal::Knock),
            Just(Refusal::Version),
            Just(Refusal::Name(RoomNameError::Blank)),
            Just(Refusal::Name(RoomNameError::TooLong)),
            Just(Refusal::Name(RoomNameError::Control)),
            Just(Refusal::Name(RoomNameError::Dots)),
        ]
    }

    fn error_code() -> impl Strategy<Value = ErrorCode> {
        prop_oneof![
            Just(ErrorCode::Malformed),
            Just(ErrorCode::UnknownType),
            Just(ErrorCode::Binary),
            Just(ErrorCode::TooLarge),
            Just(ErrorCode::NotSeated),
            Just(ErrorCode::AlreadyJoined),
            Just(ErrorCode::WrongSender),
        ]
    }

    fn joined() -> impl Strategy<Value = ServerMessage> {
        let peer = (visit(), seat(), any::<bool>()).prop_map(|(visit, seat, quiet)| Peer { visit, seat, quiet });
        let role = prop_oneof![Just(Role::Polite), Just(Role::Impolite)];
        let beside = proptest::option::of(seat());
        (any::<String>(), role, any::<bool>(), any::<[u8; 16]>(), beside, proptest::option::of(peer)).prop_map(
            |(name, role, resumed, pass, beside, peer)| {
                let pass = Pass::from_bytes(pass);
                ServerMessage::Joined { name, role, resumed, pass, beside, peer }
            },
        )
    }

    fn server_message() -> impl Strategy<Value = ServerMessage> {
        let numbers = (any::<u32>(), 0..1_u64 << 53);
        prop_oneof![
            (numbers, ice_servers(), proptest::option::of(any::<String>())).prop_map(
                |((version, heartbeat_ms), ice_servers, build)| ServerMessage::Welcome {
                    version,
                    heartbeat_ms,
                    ice_servers,
                    build,
                }
            ),
            joined(),
            (any::<[u8; 16]>(), proptest::option::of(seat()))
                .prop_map(|(pass, beside)| ServerMessage::Pass { pass: Pass::from_bytes(pass), beside }),
            Just(ServerMessage::Full),
            refusal().prop_map(|reason| ServerMessage::Refused { reason }),
            (visit(), seat()).prop_map(|(visit, seat)| ServerMessage::PeerHere { visit, seat }),
            Just(ServerMessage::PeerQuiet),
            Just(ServerMessage::PeerLeft),
            signal().prop_map(ServerMessage::Signal),
            (visit(), any::<u32>()).prop_map(|(from, up_to)| ServerMessage::Ack { from, up_to }),
            Just(ServerMessage::RepairWanted),
            ice_servers().prop_map(|ice_servers| ServerMessage::IceServers { ice_servers }),
            Just(ServerMessage::Ping),
            visit().prop_map(|by| ServerMessage::Moved { by }),
            prop_oneof![Just(Access::Open), Just(Access::Knock), Just(Access::Locked)].prop_map(ServerMessage::Access),
            (proptest::option::of(Just(Access::Knock)), proptest::collection::vec(0..1u64 << 53, 0..4))
                .prop_map(|(access, knocks)| ServerMessage::Door { access, knocks }),
            (0..1u64 << 53).prop_map(|knock| ServerMessage::Knocked { knock }),
            (0..1u64 << 53).prop_map(|knock| ServerMessage::KnockOver { knock }),
            any::<bool>().prop_map(|admit| ServerMessage::Answered { admit }),
            Just(ServerMessage::Draining),
            (0..1u64 << 53).prop_map(|retry_after_ms| ServerMessage::Later { retry_after_ms }),
            error_code().prop_map(|code| ServerMessage::Error { code }),
        ]
    }

    fn channel_message() -> impl Strategy<Value = ChannelMessage> {
        prop_oneof![
            Just(ChannelMessage::Ping),
            Just(ChannelMessage::Pong),
            signal().prop_map(ChannelMessage::Signal),
            (visit(), any::<u32>()).prop_map(|(to, up_to)| ChannelMessage::Ack { to, up_to }),
            Just(ChannelMessage::Repair),
            Just(ChannelMessage::Bye),
        ]
    }

    proptest! {
        #[test]
        fn whatever_the_server_writes_is_read_as_it_was_meant(message in server_message()) {
            prop_assert_eq!(decode_server::<Value>(&encode(&message)), Ok(message));
        }

        #[test]
        fn whatever_a_page_writes_is_read_as_it_was_meant(message in channel_message()) {
            prop_assert_eq!(decode_channel::<Value>(&encode(&message)), Ok(message));
        }

        #[test]
        fn the_page_and_the_server_read_a_signal_alike(signal in signal(), cut in any::<prop::sample::Index>()) {
            let text = encode(&signal);
            let read = |text: &str| Value::parse(text).as_ref().and_then(Signal::read);
            prop_assert_eq!(read(&text), serde_json::from_str(&text).ok());
            // One byte less is something else, or nothing.
            let mut broken = text.into_bytes();
            broken.remove(cut.index(broken.len()));
            let broken = String::from_utf8_lossy(&broken);
            prop_assert_eq!(read(&broken), serde_json::from_str(&broken).ok());
        }
    }

    #[test]
    fn numbers_that_are_no_counts_are_refused() {
        let read = |text: &str| u32::read(&Value::parse(text).expect("JSON"));
        assert_eq!(read("4294967295"), Some(u32::MAX));
        for text in ["4294967296", "-1", "0.5", "1e300", "\"7\"", "null", "[7]"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_message_with_two_types_or_of_another_form_is_none() {
        for text in [r#"{"ping":1,"full":1}"#, "[]", r#"["ping"]"#, "7", "null", "{}", r#"{"signal":7}"#, r#""signal""#]
        {
            assert!(decode_server::<Value>(text).is_err(), "{text}");
        }
    }
}
