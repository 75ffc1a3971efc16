//! What the program says when it is ready: the addresses to open, and for a phone one of them as a QR code.

use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use qrcodegen::{QrCode, QrCodeEcc};

use super::config::Config;
use super::ports::{HTTP, HTTPS};

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

/// Says that the server is ready, under an address that a person can open: `name` is that of the certificate, if it has one. Who
/// wants to know when it is waits for this line.
pub fn print(config: &Config, bound: SocketAddr, name: Option<&str>) {
    let mut out = io::stdout().lock();
    let scheme = if config.is_encrypted() { "https" } else { "http" };
    let mut text = format!("Duet is ready: {}\n", opened(config, bound, name));
    if config.tls.tls_self_signed {
        let addresses = addresses(bound.ip());
        for address in &addresses {
            text += &format!("  {}\n", page(config, url(scheme, &host(*address), config.public_port(bound.port()))));
        }
        text +=
            "Browsers will warn that nobody vouches for this server. Go on past the warning, once on each device.\n";
        if let (true, Some(first)) = (out.is_terminal(), addresses.first()) {
            text +=
                &code(&page(config, url(scheme, &host(*first), config.public_port(bound.port())))).unwrap_or_default();
        }
    }
    if out.is_terminal() && is_alone(config, bound) {
        text += ALONE;
    }
    // Nobody may be listening, and the server is of use all the same.
    let _ = out.write_all(text.as_bytes());
}

/// What a person reads who has started it without a setting.
const ALONE: &str = "\
Only browsers on this machine can open it. To call others:
  in your own network  duet --listen 0.0.0.0:3000 --tls-self-signed
  across the world     duet --listen '[::]:443' --redirect-listen '[::]:80' --acme YOUR-DOMAIN-NAME
";

/// Whether nobody else can come: neither directly nor by way of a proxy.
fn is_alone(config: &Config, bound: SocketAddr) -> bool {
    bound.ip().is_loopback() && config.trusted_proxies.is_empty() && config.proxy_protocol.is_empty()
}

/// The address to open. Browsers believe a certificate only for its name; an authority has looked for that at HTTPS's own port.
fn opened(config: &Config, bound: SocketAddr, name: Option<&str>) -> String {
    let server = match (config.tls.acme.first(), name) {
        (Some(domain), _) => url("https", domain.trim(), HTTPS),
        (None, Some(name)) => url("https", name, config.public_port(bound.port())),
        (None, None) if config.is_encrypted() => {
            url("https", &host(here(bound.ip())), config.public_port(bound.port()))
        }
        (None, None) => url("http", &host(here(bound.ip())), config.public_port(bound.port())),
    };
    page(config, server)
}

/// Where the page is on a server.
fn page(config: &Config, server: String) -> String {
    let path = config.base_path.of("/");
    if path == "/" { server } else { server + &path }
}

/// Where a browser on this machine reaches what listens at `listen`.
pub(super) fn here(listen: IpAddr) -> IpAddr {
    match listen.to_canonical() {
        // What listens at [::] is there for IPv4 too, and has an address in it on every machine.
        address if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        address => address,
    }
}

fn host(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

fn url(scheme: &str, host: &str, port: u16) -> String {
    let is_usual = (scheme, port) == ("https", HTTPS) || (scheme, port) == ("http", HTTP);
    if is_usual { format!("{scheme}://{host}") } else { format!("{scheme}://{host}:{port}") }
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
    use clap::Parser;

    #[test]
    fn a_server_for_all_is_reached_under_the_addresses_of_the_machine() {
        let addresses = addresses(Ipv4Addr::UNSPECIFIED.into());
        assert!(addresses.contains(&Ipv4Addr::LOCALHOST.into()));
        assert!(addresses.iter().all(IpAddr::is_ipv4));
        assert_eq!(super::addresses([192, 0, 2, 1].into()), [IpAddr::from([192, 0, 2, 1])]);
    }

    #[test]
    fn the_address_is_one_that_a_person_can_open() {
        let opened = |arguments: &[&str], bound: &str, name| {
            let config = Config::parse_from(["duet"].iter().chain(arguments));
            opened(&config, bound.parse().expect("an address"), name)
        };
        assert_eq!(opened(&[], "127.0.0.1:3000", None), "http://127.0.0.1:3000");
        assert_eq!(opened(&[], "0.0.0.0:80", None), "http://127.0.0.1");
        assert_eq!(opened(&[], "[::]:3000", None), "http://127.0.0.1:3000");
        assert_eq!(opened(&[], "[::ffff:127.0.0.1]:3000", None), "http://127.0.0.1:3000");
        assert_eq!(opened(&[], "[::1]:3000", None), "http://[::1]:3000");
        assert_eq!(opened(&["--tls-self-signed"], "192.0.2.1:443", None), "https://192.0.2.1");
        let files = ["--tls-certificate", "c.pem", "--tls-key", "k.pem"];
        assert_eq!(opened(&files, "[::]:8443", Some("duet.test")), "https://duet.test:8443");
        assert_eq!(opened(&["--tls-self-signed", "--public-port", "443"], "192.0.2.1:8443", None), "https://192.0.2.1");
        assert_eq!(opened(&["--acme", " duet.test,b.test"], "[::]:8443", None), "https://duet.test");
        assert_eq!(opened(&["--base-path", "duet"], "127.0.0.1:3000", None), "http://127.0.0.1:3000/duet/");
    }

    #[test]
    fn who_starts_it_without_a_setting_is_told_how_others_can_come() {
        let is_alone = |arguments: &[&str], bound: &str| {
            let config = Config::parse_from(["duet"].iter().chain(arguments));
            is_alone(&config, bound.parse().expect("an address"))
        };
        assert!(is_alone(&[], "127.0.0.1:3000"));
        assert!(!is_alone(&[], "0.0.0.0:3000"));
        assert!(!is_alone(&["--trusted-proxies", "127.0.0.1"], "127.0.0.1:3000"), "others come by way of a proxy");
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
