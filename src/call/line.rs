//! The line to the server: when to open a socket, when to give one up, when to try again.

use crate::clock::Millis;
use crate::protocol::SILENCE_MAX_MS;

/// How long to wait before each attempt after the line was lost, in milliseconds; the last one repeats. LiveKit's
/// ladder: at once for a hiccup, then slower, so that a server that comes back is not trampled.
const RETRY_AFTER_MS: [u64; 6] = [0, 300, 1_200, 2_700, 4_800, 7_000];

/// The share of each wait that is left to chance, so that the pages of one server do not return in step.
const JITTER: u64 = 4;

/// An attempt that has not opened after this long will not, in milliseconds: three slow round trips.
const OPENING_MAX_MS: u64 = 4_000;

/// What the socket has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineAction {
    /// Open a new socket.
    Open,
    /// Close the present one, whatever its state.
    Drop,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody needs a line.
    Unwanted,
    /// Lost; the next attempt comes at this time.
    Down(Millis),
    /// Being opened since.
    Opening(Millis),
    /// Open, and last heard from.
    Up(Millis),
}

/// The line to the server.
#[derive(Debug)]
pub struct Line {
    state: State,
    failures: usize,
}

impl Default for Line {
    fn default() -> Self {
        Self { state: State::Unwanted, failures: 0 }
    }
}

impl Line {
    /// Wants a line from now on.
    pub fn want(&mut self, now: Millis) {
        if self.state == State::Unwanted {
            self.failures = 0;
            self.state = State::Down(now);
        }
    }

    /// Begins anew, and tries at once if the line is down: the person or the browser says that it is worth it.
    pub fn hurry(&mut self, now: Millis) {
        self.failures = 0;
        if matches!(self.state, State::Down(_)) {
            self.state = State::Down(now);
        }
    }

    /// Needs no line any more.
    pub fn release(&mut self) {
        self.state = State::Unwanted;
    }

    /// The socket is open.
    pub fn opened(&mut self, now: Millis) {
        self.state = State::Up(now);
    }

    /// Something came from the server.
    pub fn heard(&mut self, now: Millis) {
        if let State::Up(_) = self.state {
            self.state = State::Up(now);
            self.failures = 0;
        }
    }

    /// The socket is closed, or could not be opened. `chance` is any random number.
    pub fn closed(&mut self, now: Millis, chance: u64) {
        if self.state == State::Unwanted {
            return;
        }
        let wait = RETRY_AFTER_MS[self.failures.min(RETRY_AFTER_MS.len() - 1)];
        self.failures += 1;
        let jitter = chance % (wait / JITTER).max(1);
        self.state = State::Down(now.after(wait + jitter));
    }

    /// Whether the socket is open.
    pub fn is_up(&self) -> bool {
        matches!(self.state, State::Up(_))
    }

    /// Whether the last attempts, and not only one, have failed.
    pub fn is_unreachable(&self) -> bool {
        self.failures > 2
    }

    /// When [`Line::tick`] has to be called at the latest.
    pub fn deadline(&self) -> Option<Millis> {
        match self.state {
            State::Unwanted => None,
            State::Down(at) => Some(at),
            State::Opening(since) => Some(since.after(OPENING_MAX_MS)),
            State::Up(heard) => Some(heard.after(SILENCE_MAX_MS)),
        }
    }

    /// Does what is due.
    pub fn tick(&mut self, now: Millis, chance: u64) -> Option<LineAction> {
        if self.deadline().is_none_or(|at| now < at) {
            return None;
        }
        if let State::Down(_) = self.state {
            self.state = State::Opening(now);
            return Some(LineAction::Open);
        }
        self.closed(now, chance);
        Some(LineAction::Drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Millis {
        Millis(ms)
    }

    #[test]
    fn a_wanted_line_is_opened_at_once() {
        let mut line = Line::default();
        assert_eq!(line.tick(at(0), 0), None);
        line.want(at(0));
        assert_eq!(line.tick(at(0), 0), Some(LineAction::Open));
        assert_eq!(line.tick(at(1), 0), None);
    }

    #[test]
    fn attempts_come_slower_until_the_server_speaks() {
        let mut line = Line::default();
        line.want(at(0));
        let mut now = at(0);
        let mut waits = Vec::new();
        for _ in 0..8 {
            assert_eq!(line.tick(now, 0), Some(LineAction::Open));
            line.closed(now, 0);
            let next = line.deadline().expect("it tries again");
            waits.push(next.0 - now.0);
            now = next;
        }
        assert_eq!(waits, [0, 300, 1_200, 2_700, 4_800, 7_000, 7_000, 7_000]);
        line.tick(now, 0);
        line.opened(now);
        line.heard(now);
        line.closed(now, 0);
        assert_eq!(line.deadline(), Some(now));
    }

    #[test]
    fn who_asks_again_is_not_told_of_failures_before() {
        let mut line = Line::default();
        line.want(at(0));
        (0..5).for_each(|_| line.closed(at(0), 0));
        assert!(line.is_unreachable());
        line.tick(at(60_000), 0);
        line.hurry(at(60_000));
        assert!(!line.is_unreachable(), "also while an attempt is under way");
    }

    #[test]
    fn a_silent_server_is_given_up() {
        let mut line = Line::default();
        line.want(at(0));
        line.tick(at(0), 0);
        line.opened(at(10));
        line.heard(at(20));
        assert_eq!(line.tick(at(20 + SILENCE_MAX_MS - 1), 0), None);
        assert_eq!(line.tick(at(20 + SILENCE_MAX_MS), 0), Some(LineAction::Drop));
        assert!(!line.is_up());
    }

    #[test]
    fn an_attempt_that_hangs_is_given_up() {
        let mut line = Line::default();
        line.want(at(0));
        line.tick(at(0), 0);
        assert_eq!(line.tick(at(OPENING_MAX_MS), 0), Some(LineAction::Drop));
        assert_eq!(line.tick(at(OPENING_MAX_MS), 0), Some(LineAction::Open));
    }

    #[test]
    fn chance_never_makes_a_wait_shorter_or_much_longer() {
        for chance in 0..5_000 {
            let mut line = Line { state: State::Opening(at(0)), failures: 5 };
            line.closed(at(0), chance);
            let wait = line.deadline().expect("it tries again").0;
            assert!((7_000..7_000 + 7_000 / JITTER).contains(&wait));
        }
    }
}
