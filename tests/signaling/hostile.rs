//! Clients that mean harm. Whatever they do, two people next door go on talking: that is what every test ends with.

use std::time::Duration;

use duet::protocol::identity::{Pass, SeatDigest, SeatSecret, VisitId};
use duet::protocol::{Claim, ClientMessage, Join, Neighbour, PROTOCOL_VERSION, Role, ServerMessage, codec};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::client::Server;

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A socket of which every byte is the client's own choice.
struct Raw(TcpStream);

impl Raw {
    async fn open(server: &Server) -> Self {
        Self::open_with(server, "").await.0
    }

    /// With more headers; and the head of the answer.
    async fn open_with(server: &Server, headers: &str) -> (Self, String) {
        let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n{headers}\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            server.address
        );
        stream.write_all(request.as_bytes()).await.expect("the server reads");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("an answer"));
        }
        (Self(stream), String::from_utf8_lossy(&head).into_owned())
    }

    /// One frame (RFC 6455 section 5.2), masked with zeros; `first` is its first byte.
    async fn frame(&mut self, first: u8, payload: &[u8]) {
        let mut frame = vec![first];
        match u16::try_from(payload.len()) {
            Ok(short @ ..=125) => frame.push(0x80 | u8::try_from(short).unwrap_or_default()),
            Ok(length) => {
                frame.push(0x80 | 126);
                frame.extend(length.to_be_bytes());
            }
            Err(_) => {
                frame.push(0x80 | 127);
                frame.extend((payload.len() as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(payload);
        self.bytes(&frame).await;
    }

    async fn bytes(&mut self, bytes: &[u8]) {
        // A server that closes early is what these tests want.
        let _ = self.0.write_all(bytes).await;
    }

    /// What the server says next; nothing when it has ended the connection.
    async fn next_words(&mut self) -> Option<Vec<u8>> {
        let mut heard = vec![0; 4096];
        let read = timeout(PATIENCE, self.0.read(&mut heard)).await.expect("the server says something").unwrap_or(0);
        heard.truncate(read);
        (read > 0).then_some(heard)
    }

    /// Everything that the server says until it ends the connection.
    async fn last_words(&mut self) -> Vec<u8> {
        let mut heard = Vec::new();
        let end = self.0.read_to_end(&mut heard);
        drop(timeout(PATIENCE, end).await.expect("the server ends the connection"));
        heard
    }
}

#[tokio::test]
async fn frames_that_no_client_may_send_end_the_socket_and_nothing_else() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let broken: [(&str, &[u8]); 6] = [
        ("not masked", b"\x81\x02hi"),
        ("a reserved bit", b"\xc1\x80\0\0\0\0"),
        ("a reserved type", b"\x83\x80\0\0\0\0"),
        ("a ping in parts", b"\x09\x80\0\0\0\0"),
        ("no text", b"\x81\x82\0\0\0\0\xff\xfe"),
        ("a length that nobody has", b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"),
    ];
    for (what, bytes) in broken {
        let mut raw = Raw::open(&server).await;
        raw.bytes(bytes).await;
        raw.last_words().await;
        assert_eq!(server.status_of("/healthz").await, 200, "after {what}");
    }
    bystanders.can_talk().await;
}

#[tokio::test]
async fn a_message_in_endless_parts_is_cut_off_when_it_is_too_large() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let mut raw = Raw::open(&server).await;
    raw.frame(0x01, b" ").await;
    let parts = async {
        // A part of a kilobyte, again and again, and never the last.
        for _ in 0..100_000 {
            raw.frame(0x00, &[b' '; 1024]).await;
        }
    };
    drop(timeout(PATIENCE, parts).await);
    raw.last_words().await;
    bystanders.can_talk().await;
}

#[tokio::test]
async fn nothing_is_unpacked_that_could_be_a_bomb() {
    let server = Server::start().await;
    let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    let (_, head) = Raw::open_with(&server, offer).await;
    assert!(head.starts_with("HTTP/1.1 101"));
    assert!(!head.to_ascii_lowercase().contains("sec-websocket-extensions"), "{head}");
}

#[tokio::test]
async fn a_flood_of_pings_is_ended_with_the_word_when_to_come_again() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let mut raw = Raw::open(&server).await;
    let (mut heard, mut pongs) = (Vec::new(), 0);
    // Each is answered before the next: what is unread when the server closes resets the connection, and the word is lost with it.
    'flood: for sent in 1..=3_000 {
        raw.frame(0x89, b"").await;
        while pongs < sent {
            let Some(answer) = raw.next_words().await else { break 'flood };
            heard.extend(answer);
            pongs = heard.windows(2).filter(|pair| *pair == [0x8a, 0]).count();
            if String::from_utf8_lossy(&heard).contains("later") {
                break 'flood;
            }
        }
    }
    heard.extend(raw.last_words().await);
    let heard = String::from_utf8_lossy(&heard);
    assert!(heard.contains(r#"{"later":{"retry_after_ms""#), "{heard}");
    bystanders.can_talk().await;
}

#[tokio::test]
async fn who_never_reads_what_floods_in_is_let_go() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let mut raw = Raw::open(&server).await;
    let refresh = codec::encode(&<ClientMessage>::Refresh);
    for _ in 0..3_000 {
        raw.frame(0x81, refresh.as_bytes()).await;
    }
    raw.last_words().await;
    bystanders.can_talk().await;
}

/// A hundred people want into the room at the same moment, again and again.
#[tokio::test]
async fn a_storm_of_joins_seats_two_and_tells_all_others_something() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let mut people = Vec::new();
    for person in 0..100 {
        let mut client = server.connect_as(person).await;
        client.hears().await;
        people.push(client);
    }
    let joins = people.iter_mut().map(async |client| {
        client.asks_for("the only room").await;
        client.answer_to_join().await
    });
    let seated = futures::future::join_all(joins).await;
    assert_eq!(seated.into_iter().filter(|seated| *seated).count(), 2);
    bystanders.can_talk().await;
}

fn guess(number: u64, claim: Option<Claim>) -> ClientMessage {
    let mut bytes = [0xee; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    ClientMessage::Join(Join {
        version: PROTOCOL_VERSION,
        name: "next door".into(),
        visit: VisitId::from_random(number.to_be_bytes()),
        secret: SeatSecret::from_random(bytes),
        claim,
        signals: Vec::new(),
    })
}

#[tokio::test]
async fn a_guessed_secret_or_pass_opens_no_seat() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let mut guesser = server.connect_as(7).await;
    guesser.hears().await;
    let peer = Neighbour { seat: SeatDigest::from_bytes([1; 16]), visit: bystanders.first.visit };
    for number in 0..200_u64 {
        let pass = Pass::from_bytes([u8::try_from(number).unwrap_or_default(); 16]);
        let claim = Claim { pass, role: Role::Impolite, beside: None, peer: Some(peer), flowing: true };
        guesser.says(&guess(number, (number % 2 == 0).then_some(claim))).await;
        // The two next door answer, and so are known to be there.
        bystanders.can_talk().await;
        assert_eq!(guesser.hears().await, ServerMessage::Full);
    }
}

#[tokio::test]
async fn a_client_that_breaks_off_in_mid_frame_is_forgotten() {
    let server = Server::start().await;
    let mut bystanders = server.call("next door").await;
    let before = server.hub.sockets();
    for _ in 0..50 {
        let mut raw = Raw::open(&server).await;
        raw.bytes(b"\x81\xfe\x10\x00").await;
    }
    let forgotten = async {
        while server.hub.sockets() > before {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, forgotten).await.expect("the sockets are gone");
    bystanders.can_talk().await;
}

#[tokio::test]
async fn binary_nonsense_is_answered_and_not_believed() {
    let server = Server::start().await;
    let mut client = server.connect().await;
    client.hears().await;
    client.sends(Message::binary(vec![0; 60_000])).await;
    assert!(matches!(client.hears().await, ServerMessage::Error { .. }));
    assert_eq!(client.close_code().await, Some(CloseCode::Unsupported));
}

/// A reset would overtake the words, and a browser would know of no reason and of no time to wait.
#[tokio::test]
async fn who_floods_hears_when_to_come_again_and_then_the_end_in_good_order() {
    let server = Server::start().await;
    let mut neighbours = server.call("next door").await;
    let mut flood = Raw::open(&server).await;
    for _ in 0..100 {
        let mut frames = Vec::new();
        for _ in 0..200 {
            frames.extend([0x81, 0x86, 0, 0, 0, 0]);
            frames.extend(b"\"pong\"");
        }
        flood.0.write_all(&frames).await.expect("the server does not reset the connection");
    }
    let mut heard = Vec::new();
    let ended = timeout(PATIENCE, flood.0.read_to_end(&mut heard)).await.expect("the server ends the connection");
    let heard = String::from_utf8_lossy(&heard).into_owned();
    assert!(heard.contains("retry_after_ms"), "{heard}");
    assert!(ended.is_ok(), "{ended:?}");
    neighbours.can_talk().await;
}
