//! From counters, as browsers keep them (W3C WebRTC Statistics), to figures per second. What a browser does not tell is
//! absent and never zero.

use crate::clock::Millis;
use crate::protocol::RelayTransport;

/// Percentages are kept in tenths of a percent.
const PERMILLE: u64 = 1_000;

/// From so many lost of a thousand on a line loses packets by itself, and until so many, if nothing waits in a queue: one that is too narrow loses
/// them where its queue is full.
const LOSES_FROM_PERMILLE: u64 = 100;
const LOSES_UNTIL_PERMILLE: u64 = 50;

/// What waits no longer than this, in milliseconds, waits in no queue.
const QUEUE_MIN_MS: u64 = 100;

/// With less than this to send, in bits per second, a line that throws away what is too much looks like one that loses packets, and has no room
/// for a doubled voice.
const LOSSY_FROM_BPS: u64 = 65_000;

/// What the browser has counted by a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counters {
    /// The moment.
    pub at: Millis,
    /// The last round trip that was measured, in milliseconds.
    pub round_trip_ms: Option<u64>,
    /// What the browser thinks can be sent, in bits per second.
    pub available_bps: Option<u64>,
    /// How the two are joined.
    pub path: Option<Path>,
    /// What holds the own picture back.
    pub limit: Limit,
    /// What is sent.
    pub sent: Flow,
    /// What is received.
    pub received: Flow,
}

/// What is counted of one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    /// Of all that goes this way, a screen included, since the beginning.
    pub bytes: Option<u64>,
    /// Of all that goes this way, since the beginning.
    pub packets: Option<u64>,
    /// Packets that did not arrive, since the beginning.
    pub lost: Option<u64>,
    /// Packets that were sent again, since the beginning, for the other side asked for them.
    pub resent: Option<u64>,
    /// How often missing packets of the voice were asked for, since the beginning; of several that are missing at once it is one time.
    pub asked: Option<u64>,
    /// How unevenly the voice arrives now, in milliseconds.
    pub jitter_ms: Option<u64>,
    /// For how long all samples of the voice together waited to be played, in milliseconds, since the beginning.
    pub waited_ms: Option<u64>,
    /// How many samples of the voice were played, since the beginning.
    pub played: Option<u64>,
    /// The picture's width now, in pixels.
    pub width: Option<u64>,
    /// The picture's height now, in pixels.
    pub height: Option<u64>,
    /// Frames that were encoded or decoded, since the beginning.
    pub frames: Option<u64>,
    /// How long that took, in microseconds.
    pub codec_us: Option<u64>,
    /// Whether the codec is one that spares power, which is to say hardware.
    pub hardware: Option<bool>,
}

/// How the two are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// From one to the other.
    Direct,
    /// Over a relay (TURN), which is reached like this, if the browser tells.
    Relayed(Option<RelayTransport>),
}

/// What holds the own picture back (`qualityLimitationReason`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limit {
    /// Nothing, or the browser does not tell.
    #[default]
    None,
    /// The line is too narrow.
    Bandwidth,
    /// The device is too slow.
    Cpu,
}

/// The figures of a few seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// The last one, in milliseconds.
    pub round_trip_ms: Option<u64>,
    /// The least of the last seconds, in milliseconds: one that was measured while the device had other things to do
    /// says nothing of the line.
    pub least_round_trip_ms: Option<u64>,
    /// By how much the last one is more than the quickest of this connection, in milliseconds: what is sent waits for so long in a queue.
    pub queue_ms: Option<u64>,
    /// What the browser thinks can be sent, in bits per second.
    pub available_bps: Option<u64>,
    /// How the two are joined.
    pub path: Option<Path>,
    /// What holds the own picture back.
    pub limit: Limit,
    /// What is sent.
    pub sent: Direction,
    /// What is received.
    pub received: Direction,
}

/// The figures of one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Direction {
    /// Of all that goes this way, a screen included, in kilobits per second.
    pub kbps: Option<u64>,
    /// Of a thousand packets so many are lost.
    pub loss_permille: Option<u64>,
    /// Of a thousand packets so many are sent once more.
    pub resent_permille: Option<u64>,
    /// How often a second missing packets of the voice are asked for.
    pub asked_per_second: Option<u64>,
    /// In milliseconds.
    pub jitter_ms: Option<u64>,
    /// Width and height in pixels.
    pub size: Option<(u64, u64)>,
    /// Frames per second.
    pub frame_rate: Option<u64>,
    /// How long the codec takes for a frame, in microseconds.
    pub frame_us: Option<u64>,
    /// Whether the codec is in hardware.
    pub hardware: Option<bool>,
}

