//! How good the call is: figures from what the browser counts, a verdict with its reason, the last minutes of both, and
//! when the picture gives way to the voice. Pure: the counters and the time are arguments.
//!
//! # Layout
//! - [`figures`]: from counters to figures per second
//! - [`verdict`]: good, fair or poor, and why
//! - [`ladder`]: when one's own picture gives way to the voice
//! - [`lift`]: when a picture that has become small is helped up
//! - [`voice`]: how the voice is sent
//! - [`cushion`]: for how long the other's is kept before it is played
//! - [`flood`]: whether hardly anything comes of what is sent
//! - [`probe`]: how much a line carries on which little is sent
//! - [`quickest`]: what is late, by clocks that do not agree
//! - [`relayed`]: what the server's relay carries
//! - [`history`]: the last minutes, and the lines that are drawn of them

pub mod cushion;
pub mod figures;
pub mod flood;
pub mod history;
pub mod ladder;
pub mod lift;
pub mod probe;
pub mod quickest;
pub mod relayed;
pub mod verdict;
pub mod voice;

use std::collections::VecDeque;

use self::cushion::Cushion;
use self::figures::{Counters, Figures};
use self::history::History;
use self::ladder::{Allowance, Ladder, RESUME_FROM_BPS, Step};
use self::lift::Lift;
use self::probe::Finding;
use self::relayed::{Heard, Relayed};
use self::verdict::{Level, Reason, Steady, Verdict};
use self::voice::{REPORTED_FROM_BPS, Voice};
use crate::call::tuning::{PictureForm, START_KBPS, Tuning};
use crate::clock::Millis;

/// Figures are of this long, in milliseconds: of a single second a lost packet or two would be a percent, and who
/// receives reports what was lost only once a second for the picture and every five seconds for the voice (RFC 3550
/// section 6.2).
const WINDOW_MS: u64 = 5_000;

/// So many counters are kept at most: those of a window, one a second, and the one that begins it.
const COUNTERS_MAX: usize = 8;

/// How long after the line was found to be narrow it is probed, in milliseconds: what was sent too much is through by then.
const PROBE_AFTER_MS: u64 = 3_000;
/// How long after another connection was made over it, in milliseconds: as long as most need to be joined.
const PROBE_ANEW_MS: u64 = 1_500;
/// How long after a probe that found it narrow still it is probed again, in milliseconds: often enough that a picture is back ten seconds
/// after the line is wide, and seldom enough that the voice hardly waits behind it.
const PROBE_EVERY_MS: u64 = 4_500;
/// Where it found next to nothing beside the voice a probe takes 5 kbit/s of that if it comes so often, and comes less often.
const PROBE_SELDOM_MS: u64 = 6_000;

/// What comes with less than this, in kilobits per second, floods no line that carries a picture.
const FLOODS_FROM_KBPS: u64 = 200;

/// While all comes late the own picture is kept back for so long at most, in milliseconds, until it is known whether the line is flooded: what
/// is sent meanwhile would be lost, and take the voice with it.
const LATE_HELD_MS: u64 = 2_000;
/// And no more often than this, in milliseconds: on a line whose queue is always long it would stutter.
const LATE_HELD_EVERY_MS: u64 = 10_000;

/// Who finds that the line is flooded keeps its own picture back for so long, in milliseconds, until the other page had time to say that its is,
/// too: often both directions are narrow, and what would be said of that gets lost.
const HELD_MS: u64 = 2_500;

/// For so long after the line was flooded nothing of the picture is sent again, in milliseconds: after five seconds Chromium still does.
const CUT_MS: u64 = 8_000;

/// A shared screen may take so much beside the voice on a narrow line, in bits per second: what stands still stays readable.
const SCREEN_NARROW_BPS: u32 = 30_000;

/// After a flood the voice comes in time again within this time, in milliseconds: what waited in the queue has come by then.
const FLOOD_LASTS_MS: u64 = 2_000;
/// A browser that then keeps it back for so much longer than it was asked to, in milliseconds, is made to forget how late it came.
const KEPT_BACK_MAX_MS: u64 = 250;

/// While a round trip takes so much longer than the quickest one, in milliseconds, it comes late indeed, and what is forgotten is soon learned
/// again.
const QUEUE_EMPTY_MS: u64 = 150;

/// It is not made to forget again for so long, in milliseconds, and no more often after each flood: each time costs a syllable.
const RENEWED_AGAIN_MS: u64 = 6_000;
const RENEWALS_MAX: u32 = 4;
/// What is kept back so long after that, in milliseconds, is for another reason.
const RENEWED_UNTIL_MS: u64 = 60_000;

