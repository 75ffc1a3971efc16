//! When a seat gets a new pass: as soon as the server knows something else of it, and once an hour.

use super::{Room, Rooms, role_of};
use crate::clock::Millis;
use crate::protocol::identity::{Pass, SeatDigest};
use crate::protocol::room_name::RoomKey;
use crate::protocol::{Access, Claim, ServerMessage};
use crate::server::pass::Statement;

/// How long a pass is good, in milliseconds. Longer than anybody's computer sleeps between two halves of a call; short enough that
/// a guest of yesterday is one today.
pub(in crate::server) const PASS_GOOD_MS: u64 = 24 * 60 * 60 * 1_000;

/// After so long a seat gets a new pass even if nothing has changed, in milliseconds.
pub(in crate::server) const PASS_RENEWED_MS: u64 = 60 * 60 * 1_000;

/// When a server has settled, all rooms get new passes within so many milliseconds and not at the same moment.
const SPREAD_MS: u64 = 1_000;

/// What a seat's pass says, but for the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Content {
    beside: Option<SeatDigest>,
    door: Option<Access>,
    proves: bool,
}

/// The pass that a seat was given last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    content: Content,
    /// When there is a new one.
    pub(super) until: Millis,
}

impl Room {
    /// What is known of a seat. Before the server has settled that is what the youngest pass said, and nothing of all others.
    fn content(&self, index: usize, settling: bool) -> Option<Content> {
        let seat = self.seats[index].as_ref()?;
        if settling {
            let unknown = Content { beside: None, door: None, proves: false };
            let told = self.truth.as_ref().filter(|truth| truth.names(seat.owner));
            return Some(told.map_or(unknown, |truth| Content {
                beside: truth.other(seat.owner),
                door: truth.door,
                proves: true,
            }));
        }
        let beside = self.seats[1 - index].as_ref().filter(|other| other.is_known).map(|other| other.owner);
        Some(Content { beside, door: self.door.told(), proves: true })
    }

    /// When what is said now was known. No two passes of a room are of the same time, and none is older than one that was shown, but
    /// for those that say again what another server knew.
    fn time(&mut self, content: Content, settling: bool, unix_ms: u64) -> u64 {
        match &self.truth {
            Some(truth) if settling && content.proves => truth.at,
            _ => {
                self.last_pass = unix_ms.max(self.last_pass + 1);
                self.last_pass
            }
        }
    }
}

impl Rooms {
    /// What a server said in the pass of a claim, if it was this one or one before it, and not too long ago. A clock that was set
    /// back makes a pass younger than it is, which is no reason not to believe it.
    pub(super) fn believed(
        &self,
        now: Millis,
        key: &RoomKey,
        owner: SeatDigest,
        claim: Option<&Claim>,
    ) -> Option<Statement> {
        let said = self.passes.read(claim?, key, owner)?;
        let is_good = !said.proves || said.at.abs_diff(self.unix_ms(now)) < PASS_GOOD_MS;
        is_good.then_some(said)
    }

    /// The time for new passes of any room, in milliseconds since 1970. It goes on from the latest that was seen, also if the clock was
    /// set back: a room may be made anew whose passes of before lie in somebody's tab.
    fn pass_time(&mut self, now: Millis) -> u64 {
        self.latest_unix_ms = self.latest_unix_ms.max(self.unix_ms(now));
        self.latest_unix_ms
    }

    /// Somebody has shown a pass of that time.
    pub(super) fn note_time(&mut self, said: &Statement) {
        if said.proves {
            self.latest_unix_ms = self.latest_unix_ms.max(said.at);
        }
    }

    /// A new pass for who sits there, and whom it names.
    pub(super) fn give_pass(&mut self, now: Millis, key: &RoomKey, index: usize) -> Option<(Pass, Option<SeatDigest>)> {
        let (settling, unix_ms) = (self.is_settling(now), self.pass_time(now));
        let settled = self.started.after(super::SETTLING_MS);
        let room = self.rooms.get_mut(key)?;
        let content = room.content(index, settling)?;
        let at = room.time(content, settling, unix_ms);
        self.latest_unix_ms = self.latest_unix_ms.max(at);
        let until = if settling { settled.after(room.number % SPREAD_MS) } else { now.after(PASS_RENEWED_MS) };
        let seat = room.seats[index].as_mut()?;
        seat.given = Some(Given { content, until });
        let Content { beside, door, proves } = content;
        let said = Statement { role: role_of(index), beside, door, at, proves };
        Some((self.passes.issue(key, seat.owner, &said), beside))
    }

    /// Gives new passes to those whose last one says something else than is known, or is old.
    pub(super) fn renew_passes(&mut self, now: Millis, key: &RoomKey) {
        let settling = self.is_settling(now);
        for index in 0..2 {
            let Some(room) = self.rooms.get(key) else { return };
            let Some((seat, socket)) = room.seats[index].as_ref().and_then(|seat| Some((seat, seat.socket?))) else {
                continue;
            };
            let content = room.content(index, settling);
            let is_good = seat.given.is_some_and(|given| Some(given.content) == content && now < given.until);
            if !is_good && let Some((pass, beside)) = self.give_pass(now, key, index) {
                self.send(socket, ServerMessage::Pass { pass, beside });
            }
        }
    }
}
