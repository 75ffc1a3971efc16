//! Whether the path between the two browsers lives, and what to try when it does not.
//!
//! The connection's own state comes late (`failed` after 15 s and more), and that no media arrives proves nothing (who is muted with the
//! camera off sends next to none), so a ping on the data channel once a second decides. On a line that is full or loses packets pings
//! get lost: while media arrives the path lives, and is pinged less often.

use std::collections::VecDeque;

use crate::clock::Millis;

/// How often to ping, in milliseconds.
pub(super) const PING_EVERY_MS: u64 = 1_000;

/// While media arrives it is pinged so much later, in milliseconds: on a line of 30 kbit/s a ping, its answer and what acknowledges both take
/// a tenth of the line. Once no media has come for a second it is pinged at once.
const PING_LATER_MS: u64 = 2_000;
const MEDIA_FRESH_MS: u64 = 1_000;

/// How often to ping a path that does not answer, in milliseconds, so that its return is seen soon.
const PING_DEAD_EVERY_MS: u64 = 500;

/// A ping without an answer for this long is no good sign, in milliseconds: time to see whether the server answers.
const SUSPECT_AFTER_MS: u64 = 1_000;

/// A path on which a ping has no answer for this long is taken for dead, in milliseconds. With the second until that
/// ping was due, less than three seconds pass between a fault and its sign.
const DEAD_AFTER_MS: u64 = 1_800;

/// Media that arrives stands for an answer for this long after the last one, in milliseconds: a page that hangs answers nothing while its
/// media flows, and a path that is dead in the one direction does too.
const MEDIA_COUNTS_MS: u64 = 15_000;

/// On a slow path both are longer: so many times as long as the last answer took.
const SLOW_FACTOR: u64 = 3;

/// Pings that wait for their answers; more are sent, but only so many are remembered.
const PINGS_MAX: usize = 8;

/// How long to wait before each repair while the path stays dead, in milliseconds; the last one repeats. A new search for
/// paths comes at once and costs nothing if the old one returns. The browser tries each search for fifteen seconds, so
/// there is always one under way.
const REPAIR_AFTER_MS: [u64; 3] = [0, 5_000, 8_000];

/// Who closes the connection is often back in a new page within this time, in milliseconds, and brings a new one.
const CLOSED_WAIT_MS: u64 = 1_000;

/// A first connection gets longer than a repair: relays and distant networks take their time.
const CONNECT_MAX_MS: u64 = 15_000;

/// `RTCPeerConnectionState`, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportState {
    /// New or connecting.
    Pending,
    /// ICE and DTLS are done.
    Connected,
    /// No answer for some seconds; it may come back by itself.
    Disconnected,
    /// Given up by the browser.
    Failed,
}

/// What the connection needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// A new search for paths on the same connection.
    RestartIce,
    /// A new connection.
    Replace,
}

/// The health of one peer connection.
#[derive(Debug)]
pub struct Health {
    transport: TransportState,
    /// The channel is open.
    open: bool,
    /// The other page answers pings.
    answers: bool,
    /// When the pings were sent that have no answer yet, the oldest first.
    unanswered: VecDeque<Millis>,
    /// How long the last answer took, in milliseconds.
    round_trip: u64,
    next_ping: Millis,
    /// Media that arrives does not make it wait.
    ping_urgent: bool,
    /// When the last answer came, and when media did, as far as it is told.
    answered: Millis,
    media: Millis,
    picture: bool,
    /// When and how the next repair is due, while the path is dead.
    repair_at: Millis,
    repaired_at: Option<Millis>,
    repairs: usize,
    was_alive: bool,
    /// The path has lived at some time.
    lived: bool,
    /// The other page has closed its end.
    closed: bool,
}

impl Health {
    /// The health of a connection made now, after so many fruitless repairs of the one before.
    pub fn new(now: Millis, repairs: usize) -> Self {
        let patience = if repairs == 0 { CONNECT_MAX_MS } else { pause_before(repairs) };
        Self {
            transport: TransportState::Pending,
            open: false,
            answers: false,
            unanswered: VecDeque::new(),
            round_trip: 0,
            next_ping: now,
            ping_urgent: true,
            answered: now,
            media: Millis::default(),
            picture: false,
            repair_at: now.after(patience),
            repaired_at: None,
            repairs,
            was_alive: false,
            lived: false,
            closed: false,
        }
    }

