//! What the doctor's findings mean, and what to do (pure).

use std::net::IpAddr;

use super::super::config::VERSION;
use super::super::config::relay::is_public;
use super::super::status::Status;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Good,
    /// Worth knowing, or it cannot be told from here.
    Note,
    /// Calls do not come about.
    Bad,
}

/// One line of what the doctor says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How bad it is.
    pub level: Level,
    /// What was looked at.
    pub about: String,
    /// What was found.
    pub found: String,
    /// What to do; empty if there is nothing.
    pub todo: String,
}

impl Line {
    fn new(level: Level, about: &str, found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { level, about: about.to_owned(), found: found.into(), todo: todo.into() }
    }

    fn good(about: &str, found: impl Into<String>) -> Self {
        Self::new(Level::Good, about, found, "")
    }

    fn note(about: &str, found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(Level::Note, about, found, todo)
    }

    fn bad(about: &str, found: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::new(Level::Bad, about, found, todo)
    }
}

/// How it is with a port, asked on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// Somebody answers.
    Answers,
    /// Nobody does.
    Closed,
}

/// What a helper outside found at a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// No helper was named.
    NotAsked,
    /// It answers there, too.
    Reached,
    /// It does not.
    Blocked,
    /// The helper itself failed.
    NoHelper,
}

/// What this machine shows as its certificate for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certificate {
    /// Browsers believe it, for so many days.
    Believed(i64),
    /// They do not, for this reason.
    Doubted(String),
    /// There was no handshake, for this reason.
    None(String),
}

/// One name of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Where it leads.
    pub addresses: Vec<IpAddr>,
    /// What is shown for it; nothing where a proxy does that.
    pub certificate: Option<Certificate>,
}

/// One port of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Its number and protocol, as in "443/tcp".
    pub port: String,
    /// What it is for.
    pub purpose: &'static str,
    /// Asked on this machine.
    pub here: Port,
    /// Asked from outside.
    pub outside: Outside,
    /// The command that asks from elsewhere.
    pub command: String,
}

/// Everything that was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// What the running server says, or why it says nothing.
    pub status: Result<Status, String>,
    /// The names under which people come.
    pub names: Vec<Name>,
    /// The addresses of this machine.
    pub own: Vec<IpAddr>,
    /// A proxy in front is trusted.
    pub is_proxied: bool,
    /// The ports.
    pub doors: Vec<Door>,
    /// Whether the clock is kept right, if that can be told.
    pub is_clock_kept: Option<bool>,
    /// The free bytes where the state is kept, if it is.
    pub free_bytes: Option<u64>,
    /// The folder for the state cannot be written, for this reason.
    pub state: Option<String>,
}

/// With less than this many days left a certificate should have been renewed.
const DAYS_MIN: i64 = 14;
/// With fewer open files than this, few hundred people fit.
const FILES_MIN: u64 = 4_096;
/// Less free space than this is soon none.
const FREE_MIN_BYTES: u64 = 100 * 1024 * 1024;

/// What to say of it, in the order in which a person would look.
pub fn judge(findings: &Findings) -> Vec<Line> {
    let mut lines = vec![running(findings)];
    lines.extend(findings.names.iter().flat_map(|name| named(name, findings)));
    if findings.names.is_empty() {
        lines.push(Line::note(
            "name",
            "no name is set, so this is a server for one network",
            "For the world, write your domain name into the settings: acme = [\"NAME\"]",
        ));
    }
    lines.extend(findings.doors.iter().map(door));
    lines.extend(status(findings));
    lines.push(ipv6(findings));
    lines.push(clock(findings));
    lines.push(disk(findings));
    lines
}

fn running(findings: &Findings) -> Line {
    match &findings.status {
        Ok(status) if status.version != VERSION => Line::note(
            "server",
            format!("version {} runs, and {VERSION} is installed", status.version),
            "systemctl restart duet",
        ),
        Ok(status) if status.is_draining => {
            Line::note("server", "it is being stopped: it lets calls end and takes no new ones", "")
        }
        Ok(status) => {
            Line::good("server", format!("version {} runs, with {} open sockets", status.version, status.sockets))
        }
        Err(why) => Line::bad(
            "server",
            why.clone(),
            if findings.is_proxied {
                "systemctl enable --now duet; what keeps it from starting is in: journalctl -u duet -n 20"
            } else {
                "systemctl enable --now duet.socket duet; what keeps it from starting is in: journalctl -u duet -n 20"
            },
        ),
    }
}

fn named(name: &Name, findings: &Findings) -> Vec<Line> {
    let about = format!("name {}", name.name);
    let mut lines = vec![];
    let is_own = |address: &IpAddr| findings.own.contains(address);
    let has_public = findings.own.iter().any(|address| is_public(*address));
    let all: Vec<_> = name.addresses.iter().map(IpAddr::to_string).collect();
    lines.push(if name.addresses.is_empty() {
        Line::bad(&about, "it has no address", "Set its A record (and AAAA, for IPv6) to this machine's public address")
    } else if name.addresses.iter().all(is_own) {
        Line::good(&about, format!("leads here ({})", all.join(", ")))
    } else if name.addresses.iter().any(is_own) {
        let others: Vec<_> = name.addresses.iter().filter(|address| !is_own(address)).map(IpAddr::to_string).collect();
        Line::bad(
            &about,
            format!("leads here, and to {} as well, which is not this machine", others.join(", ")),
            "Remove those addresses from its A and AAAA records",
        )
    } else if has_public && !findings.is_proxied {
        let own: Vec<_> = findings.own.iter().filter(|address| is_public(**address)).map(IpAddr::to_string).collect();
        Line::bad(
            &about,
            format!("leads to {}, and this machine is {}", all.join(", "), own.join(", ")),
            "Set its A and AAAA records to this machine",
        )
    } else {
        Line::note(
            &about,
            format!("leads to {}; whether that is this machine cannot be told from here", all.join(", ")),
            "Compare it with the public address that your provider or router shows",
        )
    });
    let about = format!("certificate {}", name.name);
    lines.extend(name.certificate.as_ref().map(|certificate| match certificate {
        Certificate::Believed(days) if *days < DAYS_MIN => Line::bad(
            &about,
            format!("it ends in {days} days"),
            "It should have been renewed: journalctl -u duet | grep -i certificate",
        ),
        Certificate::Believed(days) => Line::good(&about, format!("browsers believe it, for {days} more days")),
        Certificate::Doubted(why) => Line::bad(
            &about,
            format!("browsers do not believe it: {why}"),
            "With acme the first one takes a minute after the name leads here and port 443 is open; journalctl -u duet says more",
        ),
        Certificate::None(why) => Line::bad(
            &about,
            format!("there is none yet: {why}"),
            "With acme the first one takes a minute after the name leads here and port 443 is open; journalctl -u duet says more",
        ),
    }));
    lines
}

