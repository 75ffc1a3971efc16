//! When a path is taken for dead, and what is tried then: seconds, in virtual time.

use super::*;

fn at(ms: u64) -> Millis {
    Millis(ms)
}

fn alive() -> Health {
    let mut health = Health::new(at(0), 0);
    health.transport_is(at(100), TransportState::Connected);
    health.channel_opened(at(100));
    assert!(health.ping_due(at(100)));
    health.answered(at(110));
    health.picture_seen();
    health
}

/// Pings from `from` on, each answered at once until `fault`.
fn pinged(health: &mut Health, from: u64, fault: u64, until: u64) {
    for ms in from..until {
        if health.ping_due(at(ms)) && ms < fault {
            health.answered(at(ms));
        }
    }
}

#[test]
fn a_dead_path_is_noticed_within_three_seconds() {
    for fault in 5_000..6_100 {
        let mut health = alive();
        pinged(&mut health, 111, fault, fault + 3_000);
        assert!(!health.is_alive(at(fault + 3_000)), "{fault}");
        let mut health = alive();
        pinged(&mut health, 111, fault, fault + 1_700);
        assert!(health.is_alive(at(fault + 1_700)), "one lost ping is no dead path");
        assert!(health.deadline(at(fault + 1_700), true).is_some_and(|next| next <= at(fault + 3_000)));
    }
}

#[test]
fn a_path_is_dead_1800_ms_after_a_ping_and_pinged_twice_a_second_then() {
    let mut health = alive();
    // The ping at 5 100 is the first that nobody answers.
    pinged(&mut health, 111, 5_000, 6_900);
    assert!(health.is_alive(at(6_899)) && !health.is_alive(at(6_900)));
    let pings: Vec<u64> = (6_900..9_900).filter(|ms| health.ping_due(at(*ms))).collect();
    assert_eq!(pings, [7_100, 7_600, 8_100, 8_600, 9_100, 9_600]);
}

#[test]
fn on_a_slow_path_an_answer_may_take_three_times_as_long_as_the_last() {
    let mut health = alive();
    assert!(health.ping_due(at(1_100)));
    health.answered(at(2_600));
    assert!(health.ping_due(at(3_000)));
    assert!(health.is_alive(at(7_499)) && !health.is_suspect(at(7_499)));
    assert!(!health.is_alive(at(7_500)) && health.is_suspect(at(7_500)));
}

#[test]
fn a_path_that_does_not_answer_is_suspect_before_it_is_dead() {
    let mut health = alive();
    pinged(&mut health, 111, 5_000, 7_000);
    assert!(!health.is_suspect(at(6_099)) && health.is_suspect(at(6_100)));
    assert!(health.is_alive(at(6_200)) && health.is_suspect(at(6_200)));
    health.answered(at(6_300));
    assert!(!health.is_suspect(at(6_300)));
}

#[test]
fn a_path_without_data_channel_is_believed() {
    let mut health = Health::new(at(0), 0);
    health.transport_is(at(100), TransportState::Connected);
    assert!(health.is_alive(at(60_000)));
}

#[test]
fn a_page_that_never_answers_pings_is_believed() {
    let mut health = Health::new(at(0), 0);
    health.transport_is(at(100), TransportState::Connected);
    health.channel_opened(at(100));
    pinged(&mut health, 100, 0, 60_000);
    assert!(health.is_alive(at(60_000)) && !health.has_channel(at(60_000)));
}

#[test]
fn a_path_whose_other_end_is_closed_is_dead_at_once() {
    let mut health = alive();
    health.channel_closed();
    assert!(!health.is_alive(at(111)));
}

#[test]
fn who_slept_does_not_take_the_silence_for_a_dead_path() {
    let mut health = alive();
    assert!(health.ping_due(at(1_200)));
    health.overslept(at(3_600_000), 3_600_000 - 2_200);
    assert!(health.is_alive(at(3_600_000 + DEAD_AFTER_MS - 1_001)));
    assert!(!health.is_alive(at(3_600_000 + DEAD_AFTER_MS - 1_000)), "the second before it slept counts");
}

#[test]
fn repairs_climb_the_ladder() {
    let mut health = alive();
    let mut done = Vec::new();
    for ms in 111..60_000 {
        health.ping_due(at(ms));
        if let Some(repair) = health.repair_due(at(ms)) {
            done.push((ms / 1_000, repair));
        }
    }
    assert_eq!(done[..3], [(2, Repair::RestartIce), (7, Repair::Replace), (15, Repair::Replace)]);
    assert_eq!(done.len(), 8, "one of them is always under way: {done:?}");
}

#[test]
fn a_network_that_is_back_begins_the_ladder_anew_and_at_once() {
    let mut health = alive();
    (111..30_000).for_each(|ms| {
        health.ping_due(at(ms));
        health.repair_due(at(ms));
    });
    health.repair_now(at(30_000));
    assert_eq!(health.repair_due(at(30_000)), Some(Repair::RestartIce));
    assert_eq!(health.repair_due(at(30_001)), None);
}

#[test]
fn who_reloads_gets_a_moment_before_a_new_connection_is_made() {
    let mut health = alive();
    health.channel_closed();
    assert_eq!(health.repair_due(at(200)), None);
    assert_eq!(health.repair_due(at(200 + CLOSED_WAIT_MS)), Some(Repair::Replace), "the closed one is of no use");
}

