//! The line to the server: when to open a socket, when to give one up, when to try again, and when to knock first.

use crate::clock::Millis;
use crate::protocol::SILENCE_MAX_MS;

/// How long to wait before each attempt after the line was lost, in milliseconds; the last one repeats. LiveKit's
/// ladder: at once for a hiccup, then slower, so that a server that comes back is not trampled.
const RETRY_AFTER_MS: [u64; 6] = [0, 300, 1_200, 2_700, 4_800, 7_000];

/// The share of each wait that is left to chance, so that the pages of one server do not return in step.
const JITTER: u64 = 4;

/// An attempt that has not opened after this long will not, in milliseconds: a lost first packet is sent again after
/// one second, a second loss is better met by a new attempt.
const OPENING_MAX_MS: u64 = 2_000;

/// While somebody looks at a picture that stands still, attempts begin this long after one another at most, in milliseconds.
const URGENT_EVERY_MS: u64 = 2_000;

/// After so many failures the server is only asked whether it is there, and a socket opened once it says so: browsers hold
/// back the sockets of a page that failed to open some, for seconds (Chromium) or a minute (Firefox).
const KNOCK_AFTER: usize = 2;

/// A server that was asked something answers within this time, in milliseconds, or the line is taken for dead: the
/// slowest satellite takes two thirds of it.
const ANSWER_MAX_MS: u64 = 1_000;

/// A socket that is closed sooner than this, in milliseconds, was no success, even if the server spoke.
const STEADY_MS: u64 = 2_000;

/// So many of them are bad luck; more are a server that cannot be spoken to, and must not be asked without a pause.
const BOUNCES_MAX: usize = 2;

/// How much hangs on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// A call flows without it, or nobody has joined yet.
    Patient,
    /// Somebody waits for it.
    Urgent,
}

/// What the socket has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineAction {
    /// Open a new socket.
    Open,
    /// See whether the server can be reached at all.
    Knock,
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
    /// Open, and given up at this time if nothing is heard.
    Up(Millis),
}

