//! What many people do at once.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use anyhow::Result;
use futures::future::join_all;
use futures::{StreamExt, TryStreamExt, stream};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

use crate::client::Client;
use crate::server::Server;
use crate::{as_f64, median, quantile};

/// How many rooms are being joined at any moment.
const JOINING: usize = 50;
/// How long a scene is watched.
const WATCHED: Duration = Duration::from_secs(4);

const IDLE_ROOMS: usize = 5_000;
const BUSY_ROOMS: usize = 50;
const PACED_ROOMS: usize = 500;
const JOINED_ROOMS: usize = 2_000;
/// How many round trips tell how long one takes.
const ROUND_TRIPS: usize = 5_000;

type Pair = (Client, Client);

/// What a busy server gets done.
pub(crate) struct Busy {
    pub(crate) messages_per_second: f64,
    pub(crate) cpu_ms_per_thousand: f64,
}

pub(crate) async fn fill(server: &Server, rooms: usize) -> Result<Vec<Pair>> {
    let taken = server.name_rooms(rooms);
    let room = |room| async move { anyhow::Ok((Client::join(server, room).await?, Client::join(server, room).await?)) };
    stream::iter(taken).map(room).buffer_unordered(JOINING).try_collect().await
}

/// The memory of a seated socket at rest, in bytes.
pub(crate) async fn idle(server: &Server) -> Result<f64> {
    // Whatever the first socket of all makes the server load is not the cost of a socket.
    drop(fill(server, 1).await?);
    let before = server.memory()?;
    let rooms = fill(server, IDLE_ROOMS).await?;
    let after = server.memory()?;
    Ok((as_f64(after) - as_f64(before)) / as_f64(2 * rooms.len() as u64))
}

/// Everybody answers as soon as they are spoken to.
pub(crate) async fn closed_loop(server: &Server) -> Result<Busy> {
    let rooms = fill(server, BUSY_ROOMS).await?;
    let (start, cpu) = (Instant::now(), server.cpu_ms()?);
    let said = join_all(rooms.into_iter().map(talk)).await.into_iter().sum::<u64>();
    let (seconds, cpu) = (start.elapsed().as_secs_f64(), server.cpu_ms()? - cpu);
    Ok(Busy { messages_per_second: as_f64(said) / seconds, cpu_ms_per_thousand: as_f64(cpu) * 1000.0 / as_f64(said) })
}

async fn talk((mut first, mut second): Pair) -> u64 {
    let end = Instant::now() + WATCHED;
    let mut said = 0;
    while Instant::now() < end && round_trip(&mut first, &mut second).await.is_ok() {
        said += 2;
    }
    said
}

pub(crate) async fn round_trip(first: &mut Client, second: &mut Client) -> Result<f64> {
    let start = Instant::now();
    first.say().await?;
    second.listen().await?;
    second.say().await?;
    first.listen().await?;
    Ok(start.elapsed().as_secs_f64() * 1000.0)
}

/// Everybody speaks once a second; the round trip that 99 of 100 stay below, in milliseconds.
pub(crate) async fn paced(server: &Server) -> Result<f64> {
    let rooms = fill(server, PACED_ROOMS).await?;
    let times = RefCell::new(Vec::new());
    let talks = rooms.into_iter().enumerate().map(|(at, (mut first, mut second))| {
        let times = &times;
        async move {
            // Spread over the second, as people are.
            sleep(Duration::from_secs(1) * u32::try_from(at)? / u32::try_from(PACED_ROOMS)?).await;
            let mut second_hand = interval(Duration::from_secs(1));
            let end = Instant::now() + WATCHED;
            while Instant::now() < end {
                second_hand.tick().await;
                let time = round_trip(&mut first, &mut second).await?;
                times.borrow_mut().push(time);
            }
            anyhow::Ok(())
        }
    });
    for talked in join_all(talks).await {
        talked?;
    }
    Ok(quantile(&times.into_inner(), 0.99))
}

/// Rooms joined in a second, each by two people.
pub(crate) async fn joins(server: &Server) -> Result<f64> {
    let start = Instant::now();
    let rooms = fill(server, JOINED_ROOMS).await?;
    Ok(as_f64(rooms.len() as u64) / start.elapsed().as_secs_f64())
}

/// With so many rooms open: a round trip in one of them, in milliseconds (median), and the server's memory, in bytes.
pub(crate) async fn among(server: &Server, rooms: usize) -> Result<(f64, u64)> {
    let mut rooms = fill(server, rooms).await?;
    let memory = server.memory()?;
    let Some((mut first, mut second)) = rooms.pop() else { return Ok((f64::NAN, memory)) };
    // The others answer the server's heartbeat meanwhile, and have nothing to say. They end with the set.
    let mut others = JoinSet::new();
    for mut person in rooms.into_iter().flat_map(|(first, second)| [first, second]) {
        others.spawn(async move { person.listen().await });
    }
    let mut times = Vec::new();
    for _ in 0..ROUND_TRIPS {
        times.push(round_trip(&mut first, &mut second).await?);
    }
    Ok((median(&times), memory))
}
