use super::figures::Flow;
use super::verdict::Reason;
use super::*;
use crate::call::tuning::VoiceForm;

const BOTH: Scene = Scene { camera: true, peer_picture: PeerPicture::Shown, screen: false, probes: true };

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
fn while_the_picture_gives_way_the_reason_is_said_and_once_it_is_back_it_is_not() {
    let mut monitor = Monitor::default();
    for second in 1..20 {
        let available_bps = Some(50_000);
        monitor.take(Counters { available_bps, ..counters(second, 0) }, BOTH);
    }
    assert_eq!(monitor.verdict(), Verdict { level: Level::Poor, reason: Reason::OwnBandwidth });
    assert_eq!((monitor.camera(), monitor.tuning().voice), (Allowance::Paused, VoiceForm::Alone));
    assert!(monitor.is_narrow());
    assert!(monitor.probe_due(Millis(19_000)) && !monitor.probe_due(Millis(19_000)), "one at a time");
    monitor.probed(Millis(19_500), Finding::Carries(90_000));
    assert!(!monitor.probe_due(Millis(23_999)) && monitor.probe_due(Millis(24_000)));
    monitor.probed(Millis(20_000), Finding::Carries(1_200_000));
    assert_eq!((monitor.camera(), monitor.tuning().start_kbps), (Allowance::UpTo(None), 960));
    for second in 21..40 {
        monitor.take(counters(second, 0), BOTH);
    }
    assert_eq!(monitor.verdict(), Verdict { level: Level::Good, reason: Reason::None });
    assert_eq!(monitor.tuning().voice, VoiceForm::Plain);
}

#[test]
fn where_nobody_reported_for_long_the_picture_goes_on_when_it_was_reported_for_a_while() {
    let mut monitor = Monitor::default();
    monitor.take(counters(1, 0), BOTH);
    monitor.told_flooded(Millis(1_000));
    monitor.probed(Millis(9_000), Finding::Carries(1_200_000));
    assert_eq!((monitor.camera(), monitor.tuning().voice), (Allowance::Paused, VoiceForm::Sparse));
    monitor.take(counters(11, 0), BOTH);
    assert_eq!(monitor.camera(), Allowance::Paused);
    monitor.take(counters(12, 0), BOTH);
    assert_eq!((monitor.camera(), monitor.tuning().start_kbps), (Allowance::UpTo(None), 960));
}

#[test]
fn a_line_that_is_flooded_before_the_picture_goes_on_is_probed_anew() {
    let mut monitor = Monitor::default();
    monitor.take(counters(1, 0), BOTH);
    monitor.told_flooded(Millis(1_000));
    monitor.probed(Millis(9_000), Finding::Carries(1_200_000));
    monitor.told_flooded(Millis(10_000));
    monitor.take(counters(12, 0), BOTH);
    assert_eq!(monitor.camera(), Allowance::Paused);
    assert!(!monitor.probe_due(Millis(12_999)) && monitor.probe_due(Millis(13_000)));
}

#[test]
fn a_picture_that_is_small_on_a_wide_line_is_helped_up() {
    let mut monitor = Monitor::default();
    for second in 1..8 {
        monitor.take(Counters { available_bps: Some(170_000), ..counters(second, 0) }, BOTH);
    }
    assert!(monitor.probe_due(Millis(7_000)));
    monitor.probed(Millis(9_000), Finding::Carries(1_200_000));
    assert!(monitor.take_lift() && !monitor.take_lift(), "once");
    assert_eq!((monitor.camera(), monitor.tuning().start_kbps), (Allowance::UpTo(None), 1_096));
    monitor.take(Counters { available_bps: Some(170_000), ..counters(9, 0) }, BOTH);
    assert!(!monitor.probe_due(Millis(9_500)), "not at once again");
}

#[test]
fn on_a_flooded_line_the_picture_gives_way_at_once() {
    let mut monitor = Monitor::default();
    monitor.take(counters(1, 0), BOTH);
    monitor.told_flooded(Millis(1_400));
    assert_eq!((monitor.camera(), monitor.tuning().voice), (Allowance::Paused, VoiceForm::Alone));
    assert_eq!(monitor.screen(), Allowance::UpTo(Some(SCREEN_NARROW_BPS)));
    assert!(!monitor.probe_due(Millis(4_399)) && monitor.probe_due(Millis(4_400)));
}

