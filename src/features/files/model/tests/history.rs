//! All that can happen to two people who send each other files, in any order.

mod truth;
mod world;

use super::*;
use world::World;

/// What happens. The first number says to which of the two.
#[derive(Debug, Clone, Copy)]
enum Happening {
    /// The person chooses an empty file, a small one, one of more than a block, or several.
    Chooses(usize, u8),
    /// The person accepts a file that waits for it.
    Accepts(usize, usize),
    /// The same, but there is nowhere to store it.
    FindsNoPlace(usize, usize),
    /// The person cancels a file, whichever it is and however far it has come.
    Cancels(usize, usize),
    /// So many frames and texts arrive at a page that has no time to do anything else.
    Arrives(usize, usize),
    /// A block is read, checked or written, or a file is closed.
    Works(usize),
    /// The same, and it fails, or the block turns out to be damaged.
    Fails(usize),
    /// The line is good at both ends, for so many steps.
    Runs(usize),
    /// The connection is dead, and what was on its way is lost. Nobody has noticed yet.
    Breaks,
    /// A page learns that its channel is closed.
    Notices(usize),
    /// The server has let the seat of somebody go who was heard before.
    Alone(usize),
    /// The channel on the newest connection opens at one end. What the other end said until then is lost.
    Opens(usize),
    /// The page is loaded again, or somebody else comes in its place.
    Loads(usize),
    /// A second tab takes the place of the first, or the first one takes it back.
    OtherTab(usize),
    /// The person leaves, and comes back on the same page.
    Leaves(usize),
}

use Happening::*;

fn happening() -> impl Strategy<Value = Happening> {
    let who = 0..2_usize;
    let row = (0..2_usize, 0..8_usize);
    prop_oneof![
        8 => (who.clone(), 0..4_u8).prop_map(|(who, kind)| Chooses(who, kind)),
        16 => row.clone().prop_map(|(who, row)| Accepts(who, row)),
        1 => row.clone().prop_map(|(who, row)| FindsNoPlace(who, row)),
        2 => row.prop_map(|(who, row)| Cancels(who, row)),
        24 => (who.clone(), 0..200_usize).prop_map(|(who, packets)| Arrives(who, packets)),
        8 => who.clone().prop_map(Works),
        2 => who.clone().prop_map(Fails),
        16 => (0..60_usize).prop_map(Runs),
        8 => Just(Breaks),
        4 => who.clone().prop_map(Notices),
        2 => who.clone().prop_map(Alone),
        8 => who.clone().prop_map(Opens),
        1 => who.clone().prop_map(Loads),
        2 => who.clone().prop_map(OtherTab),
        1 => who.prop_map(Leaves),
    ]
}

/// All of that, and then as long as the line and the two need for what is still open.
fn live(history: impl IntoIterator<Item = Happening>) -> World {
    let mut world = World::new();
    history.into_iter().for_each(|happening| world.happen(happening));
    world.come_to_rest();
    for who in [0, 1] {
        world.page(who).accept_all();
    }
    world.come_to_rest();
    for who in [0, 1] {
        assert!(world.page(who).states().iter().all(|state| state.is_final()));
    }
    world
}

/// Both had a channel open, but not to each other, and her block was taken for a part of the empty file.
#[test]
fn what_is_sent_to_a_second_tab_does_not_come_to_the_first_one_that_is_back() {
    let first_tab_is_offered_an_empty_file = [Chooses(0, 0), Runs(2)];
    let second_tab_is_sent_another = [OtherTab(1), Loads(0), Chooses(0, 1), Runs(3), Accepts(1, 0), Arrives(0, 1)];
    let first_tab_is_back = [OtherTab(1), Accepts(1, 0), Arrives(1, 2)];
    let before = first_tab_is_offered_an_empty_file.into_iter().chain(second_tab_is_sent_another);
    let mut world = live(before.chain(first_tab_is_back));
    assert_eq!(world.page(1).states(), [State::Done]);
}

/// How many random histories: some hundreds, or as many as `make simulate` says.
fn histories() -> ProptestConfig {
    let cases = std::env::var("DUET_HISTORIES").ok().and_then(|number| number.parse().ok()).unwrap_or(300);
    ProptestConfig::with_cases(cases)
}

proptest! {
    #![proptest_config(histories())]

    #[test]
    fn a_file_shown_as_sent_is_whole_on_the_other_side_and_none_waits_for_ever(
        history in prop::collection::vec(happening(), 0..150),
    ) {
        live(history);
    }
}
