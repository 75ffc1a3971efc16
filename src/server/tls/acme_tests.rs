//! Who asks an authority: not too often, not in vain, and with what was kept.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use clap::Parser;
use rustls_acme::CertCache;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ClientConnection;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::server::Acceptor;

use super::*;
use crate::server::config::Config;
use crate::server::test_folder::Folder;

/// A port at which nothing answers.
const UNUSED: u16 = 1;

/// A minute for those who cannot wait for one.
const SHORT: Duration = Duration::from_millis(40);

/// What has not come after this long will not come; only a failing test waits for it.
const TEST_MAX: Duration = Duration::from_secs(60);

#[test]
fn nobody_else_may_look_where_the_keys_are_also_if_the_folder_was_there() {
    let state = Folder::new("tls-acme");
    assert!(!folder(&state.0, false).expect("nothing to fail").exists(), "who only checks makes nothing");
    for _ in 0..2 {
        let made = folder(&state.0, true).expect("it can be made");
        assert_eq!(fs::metadata(&made).expect("it is there").permissions().mode() & 0o777, 0o700);
        fs::set_permissions(&made, Permissions::from_mode(0o755)).expect("it is ours");
    }
}

/// One who is to be asked at that address, for a name that is asked at that port.
fn authority(folder: &Folder, directory: &str) -> Authority {
    authority_for("localhost", UNUSED, folder, directory)
}

fn authority_for(name: &str, port: u16, folder: &Folder, directory: &str) -> Authority {
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("it can be made");
    let root = folder.write("root.pem", own.cert.pem());
    let arguments = ["duet", "--acme", name, "--acme-root", &root, "--acme-directory", directory];
    let config = Config::parse_from(arguments);
    Authority::asked_at(port, &config.tls, folder.0.join("kept")).expect("nothing is asked yet")
}

#[tokio::test]
async fn an_authority_that_falls_silent_is_asked_anew() {
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = silent.local_addr().expect("it is bound");
    let folder = Folder::new("tls-acme-silent");
    let mut authority = authority(&folder, &format!("https://{address}/"));
    authority.patience = Patience::new(Duration::from_millis(50), SILENCE_MAX);
    let asked_again = async {
        let _first = silent.accept().await.expect("it asks");
        silent.accept().await.expect("it asks again");
    };
    tokio::select! {
        asked = timeout(Duration::from_secs(30), asked_again) => asked.expect("it is asked twice"),
        _ = authority.follow() => {}
    }
}

/// What a browser gets.
fn resolved(certificates: &Certificates, client: &Arc<ClientConfig>) -> Option<Arc<CertifiedKey>> {
    let name = "localhost".try_into().expect("a name");
    let mut client = ClientConnection::new(Arc::clone(client), name).expect("a connection");
    let mut said = Vec::new();
    client.write_tls(&mut said).expect("it is written");
    let mut acceptor = Acceptor::default();
    acceptor.read_tls(&mut said.as_slice()).expect("it is read");
    let accepted = acceptor.accept().map_err(|(error, _)| error).expect("it is good").expect("it is whole");
    certificates.resolve(accepted.client_hello())
}

#[tokio::test]
async fn the_certificate_serves_while_it_is_begun_anew() {
    let folder = Folder::new("tls-acme-kept");
    let mut authority = authority(&folder, "https://127.0.0.1:1/");
    assert!(resolved(&authority.certificates, &authority.client).is_none());
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("it can be made");
    let kept = format!("{}\n{}", own.signing_key.serialize_pem(), own.cert.pem());
    let cache = DirCache::new(folder.0.join("kept"));
    let directory = &authority.settings.acme_directory;
    CertCache::store_cert(&cache, &["localhost".to_owned()], directory, kept.as_bytes()).await.expect("it is kept");
    let event = authority.state.next().await.expect("a stream without an end");
    assert!(matches!(event, Ok(EventOk::DeployedCachedCert)) && authority.on_event(event).is_none());
    // Nobody has connected yet, and nobody looks into the folder while it waits for the next trial.
    for _ in 0..2 {
        authority.begin_again();
        let served = resolved(&authority.certificates, &authority.client).expect("there is one still");
        assert_eq!(served.cert, [own.cert.der().clone()]);
    }
}

