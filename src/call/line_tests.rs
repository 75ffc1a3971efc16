//! When the line is opened, given up and tried again, in virtual time.

use super::*;

fn at(ms: u64) -> Millis {
    Millis(ms)
}

fn up(now: Millis) -> Line {
    let mut line = Line::default();
    line.want(now);
    line.tick(now, 0);
    line.opened(now);
    line
}

#[test]
fn a_wanted_line_is_opened_at_once() {
    let mut line = Line::default();
    assert_eq!(line.tick(at(0), 0), None);
    line.want(at(0));
    assert_eq!(line.tick(at(0), 0), Some(LineAction::Open));
    assert_eq!(line.tick(at(1), 0), None);
}

#[test]
fn attempts_come_slower_until_the_server_speaks() {
    let mut line = Line::default();
    line.want(at(0));
    let mut now = at(0);
    let mut waits = Vec::new();
    for attempt in 0..8 {
        let knock = attempt >= 2;
        assert_eq!(line.tick(now, 0), Some(if knock { LineAction::Knock } else { LineAction::Open }));
        if knock {
            line.knocked(now, false, 0);
        } else {
            line.closed(now, 0);
        }
        let next = line.deadline().expect("it tries again");
        waits.push(next.0 - now.0);
        now = next;
    }
    assert_eq!(waits, [0, 300, 1_200, 2_700, 4_800, 7_000, 7_000, 7_000]);
    line.tick(now, 0);
    line.opened(now);
    line.heard(now);
    line.closed(now, 0);
    assert_eq!(line.deadline(), Some(now));
}

#[test]
fn while_no_media_flows_attempts_are_never_more_than_two_seconds_apart() {
    for hangs in [false, true] {
        let mut line = Line::default();
        line.set_pace(Pace::Urgent);
        line.want(at(0));
        let (mut attempts, mut open) = (Vec::new(), false);
        for ms in 0..30_000 {
            while let Some(action) = line.tick(at(ms), ms) {
                open = action != LineAction::Drop;
                attempts.extend(open.then_some(ms));
            }
            if open && !hangs {
                line.closed(at(ms), ms);
                open = false;
            }
        }
        let gaps = attempts.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(gaps.clone().all(|gap| gap <= 2_000), "{attempts:?}");
        assert!(gaps.count() < 20, "and no storm: {attempts:?}");
    }
}

#[test]
fn a_server_that_answers_a_knock_gets_a_socket_at_once_also_if_it_answers_late() {
    for late in [false, true] {
        let mut line = Line::default();
        line.want(at(0));
        for _ in 0..3 {
            line.tick(at(0), 0);
            line.closed(at(0), 0);
        }
        assert_eq!(line.tick(at(60_000), 0), Some(LineAction::Knock));
        if late {
            assert_eq!(line.tick(at(60_000 + OPENING_MAX_MS), 0), Some(LineAction::Drop));
        }
        line.knocked(at(63_000), true, 0);
        assert_eq!(line.tick(at(63_000), 0), Some(LineAction::Open));
        line.closed(at(63_000), 0);
        assert_eq!(line.tick(at(120_000), 0), Some(LineAction::Knock), "one answer is good for one socket");
    }
}

#[test]
fn a_picture_that_stops_brings_the_next_attempt_near() {
    let mut line = Line::default();
    line.want(at(0));
    line.tick(at(0), 0);
    (0..6).for_each(|_| line.closed(at(100), 0));
    assert_eq!(line.deadline(), Some(at(7_100)));
    line.set_pace(Pace::Urgent);
    assert_eq!(line.deadline(), Some(at(2_000)));
}

#[test]
fn who_asks_again_is_not_told_of_failures_before() {
    let mut line = Line::default();
    line.want(at(0));
    (0..5).for_each(|_| line.closed(at(0), 0));
    assert!(line.is_unreachable());
    line.tick(at(60_000), 0);
    line.hurry(at(60_000));
    assert!(!line.is_unreachable(), "also while an attempt is under way");
}

