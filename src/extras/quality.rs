//! How good the call is: figures from what the browser counts, a verdict with its reason, the last minutes of both, and
//! when the picture gives way to the voice. Pure: the counters and the time are arguments.
//!
//! # Layout
//! - [`figures`]: from counters to figures per second
//! - [`verdict`]: good, fair or poor, and why
//! - [`ladder`]: when one's own picture gives way to the voice
//! - [`relayed`]: what the server's relay carries
//! - [`history`]: the last minutes, and the lines that are drawn of them

pub mod figures;
pub mod history;
pub mod ladder;
pub mod relayed;
pub mod verdict;

use std::collections::VecDeque;

use self::figures::{Counters, Figures};
use self::history::History;
use self::ladder::{Allowance, Ladder, Step};
use self::relayed::{Heard, Relayed};
use self::verdict::{Level, Reason, Steady, Verdict};
use crate::clock::Millis;

/// Figures are of this long, in milliseconds: of a single second a lost packet or two would be a percent, and who
/// receives reports what was lost only once a second for the picture and every five seconds for the voice (RFC 3550
/// section 6.2).
const WINDOW_MS: u64 = 5_000;

/// So many counters are kept at most: those of a window, one a second, and the one that begins it.
const COUNTERS_MAX: usize = 8;

/// What the counters alone do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scene {
    /// One's own camera is on.
    pub camera: bool,
    /// The other's camera is on.
    pub peer_camera: bool,
    /// One shares a screen beside the camera.
    pub screen: bool,
}

/// Watches one call.
#[derive(Debug, Default)]
pub struct Monitor {
    counters: VecDeque<Counters>,
    figures: Option<Figures>,
    steady: Steady,
    ladder: Ladder,
    relayed: Relayed,
    /// As it was last told.
    scene: Scene,
    history: History,
}

impl Monitor {
    /// Takes in what the browser has counted by now.
    pub fn take(&mut self, counters: Counters, scene: Scene) {
        let now = counters.at;
        let is_old = |kept: &Counters| kept.at.after(WINDOW_MS) < now;
        // The youngest of the old ones begins the window.
        while self.counters.get(1).is_some_and(is_old) || self.counters.len() >= COUNTERS_MAX {
            self.counters.pop_front();
        }
        self.figures = self.counters.front().and_then(|before| Figures::between(before, &counters));
        self.counters.push_back(counters);
        if let Some(figures) = &mut self.figures {
            figures.least_round_trip_ms = self.counters.iter().filter_map(|counters| counters.round_trip_ms).min();
        }
        self.steady.take(now, verdict::judge(self.figures.as_ref(), scene));
        self.relayed.tick(now);
        self.scene = scene;
        self.ladder.take(now, self.figures.as_ref(), scene.camera);
        if let Some(figures) = &self.figures {
            self.history.push(now, figures);
        }
    }

    /// Another connection: it counts from nothing.
    pub fn start_over(&mut self) {
        self.counters.clear();
        self.figures = None;
        self.relayed.forget();
    }

    /// The figures of the last seconds, once there are two countings.
    pub fn figures(&self) -> Option<&Figures> {
        self.figures.as_ref()
    }

    /// What the sign says. With a picture that gives way no call is good, whatever the line does meanwhile.
    pub fn verdict(&self) -> Verdict {
        let Verdict { level, reason } = match self.steady.verdict() {
            verdict if verdict.level == Level::Unknown || !self.relayed.is_limited() => verdict,
            // All else that is found then comes of it.
            verdict => Verdict { level: verdict.level.max(Level::Fair), reason: Reason::Relay },
        };
        let at_best = match self.step() {
            Step::Full => level,
            Step::Reduced => Level::Fair,
            Step::Paused => Level::Poor,
        };
        Verdict { level: level.max(at_best), reason }
    }

    /// What one's own picture is to be reduced to.
    pub fn step(&self) -> Step {
        // With the camera off there is nothing to reduce.
        if !self.scene.camera {
            return Step::Full;
        }
        self.ladder.step().max(self.relayed.step(self.scene.screen))
    }

    /// The server said what its relay carries.
    pub fn hear(&mut self, heard: Heard) {
        self.relayed.hear(heard);
    }

    /// What the camera may take.
    pub fn camera(&self) -> Allowance {
        self.relayed.camera(self.step(), self.scene.screen)
    }

    /// What a shared screen may take.
    pub fn screen(&self) -> Allowance {
        self.relayed.screen()
    }

    /// The last minutes.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// When it was last told anything.
    pub fn now(&self) -> Millis {
        self.counters.back().map_or(Millis::default(), |counters| counters.at)
    }
}

