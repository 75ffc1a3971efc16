//! The built program as a process of its own, with a folder for its state.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use super::pick::free_address;

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(40);

/// A server that can be killed and started again. It is killed when this is dropped, and its folder removed.
pub(crate) struct Program {
    pub(crate) address: SocketAddr,
    folder: PathBuf,
    process: Child,
}

impl Program {
    pub(crate) async fn start() -> Self {
        let address = free_address();
        let folder = std::env::temp_dir().join(format!("duet-restarts-{}", address.port()));
        // Signaling needs no built page, but the program wants to see a place for one.
        std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder for temporary files");
        let process = spawn(address, &folder);
        let program = Self { address, folder, process };
        program.is_ready().await;
        program
    }

    /// SIGKILL: no word to anybody.
    pub(crate) fn kill(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it was started here");
    }

    /// SIGTERM: it drains.
    pub(crate) fn terminate(&self) {
        let sent = Command::new("kill").arg(self.process.id().to_string()).status();
        assert!(sent.is_ok_and(|status| status.success()), "it runs");
    }

    pub(crate) async fn start_again(&mut self) {
        self.process = spawn(self.address, &self.folder);
        self.is_ready().await;
    }

    pub(crate) async fn is_gone(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while self.process.try_wait().expect("it was started here").is_none() {
            assert!(Instant::now() < deadline, "it does not end");
            sleep(Duration::from_millis(20)).await;
        }
    }

    async fn is_ready(&self) {
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(self.address).await.is_err() {
            assert!(Instant::now() < deadline, "it does not listen");
            sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What the program says of its settings: those of a file, those of variables, and flags.
pub(crate) fn check(file: &str, variables: &[(&str, &str)], flags: &[&str]) -> Output {
    let folder = std::env::temp_dir().join(format!("duet-check-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder for temporary files");
    std::fs::write(folder.join("duet.toml"), file).expect("it can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_duet"))
        .env_clear()
        .env("DUET_SITE_ROOT", folder.join("site"))
        .envs(variables.iter().copied())
        .arg("--config")
        .arg(folder.join("duet.toml"))
        .arg("--check-config")
        .args(flags)
        .output()
        .expect("the program was built for this test");
    let _ = std::fs::remove_dir_all(folder);
    output
}

fn spawn(address: SocketAddr, folder: &PathBuf) -> Child {
    Command::new(env!("CARGO_BIN_EXE_duet"))
        .env_clear()
        .env("DUET_LISTEN", address.to_string())
        .env("DUET_STATE_DIR", folder)
        .env("DUET_SITE_ROOT", folder.join("site"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program was built for this test")
}
