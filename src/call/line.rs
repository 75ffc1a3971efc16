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
    /// A silence that the page may not have heard the end of has been excused.
    excused: bool,
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
            excused: false,
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
            self.excused = false;
        }
    }

    /// The page was held up, so what the server said may still wait to be read: there is one more second for it, once. True if
    /// that made a difference.
    pub fn excuse(&mut self, now: Millis) -> bool {
        let excused = match &mut self.state {
            State::Up(until) if !self.excused => {
                *until = (*until).max(now.after(ANSWER_MAX_MS));
                true
            }
            // It is given up so long after it began.
            State::Opening(since) if !self.excused => {
                *since = (*since).max(Millis((now.0 + ANSWER_MAX_MS).saturating_sub(OPENING_MAX_MS)));
                true
            }
            State::Unwanted | State::Down(_) | State::Opening(_) | State::Up(_) => false,
        };
        self.excused |= excused;
        excused
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
#[path = "line_tests.rs"]
mod tests;