#[tokio::test]
async fn a_certificate_that_cannot_be_kept_is_not_asked_for_again_and_again() {
    let folder = Folder::new("tls-acme-unkept");
    let mut authority = authority(&folder, "https://127.0.0.1:1/");
    let is_begun_anew = |authority: &mut Authority| {
        let before = authority.state.resolver();
        authority.begin_again();
        !Arc::ptr_eq(&before, &authority.state.resolver())
    };
    assert!(authority.on_event(Ok(EventOk::DeployedNewCert)).is_none());
    assert!(!is_begun_anew(&mut authority), "it is not kept yet");
    let full = || io::Error::from(io::ErrorKind::StorageFull);
    let unkept = Err(EventError::CertCacheStore(full()));
    assert_eq!(authority.on_event(unkept), Some(Outcome::Certified), "there is one, and it serves");
    assert!(!is_begun_anew(&mut authority));
    assert_eq!(authority.on_event(Ok(EventOk::CertCacheStore)), Some(Outcome::Certified));
    assert!(is_begun_anew(&mut authority));
    // What cannot be read is of no use, though it could be written.
    assert!(authority.on_event(Err(EventError::CertCacheLoad(full()))).is_none());
    assert!(authority.on_event(Ok(EventOk::DeployedNewCert)).is_none());
    assert_eq!(authority.on_event(Ok(EventOk::CertCacheStore)), Some(Outcome::Certified));
    assert!(!is_begun_anew(&mut authority));
}

/// Whether the authority is asked for a certificate, whatever lies in that folder.
async fn is_asked(folder: &Folder, kept: PathBuf, before: Option<&[u8]>) -> bool {
    let asked = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let mut authority = authority(folder, &format!("https://{}/", asked.local_addr().expect("it is bound")));
    authority.folder = kept;
    if let Some(file) = before {
        let cache = DirCache::new(authority.folder.clone());
        let directory = &authority.settings.acme_directory;
        CertCache::store_cert(&cache, &["localhost".to_owned()], directory, file).await.expect("it is kept");
    }
    authority.begin_again();
    tokio::select! {
        asked = timeout(Duration::from_secs(20), asked.accept()) => asked.is_ok(),
        _ = authority.follow_by(SHORT) => false,
    }
}

