//! Attackers among the people: some hundred sockets that each hold as much of the server as they can, and come again when they are
//! sent away.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use duet::protocol::FRAME_MAX_BYTES;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// So many of each kind.
const EACH: u64 = 25;

/// How long one of them stays, at the shortest and at the longest: all buffers have been filled, and given back, many times.
const STAY_MS: [u64; 2] = [10_000, 30_000];

/// How often whoever floods says something.
const FLOOD_PAUSE: Duration = Duration::from_millis(20);

/// What an attacker does with a socket.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Announces a frame as long as one may be, sends all of it but a byte, and waits.
    Unfinished,
    /// Sends a frame as long as one may be, and then nothing.
    Large,
    /// Asks without end, and reads no answer.
    Deaf,
    /// Asks for pages, many at once, and reads none.
    Unread,
    /// Sends what is no message.
    Nonsense,
    /// Opens a connection and says nothing at all.
    Silent,
}

const KINDS: [Kind; 6] = [Kind::Unfinished, Kind::Large, Kind::Deaf, Kind::Unread, Kind::Nonsense, Kind::Silent];

/// How many attackers there are.
pub(crate) const ATTACKERS: u64 = EACH * KINDS.len() as u64;

/// What attacker number `number` does until `end`.
pub(crate) async fn attack(address: SocketAddr, number: u64, end: Instant, mut random: impl FnMut() -> u64) {
    // Numbers are small.
    let kind = KINDS[usize::try_from(number).unwrap_or_default() % KINDS.len()];
    while Instant::now() < end {
        let stay = Duration::from_millis(STAY_MS[0] + random() % (STAY_MS[1] - STAY_MS[0]));
        let until = (Instant::now() + stay).min(end);
        // To be sent away is what an attacker expects.
        let _ = timeout(until - Instant::now(), visit(address, kind)).await;
        sleep(FLOOD_PAUSE).await;
    }
}

async fn visit(address: SocketAddr, kind: Kind) -> io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    match kind {
        Kind::Silent => {}
        Kind::Unread => {
            let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n").repeat(32);
            stream.write_all(request.as_bytes()).await?;
        }
        Kind::Unfinished => {
            upgrade(&mut stream, address).await?;
            let whole = frame(&vec![b' '; FRAME_MAX_BYTES]);
            stream.write_all(&whole[..whole.len() - 1]).await?;
        }
        Kind::Large => {
            upgrade(&mut stream, address).await?;
            let refresh = format!("{:FRAME_MAX_BYTES$}", "\"refresh\"");
            stream.write_all(&frame(refresh.as_bytes())).await?;
        }
        Kind::Nonsense => {
            upgrade(&mut stream, address).await?;
            stream.write_all(&frame(b"nonsense")).await?;
        }
        Kind::Deaf => {
            upgrade(&mut stream, address).await?;
            loop {
                stream.write_all(&frame(b"\"refresh\"")).await?;
                sleep(FLOOD_PAUSE).await;
            }
        }
    }
    // Until it is sent away, or has stayed long enough.
    std::future::pending().await
}

/// Makes the connection a socket (RFC 6455 section 4.1). What it is greeted with stays unread.
async fn upgrade(stream: &mut TcpStream, address: SocketAddr) -> io::Result<()> {
    let request = format!(
        "GET /ws HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    stream.read_u8().await.map(drop)
}

/// A text frame that is the last of its message, masked with zeros (RFC 6455 section 5.2).
fn frame(text: &[u8]) -> Vec<u8> {
    let head = match u16::try_from(text.len()) {
        Ok(short @ ..=125) => vec![0x81, 0x80 | short.to_be_bytes()[1]],
        Ok(length) => [&[0x81, 0x80 | 126][..], &length.to_be_bytes()].concat(),
        Err(_) => [&[0x81, 0x80 | 127][..], &(text.len() as u64).to_be_bytes()].concat(),
    };
    [&head[..], &[0; 4], text].concat()
}
