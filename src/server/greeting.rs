//! What the program says when it is ready: the addresses to open, and for a phone one of them as a QR code.

use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use qrcodegen::{QrCode, QrCodeEcc};

use super::config::Config;

/// The space around a code by which readers find it, in modules (ISO/IEC 18004).
const QUIET: i32 = 4;

/// Black on white whatever the terminal's colours are, and back: readers want the dark modules dark.
const BLACK_ON_WHITE: &str = "\x1b[30;107m";
const AS_BEFORE: &str = "\x1b[0m";

/// The addresses under which the machine can be reached when it listens at `listen`: all that it has if that is unspecified.
pub fn addresses(listen: IpAddr) -> Vec<IpAddr> {
    if !listen.is_unspecified() {
        return vec![listen];
    }
    let mut addresses: Vec<IpAddr> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        // Link-local ones need the name of an interface, which no browser takes.
        .filter(|interface| !interface.is_link_local())
        .map(|interface| interface.ip())
        .filter(|address| listen.is_ipv6() || address.is_ipv4())
        .collect();
    // Those of other machines' use first, the short ones before the long ones.
    addresses.sort_by_key(|address| (address.is_loopback(), address.is_ipv6()));
    addresses
}

/// Says that the server is ready. Who wants to know when it is waits for this line.
pub fn print(config: &Config, bound: SocketAddr) {
    let mut out = io::stdout().lock();
    let scheme = if config.is_encrypted() { "https" } else { "http" };
    let mut text = format!("Duet is ready: {}\n", url(scheme, here(bound.ip()), bound.port()));
    if config.tls.tls_self_signed {
        let addresses = addresses(bound.ip());
        for address in &addresses {
            text += &format!("  {}\n", url(scheme, *address, bound.port()));
        }
        text +=
            "Browsers will warn that nobody vouches for this server. Go on past the warning, once on each device.\n";
        if let (true, Some(first)) = (out.is_terminal(), addresses.first()) {
            text += &code(&url(scheme, *first, bound.port())).unwrap_or_default();
        }
    }
    // Nobody may be listening, and the server is of use all the same.
    let _ = out.write_all(text.as_bytes());
}

/// Where a browser on this machine reaches what listens at `listen`.
fn here(listen: IpAddr) -> IpAddr {
    match listen {
        IpAddr::V4(_) if listen.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) if listen.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        IpAddr::V4(_) | IpAddr::V6(_) => listen,
    }
}

fn url(scheme: &str, address: IpAddr, port: u16) -> String {
    let port = if (scheme, port) == ("https", 443) { String::new() } else { format!(":{port}") };
    match address {
        IpAddr::V4(address) => format!("{scheme}://{address}{port}"),
        IpAddr::V6(address) => format!("{scheme}://[{address}]{port}"),
    }
}

/// A text as a code for a terminal, two rows of modules in each line.
fn code(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let (from, to) = (-QUIET, code.size() + QUIET);
    let mut lines = String::new();
    for y in (from..to).step_by(2) {
        lines += BLACK_ON_WHITE;
        for x in from..to {
            lines.push(match (code.get_module(x, y), code.get_module(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        lines += AS_BEFORE;
        lines.push('\n');
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_for_all_is_reached_under_the_addresses_of_the_machine() {
        let addresses = addresses(Ipv4Addr::UNSPECIFIED.into());
        assert!(addresses.contains(&Ipv4Addr::LOCALHOST.into()));
        assert!(addresses.iter().all(IpAddr::is_ipv4));
        assert_eq!(super::addresses([192, 0, 2, 1].into()), [IpAddr::from([192, 0, 2, 1])]);
    }

    #[test]
    fn an_address_is_written_as_browsers_take_it() {
        assert_eq!(url("https", here(Ipv6Addr::UNSPECIFIED.into()), 3000), "https://[::1]:3000");
        assert_eq!(url("http", here(Ipv4Addr::UNSPECIFIED.into()), 80), "http://127.0.0.1:80");
        assert_eq!(url("https", here([192, 0, 2, 1].into()), 443), "https://192.0.2.1");
    }

    #[test]
    fn a_code_is_a_square_with_a_margin() {
        let code = code("https://192.0.2.1:3000").expect("short enough");
        let lines: Vec<_> = code.lines().map(|line| line.replace(BLACK_ON_WHITE, "").replace(AS_BEFORE, "")).collect();
        let width = lines[0].chars().count();
        assert!(lines.iter().all(|line| line.chars().count() == width));
        assert_eq!(lines.len(), width.div_ceil(2));
        assert!(lines[0].trim().is_empty() && lines[1].trim().is_empty());
        assert!(lines[2].trim_start().starts_with("█▀"), "a corner: {}", lines[2]);
    }
}