#[cfg(test)]
mod tests {
    use super::figures::Flow;
    use super::verdict::Reason;
    use super::*;

    const BOTH: Scene = Scene { camera: true, peer_camera: true, screen: false };

    /// A call in which each second `lost` of a hundred packets do not arrive at the other.
    fn counters(second: u64, lost: u64) -> Counters {
        let flow = Flow {
            bytes: Some(second * 100_000),
            packets: Some(second * 100),
            frames: Some(second * 20),
            ..Flow::default()
        };
        Counters {
            at: Millis(second * 1_000),
            round_trip_ms: Some(20),
            sent: Flow { lost: Some(second * lost), ..flow.clone() },
            received: Flow { lost: Some(0), ..flow },
            ..Counters::default()
        }
    }

    #[test]
    fn a_good_call_is_known_to_be_good_with_the_second_counting() {
        let mut monitor = Monitor::default();
        monitor.take(counters(1, 0), BOTH);
        assert_eq!(monitor.verdict().level, Level::Unknown);
        monitor.take(counters(2, 0), BOTH);
        assert_eq!(monitor.verdict().level, Level::Good);
        assert_eq!(monitor.step(), Step::Full);
    }

    #[test]
    fn heavy_loss_is_said_and_the_picture_stays_while_the_line_carries_it() {
        let mut monitor = Monitor::default();
        for second in 1..60 {
            monitor.take(counters(second, 20), BOTH);
        }
        assert_eq!(monitor.verdict(), Verdict { level: Level::Poor, reason: Reason::LossSent });
        assert_eq!(monitor.step(), Step::Full);
    }

    #[test]
    fn while_the_picture_gives_way_no_call_is_good() {
        let mut monitor = Monitor::default();
        for second in 1..45 {
            let available_bps = Some(if second < 20 { 50_000 } else { 2_000_000 });
            monitor.take(Counters { available_bps, ..counters(second, 0) }, BOTH);
            let at_best = [Level::Unknown, Level::Fair, Level::Poor][monitor.step() as usize];
            assert!(monitor.verdict().level >= at_best, "second {second}");
        }
        assert_eq!(monitor.verdict(), Verdict { level: Level::Fair, reason: Reason::None }, "one step up so far");
    }

    #[test]
    fn one_round_trip_that_took_long_is_no_slow_line() {
        let mut monitor = Monitor::default();
        for second in 1..30 {
            let round_trip_ms = Some(if second % 5 == 0 { 20 } else { 900 });
            monitor.take(Counters { round_trip_ms, ..counters(second, 0) }, BOTH);
        }
        assert_eq!(monitor.verdict().reason, Reason::None);
        assert_eq!(monitor.figures().and_then(|figures| figures.round_trip_ms), Some(900));
    }

    #[test]
    fn what_the_relay_carries_is_said_and_kept_to() {
        let mut monitor = Monitor::default();
        for second in 1..8 {
            monitor.take(counters(second, 0), BOTH);
        }
        monitor.hear(Heard::RelayLimit { bits_per_second: 400_000 });
        monitor.take(counters(8, 0), BOTH);
        assert_eq!(monitor.verdict(), Verdict { level: Level::Fair, reason: Reason::Relay });
        assert_eq!((monitor.step(), monitor.camera().bits), (Step::Full, Some(276_000)));
        monitor.hear(Heard::RelayLimit { bits_per_second: 100_000 });
        monitor.take(counters(9, 0), BOTH);
        assert_eq!(monitor.step(), Step::Paused);
        monitor.take(counters(10, 0), Scene { camera: false, ..BOTH });
        assert_eq!(monitor.step(), Step::Full, "a picture that is off is not said to be paused");
        monitor.start_over();
        assert_eq!(monitor.camera().bits, None, "another connection may go another way");
    }

    #[test]
    fn everything_that_is_kept_is_bounded() {
        let mut monitor = Monitor::default();
        for second in 1..10_000 {
            monitor.take(counters(second, 0), BOTH);
        }
        assert!(monitor.counters.len() <= COUNTERS_MAX);
        assert!(monitor.history().len() <= history::MOMENTS_MAX);
    }

    #[test]
    fn another_connection_counts_from_nothing_and_that_is_no_loss() {
        let mut monitor = Monitor::default();
        for second in 1..10 {
            monitor.take(counters(second, 0), BOTH);
        }
        monitor.start_over();
        assert_eq!(monitor.figures(), None);
        let anew = Counters { at: Millis(10_000), ..counters(1, 0) };
        monitor.take(anew, BOTH);
        assert_eq!(monitor.verdict().level, Level::Good, "what was known stays for a while");
    }
}
