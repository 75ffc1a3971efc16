//! Text to message and back. Whatever comes from the network passes here once, and only what keeps every limit gets on.

use super::reading::{Json, Read};
use super::signal::{
    CANDIDATE_MAX_BYTES, ChannelMessage, DESCRIPTION_MAX_BYTES, Length, Passing, Payload, SIGNALS_MAX, Signal,
};
use super::{ClientMessage, ErrorCode, FRAME_MAX_BYTES, ServerMessage};

/// Why a frame was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The frame is longer than [`FRAME_MAX_BYTES`].
    #[error("the frame is longer than {FRAME_MAX_BYTES} bytes")]
    FrameTooLarge,
    /// A session description is longer than [`DESCRIPTION_MAX_BYTES`].
    #[error("a description is longer than {DESCRIPTION_MAX_BYTES} bytes")]
    DescriptionTooLarge,
    /// A candidate is longer than [`CANDIDATE_MAX_BYTES`].
    #[error("a candidate is longer than {CANDIDATE_MAX_BYTES} bytes")]
    CandidateTooLarge,
    /// One join carries more than [`SIGNALS_MAX`] signals.
    #[error("a join carries more than {SIGNALS_MAX} signals")]
    TooManySignals,
    /// The frame's type is not part of the protocol.
    #[error("the type is unknown")]
    UnknownType,
    /// The frame is no JSON object of the form its type demands.
    #[error("the frame is malformed")]
    Malformed,
}

impl From<DecodeError> for ErrorCode {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::FrameTooLarge
            | DecodeError::DescriptionTooLarge
            | DecodeError::CandidateTooLarge
            | DecodeError::TooManySignals => Self::TooLarge,
            DecodeError::UnknownType => Self::UnknownType,
            DecodeError::Malformed => Self::Malformed,
        }
    }
}

/// Reads a client's frame. Of a signal it says what the server has to know; the frame itself is what is passed on.
///
/// # Errors
/// Every way in which a frame can break the protocol, see [`DecodeError`].
pub fn decode_client(text: &str) -> Result<ClientMessage<Passing>, DecodeError> {
    if text.len() > FRAME_MAX_BYTES {
        return Err(DecodeError::FrameTooLarge);
    }
    let message = serde_json::from_str(text).map_err(|error| {
        // serde offers no kind for this; the unit test below holds the wording to it.
        let unknown = error.to_string().starts_with("unknown variant");
        if unknown { DecodeError::UnknownType } else { DecodeError::Malformed }
    })?;
    match &message {
        ClientMessage::Signal(signal) => {
            // serde takes an array for an object, the receiver does not, and it gets what came.
            if has_array(text) {
                return Err(DecodeError::Malformed);
            }
            check(signal)?;
        }
        ClientMessage::Join(join) => {
            if join.signals.len() > SIGNALS_MAX {
                return Err(DecodeError::TooManySignals);
            }
            join.signals.iter().try_for_each(check)?;
        }
        ClientMessage::Ack { .. }
        | ClientMessage::Report { .. }
        | ClientMessage::Repair
        | ClientMessage::Measured(_)
        | ClientMessage::Refresh
        | ClientMessage::Pong
        | ClientMessage::Leave => {}
        #[cfg(not(target_arch = "wasm32"))]
        ClientMessage::Access(_) | ClientMessage::Door | ClientMessage::Knock { .. } | ClientMessage::Answer { .. } => {
        }
    }
    Ok(message)
}

/// Reads a server's frame, parsed as `J`.
///
/// # Errors
/// As for [`decode_client`], but a type that is not known counts as malformed: nobody is told.
pub fn decode_server<J: Json>(text: &str) -> Result<ServerMessage, DecodeError> {
    let message = read::<J, _>(text)?;
    if let ServerMessage::Signal(signal) = &message {
        check(signal)?;
    }
    Ok(message)
}

/// Reads what the other page said over the data channel, parsed as `J`.
///
/// # Errors
/// As for [`decode_server`].
pub fn decode_channel<J: Json>(text: &str) -> Result<ChannelMessage, DecodeError> {
    let message = read::<J, _>(text)?;
    if let ChannelMessage::Signal(signal) = &message {
        check(signal)?;
    }
    Ok(message)
}

