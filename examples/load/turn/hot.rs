//! One pair, of which one sends more than the relay takes. What arrives counts.

use std::net::UdpSocket;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::allocation::CHANNEL;
use super::calls::Pair;
use crate::as_f64;
use crate::server::Server;

/// How long it goes on.
const WATCHED: Duration = Duration::from_secs(2);

/// Packets that are sent before it is looked what came.
const BURST: usize = 32;

/// What is on its way at the end has come after this long.
const REST: Duration = Duration::from_millis(100);

/// What a relay gets done.
pub(crate) struct Flow {
    pub(crate) packets_per_second: f64,
    pub(crate) cpu_ns_per_packet: f64,
    /// If this is far below 100, the client could not send more.
    pub(crate) core_percent: f64,
}

/// A packet with so many bytes for the other side.
pub(crate) fn packet(bytes: usize) -> Result<Vec<u8>> {
    let mut packet = [CHANNEL, u16::try_from(bytes)?].map(u16::to_be_bytes).concat();
    packet.resize(packet.len() + bytes, 0);
    Ok(packet)
}

/// Sends packets of so many bytes through the first pair, one by one, as clients do.
pub(crate) fn flood(server: &Server, pairs: &[Pair], bytes: usize) -> Result<Flow> {
    let [from, to] = pairs.first().context("no pair")?;
    from.set_nonblocking(true)?;
    to.set_nonblocking(true)?;
    let packet = packet(bytes)?;
    let (start, cpu) = (Instant::now(), server.spent()?);
    let mut arrived = 0;
    while start.elapsed() < WATCHED {
        for _ in 0..BURST {
            // What the system does not take is lost, as on any line.
            let _ = from.send(&packet);
        }
        arrived += drain(to, packet.len());
    }
    let seconds = start.elapsed().as_secs_f64();
    let cpu = as_f64(server.spent()?.cpu_ns - cpu.cpu_ns);
    std::thread::sleep(REST);
    drain(to, packet.len());
    ensure!(arrived > 0, "nothing arrives");
    Ok(Flow {
        packets_per_second: as_f64(arrived) / seconds,
        cpu_ns_per_packet: cpu / as_f64(arrived),
        core_percent: cpu / seconds / 1e7,
    })
}

/// How many packets of that length have come.
fn drain(socket: &UdpSocket, length: usize) -> u64 {
    let mut space = [0; 2_048];
    let mut arrived = 0;
    while let Ok(read) = socket.recv(&mut space) {
        arrived += u64::from(read == length);
    }
    arrived
}
