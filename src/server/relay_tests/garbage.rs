//! What comes from the network and means nothing, or means harm.

use proptest::prelude::*;

use super::*;

#[test]
fn what_is_malformed_is_met_with_silence() {
    let mut world = World::new(settings());
    let [first, second] = world.call();
    let whole = unsigned(BINDING, &[]);
    let longer = [&whole[..], &[0; 4]].concat();
    let answer = world.ask(&way(3, 5), ALLOCATE, &[&transport()]);
    let mut other_cookie = whole.clone();
    other_cookie[5] ^= 1;
    let unknown_method = unsigned(Method::new(0x00a), &[]);
    let no_data = send_indication(second.1, b"sound")[..20 + 12].to_vec();
    let long = channel_data(0x4000, &[0; 5_000]);
    for packet in
        [&[][..], &[0], &[0xff; 100], &whole[..19], &longer, &answer, &other_cookie, &unknown_method, &no_data, &long]
    {
        assert_eq!(world.give(&first.0, packet), dropped(Dropped::Malformed), "{packet:?}");
    }
}

#[test]
fn a_packet_that_nobody_can_be_answered_for_is_met_with_silence() {
    let mut world = World::new(settings());
    let binding = unsigned(BINDING, &[]);
    for remote in
        ["198.51.100.1:0", "0.0.0.0:5", "224.0.0.1:5", "255.255.255.255:5", "[2001:db8::1]:0", "[::]:5", "[ff02::1]:5"]
    {
        let from = FiveTuple { remote: remote.parse().expect("an address"), ..way(1, 5) };
        assert_eq!(world.give(&from, &binding), dropped(Dropped::Malformed), "from {remote}");
    }
    // Whoever asks all of a network at once: an answer cannot come from such an address.
    for local in ["224.0.0.1:3478", "255.255.255.255:3478", "[ff02::1]:3478"] {
        let from = FiveTuple { local: local.parse().expect("an address"), ..way(1, 5) };
        assert_eq!(world.give(&from, &binding), dropped(Dropped::Malformed), "at {local}");
    }
    assert_eq!(world.relay.tally().of(Count::Dropped(Dropped::Malformed)), 10);
    assert!(!world.give(&way(1, 5), &binding).1.is_empty());
}

#[test]
fn the_longest_attributes_break_nothing() {
    let mut world = World::new(settings());
    let name = "5:".to_owned() + &"0".repeat(500);
    let login = Login { username: name, password: String::new() };
    let packet = signed(TransactionId::generate(), ALLOCATE, &[], &login, &"n".repeat(700));
    assert_eq!(error_of(&world.give(&way(1, 5), &packet).1), Some(438));
}

proptest! {
    #[test]
    fn changed_and_cut_messages_neither_panic_nor_leave_anything(
        kind in 0..6_usize,
        changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<u16>()),
    ) {
        let mut world = World::new(settings());
        let [first, second] = world.call();
        let nonce = world.relay.nonces.give(UNIX_S, &first.0);
        let (id, login) = (TransactionId::generate(), login(1, UNIX_S + 5));
        let peer = XorPeerAddress::new(second.1, id);
        let mut packet = match kind {
            0 => unsigned(BINDING, &[]),
            1 => signed(id, ALLOCATE, &[&transport()], &login, &nonce),
            2 => signed(id, REFRESH, &[&Lifetime::new(5)], &login, &nonce),
            3 => signed(id, CHANNEL_BIND, &[&ChannelNumber::new(0x4000), &peer], &login, &nonce),
            4 => send_indication(second.1, b"sound"),
            _ => channel_data(0x4000, b"sound"),
        };
        for (at, by) in changes {
            let at = usize::from(at) % packet.len();
            packet[at] ^= by;
        }
        if let Some(cut) = cut {
            packet.truncate(usize::from(cut) % packet.len());
        }
        for from in [first.0, way(9, 9)] {
            let (outcome, answer) = world.give(&from, &packet);
            let is_small = answer.len() <= packet.len() + 100;
            prop_assert!(is_small, "{outcome:?}");
            if let Outcome::Answered(to) = outcome {
                prop_assert!(to == from && Message::from_bytes(&answer).is_ok());
            }
        }
        prop_assert!(world.relay.census(world.now).allocations <= 2);
        prop_assert!(world.relay.alarms.len() <= 4);
    }
}
