//! Clients that mean harm, before any socket is open. Whatever they do, others are served: that is what every test ends with.

use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::site::{Site, Way};

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Everything that the server says to these bytes until it ends the connection.
async fn last_words(mut way: impl Way, bytes: &[u8]) -> Vec<u8> {
    // A server that closes early is what these tests want.
    let _ = way.write_all(bytes).await;
    let mut heard = Vec::new();
    drop(timeout(PATIENCE, way.read_to_end(&mut heard)).await.expect("the server ends the connection"));
    heard
}

/// The status codes of all answers in it.
fn statuses(heard: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(heard);
    text.split("HTTP/1.1 ").skip(1).map(|answer| answer.chars().take(3).collect()).collect()
}

async fn others_are_served(site: &Site) {
    let answer = timeout(PATIENCE, site.ask("/healthz", &[])).await.expect("an answer in time");
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn who_drips_a_request_byte_by_byte_keeps_nobody_waiting() {
    let site = Site::start(&["--max-head-seconds", "1"]).await;
    let mut slow = Vec::new();
    for _ in 0..300 {
        let mut way = site.plain().await;
        way.write_all(b"GET / HTTP/1.1\r\nHost: duet.test\r\nX-Drip: ").await.expect("the server reads");
        slow.push(way);
    }
    others_are_served(&site).await;
    for way in slow {
        let heard = last_words(way, b"a").await;
        assert!(!statuses(&heard).contains(&"200".into()));
    }
}

#[tokio::test]
async fn who_never_shakes_hands_is_let_go() {
    let site = Site::start(&["--tls-self-signed", "--max-head-seconds", "3"]).await;
    let silent = site.plain().await;
    let heard = last_words(silent, b"").await;
    assert!(heard.is_empty());
    // A request in the clear is no handshake either.
    last_words(site.plain().await, b"GET / HTTP/1.1\r\nHost: duet.test\r\n\r\n").await;
    assert_eq!(site.tls(&["h2"]).await.1.as_deref(), Some("h2"));
}

#[tokio::test]
async fn a_request_with_another_inside_is_one_request() {
    let site = Site::start(&["--max-head-seconds", "1"]).await;
    const HIDDEN: &str = "GET /healthz HTTP/1.1\r\nHost: duet.test\r\n\r\n";
    let length = HIDDEN.len() + 5;
    let cases = [
        format!("Content-Length: {length}\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n{HIDDEN}"),
        format!("Content-Length: 0\r\nContent-Length: {}\r\n\r\n{HIDDEN}", HIDDEN.len()),
        format!("Content-Length: +0\r\n\r\n{HIDDEN}"),
        format!("Content-Length: {length}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{HIDDEN}"),
        format!("Content-Length: {length}\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{HIDDEN}"),
        format!("X: \0\r\n\r\n{HIDDEN}"),
    ];
    for rest in cases {
        let heard =
            last_words(site.plain().await, format!("POST / HTTP/1.1\r\nHost: duet.test\r\n{rest}").as_bytes()).await;
        assert!(!statuses(&heard).contains(&"200".into()), "{rest:?}: {}", String::from_utf8_lossy(&heard));
    }
    others_are_served(&site).await;
}

#[tokio::test]
async fn no_path_leads_out_of_the_page() {
    let site = Site::start(&[]).await;
    for path in [
        "/../Cargo.toml",
        "/pkg/../../Cargo.toml",
        "/pkg/..%2f..%2fCargo.toml",
        "/pkg/%2e%2e/%2e%2e/Cargo.toml",
        "/..%5c..%5cCargo.toml",
        "//etc/passwd",
        "/pkg//etc/passwd",
        "/texts/../secret",
        "/%00",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: duet.test\r\nConnection: close\r\n\r\n");
        let heard = last_words(site.plain().await, request.as_bytes()).await;
        assert!(statuses(&heard)[0].starts_with('4'), "{path}: {}", String::from_utf8_lossy(&heard));
    }
}

#[tokio::test]
async fn an_address_that_is_no_name_is_no_fault_of_the_server() {
    let site = Site::start(&[]).await;
    let long = format!("/room/{}", "a".repeat(8_000));
    for path in [
        "/room/%ff",
        "/room/%E2%80%AE",
        "/room/a/b/c",
        &long,
        "/room/..",
        "/api/occupancy?name=%ff",
        "/api/occupancy",
        "/api/nothing",
    ] {
        let answer = site.ask(path, &[]).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
    }
    others_are_served(&site).await;
}

/// The frames of HTTP/2 (RFC 9113), as a client writes them that keeps no rule.
mod frames {
    pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    pub(super) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
        let length = u32::try_from(payload.len()).expect("a short frame").to_be_bytes();
        [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
    }

    pub(super) fn settings() -> Vec<u8> {
        frame(4, 0, 0, &[])
    }

    /// `GET /` in the words of HPACK's static table.
    pub(super) fn head(stream: u32, flags: u8) -> Vec<u8> {
        let head = [&[0x82, 0x87, 0x84, 0x41, 9][..], b"duet.test"].concat();
        frame(1, flags, stream, &head)
    }

    pub(super) fn reset(stream: u32) -> Vec<u8> {
        frame(3, 0, stream, &8_u32.to_be_bytes())
    }

    /// The reason in the server's last GOAWAY.
    pub(super) fn reason(mut heard: &[u8]) -> Option<u32> {
        let mut reason = None;
        while let Some((head, rest)) = heard.split_at_checked(9) {
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
            let (payload, rest) = rest.split_at_checked(length)?;
            if head[3] == 7 {
                reason = payload.get(4..8).and_then(|code| code.try_into().ok()).map(u32::from_be_bytes);
            }
            heard = rest;
        }
        reason
    }
}

const ENHANCE_YOUR_CALM: u32 = 11;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// CVE-2023-44487: requests that are taken back as soon as they are made cost the server and not the client.
#[tokio::test]
async fn who_asks_and_takes_it_back_a_thousand_times_is_sent_away() {
    let site = Site::start(&["--tls-self-signed"]).await;
    let (way, _) = site.tls(&["h2"]).await;
    let mut flood = [frames::PREFACE, &frames::settings()].concat();
    for stream in (1..4_000).step_by(2) {
        flood.extend(frames::head(stream, END_STREAM | END_HEADERS));
        flood.extend(frames::reset(stream));
    }
    let heard = last_words(way, &flood).await;
    assert_eq!(frames::reason(&heard), Some(ENHANCE_YOUR_CALM));
    assert_eq!(site.tls(&["h2"]).await.1.as_deref(), Some("h2"));
}

/// CVE-2024-27316 and its like: a head that never ends.
#[tokio::test]
async fn a_head_in_endless_parts_is_cut_off() {
    let site = Site::start(&["--tls-self-signed"]).await;
    let (way, _) = site.tls(&["h2"]).await;
    let mut flood = [frames::PREFACE, &frames::settings(), &frames::head(1, END_STREAM)].concat();
    // A header without a name in the table, of a kilobyte.
    let header = [&[0x00, 1, b'x', 0x7f, 0x81, 0x07][..], &[b'a'; 1024]].concat();
    for _ in 0..2_000 {
        flood.extend(frames::frame(9, 0, 1, &header));
    }
    let heard = last_words(way, &flood).await;
    assert!(frames::reason(&heard).is_some_and(|reason| reason != 0), "the connection is ended with a reason");
    assert_eq!(site.tls(&["h2"]).await.1.as_deref(), Some("h2"));
}

#[tokio::test]
async fn a_flood_of_settings_and_pings_that_nobody_reads_the_answers_to_is_ended() {
    let site = Site::start(&["--tls-self-signed", "--max-connection-seconds", "1", "--max-head-seconds", "3"]).await;
    let (mut way, _) = site.tls(&["h2"]).await;
    let mut flood = [frames::PREFACE, &frames::settings()].concat();
    for _ in 0..20_000 {
        flood.extend(frames::settings());
        flood.extend(frames::frame(6, 0, 0, &[0; 8]));
    }
    let pouring = async { while way.write_all(&flood).await.is_ok() {} };
    timeout(PATIENCE, pouring).await.expect("the server ends the connection");
    assert_eq!(site.tls(&["h2"]).await.1.as_deref(), Some("h2"));
}
