//! From the bytes of a stream to messages: STUN messages tell their length (RFC 8489 section 6.2.2), channel data is padded to four
//! bytes (RFC 8656 section 12.5).

use stun_types::message::MAGIC_COOKIE;

/// The longest message, in bytes, from a datagram or a stream. Browsers send at most 1 500; whoever sends more has no use of it.
/// It is also the most that a [`Reader`] holds of one stream.
pub const MESSAGE_MAX: usize = 4_096;

/// What every message begins with: its kind and its length, in bytes.
const HEAD_BYTES: usize = 4;

/// The header of a STUN message, in bytes (RFC 8489 section 5).
const STUN_HEADER_BYTES: usize = 20;

/// Where the magic cookie ends.
const COOKIE_END: usize = 8;

/// Messages in streams begin at multiples of this, in bytes.
const ALIGNMENT: usize = 4;

/// Why a stream cannot be read any further: where the next message begins is unknown, so it has to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// Neither STUN nor channel data.
    #[error("this is neither a STUN message nor channel data")]
    NotStun,
    /// Longer than [`MESSAGE_MAX`].
    #[error("a message is too long")]
    TooLong,
}

/// Reads one stream. Between two reads it holds the beginning of one message, and nothing where there is none.
#[derive(Debug, Default)]
pub struct Reader {
    held: Vec<u8>,
}

impl Reader {
    /// Hands each message that is whole to `take`, without its padding.
    ///
    /// # Errors
    /// See [`StreamError`]; nothing more can be read from this stream.
    pub fn read(&mut self, mut bytes: &[u8], mut take: impl FnMut(&[u8])) -> Result<(), StreamError> {
        while !self.held.is_empty() && !bytes.is_empty() {
            let wanted = frame(&self.held)?.map_or(HEAD_BYTES, |frame| frame.padded);
            let (more, rest) = bytes.split_at(bytes.len().min(wanted - self.held.len()));
            self.hold(more, wanted);
            bytes = rest;
            if let Some(frame) = frame(&self.held)?.filter(|frame| frame.padded == self.held.len()) {
                take(&self.held[..frame.message]);
                // At rest a stream holds nothing.
                self.held = Vec::new();
            }
        }
        while let Some(frame) = frame(bytes)?.filter(|frame| frame.padded <= bytes.len()) {
            take(&bytes[..frame.message]);
            bytes = &bytes[frame.padded..];
        }
        if !bytes.is_empty() {
            self.hold(bytes, frame(bytes)?.map_or(HEAD_BYTES, |frame| frame.padded));
        }
        Ok(())
    }

    /// Takes the next bytes of what is to be so long in all, and space for no more than that.
    fn hold(&mut self, bytes: &[u8], wanted: usize) {
        self.held.reserve_exact(wanted - self.held.len());
        self.held.extend_from_slice(bytes);
    }

    /// How much is held for a message that is not whole, in bytes: as soon as its length is known, all of it.
    pub fn held(&self) -> usize {
        self.held.capacity()
    }
}

struct Frame {
    message: usize,
    padded: usize,
}

/// How long the message is that begins here; nothing if that is yet to come.
fn frame(bytes: &[u8]) -> Result<Option<Frame>, StreamError> {
    let Some(first) = bytes.first() else { return Ok(None) };
    let header = match first >> 6 {
        0 => STUN_HEADER_BYTES,
        1 => HEAD_BYTES,
        _ => return Err(StreamError::NotStun),
    };
    let Some([_, _, high, low]) = bytes.first_chunk::<HEAD_BYTES>() else { return Ok(None) };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if header == STUN_HEADER_BYTES {
        let cookie = bytes.get(HEAD_BYTES..COOKIE_END).is_none_or(|cookie| cookie == MAGIC_COOKIE.to_be_bytes());
        if !cookie || !length.is_multiple_of(ALIGNMENT) {
            return Err(StreamError::NotStun);
        }
    }
    let message = header + length;
    if message > MESSAGE_MAX {
        return Err(StreamError::TooLong);
    }
    Ok(Some(Frame { message, padded: message.next_multiple_of(ALIGNMENT) }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BINDING: [u8; 20] = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    fn read_in_pieces(bytes: &[u8], piece: usize) -> Result<Vec<Vec<u8>>, StreamError> {
        let (mut reader, mut messages) = (Reader::default(), Vec::new());
        for piece in bytes.chunks(piece.max(1)) {
            reader.read(piece, |message| messages.push(message.to_vec()))?;
            assert!(reader.held() <= MESSAGE_MAX);
        }
        Ok(messages)
    }

    #[test]
    fn messages_are_the_same_however_the_stream_is_cut() {
        let stream = [&BINDING[..], &[0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0], &[0x40, 1, 0, 0], &BINDING].concat();
        let expected = [&BINDING[..], &[0x40, 0, 0, 5, 1, 2, 3, 4, 5], &[0x40, 1, 0, 0], &BINDING];
        for piece in 1..=stream.len() {
            assert_eq!(read_in_pieces(&stream, piece).expect("messages"), expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn a_stream_of_something_else_ends_at_once() {
        for stream in [&b"GET / HTTP/1.1\r\n"[..], &[0x16, 3, 1, 2, 0, 1], &[0x80; 4], &[0xff]] {
            for piece in [1, stream.len()] {
                assert!(read_in_pieces(&[stream, &[0; 16]].concat(), piece).is_err());
            }
        }
    }

    #[test]
    fn a_message_that_is_too_long_ends_the_stream_before_it_is_held() {
        let mut reader = Reader::default();
        assert_eq!(reader.read(&[0x40, 0, 0xff, 0xff, 1, 2, 3], |_| {}), Err(StreamError::TooLong));
        assert_eq!(reader.held(), 0);
        assert_eq!(reader.read(&[0, 1, 0xff, 0xfc], |_| {}), Err(StreamError::TooLong));
    }

    #[test]
    fn a_message_that_has_begun_takes_as_much_as_it_is_long() {
        let stream = [&[0x40, 0, 0x04, 0][..], &[7; 1_024]].concat();
        for piece in [1, 3, 4, 5, 600] {
            let mut reader = Reader::default();
            for piece in stream[..stream.len() - 1].chunks(piece) {
                reader.read(piece, |_| {}).expect("a message");
                assert!(reader.held.capacity() <= stream.len(), "{} bytes", reader.held.capacity());
            }
            assert_eq!(reader.held(), reader.held.capacity());
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_reader_hold_more_than_one_message(pieces in proptest::collection::vec(proptest::collection::vec(0..0x60_u8, 0..600), 0..20)) {
            let mut reader = Reader::default();
            for piece in pieces {
                if reader.read(&piece, |message| assert!(message.len() <= MESSAGE_MAX)).is_err() { break }
                prop_assert!(reader.held() <= MESSAGE_MAX);
            }
        }
    }
}
