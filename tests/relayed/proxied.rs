//! Clients behind proxies that pass bytes on and tell who comes (PROXY protocol): so they can come from other addresses than this machine's.

use std::net::{Ipv4Addr, SocketAddr};

use super::client::Client;
use super::foreign::Foreign;
use super::line::Line;
use super::person::Person;
use super::pick::free_address;
use super::program::Program;
use super::skipped::skip;

/// Why some systems cannot try it.
const NO_SUCH_ADDRESS: &str = "this machine has no 127.0.0.2";

/// Two balancers in front of one server use the same port now and then, and people of one home are told alike.
#[tokio::test]
async fn two_whom_proxies_tell_alike_hear_each_other() {
    let settings = [("DUET_TLS_SELF_SIGNED", "true"), ("DUET_PROXY_PROTOCOL", "127.0.0.2,127.0.0.3")];
    let program = Program::start(&settings);
    let [ann, ben] = Person::pair(&program, "behind proxies").await;
    let (port, home) = (free_address().port(), Ipv4Addr::new(198, 51, 100, 9));
    let through = |proxy: u8| {
        let proxy = SocketAddr::from(([127, 0, 0, proxy], port));
        Line::announced(program.page(), proxy, home)
    };
    let (Some(first), Some(second)) = (through(2).await, through(3).await) else {
        return skip("the relay behind two proxies", NO_SUCH_ADDRESS);
    };
    let mut ann = Foreign::with(first, &ann.login).await;
    let mut ben = Foreign::with(second, &ben.login).await;
    assert_ne!(ann.label(), ben.label());
    let labels = [ann.label(), ben.label()];
    tokio::join!(ann.permits(labels[1]), ben.permits(labels[0]));
    for words in [&b"hear me!"[..], &[7; 1_200]] {
        ann.says(labels[1], words).await;
        assert_eq!(ben.hears().await, words);
        ben.says(labels[0], words).await;
        assert_eq!(ann.hears().await, words);
    }
}

/// A small machine has fewer of them, and a school more.
#[tokio::test]
async fn the_owner_says_how_many_allocations_one_address_has_and_all_have() {
    let settings = [
        ("DUET_TLS_SELF_SIGNED", "true"),
        ("DUET_PROXY_PROTOCOL", "127.0.0.2"),
        ("DUET_RELAY_ALLOCATIONS", "2"),
        ("DUET_RELAY_ALLOCATIONS_PER_ADDRESS", "1"),
    ];
    let program = Program::start(&settings);
    let [ann, ben] = Person::pair(&program, "of three homes").await;
    let at = |home: u8| Line::announced(program.page(), ([127, 0, 0, 2], 0).into(), Ipv4Addr::new(198, 51, 100, home));
    let Some(first) = at(1).await else { return skip("allocations by address", NO_SUCH_ADDRESS) };
    let mut lines = vec![Client::with(first, &ann.login).await];
    for (home, person, came) in [(1, &ann, Err(486)), (2, &ben, Ok(())), (3, &ann, Err(508))] {
        let mut client = Client::new(at(home).await.expect("it did so before"), &person.login);
        assert_eq!(client.allocates().await, came, "at home {home}");
        lines.push(client);
    }
}
