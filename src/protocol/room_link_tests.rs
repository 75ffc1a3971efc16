use proptest::prelude::*;

use super::*;
use crate::protocol::room_name::{RoomKey, RoomName};

const HOST: &str = "duet.example.org";

fn key(name: &str) -> RoomKey {
    RoomName::parse(name).expect("a valid name").key()
}

fn room(place: Place) -> Option<RoomKey> {
    match place {
        Place::Room(name) => Some(key(&name)),
        Place::Lobby | Place::Unreadable => None,
    }
}

/// Names that people give, in many scripts, and signs that addresses and messengers have their own ideas of.
fn name() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        4 => "[a-zA-Z0-9]",
        3 => "[ ./?#%&=+:;,!*'()<>\"@~_-]",
        2 => "[éßİıſäøñ日本語あハ한글हिन्दीعربيไทยкириллица]",
        1 => prop_oneof![Just("👩‍👩‍👧‍👦"), Just("❤️"), Just("%20"), Just("%zz"), Just("e\u{301}")].prop_map(str::to_owned),
    ];
    prop::collection::vec(sign, 1..20)
        .prop_map(|signs| signs.concat())
        .prop_filter_map("a valid name", |name| Some(RoomName::parse(&name).ok()?.to_string()))
}

type Mangle = fn(&str) -> String;

/// What messengers, mail and people do to the path of a link.
const MANGLINGS: [(&str, Mangle); 8] = [
    ("nothing", str::to_owned),
    ("a slash more", |path| format!("{path}/")),
    ("capitals", str::to_uppercase),
    ("small letters", str::to_lowercase),
    ("another case of the folder", |path| path.replacen("room", "Room", 1)),
    ("percent signs encoded once more", |path| path.replace('%', "%25")),
    ("encoded once more, with a slash", |path| path.replace('%', "%25") + "/"),
    ("hyphens encoded", |path| path.replace('-', "%2D")),
];

/// The room of an address of a server that has its name for itself.
fn pasted(text: &str, host: &str) -> Option<Place> {
    super::pasted(text, host, &BasePath::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_link_leads_to_its_room_whatever_was_done_to_it(name in name()) {
        let path = path(&name);
        for (mangling, mangle) in MANGLINGS {
            let mangled = mangle(&path);
            let found = room(opened(&mangled));
            prop_assert!(found.as_ref() == Some(&key(&name)), "{mangling}: {path} as {mangled}");
        }
    }

    #[test]
    fn a_link_in_a_text_leads_to_its_room(name in name()) {
        let path = path(&name);
        for before in ["", "https://", "HTTP://", "Come: https://", "（https://", "<https://"] {
            for after in ["", "/", "?fbclid=abc", "#k=x", ".", "!", " and bring cake", "。", "）", ">", "?utm_source=a&b=c."] {
                for host in [HOST, "DUET.example.org", "duet.example.org:443"] {
                    let text = format!("{before}{host}{path}{after}");
                    let found = pasted(&text, HOST).and_then(room);
                    prop_assert!(found.as_ref() == Some(&key(&name)), "{text}");
                }
            }
        }
    }

    #[test]
    fn no_path_and_no_text_is_a_fault(text in any::<String>()) {
        let _ = (opened(&text), opened(&format!("/room/{text}")), pasted(&text, HOST), pasted(&format!("{HOST}/room/{text}"), HOST));
    }
}

#[test]
fn addresses_mean_what_the_contract_says() {
    let named = |name: &str| Place::Room(name.into());
    for (path, place) in [
        ("/", Place::Lobby),
        ("/room", Place::Lobby),
        ("/room/", Place::Lobby),
        ("/check", Place::Lobby),
        ("/rooms/tea", Place::Lobby),
        ("/room/tea", named("tea")),
        ("/room/tea/", named("tea")),
        ("/ROOM/tea", named("tea")),
        ("/room/tea.", named("tea.")),
        ("/room/a/b", named("a/b")),
        ("/room/a%2Fb", named("a/b")),
        ("/room/100%25", named("100%")),
        ("/room/100%", named("100%")),
        ("/room/t%C3%A9", named("té")),
        ("/room/té", named("té")),
        ("/room/%ff", Place::Unreadable),
    ] {
        assert_eq!(opened(path), place, "{path}");
    }
}

#[test]
fn a_link_has_nothing_that_messengers_end_it_at() {
    assert_eq!(path("tea"), "/room/tea");
    assert_eq!(path("tea-time"), "/room/tea-time");
    assert_eq!(path("-tea-"), "/room/%2Dtea%2D");
    assert_eq!(path("Is it 5?"), "/room/Is%20it%205%3F");
    assert_eq!(path("a%20b"), "/room/a%25%320b");
}

#[test]
fn what_is_no_address_of_this_server_stays_a_name() {
    for text in [
        "tea",
        "room/tea",
        "https://elsewhere.example/room/tea",
        "https://notduet.example.org/room/tea",
        "https://duet.example.org.evil.example/room/tea",
        "https://duet.example.org:8443/room/tea",
        "somebody@duet.example.org",
        "duet.example.org",
        "duet.example.org practice",
        "duet.example.org/roo",
        "",
    ] {
        assert_eq!(pasted(text, HOST), None, "{text}");
    }
    assert_eq!(pasted("https://duet.example.org/", HOST), Some(Place::Lobby));
    assert_eq!(pasted("/room/tea", HOST), Some(Place::Room("tea".into())));
    let both = "duet.example.org is nice: https://duet.example.org/room/tea";
    assert_eq!(pasted(both, HOST), Some(Place::Room("tea".into())));
    let another = "notduet.example.org, no: duet.example.org/room/tea";
    assert_eq!(pasted(another, HOST), Some(Place::Room("tea".into())));
    assert_eq!(pasted("127.0.0.1:3000/room/tea", "127.0.0.1:3000"), Some(Place::Room("tea".into())));
}

#[test]
fn a_server_below_a_path_knows_its_own_addresses_from_those_beside_it() {
    let pasted = |text: &str| super::pasted(text, HOST, &BasePath::told("/duet".into()));
    let tea = Some(Place::Room("tea".into()));
    for text in
        ["https://duet.example.org/duet/room/tea", "duet.example.org:443/duet/room/tea, at five?", "/duet/room/tea"]
    {
        assert_eq!(pasted(text), tea, "{text}");
    }
    assert_eq!(pasted("https://duet.example.org/duet/"), Some(Place::Lobby));
    for text in ["https://duet.example.org/room/tea", "https://duet.example.org/duets/room/tea", "/room/tea"] {
        assert_eq!(pasted(text), None, "{text}");
    }
}
