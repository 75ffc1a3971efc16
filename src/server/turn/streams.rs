//! One client whose packets come in a stream, over TCP or TLS.

use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf, split};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use super::Turn;
use super::ways::Waiting;
use crate::server::budget::Held;
use crate::server::relay::{FiveTuple, Input, Reader};

/// How much is read at once, in bytes: a few packets.
const READ_BYTES: usize = 4 * 1024;

/// A client says something at least this often: it refreshes its allocation every ten minutes at the latest (RFC 8656 section 3.2), and tests
/// its paths every 15 s.
const SILENCE_MAX: Duration = Duration::from_secs(11 * 60);

/// How long a stream may stay that has no allocation: who has one asks for it at once, and who has none keeps a place that others want.
const IDLE_MAX: Duration = Duration::from_secs(30);

/// How long a packet may take to be written.
const WRITE_MAX: Duration = Duration::from_secs(10);

/// How much the system keeps of what was written and not sent yet, in bytes: some packets, so that a line is never idle. Of a client that stalls,
/// what waits there is shown first when it goes on, however old it is; the queue here loses packets instead.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNSENT_BYTES: u32 = 16 * 1024;

/// How much it keeps in all, with what was sent and is not acknowledged, in bytes: as much as a call has under way on a long line (2 Mbit/s and
/// half a second). The system takes twice that for its own use; without a limit it would go up to megabytes (`tcp_wmem`), which no budget
/// counts.
const UNACKNOWLEDGED_BYTES: usize = 128 * 1024;

/// Has a connection carry media from now on.
pub fn prepare(stream: &TcpStream) {
    let socket = SockRef::from(stream);
    // A system that cannot do it keeps more, and works.
    let _ = socket.set_send_buffer_size(UNACKNOWLEDGED_BYTES);
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _ = socket.set_tcp_notsent_lowat(UNSENT_BYTES);
}

/// Serves the stream to its end. It comes this way, and gets a number of its own.
pub async fn serve<S: AsyncRead + AsyncWrite>(turn: &Turn, stream: S, way: FiveTuple) {
    let (way, waiting, account) = turn.ways.add_stream(way);
    let (mut reading, writing) = split(stream);
    let _open = Open { turn, way };
    tokio::select! {
        () = read(turn, &mut reading, &way, account.nothing()) => {}
        () = write(writing, waiting) => {}
    }
}

/// A stream that is known; dropping this forgets it.
struct Open<'a> {
    turn: &'a Turn,
    way: FiveTuple,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.turn.ways.remove_stream(&self.way);
        self.turn.handle(Input::Closed(self.way));
    }
}

/// `held` is for the beginning of a message that has not come whole.
async fn read(turn: &Turn, stream: &mut (impl AsyncRead + Unpin), way: &FiveTuple, mut held: Held) {
    let (mut reader, mut out) = (Reader::default(), Vec::new());
    let mut heard = Instant::now();
    let mut looked = heard;
    loop {
        let take = |bytes: &[u8]| reader.read(bytes, |packet| turn.take(way, packet, &mut out));
        let mut take = take;
        match timeout_at(looked + IDLE_MAX, poll_fn(|context| poll_read(stream, context, &mut take))).await {
            Ok(Ok(true)) => heard = Instant::now(),
            // It has ended, it failed, or it says what is no packet.
            Ok(Ok(false) | Err(_)) => return,
            Err(_) => {}
        }
        if held.set(reader.held()).is_err() {
            return;
        }
        let now = Instant::now();
        if now >= looked + IDLE_MAX {
            if now >= heard + SILENCE_MAX || !turn.has_allocation(way) {
                return;
            }
            looked = now;
        }
        // At rest a stream holds nothing.
        out = Vec::new();
    }
}

/// Reads once; false at the end, and where what came cannot be taken. The space is needed only while something comes.
fn poll_read<E>(
    stream: &mut (impl AsyncRead + Unpin),
    context: &mut Context<'_>,
    take: &mut impl FnMut(&[u8]) -> Result<(), E>,
) -> Poll<io::Result<bool>> {
    let mut space = [const { MaybeUninit::uninit() }; READ_BYTES];
    let mut buffer = ReadBuf::uninit(&mut space);
    ready!(Pin::new(stream).poll_read(context, &mut buffer))?;
    let came = buffer.filled();
    Poll::Ready(Ok(!came.is_empty() && take(came).is_ok()))
}

