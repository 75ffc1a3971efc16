//! One session over a socket made of channels, in virtual time.

use super::*;
use futures::channel::mpsc as pipe;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::{Instant, sleep};

use crate::protocol::identity::{SeatSecret, VisitId};
use crate::protocol::{ClientMessage, Join};
use crate::server::budget::Budget;
use crate::server::pass::{KEY_BYTES, Passes};

fn new_hub() -> Arc<Hub> {
    Hub::new(0, Passes::new([0; KEY_BYTES]), Arc::default())
}

fn greeting() -> Greeting<impl Fn(Option<TicketId>) -> Vec<IceServer>> {
    Greeting { build: None, ice_servers: |_| Vec::new() }
}

/// Somebody who may do as much as the settings allow.
fn visitor(settings: &LimitSettings) -> Visitor {
    let network = Network::of([192, 0, 2, 1].into());
    let account = Budget::new(settings).account(network);
    Visitor::new(network, &Arc::new(Limits::new(settings)), settings, account, None).expect("there is a place")
}

/// The server's end of a socket; the client's end is the two other ends of the pipes.
struct Pipe<S> {
    from_client: S,
    to_client: pipe::Sender<Message>,
}

struct Client {
    to_server: pipe::UnboundedSender<Message>,
    from_server: pipe::Receiver<Message>,
}

impl From<Message> for Heard {
    fn from(message: Message) -> Self {
        let bytes = match &message {
            Message::Text(text) => text.len(),
            Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
            Message::Close(_) => 0,
        };
        Self { bytes, message: Some(message) }
    }
}

impl From<Infallible> for SocketError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl<S: Stream<Item = Message> + Unpin> Stream for Pipe<S> {
    type Item = Result<Heard, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.from_client.poll_next_unpin(context).map(|message| message.map(|message| Ok(message.into())))
    }
}

impl<S: Unpin> Sink<Message> for Pipe<S> {
    type Error = pipe::SendError;

    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.to_client.poll_ready(context)
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Self::Error> {
        self.to_client.start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Pin::new(&mut self.to_client).poll_flush(context)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Pin::new(&mut self.to_client).poll_close(context)
    }
}

/// Opens a session whose client takes at most `unread` messages without reading.
fn open(hub: &Arc<Hub>, unread: usize) -> Client {
    open_for(visitor(&LimitSettings::default()), hub, unread)
}

fn open_for(visitor: Visitor, hub: &Arc<Hub>, unread: usize) -> Client {
    let (to_server, from_client) = pipe::unbounded();
    let (to_client, from_server) = pipe::channel(unread);
    let hub = Arc::clone(hub);
    tokio::spawn(async move { run(Pipe { from_client, to_client }, hub, visitor, greeting()).await });
    Client { to_server, from_server }
}

impl Client {
    fn say(&self, message: &ClientMessage) {
        // The session may be over; what it said last is what the test looks at.
        let _ = self.to_server.unbounded_send(Message::Text(codec::encode(message).into()));
    }

    fn join(&self, person: u8) {
        self.say(&ClientMessage::Join(Join {
            version: PROTOCOL_VERSION,
            name: "attic".into(),
            visit: VisitId::from_random([person; 8]),
            secret: SeatSecret::from_random([person; 16]),
            claim: None,
            signals: Vec::new(),
        }));
    }

    /// Reads and answers heartbeats until something else comes.
    async fn next(&mut self) -> Option<Message> {
        loop {
            match self.from_server.next().await {
                Some(Message::Text(text))
                    if codec::decode_server::<serde_json::Value>(&text) == Ok(ServerMessage::Ping) =>
                {
                    self.say(&ClientMessage::Pong);
                }
                other => return other,
            }
        }
    }

    async fn hears(&mut self) -> ServerMessage {
        match self.next().await {
            Some(Message::Text(text)) => {
                codec::decode_server::<serde_json::Value>(&text).expect("the server speaks its own protocol")
            }
            other => panic!("expected a message, got {other:?}"),
        }
    }

