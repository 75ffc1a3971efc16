//! The server over real sockets: every way of breaking the protocol gets its typed error or close code, and the other
//! rooms notice nothing.
#![cfg(feature = "ssr")]

#[path = "signaling/client.rs"]
mod client;
#[path = "signaling/hostile.rs"]
mod hostile;

use clap::Parser;
use client::Server;
use duet::protocol::signal::{CANDIDATE_MAX_BYTES, DESCRIPTION_MAX_BYTES};
use duet::protocol::{
    ClientMessage, ErrorCode, FRAME_MAX_BYTES, PROTOCOL_VERSION, Refusal, Role, ServerMessage, codec,
};
use duet::server::config::Config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

#[tokio::test]
async fn two_people_are_introduced_and_hear_each_other() {
    let server = Server::start().await;
    let mut ann = server.join("tea", 1).await;
    assert!(matches!(ann.hears().await, ServerMessage::Joined { role: Role::Impolite, peer: None, .. }));
    let mut ben = server.join("Tea", 2).await;
    let ServerMessage::Joined { name, role, peer, .. } = ben.hears().await else { panic!("a seat was free") };
    assert_eq!((name.as_str(), role), ("tea", Role::Polite));
    assert_eq!(peer.map(|peer| peer.visit), Some(ann.visit));
    assert!(matches!(ann.hears().await, ServerMessage::PeerHere { visit, .. } if visit == ben.visit));
    let signal = ben.signal_to(&ann, 1, 100);
    ben.says(&ClientMessage::Signal(signal.clone())).await;
    assert_eq!(ann.hears().await, ServerMessage::Signal(signal));
    ann.says(&ClientMessage::Ack { to: ben.visit, up_to: 1 }).await;
    assert_eq!(ben.hears().await, ServerMessage::Ack { from: ann.visit, up_to: 1 });
    ben.says(&ClientMessage::Leave).await;
    assert_eq!(ann.hears().await, ServerMessage::PeerLeft);
}

#[tokio::test]
async fn the_first_message_tells_the_version_and_the_ice_servers() {
    let config = ["duet", "--ice-servers", "stun:stun.test turn:turn.test", "--ice-secret", "north"];
    let server = Server::start_with(&Config::parse_from(config)).await;
    let mut client = server.connect().await;
    let ServerMessage::Welcome { version, heartbeat_ms, ice_servers, build: None } = client.hears().await else {
        panic!("the welcome comes first")
    };
    assert_eq!((version, heartbeat_ms), (PROTOCOL_VERSION, 5_000));
    assert_eq!(ice_servers.len(), 2);
    assert!(ice_servers[1].credential.is_some());
}

/// Twenty sockets join one room in the same instant: a third person in a call for two would see and hear what is not
/// meant for them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_who_join_at_once_exactly_two_get_in_two_hundred_times_over() {
    let server = Server::start().await;
    let mut clients = Vec::new();
    for person in 1..=20 {
        let mut client = server.connect_as(person).await;
        client.hears().await;
        clients.push(client);
    }
    for round in 0..200 {
        let name = format!("room {round}");
        for client in &mut clients {
            client.renew();
        }
        let joins = clients.iter_mut().map(|client| {
            let name = name.clone();
            async move {
                client.asks_for(&name).await;
                client.answer_to_join().await
            }
        });
        let seated = futures::future::join_all(joins).await;
        assert_eq!(seated.iter().filter(|seated| **seated).count(), 2, "round {round}");
        for (client, seated) in clients.iter_mut().zip(seated) {
            if seated {
                client.says(&ClientMessage::Leave).await;
            }
        }
    }
}

