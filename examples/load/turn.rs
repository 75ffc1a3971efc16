//! What Duet's relay costs beside Debian's coturn: the two take turns on the first core, and the clients are on the second. Where
//! coturn is not installed, Duet's is measured alone.
//!
//! Both authenticate with long-term credentials, and both pass packets from a relayed address to a relayed address, as a call goes
//! that has relay candidates only. For coturn these are sockets, so each packet goes through the system twice; Duet's are labels.
//!
//! # Layout
//! - [`allocation`]: a client of TURN
//! - [`calls`]: two clients each who may send to each other
//! - [`hot`]: one pair that sends all it can; [`voice`]: many pairs that talk

mod allocation;
mod calls;
mod hot;
mod voice;

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::runtime::{Builder, Runtime};

use crate::server::{COTURN_FLAGS, Kind, Server};
use crate::{as_f64, median, quantile};
use calls::Calls;

/// How often the two take turns, if nobody says otherwise; the median counts.
const ROUNDS: usize = 9;

/// Pairs whose memory is counted.
const PAIRS: usize = 1_000;

/// Pairs that talk.
const TALKING: usize = 300;

/// Allocators give memory back after so long.
const REST: Duration = Duration::from_secs(1);

/// The longest packet of a call on most lines, in bytes.
const LONG_BYTES: usize = 1_200;

/// A packet of voice, in bytes.
const SHORT_BYTES: usize = 160;

/// What is compared.
const ROWS: [Row; 15] = [
    Row { title: "One pair, 1 200 bytes, packets a second", better: Better::More },
    Row { title: "One pair, 1 200 bytes, Mbit/s", better: Better::More },
    Row { title: "One pair, 1 200 bytes, server's CPU for a packet, ns", better: Better::Less },
    Row { title: "One pair, 1 200 bytes, server's core used, %", better: Better::Neither },
    Row { title: "One pair, 160 bytes, packets a second", better: Better::More },
    Row { title: "One pair, 160 bytes, server's CPU for a packet, ns", better: Better::Less },
    Row { title: "One pair, 160 bytes, server's core used, %", better: Better::Neither },
    Row { title: "300 pairs, 50 packets a second each way, server's CPU for a packet, ns", better: Better::Less },
    Row { title: "The same, server's core used, %", better: Better::Neither },
    Row { title: "The same, server kept waiting by other programs, % of the time", better: Better::Neither },
    Row { title: "The same, packets lost, of a million", better: Better::Less },
    Row { title: "The same, latency added, p50, us", better: Better::Less },
    Row { title: "The same, latency added, p99, us", better: Better::Less },
    Row { title: "Memory for an allocation with its channel, bytes", better: Better::Less },
    Row { title: "Memory of the whole server with 2 002 of them, KB", better: Better::Neither },
];

struct Row {
    title: &'static str,
    better: Better,
}

enum Better {
    More,
    Less,
    Neither,
}

impl Better {
    fn verdict(&self, duet: f64, coturn: f64) -> &'static str {
        let is_worse = match self {
            Self::Neither => return "",
            // Nothing was measured.
            _ if coturn.is_nan() => return "",
            Self::More => duet < coturn,
            Self::Less => duet > coturn,
        };
        if is_worse { "WORSE" } else { "not worse" }
    }
}

/// Measures both and prints a table.
pub(crate) fn compare() -> Result<()> {
    let rounds = std::env::args().nth(2).map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    let coturn = coturn_version();
    match &coturn {
        Some(version) => println!("Duet {} beside coturn {version}: {COTURN_FLAGS}\n", env!("CARGO_PKG_VERSION")),
        None => {
            println!("coturn is not installed (Debian: apt-get install coturn), so Duet's relay is measured alone.\n")
        }
    }
    let mut samples = [(); 2].map(|()| ROWS.map(|_| Vec::new()));
    for round in 0..rounds {
        // Whoever goes second finds a warmer machine, so they change places.
        let order =
            if round % 2 == 0 { [Kind::DuetRelaying, Kind::Coturn] } else { [Kind::Coturn, Kind::DuetRelaying] };
        for kind in order.into_iter().filter(|kind| *kind != Kind::Coturn || coturn.is_some()) {
            let figures = measure(kind).with_context(|| format!("{kind:?}"))?;
            let of_kind = &mut samples[usize::from(kind == Kind::Coturn)];
            of_kind.iter_mut().zip(figures).for_each(|(all, figure)| all.push(figure));
            eprintln!("round {} of {rounds}: {kind:?} done", round + 1);
        }
    }
    println!("| | Duet | coturn | ratio | |\n| --- | --- | --- | --- | --- |");
    let [duet, coturn] = samples.map(|rows| rows.map(|figures| median(&figures)));
    for (row, (duet, coturn)) in ROWS.iter().zip(duet.into_iter().zip(coturn)) {
        let verdict = row.better.verdict(duet, coturn);
        println!("| {} | {duet:.1} | {coturn:.1} | {:.2} | {verdict} |", row.title, duet / coturn);
    }
    Ok(())
}

/// The version of coturn that is installed, if one is.
fn coturn_version() -> Option<String> {
    let said = Command::new("turnserver").arg("--version").stderr(Stdio::null()).output().ok()?.stdout;
    String::from_utf8_lossy(&said).lines().last().map(str::to_owned)
}

/// What the server holds once it has given back what it needs no longer, in bytes.
fn memory_at_rest(server: &Server) -> Result<u64> {
    std::thread::sleep(REST);
    server.memory()
}

/// One figure for each row.
fn measure(kind: Kind) -> Result<[f64; ROWS.len()]> {
    // What people say to each other over signaling meanwhile is little, and is done beside.
    let runtime: Runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let server = runtime.block_on(Server::start(kind))?;
    let mut calls = Calls::start(&runtime, &server, PAIRS + 1)?;
    // What the first of all makes the server load is not the cost of an allocation.
    let warm = calls.open(1)?;
    hot::flood(&server, &warm, SHORT_BYTES)?;
    let before = memory_at_rest(&server)?;
    let pairs = calls.open(PAIRS)?;
    let after = memory_at_rest(&server)?;
    let talk = voice::talk(&server, &pairs[..TALKING], SHORT_BYTES)?;
    let direct = voice::talk(&server, &calls::direct(TALKING)?, SHORT_BYTES)?;
    let (long, short) = (hot::flood(&server, &warm, LONG_BYTES)?, hot::flood(&server, &warm, SHORT_BYTES)?);
    let added = |part| (quantile(&talk.times_ns, part) - quantile(&direct.times_ns, part)) / 1_000.0;
    Ok([
        long.packets_per_second,
        long.packets_per_second * as_f64(LONG_BYTES as u64) * 8.0 / 1e6,
        long.cpu_ns_per_packet,
        long.core_percent,
        short.packets_per_second,
        short.cpu_ns_per_packet,
        short.core_percent,
        talk.cpu_ns_per_packet,
        talk.core_percent,
        talk.waited_percent,
        talk.lost_per_million,
        added(0.5),
        added(0.99),
        (as_f64(after) - as_f64(before)) / as_f64(2 * PAIRS as u64),
        as_f64(after) / 1_000.0,
    ])
}
