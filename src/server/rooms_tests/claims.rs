//! What people would lose if a server that was started again believed too little, or too much.

use super::*;

#[test]
fn after_a_restart_each_takes_the_own_seat_and_a_third_is_told_full() {
    let mut desk = call();
    desk.starts_again();
    assert_eq!(
        desk.claims(5, 2, Role::Polite, Some(1), true),
        [joined(5, Role::Polite, true, Some((1, true)))],
        "the part in negotiation stays, and the other seat is held"
    );
    assert_eq!(desk.joins(3, 3), []);
    assert_eq!(desk.said(5, ClientMessage::Report { flowing: true }), [sent(3, ServerMessage::Full)]);
    assert_eq!(
        desk.claims(6, 1, Role::Impolite, Some(2), true),
        [joined(6, Role::Impolite, true, Some((2, false))), peer_here(5, 1)]
    );
}

#[test]
fn after_a_restart_the_other_seat_is_held_for_twenty_seconds_and_for_eight_if_no_media_flows() {
    for (flowing, held) in [(true, 20_000), (false, 8_000)] {
        let mut desk = call();
        desk.starts_again();
        desk.claims(5, 2, Role::Polite, Some(1), flowing);
        desk.said(5, ClientMessage::Report { flowing: false });
        assert_eq!(desk.passes(held - 1), []);
        assert_eq!(desk.passes(1), [sent(5, ServerMessage::PeerLeft)]);
    }
}

#[test]
fn who_waits_for_a_held_seat_is_told_full_after_ten_seconds() {
    let mut desk = call();
    desk.starts_again();
    desk.claims(5, 2, Role::Polite, Some(1), true);
    assert_eq!(desk.joins(3, 3), []);
    assert_eq!(desk.passes(9_999), []);
    assert_eq!(desk.passes(1), [sent(3, ServerMessage::Full)]);
}

#[test]
fn eight_wait_for_a_held_seat_and_the_ninth_is_told_full_at_once() {
    let mut desk = call();
    desk.starts_again();
    desk.claims(5, 2, Role::Polite, Some(1), true);
    for person in 11..=18 {
        assert_eq!(desk.joins(person.into(), person), []);
    }
    assert_eq!(desk.joins(19, 19), [sent(19, ServerMessage::Full)]);
}

#[test]
fn whoever_comes_instead_of_somebody_who_was_in_no_call_any_more_is_not_told_full() {
    let mut desk = call();
    desk.starts_again();
    desk.claims(5, 2, Role::Polite, Some(1), false);
    assert_eq!(desk.joins(3, 3), []);
    let outputs = desk.passes(RESERVE_IDLE_MS);
    assert_eq!(outputs[1], joined(3, Role::Impolite, false, Some((2, false))));
}

#[test]
fn a_newcomer_who_was_quicker_than_the_two_makes_place_for_their_call() {
    let mut desk = call();
    desk.starts_again();
    desk.joins(3, 3);
    assert_eq!(
        desk.claims(5, 1, Role::Impolite, Some(2), true),
        [sent(3, ServerMessage::Full), joined(5, Role::Impolite, true, Some((2, true)))]
    );
    assert_eq!(desk.claims(6, 2, Role::Polite, Some(1), true)[0], joined(6, Role::Polite, true, Some((1, false))));
}

/// A page whose first join waits, because nobody knew it yet, and whose next one shows its pass.
#[test]
fn an_older_socket_that_waits_takes_the_seat_from_no_newer_one_of_the_same_person() {
    for shows_own in [true, false] {
        let mut desk = call();
        desk.starts_again();
        desk.joins(3, 3);
        desk.joins(4, 4);
        desk.now = desk.now.after(1_500);
        assert_eq!(desk.joins(5, 1)[..], [sent(3, ServerMessage::Ping), sent(4, ServerMessage::Ping)]);
        assert_eq!(desk.joins(6, 1), [], "and again");
        let (newest, outputs) = if shows_own {
            (7, desk.claims(7, 1, Role::Impolite, Some(2), true))
        } else {
            // The other's pass names them.
            (6, desk.claims(8, 2, Role::Polite, Some(1), true))
        };
        assert!(!outputs.contains(&Output::Close(socket(newest))), "{outputs:?}");
        assert!(outputs.contains(&Output::Close(socket(5))), "{outputs:?}");
        let seats = &desk.rooms.rooms[&room_key()].seats;
        assert_eq!(seats[0].as_ref().and_then(|seat| seat.socket), Some(socket(newest)));
        assert_eq!(desk.rooms.census().waiting, 0);
        assert_eq!(desk.lost(5), [], "which has no place any more");
    }
}

#[test]
fn nobody_is_put_out_by_a_claim_that_comes_later() {
    let claimed_after = |ms| {
        let mut desk = call();
        desk.starts_again();
        desk.passes(ms);
        desk.joins(3, 3);
        desk.claims(5, 1, Role::Impolite, Some(2), true)
    };
    assert_eq!(claimed_after(29_999)[0], sent(3, ServerMessage::Full), "all who were in calls may be back by then");
    assert_eq!(claimed_after(30_000), [joined(5, Role::Polite, false, Some((3, false))), peer_here(3, 1)]);
}

