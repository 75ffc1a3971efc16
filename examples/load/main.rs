//! What signaling costs: Duet's server and the least a server could do, one after the other on the first core, while this
//! program plays the clients on the second. `make load` runs it.
//!
//! # Layout
//! - [`server`]: the servers as processes, what they take of memory and time
//! - [`relay`]: the floor, a relay that reads nothing of what it passes on
//! - [`client`]: a person who speaks to either
//! - [`scenes`]: what many of them do at once
//! - [`soak`]: what they do for ten minutes; [`company`]: who does them no good meanwhile
//! - [`turn`]: what its relay of media costs beside coturn

mod client;
mod company;
mod relay;
mod scenes;
mod server;
mod soak;
mod turn;

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Result, bail};
use mimalloc::MiMalloc;
use server::{Kind, Server};

// The floor has what Duet has.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How often the two servers take turns; the median counts.
const ROUNDS: usize = 5;

/// Some thousand rooms are joined in some tenths of a second: once in a round would tell little.
const JOINED_TIMES: usize = 3;

/// How long the soak lasts, if nobody says otherwise.
const SOAK_SECONDS: u64 = 600;

/// What may be spent, as multiples of the floor where the row is a comparison.
const SOCKET_MAX_BYTES: f64 = 8_000.0;
const CPU_MAX_RATIO: f64 = 1.5;
const P99_MAX_RATIO: f64 = 1.3;
const JOINS_MIN_RATIO: f64 = 0.8;
const GROWTH_MAX_RATIO: f64 = 1.2;

/// What is compared, one scene after the other.
const ROWS: [Row; 5] = [
    Row { scene: "idle", title: "Memory per seated socket at rest, bytes", limit: Limit::Most(SOCKET_MAX_BYTES) },
    Row { scene: "busy", title: "Messages per second", limit: Limit::None },
    Row { scene: "busy", title: "CPU per 1000 messages, ms", limit: Limit::MostTimes(CPU_MAX_RATIO) },
    Row {
        scene: "paced",
        title: "Round trip at one message a second, p99, ms",
        limit: Limit::MostTimes(P99_MAX_RATIO),
    },
    Row { scene: "joins", title: "Rooms joined per second", limit: Limit::LeastTimes(JOINS_MIN_RATIO) },
];

struct Row {
    scene: &'static str,
    title: &'static str,
    limit: Limit,
}

enum Limit {
    None,
    Most(f64),
    MostTimes(f64),
    LeastTimes(f64),
}

impl Limit {
    fn verdict(&self, duet: f64, ratio: f64) -> String {
        let (limit, holds) = match self {
            Self::None => return String::new(),
            Self::Most(most) => (format!("at most {most}"), duet <= *most),
            Self::MostTimes(most) => (format!("at most {most} times"), ratio <= *most),
            Self::LeastTimes(least) => (format!("at least {least} times"), ratio >= *least),
        };
        format!("{limit}: {}", if holds { "holds" } else { "BROKEN" })
    }
}

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        // In the place of the server, on the core of the server.
        Some("relay") => relay::run(),
        Some("growth") => alone(growth()),
        Some("soak") => alone(soak::soak(soak_length()?)),
        Some("turn") => turn::compare(),
        None => alone(compare(None)),
        Some(scene) if ROWS.iter().any(|row| row.scene == scene) => alone(compare(Some(scene))),
        Some(other) => bail!("'{other}' is none of: relay, growth, soak, turn, idle, busy, paced, joins"),
    }
}

/// The clients need one thread: they have one core.
fn alone(work: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

fn soak_length() -> Result<Duration> {
    Ok(Duration::from_secs(std::env::args().nth(2).map_or(Ok(SOAK_SECONDS), |seconds| seconds.parse())?))
}

/// All scenes, or the one that is to be profiled.
async fn compare(only: Option<&str>) -> Result<()> {
    let rows = || ROWS.iter().filter(|row| only.is_none_or(|scene| row.scene == scene));
    let mut samples: BTreeMap<(&str, bool), Vec<f64>> = BTreeMap::new();
    for round in 0..ROUNDS {
        // Whoever goes second finds a warmer machine, so they change places.
        let order = if round % 2 == 0 { [Kind::Duet, Kind::Relay] } else { [Kind::Relay, Kind::Duet] };
        for kind in order {
            let mut scenes: Vec<_> = rows().map(|row| row.scene).collect();
            scenes.dedup();
            for scene in scenes {
                let times = if scene == "joins" { JOINED_TIMES } else { 1 };
                for _ in 0..times {
                    let figures = play(scene, &Server::start(kind).await?).await?;
                    for (row, figure) in rows().filter(|row| row.scene == scene).zip(figures) {
                        samples.entry((row.title, kind == Kind::Duet)).or_default().push(figure);
                    }
                }
            }
            eprintln!("round {} of {ROUNDS}: {kind:?} done", round + 1);
        }
    }
    println!("| | Duet | floor | ratio | limit |\n| --- | --- | --- | --- | --- |");
    for row in rows() {
        let of = |duet| samples.get(&(row.title, duet)).map_or(f64::NAN, |figures| median(figures));
        let (duet, floor) = (of(true), of(false));
        let verdict = row.limit.verdict(duet, duet / floor);
        println!("| {} | {duet:.2} | {floor:.2} | {:.2} | {verdict} |", row.title, duet / floor);
    }
    Ok(())
}

/// The figures of a scene's rows.
async fn play(scene: &str, server: &Server) -> Result<Vec<f64>> {
    Ok(match scene {
        "idle" => vec![scenes::idle(server).await?],
        "busy" => {
            let busy = scenes::closed_loop(server).await?;
            vec![busy.messages_per_second, busy.cpu_ms_per_thousand]
        }
        "paced" => vec![scenes::paced(server).await?],
        _ => vec![scenes::joins(server).await?],
    })
}

async fn growth() -> Result<()> {
    println!(
        "| rooms | round trip, median, ms | times that of one room | memory, KB | per room since the row before, bytes |\n| --- | --- | --- | --- | --- |"
    );
    let mut alone_ms = None;
    let mut before: Option<(usize, u64)> = None;
    // Not quite 10 000: many machines allow a program 20 000 open files.
    for rooms in [1, 10, 100, 1_000, 9_900] {
        let server = Server::start(Kind::Duet).await?;
        let (latency_ms, bytes) = scenes::among(&server, rooms).await?;
        let ratio = latency_ms / *alone_ms.get_or_insert(latency_ms);
        let verdict = Limit::MostTimes(GROWTH_MAX_RATIO).verdict(latency_ms, ratio);
        let slope = before.map_or(String::new(), |(fewer, less)| {
            format!("{:.0}", (as_f64(bytes) - as_f64(less)) / as_f64((rooms - fewer) as u64))
        });
        println!("| {rooms} | {latency_ms:.3} | {ratio:.2}, {verdict} | {} | {slope} |", bytes / 1000);
        before = Some((rooms, bytes));
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "figures far below 2^52")]
fn as_f64(figure: u64) -> f64 {
    figure as f64
}

fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The value below which that part of the values lies.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len().saturating_sub(1)) as f64 * part;
    sorted.get(at.round() as usize).copied().unwrap_or(f64::NAN)
}
