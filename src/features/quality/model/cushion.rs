//! For how long the other's voice is kept before it is played (`jitterBufferTarget`, W3C WebRTC Extensions) on a line that loses packets. What
//! is asked for again comes later than what was not lost; a browser waits for the most part of it by itself, and for more only where it is told.

use super::figures::Figures;
use crate::clock::Millis;

/// The voice is kept for so many milliseconds where missing packets are asked for so often a second. Chromium does 2 times at 5 % lost, 6 at 10 %,
/// 22 at 20 % and 36 at 35 %. It asks for all that is missing every 100 ms: the first target is one such time more than its own, the second
/// as much as people do not notice in a talk (docs/quality.md has both measured).
const LEVELS: [(u64, u32); 2] = [(30, 265), (12, 140)];

/// On a longer way there and back than this, in milliseconds, what is asked for comes too late for any of them, and is asked for more often.
const ROUND_TRIP_MAX_MS: u64 = 60;

/// It is not made shorter until less was asked for again for so long, in milliseconds: with each change the other speaks faster or slower for a
/// moment.
const SHORTER_AFTER_MS: u64 = 30_000;

/// For how long the voice is kept, and since when that is longer than need be.
#[derive(Debug, Default)]
pub struct Cushion {
    target_ms: Option<u32>,
    /// Since when less would do, and the most that would have.
    less: Option<(Millis, Option<u32>)>,
}

impl Cushion {
    /// Takes in the figures of now. Where the line's queue `is_full` nothing is gained by waiting.
    pub fn take(&mut self, now: Millis, figures: &Figures, is_full: bool) {
        let is_short = figures.least_round_trip_ms.is_some_and(|ms| ms <= ROUND_TRIP_MAX_MS);
        let asked = figures.received.asked_per_second.filter(|_| is_short && !is_full);
        let wanted = wanted_ms(asked.unwrap_or_default());
        if wanted >= self.target_ms {
            (self.target_ms, self.less) = (wanted, None);
            return;
        }
        let (since, most) = self.less.unwrap_or((now, wanted));
        let most = most.max(wanted);
        if now >= since.after(SHORTER_AFTER_MS) {
            (self.target_ms, self.less) = (most, None);
        } else {
            self.less = Some((since, most));
        }
    }

    /// For how long it is to be kept at least, in milliseconds; none is as the browser likes.
    pub fn target_ms(&self) -> Option<u32> {
        self.target_ms
    }
}

fn wanted_ms(asked: u64) -> Option<u32> {
    LEVELS.iter().find(|(from, _)| asked >= *from).map(|(_, ms)| *ms)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::figures::Direction;
    use super::*;

    fn figures(asked: u64, round_trip_ms: u64) -> Figures {
        let received = Direction { asked_per_second: Some(asked), ..Direction::default() };
        Figures { least_round_trip_ms: Some(round_trip_ms), received, ..Figures::default() }
    }

    /// The targets, second by second, where so much is asked for again.
    fn targets(asked: impl IntoIterator<Item = u64>) -> Vec<Option<u32>> {
        let mut cushion = Cushion::default();
        let take = |(second, times)| {
            cushion.take(Millis(second as u64 * 1_000), &figures(times, 0), false);
            cushion.target_ms()
        };
        asked.into_iter().enumerate().map(take).collect()
    }

    #[test]
    fn it_is_longer_at_once_where_more_is_asked_for_again() {
        assert_eq!(targets([0, 11, 12, 29, 30, 50]), [None, None, Some(140), Some(140), Some(265), Some(265)]);
    }

    #[test]
    fn it_is_shorter_once_less_was_asked_for_again_for_half_a_minute() {
        let all = targets([35].into_iter().chain([0; 31]));
        assert_eq!((all[30], all[31]), (Some(265), None));
    }

    /// Each change is heard.
    #[test]
    fn losses_that_come_and_go_leave_it_as_it_is() {
        let all = targets((0..300).map(|second| if second % 25 == 0 { 30 } else { 5 }));
        assert!(all.iter().all(|target| *target == Some(265)), "{all:?}");
    }

    #[test]
    fn of_that_half_minute_the_worst_second_counts() {
        let all = targets([35].into_iter().chain((0..62).map(|second| if second % 20 == 0 { 15 } else { 0 })));
        assert_eq!((all[31], all[62]), (Some(140), Some(140)), "{all:?}");
    }

    #[test]
    fn what_nothing_is_gained_by_is_not_done() {
        for (round_trip_ms, is_full, target) in [(60, false, Some(265)), (61, false, None), (0, true, None)] {
            let mut cushion = Cushion::default();
            cushion.take(Millis(0), &figures(40, round_trip_ms), is_full);
            assert_eq!(cushion.target_ms(), target, "{round_trip_ms} ms there and back, {is_full}");
        }
    }

    #[test]
    fn where_nothing_is_asked_for_any_more_it_ends() {
        let mut cushion = Cushion::default();
        cushion.take(Millis(0), &figures(40, 0), false);
        (1..=31).for_each(|second| cushion.take(Millis(second * 1_000), &Figures::default(), false));
        assert_eq!(cushion.target_ms(), None);
    }

    proptest! {
        /// Whatever the line does, the voice is never kept for less than it asks for, and changes for the shorter are far apart.
        #[test]
        fn it_never_flutters(asked in prop::collection::vec(0_u64..50, 1..300)) {
            let mut shorter = None;
            let all = targets(asked.iter().copied());
            for second in 1..all.len() {
                prop_assert!(all[second] >= wanted_ms(asked[second]));
                if all[second] < all[second - 1] {
                    if let Some(before) = shorter {
                        prop_assert!(second - before >= 30, "{before} and {second}");
                    }
                    shorter = Some(second);
                }
            }
        }
    }
}
