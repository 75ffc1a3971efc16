//! Clients that read nothing and clients that speak something else: they cost themselves, and nobody else.

use super::client::{Client, allocate, binding, permit_each_other, reach_each_other};
use super::closed::clients;
use super::line::Line;
use super::person::Person;
use super::program::{ENCRYPTED, Program};

/// How many read nothing, so many to a room: they are of one ticket.
const SILENT_ROOMS: usize = 20;
const SILENT_OF_ROOM: usize = 10;

/// What each of them is sent: several times what may wait for it.
const PACKETS: usize = 150;
const PACKET_BYTES: usize = 1_200;

/// How much more the server may hold meanwhile, in bytes: what may wait in all, as it is set, and some for the clients themselves.
const HELD_BYTES: &str = "4194304";
const GROWN_MAX_BYTES: usize = 12 * 1024 * 1024;

#[tokio::test]
async fn who_reads_nothing_loses_packets_and_makes_the_server_hold_no_more() {
    let no_limit = ("DUET_RELAY_BYTES_PER_SECOND_PER_SEAT", "0");
    let program = Program::start(&[("DUET_MAX_HELD_BYTES", HELD_BYTES), no_limit]);
    let mut senders = Vec::new();
    for room in 0..SILENT_ROOMS {
        let people = Person::pair(&program, &format!("tea {room}")).await;
        let mut sender = Client::with(Line::udp(program.relay()).await, &people[0].login).await;
        let mut silent = Vec::new();
        for _ in 0..SILENT_OF_ROOM {
            let line = Line::narrow(program.relay()).await;
            silent.push(Client::with(line, &people[1].login).await);
        }
        for silent in &mut silent {
            permit_each_other(&mut sender, silent).await;
        }
        senders.push((sender, silent, people));
    }
    let before = program.held();
    let mut most = before;
    for _ in 0..PACKETS {
        for (sender, silent, _) in &mut senders {
            for label in silent.iter().map(Client::label) {
                sender.says(label, &[7; PACKET_BYTES]).await;
            }
            // The server has taken them all.
            assert_eq!(sender.refreshes().await, Ok(()));
        }
        most = most.max(program.held());
    }
    let grown = most.saturating_sub(before);
    assert!(grown < GROWN_MAX_BYTES, "it has grown by {} KiB", grown / 1024);
    for silent in senders.iter_mut().flat_map(|(_, silent, _)| silent) {
        let waiting = silent.line.hears().await.expect("an open line");
        assert!(waiting.len() > PACKET_BYTES, "what was sent waits for it");
    }
}

/// So many packets wait for whoever does not read at the moment, at the least.
const WAITING: u32 = 64;

#[tokio::test]
async fn who_reads_too_late_hears_the_first_and_the_next_and_not_what_came_between() {
    let program = Program::start(&[]);
    let people = Person::pair(&program, "tea").await;
    let mut sender = Client::with(Line::udp(program.relay()).await, &people[0].login).await;
    let mut late = Client::with(Line::narrow(program.relay()).await, &people[1].login).await;
    permit_each_other(&mut sender, &mut late).await;
    // A little less than a seat may send at once.
    let sent = 900;
    for number in 0..sent {
        sender.says(late.label(), &[&u32::to_be_bytes(number)[..], &[7; 1_000]].concat()).await;
        assert_eq!(sender.refreshes().await, Ok(()), "it is taken");
    }
    assert_eq!(late.refreshes().await, Ok(()), "an answer is not lost with the rest");
    let heard: Vec<u32> = late.heard().await.iter().map(|data| number(data)).collect();
    assert!(heard.is_sorted_by(|one, next| one < next), "{heard:?}");
    let first: Vec<u32> = (0..WAITING).collect();
    assert_eq!(heard.get(..first.len()), Some(&first[..]), "none is missing before the line was full");
    assert!(heard.len() < sent as usize / 2, "{} came", heard.len());
    assert_eq!(reach_each_other(&mut sender, &mut late).await, [true; 2]);
}

/// How much may be under way to a client that does not read, in packets of 1 KB: what waits in the program, and some hundred KB in the systems of
/// both. At the 2 Mbit/s of a picture this is a second and a half.
const OLD_MAX: usize = 400;

