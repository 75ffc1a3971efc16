//! The files with the texts of one language each, which pages load.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

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

/// Answers for a file, which may be kept for good: its name changes with its content.
pub async fn answer(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let form = |ending: &str| match ending {
        "" => Some(Bytes::from_static(file.plain)),
        ".br" => Some(Bytes::from_static(file.brotli)),
        _ => None,
    };
    best(&headers, form).map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |mut response| {
            response.extensions_mut().insert(Lasting);
            labelled(response, "application/json", FOR_GOOD)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
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

    #[test]
    fn every_language_has_a_file_of_its_own() {
        let parts = [Part::Page, Part::Extras];
        let names = parts.into_iter().flat_map(|part| Language::ALL.map(|language| address(language, part)));
        assert_eq!(names.collect::<std::collections::HashSet<_>>().len(), parts.len() * Language::ALL.len());
    }
}
