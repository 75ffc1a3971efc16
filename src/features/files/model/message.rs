//! What the two pages say to each other about files (see `docs/files.md`): JSON texts. Content travels between them, as
//! binary frames of the same channel.

use serde::Serialize;

use crate::protocol::identity::Random;
use crate::protocol::reading::{Json, Read, choice, object};

/// The SHA-256 of a block.
pub type Digest = Random<32>;

/// One load of a page: what was said to another is void.
pub type Session = Random<8>;

/// A message. Of files the sender says `offer`, `cancel` and `block`, the receiver the others, each by the sender's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// The first on each channel, and the answer to a `hello` that heard none.
    Hello(Hello),
    /// A file that can be had.
    Offer(Offer),
    /// The file is wanted, from this byte on.
    Accept {
        /// The file's number.
        id: u32,
        /// What lies before is there already.
        from: u64,
    },
    /// The file is not wanted, or not any more.
    Refuse {
        /// The file's number.
        id: u32,
        /// Why not.
        why: Why,
    },
    /// The file cannot be had any more.
    Cancel {
        /// The file's number.
        id: u32,
        /// Why not.
        why: Why,
    },
    /// The next binary frames are this block.
    Block(Block),
    /// Everything before this byte is checked and written; at the size of the file, the whole of it is stored.
    Got {
        /// The file's number.
        id: u32,
        /// The first byte that is not there.
        up_to: u64,
    },
    /// The block that begins here was damaged: go on from here once more.
    Again {
        /// The file's number.
        id: u32,
        /// Where the block begins.
        offset: u64,
    },
}

/// Who speaks, and what they have of the other's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hello {
    /// The load of the page that speaks.
    pub session: Session,
    /// Whether a `hello` was heard on this channel. One that heard none is answered, and what it tells does not count.
    pub heard: bool,
    /// The files that were offered and are neither complete nor given up.
    pub taking: Vec<Taking>,
}

/// How far a file has come at its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Taking {
    /// The sender's number of it.
    pub id: u32,
    /// The first byte that is not there; none while the person has not said whether they want the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
}

/// A file that can be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Its number: the sender's next, never used twice.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// Its media type, as the sender's browser has it; may be empty.
    pub media: String,
}

/// A piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Block {
    /// The file's number.
    pub id: u32,
    /// Where it begins, in bytes.
    pub offset: u64,
    /// In bytes.
    pub length: u32,
    /// Its SHA-256.
    pub digest: Digest,
}

/// Why a file is not sent or received to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The person does not want it. Also every reason that is not known here.
    Person,
    /// It is larger than the receiver can keep.
    TooLarge,
    /// Too many are open already.
    TooMany,
    /// It could not be written.
    NotStored,
    /// It could not be read.
    Unreadable,
    /// A block was damaged twice.
    Damaged,
    /// What came made no sense.
    Nonsense,
}

impl Read for Why {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(match json.text()?.as_str() {
            "too-large" => Self::TooLarge,
            "too-many" => Self::TooMany,
            "not-stored" => Self::NotStored,
            "unreadable" => Self::Unreadable,
            "damaged" => Self::Damaged,
            "nonsense" => Self::Nonsense,
            _ => Self::Person,
        })
    }
}

object! {
    Hello { session: "session", heard: "heard", taking: "taking" }
    Taking { id: "id", from: "from" }
    Offer { id: "id", name: "name", size: "size", media: "media" }
    Block { id: "id", offset: "offset", length: "length", digest: "digest" }
}

choice! {
    Message {
        "hello": Hello(Hello),
        "offer": Offer(Offer),
        "accept": Accept { id, from },
        "refuse": Refuse { id, why },
        "cancel": Cancel { id, why },
        "block": Block(Block),
        "got": Got { id, up_to },
        "again": Again { id, offset },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::protocol::codec::{encode, read};

    #[test]
    fn what_is_written_can_be_read() {
        let taking = vec![Taking { id: 1, from: None }, Taking { id: 2, from: Some(1 << 20) }];
        for message in [
            Message::Hello(Hello { session: [7; 8].into(), heard: true, taking }),
            Message::Offer(Offer { id: 3, name: "<b>\u{202e}\"".into(), size: 1 << 31, media: "text/html".into() }),
            Message::Accept { id: 3, from: 0 },
            Message::Refuse { id: 3, why: Why::TooLarge },
            Message::Cancel { id: 3, why: Why::Unreadable },
            Message::Block(Block { id: 3, offset: 0, length: 1 << 20, digest: [9; 32].into() }),
            Message::Got { id: 3, up_to: 1 << 20 },
            Message::Again { id: 3, offset: 0 },
        ] {
            assert_eq!(read::<Value, Message>(&encode(&message)), Ok(message));
        }
    }

    #[test]
    fn the_wire_form_stays_as_documented() {
        assert_eq!(encode(&Message::Accept { id: 3, from: 0 }), r#"{"accept":{"id":3,"from":0}}"#);
        assert_eq!(
            encode(&Message::Refuse { id: 3, why: Why::NotStored }),
            r#"{"refuse":{"id":3,"why":"not-stored"}}"#
        );
        let hello = Message::Hello(Hello { session: [1; 8].into(), heard: false, taking: Vec::new() });
        assert_eq!(encode(&hello), r#"{"hello":{"session":"0101010101010101","heard":false,"taking":[]}}"#);
    }

    #[test]
    fn a_reason_of_a_later_version_still_ends_the_file() {
        let refuse = read::<Value, Message>(r#"{"refuse":{"id":3,"why":"full-moon"}}"#);
        assert_eq!(refuse, Ok(Message::Refuse { id: 3, why: Why::Person }));
    }

    #[test]
    fn nonsense_is_no_message() {
        for text in [
            "",
            "7",
            "{}",
            r#"{"offer":{}}"#,
            r#"{"offer":{"id":-1,"name":"a","size":1,"media":""}}"#,
            r#"{"offer":{"id":1,"name":"a","size":1e300,"media":""}}"#,
            r#"{"offer":{"id":1,"name":7,"size":1,"media":""}}"#,
            r#"{"block":{"id":1,"offset":0.5,"length":1,"digest":""}}"#,
            r#"{"block":{"id":1,"offset":0,"length":1,"digest":"ab"}}"#,
            r#"{"got":{"id":4294967296,"up_to":0}}"#,
        ] {
            assert!(read::<Value, Message>(text).is_err(), "{text}");
        }
    }
}
