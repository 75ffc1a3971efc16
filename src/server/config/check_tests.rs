//! Settings that cannot work are refused in words that name the setting, also by `--check-config`, which asks the same.

use std::ffi::OsString;

use super::*;
use crate::server::ice::Ice;

/// What the owner is told; nothing if the settings are taken.
fn told(arguments: &[&str]) -> Option<String> {
    let arguments = ["duet"].iter().chain(arguments).map(OsString::from).collect();
    let config = match Config::from(arguments, None) {
        Ok(config) => config,
        Err(error) => return Some(error.to_string()),
    };
    let checked = check(&config).map_err(|error| error.to_string());
    checked.and_then(|()| Ice::new(&config.ice).map(drop).map_err(|error| error.to_string())).err()
}

const GOOD: &str = "9f2c7b1e4a8d3056c1e9f7a2b4d60835";

#[test]
fn settings_that_cannot_work_are_refused_by_name() {
    let turn = ["--ice-servers", "turn:relay.test"];
    let cases: &[(&[&str], &str)] = &[
        // Addresses of STUN and TURN servers.
        (&["--ice-servers", "stun://a.test"], "DUET_ICE_SERVERS"),
        (&["--ice-servers", "stun:a.test:99999"], "port"),
        (&["--ice-servers", "stun:a.test?transport=udp"], "transport"),
        (&["--ice-servers", "stun:a.test stun:b..test"], "b..test"),
        (&["--ice-servers", "turn:a.test", "--ice-username", "ann"], "belong together"),
        (&["--ice-servers", "turn:a.test", "--ice-username", "", "--ice-credential", "tea"], "belong together"),
        (&["--ice-username", "ann", "--ice-credential", "tea", "--ice-secret", GOOD], "one place only"),
        (&[turn[0], turn[1], "--ice-secret", GOOD, "--ice-ttl-seconds", "0"], "DUET_ICE_TTL_SECONDS"),
        // Sources that browsers ignore.
        (&["--frame-ancestors", "none https://a.test"], "none"),
        (&["--frame-ancestors", "'unsafe-inline'"], "ignored"),
        (&["--frame-ancestors", "https://a.test/path"], "ignored"),
        // Names out of examples.
        (&["--acme", "duet.example.org"], "DUET_ACME"),
        (&["--acme", "duet.real.de,DUET.Example.COM."], "DUET_ACME"),
        (&["--acme", "duet.real.de", "--acme-contact", "you@example.org"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-directory", "https://ca.example/dir"], "DUET_ACME_DIRECTORY"),
        (&["--ice-servers", "stun:stun.example.net:3478"], "DUET_ICE_SERVERS"),
        (&["--frame-ancestors", "self https://*.example.org:8443"], "DUET_FRAME_ANCESTORS"),
        (&[turn[0], turn[1], "--ice-secret", "the static-auth-secret of /etc/turnserver.conf"], "DUET_ICE_SECRET"),
        // Names that no authority certifies.
        (&["--acme", "https://duet.real.de"], "name alone"),
        (&["--acme", "duet.real.de:443"], "port"),
        (&["--acme", "192.0.2.1"], "DUET_TLS_SELF_SIGNED"),
        (&["--acme", "2001:db8::1"], "DUET_TLS_SELF_SIGNED"),
        (&["--acme", "*.real.de"], "*"),
        (&["--acme", "localhost"], "whole world"),
        (&["--acme", "duet.local"], "whole world"),
        (&["--acme", "duet real.de"], "DUET_ACME"),
        (&["--acme", "duet.real.de."], "dot"),
        (&["--acme", "du_et.real.de"], "_"),
        (&["--acme", "duet.real.de", "--acme-contact", "ann"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "mailto:ann@real.de"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "ann@real.de,bob@real.de"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "ann@real.de bob@real.de"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "ann?subject=tea@real.de"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "ann@real.de."], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "<ann@real.de>"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", ".ann@real.de"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "änn@real.de"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "ann@192.0.2.1"], "DUET_ACME_CONTACT"),
        (&["--acme", "duet.real.de", "--acme-contact", "root@localhost"], "DUET_ACME_CONTACT"),
        // Names at which nobody can be reached.
        (&["--names", "duet.example.org"], "example"),
        (&["--names", "duet.real.de,Duet.Example.NET:8443"], "example"),
        (&["--names", "duet..de"], "DUET_NAMES"),
        (&["--names=-duet.de"], "DUET_NAMES"),
        (&["--names", "300.1.1.1"], "DUET_NAMES"),
        (&["--names", "[::]"], "DUET_NAMES"),
        (&["--names", "duet.real.de:0"], "port"),
        (&["--names", "duet.real.de:99999"], "port"),
        (&["--names", "duet.real.de:"], "port"),
        (&["--acme", "duet.real.de", "--acme-directory", "http://ca.real.de/dir"], "https://"),
        // Secrets that can be guessed.
        (&["--secret", "ääääääää"], "openssl rand -hex 32"),
        (&["--secret", "aaaaaaaaaaaaaaaa"], "openssl rand -hex 32"),
        (&["--secret", "passwordpassword"], "openssl rand -hex 32"),
        (&[turn[0], turn[1], "--ice-secret", "north"], "DUET_ICE_SECRET"),
        // No call would come about.
        (&["--hide-addresses"], "DUET_HIDE_ADDRESSES"),
        (&["--hide-addresses", "--ice-servers", "stun:relay.test"], "DUET_RELAY"),
        (&["--hide-addresses", "--listen", "9.9.9.9:443", "--relay", "off"], "DUET_ICE_SERVERS"),
        // One port for two things.
        (&["--listen", "[::]:443", "--metrics-listen", "0.0.0.0:443"], "DUET_METRICS_LISTEN"),
        (&["--listen", "127.0.0.1:3000", "--redirect-listen", "127.0.0.1:3000"], "DUET_REDIRECT_LISTEN"),
        (&["--listen", "0.0.0.0:443", "--metrics-listen", "127.0.0.1:443"], "DUET_METRICS_LISTEN"),
        (&["--listen", "224.0.0.1:3000"], "DUET_LISTEN"),
        // Limits below what one call needs.
        (&["--bytes-per-minute", "1"], "--bytes-per-minute"),
        (&["--messages-per-minute", "12"], "--messages-per-minute"),
    ];
    for (arguments, words) in cases {
        let told = told(arguments).unwrap_or_else(|| panic!("{arguments:?} is taken"));
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
}

#[test]
fn a_port_of_the_relay_s_own_that_is_the_page_s_in_part_is_refused() {
    // Over IPv6 there would be nobody, or somebody else.
    let half = ["--listen", "0.0.0.0:443", "--relay", "9.9.9.9", "--relay-listen", "[::]:443"];
    assert!(told(&half).is_some_and(|told| told.contains("DUET_LISTEN and DUET_RELAY_LISTEN")));
    let watched = ["--metrics-listen", "9.9.9.9:9464", "--listen", "9.9.9.9:443", "--relay-listen", "9.9.9.9:9464"];
    assert!(told(&watched).is_some_and(|told| told.contains("DUET_METRICS_LISTEN and DUET_RELAY_LISTEN")));
}

#[test]
fn settings_that_work_are_taken() {
    let cases: &[&[&str]] = &[
        &[],
        &["--acme", "duet.real.de,www.real.de", "--acme-contact", "ann@real.de"],
        &["--acme", "localhost", "--acme-directory", "https://localhost:14000/dir"],
        &["--ice-servers", "stun:relay.test, TURN:relay.test:3478?transport=tcp", "--ice-secret", GOOD],
        &["--ice-servers", "turns:[2001:db8::1]:443", "--ice-username", "ann", "--ice-credential", "tea"],
        &["--hide-addresses", "--listen", "9.9.9.9:443"],
        &["--hide-addresses", "--relay", "9.9.9.9"],
        &["--hide-addresses", "--ice-servers", "stun:relay.test, TURNS:relay.test", "--ice-secret", GOOD],
        &["--frame-ancestors", "self https://intranet.test"],
        &["--listen", "[::]:443", "--redirect-listen", "[::]:80", "--metrics-listen", "127.0.0.1:9464"],
        &["--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"],
        &["--listen", "[::]:443", "--relay", "9.9.9.9", "--relay-listen", "0.0.0.0:443"],
        &["--listen", "[::]:3478", "--relay", "9.9.9.9"],
        &["--listen", "127.0.0.1:3000", "--metrics-listen", "127.0.0.2:3000"],
        &["--listen", "0.0.0.0:443", "--metrics-listen", "[::1]:443"],
        // The relay is at the page's port anyway, and here only there.
        &["--listen", "[::]:443", "--relay", "9.9.9.9", "--relay-listen", "[::]:443"],
        &["--acme", "duet.real.de", "--acme-contact", "ann.b+duet@mail.real.de"],
        &["--names", "duet.real.de, duet_1:8443, 192.0.2.1,[2001:db8::1]:8443,duet.test."],
        &["--secret", GOOD],
        &["--bytes-per-minute", "0", "--messages-per-minute", "0"],
    ];
    for arguments in cases {
        assert_eq!(told(arguments), None, "{arguments:?}");
    }
}

/// What stands in the documents for the owner's own.
#[test]
fn each_example_of_a_secret_in_the_documents_is_known() {
    let documents = [
        include_str!("../../../docs/settings.md"),
        include_str!("../../../docs/running.md"),
        include_str!("../../../deploy/debian/duet.toml"),
    ];
    let mut found = 0;
    for line in documents.iter().flat_map(|document| document.lines()) {
        let Some((_, value)) = line.split_once("ice_secret = \"").or_else(|| line.split_once("secret = \"")) else {
            continue;
        };
        let value = value.trim_end_matches('"');
        assert!(EXAMPLE_SECRETS.contains(&value), "{value}");
        found += 1;
    }
    assert!(found >= 3);
}
