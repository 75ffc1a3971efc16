//! Addresses as people write them and messengers pass them on: folders in any case, a slash more at the end, and addresses at
//! which there is nothing.

use axum::extract::{Extension, Request, State as Extract};
use axum::http::header::{ACCEPT, CACHE_CONTROL};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;

use super::State;
use super::network::Client;
use super::router;

/// Brings the address of a page into the one form that the router knows.
pub(super) fn tidy(uri: &mut Uri) {
    let Some(path) = tidied(uri.path()) else { return };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = std::mem::take(uri).into_parts();
    // A path that was part of an address is one in small letters too.
    if let Ok(path) = PathAndQuery::try_from(path + &query) {
        parts.path_and_query = Some(path);
    }
    if let Ok(tidy) = Uri::from_parts(parts) {
        *uri = tidy;
    }
}

/// The other form of a path, if it is to have one.
fn tidied(path: &str) -> Option<String> {
    let (folder, rest) = match path.get(1..)?.split_once('/') {
        Some((folder, rest)) => (folder, Some(rest)),
        None => (path.get(1..)?, None),
    };
    let tidy = match (folder.to_ascii_lowercase().as_str(), rest) {
        ("room", rest) => format!("/room/{}", rest.unwrap_or_default()),
        ("check", None | Some("")) => "/check".to_owned(),
        _ => return None,
    };
    (tidy != path).then_some(tidy)
}

/// A person who comes to an address at which there is nothing gets words and a way on; programs get the bare answer.
pub(super) async fn nothing_here(
    Extract(state): Extract<State>,
    Extension(client): Extension<Client>,
    request: Request,
    next: Next,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let wants_page = request.method() == Method::GET && accepts_pages(&headers);
    let response = next.run(request).await;
    if !wants_page || response.status() != StatusCode::NOT_FOUND || state.limits.pages.check(client.network).is_err() {
        return response;
    }
    let mut page = router::nothing(&state, uri, headers).await;
    *page.status_mut() = StatusCode::NOT_FOUND;
    page.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    page
}

/// Whether whoever asks reads pages, as browsers say when a person goes somewhere.
fn accepts_pages(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_known_in_any_case_and_with_a_slash() {
        for (written, meant) in [
            ("/room", "/room/"),
            ("/Room", "/room/"),
            ("/ROOM/", "/room/"),
            ("/Room/Tea", "/room/Tea"),
            ("/ROOM/T%C3%89?fbclid=x", "/room/T%C3%89?fbclid=x"),
            ("/check/", "/check"),
            ("/Check?a=b", "/check?a=b"),
            ("/room/tea", "/room/tea"),
            ("/check", "/check"),
            ("/rooms/tea", "/rooms/tea"),
            ("/check/me", "/check/me"),
            ("/", "/"),
            ("*", "*"),
        ] {
            let mut uri: Uri = written.parse().expect("an address");
            tidy(&mut uri);
            assert_eq!(uri.to_string(), meant, "{written}");
        }
    }
}
