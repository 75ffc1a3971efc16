//! A certificate from an authority that speaks ACME: Pebble, Let's Encrypt's own server for tests. Where it is not installed
//! (Debian: `apt-get install pebble`) this is skipped by name. What is wrong here leaves an owner without HTTPS.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::pick::free_address;
use super::site::Site;
use tokio::time::{sleep, timeout};

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

struct Authority {
    process: Child,
}

impl Authority {
    /// Starts Pebble, which asks for proof at port `proof` of this machine; none if it is not installed.
    fn start(port: u16, proof: u16, folder: &Folder) -> Option<Self> {
        let config = serde_json::json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{port}"),
            "managementListenAddress": "127.0.0.1:0",
            "certificate": folder.path("authority.pem"),
            "privateKey": folder.path("authority.key"),
            "httpPort": 1,
            "tlsPort": proof,
        }});
        folder.write("pebble.json", &config.to_string());
        let mut process = Command::new("pebble")
            .args(["-config", &folder.path("pebble.json")])
            .env("PEBBLE_VA_NOSLEEP", "1")
            // By its own custom it refuses one request of twenty, which Duet tries again in a minute.
            .env("PEBBLE_WFE_NONCEREJECT", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .ok()?;
        // Who asks it too early asks again in a minute.
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(process.try_wait().is_ok_and(|ended| ended.is_none()), "it has ended");
            thread::sleep(Duration::from_millis(10));
        }
        Some(Self { process })
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = (self.process.kill(), self.process.wait());
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = Self(std::env::temp_dir().join(format!("duet-acme-{}", std::process::id())));
        std::fs::create_dir_all(&folder.0).expect("a folder for temporary files");
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("it can be written");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The certificate that the server shows, as soon as it shows one of Pebble's.
async fn shown(site: &Site) -> Vec<u8> {
    let issued = async {
        loop {
            if let Some(certificate) = site.certificate().await.filter(|bytes| mentions_pebble(bytes)) {
                return certificate;
            }
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, issued).await.expect("a certificate in time")
}

/// Waits until a certificate is in the server's folder.
async fn kept(folder: &Folder) {
    let is_whole = || {
        let files = walk(Path::new(&folder.path("state")));
        files.iter().any(|file| {
            let is_one = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("cached_cert"));
            let text = if is_one { std::fs::read_to_string(file).unwrap_or_default() } else { String::new() };
            text.trim_end().ends_with("-----END CERTIFICATE-----")
        })
    };
    let written = async {
        while !is_whole() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, written).await.expect("a file in time");
}

/// All files in a folder and below it.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// Writes down for the end of the run that this machine cannot check it.
fn skip() {
    eprintln!("skipped: pebble is not installed");
    if let Some(path) = std::env::var_os("DUET_SKIPPED") {
        let mut skipped =
            OpenOptions::new().create(true).append(true).open(path).expect("a list that the run has begun");
        writeln!(skipped, "a certificate from an authority\tpebble is not installed").expect("it can be written");
    }
}

fn mentions_pebble(certificate: &[u8]) -> bool {
    certificate.windows(6).any(|bytes| bytes == b"Pebble")
}

#[tokio::test]
async fn a_certificate_is_had_and_outlives_the_server_and_the_authority() {
    let folder = Folder::new();
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    folder.write("authority.pem", &own.cert.pem());
    folder.write("authority.key", &own.signing_key.serialize_pem());
    let port = free_address().port();
    let (directory, root, state) =
        (format!("https://localhost:{port}/dir"), folder.path("authority.pem"), folder.path("state"));
    let acme = ["--acme", "localhost", "--acme-directory", &directory, "--acme-root", &root, "--state-dir", &state];

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let proof = listener.local_addr().expect("it is bound").port();
    let Some(authority) = Authority::start(port, proof, &folder) else {
        return skip();
    };
    let site = Site::start_on(listener, &acme);
    let first = shown(&site).await;
    // It is shown a moment before it is written.
    kept(&folder).await;
    drop(authority);
    let again = Site::start(&acme).await;
    assert_eq!(shown(&again).await, first, "it was kept");
}
