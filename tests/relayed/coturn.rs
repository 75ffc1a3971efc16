//! coturn's own test client (`turnutils_uclient`), which knows nothing of rooms: it must get nowhere, and be told so as RFC 8656 says. Where it is not
//! installed (Debian: `apt-get install coturn`) this is skipped by name.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::person::Person;
use super::program::Program;
use super::skipped::skip;

/// How long it may take, in seconds: it is refused at once, or has sent everything by then and waits for what does not come.
const PATIENCE_S: &str = "9";

/// For so long it may try: one time in sixteen would do, and takes seconds at most.
const TRIES_MAX: Duration = Duration::from_secs(120);

/// What it says in all, with one login of a person and these flags.
fn said(program: &Program, person: &Person, flags: &[&str]) -> String {
    let output = Command::new("timeout")
        .args([PATIENCE_S, "turnutils_uclient", "-v", "-u", &person.login.username, "-w", &person.login.password])
        .args(["-c", "-p", &program.relay().port().to_string(), "-n", "5", "-m", "1"])
        .args(flags)
        .arg(program.relay().ip().to_string())
        .stdin(Stdio::null())
        .output()
        .expect("it is installed");
    [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat()
}

/// Has it try until it says this, and gives all that it said then. Each time it makes up whether it asks for an even port, which is refused
/// with 508, and takes a channel of those that RFC 8656 has not any more (section 12), which is refused with 400.
fn is_said(program: &Program, person: &Person, flags: &[&str], words: &str) -> String {
    let until = Instant::now() + TRIES_MAX;
    loop {
        let last = said(program, person, flags);
        if last.contains(words) {
            return last;
        }
        assert!(Instant::now() < until, "{flags:?}: {last}");
    }
}

#[tokio::test]
async fn the_client_of_coturn_is_refused_where_it_wants_to_reach_somebody() {
    if Command::new("turnutils_uclient").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return skip("coturn's own client at the relay", "turnutils_uclient is not installed");
    }
    let program = Program::start(&[]);
    let person = Person::comes(&program).await;
    let foreign = ["-e", "10.0.0.1"];
    is_said(&program, &person, &[&["-s"][..], &foreign].concat(), "create permission error 403");
    is_said(&program, &person, &[&["-s", "-t"][..], &foreign].concat(), "create permission error 403");
    is_said(&program, &person, &foreign, "channel bind: error 403");
    // Two of its own may be permitted, and are not reached, because they do not sit opposite each other.
    let said = is_said(&program, &person, &["-s", "-y"], "tot_send_msgs=10,");
    let received: Vec<_> = said.split("tot_recv_msgs=").skip(1).collect();
    assert!(!received.is_empty(), "it counts what has come: {said}");
    assert!(received.iter().all(|rest| rest.starts_with("0,") || rest.starts_with("0\n")), "{said}");
}
