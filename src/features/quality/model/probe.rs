//! How much a line carries, asked while little is sent: a browser knows what it could send only of what it sends. One page sends more and
//! more, the other says how late it comes, and at the first sign of a queue it ends: what has arrived in time until then is the answer.
//!
//! A queue holds up the voice too, so the beginning is slow: whoever can carry a tenth of a picture is asked for a tenth of it.

use serde::Serialize;

use super::quickest::Quickest;
use crate::clock::Millis;
use crate::protocol::reading::choice;

/// What is sent at first, in bits per second.
const FIRST_BPS: u64 = 16_000;

/// After so long it is twice as much, in milliseconds. Slowly at first: what is too much for a narrow line until that is known makes a gap of
/// the voice, and of 30 kbit/s a word of the other page costs as much time as of a wide line a hundred.
const SLOW_DOUBLE_AFTER_MS: u64 = 600;
const SLOW_DOUBLINGS: u64 = 2;
const DOUBLE_AFTER_MS: u64 = 400;

/// It ends with this much, in bits per second: a whole picture begins with it.
const TOP_BPS: u64 = 1_200_000;

/// What comes so much later than the quickest packet waited in a queue, in milliseconds.
const LATE_MS: u64 = 30;

/// The other page says how late a packet was at once if it was so late, in milliseconds, and otherwise so often.
const TELL_LATE_MS: u64 = 20;
const TELL_EVERY_MS: u64 = 40;

/// The first packet goes alone, and the rest only when it was answered within this time, in milliseconds: where it is not, the line is full
/// already, or nobody answers.
const FIRST_ANSWER_MAX_MS: u64 = 1_000;

/// It is sent so often, so far apart, in milliseconds: packets get lost on a line that carries a lot, too.
const FIRST_TIMES: u32 = 3;
const FIRST_EVERY_MS: u64 = 300;

/// Later packets may stay without an answer for so much longer than the first, in milliseconds, and so many at least.
const SILENCE_MAX_MS: u64 = 250;
const UNANSWERED_MIN: u32 = 6;

/// Whatever happens, it is over after so long, in milliseconds: twice what the whole way up takes.
const LASTS_MAX_MS: u64 = 6_000;

/// A page that was busy for longer, in milliseconds, has not sent what was due: the rate goes on from what it was.
const TICK_MAX_MS: u64 = 40;

/// A packet has at least so many bytes with its heads, and at most so many that it is not cut in two.
const PACKET_MIN_BYTES: u64 = 180;
const PACKET_MAX_BYTES: u64 = 1_100;

/// Of which so many are heads (IP, UDP, DTLS, SCTP) and the names in the message.
const HEAD_BYTES: u64 = 150;

/// What was not sent in time, because the page was busy, is not sent all at once, in packets.
const BEHIND_MAX: u64 = 4;

/// What the two pages say to each other about it. All of it comes from somebody else's page and is untrusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProbeMessage {
    /// A packet of a probe. One without weight only shows how quick the line is while nothing waits in it, and is no part of a probe.
    Packet {
        /// Which probe of this page.
        series: u32,
        /// When it was sent, by the sender's clock, in milliseconds.
        at: u64,
        /// Nothing but weight.
        filling: String,
    },
    /// How such a packet came.
    Answer {
        /// Which probe.
        series: u32,
        /// When the packet was sent.
        at: u64,
        /// How much later than the quickest one it came, in milliseconds.
        late: u64,
    },
    /// Hardly anything comes of what the other page sends: the line is flooded.
    Flooded,
    /// This page's picture is paused.
    Paused,
}

choice! {
    ProbeMessage {
        "packet": Packet { series, at, filling },
        "answer": Answer { series, at, late },
        "flooded": Flooded,
        "paused": Paused,
    }
}

/// What a probe found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Nobody answered.
    Nothing,
    /// So much came in time beside what is sent otherwise, in bits per second.
    Carries(u64),
}

/// One probe, by who sends.
#[derive(Debug)]
pub struct Probe {
    series: u32,
    made: Millis,
    /// When the rate was the first one; later than it was where the page was busy.
    begun: Millis,
    last: Millis,
    /// What is due and not yet sent, in thousandths of a bit.
    due: u64,
    /// How long the first answer took, in milliseconds.
    round_trip: Option<u64>,
    /// When the first of those packets was sent that have no answer yet, and how many there are.
    waiting: Option<Millis>,
    unanswered: u32,
    finding: Finding,
    over: bool,
}

impl Probe {
    /// Begins.
    pub fn new(now: Millis, series: u32) -> Self {
        Self {
            series,
            made: now,
            begun: now,
            last: now,
            due: 0,
            round_trip: None,
            waiting: None,
            unanswered: 0,
            finding: Finding::Nothing,
            over: false,
        }
    }

