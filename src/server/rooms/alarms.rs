//! When time alone changes something in a room. Kept in order: after a restart thousands of rooms wait for somebody at
//! once, and none of their messages may cost a look at all of them.

use std::collections::{BTreeSet, HashMap};

use crate::clock::Millis;
use crate::protocol::room_name::RoomKey;

/// At most one alarm for each room.
#[derive(Debug, Default)]
pub(super) struct Alarms {
    ordered: BTreeSet<(Millis, RoomKey)>,
    by_room: HashMap<RoomKey, Millis>,
}

impl Alarms {
    /// Sets a room's alarm, or none.
    pub(super) fn set(&mut self, key: RoomKey, at: Option<Millis>) {
        if let Some(before) = self.by_room.remove(&key) {
            self.ordered.remove(&(before, key.clone()));
        }
        if let Some(at) = at {
            self.ordered.insert((at, key.clone()));
            self.by_room.insert(key, at);
        }
    }

    /// The next alarm.
    pub(super) fn first(&self) -> Option<Millis> {
        self.ordered.first().map(|(at, _)| *at)
    }

    /// The rooms whose alarm has come.
    pub(super) fn due(&self, now: Millis) -> Vec<RoomKey> {
        self.ordered.iter().take_while(|(at, _)| *at <= now).map(|(_, key)| key.clone()).collect()
    }
}
