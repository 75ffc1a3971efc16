//! When a picture that has become small is helped up. A browser that has seen a line become narrow finds out of a wide one only by trying a
//! little more each second, which takes it half a minute; a probe ([`super::probe`]) knows after two seconds. And an encoder that has made
//! its picture small makes it larger step by step, each after some seconds, however wide the line is by then, unless it begins anew.

use super::figures::{Figures, Limit};
use super::probe::Finding;
use crate::call::tuning::START_KBPS;
use crate::clock::Millis;

/// With less than this to send, in bits per second, the picture is smaller than it could be.
const SMALL_BELOW_BPS: u64 = 800_000;

/// It must be small for so long, in milliseconds: a browser that is on its way up by itself is faster. Then it is looked so often
/// whether there is more.
const LOOK_AFTER_MS: u64 = 5_000;
const LOOK_EVERY_MS: u64 = 6_500;

/// After each look that finds no more it is twice as long to the next, up to so many milliseconds, unless the browser finds so much more by
/// itself, in percent.
const LOOK_EVERY_MAX_MS: u64 = 208_000;
const FOUND_PERCENT: u64 = 20;

/// Where more of a thousand packets are lost than this, the browser goes by the losses, and would take back what it is helped to.
const LOSS_MAX_PERMILLE: u64 = 50;

/// There must be so much more, in percent of what is sent already: less the browser finds by itself.
const MORE_PERCENT: u64 = 100;

/// With less than this to send, in bits per second, the picture leaves the voice some room: it has so much of what the voice leaves, in percent,
/// in steps of so many bits per second, and so many at least.
const ROOM_BELOW_BPS: u64 = 300_000;
const VOICE_BPS: u64 = 45_000;
const ROOM_PERCENT: u64 = 66;
const ROOM_STEP_BPS: u64 = 10_000;
const ROOM_MIN_BPS: u64 = 40_000;

/// It begins with so much of what there is, in percent.
const BEGIN_PERCENT: u64 = 80;

/// The browser has taken it over after so long, in milliseconds, and if it has taken it back by then, it was too much.
const TAKEN_MS: u64 = 2_000;
const PROOF_MS: u64 = 15_000;

/// It is then not helped again for so long, in milliseconds, and twice as long after each further time, up to the latter.
const AGAIN_AFTER_MS: u64 = 20_000;
const AGAIN_AFTER_MAX_MS: u64 = 160_000;

/// With this to send, in bits per second, nothing of the line makes a picture small, and if one is for so long, in milliseconds, its encoder is
/// to begin anew.
const WIDE_FROM_BPS: u64 = 900_000;
const ANEW_AFTER_MS: u64 = 1_000;

/// And again after so long, in milliseconds, twice as long after each further time, up to the latter, and only if the line was narrow within
/// the last minute: what moves a lot is small on a wide line too, for good reason.
const ANEW_AGAIN_MS: u64 = 8_000;
const ANEW_AGAIN_MAX_MS: u64 = 256_000;
const NARROW_LATELY_MS: u64 = 60_000;

/// Whether the picture is small, since when, and what became of the help.
#[derive(Debug, Default)]
pub struct Lift {
    small: Option<Small>,
    look: Option<Look>,
    /// It is not looked before this.
    not_before: Millis,
    /// When it was last helped, for as long as that is not proven right.
    helped: Option<Millis>,
    again_after: u64,
    /// Since when the encoder keeps it small on a wide line.
    held_back: Option<Millis>,
    /// Since when it is whole.
    whole: Option<Millis>,
    /// When the line was last narrow.
    narrow: Option<Millis>,
    anew_not_before: Millis,
    anew_again: u64,
}

#[derive(Debug, Clone, Copy)]
struct Small {
    since: Millis,
    available_bps: u64,
    sent_bps: u64,
}

/// The last look, and what could be sent then, in bits per second.
#[derive(Debug, Clone, Copy)]
struct Look {
    at: Millis,
    available_bps: u64,
    /// How long it is to the next, in milliseconds.
    pause: u64,
}

