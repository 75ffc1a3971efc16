//! The page's files: in the folder where they were built, or in the program itself.

use std::convert::Infallible;
use std::path::PathBuf;

use axum::routing::{MethodRouter, get_service};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use axum::http::header::{CACHE_CONTROL, VARY};
use axum::http::{HeaderValue, Response, StatusCode};

/// Where the files are.
#[derive(Debug, Clone)]
pub enum Assets {
    /// In a folder.
    Folder(PathBuf),
    /// In the program.
    #[cfg(feature = "embed")]
    BuiltIn,
}

impl Assets {
    /// Serves what lies in `part`, which is "" for all of it.
    pub fn service(&self, part: &str, caching: &'static str) -> MethodRouter {
        match self {
            Self::Folder(folder) => in_folder(folder.join(part), caching),
            #[cfg(feature = "embed")]
            Self::BuiltIn => built_in::service(part, caching),
        }
    }
}

fn in_folder(folder: PathBuf, caching: &'static str) -> MethodRouter {
    let folder = ServeDir::new(folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    get_service(folder)
        .layer::<_, Infallible>(SetResponseHeaderLayer::overriding(
            CACHE_CONTROL,
            // An error is nothing to be kept for a year.
            move |response: &Response<_>| {
                Some(HeaderValue::from_static(if is_kept(response) { caching } else { "no-store" }))
            },
        ))
        // A cache in between must not give what is compressed to who cannot read it.
        .layer(SetResponseHeaderLayer::overriding(VARY, |response: &Response<_>| {
            is_kept(response).then(|| HeaderValue::from_static("accept-encoding"))
        }))
}

fn is_kept<B>(response: &Response<B>) -> bool {
    response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED
}

/// What `make build` has laid out to be built in: the folder `site`, and the list of hashed names. A program without optimisation
/// reads it from that folder each time.
#[cfg(feature = "embed")]
pub mod built_in {
    use std::borrow::Cow;

    use axum::body::Bytes;
    use axum::http::{HeaderMap, StatusCode, Uri};
    use axum::response::IntoResponse;
    use axum::routing::{MethodRouter, get};
    use rust_embed::RustEmbed;

    use crate::server::encoding::{best, labelled};

    #[derive(RustEmbed)]
    #[folder = "target/embed"]
    struct Files;

    /// A file's bytes.
    pub fn read(path: &str) -> Option<Bytes> {
        Some(match Files::get(path)?.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        })
    }

    pub(super) fn service(part: &str, caching: &'static str) -> MethodRouter {
        let folder = format!("site/{part}");
        get(async move |uri: Uri, headers: HeaderMap| {
            let path = format!("{}{}", folder.trim_end_matches('/'), uri.path());
            match best(&headers, |ending| read(&format!("{path}{ending}"))) {
                Some(response) => {
                    labelled(response, mime_guess::from_path(&path).first_or_octet_stream().as_ref(), caching)
                }
                None => StatusCode::NOT_FOUND.into_response(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::encoding::FOR_GOOD;
    use crate::server::test_folder::Folder;
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
    use hyper::service::Service;
    use hyper_util::service::TowerToHyperService;

    #[tokio::test]
    async fn a_cache_can_tell_a_compressed_file_from_a_plain_one() {
        let folder = Folder::new("assets-vary");
        folder.write("duet.0123.js", "plain");
        folder.write("duet.0123.js.br", "compressed");
        let service = Assets::Folder(folder.0.clone()).service("", FOR_GOOD);
        let service = TowerToHyperService::new(Router::new().fallback_service(service));
        let asked = async |path: &str, coding: &str| {
            let request = Request::get(path).header(ACCEPT_ENCODING, coding).body(Body::empty()).expect("a request");
            let Ok(response) = service.call(request).await;
            let said = |name| response.headers().get(name).map(|said: &HeaderValue| said.as_bytes().to_owned());
            (said(CONTENT_ENCODING), said(VARY), said(CACHE_CONTROL))
        };
        let said = |text: &str| Some(text.as_bytes().to_owned());
        let varies = said("accept-encoding");
        assert_eq!(asked("/duet.0123.js", "br").await, (said("br"), varies.clone(), said(FOR_GOOD)));
        assert_eq!(asked("/duet.0123.js", "identity").await, (None, varies, said(FOR_GOOD)));
        assert_eq!(asked("/gone.js", "br").await, (None, None, said("no-store")));
    }
}
