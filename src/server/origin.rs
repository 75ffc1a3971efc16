//! Which pages may open a socket here, and ask: those that came from here.

use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::uri::{Authority, Uri};
use axum::http::{HeaderMap, Request};
use std::net::IpAddr;

use super::network::Way;

/// What browsers say of the relation between the page that asks and the server (W3C Fetch Metadata).
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the request, which came on that `way`, is of a page of this server, or of a client that is no browser (and sends no
/// Origin). A page that came without encryption may be anybody's, whatever its name.
pub fn is_own<B>(request: &Request<B>, way: Way) -> bool {
    let host = host(request.uri(), request.headers());
    match (request.headers().get(ORIGIN), request.headers().get(FETCH_SITE)) {
        (Some(origin), _) => origin.to_str().ok().zip(host).is_some_and(|(origin, host)| is_same(origin, &host, way)),
        // A browser that only reads sends no Origin, but this.
        (None, Some(site)) => site == "same-origin" || site == "none",
        (None, None) => true,
    }
}

/// Whether the page is from this machine itself: browsers trust such a page also without encryption (W3C Secure Contexts
/// section 3.1).
pub fn is_local<B>(request: &Request<B>) -> bool {
    host(request.uri(), request.headers()).is_some_and(|host| {
        let name = host.host().trim_matches(['[', ']', '.']).to_ascii_lowercase();
        let address = name.parse::<IpAddr>();
        name == "localhost" || name.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
    })
}

/// Whether the page is asked for under a name that is this server's alone: not that of every machine for itself, where it would speak
/// for all other programs there, and no IP address, of which browsers remember nothing (RFC 6797 section 8.1.1).
pub fn is_name<B>(request: &Request<B>) -> bool {
    let host = host(request.uri(), request.headers());
    let is_address = |host: &Authority| host.host().trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    host.is_some_and(|host| !is_address(&host)) && !is_local(request)
}

/// The address of this server as whoever asks has it, with its scheme; nothing if they do not say it in plain letters.
pub fn address<B>(request: &Request<B>, way: Way) -> Option<String> {
    let host = host(request.uri(), request.headers())?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let scheme = if way == Way::Plain { "http" } else { "https" };
    host.as_str().chars().all(plain).then(|| format!("{scheme}://{host}"))
}

/// Whom the request is for: HTTP/2 says it in the address (RFC 9113 section 8.3.1), HTTP/1 in a header.
fn host(uri: &Uri, headers: &HeaderMap) -> Option<Authority> {
    let header = || headers.get(HOST)?.to_str().ok()?.parse().ok();
    uri.authority().cloned().or_else(header)
}

fn is_same(origin: &str, host: &Authority, way: Way) -> bool {
    // "null" and anything else without a host is somebody else's.
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    let default_port = match origin.scheme_str() {
        Some("http") if way == Way::Plain => 80,
        Some("https") => 443,
        Some(_) | None => return false,
    };
    let Some(origin) = origin.authority() else { return false };
    let port = |authority: &Authority| authority.port_u16().unwrap_or(default_port);
    origin.host().eq_ignore_ascii_case(host.host()) && port(origin) == port(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(origin: Option<&str>, host: &str) -> bool {
        judged_on(Way::Plain, origin, host)
    }

    fn judged_on(way: Way, origin: Option<&str>, host: &str) -> bool {
        let mut request = Request::get("/ws").header(HOST, host);
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        is_own(&request.body(()).expect("a request"), way)
    }

    #[test]
    fn own_pages_and_other_programs_are_let_in() {
        assert!(judged(None, "duet.test"));
        assert!(judged(Some("https://duet.test"), "duet.test"));
        assert!(judged(Some("https://Duet.test"), "duet.test:443"));
        assert!(judged(Some("http://127.0.0.1:3000"), "127.0.0.1:3000"));
        assert!(judged(Some("http://[::1]:3000"), "[::1]:3000"));
    }

    #[test]
    fn foreign_pages_are_not() {
        for origin in
            ["https://evil.test", "https://duet.test.evil.test", "https://duet.test:444", "null", "duet.test", ""]
        {
            assert!(!judged(Some(origin), "duet.test"), "{origin}");
        }
        assert!(!judged(Some("http://duet.test"), "duet.test:443"));
    }

    #[test]
    fn an_unencrypted_page_is_not_the_encrypted_server_s_own() {
        assert!(judged_on(Way::Believed, Some("https://duet.test"), "duet.test"));
        for way in [Way::Encrypted, Way::Believed] {
            assert!(!judged_on(way, Some("http://duet.test"), "duet.test"));
        }
    }

    #[test]
    fn a_page_from_this_machine_is_known_by_its_name() {
        let request = |host: &str| Request::get("/").header(HOST, host).body(()).expect("a request");
        for host in ["localhost:3000", "duet.localhost", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST"] {
            assert!(is_local(&request(host)), "{host}");
        }
        for host in
            ["localhost:3000", "duet.localhost", "localhost.", "127.0.0.1", "[::1]:3000", "192.0.2.1", "[2001:db8::1]"]
        {
            assert!(!is_name(&request(host)), "{host}");
        }
        assert!(is_name(&request("duet.test:8443")) && is_name(&request("localhost.test")));
        for host in ["192.0.2.1", "duet.test", "localhost.test", "[2001:db8::1]:3000"] {
            assert!(!is_local(&request(host)), "{host}");
        }
    }

    #[test]
    fn over_http2_the_address_says_whom_it_is_for() {
        let request = |origin| Request::get("https://duet.test/ws").header(ORIGIN, origin).body(()).expect("a request");
        assert!(is_own(&request("https://duet.test"), Way::Believed));
        assert!(!is_own(&request("https://evil.test"), Way::Believed));
    }

    #[test]
    fn a_foreign_page_that_only_reads_is_known_by_what_its_browser_says() {
        let request = |site| Request::get("/api/occupancy").header(FETCH_SITE, site).body(()).expect("a request");
        let judged = |site| is_own(&request(site), Way::Believed);
        assert!(judged("same-origin") && judged("none") && !judged("cross-site") && !judged("same-site"));
    }
}
