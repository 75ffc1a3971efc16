//! How often, and how much, one address may have in a minute. Whatever it does, others notice nothing, and a school of a
//! thousand comes back at once when the server was started again.

use std::time::Duration;

use axum::http::StatusCode;
use duet::protocol::identity::{SeatSecret, VisitId};
use duet::protocol::{ClientMessage, Join, PROTOCOL_VERSION, ServerMessage};
use futures::future::join_all;
use tokio::io::AsyncReadExt;
use tokio::time::timeout;

use super::site::{Site, Socket};
use super::{PROXIES, SOMEBODY};

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody else.
const OTHER: (&str, &str) = ("x-forwarded-for", "198.51.100.77");

/// The sockets of a school behind one address.
const SCHOOL: u16 = 1_000;

fn announced(last: u8) -> Vec<u8> {
    format!("PROXY TCP4 192.0.2.{last} 127.0.0.1 4711 443\r\n").into_bytes()
}

async fn limited(site: &Site, limit: &str) {
    let told = site.metrics().await.text;
    let line = format!("duet_limited_total{{limit=\"{limit}\"}} ");
    assert!(told.contains(&line), "{line} is not in\n{told}");
}

#[tokio::test]
async fn who_connects_too_often_is_let_go_before_the_handshake() {
    let site = Site::start(&["--tls-self-signed", "--connections-per-minute", "2", "--proxy-protocol", PROXIES]).await;
    for _ in 0..2 {
        drop(site.tls_over(site.announced(&announced(1)).await, &["h2"]).await.expect("TLS"));
    }
    let mut third = site.announced(&announced(1)).await;
    let mut heard = Vec::new();
    // Closed in good order or not; nobody said anything.
    let _ = timeout(PATIENCE, third.read_to_end(&mut heard)).await.expect("it is closed");
    assert!(heard.is_empty());
    site.tls_over(site.announced(&announced(2)).await, &["h2"]).await.expect("others notice nothing");
    limited(&site, "connection_rate").await;
}

#[tokio::test]
async fn who_opens_sockets_too_often_is_told_when_to_come_again_and_then_refused() {
    let site = Site::start(&["--upgrades-per-minute", "2", "--trusted-proxies", PROXIES]).await;
    for _ in 0..2 {
        let mut socket = site.socket(site.plain().await, &[SOMEBODY]).await;
        assert!(matches!(socket.hears().await, Some(ServerMessage::Welcome { .. })));
    }
    for _ in 0..2 {
        let mut socket = site.socket(site.plain().await, &[SOMEBODY]).await;
        assert!(matches!(socket.hears().await, Some(ServerMessage::Later { retry_after_ms: 1..=30_000 })));
    }
    let refused = site.upgrade(site.plain().await, &[SOMEBODY]).await.err().expect("words cost a socket each");
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=30).contains(&seconds)));
    let mut other = site.socket(site.plain().await, &[OTHER]).await;
    assert!(matches!(other.hears().await, Some(ServerMessage::Welcome { .. })));
    limited(&site, "upgrades").await;
}

#[tokio::test]
async fn who_is_served_too_much_is_told_when_to_come_again() {
    let site = Site::start(&["--served-bytes-per-minute", "100000", "--trusted-proxies", PROXIES]).await;
    let mut bytes = 0;
    let refused = loop {
        let answer = site.ask("/", &[SOMEBODY]).await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        bytes += answer.bytes;
        assert!(bytes <= 200_000, "there is no limit");
    };
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=60).contains(&seconds)));
    assert!(bytes > 0);
    assert_eq!(site.ask("/", &[OTHER]).await.status, StatusCode::OK);
    limited(&site, "served_bytes").await;
}

#[tokio::test]
async fn who_asks_for_nothing_without_end_is_told_so_too_but_not_who_looks_whether_all_is_well() {
    let site = Site::start(&["--served-bytes-per-minute", "10000", "--trusted-proxies", PROXIES]).await;
    let mut answered = Vec::new();
    for _ in 0..20 {
        answered.push(site.ask("/nothing", &[SOMEBODY]).await.status);
    }
    assert!(answered.contains(&StatusCode::TOO_MANY_REQUESTS) && answered[0] == StatusCode::NOT_FOUND, "{answered:?}");
    assert_eq!(site.ask("/healthz", &[SOMEBODY]).await.status, StatusCode::OK);
    assert_eq!(site.ask("/nothing", &[OTHER]).await.status, StatusCode::NOT_FOUND);
}

