//! Whatever bytes come from the network: no reader panics, what is accepted keeps every limit, and what one side accepts and
//! passes on the other side can read.

use duet::protocol::identity::VisitId;
use duet::protocol::room_name::RoomName;
use duet::protocol::signal::{SIGNALS_MAX, Signal};
use duet::protocol::{ClientMessage, FRAME_MAX_BYTES, ServerMessage, codec};
use serde_json::Value;

/// Reads these bytes as each of what may come from the network.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = codec::decode_channel::<Value>(text);
    if let Ok(message) = codec::decode_server::<Value>(text) {
        let again = codec::encode(&message);
        assert_eq!(codec::decode_server::<Value>(&again).as_ref(), Ok(&message), "what is written is read");
    }
    if let Ok(name) = RoomName::parse(text) {
        let shown = name.to_string();
        let again = RoomName::parse(&shown).expect("a name that is shown can be typed");
        assert_eq!(again.key(), name.key(), "and leads to the same room");
    }
    match codec::decode_client(text) {
        Ok(ClientMessage::Join(join)) => {
            assert!(text.len() <= FRAME_MAX_BYTES && join.signals.len() <= SIGNALS_MAX);
            join.signals.iter().for_each(readable);
        }
        Ok(ClientMessage::Signal(_)) => passed_on(text),
        Ok(_) | Err(_) => {}
    }
}

/// The frame itself is what the other page gets.
fn passed_on(text: &str) {
    assert!(codec::decode_server::<Value>(text).is_ok(), "the other page can read it: {text}");
}

fn readable(signal: &Signal) {
    let _: VisitId = signal.from;
    let text = codec::encode(&ServerMessage::Signal(signal.clone()));
    passed_on(&text);
}
