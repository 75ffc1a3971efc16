//! Good, fair or poor, and why: what people are told. A verdict changes only when it has held for a while, so that the
//! sign does not flicker.

use super::figures::{Figures, Limit};
use super::{PeerPicture, Scene};
use crate::clock::Millis;

/// Fair from 2 % of lost packets: FEC and repeated packets hide less than that.
const LOSS_FAIR_PERMILLE: u64 = 20;
/// Poor from 5 %: words are lost, and the picture breaks.
const LOSS_POOR_PERMILLE: u64 = 50;

/// Fair from 300 ms there and back: from 150 ms one way people begin to notice (ITU-T G.114).
const ROUND_TRIP_FAIR_MS: u64 = 300;
/// Poor from 600 ms there and back: 400 ms one way is the most that is of use (ITU-T G.114), and capturing, buffers and
/// playing take some 100 ms of it.
const ROUND_TRIP_POOR_MS: u64 = 600;

/// Fair from 30 ms: up to there the buffer that evens it out adds no delay worth mentioning.
const JITTER_FAIR_MS: u64 = 30;
/// Poor from 100 ms: the buffer can no longer even it out without a delay that people notice.
const JITTER_POOR_MS: u64 = 100;

/// A picture with fewer frames a second than this is a row of photographs.
const FRAME_RATE_FAIR: u64 = 8;

/// With less than this, in bits per second, a browser that calls itself limited sends less than 640 x 360 well.
const AVAILABLE_FAIR_BPS: u64 = 500_000;
/// With less than this, in bits per second, there is hardly a picture beside the voice.
const AVAILABLE_POOR_BPS: u64 = 150_000;

/// A worse verdict must hold this long, in milliseconds.
const WORSE_AFTER_MS: u64 = 3_000;
/// A better one, or another reason, must hold this long, in milliseconds: longer, for lines that are bad are bad again
/// soon.
const BETTER_AFTER_MS: u64 = 6_000;

/// How good the call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// Nothing is known yet.
    #[default]
    Unknown,
    /// Nothing to complain of.
    Good,
    /// It can be noticed.
    Fair,
    /// It disturbs.
    Poor,
}

/// Why the call is not better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reason {
    /// There is nothing to explain.
    #[default]
    None,
    /// What is sent gets lost.
    LossSent,
    /// What is to be received gets lost.
    LossReceived,
    /// The way there and back takes long.
    RoundTrip,
    /// What is received comes unevenly.
    Jitter,
    /// The other's picture stands still.
    PictureFrozen,
    /// The other's picture has few frames.
    PictureSlow,
    /// The other's picture is paused, for their line carries no more than the voice.
    PicturePaused,
    /// Too little can be sent.
    OwnBandwidth,
    /// The device is too slow for a better picture.
    OwnCpu,
    /// The server's relay carries no more.
    Relay,
}

/// How good, and why not better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdict {
    /// How good.
    pub level: Level,
    /// Why not better.
    pub reason: Reason,
}

/// What the figures alone say; of several complaints the gravest, and of those the first in this order.
pub fn judge(figures: Option<&Figures>, scene: Scene) -> Verdict {
    let Some(figures) = figures else { return Verdict::default() };
    let known = figures.round_trip_ms.or(figures.received.kbps).or(figures.sent.kbps);
    if known.is_none() {
        return Verdict::default();
    }
    let complaints = [
        (own_bandwidth(figures, scene), Reason::OwnBandwidth),
        (above(lost_of_sent(figures), LOSS_FAIR_PERMILLE, LOSS_POOR_PERMILLE), Reason::LossSent),
        (above(figures.received.loss_permille, LOSS_FAIR_PERMILLE, LOSS_POOR_PERMILLE), Reason::LossReceived),
        (above(figures.least_round_trip_ms, ROUND_TRIP_FAIR_MS, ROUND_TRIP_POOR_MS), Reason::RoundTrip),
        (above(figures.received.jitter_ms, JITTER_FAIR_MS, JITTER_POOR_MS), Reason::Jitter),
        (fair_if(scene.peer_picture == PeerPicture::Paused), Reason::PicturePaused),
        (frozen(figures, scene), Reason::PictureFrozen),
        (slow(figures, scene), Reason::PictureSlow),
        (own_cpu(figures, scene), Reason::OwnCpu),
    ];
    let good = Verdict { level: Level::Good, reason: Reason::None };
    complaints.into_iter().fold(
        good,
        |gravest, (level, reason)| {
            if level > gravest.level { Verdict { level, reason } } else { gravest }
        },
    )
}

fn above(figure: Option<u64>, fair: u64, poor: u64) -> Level {
    match figure {
        Some(figure) if figure >= poor => Level::Poor,
        Some(figure) if figure >= fair => Level::Fair,
        _ => Level::Good,
    }
}

