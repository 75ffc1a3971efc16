//! Two (and three) real calls and the real rooms in virtual time, over sockets that delay and that lose their tail when
//! they die, and browsers that answer when it suits them.
//!
//! Whatever happens, when the trouble stops people must end up connected or in a state that the contract names for
//! their situation, never in one that nobody leaves.
#![cfg(feature = "ssr")]

#[path = "two_people/world.rs"]
mod world;

use duet::call::Device;
use duet::call::view::{DialogNotice, EndReason, Intent, MediaError, Phase, Repair};
use proptest::prelude::*;
use world::{STEP_MAX_MS, TRIP_MAX_MS, World};

/// Long enough for every nap, hold, retry and repair to be over, in milliseconds.
const CALM_MS: u64 = 120_000;

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

#[test]
fn a_network_that_is_away_for_a_while_is_survived_and_the_pictures_are_back_soon_after_it() {
    for seed in 0..20 {
        for outage in [1_000, 4_000, 15_000, 45_000] {
            let mut world = two_in_a_room(seed);
            // Everything of one person's: the server and the other browser.
            world.block_server(1, true);
            world.block_path_for(outage);
            let mut noticed = [false; 2];
            for _ in 0..30 {
                world.run(100);
                for (noticed, phase) in noticed.iter_mut().zip(world.phases()) {
                    *noticed |= matches!(phase, Phase::Reconnecting(_));
                }
            }
            assert!(noticed == [true; 2] || outage < 3_000, "noticed within three seconds");
            world.run(outage.saturating_sub(3_000));
            world.block_server(1, false);
            world.run(5_000);
            assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}, away for {outage} ms");
        }
    }
}

#[test]
fn another_address_in_mid_call_costs_five_seconds_at_most() {
    for seed in 0..100 {
        for person in 0..2 {
            let mut world = two_in_a_room(seed);
            world.change_address(person);
            world.run(5_000);
            assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}, person {person}");
        }
    }
}

#[test]
fn a_path_that_is_gone_is_replaced_at_most_five_seconds_after_there_is_one() {
    for seed in 0..20 {
        for outage in [1_000, 10_000, 20_000, 45_000] {
            let mut world = two_in_a_room(seed);
            world.block_path_for(outage);
            world.run(outage + 5_000);
            assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}, away for {outage} ms");
        }
    }
}

#[test]
fn a_server_that_is_killed_and_started_again_is_not_noticed_and_the_room_stays_full() {
    for seed in 0..30 {
        for pause in [0, 1_000, 30_000] {
            let mut world = World::new(seed, 3);
            (0..3).for_each(|person| world.arrive(person));
            world.run(500);
            world.press(0, Intent::Join("tea".into()));
            world.run(500);
            world.press(1, Intent::Join("tea".into()));
            world.run(2_000);
            world.restart_server(pause);
            let phases = [Phase::Connected, Phase::Connected];
            for _ in 0..pause / 100 {
                world.run(100);
                assert_eq!(world.phases()[..2], phases, "seed {seed}, pause {pause}");
            }
            // A third who is quicker than the two gets no further than the door.
            world.press(2, Intent::Join("tea".into()));
            for _ in 0..200 {
                world.run(100);
                assert_eq!(world.phases()[..2], phases, "seed {seed}, pause {pause}");
            }
            assert_eq!(world.phase(2), Phase::RoomFull(DialogNotice::None), "seed {seed}, pause {pause}");
            assert!(!world.view(0).server_lost && !world.view(1).server_lost, "both are back");
        }
    }
}

#[test]
fn while_the_server_is_away_the_two_still_tell_each_other_what_they_switch() {
    let mut world = two_in_a_room(11);
    (0..2).for_each(|person| world.block_server(person, true));
    world.run(20_000);
    world.press(0, Intent::ToggleMicrophone);
    world.run(500);
    assert!(!world.view(1).peer_devices.microphone);
}

#[test]
fn nobody_takes_the_place_of_who_is_still_seen() {
    let mut world = World::new(12, 3);
    (0..3).for_each(|person| world.arrive(person));
    world.run(500);
    for person in 0..2 {
        world.press(person, Intent::Join("tea".into()));
        world.run(2_000);
    }
    world.block_server(1, true);
    for _ in 0..20 {
        world.press(2, Intent::Join("tea".into()));
        world.run(12_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected, Phase::RoomFull(DialogNotice::None)]);
    }
}