fn door(door: &Door) -> Line {
    let about = format!("port {}", door.port);
    let Door { purpose, here, outside, command, .. } = door;
    match (here, outside) {
        (Port::Closed, _) => Line::bad(
            &about,
            format!("nobody answers here; it is for {purpose}"),
            "Start Duet, or see what else has the port: ss -lntup",
        ),
        (Port::Answers, Outside::Reached) => Line::good(&about, format!("open, also from outside; for {purpose}")),
        (Port::Answers, Outside::Blocked) => Line::bad(
            &about,
            format!("open here and not from outside; it is for {purpose}"),
            "Open it in this machine's firewall, in your provider's, and in the router",
        ),
        (Port::Answers, Outside::NotAsked) => {
            Line::note(&about, format!("open here; for {purpose}"), format!("From another network: {command}"))
        }
        (Port::Answers, Outside::NoHelper) => {
            Line::note(&about, "open here; the helper could not be asked", format!("From another network: {command}"))
        }
    }
}

fn status(findings: &Findings) -> Vec<Line> {
    let Ok(status) = &findings.status else { return vec![] };
    let mut lines = vec![];
    lines.push(match status.open_files {
        Some(files) if files < FILES_MIN => Line::note(
            "open files",
            format!("at most {files}, and each person takes two"),
            "Raise LimitNOFILE of the service, or `ulimit -Hn`",
        ),
        Some(files) => Line::good("open files", format!("at most {files}")),
        None => Line::note("open files", "the system does not tell how many there may be", ""),
    });
    lines.push(match &status.relay {
        None => Line::note(
            "relay",
            "off: two homes behind routers will not see each other unless DUET_ICE_SERVERS names another",
            "relay = [\"this machine's public address\"]",
        ),
        Some(addresses) if addresses.is_empty() && !findings.own.iter().any(|address| is_public(*address)) => {
            Line::note(
                "relay",
                "on; this machine has only private addresses, so it shows one that nobody has, which works",
                "To show the right one: relay = [\"the public address\"]",
            )
        }
        Some(_) => Line::good("relay", "on"),
    });
    lines.extend(status.notices.iter().map(|notice| Line::bad("proxy", notice.clone(), "")));
    if findings.is_proxied && status.notices.is_empty() {
        lines.push(Line::good("proxy", "nothing that it passes on was refused since the start"));
    }
    lines
}

fn ipv6(findings: &Findings) -> Line {
    let own = findings.own.iter().any(|address| address.is_ipv6() && is_public(*address));
    let named = findings.names.iter().any(|name| name.addresses.iter().any(IpAddr::is_ipv6));
    match (own, named, findings.names.is_empty()) {
        (true, false, false) => Line::note(
            "IPv6",
            "this machine has it, and its name does not",
            "Set an AAAA record: with IPv6 many calls need no relay",
        ),
        (false, true, _) => Line::note(
            "IPv6",
            "the name has an address of IPv6, and this machine shows none of its own",
            "If nothing passes it on to here, remove the AAAA record: people with IPv6 try that first",
        ),
        (true, _, _) => Line::good("IPv6", "this machine has it"),
        (false, false, _) => Line::good("IPv6", "none; IPv4 does everything, with more calls through the relay"),
    }
}

fn clock(findings: &Findings) -> Line {
    match findings.is_clock_kept {
        Some(true) => Line::good("clock", "kept right"),
        Some(false) => Line::note(
            "clock",
            "nothing keeps it right; certificates and logins are good by the clock",
            "timedatectl set-ntp true, or install chrony",
        ),
        None => Line::note("clock", "whether anything keeps it right cannot be told here", "date: is that the time?"),
    }
}

fn disk(findings: &Findings) -> Line {
    match (&findings.state, findings.free_bytes) {
        (Some(why), _) => Line::bad(
            "state",
            why.clone(),
            "Run it as the service's user (runuser -u duet -- duet doctor), or name a folder in state_dir",
        ),
        (None, Some(bytes)) if bytes < FREE_MIN_BYTES => Line::bad(
            "state",
            format!("only {} MiB are free where it is kept", bytes / 1024 / 1024),
            "Free some: what the log or the packages hold, most times (journalctl --vacuum-size=200M; apt-get clean)",
        ),
        (None, Some(bytes)) => Line::good("state", format!("{} MiB are free where it is kept", bytes / 1024 / 1024)),
        (None, None) => {
            Line::note("state", "it is kept nowhere: calls will not survive a restart", "state_dir = \"/var/lib/duet\"")
        }
    }
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
