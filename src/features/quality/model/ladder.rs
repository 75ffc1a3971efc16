//! When one's own picture gives way to the voice. It does when the line cannot carry both, and goes on when the line was seen to carry it
//! ([`super::probe`]): a picture that is tried without that costs the voice what it takes.
//!
//! Lost packets are no reason: a line may lose every fifth and carry a whole picture, whose packets are sent again, and so is the voice. What
//! losses leave of a line the browser takes into its estimate of what can be sent; where many are lost and nothing waits in a queue, that
//! is less than the line carries. Between a whole picture and none the browser finds its own
//! way: it makes the picture smaller as the line gets narrower.

use super::figures::Figures;
use super::probe::Finding;
use crate::call::tuning::START_KBPS;
use crate::clock::Millis;

/// With less than this, in bits per second, the voice (45 000 with its packets) is all there is: at 100 kbit/s a picture stands still most of
/// the time, and the voice waits for it for a second.
const PAUSE_BELOW_BPS: u64 = 100_000;

/// A line must be that narrow this long, in milliseconds: twice what a browser needs to find a new rate.
const PAUSE_AFTER_MS: u64 = 4_000;

/// What the line has to carry beside a sparse voice before the picture goes on, in bits per second: more than it is paused below, so that it
/// is not paused again at once.
pub const RESUME_FROM_BPS: u64 = 160_000;

/// So much of what was carried the picture begins with, in percent.
const BEGIN_PERCENT: u64 = 80;

/// A picture that is paused again within this time, in milliseconds, went on too early.
const PROOF_MS: u64 = 30_000;

/// It then stays paused for this long at least, in milliseconds, and twice as long after each further time.
const AGAIN_AFTER_MS: u64 = 10_000;
/// However often it failed, no longer than this, in milliseconds.
const AGAIN_AFTER_MAX_MS: u64 = 160_000;

/// Where nobody answers a probe (a page from before there were any), the picture is tried after this long, in milliseconds.
const BLIND_AFTER_MS: u64 = 20_000;

/// Figures that are so much older than the last, in milliseconds, say nothing of what was between them: the page slept.
const BETWEEN_MAX_MS: u64 = 2_500;

/// What the own picture is reduced to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Step {
    /// It is as good as the line lets it be.
    #[default]
    Full,
    /// None is sent.
    Paused,
}

impl Step {
    /// The least that a picture gives way for, where so much is all that can be sent of it, in bits per second.
    pub fn that_fits(picture_bps: u64) -> Self {
        if picture_bps < PAUSE_BELOW_BPS { Self::Paused } else { Self::Full }
    }
}

/// What an encoder of pictures may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// Nothing.
    Paused,
    /// All that it likes up to this rate, in bits per second; without one, all that it likes.
    UpTo(Option<u32>),
}

/// Where the own picture stands, and since when the line is how.
#[derive(Debug, Default)]
pub struct Ladder {
    line: Line,
    /// When figures last came.
    last: Millis,
    /// When the picture last went on, for as long as that is not proven right.
    resumed: Option<Millis>,
    /// It stays paused for so long, in milliseconds, after it went on too early.
    again_after: u64,
    start_kbps: Option<u32>,
    /// What the line carried beside the voice when it was last probed, in bits per second.
    carried_bps: u64,
}

/// What is known of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// It carries a picture, as far as is known; it is said to be too narrow since.
    Wide(Option<Millis>),
    /// It carries none, since.
    Narrow(Millis),
}

impl Default for Line {
    fn default() -> Self {
        Self::Wide(None)
    }
}

impl Ladder {
    /// Takes in the figures of now, and whether the other page answers probes.
    pub fn take(&mut self, now: Millis, figures: Option<&Figures>, is_answered: bool) {
        if self.resumed.is_some_and(|at| now >= at.after(PROOF_MS)) {
            self.resumed = None;
            self.again_after = 0;
        }
        let slept = now > self.last.after(BETWEEN_MAX_MS);
        self.last = now;
        match self.line {
            Line::Wide(since) => {
                let since = since.filter(|_| !slept);
                let is_narrow = figures.is_some_and(|figures| {
                    figures.available_bps.is_some_and(|available| available < PAUSE_BELOW_BPS) && !figures.is_lossy()
                });
                let since = is_narrow.then(|| since.unwrap_or(now));
                self.line = Line::Wide(since);
                if since.is_some_and(|since| now >= since.after(PAUSE_AFTER_MS)) {
                    self.is_narrow(now);
                }
            }
            Line::Narrow(since) if !is_answered && now >= since.after(BLIND_AFTER_MS.max(self.again_after)) => {
                self.resume(now, RESUME_FROM_BPS);
            }
            Line::Narrow(_) => {}
        }
    }

