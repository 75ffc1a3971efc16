//! Files over lines of any width, in virtual time: how long a ping waits behind them, and how well the line is used.

use super::*;

/// The browser tells that a channel has little in it only so often, in milliseconds: its page has other things to do.
const TELLS_EVERY_MS: u64 = 4;

/// What was seen of a transfer over a line.
#[derive(Debug, Default)]
struct Seen {
    /// The longest that a ping would have waited behind the frame that was being sent, in milliseconds.
    ping_ms: u64,
    /// The longest that something on the files' own channel would have waited, in milliseconds.
    cancel_ms: u64,
    /// The longest frame, in bytes.
    frame: usize,
    /// The time with something to send and an empty channel, in milliseconds.
    idle_ms: u64,
    took_ms: u64,
}

/// A line from Ann to Ben; from him to her everything comes at once.
struct Uplink {
    pair: Pair,
    now: u64,
    /// What the line could have carried and has not yet, in bytes times a thousand.
    credit: u64,
    is_low: bool,
}

impl Uplink {
    /// Ben has accepted a file of so many bytes, and nothing of it is there.
    fn new(length: u64) -> Self {
        let mut pair = Pair::new();
        pair.0.handle(Event::Opened(Some(u32::MAX)));
        pair.1.handle(Event::Opened(Some(u32::MAX)));
        pair.0.choose(&[vec![7; length as usize]]);
        pair.settle();
        pair.1.accept_all();
        (pair.0.tick, pair.1.tick) = (0, 0);
        let now = pair.0.now.0;
        Self { pair, now, credit: 0, is_low: false }
    }

    /// A millisecond, in which the line carries what it can at so many bytes a second.
    fn pass(&mut self, per_second: u64) {
        self.now += 1;
        self.credit += per_second;
        while let Some(first) = self.pair.0.line.front().map(Packet::len) {
            let rest = first - self.pair.0.left;
            let takes = rest.min((self.credit / 1_000) as usize);
            self.credit -= takes as u64 * 1_000;
            let before = self.pair.0.waiting();
            self.pair.0.left += takes;
            self.is_low |= before > self.pair.0.low && self.pair.0.waiting() <= self.pair.0.low;
            if takes < rest {
                return;
            }
            self.pair.0.left = 0;
            // There is a packet: it was measured above.
            let packet = self.pair.0.line.pop_front().expect("a packet");
            self.pair.1.hear(packet);
        }
        // What was not used is gone.
        self.credit = 0;
    }

    /// The pages do what they have to do, each at this time.
    fn act(&mut self) {
        for page in [&mut self.pair.0, &mut self.pair.1] {
            page.now = Millis(self.now);
            page.work();
        }
        while let Some(packet) = self.pair.1.line.pop_front() {
            self.pair.0.hear(packet);
        }
        if self.is_low && self.now.is_multiple_of(TELLS_EVERY_MS) {
            self.is_low = false;
            self.pair.0.handle(Event::Drained);
        }
    }

    /// Until the file is there, or for so long.
    fn run(&mut self, per_second: u64, at_most_ms: u64) -> Seen {
        let begun = self.now;
        let mut seen = Seen::default();
        while self.pair.0.states() != [State::Done] && self.now < begun + at_most_ms {
            self.pass(per_second);
            self.act();
            let ann = &self.pair.0;
            let first = ann.line.front().map_or(0, Packet::len);
            let ms = |bytes: usize| bytes as u64 * 1_000 / per_second;
            seen.ping_ms = seen.ping_ms.max(ms(first - ann.left));
            seen.cancel_ms = seen.cancel_ms.max(ms(ann.waiting() as usize));
            seen.frame = ann.line.iter().map(Packet::len).max().unwrap_or_default().max(seen.frame);
            seen.idle_ms += u64::from(ann.waiting() == 0);
        }
        seen.took_ms = self.now - begun;
        seen
    }
}

#[test]
fn on_a_narrow_line_no_ping_waits_long_enough_to_be_missed() {
    // A path is taken for dead after 1.8 s (`call/link.rs`).
    for (per_second, ping_ms, cancel_ms) in [(25_000, 660, 830), (37_500, 440, 570), (125_000, 140, 510)] {
        let seen = Uplink::new(2_000_000).run(per_second, 200_000);
        assert!(seen.ping_ms <= ping_ms && seen.cancel_ms <= cancel_ms, "{per_second} bytes a second: {seen:?}");
        assert_eq!(seen.frame, 16 * 1024);
        assert!(seen.took_ms < 2_000_000 * 1_050 / per_second, "the line is used: {seen:?}");
    }
}

#[test]
fn a_wide_line_has_long_frames_after_a_moment_and_is_kept_busy() {
    let seen = Uplink::new(16_000_000).run(12_500_000, 10_000);
    assert_eq!(seen.frame, 64 * 1024, "{seen:?}");
    assert!(seen.took_ms < 1_600, "{seen:?}");
    assert!(seen.cancel_ms <= 25, "{seen:?}");
}

#[test]
fn a_line_that_becomes_narrow_in_the_middle_is_given_short_frames_again() {
    let mut uplink = Uplink::new(40_000_000);
    assert_eq!(uplink.run(12_500_000, 1_000).frame, 64 * 1024);
    // What was given already cannot be taken back.
    uplink.run(50_000, 5_000);
    let narrow = uplink.run(50_000, 10_000);
    assert!(narrow.frame <= 16 * 1024 && narrow.ping_ms <= 330, "{narrow:?}");
    uplink.run(12_500_000, 1_000);
    assert_eq!(uplink.run(12_500_000, 1_000).frame, 64 * 1024, "and long ones once it is wide again");
}

#[test]
fn a_file_gets_through_a_line_that_stands_still_for_a_while() {
    let mut uplink = Uplink::new(1_000_000);
    uplink.run(100_000, 1_000);
    uplink.run(1, 20_000);
    let seen = uplink.run(100_000, 20_000);
    assert!(seen.took_ms < 10_000, "{seen:?}");
}
