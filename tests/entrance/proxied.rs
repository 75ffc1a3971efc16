//! Who is counted for what comes through a proxy. If that is nobody, one person can take what is for everybody.

use std::time::Duration;

use axum::http::StatusCode;
use duet::protocol::ServerMessage;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::PROXIES;
use super::site::{Site, Socket, over_http1};

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// What version 2 begins with.
const V2: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";

/// One socket for each address, behind a proxy that speaks HTTP.
async fn behind(proxies: &str) -> Site {
    Site::start(&["--max-sockets-per-address", "1", "--trusted-proxies", proxies]).await
}

/// One socket for each address, behind a proxy that passes bytes on.
async fn announced() -> Site {
    Site::start(&["--max-sockets-per-address", "1", "--proxy-protocol", PROXIES]).await
}

async fn socket(site: &Site, client: Option<&str>) -> Socket {
    let header = client.map(|client| ("x-forwarded-for", client));
    site.socket(site.plain().await, header.as_slice()).await
}

async fn is_let_in(socket: &mut Socket) -> bool {
    match socket.hears().await {
        Some(ServerMessage::Welcome { .. }) => true,
        Some(ServerMessage::Later { retry_after_ms: 1.. }) => false,
        other => panic!("neither a welcome nor a word on when to come again: {other:?}"),
    }
}

#[tokio::test]
async fn behind_a_proxy_that_names_nobody_all_are_one_client() {
    let unnamed = [
        None,
        Some(""),
        Some("unknown"),
        Some("127.0.0.1"),
        Some("127.0.0.53:4711"),
        Some("::1"),
        Some("::ffff:127.0.0.1"),
        Some("0.0.0.0"),
        Some("::"),
        Some("unix:"),
        Some("192.0.2.7, nonsense"),
        Some("192.0.2.7, "),
    ];
    for client in unnamed {
        let site = behind(PROXIES).await;
        let mut first = socket(&site, client).await;
        assert!(is_let_in(&mut first).await, "{client:?}");
        assert!(!is_let_in(&mut socket(&site, client).await).await, "{client:?} counts for nobody");
        assert!(is_let_in(&mut socket(&site, Some("192.0.2.1")).await).await, "who is named counts for themselves");
    }
}

#[tokio::test]
async fn this_machine_itself_is_not_counted_where_it_is_no_proxy() {
    let site = behind("198.51.100.1").await;
    let mut sockets = [socket(&site, None).await, socket(&site, None).await];
    for socket in &mut sockets {
        assert!(is_let_in(socket).await);
    }
}

#[tokio::test]
async fn a_mapped_address_is_its_ipv4_address_in_settings_and_headers() {
    for proxies in ["::ffff:127.0.0.1", "::ffff:127.0.0.0/104", "127.0.0.1"] {
        let site = behind(proxies).await;
        let mut first = socket(&site, Some("::ffff:192.0.2.1")).await;
        assert!(is_let_in(&mut first).await);
        assert!(!is_let_in(&mut socket(&site, Some("192.0.2.1")).await).await, "{proxies}");
        assert!(is_let_in(&mut socket(&site, Some("::ffff:192.0.2.2")).await).await, "{proxies}");
    }
}

#[tokio::test]
async fn an_ipv6_site_has_four_times_what_one_network_has() {
    let site = behind(PROXIES).await;
    let mut sockets = Vec::new();
    for network in ["2001:db8:7:0::1", "2001:db8:7:1::1", "2001:db8:7:ffff::1", "2001:db8:7:3::1"] {
        let mut next = socket(&site, Some(network)).await;
        assert!(is_let_in(&mut next).await, "{network}");
        sockets.push(next);
    }
    assert!(!is_let_in(&mut socket(&site, Some("2001:db8:7:4::1")).await).await, "the fifth network of one site");
    assert!(is_let_in(&mut socket(&site, Some("2001:db8:8:4::1")).await).await, "others notice nothing");
}

/// A header of version 2 for IPv4.
fn v2(command: u8, source: [u8; 4]) -> Vec<u8> {
    [V2, &[0x20 | command, 0x11, 0, 12], &source, &[127, 0, 0, 1], &[1, 2, 3, 4]].concat()
}

fn v1(source: &str) -> Vec<u8> {
    format!("PROXY TCP4 {source} 127.0.0.1 4711 443\r\n").into_bytes()
}

