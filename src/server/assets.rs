//! The page's files: in the folder where they were built, or in the program itself.

use std::convert::Infallible;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, VARY};
use axum::http::{HeaderValue, Request, Response as HttpResponse, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get_service};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::encoding::FOR_GOOD;
use super::unread::ANSWER_MAX_BYTES;

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

    /// The names of the files in `part`, in order.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub fn names(&self, part: &str) -> io::Result<Vec<String>> {
        match self {
            Self::Folder(folder) => names_in(&folder.join(part)),
            #[cfg(feature = "embed")]
            Self::BuiltIn => Ok(built_in::names(part)),
        }
    }

    /// The bytes of one of them.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, part: &str, name: &str) -> io::Result<Vec<u8>> {
        match self {
            Self::Folder(folder) => fs::read(folder.join(part).join(name)),
            #[cfg(feature = "embed")]
            Self::BuiltIn => built_in::read(&format!("site/{part}/{name}"))
                .map(Into::into)
                .ok_or_else(|| io::ErrorKind::NotFound.into()),
        }
    }
}

/// The names of the files in a folder, in order.
///
/// # Errors
/// When it cannot be read.
pub fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The file that a request for a hashed name asks for, out of a folder with those of another release; none if it is not there.
pub async fn hashed_in(folder: &Path, request: Request<Body>) -> Option<Response> {
    let mut files = ServeDir::new(folder).with_buf_chunk_size(CHUNK_BYTES).precompressed_br().precompressed_gzip();
    let found = files.try_call(request).await.ok()?;
    if !found.status().is_success() {
        return None;
    }
    let mut response = found.map(Body::new);
    for (name, value) in [(CACHE_CONTROL, FOR_GOOD), (VARY, "accept-encoding")] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Some(response)
}

/// How much of a file is read at once, in bytes. It is in memory several times: as it was read, as it is passed on, and where it
/// waits to be written.
const CHUNK_BYTES: usize = ANSWER_MAX_BYTES / 8;

fn in_folder(folder: PathBuf, caching: &'static str) -> MethodRouter {
    let folder = ServeDir::new(folder)
        .with_buf_chunk_size(CHUNK_BYTES)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    get_service(folder)
        .layer::<_, Infallible>(SetResponseHeaderLayer::overriding(
            CACHE_CONTROL,
            // An error is nothing to be kept for a year.
            move |response: &HttpResponse<_>| {
                Some(HeaderValue::from_static(if is_kept(response) { caching } else { "no-store" }))
            },
        ))
        // A cache in between must not give what is compressed to who cannot read it.
        .layer(SetResponseHeaderLayer::overriding(VARY, |response: &HttpResponse<_>| {
            is_kept(response).then(|| HeaderValue::from_static("accept-encoding"))
        }))
}

fn is_kept<B>(response: &HttpResponse<B>) -> bool {
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
    use crate::server::unread::Lasting;

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

    /// The names of the files in `part`, in order.
    pub(super) fn names(part: &str) -> Vec<String> {
        let folder = format!("site/{part}/");
        let mut names: Vec<String> =
            Files::iter().filter_map(|path| Some(path.strip_prefix(&folder)?.to_owned())).collect();
        names.retain(|name| !name.contains('/'));
        names.sort();
        names
    }

    pub(super) fn service(part: &str, caching: &'static str) -> MethodRouter {
        let folder = format!("site/{part}");
        get(async move |uri: Uri, headers: HeaderMap| {
            let path = format!("{}{}", folder.trim_end_matches('/'), uri.path());
            match best(&headers, |ending| read(&format!("{path}{ending}"))) {
                Some(mut response) => {
                    // A program without optimisation has read it from the folder just now.
                    if !cfg!(debug_assertions) {
                        response.extensions_mut().insert(Lasting);
                    }
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
    use crate::server::test_folder::Folder;
    use axum::Router;
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

    #[tokio::test]
    async fn a_file_of_the_last_release_is_found_and_nothing_beside_it() {
        let folder = Folder::new("assets-last");
        folder.write("secret", "of the north");
        std::fs::create_dir_all(folder.0.join("last")).expect("a folder");
        folder.write("last/duet.0123.js", "plain");
        folder.write("last/duet.0123.js.br", "compressed");
        let asked = async |path: &str| {
            let request = Request::get(path).header(ACCEPT_ENCODING, "br").body(Body::empty()).expect("a request");
            hashed_in(&folder.0.join("last"), request).await
        };
        let found = asked("/duet.0123.js").await.expect("it is there");
        assert_eq!(found.headers()[CONTENT_ENCODING], "br");
        assert_eq!(found.headers()[CACHE_CONTROL], FOR_GOOD);
        for path in ["/gone.js", "/../secret", "/%2e%2e/secret", "/"] {
            assert!(asked(path).await.is_none(), "{path}");
        }
    }
}
