//! The built program as a process of its own, with a folder for its state.

use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
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
    settings: Vec<(&'static str, &'static str)>,
    /// A port that outlives the process, as systemd's sockets do.
    handed: Option<TcpListener>,
    process: Child,
}

impl Program {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    pub(crate) async fn start_with(settings: &[(&'static str, &'static str)]) -> Self {
        Self::start_at(free_address(), settings, None).await
    }

    /// Handed a port that stays open when it ends.
    pub(crate) async fn start_with_a_port() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound socket");
        Self::start_at(address, &[], Some(listener)).await
    }

    async fn start_at(
        address: SocketAddr,
        settings: &[(&'static str, &'static str)],
        handed: Option<TcpListener>,
    ) -> Self {
        let folder = std::env::temp_dir().join(format!("duet-restarts-{}", address.port()));
        // Signaling needs no built page, but the program wants to see a place for one.
        std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder for temporary files");
        let process = spawn(address, &folder, settings, handed.as_ref());
        let program = Self { address, folder, settings: settings.to_vec(), handed, process };
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
        self.process = spawn(self.address, &self.folder, &self.settings, self.handed.as_ref());
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

fn spawn(
    address: SocketAddr,
    folder: &PathBuf,
    settings: &[(&'static str, &'static str)],
    handed: Option<&TcpListener>,
) -> Child {
    let program = env!("CARGO_BIN_EXE_duet");
    let (mut command, stdin) = match handed {
        None => (Command::new(program), Stdio::null()),
        Some(listener) => {
            // As sd_listen_fds(3) has it: the first port is file 3, and for this process only.
            let mut shell = Command::new("/bin/sh");
            shell.args(["-c", "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" 3<&0 </dev/null", program]);
            (shell, OwnedFd::from(listener.try_clone().expect("a second handle")).into())
        }
    };
    command
        .env_clear()
        .env("DUET_LISTEN", address.to_string())
        .env("DUET_STATE_DIR", folder)
        .env("DUET_SITE_ROOT", folder.join("site"))
        .envs(settings.iter().copied())
        .stdin(stdin)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program was built for this test")
}
