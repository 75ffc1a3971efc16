//! Under which names people reach this server. Where they are known nothing is answered under another: a stranger's name that leads
//! here (DNS rebinding) would make a stranger's page one of ours.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::header::HOST;
use axum::http::uri::{Authority, InvalidUri};
use axum::http::{HeaderMap, Uri};

/// A name that is none.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no name such as duet.example.org: {1}")]
pub struct NoName(String, InvalidUri);

/// The names under which people reach this server; none if that is not known.
#[derive(Debug, Clone, Default)]
pub struct Names(Arc<[Authority]>);

impl Names {
    /// Those of the settings, and those that there are certificates for.
    ///
    /// # Errors
    /// [`NoName`] for what can be no name.
    pub fn new(names: &[Authority], certified: &[String]) -> Result<Self, NoName> {
        let certified = certified.iter().map(|name| name.trim().parse().map_err(|error| NoName(name.clone(), error)));
        names.iter().cloned().map(Ok).chain(certified).collect::<Result<Arc<_>, _>>().map(Self)
    }

    /// All of them, with a port where the owner gave one.
    pub fn iter(&self) -> impl Iterator<Item = &Authority> {
        self.0.iter()
    }

    /// Whether a request for `host` is one for this server, whatever the port. Of a trusted proxy an address or a name of the local
    /// network is taken too: that is what proxies make of the name in the address bar.
    pub fn admit(&self, host: Option<&Authority>, is_proxied: bool) -> bool {
        self.0.is_empty() || host.is_some_and(|host| self.include(host) || is_proxied && is_nobody_elses(host))
    }

    /// What to call this server, to somebody who asked for `host`.
    pub fn shown(&self, host: Authority) -> Authority {
        if self.include(&host) { host } else { self.0.first().cloned().unwrap_or(host) }
    }

    /// Whether it is one of them, whatever the port.
    pub fn include(&self, host: &Authority) -> bool {
        let host = bare(host);
        self.0.iter().any(|name| bare(name).eq_ignore_ascii_case(host))
    }
}

/// Whom the request is for: HTTP/2 says it in the address (RFC 9113 section 8.3.1), HTTP/1 in a header.
pub fn host(uri: &Uri, headers: &HeaderMap) -> Option<Authority> {
    let header = || headers.get(HOST)?.to_str().ok()?.parse().ok();
    uri.authority().cloned().or_else(header)
}

/// Whether no stranger can have this name and make it lead here: an address, this machine, or a name of the local network, which
/// has no dot.
pub fn is_nobody_elses(host: &Authority) -> bool {
    let name = bare(host);
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    name.parse::<IpAddr>().is_ok() || is_this_machine(name) || !name.is_empty() && name.bytes().all(is_local)
}

/// Whether a name is that of the machine that asks (RFC 6761 section 6.3).
pub fn is_this_machine(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Without port, brackets, and the dot at the end of a name that is whole.
pub fn bare(host: &Authority) -> &str {
    let name = host.host().trim_matches(['[', ']']);
    name.strip_suffix('.').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authority(text: &str) -> Authority {
        text.parse().expect("an authority")
    }

    #[test]
    fn a_name_for_which_there_is_a_certificate_is_known() {
        let certified = ["Duet.test", " www.duet.test "].map(str::to_owned);
        let names = Names::new(&[authority("other.test:8443")], &certified).expect("names");
        for host in ["duet.test", "DUET.test:443", "duet.test.", "www.duet.test", "other.test"] {
            assert!(names.admit(Some(&authority(host)), false), "{host}");
        }
        assert!(!names.admit(Some(&authority("evil.test")), true) && !names.admit(None, true));
        assert!(Names::new(&[], &["not a name".to_owned()]).is_err());
    }

    #[test]
    fn a_page_is_called_by_its_own_name_behind_a_proxy_that_changes_it() {
        let names = Names::new(&[authority("duet.test")], &[]).expect("names");
        assert_eq!(names.shown(authority("127.0.0.1:3000")), "duet.test");
        assert_eq!(names.shown(authority("duet.test:8443")), "duet.test:8443");
        assert_eq!(Names::default().shown(authority("127.0.0.1:3000")), "127.0.0.1:3000");
    }
}
