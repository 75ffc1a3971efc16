//! The page's files: in the folder where they were built, or in the program itself.

use std::path::PathBuf;

use axum::response::Response;
use axum::routing::{MethodRouter, get_service};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};

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
    get_service(folder).layer(SetResponseHeaderLayer::overriding(
        CACHE_CONTROL,
        // An error is nothing to be kept for a year.
        move |response: &Response<_>| {
            let kept = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
            Some(HeaderValue::from_static(if kept { caching } else { "no-store" }))
        },
    ))
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