#[test]
fn another_device_of_who_fell_silent_is_let_in_within_twenty_seconds() {
    for seed in 0..20 {
        let mut world = World::new(seed, 3);
        (0..3).for_each(|person| world.arrive(person));
        world.run(500);
        for person in 0..2 {
            world.press(person, Intent::Join("tea".into()));
            world.run(2_000);
        }
        // No word to anybody: the battery is empty.
        world.die(1);
        world.run(2_000);
        world.press(2, Intent::Join("tea".into()));
        world.run(18_000);
        assert_eq!(world.phases()[0], Phase::Connected, "seed {seed}");
        assert_eq!(world.phases()[2], Phase::Connected, "seed {seed}");
    }
}

#[test]
fn a_laptop_that_slept_for_an_hour_is_in_the_call_again() {
    for seed in 0..20 {
        let mut world = two_in_a_room(seed);
        world.block_server(1, true);
        world.sleep(1, 3_600_000, true);
        world.run(3_600_000);
        world.block_server(1, false);
        world.run(6_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}");
    }
}

#[test]
fn a_tab_that_was_frozen_for_a_moment_does_not_call_the_line_broken() {
    let mut world = two_in_a_room(13);
    for ms in [500, 1_500] {
        world.sleep(1, ms, false);
        world.run(ms);
        for _ in 0..30 {
            world.run(100);
            assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
        }
    }
}

#[test]
fn who_leaves_without_a_server_is_seen_to_have_left_and_can_come_back() {
    let mut world = two_in_a_room(14);
    world.block_server(1, true);
    world.press(1, Intent::Leave);
    world.run(500);
    assert_eq!(world.phases(), [Phase::Waiting, Phase::Ended(EndReason::Left)]);
    world.block_server(1, false);
    world.press(1, Intent::JoinAgain);
    world.run(5_000);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "no ghost of their own is in the way");
}

#[test]
fn a_reload_while_the_server_is_started_again_waits_for_it() {
    for seed in 0..20 {
        let mut world = two_in_a_room(seed);
        world.restart_server(12_000);
        world.reload(1);
        world.run(20_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}");
    }
}

#[test]
fn a_page_that_the_browser_kept_takes_its_seat_again() {
    let mut world = two_in_a_room(15);
    world.leave_and_return(1);
    world.run(4_000);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
}

#[test]
fn who_was_muted_is_muted_after_a_reload() {
    let mut world = two_in_a_room(16);
    world.press(1, Intent::ToggleMicrophone);
    world.press(1, Intent::ToggleCamera);
    world.reload(1);
    world.run(4_000);
    let devices = world.view(1).devices;
    assert!(!devices.microphone && !devices.camera);
    assert_eq!(world.view(0).peer_devices, devices);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
}

#[test]
fn a_camera_that_is_unplugged_is_replaced_without_a_new_negotiation() {
    let mut world = two_in_a_room(17);
    let before = world.signals_sent();
    world.unplug(0, Device::Camera);
    world.run(2_000);
    assert!(world.view(0).devices.camera && world.view(1).peer_devices.camera);
    assert_eq!(world.signals_sent() - before, 2, "off and on again, and nothing else");
}

/// What can go wrong, or what people do.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    Wait(u16),
    Reload(usize),
    Crash(usize),
    LeaveSite(usize),
    CutSocket(usize),
    BlockServer(usize),
    UnblockServer(usize),
    RestartServer(u16),
    BreakPath,
    BlockPath(u16),
    ChangeAddress(usize),
    FailConnection(usize),
    FailOperation(usize),
    Freeze(usize, u16),
    CloseLaptop(usize, u16),
    Unplug(usize, bool),
    Leave(usize),
    Join(usize),
    Camera(usize),
    Duplicate(usize),
}

/// What befalls people who stay on the page and want to.
fn fault() -> impl Strategy<Value = Trouble> {
    let person = 0usize..2;
    prop_oneof![
        4 => (0u16..6_000).prop_map(Trouble::Wait),
        3 => (0u16..60).prop_map(Trouble::Wait),
        1 => (10_000u16..30_000).prop_map(Trouble::Wait),
        3 => person.clone().prop_map(Trouble::CutSocket),
        1 => person.clone().prop_map(Trouble::BlockServer),
        1 => person.clone().prop_map(Trouble::UnblockServer),
        1 => (0u16..20_000).prop_map(Trouble::RestartServer),
        1 => Just(Trouble::BreakPath),
        1 => (0u16..30_000).prop_map(Trouble::BlockPath),
        1 => person.clone().prop_map(Trouble::ChangeAddress),
        1 => person.clone().prop_map(Trouble::FailConnection),
        1 => person.clone().prop_map(Trouble::FailOperation),
        1 => (person.clone(), 0u16..20_000).prop_map(|(person, ms)| Trouble::Freeze(person, ms)),
        1 => (person.clone(), 0u16..60_000).prop_map(|(person, ms)| Trouble::CloseLaptop(person, ms)),
        1 => (person.clone(), any::<bool>()).prop_map(|(person, camera)| Trouble::Unplug(person, camera)),
        1 => person.clone().prop_map(Trouble::Camera),
        1 => person.prop_map(Trouble::Duplicate),
    ]
}

