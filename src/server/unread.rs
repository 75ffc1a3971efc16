//! Answers that nobody has read: so many of one connection, and so many bytes of one address.
//!
//! An answer is begun only when there is a place for it, and has the place until the last of its bytes is written: a reader that takes
//! its time makes its own requests wait, and nobody else's.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, Response};
use hyper::body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::budget::{self, Account, Held};
use super::limits::TooMuch;

/// What one answer may have in memory, in bytes: a page is shorter, and of a file so much is read ahead.
pub const ANSWER_MAX_BYTES: usize = 64 * 1024;

/// How many answers of one connection may be in memory: with [`ANSWER_MAX_BYTES`] 192 KiB.
const ANSWERS_MAX: usize = 3;

/// What a request's own body may have waiting, in bytes, where it has one.
pub const BODY_MAX_BYTES: usize = 64 * 1024;

/// What a request takes beside its texts, in bytes, and what each of its headers does: they come compressed, a byte for each.
const REQUEST_BYTES: usize = 1024;
const HEADER_BYTES: usize = 128;

/// Of an answer: its bytes are in memory anyway, for as long as the program runs.
#[derive(Debug, Clone, Copy)]
pub struct Lasting;

/// The places of one connection.
#[derive(Debug, Clone)]
pub struct Places(Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ANSWERS_MAX)))
    }
}

/// What an answer has until it was written.
#[derive(Debug)]
struct Kept {
    _place: OwnedSemaphorePermit,
    _held: Held,
}

/// Answers when there is a place, and counts what the answer holds until it was written.
///
/// # Errors
/// [`TooMuch`] if more is held than may be.
pub async fn answered<F>(
    request: Request<Body>,
    account: Account,
    answer: impl FnOnce(Request<Body>) -> F,
) -> Result<Response<Body>, TooMuch>
where
    F: Future<Output = Response<Body>>,
{
    let places = request.extensions().get::<Places>().cloned().unwrap_or_default();
    let waiting = account.hold(waits(&request))?;
    // Nobody closes it.
    let place = places.0.acquire_owned().await.map_err(|_| budget::too_much())?;
    let mut held = account.hold(ANSWER_MAX_BYTES)?;
    let response = answer(request).await;
    drop(waiting);
    if response.extensions().get::<Lasting>().is_some() {
        return Ok(response);
    }
    let exact = response.body().size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
    // Fewer bytes are always allowed; a longer one comes in parts.
    let _ = held.set(exact.unwrap_or(ANSWER_MAX_BYTES).min(ANSWER_MAX_BYTES));
    let kept = Arc::new(Kept { _place: place, _held: held });
    Ok(response.map(|body| Body::new(Counted { body, kept })))
}

/// What a request holds while it waits, in bytes.
fn waits(request: &Request<Body>) -> usize {
    let headers = request.headers().iter().map(|(name, value)| HEADER_BYTES + name.as_str().len() + value.len());
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    let body = if request.body().is_end_stream() { 0 } else { BODY_MAX_BYTES };
    REQUEST_BYTES + address + headers.sum::<usize>() + body
}

/// A body of which each part keeps the place.
struct Counted {
    body: Body,
    kept: Arc<Kept>,
}

/// A part of it. It may be written long after the body was taken to its end.
struct Part {
    bytes: Bytes,
    _kept: Arc<Kept>,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Some(frame) = ready!(Pin::new(&mut self.body).poll_frame(context)) else { return Poll::Ready(None) };
        let part = |bytes| Bytes::from_owner(Part { bytes, _kept: Arc::clone(&self.kept) });
        Poll::Ready(Some(frame.map(|frame| frame.map_data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::budget::Budget;
    use crate::server::config::limits::LimitSettings;
    use axum::body::to_bytes;
    use std::time::Duration;
    use tokio::time::timeout;

    fn budget(most: usize) -> Arc<Budget> {
        Budget::new(&LimitSettings { max_held_bytes: Some(most), ..LimitSettings::default() })
    }

    async fn answer(places: &Places, budget: &Arc<Budget>, text: &'static str) -> Result<Response<Body>, TooMuch> {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(places.clone());
        answered(request, budget.account(None), |_| async move { Response::new(Body::from(text)) }).await
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_more_waits_until_one_of_three_was_written() {
        let (places, budget) = (Places::default(), budget(0));
        let mut unread = Vec::new();
        for _ in 0..ANSWERS_MAX {
            unread.push(answer(&places, &budget, "page").await.expect("there is a place"));
        }
        assert_eq!(budget.held(), ANSWERS_MAX * 4);
        let more = timeout(Duration::from_secs(60), answer(&places, &budget, "page"));
        assert!(more.await.is_err(), "it waits");
        let bytes = to_bytes(unread.remove(0).into_body(), usize::MAX).await.expect("the page");
        let more = timeout(Duration::from_secs(60), answer(&places, &budget, "page"));
        assert!(more.await.is_err(), "what was taken is not written yet");
        drop(bytes);
        assert!(answer(&places, &budget, "page").await.is_ok());
        drop(unread);
        assert_eq!(budget.held(), 0);
    }

    #[test]
    fn a_request_counts_with_its_whole_address_and_each_of_its_headers() {
        let long = Request::get(format!("/?{}", "a".repeat(10_000))).body(Body::empty()).expect("a request");
        assert!(waits(&long) > 10_000);
        let mut many = Request::new(Body::empty());
        for _ in 0..480 {
            many.headers_mut().append("a", "b".parse().expect("a header"));
        }
        assert!(waits(&many) > 480 * size_of::<axum::http::HeaderValue>(), "{}", waits(&many));
    }

    #[tokio::test]
    async fn who_holds_too_much_is_told_when_to_come_again() {
        let budget = budget(ANSWER_MAX_BYTES - 1);
        let refused = answer(&Places::default(), &budget, "page").await.expect_err("there is no space");
        assert_eq!(refused.retry_after_seconds(), 10);
        assert_eq!(budget.held(), 0);
    }
}
