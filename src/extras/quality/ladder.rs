//! When one's own picture gives way to the voice. Down after a few bad seconds, up again only after a longer good time.
//! What a line could carry is not known while little is sent, so a step up is a try, and after one that failed the
//! next waits longer.
//!
//! Lost packets are no reason: a line may lose every fifth and carry a whole picture, whose packets are sent again, and so is the voice. What
//! losses leave of a line the browser takes into its estimate of what can be sent.

use super::figures::Figures;
use crate::clock::Millis;

/// With less than this, in bits per second, a whole picture starves: 1280 x 720 is unwatchable and the voice waits
/// behind it.
const REDUCE_BELOW_BPS: u64 = 200_000;
/// With less than this, in bits per second, the voice (32 000, and as much again for packets and their repair) is all
/// there is.
const PAUSE_BELOW_BPS: u64 = 80_000;

/// With this, in bits per second, a whole picture is worth a try: as much as a reduced one may take, so that it is known of a line that carries
/// that. Between this and [`REDUCE_BELOW_BPS`] nothing changes.
const WHOLE_FROM_BPS: u64 = 250_000;

/// A line must be bad this long, in milliseconds: twice what a browser needs to find a new rate.
const DOWN_AFTER_MS: u64 = 6_000;
/// It must be good this long, in milliseconds, before the picture gets more again.
const UP_AFTER_MS: u64 = 20_000;
/// A step up that fails within this, in milliseconds, was one too early.
const PROOF_MS: u64 = 30_000;
/// However often it failed, a try is made after this long, in milliseconds.
const UP_AFTER_MAX_MS: u64 = 160_000;

/// What the own picture is reduced to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Step {
    /// It is not.
    #[default]
    Full,
    /// Half as wide and high, 15 frames a second.
    Reduced,
    /// A small photograph every second.
    Paused,
}

/// The most that an encoder may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// In bits per second.
    pub bits: Option<u32>,
    /// Frames per second.
    pub frame_rate: Option<u32>,
    /// Width and height are divided by this.
    pub scale_down: u32,
}

impl Default for Allowance {
    /// All that it likes.
    fn default() -> Self {
        Self { bits: None, frame_rate: None, scale_down: 1 }
    }
}

impl Step {
    /// The most that the encoder may do.
    ///
    /// A paused picture still sends a little. Switched off altogether (`active`) it would fight with the key frames
    /// that are made so (`browser/peer.rs`), and the other would see a picture that never moves and could be hours old.
    /// It takes 9 kbit/s, measured in Chromium 156 with OpenH264; libwebrtc's floor of 30 kbit/s falls with the
    /// maximum.
    pub fn allowance(self) -> Allowance {
        match self {
            Self::Full => Allowance::default(),
            Self::Reduced => Allowance { bits: Some(250_000), frame_rate: Some(15), scale_down: 2 },
            Self::Paused => Allowance { bits: Some(15_000), frame_rate: Some(1), scale_down: 4 },
        }
    }

    /// The least that a picture gives way for, where so much is all that can be sent of it, in bits per second.
    pub fn that_fits(picture_bps: u64) -> Self {
        match picture_bps {
            0..PAUSE_BELOW_BPS => Self::Paused,
            PAUSE_BELOW_BPS..REDUCE_BELOW_BPS => Self::Reduced,
            REDUCE_BELOW_BPS.. => Self::Full,
        }
    }

    fn above(self) -> Self {
        match self {
            Self::Paused => Self::Reduced,
            Self::Reduced | Self::Full => Self::Full,
        }
    }

    fn below(self) -> Self {
        match self {
            Self::Full => Self::Reduced,
            Self::Reduced | Self::Paused => Self::Paused,
        }
    }
}

/// Where the own picture stands, and since when the line is how.
#[derive(Debug)]
pub struct Ladder {
    step: Step,
    bad_since: Option<Millis>,
    good_since: Option<Millis>,
    stepped_up: Option<Millis>,
    up_after: u64,
}

impl Default for Ladder {
    fn default() -> Self {
        Self { step: Step::Full, bad_since: None, good_since: None, stepped_up: None, up_after: UP_AFTER_MS }
    }
}