    /// The other person came only now: a connection that was made beforehand is not late.
    pub fn start_waiting(&mut self, now: Millis) {
        self.repair_at = now.after(CONNECT_MAX_MS);
    }

    /// The browser reports another state.
    pub fn transport_is(&mut self, now: Millis, state: TransportState) {
        self.transport = state;
        if state == TransportState::Connected {
            self.note_alive(now);
        }
        if state == TransportState::Failed {
            // Only the first failure is answered at once: what fails again and again must not keep the page busy.
            self.repair_at = self.repair_at.min(now.after(pause_before(self.repairs)));
        }
    }

    /// The data channel is open.
    pub fn channel_opened(&mut self, now: Millis) {
        self.open = true;
        self.next_ping = now;
    }

    /// The other page closed its end: it was left or loaded again, and no waiting brings this path back.
    pub fn channel_closed(&mut self) {
        self.closed = true;
    }

    /// The other page answered a ping.
    /// True if the path had been dead: then pictures have been lost, and with them what later ones build on.
    pub fn answered(&mut self, now: Millis) -> bool {
        let returned = self.is_broken(now);
        self.answers = true;
        self.answered = now;
        if let (Some(oldest), Some(newest)) = (self.unanswered.front(), self.unanswered.back()) {
            // Which of them is answered is not said; those that were lost are no slow path.
            let since = |sent: &Millis| now.0.saturating_sub(sent.0);
            self.round_trip = since(oldest).min(since(newest) + PING_EVERY_MS);
        }
        // Pings may be lost, so an answer stands for all that were sent before it; one that comes late is followed by another.
        self.unanswered.clear();
        self.note_alive(now);
        returned && self.is_alive(now)
    }

    /// The page slept for so many milliseconds: nothing could be heard, so that much silence means nothing.
    pub fn overslept(&mut self, now: Millis, slept: u64) {
        self.unanswered.iter_mut().for_each(|sent| *sent = sent.after(slept).min(now));
        (self.next_ping, self.ping_urgent) = (self.next_ping.min(now), true);
    }

    /// Something of the other's voice or picture arrived.
    pub fn media_arrived(&mut self, now: Millis) {
        self.media = now;
    }

    /// The other's picture plays.
    pub fn picture_seen(&mut self) {
        self.picture = true;
    }

    /// Whether the other's picture has been seen on this connection.
    pub fn has_picture(&self) -> bool {
        self.picture
    }

    /// Something may have changed: the path is tested without waiting for the next ping's time.
    pub fn test_now(&mut self, now: Millis) {
        (self.next_ping, self.ping_urgent) = (self.next_ping.min(now), true);
    }

    /// Whether media can flow, as far as is known.
    pub fn is_alive(&self, now: Millis) -> bool {
        !self.closed && self.dies_at().is_none_or(|at| now < at)
    }

    /// When the path is to be taken for dead if nothing more comes; none while every ping is answered.
    fn dies_at(&self) -> Option<Millis> {
        let media = self.media.after(DEAD_AFTER_MS).min(self.answered.after(MEDIA_COUNTS_MS));
        match self.transport {
            TransportState::Connected => {
                self.oldest().map(|sent| sent.after(DEAD_AFTER_MS.max(self.patience())).max(media))
            }
            // Browsers say so, too, when some of their own checks got lost.
            TransportState::Disconnected if self.answers => Some(self.answered.after(DEAD_AFTER_MS).max(media)),
            TransportState::Disconnected | TransportState::Pending | TransportState::Failed => Some(Millis::default()),
        }
    }

    /// Whether the path has lived at some time.
    pub fn has_lived(&self) -> bool {
        self.lived
    }

    /// How long an answer may take here, in milliseconds, as far as it depends on the network.
    pub fn patience(&self) -> u64 {
        self.round_trip * SLOW_FACTOR
    }

    /// Whether the path lived and does not, or may soon not: a ping is late.
    pub fn is_suspect(&self, now: Millis) -> bool {
        self.lived
            && (!self.is_alive(now)
                || self.oldest().is_some_and(|sent| now >= sent.after(SUSPECT_AFTER_MS.max(self.patience()))))
    }