#[test]
fn a_server_that_speaks_and_hangs_up_is_not_asked_without_a_pause() {
    let mut line = Line::default();
    line.want(at(0));
    let (mut now, mut waits) = (at(0), Vec::new());
    for _ in 0..6 {
        line.tick(now, 0);
        line.opened(now);
        line.heard(now);
        line.closed(now, 0);
        let next = line.deadline().expect("it tries again");
        waits.push(next.0 - now.0);
        now = next;
    }
    assert_eq!(waits, [0, 0, 300, 1_200, 2_700, 4_800]);
}

#[test]
fn a_server_that_wants_to_be_left_alone_is_however_urgent_it_is() {
    for chance in [0, 2_499, 5_000_000] {
        let mut line = up(at(0));
        line.set_pace(Pace::Urgent);
        line.back_off(at(0), 10_000, chance);
        line.hurry(at(100));
        assert_eq!(line.tick(at(9_999), chance), None);
        assert_eq!(line.tick(at(12_500), chance), Some(LineAction::Open));
    }
}

#[test]
fn who_stands_aside_asks_again_after_seven_seconds() {
    let mut line = up(at(0));
    line.back_off(at(10_000), 0, 0);
    assert_eq!(line.tick(at(16_999), 0), None);
    assert_eq!(line.tick(at(17_000), 0), Some(LineAction::Knock));
}

#[test]
fn a_silent_server_is_given_up() {
    let mut line = up(at(10));
    line.heard(at(20));
    assert_eq!(line.tick(at(20 + SILENCE_MAX_MS - 1), 0), None);
    assert_eq!(line.tick(at(20 + SILENCE_MAX_MS), 0), Some(LineAction::Drop));
    assert!(!line.is_up());
}

#[test]
fn a_server_that_does_not_answer_is_given_up_soon_and_tried_again_at_once() {
    let mut line = up(at(0));
    line.heard(at(0));
    line.asked(at(1_000), 0);
    assert_eq!(line.tick(at(1_999), 0), None);
    assert_eq!(line.tick(at(2_000), 0), Some(LineAction::Drop));
    assert_eq!(line.tick(at(2_000), 0), Some(LineAction::Open));
    let mut line = up(at(0));
    line.asked(at(1_000), 0);
    line.heard(at(1_500));
    assert_eq!(line.tick(at(2_000), 0), None, "it has answered");
    let mut line = up(at(0));
    line.asked(at(1_000), 4_500);
    assert_eq!(line.tick(at(5_499), 0), None, "the network is known to be slow");
    assert_eq!(line.tick(at(5_500), 0), Some(LineAction::Drop));
}

#[test]
fn a_page_that_was_held_up_listens_for_one_more_second_and_only_once() {
    let mut line = up(at(0));
    line.heard(at(0));
    assert!(line.excuse(at(20_000)));
    assert_eq!(line.tick(at(20_000), 0), None, "the answer may be in the queue");
    assert!(!line.excuse(at(20_500)));
    assert_eq!(line.tick(at(20_000 + ANSWER_MAX_MS), 0), Some(LineAction::Drop));
    assert_eq!(line.tick(at(21_000), 0), Some(LineAction::Open));
    line.opened(at(21_100));
    line.heard(at(21_200));
    assert!(line.excuse(at(40_000)), "and again once the server has spoken");
}

#[test]
fn an_attempt_that_hangs_is_given_up() {
    let mut line = Line::default();
    line.want(at(0));
    line.tick(at(0), 0);
    assert_eq!(line.tick(at(1_999), 0), None);
    assert_eq!(line.tick(at(2_000), 0), Some(LineAction::Drop));
    assert_eq!(line.tick(at(2_000), 0), Some(LineAction::Open));
}

#[test]
fn chance_never_makes_a_wait_shorter_or_much_longer() {
    for chance in 0..5_000 {
        let mut line = Line { state: State::Opening(at(0)), failures: 5, ..Line::default() };
        line.closed(at(0), chance);
        let wait = line.deadline().expect("it tries again").0;
        assert!((7_000..8_750).contains(&wait));
    }
}