#[tokio::test]
async fn a_kept_certificate_that_is_broken_is_replaced() {
    let folder = Folder::new("tls-acme-broken");
    for broken in [&b""[..], b"garbage", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert!(is_asked(&folder, folder.0.join("kept"), Some(broken)).await, "it is believed in for ever");
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_read_or_written_is_no_reason_to_have_no_certificate() {
    let folder = Folder::new("tls-acme-unwritable");
    let file = PathBuf::from(folder.write("file", ""));
    for kept in [PathBuf::from("/proc/duet"), file.join("kept")] {
        assert!(is_asked(&folder, kept.clone(), None).await, "nobody is asked because of {kept:?}");
    }
}

/// The machine to which a name leads: now another, which has a certificate of its own or none, and now this one.
struct Machine {
    port: u16,
    is_ours: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
}

impl Machine {
    async fn start(ours: Arc<dyn ResolvesServerCert>, other: Option<CertifiedKey>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let ours = crate::server::tls::offer(ours, &[SELF, crate::server::tls::ACME]).expect("it can be offered");
        let other = other.map(|other| {
            let other = tokio_rustls::rustls::sign::SingleCertAndKey::from(other);
            crate::server::tls::offer(Arc::new(other), &[]).expect("it can be offered")
        });
        let machine = Self { port, is_ours: Arc::default(), asked: Arc::default() };
        let (is_ours, asked) = (Arc::clone(&machine.is_ours), Arc::clone(&machine.asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                asked.fetch_add(1, Ordering::SeqCst);
                let config = if is_ours.load(Ordering::SeqCst) { Some(Arc::clone(&ours)) } else { other.clone() };
                tokio::spawn(answer(stream, config));
            }
        });
        machine
    }

    async fn is_asked(&self, times: usize) {
        let asked = async {
            while self.asked.load(Ordering::SeqCst) < times {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(TEST_MAX, asked).await.expect("it is asked");
    }
}

async fn answer(stream: TcpStream, config: Option<Arc<ServerConfig>>) {
    let Some(config) = config else { return };
    let _ = TlsAcceptor::from(config).accept(stream).await;
}

/// The certificates of an authority that is not made yet.
#[derive(Debug, Default)]
struct Later(Mutex<Option<Arc<dyn ResolvesServerCert>>>);

impl ResolvesServerCert for Later {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.0.lock().expect("no panic").as_ref()?.resolve(hello)
    }
}

#[tokio::test]
async fn no_order_is_spent_while_the_name_leads_to_another_machine() {
    let asked = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let directory = format!("https://{}/", asked.local_addr().expect("it is bound"));
    let later = Arc::new(Later::default());
    let machine = Machine::start(Arc::clone(&later) as _, Some(reach::own().expect("another's"))).await;
    let folder = Folder::new("tls-acme-elsewhere");
    let authority = authority_for("localhost", machine.port, &folder, &directory);
    *later.0.lock().expect("no panic") = Some(authority.certificates());
    let mended = async {
        tokio::select! {
            biased;
            _ = asked.accept() => panic!("an authority was asked that would have said no"),
            () = machine.is_asked(4) => {}
        }
        machine.is_ours.store(true, Ordering::SeqCst);
        asked.accept().await.expect("now it is asked")
    };
    tokio::select! {
        asked = timeout(TEST_MAX, mended) => drop(asked.expect("it is noticed that the name leads here")),
        _ = authority.follow_by(SHORT) => {}
    }
}

#[tokio::test]
async fn where_a_name_leads_is_told_with_the_address() {
    let later = Arc::new(Later::default());
    let machine = Machine::start(later, Some(reach::own().expect("another's"))).await;
    let client = reach::client(&reach::own().expect("ours")).expect("TLS");
    let told = reach::leads_here("localhost", machine.port, &client).await.expect_err("another machine's").to_string();
    assert_eq!(told, "localhost leads to 127.0.0.1, which is not this machine");
    let told = reach::leads_here("nobody.invalid", machine.port, &client).await.expect_err("nobody's").to_string();
    assert!(told.starts_with("nobody.invalid has no address"), "{told}");
    reach::leads_here("localhost", UNUSED, &client).await.expect("where nothing answers it is tried");
}

/// Pebble, Let's Encrypt's own server for tests, which asks for proof at that port; none if it is not installed.
struct Pebble(std::process::Child);

impl Pebble {
    fn start(port: u16, proof: u16, folder: &Folder) -> Option<Self> {
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let config = serde_json::json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{port}"),
            "managementListenAddress": "127.0.0.1:0",
            "certificate": folder.write("root.pem", own.cert.pem()),
            "privateKey": folder.write("root.key", own.signing_key.serialize_pem()),
            "httpPort": 1,
            "tlsPort": proof,
        }});
        let config = folder.write("pebble.json", config.to_string());
        let process = std::process::Command::new("pebble")
            .args(["-config", &config])
            .env("PEBBLE_VA_NOSLEEP", "1")
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .spawn();
        process.ok().map(Self)
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        let _ = (self.0.kill(), self.0.wait());
    }
}

/// Writes down for the end of the run that this machine cannot check it.
fn skip() {
    eprintln!("skipped: pebble is not installed");
    if let Some(path) = std::env::var_os("DUET_SKIPPED") {
        let mut skipped =
            fs::File::options().create(true).append(true).open(path).expect("a list that the run has begun");
        writeln!(skipped, "a certificate after a failure\tpebble is not installed").expect("it can be written");
    }
}

#[tokio::test]
async fn a_validation_that_fails_is_tried_again_and_then_there_is_a_certificate() {
    let folder = Folder::new("tls-acme-pebble");
    let later = Arc::new(Later::default());
    // Like a router that leads nobody here: it is asked from here, and by the authority.
    let machine = Machine::start(Arc::clone(&later) as _, None).await;
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let Some(_pebble) = Pebble::start(port, machine.port, &folder) else { return skip() };
    let root = folder.0.join("root.pem").to_string_lossy().into_owned();
    let directory = format!("https://localhost:{port}/dir");
    let config =
        Config::parse_from(["duet", "--acme", "localhost", "--acme-root", &root, "--acme-directory", &directory]);
    let authority =
        Authority::asked_at(machine.port, &config.tls, folder.0.join("kept")).expect("nothing is asked yet");
    *later.0.lock().expect("no panic") = Some(authority.certificates());
    let (certificates, client) = (Arc::clone(&authority.certificates), Arc::clone(&authority.client));
    let certified = async {
        // Once from here, and by the authority; perhaps before that, while it starts, from here again.
        machine.is_asked(3).await;
        assert!(resolved(&certificates, &client).is_none(), "who cannot prove it gets no certificate");
        machine.is_ours.store(true, Ordering::SeqCst);
        while resolved(&certificates, &client).is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        certified = timeout(TEST_MAX, certified) => certified.expect("a certificate"),
        _ = authority.follow_by(SHORT) => {}
    }
}
