//! The built program with its relay, as a process of its own that can be killed and started again.

use std::io::{BufRead, BufReader};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::pick::free_address;
use super::process_memory;

/// The settings of a server that encrypts with a certificate of its own.
pub(crate) const ENCRYPTED: &[(&str, &str)] = &[("DUET_TLS_SELF_SIGNED", "true")];

/// A server. It is killed when this is dropped, and its folder removed.
pub(crate) struct Program {
    listen: IpAddr,
    page: u16,
    relay: u16,
    pub(crate) is_encrypted: bool,
    settings: Vec<(&'static str, &'static str)>,
    folder: PathBuf,
    process: Child,
}

impl Program {
    /// At this machine's own address of IPv4, with these variables beside the addresses and the folders.
    pub(crate) fn start(settings: &[(&'static str, &'static str)]) -> Self {
        Self::start_at(Ipv4Addr::LOCALHOST.into(), settings)
    }

    /// At all addresses, of IPv6 too.
    pub(crate) fn start_for_all(settings: &[(&'static str, &'static str)]) -> Self {
        Self::start_at(Ipv6Addr::UNSPECIFIED.into(), settings)
    }

    /// With one port for everything.
    pub(crate) fn start_at_one_port(settings: &[(&'static str, &'static str)]) -> Self {
        let port = free_address().port();
        Self::start_with(Ipv6Addr::UNSPECIFIED.into(), port, port, settings)
    }

    fn start_at(listen: IpAddr, settings: &[(&'static str, &'static str)]) -> Self {
        Self::start_with(listen, free_address().port(), free_address().port(), settings)
    }

    fn start_with(listen: IpAddr, page: u16, relay: u16, settings: &[(&'static str, &'static str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("duet-relayed-{page}"));
        // The relay needs no built page, but the program wants to see a place for one.
        std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder for temporary files");
        let process = spawn(listen, page, relay, &folder, settings);
        let (is_encrypted, settings) = (settings.contains(&ENCRYPTED[0]), settings.to_vec());
        Self { listen, page, relay, is_encrypted, settings, folder, process }
    }

    /// Where the page is.
    pub(crate) fn page(&self) -> SocketAddr {
        self.page_at(Ipv4Addr::LOCALHOST.into())
    }

    pub(crate) fn page_at(&self, host: IpAddr) -> SocketAddr {
        SocketAddr::new(host, self.page)
    }

    /// The relay's own port.
    pub(crate) fn relay(&self) -> SocketAddr {
        self.relay_at(Ipv4Addr::LOCALHOST.into())
    }

    pub(crate) fn relay_at(&self, host: IpAddr) -> SocketAddr {
        SocketAddr::new(host, self.relay)
    }

    /// SIGKILL, and the same program again.
    pub(crate) fn is_killed_and_starts_again(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it was started here");
        self.process = spawn(self.listen, self.page, self.relay, &self.folder, &self.settings);
    }

    /// SIGTERM.
    pub(crate) fn is_told_to_end(&self) {
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        assert!(told.is_ok_and(|status| status.success()), "it runs");
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.process.try_wait().expect("it was started here").is_some()
    }

    /// What it holds in memory, in bytes.
    pub(crate) fn held(&self) -> usize {
        process_memory::held(self.process.id(), "VmRSS")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Comes back once the program says that it is ready: its TCP port is open a moment before the relay is.
fn spawn(listen: IpAddr, page: u16, relay: u16, folder: &Path, settings: &[(&str, &str)]) -> Child {
    let mut process = Command::new(env!("CARGO_BIN_EXE_duet"))
        .env_clear()
        .env("DUET_LISTEN", SocketAddr::new(listen, page).to_string())
        .env("DUET_RELAY", "127.0.0.1")
        .env("DUET_RELAY_LISTEN", SocketAddr::new(listen, relay).to_string())
        .env("DUET_STATE_DIR", folder)
        .env("DUET_SITE_ROOT", folder.join("site"))
        // What was given back is to be seen at once.
        .env("MIMALLOC_PURGE_DELAY", "0")
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program was built for this test");
    let said = process.stdout.take().expect("it was asked for");
    let ready = BufReader::new(said).lines().map_while(Result::ok).find(|line| line.starts_with("Duet is ready"));
    assert!(ready.is_some(), "it ended before it was ready");
    process
}
