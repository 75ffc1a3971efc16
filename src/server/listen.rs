//! From an open port to requests: every connection is a task of its own, and none may take for ever to say what it wants or
//! to read the answer.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

/// How long a request's head may take to come, and how long a connection may stay open without one. A proxy in front should
/// let go of idle connections sooner.
const HEAD_MAX: Duration = Duration::from_secs(30);

/// How long a connection may last that does not become a socket: the page is loaded long before, and whoever reads nothing
/// of it must go at last.
const CONNECTION_MAX: Duration = Duration::from_secs(120);

/// The longest head of a request, in bytes. Browsers send less than one kilobyte here: nothing sets cookies.
const HEAD_MAX_BYTES: usize = 16 * 1024;

/// How long to wait when the system has no connection to give, as when all open files are used up.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);

/// Answers whoever connects, until it is dropped.
pub async fn listen<A, F>(listener: TcpListener, answer: A) -> Infallible
where
    A: Fn(Request<Body>) -> F + Clone + Send + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Signals are single small messages; waiting to fill a packet would only delay them.
                let _ = stream.set_nodelay(true);
                tokio::spawn(serve(stream, answer.clone()));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

async fn serve<I, A, F>(stream: I, answer: A)
where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    A: Fn(Request<Body>) -> F,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let answer = service_fn(move |request: Request<Incoming>| {
        let response = answer(request.map(Body::new));
        async move { Ok::<_, Infallible>(response.await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_MAX)
        .max_buf_size(HEAD_MAX_BYTES)
        .serve_connection(TokioIo::new(stream), answer)
        .with_upgrades();
    let mut connection = pin!(connection);
    let served = tokio::select! {
        served = &mut connection => served,
        () = sleep(CONNECTION_MAX) => {
            connection.as_mut().graceful_shutdown();
            // What is being answered may still be read; a head has as long.
            timeout(HEAD_MAX, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = served {
        tracing::debug!(%error, "connection over");
    }
}

/// Whether the client went before it was let in.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};

    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::Instant;

    /// A connection to a server that answers everything with nothing.
    fn connect() -> DuplexStream {
        let (client, server) = duplex(2 * HEAD_MAX_BYTES);
        tokio::spawn(serve(server, |_| async { Response::new(Body::empty()) }));
        client
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_nothing_of_the_answer_is_let_go() {
        let (mut client, server) = duplex(1024);
        let serving = tokio::spawn(serve(server, |_| async { Response::new(Body::from("a".repeat(1024 * 1024))) }));
        let opened = Instant::now();
        client.write_all(b"GET / HTTP/1.1\r\nHost: duet.test\r\n\r\n").await.expect("the server reads");
        serving.await.expect("no panic");
        assert_eq!(opened.elapsed(), CONNECTION_MAX + HEAD_MAX);
    }

    /// What the server says until it closes the connection.
    async fn heard(mut client: DuplexStream) -> String {
        let mut text = String::new();
        client.read_to_string(&mut text).await.expect("the server closes in good order");
        text
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_ends_a_request_is_let_go() {
        let mut client = connect();
        let opened = Instant::now();
        client.write_all(b"GET / HTTP/1.1\r\nHost: duet.test\r\n").await.expect("the server reads");
        assert!(!heard(client).await.contains("200"));
        assert_eq!(opened.elapsed().as_secs(), HEAD_MAX.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_nothing_more_is_let_go() {
        let mut client = connect();
        let opened = Instant::now();
        client.write_all(b"GET / HTTP/1.1\r\nHost: duet.test\r\n\r\n").await.expect("the server reads");
        assert!(heard(client).await.starts_with("HTTP/1.1 200"));
        assert_eq!(opened.elapsed().as_secs(), HEAD_MAX.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_without_end_is_refused() {
        let mut client = connect();
        let head = format!("GET / HTTP/1.1\r\nCookie: {}", "c".repeat(HEAD_MAX_BYTES));
        client.write_all(head.as_bytes()).await.expect("the server reads");
        assert!(heard(client).await.starts_with("HTTP/1.1 431"));
    }
}
