//! One connection: which requests it carries. None may take for ever to say what it wants or to read the answer.

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::config::limits::{LimitSettings, count, seconds};
use super::limits::Place;
use super::network::Peer;
use super::unread::Places;

/// How many requests one HTTP/2 connection may have open at a time. A visit needs about ten, and each of its tabs a socket.
const STREAMS_MAX: u32 = 32;

/// What one stream may have waiting to be read, in bytes: a frame of signaling.
const STREAM_MAX_BYTES: u32 = 64 * 1024;

/// What one stream may have waiting to be sent, in bytes, beside the last part that was put there: a part of an answer.
const STREAM_SEND_BYTES: usize = 8 * 1024;

/// What all streams of one connection may have waiting to be read, in bytes: sockets are read at once, and nothing else is sent.
const STREAMS_MAX_BYTES: u32 = STREAM_MAX_BYTES;

/// How often an HTTP/2 connection is asked whether somebody is there, and how long the answer may take. Its sockets have their own heartbeat.
const ASK_EVERY: Duration = Duration::from_secs(30);

/// How long it may take to tell a client of HTTP/2 which never asked for anything that this is the end.
const FAREWELL: Duration = Duration::from_secs(1);

/// The version of HTTP that was agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// One request after the other; a socket takes the whole connection.
    Http1,
    /// All at once, sockets among them (RFC 8441).
    Http2,
}

/// How long anything may take, and how large it may be.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    head: Duration,
    head_bytes: usize,
    connection: Duration,
}

impl Bounds {
    /// The bounds of the settings.
    pub fn new(settings: &LimitSettings) -> Self {
        Self {
            head: seconds(settings.max_head_seconds),
            // hyper takes no less than this.
            head_bytes: count(settings.max_head_bytes).max(8 * 1024),
            connection: seconds(settings.max_connection_seconds),
        }
    }

    /// How long a head, or a handshake, may take.
    pub fn head(&self) -> Duration {
        self.head
    }
}

/// Shared by a connection and the sockets that it carries, each of which keeps a copy: so the connection's place is taken for
/// as long as any of them lasts. Over HTTP/1.1 that is longer than the connection itself is served.
#[derive(Debug, Clone, Default)]
pub struct Carried(Arc<Option<Place>>);

impl Carried {
    /// Whether any socket still has its copy.
    fn is_some(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }
}

/// Serves a connection to its end, which is at `deadline` if nothing was asked by then: whoever was waited for already has no more time than
/// others. Requests carry the [`Peer`], and a [`Carrier`] for the socket that may come of them.
pub async fn serve<I, A, F>(
    stream: I,
    version: Version,
    peer: Peer,
    bounds: Bounds,
    deadline: Instant,
    place: Option<Place>,
    answer: A,
) where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    A: Fn(Request<Body>) -> F,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let carried = Carried(Arc::new(place));
    let weak = Arc::downgrade(&carried.0);
    let asked = Arc::new(AtomicBool::new(false));
    let asks = Arc::clone(&asked);
    let places = Places::default();
    let first = First { deadline, asked: &asked, version };
    let answer = service_fn(move |request: Request<Incoming>| {
        asks.store(true, Ordering::Relaxed);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(Carrier(weak.clone()));
        request.extensions_mut().insert(places.clone());
        let response = answer(request);
        async move { Ok::<_, Infallible>(response.await) }
    });
    let served = match version {
        Version::Http1 => {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(bounds.head)
                .max_buf_size(bounds.head_bytes)
                .serve_connection(TokioIo::new(stream), answer)
                .with_upgrades();
            within(connection, |connection| connection.graceful_shutdown(), bounds, first, &carried).await
        }
        Version::Http2 => {
            let connection = http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .enable_connect_protocol()
                .max_header_list_size(u32::try_from(bounds.head_bytes).unwrap_or(u32::MAX))
                .max_concurrent_streams(STREAMS_MAX)
                .max_send_buf_size(STREAM_SEND_BYTES)
                .initial_stream_window_size(STREAM_MAX_BYTES)
                .initial_connection_window_size(STREAMS_MAX_BYTES)
                .keep_alive_interval(ASK_EVERY)
                .keep_alive_timeout(ASK_EVERY)
                .serve_connection(TokioIo::new(stream), answer);
            within(connection, |connection| connection.graceful_shutdown(), bounds, first, &carried).await
        }
    };
    if let Err(error) = served {
        tracing::debug!(%error, "connection over");
    }
}