/// Faults, and what people do.
fn trouble() -> impl Strategy<Value = Trouble> {
    let person = 0usize..2;
    prop_oneof![
        16 => fault(),
        2 => person.clone().prop_map(Trouble::Reload),
        1 => person.clone().prop_map(Trouble::Crash),
        1 => person.clone().prop_map(Trouble::LeaveSite),
        1 => person.clone().prop_map(Trouble::Leave),
        2 => person.prop_map(Trouble::Join),
    ]
}

fn suffer(world: &mut World, trouble: Trouble) {
    match trouble {
        Trouble::Wait(ms) => world.run(ms.into()),
        Trouble::Reload(person) => world.reload(person),
        Trouble::Crash(person) => world.crash(person),
        Trouble::LeaveSite(person) => world.leave_and_return(person),
        Trouble::CutSocket(person) => world.cut_socket(person),
        Trouble::BlockServer(person) => world.block_server(person, true),
        Trouble::UnblockServer(person) => world.block_server(person, false),
        Trouble::RestartServer(pause) => world.restart_server(pause.into()),
        Trouble::BreakPath => world.break_path(),
        Trouble::BlockPath(ms) => world.block_path_for(ms.into()),
        Trouble::ChangeAddress(person) => world.change_address(person),
        Trouble::FailConnection(person) => world.fail_connection(person),
        Trouble::FailOperation(person) => world.fail_operation(person),
        Trouble::Freeze(person, ms) => world.sleep(person, ms.into(), false),
        Trouble::CloseLaptop(person, ms) => world.sleep(person, ms.into(), true),
        Trouble::Unplug(person, camera) => {
            world.unplug(person, if camera { Device::Camera } else { Device::Microphone });
        }
        Trouble::Leave(person) => world.press(person, Intent::Leave),
        Trouble::Join(person) => {
            world.press(person, Intent::JoinAgain);
            world.press(person, Intent::Join("tea".into()));
        }
        Trouble::Camera(person) => world.press(person, Intent::ToggleCamera),
        Trouble::Duplicate(person) => world.signals_come_twice(person),
    }
}

/// How many random histories each of the two properties is held against: a thousand, or as many as `make soak` says.
fn histories() -> ProptestConfig {
    let cases = std::env::var("DUET_HISTORIES").ok().and_then(|number| number.parse().ok()).unwrap_or(1_000);
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(histories())]

    /// After any history, once the trouble is over, whoever wants to be in the room is connected.
    #[test]
    fn whatever_happens_people_find_each_other_again(
        seed in any::<u64>(),
        history in prop::collection::vec(trouble(), 0..40),
    ) {
        let mut world = two_in_a_room(seed);
        for step in &history {
            suffer(&mut world, *step);
        }
        (0..2).for_each(|person| world.block_server(person, false));
        world.run(CALM_MS);
        for person in 0..2 {
            prop_assert!(
                matches!(
                    world.phase(person),
                    Phase::MediaError(MediaError::Lost) | Phase::Connected | Phase::Waiting | Phase::Ended(EndReason::Left) | Phase::RequestingMedia
                        | Phase::ChoosingRoom(DialogNotice::Unreachable | DialogNotice::None)
                        | Phase::RoomFull(DialogNotice::None)
                ),
                "person {} is left in {:?}", person, world.phase(person)
            );
            world.press(person, Intent::RetryMedia);
            world.press(person, Intent::JoinAgain);
        }
        world.run(1_000);
        for person in 0..2 {
            world.press(person, Intent::Join("tea".into()));
        }
        world.run(CALM_MS);
        prop_assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    }

    /// Two people who do nothing but stay are in their call again after any history of faults, without a touch.
    #[test]
    fn whatever_breaks_a_call_comes_back_by_itself(
        seed in any::<u64>(),
        history in prop::collection::vec(fault(), 0..40),
    ) {
        let mut world = two_in_a_room(seed);
        for step in &history {
            suffer(&mut world, *step);
        }
        (0..2).for_each(|person| world.block_server(person, false));
        world.run(CALM_MS);
        prop_assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
        prop_assert!((0..2).all(|person| !world.view(person).server_lost && !world.view(person).peer_quiet));
    }
}