impl Lift {
    /// Takes in the figures of now. `has_picture` says that nothing but the line limits a picture that is sent.
    pub fn take(&mut self, now: Millis, figures: Option<&Figures>, has_picture: bool) {
        let loses = figures.and_then(|figures| figures.sent.loss_permille).is_some_and(|lost| lost > LOSS_MAX_PERMILLE);
        let available_bps = figures.and_then(|figures| figures.available_bps).filter(|_| has_picture);
        let small = available_bps.filter(|available| *available < SMALL_BELOW_BPS);
        match self.helped {
            Some(at) if now >= at.after(PROOF_MS) => (self.helped, self.again_after) = (None, 0),
            Some(at) if now >= at.after(TAKEN_MS) && small.is_some() => self.failed(now),
            _ => {}
        }
        let is_wide = available_bps.is_some_and(|available| available >= WIDE_FROM_BPS);
        let is_limited = figures.is_some_and(|figures| figures.limit == Limit::Bandwidth);
        self.held_back = (is_wide && is_limited).then(|| self.held_back.unwrap_or(now));
        if figures.and_then(|figures| figures.available_bps).is_some_and(|available| available < SMALL_BELOW_BPS) {
            self.narrow = Some(now);
        }
        self.whole = (is_wide && !is_limited).then(|| self.whole.unwrap_or(now));
        if self.whole.is_some_and(|since| now >= since.after(PROOF_MS)) {
            self.anew_again = 0;
        }
        let since = self.small.map_or(now, |small| small.since);
        let sent_bps = figures.and_then(|figures| figures.sent.kbps).map(|kbps| kbps * 1_000);
        self.small = small.filter(|_| !loses).map(|available_bps| {
            let sent_bps = sent_bps.unwrap_or(available_bps).min(available_bps);
            Small { since, available_bps, sent_bps }
        });
        if is_wide {
            self.look = None;
        }
    }

    /// What it was helped to was too much.
    pub fn failed(&mut self, now: Millis) {
        if self.helped.take().is_some() {
            self.again_after = (self.again_after * 2).clamp(AGAIN_AFTER_MS, AGAIN_AFTER_MAX_MS);
            self.not_before = self.not_before.max(now.after(self.again_after));
        }
    }

    /// What an encoder may take of a line that has been narrow for long, in bits per second: a browser sends each frame faster than such a line
    /// carries it and finds the line's width by filling it, and the voice waits behind both.
    pub fn room_bps(&self, now: Millis) -> Option<u32> {
        let small = self.small.filter(|small| now >= small.since.after(LOOK_AFTER_MS))?;
        let room = small.available_bps.saturating_sub(VOICE_BPS) * ROOM_PERCENT / 100 / ROOM_STEP_BPS * ROOM_STEP_BPS;
        (small.available_bps < ROOM_BELOW_BPS).then(|| u32::try_from(room.max(ROOM_MIN_BPS)).unwrap_or(u32::MAX))
    }

    /// Whether it is to be probed now whether there is more.
    pub fn is_due(&self, now: Millis) -> bool {
        let Some(small) = self.small.filter(|small| now >= small.since.after(LOOK_AFTER_MS)) else { return false };
        let is_looked = self.look.is_some_and(|look| {
            let has_more = small.available_bps * 100 >= look.available_bps * (100 + FOUND_PERCENT);
            now < look.at.after(if has_more { LOOK_EVERY_MS } else { look.pause })
        });
        now >= self.not_before && !is_looked
    }

    /// Whether the encoder is to begin anew; it counts as done.
    pub fn take_anew(&mut self, now: Millis) -> bool {
        let is_due = self.held_back.is_some_and(|since| now >= since.after(ANEW_AFTER_MS))
            && self.narrow.is_some_and(|narrow| now < narrow.after(NARROW_LATELY_MS))
            && now >= self.anew_not_before;
        if is_due {
            self.anew_again = (self.anew_again * 2).clamp(ANEW_AGAIN_MS, ANEW_AGAIN_MAX_MS);
            self.anew_not_before = now.after(self.anew_again);
        }
        is_due
    }