#[tokio::test]
async fn a_proxy_that_passes_bytes_on_says_who_is_counted() {
    let same: [[Vec<u8>; 2]; 3] = [
        [v1("192.0.2.1"), v2(1, [192, 0, 2, 1])],
        [b"PROXY TCP6 2001:db8::1 ::1 4711 443\r\n".to_vec(), b"PROXY TCP6 2001:db8::2 ::1 4711 443\r\n".to_vec()],
        [b"PROXY TCP6 ::ffff:192.0.2.3 ::1 4711 443\r\n".to_vec(), v1("192.0.2.3")],
    ];
    let site = announced().await;
    let mut sockets = Vec::new();
    for [first, second] in same {
        let mut socket = site.socket(site.announced(&first).await, &[]).await;
        assert!(is_let_in(&mut socket).await, "{}", String::from_utf8_lossy(&first));
        sockets.push(socket);
        let mut again = site.socket(site.announced(&second).await, &[]).await;
        assert!(!is_let_in(&mut again).await, "{}", String::from_utf8_lossy(&second));
    }
}

#[tokio::test]
async fn a_proxy_speaks_for_itself_or_for_somebody_it_does_not_name() {
    let local = v2(0, [192, 0, 2, 1]);
    let unspecified = [V2, &[0x21, 0, 0, 0]].concat();
    let unnamed: [&[u8]; 4] = [b"PROXY UNKNOWN\r\n", &unspecified, &v1("127.0.0.1"), &v2(1, [0, 0, 0, 0])];
    for (header, is_counted) in unnamed.map(|header| (header, true)).into_iter().chain([(&*local, false)]) {
        let site = announced().await;
        let mut first = site.socket(site.announced(header).await, &[]).await;
        assert!(is_let_in(&mut first).await);
        let mut second = site.socket(site.announced(header).await, &[]).await;
        assert_eq!(is_let_in(&mut second).await, !is_counted, "{}", String::from_utf8_lossy(header));
    }
}

#[tokio::test]
async fn the_header_comes_before_the_handshake() {
    let site = Site::start(&["--tls-self-signed", "--proxy-protocol", PROXIES]).await;
    let way = site.tls_over(site.announced(&v1("192.0.2.1")).await, &["http/1.1"]).await.expect("TLS");
    assert_eq!(over_http1(way, site.get("/healthz", &[])).await.status, StatusCode::OK);
    assert!(site.tls_over(site.plain().await, &["http/1.1"]).await.is_err());
}

async fn is_let_go(mut way: TcpStream) {
    let mut heard = Vec::new();
    // In good order or not.
    let _ = timeout(PATIENCE, way.read_to_end(&mut heard)).await.expect("the server closes the connection");
    assert_eq!(String::from_utf8_lossy(&heard), "");
}

#[tokio::test]
async fn where_a_header_is_wanted_nothing_else_is_taken() {
    let site = announced().await;
    let request = b"GET /healthz HTTP/1.1\r\nHost: duet.test\r\nConnection: close\r\n\r\n";
    let endless = [b"PROXY UNKNOWN ".to_vec(), vec![b'a'; 200]].concat();
    let huge = [V2, &[0x21, 0x11, 0xff, 0xff]].concat();
    let wrong: [&[u8]; 7] = [
        b"",
        b"PROXY TCP4 192.0.2.1 127.0.0.1 4711\r\n",
        b"PROXY TCP4 192.0.2.999 127.0.0.1 4711 443\r\n",
        b"PROXYxTCP4 192.0.2.1 127.0.0.1 4711 443\r\n",
        &endless,
        &huge,
        &[V2, &[0x31, 0x11, 0, 12], &[0; 12]].concat(),
    ];
    for header in wrong {
        is_let_go(site.announced(&[header, request].concat()).await).await;
    }
}

#[tokio::test]
async fn a_header_comes_in_the_time_of_a_head_or_not_at_all() {
    let site = Site::start(&["--proxy-protocol", PROXIES, "--max-head-seconds", "1"]).await;
    for beginning in [&b"PROXY TCP4 192.0"[..], &[], V2] {
        is_let_go(site.announced(beginning).await).await;
    }
}

#[tokio::test]
async fn from_others_a_header_of_a_proxy_is_an_error() {
    let site = Site::start(&["--proxy-protocol", "198.51.100.1"]).await;
    let request = b"GET /healthz HTTP/1.1\r\nHost: duet.test\r\nConnection: close\r\n\r\n";
    for header in [v1("192.0.2.1"), v2(1, [192, 0, 2, 1])] {
        let mut heard = String::new();
        let mut way = site.announced(&[&header, &request[..]].concat()).await;
        let _ = timeout(PATIENCE, way.read_to_string(&mut heard)).await.expect("an answer");
        assert!(!heard.contains(" 200 "), "{heard}");
    }
}