#[test]
fn a_newcomer_stays_beside_who_was_alone_behind_an_open_door() {
    let mut desk = call();
    desk.starts_again();
    desk.joins(3, 3);
    assert_eq!(
        desk.claims(5, 1, Role::Impolite, None, true),
        [joined(5, Role::Polite, true, Some((3, false))), peer_here(3, 1)]
    );
}

#[test]
fn of_two_newcomers_one_stays_beside_who_was_alone() {
    let mut desk = call();
    desk.starts_again();
    desk.joins(3, 3);
    desk.joins(4, 4);
    assert_eq!(
        desk.claims(5, 1, Role::Impolite, None, false),
        [
            sent(3, ServerMessage::Full),
            sent(4, ServerMessage::PeerLeft),
            joined(5, Role::Impolite, true, Some((4, false))),
            peer_here(4, 1)
        ]
    );
}

#[test]
fn a_pass_that_was_not_given_for_this_gives_nothing() {
    let own = claim_of(1_000, 1, Role::Impolite, Some(2), true);
    let others = claim_of(1_000, 2, Role::Polite, Some(1), true).pass;
    let alone = claim_of(1_000, 1, Role::Impolite, None, true);
    let beside = Some(seat_of(7));
    let peer = beside.map(|seat| Neighbour { seat, visit: visit(7) });
    for lie in [
        Claim { pass: some_pass(), ..own },
        Claim { pass: others, ..own },
        Claim { beside, peer, ..own },
        Claim { beside: None, peer: None, ..own },
    ] {
        let mut desk = call();
        desk.starts_again();
        desk.joins(3, 3);
        assert_eq!(desk.claims_with(5, 1, lie)[0], joined(5, Role::Polite, false, Some((3, false))));
    }
    // What a pass does not say is not believed beside it.
    let mut desk = call();
    desk.starts_again();
    desk.joins(3, 3);
    desk.joins(4, 4);
    desk.claims_with(5, 1, Claim { beside, peer, ..alone });
    assert_eq!(desk.claims(7, 7, Role::Polite, None, true).last(), Some(&sent(7, ServerMessage::Full)));
}

#[test]
fn a_pass_is_good_for_a_day() {
    let after = |ms| {
        let mut desk = Desk::new();
        let claim = claim_of(1_000, 1, Role::Impolite, Some(2), true);
        desk.passes(ms);
        desk.starts_again();
        desk.joins(3, 3);
        desk.claims_with(5, 1, claim)[0].clone()
    };
    assert_eq!(after(24 * 3_600_000 - 1), sent(3, ServerMessage::Full));
    assert_eq!(after(24 * 3_600_000), joined(5, Role::Polite, false, Some((3, false))));
}

#[test]
fn a_pass_of_the_version_before_gives_a_free_room_and_puts_nobody_out() {
    let pass = serde_json::from_str(OLD_PASS).expect("a pass");
    let old = Claim { pass, ..claim_of(1_000, 1, Role::Polite, Some(2), true) };
    let mut desk = call();
    desk.starts_again();
    assert_eq!(desk.claims_with(5, 1, old), [joined(5, Role::Polite, true, Some((2, true)))]);
    let mut desk = call();
    desk.starts_again();
    desk.joins(3, 3);
    assert_eq!(desk.claims_with(5, 1, old)[0], joined(5, Role::Polite, false, Some((3, false))));
}

/// What the version before gave the first person for the polite seat of the room, under these tests' key.
const OLD_PASS: &str = "\"da2944f18a93fb0f3dd5f9c84e60097d\"";

#[test]
fn a_seat_that_was_given_up_while_both_went_on_talking_is_taken_again() {
    let mut desk = call();
    desk.settles();
    desk.lost(2);
    desk.passes(HOLD_MS);
    assert_eq!(
        desk.claims(5, 2, Role::Polite, Some(1), true),
        [joined(5, Role::Polite, true, Some((1, false))), peer_here(1, 2)]
    );
    let mut desk = call();
    desk.settles();
    desk.lost(2);
    desk.passes(HOLD_MS);
    let outputs = desk.claims(5, 2, Role::Polite, Some(1), false);
    assert_eq!(outputs[0], joined(5, Role::Polite, false, Some((1, false))), "nobody remembers a call that is over");
}

#[test]
fn two_who_took_both_seats_and_locked_the_door_make_place_for_the_call() {
    let mut desk = call();
    desk.starts_again();
    desk.joins(3, 3);
    desk.joins(4, 4);
    desk.said(3, ClientMessage::Access(crate::protocol::Access::Locked));
    let outputs = desk.claims(5, 1, Role::Impolite, Some(2), true);
    assert_eq!(outputs[..2], [sent(3, ServerMessage::Full), sent(4, ServerMessage::Full)]);
    assert_eq!(outputs[2..], [joined(5, Role::Impolite, true, Some((2, true)))]);
    assert_eq!(desk.claims(6, 2, Role::Polite, Some(1), true)[0], joined(6, Role::Polite, true, Some((1, false))));
}

#[test]
fn a_claim_is_no_new_room_for_a_server_that_drains() {
    let mut desk = Desk::new();
    desk.rooms.handle(desk.now, Input::Drain);
    assert_eq!(desk.claims(5, 1, Role::Impolite, None, false), [joined(5, Role::Impolite, true, None)]);
}
