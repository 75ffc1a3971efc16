//! What every answer says to the browser, and what a page may load.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Response};
use leptos::nonce::use_nonce;
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;

use super::encoding::FOR_GOOD;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What a call needs is the page's own and no frame's inside it. Scripts of others, from whom all else would have to be kept,
/// do not run here.
const PERMISSIONS: &str = "camera=(self), microphone=(self), display-capture=(self)";

/// What HSTS (RFC 6797) says of so many seconds, for this name only: what else has names below it is not Duet's to say.
pub fn encrypted_only(seconds: u64) -> HeaderValue {
    // Digits are a header's value always.
    HeaderValue::from_str(&format!("max-age={seconds}")).unwrap_or(HeaderValue::from_static("max-age=0"))
}

/// What every answer says.
const ALWAYS: [(HeaderName, &str); 1] = [(X_CONTENT_TYPE_OPTIONS, "nosniff")];

/// What every answer says that is not the same for everybody and for good: other sites may not even load it.
const OWN: [(HeaderName, &str); 1] = [(RESOURCE_POLICY, "same-origin")];

/// What documents say besides. Anywhere else it would mean nothing, and weigh a kilobyte in a first visit. Nothing sends a
/// referrer: the address of a room is its key.
const DOCUMENTS: [(HeaderName, &str); 2] = [(REFERRER_POLICY, "no-referrer"), (PERMISSIONS_POLICY, PERMISSIONS)];

/// What documents say where the page counts as secure: elsewhere browsers pass over it, and call it an error.
const SECURE_DOCUMENTS: [(HeaderName, &str); 1] = [(OPENER_POLICY, "same-origin")];

/// Adds what an answer says besides its content. `is_secure` is whether browsers count the page as secure. `encrypted_only` is for
/// an answer that goes over TLS to a browser that needed no persuading, under a name that is Duet's alone.
pub fn guard<B>(response: &mut Response<B>, is_secure: bool, encrypted_only: Option<HeaderValue>) {
    let headers = response.headers_mut();
    let is_document = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let is_for_good = headers.get(CACHE_CONTROL).is_some_and(|caching| caching == FOR_GOOD);
    let own = if is_for_good { &[] } else { &OWN[..] };
    let besides = if is_document { &DOCUMENTS[..] } else { &[] };
    let secure = if is_document && is_secure { &SECURE_DOCUMENTS[..] } else { &[] };
    for (name, value) in ALWAYS.iter().chain(own).chain(besides).chain(secure) {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(encrypted_only) = encrypted_only {
        headers.insert(STRICT_TRANSPORT_SECURITY, encrypted_only);
    }
}

/// Sets what the page that is being rendered may load: its own files, and the inline scripts that carry this response's nonce;
/// and which sites may show it in a frame, in the words of the policy.
pub fn set_policy(frame_ancestors: &str) {
    let Some(nonce) = use_nonce() else { return };
    let watched = std::env::var_os("LEPTOS_WATCH").is_some();
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce, frame_ancestors, watched)) {
        expect_context::<ResponseOptions>().insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

fn policy(nonce: &str, frame_ancestors: &str, watched: bool) -> String {
    // cargo-leptos' live reload talks to a port of its own.
    let reload = if watched { " ws: wss:" } else { "" };
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         media-src 'self' blob:; connect-src 'self'{reload}; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {frame_ancestors}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encryption_is_demanded_only_where_it_is_believed() {
        let guarded = |encrypted_only| {
            let mut response = Response::new(());
            guard(&mut response, true, encrypted_only);
            response.headers().get(STRICT_TRANSPORT_SECURITY).map(|said| said.as_bytes().to_owned())
        };
        assert_eq!(guarded(Some(encrypted_only(60))).as_deref(), Some(&b"max-age=60"[..]));
        assert_eq!(guarded(None), None);
    }

    #[test]
    fn a_page_that_is_not_secure_is_not_told_what_its_browser_would_call_an_error() {
        let guarded = |is_secure| {
            let mut response = Response::new(());
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            guard(&mut response, is_secure, None);
            response.headers().contains_key(OPENER_POLICY)
        };
        assert!(guarded(true) && !guarded(false));
    }

    #[test]
    fn no_script_runs_that_the_server_did_not_write() {
        let policy = policy("abc", "'none'", false);
        // Whole: what is not in it is what the page promises.
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self' 'nonce-abc' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'"
        );
    }

    #[test]
    fn only_what_is_the_same_for_everybody_may_be_loaded_by_other_sites() {
        let guarded = |caching: &'static str| {
            let mut response = Response::new(());
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
            guard(&mut response, true, Some(encrypted_only(60)));
            response.headers().get(RESOURCE_POLICY).map(|policy| policy.as_bytes().to_owned())
        };
        assert_eq!(guarded(FOR_GOOD), None);
        assert_eq!(guarded("no-store").as_deref(), Some(&b"same-origin"[..]));
    }
}
