//! The door of the room, as those inside see it: who may come in, and who has knocked.

use serde::Serialize;

use crate::protocol::Access;
use crate::protocol::reading::choice;

/// What the server says of the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Who may come in.
    Access(Access),
    /// Somebody is at the door.
    Knocked {
        /// The number to answer with.
        knock: u64,
    },
    /// They were answered, or have gone.
    KnockOver {
        /// Their number.
        knock: u64,
    },
    /// One's own knock was answered.
    Answered {
        /// Whether one may come in.
        admit: bool,
    },
}

choice! {
    Heard {
        "access": Access(Access),
        "knocked": Knocked { knock },
        "knock-over": KnockOver { knock },
        "answered": Answered { admit },
    }
    Access { "open": Open, "knock": Knock, "locked": Locked }
}

/// What is said to the server of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// Who may come in from now on.
    Access(Access),
    /// One wants to come in.
    Knock {
        /// To the room of that name.
        name: String,
    },
    /// Who knocked may come in, or not.
    Answer {
        /// Their number.
        knock: u64,
        /// Whether they may.
        admit: bool,
    },
}

/// The most who are shown at a time; the server lets no more stand there.
const SHOWN_MAX: usize = 4;

/// What those inside know of their door.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inside {
    /// Who may come in.
    pub access: Access,
    /// Who waits outside, the first who came first.
    pub knocks: Vec<u64>,
}

/// What a person is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// The door is another than before.
    Changed(Access),
    /// Somebody has knocked.
    Knocked,
}

impl Inside {
    /// Takes what the server says.
    pub fn hear(&mut self, heard: Heard) -> Option<News> {
        match heard {
            Heard::Access(access) if access != self.access => {
                self.access = access;
                Some(News::Changed(access))
            }
            Heard::Knocked { knock } if self.knocks.len() < SHOWN_MAX && !self.knocks.contains(&knock) => {
                self.knocks.push(knock);
                Some(News::Knocked)
            }
            Heard::KnockOver { knock } => {
                self.knocks.retain(|known| *known != knock);
                None
            }
            Heard::Access(_) | Heard::Knocked { .. } | Heard::Answered { .. } => None,
        }
    }

    /// The line to the server was away. Who stood outside has to knock anew; and a server that was started again has forgotten the
    /// door, so what it should be is said again.
    pub fn line_is_back(&mut self) -> Option<Access> {
        self.knocks.clear();
        (self.access != Access::Open).then_some(self.access)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{ClientMessage, ServerMessage, codec};

    #[test]
    fn what_the_server_writes_is_what_is_read() {
        let cases = [
            (ServerMessage::Access(Access::Knock), Heard::Access(Access::Knock)),
            (ServerMessage::Knocked { knock: 7 }, Heard::Knocked { knock: 7 }),
            (ServerMessage::KnockOver { knock: 7 }, Heard::KnockOver { knock: 7 }),
            (ServerMessage::Answered { admit: true }, Heard::Answered { admit: true }),
        ];
        for (said, heard) in cases {
            assert_eq!(codec::read::<serde_json::Value, Heard>(&codec::encode(&said)), Ok(heard));
        }
    }

    #[test]
    fn what_is_written_is_what_the_server_reads() {
        let cases = [
            (Said::Access(Access::Locked), ClientMessage::Access(Access::Locked)),
            (Said::Knock { name: "tea".into() }, ClientMessage::Knock { name: "tea".into() }),
            (Said::Answer { knock: 7, admit: true }, ClientMessage::Answer { knock: 7, admit: true }),
        ];
        for (said, read) in cases {
            assert_eq!(codec::decode_client(&codec::encode(&said)), Ok(read));
        }
    }

    #[test]
    fn a_change_is_told_once_and_a_knock_until_it_is_over() {
        let mut inside = Inside::default();
        assert_eq!(inside.hear(Heard::Access(Access::Knock)), Some(News::Changed(Access::Knock)));
        assert_eq!(inside.hear(Heard::Access(Access::Knock)), None);
        assert_eq!(inside.hear(Heard::Knocked { knock: 1 }), Some(News::Knocked));
        assert_eq!(inside.hear(Heard::Knocked { knock: 1 }), None);
        inside.hear(Heard::KnockOver { knock: 1 });
        assert!(inside.knocks.is_empty());
    }

    #[test]
    fn a_server_that_has_forgotten_the_door_is_told_again() {
        let mut inside = Inside { access: Access::Locked, knocks: vec![1] };
        assert_eq!(inside.line_is_back(), Some(Access::Locked));
        assert!(inside.knocks.is_empty());
        assert_eq!(Inside::default().line_is_back(), None);
    }
}
