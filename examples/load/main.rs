//! What signaling costs: Duet's server and the least a server could do, one after the other on the first core, while this
//! program plays the clients on the second. `make load` runs it.
//!
//! # Layout
//! - [`server`]: the two servers as processes, what they take of memory and time
//! - [`relay`]: the floor, a relay that reads nothing of what it passes on
//! - [`client`]: a person who speaks to either
//! - [`scenes`]: what many of them do at once

mod client;
mod relay;
mod scenes;
mod server;

use anyhow::{Result, bail};
use server::{Kind, Server};

/// How often the two servers take turns; the median counts.
const ROUNDS: usize = 5;

/// What may be spent, as multiples of the floor where the row is a comparison.
const SOCKET_MAX_BYTES: f64 = 8_000.0;
const CPU_MAX_RATIO: f64 = 1.5;
const P99_MAX_RATIO: f64 = 1.3;
const JOINS_MIN_RATIO: f64 = 0.8;

#[derive(Default)]
struct Samples {
    socket_bytes: Vec<f64>,
    messages_per_second: Vec<f64>,
    cpu_ms_per_thousand: Vec<f64>,
    p99_ms: Vec<f64>,
    rooms_per_second: Vec<f64>,
}

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        // In the place of the server, on the core of the server.
        Some("relay") => relay::run(),
        Some("growth") => alone(growth()),
        None => alone(compare()),
        Some(other) => bail!("'{other}' is none of: relay, growth"),
    }
}

/// The clients need one thread: they have one core.
fn alone(work: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

async fn compare() -> Result<()> {
    let (mut duet, mut floor) = (Samples::default(), Samples::default());
    for round in 0..ROUNDS {
        // Whoever goes second finds a warmer machine, so they change places.
        let order = if round % 2 == 0 { [Kind::Duet, Kind::Relay] } else { [Kind::Relay, Kind::Duet] };
        for kind in order {
            let samples = if kind == Kind::Duet { &mut duet } else { &mut floor };
            samples.socket_bytes.push(scenes::idle(&Server::start(kind).await?).await?);
            let busy = scenes::closed_loop(&Server::start(kind).await?).await?;
            samples.messages_per_second.push(busy.messages_per_second);
            samples.cpu_ms_per_thousand.push(busy.cpu_ms_per_thousand);
            samples.p99_ms.push(scenes::paced(&Server::start(kind).await?).await?);
            samples.rooms_per_second.push(scenes::joins(&Server::start(kind).await?).await?);
            eprintln!("round {} of {ROUNDS}: {kind:?} done", round + 1);
        }
    }
    println!("| | Duet | floor | ratio | limit |\n| --- | --- | --- | --- | --- |");
    let row = |title: &str, duet: &[f64], floor: &[f64], limit: &str, holds: &dyn Fn(f64, f64) -> bool| {
        let (duet, floor) = (median(duet), median(floor));
        let verdict = if limit.is_empty() {
            ""
        } else if holds(duet, duet / floor) {
            ": holds"
        } else {
            ": BROKEN"
        };
        println!("| {title} | {duet:.2} | {floor:.2} | {:.2} | {limit}{verdict} |", duet / floor);
    };
    row(
        "Memory per seated socket at rest, bytes",
        &duet.socket_bytes,
        &floor.socket_bytes,
        "8000 bytes",
        &|bytes, _| bytes <= SOCKET_MAX_BYTES,
    );
    row("Messages per second", &duet.messages_per_second, &floor.messages_per_second, "", &|_, _| true);
    row(
        "CPU per 1000 messages, ms",
        &duet.cpu_ms_per_thousand,
        &floor.cpu_ms_per_thousand,
        "1.5 times",
        &|_, ratio| ratio <= CPU_MAX_RATIO,
    );
    row("Round trip at one message a second, p99, ms", &duet.p99_ms, &floor.p99_ms, "1.3 times", &|_, ratio| {
        ratio <= P99_MAX_RATIO
    });
    row("Rooms joined per second", &duet.rooms_per_second, &floor.rooms_per_second, "0.8 times", &|_, ratio| {
        ratio >= JOINS_MIN_RATIO
    });
    Ok(())
}

async fn growth() -> Result<()> {
    println!(
        "| rooms | round trip, median, ms | memory, KB | per room since the row before, bytes |\n| --- | --- | --- | --- |"
    );
    let mut before: Option<(usize, u64)> = None;
    // Not quite 10 000: many machines allow a program 20 000 open files.
    for rooms in [1, 10, 100, 1_000, 9_900] {
        let server = Server::start(Kind::Duet).await?;
        let (latency_ms, bytes) = scenes::among(&server, rooms).await?;
        let slope = before.map_or(String::new(), |(fewer, less)| {
            format!("{:.0}", (as_f64(bytes) - as_f64(less)) / as_f64((rooms - fewer) as u64))
        });
        println!("| {rooms} | {latency_ms:.3} | {} | {slope} |", bytes / 1000);
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