    /// Whether the path lived and does not.
    pub fn is_broken(&self, now: Millis) -> bool {
        self.lived && !self.is_alive(now)
    }

    /// Whether messages can go over the data channel.
    pub fn has_channel(&self, now: Millis) -> bool {
        self.open && self.answers && self.is_alive(now)
    }

    /// How many repairs were tried since the path last lived.
    pub fn repairs(&self) -> usize {
        self.repairs
    }

    /// Whether a ping is due; it counts as sent.
    pub fn ping_due(&mut self, now: Millis) -> bool {
        let due = self.open && !self.closed && now >= self.ping_at();
        if due {
            let dead = self.is_broken(now);
            self.ping_urgent = dead;
            self.next_ping = now.after(if dead { PING_DEAD_EVERY_MS } else { PING_EVERY_MS });
            if self.unanswered.len() < PINGS_MAX {
                self.unanswered.push_back(now);
            }
        }
        due
    }

    fn ping_at(&self) -> Millis {
        // Of what is lost as many are as before.
        if self.ping_urgent || !self.unanswered.is_empty() {
            return self.next_ping;
        }
        self.media.after(MEDIA_FRESH_MS).min(self.next_ping.after(PING_LATER_MS)).max(self.next_ping)
    }

    /// This page has a network again, and perhaps another address: a dead path is worth a repair at once.
    pub fn repair_now(&mut self, now: Millis) {
        if !self.is_alive(now) {
            self.repairs = 0;
            self.repair_at = now;
        }
    }

    /// The other person is back. A connection that has never lived has its offer sent again, and needs nothing else.
    pub fn repair_soon(&mut self, now: Millis) {
        if self.lived {
            self.repair_now(now);
        }
    }

    /// Whether the other side may have a new search for paths now, though this side sees nothing wrong; it counts as done.
    pub fn may_restart(&mut self, now: Millis) -> bool {
        let may = self.repaired_at.is_none_or(|at| now >= at.after(DEAD_AFTER_MS));
        if may {
            self.repaired_at = Some(now);
        }
        may
    }

    /// The repair that is due; it counts as done. To be asked only when it can be done.
    pub fn repair_due(&mut self, now: Millis) -> Option<Repair> {
        if self.is_alive(now) {
            return None;
        }
        if self.was_alive {
            self.was_alive = false;
            let wait = if self.closed { CLOSED_WAIT_MS } else { pause_before(0) };
            self.repair_at = self.repair_at.min(now.after(wait));
        }
        if now < self.repair_at {
            return None;
        }
        self.repairs += 1;
        self.repaired_at = Some(now);
        self.repair_at = now.after(pause_before(self.repairs));
        Some(if self.repairs == 1 && self.lived && !self.closed { Repair::RestartIce } else { Repair::Replace })
    }

    /// When something is due at the latest. `may_repair` says whether a repair could be done.
    pub fn deadline(&self, now: Millis, may_repair: bool) -> Option<Millis> {
        let ping = (self.open && !self.closed).then(|| self.ping_at());
        let oldest = self.oldest().filter(|_| self.is_alive(now));
        let suspect = oldest.map(|sent| sent.after(SUSPECT_AFTER_MS.max(self.patience()))).filter(|at| *at > now);
        let death = self.dies_at().filter(|_| self.is_alive(now));
        let repair = Some(self.repair_at).filter(|_| may_repair && !self.is_alive(now));
        [ping, suspect, death, repair].into_iter().flatten().min()
    }

    /// The oldest ping that should have been answered; a page that never answered one is believed.
    fn oldest(&self) -> Option<Millis> {
        self.unanswered.front().copied().filter(|_| self.answers)
    }

    fn note_alive(&mut self, now: Millis) {
        if self.is_alive(now) {
            self.was_alive = true;
            self.lived = true;
            self.repairs = 0;
            // Far enough not to matter while the path lives; it is brought near when it dies.
            self.repair_at = now.after(CONNECT_MAX_MS);
        }
    }
}

fn pause_before(repair: usize) -> u64 {
    REPAIR_AFTER_MS[repair.min(REPAIR_AFTER_MS.len() - 1)]
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
