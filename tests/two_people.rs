//! Two (and three) real calls and the real rooms in virtual time, over sockets that delay and that lose their tail when
//! they die, and browsers that answer when it suits them.
//!
//! Whatever happens, when the trouble stops people must end up connected or in a state that the contract names for
//! their situation, never in one that nobody leaves.
#![cfg(feature = "ssr")]

#[path = "two_people/histories.rs"]
mod histories;
#[path = "two_people/impaired.rs"]
mod impaired;
#[path = "two_people/survival.rs"]
mod survival;
#[path = "two_people/world.rs"]
mod world;

use duet::call::Device;
use duet::call::view::{DialogNotice, EndReason, Intent, Phase, Repair};
use duet::protocol::{Measured, Recovery};
use duet::server::rooms::SETTLING_MS;
use world::{STEP_MAX_MS, TRIP_MAX_MS, World};

fn two_in_a_room(seed: u64) -> World {
    let mut world = World::new(seed, 2);
    world.arrive(0);
    world.arrive(1);
    world.run(500);
    world.press(0, Intent::Join("tea".into()));
    world.run(500);
    world.press(1, Intent::Join("Tea".into()));
    world.run(2_000);
    world
}

#[test]
fn two_people_who_type_the_same_name_are_connected() {
    let world = two_in_a_room(1);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    assert_eq!(world.view(1).room, "tea", "as the first person typed it");
}

#[test]
fn two_people_who_press_join_in_the_same_instant_are_connected() {
    for seed in 0..50 {
        let mut world = World::new(seed, 2);
        world.arrive(0);
        world.arrive(1);
        world.run(500);
        world.press(0, Intent::Join("tea".into()));
        world.press(1, Intent::Join("tea".into()));
        world.run(3_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}");
    }
}

#[test]
fn the_offer_travels_inside_the_join() {
    let mut world = World::new(3, 2);
    world.arrive(0);
    world.arrive(1);
    world.run(500);
    world.press(0, Intent::Join("tea".into()));
    world.run(500);
    world.press(1, Intent::Join("tea".into()));
    // To the server and on to the other side, and the answer back the same way; the rest is the browsers' own time.
    world.run(4 * TRIP_MAX_MS + 4 * STEP_MAX_MS);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    world.run(1_000);
    assert_eq!(world.signals_sent_again(), 0, "what is in the join is not sent again");
}

#[test]
fn a_third_is_told_full_and_gets_in_when_one_has_left() {
    let mut world = World::new(4, 3);
    (0..3).for_each(|person| world.arrive(person));
    world.run(500);
    for person in 0..3 {
        world.press(person, Intent::Join("tea".into()));
        world.run(2_000);
    }
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected, Phase::RoomFull(DialogNotice::None)]);
    world.press(0, Intent::Leave);
    world.run(1_000);
    assert_eq!(world.phases()[..2], [Phase::Ended(EndReason::Left), Phase::Waiting]);
    world.press(2, Intent::Join("tea".into()));
    world.run(2_000);
    assert_eq!(world.phases()[1..], [Phase::Connected, Phase::Connected]);
}

#[test]
fn either_or_both_reload_and_see_each_other_again() {
    for seed in 0..30 {
        let mut world = two_in_a_room(seed);
        for round in 0..5 {
            for reloaded in [&[0][..], &[1], &[0, 1]] {
                reloaded.iter().for_each(|person| world.reload(*person));
                world.run(4_000);
                assert_eq!(
                    world.phases(),
                    [Phase::Connected, Phase::Connected],
                    "seed {seed}, round {round}, {reloaded:?} reloaded"
                );
            }
        }
    }
}

#[test]
fn who_stays_sees_a_held_seat_and_then_waits() {
    let mut world = two_in_a_room(5);
    world.close_page(1);
    world.run(1_000);
    assert_eq!(world.phase(0), Phase::Reconnecting(Repair::PeerAway));
    world.run(5_000);
    assert_eq!(world.phase(0), Phase::Waiting);
}

#[test]
fn the_call_does_not_notice_a_lost_socket() {
    let mut world = two_in_a_room(6);
    world.cut_socket(0);
    for _ in 0..100 {
        world.run(100);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    }
    assert!(!world.view(0).server_lost && !world.view(1).peer_quiet, "the line is back");
}

