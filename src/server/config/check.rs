//! What the parser cannot see: settings that make sense each for itself, and cannot work. They are refused at the start, in words,
//! because a server that runs and does not work is found out by the people who call.

use std::net::SocketAddr;

use super::{Config, frame_ancestors, ice_url, name, secret};

/// What stands for a secret in the examples of the documents.
const EXAMPLE_SECRETS: [&str; 3] =
    ["SECRET", "coturn's static-auth-secret", "the static-auth-secret of /etc/turnserver.conf"];

/// Let's Encrypt's own directories, which certify only names that the world can look up.
const LETS_ENCRYPT: &str = ".letsencrypt.org/";

/// The last parts of names that are of no use outside of a network (RFC 6761, RFC 6762, RFC 8375, and ICANN's `internal`).
const LOCAL_NAMES: [&str; 7] = ["local", "localhost", "internal", "test", "home.arpa", "lan", "onion"];

/// The longest part of an address of mail before the @ (RFC 5321 section 4.5.3.1.1).
const PERSON_MAX_BYTES: usize = 64;

/// Why settings cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The owner has not written their own words.
    #[error("{setting} still has {value:?} from the example: write your own there, or leave the setting out")]
    Example {
        /// Which setting.
        setting: &'static str,
        /// What is in it.
        value: String,
    },
    /// Seats or relays would be anybody's.
    #[error(transparent)]
    Secret(#[from] secret::GuessableSecret),
    /// Nobody can have asked for it.
    #[error("DUET_NAMES cannot have {0:?}: {1}")]
    Name(String, String),
    /// No name that could be certified.
    #[error("DUET_ACME cannot have {0:?}: {1}")]
    Domain(String, String),
    /// Not an address of mail.
    #[error(
        "DUET_ACME_CONTACT has {0:?}: give one e-mail address, such as ann@duet.de, with plain letters and nothing around it"
    )]
    Contact(String),
    /// An authority is asked over TLS only.
    #[error("DUET_ACME_DIRECTORY has {0:?}: the address of an authority begins with https://")]
    Directory(String),
    /// A name without a password, or the other way round.
    #[error("DUET_ICE_USERNAME and DUET_ICE_CREDENTIAL belong together: give both, and neither of them empty")]
    HalfACredential,
    /// Two passwords for one relay.
    #[error(
        "the password of a relay comes from one place only: DUET_ICE_SECRET, or DUET_ICE_USERNAME with DUET_ICE_CREDENTIAL"
    )]
    TwoCredentials,
    /// Nobody could use such a password.
    #[error("DUET_ICE_TTL_SECONDS is too short for a call to begin: give at least {TTL_MIN_SECONDS}")]
    ShortTtl,
    /// Every call would have to go where nothing is.
    #[error(
        "DUET_HIDE_ADDRESSES has all calls go through a relay, and there is none: set DUET_RELAY to the public address of this \
         machine, or name a TURN server in DUET_ICE_SERVERS"
    )]
    NothingToHideBehind,
    /// Two doors in one place.
    #[error("{0} and {1} have the same port at the same address: give each its own")]
    SamePort(&'static str, &'static str),
    /// Nobody can connect to it.
    #[error("{0} has {1}, at which nobody can be reached: give an address of this machine, or [::] for all of them")]
    Nowhere(&'static str, SocketAddr),
}

/// The shortest useful life of a password for a relay, in seconds: a page keeps what it was given for as long as a person needs to
/// press Join, and a call to connect.
const TTL_MIN_SECONDS: u64 = 60;

/// Refuses settings that cannot work.
///
/// # Errors
/// [`SettingsError`], the first one found.
pub fn check(config: &Config) -> Result<(), SettingsError> {
    addresses(config)?;
    secrets(config)?;
    relay(config)?;
    names(config)?;
    acme(config)?;
    match frame_ancestors::example(&config.frame_ancestors) {
        Some(site) => Err(example("DUET_FRAME_ANCESTORS", site)),
        None => Ok(()),
    }
}

fn example(setting: &'static str, value: &str) -> SettingsError {
    SettingsError::Example { setting, value: value.to_owned() }
}

fn addresses(config: &Config) -> Result<(), SettingsError> {
    let given = config.addresses();
    for (number, (name, address)) in given.iter().enumerate() {
        let ip = address.ip();
        if ip.is_multicast() || ip.to_string() == "255.255.255.255" {
            return Err(SettingsError::Nowhere(name, *address));
        }
        if let Some((other, _)) = given[..number].iter().find(|(_, other)| overlap(*other, *address)) {
            return Err(SettingsError::SamePort(other, name));
        }
    }
    Ok(())
}

/// Whether what is sent to the one can be for the other.
pub(super) fn overlap(one: SocketAddr, other: SocketAddr) -> bool {
    is_part(one, other) || is_part(other, one)
}

/// Whether all that is sent to `part` can be for `all`. The system chooses a port 0 so that nothing can. All addresses of IPv6 are those of IPv4
/// too, and not the other way round.
pub(super) fn is_part(part: SocketAddr, all: SocketAddr) -> bool {
    let (one, other) = (part.ip().to_canonical(), all.ip().to_canonical());
    let covers = other.is_unspecified() && (other.is_ipv6() || one.is_ipv4());
    part.port() != 0 && part.port() == all.port() && (one == other || covers)
}