    /// Another connection, perhaps over another line, which is not known to be wide.
    pub fn start_over(&mut self, now: Millis) {
        *self = match self.line {
            Line::Wide(_) => Self::default(),
            Line::Narrow(_) => Self { line: Line::Narrow(now), ..Self::default() },
        };
    }

    /// Hardly anything of what is sent gets through: it is as good as known that the line is too narrow for both.
    pub fn is_narrow(&mut self, now: Millis) {
        if let Line::Narrow(_) = self.line {
            return;
        }
        self.line = Line::Narrow(now);
        self.carried_bps = 0;
        if self.resumed.take().is_some() {
            self.again_after = (self.again_after * 2).clamp(AGAIN_AFTER_MS, AGAIN_AFTER_MAX_MS);
        }
    }

    /// A probe was made, and nothing is to change yet.
    pub fn note(&mut self, finding: Finding) {
        if let Finding::Carries(bits) = finding {
            self.carried_bps = bits;
        }
    }

    /// A probe was made.
    pub fn probed(&mut self, now: Millis, finding: Finding) {
        self.note(finding);
        if let (Line::Narrow(since), Finding::Carries(bits)) = (self.line, finding)
            && bits >= RESUME_FROM_BPS
            && now >= since.after(self.again_after)
        {
            self.resume(now, bits);
        }
    }

    /// The picture that went on is none: nothing was tried.
    pub fn tried_nothing(&mut self) {
        self.resumed = None;
    }

    fn resume(&mut self, now: Millis, carried_bps: u64) {
        self.line = Line::Wide(None);
        self.resumed = Some(now);
        let start_kbps = u32::try_from(carried_bps / 1_000 * BEGIN_PERCENT / 100).unwrap_or(START_KBPS);
        self.start_kbps = Some(start_kbps.min(START_KBPS));
    }

    /// What the own picture is reduced to.
    pub fn step(&self) -> Step {
        match self.line {
            Line::Wide(_) => Step::Full,
            Line::Narrow(_) => Step::Paused,
        }
    }

    /// What the line carries beside the voice, as far as is known, in bits per second.
    pub fn carried_bps(&self) -> u64 {
        self.carried_bps
    }

    /// The picture goes on at another rate, in kbit/s.
    pub fn starts_at(&mut self, kbps: u32) {
        self.start_kbps = Some(kbps);
    }

