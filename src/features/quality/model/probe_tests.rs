use std::collections::VecDeque;

use proptest::prelude::*;

use super::*;
use crate::protocol::codec;

/// A line with a queue, as `tc tbf` makes one: so many bits per second, so many bits at once, so many milliseconds of waiting; what
/// comes beside it takes some of that.
struct Line {
    bps: u64,
    beside_bps: u64,
    bucket: i64,
    bucket_max: i64,
    queue_ms: i64,
}

impl Line {
    fn new(kbps: u64, beside_kbps: u64) -> Self {
        Self { bps: kbps * 1_000, beside_bps: beside_kbps * 1_000, bucket: 16_000, bucket_max: 16_000, queue_ms: 500 }
    }

    fn tick(&mut self) {
        let spare = (self.bps as i64 - self.beside_bps as i64) / 1_000;
        self.bucket = (self.bucket + spare).min(self.bucket_max);
    }

    /// How long a packet waits, in milliseconds; none if it is dropped.
    fn takes(&mut self, bytes: u64) -> Option<u64> {
        let waits = -(self.bucket - bytes as i64 * 8).min(0) * 1_000 / self.bps as i64;
        if waits > self.queue_ms {
            return None;
        }
        self.bucket -= bytes as i64 * 8;
        Some(waits as u64)
    }
}

struct Run {
    finding: Finding,
    took_ms: u64,
    /// The longest that anything waited, in milliseconds.
    worst_ms: u64,
}

fn run(line: Line, path_ms: u64) -> Run {
    run_with_losses(line, path_ms, || false)
}

fn run_with_losses(mut line: Line, path_ms: u64, mut is_lost: impl FnMut() -> bool) -> Run {
    let (mut probe, mut listener) = (Probe::new(Millis(1_000), 7), Listener::default());
    let (mut there, mut back) = (VecDeque::new(), VecDeque::new());
    let mut worst_ms = 0;
    for ms in 1_000..20_000 {
        let now = Millis(ms);
        line.tick();
        while let Some(&(due, at)) = there.front()
            && due <= ms
        {
            there.pop_front();
            if let Some(ProbeMessage::Answer { at, late, .. }) = listener.heard(Millis(due + 555), 7, at, true)
                && !is_lost()
            {
                back.push_back((ms + path_ms, at, late));
            }
        }
        while let Some(&(due, at, late)) = back.front()
            && due <= ms
        {
            back.pop_front();
            probe.answered(now, 7, at, late);
        }
        if ms % 10 == 0 {
            while let Some(ProbeMessage::Packet { at, filling, .. }) = probe.packet(now) {
                if let Some(waits) = line.takes(filling.len() as u64 + HEAD_BYTES)
                    && !is_lost()
                {
                    worst_ms = worst_ms.max(waits);
                    there.push_back((ms + path_ms + waits, at));
                }
            }
        }
        if let Some(finding) = probe.finding(now) {
            return Run { finding, took_ms: ms - 1_000, worst_ms };
        }
    }
    panic!("it never ends");
}

#[test]
fn a_wide_line_carries_a_picture_and_that_is_known_in_three_seconds() {
    for path_ms in [1, 20, 60] {
        let Run { finding, took_ms, .. } = run(Line::new(20_000, 20), path_ms);
        assert_eq!(finding, Finding::Carries(TOP_BPS), "{path_ms} ms away");
        assert!(took_ms < 3_300, "{took_ms} ms");
    }
}

#[test]
fn a_narrow_line_is_known_to_be_one_and_the_voice_hardly_waits() {
    for (kbps, worst) in [(30, 190), (50, 130), (100, 120), (200, 120)] {
        let run = run(Line::new(kbps, 20), 2);
        let Finding::Carries(carries) = run.finding else { panic!("answered") };
        // More than there is may pass for as long as the line takes something at once.
        assert!(carries <= kbps * 2_500, "{carries} of {kbps} kbit/s");
        assert!(run.worst_ms <= worst, "{} ms in the queue of {kbps} kbit/s", run.worst_ms);
    }
}