    async fn close_code(&mut self) -> Option<u16> {
        while let Some(message) = self.next().await {
            if let Message::Close(frame) = message {
                return frame.map(|frame| frame.code);
            }
        }
        None
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_falls_silent_is_let_go_after_three_heartbeats() {
    let hub = new_hub();
    let mut client = open(&hub, 64);
    let opened = Instant::now();
    let mut heartbeats = 0;
    let code = loop {
        match client.from_server.next().await {
            Some(Message::Close(frame)) => break frame.map(|frame| frame.code),
            Some(_) => heartbeats += 1,
            None => break None,
        }
    };
    assert_eq!(code, Some(4003));
    assert_eq!(opened.elapsed(), Duration::from_secs(LimitSettings::default().max_silence_seconds));
    assert!(heartbeats >= 3, "a welcome and two heartbeats came before");
    assert_eq!(hub.sockets(), 0);
}

#[tokio::test(start_paused = true)]
async fn whoever_only_pings_and_says_nothing_is_let_go_as_well() {
    let hub = new_hub();
    let mut client = open(&hub, 64);
    let opened = Instant::now();
    let to_server = client.to_server.clone();
    let pinging = async {
        loop {
            // A proxy, or somebody who drips a message between them.
            let _ = to_server.unbounded_send(Message::Ping(Vec::new().into()));
            sleep(Duration::from_secs(1)).await;
        }
    };
    let code = async {
        loop {
            if let Some(Message::Close(frame)) = client.from_server.next().await {
                break frame.map(|frame| frame.code);
            }
        }
    };
    tokio::select! {
        code = code => assert_eq!(code, Some(4003)),
        () = pinging => {}
    }
    assert_eq!(opened.elapsed(), Duration::from_secs(LimitSettings::default().max_silence_seconds));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_answers_heartbeats_stays_for_hours() {
    let hub = new_hub();
    let mut client = open(&hub, 64);
    client.hears().await;
    tokio::select! {
        message = client.next() => panic!("nothing should come: {message:?}"),
        () = sleep(Duration::from_secs(3 * 3600)) => {}
    }
    assert_eq!(hub.sockets(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_let_go_and_the_other_notices_only_that() {
    let hub = new_hub();
    let clock = Arc::clone(&hub);
    tokio::spawn(async move { clock.keep_time().await });
    let mut reader = open(&hub, 64);
    reader.hears().await;
    reader.join(1);
    assert!(matches!(reader.hears().await, ServerMessage::Joined { .. }));
    // Takes the welcome and nothing more.
    let mut deaf = open(&hub, 0);
    deaf.join(2);
    assert!(matches!(reader.hears().await, ServerMessage::PeerHere { .. }));
    tokio::select! {
        message = reader.hears() => assert_eq!(message, ServerMessage::PeerQuiet),
        () = sleep(seconds(LimitSettings::default().max_write_seconds) * 2) => panic!("the deaf client is still there"),
    }
    assert_eq!(deaf.close_code().await, Some(4002), "told as soon as it reads");
    assert_eq!(reader.hears().await, ServerMessage::PeerLeft);
}

/// Long before its silence would be noticed by itself.
#[tokio::test(start_paused = true)]
async fn who_does_not_answer_when_a_third_wants_the_seat_is_let_go() {
    let hub = new_hub();
    let clock = Arc::clone(&hub);
    tokio::spawn(async move { clock.keep_time().await });
    let (mut first, mut silent, mut third) = (open(&hub, 64), open(&hub, 64), open(&hub, 64));
    for client in [&mut first, &mut silent, &mut third] {
        client.hears().await;
    }
    first.join(1);
    first.hears().await;
    silent.join(2);
    assert!(matches!(silent.hears().await, ServerMessage::Joined { .. }));
    first.hears().await;
    sleep(Duration::from_secs(2)).await;
    third.join(3);
    let asked = Instant::now();
    assert_eq!(first.hears().await, ServerMessage::PeerQuiet, "who answers stays");
    let code = loop {
        match silent.from_server.next().await {
            Some(Message::Close(frame)) => break frame.map(|frame| frame.code),
            Some(_) => {}
            None => break None,
        }
    };
    assert_eq!(code, Some(4003));
    assert!(asked.elapsed() < Duration::from_secs(4));
    assert!(matches!(third.hears().await, ServerMessage::Joined { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_held_seat_is_freed_by_the_clock_alone() {
    let hub = new_hub();
    let clock = Arc::clone(&hub);
    tokio::spawn(async move { clock.keep_time().await });
    let (mut first, mut second) = (open(&hub, 64), open(&hub, 64));
    first.hears().await;
    second.hears().await;
    first.join(1);
    first.hears().await;
    second.join(2);
    first.hears().await;
    let lost = Instant::now();
    drop(second);
    assert_eq!(first.hears().await, ServerMessage::PeerQuiet);
    assert_eq!(first.hears().await, ServerMessage::PeerLeft);
    assert!(lost.elapsed() >= Duration::from_secs(3) && lost.elapsed() < Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn who_has_no_place_is_told_when_to_come_again() {
    let settings = LimitSettings { max_sockets_per_address: 1, ..LimitSettings::default() };
    let limits = Arc::new(Limits::new(&settings));
    let account = Budget::new(&settings).account(None);
    let come = |last| Visitor::new(Network::of([192, 0, 2, last].into()), &limits, &settings, account.clone(), None);
    let first = come(1).expect("there is a place");
    let why = come(1).expect_err("one is all that an address may have");
    come(2).expect("others notice nothing");
    let (_to_server, from_client) = pipe::unbounded();
    let (to_client, from_server) = pipe::channel(64);
    tokio::spawn(async move { turn_away(Pipe { from_client, to_client }, why).await });
    let heard: Vec<Message> = from_server.collect().await;
    let later = codec::encode(&ServerMessage::Later { retry_after_ms: why.retry_after_ms() });
    assert_eq!(heard[0], Message::Text(later.into()));
    assert!(matches!(&heard[1], Message::Close(Some(frame)) if frame.code == close_code::AGAIN));
    drop(first);
    come(1).expect("the place was given back");
}

#[tokio::test(start_paused = true)]
async fn who_says_too_much_is_sent_away_and_the_other_may_go_on() {
    let hub = new_hub();
    let settings = LimitSettings { messages_per_minute: 10, ..LimitSettings::default() };
    let (mut hasty, mut other) = (open_for(visitor(&settings), &hub, 64), open(&hub, 64));
    hasty.hears().await;
    other.hears().await;
    (0..11).for_each(|_| hasty.say(&ClientMessage::Pong));
    let ServerMessage::Later { retry_after_ms } = hasty.hears().await else { panic!("it said too much") };
    assert!((1..=6_000).contains(&retry_after_ms));
    assert_eq!(hasty.close_code().await, Some(close_code::AGAIN));
    other.join(1);
    assert!(matches!(other.hears().await, ServerMessage::Joined { .. }));
}

#[tokio::test(start_paused = true)]
async fn who_joins_too_often_is_told_when_to_try_again_and_keeps_the_socket() {
    let hub = new_hub();
    let settings = LimitSettings { joins_per_minute: 2, ..LimitSettings::default() };
    let mut client = open_for(visitor(&settings), &hub, 64);
    client.hears().await;
    client.join(1);
    assert!(matches!(client.hears().await, ServerMessage::Joined { .. }));
    client.say(&ClientMessage::Leave);
    client.say(&ClientMessage::Knock { name: "attic".into() });
    assert_eq!(client.hears().await, ServerMessage::Answered { admit: true }, "a knock counts as a join");
    client.join(1);
    let ServerMessage::Refused { reason: Refusal::Limit { retry_after_ms } } = client.hears().await else {
        panic!("it joined too often")
    };
    assert!((1..=30_000).contains(&retry_after_ms));
    client.say(&ClientMessage::Refresh);
    assert!(matches!(client.hears().await, ServerMessage::IceServers { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_draining_server_says_so_and_a_stopping_one_closes() {
    let hub = new_hub();
    let mut client = open(&hub, 64);
    client.hears().await;
    hub.drain();
    assert_eq!(client.hears().await, ServerMessage::Draining);
    hub.stop();
    assert_eq!(client.close_code().await, Some(close_code::RESTART));
}

#[tokio::test(start_paused = true)]
async fn whoever_asks_for_ice_servers_gets_them_at_once() {
    let hub = new_hub();
    let mut client = open(&hub, 64);
    client.hears().await;
    let asked = Instant::now();
    client.say(&ClientMessage::Refresh);
    assert_eq!(client.hears().await, ServerMessage::IceServers { ice_servers: Vec::new() });
    assert!(asked.elapsed() < Duration::from_millis(10));
}

#[test]
fn many_who_come_at_once_are_not_all_asked_at_once() {
    const SOCKETS: usize = 1_000;
    let mut waits: Vec<_> = (7..).take(SOCKETS).map(|socket| until_first_heartbeat(socket).as_millis()).collect();
    waits.sort_unstable();
    assert!(waits.iter().all(|wait| *wait < u128::from(HEARTBEAT_MS)));
    // In any tenth of a second not more than twice their share of the five.
    let crowd =
        waits.iter().map(|start| waits.iter().filter(|wait| (*start..start + 100).contains(*wait)).count()).max();
    assert!(crowd <= Some(2 * SOCKETS / 50), "{crowd:?}");
}

#[tokio::test]
async fn who_never_stops_talking_is_written_to_all_the_same() {
    let hub = new_hub();
    let (to_client, mut from_server) = pipe::channel(64);
    // Far more than is read before the server is stopped, and yet an end for a test that fails.
    let from_client = futures::stream::repeat(Message::Text("\"pong\"".into())).take(100_000);
    let session = tokio::spawn(run(
        Pipe { from_client, to_client },
        Arc::clone(&hub),
        visitor(&LimitSettings::default()),
        greeting(),
    ));
    assert!(matches!(from_server.next().await, Some(Message::Text(text)) if text.contains("welcome")));
    hub.stop();
    assert!(matches!(from_server.next().await, Some(Message::Close(Some(frame))) if frame.code == close_code::RESTART));
    session.await.expect("no panic");
}
