//! Whether the line is flooded: it was given more than it can carry all at once, and of what the other side sends hardly anything comes. What a
//! browser itself finds out takes seconds then, for what it hears of the other side is lost as well.
//!
//! Voice and picture that come late wait in a queue ([`Lag`]). As long as they do, what comes is what the line carries
//! ([`Comparison`]): after a hiccup all is in time again, on a dead line nothing comes, and on a narrow one next to nothing.

use std::array;

use super::figures::Counters;
use super::quickest::Quickest;
use crate::clock::Millis;

/// How often is looked whether something new has come, in milliseconds.
pub const LOOK_EVERY_MS: u32 = 50;

/// How often the counters are read once something is late, in milliseconds.
pub const COMPARE_EVERY_MS: u32 = 80;

/// So often at most: as long as a page waits before it takes a line for dead.
const READINGS_MAX: u32 = 20;

/// A line that carries less, in bits per second, while things wait has no room for a picture beside the voice.
const NARROW_BPS: u64 = 130_000;

/// It must be so for so long, in milliseconds.
const NARROW_MS: u64 = 300;

/// And in so many readings in a row: one may fall into the first moment after a hiccup.
const NARROW_READINGS: u32 = 2;

/// Of who is silent or muted only the picture comes; where its encoder is slow it comes late, too. Then so many packets must be lost as well.
const LOST_MIN: u64 = 3;

/// What is so much later than the quickest of the last minute waits in a queue, in milliseconds.
const LATE_MS: i128 = 150;

/// After something was late it is not looked again for so long, in milliseconds.
const QUIET_MS: u64 = 2_000;

/// What was quickest counts for so long at least, in milliseconds.
const QUICKEST_MS: u64 = 30_000;

/// So many looks are remembered, one bit for each: two seconds.
const LOOKS: u64 = (1 << 40) - 1;

/// A track flows if it brought something new at so many of those looks: a picture with 15 frames a second does at three of four, and a voice
/// that pauses at one of eight.
const FLOWS_FROM: u32 = 16;

/// Ticks of a millisecond in the times of voice and picture (RFC 7587 section 4.1, RFC 6184 section 8.2.1).
const TICKS: [i64; 2] = [48, 90];

/// How late voice and picture come.
#[derive(Debug, Default)]
pub struct Lag {
    tracks: [Track; 2],
    lateness: Lateness,
    told: Option<Millis>,
}

/// What waits in a queue. A voice alone says nothing: a browser keeps it back for long after it was late once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lateness {
    /// Nothing, or only one of two.
    #[default]
    InTime,
    /// The picture, and there is no voice.
    Picture,
    /// Picture and voice.
    Both,
}

/// One of them.
#[derive(Debug, Default)]
struct Track {
    /// The time of what came last, in its own ticks: as it was told, and without starting again at zero after 2^32.
    newest: Option<(u32, i64)>,
    /// Whether something new was seen at the last looks, the last one in the lowest bit.
    looks: u64,
    quickest: Quickest,
}

impl Track {
    /// How late it is, in milliseconds; none while it does not flow.
    fn look(&mut self, now: Millis, ticks: i64, newest: Option<u32>) -> Option<i128> {
        let is_new = newest.is_some() && newest != self.newest.map(|(told, _)| told);
        self.looks = (self.looks << 1 | u64::from(is_new)) & LOOKS;
        if let Some(newest) = newest {
            let (before, sum) = self.newest.unwrap_or((newest, 0));
            // Forwards or backwards, whichever is nearer.
            let step = newest.wrapping_sub(before).cast_signed();
            self.newest = Some((newest, sum + i64::from(step)));
        }
        let (_, sum) = self.newest?;
        let late = self.quickest.later_by(now, i128::from(now.0) - i128::from(sum / ticks), QUICKEST_MS);
        (self.looks.count_ones() >= FLOWS_FROM).then_some(late)
    }
}

/// What was seen at a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Something new has come.
    pub is_new: bool,
    /// All that flowed is late, for the first time in a while.
    pub is_late: bool,
}

