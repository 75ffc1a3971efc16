//! Floods of the relay, from as many addresses as this machine has of its own: 127.0.0.0/8 stands for the world.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use super::client::{Client, allocate, binding};
use super::line::Line;
use super::pick::free_address;
use super::program::Program;
use super::told::login;
use super::{FIRST, SLACK};

/// What the program may have grown by when so many allocations were refused, in bytes. Of 24 runs each ended between 0.5 and 5.9 MB, for the
/// allocator keeps pages for each thread; had they been made, at 4.2 KB each, it would be 12.6 MB.
const REFUSED_MAX: usize = 9_000_000;

/// How many addresses ask, and how often the one asks that asks most.
const ADDRESSES: u32 = 3_000;
const QUESTIONS: usize = 6_000;

/// The answers that a network without a password gets in a second, and the longest in bytes (docs/security.md).
const ANSWERS_A_SECOND: f64 = 200.0;
/// So many seconds' worth of them come at once.
const BURST_SECONDS: f64 = 10.0;
const BINDING_BYTES: usize = 32;
const ANSWER_MAX_BYTES: usize = 56;

/// What one ticket may have.
const ALLOCATIONS_OF_ONE: usize = 32;

/// What is on its way on this machine is there after that.
const ON_ITS_WAY: Duration = Duration::from_millis(200);

struct Relayed {
    program: Program,
    relay: SocketAddr,
    watched: SocketAddr,
}

async fn start() -> Relayed {
    let (relay, watched) = (free_address(), free_address());
    let (relay_text, watched_text) = (relay.to_string(), watched.to_string());
    let program = Program::start(&[
        ("DUET_RELAY", "127.0.0.1"),
        ("DUET_RELAY_LISTEN", &relay_text),
        ("DUET_METRICS_LISTEN", &watched_text),
        ("DUET_LOG", "error"),
    ])
    .await;
    Relayed { program, relay, watched }
}

impl Relayed {
    /// How many allocations there are.
    async fn allocations(&self) -> usize {
        let mut stream = TcpStream::connect(self.watched).await.expect("it listens");
        let request = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.watched);
        stream.write_all(request.as_bytes()).await.expect("it reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).await.expect("text");
        let told = text.lines().find_map(|line| line.strip_prefix("duet_relay_allocations "));
        told.expect("they are counted").parse().expect("a number")
    }
}

/// An address like any other.
fn address(number: u32) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::from_bits(0x7f10_0000 + number), 0))
}

async fn socket(number: u32, relay: SocketAddr) -> UdpSocket {
    let socket = UdpSocket::bind(address(number)).await.expect("all of 127.0.0.0/8 is this machine's");
    socket.connect(relay).await.expect("an address");
    socket
}

/// The lengths of the next answers, or of as many as there are.
async fn answers(socket: &UdpSocket, most: usize) -> Vec<usize> {
    let mut lengths = Vec::new();
    while lengths.len() < most {
        match timeout(ON_ITS_WAY, socket.recv(&mut [0; 2_000])).await {
            Ok(length) => lengths.push(length.expect("an answer")),
            Err(_) => break,
        }
    }
    lengths
}

#[tokio::test]
async fn a_flood_of_questions_without_a_password_makes_the_server_hold_nothing() {
    let server = start().await;
    let (mut before, mut answered, began) = (0, 0, Instant::now());
    for number in 0..ADDRESSES {
        if number as usize == FIRST {
            before = server.program.held();
        }
        let socket = socket(number, server.relay).await;
        socket.send(&allocate()).await.expect("it goes out");
        socket.send(&binding()).await.expect("it goes out");
        let answers = answers(&socket, 2).await;
        assert!(answers.iter().all(|bytes| *bytes <= ANSWER_MAX_BYTES), "{answers:?}");
        answered += answers.len();
    }
    println!("{ADDRESSES} addresses in {:?}", began.elapsed());
    // Nobody asks so much that those who share a bucket notice.
    assert_eq!(answered, 2 * ADDRESSES as usize);
    let grown = server.program.held().saturating_sub(before);
    assert!(grown < SLACK, "it has grown by {} KB", grown / 1_000);
    assert_eq!(server.allocations().await, 0);
}

#[tokio::test]
async fn who_asks_without_end_from_one_address_gets_as_many_answers_as_are_written() {
    let server = start().await;
    let socket = socket(0, server.relay).await;
    let (mut lengths, began) = (Vec::new(), Instant::now());
    for _ in 0..QUESTIONS {
        socket.send(&binding()).await.expect("it goes out");
        let mut answer = [0; 2_000];
        while let Ok(length) = socket.try_recv(&mut answer) {
            lengths.push(length);
        }
    }
    lengths.extend(answers(&socket, QUESTIONS).await);
    let most = ANSWERS_A_SECOND * (BURST_SECONDS + began.elapsed().as_secs_f64());
    println!("{} answers to {QUESTIONS} questions in {:?}", lengths.len(), began.elapsed());
    assert!(lengths.iter().all(|bytes| *bytes == BINDING_BYTES));
    // Some are lost on the way: nobody waits for what the system has no space for.
    let least = ANSWERS_A_SECOND * BURST_SECONDS / 2.0;
    assert!((least..=most).contains(&(lengths.len() as f64)), "{} answers, and {most} may be", lengths.len());
}

#[tokio::test]
async fn who_has_a_login_and_allocates_from_thousands_of_ports_has_no_more_than_one_may() {
    let server = start().await;
    let (_socket, login) = login(server.program.address, server.relay).await;
    let mut before = 0;
    for number in 0..ADDRESSES {
        if number as usize == FIRST {
            before = server.program.held();
            assert_eq!(server.allocations().await, ALLOCATIONS_OF_ONE);
        }
        Client::with(Line::udp_from(address(number), server.relay).await, &login).await;
    }
    assert_eq!(server.allocations().await, ALLOCATIONS_OF_ONE);
    let grown = server.program.held().saturating_sub(before);
    assert!(grown < REFUSED_MAX, "it has grown by {} KB", grown / 1_000);
}