async fn write(mut stream: impl AsyncWrite + Unpin, mut waiting: mpsc::Receiver<Waiting>) {
    while let Some((packet, _held)) = waiting.recv().await {
        let written = timeout(WRITE_MAX, async {
            stream.write_all(&packet).await?;
            stream.flush().await
        });
        if !matches!(written.await, Ok(Ok(()))) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use stun_types::attribute::{Nonce, Realm, Username};
    use stun_types::message::{
        BINDING, IntegrityAlgorithm, LongTermKeyCredentials, Message, MessageClass, MessageIntegrityCredentials,
        MessageType, MessageWriteExt, MessageWriteVec, Method, TransactionId,
    };
    use stun_types::prelude::MessageWrite;
    use tokio::io::{AsyncReadExt, DuplexStream, duplex};
    use tokio::task::JoinHandle;
    use tokio::time::sleep;
    use turn_types::attribute::RequestedTransport;
    use turn_types::message::ALLOCATE;

    use super::*;
    use crate::server::budget::Budget;
    use crate::server::config::limits::LimitSettings;
    use crate::server::relay::{Login, Settings, TicketId, Transport};

    const KEY: [u8; 32] = [7; 32];

    fn turn() -> Arc<Turn> {
        Turn::new(Settings::default(), KEY, Budget::new(&LimitSettings::default()))
    }

    /// The beginning of a message of a thousand bytes, without its last.
    fn unfinished() -> Vec<u8> {
        [&[0x40, 0, 0x03, 0xe4][..], &[7; 995]].concat()
    }

    #[tokio::test(start_paused = true)]
    async fn a_message_that_is_never_finished_is_counted_as_long_as_it_is_held() {
        let budget = Budget::new(&LimitSettings::default());
        let turn = Turn::new(Settings::default(), KEY, Arc::clone(&budget));
        let (mut client, served) = connect(&turn);
        client.write_all(&unfinished()).await.expect("an open stream");
        sleep(Duration::from_secs(1)).await;
        assert_eq!(budget.held(), unfinished().len() + 1, "the space for all of it is there");
        client.write_all(&[7]).await.expect("an open stream");
        sleep(Duration::from_secs(1)).await;
        assert_eq!(budget.held(), 0, "it is finished");
        client.write_all(&unfinished()).await.expect("an open stream");
        sleep(Duration::from_secs(1)).await;
        drop(client);
        served.await.expect("it ends");
        assert_eq!(budget.held(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_would_make_the_server_hold_too_much_of_a_message_is_let_go() {
        let limits = LimitSettings { max_held_bytes: Some(unfinished().len() - 1), ..LimitSettings::default() };
        let turn = Turn::new(Settings::default(), KEY, Budget::new(&limits));
        let (mut client, served) = connect(&turn);
        client.write_all(&unfinished()).await.expect("an open stream");
        sleep(Duration::from_secs(1)).await;
        assert!(served.is_finished());
    }

    fn way() -> FiveTuple {
        FiveTuple {
            transport: Transport::Tcp,
            local: ([192, 0, 2, 1], 3478).into(),
            remote: ([192, 0, 2, 2], 5).into(),
            connection: 0,
        }
    }

    fn connect(turn: &Arc<Turn>) -> (DuplexStream, JoinHandle<()>) {
        let (client, server) = duplex(READ_BYTES);
        let turn = Arc::clone(turn);
        (client, tokio::spawn(async move { serve(&turn, server, way()).await }))
    }

    fn request(method: Method) -> MessageWriteVec {
        let kind = MessageType::from_class_method(MessageClass::Request, method);
        Message::builder(kind, TransactionId::generate(), MessageWriteVec::new())
    }

    /// Asks, and gives the answer.
    async fn ask(client: &mut DuplexStream, request: Vec<u8>) -> Vec<u8> {
        client.write_all(&request).await.expect("an open stream");
        let mut head = [0; 20];
        client.read_exact(&mut head).await.expect("an answer");
        let mut answer = vec![0; usize::from(u16::from_be_bytes([head[2], head[3]]))];
        client.read_exact(&mut answer).await.expect("all of it");
        [&head[..], &answer].concat()
    }

    fn allocation(login: &Login, nonce: &str) -> Vec<u8> {
        let mut message = request(ALLOCATE);
        message.add_attribute(&RequestedTransport::new(17)).expect("there is room");
        message.add_attribute(&Username::new(&login.username).expect("a name")).expect("there is room");
        message.add_attribute(&Realm::new("duet").expect("a realm")).expect("there is room");
        message.add_attribute(&Nonce::new(nonce).expect("a nonce")).expect("there is room");
        let key = LongTermKeyCredentials::new(login.username.clone(), login.password.clone(), "duet".into());
        let key = MessageIntegrityCredentials::from(key);
        message.add_message_integrity(&key, IntegrityAlgorithm::Sha1).expect("there is room");
        message.finish()
    }

    /// Has an allocation from now on.
    async fn allocate(turn: &Turn, client: &mut DuplexStream) {
        let login = turn.login(TicketId::from_random([1; 16]), crate::clock::unix_ms() / 1_000);
        let stale = ask(client, allocation(&login, "none")).await;
        let stale = Message::from_bytes(&stale).expect("an answer");
        let nonce = stale.attribute::<Nonce>().expect("a nonce");
        let before = allocations(turn);
        ask(client, allocation(&login, nonce.nonce())).await;
        assert_eq!(allocations(turn), before + 1);
    }

    fn allocations(turn: &Turn) -> usize {
        turn.snapshot().census.allocations
    }

    #[tokio::test(start_paused = true)]
    async fn who_only_asks_for_the_address_keeps_no_place_for_long() {
        let turn = turn();
        let (mut client, served) = connect(&turn);
        for _ in 0..5 {
            ask(&mut client, request(BINDING).finish()).await;
            sleep(IDLE_MAX / 6).await;
        }
        assert!(!served.is_finished());
        sleep(IDLE_MAX / 6 + Duration::from_secs(1)).await;
        assert!(served.is_finished());
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_an_allocation_stays_as_long_as_it_and_not_longer() {
        let turn = turn();
        let (mut client, served) = connect(&turn);
        allocate(&turn, &mut client).await;
        sleep(IDLE_MAX * 3).await;
        assert!(!served.is_finished());
        sleep(SILENCE_MAX).await;
        assert!(served.is_finished());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_over_goes_also_where_nobody_says_a_word() {
        let turn = turn();
        let kept = Arc::clone(&turn);
        let _keeping = tokio::spawn(async move { kept.keep_time().await });
        let (mut client, served) = connect(&turn);
        allocate(&turn, &mut client).await;
        // Its ticket has no socket, so it has a minute, and then the stream has half of one.
        sleep(Duration::from_secs(61)).await;
        assert_eq!(allocations(&turn), 0);
        sleep(IDLE_MAX).await;
        assert!(served.is_finished());
    }

    /// Two proxies have the same port at a time, or one has it at two addresses of its own; a client behind both is told alike.
    #[tokio::test(start_paused = true)]
    async fn two_connections_that_proxies_tell_alike_have_an_allocation_each() {
        let turn = turn();
        let (mut first, serving) = connect(&turn);
        allocate(&turn, &mut first).await;
        let (mut second, _serving) = connect(&turn);
        assert_eq!(ask(&mut second, request(BINDING).finish()).await.len(), 32);
        assert_eq!(allocations(&turn), 1, "who comes later takes nothing away");
        allocate(&turn, &mut second).await;
        assert_eq!(allocations(&turn), 2);
        assert_eq!(
            ask(&mut first, request(BINDING).finish()).await.len(),
            32,
            "each is answered on its own connection"
        );
        drop(first);
        serving.await.expect("it ends");
        assert_eq!(allocations(&turn), 1, "the other's stays");
        assert_eq!(ask(&mut second, request(BINDING).finish()).await.len(), 32);
    }
}
