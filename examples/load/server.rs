//! The two servers as processes of their own, on a core of their own.

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
    Relay,
}

/// A running server; dropping it ends it.
pub(crate) struct Server {
    pub(crate) kind: Kind,
    pub(crate) address: SocketAddr,
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
        let address = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
        let own = std::env::current_exe()?;
        let program = match kind {
            Kind::Duet => own.parent().and_then(|examples| examples.parent()).context("no target folder")?.join("duet"),
            Kind::Relay => own,
        };
        let mut command = Command::new("taskset");
        command.args(["-c", SERVER_CORE]).arg(program).stdout(Stdio::null());
        match kind {
            Kind::Duet => command.envs([
                ("DUET_MAX_ROOMS", "0"),
                ("DUET_MAX_SOCKETS", "0"),
                ("DUET_MAX_CONNECTIONS", "0"),
                // What is measured is how much one can say, not how much one may.
                ("DUET_MESSAGES_PER_MINUTE", "0"),
                ("DUET_BYTES_PER_MINUTE", "0"),
                ("DUET_LOG", "error"),
                ("DUET_SECRET", "a secret for the time of a measurement"),
            ]),
            Kind::Relay => command.arg("relay"),
        };
        let process =
            command.env("DUET_LISTEN", address.to_string()).spawn().context("taskset or the server is missing")?;
        let server = Self { kind, address, process, rooms_named: AtomicUsize::new(0) };
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