#[test]
fn while_the_server_is_away_the_call_goes_on_and_the_seat_stays() {
    let mut world = two_in_a_room(7);
    world.block_server(0, true);
    for _ in 0..60 {
        world.run(1_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    }
    assert!(world.view(0).server_lost && world.view(1).peer_quiet, "a small sign on both sides");
    world.block_server(0, false);
    world.run(10_000);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    assert!(!world.view(0).server_lost && !world.view(1).peer_quiet);
}

#[test]
fn two_who_come_back_too_late_for_their_seats_still_see_each_other() {
    let mut world = World::new(13, 4);
    (0..4).for_each(|person| world.arrive(person));
    world.run(500);
    for person in 0..2 {
        world.press(person, Intent::Join("tea".into()));
        world.run(2_000);
    }
    (0..2).for_each(|person| world.block_server(person, true));
    world.restart_server(0);
    for person in 2..4 {
        world.press(person, Intent::Join("tea".into()));
        world.run(2_000);
    }
    world.run(SETTLING_MS);
    (0..2).for_each(|person| world.block_server(person, false));
    for _ in 0..60 {
        world.run(1_000);
        assert_eq!(world.phases(), vec![Phase::Connected; 4]);
        assert!((0..2).all(|person| world.view(person).server_lost), "the server does not know of their call");
    }
}

#[test]
fn whoever_connects_for_ten_seconds_is_given_more_words() {
    let mut world = World::new(14, 2);
    (0..2).for_each(|person| world.arrive(person));
    world.run(500);
    world.block_path_for(60_000);
    world.press(0, Intent::Join("tea".into()));
    world.run(500);
    world.press(1, Intent::Join("tea".into()));
    world.run(9_900);
    assert_eq!(world.phases(), [Phase::Connecting, Phase::Connecting]);
    assert!((0..2).all(|person| !world.view(person).slow));
    world.run(200);
    assert_eq!(world.phases(), [Phase::Connecting, Phase::Connecting]);
    assert!((0..2).all(|person| world.view(person).slow));
}

#[test]
fn a_broken_path_is_noticed_and_repaired() {
    let mut world = two_in_a_room(8);
    world.break_path();
    let mut noticed = [false; 2];
    for _ in 0..31 {
        world.run(100);
        for (noticed, phase) in noticed.iter_mut().zip(world.phases()) {
            *noticed |= phase == Phase::Reconnecting(Repair::LinkLost);
        }
    }
    assert_eq!(noticed, [true; 2], "both people are told within three seconds");
    world.run(20_000);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
}

/// Whoever runs the server sees there how its calls do, each counted once.
#[test]
fn of_a_call_the_server_is_told_how_soon_it_was_there_and_how_it_came_back() {
    let mut world = two_in_a_room(8);
    // The second who came is polite, and the first is not: one of them tells, and it is settled which.
    let [(1, Measured::Connected(after_ms))] = world.measured[..] else { panic!("told {:?}", world.measured) };
    assert!((1..1_000).contains(&after_ms), "{after_ms} ms, as it took in this world");
    world.break_path();
    world.run(20_000);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    assert_eq!(world.measured[1..], [(0, Measured::Recovered(Recovery::Restart))]);
    // Both browsers see whether there is a relay.
    world.press(0, Intent::TellPath(true));
    world.press(1, Intent::TellPath(true));
    world.run(100);
    assert_eq!(world.measured[2..], [(0, Measured::Relayed(true))]);
}

#[test]
fn what_nobody_acknowledges_is_sent_again_after_four_seconds() {
    let mut world = two_in_a_room(13);
    let before = world.signals_sent_again();
    // What goes to the other person's socket vanishes, and nobody has noticed.
    world.block_server(1, true);
    world.press(0, Intent::ToggleMicrophone);
    world.run(3_900);
    assert_eq!(world.signals_sent_again(), before);
    assert!(world.view(1).peer_devices.microphone);
    world.run(200);
    assert_eq!(world.signals_sent_again(), before + 1);
    assert!(!world.view(1).peer_devices.microphone, "over the data channel too");
}

#[test]
fn who_stays_reports_at_once_and_each_second_whether_media_flows() {
    let mut world = two_in_a_room(14);
    world.block_server(1, true);
    assert!(world.comes_to(30_000, |world| world.view(0).peer_quiet));
    world.run(TRIP_MAX_MS);
    assert_eq!(world.reported.len(), 1, "at once");
    world.run(10_000);
    world.break_path();
    assert!(world.comes_to(3_000, |world| world.phase(0) != Phase::Connected));
    world.run(TRIP_MAX_MS);
    let (times, flowing): (Vec<u64>, Vec<bool>) = std::mem::take(&mut world.reported).into_iter().unzip();
    let (last, before) = flowing.split_last().expect("some reports");
    assert!(!last && before.iter().all(|flowing| *flowing), "and when it changes");
    let waits: Vec<u64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(
        waits.len() > 10 && waits[..waits.len() - 1].iter().all(|ms| ms.abs_diff(1_000) <= TRIP_MAX_MS),
        "{waits:?}"
    );
}

#[test]
fn on_a_path_that_comes_back_both_send_a_whole_picture() {
    let mut world = two_in_a_room(15);
    assert_eq!([0, 1].map(|person| world.whole_pictures(person)), [0, 0]);
    world.block_path_for(4_000);
    world.run(9_000);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    assert_eq!([0, 1].map(|person| world.whole_pictures(person)), [1, 1]);
}

#[test]
fn leaving_and_joining_as_fast_as_one_can_click_ends_in_a_call() {
    for seed in 0..50 {
        let mut world = two_in_a_room(seed);
        for pause in [0, 1, 7, 40, 150] {
            world.press(1, Intent::Leave);
            world.run(pause);
            world.press(1, Intent::JoinAgain);
            world.run(pause);
        }
        world.run(5_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}");
    }
}

#[test]
fn muting_and_the_camera_are_told_also_to_who_comes_back() {
    let mut world = two_in_a_room(9);
    world.press(0, Intent::ToggleCamera);
    world.press(0, Intent::ToggleMicrophone);
    world.run(500);
    assert!(!world.view(1).peer_devices.camera && !world.view(1).peer_devices.microphone);
    world.reload(1);
    world.run(4_000);
    assert!(!world.view(1).peer_devices.camera && !world.view(1).peer_devices.microphone);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "a camera that is off is no missing picture");
}

