//! The files with the texts of one language each, which pages load.

use axum::body::Bytes;
use axum::extract::{Path, Request, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::State;
use super::assets::hashed_in;
use super::encoding::{FOR_GOOD, best, labelled};
use super::unread::Lasting;
use crate::words::language::Language;

/// Where the files are.
pub const FOLDER: &str = "/texts";

/// Which texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Those of the page as it comes.
    Page,
    /// Those of what is loaded when it is first used.
    Extras,
}

struct File {
    language: Language,
    part: Part,
    name: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
}

/// Made and compressed by `build.rs`.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The address of a file.
pub fn address(language: Language, part: Part) -> String {
    let wanted = |file: &&File| file.language == language && file.part == part;
    let name = FILES.iter().find(wanted).map_or("", |file| file.name);
    format!("{FOLDER}/{name}")
}

/// The names of all files, which change with their content.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|file| file.name)
}

/// All of them, each in its two forms, by name.
pub fn files() -> impl Iterator<Item = (String, &'static [u8])> {
    FILES.iter().flat_map(|file| [(file.name.to_owned(), file.plain), (format!("{}.br", file.name), file.brotli)])
}

/// Answers for a file, which may be kept for good: its name changes with its content. A page of the last release asks for one of those.
pub async fn answer(Path(name): Path<String>, Extract(state): Extract<State>, request: Request) -> Response {
    let (headers, missing) = (request.headers(), || StatusCode::NOT_FOUND.into_response());
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        let Some(last) = &state.last_release else { return missing() };
        return hashed_in(last, request).await.unwrap_or_else(missing);
    };
    let form = |ending: &str| match ending {
        "" => Some(Bytes::from_static(file.plain)),
        ".br" => Some(Bytes::from_static(file.brotli)),
        _ => None,
    };
    best(headers, form).map_or_else(missing, |mut response| {
        response.extensions_mut().insert(Lasting);
        labelled(response, "application/json", FOR_GOOD)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL};
    use axum::routing::get;
    use clap::Parser;
    use hyper::service::Service;
    use hyper_util::service::TowerToHyperService;
    use leptos::config::LeptosOptions;
    use leptos::prelude::IntoAny;

    use super::*;
    use crate::server::assets::Assets;
    use crate::server::config::Config;
    use crate::server::pass::KEY_BYTES;
    use crate::server::test_folder::Folder;
    use crate::words;

    #[test]
    fn a_file_comes_back_as_it_went_into_the_compressor() {
        for file in FILES.iter() {
            let mut plain = Vec::new();
            brotli::BrotliDecompress(&mut &*file.brotli, &mut plain).expect("it can be read");
            assert_eq!(plain, file.plain);
        }
    }

    #[test]
    fn the_files_hold_the_texts_of_today() {
        for file in FILES {
            let texts = match file.part {
                Part::Page => words::list(file.language),
                Part::Extras => words::extras(file.language),
            };
            assert_eq!(serde_json::from_slice::<Vec<String>>(file.plain).expect("a list"), texts);
        }
    }

    #[tokio::test]
    async fn a_page_of_the_last_release_finds_the_texts_that_it_was_made_for() {
        let last = Folder::new("texts-last");
        std::fs::create_dir_all(last.0.join("texts")).expect("a folder");
        last.write("texts/de.0123.json", "plain");
        last.write("texts/de.0123.json.br", "compressed");
        last.write("secret", "of the north");
        let config = Config::parse_from(["duet", "--secret", "9f2c7b1e4a8d3056c1e9f7a2b4d60835"]);
        let options = LeptosOptions::builder().output_name("duet").build();
        let assets = Assets::Folder("nowhere".into());
        let state = State::with(&config, options, assets, [0; KEY_BYTES], |_, _| ().into_any())
            .expect("the settings make sense");
        let asked = async |last: Option<Arc<std::path::Path>>, name: &str, coding: &str| {
            let files = Router::new().route("/texts/{name}", get(answer));
            let service = TowerToHyperService::new(files.with_state(State { last_release: last, ..state.clone() }));
            let request = Request::get(format!("/texts/{name}")).header(ACCEPT_ENCODING, coding);
            let Ok(response) = service.call(request.body(Body::empty()).expect("a request")).await;
            let caching = response.headers().get(CACHE_CONTROL).is_some_and(|caching| caching == FOR_GOOD);
            let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
            caching.then(|| String::from_utf8_lossy(&body).into_owned())
        };
        let kept: Option<Arc<std::path::Path>> = Some(last.0.as_path().into());
        assert_eq!(asked(kept.clone(), "de.0123.json", "br").await.as_deref(), Some("compressed"));
        assert_eq!(asked(kept.clone(), "de.0123.json", "identity").await.as_deref(), Some("plain"));
        for name in ["fr.0123.json", "..%2Fsecret", "%2e%2e%2fsecret"] {
            assert_eq!(asked(kept.clone(), name, "br").await, None, "{name}");
        }
        assert_eq!(asked(None, "de.0123.json", "br").await, None);
        assert!(asked(kept, FILES[0].name, "identity").await.is_some(), "today's are served from the program");
    }

    #[test]
    fn every_language_has_a_file_of_its_own() {
        let parts = [Part::Page, Part::Extras];
        let names = parts.into_iter().flat_map(|part| Language::ALL.map(|language| address(language, part)));
        assert_eq!(names.collect::<std::collections::HashSet<_>>().len(), parts.len() * Language::ALL.len());
    }
}