impl Ladder {
    /// Takes in the figures of now. With the camera off there is nothing to reduce, and it begins whole when it is on
    /// again.
    pub fn take(&mut self, now: Millis, figures: Option<&Figures>, camera: bool) {
        if !camera {
            *self = Self::default();
            return;
        }
        if self.stepped_up.is_some_and(|at| now >= at.after(PROOF_MS)) {
            self.stepped_up = None;
            self.up_after = UP_AFTER_MS;
        }
        let Some(figures) = figures else {
            (self.bad_since, self.good_since) = (None, None);
            return;
        };
        if self.is_too_narrow(figures) {
            self.good_since = None;
            let since = *self.bad_since.get_or_insert(now);
            if now >= since.after(DOWN_AFTER_MS) {
                self.step_down(figures);
            }
        } else {
            self.bad_since = None;
            if !self.is_wide_enough(figures) {
                self.good_since = None;
            } else if self.step > Step::Full && now >= self.good_since.get_or_insert(now).after(self.up_after) {
                self.step = self.step.above();
                self.good_since = None;
                self.stepped_up = Some(now);
            }
        }
    }

    /// Whether a step up is worth a try. While paused only a try tells.
    fn is_wide_enough(&self, figures: &Figures) -> bool {
        self.step != Step::Reduced || figures.available_bps.is_none_or(|available| available >= WHOLE_FROM_BPS)
    }

    /// While paused a browser's estimate stays where it was, for it is never tried.
    fn is_too_narrow(&self, figures: &Figures) -> bool {
        let limit = match self.step {
            Step::Full => REDUCE_BELOW_BPS,
            Step::Reduced => PAUSE_BELOW_BPS,
            Step::Paused => 0,
        };
        figures.available_bps.is_some_and(|available| available < limit)
    }

    fn step_down(&mut self, figures: &Figures) {
        let starving = figures.available_bps.is_some_and(|available| available < PAUSE_BELOW_BPS);
        self.step = if starving { Step::Paused } else { self.step.below() };
        self.bad_since = None;
        if self.stepped_up.take().is_some() {
            self.up_after = (self.up_after * 2).min(UP_AFTER_MAX_MS);
        }
    }

