//! What one socket's client says: bytes to messages (RFC 6455 section 5).

use std::io::Cursor;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

use crate::protocol::FRAME_MAX_BYTES;

/// The longest payload of a control frame, in bytes (RFC 6455 section 5.5).
const CONTROL_MAX_BYTES: usize = 125;

/// How a client breaks the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Violation {
    /// A message has, or a frame announces, more than [`FRAME_MAX_BYTES`].
    TooLarge,
    /// What no client may send.
    Protocol,
    /// A text that is not UTF-8.
    NoText,
}

/// What has come and was not taken.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    /// As it came, from `at` on; emptied as soon as all of it was read.
    raw: Vec<u8>,
    at: usize,
    /// The frame whose payload is being read.
    frame: Option<Frame>,
    /// The data message that was begun, if one was.
    kind: Option<Kind>,
    /// Its bytes.
    message: Vec<u8>,
    /// Those of the control frame that is being read, which may come between its frames.
    control: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Binary,
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    opcode: OpCode,
    is_final: bool,
    mask: [u8; 4],
    length: usize,
    read: usize,
}

impl Incoming {
    /// Takes what has come.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.raw.drain(..self.at);
        self.at = 0;
        self.raw.reserve_exact(bytes.len());
        self.raw.extend_from_slice(bytes);
    }

    /// How many bytes of a message have come that has not ended; none if there is no such message.
    pub(super) fn begun(&self) -> Option<usize> {
        let is_begun = self.frame.is_some() || self.kind.is_some() || self.at < self.raw.len();
        is_begun.then_some(self.message.len())
    }

    /// Whether a message, and not only what the protocol itself says, has begun and not ended.
    pub(super) fn is_amid_message(&self) -> bool {
        self.kind.is_some()
    }

    /// The memory that it takes, in bytes.
    pub(super) fn capacity(&self) -> usize {
        self.raw.capacity() + self.message.capacity() + self.control.capacity()
    }

    /// The next message, if all of it has come.
    pub(super) fn next(&mut self) -> Result<Option<Message>, Violation> {
        let next = self.read();
        if self.at == self.raw.len() {
            (self.raw, self.at) = (Vec::new(), 0);
        }
        next
    }

    fn read(&mut self) -> Result<Option<Message>, Violation> {
        loop {
            let Some(mut frame) = self.frame.take().map_or_else(|| self.head(), |frame| Ok(Some(frame)))? else {
                return Ok(None);
            };
            self.payload(&mut frame);
            if frame.read < frame.length {
                self.frame = Some(frame);
                return Ok(None);
            }
            if let Some(message) = self.ended(frame)? {
                return Ok(Some(message));
            }
        }
    }

    /// Reads a frame's head, if all of it has come, and takes only what a client may send now.
    fn head(&mut self) -> Result<Option<Frame>, Violation> {
        let mut cursor = Cursor::new(self.raw.get(self.at..).unwrap_or_default());
        let head = FrameHeader::parse(&mut cursor).map_err(|_| Violation::Protocol)?;
        let read = usize::try_from(cursor.position()).map_err(|_| Violation::Protocol)?;
        let Some((head, length)) = head else { return Ok(None) };
        self.at += read;
        // No extension was agreed on, and a client masks.
        let (false, Some(mask)) = (head.rsv1 || head.rsv2 || head.rsv3, head.mask) else {
            return Err(Violation::Protocol);
        };
        let length = usize::try_from(length).map_err(|_| Violation::TooLarge)?;
        match head.opcode {
            OpCode::Control(_) if !head.is_final || length > CONTROL_MAX_BYTES => return Err(Violation::Protocol),
            OpCode::Control(_) => {}
            OpCode::Data(data) => {
                self.kind = Some(match (data, self.kind) {
                    (Data::Text, None) => Kind::Text,
                    (Data::Binary, None) => Kind::Binary,
                    (Data::Continue, Some(kind)) => kind,
                    (Data::Text | Data::Binary, Some(_)) | (Data::Continue, None) | (Data::Reserved(_), _) => {
                        return Err(Violation::Protocol);
                    }
                });
                if length > FRAME_MAX_BYTES - self.message.len() {
                    return Err(Violation::TooLarge);
                }
            }
        }
        Ok(Some(Frame { opcode: head.opcode, is_final: head.is_final, mask, length, read: 0 }))
    }

    /// Reads as much of the frame's payload as has come.
    fn payload(&mut self, frame: &mut Frame) {
        let came = self.raw.get(self.at..).unwrap_or_default();
        let part = came.get(..frame.length - frame.read).unwrap_or(came);
        let into = match frame.opcode {
            OpCode::Data(_) => &mut self.message,
            OpCode::Control(_) => &mut self.control,
        };
        if into.capacity() - into.len() < part.len() {
            // Twice as much each time, and never more than the frame needs.
            let left = frame.length - frame.read;
            into.reserve_exact(left.min(part.len().max(into.len())));
        }
        let from = into.len();
        into.extend_from_slice(part);
        let mut mask = frame.mask;
        mask.rotate_left(frame.read % 4);
        unmask(into.get_mut(from..).unwrap_or_default(), mask);
        frame.read += part.len();
        self.at += part.len();
    }

    /// The message that ends with this frame, if one does.
    fn ended(&mut self, frame: Frame) -> Result<Option<Message>, Violation> {
        match (frame.opcode, frame.is_final) {
            (OpCode::Data(_), false) => Ok(None),
            (OpCode::Data(_), true) => {
                let (kind, bytes) = (self.kind.take(), std::mem::take(&mut self.message));
                Ok(Some(match kind {
                    Some(Kind::Text) => Message::Text(Utf8Bytes::try_from(bytes).map_err(|_| Violation::NoText)?),
                    Some(Kind::Binary) | None => Message::Binary(bytes.into()),
                }))
            }
            (OpCode::Control(control), _) => {
                let bytes = std::mem::take(&mut self.control);
                match control {
                    Control::Ping => Ok(Some(Message::Ping(bytes.into()))),
                    Control::Pong => Ok(Some(Message::Pong(bytes.into()))),
                    Control::Close => closed(&bytes).map(|frame| Some(Message::Close(frame))),
                    Control::Reserved(_) => Err(Violation::Protocol),
                }
            }
        }
    }
}

