//! What the log must never tell, however much the owner wants to see: who was there, from where, in which room, and what they
//! said. A log that is stolen, or asked for, must be of no use against anybody.
#![cfg(feature = "ssr")]

#[path = "any_certificate/believed.rs"]
mod any_certificate;
#[path = "relayed/client.rs"]
#[expect(dead_code, reason = "what is logged of a few things is enough")]
mod client;
#[path = "relayed/line.rs"]
#[expect(dead_code, reason = "what is logged of a few things is enough")]
mod line;
#[path = "free_port/pick.rs"]
mod pick;
#[path = "relay_login/told.rs"]
mod told;

use std::io::Read;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use client::Client;
use duet::server::relay::Login;
use line::Line;
use pick::free_address;

/// What has not come after this long will not come; only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

const ROOM: &str = "orchid-by-the-window";
const SECRET: &str = "5ec7e7005ec7e7005ec7e7005ec7e700";
const OTHER_SECRET: &str = "0dd5ec7e0dd5ec7e0dd5ec7e0dd5ec7e";
const VISIT: &str = "0123456789abcdef";
const SDP: &str = "v=0 o=- 4611731400430051336";
const CANDIDATE: &str = "candidate:842163049 1 udp 1677729535";
const CLIENT: &str = "198.51.100.77";
const RELAY_SECRET: &str = "north-of-the-relay";
const SEAT_SECRET: &str = "what-seats-are-signed-with";

/// The program with a log of everything.
struct Program {
    process: Child,
    address: SocketAddr,
    folder: PathBuf,
}

impl Program {
    async fn start(settings: &[(&str, &str)]) -> Self {
        let address = free_address();
        let folder = std::env::temp_dir().join(format!("duet-privacy-{}", address.port()));
        // Signaling needs no built page, but the program wants to see a place for one.
        std::fs::create_dir_all(folder.join("site/pkg")).expect("a folder for temporary files");
        let process = Command::new(env!("CARGO_BIN_EXE_duet"))
            .env_clear()
            .envs([
                ("DUET_LISTEN", address.to_string().as_str()),
                ("DUET_STATE_DIR", &folder.to_string_lossy()),
                ("DUET_SITE_ROOT", &folder.join("site").to_string_lossy()),
                ("DUET_LOG", "trace"),
                ("DUET_ICE_SERVERS", "turn:relay.test"),
                ("DUET_ICE_SECRET", RELAY_SECRET),
                ("DUET_SECRET", SEAT_SECRET),
                ("DUET_JOINS_PER_MINUTE", "6"),
                ("DUET_QUESTIONS_PER_MINUTE", "2"),
                ("DUET_MAX_SOCKETS", "3"),
                ("DUET_MESSAGES_PER_MINUTE", "30"),
            ])
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built for this test");
        let program = Self { process, address, folder };
        let listens = async {
            while TcpStream::connect(address).await.is_err() {
                sleep(Duration::from_millis(5)).await
            }
        };
        timeout(PATIENCE, listens).await.expect("it listens");
        program
    }

    async fn socket(&self) -> Socket {
        let mut request = format!("ws://{}/ws", self.address).into_client_request().expect("a request");
        request.headers_mut().insert("x-forwarded-for", CLIENT.parse().expect("a header"));
        Socket(connect_async(request).await.expect("the server listens").0)
    }

    /// Asks for a page, whatever the answer is.
    async fn visits(&self, path: &str) {
        answer(self.address, path).await;
    }

    /// Ends the program and says what it has written down.
    fn log(mut self) -> String {
        let sent = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "it runs");
        let mut log = String::new();
        let mut stderr = self.process.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut log).expect("text");
        log
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = (self.process.kill(), self.process.wait());
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What is answered there to somebody behind a proxy.
async fn answer(address: SocketAddr, path: &str) -> String {
    answer_to(address, path, &format!("Host: {address}\r\nX-Forwarded-For: {CLIENT}")).await
}

