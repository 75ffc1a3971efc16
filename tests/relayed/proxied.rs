//! Two clients behind proxies that pass bytes on and tell who comes (PROXY protocol).

use std::net::{Ipv4Addr, SocketAddr};

use super::foreign::Foreign;
use super::line::Line;
use super::person::Person;
use super::pick::free_address;
use super::program::Program;
use super::skipped::skip;

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
    let [first, second] = match (through(2).await, through(3).await) {
        (Ok(first), Ok(second)) => [first, second],
        (Err(error), _) | (_, Err(error)) => return skip("the relay behind two proxies", &error.to_string()),
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
