//! Rooms that are private on purpose: what those inside would lose if the door did not hold, or did not open.

use super::*;
use crate::protocol::Access;

fn refused(number: u64, reason: Refusal) -> Output {
    sent(number, ServerMessage::Refused { reason })
}

fn answered(number: u64, admit: bool) -> Output {
    sent(number, ServerMessage::Answered { admit })
}

fn access(number: u64, access: Access) -> Output {
    sent(number, ServerMessage::Access(access))
}

impl Desk {
    fn shuts(&mut self, number: u64, access: Access) -> Vec<Output> {
        self.said(number, ClientMessage::Access(access))
    }

    fn knocks(&mut self, number: u64) -> Vec<Output> {
        self.said(number, ClientMessage::Knock { name: "kitchen".into() })
    }

    fn knocks_from(&mut self, last: u8, number: u64) -> Vec<Output> {
        let from = Network::of([192, 0, 2, last].into());
        self.said_from(from, number, ClientMessage::Knock { name: "kitchen".into() })
    }

    fn answers(&mut self, number: u64, knock: u64, admit: bool) -> Vec<Output> {
        self.said(number, ClientMessage::Answer { knock, admit })
    }
}

/// Person 2 has left the two; the door is as they wanted it.
fn one_behind(wanted: Access) -> Desk {
    let mut desk = call();
    desk.shuts(1, wanted);
    desk.said(2, ClientMessage::Leave);
    desk
}

#[test]
fn both_inside_are_told_who_may_come_in() {
    let mut desk = call();
    assert_eq!(desk.shuts(2, Access::Locked), [access(1, Access::Locked), access(2, Access::Locked)]);
    assert_eq!(desk.shuts(1, Access::Open), [access(1, Access::Open), access(2, Access::Open)]);
    assert_eq!(desk.shuts(3, Access::Locked), [sent(3, ServerMessage::Error { code: ErrorCode::NotSeated })]);
}

#[test]
fn of_many_who_were_inside_the_first_two_and_the_last_six_may_come_back() {
    let mut desk = one_behind(Access::Knock);
    let comes_in = |desk: &mut Desk, person: u8| {
        let answer = desk.joins(person.into(), person);
        desk.said(person.into(), ClientMessage::Leave);
        matches!(answer[0], Output::Send(_, ServerMessage::Joined { .. }))
    };
    for person in 3..=9 {
        desk.passes(3_000);
        desk.knocks(person.into());
        desk.answers(1, u64::from(person) - 2, true);
        assert!(comes_in(&mut desk, person));
    }
    let welcome: Vec<u8> = (2..=9).filter(|person| comes_in(&mut desk, *person)).collect();
    assert_eq!(welcome, [2, 4, 5, 6, 7, 8, 9], "and person 1 is there still");
}

#[test]
fn a_stranger_gets_no_free_seat_of_a_locked_room() {
    let mut desk = one_behind(Access::Locked);
    assert_eq!(desk.joins(3, 3), [refused(3, Refusal::Locked)]);
    assert_eq!(desk.knocks(3), [answered(3, false)]);
    desk.shuts(1, Access::Open);
    assert!(matches!(&desk.joins(3, 3)[0], Output::Send(_, ServerMessage::Joined { .. })));
}

#[test]
fn who_was_inside_comes_back_into_a_locked_room() {
    let mut desk = one_behind(Access::Locked);
    assert_eq!(desk.joins(4, 2)[0], joined(4, Role::Polite, false, Some((1, false))));
}

#[test]
fn who_sits_inside_can_ask_how_the_door_is_and_who_stands_at_it() {
    let mut desk = call();
    let door = |access, knocks: &[u64]| [sent(1, ServerMessage::Door { access, knocks: knocks.into() })];
    assert_eq!(desk.said(1, ClientMessage::Door), door(None, &[]), "nobody has said");
    desk.shuts(1, Access::Knock);
    desk.said(2, ClientMessage::Leave);
    desk.knocks(3);
    assert_eq!(desk.said(1, ClientMessage::Door), door(Some(Access::Knock), &[1]));
    assert_eq!(desk.said(3, ClientMessage::Door), [sent(3, ServerMessage::Error { code: ErrorCode::NotSeated })]);
}