/// What is answered there to these headers.
async fn answer_to(address: SocketAddr, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let request = format!("GET {path} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the server reads");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn says(&mut self, text: &str) {
        // A server that closes early is part of what is looked at.
        let _ = self.0.send(Message::text(text)).await;
    }

    async fn joins(&mut self, secret: &str) {
        let signal = format!(
            r#"{{"from":"{VISIT}","seq":65537,"payload":{{"description":{{"link":{{"connection":"{VISIT}"}},"description":{{"type":"offer","sdp":"{SDP}"}}}}}}}}"#
        );
        let version = duet::protocol::PROTOCOL_VERSION;
        self.says(&format!(r#"{{"join":{{"version":{version},"name":"{ROOM}","visit":"{VISIT}","secret":"{secret}","signals":[{signal}]}}}}"#)).await;
    }

    /// Reads until a message has this in it, and gives that.
    async fn hears(&mut self, wanted: &str) -> Option<String> {
        let found = async {
            while let Some(Ok(message)) = self.0.next().await {
                if let Message::Text(text) = message
                    && text.contains(wanted)
                {
                    return Some(text.to_string());
                }
            }
            None
        };
        timeout(PATIENCE, found).await.expect("an answer in time")
    }
}

#[tokio::test]
async fn the_log_tells_nothing_of_anybody() {
    for format in ["text", "json"] {
        let program = Program::start(&[("DUET_LOG_FORMAT", format), ("DUET_TRUSTED_PROXIES", "127.0.0.1")]).await;
        program.visits(&format!("/room/{ROOM}")).await;
        for _ in 0..3 {
            program.visits(&format!("/api/occupancy?name={ROOM}")).await;
        }
        let (mut ann, mut ben) = (program.socket().await, program.socket().await);
        ann.joins(SECRET).await;
        let joined = ann.hears("joined").await.expect("a seat");
        let pass =
            joined.split(r#""pass":""#).nth(1).and_then(|rest| rest.split('"').next()).expect("a pass").to_owned();
        ben.joins(OTHER_SECRET).await;
        ben.hears("joined").await;
        ben.says(&format!(r#"{{"signal":{{"from":"{VISIT}","seq":65538,"payload":{{"candidate":{{"link":{{"connection":"{VISIT}"}},"candidate":"{CANDIDATE}"}}}}}}}}"#)).await;
        ann.hears("candidate").await;
        // A guess, a fourth socket that is one too many, nonsense, too many joins, too many words, and a line that breaks.
        let mut cat = program.socket().await;
        cat.joins("ffffffffffffffffffffffffffffffff").await;
        ann.says("\"pong\"").await;
        ben.says("\"pong\"").await;
        program.socket().await.hears("later").await;
        cat.says(&format!(r#"{{"join":{{"name":"{ROOM}"}}}}"#)).await;
        cat.hears("malformed").await;
        for _ in 0..8 {
            ben.joins(OTHER_SECRET).await;
        }
        ben.hears("refused").await;
        for _ in 0..40 {
            ben.says("\"refresh\"").await;
        }
        ben.hears("later").await;
        drop(ann);
        let log = program.log();
        assert!(log.contains("session over"), "there is a log:\n{log}");
        let told =
            [ROOM, "orchid", SECRET, OTHER_SECRET, VISIT, SDP, "v=0", CANDIDATE, "candidate:", CLIENT, "127.0.0.1:"];
        for private in told.into_iter().chain([RELAY_SECRET, SEAT_SECRET, "relay.test", pass.as_str()]) {
            assert!(!log.contains(private), "{format}: the log tells {private:?}:\n{log}");
        }
        if format == "json" {
            let lines = log.lines().map(serde_json::from_str::<serde_json::Value>);
            assert!(lines.into_iter().all(|line| line.is_ok()), "{log}");
        }
    }
}

/// From where somebody uses the relay: an address of this machine that nothing else here has.
const RELAYED: &str = "127.44.55.66";

#[tokio::test]
async fn the_log_tells_nothing_of_who_uses_the_relay() {
    for format in ["text", "json"] {
        let relay = free_address();
        let program = Program::start(&[
            ("DUET_LOG_FORMAT", format),
            ("DUET_RELAY", "203.0.113.9"),
            ("DUET_RELAY_LISTEN", &relay.to_string()),
        ])
        .await;
        let (socket, login) = told::login(program.address, relay).await;
        let own = format!("{RELAYED}:0").parse().expect("an address");
        let mut one = Client::with(Line::udp_from(own, relay).await, &login).await;
        let mut other = Client::with(Line::tcp(relay).await, &login).await;
        one.permits(other.label()).await.expect("a label");
        other.permits(one.label()).await.expect("a label");
        one.says(other.label(), b"hear me!").await;
        assert_eq!(one.permits("192.0.2.99:9".parse().expect("an address")).await, Err(403));
        // A wrong password, a stranger's question, and what is none.
        let wrong = Login { password: "wrong-for-the-relay".into(), ..login.clone() };
        assert_eq!(Client::new(Line::tcp(relay).await, &wrong).allocates().await, Err(401));
        for garbage in [client::allocate(), vec![0xff; 64], b"GET / HTTP/1.1\r\n\r\n".to_vec()] {
            one.line.sends(&garbage).await;
            let mut line = Line::tcp(program.address).await;
            line.sends(&garbage).await;
        }
        one.refreshes().await.expect("an allocation");
        drop(socket);
        let log = program.log();
        assert!(log.contains("STUN and TURN"), "there is a log:\n{log}");
        // Some of what it tells of each message are addresses and keys.
        assert!(!log.contains("stun_types"), "{format}: a library talks:\n{log}");
        let ticket = login.username.split_once(':').expect("a ticket").1.to_owned();
        let labels = [one.label(), other.label()].map(|label| label.to_string());
        let addresses = [one.line.local, other.line.local].map(|address| address.to_string());
        let private = [&login.username, &login.password, &ticket, &wrong.password].into_iter().chain(&labels);
        for private in private.chain(&addresses).map(String::as_str).chain([RELAYED, "192.0.2.99"]) {
            assert!(!log.contains(private), "{format}: the log tells {private:?}:\n{log}");
        }
    }
}

#[tokio::test]
async fn that_somebody_passes_requests_on_unasked_is_told_once() {
    let program = Program::start(&[]).await;
    for _ in 0..2 {
        program.visits("/").await;
    }
    let log = program.log();
    assert_eq!(log.matches("DUET_TRUSTED_PROXIES").count(), 1, "{log}");
}

#[tokio::test]
async fn that_a_trusted_proxy_names_nobody_is_told_once_and_not_of_probes() {
    let trusted = [("DUET_TRUSTED_PROXIES", "127.0.0.1")];
    for (path, times) in [("/healthz", 0), ("/", 1)] {
        let program = Program::start(&trusted).await;
        for forwarded in ["X-Nothing: x", "X-Forwarded-For: unknown", "X-Forwarded-For: 127.0.0.1"] {
            answer_to(program.address, path, &format!("Host: duet.test\r\n{forwarded}")).await;
        }
        let log = program.log();
        assert_eq!(log.matches("without a readable address").count(), times, "{path}: {log}");
    }
}

#[tokio::test]
async fn that_a_proxy_rewrites_the_name_is_told_once_with_the_setting_that_mends_it() {
    let program = Program::start(&[("DUET_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let rewritten = format!("Host: 127.0.0.1:3000\r\nOrigin: https://{ROOM}.test\r\nX-Forwarded-For: {CLIENT}");
    for path in ["/ws", "/api/configuration", "/ws"] {
        assert!(answer_to(program.address, path, &rewritten).await.starts_with("HTTP/1.1 403"));
    }
    let log = program.log();
    assert_eq!(log.matches("DUET_NAMES").count(), 1, "{log}");
    assert!(!log.contains(ROOM), "whose page it was is nobody's business: {log}");
}

#[tokio::test]
async fn that_somebody_came_under_another_name_is_told_once_with_the_setting_that_mends_it() {
    let program = Program::start(&[("DUET_NAMES", "duet.test")]).await;
    for _ in 0..2 {
        let answered = answer_to(program.address, "/", &format!("Host: {ROOM}.test")).await;
        assert!(answered.starts_with("HTTP/1.1 421"), "{answered}");
    }
    answer_to(program.address, "/healthz", &format!("Host: {ROOM}.test")).await;
    let log = program.log();
    assert_eq!(log.matches("DUET_NAMES").count(), 1, "{log}");
    assert!(!log.contains(ROOM), "{log}");
}

#[tokio::test]
async fn that_a_proxy_announces_nobody_is_told_once() {
    let program = Program::start(&[("DUET_PROXY_PROTOCOL", "127.0.0.1")]).await;
    for _ in 0..2 {
        assert_eq!(answer_to(program.address, "/healthz", "Host: duet.test").await, "");
    }
    let log = program.log();
    assert_eq!(log.matches("DUET_PROXY_PROTOCOL").count(), 1, "{log}");
}

#[tokio::test]
async fn what_is_counted_is_told_at_the_separate_address_and_nowhere_else() {
    let watched = free_address();
    let program = Program::start(&[("DUET_METRICS_LISTEN", &watched.to_string())]).await;
    assert!(answer(program.address, "/metrics").await.starts_with("HTTP/1.1 404"));
    // Once the program answers at one address it listens at both.
    let told = answer(watched, "/metrics").await;
    assert!(told.starts_with("HTTP/1.1 200") && told.contains("\nduet_rooms 0\n"), "{told}");
}
