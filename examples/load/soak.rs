//! Ten thousand sockets for ten minutes, of which some always come and go, in good order or not: what a server would lose that
//! leaks a little with each of them, or that attackers among them could make slow.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures::future::join_all;
use tokio::task::LocalSet;
use tokio::time::{interval, sleep, timeout};

use crate::client::Client;
use crate::company::{ATTACKERS, attack};
use crate::scenes::{fill, round_trip};
use crate::server::{Kind, Server};
use crate::{as_f64, median, quantile};

const ROOMS: usize = 5_000;
/// How long two people say nothing, at the shortest and at the longest.
const PAUSE_MS: [u64; 2] = [5_000, 15_000];
/// After one in so many exchanges the two leave, and two others come: some 25 rooms a second.
const STAY: u64 = 20;
/// How often the server is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// How long the last sockets may take to be closed.
const CLOSE_MAX: Duration = Duration::from_secs(60);

/// What may be spent. Memory settles in the first fifth: tables and buffers grow to what the churn needs.
const MEMORY_MAX_GROWTH: f64 = 1.05;
const P99_MAX_GROWTH: f64 = 1.5;
/// Descriptors that a runtime may open and keep once it is used.
const FILES_KEPT_MAX: usize = 3;

#[derive(Debug, Clone, Copy)]
struct Look {
    second: u64,
    memory: u64,
    files: usize,
    p99_ms: f64,
    trips: usize,
}

/// Everything that was seen while people came and went.
#[derive(Default)]
struct Diary {
    times: Vec<f64>,
    changes: usize,
}

/// Watches a server for so long, prints what was seen, and fails if anything was lost.
///
/// # Errors
/// When a socket breaks that should not, or a limit does.
pub(crate) async fn soak(length: Duration) -> Result<()> {
    let server = Rc::new(Server::start(Kind::Duet).await?);
    drop(fill(&server, 1).await?);
    let rested = settled(&server, usize::MAX).await?;
    let rooms = fill(&server, ROOMS).await?;
    let (diary, end) = (Rc::new(RefCell::new(Diary::default())), Instant::now() + length);
    let people = LocalSet::new();
    let calls: Vec<_> = rooms
        .into_iter()
        .zip(1_u64..)
        .map(|(pair, seed)| people.spawn_local(come_and_go(Rc::clone(&server), pair, seed, end, Rc::clone(&diary))))
        .collect();
    for number in 0..ATTACKERS {
        let mut random = number;
        people.spawn_local(attack(server.address, number, end, move || next(&mut random)));
    }
    let looks = people.run_until(watch(&server, end, &diary)).await?;
    for call in people.run_until(join_all(calls)).await {
        call??;
    }
    let left = settled(&server, rested + FILES_KEPT_MAX).await?;
    report(&looks, rested, left, diary.borrow().changes)
}

/// Two people who talk now and then, and after a while are two others in another room.
async fn come_and_go(
    server: Rc<Server>,
    mut pair: (Client, Client),
    seed: u64,
    end: Instant,
    diary: Rc<RefCell<Diary>>,
) -> Result<()> {
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    while Instant::now() < end {
        let pause = PAUSE_MS[0] + next(&mut random) % (PAUSE_MS[1] - PAUSE_MS[0]);
        // Nobody says anything meanwhile, but the server asks whether they are there.
        let (first, second) = &mut pair;
        let _ = timeout(Duration::from_millis(pause), async { tokio::join!(first.listen(), second.listen()) }).await;
        let time = round_trip(first, second).await?;
        diary.borrow_mut().times.push(time);
        if next(&mut random).is_multiple_of(STAY) {
            let (first, second) = pair;
            match next(&mut random) % 3 {
                0 => {
                    first.leave().await?;
                    second.leave().await?;
                }
                // One goes without a word, the other in mid-sentence.
                1 => second.break_off().await?,
                _ => {}
            }
            pair = new_pair(&server).await?;
            diary.borrow_mut().changes += 1;
        }
    }
    Ok(())
}

async fn new_pair(server: &Server) -> Result<(Client, Client)> {
    let room = server.name_rooms(1).start;
    Ok((Client::join(server, room).await?, Client::join(server, room).await?))
}

async fn watch(server: &Server, end: Instant, diary: &RefCell<Diary>) -> Result<Vec<Look>> {
    let began = Instant::now();
    let mut looks = Vec::new();
    let mut second_hand = interval(LOOK_EVERY);
    second_hand.tick().await;
    while Instant::now() < end {
        second_hand.tick().await;
        let times = std::mem::take(&mut diary.borrow_mut().times);
        let look = Look {
            second: began.elapsed().as_secs(),
            memory: server.memory()?,
            files: server.open_files()?,
            p99_ms: quantile(&times, 0.99),
            trips: times.len(),
        };
        eprintln!("{look:?}");
        looks.push(look);
    }
    Ok(looks)
}

/// The server's open files, as soon as there are no more than `most`, or after a while.
async fn settled(server: &Server, most: usize) -> Result<usize> {
    let until = Instant::now() + CLOSE_MAX;
    while server.open_files()? > most && Instant::now() < until {
        sleep(Duration::from_millis(100)).await;
    }
    server.open_files()
}

fn report(looks: &[Look], rested: usize, left: usize, changes: usize) -> Result<()> {
    println!("| second | memory, KB | open files | round trips | p99, ms |\n| --- | --- | --- | --- | --- |");
    for Look { second, memory, files, p99_ms, trips } in looks.iter().step_by(looks.len().div_ceil(12).max(1)) {
        println!("| {second} | {} | {files} | {trips} | {p99_ms:.2} |", memory / 1000);
    }
    let settled = &looks[looks.len() / 5..];
    let (early, late) = settled.split_at(settled.len() / 2);
    let of = |looks: &[Look], part: fn(&Look) -> f64| median(&looks.iter().map(part).collect::<Vec<_>>());
    let memory = of(late, |look| as_f64(look.memory)) / of(early, |look| as_f64(look.memory));
    let p99 = of(late, |look| look.p99_ms) / of(early, |look| look.p99_ms);
    println!("{changes} rooms were left and {changes} others joined.");
    println!(
        "Memory, second half to first: {memory:.3} (at most {MEMORY_MAX_GROWTH}). p99: {p99:.2} (at most {P99_MAX_GROWTH})."
    );
    println!("Open files: {rested} before the first, {left} after the last (at most {FILES_KEPT_MAX} more).");
    ensure!(memory <= MEMORY_MAX_GROWTH, "memory grows");
    ensure!(p99 <= P99_MAX_GROWTH, "round trips grow longer");
    ensure!(left <= rested + FILES_KEPT_MAX, "descriptors are lost");
    Ok(())
}

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}
