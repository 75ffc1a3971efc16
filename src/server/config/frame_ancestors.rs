//! The sites that may show Duet in a frame: the source list of `frame-ancestors` (CSP3 section 6.4.2.1). Browsers pass over a
//! source that they do not understand, and the owner would look for the reason in the wrong place.

use super::name;

/// Schemes of which no page can be that shows another in a frame.
const NO_PAGES: [&str; 8] = ["about", "blob", "data", "file", "ftp", "javascript", "ws", "wss"];

/// Words that mean something in other directives only.
const OTHER_WORDS: [&str; 7] =
    ["unsafe-inline", "unsafe-eval", "unsafe-hashes", "strict-dynamic", "report-sample", "wasm-unsafe-eval", "all"];

/// The list in the words of the policy.
///
/// # Errors
/// Words on the first source that browsers would pass over.
pub(super) fn sites(text: &str) -> Result<String, String> {
    // Nothing that would begin another directive or header.
    let fits = |byte: u8| byte.is_ascii_graphic() && !b",;".contains(&byte) || byte == b' ';
    if text.trim().is_empty() || !text.bytes().all(fits) {
        return Err("expected none, self or sites such as https://example.org, separated by spaces".into());
    }
    let sources: Vec<String> = text.split_ascii_whitespace().map(source).collect::<Result<_, _>>()?;
    if sources.len() > 1 && sources.iter().any(|source| source == "'none'") {
        return Err("none means nobody, and browsers pass over it beside others: leave it out".into());
    }
    Ok(sources.join(" "))
}

fn source(text: &str) -> Result<String, String> {
    let small = text.to_ascii_lowercase();
    let ignored = |why: &str| Err(format!("{text:?} would be ignored by browsers: {why}"));
    match small.as_str() {
        "none" | "'none'" => return Ok("'none'".into()),
        "self" | "'self'" => return Ok("'self'".into()),
        "*" => return Ok(small),
        _ => {}
    }
    if small.contains('\'') || OTHER_WORDS.contains(&small.as_str()) {
        return ignored("here only none and self are words");
    }
    let (scheme, rest) = match small.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), Some(rest)),
        None => match small.strip_suffix(':') {
            Some(scheme) => (Some(scheme), None),
            None => (None, Some(small.as_str())),
        },
    };
    if let Some(scheme) = scheme
        && (!is_scheme(scheme) || NO_PAGES.contains(&scheme))
    {
        return ignored("no page comes that way");
    }
    let Some(rest) = rest else { return Ok(small) };
    let place = rest.strip_suffix('/').unwrap_or(rest);
    if place.contains(['/', '?', '#', '@']) {
        return ignored("a site is named without a path, as in https://example.org");
    }
    let (host, port) = name::split_port(place);
    if port.is_some_and(|port| port != "*" && name::port(port).is_none()) {
        return ignored("its port is no number from 1 to 65535");
    }
    if host.contains(['[', ']', ':']) {
        return ignored("a site has a name there, and no IPv6 address");
    }
    let bare = host.strip_prefix("*.").unwrap_or(host);
    // CSP has no underscores in a host.
    if host != "*" && (bare.contains('_') || name::host(bare).is_err()) {
        return ignored("its name cannot be; a * stands only before the first dot");
    }
    Ok(small.strip_suffix('/').unwrap_or(&small).to_owned())
}

fn is_scheme(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(fits)
}

/// Whether any of the sources is a name out of an example.
pub(super) fn example(sources: &str) -> Option<&str> {
    sources.split(' ').find(|source| {
        let place = source.split_once("://").map_or(*source, |(_, rest)| rest);
        name::is_example(name::split_port(place).0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_and_their_forms_are_taken() {
        for (said, meant) in [
            ("none", "'none'"),
            ("'NONE'", "'none'"),
            ("self https://a.test", "'self' https://a.test"),
            ("*", "*"),
            ("https:", "https:"),
            ("https://*.a.test:*", "https://*.a.test:*"),
            ("https://A.test/", "https://a.test"),
            ("intranet 192.0.2.1:8443", "intranet 192.0.2.1:8443"),
            ("moz-extension:", "moz-extension:"),
        ] {
            assert_eq!(sites(said).as_deref(), Ok(meant), "{said}");
        }
    }

    #[test]
    fn what_browsers_would_ignore_is_refused() {
        for said in [
            "none https://a.test",
            "self 'none'",
            "'unsafe-inline'",
            "unsafe-inline",
            "'nonce-abc'",
            "'sel",
            "https://",
            "://a.test",
            "htt_ps://a.test",
            "data:",
            "ws://a.test",
            "https://a.test/path",
            "a.test?b",
            "https://ann@a.test",
            "https://a.test:0",
            "https://a.test:99999",
            "https://a.test:",
            "https://[::1]",
            "::1",
            "https://a.*.test",
            "**.a.test",
            "*a.test",
            "https://a..test",
            "https://a_b.test",
            "https://300.1.1.1",
        ] {
            assert!(sites(said).is_err(), "{said}");
        }
    }
}
