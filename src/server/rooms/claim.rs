//! People who remember a seat that the server does not: it was started again, or they were cut off from it for so long
//! that their seats were given up, while they went on talking. Nobody is put out for them here; see [`super::settling`].

use super::seat::Seat;
use super::settling::door_behind;
use super::{Room, Rooms, SocketId, index_of};
use crate::clock::Millis;
use crate::protocol::identity::SeatDigest;
use crate::protocol::room_name::RoomKey;
use crate::protocol::{Claim, Join};
use crate::server::pass::Statement;

/// What a claim comes to in a room as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The seat of that number is free, and the claimer's.
    Granted(usize),
    /// It gives nothing that an ordinary join does not.
    Ordinary,
}

impl Room {
    /// Judges a claim whose pass the server has given. The claimer's word that media flows does not open a door: who was inside
    /// when that was shut is `welcome`.
    pub(super) fn judge(&self, claim: &Claim, said: &Statement, welcome: bool) -> Verdict {
        match [&self.seats[0], &self.seats[1]] {
            [None, None] => Verdict::Granted(index_of(said.role)),
            [Some(_), Some(_)] => Verdict::Ordinary,
            // If no media flows the other person has forgotten this visit: they were told that the seat is free.
            _ if !claim.flowing || !welcome => Verdict::Ordinary,
            [one, _] => match claim.peer {
                Some(peer) if self.is_owner(peer.seat) => Verdict::Granted(usize::from(one.is_some())),
                Some(_) | None => Verdict::Ordinary,
            },
        }
    }

    fn is_owner(&self, digest: SeatDigest) -> bool {
        self.seats.iter().flatten().any(|seat| seat.owner == digest)
    }
}

impl Rooms {
    /// Seats the claimer in a free seat, and holds the other one for who was in it, if that is free as well. Then the door is as
    /// they left it.
    pub(super) fn seat_again(
        &mut self,
        now: Millis,
        key: &RoomKey,
        index: usize,
        socket: SocketId,
        join: Join,
        said: &Statement,
    ) {
        let owner = crate::server::pass::digest(&join.secret);
        let Some(room) = self.rooms.get_mut(key) else { return };
        let is_empty = room.seats[1 - index].is_none();
        if let Some(claim) = join.claim.filter(|_| is_empty)
            && let Some(peer) = claim.peer.filter(|peer| peer.seat != owner)
        {
            let is_known = said.beside == Some(peer.seat);
            room.seats[1 - index] = Some(Seat::reserved(peer, claim.flowing, is_known, now));
        }
        if said.proves {
            room.last_pass = room.last_pass.max(said.at);
        }
        if is_empty && said.proves {
            self.restore_door(key, door_behind(said), [Some(owner), said.beside]);
        }
        self.close_waiting(key, owner, join.visit);
        self.seat(now, key, index, socket, join, true);
    }
}