/// So long it must be reported how the voice comes before the picture goes on, in milliseconds.
const REPORTS_MS: u64 = 2_500;

/// When the line is probed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Probing {
    /// There is no reason to.
    #[default]
    Unneeded,
    /// From this moment on.
    Due(Millis),
    /// Now.
    UnderWay,
    /// It was, and there was room; until then the browser is told how the voice comes, so that the picture begins whole.
    Proven { until: Millis, finding: Finding },
}

/// The other's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PeerPicture {
    /// Their camera is off.
    #[default]
    Off,
    /// Their line is too narrow for it.
    Paused,
    /// It is to be seen.
    Shown,
}

/// What the counters alone do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scene {
    /// One's own camera is on.
    pub camera: bool,
    /// The other's picture.
    pub peer_picture: PeerPicture,
    /// One shares a screen beside the camera.
    pub screen: bool,
    /// The other page answers probes.
    pub probes: bool,
}

/// Watches one call.
#[derive(Debug, Default)]
pub struct Monitor {
    counters: VecDeque<Counters>,
    figures: Option<Figures>,
    steady: Steady,
    ladder: Ladder,
    lift: Lift,
    /// The picture is to go on with another rate than the browser's.
    is_lifted: bool,
    voice: Voice,
    cushion: Cushion,
    probing: Probing,
    /// Until when the own picture is kept back, without a word: the line may be flooded.
    held_until: Millis,
    /// From and until when the browser is to forget how late the voice came, if it has not by itself.
    renewal: Option<(Millis, Millis)>,
    /// So often at most.
    renewals: u32,
    /// The quickest round trip of this connection, in milliseconds.
    quickest_ms: Option<u64>,
    /// When it was last kept back for something was late.
    late: Option<Millis>,
    /// Until when nothing of it is sent again.
    cut_until: Millis,
    relayed: Relayed,
    /// As it was last told.
    scene: Scene,
    history: History,
}

impl Monitor {
    /// Takes in what the browser has counted by now.
    pub fn take(&mut self, counters: Counters, scene: Scene) {
        let now = counters.at;
        self.quickest_ms = counters.round_trip_ms.into_iter().chain(self.quickest_ms).min();
        let is_old = |kept: &Counters| kept.at.after(WINDOW_MS) < now;
        // The youngest of the old ones begins the window.
        while self.counters.get(1).is_some_and(is_old) || self.counters.len() >= COUNTERS_MAX {
            self.counters.pop_front();
        }
        self.figures = self.counters.front().and_then(|before| Figures::between(before, &counters));
        self.counters.push_back(counters);
        if let Some(figures) = &mut self.figures {
            figures.least_round_trip_ms = self.counters.iter().filter_map(|counters| counters.round_trip_ms).min();
            let queue = |(ms, quickest_ms): (u64, u64)| ms.saturating_sub(quickest_ms);
            figures.queue_ms = figures.round_trip_ms.zip(self.quickest_ms).map(queue);
        }
        self.steady.take(now, verdict::judge(self.figures.as_ref(), scene));
        self.relayed.tick(now);
        self.scene = scene;
        self.ladder.take(now, self.figures.as_ref(), scene.probes);
        let has_picture = scene.camera && self.allowed() == Allowance::UpTo(None);
        self.lift.take(now, self.figures.as_ref(), has_picture);
        let room = if now < self.cut_until { Step::Paused } else { self.ladder.step() };
        self.voice.take(now, room, self.ladder.carried_bps(), self.figures.as_ref());
        self.plan_probe(now);
        if let Some(figures) = &self.figures {
            // What is asked for of a full queue comes late, too.
            let is_full = figures.has_queue() || self.line() == Step::Paused;
            self.cushion.take(now, figures, is_full);
            self.history.push(now, figures);
        }
    }

    /// Whether so much came until now that a line that has become narrow is flooded by it.
    pub fn is_floodable(&self) -> bool {
        let kbps = self.figures.as_ref().and_then(|figures| figures.received.kbps);
        kbps.is_some_and(|kbps| kbps >= FLOODS_FROM_KBPS)
    }

    /// All that comes is late. Whether the own picture is to be kept back until it is known why.
    pub fn is_late(&mut self, now: Millis) -> bool {
        if self.renewal.is_none_or(|(_, until)| now >= until) {
            self.plan_renewal(now);
        }
        let is_held = self.late.is_none_or(|late| now >= late.after(LATE_HELD_EVERY_MS));
        if is_held {
            self.late = Some(now);
            self.held_until = self.held_until.max(now.after(LATE_HELD_MS));
        }
        is_held
    }

    /// It is in time again, or there is room for a picture.
    pub fn is_in_time(&mut self) {
        self.held_until = Millis::default();
    }

