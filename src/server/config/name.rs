//! Names and addresses of machines, as settings have them (RFC 1123 section 2.1, RFC 3986 section 3.2.2).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The longest name, in bytes, and the longest part between two dots (RFC 1035 section 2.3.4).
const NAME_MAX_BYTES: usize = 253;
const LABEL_MAX_BYTES: usize = 63;

/// Names that stand in examples and are nobody's (RFC 2606, RFC 6761 section 6.5). `.test` is not among them: it is for tests, and
/// they need it.
const EXAMPLES: [&str; 5] = ["example", "example.com", "example.net", "example.org", "invalid"];

/// Why a host cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing.
    #[error("it is empty")]
    Empty,
    /// Too long.
    #[error("it is longer than {NAME_MAX_BYTES} letters")]
    Long,
    /// Letters of other alphabets, or none at all.
    #[error("it has other letters than a to z, digits, - and dots; other alphabets are written as xn--…, IPv6 in [ ]")]
    Letters,
    /// What stands between two dots.
    #[error("each part between dots has 1 to {LABEL_MAX_BYTES} letters, and a - neither first nor last")]
    Label,
    /// Something like an address.
    #[error("it is no IPv4 address, nor an IPv6 address in [ ] without a zone")]
    Address,
    /// An address at which nobody can be.
    #[error("nobody can be reached at that address")]
    Nowhere,
}

/// Whether this is the host of a URL: a name, an IPv4 address, or an IPv6 address in brackets.
///
/// # Errors
/// See [`NameError`].
pub fn host(text: &str) -> Result<(), NameError> {
    match address(text)? {
        Some(address) if address.is_unspecified() || address.is_multicast() || is_broadcast(address) => {
            Err(NameError::Nowhere)
        }
        Some(_) => Ok(()),
        None => domain(text),
    }
}

/// The address that a host is; none for a name.
fn address(text: &str) -> Result<Option<IpAddr>, NameError> {
    if text.starts_with('[') {
        let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).ok_or(NameError::Address)?;
        return inside.parse::<Ipv6Addr>().map(|address| Some(address.into())).map_err(|_| NameError::Address);
    }
    // A name that ends in a number is an address to every browser (URL Standard, "ends in a number").
    let last = text.strip_suffix('.').unwrap_or(text).rsplit('.').next().unwrap_or_default();
    if !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse::<Ipv4Addr>().map(|address| Some(address.into())).map_err(|_| NameError::Address);
    }
    Ok(None)
}

fn is_broadcast(address: IpAddr) -> bool {
    address == IpAddr::V4(Ipv4Addr::BROADCAST)
}

/// Whether this is a name, perhaps with a dot at the end.
///
/// # Errors
/// See [`NameError`].
pub fn domain(text: &str) -> Result<(), NameError> {
    let name = text.strip_suffix('.').unwrap_or(text);
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    if name.len() > NAME_MAX_BYTES {
        return Err(NameError::Long);
    }
    // An underscore is in no name of a machine, but in some that providers give.
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if !name.bytes().all(fits) {
        return Err(NameError::Letters);
    }
    let is_label =
        |label: &str| (1..=LABEL_MAX_BYTES).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
    if name.split('.').all(is_label) { Ok(()) } else { Err(NameError::Label) }
}

/// Whether this is an IP address, in brackets or not.
pub fn is_address(text: &str) -> bool {
    text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

/// Host and port, if there is one.
pub fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        // A colon inside the brackets is part of the address.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    }
}

/// A port that can be connected to.
pub fn port(text: &str) -> Option<u16> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| is_number && *port != 0)
}

/// Whether a host is a name out of an example, or below one.
pub fn is_example(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    EXAMPLES.iter().any(|example| host == *example || host.ends_with(&format!(".{example}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_examples_are_known_in_any_form() {
        for name in ["example.org", "duet.example.org", "Duet.Example.COM.", "a.example", "nobody.invalid"] {
            assert!(is_example(name), "{name}");
        }
        for name in ["example.de", "myexample.org", "example.org.uk", "duet.test", "localhost"] {
            assert!(!is_example(name), "{name}");
        }
    }
}
