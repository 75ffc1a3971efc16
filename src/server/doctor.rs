//! `duet doctor`: looks at what a server needs, as somebody who runs one would, and says what to do. It asks this machine, the names of the
//! settings, and nobody else; only where a helper is named does it ask from outside.
//!
//! # Layout
//! - [`judge`]: what the findings mean (pure)
//! - [`asks`]: how ports, certificates and the system are asked

mod asks;
pub mod judge;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::config::{Config, check};
use super::control::{self, Question};
use super::greeting;
use super::log;
use super::ports::{HTTP, HTTPS};
use super::state;
use super::status::Status;
use judge::{Certificate, Door, Findings, Level, Line, Name, Outside, Port};

/// An authority has given the first certificate after this long, or does not so soon.
const FIRST_CERTIFICATE_MAX: Duration = Duration::from_secs(15);
const ASK_AGAIN: Duration = Duration::from_millis(500);

/// Looks at everything and prints it. Whether all that matters is as it should be.
///
/// # Errors
/// When the settings make no sense, which is all there is to say then.
pub async fn run(config: &Config, helper: Option<&str>) -> anyhow::Result<bool> {
    check::check(config)?;
    let findings = find(config, helper).await;
    let lines = judge::judge(&findings);
    print(&lines);
    Ok(lines.iter().all(|line| line.level != Level::Bad))
}

async fn find(config: &Config, helper: Option<&str>) -> Findings {
    let status = control::ask(&control::path(config), Question::Status).await;
    let status = status.map_err(|error| error.to_string()).and_then(|text| {
        serde_json::from_str::<Status>(&text).map_err(|_| "what answers is no server of Duet".to_owned())
    });
    let is_proxied = !config.trusted_proxies.is_empty();
    let relay_port = status.as_ref().ok().and_then(|status| status.relay_port);
    // Where no server runs there is none to wait for.
    let is_awaited = status.is_ok() && !config.tls.acme.is_empty();
    let until = Instant::now() + if is_awaited { FIRST_CERTIFICATE_MAX } else { Duration::ZERO };
    let mut names = Vec::new();
    for name in known_names(config) {
        let addresses = asks::addresses(&name).await;
        let certificate = match config.is_encrypted() && !config.tls.tls_self_signed {
            true => Some(certificate(&name, config, until).await),
            false => None,
        };
        names.push(Name { name, addresses, certificate });
    }
    let name = names.first().map(|name| name.name.clone());
    let mut doors = Vec::new();
    for wanted in doors_of(config, relay_port) {
        doors.push(ask_door(wanted, name.as_deref(), helper).await);
    }
    let folder = state::folder(config);
    let unusable = folder.as_deref().and_then(|folder| state::check(folder).err()).map(|error| error.to_string());
    Findings {
        status,
        names,
        own: greeting::addresses(config.listen.ip()).into_iter().filter(|address| !address.is_loopback()).collect(),
        is_proxied,
        doors,
        is_clock_kept: asks::is_clock_kept().await,
        free_bytes: folder.as_deref().and_then(free_bytes),
        state: unusable,
    }
}

/// The certificate that is shown for the name; the first one of an authority is waited for, as who has just started the server would.
async fn certificate(name: &str, config: &Config, until: Instant) -> Certificate {
    loop {
        match asks::certificate(name, here(config.listen)).await {
            Certificate::None(_) if Instant::now() < until => sleep(ASK_AGAIN).await,
            certificate => return certificate,
        }
    }
}

/// The names of the settings, each once, without their ports.
fn known_names(config: &Config) -> BTreeSet<String> {
    let acme = config.tls.acme.iter().map(|name| name.trim().to_ascii_lowercase());
    let names = config.names.iter().map(|name| name.host().to_ascii_lowercase());
    acme.chain(names).filter(|name| name.contains('.')).collect()
}

/// A port that has to be open to the world.
struct Wanted {
    address: SocketAddr,
    /// The port at which people come to it.
    public: u16,
    is_udp: bool,
    purpose: &'static str,
}

/// The ports that people come to. Behind a proxy those of the page are the proxy's.
fn doors_of(config: &Config, relay_port: Option<u16>) -> Vec<Wanted> {
    let mut doors = Vec::new();
    let mut add = |address: SocketAddr, public, is_udp, purpose| {
        doors.push(Wanted { address, public, is_udp, purpose });
    };
    if config.trusted_proxies.is_empty() && !config.listen.ip().is_loopback() {
        add(config.listen, config.public_port(config.listen.port()), false, "the page");
        if let Some(address) = config.tls.redirect_listen {
            // Where the one is passed on, so is the other.
            let public = if config.public_port.is_some() { HTTP } else { address.port() };
            add(address, public, false, "people who type no https://");
        }
    }
    if let (Some(port), Some(address)) = (relay_port, config.relay_listen()) {
        let address = SocketAddr::new(address.ip(), port);
        add(address, port, true, "calls between two networks (STUN and TURN)");
        add(address, port, false, "calls out of networks without UDP (TURN)");
    }
    doors
}