    /// What comes floods the line ([`flood::Comparison`]), and so may what goes.
    pub fn found_flooded(&mut self, now: Millis) {
        // Who does not know probes says nothing, and would be waited for again and again.
        if self.scene.probes {
            self.held_until = now.after(HELD_MS);
            self.cut_until = now.after(HELD_MS);
        }
        self.plan_renewal(now);
        self.lift.failed(now);
        self.cushion = Cushion::default();
        self.voice.take(now, Step::Paused, 0, None);
    }

    fn plan_renewal(&mut self, now: Millis) {
        (self.renewal, self.renewals) = (Some((now.after(FLOOD_LASTS_MS), now.after(RENEWED_UNTIL_MS))), RENEWALS_MAX);
    }

    /// Whether the browser is to forget how late the other's voice came; it counts as done. To be asked after each reading.
    pub fn renewal_due(&mut self) -> bool {
        let round_trip_ms = self.counters.back().and_then(|counters| counters.round_trip_ms);
        let due = self.renewals > 0
            && self.renewal.is_some_and(|(from, until)| (from..until).contains(&self.now()))
            && round_trip_ms.is_none_or(|ms| ms <= self.quickest_ms.unwrap_or_default() + QUEUE_EMPTY_MS)
            && self
                .kept_back_ms()
                .is_some_and(|ms| ms > KEPT_BACK_MAX_MS + self.cushion.target_ms().map_or(0, u64::from));
        if due {
            self.renewals -= 1;
            self.renewal = self.renewal.map(|(_, until)| (self.now().after(RENEWED_AGAIN_MS), until));
        }
        due
    }

    /// How long the voice waits to be played, of the last two readings, in milliseconds.
    fn kept_back_ms(&self) -> Option<u64> {
        let (before, after) = (self.counters.iter().nth_back(1)?, self.counters.back()?);
        let samples = after.received.played?.checked_sub(before.received.played?)?;
        after.received.waited_ms?.checked_sub(before.received.waited_ms?)?.checked_div(samples)
    }

    /// What goes floods the line, as the other page found.
    pub fn told_flooded(&mut self, now: Millis) {
        self.ladder.is_narrow(now);
        self.lift.failed(now);
        self.cushion = Cushion::default();
        self.disproves(now);
        self.cut_until = now.after(CUT_MS);
        self.voice.take(now, Step::Paused, 0, None);
        self.plan_probe(now);
    }

    /// What the line leaves of the picture, as far as is known.
    fn line(&self) -> Step {
        if self.now() < self.held_until { Step::Paused } else { self.ladder.step() }
    }

    fn plan_probe(&mut self, now: Millis) {
        let is_narrow = self.ladder.step() == Step::Paused;
        match self.probing {
            Probing::Unneeded if is_narrow => self.probing = Probing::Due(now.after(PROBE_AFTER_MS)),
            Probing::Unneeded if self.lift.is_due(now) && self.scene.probes => self.probing = Probing::Due(now),
            Probing::Due(_) if !is_narrow && !self.lift.is_due(now) => self.probing = Probing::Unneeded,
            Probing::Proven { until, finding } if is_narrow && now >= until => self.goes_on(now, finding),
            Probing::Proven { .. } if !is_narrow => self.probing = Probing::Unneeded,
            Probing::Unneeded | Probing::Due(_) | Probing::UnderWay | Probing::Proven { .. } => {}
        }
    }

    /// What the last probe found is no longer so: the path is broken or flooded, and what comes back may be another line.
    pub fn disproves(&mut self, now: Millis) {
        if let Probing::Proven { .. } = self.probing {
            self.probing = Probing::Due(now.after(PROBE_AFTER_MS));
        }
    }

    /// Whether the line is to be probed now; it counts as begun.
    pub fn probe_due(&mut self, now: Millis) -> bool {
        let due = matches!(self.probing, Probing::Due(at) if now >= at);
        if due {
            self.probing = Probing::UnderWay;
        }
        due
    }

    /// The line was probed.
    pub fn probed(&mut self, now: Millis, finding: Finding) {
        if self.ladder.step() == Step::Full {
            self.probing = Probing::Unneeded;
            if let Some(kbps) = self.lift.probed(now, finding) {
                self.ladder.starts_at(kbps);
                self.is_lifted = true;
            }
            return;
        }
        let has_room = matches!(finding, Finding::Carries(bits) if bits >= RESUME_FROM_BPS);
        if has_room && self.voice.is_long_alone(now) {
            self.ladder.note(finding);
            self.probing = Probing::Proven { until: now.after(REPORTS_MS), finding };
            self.voice.take(now, Step::Paused, self.ladder.carried_bps(), self.figures.as_ref());
        } else {
            self.goes_on(now, finding);
        }
    }

