//! What the two pages tell each other beside the call, as JSON texts over a data channel of their own. All of it comes from
//! somebody else's page and is untrusted.

use serde::Serialize;

use crate::protocol::reading::{choice, object};

/// The longest message, in characters: some pages of text; what is longer is a file.
pub const TEXT_MAX_CHARS: usize = 4_000;

/// One word between the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Talk {
    /// The channel is new, or the other end of it. Says who one is and nothing of what was said to whom.
    Hello {
        /// The sender's side of the conversation: see [`Standing`].
        side: String,
    },
    /// The answer to a hello.
    Welcome(Standing),
    /// The answer to a welcome.
    Thanks(Standing),
    /// Something was typed.
    Text(Text),
    /// Every text up to and including this number has arrived.
    Got {
        /// The number of the last one.
        number: u32,
    },
    /// Whether the sender shows their screen.
    Screen {
        /// They do.
        shown: bool,
    },
}

/// The most characters that the name of a side has.
pub const SIDE_MAX_CHARS: usize = 64;

/// Where one end of the conversation stands. Told only to a side that has said its name first: whoever knows the name of a
/// side gets to hear what was said to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The sender's side of the conversation: a random name that outlives reloads.
    pub side: String,
    /// The other side, which has said its name.
    pub other: String,
    /// How much of that has arrived.
    pub heard: u32,
}

/// Something that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Counts from 1 on each side.
    pub number: u32,
    /// What was typed.
    pub text: String,
    /// When, in milliseconds since 1970 by the sender's clock.
    pub at: u64,
}

object! {
    Standing { side: "side", other: "other", heard: "heard" }
    Text { number: "number", text: "text", at: "at" }
}

choice! {
    Talk {
        "hello": Hello { side },
        "welcome": Welcome(Standing),
        "thanks": Thanks(Standing),
        "text": Text(Text),
        "got": Got { number },
        "screen": Screen { shown },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::protocol::codec;

    #[test]
    fn what_one_page_writes_the_other_reads() {
        let standing = Standing { side: "a".into(), other: "b".into(), heard: 3 };
        for talk in [
            Talk::Hello { side: "a".into() },
            Talk::Welcome(standing.clone()),
            Talk::Thanks(standing),
            Talk::Text(Text { number: 1, text: "“hi” <b>".into(), at: 1_700_000_000_000 }),
            Talk::Got { number: 7 },
            Talk::Screen { shown: true },
        ] {
            assert_eq!(codec::read::<Value, Talk>(&codec::encode(&talk)), Ok(talk));
        }
    }

    #[test]
    fn what_is_no_talk_is_refused() {
        for text in ["", "7", "{}", r#"{"text":{"number":-1,"text":"a","at":0}}"#, r#"{"screen":{"shown":"yes"}}"#] {
            assert!(codec::read::<Value, Talk>(text).is_err(), "{text}");
        }
    }
}
