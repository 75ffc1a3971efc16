//! What the start says of the way between the browsers: where the relay is, or which calls will not come about without one.

use std::net::IpAddr;

use super::config::relay::is_public;
use super::config::{Config, ice_urls};
use super::names;

/// The relay as it was opened.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The server's public addresses, as far as they are known.
    pub addresses: &'a [IpAddr],
    /// The relay's own port, where it has one. Its number may be the page's, at another address.
    pub own: Option<u16>,
    /// The page's port, where it is too.
    pub page: u16,
    /// Whether the owner wants one port for everything.
    pub is_one: bool,
}

/// One sentence for the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// As it should be.
    Info(String),
    /// Some who want to call each other will not see each other.
    Warning(String),
}

/// Writes it into the log.
pub fn say(config: &Config, relay: Option<Place<'_>>) {
    match told(config, relay) {
        Some(Told::Info(text)) => tracing::info!("{text}"),
        Some(Told::Warning(text)) => tracing::warn!("{text}"),
        None => {}
    }
}

/// What is to be said; nothing where the server is for one network, and where the owner named other servers.
pub fn told(config: &Config, relay: Option<Place<'_>>) -> Option<Told> {
    let is_elsewhere = ice_urls(&config.ice.ice_servers).next().is_some();
    match relay {
        // A proxy that speaks HTTP passes nothing on that is for the relay.
        Some(Place { own: None, .. }) if !config.trusted_proxies.is_empty() && !is_elsewhere => {
            Some(Told::Warning(unreachable()))
        }
        Some(place) => Some(Told::Info(relayed(place, !config.trusted_proxies.is_empty()))),
        None if !is_elsewhere && is_for_the_world(config) => Some(Told::Warning(alone())),
        None => None,
    }
}

fn relayed(Place { addresses, own, page, is_one }: Place<'_>, is_proxied: bool) -> String {
    let place = match own {
        Some(own) if is_proxied => {
            format!("at port {own}, and at the page's own port for who comes there without a proxy")
        }
        Some(own) => format!("at port {own} and at the page's own port"),
        None if is_one => format!("at port {page}"),
        None => "at the page's own port".to_owned(),
    };
    let known: Vec<_> = addresses.iter().map(IpAddr::to_string).collect();
    let known = if known.is_empty() {
        "no public address was found, so relayed addresses show one that nobody has, which works as well".to_owned()
    } else {
        format!("known as {}", known.join(" and "))
    };
    format!("STUN and TURN {place}, {known}")
}

fn unreachable() -> String {
    "two homes behind routers will not see each other: the relay has no port of its own, and a proxy does not pass on what is for \
     it; free port 3478, or set DUET_RELAY_LISTEN to another"
        .to_owned()
}

fn alone() -> String {
    "two homes behind routers will not see each other: there is neither STUN nor a relay; set DUET_RELAY to the public address of \
     this machine, or DUET_ICE_SERVERS to other servers (docs/running.md, \"The way between the browsers\")"
        .to_owned()
}

