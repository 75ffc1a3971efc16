//! Compresses what the program is to serve and is made of its own sources: the files with the texts. To do that when the program runs
//! would make its first visitor wait for half a second, and take 68 MB.

#[cfg(feature = "ssr")]
#[path = "src/words/built.rs"]
#[allow(dead_code, unreachable_pub)]
mod words;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/words");
    #[cfg(feature = "ssr")]
    texts::write();
}

#[cfg(feature = "ssr")]
mod texts {
    use std::fmt::Write as _;
    use std::io::Write as _;
    use std::path::{Path, PathBuf};

    use sha2::{Digest, Sha256};

    use super::words::language::Language;
    use super::words::tables;

    /// So much of a file's hash is in its name, in bytes: another text, another name.
    const HASH_BYTES: usize = 8;

    /// Brotli's best (RFC 7932).
    const QUALITY: u32 = 11;
    const WINDOW_BITS: u32 = 22;
    const BUFFER_BYTES: usize = 4 * 1024;

    /// Writes each file as it is and compressed, and the list of them that `src/server/texts.rs` includes.
    pub(super) fn write() {
        let folder = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where to write"));
        let mut list = "&[\n".to_owned();
        for language in Language::ALL {
            for (part, texts) in [("Page", tables::list(language)), ("Extras", tables::extras(language))] {
                list += &file(&folder, language, part, &texts);
            }
        }
        list += "]\n";
        std::fs::write(folder.join("texts.rs"), list).expect("the folder can be written");
    }

    /// One of them, as an expression.
    fn file(folder: &Path, language: Language, part: &str, texts: &[&str]) -> String {
        let plain = serde_json::json!(texts).to_string();
        let mut name = format!("{}.", language.tag());
        for byte in Sha256::digest(&plain).iter().take(HASH_BYTES) {
            // Writing into a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        name.push_str(".json");
        let mut brotli = Vec::new();
        let mut compressor = brotli::CompressorWriter::new(&mut brotli, BUFFER_BYTES, QUALITY, WINDOW_BITS);
        compressor.write_all(plain.as_bytes()).expect("memory takes it");
        drop(compressor);
        let (as_it_is, compressed) = (folder.join(&name), folder.join(format!("{name}.br")));
        std::fs::write(&as_it_is, plain).expect("the folder can be written");
        std::fs::write(&compressed, brotli).expect("the folder can be written");
        format!(
            "File {{ language: Language::{language:?}, part: Part::{part}, name: {name:?}, plain: include_bytes!({as_it_is:?}), \
             brotli: include_bytes!({compressed:?}) }},\n"
        )
    }
}
