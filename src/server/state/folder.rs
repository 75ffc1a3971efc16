//! Whether a folder can hold what outlives the server: written, locked and linked by this user, and kept from all others. It is
//! tried, because a file system tells of itself only what it likes.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::protocol::identity::Random;

/// Everybody but the owner, in the rights of a file.
pub(super) const OTHERS: u32 = 0o077;

/// Who is neither owner nor of the group, in what they may write.
const ANYBODY_WRITES: u32 = 0o002;

/// The file by which two servers that share a folder take turns.
const LOCK_FILE: &str = "lock";

/// How long another server may hold the folder, which takes it milliseconds.
const LOCK_MAX: Duration = Duration::from_secs(5);

/// How often to look whether it is free.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It cannot be made, or nothing can be written into it.
    #[error("this user cannot make the folder {0:?}, or not write into it: {1}; name another in DUET_STATE_DIR")]
    Unwritable(PathBuf, io::Error),
    /// Others could put a secret of theirs there.
    #[error("anybody may write into the folder {0:?}: `chmod 700` it, or name one inside of it in DUET_STATE_DIR")]
    OpenToAll(PathBuf),
    /// Its file system has no rights, as those of cameras and of some networks.
    #[error(
        "the file system of {0:?} cannot keep a secret from other users: name a folder on another in DUET_STATE_DIR"
    )]
    NotPrivate(PathBuf),
    /// Two servers would disagree.
    #[error("files in {0:?} cannot be locked: {1}; name a folder on another file system in DUET_STATE_DIR")]
    NotLockable(PathBuf, io::Error),
    /// Half a secret could be read.
    #[error("files in {0:?} cannot be linked: {1}; name a folder on another file system in DUET_STATE_DIR")]
    NotLinkable(PathBuf, io::Error),
}

/// Tries the folder, which is made if it `may_make` it; else the folder in which it would be made. Nothing else is left behind.
///
/// # Errors
/// See [`FolderError`].
pub(super) fn check(folder: &Path, may_make: bool) -> Result<(), FolderError> {
    let unwritable = |error| FolderError::Unwritable(folder.to_owned(), error);
    if may_make {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unwritable)?;
    }
    let place = folder.ancestors().find(|place| place.exists()).unwrap_or(Path::new("."));
    let about = fs::metadata(place).map_err(unwritable)?;
    if !about.is_dir() {
        return Err(unwritable(io::Error::from(io::ErrorKind::NotADirectory)));
    }
    if place == folder && about.mode() & ANYBODY_WRITES != 0 {
        return Err(FolderError::OpenToAll(folder.to_owned()));
    }
    // In each container the server is process 1.
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| unwritable(io::Error::other(error.to_string())))?;
    let draft = place.join(format!(".duet-check.{}", Random::from(random)));
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).map_err(unwritable)?;
    let link = draft.with_extension("link");
    let tried = try_file(folder, &file, &draft, &link);
    // What is not there need not be removed.
    let _ = (fs::remove_file(&draft), fs::remove_file(&link));
    tried
}

fn try_file(folder: &Path, file: &File, draft: &Path, link: &Path) -> Result<(), FolderError> {
    let about = file.metadata().map_err(|error| FolderError::Unwritable(folder.to_owned(), error))?;
    if about.mode() & OTHERS != 0 {
        return Err(FolderError::NotPrivate(folder.to_owned()));
    }
    if let Err(TryLockError::Error(error)) = file.try_lock() {
        return Err(FolderError::NotLockable(folder.to_owned(), error));
    }
    fs::hard_link(draft, link).map_err(|error| FolderError::NotLinkable(folder.to_owned(), error))
}

/// Takes turns with other servers until what comes back is dropped.
pub(in crate::server) fn lock(folder: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(folder.join(LOCK_FILE))?;
    let until = Instant::now() + LOCK_MAX;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < until => sleep(LOOK_EVERY),
            Err(TryLockError::WouldBlock) => return Err(io::Error::other("another server does not let go of it")),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::test_folder::Folder;
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_folder_that_can_be_used_is_as_it_was() {
        let folder = Folder::new("folder-good");
        check(&folder.0, false).expect("it can be made");
        assert!(!folder.0.exists(), "who only checks makes nothing");
        check(&folder.0, true).expect("it can be made");
        check(&folder.0, true).expect("it can be used again");
        assert_eq!(fs::metadata(&folder.0).expect("it is there").mode() & 0o777, 0o700);
        assert_eq!(fs::read_dir(&folder.0).expect("it is there").count(), 0);
    }

    #[test]
    fn a_trial_of_process_1_in_another_container_is_not_in_the_way() {
        let folder = Folder::new("folder-shared");
        let trial = format!(".duet-check.{}.{:?}", std::process::id(), std::thread::current().id());
        folder.write(&trial, "of the same number");
        check(&folder.0, true).expect("it can be used by both");
    }

    #[test]
    fn a_folder_that_cannot_be_had_is_refused_by_name() {
        let folder = Folder::new("folder-bad");
        let file = PathBuf::from(folder.write("file", ""));
        for bad in [Path::new("/proc/duet"), Path::new("/dev/null"), &file, &file.join("state")] {
            for may_make in [false, true] {
                let error = check(bad, may_make).expect_err("it cannot be").to_string();
                assert!(error.contains(&format!("{bad:?}")) && error.contains("DUET_STATE_DIR"), "{error}");
            }
        }
    }

    #[test]
    fn a_folder_that_is_open_to_all_is_refused_until_it_is_not() {
        let folder = Folder::new("folder-open");
        fs::create_dir(&folder.0).expect("a folder");
        for mode in [0o777, 0o1777, 0o702] {
            fs::set_permissions(&folder.0, Permissions::from_mode(mode)).expect("it is ours");
            assert!(matches!(check(&folder.0, false), Err(FolderError::OpenToAll(_))), "{mode:o}");
        }
        fs::set_permissions(&folder.0, Permissions::from_mode(0o770)).expect("it is ours");
        check(&folder.0, false).expect("a group is the owner's choice");
    }
}
