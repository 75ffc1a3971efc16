//! The files of the last release, for pages that were opened before an update: they ask for names with hashes that this release does not
//! have. Each start keeps a copy of its own in the folder for state, and serves the copy that the release before it kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::assets::Assets;
use super::{state, texts};

/// Where copies are kept, in the folder for what outlives the server.
const FOLDER: &str = "pages";
/// This release's copy, that of the one before, and one that is not whole yet.
const CURRENT: &str = "current";
const LAST: &str = "last";
const DRAFT: &str = "draft";

/// Where the texts lie in a copy; the rest lies in the copy itself.
const TEXTS: &str = "texts";

/// Keeps a copy of the files of `part` and of the texts, and says where those of the last release are, if there are any. A copy that is
/// there already is that of this release if it has the same names, for those have hashes. Servers that share the folder take turns.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn keep(assets: &Assets, part: &str, state: &Path) -> io::Result<Option<PathBuf>> {
    let texts: Vec<(String, &[u8])> = texts::files().collect();
    keep_with(&texts, assets, part, state)
}

fn keep_with(texts: &[(String, &[u8])], assets: &Assets, part: &str, state: &Path) -> io::Result<Option<PathBuf>> {
    let folder = state.join(FOLDER);
    let (current, last, draft) = (folder.join(CURRENT), folder.join(LAST), folder.join(DRAFT));
    let names = assets.names(part)?;
    let mut text_names: Vec<&String> = texts.iter().map(|(name, _)| name).collect();
    text_names.sort();
    fs::create_dir_all(&folder)?;
    let _turn = state::lock(&folder)?;
    if kept(&current)? != names || !kept(&current.join(TEXTS))?.iter().eq(text_names) {
        // Only a whole copy gets the name. A start that was killed has left a part of one.
        remove(&draft)?;
        fs::create_dir_all(draft.join(TEXTS))?;
        for name in &names {
            fs::write(draft.join(name), assets.read(part, name)?)?;
        }
        for (name, bytes) in texts {
            fs::write(draft.join(TEXTS).join(name), bytes)?;
        }
        if current.exists() {
            remove(&last)?;
            fs::rename(&current, &last)?;
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

    /// A state folder, and releases that are made up.
    struct Releases(Folder);

    impl Releases {
        fn state(&self) -> PathBuf {
            self.0.0.join("state")
        }

        /// A start of the release with such a page and such texts; the names that its last release has.
        fn start(&self, page: &str, texts: &str) -> Option<Vec<String>> {
            let site = self.0.0.join(page);
            fs::create_dir_all(site.join("pkg")).expect("a folder");
            fs::write(site.join(format!("pkg/duet.{page}.js")), page).expect("a file");
            let texts = [(format!("en.{texts}.json"), texts.as_bytes())];
            let last = keep_with(&texts, &Assets::Folder(site), "pkg", &self.state()).expect("it can be kept")?;
            let names = |folder: &Path| super::super::assets::names_in(folder).expect("it is there");
            Some([names(&last), names(&last.join(TEXTS))].concat())
        }
    }

    #[test]
    fn a_tab_of_the_last_release_finds_its_files_and_older_ones_are_gone() {
        let releases = Releases(Folder::new("kept"));
        let named = |page: &str, texts: &str| Some(vec![format!("duet.{page}.js"), format!("en.{texts}.json")]);
        assert_eq!(releases.start("first", "tea"), None);
        assert_eq!(releases.start("first", "tea"), None, "another start is no other release");
        assert_eq!(releases.start("second", "tea"), named("first", "tea"));
        assert_eq!(releases.start("second", "tea"), named("first", "tea"));
        assert_eq!(releases.start("second", "cake"), named("second", "tea"), "other texts are another release");
        assert_eq!(releases.start("third", "cake"), named("second", "cake"));
    }

    #[test]
    fn a_start_that_was_killed_leaves_nothing_that_stays() {
        let releases = Releases(Folder::new("kept-drafts"));
        let draft = releases.state().join("pages/draft");
        fs::create_dir_all(&draft).expect("a folder");
        fs::write(draft.join("duet.old.js"), "half of it").expect("a file");
        assert_eq!(releases.start("first", "tea"), None);
        assert!(!draft.exists());
        assert_eq!(releases.start("second", "tea"), Some(vec!["duet.first.js".to_owned(), "en.tea.json".to_owned()]));
    }

    #[test]
    fn servers_that_share_a_folder_start_at_once() {
        let releases = Releases(Folder::new("kept-shared"));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(releases.start("first", "tea"), None));
            }
        });
        assert!(releases.start("second", "tea").is_some());
    }

    #[test]
    fn all_texts_are_kept_in_both_forms() {
        let folder = Folder::new("kept-texts");
        let site = folder.0.join("site");
        fs::create_dir_all(site.join("pkg")).expect("a folder");
        let state = folder.0.join("state");
        keep(&Assets::Folder(site), "pkg", &state).expect("it can be kept");
        for name in texts::names() {
            for ending in ["", ".br"] {
                assert!(state.join(format!("pages/current/texts/{name}{ending}")).is_file(), "{name}{ending}");
            }
        }
    }
}
