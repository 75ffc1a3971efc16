//! Files that are sent as they were compressed beforehand.

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

/// How browsers may keep what has its hash in its name.
pub const FOR_GOOD: &str = "max-age=31536000,immutable";

/// How browsers may keep what is only now and then another.
pub const FOR_AN_HOUR: &str = "public, max-age=3600";

/// The ways to compress, best first, and how files are named that were compressed so.
const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The file in the form that suits whoever asks. `form` finds it by what its name has at the end: nothing for the file as
/// it is.
pub fn best(headers: &HeaderMap, form: impl Fn(&str) -> Option<Bytes>) -> Option<Response> {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|accepted| accepted.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| accepted.split(',').any(|taken| taken.trim() == coding);
    let wanted = CODINGS.into_iter().filter(|(coding, _)| takes(coding));
    let mut forms = wanted.map(|(coding, ending)| (Some(coding), ending)).chain([(None, "")]);
    let (coding, bytes) = forms.find_map(|(coding, ending)| Some((coding, form(ending)?)))?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Some(response)
}

/// With what it is, and how it may be kept.
pub fn labelled(mut response: Response, kind: &str, caching: &'static str) -> Response {
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(kind) {
        headers.insert(CONTENT_TYPE, kind);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(accepted: &str, there: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, accepted.parse().expect("a header"));
        let response = best(&headers, |ending| there.contains(&ending).then(Bytes::new))?;
        let coding = response.headers().get(CONTENT_ENCODING);
        Some(coding.map_or("plain", |coding| coding.to_str().expect("text")).to_owned())
    }

    #[test]
    fn everybody_gets_the_smallest_file_that_they_can_read() {
        let all = ["", ".br", ".gz"];
        assert_eq!(sent("gzip, deflate, br, zstd", &all).as_deref(), Some("br"));
        assert_eq!(sent("gzip", &all).as_deref(), Some("gzip"));
        assert_eq!(sent("identity, br;q=0", &all).as_deref(), Some("plain"));
        assert_eq!(sent("br", &[""]).as_deref(), Some("plain"));
        assert_eq!(sent("br", &[]), None);
    }
}