/// Writes a message as the text of one frame.
pub fn encode<M: serde::Serialize>(message: &M) -> String {
    // Cannot fail: the messages have only string keys and no type whose serialization can.
    serde_json::to_string(message).unwrap_or_default()
}

/// Reads any text of the page's own, parsed as `J`.
///
/// # Errors
/// [`DecodeError::FrameTooLarge`] and [`DecodeError::Malformed`].
pub fn read<J: Json, M: Read>(text: &str) -> Result<M, DecodeError> {
    if text.len() > FRAME_MAX_BYTES {
        return Err(DecodeError::FrameTooLarge);
    }
    recall::<J, M>(text)
}

/// Reads what this page wrote down itself, parsed as `J`: the limit of a frame is none of it.
///
/// # Errors
/// [`DecodeError::Malformed`].
pub fn recall<J: Json, M: Read>(text: &str) -> Result<M, DecodeError> {
    J::parse(text).as_ref().and_then(M::read).ok_or(DecodeError::Malformed)
}

/// Whether there is an array anywhere in a text that is known to be JSON.
fn has_array(text: &str) -> bool {
    // Most descriptions have no bracket even inside their texts, and this is quick to see.
    if !text.as_bytes().contains(&b'[') {
        return false;
    }
    let mut bytes = text.bytes();
    let mut quoted = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if quoted => drop(bytes.next()),
            b'"' => quoted = !quoted,
            b'[' if !quoted => return true,
            _ => {}
        }
    }
    false
}

trait Measured {
    fn bytes(&self) -> usize;
}

impl Measured for String {
    fn bytes(&self) -> usize {
        self.len()
    }
}

impl Measured for Length {
    fn bytes(&self) -> usize {
        self.0
    }
}