/// The first request of a connection.
#[derive(Clone, Copy)]
struct First<'a> {
    /// When its head must have come.
    deadline: Instant,
    /// Whether it has.
    asked: &'a AtomicBool,
    version: Version,
}

/// Ends a connection in good order when its time is over, unless it carries a socket; or when nothing was asked in time.
async fn within<C, E>(
    connection: C,
    end: impl FnOnce(Pin<&mut C>),
    bounds: Bounds,
    first: First<'_>,
    carried: &Carried,
) -> Result<(), E>
where
    C: Future<Output = Result<(), E>>,
{
    let mut connection = pin!(connection);
    let began = Instant::now();
    tokio::select! {
        served = &mut connection => return served,
        () = sleep_until(first.deadline) => {}
        () = sleep(bounds.connection) => {}
    }
    let is_asked = first.asked.load(Ordering::Relaxed);
    // There is nothing to answer, and half a head would be waited for.
    if !is_asked && first.version == Version::Http1 {
        return Ok(());
    }
    if is_asked {
        let mut left = bounds.connection.saturating_sub(began.elapsed());
        loop {
            tokio::select! {
                served = &mut connection => return served,
                () = sleep(left) => {}
            }
            if !carried.is_some() {
                break;
            }
            left = bounds.connection;
        }
    }
    end(connection.as_mut());
    // What is being answered may still be read, for as long as a head; a socket that was just asked for, for as long as it lasts. Whoever asked
    // nothing only hears that this is the end.
    let left = if is_asked { bounds.head } else { FAREWELL };
    loop {
        match timeout(left, connection.as_mut()).await {
            Ok(served) => return served,
            Err(_) if carried.is_some() => {}
            Err(_) => return Ok(()),
        }
    }
}

/// In a request: what makes the connection wait for the socket that comes of it.
#[derive(Debug, Clone)]
pub struct Carrier(Weak<Option<Place>>);

