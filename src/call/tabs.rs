//! Other tabs of the same browser: in which rooms they have seats, so that a person who opens the same link once more can move the
//! call to this tab. Nothing is taken from anybody: "Join" still takes the free seat.

use serde::Serialize;

use super::seat::StoredSeat;
use super::view::Intent;
use super::{Call, Command};
use crate::protocol::reading::choice;

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
    /// This tab has given up its seat in this room.
    Unseated {
        /// The room, as it stands in the address.
        room: String,
    },
}

choice! {
    TabMessage {
        "who-is-seated": WhoIsSeated,
        "seated": Seated(StoredSeat),
        "unseated": Unseated { room },
    }
}

/// Whether two texts name one room, as far as a page can say: the server folds more letters than this.
pub fn is_same_room(one: &str, other: &str) -> bool {
    let folded = |name: &str| name.trim().to_lowercase();
    folded(one) == folded(other)
}

impl Call {
    /// Another tab said something.
    pub(super) fn hear_tab(&mut self, message: TabMessage) {
        match message {
            TabMessage::WhoIsSeated => self.tell_tabs_of_seat(),
            TabMessage::Seated(seat) => {
                self.other_tabs.retain(|known| known.room != seat.room);
                if self.other_tabs.len() < TABS_MAX {
                    self.other_tabs.push(seat);
                }
            }
            TabMessage::Unseated { room } => self.other_tabs.retain(|known| known.room != room),
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
            let room = seat.room.clone();
            self.commands.push(Command::TellTabs(TabMessage::Unseated { room }));
        }
    }

    /// Takes over the seat that another tab has in the room of that name; it hears so from the server. Whoever gave it up meanwhile
    /// is joined as anybody is.
    pub(super) fn move_here(&mut self, text: &str) {
        match self.other_tabs.iter().find(|seat| is_same_room(&seat.room, text)).cloned() {
            Some(seat) if !self.unable => {
                // Who was muted there is muted here.
                self.switch_as(seat.devices);
                self.take_seat(seat);
            }
            Some(_) | None => self.intend(Intent::Join(text.into())),
        }
    }

    /// The rooms in which other tabs have seats, with line ends between.
    pub(super) fn rooms_of_tabs(&self) -> String {
        self.other_tabs.iter().map(|seat| seat.room.as_str()).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
#[path = "tabs_tests.rs"]
mod tests;