    /// What a probe found out is known to the browser, too: the picture goes on if there is room for it.
    fn goes_on(&mut self, now: Millis, finding: Finding) {
        self.ladder.probed(now, finding);
        if !self.scene.camera && !self.scene.screen {
            self.ladder.tried_nothing();
        }
        self.voice.take(now, self.ladder.step(), self.ladder.carried_bps(), self.figures.as_ref());
        self.probing = match self.ladder.step() {
            Step::Full => Probing::Unneeded,
            Step::Paused => {
                let is_full = !matches!(finding, Finding::Carries(bits) if bits >= REPORTED_FROM_BPS);
                Probing::Due(now.after(if is_full { PROBE_SELDOM_MS } else { PROBE_EVERY_MS }))
            }
        };
    }

    /// Whether the line carries no more than the voice.
    pub fn is_narrow(&self) -> bool {
        self.ladder.step() == Step::Paused
    }

    /// Whether line or relay leave nothing of one's own picture, which the other page is told.
    pub fn is_paused(&self) -> bool {
        self.picture() == Step::Paused
    }

    /// Whether the picture is to go on with the rate of [`Self::tuning`]; it counts as done.
    pub fn take_lift(&mut self) -> bool {
        std::mem::take(&mut self.is_lifted)
    }

    /// Whether the picture's encoder is to begin anew: it keeps the picture small, and not for the line. It counts as done.
    pub fn take_anew(&mut self) -> bool {
        self.lift.take_anew(self.now())
    }

    /// For how long the other's voice is to be kept at least before it is played, in milliseconds.
    pub fn voice_target_ms(&self) -> Option<u32> {
        self.cushion.target_ms()
    }

    /// What our encoders are to be asked for.
    pub fn tuning(&self) -> Tuning {
        Tuning {
            voice: self.voice.form(),
            picture: if self.now() < self.cut_until { PictureForm::Cut } else { PictureForm::Whole },
            start_kbps: self.ladder.start_kbps().unwrap_or(START_KBPS),
        }
    }

    /// Another connection: it counts from nothing. A line that was narrow is taken for narrow until it is probed, which is at once: on one that
    /// still is, a picture would cost the voice what it has.
    pub fn start_over(&mut self, now: Millis) {
        self.counters.clear();
        self.figures = None;
        (self.held_until, self.cut_until, self.late, self.renewal) = Default::default();
        (self.lift, self.is_lifted, self.quickest_ms, self.cushion) = Default::default();
        self.ladder.start_over(now);
        self.probing = match self.ladder.step() {
            Step::Full => Probing::Unneeded,
            Step::Paused => Probing::Due(now.after(PROBE_ANEW_MS)),
        };
        self.voice = Voice::default();
        if self.ladder.step() == Step::Paused {
            self.voice.take(now, Step::Paused, 0, None);
        }
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
        match self.step() {
            Step::Full => Verdict { level, reason },
            Step::Paused if self.relayed.is_limited() => Verdict { level: level.max(Level::Poor), reason },
            Step::Paused => Verdict { level: Level::Poor, reason: Reason::OwnBandwidth },
        }
    }

    /// What one's own picture is to be reduced to.
    pub fn step(&self) -> Step {
        // With the camera off there is nothing to reduce.
        if !self.scene.camera {
            return Step::Full;
        }
        self.picture()
    }

    /// What line and relay leave of the picture, if there is one.
    fn picture(&self) -> Step {
        self.ladder.step().max(self.relayed.step(self.scene.screen))
    }

    /// The server said what its relay carries.
    pub fn hear(&mut self, heard: Heard) {
        self.relayed.hear(heard);
    }

    /// What the camera may take.
    pub fn camera(&self) -> Allowance {
        match (self.allowed(), self.lift.room_bps(self.now())) {
            // Only a probe finds out that there is more.
            (Allowance::UpTo(bits), Some(room)) if self.scene.probes => {
                Allowance::UpTo(Some(bits.unwrap_or(room).min(room)))
            }
            (allowed, _) => allowed,
        }
    }

    /// What line and relay allow the camera.
    fn allowed(&self) -> Allowance {
        self.relayed.camera(self.picture().max(self.line()), self.scene.screen)
    }

    /// What a shared screen may take.
    pub fn screen(&self) -> Allowance {
        match (self.line(), self.relayed.screen()) {
            (Step::Paused, Allowance::UpTo(bits)) => {
                Allowance::UpTo(Some(bits.unwrap_or(u32::MAX).min(SCREEN_NARROW_BPS)))
            }
            (_, allowance) => allowance,
        }
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
#[path = "model/monitor_tests.rs"]
mod tests;
