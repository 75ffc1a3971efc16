//! People who remember a seat that the server does not: it was started again, or they were cut off from it for so long
//! that their seats were given up, while they went on talking.

use super::seat::Seat;
use super::{Room, Rooms, SocketId, role_of};
use crate::clock::Millis;
use crate::protocol::identity::SeatDigest;
use crate::protocol::room_name::RoomKey;
use crate::protocol::{Claim, Join, ServerMessage};

/// How long after its start a server believes claims against whoever came first, in milliseconds: all who were in calls
/// have come back by then.
pub(in crate::server) const DISPLACE_MS: u64 = 30_000;

/// What a claim comes to in a room as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The seat of that number is the claimer's; whoever has it or the other one without belonging to the two must go.
    Granted(usize),
    /// It gives nothing that an ordinary join does not.
    Ordinary,
}

impl Room {
    /// Judges a claim that the server's own pass proves. Its word that media flows does not open a door: who was inside when
    /// that was shut is `welcome`. Soon after a start (`displaces`), who is in a call with the person
    /// that the claim names comes before somebody who was quicker and is alone: the room was full.
    pub(super) fn judge(&self, claim: &Claim, welcome: bool, displaces: bool) -> Verdict {
        let seat = usize::from(claim.role == role_of(1));
        match [&self.seats[0], &self.seats[1]] {
            [None, None] => Verdict::Granted(seat),
            [Some(_), Some(_)] => Verdict::Ordinary,
            // If no media flows the other person has forgotten this visit: they were told that the seat is free.
            _ if !claim.flowing => Verdict::Ordinary,
            [one, _] => match claim.peer.map(|peer| self.is_owner(peer.seat)) {
                Some(true) if welcome => Verdict::Granted(usize::from(one.is_some())),
                Some(false) if displaces => Verdict::Granted(seat),
                Some(_) | None => Verdict::Ordinary,
            },
        }
    }

    fn is_owner(&self, digest: SeatDigest) -> bool {
        self.seats.iter().flatten().any(|seat| seat.owner == digest)
    }
}

impl Rooms {
    /// Whether a claim may put somebody out. Later it may not: a pass is for ever, and what it says of a call is only its
    /// owner's word.
    pub(super) fn may_displace(&self, now: Millis) -> bool {
        now < self.started.after(DISPLACE_MS)
    }

    /// Seats the claimer, and holds the other seat for who was in it.
    pub(super) fn seat_again(
        &mut self,
        now: Millis,
        key: &RoomKey,
        index: usize,
        socket: SocketId,
        join: Join,
        claim: &Claim,
    ) {
        let Some(room) = self.rooms.get_mut(key) else { return };
        let strangers = room.seats.iter_mut().filter(|seat| {
            let known = |seat: &Seat| claim.peer.is_some_and(|peer| peer.seat == seat.owner);
            seat.as_ref().is_some_and(|seat| !known(seat))
        });
        let gone: Vec<Seat> = strangers.filter_map(Option::take).collect();
        if let (None, Some(peer)) = (&room.seats[1 - index], claim.peer) {
            room.seats[1 - index] = Some(Seat::reserved(peer, claim.flowing, now));
            self.touched.push(key.clone());
        }
        for stranger in gone.into_iter().filter_map(|seat| seat.socket) {
            self.places.remove(&stranger);
            self.send(stranger, ServerMessage::Full);
        }
        self.seat(now, key, index, socket, join, true);
    }
}