async fn ask_door(
    Wanted { address, public, is_udp, purpose }: Wanted,
    name: Option<&str>,
    helper: Option<&str>,
) -> Door {
    let place = here(address);
    let answers = if is_udp { asks::answers_stun(place).await } else { asks::answers(place).await };
    let here = if answers { Port::Answers } else { Port::Closed };
    let name = name.unwrap_or("YOUR-NAME");
    let command = outside_command(name, public, is_udp);
    let outside = match helper {
        Some(helper) if here == Port::Answers => asks::from_outside(helper, &command).await,
        _ => Outside::NotAsked,
    };
    let port = format!("{public}/{}", if is_udp { "udp" } else { "tcp" });
    Door { port, purpose, here, outside, command }
}

/// What tells from elsewhere whether a port is open, with what every Debian has. A question of STUN gets an answer.
fn outside_command(name: &str, port: u16, is_udp: bool) -> String {
    let protocol = if is_udp { "udp" } else { "tcp" };
    if is_udp {
        format!(
            "bash -c 'exec 3<>/dev/{protocol}/{name}/{port}; printf \"\\0\\1\\0\\0\\x21\\x12\\xa4\\x42duetduetduet\" >&3; \
             timeout 5 head -c 2 <&3 | od -An -tx1 | grep -q \"01 01\" && echo open'"
        )
    } else {
        format!("bash -c 'timeout 5 bash -c \"exec 3<>/dev/{protocol}/{name}/{port}\" && echo open'")
    }
}

/// Where what listens at `listen` is reached on this machine.
fn here(listen: SocketAddr) -> SocketAddr {
    SocketAddr::new(greeting::here(listen.ip()), if listen.port() == 0 { HTTPS } else { listen.port() })
}

/// How much space there is for more, of the nearest folder that exists.
fn free_bytes(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|folder| folder.exists())?;
    let system = rustix::fs::statvfs(there).ok()?;
    Some(system.f_bavail.saturating_mul(system.f_frsize))
}

fn print(lines: &[Line]) {
    let mut out = io::stdout().lock();
    let is_coloured = log::is_coloured(&out);
    let mut text = String::new();
    for Line { level, about, found, todo } in lines {
        let (word, colour) = match level {
            Level::Good => ("good", "\x1b[32m"),
            Level::Note => ("note", "\x1b[33m"),
            Level::Bad => ("BAD ", "\x1b[31m"),
        };
        let (from, to) = if is_coloured { (colour, "\x1b[0m") } else { ("", "") };
        text += &format!("{from}{word}{to}  {about}: {found}\n");
        if !todo.is_empty() {
            text += &format!("      {todo}\n");
        }
    }
    // Nobody may be listening any more.
    let _ = out.write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn config(arguments: &[&str]) -> Config {
        Config::parse_from(["duet"].iter().chain(arguments))
    }

    fn ports(arguments: &[&str], relay_port: Option<u16>) -> Vec<String> {
        doors_of(&config(arguments), relay_port)
            .iter()
            .map(|door| format!("{}{}", door.public, if door.is_udp { "u" } else { "" }))
            .collect()
    }

    #[test]
    fn the_ports_are_those_that_people_come_to() {
        let world = ["--listen", "[::]:443", "--redirect-listen", "[::]:80", "--acme", "a.duet.de"];
        assert_eq!(ports(&world, Some(3478)), ["443", "80", "3478u", "3478"]);
        assert_eq!(ports(&world, None), ["443", "80"], "the relay is off, or at the page's port");
        let contained =
            ["--listen", "[::]:8443", "--redirect-listen", "[::]:8080", "--acme", "a.duet.de", "--public-port", "443"];
        assert_eq!(ports(&contained, None), ["443", "80"], "what people come to, not what it is passed on to");
        let proxied = ["--trusted-proxies", "127.0.0.1", "--relay", "203.0.113.5"];
        assert_eq!(ports(&proxied, Some(3478)), ["3478u", "3478"], "the page's are the proxy's");
        assert!(ports(&[], None).is_empty(), "nobody comes from elsewhere");
    }

    #[test]
    fn each_name_is_looked_at_once_and_one_of_a_single_network_not_at_all() {
        let config = config(&["--acme", "b.duet.de, A.duet.de", "--names", "a.duet.de:8443,duet"]);
        assert_eq!(known_names(&config).into_iter().collect::<Vec<_>>(), ["a.duet.de", "b.duet.de"]);
    }
}
