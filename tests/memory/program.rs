//! The built program as a process of its own, and what it holds in memory.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use super::process_memory;

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(40);

/// How long the figure may move before it is taken as it is: for what the allocator gives back later.
const SETTLE: Duration = Duration::from_secs(3);

/// The file that readers of files ask for, in bytes: longer than anything that may wait for them.
const FILE_BYTES: usize = 1024 * 1024;

/// A server. It is killed when this is dropped, and its folder removed.
pub(crate) struct Program {
    pub(crate) address: SocketAddr,
    folder: PathBuf,
    process: Child,
}

impl Program {
    /// With these variables beside the address and the folders.
    pub(crate) async fn start(variables: &[(&str, &str)]) -> Self {
        // The port is free now, and nobody else on this machine asks for it by number.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound socket");
        drop(listener);
        let folder = std::env::temp_dir().join(format!("duet-memory-{}", address.port()));
        std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder for temporary files");
        std::fs::write(folder.join("site/pkg/large.js"), "a".repeat(FILE_BYTES)).expect("it can be written");
        let process = spawn(address, &folder, variables);
        let program = Self { address, folder, process };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(address).await.is_err() {
            assert!(Instant::now() < deadline, "it does not listen");
            sleep(Duration::from_millis(5)).await;
        }
        program
    }

    /// What the server holds in memory, in bytes.
    pub(crate) fn held(&self) -> usize {
        process_memory::held(self.process.id(), "VmRSS")
    }

    /// The most that it ever held, in bytes.
    pub(crate) fn held_at_most(&self) -> usize {
        process_memory::held(self.process.id(), "VmHWM")
    }

    /// What it holds once that does not grow any more.
    pub(crate) async fn grown(&self) -> usize {
        let mut seen = 0;
        loop {
            let held = self.held();
            if held <= seen + seen / 100 {
                return held.max(seen);
            }
            seen = held;
            sleep(Duration::from_millis(500)).await;
        }
    }

    /// The same once it is at most `most`; or whatever it is when that does not come.
    pub(crate) async fn settled(&self, most: usize) -> usize {
        let deadline = Instant::now() + SETTLE;
        while self.held() > most && Instant::now() < deadline {
            sleep(Duration::from_millis(50)).await;
        }
        self.held()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn spawn(address: SocketAddr, folder: &Path, variables: &[(&str, &str)]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_duet"))
        .env_clear()
        .env("DUET_LISTEN", address.to_string())
        .env("DUET_STATE_DIR", folder)
        .env("DUET_SITE_ROOT", folder.join("site"))
        // What was given back is to be seen at once.
        .env("MIMALLOC_PURGE_DELAY", "0")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program was built for this test")
}
