//! Which pages may open a socket here, and ask: those that came from here.

use axum::http::Request;
use axum::http::header::{HeaderName, ORIGIN};
use axum::http::uri::{Authority, Uri};
use std::net::IpAddr;

use super::names::{self, Names, bare, is_this_machine};
use super::network::Way;

/// What browsers say of the relation between the page that asks and the server (W3C Fetch Metadata).
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the request, which came on that `way`, is of a page of this server, or of a client that is no browser (and sends no
/// Origin). A page is known by the name that it asks for, and by those of the server: a proxy may have changed the first. A page
/// that came without encryption may be anybody's, whatever its name.
pub fn is_own<B>(request: &Request<B>, way: Way, names: &Names) -> bool {
    match (request.headers().get(ORIGIN), request.headers().get(FETCH_SITE)) {
        (Some(origin), _) => origin.to_str().is_ok_and(|origin| {
            let host = names::host(request.uri(), request.headers());
            host.iter().chain(names.iter()).any(|name| is_same(origin, name, way))
        }),
        // A browser that only reads sends no Origin, but this.
        (None, Some(site)) => site == "same-origin" || site == "none",
        (None, None) => true,
    }
}

/// Whether the page is from this machine itself: browsers trust such a page also without encryption (W3C Secure Contexts
/// section 3.1).
pub fn is_local<B>(request: &Request<B>) -> bool {
    names::host(request.uri(), request.headers()).is_some_and(|host| {
        let name = bare(&host);
        is_this_machine(name) || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    })
}

/// Whether the page is asked for under a name that is this server's alone: not that of every machine for itself, where it would speak
/// for all other programs there, and no IP address, of which browsers remember nothing (RFC 6797 section 8.1.1).
pub fn is_name<B>(request: &Request<B>) -> bool {
    let host = names::host(request.uri(), request.headers());
    let is_address = |host: &Authority| host.host().trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    host.is_some_and(|host| !is_address(&host)) && !is_local(request)
}

/// The address of this server as whoever asks has it, with its scheme; nothing if they do not say it in plain letters.
pub fn address<B>(request: &Request<B>, way: Way, names: &Names) -> Option<String> {
    let host = names.shown(names::host(request.uri(), request.headers())?);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let scheme = if way == Way::Plain { "http" } else { "https" };
    host.as_str().chars().all(plain).then(|| format!("{scheme}://{host}"))
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
    use axum::http::header::HOST;

    fn judged(origin: Option<&str>, host: &str) -> bool {
        judged_on(Way::Plain, origin, host)
    }

    fn judged_on(way: Way, origin: Option<&str>, host: &str) -> bool {
        let mut request = Request::get("/ws").header(HOST, host);
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        is_own(&request.body(()).expect("a request"), way, &Names::default())
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
    fn a_page_under_a_known_name_is_own_whatever_a_proxy_makes_of_it() {
        let known = ["duet.test", "other.test:8443"].map(|name| name.parse().expect("a name"));
        let names = Names::new(&known, &["third.test".to_owned()]).expect("names");
        let judged = |origin: &str, way| {
            let request = Request::get("/ws").header(HOST, "127.0.0.1:3000").header(ORIGIN, origin);
            is_own(&request.body(()).expect("a request"), way, &names)
        };
        for origin in ["https://duet.test", "https://other.test:8443", "https://Third.test", "http://127.0.0.1:3000"] {
            assert!(judged(origin, Way::Plain), "{origin}");
        }
        for origin in ["https://duet.test:8443", "https://other.test", "https://evil.test", "null", ""] {
            assert!(!judged(origin, Way::Plain), "{origin}");
        }
        assert!(!judged("http://duet.test", Way::Believed), "it may be anybody's");
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
        let judged = |origin| is_own(&request(origin), Way::Believed, &Names::default());
        assert!(judged("https://duet.test") && !judged("https://evil.test"));
    }

    #[test]
    fn a_foreign_page_that_only_reads_is_known_by_what_its_browser_says() {
        let request = |site| Request::get("/api/occupancy").header(FETCH_SITE, site).body(()).expect("a request");
        let judged = |site| is_own(&request(site), Way::Believed, &Names::default());
        assert!(judged("same-origin") && judged("none") && !judged("cross-site") && !judged("same-site"));
    }
}
