//! One seat: whose it is, whether anybody sits in it, and how long it is held for who does not.

use super::SocketId;
use super::passes::Given;
use crate::clock::Millis;
use crate::protocol::identity::{SeatDigest, VisitId};
use crate::protocol::{HEARTBEAT_MS, Neighbour, SILENCE_MAX_MS};

/// How long a seat is held for somebody whose socket was lost, in milliseconds: a page needs about a second to load
/// again, a phone two.
pub const HOLD_MS: u64 = 3_000;

/// How long the other seat of a claim is held for its owner while media flows, in milliseconds. The two come back from a
/// server's restart at times of their own, each some nine seconds after it could be reached.
pub const RESERVE_MS: u64 = 20_000;

/// The same while none flows, in milliseconds: then both try every two seconds. It is shorter than a join waits, so that
/// whoever comes instead, perhaps the same person with another device, is let in and not told that the room is full.
pub const RESERVE_IDLE_MS: u64 = 8_000;

/// How long a report that media flows holds a seat, in milliseconds: until who gave it would be taken for lost too.
const REPORT_MS: u64 = SILENCE_MAX_MS;

/// A socket that has spoken so recently, in milliseconds, is not asked whether it lives.
const FRESH_MS: u64 = 1_000;

/// How long a socket may take to show that it lives, in milliseconds: slow mobile networks take about one second.
pub const CHALLENGE_MS: u64 = 3_000;

// A challenge must be quicker than the ordinary silence, or it were of no use.
const _: () = assert!(CHALLENGE_MS < HEARTBEAT_MS);

/// A taken seat.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) owner: SeatDigest,
    pub(super) visit: VisitId,
    /// Absent while the seat is held.
    pub(super) socket: Option<SocketId>,
    heard: Millis,
    /// The socket was asked to show that it lives.
    challenged: Option<Millis>,
    held_until: Millis,
    attested_until: Millis,
    /// The server has this from the owner's secret or from a pass, and not from somebody else's word alone.
    pub(super) is_known: bool,
    /// The last pass, if there was one.
    pub(super) given: Option<Given>,
}

impl Seat {
    /// A seat with somebody in it.
    pub(super) fn taken(owner: SeatDigest, visit: VisitId, socket: SocketId, now: Millis) -> Self {
        let socket = Some(socket);
        let never = Millis::default();
        Self {
            owner,
            visit,
            socket,
            heard: now,
            challenged: None,
            held_until: never,
            attested_until: never,
            is_known: true,
            given: None,
        }
    }

    /// A seat held for somebody whom the other person remembers, and perhaps a pass.
    pub(super) fn reserved(neighbour: Neighbour, flowing: bool, is_known: bool, now: Millis) -> Self {
        Self {
            owner: neighbour.seat,
            visit: neighbour.visit,
            socket: None,
            heard: now,
            challenged: None,
            held_until: now.after(if flowing { RESERVE_MS } else { RESERVE_IDLE_MS }),
            attested_until: Millis::default(),
            is_known,
            given: None,
        }
    }

    /// The owner sits down with another socket; the one before is given back.
    pub(super) fn sit_down(&mut self, visit: VisitId, socket: SocketId, now: Millis) -> Option<SocketId> {
        self.visit = visit;
        self.is_known = true;
        self.heard(now);
        self.socket.replace(socket)
    }

    /// The socket is lost.
    pub(super) fn lose(&mut self, now: Millis) -> Option<SocketId> {
        self.challenged = None;
        self.held_until = now.after(HOLD_MS);
        self.attested_until = Millis::default();
        self.socket.take()
    }

    /// The other person says whether media still arrives from the owner.
    pub(super) fn report(&mut self, now: Millis, flowing: bool) {
        self.attested_until = if flowing { now.after(REPORT_MS) } else { now };
    }

    /// The socket said something. True if it had been asked to.
    pub(super) fn heard(&mut self, now: Millis) -> bool {
        self.heard = now;
        self.challenged.take().is_some()
    }

    /// Whether somebody surely sits here.
    pub(super) fn is_fresh(&self, now: Millis) -> bool {
        self.socket.is_some() && now < self.heard.after(FRESH_MS)
    }

    /// Whether somebody sits here, as far as anybody knows.
    pub(super) fn is_settled(&self) -> bool {
        self.socket.is_some() && self.challenged.is_none()
    }

    /// Asks the socket to show that it lives, unless it did just now or was asked before; the socket to ask.
    pub(super) fn challenge(&mut self, now: Millis) -> Option<SocketId> {
        if self.challenged.is_some() || self.is_fresh(now) {
            return None;
        }
        self.challenged = self.socket.map(|_| now);
        self.socket
    }

    /// Whether the socket was asked and has not answered in time.
    pub(super) fn is_deaf(&self, now: Millis) -> bool {
        self.challenged.is_some_and(|since| now >= since.after(CHALLENGE_MS))
    }

    /// Whether nobody has to be waited for any more.
    pub(super) fn is_over(&self, now: Millis) -> bool {
        self.socket.is_none() && now >= self.held_until.max(self.attested_until)
    }

    /// When time alone changes something here.
    pub(super) fn deadline(&self) -> Option<Millis> {
        match self.socket {
            None => Some(self.held_until.max(self.attested_until)),
            Some(_) => {
                let challenge = self.challenged.map(|since| since.after(CHALLENGE_MS));
                challenge.into_iter().chain(self.given.map(|given| given.until)).min()
            }
        }
    }
}
