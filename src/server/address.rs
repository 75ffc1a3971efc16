//! Addresses as people write them and messengers pass them on: folders in any case, a slash more at the end, and addresses at
//! which there is nothing; all of them below the path that is the server's.

use axum::extract::{Extension, Request, State as Extract};
use axum::http::header::{ACCEPT, CACHE_CONTROL};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::State;
use super::network::Client;
use super::router::{self, PROBES};
use crate::protocol::base_path::BasePath;

/// Leaves of an address what the server knows it by, without the path below which it has everything; the answer to whoever came
/// elsewhere.
pub(super) fn enter(uri: &mut Uri, base: &BasePath) -> Option<Response> {
    if *base == BasePath::default() {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    match base.within(uri.path()) {
        // The page's name for itself ends with a slash: what a manifest says is said from there.
        Some("") => Some(Redirect::permanent(&(base.of("/") + &query)).into_response()),
        Some(path) => {
            let path = path.to_owned();
            set_path(uri, path);
            None
        }
        // Whoever looks past the proxy whether the server is well need not know where it is.
        None if PROBES.contains(&uri.path()) => None,
        None if uri.path() == "/" => Some(Redirect::temporary(&base.of("/")).into_response()),
        None => Some((StatusCode::NOT_FOUND, format!("Duet is at {} here.\n", base.of("/"))).into_response()),
    }
}

/// Brings the address of a page into the one form that the router knows.
pub(super) fn tidy(uri: &mut Uri) {
    if let Some(path) = tidied(uri.path()) {
        set_path(uri, path);
    }
}

fn set_path(uri: &mut Uri, path: String) {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = std::mem::take(uri).into_parts();
    // A path that was part of an address is one in small letters too.
    if let Ok(path) = PathAndQuery::try_from(path + &query) {
        parts.path_and_query = Some(path);
    }
    if let Ok(changed) = Uri::from_parts(parts) {
        *uri = changed;
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
    use axum::http::header::LOCATION;

    use super::*;

    #[test]
    fn below_a_path_everything_is_as_it_is_without_one() {
        let base = BasePath::told("/duet".into());
        let came = |address: &str| {
            let mut uri: Uri = address.parse().expect("an address");
            let elsewhere = enter(&mut uri, &base);
            let led =
                elsewhere.as_ref().and_then(|answer| answer.headers().get(LOCATION)?.to_str().ok().map(str::to_owned));
            (elsewhere.map(|answer| answer.status().as_u16()), led.unwrap_or_else(|| uri.to_string()))
        };
        for (address, meant) in [
            ("/duet/", "/"),
            ("/duet/ws", "/ws"),
            ("/duet/room/tea?a=b", "/room/tea?a=b"),
            ("/duet/duet/", "/duet/"),
            ("https://duet.test/duet/check", "https://duet.test/check"),
            ("/healthz", "/healthz"),
            ("/readyz", "/readyz"),
        ] {
            assert_eq!(came(address), (None, meant.into()), "{address}");
        }
        assert_eq!(came("/duet?a=b"), (Some(308), "/duet/?a=b".into()));
        assert_eq!(came("/"), (Some(307), "/duet/".into()));
        for address in ["/ws", "/room/tea", "/duets/", "/Duet/", "*"] {
            assert_eq!(came(address).0, Some(404), "{address}");
        }
    }

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