    /// It was probed. The rate with which the picture goes on, in kbit/s, if there is more.
    pub fn probed(&mut self, now: Millis, finding: Finding) -> Option<u32> {
        let small = self.small?;
        let pause = self.look.map_or(LOOK_EVERY_MS, |look| (look.pause * 2).min(LOOK_EVERY_MAX_MS));
        self.look = Some(Look { at: now, available_bps: small.available_bps, pause });
        let Finding::Carries(beside_bps) = finding else { return None };
        if beside_bps * 100 < small.sent_bps * MORE_PERCENT {
            return None;
        }
        (self.helped, self.small) = (Some(now), None);
        let kbps = (small.sent_bps + beside_bps) / 1_000 * BEGIN_PERCENT / 100;
        Some(u32::try_from(kbps).unwrap_or(START_KBPS).min(START_KBPS))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::figures::on_line as figures;
    use super::*;

    fn at(second: u64) -> Millis {
        Millis(second * 1_000)
    }

    /// After so many seconds with these figures.
    fn small_for(seconds: u64, kbps: u64, loss_permille: u64) -> Lift {
        let mut lift = Lift::default();
        (0..=seconds).for_each(|second| lift.take(at(second), Some(&figures(kbps, loss_permille)), true));
        lift
    }

    #[test]
    fn a_picture_that_is_small_for_long_is_helped_up_where_there_is_room() {
        assert!(!small_for(4, 170, 0).is_due(at(4)));
        let mut lift = small_for(5, 170, 0);
        assert!(lift.is_due(at(5)));
        assert_eq!(lift.probed(at(8), Finding::Carries(1_200_000)), Some(1_096));
    }

    #[test]
    fn on_a_narrow_line_the_picture_leaves_the_voice_some_room() {
        for (kbps, room) in [(299, Some(160_000)), (170, Some(80_000)), (60, Some(40_000)), (300, None)] {
            assert_eq!(small_for(5, kbps, 0).room_bps(at(5)), room, "{kbps}");
        }
        assert_eq!(small_for(4, 170, 0).room_bps(at(4)), None, "a browser on its way up");
        assert_eq!(small_for(9, 170, 60).room_bps(at(9)), None, "losses do not make the voice wait");
    }

    #[test]
    fn where_there_is_no_room_it_is_left_alone_and_looked_again() {
        let mut lift = small_for(5, 170, 0);
        for finding in [Finding::Nothing, Finding::Carries(60_000)] {
            assert_eq!(lift.probed(at(6), finding), None);
        }
        assert!(!lift.is_due(at(18)), "less often each time");
        assert!(lift.is_due(at(19)));
        lift.take(at(13), Some(&figures(203, 0)), true);
        assert!(!lift.is_due(at(12)) && !lift.is_due(at(18)), "as good as the same");
        lift.take(at(13), Some(&figures(204, 0)), true);
        assert!(!lift.is_due(at(12)) && lift.is_due(at(13)), "the browser has found some more by itself");
    }

    #[test]
    fn a_whole_picture_none_and_one_that_losses_make_small_are_left_alone() {
        assert!(!small_for(60, 800, 0).is_due(at(60)), "whole");
        assert!(!small_for(60, 170, 51).is_due(at(60)), "losses");
        let mut lift = Lift::default();
        (0..60).for_each(|second| lift.take(at(second), Some(&figures(170, 0)), false));
        assert!(!lift.is_due(at(60)), "none");
        (0..60).for_each(|second| lift.take(at(second), None, true));
        assert!(!lift.is_due(at(60)), "a browser that does not tell");
    }

    #[test]
    fn help_that_was_too_much_is_given_less_and_less_often() {
        let (mut lift, mut second) = (small_for(5, 170, 0), 5);
        let mut waits = Vec::new();
        for _ in 0..6 {
            let begun = second;
            while !lift.is_due(at(second)) {
                second += 1;
                lift.take(at(second), Some(&figures(170, 0)), true);
            }
            waits.push(second - begun);
            assert!(lift.probed(at(second), Finding::Carries(1_200_000)).is_some());
            second += 3;
            lift.take(at(second), Some(&figures(170, 0)), true);
        }
        assert_eq!(waits, [0, 20, 40, 80, 160, 160]);
    }

    /// When an encoder begins anew, second by second, after a line that was narrow until second 0 or never.
    fn begun_anew(was_narrow: bool, later: &Figures) -> Vec<u64> {
        let mut lift = Lift::default();
        if was_narrow {
            lift.take(at(0), Some(&figures(170, 0)), true);
        }
        let is_begun = |second: &u64| {
            lift.take(at(*second), Some(later), true);
            lift.take_anew(at(*second))
        };
        (1..100).filter(is_begun).collect()
    }

    #[test]
    fn an_encoder_that_keeps_its_picture_small_after_a_narrow_line_begins_anew() {
        let held_back = Figures { limit: Limit::Bandwidth, ..figures(900, 0) };
        assert_eq!(begun_anew(true, &held_back), [2, 10, 26, 58], "seldom, for it may be small for a reason");
    }

    #[test]
    fn an_encoder_that_has_a_reason_is_left_alone() {
        let held_back = Figures { limit: Limit::Bandwidth, ..figures(900, 0) };
        assert!(begun_anew(false, &held_back).is_empty(), "the line was never narrow: what moves a lot is small");
        for figures in [
            Figures { limit: Limit::Bandwidth, ..figures(899, 0) },
            Figures { limit: Limit::Cpu, ..figures(5_000, 0) },
            figures(5_000, 0),
        ] {
            assert!(begun_anew(true, &figures).is_empty(), "{figures:?}");
        }
    }

    proptest! {
        /// On any line a picture is helped no more often than every 6.5 s, never with more than there is, and never by nothing.
        #[test]
        fn help_is_seldom_and_never_more_than_there_is(
            seconds in proptest::collection::vec((0_u64..2_000, 0_u64..100, 0_u64..2_000, any::<bool>()), 1..200)
        ) {
            let (mut lift, mut last) = (Lift::default(), None);
            for (second, (kbps, loss, beside, has_picture)) in (0_u64..).zip(seconds) {
                lift.take(at(second), Some(&figures(kbps, loss)), has_picture);
                if !lift.is_due(at(second)) {
                    continue;
                }
                if let Some(helped) = lift.probed(at(second), Finding::Carries(beside * 1_000)) {
                    prop_assert!(has_picture && u64::from(helped) <= kbps + beside && u64::from(helped) >= kbps);
                    prop_assert!(last.is_none_or(|last| second >= last + 6), "at {last:?} and at {second}");
                    last = Some(second);
                }
            }
        }
    }
}