#[test]
fn whoever_is_muted_is_heard_for_as_long_as_they_hold_the_key_and_stays_muted_whatever_happens_meanwhile() {
    let mut world = two_in_a_room(11);
    world.press(0, Intent::Talk(true));
    world.press(0, Intent::Talk(false));
    world.run(500);
    assert!(world.is_heard(0) && world.view(1).peer_devices.microphone, "who is not muted is not muted by it");

    world.press(0, Intent::ToggleMicrophone);
    world.press(0, Intent::Talk(true));
    world.run(500);
    assert!(world.is_heard(0) && world.view(1).peer_devices.microphone);
    world.press(0, Intent::Talk(false));
    world.run(500);
    assert!(!world.is_heard(0) && !world.view(1).peer_devices.microphone);

    // Loaded again with the key held: what is remembered is that they are muted.
    world.press(0, Intent::Talk(true));
    world.reload(0);
    world.run(4_000);
    assert!(!world.is_heard(0) && !world.view(1).peer_devices.microphone);

    // A microphone that went away under the key comes back muted.
    world.press(0, Intent::Talk(true));
    world.unplug(0, Device::Microphone);
    world.press(0, Intent::Talk(false));
    world.run(500);
    assert!(!world.is_heard(0) && !world.view(1).peer_devices.microphone);
}

#[test]
fn a_camera_that_was_chosen_and_cannot_be_had_is_off_for_both() {
    let mut world = two_in_a_room(12);
    world.break_devices(0);
    world.press(0, Intent::UseAnother(Device::Camera));
    world.run(500);
    assert!(!world.view(0).devices.camera);
    assert!(!world.view(1).peer_devices.camera, "the last picture would stand there as if it were one");
}

#[test]
fn without_a_server_the_dialog_comes_back_and_says_so() {
    let mut world = World::new(10, 1);
    world.block_server(0, true);
    world.arrive(0);
    world.run(500);
    world.press(0, Intent::Join("tea".into()));
    world.run(25_000);
    assert_eq!(world.phase(0), Phase::ChoosingRoom(DialogNotice::Unreachable));
    world.block_server(0, false);
    world.press(0, Intent::Join("tea".into()));
    world.run(5_000);
    assert_eq!(world.phase(0), Phase::Waiting);
}
