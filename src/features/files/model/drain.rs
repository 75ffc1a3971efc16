//! How fast the channel empties, and how much it is given ahead of that.
//!
//! All channels of a connection share one line, and a frame that has begun is sent to its end: the call's own pings wait behind
//! it. On a narrow line frames are therefore short. What waits behind them is bounded in time too: it is what a person who
//! cancels waits for.

use super::{BUFFERED_LOW_BYTES, BUFFERED_MAX_BYTES, FRAME_MAX_BYTES, FRAME_SAFE_BYTES};
use crate::clock::Millis;

/// The line is judged over at least this time, in milliseconds: long enough for a frame or two on most lines.
const SPAN_MS: u64 = 250;

/// As much may wait as goes in this part of a second: a half.
const AHEAD_PER_SECOND: u64 = 2;

/// A frame may take this part of a second: about 60 ms, which no ping minds. The shortest ones take longer on lines below
/// 2 Mbit/s: 0.66 s at 200 kbit/s.
const FRAMES_PER_SECOND: u64 = 16;

/// What is known of the line.
#[derive(Debug)]
pub(super) struct Drain {
    /// So many bytes were given to the channel.
    given: u64,
    /// When the span began that is being judged, and how many had left the channel by then.
    since: Option<(Millis, u64)>,
    /// The same for the last look.
    last: Option<(Millis, u64)>,
    /// Bytes in a second; 0 while that is not known.
    per_second: u64,
    /// The mark that was told last.
    told: u32,
}

impl Default for Drain {
    fn default() -> Self {
        Self { given: 0, since: None, last: None, per_second: 0, told: BUFFERED_LOW_BYTES }
    }
}

impl Drain {
    /// So many bytes wait in the channel now.
    pub(super) fn look(&mut self, now: Millis, buffered: u32) {
        let left = self.given.saturating_sub(buffered.into());
        let last = self.last.replace((now, left)).unwrap_or((now, left));
        let (mut since, mut before) = *self.since.get_or_insert(last);
        if passed(last.0, now) >= SPAN_MS {
            // Nothing left any room for so long: that tells more of the line than what went before.
            (since, before) = last;
        }
        let passed = passed(since, now);
        if passed >= SPAN_MS {
            let fresh = left.saturating_sub(before).saturating_mul(1_000) / passed;
            // Slower counts at once, faster by half: what is given cannot be taken back. Nothing is lost where there was
            // nothing to send for a while: a wide line is known again after one span.
            let known = if self.per_second == 0 { fresh } else { self.per_second.midpoint(fresh) };
            self.per_second = known.min(fresh);
            self.since = Some((now, left));
        }
    }

    /// So many bytes more were given to it.
    pub(super) fn give(&mut self, bytes: u32) {
        self.given = self.given.saturating_add(bytes.into());
    }

    /// How long a frame may be, in bytes, where the connection takes `most`.
    pub(super) fn frame_bytes(&self, most: u32) -> u32 {
        within(self.per_second / FRAMES_PER_SECOND, FRAME_MAX_BYTES).min(most)
    }

    /// How much may wait in the channel, in bytes.
    pub(super) fn ahead_bytes(&self) -> u32 {
        within(self.per_second / AHEAD_PER_SECOND, BUFFERED_MAX_BYTES)
    }

    /// When no more than this waits, in bytes, there is room for another frame.
    pub(super) fn low_bytes(&self) -> u32 {
        self.ahead_bytes() / 4
    }

    /// That mark, if it is another one than was told.
    pub(super) fn new_mark(&mut self) -> Option<u32> {
        let low = self.low_bytes();
        (std::mem::replace(&mut self.told, low) != low).then_some(low)
    }
}

/// In milliseconds.
fn passed(since: Millis, now: Millis) -> u64 {
    now.0.saturating_sub(since.0)
}

/// Not less than the shortest frame.
fn within(bytes: u64, most: u32) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX).clamp(FRAME_SAFE_BYTES, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIB: u32 = 1024;

    /// A line of so many bytes a second that was busy for two spans.
    fn known(per_second: u32) -> Drain {
        let mut drain = Drain::default();
        drain.look(Millis(0), 0);
        for span in 1..=2 {
            drain.give(per_second / 4);
            drain.look(Millis(span * SPAN_MS), 0);
        }
        drain
    }

    #[test]
    fn a_line_that_is_not_known_gets_one_short_frame_at_a_time() {
        let drain = Drain::default();
        assert_eq!((drain.frame_bytes(u32::MAX), drain.ahead_bytes()), (16 * KIB, 16 * KIB));
        assert_eq!(drain.low_bytes(), BUFFERED_LOW_BYTES);
    }

    #[test]
    fn the_faster_the_line_the_longer_the_frames_and_the_more_waits() {
        for (per_second, frame, ahead) in [
            (25_000, 16 * KIB, 16 * KIB),
            (100_000, 16 * KIB, 50_000),
            (480_000, 30_000, 240_000),
            (12_500_000, 64 * KIB, 256 * KIB),
        ] {
            let drain = known(per_second);
            assert_eq!(
                (drain.frame_bytes(u32::MAX), drain.ahead_bytes()),
                (frame, ahead),
                "{per_second} bytes a second"
            );
            assert_eq!(drain.frame_bytes(20_000), frame.min(20_000));
        }
    }

    #[test]
    fn a_line_that_becomes_narrow_is_known_after_one_span() {
        let mut drain = known(12_500_000);
        drain.give(256 * KIB);
        drain.look(Millis(3 * SPAN_MS), 256 * KIB - 6_250);
        assert_eq!((drain.frame_bytes(u32::MAX), drain.ahead_bytes()), (16 * KIB, 16 * KIB));
    }

    #[test]
    fn a_long_silence_is_judged_alone() {
        let mut drain = known(12_500_000);
        // 100 ms more of a wide line, then one that is narrow.
        drain.give(1_500_000);
        drain.look(Millis(600), 250_000);
        drain.look(Millis(1_600), 200_000);
        assert_eq!(drain.ahead_bytes(), 25_000);
    }

    #[test]
    fn a_mark_is_told_once() {
        let mut drain = known(480_000);
        assert_eq!((drain.new_mark(), drain.new_mark()), (Some(60_000), None));
    }
}