#[tokio::test]
async fn nonsense_is_answered_with_its_error_and_the_socket_is_closed() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let cases = [
        (Message::text("{"), ErrorCode::Malformed, CloseCode::Invalid),
        (Message::text(r#"{"join":{}}"#), ErrorCode::Malformed, CloseCode::Invalid),
        (Message::text(r#"{"fly":{}}"#), ErrorCode::UnknownType, CloseCode::Invalid),
        (Message::binary(vec![1, 2, 3]), ErrorCode::Binary, CloseCode::Unsupported),
        (Message::text(" ".repeat(FRAME_MAX_BYTES + 1)), ErrorCode::TooLarge, CloseCode::Size),
    ];
    for (frame, code, close) in cases {
        let mut client = server.connect().await;
        client.hears().await;
        client.sends(frame).await;
        assert_eq!(client.hears().await, ServerMessage::Error { code });
        assert_eq!(client.close_code().await, Some(close));
    }
    bystanders.can_talk().await;
}

#[tokio::test]
async fn what_is_too_large_inside_a_frame_is_refused_too() {
    let server = Server::start().await;
    for (bytes, candidate) in [(DESCRIPTION_MAX_BYTES + 1, false), (CANDIDATE_MAX_BYTES + 1, true)] {
        let mut client = server.join("tea", 1).await;
        client.hears().await;
        let signal = if candidate { client.candidate(bytes) } else { client.description(bytes) };
        client.says(&ClientMessage::Signal(signal)).await;
        assert_eq!(client.hears().await, ServerMessage::Error { code: ErrorCode::TooLarge });
        assert_eq!(client.close_code().await, Some(CloseCode::Size));
    }
}

#[tokio::test]
async fn a_frame_that_is_too_large_is_refused_in_words_however_large_it_is() {
    let server = Server::start().await;
    for bytes in [65_537, 131_072, 131_073, 200_000] {
        let mut client = server.connect().await;
        client.hears().await;
        client.sends(Message::text(" ".repeat(bytes))).await;
        assert_eq!(client.hears().await, ServerMessage::Error { code: ErrorCode::TooLarge }, "{bytes}");
        assert_eq!(client.close_code().await, Some(CloseCode::Size), "{bytes}");
    }
}

#[tokio::test]
async fn a_frame_of_a_megabyte_ends_its_socket_and_nothing_else() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let mut client = server.connect().await;
    client.hears().await;
    client.sends(Message::text("x".repeat(1024 * 1024))).await;
    assert!(client.is_gone().await);
    bystanders.can_talk().await;
}

#[tokio::test]
async fn what_needs_a_seat_and_a_second_join_get_an_error_and_the_socket_stays() {
    let server = Server::start().await;
    let mut client = server.connect_as(1).await;
    client.hears().await;
    let signal = client.description(10);
    client.says(&ClientMessage::Signal(signal)).await;
    assert_eq!(client.hears().await, ServerMessage::Error { code: ErrorCode::NotSeated });
    client.asks_for("tea").await;
    assert!(matches!(client.hears().await, ServerMessage::Joined { .. }));
    client.asks_for("tea").await;
    assert_eq!(client.hears().await, ServerMessage::Error { code: ErrorCode::AlreadyJoined });
}

#[tokio::test]
async fn another_version_is_refused_with_its_reason() {
    let server = Server::start().await;
    let mut client = server.connect().await;
    client.hears().await;
    let join = codec::encode(&client.join_message("tea"))
        .replace(&format!(r#""version":{PROTOCOL_VERSION}"#), &format!(r#""version":{}"#, PROTOCOL_VERSION + 1));
    client.sends(Message::text(join)).await;
    assert_eq!(client.hears().await, ServerMessage::Refused { reason: Refusal::Version });
}

#[tokio::test]
async fn a_socket_that_is_cut_off_leaves_its_seat_held_and_the_rest_alone() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let mut call = server.call("tea").await;
    call.second.cut_off().await;
    assert_eq!(call.first.hears().await, ServerMessage::PeerQuiet);
    assert_eq!(call.first.hears().await, ServerMessage::PeerLeft);
    bystanders.can_talk().await;
}

#[tokio::test]
async fn the_same_secret_takes_the_seat_and_the_old_socket_is_told() {
    let server = Server::start().await;
    let mut call = server.call("tea").await;
    let mut twin = server.connect_as(2).await;
    twin.hears().await;
    twin.asks_for("tea").await;
    assert!(matches!(twin.hears().await, ServerMessage::Joined { resumed: true, .. }));
    assert_eq!(call.second.hears().await, ServerMessage::Moved { by: twin.visit });
    assert_eq!(call.second.close_code().await, Some(CloseCode::from(4001)));
    assert!(matches!(call.first.hears().await, ServerMessage::PeerHere { visit, .. } if visit == twin.visit));
}

#[tokio::test]
async fn a_client_that_says_goodbye_is_answered() {
    let server = Server::start().await;
    let mut client = server.connect().await;
    client.hears().await;
    client.sends(Message::Close(None)).await;
    assert_eq!(client.close_code().await, None);
}

#[tokio::test]
async fn a_foreign_page_gets_no_socket_and_a_program_does() {
    let server = Server::start().await;
    let own = format!("http://{}", server.address);
    assert_eq!(server.status_of_upgrade(Some("https://evil.test")).await, 403);
    assert_eq!(server.status_of_upgrade(Some("null")).await, 403);
    assert_eq!(server.status_of_upgrade(Some(&own)).await, 101);
    assert_eq!(server.status_of_upgrade(None).await, 101);
}

#[tokio::test]
async fn health_and_readiness_are_told_apart_while_draining() {
    let server = Server::start().await;
    let mut call = server.call("tea").await;
    assert_eq!((server.status_of("/healthz").await, server.status_of("/readyz").await), (200, 200));
    server.hub.drain();
    assert_eq!((server.status_of("/healthz").await, server.status_of("/readyz").await), (200, 503));
    assert_eq!(call.first.hears().await, ServerMessage::Draining);
    assert_eq!(call.second.hears().await, ServerMessage::Draining);
    call.can_talk().await;
    let mut late = server.join("new room", 7).await;
    assert_eq!(late.hears().await, ServerMessage::Refused { reason: Refusal::Draining });
}
