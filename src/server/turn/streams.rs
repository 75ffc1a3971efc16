//! One client whose packets come in a stream, over TCP or TLS.

use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf, split};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Turn;
use super::ways::Waiting;
use crate::server::relay::{FiveTuple, Input, Reader};

/// How much is read at once, in bytes: a few packets.
const READ_BYTES: usize = 4 * 1024;

/// A client says something at least this often: it refreshes its allocation every ten minutes at the latest (RFC 8656 section 3.2), and tests
/// its paths every 15 s.
const SILENCE_MAX: Duration = Duration::from_secs(11 * 60);

/// How long a packet may take to be written.
const WRITE_MAX: Duration = Duration::from_secs(10);

/// Serves the stream to its end.
pub async fn serve<S: AsyncRead + AsyncWrite>(turn: &Turn, stream: S, way: FiveTuple) {
    let waiting = turn.ways.add_stream(way);
    let (mut reading, writing) = split(stream);
    let _open = Open { turn, way };
    tokio::select! {
        () = read(turn, &mut reading, &way) => {}
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

async fn read(turn: &Turn, stream: &mut (impl AsyncRead + Unpin), way: &FiveTuple) {
    let (mut reader, mut out) = (Reader::default(), Vec::new());
    loop {
        let take = |bytes: &[u8]| reader.read(bytes, |packet| turn.take(way, packet, &mut out));
        let mut take = take;
        match timeout(SILENCE_MAX, poll_fn(|context| poll_read(stream, context, &mut take))).await {
            Ok(Ok(true)) => {}
            // It has ended, it failed, it says what is no packet, or nothing any more.
            Ok(Ok(false) | Err(_)) | Err(_) => return,
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
