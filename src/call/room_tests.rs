//! What the server says, to a call that has only begun.

use super::*;
use crate::call::seat::{Address, Arrival};
use crate::call::view::Intent;
use crate::call::{Event, MediaEvent};
use crate::clock::Millis;
use crate::protocol::IceServer;

const NEWER: ServerMessage =
    ServerMessage::Welcome { version: PROTOCOL_VERSION + 1, heartbeat_ms: 5_000, ice_servers: Vec::new(), build: None };

fn arrived() -> Call {
    let mut call = Call::new(Box::new(|| [7; 16]));
    let arrival = Arrival { address: Address::Lobby, build: "one".into(), seat: None, reloaded: false, seat_age_ms: 0 };
    call.handle(Millis(0), Event::Arrived(arrival));
    call.handle(Millis(1), Event::SocketOpened);
    call
}

#[test]
fn a_newer_server_does_not_talk_over_the_permission() {
    let mut call = arrived();
    call.handle(Millis(2), Event::SocketMessage(NEWER));
    assert_eq!(call.view().phase, Phase::RequestingMedia);
}

fn told_to_come_later(call: &mut Call, ms: u64) {
    call.handle(Millis(ms), Event::SocketMessage(ServerMessage::Later { retry_after_ms: 10_000 }));
}

#[test]
fn who_comes_to_a_server_that_has_no_place_is_told_at_once_and_gets_in_later() {
    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    told_to_come_later(&mut call, 3);
    let join = |call: &mut Call, ms| {
        call.handle(Millis(ms), Event::Intent(Intent::Join("tea".into())));
        call.view().phase.clone()
    };
    assert_eq!(join(&mut call, 5_000), Phase::ChoosingRoom(DialogNotice::Limit));
    assert_eq!(join(&mut call, 13_000), Phase::Joining);
    told_to_come_later(&mut call, 13_100);
    assert_eq!(call.view().phase, Phase::ChoosingRoom(DialogNotice::Limit));
}

#[test]
fn a_newer_server_is_told_where_a_room_is_chosen() {
    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    call.handle(Millis(3), Event::SocketMessage(NEWER));
    assert_eq!(call.view().phase, Phase::ChoosingRoom(DialogNotice::Version));
}

/// What a server says that has been updated, and speaks as before.
fn updated() -> ServerMessage {
    let (heartbeat_ms, build) = (5_000, Some("two".into()));
    ServerMessage::Welcome { version: PROTOCOL_VERSION, heartbeat_ms, ice_servers: Vec::new(), build }
}

#[test]
fn an_update_is_told_outside_a_call_and_no_sooner() {
    let mut call = arrived();
    call.handle(Millis(2), Event::SocketMessage(updated()));
    assert!(!call.view().newer, "the permission comes first");
    call.handle(Millis(3), Event::Media(MediaEvent::Granted));
    assert!(call.view().newer);
    call.handle(Millis(4), Event::Intent(Intent::Join("tea".into())));
    let (name, role, pass) = ("tea".into(), Role::Impolite, Pass::from_bytes([1; 16]));
    let joined = ServerMessage::Joined { name, role, resumed: false, pass, beside: None, peer: None };
    call.handle(Millis(5), Event::SocketMessage(joined));
    assert_eq!((call.view().phase, call.view().newer), (Phase::Waiting, false));
    call.handle(Millis(6), Event::Intent(Intent::Leave));
    assert!(call.view().newer, "who has left loses nothing");
}

#[test]
fn a_server_of_the_same_build_or_of_none_is_no_update() {
    for build in [Some("one".into()), None] {
        let mut call = arrived();
        call.handle(Millis(2), Event::Media(MediaEvent::Granted));
        let (version, heartbeat_ms) = (PROTOCOL_VERSION, 5_000);
        let welcome = ServerMessage::Welcome { version, heartbeat_ms, ice_servers: Vec::new(), build };
        call.handle(Millis(3), Event::SocketMessage(welcome));
        assert!(!call.view().newer);
    }
}