impl Carrier {
    /// To be kept as long as the socket lasts.
    pub fn carry(&self) -> Option<Carried> {
        self.0.upgrade().map(Carried)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::network::Way;
    use std::net::{IpAddr, Ipv4Addr};
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    const PEER: Peer = Peer { address: IpAddr::V4(Ipv4Addr::LOCALHOST), way: Way::Plain, is_unnamed: false };

    fn bounds() -> Bounds {
        Bounds::new(&LimitSettings::default())
    }

    fn in_time() -> Instant {
        Instant::now() + bounds().head
    }

    #[tokio::test(start_paused = true)]
    async fn who_was_waited_for_already_has_no_more_time_than_others() {
        for version in [Version::Http1, Version::Http2] {
            for said in [&b""[..], b"GET / HTTP/1.1\r\nHost: duet.test\r\n"] {
                let (mut client, server) = duplex(1024);
                let soon = Instant::now() + Duration::from_secs(2);
                let nothing = |_| async { Response::new(Body::empty()) };
                let serving = tokio::spawn(serve(server, version, PEER, bounds(), soon, None, nothing));
                client.write_all(said).await.expect("the server reads");
                serving.await.expect("no panic");
                assert!(Instant::now() <= soon + FAREWELL, "{version:?}, {}", said.len());
            }
        }
    }

    /// A connection to a server that answers everything with nothing.
    fn connect(version: Version) -> DuplexStream {
        let (client, server) = duplex(2 * bounds().head_bytes);
        tokio::spawn(serve(server, version, PEER, bounds(), in_time(), None, |_| async {
            Response::new(Body::empty())
        }));
        client
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_nothing_of_the_answer_is_let_go() {
        let (mut client, server) = duplex(1024);
        let large = |_| async { Response::new(Body::from("a".repeat(1024 * 1024))) };
        let serving = tokio::spawn(serve(server, Version::Http1, PEER, bounds(), in_time(), None, large));
        let opened = Instant::now();
        client.write_all(b"GET / HTTP/1.1\r\nHost: duet.test\r\n\r\n").await.expect("the server reads");
        serving.await.expect("no panic");
        assert_eq!(opened.elapsed(), bounds().connection + bounds().head);
    }

    /// What the server says until it closes the connection.
    async fn heard(mut client: DuplexStream) -> String {
        let mut bytes = Vec::new();
        client.read_to_end(&mut bytes).await.expect("the server closes in good order");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_ends_a_request_is_let_go() {
        let mut client = connect(Version::Http1);
        let opened = Instant::now();
        client.write_all(b"GET / HTTP/1.1\r\nHost: duet.test\r\n").await.expect("the server reads");
        assert!(!heard(client).await.contains("200"));
        assert_eq!(opened.elapsed().as_secs(), bounds().head.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_nothing_more_is_let_go() {
        let mut client = connect(Version::Http1);
        let opened = Instant::now();
        client.write_all(b"GET / HTTP/1.1\r\nHost: duet.test\r\n\r\n").await.expect("the server reads");
        assert!(heard(client).await.starts_with("HTTP/1.1 200"));
        assert_eq!(opened.elapsed().as_secs(), bounds().head.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_at_all_over_http2_is_let_go() {
        let client = connect(Version::Http2);
        let opened = Instant::now();
        heard(client).await;
        assert!(opened.elapsed() <= bounds().head + FAREWELL);
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_lasts_as_long_as_a_socket_that_it_carries() {
        let carried = Carried::default();
        let socket = carried.clone();
        let opened = Instant::now();
        let never = std::future::pending::<Result<(), Infallible>>();
        let asked = AtomicBool::new(true);
        let first = First { deadline: in_time(), asked: &asked, version: Version::Http1 };
        let serving = async { within(never, |_| (), bounds(), first, &carried).await };
        let closing = async {
            sleep(bounds().connection * 5).await;
            drop(socket);
        };
        let _ = tokio::join!(serving, closing);
        assert!(opened.elapsed() >= bounds().connection * 5);
        assert!(opened.elapsed() <= bounds().connection * 6 + bounds().head);
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_of_any_length_is_taken_where_there_is_no_limit() {
        let bounds = Bounds::new(&LimitSettings { max_head_bytes: 0, ..LimitSettings::default() });
        let (mut client, server) = duplex(1024 * 1024);
        let nothing = |_| async { Response::new(Body::empty()) };
        tokio::spawn(serve(server, Version::Http1, PEER, bounds, in_time(), None, nothing));
        let head = format!("GET / HTTP/1.1\r\nHost: duet.test\r\nCookie: {}\r\n\r\n", "c".repeat(100_000));
        client.write_all(head.as_bytes()).await.expect("the server reads");
        assert!(heard(client).await.starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn a_head_may_always_have_8192_bytes() {
        let bounds = Bounds::new(&LimitSettings { max_head_bytes: 1, ..LimitSettings::default() });
        assert_eq!(bounds.head_bytes, 8192);
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_without_end_is_refused() {
        let mut client = connect(Version::Http1);
        let head = format!("GET / HTTP/1.1\r\nCookie: {}", "c".repeat(bounds().head_bytes));
        client.write_all(head.as_bytes()).await.expect("the server reads");
        assert!(heard(client).await.starts_with("HTTP/1.1 431"));
    }
}