fn secrets(config: &Config) -> Result<(), SettingsError> {
    for (setting, value) in [("DUET_SECRET", &config.secret), ("DUET_ICE_SECRET", &config.ice.ice_secret)] {
        let Some(value) = value else { continue };
        if EXAMPLE_SECRETS.contains(&value.as_str()) {
            return Err(example(setting, value));
        }
        secret::check(setting, value)?;
    }
    Ok(())
}

fn relay(config: &Config) -> Result<(), SettingsError> {
    let ice = &config.ice;
    for url in super::ice_urls(&ice.ice_servers) {
        if name::is_example(ice_url::host(url)) {
            return Err(example("DUET_ICE_SERVERS", url));
        }
    }
    let empty = |value: &Option<String>| value.as_deref().is_some_and(str::is_empty);
    if ice.ice_username.is_some() != ice.ice_credential.is_some()
        || empty(&ice.ice_username)
        || empty(&ice.ice_credential)
    {
        return Err(SettingsError::HalfACredential);
    }
    if ice.ice_secret.is_some() && ice.ice_username.is_some() {
        return Err(SettingsError::TwoCredentials);
    }
    if ice.ice_secret.is_some() && ice.ice_ttl_seconds < TTL_MIN_SECONDS {
        return Err(SettingsError::ShortTtl);
    }
    if ice.hide_addresses && config.relaying().is_none() && !super::ice_urls(&ice.ice_servers).any(is_turn) {
        return Err(SettingsError::NothingToHideBehind);
    }
    Ok(())
}

/// Whether this is the address of a relay: `turn:` or `turns:`.
fn is_turn(url: &str) -> bool {
    url.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("turn"))
}

fn names(config: &Config) -> Result<(), SettingsError> {
    for given in config.names.iter().map(|name| name.as_str()) {
        let refused = |why: String| Err(SettingsError::Name(given.to_owned(), why));
        let (host, port) = name::split_port(given);
        if name::is_example(host) {
            return Err(example("DUET_NAMES", given));
        }
        if let Err(why) = name::host(host) {
            return refused(why.to_string());
        }
        if port.is_some_and(|port| name::port(port).is_none()) {
            return refused("a port is a number from 1 to 65535".to_owned());
        }
    }
    Ok(())
}

fn acme(config: &Config) -> Result<(), SettingsError> {
    let tls = &config.tls;
    for name in tls.acme.iter().map(|name| name.trim()) {
        domain(name, &tls.acme_directory)?;
    }
    if let Some(contact) = &tls.acme_contact {
        if contact.rsplit_once('@').is_some_and(|(_, host)| name::is_example(host)) {
            return Err(example("DUET_ACME_CONTACT", contact));
        }
        if !is_mail(contact, &tls.acme_directory) {
            return Err(SettingsError::Contact(contact.clone()));
        }
    }
    let host = tls.acme_directory.strip_prefix("https://").map(|rest| rest.split('/').next().unwrap_or(rest));
    match host.map(|host| name::split_port(host).0) {
        Some(host) if name::is_example(host) => Err(example("DUET_ACME_DIRECTORY", &tls.acme_directory)),
        Some(host) if name::host(host).is_ok() => Ok(()),
        _ => Err(SettingsError::Directory(tls.acme_directory.clone())),
    }
}

/// Whether this is one address of mail to which the authority of that directory can write. It becomes part of a `mailto:` (RFC 6068) as
/// it is, so only letters pass that mean themselves there.
fn is_mail(contact: &str, directory: &str) -> bool {
    let Some((person, host)) = contact.split_once('@') else { return false };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~!$'*+".contains(&byte);
    let is_person = person.len() <= PERSON_MAX_BYTES
        && person.split('.').all(|part| !part.is_empty() && part.bytes().all(is_letter));
    is_person && certifiable(host).is_ok() && !name::is_address(host) && !is_out_of_reach(host, directory)
}

/// Whether this could be the name of a machine in the world.
fn certifiable(name: &str) -> Result<(), String> {
    if name.ends_with('.') {
        return Err("give it without the dot at the end".to_owned());
    }
    if name.contains('_') {
        return Err("no authority certifies a name with _".to_owned());
    }
    name::host(name).and_then(|()| name::domain(name)).map_err(|why| why.to_string())
}

/// Whether an authority that certifies what the world can look up would look for this name in vain.
fn is_out_of_reach(name: &str, directory: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_local = !name.contains('.') || LOCAL_NAMES.iter().any(|local| name.ends_with(&format!(".{local}")));
    is_local && directory.contains(LETS_ENCRYPT)
}

/// Whether the authority of that directory could certify the name.
fn domain(name: &str, directory: &str) -> Result<(), SettingsError> {
    let refused = |why: &str| Err(SettingsError::Domain(name.to_owned(), why.to_owned()));
    if name.contains("://") || name.contains('/') {
        return refused("give the name alone, as in duet.example.org");
    }
    if name.starts_with("*.") {
        return refused("TLS-ALPN-01 certifies no names with *: list each name");
    }
    if name::is_address(name) {
        return refused("an address gets no certificate this way: give a name, or DUET_TLS_SELF_SIGNED");
    }
    if name.contains(':') {
        return refused("give the name without a port");
    }
    if name::is_example(name) {
        return Err(example("DUET_ACME", name));
    }
    if let Err(why) = certifiable(name) {
        return refused(&why);
    }
    if is_out_of_reach(name, directory) {
        return refused("Let's Encrypt certifies only names that the whole world can look up");
    }
    Ok(())
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