/// Says something until the server has had enough; whether it says so.
async fn is_sent_away(socket: &mut Socket, messages: usize) -> bool {
    for _ in 0..messages {
        socket.says(&ClientMessage::Pong).await;
    }
    socket.says(&ClientMessage::Refresh).await;
    loop {
        match socket.hears().await {
            Some(ServerMessage::Later { retry_after_ms: 1.. }) => return true,
            Some(ServerMessage::IceServers { .. }) => return false,
            Some(_) => {}
            None => panic!("it ended without a word"),
        }
    }
}

#[tokio::test]
async fn all_sockets_of_an_address_share_what_may_be_said_and_a_new_one_brings_no_more() {
    let site = Site::start(&["--messages-per-minute-per-address", "30", "--trusted-proxies", PROXIES]).await;
    let mut sockets = Vec::new();
    for _ in 0..2 {
        sockets.push(site.socket(site.plain().await, &[SOMEBODY]).await);
    }
    assert!(!is_sent_away(&mut sockets[0], 15).await);
    assert!(is_sent_away(&mut sockets[1], 20).await, "together they said too much");
    let mut fresh = site.socket(site.plain().await, &[SOMEBODY]).await;
    assert!(is_sent_away(&mut fresh, 5).await, "a new socket has no new budget");
    let mut other = site.socket(site.plain().await, &[OTHER]).await;
    assert!(!is_sent_away(&mut other, 20).await, "others notice nothing");
    limited(&site, "messages").await;
}

#[tokio::test]
async fn all_sockets_of_an_address_share_how_many_bytes_may_be_said() {
    let site = Site::start(&["--bytes-per-minute-per-address", "600", "--trusted-proxies", PROXIES]).await;
    let mut first = site.socket(site.plain().await, &[SOMEBODY]).await;
    assert!(!is_sent_away(&mut first, 30).await);
    let mut second = site.socket(site.plain().await, &[SOMEBODY]).await;
    assert!(is_sent_away(&mut second, 30).await);
}

/// A seat for somebody of a school, over a connection of their own.
async fn comes_back(site: &Site, person: u16) -> (Socket, bool) {
    let mut socket = site.socket(site.announced(&announced(1)).await, &[]).await;
    assert!(matches!(socket.hears().await, Some(ServerMessage::Welcome { .. })), "person {person}");
    let visit = [[0; 6].as_slice(), &person.to_be_bytes()].concat();
    let secret = [[1; 14].as_slice(), &person.to_be_bytes()].concat();
    let join = ClientMessage::Join(Join {
        version: PROTOCOL_VERSION,
        name: format!("room {}", person / 2),
        visit: VisitId::from_random(visit.try_into().expect("8 bytes")),
        secret: SeatSecret::from_random(secret.try_into().expect("16 bytes")),
        claim: None,
        signals: Vec::new(),
    });
    socket.says(&join).await;
    // As much as the beginning of a call takes.
    for _ in 0..50 {
        socket.says(&ClientMessage::Pong).await;
    }
    socket.says(&ClientMessage::Refresh).await;
    let mut has_seat = false;
    loop {
        match socket.hears().await {
            Some(ServerMessage::Joined { .. }) => has_seat = true,
            Some(ServerMessage::IceServers { .. }) => return (socket, has_seat),
            Some(ServerMessage::Later { .. } | ServerMessage::Refused { .. }) | None => return (socket, false),
            Some(_) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_sockets_of_one_address_return_at_once() {
    rlimit::increase_nofile_limit(u64::MAX).expect("each has two open files");
    let site = Site::start(&["--proxy-protocol", PROXIES]).await;
    let back = join_all((0..SCHOOL).map(|person| comes_back(&site, person))).await;
    assert_eq!(back.iter().filter(|(_, has_seat)| *has_seat).count(), usize::from(SCHOOL));
}