/// The ICE servers of the connections that are made by these commands.
fn opened(commands: &[Command]) -> Vec<Vec<&str>> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::OpenPeer { ice_servers, .. } => {
                Some(ice_servers.iter().flat_map(|server| &server.urls).map(String::as_str).collect())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn no_relay_is_asked_before_somebody_begins_to_type() {
    let server = |url: &str| IceServer { urls: vec![url.into()], username: None, credential: None };
    let (version, heartbeat_ms) = (PROTOCOL_VERSION, 5_000);
    let ice_servers = vec![server("stun:duet.test:3478"), server("turn:duet.test:3478")];
    let welcome = ServerMessage::Welcome { version, heartbeat_ms, ice_servers, build: None };
    let all = vec!["stun:duet.test:3478", "turn:duet.test:3478"];

    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    let looks = call.handle(Millis(3), Event::SocketMessage(welcome.clone()));
    assert_eq!(opened(&looks), [vec!["stun:duet.test:3478"]], "who only looks costs no address");
    let types = call.handle(Millis(4), Event::Intent(Intent::Typed));
    assert_eq!(opened(&types), std::slice::from_ref(&all), "its address is in the first offer");
    assert!(opened(&call.handle(Millis(5), Event::Intent(Intent::Typed))).is_empty(), "once is enough");
    assert!(opened(&call.handle(Millis(6), Event::Intent(Intent::Join("tea".into())))).is_empty());

    let mut call = Call::new(Box::new(|| [7; 16]));
    let address = Address::Room("tea".into());
    let arrival = Arrival { address, build: String::new(), seat: None, reloaded: false, seat_age_ms: 0 };
    call.handle(Millis(0), Event::Arrived(arrival));
    call.handle(Millis(1), Event::SocketOpened);
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    assert_eq!(opened(&call.handle(Millis(3), Event::SocketMessage(welcome))), [all], "a link is as good as a name");
}

fn seated_alone(welcome: &ServerMessage) -> Call {
    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    call.handle(Millis(3), Event::SocketMessage(welcome.clone()));
    call.handle(Millis(4), Event::Intent(Intent::Join("tea".into())));
    let (name, role, pass) = ("tea".into(), Role::Impolite, Pass::from_bytes([1; 16]));
    let joined = ServerMessage::Joined { name, role, resumed: false, pass, beside: None, peer: None };
    call.handle(Millis(5), Event::SocketMessage(joined));
    assert_eq!(call.view().phase, Phase::Waiting);
    call
}

fn welcome_with(urls: &[&str]) -> ServerMessage {
    let server = |url: &&str| IceServer { urls: vec![(*url).into()], username: None, credential: None };
    let ice_servers = urls.iter().map(server).collect();
    ServerMessage::Welcome { version: PROTOCOL_VERSION, heartbeat_ms: 5_000, ice_servers, build: None }
}

#[test]
fn who_hides_their_address_has_told_it_to_nobody_before() {
    let relay = ["turn:duet.test:3478"];
    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    call.handle(Millis(3), Event::SocketMessage(welcome_with(&relay)));
    call.handle(Millis(4), Event::Intent(Intent::Typed));
    let hides = call.handle(Millis(5), Event::Intent(Intent::HideOrShowAddress));
    assert_eq!(opened(&hides), [relay], "the offer that waits has the address in it");

    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    call.handle(Millis(3), Event::SocketMessage(welcome_with(&relay)));
    call.handle(Millis(4), Event::Intent(Intent::Join("tea".into())));
    let hides = call.handle(Millis(5), Event::Intent(Intent::HideOrShowAddress));
    assert_eq!(opened(&hides), [relay], "the join that waits has it too");
    let said = |wanted: fn(&ClientMessage) -> bool| {
        hides.iter().any(|command| matches!(command, Command::Send(message) if wanted(message)))
    };
    assert!(said(|message| matches!(message, ClientMessage::Leave)));
    assert!(said(|message| matches!(message, ClientMessage::Join(_))), "and is asked for anew");
    assert!(
        !hides
            .iter()
            .rev()
            .take_while(|command| !matches!(command, Command::OpenPeer { .. }))
            .any(|command| *command == Command::ClosePeer)
    );
    assert_eq!(call.view().phase, Phase::Joining);

    let mut call = seated_alone(&welcome_with(&relay));
    assert_eq!(
        opened(&call.handle(Millis(6), Event::Intent(Intent::HideOrShowAddress))),
        [relay],
        "nobody has come yet"
    );
}

#[test]
fn a_name_that_is_finished_after_hours_finds_a_relay_that_still_knows_the_page() {
    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    call.handle(Millis(3), Event::SocketMessage(welcome_with(&["turn:duet.test:3478"])));
    let asked = |commands: &[Command]| commands.contains(&Command::Send(ClientMessage::Refresh));
    let ping = || Event::SocketMessage(ServerMessage::Ping);
    assert!(!asked(&call.handle(Millis(100_000), ping())), "who only looks has no use for a password");
    call.handle(Millis(100_001), Event::Intent(Intent::Typed));
    assert!(asked(&call.handle(Millis(200_000), ping())));
    assert!(!asked(&call.handle(Millis(201_000), ping())), "once a minute");
}

#[test]
fn servers_that_are_the_same_are_not_told_to_the_browser_again() {
    let welcome = welcome_with(&["turn:duet.test:3478"]);
    let mut call = seated_alone(&welcome);
    let ServerMessage::Welcome { mut ice_servers, .. } = welcome else { panic!("it is one") };
    let tells = |call: &mut Call, ms, ice_servers: &[IceServer]| {
        let said = ServerMessage::IceServers { ice_servers: ice_servers.to_vec() };
        let commands = call.handle(Millis(ms), Event::SocketMessage(said));
        commands.iter().any(|command| matches!(command, Command::UseIceServers(_)))
    };
    assert!(!tells(&mut call, 6, &ice_servers), "it would search anew with the next negotiation");
    ice_servers[0].username = Some("later".into());
    assert!(tells(&mut call, 7, &ice_servers));
}

#[test]
fn a_room_that_a_stopping_server_does_not_open_is_told_in_the_dialog() {
    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    call.handle(Millis(3), Event::Intent(Intent::Join("tea".into())));
    let draining = ServerMessage::Refused { reason: Refusal::Draining };
    call.handle(Millis(4), Event::SocketMessage(draining));
    assert_eq!(call.view().phase, Phase::ChoosingRoom(DialogNotice::Draining));
}

#[test]
fn the_last_pass_is_kept_for_a_reload_and_shown_to_the_next_server() {
    let mut call = arrived();
    call.handle(Millis(2), Event::Media(MediaEvent::Granted));
    let welcome =
        ServerMessage::Welcome { version: PROTOCOL_VERSION, heartbeat_ms: 5_000, ice_servers: Vec::new(), build: None };
    call.handle(Millis(3), Event::SocketMessage(welcome.clone()));
    call.handle(Millis(4), Event::Intent(Intent::Join("tea".into())));
    let (first, last) = (Pass::from_bytes([1; 16]), Pass::from_bytes([2; 16]));
    let (name, role, beside) = ("tea".into(), Role::Impolite, Some(SeatDigest::from_bytes([3; 16])));
    let joined = ServerMessage::Joined { name, role, resumed: false, pass: first, beside: None, peer: None };
    call.handle(Millis(5), Event::SocketMessage(joined));
    let told = call.handle(Millis(6), Event::SocketMessage(ServerMessage::Pass { pass: last, beside }));
    let is_new = |claim: &Option<Claim>| claim.is_some_and(|claim| claim.pass == last && claim.beside == beside);
    assert!(told.iter().any(|command| matches!(command, Command::StoreSeat(seat) if is_new(&seat.claim))));
    call.handle(Millis(7), Event::SocketClosed);
    call.handle(Millis(2_000), Event::SocketOpened);
    let asked = call.handle(Millis(2_001), Event::SocketMessage(welcome));
    let shows = |command: &Command| matches!(command, Command::Send(ClientMessage::Join(join)) if is_new(&join.claim));
    assert!(asked.iter().any(shows), "{asked:?}");
}
