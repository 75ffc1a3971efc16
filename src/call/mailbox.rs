//! Signals that arrive once and in order, over sockets that lose their tail when they die.
//!
//! What is posted keeps its number until the other person acknowledges it, and is sent again after every resume
//! (go-back-N: the receiver drops what comes too early, for it will come again).

use std::collections::VecDeque;

use crate::protocol::identity::VisitId;
use crate::protocol::signal::{Payload, SIGNALS_MAX, Signal};

/// A number has the stream that it belongs to above these bits, and counts from 1 below: a receiver tells by it whether the
/// sender has begun anew. The bits leave room for more signals than a call of a day has.
const COUNT_BITS: u32 = 16;

/// One's own signals to one visit of the other person: a stream of its own.
#[derive(Debug, Default)]
pub struct Outbox {
    /// The number before the first.
    base: u32,
    unacknowledged: VecDeque<(u32, Payload)>,
    posted: u32,
    /// Sent since the last rewind.
    sent: u32,
    /// Sent at some time, so perhaps heard.
    uttered: u32,
    acknowledged: u32,
    overflowed: bool,
}

impl Outbox {
    /// A stream that has not begun. `stream` is any random number.
    pub fn new(stream: u16) -> Self {
        // None is 0: that is what a receiver acknowledges who has heard nothing.
        let base = u32::from(stream.max(1)) << COUNT_BITS;
        Self { base, posted: base, sent: base, uttered: base, acknowledged: base, ..Self::default() }
    }

    /// Numbers a signal and keeps it until it is acknowledged. When more than [`SIGNALS_MAX`] wait, the other side has
    /// been deaf for so long that only a new visit helps; the oldest are dropped then.
    pub fn post(&mut self, payload: Payload) {
        if let (Payload::Devices(_), Some((seq, last @ Payload::Devices(_)))) =
            (&payload, self.unacknowledged.back_mut())
            && *seq > self.uttered
        {
            // Only the last word counts, and nobody has heard the one before.
            *last = payload;
            return;
        }
        self.posted += 1;
        self.unacknowledged.push_back((self.posted, payload));
        if self.unacknowledged.len() > SIGNALS_MAX {
            self.unacknowledged.pop_front();
            self.overflowed = true;
        }
        self.overflowed |= stream_of(self.posted) != stream_of(self.base);
    }

    /// Whether signals were dropped, so that the other side waits for them in vain.
    pub fn has_overflowed(&self) -> bool {
        self.overflowed
    }

    /// What was posted and not sent yet.
    pub fn take_unsent(&mut self, from: VisitId, to: Option<VisitId>) -> Vec<Signal> {
        let sent = std::mem::replace(&mut self.sent, self.posted);
        self.uttered = self.posted;
        let unsent = self.unacknowledged.iter().filter(|(seq, _)| *seq > sent);
        unsent.map(|(seq, payload)| Signal { from, to, seq: *seq, payload: payload.clone() }).collect()
    }

    /// Forgets what was sent, so that all that is not acknowledged is sent again.
    pub fn rewind(&mut self) {
        self.sent = self.base;
    }

    /// Whether something was sent and is not acknowledged.
    pub fn awaits_acknowledgement(&self) -> bool {
        self.unacknowledged.front().is_some_and(|(seq, _)| *seq <= self.sent)
    }

    /// The other person has everything up to this number. False if that cannot be: they remember other signals than these,
    /// or forgot some, so the two must meet anew.
    #[must_use]
    pub fn acknowledged(&mut self, up_to: u32) -> bool {
        if up_to > self.posted || up_to < self.acknowledged {
            return false;
        }
        self.acknowledged = up_to;
        while self.unacknowledged.front().is_some_and(|(seq, _)| *seq <= up_to) {
            self.unacknowledged.pop_front();
        }
        true
    }
}

fn stream_of(seq: u32) -> u32 {
    seq >> COUNT_BITS
}

/// What to do with a signal that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The next one: act on it and acknowledge.
    Fresh,
    /// The first one of a new stream: as `Fresh`, and the sender has forgotten what was sent to them.
    Anew,
    /// Seen before: acknowledge again, the first acknowledgement may be lost.
    Duplicate,
    /// One before it is missing: drop it, both come again. The acknowledgement tells what is missing.
    TooEarly,
}

/// The other person's signals of one visit.
#[derive(Debug, Default)]
pub struct Inbox {
    received: u32,
    /// The stream before this one, whose late signals mean nothing any more.
    before: u32,
}

impl Inbox {
    /// Judges a signal by its number.
    pub fn deliver(&mut self, seq: u32) -> Delivery {
        let (stream, known) = (stream_of(seq), stream_of(self.received));
        if stream != known {
            return if self.received != 0 && stream == self.before {
                Delivery::Duplicate
            } else if seq != (stream << COUNT_BITS) + 1 {
                Delivery::TooEarly
            } else if std::mem::replace(&mut self.received, seq) == 0 {
                Delivery::Fresh
            } else {
                self.before = known;
                Delivery::Anew
            };
        }
        if seq <= self.received {
            Delivery::Duplicate
        } else if seq == self.received + 1 {
            self.received = seq;
            Delivery::Fresh
        } else {
            Delivery::TooEarly
        }
    }

