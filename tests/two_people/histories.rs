//! Any number of faults in any order.

use duet::call::Device;
use duet::call::view::{DialogNotice, EndReason, Intent, MediaError, Phase};
use proptest::prelude::*;

use super::two_in_a_room;
use super::world::World;

/// Long enough for every nap, hold, retry and repair to be over, in milliseconds.
const CALM_MS: u64 = 120_000;

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

/// How many random histories each of the two properties is held against: a thousand, or as many as `make simulate` says.
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
