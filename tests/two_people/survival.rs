//! One fault at a time: what people see of it, and how soon it is over.

use duet::call::Device;
use duet::call::view::{DialogNotice, EndReason, Intent, Phase};

use super::two_in_a_room;
use super::world::World;

fn two_in_a_room_and_one_outside(seed: u64) -> World {
    let mut world = World::new(seed, 3);
    (0..3).for_each(|person| world.arrive(person));
    world.run(500);
    for person in 0..2 {
        world.press(person, Intent::Join("tea".into()));
        world.run(2_000);
    }
    world
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
fn two_strangers_who_are_quicker_after_a_restart_do_not_keep_the_two_from_their_seats() {
    for seed in 0..20 {
        for pause in [0, 1_000, 10_000] {
            let mut world = World::new(seed, 4);
            (0..4).for_each(|person| world.arrive(person));
            world.run(500);
            for person in 0..2 {
                world.press(person, Intent::Join("tea".into()));
                world.run(2_000);
            }
            world.restart_server(pause);
            // Now before, now after the two.
            world.run(pause);
            for person in 2..4 {
                world.run(u64::from(person == 3) * (seed * 37 % 900));
                world.press(person, Intent::Join("tea".into()));
            }
            for _ in 0..250 {
                world.run(100);
                assert_eq!(world.phases()[..2], [Phase::Connected, Phase::Connected], "seed {seed}, pause {pause}");
            }
            assert!(!world.view(0).server_lost && !world.view(1).server_lost, "seed {seed}, pause {pause}");
            assert!((2..4).all(|person| world.phase(person) != Phase::Waiting), "seed {seed}, pause {pause}");
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
    let mut world = two_in_a_room_and_one_outside(12);
    world.block_server(1, true);
    for _ in 0..20 {
        world.press(2, Intent::Join("tea".into()));
        world.run(12_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected, Phase::RoomFull(DialogNotice::None)]);
    }
}

#[test]
fn another_device_of_who_fell_silent_is_in_the_call_7_s_after_it_asks() {
    for seed in 0..20 {
        let mut world = two_in_a_room_and_one_outside(seed);
        // No word to anybody: the battery is empty.
        world.die(1);
        world.run(2_000);
        world.press(2, Intent::Join("tea".into()));
        world.run(7_000);
        assert_eq!(world.phases()[0], Phase::Connected, "seed {seed}");
        assert_eq!(world.phases()[2], Phase::Connected, "seed {seed}");
    }
}

#[test]
fn who_is_cut_off_has_the_seat_for_12_s_more_and_not_for_19() {
    for seed in 0..20 {
        let mut world = two_in_a_room(seed);
        // At any time between two heartbeats.
        world.run(seed * 250);
        world.block_server(1, true);
        world.block_path_for(60_000);
        world.run(12_500);
        assert!(matches!(world.phase(0), Phase::Reconnecting(_)), "seed {seed}: {:?}", world.phase(0));
        world.run(6_000);
        assert_eq!(world.phase(0), Phase::Waiting, "seed {seed}");
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
fn a_machine_that_is_too_busy_for_both_pages_does_not_call_the_line_broken() {
    for seed in 0..100 {
        let mut world = two_in_a_room(seed);
        // One page cannot answer, and then the other cannot listen.
        world.sleep(1, 2_400, false);
        world.run(600);
        world.sleep(0, 1_700, false);
        for _ in 0..50 {
            world.run(100);
            assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}");
        }
    }
}

#[test]
fn tabs_behind_others_still_notice_that_the_path_is_dead() {
    for seed in 0..20 {
        let mut world = two_in_a_room(seed);
        [0, 1].iter().for_each(|person| world.hide_tab(*person, true));
        world.run(10_000 + seed * 70);
        world.block_path_for(20_000);
        world.run(6_000);
        let dead = world.phases().iter().all(|phase| matches!(phase, Phase::Reconnecting(_)));
        assert!(dead, "seed {seed}");
        world.run(30_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}");
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

#[test]
fn a_device_that_stutters_is_not_called_silent_and_one_that_is_silent_is() {
    let mut world = two_in_a_room(18);
    world.silence(0, Device::Microphone, true);
    world.run(1_500);
    assert!(world.view(0).devices.microphone, "a busy machine");
    world.run(1_000);
    assert!(!world.view(0).devices.microphone && !world.view(1).peer_devices.microphone);
    world.silence(0, Device::Microphone, false);
    world.run(500);
    assert!(world.view(0).devices.microphone && world.view(1).peer_devices.microphone);
    assert_eq!(world.starts(0), 1, "only a new track is sure to be heard");
}

#[test]
fn muting_works_while_the_microphone_is_being_started() {
    let mut world = two_in_a_room(24);
    world.unplug(0, Device::Microphone);
    world.run(500);
    world.change_default_microphone(0);
    world.press(0, Intent::ToggleMicrophone);
    assert!(!world.view(0).devices.microphone);
    world.run(500);
    assert!(!world.view(0).devices.microphone && !world.view(1).peer_devices.microphone, "also once it is there");
}

#[test]
fn who_comes_back_after_leaving_is_muted_as_before() {
    let mut world = two_in_a_room(25);
    world.press(0, Intent::ToggleMicrophone);
    world.press(0, Intent::Leave);
    world.run(500);
    world.press(0, Intent::JoinAgain);
    world.run(2_000);
    assert!(!world.view(0).devices.microphone && !world.view(1).peer_devices.microphone);
}

#[test]
fn a_page_that_is_loaded_again_is_in_the_call_within_three_seconds() {
    for seed in 0..100 {
        let mut world = two_in_a_room(seed);
        world.reload(1);
        world.run(3_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}");
    }
}

#[test]
fn who_wakes_up_believing_in_a_call_that_the_other_has_forgotten_learns_better_soon() {
    for seed in 0..50 {
        for person in 0..2 {
            let mut world = two_in_a_room(seed);
            // The browser has not noticed yet that the path is gone: it slept as well.
            world.block_server(person, true);
            world.sleep_deeply(person, 40_000);
            world.run(40_000);
            world.block_server(person, false);
            world.run(6_000);
            assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}, person {person}");
        }
    }
}

#[test]
fn a_microphone_that_gives_nothing_is_started_again_once() {
    let mut world = two_in_a_room(19);
    let announced = |world: &World| world.view(0).announcement;
    let before = announced(&world);
    (0..3).for_each(|_| world.measure(0, Device::Microphone, 7));
    let said = announced(&world);
    assert_ne!(said, before);
    world.run(500);
    assert_eq!(world.starts(0), 1);
    (0..9).for_each(|_| world.measure(0, Device::Microphone, 7));
    assert_eq!((world.starts(0), announced(&world)), (1, said), "a second start would be of no use");
    let devices = world.view(1).peer_devices;
    assert!(devices.microphone, "a switch on a headset is nobody else's business");
    (8..10).for_each(|reading| world.measure(0, Device::Microphone, reading));
    (0..9).for_each(|_| world.measure(0, Device::Microphone, 9));
    assert_eq!(world.starts(0), 1, "once it has given something, its silence is its person's");
    world.awake(0);
    (0..4).for_each(|_| world.measure(0, Device::Microphone, 9));
    assert_eq!(world.starts(0), 1, "also after a look at another tab");
}

#[test]
fn who_is_muted_is_not_told_that_the_microphone_is_silent() {
    let mut world = two_in_a_room(20);
    world.press(0, Intent::ToggleMicrophone);
    (0..5).for_each(|_| world.measure(0, Device::Microphone, 7));
    world.press(0, Intent::ToggleMicrophone);
    assert!(world.view(0).devices.microphone);
}

#[test]
fn after_hours_paths_are_searched_with_passwords_that_are_fresh() {
    let mut world = two_in_a_room(21);
    world.run(3_600_000);
    world.break_path_seen_by(0);
    world.run(700);
    assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    assert!(world.age_of_password(0).is_some_and(|age| age < 62_000), "made for the impolite side, which searches");
}

#[test]
fn who_waited_for_hours_answers_with_passwords_that_are_fresh() {
    let mut world = World::new(23, 2);
    world.arrive(0);
    world.run(500);
    world.press(0, Intent::Join("tea".into()));
    world.run(3_600_000);
    assert!(world.age_of_password(0).is_some_and(|age| age < 62_000));
}

#[test]
fn whoever_notices_first_has_the_path_repaired_before_the_other_notices() {
    for person in 0..2 {
        for seed in 0..20 {
            let mut world = two_in_a_room(seed);
            world.break_path_seen_by(person);
            world.run(700);
            assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "seed {seed}, person {person}");
        }
    }
}

#[test]
fn a_network_that_returns_is_used_at_once() {
    let mut world = two_in_a_room(22);
    world.block_server(1, true);
    world.run(60_000);
    world.block_server(1, false);
    world.awake(1);
    world.run(200);
    assert!(!world.view(1).server_lost && !world.view(0).peer_quiet);
}
