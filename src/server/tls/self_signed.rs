//! A certificate made here, for a local network: nobody vouches for it, so browsers warn, once for each device. It is kept, or
//! they would warn again after every start.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;

use super::{TlsError, provider};
use crate::server::config::Config;
use crate::server::greeting;

/// The file with the certificate, its key, and before them the names it is for.
const FILE: &str = "self-signed.pem";

/// How long it is good for: what browsers still take from anybody.
const GOOD_FOR: Duration = Duration::from_secs(397 * DAY_SECONDS);

/// From this age on it is made anew at the next start.
const OLD: Duration = Duration::from_secs(300 * DAY_SECONDS);

const DAY_SECONDS: u64 = 24 * 60 * 60;

/// The certificate that was kept, or a new one if there is none, or it is old, or the machine has other addresses now.
///
/// # Errors
/// When none can be made. One that cannot be kept is used all the same.
pub(super) fn certificate(config: &Config, folder: Option<&Path>) -> Result<CertifiedKey, TlsError> {
    let addresses = greeting::addresses(config.listen.ip());
    let names: BTreeSet<String> =
        addresses.iter().map(ToString::to_string).chain([String::from("localhost")]).collect();
    let path = folder.map(|folder| folder.join(FILE));
    if let Some(kept) = path.as_deref().and_then(|path| kept(path, &names)) {
        return Ok(kept);
    }
    let pem = make(&names).map_err(TlsError::NotMade)?;
    if let Some(Err(error)) = path.as_deref().map(|path| keep(path, &names, &pem)) {
        tracing::warn!(%error, "the certificate cannot be kept: browsers will warn again after the next start");
    }
    parse(&pem, path.as_deref().unwrap_or(Path::new(FILE)))
}

fn make(names: &BTreeSet<String>) -> Result<String, rcgen::Error> {
    let mut wanted = CertificateParams::new(names.iter().cloned().collect::<Vec<_>>())?;
    wanted.distinguished_name = DistinguishedName::new();
    wanted.distinguished_name.push(DnType::CommonName, "Duet");
    let now = SystemTime::now();
    wanted.not_before = now.into();
    wanted.not_after = (now + GOOD_FOR).into();
    let key = KeyPair::generate()?;
    Ok(wanted.self_signed(&key)?.pem() + &key.serialize_pem())
}

/// The line before the certificate: readers of PEM pass over it.
fn heading(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    format!("For {}", names.join(" "))
}

fn kept(path: &Path, names: &BTreeSet<String>) -> Option<CertifiedKey> {
    let age = fs::metadata(path).ok()?.modified().ok()?.elapsed().unwrap_or_default();
    let text = fs::read_to_string(path).ok()?;
    let usable = age < OLD && text.lines().next() == Some(&heading(names));
    if usable { parse(&text, path).ok() } else { None }
}

fn keep(path: &Path, names: &BTreeSet<String>, pem: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // A file with wider rights, left by somebody else, is not written into.
    let _ = fs::remove_file(path);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    write!(file, "{}\n{pem}", heading(names))
}

fn parse(pem: &str, path: &Path) -> Result<CertifiedKey, TlsError> {
    let no_pem = |error| TlsError::NoPem(PathBuf::from(path), error);
    let chain = CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<_, _>>().map_err(no_pem)?;
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(no_pem)?;
    CertifiedKey::from_der(chain, key, &provider()).map_err(|error| TlsError::Unusable(path.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::test_folder::Folder;
    use clap::Parser;
    use std::os::unix::fs::PermissionsExt;

    fn certificate(listen: &str, folder: &Folder) -> CertificateDer<'static> {
        let config = Config::parse_from(["duet", "--tls-self-signed", "--listen", listen]);
        super::certificate(&config, Some(&folder.0)).expect("one can be made").cert[0].clone()
    }

    #[test]
    fn it_stays_the_same_until_the_addresses_change() {
        let folder = Folder::new("self-signed");
        let first = certificate("127.0.0.1:1", &folder);
        assert_eq!(certificate("127.0.0.1:2", &folder), first);
        assert_ne!(certificate("127.0.0.2:1", &folder), first);
    }

    #[test]
    fn one_of_300_days_and_a_broken_one_are_made_anew() {
        let folder = Folder::new("self-signed-old");
        let first = certificate("127.0.0.1:1", &folder);
        let aged = |days: u64| {
            let file = fs::File::options().write(true).open(folder.0.join(FILE)).expect("it was kept");
            file.set_modified(SystemTime::now() - Duration::from_secs(days * DAY_SECONDS)).expect("it can be touched");
            certificate("127.0.0.1:1", &folder)
        };
        assert_eq!(aged(299), first);
        let second = aged(300);
        assert_ne!(second, first);
        folder.write(FILE, "For 127.0.0.1 localhost\nbroken");
        assert_ne!(certificate("127.0.0.1:1", &folder), second);
    }

    #[test]
    fn it_is_good_for_397_days() {
        let folder = Folder::new("self-signed-days");
        let made = certificate("127.0.0.1:1", &folder);
        // A time is 13 letters: two digits each of year, month, day, hour, minute and second, and a Z (RFC 5280 section 4.1.2.5.1).
        let is_time = |bytes: &&[u8]| bytes.starts_with(&[0x17, 13]) && bytes[2..14].iter().all(u8::is_ascii_digit);
        let days: Vec<_> = made
            .windows(15)
            .filter(is_time)
            .map(|bytes| {
                let number = |at: usize| (bytes[at] - b'0') * 10 + (bytes[at + 1] - b'0');
                rcgen::date_time_ymd(2000 + i32::from(number(2)), number(4), number(6))
            })
            .collect();
        let [from, until] = days[..] else { panic!("a certificate has two times, not {}", days.len()) };
        assert_eq!((until - from).whole_days(), 397);
    }

    #[test]
    fn nobody_else_may_read_its_key() {
        let folder = Folder::new("self-signed-rights");
        certificate("127.0.0.1:1", &folder);
        let mode = fs::metadata(folder.0.join(FILE)).expect("it was kept").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