    /// The last number received with none missing before it.
    pub fn received(&self) -> u32 {
        self.received
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::identity::ConnectionId;
    use crate::protocol::signal::{Devices, Link};
    use proptest::prelude::*;

    fn visit() -> VisitId {
        VisitId::from_random([1; 8])
    }

    fn post(outbox: &mut Outbox, count: usize) {
        let link = Link { connection: ConnectionId::from_random([2; 8]), answers: None };
        (0..count).for_each(|_| outbox.post(Payload::Candidate { link, candidate: "c".into() }));
    }

    #[test]
    fn a_signal_is_sent_once_until_the_line_breaks() {
        let mut outbox = Outbox::default();
        post(&mut outbox, 2);
        assert_eq!(outbox.take_unsent(visit(), None).len(), 2);
        assert!(outbox.take_unsent(visit(), None).is_empty());
        outbox.rewind();
        assert_eq!(outbox.take_unsent(visit(), None).len(), 2);
    }

    #[test]
    fn an_acknowledged_signal_is_never_sent_again() {
        let mut outbox = Outbox::default();
        post(&mut outbox, 3);
        outbox.take_unsent(visit(), None);
        assert!(outbox.acknowledged(2));
        outbox.rewind();
        let numbers: Vec<u32> = outbox.take_unsent(visit(), None).iter().map(|signal| signal.seq).collect();
        assert_eq!(numbers, [3]);
    }

    #[test]
    fn a_deaf_peer_does_not_fill_the_memory() {
        let mut outbox = Outbox::default();
        post(&mut outbox, SIGNALS_MAX * 2);
        assert_eq!(outbox.take_unsent(visit(), None).len(), SIGNALS_MAX);
        assert!(outbox.has_overflowed());
    }

    #[test]
    fn of_many_words_on_the_devices_that_nobody_heard_only_the_last_is_kept() {
        let mut outbox = Outbox::default();
        let devices = |camera| Payload::Devices(Devices { microphone: true, camera });
        outbox.post(devices(false));
        outbox.take_unsent(visit(), None);
        outbox.rewind();
        [true, false, true].into_iter().for_each(|camera| outbox.post(devices(camera)));
        let unsent = outbox.take_unsent(visit(), None);
        let heard: Vec<_> = unsent.into_iter().map(|signal| (signal.seq, signal.payload)).collect();
        assert_eq!(heard, [(1, devices(false)), (2, devices(true))], "what may have been heard keeps its number");
    }

    #[test]
    fn an_acknowledgement_that_cannot_be_says_that_somebody_forgot() {
        let mut outbox = Outbox::default();
        post(&mut outbox, 3);
        outbox.take_unsent(visit(), None);
        assert!(outbox.acknowledged(2) && outbox.acknowledged(2));
        assert!(!outbox.acknowledged(0), "they have forgotten what they had");
        assert!(!outbox.acknowledged(9), "they remember somebody else");
    }

    #[test]
    fn who_begins_anew_is_heard_and_who_goes_on_after_being_forgotten_is_told() {
        let (mut one, mut other) = (Outbox::new(7), Outbox::new(8));
        post(&mut one, 2);
        post(&mut other, 2);
        let numbers = |outbox: &mut Outbox| outbox.take_unsent(visit(), None).into_iter().map(|signal| signal.seq);
        let mut inbox = Inbox::default();
        assert!(numbers(&mut one).all(|seq| inbox.deliver(seq) == Delivery::Fresh));
        let heard: Vec<Delivery> = numbers(&mut other).map(|seq| inbox.deliver(seq)).collect();
        assert_eq!(heard, [Delivery::Anew, Delivery::Fresh]);
        one.rewind();
        assert!(numbers(&mut one).all(|seq| inbox.deliver(seq) == Delivery::Duplicate), "the old stream is over");
        assert!(one.acknowledged((7 << COUNT_BITS) + 2));
        post(&mut one, 1);
        let mut forgetful = Inbox::default();
        assert!(numbers(&mut one).all(|seq| forgetful.deliver(seq) == Delivery::TooEarly));
        assert!(!one.acknowledged(forgetful.received()), "so the sender learns that nobody remembers");
    }

    proptest! {
        /// However often the line dies, and whatever it swallows or doubles, the receiver gets 1, 2, 3 ... once each.
        #[test]
        fn everything_arrives_once_and_in_order(fates in prop::collection::vec(0u8..4, 1..200), count in 1usize..60) {
            let (mut outbox, mut inbox, mut got) = (Outbox::default(), Inbox::default(), Vec::new());
            post(&mut outbox, count);
            let mut fates = fates.into_iter();
            loop {
                let mut broken = false;
                for signal in outbox.take_unsent(visit(), None) {
                    // 0: the socket dies and swallows this one and what follows it; 1: it arrives twice.
                    let fate = fates.next().unwrap_or(3);
                    broken |= fate == 0;
                    for _ in 0..if broken { 0 } else if fate == 1 { 2 } else { 1 } {
                        if inbox.deliver(signal.seq) == Delivery::Fresh {
                            got.push(signal.seq);
                        }
                    }
                }
                prop_assert!(outbox.acknowledged(inbox.received()));
                if !outbox.awaits_acknowledgement() {
                    break;
                }
                outbox.rewind();
            }
            prop_assert_eq!(got, (1..=u32::try_from(count).expect("small")).collect::<Vec<_>>());
        }
    }
}