#[test]
fn a_path_that_never_came_up_is_replaced() {
    let mut health = Health::new(at(0), 0);
    assert_eq!(health.repair_due(at(CONNECT_MAX_MS - 1)), None);
    assert_eq!(health.repair_due(at(CONNECT_MAX_MS)), Some(Repair::Replace));
}

#[test]
fn a_failed_path_is_not_waited_for() {
    let mut health = Health::new(at(0), 0);
    health.transport_is(at(10), TransportState::Failed);
    assert_eq!(health.repair_due(at(10)), Some(Repair::Replace));
}

#[test]
fn a_path_that_fails_again_and_again_is_not_tried_without_a_pause() {
    let mut repairs = 0;
    for second in 0..60 {
        let mut health = Health::new(at(second * 1_000), repairs.min(1));
        health.transport_is(at(second * 1_000), TransportState::Failed);
        repairs += usize::from(health.repair_due(at(second * 1_000)).is_some());
    }
    assert_eq!(repairs, 1, "the second attempt waits");
}

#[test]
fn a_path_that_came_back_is_left_alone() {
    let mut health = alive();
    pinged(&mut health, 111, 2_000, 4_500);
    assert!(!health.is_alive(at(4_500)));
    health.answered(at(4_500));
    pinged(&mut health, 4_501, 20_000, 7_000);
    assert_eq!(health.repair_due(at(7_000)), None);
}

#[test]
fn a_path_that_returns_is_told_once() {
    let mut health = alive();
    pinged(&mut health, 111, 2_000, 6_000);
    assert!(health.answered(at(6_000)));
    assert!(!health.answered(at(6_001)));
}

#[test]
fn pings_come_once_a_second() {
    let mut health = alive();
    let mut pings = 0;
    for ms in 1_100..11_100 {
        if health.ping_due(at(ms)) {
            health.answered(at(ms));
            pings += 1;
        }
    }
    assert_eq!(pings, 10);
}

#[test]
fn while_media_arrives_a_path_without_answers_lives() {
    let mut health = alive();
    // The ping at 5 100 is the first that nobody answers.
    pinged(&mut health, 111, 5_000, 6_500);
    health.media_arrived(at(6_800));
    assert!(health.deadline(at(6_901), false).is_some_and(|due| due <= at(8_600)));
    assert!(health.is_alive(at(8_599)) && !health.is_alive(at(8_600)));
    assert!(health.is_suspect(at(6_800)), "whether the server answers is asked all the same");
}

#[test]
fn media_of_a_page_that_never_answers_is_no_sign_of_life_for_ever() {
    let mut health = alive();
    pinged(&mut health, 111, 5_000, 6_500);
    let mut died = None;
    for ms in 6_500..40_000 {
        health.media_arrived(at(ms));
        health.ping_due(at(ms));
        if died.is_none() && !health.is_alive(at(ms)) {
            died = Some(ms);
        }
    }
    assert!(died.is_some_and(|ms| (15_000..21_000).contains(&ms)), "{died:?}");
}

#[test]
fn a_browser_that_lost_some_of_its_own_checks_is_not_believed_while_answers_come() {
    let mut health = alive();
    pinged(&mut health, 111, 9_000, 5_500);
    // The last answer came at 5 100.
    health.transport_is(at(5_500), TransportState::Disconnected);
    assert_eq!(health.deadline(at(5_500), false), Some(at(6_100)), "the next ping");
    assert!(health.is_alive(at(6_899)) && !health.is_alive(at(6_900)), "as soon as without it");
    health.media_arrived(at(6_800));
    assert!(health.is_alive(at(8_599)) && !health.is_alive(at(8_600)));
    health.transport_is(at(8_000), TransportState::Failed);
    assert!(!health.is_alive(at(8_000)));
}

#[test]
fn while_media_arrives_it_is_pinged_every_three_seconds_and_when_it_ends_at_once() {
    for fault in 12_000..15_100 {
        let mut health = alive();
        let mut pings = Vec::new();
        for ms in 111..fault + 3_000 {
            // As the watcher tells it: what came at all, every 600 ms.
            if ms < fault && ms % 600 == 0 {
                health.media_arrived(at(ms));
            }
            if health.ping_due(at(ms)) {
                pings.push(ms);
                if ms < fault {
                    health.answered(at(ms));
                }
            }
        }
        assert_eq!(&pings[..3], [3_100, 6_100, 9_100]);
        assert!(!health.is_alive(at(fault + 3_000)), "{fault}");
    }
}

#[test]
fn a_test_that_is_asked_for_does_not_wait_for_media() {
    let mut health = alive();
    health.media_arrived(at(1_050));
    health.test_now(at(1_200));
    assert!(health.ping_due(at(1_200)));
}

#[test]
fn a_ping_that_was_lost_while_media_came_makes_no_slow_path() {
    let mut health = alive();
    let mut pings = 0;
    let mut fault = None;
    for ms in 111..60_000 {
        if fault.is_none() && ms % 600 == 0 {
            health.media_arrived(at(ms));
        }
        if health.ping_due(at(ms)) {
            pings += 1;
            match pings {
                // One of two is lost.
                2 => {}
                3 => {
                    health.answered(at(ms));
                    fault = Some(ms);
                }
                _ if fault.is_none() => drop(health.answered(at(ms))),
                _ => {}
            }
        }
        if let Some(fault) = fault
            && ms == fault + 4_800
        {
            assert!(!health.is_alive(at(ms)), "an answer may take three seconds, no more");
            return;
        }
    }
    panic!("no ping was lost");
}