impl Lag {
    /// Takes in the times of what came last of voice and picture, as the browser tells them. The voice's is that of what is played, so one that is
    /// kept on purpose, for so many milliseconds, is not late for that.
    pub fn look(&mut self, now: Millis, newest: [Option<u32>; 2], kept_ms: u32) -> Seen {
        let before = self.tracks.each_ref().map(|track| track.newest);
        let [voice, picture] = &mut self.tracks;
        let lags = [voice.look(now, TICKS[0], newest[0]), picture.look(now, TICKS[1], newest[1])];
        // What was there before the first look is not new.
        let is_new = self.tracks.iter().zip(before).any(|(track, before)| before.is_some() && track.newest != before);
        let is_quiet = self.told.is_some_and(|told| now < told.after(QUIET_MS));
        let allowed = [LATE_MS + i128::from(kept_ms), LATE_MS];
        let waits = array::from_fn(|track| lags[track].map(|lag| lag >= allowed[track]));
        self.lateness = match waits {
            [Some(true), Some(true)] => Lateness::Both,
            [None, Some(true)] => Lateness::Picture,
            _ => Lateness::InTime,
        };
        let is_late = self.lateness != Lateness::InTime && !is_quiet;
        if is_late {
            self.told = Some(now);
        }
        Seen { is_new, is_late }
    }

    /// What waited in a queue at the last look.
    pub fn lateness(&self) -> Lateness {
        self.lateness
    }
}

/// What is known of a line on which something is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing yet.
    Nothing,
    /// It is flooded.
    Flooded,
    /// It is not.
    InOrder,
}

/// Compares what was counted at moments after something was late.
#[derive(Debug, Default)]
pub struct Comparison {
    first: Option<Counters>,
    readings: u32,
    /// So many of them in a row have found it narrow.
    narrow: u32,
}

impl Comparison {
    /// Takes in another counting, and what waits.
    pub fn take(&mut self, counters: Counters, lateness: Lateness) -> Found {
        if lateness == Lateness::InTime || self.readings >= READINGS_MAX {
            return Found::InOrder;
        }
        self.compare(counters, lateness).unwrap_or(Found::Nothing)
    }

