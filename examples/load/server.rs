//! The servers as processes of their own, on a core of their own.

use std::fs;
use std::net::SocketAddr;
use std::ops::Range;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

/// The core of the server; the clients are put on another by whoever starts this program.
const SERVER_CORE: &str = "0";
/// A server that does not listen after this long never will.
const START_MAX: Duration = Duration::from_secs(10);

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Duet,
    /// Duet with its own relay of media.
    DuetRelaying,
    /// The least that could pass signals on.
    Relay,
    /// Debian's relay of media, if it is installed.
    Coturn,
}

/// The name and the password of everybody at coturn.
pub(crate) const COTURN_LOGIN: [&str; 2] = ["load", "a password for the time of a measurement"];

/// How coturn runs: what costs it time and is not asked of Duet's relay is off, and one thread has the one core to itself.
pub(crate) const COTURN_FLAGS: &str = "-n -m 0 --lt-cred-mech -r duet --listening-ip 127.0.0.1 --relay-ip 127.0.0.1 \
    --allow-loopback-peers --min-port 20000 --max-port 40000 --no-cli --no-tls --no-dtls --no-tcp-relay --no-rfc5780 \
    --no-stun-backward-compatibility --no-software-attribute --log-file /dev/null --no-stdout-log --simple-log";

/// What is measured is how much one can say, not how much one may.
const UNLIMITED: [(&str, &str); 7] = [
    ("DUET_MAX_ROOMS", "0"),
    ("DUET_MAX_SOCKETS", "0"),
    ("DUET_MAX_CONNECTIONS", "0"),
    ("DUET_MESSAGES_PER_MINUTE", "0"),
    ("DUET_BYTES_PER_MINUTE", "0"),
    ("DUET_LOG", "error"),
    ("DUET_SECRET", "a secret for the time of a measurement"),
];

/// The relay counts what each seat sends, and allows more than goes over a loopback.
const RELAYING: [(&str, &str); 2] =
    [("DUET_RELAY", "127.0.0.1"), ("DUET_RELAY_BYTES_PER_SECOND_PER_SEAT", "100000000000")];

/// What a server has had of its core since it began.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    pub(crate) cpu_ns: u64,
    /// How long it had work and another program had the core.
    pub(crate) waited_ns: u64,
}

/// A running server; dropping it ends it.
pub(crate) struct Server {
    pub(crate) kind: Kind,
    pub(crate) address: SocketAddr,
    /// Where it relays media, if it does.
    pub(crate) relay: SocketAddr,
    process: Child,
    rooms_named: AtomicUsize,
}

impl Server {
    /// The numbers of so many rooms that nobody was in yet.
    pub(crate) fn name_rooms(&self, rooms: usize) -> Range<usize> {
        let first = self.rooms_named.fetch_add(rooms, Ordering::Relaxed);
        first..first + rooms
    }

    pub(crate) async fn start(kind: Kind) -> Result<Self> {
        let (address, relay) = match kind {
            Kind::Coturn => [free_address().await?; 2].into(),
            _ => (free_address().await?, free_address().await?),
        };
        let own = std::env::current_exe()?;
        let mut command = Command::new("taskset");
        command.args(["-c", SERVER_CORE]).stdout(Stdio::null());
        match kind {
            Kind::Duet | Kind::DuetRelaying => {
                let folder = own.parent().and_then(|examples| examples.parent()).context("no target folder")?;
                command.arg(folder.join("duet")).envs(UNLIMITED).env("DUET_LISTEN", address.to_string());
            }
            Kind::Relay => _ = command.arg(own).arg("relay").env("DUET_LISTEN", address.to_string()),
            Kind::Coturn => {
                command.arg("turnserver").args(COTURN_FLAGS.split_whitespace()).stderr(Stdio::null());
                command.args(["--user", &COTURN_LOGIN.join(":"), "--listening-port", &relay.port().to_string()]);
            }
        }
        if kind == Kind::DuetRelaying {
            command.envs(RELAYING).env("DUET_RELAY_LISTEN", relay.to_string());
        }
        let process = command.spawn().context("taskset or the server is missing")?;
        let server = Self { kind, address, relay, process, rooms_named: AtomicUsize::new(0) };
        let listening = async {
            while TcpStream::connect(address).await.is_err() {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(START_MAX, listening).await.context("the server does not listen")?;
        Ok(server)
    }

    /// What the server holds in memory, in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }

    /// How many files the server has open, its sockets among them.
    pub(crate) fn open_files(&self) -> Result<usize> {
        Ok(fs::read_dir(format!("/proc/{}/fd", self.process.id()))?.count())
    }

    /// What all its threads have used of its core.
    pub(crate) fn spent(&self) -> Result<Spent> {
        let mut spent = Spent::default();
        for thread in fs::read_dir(format!("/proc/{}/task", self.process.id()))? {
            let text = fs::read_to_string(thread?.path().join("schedstat"))?;
            let mut figures = text.split_whitespace();
            let mut next = || figures.next().context("a short line")?.parse::<u64>().context("no number");
            spent.cpu_ns += next()?;
            spent.waited_ns += next()?;
        }
        Ok(spent)
    }

    /// What the server has used of its core, in milliseconds.
    pub(crate) fn cpu_ms(&self) -> Result<u64> {
        // Linux counts in hundredths of a second on every architecture that matters here.
        const TICK_MS: u64 = 10;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        // The name may hold blanks; it ends with the last parenthesis.
        let fields: Vec<_> = stat.rsplit(')').next().context("no name")?.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).context("a short line")?.parse::<u64>().context("no number");
        Ok((ticks(11)? + ticks(12)?) * TICK_MS)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has nothing to save, and the next one waits for the core.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0").await?.local_addr()?)
}