    /// What the own picture is reduced to.
    pub fn step(&self) -> Step {
        self.step
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::figures::Direction;
    use super::*;

    fn figures(kbps: u64, loss_permille: u64) -> Figures {
        let sent = Direction { loss_permille: Some(loss_permille), ..Direction::default() };
        Figures { available_bps: Some(kbps * 1_000), sent, ..Figures::default() }
    }

    /// Feeds the same figures once a second, and says after how many seconds the step changed.
    fn seconds_to(ladder: &mut Ladder, clock: &mut u64, figures: &Figures, wanted: Step) -> u64 {
        let begun = *clock;
        while ladder.step() != wanted {
            *clock += 1;
            assert!(*clock - begun < 1_000, "{wanted:?} never comes");
            ladder.take(Millis(*clock * 1_000), Some(figures), true);
        }
        *clock - begun
    }

    #[test]
    fn a_narrow_line_reduces_and_a_starving_one_pauses_at_once() {
        let (mut ladder, mut clock) = (Ladder::default(), 0);
        assert_eq!(seconds_to(&mut ladder, &mut clock, &figures(150, 0), Step::Reduced), 7);
        assert_eq!(seconds_to(&mut Ladder::default(), &mut 0, &figures(50, 0), Step::Paused), 7);
    }

    /// What 1 000 seconds of the same figures lead to, from a step.
    fn in_the_end(from: Step, figures: &Figures) -> Step {
        let mut ladder = Ladder { step: from, ..Ladder::default() };
        (0..1_000).for_each(|second| ladder.take(Millis(second * 1_000), Some(figures), true));
        ladder.step()
    }

    /// The numbers of the table in `docs/quality.md`.
    #[test]
    fn each_limit_is_where_the_document_has_it() {
        for (kbps, loss, step) in
            [(199, 0, Step::Reduced), (200, 0, Step::Full), (200, 350, Step::Full), (2_000, 350, Step::Full)]
        {
            assert_eq!(in_the_end(Step::Full, &figures(kbps, loss)), step, "{kbps} kbit/s, {loss} of 1 000 lost");
        }
        for (kbps, loss, step) in
            [(80, 0, Step::Reduced), (249, 0, Step::Reduced), (250, 0, Step::Full), (2_000, 350, Step::Full)]
        {
            assert_eq!(in_the_end(Step::Reduced, &figures(kbps, loss)), step, "{kbps} kbit/s, {loss} of 1 000 lost");
        }
        let allowed = [Step::Full, Step::Reduced, Step::Paused].map(|step| {
            let Allowance { bits, frame_rate, scale_down } = step.allowance();
            (bits, frame_rate, scale_down)
        });
        assert_eq!(allowed, [(None, None, 1), (Some(250_000), Some(15), 2), (Some(15_000), Some(1), 4)]);
    }

    #[test]
    fn a_reduced_picture_is_paused_where_the_line_gets_narrower_still() {
        let mut ladder = Ladder { step: Step::Reduced, ..Ladder::default() };
        assert_eq!(seconds_to(&mut ladder, &mut 0, &figures(79, 0), Step::Paused), 7);
    }

    #[test]
    fn a_few_bad_seconds_change_nothing() {
        let mut ladder = Ladder::default();
        for second in 0..100 {
            let bad = second % 6 != 0;
            ladder.take(Millis(second * 1_000), Some(&figures(if bad { 10 } else { 2_000 }, 0)), true);
            assert_eq!(ladder.step(), Step::Full);
        }
    }

    #[test]
    fn up_takes_longer_and_longer_still_after_a_try_that_failed() {
        let (mut ladder, mut clock) = (Ladder::default(), 0);
        let (bad, good) = (figures(100, 0), figures(2_000, 0));
        let mut waits = Vec::new();
        for _ in 0..5 {
            seconds_to(&mut ladder, &mut clock, &bad, Step::Reduced);
            waits.push(seconds_to(&mut ladder, &mut clock, &good, Step::Full));
        }
        assert_eq!(waits, [21, 41, 81, 161, 161]);
        for _ in 0..40 {
            clock += 1;
            ladder.take(Millis(clock * 1_000), Some(&good), true);
        }
        seconds_to(&mut ladder, &mut clock, &bad, Step::Reduced);
        assert_eq!(seconds_to(&mut ladder, &mut clock, &good, Step::Full), 21, "a try that held makes up for it");
    }

    #[test]
    fn a_paused_picture_is_tried_again_though_the_estimate_stays_low() {
        let (mut ladder, mut clock) = (Ladder::default(), 0);
        seconds_to(&mut ladder, &mut clock, &figures(50, 0), Step::Paused);
        seconds_to(&mut ladder, &mut clock, &figures(50, 0), Step::Reduced);
    }

    #[test]
    fn with_the_camera_off_nothing_is_reduced() {
        let (mut ladder, mut clock) = (Ladder::default(), 0);
        seconds_to(&mut ladder, &mut clock, &figures(50, 0), Step::Paused);
        ladder.take(Millis(99_000), Some(&figures(50, 0)), false);
        assert_eq!(ladder.step(), Step::Full);
    }

    proptest! {
        /// However the line behaves, a picture is never changed twice within the time that a bad line must last.
        #[test]
        fn steps_are_never_hasty(line in proptest::collection::vec((0_u64..400, 0_u64..200), 1..300)) {
            let mut ladder = Ladder::default();
            let mut changed: Option<u64> = None;
            for (second, (kbps, loss)) in line.into_iter().enumerate() {
                let (before, now) = (ladder.step(), second as u64 * 1_000);
                ladder.take(Millis(now), Some(&figures(kbps, loss)), true);
                if ladder.step() != before {
                    prop_assert!(changed.is_none_or(|at| now - at >= DOWN_AFTER_MS));
                    changed = Some(now);
                }
            }
        }
    }
}
