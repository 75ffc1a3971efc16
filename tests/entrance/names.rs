//! Under which names the server answers. A page of somebody else must not be able to talk to it under a name of its own, and a
//! proxy that changes the name must not keep everybody out without a word.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use duet::protocol::ServerMessage;

use super::PROXIES;
use super::site::{Site, over_http1};

const OWN_PAGE: (&str, &str) = ("origin", "https://duet.test");

/// What proxies make of the name in the address bar.
const REWRITTEN: [&str; 4] = ["127.0.0.1:3000", "localhost:3000", "duet-backend", "[::1]:3000"];

#[tokio::test]
async fn behind_a_proxy_that_rewrites_host_a_named_page_gets_its_socket() {
    let site = Site::start(&["--trusted-proxies", PROXIES, "--names", "duet.test"]).await;
    for host in REWRITTEN {
        let headers = [OWN_PAGE, ("host", host), ("x-forwarded-for", "192.0.2.1")];
        let mut socket = site.socket(site.plain().await, &headers).await;
        assert!(matches!(socket.hears().await, Some(ServerMessage::Welcome { .. })), "{host}");
        let foreign = [("origin", "https://evil.test"), ("host", host), ("x-forwarded-for", "192.0.2.1")];
        let refused = site.upgrade(site.plain().await, &foreign).await;
        assert_eq!(refused.err().map(|answer| answer.status), Some(StatusCode::FORBIDDEN), "{host}");
    }
}

/// As `/check` asks when it gets no socket.
#[tokio::test]
async fn a_page_that_is_refused_can_ask_why() {
    let site = Site::start(&[]).await;
    let asked = async |headers: &[(&str, &str)]| {
        let mut request = site.get("/ws", headers);
        *request.method_mut() = Method::POST;
        *request.body_mut() = Body::empty();
        over_http1(site.plain().await, request).await
    };
    let refused = asked(&[OWN_PAGE, ("host", "127.0.0.1:3000")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text.starts_with("foreign-origin"), "{}", refused.text);
    assert!(refused.text.contains("DUET_NAMES"), "{}", refused.text);
    let other = asked(&[OWN_PAGE, ("host", "duet.test")]).await;
    assert!(other.status != StatusCode::FORBIDDEN && !other.text.starts_with("foreign-origin"));
}

#[tokio::test]
async fn under_a_foreign_name_only_probes_are_answered() {
    for proxies in [&[][..], &["--trusted-proxies", PROXIES]] {
        let site = Site::start(&[&["--names", "duet.test,Other.test:8443"], proxies].concat()).await;
        let status = async |path, host| site.ask(path, &[("host", host)]).await.status;
        for path in ["/", "/room/tea", "/api/configuration", "/ws", "/texts/en", "/nothing", "/healthz/", "/check"] {
            assert_eq!(status(path, "evil.test").await, StatusCode::MISDIRECTED_REQUEST, "{path}");
        }
        for host in ["duet.test.evil.test", "evil.test:443", "", "evilduet.test", "192.0.2.1.evil.test"] {
            assert_eq!(status("/", host).await, StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
        for path in ["/healthz", "/readyz"] {
            assert_eq!(status(path, "evil.test").await, StatusCode::OK, "{path}");
        }
        for host in ["duet.test", "DUET.test:3000", "duet.test.", "other.test"] {
            assert_eq!(status("/", host).await, StatusCode::OK, "{host}");
        }
    }
}

#[tokio::test]
async fn who_is_no_proxy_gets_nothing_under_an_address_where_names_are_known() {
    let site = Site::start(&["--names", "duet.test"]).await;
    for host in REWRITTEN {
        assert_eq!(site.ask("/", &[("host", host)]).await.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
}

#[tokio::test]
async fn where_no_name_is_known_every_name_is_answered() {
    let site = Site::start(&[]).await;
    assert_eq!(site.ask("/", &[("host", "evil.test")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn metrics_are_told_under_no_name_that_may_be_a_strangers() {
    let site = Site::start(&[]).await;
    let status = async |host| site.metrics_as(&[("host", host)]).await.status;
    for host in ["127.0.0.1:9464", "[::1]:9464", "192.0.2.1", "localhost", "LOCALHOST:9464", "duet", "duet_1:9464"] {
        assert_eq!(status(host).await, StatusCode::OK, "{host}");
    }
    for host in ["evil.test", "127.0.0.1.evil.test:9464", "localhost.evil.test", "", "evil%2etest", "evil.test."] {
        assert_eq!(status(host).await, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
}
