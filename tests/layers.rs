//! The arrows between the folders of `src`: which may use which. Where one points up, whoever changes the lower part has to know the upper one.

use std::fs;
use std::path::{Path, PathBuf};

/// Each folder (or file) of `src`, and what it may use besides itself.
const MAY_USE: [(&str, &[&str]); 13] = [
    ("clock", &[]),
    ("protocol", &["clock"]),
    ("words", &["protocol"]),
    ("call", &["clock", "protocol"]),
    ("browser", &["protocol"]),
    ("ui", &["call", "protocol", "words"]),
    ("runtime", &["browser", "call", "clock", "protocol"]),
    ("features", &["browser", "call", "clock", "protocol", "runtime", "ui", "words"]),
    ("api", &["browser", "protocol", "words"]),
    ("server", &["api", "clock", "protocol", "words"]),
    ("app", &["api", "browser", "call", "features", "protocol", "runtime", "ui", "words"]),
    ("lib", &["app", "browser", "features", "ui", "words"]),
    ("main", &["app", "server"]),
];

/// Parts that decide, and open no socket and no browser object.
const PURE: [&str; 4] = ["call", "protocol", "server/rooms", "server/relay"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of the sources");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let files = paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|end| end == "rs") && !is_test(path)).collect()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        let stem = name.trim_end_matches(".rs");
        stem == "tests" || stem.ends_with("_tests") || stem == "test_folder"
    })
}

/// What is compiled into the program: no comments, no tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source");
    // A module of tests that has its lines here is the last of its file; one that only is declared is not.
    let own = text.match_indices("#[cfg(test)]\n").find(|(at, _)| {
        let next = text[*at..].lines().find(|line| !line.starts_with("#["));
        next.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
    });
    text[..own.map_or(text.len(), |(at, _)| at)]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The folder of `src` that a file belongs to.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(source()).expect("below src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The names after `crate::` in a text, also in a group.
fn used(code: &str, depth: usize) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    let after = |at: usize, prefix: &str| code[at + prefix.len()..].to_owned();
    let mut names = Vec::new();
    // From a file that lies so deep this many steps up are the crate.
    let root = "super::".repeat(depth);
    for prefix in ["crate::", "duet::", &root] {
        for (at, _) in code.match_indices(prefix) {
            let rest = after(at, prefix);
            if rest.starts_with("super::") {
                continue;
            }
            assert!(!rest.starts_with('{'), "write one `use` for each part of the crate");
            names.push(name(&rest));
        }
    }
    names
}

#[test]
fn no_part_uses_one_above_it() {
    let mut wrong = Vec::new();
    for path in files(&source()) {
        let room = room(&path);
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == room) else {
            panic!("{} is in no part of the house: add {room} to MAY_USE and to docs/architecture.md", path.display())
        };
        let depth = path.strip_prefix(source()).expect("below src").components().count();
        // Inside of a module of its own it is one step more; one that is too many names nothing that there is.
        for name in used(&code(&path), depth) {
            let is_part = MAY_USE.iter().any(|(part, _)| *part == name);
            if is_part && name != room && !allowed.contains(&name.as_str()) {
                let file = path.strip_prefix(source()).expect("below src").display();
                wrong.push(format!("{file} uses crate::{name}, and {room} may use only: {}", allowed.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_decides_opens_no_socket() {
    let mut wrong = Vec::new();
    for part in PURE {
        let file = source().join(format!("{part}.rs"));
        for path in files(&source().join(part)).into_iter().chain([file]) {
            let code = code(&path);
            for forbidden in
                ["tokio::", "axum::", "hyper::", "leptos::", "web_sys::", "TcpStream", "TcpListener", "UdpSocket"]
            {
                if code.contains(forbidden) {
                    wrong.push(format!("{} uses {forbidden}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
