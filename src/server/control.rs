//! The socket at which who runs the server asks it something: a file that only its own user and root can open. What is said there goes into no
//! log. A question is one line, the answer all that comes until the end.

use std::convert::Infallible;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream as StdStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use super::State;
use super::busiest;
use super::config::Config;
use super::health::Health;
use super::service;
use super::status::Status;

/// Where it is, in the folder for what lives as long as the server.
const FILE: &str = "control";

/// The folder that the package's service has, for who asks by hand.
const USUAL_FOLDER: &str = "/run/duet";

/// The longest question, in bytes, and how long it may take to be asked and answered.
const QUESTION_MAX_BYTES: u64 = 64;
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// The longest answer that is read, in bytes.
const READ_MAX_BYTES: u64 = 64 * 1024;

/// So many may ask at a time.
const ASKING_MAX: usize = 8;

/// How long to wait when the system has no connection to give.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether the rooms answer.
    Health,
    /// Who takes most.
    Busiest,
    /// How it stands, as JSON: for `duet doctor`.
    Status,
}

/// What a server that is well says to [`Question::Health`].
pub const WELL: &str = "well\n";

impl Question {
    const ALL: [Self; 3] = [Self::Health, Self::Busiest, Self::Status];

    const fn line(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Busiest => "busiest",
            Self::Status => "status",
        }
    }

    fn of(line: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.line() == line.trim_end())
    }
}

/// Why there is no such socket, or no answer.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// It cannot be made.
    #[error("the socket {0:?} for who runs the server cannot be made: {1}")]
    NotMade(PathBuf, io::Error),
    /// Nobody is there.
    #[error("no server of Duet answers at {0:?}: {1}; is it running, and are you root?")]
    NoAnswer(PathBuf, io::Error),
}

/// The folder of the socket, if the settings name one or the service manager gave one. A server without it cannot be asked.
pub fn folder(config: &Config) -> Option<PathBuf> {
    config
        .runtime_dir
        .clone()
        .filter(|folder| !folder.as_os_str().is_empty())
        .or_else(|| service::given_folder("RUNTIME_DIRECTORY"))
}

/// The path of the socket at which the server with these settings is asked. Somebody who asks by hand has no folder of the service
/// manager's: then it is that of the package's service.
pub fn path(config: &Config) -> PathBuf {
    folder(config).unwrap_or_else(|| USUAL_FOLDER.into()).join(FILE)
}

/// The socket, as long as the server lives.
#[derive(Debug)]
pub struct Control {
    listener: UnixListener,
    path: PathBuf,
}

impl Drop for Control {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl Control {
    /// Opens it in that folder, in the place of one that a server before left behind.
    ///
    /// # Errors
    /// [`ControlError::NotMade`].
    pub fn open(folder: &Path) -> Result<Self, ControlError> {
        let path = folder.join(FILE);
        let open = || {
            // Only a socket that nobody listens at any more is in the way.
            let is_socket = fs::symlink_metadata(&path).is_ok_and(|file| file.file_type().is_socket());
            if is_socket && StdStream::connect(&path).is_err() {
                fs::remove_file(&path)?;
            }
            let listener = UnixListener::bind(&path)?;
            fs::set_permissions(&path, Permissions::from_mode(0o600))?;
            Ok(listener)
        };
        let opened = open().map_err(|error| ControlError::NotMade(path.clone(), error));
        opened.map(|listener| Self { listener, path })
    }

    /// Answers whoever asks.
    pub async fn answer(self, state: State, health: Health, status: Status) -> Infallible {
        let (state, status) = (Arc::new(state), Arc::new(status));
        let places = Arc::new(Semaphore::new(ASKING_MAX));
        loop {
            // It is never closed.
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { continue };
            let Ok((stream, _)) = self.listener.accept().await else {
                sleep(ACCEPT_AGAIN).await;
                continue;
            };
            let (health, state, status) = (health.clone(), Arc::clone(&state), Arc::clone(&status));
            tokio::spawn(async move {
                // Whoever does not ask or read in time has no answer.
                let _ = timeout(ANSWER_MAX, converse(stream, &health, &state, &status)).await;
                drop(place);
            });
        }
    }
}

async fn converse(mut stream: UnixStream, health: &Health, state: &State, status: &Status) -> io::Result<()> {
    let mut line = String::new();
    BufReader::new((&mut stream).take(QUESTION_MAX_BYTES)).read_line(&mut line).await?;
    let answer = match Question::of(&line) {
        Some(Question::Health) if health.answers().await => WELL.to_owned(),
        Some(Question::Health) => "the rooms do not answer\n".to_owned(),
        Some(Question::Busiest) => busiest::list(&state.limits, &state.budget),
        Some(Question::Status) => status.of(state).to_json(),
        None => "no such question\n".to_owned(),
    };
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

/// Asks the server whose socket that is.
///
/// # Errors
/// [`ControlError::NoAnswer`].
pub async fn ask(path: &Path, question: Question) -> Result<String, ControlError> {
    let asked = async {
        let mut stream = UnixStream::connect(path).await?;
        stream.write_all(format!("{}\n", question.line()).as_bytes()).await?;
        let mut answer = String::new();
        stream.take(READ_MAX_BYTES).read_to_string(&mut answer).await?;
        Ok(answer)
    };
    let answer = timeout(ANSWER_MAX, asked).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
    answer.map_err(|error| ControlError::NoAnswer(path.to_owned(), error))
}
