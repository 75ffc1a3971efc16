//! What outlives the process: the key under which passes are made. Without it, people whose server was started again
//! in mid-call would be strangers to it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::config::Config;
use super::pass::KEY_BYTES;
use crate::protocol::identity::Random;

/// The file with the key, in hexadecimal digits.
const KEY_FILE: &str = "secret";

/// The shortest secret that an owner may choose, in bytes: shorter ones can be tried out.
const SECRET_MIN_BYTES: usize = 16;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Anybody could try out a short one.
    #[error(
        "DUET_SECRET is too short: give at least {SECRET_MIN_BYTES} characters, for example from `openssl rand -hex 32`"
    )]
    SecretTooShort,
    /// The system has no random numbers to give.
    #[error("the system gave no random numbers: {0}")]
    NoEntropy(getrandom::Error),
}

/// The key: from the configuration, else from the state file, else made now and kept there.
///
/// # Errors
/// See [`StateError`]. A state file that cannot be read or written is none: it is said, and the key dies with the process.
pub fn key(config: &Config) -> Result<[u8; KEY_BYTES], StateError> {
    if let Some(secret) = &config.secret {
        return match secret.len() {
            0..SECRET_MIN_BYTES => Err(StateError::SecretTooShort),
            _ => Ok(Sha256::digest(secret.as_bytes()).into()),
        };
    }
    let mut fresh = [0; KEY_BYTES];
    getrandom::fill(&mut fresh).map_err(StateError::NoEntropy)?;
    // Who only asks whether the settings make sense may be somebody else than who serves: what they make is not.
    let Some(folder) = folder(config).filter(|_| !config.check_config) else { return Ok(fresh) };
    Ok(kept(&folder, fresh).unwrap_or_else(|error| {
        tracing::warn!(%error, "no state file: calls will not survive a restart of this server; see DUET_STATE_DIR");
        fresh
    }))
}

/// The folder for what outlives the server, if there is one.
pub fn folder(config: &Config) -> Option<PathBuf> {
    config.state_dir.clone().or_else(default_folder)
}

/// Where systemd, else the XDG base directory specification, has programs keep their state.
fn default_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("STATE_DIRECTORY")
        .or_else(|| folder("XDG_STATE_HOME").map(|state| state.join("duet")))
        .or_else(|| folder("HOME").map(|home| home.join(".local/state/duet")))
}

/// The key that is kept in the folder, which is `fresh` if there was none.
fn kept(folder: &Path, fresh: [u8; KEY_BYTES]) -> io::Result<[u8; KEY_BYTES]> {
    let path = folder.join(KEY_FILE);
    match read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        known => return known,
    }
    fs::create_dir_all(folder)?;
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
    use std::os::unix::fs::PermissionsExt;

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
    fn a_file_that_holds_no_key_is_said_and_not_overwritten() {
        let folder = Folder::new("state-broken");
        folder.write(KEY_FILE, [0xff, 0xfe]);
        assert_ne!(folder.key(), folder.key());
        folder.write(KEY_FILE, "no key");
        assert_ne!(folder.key(), folder.key());
        assert_eq!(fs::read_to_string(folder.0.join(KEY_FILE)).expect("it is there"), "no key");
    }

    #[test]
    fn the_owner_may_choose_the_secret_but_not_a_short_one() {
        let chosen = |secret: &str| key(&Config::parse_from(["duet", "--secret", secret]));
        assert_eq!(chosen("a long enough secret").expect("fine"), chosen("a long enough secret").expect("fine"));
        assert!(matches!(chosen("fifteen letters"), Err(StateError::SecretTooShort)));
        assert!(chosen("sixteen letters!").is_ok());
    }
}
