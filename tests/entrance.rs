//! The ways in: with and without TLS, over either version of HTTP, past proxies and limits. What is wrong here keeps everybody
//! out, or lets somebody in who should not be.
#![cfg(feature = "ssr")]

#[path = "entrance/acme.rs"]
mod acme;
#[path = "any_certificate/believed.rs"]
mod any_certificate;
#[path = "entrance/hostile.rs"]
mod hostile;
#[path = "entrance/names.rs"]
mod names;
#[path = "free_port/pick.rs"]
mod pick;
#[path = "entrance/proxied.rs"]
mod proxied;
#[path = "entrance/rates.rs"]
mod rates;
#[path = "entrance/site.rs"]
mod site;

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use duet::protocol::ServerMessage;
use site::{Site, over_http1, read};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

const SELF_SIGNED: &[&str] = &["--tls-self-signed"];

/// Tests come from this machine, which is not counted by address; so they say that they are a proxy.
const PROXIES: &str = "127.0.0.0/8";
const SOMEBODY: (&str, &str) = ("x-forwarded-for", "192.0.2.1");

#[tokio::test]
async fn browsers_get_http2_and_others_what_they_ask_for() {
    let site = Site::start(SELF_SIGNED).await;
    assert_eq!(site.tls(&["h2", "http/1.1"]).await.1.as_deref(), Some("h2"));
    let (way, chosen) = site.tls(&["http/1.1"]).await;
    assert_eq!(chosen.as_deref(), Some("http/1.1"));
    assert_eq!(over_http1(way, site.get("/healthz", &[])).await.status, StatusCode::OK);
    let (way, chosen) = site.tls(&[]).await;
    assert_eq!(chosen, None);
    assert_eq!(over_http1(way, site.get("/healthz", &[])).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_socket_is_had_over_tls() {
    let site = Site::start(SELF_SIGNED).await;
    let (way, _) = site.tls(&["http/1.1"]).await;
    let origin = format!("https://{}", site.address);
    let mut socket = site.socket(way, &[("origin", &origin)]).await;
    assert!(matches!(socket.hears().await, Some(ServerMessage::Welcome { .. })));
}

#[tokio::test]
async fn page_and_socket_share_one_http2_connection() {
    let site = Site::start(SELF_SIGNED).await;
    let (way, _) = site.tls(&["h2"]).await;
    let mut sender = site.http2(way).await;
    let page = read(sender.send_request(site.get2("/")).await.expect("an answer")).await;
    assert!(page.text.contains("<title>Duet</title>"), "{}", page.text);
    let own = format!("https://{}", site.address);
    let mut socket = site.socket2(&mut sender, Some(&own)).await.expect("a socket");
    assert!(matches!(socket.hears().await, Some(ServerMessage::Welcome { .. })));
    let foreign = site.socket2(&mut sender, Some("https://evil.test")).await;
    assert_eq!(foreign.err(), Some(StatusCode::FORBIDDEN));
    let another = read(sender.send_request(site.get2("/healthz")).await.expect("an answer")).await;
    assert_eq!(another.status, StatusCode::OK);
}

#[tokio::test]
async fn a_certificate_that_browsers_believe_is_demanded_from_then_on_and_no_other() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let file = |name: &str, text: String| {
        let path = std::env::temp_dir().join(format!("duet-{name}-{}.pem", std::process::id()));
        std::fs::write(&path, text).expect("a folder for temporary files");
        path.to_string_lossy().into_owned()
    };
    let (certificate, key) = (file("certificate", made.cert.pem()), file("key", made.signing_key.serialize_pem()));
    let believed = Site::start(&["--tls-certificate", &certificate, "--tls-key", &key]).await;
    let unbelieved = Site::start(SELF_SIGNED).await;
    let mut demanded = Vec::new();
    for site in [&believed, &unbelieved] {
        for host in ["duet.test", "localhost", "127.0.0.1"] {
            let answer = site.ask_encrypted("/healthz", host).await;
            demanded.push(answer.header("strict-transport-security").to_owned());
        }
    }
    assert_eq!(demanded, ["max-age=63072000", "", "", "", "", ""]);
    let undone = Site::start(&["--tls-certificate", &certificate, "--tls-key", &key, "--hsts-seconds", "0"]).await;
    let answer = undone.ask_encrypted("/", "duet.test").await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=0", "the way back");
    let _ = (std::fs::remove_file(certificate), std::fs::remove_file(key));
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_must_not_do() {
    let site = Site::start(&[]).await;
    for path in ["/", "/check", "/room/tea", "/healthz", "/nothing", "/api/occupancy?name=tea"] {
        let answer = site.ask(path, &[]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        let is_document = answer.header("content-type").starts_with("text/html");
        assert_eq!(is_document, ["/", "/check", "/room/tea"].contains(&path), "{path}");
        assert_eq!(answer.header("referrer-policy") == "no-referrer", is_document, "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy") == "same-origin", is_document, "{path}");
        assert_eq!(answer.header("permissions-policy").contains("camera=(self)"), is_document, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
    let page = site.ask("/", &[]).await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"), "{policy}");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    let scripts = page.text.matches("<script").count();
    assert_eq!(page.text.matches(&format!("nonce=\"{nonce}\"")).count(), scripts, "every script carries it");
    let again = site.ask("/", &[]).await;
    assert!(!again.header("content-security-policy").contains(nonce), "and it is good for one answer");
}

/// What no folder holds, and so the check of what the page weighs counts as a constant.
#[tokio::test]
async fn document_and_texts_weigh_no_more_than_the_budget_says() {
    let budget = include_str!("../scripts/budget.mjs").split("const DOCUMENT_AND_TEXTS = ").nth(1);
    let budget = budget.and_then(|rest| rest.split(';').next()).expect("the constant").replace('_', "");
    let site = Site::start(&[]).await;
    let page = site.ask("/", &[]).await;
    let texts = page.text.split("fetch('/texts/").nth(1).and_then(|rest| rest.split('\'').next()).expect("its texts");
    let mut bytes = 0;
    for path in ["/", &format!("/texts/{texts}")] {
        let answer = site.ask(path, &[("accept-encoding", "br")]).await;
        assert_eq!(answer.header("content-encoding"), "br", "{path}");
        bytes += answer.bytes;
    }
    assert!(bytes <= budget.parse().expect("a number"), "{bytes} bytes, and the budget counts {budget}");
}

#[tokio::test]
async fn a_page_says_what_its_sound_is_for_before_it_asks_for_devices() {
    let site = Site::start(&[]).await;
    for path in ["/", "/room/tea"] {
        let page = site.ask(path, &[]).await.text;
        let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words} in {path}"));
        assert!(at("navigator.audioSession.type='play-and-record'") < at(".getUserMedia("), "{path}");
    }
}

#[tokio::test]
async fn a_home_screen_is_led_to_a_picture_that_is_there() {
    let page = Site::start(&[]).await.ask("/", &[]).await.text;
    assert!(page.contains("<link rel=\"apple-touch-icon\" href=\"/apple-touch-icon.png\""), "{page}");
    assert!(include_bytes!("../public/apple-touch-icon.png").starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn who_may_embed_is_the_owners_choice() {
    let site = Site::start(&["--frame-ancestors", "https://intranet.test"]).await;
    let page = site.ask("/", &[]).await;
    assert!(page.header("content-security-policy").ends_with("frame-ancestors https://intranet.test"));
}

#[tokio::test]
async fn one_address_gets_no_more_sockets_than_it_may_and_is_told_so() {
    let site = Site::start(&["--max-sockets-per-address", "2", "--trusted-proxies", PROXIES]).await;
    let mut sockets = Vec::new();
    for _ in 0..2 {
        let mut socket = site.socket(site.plain().await, &[SOMEBODY]).await;
        assert!(matches!(socket.hears().await, Some(ServerMessage::Welcome { .. })));
        sockets.push(socket);
    }
    let mut third = site.socket(site.plain().await, &[SOMEBODY]).await;
    assert!(matches!(third.hears().await, Some(ServerMessage::Later { retry_after_ms: 1.. })));
    assert_eq!(third.hears().await, None);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_counts_for_itself() {
    let site = Site::start(&["--max-sockets-per-address", "1", "--trusted-proxies", PROXIES]).await;
    let mut sockets = Vec::new();
    for client in ["192.0.2.1", "192.0.2.2"] {
        let mut socket = site.socket(site.plain().await, &[("x-forwarded-for", client)]).await;
        assert!(matches!(socket.hears().await, Some(ServerMessage::Welcome { .. })), "{client}");
        sockets.push(socket);
    }
    let mut same = site.socket(site.plain().await, &[("x-forwarded-for", "192.0.2.9, 192.0.2.1")]).await;
    assert!(matches!(same.hears().await, Some(ServerMessage::Later { .. })), "what it says of itself is not believed");
}

#[tokio::test]
async fn all_sockets_together_are_limited_too() {
    let site = Site::start(&["--max-sockets", "1", "--max-sockets-per-address", "1"]).await;
    let mut first = site.socket(site.plain().await, &[("x-forwarded-for", "192.0.2.1")]).await;
    assert!(matches!(first.hears().await, Some(ServerMessage::Welcome { .. })));
    let mut second = site.socket(site.plain().await, &[("x-forwarded-for", "192.0.2.2")]).await;
    assert!(matches!(second.hears().await, Some(ServerMessage::Later { .. })));
}

#[tokio::test]
async fn who_tries_out_names_is_slowed_down() {
    let site = Site::start(&["--questions-per-minute", "2", "--trusted-proxies", PROXIES]).await;
    for _ in 0..2 {
        assert_eq!(site.ask("/api/occupancy?name=tea", &[SOMEBODY]).await.status, StatusCode::OK);
    }
    let refused = site.ask("/api/occupancy?name=tea", &[SOMEBODY]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=30).contains(&seconds));
}

#[tokio::test]
async fn who_loads_pages_without_end_is_told_when_to_come_again_and_others_get_theirs() {
    let site = Site::start(&["--pages-per-minute", "2", "--trusted-proxies", PROXIES]).await;
    for path in ["/", "/room/tea"] {
        assert_eq!(site.ask(path, &[SOMEBODY]).await.status, StatusCode::OK);
    }
    let refused = site.ask("/check", &[SOMEBODY]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.header("retry-after").parse::<u64>().is_ok());
    assert_eq!(site.ask("/", &[("x-forwarded-for", "198.51.100.77")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_foreign_page_cannot_ask_how_full_a_room_is() {
    let site = Site::start(&[]).await;
    let path = "/api/occupancy?name=tea";
    assert_eq!(site.ask(path, &[("sec-fetch-site", "cross-site")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.ask(path, &[("origin", "https://evil.test")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.ask(path, &[("sec-fetch-site", "same-origin")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_large_body_is_not_taken() {
    let site = Site::start(&["--max-body-bytes", "1000"]).await;
    let mut request = site.get("/api/occupancy", &[]);
    *request.method_mut() = axum::http::Method::POST;
    *request.body_mut() = Body::from("a".repeat(1001));
    let answer = over_http1(site.plain().await, request).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn whoever_watches_sees_who_met_a_limit_and_the_world_does_not() {
    let site = Site::start(&["--questions-per-minute", "1", "--trusted-proxies", PROXIES]).await;
    for _ in 0..2 {
        site.ask("/api/occupancy?name=tea", &[SOMEBODY]).await;
    }
    let _socket = site.socket(site.plain().await, &[]).await;
    assert_eq!(site.ask("/metrics", &[]).await.status, StatusCode::NOT_FOUND);
    let told = site.metrics().await;
    assert_eq!(told.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    for line in ["duet_limited_total{limit=\"questions\"} 1", "duet_sockets 1", "duet_rooms 0"] {
        assert!(told.text.lines().any(|told| told == line), "{line} is not in\n{}", told.text);
    }
}

/// Asks for one's own address (Binding, RFC 8489 section 5), without attributes, and hears it.
async fn binding(client: &mut impl site::Way) {
    let mut asked = [0; 20];
    asked[..8].copy_from_slice(&[0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42]);
    client.write_all(&asked).await.expect("somebody reads");
    let mut answered = [0; 32];
    client.read_exact(&mut answered).await.expect("an answer");
    assert_eq!(answered[..2], [0x01, 0x01], "a success");
}

/// As coturn's own client, which says that it speaks HTTP before it says TURN.
#[tokio::test]
async fn a_client_that_says_turn_in_its_handshake_comes_to_the_relay() {
    let site = Site::start(&["--relay", "203.0.113.5", "--tls-self-signed"]).await;
    for offered in [&["stun.turn"][..], &["http/1.1", "stun.turn"]] {
        let (mut client, chosen) = site.tls(offered).await;
        assert_eq!(chosen.as_deref(), Some("stun.turn"), "{offered:?}");
        binding(&mut client).await;
    }
    let (_, chosen) = site.tls(&["h2", "http/1.1"]).await;
    assert_eq!(chosen.as_deref(), Some("h2"), "pages come as before");
}

#[tokio::test]
async fn whoever_watches_sees_what_the_relay_does_and_of_whom_nothing() {
    let site = Site::start(&["--relay", "203.0.113.5", "--trusted-proxies", PROXIES]).await;
    let mut client = site.plain().await;
    binding(&mut client).await;
    let _socket = site.socket(site.plain().await, &[SOMEBODY]).await;
    let told = site.metrics().await.text;
    for line in ["duet_relay_bindings_total 1", "duet_relay_tickets 1", "duet_relay_calls 0"] {
        assert!(told.lines().any(|there| there == line), "{line} is not in\n{told}");
    }
    assert!(!told.contains("203.0.113.5") && !told.contains("127.0.0.1"), "{told}");
    let without = Site::start(&[]).await.metrics().await.text;
    assert!(!without.contains("duet_relay"), "{without}");
}

/// Over HTTP/1.1 a socket has a whole connection, long after that has answered its one request.
#[tokio::test]
async fn a_socket_keeps_the_place_of_its_connection() {
    let site = Site::start(&["--max-connections", "1"]).await;
    let mut socket = site.socket(site.plain().await, &[]).await;
    assert!(matches!(socket.hears().await, Some(ServerMessage::Welcome { .. })));
    let mut nothing = Vec::new();
    // Closed at once, in good order or not.
    let _ = site.plain().await.read_to_end(&mut nothing).await;
    assert!(nothing.is_empty());
    assert!(site.metrics().await.text.contains("duet_connections 1\n"));
}

#[tokio::test]
async fn there_are_no_more_connections_than_may_be() {
    let site = Site::start(&["--max-connections", "2"]).await;
    let (first, _second) = (site.plain().await, site.plain().await);
    let mut nothing = Vec::new();
    // Closed at once, in good order or not.
    let _ = site.plain().await.read_to_end(&mut nothing).await;
    assert!(nothing.is_empty());
    drop(first);
    let let_in = async {
        // Until the server has seen that the first has gone.
        loop {
            let mut way = site.plain().await;
            let asked = way.write_all(b"GET /healthz HTTP/1.1\r\nHost: duet.test\r\n\r\n").await;
            if asked.is_ok() && way.read_exact(&mut [0; 12]).await.is_ok() {
                break;
            }
        }
    };
    timeout(Duration::from_secs(20), let_in).await.expect("its place was given back");
}