/// Whether people of different networks come, as far as the settings tell.
fn is_for_the_world(config: &Config) -> bool {
    let listen = config.listen.ip();
    is_public(listen)
        || listen.is_unspecified() && config.is_believed()
        || !config.tls.acme.is_empty()
        || !config.trusted_proxies.is_empty()
        || !config.proxy_protocol.is_empty()
        || config.names.iter().any(|name| !names::is_nobody_elses(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn config(arguments: &[&str]) -> Config {
        Config::parse_from(["duet"].iter().chain(arguments))
    }

    fn info(arguments: &[&str], own: Option<u16>, is_one: bool, addresses: &[&str]) -> String {
        let addresses: Vec<_> = addresses.iter().map(|text| text.parse().expect("an address")).collect();
        match told(&config(arguments), Some(Place { addresses: &addresses, own, page: 443, is_one })) {
            Some(Told::Info(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    fn warning(arguments: &[&str]) -> Option<String> {
        match told(&config(arguments), None) {
            Some(Told::Warning(text)) => Some(text),
            None => None,
            Some(Told::Info(text)) => panic!("{text}"),
        }
    }

    #[test]
    fn the_start_says_at_which_ports_the_relay_is_and_under_which_addresses() {
        assert_eq!(
            info(&[], Some(3478), false, &["203.0.113.5"]),
            "STUN and TURN at port 3478 and at the page's own port, known as 203.0.113.5"
        );
        assert_eq!(
            info(&[], None, true, &["203.0.113.5", "2001:db8::5"]),
            "STUN and TURN at port 443, known as 203.0.113.5 and 2001:db8::5"
        );
        assert_eq!(
            info(&[], Some(443), false, &["203.0.113.5"]),
            "STUN and TURN at port 443 and at the page's own port, known as 203.0.113.5",
            "one number at two addresses"
        );
        assert_eq!(
            info(&[], None, false, &["203.0.113.5"]),
            "STUN and TURN at the page's own port, known as 203.0.113.5",
            "its own port was taken"
        );
        let unknown = info(&[], Some(3478), false, &[]);
        assert!(unknown.contains("no public address was found"), "{unknown}");
        let proxied = info(&["--trusted-proxies", "127.0.0.1"], Some(3478), false, &["203.0.113.5"]);
        assert!(proxied.contains("for who comes there without a proxy"), "{proxied}");
    }

    #[test]
    fn a_server_for_the_world_without_stun_and_relay_says_who_will_not_see_each_other() {
        let files = ["--tls-certificate", "c.pem", "--tls-key", "k.pem"];
        for arguments in [
            &["--listen", "9.9.9.9:443"][..],
            &[&["--listen", "[::]:443"][..], &files].concat(),
            // A provider's machine with a private address of its own.
            &["--listen", "10.0.0.5:443", "--acme", "duet.example.org"],
            &["--trusted-proxies", "127.0.0.1"],
            &["--proxy-protocol", "127.0.0.1"],
            &["--names", "duet.example.org"],
        ] {
            let text = warning(arguments).unwrap_or_else(|| panic!("{arguments:?}"));
            assert!(text.starts_with("two homes behind routers will not see each other"), "{text}");
            assert!(text.contains("DUET_RELAY"), "what mends it: {text}");
        }
    }

    #[test]
    fn a_server_for_one_network_or_with_other_servers_says_nothing() {
        for arguments in [
            &[][..],
            &["--listen", "0.0.0.0:3000", "--tls-self-signed"],
            &["--listen", "192.168.1.2:443", "--tls-certificate", "c.pem", "--tls-key", "k.pem"],
            &["--names", "duet,localhost"],
            &["--listen", "9.9.9.9:443", "--ice-servers", "stun:a.test"],
        ] {
            assert_eq!(warning(arguments), None, "{arguments:?}");
        }
    }

    #[test]
    fn a_relay_that_nobody_reaches_through_the_proxy_is_told_as_missing() {
        for is_one in [false, true] {
            let place = Place { addresses: &[], own: None, page: 3000, is_one };
            let of = |arguments: &[&str]| told(&config(arguments), Some(place));
            let proxied = ["--trusted-proxies", "127.0.0.1"];
            assert!(matches!(of(&proxied), Some(Told::Warning(text)) if text.contains("DUET_RELAY_LISTEN")));
            let beside = [&proxied[..], &["--ice-servers", "stun:a.test"]].concat();
            assert!(matches!(of(&beside), Some(Told::Info(_))));
        }
        let of_one_number = Place { addresses: &[], own: Some(3000), page: 3000, is_one: false };
        let beside = told(&config(&["--trusted-proxies", "127.0.0.1"]), Some(of_one_number));
        assert!(matches!(beside, Some(Told::Info(_))), "one that is at another address is reached");
    }
}