/// What is sent again with success harms nobody, unless it is much.
fn lost_of_sent(figures: &Figures) -> Option<u64> {
    if figures.is_lossy() { figures.loses_permille() } else { figures.sent.loss_permille }
}

fn fair_if(complaint: bool) -> Level {
    if complaint { Level::Fair } else { Level::Good }
}

fn frozen(figures: &Figures, scene: Scene) -> Level {
    let frozen = scene.peer_picture == PeerPicture::Shown && figures.received.frame_rate == Some(0);
    if frozen { Level::Poor } else { Level::Good }
}

fn slow(figures: &Figures, scene: Scene) -> Level {
    fair_if(
        scene.peer_picture == PeerPicture::Shown
            && figures.received.frame_rate.is_some_and(|rate| rate < FRAME_RATE_FAIR),
    )
}

fn own_bandwidth(figures: &Figures, scene: Scene) -> Level {
    let below = |limit| figures.available_bps.is_some_and(|available| available < limit);
    // What the voice takes is always there; an estimate is no better than what was tried. Where many packets are lost that is the reason.
    if !scene.camera || figures.is_lossy() {
        return Level::Good;
    }
    if below(AVAILABLE_POOR_BPS) {
        Level::Poor
    } else {
        // A browser starts low and calls that a limit in each call's first seconds.
        fair_if(figures.limit == Limit::Bandwidth && below(AVAILABLE_FAIR_BPS))
    }
}

fn own_cpu(figures: &Figures, scene: Scene) -> Level {
    fair_if(scene.camera && figures.limit == Limit::Cpu)
}

/// The verdict that is shown: one that has held.
#[derive(Debug, Default)]
pub struct Steady {
    shown: Verdict,
    pending: Option<(Millis, Turn)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Worse,
    Otherwise,
}

impl Steady {
    /// Takes in what the figures say now.
    pub fn take(&mut self, now: Millis, next: Verdict) {
        if self.shown.level == Level::Unknown || next == self.shown {
            self.shown = next;
            self.pending = None;
            return;
        }
        let turn = if next.level > self.shown.level { Turn::Worse } else { Turn::Otherwise };
        let since = match self.pending {
            Some((since, before)) if before == turn => since,
            _ => now,
        };
        let wait = match turn {
            Turn::Worse => WORSE_AFTER_MS,
            Turn::Otherwise => BETTER_AFTER_MS,
        };
        if now >= since.after(wait) {
            self.shown = next;
            self.pending = None;
        } else {
            self.pending = Some((since, turn));
        }
    }