impl Figures {
    /// The figures of the time between two countings; none if no time is between them.
    pub fn between(before: &Counters, after: &Counters) -> Option<Self> {
        let ms = after.at.0.checked_sub(before.at.0).filter(|ms| *ms > 0)?;
        let mut sent = Direction::between(ms, &before.sent, &after.sent);
        let mut received = Direction::between(ms, &before.received, &after.received);
        // Who sends counts the lost among the sent; who receives does not.
        sent.loss_permille =
            share(growth(before.sent.lost, after.sent.lost), growth(before.sent.packets, after.sent.packets), 0);
        sent.resent_permille =
            share(growth(before.sent.resent, after.sent.resent), growth(before.sent.packets, after.sent.packets), 0);
        let lost = growth(before.received.lost, after.received.lost);
        let arrived = growth(before.received.packets, after.received.packets);
        received.loss_permille = share(lost, arrived, lost.unwrap_or_default());
        Some(Self {
            round_trip_ms: after.round_trip_ms,
            least_round_trip_ms: after.round_trip_ms,
            queue_ms: None,
            available_bps: after.available_bps,
            path: after.path,
            limit: after.limit,
            sent,
            received,
        })
    }

    /// How many of a thousand packets the line loses on their way to the other side: what was sent again with success is not among the lost.
    pub fn loses_permille(&self) -> Option<u64> {
        self.sent.loss_permille.max(self.sent.resent_permille)
    }

    /// Whether the line loses many although it carries more: what the browser thinks can be sent is then less than there is.
    pub fn is_lossy(&self) -> bool {
        self.loses_by_itself(LOSES_FROM_PERMILLE)
    }

    /// Whether one that was lossy still is.
    pub fn is_lossy_still(&self) -> bool {
        self.loses_by_itself(LOSES_UNTIL_PERMILLE)
    }

    fn loses_by_itself(&self, permille: u64) -> bool {
        self.loses_permille().is_some_and(|lost| lost >= permille)
            && self.queue_ms.is_some_and(|ms| ms <= QUEUE_MIN_MS)
            && self.available_bps.is_none_or(|available| available >= LOSSY_FROM_BPS)
    }

    /// Whether what is sent waits in a queue, as far as is known.
    pub fn has_queue(&self) -> bool {
        self.queue_ms.is_some_and(|ms| ms > QUEUE_MIN_MS)
    }
}

impl Direction {
    fn between(ms: u64, before: &Flow, after: &Flow) -> Self {
        let frames = growth(before.frames, after.frames);
        let codec_us = growth(before.codec_us, after.codec_us);
        Self {
            // Bits in a millisecond are kilobits in a second.
            kbps: growth(before.bytes, after.bytes).map(|bytes| bytes.saturating_mul(8) / ms),
            loss_permille: None,
            resent_permille: None,
            jitter_ms: after.jitter_ms,
            size: after.width.zip(after.height),
            asked_per_second: growth(before.asked, after.asked).map(|times| times.saturating_mul(1_000) / ms),
            frame_rate: frames.map(|frames| (frames.saturating_mul(1_000) + ms / 2) / ms),
            frame_us: frames.zip(codec_us).and_then(|(frames, us)| us.checked_div(frames)),
            hardware: after.hardware,
        }
    }
}

/// How much a counter grew. One that was not there yet began at nothing; one that shrank began anew, or was put right.
fn growth(before: Option<u64>, after: Option<u64>) -> Option<u64> {
    Some(after?.saturating_sub(before.unwrap_or_default()))
}

/// How many of a thousand are lost; unknown if nothing was on its way.
fn share(lost: Option<u64>, packets: Option<u64>, more: u64) -> Option<u64> {
    let all = packets?.saturating_add(more);
    Some(lost?.saturating_mul(PERMILLE).checked_div(all)?.min(PERMILLE))
}

