//! Every way to the relay, and that those who want something else at the same port get that.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{sleep, timeout};

use super::client::Client;
use super::foreign::Foreign;
use super::line::{Line, PATIENCE, encrypted};
use super::person::Person;
use super::program::{ENCRYPTED, Program};
use super::skipped::skip;

/// One way to the relay.
#[derive(Debug, Clone, Copy)]
enum Way {
    Udp,
    UdpBesideThePage,
    Tcp,
    TcpAtThePage,
    Tls(&'static [&'static str]),
}

const WAYS: [Way; 6] =
    [Way::Udp, Way::UdpBesideThePage, Way::Tcp, Way::TcpAtThePage, Way::Tls(&["stun.turn"]), Way::Tls(&[])];

async fn line(program: &Program, way: Way, host: IpAddr) -> Line {
    let (page, relay) = (program.page_at(host), program.relay_at(host));
    match way {
        Way::Udp => Line::udp(relay).await,
        Way::UdpBesideThePage => Line::udp(page).await,
        Way::Tcp => Line::tcp(relay).await,
        Way::TcpAtThePage => Line::tcp(page).await,
        Way::Tls(offered) => Line::tls(page, offered).await,
    }
}

/// The addresses of this machine by which it reaches itself.
async fn hosts() -> Vec<IpAddr> {
    let mut hosts = vec![Ipv4Addr::LOCALHOST.into()];
    match UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).await {
        Ok(_) => hosts.push(Ipv6Addr::LOCALHOST.into()),
        Err(error) => skip("the relay over IPv6", &error.to_string()),
    }
    hosts
}

/// Whether two people hear each other, of whom one comes this way and the other over UDP.
async fn a_call(program: &Program, way: Way, host: IpAddr, udp: IpAddr) {
    let room = format!("{way:?} {host} {udp}");
    let [ann, ben] = Person::pair(program, &room).await;
    let mut ann = Foreign::with(line(program, way, host).await, &ann.login).await;
    let mut ben = Foreign::with(line(program, Way::Udp, udp).await, &ben.login).await;
    let labels = [ann.label(), ben.label()];
    tokio::join!(ann.permits(labels[1]), ben.permits(labels[0]));
    // Of lengths that have to be filled up in streams, too.
    for words in [&b"hear me!"[..], b"hear", b"h", &[7; 1_200]] {
        ann.says(ben.label(), words).await;
        assert_eq!(ben.hears().await, words, "{room}");
        ben.says(ann.label(), words).await;
        assert_eq!(ann.hears().await, words, "{room}");
    }
}

#[tokio::test]
async fn two_hear_each_other_whichever_way_they_come() {
    let program = Program::start_for_all(ENCRYPTED);
    let hosts = hosts().await;
    let calls = hosts.iter().flat_map(|host| WAYS.map(|way| (way, *host)));
    let udp = *hosts.last().expect("there is one");
    futures::future::join_all(calls.map(|(way, host)| a_call(&program, way, host, udp))).await;
}

#[tokio::test]
async fn two_hear_each_other_where_nothing_is_encrypted() {
    let program = Program::start(&[]);
    let host = program.page().ip();
    tokio::join!(a_call(&program, Way::TcpAtThePage, host, host), a_call(&program, Way::Tcp, host, host));
}

#[tokio::test]
async fn a_page_is_told_the_relay_by_the_address_by_which_it_came() {
    for settings in [&[][..], ENCRYPTED] {
        let program = Program::start_for_all(settings);
        for host in hosts().await {
            let (relay, page) = (program.relay_at(host), program.page_at(host));
            let told = Person::comes_to(&program, host).await.told;
            let [plain, tcp] = [format!("turn:{relay}"), format!("turn:{relay}?transport=tcp")];
            assert_eq!(told, [format!("stun:{relay}"), plain, tcp, format!("turn:{page}?transport=tcp")]);
        }
    }
}

/// For networks from which only 443 is open, for UDP too.
#[tokio::test]
async fn one_port_for_everything_carries_calls_on_every_way() {
    let program = Program::start_at_one_port(ENCRYPTED);
    let page = program.page();
    let told = Person::comes(&program).await.told;
    assert_eq!(told, [format!("stun:{page}"), format!("turn:{page}"), format!("turn:{page}?transport=tcp")]);
    let calls = [Way::Udp, Way::TcpAtThePage, Way::Tls(&["stun.turn"]), Way::Tls(&[])];
    futures::future::join_all(calls.map(|way| a_call(&program, way, page.ip(), page.ip()))).await;
    let hello = health(&program, &[], Duration::ZERO).await;
    assert_eq!(hello, "HTTP/1.1 200 OK", "and the page is there");
}

#[tokio::test]
async fn who_asks_for_their_address_gets_it_and_not_a_byte_more() {
    let program = Program::start_for_all(ENCRYPTED);
    let person = Person::comes(&program).await;
    for host in hosts().await {
        for way in WAYS {
            let mut client = Client::new(line(&program, way, host).await, &person.login);
            let answer = client.is_answered().await;
            assert_eq!(answer.len(), if host.is_ipv4() { 32 } else { 44 }, "{way:?} at {host}");
        }
    }
}

/// The first line of the answer to a request for `/healthz`, from a client that says nothing for so long.
async fn health(program: &Program, offered: &[&str], silence: Duration) -> String {
    let stream = TcpStream::connect(program.page()).await.expect("it listens");
    let mut way = encrypted(stream, offered).await;
    sleep(silence).await;
    way.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await
        .expect("an open line");
    let mut answer = [0; 15];
    timeout(PATIENCE, way.read_exact(&mut answer)).await.expect("an answer in time").expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_client_of_https_that_names_no_protocol_gets_the_page_also_when_it_is_slow() {
    let program = Program::start(ENCRYPTED);
    let second = Duration::from_secs(1);
    let answers = tokio::join!(
        health(&program, &[], Duration::ZERO),
        health(&program, &[], second),
        health(&program, &["http/1.1"], second),
    );
    let ok = || "HTTP/1.1 200 OK".to_owned();
    assert_eq!(answers, (ok(), ok(), ok()));
}
