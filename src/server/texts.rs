//! The files with the texts of one language each, which pages load.

use std::fmt::Write;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::encoding::{FOR_GOOD, best, labelled};
use crate::words::{self, language::Language};

/// Where the files are.
pub const FOLDER: &str = "/texts";

/// So much of a file's hash is in its name, in bytes: another text, another name.
const HASH_BYTES: usize = 8;

/// Brotli's best (RFC 7932), once for each file in the life of the server.
const QUALITY: u32 = 11;
const WINDOW_BITS: u32 = 22;
const BUFFER_BYTES: usize = 4 * 1024;

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
    name: String,
    plain: String,
    brotli: Vec<u8>,
}

static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    let both = |language| [Part::Page, Part::Extras].map(|part| File::of(language, part));
    Language::ALL.into_iter().flat_map(both).collect()
});

impl File {
    fn of(language: Language, part: Part) -> Self {
        let texts = match part {
            Part::Page => words::list(language),
            Part::Extras => words::extras(language),
        };
        let plain = serde_json::json!(texts).to_string();
        let hash = Sha256::digest(&plain);
        let mut name = format!("{}.", language.tag());
        for byte in hash.iter().take(HASH_BYTES) {
            // Writing into a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        name.push_str(".json");
        let mut brotli = Vec::new();
        let mut compressor = brotli::CompressorWriter::new(&mut brotli, BUFFER_BYTES, QUALITY, WINDOW_BITS);
        // Neither does writing into memory.
        let _ = compressor.write_all(plain.as_bytes());
        drop(compressor);
        Self { language, part, name, plain, brotli }
    }
}

/// The address of a file.
pub fn address(language: Language, part: Part) -> String {
    let wanted = |file: &&File| file.language == language && file.part == part;
    let name = FILES.iter().find(wanted).map_or("", |file| &file.name);
    format!("{FOLDER}/{name}")
}

/// Answers for a file, which may be kept for good: its name changes with its content.
pub async fn answer(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let form = |ending: &str| match ending {
        "" => Some(Bytes::from_static(file.plain.as_bytes())),
        ".br" => Some(Bytes::from_static(&file.brotli)),
        _ => None,
    };
    best(&headers, form).map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |response| labelled(response, "application/json", FOR_GOOD),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_went_into_the_compressor() {
        for file in FILES.iter() {
            let mut plain = Vec::new();
            brotli::BrotliDecompress(&mut file.brotli.as_slice(), &mut plain).expect("it can be read");
            assert_eq!(plain, file.plain.as_bytes());
        }
    }

    #[test]
    fn every_language_has_a_file_of_its_own() {
        let parts = [Part::Page, Part::Extras];
        let names = parts.into_iter().flat_map(|part| Language::ALL.map(|language| address(language, part)));
        assert_eq!(names.collect::<std::collections::HashSet<_>>().len(), parts.len() * Language::ALL.len());
    }
}
