//! The files of the last release, for pages that were opened before an update: they ask for names with hashes that this release does not
//! have. Each start keeps a copy of its own in the folder for state, and serves the copy that the release before it kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::assets::Assets;

/// Where copies are kept, in the folder for what outlives the server.
const FOLDER: &str = "pages";
/// This release's copy, and that of the one before.
const CURRENT: &str = "current";
const LAST: &str = "last";

/// Keeps a copy of the files of `part`, and says where those of the last release are, if there are any. A copy that is there already is
/// that of this release if it has the same names, for those have hashes.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn keep(assets: &Assets, part: &str, state: &Path) -> io::Result<Option<PathBuf>> {
    let folder = state.join(FOLDER);
    let (current, last) = (folder.join(CURRENT), folder.join(LAST));
    let names = assets.names(part)?;
    if kept(&current)? != names {
        if current.exists() {
            remove(&last)?;
            fs::rename(&current, &last)?;
        }
        // Only a whole copy gets the name.
        let draft = folder.join(format!("{CURRENT}.{}", std::process::id()));
        remove(&draft)?;
        fs::create_dir_all(&draft)?;
        for name in &names {
            fs::write(draft.join(name), assets.read(part, name)?)?;
        }
        fs::rename(&draft, &current)?;
    }
    Ok(last.is_dir().then_some(last))
}

/// The names in a folder, in order; none where there is no folder.
fn kept(folder: &Path) -> io::Result<Vec<String>> {
    match super::assets::names_in(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        names => names,
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::test_folder::Folder;

    #[test]
    fn a_tab_of_the_last_release_finds_its_files_and_older_ones_are_gone() {
        let folder = Folder::new("kept");
        let state = folder.0.join("state");
        let start = |release: &str| {
            let site = folder.0.join(release);
            fs::create_dir_all(site.join("pkg")).expect("a folder");
            fs::write(site.join(format!("pkg/duet.{release}.js")), release).expect("a file");
            let last = keep(&Assets::Folder(site), "pkg", &state).expect("it can be kept");
            last.map(|last| super::super::assets::names_in(&last).expect("it is there"))
        };
        assert_eq!(start("first"), None);
        assert_eq!(start("first"), None, "another start is no other release");
        assert_eq!(start("second"), Some(vec!["duet.first.js".to_owned()]));
        assert_eq!(start("second"), Some(vec!["duet.first.js".to_owned()]));
        assert_eq!(start("third"), Some(vec!["duet.second.js".to_owned()]));
    }
}