    fn compare(&mut self, counters: Counters, lateness: Lateness) -> Option<Found> {
        let Some(first) = &self.first else {
            self.first = Some(counters);
            return None;
        };
        self.readings += 1;
        let growth = |of: fn(&Counters) -> Option<u64>| Some(of(&counters)?.saturating_sub(of(first)?));
        let bits = growth(|counters| counters.received.bytes)?.saturating_mul(8);
        let ms = counters.at.0.saturating_sub(first.at.0);
        if bits == 0 || ms < NARROW_MS {
            return None;
        }
        let is_narrow = bits.saturating_mul(1_000) < NARROW_BPS.saturating_mul(ms);
        if !is_narrow {
            return Some(Found::InOrder);
        }
        let lost = growth(|counters| counters.received.lost).unwrap_or_default();
        self.narrow += 1;
        let is_proven = self.narrow >= NARROW_READINGS && (lateness == Lateness::Both || lost >= LOST_MIN);
        is_proven.then_some(Found::Flooded)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::figures::Flow;
    use super::*;

    const EVERY: u64 = LOOK_EVERY_MS as u64;

    /// At which moments something is late, of looks at which what came last was sent that many milliseconds before; none where nothing has
    /// ever come.
    fn late(looks: impl IntoIterator<Item = [Option<u64>; 2]>) -> Vec<u64> {
        late_where_kept(0, looks)
    }

    /// The same where the voice is kept for so many milliseconds on purpose.
    fn late_where_kept(kept_ms: u32, looks: impl IntoIterator<Item = [Option<u64>; 2]>) -> Vec<u64> {
        let mut lag = Lag::default();
        let ticks = |at: u64, of: u64, age: Option<u64>| {
            age.map(|age| ((at + 100_000 - age) * of).wrapping_add(4_294_900_000) as u32)
        };
        let looks = looks.into_iter().zip((0..).step_by(EVERY as usize));
        looks
            .filter(|([voice, picture], at)| {
                lag.look(Millis(*at), [ticks(*at, 48, *voice), ticks(*at, 90, *picture)], kept_ms).is_late
            })
            .map(|(_, at)| at)
            .collect()
    }

    fn on_time() -> impl Iterator<Item = [Option<u64>; 2]> {
        (0_u64..60).map(|at| [Some(60 + at % 2 * 20), Some(80 + at % 3 * 30)])
    }

    #[test]
    fn a_queue_that_fills_is_seen_when_it_holds_up_all_for_150_ms() {
        let queue = (1_u64..20).map(|at| [Some(60 + at * 40), Some(80 + at * 40)]);
        assert_eq!(late(on_time().chain(queue)), [59 * 50 + 4 * 50]);
    }

    #[test]
    fn what_stops_is_late_and_one_of_two_is_not() {
        let stops = (1_u64..20).map(|at| [Some(60 + at * 50), Some(80 + at * 50)]);
        assert_eq!(late(on_time().chain(stops)), [59 * 50 + 3 * 50]);
        let voice_stops = (1_u64..200).map(|at| [Some(60 + at * 50), Some(80 + at % 3 * 30)]);
        assert_eq!(late(on_time().chain(voice_stops)), [] as [u64; 0], "who is silent, or muted");
    }

    /// Else each picture that comes late on a lossy line would be kept back for a flood.
    #[test]
    fn a_voice_that_is_kept_on_purpose_is_not_late_for_that() {
        let kept = || on_time().chain((60..80).map(|_| [Some(60 + 265), Some(400)]));
        assert!(!late(kept()).is_empty());
        assert!(late_where_kept(265, kept()).is_empty());
        let flooded = on_time().chain((60..80).map(|_| [Some(60 + 265 + 160), Some(400)]));
        assert!(!late_where_kept(265, flooded).is_empty());
    }

    #[test]
    fn a_voice_alone_is_not_late() {
        let voice = |at: u64| [Some(60 + at % 2 * 20), None];
        let later = |at: u64| [Some(560 + at % 2 * 20), None];
        assert_eq!(late((0..60).map(voice).chain((0..60).map(later))), [] as [u64; 0]);
    }

    #[test]
    fn a_path_that_has_become_longer_is_late_for_a_minute_at_most() {
        let longer = (0..2_400).map(|_| [Some(560), Some(580)]);
        let late = late(on_time().chain(longer));
        assert!(late.last().is_some_and(|at| *at <= 63_000), "{late:?}");
    }

    fn counters(at: u64, bytes: u64, lost: u64) -> Counters {
        Counters {
            at: Millis(at),
            received: Flow { bytes: Some(bytes), lost: Some(lost), ..Flow::default() },
            ..Counters::default()
        }
    }

    /// What is found in the end, by what came in each 80 ms and what of it waited.
    fn found(bytes: &[u64], lateness: impl Fn(usize) -> Lateness, lost: u64) -> Found {
        let (mut comparison, mut sum) = (Comparison::default(), 500);
        assert_eq!(comparison.take(counters(1_000, sum, 100), lateness(0)), Found::Nothing);
        let mut last = Found::Nothing;
        for (at, bytes) in (1..).zip(bytes) {
            sum += bytes;
            last = comparison.take(counters(1_000 + at as u64 * 80, sum, 100 + lost), lateness(at));
            if matches!(last, Found::Flooded | Found::InOrder) {
                return last;
            }
        }
        last
    }

    #[test]
    fn on_a_flooded_line_next_to_nothing_comes_and_all_of_it_late() {
        let both = |_| Lateness::Both;
        assert_eq!(found(&[0, 1_100], both, 0), Found::Nothing);
        assert_eq!(found(&[0, 1_100, 0, 1_100, 0], both, 0), Found::Flooded, "55 kbit/s");
        assert_eq!(found(&[0, 0, 0, 0, 0, 0, 1_100, 0], both, 0), Found::Flooded, "the first packet comes late");
        assert_eq!(found(&[1_100; 5], both, 9), Found::Flooded, "110 kbit/s");
        assert_eq!(found(&[2_000; 5], both, 9), Found::InOrder, "200 kbit/s: the browser finds its way");
        let late_until = |last: usize| move |at| if at <= last { Lateness::Both } else { Lateness::InTime };
        assert_eq!(found(&[0, 0, 9_000, 9_000], late_until(2), 9), Found::InOrder, "a hiccup");
        assert_eq!(
            found(&[0, 0, 0, 0, 1_100, 40_000], late_until(6), 0),
            Found::InOrder,
            "a reading in its last moment"
        );
        assert_eq!(found(&[0; 20], both, 0), Found::Nothing, "a dead line");
        assert_eq!(found(&[0; 21], both, 0), Found::InOrder, "but not for ever");
        let picture = |_| Lateness::Picture;
        assert_eq!(found(&[1_100; 9], picture, 2), Found::Nothing, "who is silent may have a slow device");
        assert_eq!(found(&[1_100; 9], picture, 3), Found::Flooded);
    }

    proptest! {
        #[test]
        fn no_counting_is_too_odd(steps in proptest::collection::vec((any::<Option<u32>>(), any::<Option<u32>>(), any::<u32>()), 0..60)) {
            let (mut lag, mut comparison) = (Lag::default(), Comparison::default());
            for (voice, picture, at) in steps {
                lag.look(Millis(u64::from(at)), [voice, picture], 0);
                comparison.take(counters(u64::from(at), u64::from(voice.unwrap_or_default()), 9), lag.lateness());
            }
        }
    }
}
