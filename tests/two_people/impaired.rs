//! Browsers that lack something: what people see of it, and that nobody waits for ever.

use duet::call::view::{DialogNotice, Intent, Phase};

use super::world::{Peers, World};

/// Two who have opened the page; the second one's browser is made ready before anybody joins.
fn two_in_the_lobby(seed: u64, prepare: impl FnOnce(&mut World)) -> World {
    let mut world = World::new(seed, 2);
    prepare(&mut world);
    world.arrive(0);
    world.arrive(1);
    world.run(500);
    world
}

fn join(world: &mut World) {
    for person in [0, 1] {
        world.press(person, Intent::Join("tea".into()));
        world.run(500);
    }
}

#[test]
fn without_the_others_picture_the_call_is_there_after_three_seconds() {
    for seed in 0..20 {
        let mut world = two_in_the_lobby(seed, |world| world.darken(1));
        join(&mut world);
        world.run(2_000);
        assert_eq!(world.phases(), [Phase::Connecting, Phase::Connected]);
        world.run(3_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
        assert!(world.view(0).picture_missing && !world.view(1).picture_missing);
        world.block_path_for(4_000);
        world.run(15_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected], "and again after a repair");
    }
}

#[test]
fn a_browser_without_peer_connections_says_so_in_the_dialog() {
    for seed in 0..20 {
        let mut world = two_in_the_lobby(seed, |world| world.limit(1, Peers::None));
        assert_eq!(world.phase(1), Phase::ChoosingRoom(DialogNotice::Unable));
        join(&mut world);
        world.run(5_000);
        assert_eq!(world.phases(), [Phase::Waiting, Phase::ChoosingRoom(DialogNotice::Unable)]);
    }
}

#[test]
fn a_browser_that_refuses_the_ice_servers_connects_without_them() {
    for seed in 0..20 {
        let mut world = two_in_the_lobby(seed, |world| world.limit(1, Peers::WithoutServers));
        join(&mut world);
        world.run(2_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    }
}

#[test]
fn an_offer_that_grew_old_in_the_dialog_is_made_again() {
    for seed in 0..20 {
        let mut world = two_in_the_lobby(seed, |_| {});
        let first = world.connection(1);
        world.run(121_000);
        assert_ne!(world.connection(1), first, "older than two minutes");
        let second = world.connection(1);
        world.block_server(1, true);
        world.run(20_000);
        world.block_server(1, false);
        world.run(10_000);
        assert_ne!(world.connection(1), second, "the line was lost and came back");
        join(&mut world);
        world.run(1_000);
        assert_eq!(world.phases(), [Phase::Connected, Phase::Connected]);
    }
}
