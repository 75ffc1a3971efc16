//! Whether the line is flooded: it was given more than it can carry all at once, and of what the other side sends hardly anything comes. What a
//! browser itself finds out takes seconds then, for what it hears of the other side is lost as well.
//!
//! Voice and picture that come late wait in a queue ([`Lag`]). As long as they do, what comes is what the line carries
//! ([`Comparison`]): after a hiccup all is in time again, on a dead line nothing comes, and on a narrow one next to nothing.

use std::array;

use super::figures::Counters;
use super::quickest::Quickest;
use crate::clock::Millis;

/// How often is looked whether something new has come, in milliseconds, where something may be amiss.
pub const LOOK_EVERY_MS: u32 = 50;

/// And where another frame was shown a moment ago and nothing was late: each look waits for about a millisecond for another thread of the
/// browser, which at each fiftieth would be two hundredths of a core.
const CALM_EVERY_MS: u64 = 275;

/// A picture of ten frames a second or more shows another one within this time, in milliseconds.
const FRAME_WITHIN_MS: u64 = 110;

/// What is so late, in milliseconds, may be about to be later.
const UNEASY_MS: i128 = 75;

/// What comes without pauses has grown by as much as time has passed between two looks, with so much of a difference at most, in milliseconds.
const UNEVEN_MS: i64 = 60;

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
const LOOKS_KEPT: u64 = 40;
const LOOKS: u64 = (1 << LOOKS_KEPT) - 1;

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
    /// When it was looked last.
    looked: Option<Millis>,
    /// Something was late, if only a little.
    is_uneasy: bool,
    /// How many frames had been shown when the number changed last, and when.
    shown: Option<(u32, Millis)>,
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
    /// How late it is, in milliseconds; none while it does not flow. So much time has passed since the last look, in milliseconds.
    fn look(&mut self, now: Millis, passed: u64, ticks: i64, newest: Option<u32>) -> Option<i128> {
        let every = u64::from(LOOK_EVERY_MS);
        let looks = ((passed + every / 2) / every).clamp(1, LOOKS_KEPT);
        let is_new = newest.is_some() && newest != self.newest.map(|(told, _)| told);
        let mut is_even = false;
        if let Some(newest) = newest {
            let (before, sum) = self.newest.unwrap_or((newest, 0));
            // Forwards or backwards, whichever is nearer.
            let step = i64::from(newest.wrapping_sub(before).cast_signed());
            is_even = is_new && looks > 1 && (step / ticks - passed.cast_signed()).abs() <= UNEVEN_MS;
            self.newest = Some((newest, sum + step));
        }
        // What has not paused would have been new at each.
        let seen = if is_even { (1 << looks) - 1 } else { u64::from(is_new) };
        self.looks = (self.looks << looks | seen) & LOOKS;
        let (_, sum) = self.newest?;
        let late = self.quickest.later_by(now, i128::from(now.0) - i128::from(sum / ticks), QUICKEST_MS);
        self.flows().then_some(late)
    }

    fn flows(&self) -> bool {
        self.looks.count_ones() >= FLOWS_FROM
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
    /// Whether it is time to [`look`](Self::look); asked every [`LOOK_EVERY_MS`]. So many frames of the other's picture have been shown until
    /// now, if the browser tells.
    pub fn is_due(&mut self, now: Millis, shown: Option<u32>) -> bool {
        if self.shown.map(|(frames, _)| frames) != shown {
            self.shown = shown.map(|frames| (frames, now));
        }
        let moves = self.shown.is_some_and(|(_, at)| now < at.after(FRAME_WITHIN_MS));
        // A voice alone says nothing.
        let is_calm = !self.is_uneasy && (moves || !self.tracks[1].flows());
        !is_calm || self.looked.is_none_or(|at| now >= at.after(CALM_EVERY_MS))
    }

    /// Takes in the times of what came last of voice and picture, as the browser tells them. The voice's is that of what is played, so one that is
    /// kept on purpose, for so many milliseconds, is not late for that.
    pub fn look(&mut self, now: Millis, newest: [Option<u32>; 2], kept_ms: u32) -> Seen {
        let before = self.tracks.each_ref().map(|track| track.newest);
        let passed = self.looked.map_or(0, |at| now.0.saturating_sub(at.0));
        self.looked = Some(now);
        let [voice, picture] = &mut self.tracks;
        let lags = [voice.look(now, passed, TICKS[0], newest[0]), picture.look(now, passed, TICKS[1], newest[1])];
        // What was there before the first look is not new.
        let is_new = self.tracks.iter().zip(before).any(|(track, before)| before.is_some() && track.newest != before);
        let is_quiet = self.told.is_some_and(|told| now < told.after(QUIET_MS));
        let allowed = [LATE_MS + i128::from(kept_ms), LATE_MS];
        let waits = array::from_fn(|track| lags[track].map(|lag| lag >= allowed[track]));
        let uneasy = |track: usize| lags[track].is_some_and(|lag| lag >= allowed[track] - LATE_MS + UNEASY_MS);
        // A voice alone says nothing.
        self.is_uneasy = uneasy(1) || uneasy(0) && self.tracks[1].flows();
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

    /// When it is looked, of people whose picture has shown a frame every so many milliseconds until it stopped.
    fn looked(frame_ms: u64, stopped: u64, voice: impl Fn(u64) -> u64) -> (Vec<u64>, Lag) {
        let mut lag = Lag::default();
        let is_looked = |at: &u64| {
            let shown = (*at).min(stopped) / frame_ms;
            let is_due = lag.is_due(Millis(*at), Some(shown as u32));
            if is_due {
                let ticks = |sent: u64, of: u64| Some((sent * of) as u32);
                lag.look(Millis(*at), [ticks(10_000 + voice(*at), 48), ticks(10_000 + shown * frame_ms, 90)], 0);
            }
            is_due
        };
        // Timers come up to three milliseconds late.
        let moments = (0..20_000).step_by(EVERY as usize).map(|at| at + at / EVERY * 7 % 4);
        let looked = moments.filter(is_looked).collect();
        (looked, lag)
    }

    #[test]
    fn a_call_that_is_well_is_looked_at_seldom_and_one_that_stands_still_at_once() {
        let (looked, _) = looked(50, 15_000, |at| at / 20 * 20);
        let before = looked.iter().filter(|at| (2_000..15_000).contains(*at)).count();
        assert!(before <= 13_000 / 300 + 1, "{before}");
        let after: Vec<_> = looked.into_iter().filter(|at| *at > 15_000).take(3).collect();
        assert!(after[1] <= 15_250 && after[2] < after[1] + EVERY + 5, "{after:?}");
    }

    #[test]
    fn of_a_friend_who_is_silent_a_picture_that_stops_is_late_alone() {
        for stopped in (15_000..15_400).step_by(40) {
            let mut lag = Lag::default();
            let mut late = Vec::new();
            for at in (0..16_000_u64).step_by(EVERY as usize).map(|at| at + at / EVERY * 7 % 4) {
                let shown = at.min(stopped) / 50;
                if lag.is_due(Millis(at), Some(shown as u32)) {
                    let ticks = |sent: u64, of: u64| Some((sent * of) as u32);
                    lag.look(Millis(at), [ticks(10_000 + at / 400 * 400, 48), ticks(10_000 + shown * 50, 90)], 0);
                    late.push(lag.lateness());
                }
            }
            assert!(late.contains(&Lateness::Picture), "{stopped}");
            assert!(!late.contains(&Lateness::Both), "{stopped}");
        }
    }

    #[test]
    fn a_voice_that_pauses_flows_no_more_where_it_is_looked_at_seldom() {
        let (_, lag) = looked(50, 20_000, |at| at / 400 * 400);
        assert!(!lag.tracks[0].flows());
        assert!(lag.tracks[1].flows());
        let (_, lag) = looked(50, 20_000, |at| at / 60 * 60);
        assert!(lag.tracks[0].flows());
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