    /// At which rate the picture goes on, in kbit/s, if it was ever paused or helped up.
    pub fn start_kbps(&self) -> Option<u32> {
        self.start_kbps
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

    fn paused() -> Ladder {
        let mut ladder = Ladder::default();
        ladder.is_narrow(at(0));
        ladder
    }

    /// The numbers of the table in `docs/quality.md`.
    #[test]
    fn each_limit_is_where_the_document_has_it() {
        for (kbps, loss, step) in
            [(99, 0, Step::Paused), (100, 0, Step::Full), (100, 350, Step::Full), (2_000, 350, Step::Full)]
        {
            let mut ladder = Ladder::default();
            (0..1_000).for_each(|second| ladder.take(at(second), Some(&figures(kbps, loss)), true));
            assert_eq!(ladder.step(), step, "{kbps} kbit/s, {loss} of 1 000 lost");
        }
        for (bits, step) in [(159_999, Step::Paused), (160_000, Step::Full)] {
            let mut ladder = paused();
            ladder.probed(at(3), Finding::Carries(bits));
            assert_eq!(ladder.step(), step, "{bits}");
        }
    }

    #[test]
    fn what_losses_leave_of_an_estimate_is_no_reason() {
        for (loss, queue_ms, step) in
            [(100, 100, Step::Full), (99, 0, Step::Paused), (350, 101, Step::Paused), (350, 20, Step::Full)]
        {
            let mut ladder = Ladder::default();
            let figures = Figures { queue_ms: Some(queue_ms), ..figures(70, loss) };
            (0..100).for_each(|second| ladder.take(at(second), Some(&figures), true));
            assert_eq!(ladder.step(), step, "{loss} of 1 000 lost, {queue_ms} ms in the queue");
        }
    }

    #[test]
    fn a_few_narrow_seconds_change_nothing() {
        let mut ladder = Ladder::default();
        for second in 0..100 {
            ladder.take(at(second), Some(&figures(if second % 4 == 0 { 2_000 } else { 10 }, 0)), true);
            assert_eq!(ladder.step(), Step::Full);
        }
    }

    #[test]
    fn what_was_before_a_sleep_does_not_count() {
        let mut ladder = Ladder::default();
        for second in [0, 1, 2, 60, 61, 62, 63] {
            ladder.take(at(second), Some(&figures(30, 0)), true);
        }
        assert_eq!(ladder.step(), Step::Full);
        ladder.take(at(64), Some(&figures(30, 0)), true);
        assert_eq!(ladder.step(), Step::Paused);
    }

    #[test]
    fn a_picture_goes_on_with_what_the_line_was_seen_to_carry() {
        let mut ladder = paused();
        assert_eq!(ladder.start_kbps(), None);
        ladder.probed(at(5), Finding::Carries(300_000));
        assert_eq!(ladder.start_kbps(), Some(240));
        let mut ladder = paused();
        ladder.probed(at(5), Finding::Carries(9_000_000));
        assert_eq!(ladder.start_kbps(), Some(START_KBPS));
    }

    #[test]
    fn after_a_picture_that_went_on_too_early_it_waits_longer_and_longer() {
        let (mut ladder, mut second) = (paused(), 0);
        let mut waits = Vec::new();
        for _ in 0..7 {
            let begun = second;
            while ladder.step() == Step::Paused {
                second += 1;
                ladder.probed(at(second), Finding::Carries(500_000));
            }
            waits.push(second - begun);
            second += 5;
            ladder.is_narrow(at(second));
        }
        assert_eq!(waits, [1, 10, 20, 40, 80, 160, 160]);
        ladder.probed(at(second + 160), Finding::Carries(500_000));
        ladder.take(at(second + 190), Some(&figures(500, 0)), true);
        ladder.is_narrow(at(second + 191));
        ladder.probed(at(second + 192), Finding::Carries(500_000));
        assert_eq!(ladder.step(), Step::Full, "one that held for half a minute makes up for all");
    }

    #[test]
    fn where_nobody_answers_a_probe_the_picture_is_tried() {
        let mut ladder = paused();
        for second in 0..20 {
            ladder.take(at(second), Some(&figures(30, 0)), false);
            ladder.probed(at(second), Finding::Nothing);
            assert_eq!(ladder.step(), Step::Paused);
        }
        ladder.take(at(20), Some(&figures(30, 0)), true);
        assert_eq!(ladder.step(), Step::Paused, "one that is not answered for the line is full");
        ladder.take(at(20), Some(&figures(30, 0)), false);
        assert_eq!(ladder.step(), Step::Full);
    }

    proptest! {
        /// Over a line whose width and losses change at random, looked at once a second and probed every five: a picture that goes on stays
        /// for ten seconds where the line does; it is never left on where the voice has no room; and it always comes back.
        #[test]
        fn on_any_line_it_never_swings_never_holds_the_voice_back_and_comes_back(
            stretches in proptest::collection::vec((5_u64..120, 20_u64..2_000, 0_u64..350), 1..12)
        ) {
            let (mut ladder, mut second) = (Ladder::default(), 0);
            for (length, kbps, loss) in stretches.into_iter().chain([(400, 2_000, 0)]) {
                let (begun, mut resumed, mut narrow) = (second, None, 0);
                for _ in 0..length {
                    second += 1;
                    let before = ladder.step();
                    // A browser's estimate is between what it last got through and what there is.
                    ladder.take(at(second), Some(&figures(kbps * 9 / 10, loss)), true);
                    if second % 5 == 0 {
                        ladder.probed(at(second), Finding::Carries((kbps * 1_000).saturating_sub(20_000).min(1_200_000)));
                    }
                    match (before, ladder.step()) {
                        (Step::Paused, Step::Full) => resumed = Some(second),
                        (Step::Full, Step::Paused) => {
                            prop_assert!(resumed.is_none(), "on at {resumed:?}, off at {second}, {kbps} kbit/s all the time");
                        }
                        _ => {}
                    }
                    narrow = if kbps < 110 && ladder.step() == Step::Full { narrow + 1 } else { 0 };
                    prop_assert!(narrow <= 5, "{narrow} s with a picture at {kbps} kbit/s");
                }
                if kbps >= 200 && length > 165 {
                    prop_assert_eq!(ladder.step(), Step::Full, "{} kbit/s since {}", kbps, begun);
                }
            }
        }
    }
}