fn check(signal: &Signal<impl Measured>) -> Result<(), DecodeError> {
    match &signal.payload {
        Payload::Description { description, .. } if description.sdp.bytes() > DESCRIPTION_MAX_BYTES => {
            Err(DecodeError::DescriptionTooLarge)
        }
        Payload::Candidate { candidate, .. } if candidate.bytes() > CANDIDATE_MAX_BYTES => {
            Err(DecodeError::CandidateTooLarge)
        }
        Payload::Description { .. } | Payload::Candidate { .. } | Payload::Devices(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::identity::{ConnectionId, SeatSecret, VisitId};
    use crate::protocol::signal::{Description, DescriptionKind, Devices, Link};
    use crate::protocol::{Join, PROTOCOL_VERSION};

    fn signal(payload: Payload) -> Signal {
        Signal { from: VisitId::from_random([1; 8]), to: None, seq: 1, payload }
    }

    fn offer(bytes: usize) -> Payload {
        let link = Link { connection: ConnectionId::from_random([2; 8]), answers: None };
        let description = Description { kind: DescriptionKind::Offer, sdp: "v".repeat(bytes) };
        Payload::Description { link, description }
    }

    fn candidate(bytes: usize) -> Payload {
        let link = Link { connection: ConnectionId::from_random([2; 8]), answers: None };
        Payload::Candidate { link, candidate: "c".repeat(bytes) }
    }

    fn join(signals: Vec<Signal>) -> ClientMessage {
        ClientMessage::Join(Join {
            version: PROTOCOL_VERSION,
            name: "kitchen".into(),
            visit: VisitId::from_random([1; 8]),
            secret: SeatSecret::from_random([3; 16]),
            claim: None,
            signals,
        })
    }

    #[test]
    fn what_is_written_can_be_read() {
        for message in [
            join(vec![signal(offer(10)), signal(candidate(10))]),
            ClientMessage::Signal(signal(Payload::Devices(Devices { microphone: true, camera: false }))),
            ClientMessage::Signal(signal(offer(10))),
            ClientMessage::Signal(signal(candidate(10))),
            ClientMessage::Ack { to: VisitId::from_random([9; 8]), up_to: 4 },
            ClientMessage::Report { flowing: true },
            ClientMessage::Repair,
            ClientMessage::Refresh,
            ClientMessage::Pong,
            ClientMessage::Leave,
        ] {
            let text = encode(&message);
            assert_eq!(serde_json::from_str::<ClientMessage>(&text).ok().as_ref(), Some(&message));
            // The server reads the same, but of a signal's texts only the lengths.
            let seen = decode_client(&text).expect("it keeps the limits");
            assert_eq!(without_texts(format!("{seen:?}")), without_texts(format!("{message:?}")));
        }
    }

    fn without_texts(debug: String) -> String {
        debug.replace("Length(10)", "_").replace("\"vvvvvvvvvv\"", "_").replace("\"cccccccccc\"", "_")
    }

    #[test]
    fn the_wire_form_stays_as_documented() {
        assert_eq!(PROTOCOL_VERSION, 3);
        let text = encode(&ClientMessage::Signal(signal(offer(1))));
        assert_eq!(
            text,
            r#"{"signal":{"from":"0101010101010101","seq":1,"payload":{"description":{"link":{"connection":"0202020202020202"},"description":{"type":"offer","sdp":"v"}}}}}"#
        );
        assert_eq!(encode(&<ClientMessage>::Pong), r#""pong""#);
    }

    #[test]
    fn limits_hold_to_the_byte() {
        // In figures, as in docs/protocol.md: other programs rely on them.
        let described = |bytes| decode_client(&encode(&ClientMessage::Signal(signal(offer(bytes)))));
        assert!(described(32_768).is_ok());
        assert_eq!(described(32_769), Err(DecodeError::DescriptionTooLarge));
        let gathered = |bytes| decode_client(&encode(&join(vec![signal(candidate(bytes))])));
        assert!(gathered(2_048).is_ok());
        assert_eq!(gathered(2_049), Err(DecodeError::CandidateTooLarge));
        assert_eq!(decode_client(&" ".repeat(65_536)), Err(DecodeError::Malformed));
        assert_eq!(decode_client(&" ".repeat(65_537)), Err(DecodeError::FrameTooLarge));
        let carried =
            |signals| decode_client(&encode(&join(vec![signal(Payload::Devices(Devices::default())); signals])));
        assert!(carried(128).is_ok());
        assert_eq!(carried(129), Err(DecodeError::TooManySignals));
    }

    #[test]
    fn what_a_newer_client_says_besides_is_passed_over() {
        let report = r#"{"report":{"flowing":true,"new":1}}"#;
        assert_eq!(decode_client(report), Ok(ClientMessage::Report { flowing: true }));
    }

    #[test]
    fn a_signal_that_the_receiver_could_not_read_is_not_passed_on() {
        for text in [
            r#"{"signal":["0101010101010101",null,1,{"devices":{"microphone":true,"camera":true}}]}"#,
            r#"{"signal":{"from":"0101010101010101","seq":1,"payload":{"devices":[true,true]}}}"#,
            r#"{"signal":{"from":"0101010101010101","seq":1,"payload":{"candidate":[{"connection":"0202020202020202"},"c"]}}}"#,
        ] {
            assert_eq!(decode_client(text), Err(DecodeError::Malformed), "{text}");
        }
        let link = Link { connection: ConnectionId::from_random([2; 8]), answers: None };
        let candidate = r#"a=candidate:[fe80::1] "quoted\" ["#.into();
        let message = ClientMessage::Signal(signal(Payload::Candidate { link, candidate }));
        assert!(decode_client(&encode(&message)).is_ok(), "brackets inside a text are the text's business");
    }

    #[test]
    fn nonsense_gets_the_error_that_names_it() {
        for (text, error) in [
            ("", DecodeError::Malformed),
            ("{", DecodeError::Malformed),
            ("[]", DecodeError::Malformed),
            ("{}", DecodeError::Malformed),
            ("7", DecodeError::Malformed),
            (r#"{"join":{}}"#, DecodeError::Malformed),
            (r#"{"join":{},"leave":{}}"#, DecodeError::Malformed),
            (r#"{"fly":{}}"#, DecodeError::UnknownType),
            (r#""fly""#, DecodeError::UnknownType),
        ] {
            assert_eq!(decode_client(text), Err(error), "{text}");
        }
    }
}
