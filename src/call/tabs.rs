//! Other tabs of the same browser: in which rooms they have seats, so that a person who opens the same link once more can move the
//! call to this tab, with what was written in it. "Join" still takes the free seat.

use serde::Serialize;

use super::seat::StoredSeat;
use super::view::Intent;
use super::{Call, Command};
use crate::clock::Millis;
use crate::protocol::identity::SeatSecret;
use crate::protocol::reading::choice;
use crate::protocol::room_name::RoomName;

/// A tab answers at once, and one that the browser has frozen not at all: so long it is waited for, in milliseconds.
const HAND_OVER_MAX_MS: u64 = 500;

/// So many tabs with a seat are remembered; a browser has fewer cameras to give.
const TABS_MAX: usize = 8;

/// What tabs of one browser say to each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TabMessage {
    /// The room dialog is open here: who has a seat?
    WhoIsSeated,
    /// This tab has this seat.
    Seated(StoredSeat),
    /// This tab has given up the seat with this secret.
    Unseated {
        /// The seat's.
        secret: SeatSecret,
    },
    /// The seat with this secret is about to move to the tab that says so: what was written in the call is asked for.
    Moving {
        /// The seat's.
        secret: SeatSecret,
    },
    /// What was written there.
    Memory {
        /// As the tab's memory has it.
        chat: String,
    },
}

choice! {
    TabMessage {
        "who-is-seated": WhoIsSeated,
        "seated": Seated(StoredSeat),
        "unseated": Unseated { secret },
        "moving": Moving { secret },
        "memory": Memory { chat },
    }
}

/// Whether two texts name one room, as far as a page can say: the server folds more letters than this.
pub fn is_same_room(one: &str, other: &str) -> bool {
    let folded = |name: &str| RoomName::from_nfc(name).map(|name| name.to_string().to_lowercase());
    folded(one).is_ok_and(|one| folded(other).is_ok_and(|other| one == other))
}

/// A seat that is about to be taken over.
#[derive(Debug, Clone)]
pub(super) struct Move {
    seat: StoredSeat,
    /// It is taken by then, whether the other tab has answered or not.
    by: Millis,
}

impl Call {
    /// Another tab said something.
    pub(super) fn hear_tab(&mut self, message: TabMessage) {
        match message {
            TabMessage::WhoIsSeated => self.tell_tabs_of_seat(),
            TabMessage::Seated(seat) => {
                self.other_tabs.retain(|known| known.secret != seat.secret);
                if self.other_tabs.len() < TABS_MAX {
                    self.other_tabs.push(seat);
                }
            }
            TabMessage::Unseated { secret } => self.other_tabs.retain(|known| known.secret != secret),
            TabMessage::Moving { secret } => {
                if self.seat.as_ref().is_some_and(|seat| seat.granted && seat.secret == secret) {
                    self.commands.push(Command::HandOverMemory);
                }
            }
            TabMessage::Memory { chat } if self.moving.is_some() => {
                self.commands.push(Command::TakeMemory(chat));
                self.finish_move();
            }
            // Nobody was asked.
            TabMessage::Memory { .. } => {}
        }
    }

    /// The room dialog opens: the others are asked.
    pub(super) fn ask_tabs(&mut self) {
        self.other_tabs.clear();
        self.commands.push(Command::TellTabs(TabMessage::WhoIsSeated));
    }

    /// Tells the others of the seat that is held here.
    pub(super) fn tell_tabs_of_seat(&mut self) {
        if let Some(seat) = self.seat.as_ref().filter(|seat| seat.granted) {
            let seat = seat.to_store(self.equipment.wishes());
            self.commands.push(Command::TellTabs(TabMessage::Seated(seat)));
        }
    }

    /// The seat of this tab is given up.
    pub(super) fn unseat_tab(&mut self) {
        if let Some(seat) = self.seat.as_ref().filter(|seat| seat.granted) {
            let secret = seat.secret;
            self.commands.push(Command::TellTabs(TabMessage::Unseated { secret }));
        }
    }

    /// Takes over the seat that another tab has in the room of that name, once that has handed over what was written. Whoever gave
    /// the seat up meanwhile is joined as anybody is.
    pub(super) fn move_here(&mut self, text: &str) {
        match self.other_tabs.iter().find(|seat| is_same_room(&seat.room, text)).cloned() {
            Some(seat) if !self.unable => {
                self.commands.push(Command::TellTabs(TabMessage::Moving { secret: seat.secret }));
                self.moving = Some(Move { seat, by: self.now.after(HAND_OVER_MAX_MS) });
            }
            Some(_) | None => self.intend(Intent::Join(text.into())),
        }
    }

    /// When a tab that does not answer is waited for no longer.
    pub(super) fn move_due(&self) -> Option<Millis> {
        self.moving.as_ref().map(|moving| moving.by)
    }

    /// Takes the seat, if it is time to.
    pub(super) fn tend_move(&mut self) {
        if self.move_due().is_some_and(|by| self.now >= by) {
            self.finish_move();
        }
    }

    fn finish_move(&mut self) {
        let Some(Move { seat, .. }) = self.moving.take().filter(|_| self.phase.dialog().is_some()) else { return };
        // Who was muted there is muted here.
        self.want(seat.devices);
        self.take_seat(seat);
    }

    /// The rooms in which other tabs have seats, with line ends between.
    pub(super) fn rooms_of_tabs(&self) -> String {
        self.other_tabs.iter().map(|seat| seat.room.as_str()).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
#[path = "tabs_tests.rs"]
mod tests;
