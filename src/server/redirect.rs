//! The unencrypted address, which only leads to the encrypted one.

use std::future::Ready;
use std::future::ready;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri};

use super::names::{self, Names};

/// HTTPS's own port, which addresses leave out.
const HTTPS: u16 = 443;

/// Answers any request with the same address at the encrypted `port`.
pub fn answer(port: u16, names: Names) -> impl Fn(Request<Body>) -> Ready<Response<Body>> + Clone {
    move |request| {
        let mut response = Response::new(Body::empty());
        if !names.admit(names::host(request.uri(), request.headers()).as_ref(), false) {
            *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
            return ready(response);
        }
        match target(request.headers(), request.uri(), port) {
            Some(target) => {
                *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
                response.headers_mut().insert(LOCATION, target);
                // A port that moves must not be remembered for ever.
                response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("max-age=3600"));
            }
            None => *response.status_mut() = StatusCode::BAD_REQUEST,
        }
        ready(response)
    }
}

fn target(headers: &HeaderMap, uri: &Uri, port: u16) -> Option<HeaderValue> {
    let host = names::host(uri, headers)?;
    // A name and a password before the host would make it another one to the eye.
    if host.as_str().contains('@') {
        return None;
    }
    let port = if port == HTTPS { String::new() } else { format!(":{port}") };
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    format!("https://{}{port}{path}", host.host()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::HOST;

    fn led(host: Option<&str>, path: &str, port: u16) -> (u16, Option<String>) {
        let mut request = Request::get(path);
        if let Some(host) = host {
            request = request.header(HOST, host);
        }
        let response = answer(port, Names::default())(request.body(Body::empty()).expect("a request")).into_inner();
        let location = response.headers().get(LOCATION).map(|to| to.to_str().expect("text").to_owned());
        (response.status().as_u16(), location)
    }

    #[test]
    fn the_room_in_the_address_is_not_lost() {
        let to = |text: &str| (308, Some(text.to_owned()));
        assert_eq!(led(Some("duet.test"), "/room/tea?a=b", 443), to("https://duet.test/room/tea?a=b"));
        assert_eq!(led(Some("duet.test:80"), "/", 8443), to("https://duet.test:8443/"));
        assert_eq!(led(Some("[::1]:80"), "/", 443), to("https://[::1]/"));
    }

    #[test]
    fn under_a_foreign_name_nobody_is_led_anywhere() {
        let names = Names::new(&[], &["duet.test".to_owned()]).expect("a name");
        let status = |host| {
            let request = Request::get("/").header(HOST, host).body(Body::empty()).expect("a request");
            answer(443, names.clone())(request).into_inner().status().as_u16()
        };
        assert_eq!((status("duet.test"), status("evil.test")), (308, 421));
    }

    #[test]
    fn nobody_is_led_to_somewhere_else() {
        for host in [None, Some("a.test@b.test"), Some("a b"), Some("")] {
            assert_eq!(led(host, "/", 443), (400, None), "{host:?}");
        }
    }
}