#[test]
fn a_line_that_loses_every_fifth_packet_is_known_to_be_wide() {
    let found_wide = (1..=50_u64).filter(|seed| {
        let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let is_lost = || {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random % 100 < 20
        };
        let finding = run_with_losses(Line::new(20_000, 20), 2, is_lost).finding;
        matches!(finding, Finding::Carries(bits) if bits >= 900_000)
    });
    assert!(found_wide.count() >= 45, "the others are probed again");
}

#[test]
fn a_page_that_was_busy_finds_no_more_than_it_sent() {
    let mut probe = Probe::new(Millis(0), 1);
    assert!(probe.packet(Millis(0)).is_some());
    probe.answered(Millis(2), 1, 0, 0);
    (2..400).for_each(|ms| drop(probe.packet(Millis(ms))));
    let sent = (2_400..2_500).find_map(|ms| probe.packet(Millis(ms)));
    let Some(ProbeMessage::Packet { at, .. }) = sent else { panic!("one is due") };
    probe.answered(Millis(at + 2), 1, at, 0);
    assert!(matches!(probe.finding, Finding::Carries(bits) if bits < 3 * FIRST_BPS), "{:?}", probe.finding);
}

#[test]
fn where_nobody_answers_it_ends_with_three_small_packets() {
    let mut probe = Probe::new(Millis(0), 1);
    let sent: Vec<_> = (0..2_000).filter(|ms| probe.packet(Millis(*ms)).is_some()).collect();
    assert_eq!(sent, [0, 300, 600]);
    assert_eq!(probe.finding(Millis(1_000)), Some(Finding::Nothing));
}

#[test]
fn answers_to_another_probe_or_from_the_future_do_no_harm() {
    let mut probe = Probe::new(Millis(100), 1);
    probe.answered(Millis(120), 2, 110, 900);
    assert_eq!(probe.finding(Millis(120)), None);
    probe.answered(Millis(120), 1, u64::MAX, 0);
    assert!(matches!(probe.finding, Finding::Carries(bits) if bits < 2 * FIRST_BPS));
    let mut listener = Listener::default();
    assert!(listener.heard(Millis(5), 1, u64::MAX, true).is_some());
    let answer = listener.heard(Millis(5), 1, 0, true);
    assert!(matches!(answer, Some(ProbeMessage::Answer { late: u64::MAX, .. })), "{answer:?}");
}

#[test]
fn a_queue_that_is_full_before_a_probe_begins_is_seen() {
    let mut listener = Listener::default();
    assert_eq!(listener.heard(Millis(1_005), 0, 1_000, false), None);
    let answer = listener.heard(Millis(9_500), 1, 9_000, true);
    assert_eq!(answer, Some(ProbeMessage::Answer { series: 1, at: 9_000, late: 495 }));
    let answer = listener.heard(Millis(3_600_505), 2, 3_600_000, true);
    assert!(
        matches!(answer, Some(ProbeMessage::Answer { late: 0, .. })),
        "after an hour it is another path: {answer:?}"
    );
    let mut probe = Probe::new(Millis(0), 1);
    probe.answered(Millis(600), 1, 0, 495);
    assert_eq!(probe.finding(Millis(600)), Some(Finding::Carries(0)));
}

#[test]
fn what_is_written_is_read() {
    for message in [
        ProbeMessage::Packet { series: 3, at: 9, filling: "00".into() },
        ProbeMessage::Answer { series: 3, at: 9, late: 1 },
        ProbeMessage::Flooded,
        ProbeMessage::Paused,
    ] {
        assert_eq!(codec::read::<serde_json::Value, _>(&codec::encode(&message)).ok(), Some(message));
    }
}

proptest! {
    /// Whatever the line, it ends, and what it finds is no more than a burst above what there is.
    #[test]
    fn no_line_is_overrated(kbps in 10_u64..3_000, path_ms in 0_u64..100) {
        let run = run(Line::new(kbps, kbps.min(20)), path_ms);
        prop_assert!(run.took_ms < 3_500);
        if let Finding::Carries(bits) = run.finding {
            prop_assert!(bits <= 60_000 + kbps * 1_600, "{bits} of {kbps} kbit/s");
        }
    }
}
