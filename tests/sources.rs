//! What the files of this repository promise of each other, where no compiler looks.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(path)).expect("a text of this repository")
}

/// All files in a folder and in those below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of this repository");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn only_the_words_of_the_check_go_by_the_name_of_the_browser() {
    let asks = |path: &PathBuf| read(path).to_lowercase().replace(['_', '-'], "").contains("useragent");
    let asking: Vec<_> = files(&root().join("src")).into_iter().filter(asks).collect();
    assert_eq!(asking, [root().join("src/features/diagnostics/family.rs")]);
}
