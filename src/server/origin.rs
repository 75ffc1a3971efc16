//! Which pages may open a socket here: those that came from here.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::{Authority, Uri};

/// Whether the request comes from a page of this server, or from a client that is no browser (and sends no Origin).
pub fn is_own(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let (Ok(origin), Some(host)) = (origin.to_str(), headers.get(HOST).and_then(|host| host.to_str().ok())) else {
        return false;
    };
    // "null" and anything else without a host is somebody else's.
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    let default_port = match origin.scheme_str() {
        Some("http") => 80,
        Some("https") => 443,
        Some(_) | None => return false,
    };
    let (Some(origin), Ok(host)) = (origin.authority(), host.parse::<Authority>()) else { return false };
    let port = |authority: &Authority| authority.port_u16().unwrap_or(default_port);
    origin.host().eq_ignore_ascii_case(host.host()) && port(origin) == port(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(origin: Option<&str>, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().expect("a header value"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().expect("a header value"));
        }
        is_own(&headers)
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
}