/// The line to the server.
#[derive(Debug)]
pub struct Line {
    state: State,
    pace: Pace,
    failures: usize,
    /// When the last attempt began.
    began: Millis,
    /// How many sockets in a row were closed as soon as they were open.
    bounces: usize,
    /// The server has answered a knock, so a socket may be opened.
    answered: bool,
    /// The server wants to be left alone until then, however much hangs on the line.
    not_before: Millis,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            state: State::Unwanted,
            pace: Pace::Patient,
            failures: 0,
            began: Millis::default(),
            bounces: 0,
            answered: false,
            not_before: Millis::default(),
        }
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

    /// Says how much hangs on the line from now on.
    pub fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// Needs no line any more.
    pub fn release(&mut self) {
        self.state = State::Unwanted;
    }

    /// The socket is open.
    pub fn opened(&mut self, now: Millis) {
        self.state = State::Up(now.after(SILENCE_MAX_MS));
    }

    /// Something came from the server.
    pub fn heard(&mut self, now: Millis) {
        if let State::Up(_) = self.state {
            self.state = State::Up(now.after(SILENCE_MAX_MS));
            self.failures = 0;
        }
    }

    /// The server was asked something: an answer shows that the line lives, silence that it does not. `patience` is how long
    /// an answer takes on a network that is known to be slow, in milliseconds.
    pub fn asked(&mut self, now: Millis, patience: u64) {
        if let State::Up(until) = &mut self.state {
            *until = (*until).min(now.after(ANSWER_MAX_MS.max(patience)));
        }
    }

    /// The socket is closed, or could not be opened. `chance` is any random number.
    pub fn closed(&mut self, now: Millis, chance: u64) {
        if self.state == State::Unwanted {
            return;
        }
        let bounced = self.is_up() && now < self.began.after(STEADY_MS);
        self.bounces = if bounced { self.bounces + 1 } else { 0 };
        let step = self.failures.max(self.bounces.saturating_sub(BOUNCES_MAX));
        let wait = RETRY_AFTER_MS[step.min(RETRY_AFTER_MS.len() - 1)];
        self.failures += 1;
        let jitter = chance % (wait / JITTER).max(1);
        self.state = State::Down(now.after(wait + jitter));
    }

    /// The server has no place at the moment: the socket is given up, and the next attempt comes after the longest wait, and
    /// after what the server wants, in milliseconds.
    pub fn back_off(&mut self, now: Millis, wanted: u64, chance: u64) {
        self.failures = RETRY_AFTER_MS.len();
        self.closed(now, chance);
        // Whoever was sent away with many others is not to return with them.
        self.not_before = now.after(wanted + chance % (wanted / JITTER).max(1));
    }

    /// Whether the server wants to be left alone.
    pub fn is_put_off(&self, now: Millis) -> bool {
        now < self.not_before
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
            State::Down(at) => {
                let urgent = self.pace == Pace::Urgent;
                let at = if urgent { at.min(self.began.after(URGENT_EVERY_MS)) } else { at };
                Some(at.max(self.not_before))
            }
            State::Up(at) => Some(at),
            State::Opening(since) => Some(since.after(OPENING_MAX_MS)),
        }
    }

    /// Does what is due. To be called until there is nothing more.
    pub fn tick(&mut self, now: Millis, chance: u64) -> Option<LineAction> {
        if self.deadline().is_none_or(|at| now < at) {
            return None;
        }
        if let State::Down(_) = self.state {
            self.state = State::Opening(now);
            self.began = now;
            let knock = self.failures >= KNOCK_AFTER && !std::mem::take(&mut self.answered);
            return Some(if knock { LineAction::Knock } else { LineAction::Open });
        }
        self.closed(now, chance);
        Some(LineAction::Drop)
    }

    /// The server has answered a knock, or could not be reached.
    pub fn knocked(&mut self, now: Millis, answered: bool, chance: u64) {
        match self.state {
            // Even late: it says that there is a network.
            State::Down(_) | State::Opening(_) if answered => {
                self.answered = true;
                self.state = State::Down(now);
            }
            State::Opening(_) => self.closed(now, chance),
            State::Unwanted | State::Down(_) | State::Up(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Millis {
        Millis(ms)
    }

    fn up(now: Millis) -> Line {
        let mut line = Line::default();
        line.want(now);
        line.tick(now, 0);
        line.opened(now);
        line
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
        for attempt in 0..8 {
            let knock = attempt >= KNOCK_AFTER;
            assert_eq!(line.tick(now, 0), Some(if knock { LineAction::Knock } else { LineAction::Open }));
            if knock {
                line.knocked(now, false, 0);
            } else {
                line.closed(now, 0);
            }
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
    fn while_no_media_flows_attempts_are_never_more_than_two_seconds_apart() {
        for hangs in [false, true] {
            let mut line = Line::default();
            line.set_pace(Pace::Urgent);
            line.want(at(0));
            let (mut attempts, mut open) = (Vec::new(), false);
            for ms in 0..30_000 {
                while let Some(action) = line.tick(at(ms), ms) {
                    open = action != LineAction::Drop;
                    attempts.extend(open.then_some(ms));
                }
                if open && !hangs {
                    line.closed(at(ms), ms);
                    open = false;
                }
            }
            let gaps = attempts.windows(2).map(|pair| pair[1] - pair[0]);
            assert!(gaps.clone().all(|gap| gap <= 2_000), "{attempts:?}");
            assert!(gaps.count() < 20, "and no storm: {attempts:?}");
        }
    }

    #[test]
    fn a_server_that_answers_a_knock_gets_a_socket_at_once_also_if_it_answers_late() {
        for late in [false, true] {
            let mut line = Line::default();
            line.want(at(0));
            for _ in 0..3 {
                line.tick(at(0), 0);
                line.closed(at(0), 0);
            }
            assert_eq!(line.tick(at(60_000), 0), Some(LineAction::Knock));
            if late {
                assert_eq!(line.tick(at(60_000 + OPENING_MAX_MS), 0), Some(LineAction::Drop));
            }
            line.knocked(at(63_000), true, 0);
            assert_eq!(line.tick(at(63_000), 0), Some(LineAction::Open));
            line.closed(at(63_000), 0);
            assert_eq!(line.tick(at(120_000), 0), Some(LineAction::Knock), "one answer is good for one socket");
        }
    }

    #[test]
    fn a_picture_that_stops_brings_the_next_attempt_near() {
        let mut line = Line::default();
        line.want(at(0));
        line.tick(at(0), 0);
        (0..6).for_each(|_| line.closed(at(100), 0));
        assert_eq!(line.deadline(), Some(at(7_100)));
        line.set_pace(Pace::Urgent);
        assert_eq!(line.deadline(), Some(at(2_000)));
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
    fn a_server_that_speaks_and_hangs_up_is_not_asked_without_a_pause() {
        let mut line = Line::default();
        line.want(at(0));
        let (mut now, mut waits) = (at(0), Vec::new());
        for _ in 0..6 {
            line.tick(now, 0);
            line.opened(now);
            line.heard(now);
            line.closed(now, 0);
            let next = line.deadline().expect("it tries again");
            waits.push(next.0 - now.0);
            now = next;
        }
        assert_eq!(waits, [0, 0, 300, 1_200, 2_700, 4_800]);
    }

    #[test]
    fn a_server_that_wants_to_be_left_alone_is_however_urgent_it_is() {
        for chance in [0, 2_499, 5_000_000] {
            let mut line = up(at(0));
            line.set_pace(Pace::Urgent);
            line.back_off(at(0), 10_000, chance);
            line.hurry(at(100));
            assert_eq!(line.tick(at(9_999), chance), None);
            assert_eq!(line.tick(at(12_500), chance), Some(LineAction::Open));
        }
    }

    #[test]
    fn a_silent_server_is_given_up() {
        let mut line = up(at(10));
        line.heard(at(20));
        assert_eq!(line.tick(at(20 + SILENCE_MAX_MS - 1), 0), None);
        assert_eq!(line.tick(at(20 + SILENCE_MAX_MS), 0), Some(LineAction::Drop));
        assert!(!line.is_up());
    }

    #[test]
    fn a_server_that_does_not_answer_is_given_up_soon_and_tried_again_at_once() {
        let mut line = up(at(0));
        line.heard(at(0));
        line.asked(at(1_000), 0);
        assert_eq!(line.tick(at(1_000 + ANSWER_MAX_MS), 0), Some(LineAction::Drop));
        assert_eq!(line.tick(at(1_000 + ANSWER_MAX_MS), 0), Some(LineAction::Open));
        let mut line = up(at(0));
        line.asked(at(1_000), 0);
        line.heard(at(1_500));
        assert_eq!(line.tick(at(1_000 + ANSWER_MAX_MS), 0), None, "it has answered");
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
            let mut line = Line { state: State::Opening(at(0)), failures: 5, ..Line::default() };
            line.closed(at(0), chance);
            let wait = line.deadline().expect("it tries again").0;
            assert!((7_000..7_000 + 7_000 / JITTER).contains(&wait));
        }
    }
}