#[tokio::test]
async fn who_reads_again_after_a_while_is_not_shown_what_was_long_ago() {
    let program = Program::start(ENCRYPTED);
    for way in ["TCP", "TLS"] {
        let people = Person::pair(&program, way).await;
        let mut sender = Client::with(Line::udp(program.relay()).await, &people[0].login).await;
        // As browsers are: with what the system takes in for anybody.
        let line = if way == "TCP" { Line::tcp(program.relay()).await } else { Line::tls(program.page(), &[]).await };
        let mut late = Client::with(line, &people[1].login).await;
        permit_each_other(&mut sender, &mut late).await;
        for number in 0..900_u32 {
            sender.says(late.label(), &[&u32::to_be_bytes(number)[..], &[7; 1_000]].concat()).await;
            assert_eq!(sender.refreshes().await, Ok(()), "it is taken");
        }
        let heard = late.heard().await.len();
        assert!(heard < OLD_MAX, "over {way}: {heard} old packets came");
        assert_eq!(reach_each_other(&mut sender, &mut late).await, [true; 2]);
    }
}

fn number(data: &[u8]) -> u32 {
    u32::from_be_bytes(*data.first_chunk().expect("a number"))
}

/// What no client of TURN says: text, a handshake, a wrong cookie, a length that is none, a message that is too long, and zeros.
fn garbage() -> Vec<Vec<u8>> {
    let binding = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    let wrong = |at: usize, byte: u8| {
        let mut binding = binding.to_vec();
        binding[at] = byte;
        binding
    };
    vec![
        vec![0xff; 64],
        wrong(4, 0),
        wrong(3, 3),
        wrong(2, 0xff),
        [&binding[..], &[0xff; 20]].concat(),
        [&binding[..], b"GET / HTTP/1.1\r\n\r\n"].concat(),
        vec![0; 64],
        vec![3; 64],
    ]
}

/// Whether the stream is ended, whatever else is said before that.
async fn is_ended(line: &mut Line) -> bool {
    let end = async { while line.hears_some().await.is_some() {} };
    tokio::time::timeout(super::line::PATIENCE, end).await.is_ok()
}

/// The largest answer to somebody without a password, in bytes (docs/security.md).
const ANSWER_MAX_BYTES: usize = 56;

#[tokio::test]
async fn an_answer_to_somebody_without_a_password_is_no_longer_than_is_written() {
    let program = Program::start(&[]);
    let mut line = Line::udp(program.relay()).await;
    line.sends(&allocate()).await;
    assert_eq!(line.hears().await.map(|answer| answer.len() <= ANSWER_MAX_BYTES), Some(true));
}

#[tokio::test]
async fn garbage_ends_its_own_stream_and_nothing_else() {
    for settings in [&[][..], ENCRYPTED] {
        let program = Program::start(settings);
        let people = Person::pair(&program, "tea").await;
        let [mut one, mut other] = clients(&program, &people).await;
        for garbage in garbage() {
            let mut lines = vec![Line::tcp(program.relay()).await, Line::tcp(program.page()).await];
            if program.is_encrypted {
                lines.push(Line::tls(program.page(), &["stun.turn"]).await);
                lines.push(Line::tls(program.page(), &[]).await);
            }
            for (number, line) in lines.iter_mut().enumerate() {
                line.sends(&garbage).await;
                assert!(is_ended(line).await, "line {number}, {:x?}", &garbage[..4]);
            }
            for port in [program.relay(), program.page()] {
                let mut line = Line::udp(port).await;
                line.sends(&garbage).await;
                line.sends(&binding()).await;
                assert_eq!(line.hears().await.map(|answer| answer.len()), Some(32), "{:x?}", &garbage[..4]);
            }
        }
        assert_eq!(reach_each_other(&mut one, &mut other).await, [true; 2]);
        // In the midst of a call it ends that side of it.
        other.line.sends(&[0xff; 64]).await;
        assert!(other.line.is_ended().await);
        one.says(other.label(), b"hear me!").await;
        let mut again = Client::with(Line::tcp(program.page()).await, &people[1].login).await;
        permit_each_other(&mut one, &mut again).await;
        assert_eq!(reach_each_other(&mut one, &mut again).await, [true; 2]);
    }
}
