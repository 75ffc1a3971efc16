//! Many pairs who talk: each sends 50 packets a second, and each packet tells when it was sent.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};

use super::calls::Pair;
use super::hot::packet;
use crate::as_f64;
use crate::server::Server;

/// How long they talk.
const WATCHED: Duration = Duration::from_secs(3);

/// How long what is late is waited for.
const REST: Duration = Duration::from_millis(200);

/// Between two packets of one person.
const PAUSE: Duration = Duration::from_millis(20);

/// Where the time stands in a packet: behind the head of the channel.
const STAMP: std::ops::Range<usize> = 4..12;

/// What became of the packets.
pub(crate) struct Talk {
    /// From sending to receiving.
    pub(crate) times_ns: Vec<f64>,
    pub(crate) lost_per_million: f64,
    /// Of packets that arrived: a relay that loses some has less to do.
    pub(crate) cpu_ns_per_packet: f64,
    pub(crate) core_percent: f64,
    /// How much of the time others kept it waiting: with much of it, what was measured is them.
    pub(crate) waited_percent: f64,
}

/// Everybody talks. The clients look without a pause what has come, so that their own sleep is not measured.
pub(crate) fn talk(server: &Server, pairs: &[Pair], bytes: usize) -> Result<Talk> {
    let mut people = People::new(pairs)?;
    let mut packet = packet(bytes)?;
    let before = server.spent()?;
    let apart = PAUSE / u32::try_from(people.sockets.len())?;
    let (mut sent, mut next) = (0_u64, Duration::ZERO);
    while people.start.elapsed() < WATCHED {
        // Spread over the pause, as people are.
        while people.start.elapsed() >= next {
            people.send(sent, &mut packet)?;
            (sent, next) = (sent + 1, next + apart);
        }
        people.hear()?;
    }
    let after = server.spent()?;
    let cpu = as_f64(after.cpu_ns - before.cpu_ns);
    let seconds = people.start.elapsed().as_secs_f64();
    while people.start.elapsed() < WATCHED + REST {
        people.hear()?;
    }
    let heard = people.times_ns.len() as u64;
    ensure!(heard > 0, "nothing arrives");
    let lost_per_million = as_f64(sent.saturating_sub(heard)) * 1e6 / as_f64(sent);
    Ok(Talk {
        times_ns: people.times_ns,
        lost_per_million,
        cpu_ns_per_packet: cpu / as_f64(heard),
        core_percent: cpu / seconds / 1e7,
        waited_percent: as_f64(after.waited_ns - before.waited_ns) / seconds / 1e7,
    })
}

struct People {
    sockets: Vec<UdpSocket>,
    poll: Poll,
    events: Events,
    start: Instant,
    times_ns: Vec<f64>,
}

impl People {
    fn new(pairs: &[Pair]) -> Result<Self> {
        let poll = Poll::new()?;
        let mut sockets = Vec::new();
        for (at, socket) in pairs.iter().flatten().enumerate() {
            let socket = socket.try_clone()?;
            socket.set_nonblocking(true)?;
            let mut socket = UdpSocket::from_std(socket);
            poll.registry().register(&mut socket, Token(at), Interest::READABLE)?;
            sockets.push(socket);
        }
        let events = Events::with_capacity(sockets.len());
        Ok(Self { sockets, poll, events, start: Instant::now(), times_ns: Vec::new() })
    }

    /// Sends packet number `number`, of whoever's turn it is.
    fn send(&mut self, number: u64, packet: &mut [u8]) -> Result<()> {
        let at = usize::try_from(number)? % self.sockets.len();
        let now = u64::try_from(self.start.elapsed().as_nanos())?;
        packet.get_mut(STAMP).context("a packet without room for the time")?.copy_from_slice(&now.to_be_bytes());
        // What the system does not take is lost, as on any line.
        let _ = self.sockets[at].send(packet);
        Ok(())
    }

    /// Takes what has come, and does not wait for more.
    fn hear(&mut self) -> Result<()> {
        self.poll.poll(&mut self.events, Some(Duration::ZERO))?;
        let mut space = [0; 2_048];
        for event in &self.events {
            let socket = &self.sockets[event.token().0];
            while let Ok(read) = socket.recv(&mut space) {
                let stamp =
                    space.get(..read).and_then(|packet| packet.get(STAMP)).and_then(|stamp| stamp.try_into().ok());
                let sent = u64::from_be_bytes(stamp.context("a packet without a time")?);
                let now = u64::try_from(self.start.elapsed().as_nanos())?;
                self.times_ns.push(as_f64(now.saturating_sub(sent)));
            }
        }
        Ok(())
    }
}
