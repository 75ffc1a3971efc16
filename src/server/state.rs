//! What outlives the process: the key under which passes are made. Without it, people whose server was started again
//! in mid-call would be strangers to it.
//!
//! # Layout
//! - [`mod@folder`]: whether a folder can hold it

mod folder;

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::config::Config;
use super::config::secret::{self, GuessableSecret};
use super::pass::KEY_BYTES;
use super::service;
use crate::protocol::identity::Random;
pub use folder::FolderError;
pub(super) use folder::lock;

/// The file with the key, in hexadecimal digits.
const KEY_FILE: &str = "secret";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Anybody could guess it.
    #[error(transparent)]
    Guessable(#[from] GuessableSecret),
    /// The folder that was asked for is of no use.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// What is there cannot be used.
    #[error(
        "the secret in {0:?} cannot be used: {1}; where it is no secret of Duet's, remove it or name another folder in DUET_STATE_DIR"
    )]
    NoKey(PathBuf, io::Error),
    /// The system has no random numbers to give.
    #[error("the system gave no random numbers: {0}")]
    NoEntropy(getrandom::Error),
}

/// The key: from the configuration, else from the state file, else made now and kept there.
///
/// # Errors
/// See [`StateError`]. A folder that nobody asked for and that cannot be used is none: it is said, and the key dies with the process.
pub fn key(config: &Config) -> Result<[u8; KEY_BYTES], StateError> {
    let wanted = wanted(config);
    if let Some(folder) = wanted.as_deref() {
        folder::check(folder, !config.check_config)?;
    }
    if let Some(secret) = &config.secret {
        secret::check("DUET_SECRET", secret)?;
        return Ok(Sha256::digest(secret.as_bytes()).into());
    }
    let mut fresh = [0; KEY_BYTES];
    getrandom::fill(&mut fresh).map_err(StateError::NoEntropy)?;
    let Some(folder) = folder(config) else { return Ok(fresh) };
    let kept = if config.check_config {
        // Who only asks whether the settings make sense may be somebody else than who serves: what they make is not.
        read(&folder.join(KEY_FILE)).or_else(|error| if is_missing(&error) { Ok(fresh) } else { Err(error) })
    } else {
        kept(&folder, fresh)
    };
    match kept {
        Ok(key) => Ok(key),
        Err(error) if wanted.is_some() => Err(StateError::NoKey(folder.join(KEY_FILE), error)),
        Err(error) => {
            tracing::warn!(%error, "no state file: calls will not survive a restart of this server; see DUET_STATE_DIR");
            Ok(fresh)
        }
    }
}

/// The folder for what outlives the server, if there is one.
pub fn folder(config: &Config) -> Option<PathBuf> {
    wanted(config).or_else(default_folder)
}

/// Whether the folder can hold what outlives the server, or could be made; nothing is made.
///
/// # Errors
/// See [`FolderError`].
pub fn check(folder: &Path) -> Result<(), FolderError> {
    folder::check(folder, false)
}

/// The folder that the owner asked for, or systemd did in their name.
fn wanted(config: &Config) -> Option<PathBuf> {
    let asked_for = config.state_dir.clone().filter(|folder| !folder.as_os_str().is_empty());
    asked_for.or_else(|| service::given_folder("STATE_DIRECTORY"))
}

/// Where the XDG base directory specification has programs keep their state.
fn default_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("XDG_STATE_HOME")
        .map(|state| state.join("duet"))
        .or_else(|| folder("HOME").map(|home| home.join(".local/state/duet")))
}

