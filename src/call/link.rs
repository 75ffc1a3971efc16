//! Whether the path between the two browsers lives, and what to try when it does not.
//!
//! The connection's own state comes late (`failed` after 15 s and more) and inbound media proves nothing (who is muted
//! with the camera off sends none), so a ping on the data channel once a second decides.

use crate::clock::Millis;

/// How often to ping, in milliseconds.
const PING_EVERY_MS: u64 = 1_000;

/// A path without an answer for this long is taken for dead, in milliseconds: two pings may be lost.
const ANSWER_MAX_MS: u64 = 3_000;

/// How long to wait before each repair while the path stays dead, in milliseconds; the last one repeats. The first is
/// short because a dead path was alive: new ICE candidates are the likely cure.
const REPAIR_AFTER_MS: [u64; 3] = [1_000, 8_000, 15_000];

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
    /// When the other page last answered; absent before the channel opened.
    answered: Option<Millis>,
    next_ping: Millis,
    picture: bool,
    /// When and how the next repair is due, while the path is dead.
    repair_at: Millis,
    repairs: usize,
    was_alive: bool,
    /// The other page has closed its end.
    closed: bool,
}

impl Health {
    /// The health of a connection made now, after so many fruitless repairs of the one before.
    pub fn new(now: Millis, repairs: usize) -> Self {
        Self {
            transport: TransportState::Pending,
            answered: None,
            next_ping: now,
            picture: false,
            repair_at: now.after(CONNECT_MAX_MS),
            repairs,
            was_alive: false,
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
            let wait = if self.repairs == 0 { 0 } else { REPAIR_AFTER_MS[self.repairs.min(REPAIR_AFTER_MS.len() - 1)] };
            self.repair_at = self.repair_at.min(now.after(wait));
        }
    }

    /// The data channel is open.
    pub fn channel_opened(&mut self, now: Millis) {
        self.answered = Some(now);
        self.next_ping = now;
    }

    /// The other page closed its end: it was left or loaded again, and no waiting brings this path back.
    pub fn channel_closed(&mut self) {
        self.closed = true;
    }

    /// The other page answered a ping.
    pub fn answered(&mut self, now: Millis) {
        self.answered = Some(now);
        self.note_alive(now);
    }

    /// The other's picture plays.
    pub fn picture_seen(&mut self) {
        self.picture = true;
    }

    /// Whether the other's picture has been seen on this connection.
    pub fn has_picture(&self) -> bool {
        self.picture
    }

    /// Whether media can flow, as far as is known.
    pub fn is_alive(&self, now: Millis) -> bool {
        self.transport == TransportState::Connected
            && !self.closed
            && self.answered.is_none_or(|at| now < at.after(ANSWER_MAX_MS))
    }

    /// How many repairs were tried since the path last lived.
    pub fn repairs(&self) -> usize {
        self.repairs
    }

    /// Whether a ping is due; it counts as sent.
    pub fn ping_due(&mut self, now: Millis) -> bool {
        let due = self.answered.is_some() && now >= self.next_ping;
        if due {
            self.next_ping = now.after(PING_EVERY_MS);
        }
        due
    }

    /// The repair that is due; it counts as done. To be asked only when it can be done.
    pub fn repair_due(&mut self, now: Millis) -> Option<Repair> {
        if self.is_alive(now) {
            return None;
        }
        if self.was_alive {
            self.was_alive = false;
            self.repair_at = self.repair_at.min(now.after(REPAIR_AFTER_MS[0]));
        }
        if now < self.repair_at {
            return None;
        }
        self.repairs += 1;
        self.repair_at = now.after(REPAIR_AFTER_MS[self.repairs.min(REPAIR_AFTER_MS.len() - 1)]);
        Some(if self.repairs == 1 && self.picture { Repair::RestartIce } else { Repair::Replace })
    }

    /// When something is due at the latest. `may_repair` says whether a repair could be done.
    pub fn deadline(&self, now: Millis, may_repair: bool) -> Option<Millis> {
        let ping = self.answered.map(|_| self.next_ping);
        let death = self.answered.map(|at| at.after(ANSWER_MAX_MS)).filter(|_| self.is_alive(now));
        let repair = Some(self.repair_at).filter(|_| may_repair && !self.is_alive(now));
        [ping, death, repair].into_iter().flatten().min()
    }

    fn note_alive(&mut self, now: Millis) {
        if self.is_alive(now) {
            self.was_alive = true;
            self.repairs = 0;
            // Far enough not to matter while the path lives; it is brought near when it dies.
            self.repair_at = now.after(CONNECT_MAX_MS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Millis {
        Millis(ms)
    }

    fn alive() -> Health {
        let mut health = Health::new(at(0), 0);
        health.transport_is(at(100), TransportState::Connected);
        health.channel_opened(at(100));
        health.picture_seen();
        health
    }

    #[test]
    fn a_dead_path_is_noticed_within_three_seconds() {
        let mut health = alive();
        health.answered(at(5_000));
        assert!(health.is_alive(at(7_999)));
        assert!(!health.is_alive(at(8_000)));
        assert!(health.deadline(at(5_000), true).is_some_and(|at| at <= Millis(8_000)));
    }

    #[test]
    fn a_path_without_data_channel_is_believed() {
        let mut health = Health::new(at(0), 0);
        health.transport_is(at(100), TransportState::Connected);
        assert!(health.is_alive(at(60_000)));
    }

    #[test]
    fn a_path_whose_other_end_is_closed_is_dead_at_once() {
        let mut health = alive();
        health.channel_closed();
        assert!(!health.is_alive(at(101)));
    }

    #[test]
    fn repairs_climb_the_ladder() {
        let mut health = alive();
        let mut done = Vec::new();
        for second in 1..60 {
            if let Some(repair) = health.repair_due(at(second * 1_000)) {
                done.push((second, repair));
            }
        }
        assert_eq!(
            done,
            [
                (5, Repair::RestartIce),
                (13, Repair::Replace),
                (28, Repair::Replace),
                (43, Repair::Replace),
                (58, Repair::Replace)
            ]
        );
    }

    #[test]
    fn a_path_that_never_came_up_is_replaced() {
        let mut health = Health::new(at(0), 0);
        assert_eq!(health.repair_due(at(CONNECT_MAX_MS - 1)), None);
        assert_eq!(health.repair_due(at(CONNECT_MAX_MS)), Some(Repair::Replace));
    }

    #[test]
    fn a_failed_path_is_not_waited_for() {
        let mut health = Health::new(at(0), 0);
        health.transport_is(at(10), TransportState::Failed);
        assert_eq!(health.repair_due(at(10)), Some(Repair::Replace));
    }

    #[test]
    fn a_path_that_fails_again_and_again_is_not_tried_without_a_pause() {
        let mut repairs = 0;
        for second in 0..60 {
            let mut health = Health::new(at(second * 1_000), repairs.min(1));
            health.transport_is(at(second * 1_000), TransportState::Failed);
            repairs += usize::from(health.repair_due(at(second * 1_000)).is_some());
        }
        assert_eq!(repairs, 1, "the second attempt waits");
    }

    #[test]
    fn a_path_that_came_back_is_left_alone() {
        let mut health = alive();
        assert_eq!(health.repair_due(at(4_000)), None);
        health.answered(at(4_500));
        assert_eq!(health.repair_due(at(7_000)), None);
    }

    #[test]
    fn pings_come_once_a_second() {
        let mut health = alive();
        let pings = (100..10_100).filter(|ms| health.ping_due(at(*ms))).count();
        assert_eq!(pings, 10);
    }
}
