//! The door of the room, as those inside see it: who may come in, and who has knocked.
//!
//! The server knows; a page asks it whenever it has sat down, also again. One that was started anew knows nothing, and is told what
//! the page remembers.

use serde::Serialize;

use crate::protocol::reading::choice;
use crate::protocol::{Access, Refusal};

/// What the server says that matters at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The line is there, or there again.
    Welcome {
        /// The version of its protocol.
        version: u32,
    },
    /// One has a seat, or has it again.
    Joined {
        /// Whether it was one's own.
        resumed: bool,
    },
    /// What was asked for is not done.
    Refused {
        /// Why.
        reason: Refusal,
    },
    /// Who may come in, after a change.
    Access(Access),
    /// How the door is.
    Door {
        /// Who may come in, if anybody has said.
        access: Option<Access>,
        /// Who stands at it.
        knocks: Vec<u64>,
    },
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
        "welcome": Welcome { version },
        "joined": Joined { resumed },
        "refused": Refused { reason },
        "access": Access(Access),
        "door": Door { access, knocks },
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
    /// How is the door?
    Door,
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
    /// One does not want to come in any more.
    Leave,
}

/// The most who are shown at a time; the server lets no more stand there.
const SHOWN_MAX: usize = 4;

/// What those inside know of their door.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inside {
    /// Who may come in.
    access: Access,
    /// Who shall, until the server has said that it is so: there may be no line to it.
    wish: Option<Access>,
    /// Who waits outside, the first who came first.
    knocks: Vec<u64>,
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
    /// Who may come in.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Who may come in as the person wants it, which they see where they chose it.
    pub fn wanted(&self) -> Access {
        self.wish.unwrap_or(self.access)
    }

    /// Who waits outside.
    pub fn knocks(&self) -> &[u64] {
        &self.knocks
    }

    /// The person chooses who may come in.
    pub fn choose(&mut self, access: Access) -> Said {
        self.wish = Some(access);
        Said::Access(access)
    }

    /// Takes what the server says to somebody who is inside, perhaps `alone`; what the person is told, and what is said to the server.
    pub fn hear(&mut self, heard: Heard, alone: bool) -> (Option<News>, Option<Said>) {
        match heard {
            Heard::Joined { .. } => (None, Some(Said::Door)),
            Heard::Access(access) => {
                self.wish = None;
                (self.change(access), None)
            }
            Heard::Door { access, mut knocks } => {
                knocks.truncate(SHOWN_MAX);
                let knocked = knocks.iter().any(|knock| !self.knocks.contains(knock)).then_some(News::Knocked);
                self.knocks = knocks;
                let changed = access.and_then(|access| self.change(access));
                (knocked.or(changed), self.missing(access, alone).map(Said::Access))
            }
            Heard::Knocked { knock } if self.knocks.len() < SHOWN_MAX && !self.knocks.contains(&knock) => {
                self.knocks.push(knock);
                (Some(News::Knocked), None)
            }
            Heard::KnockOver { knock } => {
                self.knocks.retain(|known| *known != knock);
                (None, None)
            }
            Heard::Knocked { .. } | Heard::Answered { .. } | Heard::Welcome { .. } | Heard::Refused { .. } => {
                (None, None)
            }
        }
    }

    fn change(&mut self, access: Access) -> Option<News> {
        (std::mem::replace(&mut self.access, access) != access).then_some(News::Changed(access))
    }

    /// What a server that says `told` of the door does not know.
    fn missing(&self, told: Option<Access>, alone: bool) -> Option<Access> {
        let forgotten = (told.is_none() && self.access != Access::Open).then_some(self.access);
        let access = self.wish.or(forgotten)?;
        // It does not know any more whom one who is alone waits for. They can be let in.
        let is_new = alone && told.is_none() && access == Access::Locked;
        Some(if is_new { Access::Knock } else { access })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{ClientMessage, ServerMessage, codec};

    #[test]
    fn what_the_server_writes_is_what_is_read() {
        let cases = [
            (
                ServerMessage::Welcome { version: 3, heartbeat_ms: 5_000, ice_servers: Vec::new(), build: None },
                Heard::Welcome { version: 3 },
            ),
            (ServerMessage::Refused { reason: Refusal::Knock }, Heard::Refused { reason: Refusal::Knock }),
            (ServerMessage::Access(Access::Knock), Heard::Access(Access::Knock)),
            (
                ServerMessage::Door { access: Some(Access::Knock), knocks: vec![7] },
                Heard::Door { access: Some(Access::Knock), knocks: vec![7] },
            ),
            (
                ServerMessage::Door { access: None, knocks: Vec::new() },
                Heard::Door { access: None, knocks: Vec::new() },
            ),
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
            (Said::Door, ClientMessage::Door),
            (Said::Leave, ClientMessage::Leave),
            (Said::Knock { name: "tea".into() }, ClientMessage::Knock { name: "tea".into() }),
            (Said::Answer { knock: 7, admit: true }, ClientMessage::Answer { knock: 7, admit: true }),
        ];
        for (said, read) in cases {
            assert_eq!(codec::decode_client(&codec::encode(&said)), Ok(read));
        }
    }

    /// Somebody with company whose door is like that.
    fn behind(access: Access) -> Inside {
        Inside { access, ..Inside::default() }
    }

    fn door(access: Option<Access>, knocks: &[u64]) -> Heard {
        Heard::Door { access, knocks: knocks.into() }
    }

    #[test]
    fn a_change_is_told_once_and_a_knock_until_it_is_over() {
        let mut inside = Inside::default();
        let knocks = |inside: &mut Inside| inside.hear(Heard::Knocked { knock: 1 }, false).0;
        let changes = |inside: &mut Inside| inside.hear(Heard::Access(Access::Knock), false).0;
        assert_eq!(changes(&mut inside), Some(News::Changed(Access::Knock)));
        assert_eq!(changes(&mut inside), None);
        assert_eq!(knocks(&mut inside), Some(News::Knocked));
        assert_eq!(knocks(&mut inside), None);
        inside.hear(Heard::KnockOver { knock: 1 }, false);
        assert!(inside.knocks().is_empty());
    }

    #[test]
    fn who_sits_down_asks_and_hears_who_stands_outside_since_before() {
        let mut inside = Inside::default();
        assert_eq!(inside.hear(Heard::Joined { resumed: true }, true), (None, Some(Said::Door)));
        assert_eq!(inside.hear(door(Some(Access::Knock), &[3]), true), (Some(News::Knocked), None));
        assert_eq!((inside.access(), inside.knocks()), (Access::Knock, &[3][..]));
        assert_eq!(inside.hear(door(Some(Access::Knock), &[]), true), (None, None), "who has gone meanwhile is gone");
        assert!(inside.knocks().is_empty());
    }

    #[test]
    fn a_server_that_has_forgotten_the_door_is_told_again() {
        let said = |access, alone| behind(access).hear(door(None, &[]), alone).1;
        assert_eq!(said(Access::Locked, false), Some(Said::Access(Access::Locked)));
        assert_eq!(said(Access::Knock, true), Some(Said::Access(Access::Knock)));
        assert_eq!(said(Access::Open, false), None);
        assert_eq!(said(Access::Locked, true), Some(Said::Access(Access::Knock)), "a server locks no door for one");
    }

    #[test]
    fn what_somebody_else_has_said_meanwhile_counts() {
        let mut inside = behind(Access::Locked);
        let opened = door(Some(Access::Open), &[]);
        assert_eq!(inside.hear(opened, false), (Some(News::Changed(Access::Open)), None));
    }

    #[test]
    fn what_was_chosen_without_a_line_is_said_when_there_is_one_and_shown_until_it_is_so_or_cannot_be() {
        let mut inside = Inside::default();
        assert_eq!(inside.choose(Access::Locked), Said::Access(Access::Locked));
        assert_eq!((inside.access(), inside.wanted()), (Access::Open, Access::Locked));
        let told = Some(Said::Access(Access::Locked));
        assert_eq!(inside.hear(door(Some(Access::Open), &[]), false), (None, told));
        assert_eq!(inside.hear(Heard::Access(Access::Open), false), (None, None), "it cannot be");
        assert_eq!(inside.wanted(), Access::Open);
    }
}
