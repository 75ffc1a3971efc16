//! What the owner says in three places comes out as one set of settings, or as words on what is wrong.

use std::collections::BTreeMap;

use super::*;
use crate::server::ice::Ice;
use crate::server::test_folder::Folder;

const SETTINGS: &str = include_str!("../../docs/settings.md");

fn read(arguments: &[&str]) -> Result<Config, clap::Error> {
    Config::from(["duet"].iter().chain(arguments).map(OsString::from).collect(), None)
}

/// The settings of a file, and of arguments beside it.
fn read_file(name: &str, text: &str, arguments: &[&str]) -> Result<Config, clap::Error> {
    let folder = Folder::new(&format!("config-{name}"));
    let path = folder.write("duet.toml", text);
    read(&[&["--config", &path], arguments].concat())
}

#[test]
fn the_flags_are_consistent() {
    Config::command().debug_assert();
}

/// What the tables of a document say of a variable's default.
fn told_default(document: &'static str, variable: &str) -> Option<&'static str> {
    document.lines().find_map(|line| {
        let (names, rest) = line.strip_prefix("| ")?.split_once(" | ")?;
        let is_of_it = names.split(", ").any(|name| name == format!("`{variable}`"));
        if is_of_it { rest.split(" | ").next() } else { None }
    })
}

#[test]
fn every_setting_has_its_variable_and_is_described_with_its_default() {
    // Of these the documents say in words what holds.
    const IN_WORDS: [&str; 9] = [
        "site_root",
        "state_dir",
        "secret",
        "acme_directory",
        "acme_root",
        "max_held_bytes",
        "relay_listen",
        "runtime_dir",
        "public_port",
    ];
    let mut command = Config::command();
    command.build();
    let mut described = 0;
    for argument in command.get_arguments() {
        let name = argument.get_id().as_str();
        if ["help", "version", "check_config", "check_health"].contains(&name) {
            continue;
        }
        let variable = format!("DUET_{}", name.to_uppercase());
        assert_eq!(argument.get_env().and_then(|env| env.to_str()), Some(variable.as_str()));
        let values: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let default = values.join(",");
        let default = if default.is_empty() { "none".to_owned() } else { format!("`{default}`") };
        let told = told_default(SETTINGS, &variable);
        assert!(told.is_some(), "{variable} is not in docs/settings.md");
        for told in told.into_iter().chain(told_default(include_str!("../../README.md"), &variable)) {
            assert!(told == default || IN_WORDS.contains(&name), "{variable} is {default}, and not {told}");
        }
        described += 1;
    }
    assert_eq!(SETTINGS.matches("\n| `DUET_").count(), described, "no other is described");
}

/// The example of a document in which these words are.
fn example(document: &'static str, words: &str) -> &'static str {
    let is_it = |block: &&str| block.starts_with("    ") && block.contains(words);
    document.split("\n\n").find(is_it).expect("the document has such an example")
}

#[test]
fn the_examples_of_files_make_sense() {
    let read = |name: &str, text: &str| {
        let config = read_file(name, text, &[]).expect("all of it makes sense");
        assert!(text.contains("turn:") == Ice::new(&config.ice).expect("these too").has_relay());
        config
    };
    let config = read("described", example(SETTINGS, "max_rooms = 1000"));
    assert_eq!((config.listen.port(), config.limits.max_rooms), (443, 1000));
    read("relay", example(include_str!("../../docs/running.md"), "ice_secret = "));
    let deployed = include_str!("../../deploy/debian/duet.toml");
    assert_eq!(read_file("deployed", deployed, &[]).expect("it makes sense").tls.acme, ["duet.example.org"]);
    // With all that stands there in comments, in the place of what is above it.
    let mut lines = BTreeMap::new();
    for line in deployed.lines().map(|line| line.trim_start_matches("# ")) {
        let name = line.split(" = ").next().unwrap_or_default();
        if name != line && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            lines.insert(name, line);
        }
    }
    let config = read("deployed-whole", &lines.into_values().collect::<Vec<_>>().join("\n"));
    assert_eq!((config.listen.port(), config.trusted_proxies.len()), (3000, 2));
}

#[test]
fn a_file_says_the_same_as_flags_and_gives_way_to_them() {
    let text =
        "listen = '0.0.0.0:80'\nmax_rooms = 7\ntls_self_signed = true\nice_servers = ['stun:a.test', 'stun:b.test']";
    let config = read_file("all", text, &["--max-sockets", "9"]).expect("all of it makes sense");
    assert_eq!(config.listen.port(), 80);
    assert_eq!((config.limits.max_rooms, config.limits.max_sockets), (7, 9));
    assert!(config.tls.tls_self_signed);
    assert_eq!(config.ice.ice_servers, "stun:a.test,stun:b.test");
    let config = read_file("less", text, &["--max-rooms", "8"]).expect("all of it makes sense");
    assert_eq!(config.limits.max_rooms, 8);
}

#[test]
fn a_mistake_in_a_file_is_told_with_its_place() {
    let told = |name: &str, text: &str| read_file(name, text, &[]).expect_err("a mistake").to_string();
    assert!(told("unknown", "max_room = 7").contains("\"max_room\""));
    assert!(told("value", "max_rooms = 'many'").contains("max-rooms"));
    assert!(told("kind", "max_rooms = 1.5").contains("\"max_rooms\""));
    assert!(told("toml", "max_rooms 7").contains("line 1"));
    let unended = told("unended", "max_rooms = 7\nice_secret = 'of the north");
    assert!(unended.contains("line 2") && !unended.contains("north"), "{unended}");
    assert!(read(&["--config", "/nowhere/duet.toml"]).expect_err("no file").to_string().contains("/nowhere/duet.toml"));
}

#[test]
fn a_secret_in_a_file_is_not_shown_by_the_help() {
    let help =
        read_file("help", "secret = 'of the north'\nice_secret = 'of the south'", &["--help"]).expect_err("the help");
    assert_eq!(help.kind(), ErrorKind::DisplayHelp);
    assert!(!help.to_string().contains("north") && !help.to_string().contains("south"));
}

#[test]
fn what_cargo_leptos_says_gives_way_to_what_the_owner_says() {
    let listen = |arguments: &[&str]| {
        let arguments = ["duet"].iter().chain(arguments).map(OsString::from).collect();
        Config::from(arguments, Some("127.0.0.1:4000".into())).expect("an address").listen.port()
    };
    assert_eq!(listen(&[]), 4000);
    assert_eq!(listen(&["--listen", "127.0.0.1:5000"]), 5000);
}

#[test]
fn a_proxy_is_an_address_or_a_network() {
    let config = read(&["--trusted-proxies", "10.0.0.0/8,::1"]).expect("valid");
    assert_eq!(config.trusted_proxies.len(), 2);
    assert!(read(&["--trusted-proxies", "everybody"]).is_err());
}

#[test]
fn a_name_is_what_stands_in_an_address_bar() {
    let names = |value: &str| read(&["--names", value]).map(|config| config.names);
    assert_eq!(names("duet.test, other.test:8443").expect("valid"), ["duet.test", "other.test:8443"]);
    for value in
        ["", "https://duet.test", "duet.test/room", "a@duet.test", "du et.test", "dütt.test", ":443", "*.duet.test"]
    {
        assert!(names(value).is_err(), "{value:?}");
    }
}

#[test]
fn who_may_embed_cannot_say_anything_else_in_the_policy() {
    let said = |value: &str| read(&["--frame-ancestors", value]).map(|config| config.frame_ancestors);
    assert_eq!(said("none").ok().as_deref(), Some("'none'"));
    assert_eq!(said("self https://a.test").ok().as_deref(), Some("'self' https://a.test"));
    for value in ["", "*; script-src *", "a.test, b.test", "a.test\nSet-Cookie: x"] {
        assert!(said(value).is_err(), "{value:?}");
    }
}

#[test]
fn silence_is_longer_than_the_time_between_two_questions() {
    assert!(read(&["--max-silence-seconds", "5"]).is_err());
    assert!(read(&["--max-silence-seconds", "0"]).is_ok());
}