/// Reads a close frame: nothing, or a code and a reason (RFC 6455 section 5.5.1).
fn closed(bytes: &[u8]) -> Result<Option<CloseFrame>, Violation> {
    let Some((code, reason)) = bytes.split_first_chunk() else {
        return if bytes.is_empty() { Ok(None) } else { Err(Violation::Protocol) };
    };
    let code = u16::from_be_bytes(*code);
    let reason = std::str::from_utf8(reason).map_err(|_| Violation::Protocol)?;
    if !CloseCode::from(code).is_allowed() {
        return Err(Violation::Protocol);
    }
    Ok(Some(CloseFrame { code, reason: reason.into() }))
}

/// Takes a client's mask away (RFC 6455 section 5.3), a word at a time where there is one.
fn unmask(bytes: &mut [u8], mask: [u8; 4]) {
    let (words, rest) = bytes.as_chunks_mut::<4>();
    for word in words {
        *word = (u32::from_ne_bytes(*word) ^ u32::from_ne_bytes(mask)).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MASK: [u8; 4] = [1, 2, 3, 250];

    /// A masked frame.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![first];
        match payload.len() {
            length @ ..=125 => frame.push(0x80 | u8::try_from(length).expect("a short frame")),
            length => {
                frame.push(0x80 | 126);
                frame.extend(u16::try_from(length).expect("a short frame").to_be_bytes());
            }
        }
        frame.extend(MASK);
        frame.extend(payload.iter().enumerate().map(|(at, byte)| byte ^ MASK[at % 4]));
        frame
    }

    /// What is heard when it comes in parts of so many bytes.
    fn heard(bytes: &[u8], parts: usize) -> Result<Vec<Message>, Violation> {
        let mut incoming = Incoming::default();
        let mut messages = Vec::new();
        for part in bytes.chunks(parts) {
            incoming.push(part);
            while let Some(message) = incoming.next()? {
                messages.push(message);
            }
        }
        assert!(incoming.begun().is_some() || incoming.capacity() == 0, "at rest nothing is held");
        Ok(messages)
    }

    #[test]
    fn messages_are_the_same_however_their_bytes_come() {
        let long = "long ".repeat(2_000);
        let said = [
            frame(0x81, b"\"pong\""),
            frame(0x01, b"in "),
            frame(0x00, b""),
            frame(0x89, b"between"),
            frame(0x80, "parts \u{1f600}".as_bytes()),
            frame(0x82, b"\0"),
            frame(0x81, long.as_bytes()),
            frame(0x88, &[3, 232, b'o', b'k']),
        ]
        .concat();
        let expected = vec![
            Message::Text("\"pong\"".into()),
            Message::Ping(b"between".to_vec().into()),
            Message::Text("in parts \u{1f600}".into()),
            Message::Binary(vec![0].into()),
            Message::Text(long.as_str().into()),
            Message::Close(Some(CloseFrame { code: 1000, reason: "ok".into() })),
        ];
        for parts in [1, 2, 3, 5, 7, 64, 4096, usize::MAX] {
            assert_eq!(heard(&said, parts), Ok(expected.clone()), "in parts of {parts}");
        }
    }

    #[test]
    fn what_no_client_may_send_is_refused() {
        let broken: [(&str, Vec<u8>); 11] = [
            ("not masked", b"\x81\x02hi".to_vec()),
            ("a reserved bit", frame(0xc1, b"")),
            ("a reserved type", frame(0x83, b"")),
            ("a reserved control type", frame(0x8b, b"")),
            ("a ping in parts", frame(0x09, b"")),
            ("a long ping", frame(0x89, &[b'a'; 126])),
            ("a part of nothing", frame(0x80, b"")),
            ("a message within a message", [frame(0x01, b""), frame(0x81, b"")].concat()),
            ("half a close code", frame(0x88, &[3])),
            ("a close code that is not sent", frame(0x88, &[3, 237])),
            ("a reason that is no text", frame(0x88, &[3, 232, 0xff])),
        ];
        for (what, bytes) in broken {
            assert_eq!(heard(&bytes, 1), Err(Violation::Protocol), "{what}");
        }
        for text in [&b"\xff\xfe"[..], b"\xf0\x9f"] {
            assert_eq!(heard(&frame(0x81, text), 1), Err(Violation::NoText), "{text:?}");
        }
    }

    #[test]
    fn a_message_has_as_many_bytes_as_it_may_and_no_more_in_one_frame_or_in_parts() {
        let head =
            |first: u8, length: usize| [&[first, 0x80 | 127][..], &(length as u64).to_be_bytes(), &[0; 4]].concat();
        let whole = [head(0x81, FRAME_MAX_BYTES), vec![b' '; FRAME_MAX_BYTES]].concat();
        assert_eq!(heard(&whole, 4096).map(|messages| messages.len()), Ok(1));
        assert_eq!(heard(&head(0x81, FRAME_MAX_BYTES + 1), 1), Err(Violation::TooLarge), "before any of it came");
        assert_eq!(heard(&head(0x81, usize::MAX >> 1), 1), Err(Violation::TooLarge));
        let begun = [head(0x01, FRAME_MAX_BYTES), vec![b' '; FRAME_MAX_BYTES]].concat();
        assert_eq!(heard(&[begun.clone(), frame(0x80, b"")].concat(), 4096).map(|messages| messages.len()), Ok(1));
        assert_eq!(heard(&[begun, frame(0x80, b" ")].concat(), 4096), Err(Violation::TooLarge));
    }

    #[test]
    fn what_was_announced_and_has_not_come_takes_no_memory() {
        let mut incoming = Incoming::default();
        incoming.push(&[&[0x81, 0x80 | 127][..], &(FRAME_MAX_BYTES as u64).to_be_bytes(), &[0; 4]].concat());
        assert_eq!(incoming.next(), Ok(None));
        assert_eq!((incoming.begun(), incoming.capacity()), (Some(0), 0));
        for _ in 0..FRAME_MAX_BYTES / 4096 - 1 {
            incoming.push(&[b' '; 4096]);
            assert_eq!(incoming.next(), Ok(None));
        }
        assert!(incoming.capacity() <= FRAME_MAX_BYTES, "{}", incoming.capacity());
    }
}
