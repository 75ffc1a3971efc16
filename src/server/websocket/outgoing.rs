//! What is to be written to one socket, as frames.

use axum::body::Bytes;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Control, Data, OpCode};

/// What is gathered before it is written, in bytes: a join's answer, or a description. One frame more may begin below it.
const GATHERED_BYTES: usize = 4 * 1024;

/// Frames on their way.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    bytes: Vec<u8>,
    written: usize,
    /// What the last ping said that has no answer yet. Those before it need none (RFC 6455 section 5.5.3).
    pinged: Option<Bytes>,
    /// A close frame is among them, or was: nothing follows it (RFC 6455 section 5.5.1).
    closed: bool,
}

impl Outgoing {
    pub(super) fn text(&mut self, text: &str) {
        self.frame(OpCode::Data(Data::Text), text.as_bytes());
    }

    /// The answer to a ping (RFC 6455 section 5.5.3).
    pub(super) fn pong(&mut self, bytes: &Bytes) {
        self.pinged = Some(bytes.clone());
        self.answer();
    }

    /// Answers the last ping, unless much waits to be read before it.
    fn answer(&mut self) {
        if !self.is_full()
            && let Some(bytes) = self.pinged.take()
        {
            self.frame(OpCode::Control(Control::Pong), &bytes);
        }
    }

    /// The last frame, with a reason or without.
    pub(super) fn close(&mut self, code: Option<u16>) {
        let code = code.map(u16::to_be_bytes);
        self.frame(OpCode::Control(Control::Close), code.as_ref().map_or(&[][..], |code| code));
        self.closed = true;
    }

    pub(super) fn waits(&self) -> &[u8] {
        self.bytes.get(self.written..).unwrap_or_default()
    }

    pub(super) fn written(&mut self, bytes: usize) {
        self.written += bytes;
        if self.waits().is_empty() {
            (self.bytes, self.written) = (Vec::new(), 0);
            self.answer();
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.waits().len() >= GATHERED_BYTES
    }

    fn frame(&mut self, opcode: OpCode, payload: &[u8]) {
        if self.closed {
            return;
        }
        let header = FrameHeader { opcode, ..FrameHeader::default() };
        let length = payload.len() as u64;
        self.bytes.reserve_exact(header.len(length) + payload.len());
        // Writing into memory does not fail.
        let _ = header.format(length, &mut self.bytes);
        self.bytes.extend_from_slice(payload);
    }
}
