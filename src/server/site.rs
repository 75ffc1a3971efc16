//! Where the built page lies. The program finds it by itself, so that no variable is needed to start it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use leptos::config::LeptosOptions;
use sha2::{Digest, Sha256};

use super::assets::Assets;
use super::texts;
use crate::api::documents::Files;
use crate::words::language::Language;

/// Why there is nothing to serve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the built page is not in {0:?}: run `make build`, or name its folder with DUET_SITE_ROOT")]
pub struct SiteMissing(PathBuf);

/// The name of the list of hashed file names that cargo-leptos puts beside the program.
const HASH_FILE: &str = "hash.txt";

/// The name by which the list in the program is known; no file is called so.
#[cfg(feature = "embed")]
const BUILT_IN: &str = "/built-in/";

/// What leptos has to know to render the page, and where the page's files are.
///
/// # Errors
/// [`SiteMissing`] if there is no page where it should be.
pub fn find(site_root: Option<&Path>, listen: SocketAddr) -> Result<(LeptosOptions, Assets), SiteMissing> {
    // Under cargo-leptos everything is in the environment, the port of the live reload too.
    if let Some(options) = std::env::var_os("LEPTOS_OUTPUT_NAME").and_then(|_| from_environment()) {
        let folder = PathBuf::from(&*options.site_root);
        return Ok((options, Assets::Folder(folder)));
    }
    #[cfg(feature = "embed")]
    if site_root.is_none() {
        let options = LeptosOptions::builder()
            .output_name(env!("CARGO_PKG_NAME"))
            .site_addr(listen)
            .hash_files(true)
            .hash_file(BUILT_IN.into())
            .build();
        return Ok((options, Assets::BuiltIn));
    }
    let program = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    let root = match (site_root, &program) {
        (Some(root), _) => root.to_owned(),
        (None, Some(folder)) => beside(folder),
        (None, None) => PathBuf::from("target/site"),
    };
    if !root.join("pkg").is_dir() {
        return Err(SiteMissing(root));
    }
    let hashed = is_hashed(&root.join("pkg")) && program.is_some_and(|folder| folder.join(HASH_FILE).is_file());
    let options = LeptosOptions::builder()
        .output_name(env!("CARGO_PKG_NAME"))
        .site_root(root.to_string_lossy().into_owned())
        .site_addr(listen)
        .hash_files(hashed)
        .build();
    Ok((options, Assets::Folder(root)))
}

/// The name of the page's build: another for other files. None while the page is worked on, when files change under their names.
pub fn build(options: &LeptosOptions, assets: &Assets) -> Option<Arc<str>> {
    if !options.hash_files {
        return None;
    }
    let mut names = assets.names(&options.site_pkg_dir).ok()?;
    names.extend(texts::names().map(str::to_owned));
    let mut digest = Sha256::new();
    for name in names {
        digest.update(name);
        digest.update([0]);
    }
    let all = digest.finalize();
    // 64 bits tell any two releases apart.
    Some(all.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>().into())
}

/// Where the files of the page are for somebody with that language.
pub fn files(options: &LeptosOptions, language: Language) -> Files {
    Files {
        glue: package(options, "js"),
        program: package(options, "wasm"),
        style: package(options, "css"),
        texts: texts::address(language, texts::Part::Page),
        feature_texts: texts::address(language, texts::Part::Extras),
    }
}

/// Where one of the built files is. Its name has a hash of its content, which cargo-leptos writes beside the binary.
fn package(options: &LeptosOptions, kind: &str) -> String {
    let hashes = if options.hash_files { hashes(&options.hash_file) } else { "" };
    let dot_hash = parse_hash(hashes, kind).map(|hash| format!(".{hash}")).unwrap_or_default();
    format!("/{}/{}{dot_hash}.{kind}", options.site_pkg_dir, options.output_name)
}

fn parse_hash<'a>(hashes: &'a str, kind: &str) -> Option<&'a str> {
    hashes
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(file, _)| file.trim() == kind)
        .map(|(_, hash)| hash.trim())
}

/// The list of hashed names: from a file beside the program, or in it. Read once, for there is one list in the life of a
/// server.
fn hashes(file: &str) -> &'static str {
    static HASHES: OnceLock<String> = OnceLock::new();
    HASHES.get_or_init(|| read_hashes(file).unwrap_or_default())
}

fn read_hashes(file: &str) -> Option<String> {
    #[cfg(feature = "embed")]
    if file == BUILT_IN {
        return String::from_utf8(super::assets::built_in::read(HASH_FILE)?.into()).ok();
    }
    std::fs::read_to_string(std::env::current_exe().ok()?.parent()?.join(file)).ok()
}

/// Whether the page was built under hashed names. Hashing renames the plain files; where they are, they are newer than
/// any list of hashes that an earlier build left.
fn is_hashed(pkg: &Path) -> bool {
    !pkg.join(concat!(env!("CARGO_PKG_NAME"), ".wasm")).is_file()
}

fn from_environment() -> Option<LeptosOptions> {
    leptos::config::get_configuration(None).ok().map(|file| file.leptos_options)
}

/// `site` beside the program as it is installed, or beside its folder as cargo builds it.
fn beside(folder: &Path) -> PathBuf {
    let installed = folder.join("site");
    if installed.is_dir() { installed } else { folder.parent().unwrap_or(folder).join("site") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_the_style_sheet_is_found_among_the_others() {
        assert_eq!(parse_hash("js: abc\nwasm: def\ncss: ghi\n", "css"), Some("ghi"));
        assert_eq!(parse_hash("js: abc\n", "css"), None);
    }

    #[test]
    fn a_plain_build_after_a_hashed_one_is_what_is_served() {
        let pkg = std::env::temp_dir().join(format!("duet-site-{}", std::process::id()));
        std::fs::create_dir_all(&pkg).expect("a folder for temporary files");
        std::fs::write(pkg.join("duet.0123.wasm"), "old").expect("it can be written");
        assert!(is_hashed(&pkg));
        std::fs::write(pkg.join("duet.wasm"), "new").expect("it can be written");
        assert!(!is_hashed(&pkg));
        std::fs::remove_dir_all(&pkg).expect("it can be removed");
    }
}
