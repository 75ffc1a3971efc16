//! How the doctor asks ports, certificates and the system.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpStream, UdpSocket, lookup_host};
use tokio::process::Command;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use x509_parser::parse_x509_certificate;

use super::judge::{Certificate, Outside};
use crate::clock::unix_ms;
use crate::server::tls;

/// How long anybody may take to answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// How long a helper may take, which first has to get where it asks from.
const HELPER_MAX: Duration = Duration::from_secs(30);

const MS_OF_A_DAY: i64 = 24 * 60 * 60 * 1_000;

/// A question of STUN (RFC 8489 section 5): a binding request without attributes, and what an answer begins with.
const BINDING_REQUEST: &[u8; 20] = b"\x00\x01\x00\x00\x21\x12\xa4\x42duetduetduet";
const BINDING_SUCCESS: [u8; 2] = [1, 1];

/// Where a name leads, each address once.
pub(super) async fn addresses(name: &str) -> Vec<IpAddr> {
    let found = timeout(ANSWER_MAX, lookup_host((name, 443))).await;
    let mut addresses: Vec<IpAddr> =
        found.ok().and_then(Result::ok).into_iter().flatten().map(|address| address.ip()).collect();
    addresses.sort();
    addresses.dedup();
    addresses
}

/// Whether anybody listens there.
pub(super) async fn answers(address: SocketAddr) -> bool {
    matches!(timeout(ANSWER_MAX, TcpStream::connect(address)).await, Ok(Ok(_)))
}

/// Whether a server of STUN does.
pub(super) async fn answers_stun(address: SocketAddr) -> bool {
    let any: IpAddr = if address.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let asked = async {
        let socket = UdpSocket::bind((any, 0)).await.ok()?;
        socket.connect(address).await.ok()?;
        socket.send(BINDING_REQUEST).await.ok()?;
        let mut answer = [0; 512];
        let length = socket.recv(&mut answer).await.ok()?;
        answer[..length].starts_with(&BINDING_SUCCESS).then_some(())
    };
    matches!(timeout(ANSWER_MAX, asked).await, Ok(Some(())))
}

/// What is shown there for the name, as a browser would see it.
pub(super) async fn certificate(name: &str, address: SocketAddr) -> Certificate {
    let Ok(server) = ServerName::try_from(name.to_owned()) else {
        return Certificate::None(format!("{name:?} is no name of a server"));
    };
    let client = match tls::client() {
        Ok(client) => client,
        Err(error) => return Certificate::None(error.to_string()),
    };
    let asked = async {
        let stream = TcpStream::connect(address).await.map_err(|error| Certificate::None(error.to_string()))?;
        let shown = TlsConnector::from(Arc::clone(&client)).connect(server, stream).await;
        shown.map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData if error.to_string().contains("invalid peer certificate") => {
                Certificate::Doubted(error.to_string())
            }
            _ => Certificate::None(error.to_string()),
        })
    };
    let stream = match timeout(ANSWER_MAX, asked).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(certificate)) => return certificate,
        Err(_) => return Certificate::None("nothing answers".to_owned()),
    };
    let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let until = shown.and_then(|der| Some(parse_x509_certificate(der).ok()?.1.validity().not_after.timestamp()));
    let now = i64::try_from(unix_ms()).unwrap_or(i64::MAX);
    match until {
        Some(until) => Certificate::Believed((until.saturating_mul(1_000) - now) / MS_OF_A_DAY),
        None => Certificate::Doubted("it cannot be read".to_owned()),
    }
}

/// Runs the command by way of the helper, which is a command of its own, such as `ssh friend@elsewhere`.
pub(super) async fn from_outside(helper: &str, command: &str) -> Outside {
    let mut words = helper.split_whitespace();
    let Some(program) = words.next() else { return Outside::NoHelper };
    let run = Command::new(program)
        .args(words)
        .arg(command)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    match timeout(HELPER_MAX, run).await {
        Ok(Ok(output)) if output.stdout.starts_with(b"open") => Outside::Reached,
        // ssh's own failures (ssh(1), "EXIT STATUS"), and a shell's where there is no such program.
        Ok(Ok(output)) if matches!(output.status.code(), Some(255 | 126 | 127)) => Outside::NoHelper,
        Ok(Ok(_)) => Outside::Blocked,
        Ok(Err(_)) | Err(_) => Outside::NoHelper,
    }
}

/// Whether anything keeps the clock right, as systemd tells it.
pub(super) async fn is_clock_kept() -> Option<bool> {
    if Path::new("/run/systemd/timesync/synchronized").exists() {
        return Some(true);
    }
    let asked =
        Command::new("timedatectl").args(["show", "-p", "NTPSynchronized", "--value"]).kill_on_drop(true).output();
    let output = timeout(ANSWER_MAX, asked).await.ok()?.ok()?;
    match output.stdout.trim_ascii() {
        b"yes" => Some(true),
        b"no" => Some(false),
        _ => None,
    }
}