#[test]
fn a_pass_from_before_and_its_owner_s_word_open_no_shut_door() {
    let mut desk = call();
    desk.settles();
    desk.said(2, ClientMessage::Leave);
    desk.shuts(1, Access::Knock);
    assert_eq!(desk.claims(4, 2, Role::Polite, Some(1), true), [refused(4, Refusal::Knock)]);
    desk.shuts(1, Access::Open);
    assert_eq!(desk.claims(4, 2, Role::Polite, Some(1), true)[0], joined(4, Role::Polite, true, Some((1, false))));
}

#[test]
fn who_is_alone_cannot_lock_out_whom_they_wait_for() {
    let mut desk = Desk::new();
    desk.joins(1, 1);
    assert_eq!(desk.shuts(1, Access::Locked), [access(1, Access::Open)]);
    assert_eq!(desk.joins(2, 2).len(), 2, "the friend comes in");
}

#[test]
fn who_waited_for_a_held_seat_does_not_slip_in() {
    let mut desk = call();
    desk.shuts(1, Access::Locked);
    desk.passes(1_000);
    desk.lost(2);
    assert_eq!(desk.joins(3, 3), [sent(1, ServerMessage::Ping)], "it is not known yet whether there is space");
    desk.said(1, ClientMessage::Pong);
    assert_eq!(desk.passes(HOLD_MS), [sent(1, ServerMessage::PeerLeft), refused(3, Refusal::Locked)]);
}

#[test]
fn who_knocks_is_let_in_by_those_inside_and_by_nobody_else() {
    let mut desk = one_behind(Access::Knock);
    assert_eq!(desk.joins(3, 3), [refused(3, Refusal::Knock)]);
    assert_eq!(desk.knocks(3), [sent(1, ServerMessage::Knocked { knock: 1 })]);
    assert_eq!(desk.answers(4, 1, true), [sent(4, ServerMessage::Error { code: ErrorCode::NotSeated })]);
    let over = sent(1, ServerMessage::KnockOver { knock: 1 });
    assert_eq!(desk.answers(1, 1, true), [answered(3, true), over]);
    assert_eq!(desk.joins(5, 5), [refused(5, Refusal::Knock)], "the word was for the other socket");
    assert!(matches!(&desk.joins(3, 3)[0], Output::Send(_, ServerMessage::Joined { .. })));
}

#[test]
fn who_is_not_let_in_may_knock_again() {
    let mut desk = one_behind(Access::Knock);
    desk.knocks(3);
    assert_eq!(desk.answers(1, 1, false)[0], answered(3, false));
    assert_eq!(desk.joins(3, 3), [refused(3, Refusal::Knock)]);
    assert_eq!(desk.knocks(3), [sent(1, ServerMessage::Knocked { knock: 2 })]);
}

#[test]
fn who_goes_away_from_the_door_is_no_longer_asked_about() {
    let mut desk = one_behind(Access::Knock);
    desk.knocks(3);
    assert_eq!(desk.lost(3), [sent(1, ServerMessage::KnockOver { knock: 1 })]);
    desk.knocks(4);
    assert_eq!(desk.said(4, ClientMessage::Leave), [sent(1, ServerMessage::KnockOver { knock: 2 })]);
    desk.knocks(5);
    let joins_elsewhere = desk.said(5, join("attic", 5, visit(5)));
    assert_eq!(joins_elsewhere[0], sent(1, ServerMessage::KnockOver { knock: 3 }));
    assert_eq!(desk.answers(1, 3, true), [], "an answer that crossed it");
}

#[test]
fn who_stands_outside_is_answered_when_the_door_changes_or_the_room_ends() {
    let mut desk = one_behind(Access::Knock);
    desk.knocks(3);
    let outputs = desk.shuts(1, Access::Open);
    assert_eq!(outputs[..2], [answered(3, true), sent(1, ServerMessage::KnockOver { knock: 1 })]);
    desk.shuts(1, Access::Knock);
    desk.knocks(4);
    assert_eq!(desk.said(1, ClientMessage::Leave), [answered(4, true)]);
    assert!(desk.rooms.is_empty());
    assert!(matches!(&desk.joins(4, 4)[0], Output::Send(_, ServerMessage::Joined { .. })));
}