    /// The packet that is to be sent now, if there is one; to be asked every few milliseconds until it is none.
    pub fn packet(&mut self, now: Millis) -> Option<ProbeMessage> {
        if self.finding(now).is_some() {
            return None;
        }
        if self.round_trip.is_none() {
            let is_due = now >= self.made.after(FIRST_EVERY_MS * u64::from(self.unanswered));
            return (is_due && self.unanswered < FIRST_TIMES).then(|| self.send(now, PACKET_MIN_BYTES));
        }
        let elapsed = now.0.saturating_sub(self.last.0);
        let ms = elapsed.min(TICK_MAX_MS);
        self.begun = self.begun.after(elapsed - ms);
        self.last = now;
        let behind_max = BEHIND_MAX * PACKET_MAX_BYTES * 8_000;
        self.due = self.due.saturating_add(self.rate(now).saturating_mul(ms)).min(behind_max);
        let bytes = (self.due / 8_000).min(PACKET_MAX_BYTES);
        if bytes < PACKET_MIN_BYTES {
            return None;
        }
        self.due -= bytes * 8_000;
        Some(self.send(now, bytes))
    }

    fn send(&mut self, now: Millis, bytes: u64) -> ProbeMessage {
        self.waiting.get_or_insert(now);
        self.unanswered += 1;
        let filling = "0".repeat(usize::try_from(bytes - HEAD_BYTES).unwrap_or_default());
        ProbeMessage::Packet { series: self.series, at: now.0, filling }
    }

    /// The other page answered.
    pub fn answered(&mut self, now: Millis, series: u32, at: u64, late: u64) {
        if series != self.series || self.over {
            return;
        }
        (self.waiting, self.unanswered) = (None, 0);
        if self.round_trip.is_none() {
            self.round_trip = Some(now.0.saturating_sub(at.clamp(self.made.0, now.0)));
            (self.begun, self.last) = (now, now);
        }
        if late > LATE_MS {
            self.over = true;
            // Somebody answered.
            self.finding = Finding::Carries(self.carried());
            return;
        }
        let rate = self.rate(Millis(at.min(now.0)));
        self.finding = Finding::Carries(self.carried().max(rate));
        self.over = rate >= TOP_BPS;
    }

    /// What was found out, once it is over.
    pub fn finding(&self, now: Millis) -> Option<Finding> {
        let is_silent = match self.round_trip {
            None => now >= self.made.after(FIRST_ANSWER_MAX_MS),
            Some(took) => {
                self.unanswered >= UNANSWERED_MIN
                    && self.waiting.is_some_and(|since| now >= since.after(SILENCE_MAX_MS + took))
            }
        };
        (self.over || is_silent || now >= self.made.after(LASTS_MAX_MS)).then_some(self.finding)
    }

    fn carried(&self) -> u64 {
        match self.finding {
            Finding::Nothing => 0,
            Finding::Carries(bits) => bits,
        }
    }

    /// What is sent at a moment, in bits per second. Between two doublings it grows evenly.
    fn rate(&self, at: Millis) -> u64 {
        let ms = at.0.saturating_sub(self.begun.0);
        let slow_ms = SLOW_DOUBLINGS * SLOW_DOUBLE_AFTER_MS;
        let (first, ms, double_after) = match ms.checked_sub(slow_ms) {
            None => (FIRST_BPS, ms, SLOW_DOUBLE_AFTER_MS),
            Some(ms) => (FIRST_BPS << SLOW_DOUBLINGS, ms, DOUBLE_AFTER_MS),
        };
        let doubled = u32::try_from(ms / double_after).unwrap_or(u32::MAX).min(10);
        let base = first << doubled;
        (base + base * (ms % double_after) / double_after).min(TOP_BPS)
    }
}

/// The other end: hears packets and says how late they come.
#[derive(Debug, Default)]
pub struct Listener {
    series: Option<u32>,
    /// Also of what came before a probe: a queue that is full when it begins holds up all of its packets alike.
    quickest: Quickest,
    told: Millis,
}

/// What was quickest counts for so long at least, in milliseconds.
const QUICKEST_MS: u64 = 60_000;

impl Listener {
    /// A packet came; the answer to it, if it is to be answered.
    pub fn heard(&mut self, now: Millis, series: u32, at: u64, is_weighty: bool) -> Option<ProbeMessage> {
        let late = self.quickest.later_by(now, i128::from(now.0) - i128::from(at), QUICKEST_MS);
        if !is_weighty {
            return None;
        }
        let is_first = self.series.replace(series) != Some(series);
        let late = u64::try_from(late).unwrap_or_default();
        let is_told = is_first || late > TELL_LATE_MS || now >= self.told.after(TELL_EVERY_MS);
        is_told.then(|| {
            self.told = now;
            ProbeMessage::Answer { series, at, late }
        })
    }
}

/// Shows the other page how quick the line is.
pub fn mark(now: Millis) -> ProbeMessage {
    ProbeMessage::Packet { series: 0, at: now.0, filling: String::new() }
}

#[cfg(test)]
#[path = "probe_tests.rs"]
mod tests;