    /// What is shown.
    pub fn verdict(&self) -> Verdict {
        self.shown
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::Direction;
    use super::*;

    const BOTH: Scene = Scene { camera: true, peer_picture: PeerPicture::Shown, screen: false, probes: true };

    fn fine() -> Figures {
        let direction =
            Direction { kbps: Some(900), loss_permille: Some(0), frame_rate: Some(20), ..Direction::default() };
        Figures {
            round_trip_ms: Some(20),
            least_round_trip_ms: Some(20),
            available_bps: Some(2_000_000),
            sent: direction.clone(),
            received: direction,
            ..Figures::default()
        }
    }

    fn judged(change: impl FnOnce(&mut Figures)) -> (Level, Reason) {
        let mut figures = fine();
        change(&mut figures);
        let Verdict { level, reason } = judge(Some(&figures), BOTH);
        (level, reason)
    }

    #[test]
    fn nothing_known_is_no_praise() {
        assert_eq!(judge(None, BOTH), Verdict::default());
        assert_eq!(judge(Some(&Figures::default()), BOTH), Verdict::default());
    }

    #[test]
    fn each_complaint_has_its_reason() {
        assert_eq!(judged(|_| {}), (Level::Good, Reason::None));
        assert_eq!(judged(|figures| figures.received.frame_rate = Some(0)), (Level::Poor, Reason::PictureFrozen));
        assert_eq!(judged(|figures| figures.limit = Limit::Cpu), (Level::Fair, Reason::OwnCpu));
        assert_eq!(judged(|figures| figures.limit = Limit::Bandwidth), (Level::Good, Reason::None));
    }

    /// The numbers of the table in `docs/quality.md`.
    #[test]
    fn each_limit_is_where_the_document_has_it() {
        let (good, fair, poor) = (Level::Good, Level::Fair, Level::Poor);
        for (permille, level) in [(19, good), (20, fair), (49, fair), (50, poor)] {
            assert_eq!(judged(|figures| figures.sent.loss_permille = Some(permille)), because(level, Reason::LossSent));
            let received = judged(|figures| figures.received.loss_permille = Some(permille));
            assert_eq!(received, because(level, Reason::LossReceived));
        }
        for (ms, level) in [(299, good), (300, fair), (599, fair), (600, poor)] {
            assert_eq!(judged(|figures| figures.least_round_trip_ms = Some(ms)), because(level, Reason::RoundTrip));
        }
        for (ms, level) in [(29, good), (30, fair), (99, fair), (100, poor)] {
            assert_eq!(judged(|figures| figures.received.jitter_ms = Some(ms)), because(level, Reason::Jitter));
        }
        for (rate, level) in [(8, good), (7, fair), (1, fair)] {
            assert_eq!(judged(|figures| figures.received.frame_rate = Some(rate)), because(level, Reason::PictureSlow));
        }
        for (limit, kbps, level) in [
            (Limit::None, 150, good),
            (Limit::None, 149, poor),
            (Limit::Bandwidth, 500, good),
            (Limit::Bandwidth, 499, fair),
            (Limit::Bandwidth, 150, fair),
        ] {
            let narrow = |figures: &mut Figures| {
                figures.limit = limit;
                figures.available_bps = Some(kbps * 1_000);
            };
            assert_eq!(judged(narrow), because(level, Reason::OwnBandwidth), "{limit:?}, {kbps} kbit/s");
        }
    }

    /// What is good has no reason.
    fn because(level: Level, reason: Reason) -> (Level, Reason) {
        (level, if level == Level::Good { Reason::None } else { reason })
    }

    #[test]
    fn the_gravest_complaint_is_told() {
        let both = |figures: &mut Figures| {
            figures.least_round_trip_ms = Some(700);
            figures.sent.loss_permille = Some(30);
        };
        assert_eq!(judged(both), (Level::Poor, Reason::RoundTrip));
    }

    #[test]
    fn where_packets_are_lost_that_is_the_reason() {
        let lossy = |figures: &mut Figures| {
            (figures.sent.loss_permille, figures.sent.resent_permille) = (Some(10), Some(300));
            figures.available_bps = Some(70_000);
        };
        assert_eq!(judged(lossy), (Level::Poor, Reason::OwnBandwidth), "it may be a queue that is full");
        let without_queue = |figures: &mut Figures| {
            lossy(figures);
            figures.queue_ms = Some(20);
        };
        assert_eq!(judged(without_queue), (Level::Poor, Reason::LossSent));
    }

    #[test]
    fn a_picture_that_nobody_sends_cannot_freeze() {
        let mut figures = fine();
        figures.received.frame_rate = Some(0);
        figures.limit = Limit::Cpu;
        figures.available_bps = Some(50_000);
        let verdict =
            judge(Some(&figures), Scene { camera: false, peer_picture: PeerPicture::Off, screen: false, probes: true });
        assert_eq!(verdict.level, Level::Good);
    }

    #[test]
    fn a_picture_that_is_paused_is_said_to_be_paused() {
        let mut figures = fine();
        figures.received.frame_rate = Some(0);
        let verdict = judge(Some(&figures), Scene { peer_picture: PeerPicture::Paused, ..BOTH });
        assert_eq!(verdict, Verdict { level: Level::Fair, reason: Reason::PicturePaused });
    }

    #[test]
    fn a_short_fault_does_not_change_the_sign_and_a_long_one_does() {
        let good = Verdict { level: Level::Good, reason: Reason::None };
        let poor = Verdict { level: Level::Poor, reason: Reason::LossSent };
        let mut steady = Steady::default();
        steady.take(Millis(0), good);
        steady.take(Millis(1_000), poor);
        steady.take(Millis(3_000), good);
        steady.take(Millis(4_000), poor);
        assert_eq!(steady.verdict(), good, "it did not hold");
        steady.take(Millis(6_900), poor);
        assert_eq!(steady.verdict(), good);
        steady.take(Millis(7_000), poor);
        assert_eq!(steady.verdict(), poor);
        steady.take(Millis(8_000), good);
        steady.take(Millis(13_000), good);
        assert_eq!(steady.verdict(), poor, "better takes longer");
        steady.take(Millis(14_000), good);
        assert_eq!(steady.verdict(), good);
    }

    #[test]
    fn a_fault_that_changes_its_kind_still_counts_from_its_beginning() {
        let fair = Verdict { level: Level::Fair, reason: Reason::Jitter };
        let poor = Verdict { level: Level::Poor, reason: Reason::LossSent };
        let mut steady = Steady::default();
        steady.take(Millis(0), Verdict { level: Level::Good, reason: Reason::None });
        for (at, verdict) in [(1, fair), (2, poor), (3, fair), (4, poor)] {
            steady.take(Millis(at * 1_000), verdict);
        }
        assert_eq!(steady.verdict(), poor);
    }
}