/// Of a line on which so many kilobits per second can be sent, and so many of a thousand packets are lost.
#[cfg(test)]
pub(super) fn on_line(kbps: u64, loss_permille: u64) -> Figures {
    let sent = Direction { loss_permille: Some(loss_permille), ..Direction::default() };
    Figures { available_bps: Some(kbps * 1_000), sent, ..Figures::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counters(at: u64, flow: Flow) -> Counters {
        Counters { at: Millis(at), sent: flow.clone(), received: flow, ..Counters::default() }
    }

    #[test]
    fn figures_are_per_second() {
        let before = Flow { bytes: Some(1_000), packets: Some(10), lost: Some(1), frames: Some(5), ..Flow::default() };
        let after = Flow {
            bytes: Some(251_000),
            packets: Some(200),
            lost: Some(11),
            frames: Some(45),
            codec_us: Some(120_000),
            ..before.clone()
        };
        let figures = Figures::between(&counters(1_000, before), &counters(3_000, after)).unwrap();
        assert_eq!(figures.sent.kbps, Some(1_000));
        assert_eq!(figures.sent.frame_rate, Some(20));
        assert_eq!(figures.sent.frame_us, Some(3_000));
        assert_eq!(figures.sent.loss_permille, Some(52), "10 of the 190 that were sent");
        assert_eq!(figures.received.loss_permille, Some(50), "10 beside the 190 that arrived");
    }

    /// Of a voice that is sent again with success hardly anything is counted as lost.
    #[test]
    fn what_is_sent_again_was_lost_too() {
        let before = Flow { packets: Some(0), lost: Some(0), resent: Some(0), asked: Some(0), ..Flow::default() };
        let after = Flow { packets: Some(200), lost: Some(2), resent: Some(60), asked: Some(45), ..before.clone() };
        let figures = Figures::between(&counters(0, before), &counters(2_000, after)).unwrap();
        assert_eq!((figures.sent.loss_permille, figures.loses_permille()), (Some(10), Some(300)));
        assert_eq!(figures.received.asked_per_second, Some(22));
    }

    #[test]
    fn a_line_is_lossy_by_itself_only_without_a_queue_and_with_room() {
        for (kbps, lost, queue_ms, is_lossy) in [
            (200, 100, Some(100), true),
            (200, 99, Some(0), false),
            (200, 300, Some(101), false),
            (200, 300, None, false),
            (65, 300, Some(0), true),
            (64, 300, Some(0), false),
        ] {
            let figures = Figures { queue_ms, ..on_line(kbps, lost) };
            assert_eq!(figures.is_lossy(), is_lossy, "{kbps} kbit/s, {lost} of 1 000 lost, {queue_ms:?} ms");
        }
        assert!(Figures { queue_ms: Some(0), ..on_line(200, 50) }.is_lossy_still());
    }

    #[test]
    fn a_picture_stands_still_below_one_frame_in_two_seconds() {
        for (frames, rate) in [(0, 0), (2, 0), (3, 1)] {
            let before = Flow { frames: Some(0), ..Flow::default() };
            let after = Flow { frames: Some(frames), ..Flow::default() };
            let figures = Figures::between(&counters(0, before), &counters(5_000, after)).unwrap();
            assert_eq!(figures.received.frame_rate, Some(rate), "{frames} in five seconds");
        }
    }

    #[test]
    fn what_is_absent_stays_absent() {
        let figures = Figures::between(&counters(0, Flow::default()), &counters(1_000, Flow::default())).unwrap();
        assert_eq!(figures, Figures::default());
    }

    #[test]
    fn nothing_on_its_way_is_no_loss_and_no_frame_has_no_cost() {
        let still = Flow { packets: Some(9), lost: Some(2), frames: Some(3), codec_us: Some(8), ..Flow::default() };
        let figures = Figures::between(&counters(0, still.clone()), &counters(1_000, still)).unwrap();
        assert_eq!(figures.sent.loss_permille, None);
        assert_eq!(figures.sent.frame_us, None);
        assert_eq!(figures.sent.frame_rate, Some(0));
    }

    #[test]
    fn a_clock_that_stands_still_and_counters_that_shrink_do_no_harm() {
        let much = Flow { bytes: Some(u64::MAX), packets: Some(u64::MAX), lost: Some(u64::MAX), ..Flow::default() };
        let little = Flow { bytes: Some(0), packets: Some(0), lost: Some(0), ..Flow::default() };
        assert_eq!(Figures::between(&counters(5, much.clone()), &counters(5, little.clone())), None);
        assert_eq!(Figures::between(&counters(6, much.clone()), &counters(5, little.clone())), None);
        let shrunk = Figures::between(&counters(0, much.clone()), &counters(1, little.clone())).unwrap();
        assert_eq!(shrunk.sent.kbps, Some(0));
        let grown = Figures::between(&counters(0, little), &counters(1, much)).unwrap();
        assert!(grown.received.loss_permille.is_some_and(|permille| permille <= PERMILLE));
    }
}