fn is_missing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// The key that is kept in the folder, which is `fresh` if there was none.
fn kept(folder: &Path, fresh: [u8; KEY_BYTES]) -> io::Result<[u8; KEY_BYTES]> {
    let path = folder.join(KEY_FILE);
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let _turn = folder::lock(folder)?;
    match read(&path) {
        Err(error) if is_missing(&error) => {}
        known => return known.and_then(|key| keep_private(&path).map(|()| key)),
    }
    // Two servers that start at once must agree: only whole files get the name, and only the first one does.
    let draft = folder.join(format!("{KEY_FILE}.{}.{:?}", std::process::id(), std::thread::current().id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    writeln!(file, "{}", Random::from(fresh))?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, &path);
    fs::remove_file(&draft)?;
    match linked {
        Ok(()) => Ok(fresh),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read(&path),
        Err(error) => Err(error),
    }
}

/// Takes a key from others who could read it, as after a copy from elsewhere.
fn keep_private(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.mode() & folder::OTHERS == 0 {
        return Ok(());
    }
    tracing::warn!(
        "others could read the secret that seats are signed with; now they cannot. Remove it to have a new one made"
    );
    fs::set_permissions(path, Permissions::from_mode(0o600))
}

fn read(path: &Path) -> io::Result<[u8; KEY_BYTES]> {
    let text = fs::read_to_string(path)?;
    let key = Random::parse(text.trim()).map(Random::into_bytes);
    key.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it holds no key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::test_folder::Folder;
    use clap::Parser;

    impl Folder {
        fn key(&self) -> [u8; KEY_BYTES] {
            let folder = self.0.to_string_lossy().into_owned();
            key(&Config::parse_from(["duet", "--state-dir", &folder])).expect("there is entropy")
        }
    }

    #[test]
    fn the_key_outlives_the_process_and_nobody_else_may_read_it() {
        let folder = Folder::new("state-kept");
        let first = folder.key();
        assert_eq!(folder.key(), first);
        let mode = fs::metadata(folder.0.join(KEY_FILE)).expect("it was made").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_ne!(Folder::new("state-other").key(), first);
    }

    #[test]
    fn who_only_checks_the_settings_leaves_nothing_behind() {
        let folder = Folder::new("state-checked");
        let path = folder.0.to_string_lossy().into_owned();
        key(&Config::parse_from(["duet", "--check-config", "--state-dir", &path])).expect("there is entropy");
        assert!(!folder.0.exists());
    }

    #[test]
    fn servers_that_start_at_once_agree() {
        let folder = Folder::new("state-race");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..2)
                .map(|number| {
                    let folder = &folder;
                    scope.spawn(move || kept(&folder.0.join("same"), [number + 1; KEY_BYTES]))
                })
                .collect();
            starts.into_iter().map(|start| start.join().expect("no panic")).collect()
        });
        let read = kept(&folder.0.join("same"), [9; KEY_BYTES]).expect("it is there");
        assert!(keys.iter().all(|key| key.as_ref().is_ok_and(|key| *key == read)), "{keys:?}");
    }

    #[test]
    fn a_file_that_holds_no_key_is_refused_and_not_overwritten() {
        let folder = Folder::new("state-broken");
        let path = folder.0.to_string_lossy().into_owned();
        for text in [&[0xff, 0xfe][..], b"no key", b""] {
            folder.write(KEY_FILE, text);
            for arguments in [&["duet", "--state-dir", &path][..], &["duet", "--check-config", "--state-dir", &path]] {
                let refused = key(&Config::parse_from(arguments)).expect_err("it holds no key").to_string();
                assert!(refused.contains("secret") && refused.contains("DUET_STATE_DIR"), "{refused}");
            }
            assert_eq!(fs::read(folder.0.join(KEY_FILE)).expect("it is there"), text);
        }
    }

    #[test]
    fn a_key_that_others_could_read_is_taken_from_them() {
        let folder = Folder::new("state-read");
        let first = folder.key();
        fs::set_permissions(folder.0.join(KEY_FILE), Permissions::from_mode(0o644)).expect("it is ours");
        assert_eq!(folder.key(), first);
        assert_eq!(fs::metadata(folder.0.join(KEY_FILE)).expect("it is there").mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_that_was_asked_for_and_cannot_be_used_is_refused() {
        for arguments in [
            &["duet", "--state-dir", "/proc/duet"][..],
            &["duet", "--check-config", "--state-dir", "/proc/duet"],
            &["duet", "--secret", "9f2c7b1e4a8d3056c1e9f7a2b4d60835", "--state-dir", "/proc/duet"],
        ] {
            assert!(matches!(key(&Config::parse_from(arguments)), Err(StateError::Folder(_))), "{arguments:?}");
        }
    }

    #[test]
    fn the_owner_may_choose_the_secret_but_not_one_that_can_be_guessed() {
        let chosen = |secret: &str| key(&Config::parse_from(["duet", "--secret", secret]));
        assert_eq!(chosen("a long enough secret").expect("fine"), chosen("a long enough secret").expect("fine"));
        assert!(matches!(chosen("fifteen letters"), Err(StateError::Guessable(_))));
        assert!(chosen("sixteen letters!").is_ok());
    }
}
