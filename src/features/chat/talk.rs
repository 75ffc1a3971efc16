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
    /// Every text of that load up to and including this number has arrived.
    Got(Heard),
    /// Whether the sender shows their screen.
    Screen {
        /// They do.
        shown: bool,
    },
}

/// The most characters that the name of a side or a load has.
pub const NAME_MAX_CHARS: usize = 64;

/// Where one end of the conversation stands. Told only to a side that has said its name first: whoever knows the name of a
/// side gets to hear what was said to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The sender's side of the conversation: a random name that outlives reloads.
    pub side: String,
    /// The other side, which has said its name.
    pub other: String,
    /// How much of that has arrived, for each load of the other page.
    pub heard: Vec<Heard>,
}

/// How much of one load of a page has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// The load: a random name that each load of a page has of its own. Two tabs of one side, or a page whose memory is
    /// older than the truth, count their texts each by themselves.
    pub load: String,
    /// The number of the last text that has arrived.
    pub number: u32,
}

/// Something that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// In which load of the page.
    pub load: String,
    /// Counts from 1 in each load.
    pub number: u32,
    /// What was typed.
    pub text: String,
}

object! {
    Standing { side: "side", other: "other", heard: "heard" }
    Heard { load: "load", number: "number" }
    Text { load: "load", number: "number", text: "text" }
}

choice! {
    Talk {
        "hello": Hello { side },
        "welcome": Welcome(Standing),
        "thanks": Thanks(Standing),
        "text": Text(Text),
        "got": Got(Heard),
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
        let heard = Heard { load: "l".into(), number: 3 };
        let standing = Standing { side: "a".into(), other: "b".into(), heard: vec![heard.clone()] };
        for talk in [
            Talk::Hello { side: "a".into() },
            Talk::Welcome(standing.clone()),
            Talk::Thanks(standing),
            Talk::Text(Text { load: "l".into(), number: 1, text: "“hi” <b>".into() }),
            Talk::Got(heard),
            Talk::Screen { shown: true },
        ] {
            assert_eq!(codec::read::<Value, Talk>(&codec::encode(&talk)), Ok(talk));
        }
    }

    #[test]
    fn what_is_no_talk_is_refused() {
        for text in ["", "7", "{}", r#"{"text":{"load":"l","number":-1,"text":"a"}}"#, r#"{"screen":{"shown":"yes"}}"#]
        {
            assert!(codec::read::<Value, Talk>(text).is_err(), "{text}");
        }
    }
}
