//! The address of a STUN or TURN server, by RFC 7064 section 3.1 and RFC 7065 section 3.1, as far as browsers take it: their
//! `RTCPeerConnection` throws at any other, and no call would begin.

use super::name::{self, NameError};

/// Why browsers would not take an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IceUrlError {
    /// Of another kind.
    #[error("it begins with none of stun:, stuns:, turn: and turns:")]
    Scheme,
    /// As addresses of pages are written.
    #[error("there is no // in such an address: write turn:relay.example.org")]
    Slashes,
    /// A name or password.
    #[error("names and passwords do not belong into it: give DUET_ICE_USERNAME and DUET_ICE_CREDENTIAL")]
    User,
    /// A path or a fragment.
    #[error("after the host and its port nothing but ?transport= may follow")]
    Rest,
    /// No host, or one that is none.
    #[error("its host cannot be: {0}")]
    Host(#[from] NameError),
    /// No port.
    #[error("its port is no number from 1 to 65535")]
    Port,
    /// STUN servers have no transport.
    #[error("stun: and stuns: take no ?transport=")]
    StunQuery,
    /// Browsers know no other.
    #[error("after the ? only transport=udp and transport=tcp are known")]
    Transport,
}

/// The address in the one form that every browser takes: in small letters.
///
/// # Errors
/// See [`IceUrlError`].
pub fn parse(text: &str) -> Result<String, IceUrlError> {
    let url = text.to_ascii_lowercase();
    let (scheme, rest) = url.split_once(':').ok_or(IceUrlError::Scheme)?;
    let is_stun = match scheme {
        "stun" | "stuns" => true,
        "turn" | "turns" => false,
        _ => return Err(IceUrlError::Scheme),
    };
    let (place, query) = rest.split_once('?').map_or((rest, None), |(place, query)| (place, Some(query)));
    if place.starts_with("//") {
        return Err(IceUrlError::Slashes);
    }
    if place.contains('@') {
        return Err(IceUrlError::User);
    }
    if place.contains(['/', '#']) {
        return Err(IceUrlError::Rest);
    }
    let (host, port) = name::split_port(place);
    name::host(host)?;
    if let Some(port) = port {
        name::port(port).ok_or(IceUrlError::Port)?;
    }
    match query {
        None => {}
        Some(_) if is_stun => return Err(IceUrlError::StunQuery),
        Some("transport=udp" | "transport=tcp") => {}
        Some(_) => return Err(IceUrlError::Transport),
    }
    Ok(url)
}

/// The host of an address that was [`parse`]d.
pub fn host(url: &str) -> &str {
    let place = url.split_once(':').map_or(url, |(_, rest)| rest);
    name::split_port(place.split('?').next().unwrap_or(place)).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_take_is_taken() {
        for url in [
            "stun:stun.duet.test",
            "stuns:a.test:5349",
            "turn:192.0.2.1:3478?transport=udp",
            "turns:[2001:db8::1]:443?transport=tcp",
            "turn:[2001:db8::1]",
            "stun:relay",
            "turn:xn--bcher-kva.test.",
        ] {
            assert_eq!(parse(url).as_deref(), Ok(url));
        }
        assert_eq!(parse("TURN:Relay.Test:3478?Transport=TCP").as_deref(), Ok("turn:relay.test:3478?transport=tcp"));
    }

    #[test]
    fn what_would_end_every_call_is_refused() {
        use IceUrlError::{Host, Port, Rest, Scheme, Slashes, StunQuery, Transport, User};
        for (url, why) in [
            ("https://a.test", Scheme),
            ("a.test", Scheme),
            ("stun", Scheme),
            ("", Scheme),
            ("stun://a.test", Slashes),
            ("turn:ann@a.test", User),
            ("turn:ann:tea@a.test", User),
            ("stun:a.test/", Rest),
            ("turn:a.test#b", Rest),
            ("stun:a.test:0", Port),
            ("stun:a.test:", Port),
            ("stun:a.test:65536", Port),
            ("stun:a.test:+80", Port),
            ("stun:a.test:3478:3478", Host(NameError::Letters)),
            ("stun:", Host(NameError::Empty)),
            ("stun::3478", Host(NameError::Empty)),
            ("stun:2001:db8::1", Host(NameError::Letters)),
            ("stun:[2001:db8::1", Host(NameError::Address)),
            ("stun:[fe80::1%eth0]", Host(NameError::Address)),
            ("stun:[192.0.2.1]", Host(NameError::Address)),
            ("stun:192.0.2.256", Host(NameError::Address)),
            ("stun:1.2.3", Host(NameError::Address)),
            ("stun:0.0.0.0", Host(NameError::Nowhere)),
            ("stun:[::]", Host(NameError::Nowhere)),
            ("stun:224.0.0.1", Host(NameError::Nowhere)),
            ("stun:a..test", Host(NameError::Label)),
            ("stun:-a.test", Host(NameError::Label)),
            ("stun:bücher.test", Host(NameError::Letters)),
            ("stun:a.test?transport=udp", StunQuery),
            ("turn:a.test?transport=sctp", Transport),
            ("turn:a.test?", Transport),
            ("turn:a.test?transport=udp&x=y", Transport),
        ] {
            assert_eq!(parse(url), Err(why), "{url}");
        }
    }

    #[test]
    fn the_host_is_found() {
        assert_eq!(host("turn:a.test:3478?transport=tcp"), "a.test");
        assert_eq!(host("stun:[2001:db8::1]:3478"), "[2001:db8::1]");
    }
}