#[test]
fn who_finds_the_other_direction_flooded_keeps_the_picture_back_for_a_moment_and_says_nothing() {
    let mut monitor = Monitor::default();
    monitor.take(counters(1, 0), BOTH);
    monitor.found_flooded(Millis(1_400));
    assert_eq!((monitor.camera(), monitor.step()), (Allowance::Paused, Step::Full));
    assert!(!monitor.is_narrow() && !monitor.probe_due(Millis(9_000)));
    monitor.take(counters(3, 0), BOTH);
    assert_eq!((monitor.camera(), monitor.tuning().picture), (Allowance::Paused, PictureForm::Cut));
    monitor.take(counters(4, 0), BOTH);
    assert_eq!(monitor.tuning().picture, PictureForm::Whole);
    assert_eq!(monitor.camera(), Allowance::UpTo(None), "nobody said that what goes is lost, too");
}

#[test]
fn a_voice_that_is_kept_back_after_a_flood_is_renewed_once_the_queue_is_empty() {
    for (buffered_ms, renewed) in [(250, false), (251, true)] {
        let mut monitor = Monitor::default();
        let take = |monitor: &mut Monitor, second| {
            let mut counters = counters(second, 0);
            // The queue is full for ten seconds.
            counters.round_trip_ms = Some(if (2..12).contains(&second) { 171 } else { 20 });
            counters.received.played = Some(second * 48_000);
            counters.received.waited_ms = Some(second * 48_000 * buffered_ms);
            monitor.take(counters, BOTH);
            monitor.renewal_due()
        };
        assert!(!take(&mut monitor, 1) && !take(&mut monitor, 2), "nothing was flooded");
        monitor.found_flooded(Millis(2_500));
        let times: Vec<u64> = (3..100).filter(|second| take(&mut monitor, *second)).collect();
        let expected: &[u64] = if renewed { &[12, 18, 24, 30] } else { &[] };
        assert_eq!(times, expected, "{buffered_ms} ms");
    }
}

#[test]
fn while_all_is_late_the_picture_is_kept_back_but_not_again_and_again() {
    let mut monitor = Monitor::default();
    monitor.take(counters(1, 0), BOTH);
    assert!(monitor.is_late(Millis(1_400)));
    assert_eq!((monitor.camera(), monitor.tuning()), (Allowance::Paused, Tuning::default()));
    monitor.is_in_time();
    assert_eq!(monitor.camera(), Allowance::UpTo(None));
    assert!(!monitor.is_late(Millis(11_399)) && monitor.is_late(Millis(11_400)));
}

#[test]
fn another_connection_over_a_narrow_line_begins_narrow_with_a_probe() {
    let mut monitor = Monitor::default();
    monitor.told_flooded(Millis(1_400));
    monitor.start_over(Millis(9_000));
    assert_eq!((monitor.camera(), monitor.tuning().voice), (Allowance::Paused, VoiceForm::Alone));
    assert!(!monitor.probe_due(Millis(10_499)) && monitor.probe_due(Millis(10_500)));
    monitor.probed(Millis(11_500), Finding::Carries(1_200_000));
    assert_eq!(monitor.camera(), Allowance::UpTo(None));
}

#[test]
fn with_the_camera_off_only_the_voice_is_made_small() {
    let mut monitor = Monitor::default();
    for second in 1..20 {
        let counters = Counters { available_bps: Some(50_000), ..counters(second, 0) };
        monitor.take(counters, Scene { camera: false, ..BOTH });
    }
    assert_eq!((monitor.step(), monitor.tuning().voice), (Step::Full, VoiceForm::Alone));
    assert_eq!(monitor.camera(), Allowance::Paused, "it is not tried when the camera comes on");
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
    assert_eq!((monitor.step(), monitor.camera()), (Step::Full, Allowance::UpTo(Some(276_000))));
    monitor.hear(Heard::RelayLimit { bits_per_second: 100_000 });
    monitor.take(counters(9, 0), BOTH);
    assert_eq!(monitor.step(), Step::Paused);
    monitor.take(counters(10, 0), Scene { camera: false, ..BOTH });
    assert_eq!(monitor.step(), Step::Full, "a picture that is off is not said to be paused");
    monitor.start_over(Millis(11_000));
    assert_eq!(monitor.camera(), Allowance::UpTo(None), "another connection may go another way");
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
    monitor.start_over(Millis(10_000));
    assert_eq!(monitor.figures(), None);
    let anew = Counters { at: Millis(10_000), ..counters(1, 0) };
    monitor.take(anew, BOTH);
    assert_eq!(monitor.verdict().level, Level::Good, "what was known stays for a while");
}