#[test]
fn only_a_few_stand_at_one_door_and_no_door_is_needed_where_none_is_shut() {
    let mut desk = one_behind(Access::Knock);
    let told = |outputs: &[Output]| matches!(outputs, [Output::Send(_, ServerMessage::Knocked { .. })]);
    assert!((10..14).all(|number| told(&desk.knocks(number))));
    let later = |retry_after_ms| [refused(14, Refusal::Limit { retry_after_ms })];
    assert_eq!(desk.knocks(14), later(10_000), "not a no: nobody was asked");
    assert_eq!(desk.knocks(10), [sent(10, ServerMessage::Error { code: ErrorCode::AlreadyJoined })]);
    let elsewhere = desk.said(20, ClientMessage::Knock { name: "attic".into() });
    assert_eq!(elsewhere, [answered(20, true)]);
}

#[test]
fn nobody_rings_those_inside_without_a_pause() {
    let mut desk = one_behind(Access::Knock);
    for number in 10..14 {
        desk.knocks(number);
        desk.said(number, ClientMessage::Leave);
    }
    assert_eq!(desk.knocks(14), [refused(14, Refusal::Limit { retry_after_ms: 3_000 })]);
    desk.passes(3_000);
    assert_eq!(desk.knocks(14), [sent(1, ServerMessage::Knocked { knock: 5 })]);
    assert!(matches!(desk.knocks(15)[..], [Output::Send(_, ServerMessage::Refused { .. })]));
}

#[test]
fn who_cannot_be_let_in_because_the_room_is_full_is_sent_to_see_so() {
    let mut desk = one_behind(Access::Knock);
    desk.knocks(3);
    desk.knocks(4);
    desk.answers(1, 1, true);
    let outputs = desk.joins(3, 3);
    assert!(outputs.contains(&answered(4, true)) && outputs.contains(&sent(1, ServerMessage::KnockOver { knock: 2 })));
    assert_eq!(desk.joins(4, 4), [sent(4, ServerMessage::Full)]);
    assert_eq!(desk.knocks(4), [answered(4, true)], "those inside hear nothing of it");
}

#[test]
fn a_full_room_is_full_whatever_its_door() {
    let mut desk = call();
    desk.shuts(1, Access::Locked);
    assert_eq!(desk.joins(3, 3), [sent(3, ServerMessage::Full)]);
}

#[test]
fn one_address_has_one_place_at_a_door_and_leaves_the_others_to_others() {
    let mut desk = one_behind(Access::Knock);
    let told = |outputs: &[Output]| matches!(outputs, [Output::Send(SocketId(1), ServerMessage::Knocked { .. })]);
    assert!(told(&desk.knocks_from(1, 10)));
    for number in 11..20 {
        assert_eq!(desk.knocks_from(1, number), [refused(number, Refusal::Limit { retry_after_ms: 10_000 })]);
    }
    assert!(told(&desk.knocks_from(2, 20)), "a friend of those inside is heard");
    desk.lost(10);
    desk.passes(3_000);
    assert!(told(&desk.knocks_from(1, 11)), "the place is free again");
}

#[test]
fn who_was_refused_waits_a_minute_whatever_the_socket_and_others_do_not() {
    let mut desk = one_behind(Access::Knock);
    desk.knocks_from(1, 10);
    assert_eq!(desk.answers(1, 1, false)[0], answered(10, false));
    desk.passes(20_000);
    assert_eq!(desk.knocks_from(1, 11), [refused(11, Refusal::Limit { retry_after_ms: 40_000 })]);
    assert_eq!(desk.knocks_from(2, 12), [sent(1, ServerMessage::Knocked { knock: 2 })]);
    desk.passes(40_000);
    assert_eq!(desk.knocks_from(1, 11), [sent(1, ServerMessage::Knocked { knock: 3 })]);
}

#[test]
fn who_was_refused_is_not_kept_from_another_room() {
    let mut desk = one_behind(Access::Knock);
    desk.knocks_from(1, 10);
    desk.answers(1, 1, false);
    let elsewhere =
        desk.said_from(Network::of([192, 0, 2, 1].into()), 10, ClientMessage::Knock { name: "attic".into() });
    assert_eq!(elsewhere, [answered(10, true)]);
}
