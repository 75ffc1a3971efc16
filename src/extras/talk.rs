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
    /// The channel is new, or the other end of it: so far have I heard.
    Hello(Hello),
    /// The answer to a hello.
    Welcome(Hello),
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

/// Where one end of the conversation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hello {
    /// The sender's side of the conversation: a random name that outlives reloads.
    pub side: String,
    /// The other side that the sender knows; empty if none.
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
    Hello { side: "side", other: "other", heard: "heard" }
    Text { number: "number", text: "text", at: "at" }
}

choice! {
    Talk {
        "hello": Hello(Hello),
        "welcome": Welcome(Hello),
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
        let hello = Hello { side: "a".into(), other: String::new(), heard: 3 };
        for talk in [
            Talk::Hello(hello.clone()),
            Talk::Welcome(hello),
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
