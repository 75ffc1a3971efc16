//! A certificate from files: whoever renews it writes them anew, and no connection notices.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use tokio::time::sleep;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

use webpki::EndEntityCert;

use super::{TlsError, provider};

/// How often to look whether the files have changed. Old certificates are good for days when they are renewed.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// By what a changed file is known.
type Stamp = [Option<(SystemTime, u64)>; 2];

/// The two files and what they held when they last made sense.
#[derive(Debug)]
pub(super) struct Files {
    certificate: PathBuf,
    key: PathBuf,
    /// As they were before they were read for the first time.
    first: Stamp,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Files {
    /// Reads the files.
    ///
    /// # Errors
    /// When they cannot be read, or do not belong together.
    pub(super) fn new(certificate: PathBuf, key: PathBuf) -> Result<Self, TlsError> {
        let first = stamp(&certificate, &key);
        let current = RwLock::new(Arc::new(load(&certificate, &key)?));
        Ok(Self { certificate, key, first, current })
    }

    /// The first name that the certificate is for and that somebody could type.
    pub(super) fn name(&self) -> Option<String> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let certificate = EndEntityCert::try_from(current.cert.first()?).ok()?;
        certificate.valid_dns_names().find(|name| !name.starts_with('*')).map(str::to_owned)
    }

    /// Reads the files again when they have changed, until they make sense: one of them may be half written, or not yet ours to
    /// read, which does not show in its times.
    pub(super) async fn follow(self: Arc<Self>) -> Infallible {
        let (mut known, mut told) = (self.first, self.first);
        loop {
            sleep(LOOK_EVERY).await;
            let stamp = stamp(&self.certificate, &self.key);
            if stamp == known {
                continue;
            }
            match load(&self.certificate, &self.key) {
                Ok(fresh) => {
                    *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
                    known = stamp;
                    tracing::info!("the certificate was read again");
                }
                Err(error) if stamp != told => {
                    told = stamp;
                    tracing::warn!(%error, "the certificate has changed; the one before is kept");
                }
                Err(_) => {}
            }
        }
    }
}

fn stamp(certificate: &Path, key: &Path) -> Stamp {
    [certificate, key].map(|path| {
        let about = fs::metadata(path).ok()?;
        Some((about.modified().ok()?, about.len()))
    })
}

impl ResolvesServerCert for Files {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn load(certificate: &PathBuf, key: &PathBuf) -> Result<CertifiedKey, TlsError> {
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect);
    let chain = chain.map_err(|error| TlsError::NoPem(certificate.clone(), error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| TlsError::NoPem(key.clone(), error))?;
    let unusable = |error| TlsError::Unusable(certificate.clone(), error);
    CertifiedKey::from_der(chain, private, &provider()).map_err(unusable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::test_folder::Folder;
    use std::fs::File;

    struct Pair {
        certificate: String,
        key: String,
    }

    fn pair() -> Pair {
        let made = rcgen::generate_simple_self_signed(["duet.test".to_owned()]).expect("a certificate");
        Pair { certificate: made.cert.pem(), key: made.signing_key.serialize_pem() }
    }

    fn files(folder: &Folder, pair: &Pair) -> Result<Files, TlsError> {
        let (certificate, key) = (folder.write("c.pem", &pair.certificate), folder.write("k.pem", &pair.key));
        Files::new(certificate.into(), key.into())
    }

    fn served(files: &Files) -> CertificateDer<'static> {
        files.current.read().expect("no panic").cert[0].clone()
    }

    #[test]
    fn the_name_of_a_certificate_is_told() {
        let folder = Folder::new("tls-name");
        let named = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
            let pair = Pair { certificate: made.cert.pem(), key: made.signing_key.serialize_pem() };
            files(&folder, &pair).expect("they belong together").name()
        };
        assert_eq!(named(&["*.duet.test", "www.duet.test"]).as_deref(), Some("www.duet.test"));
        assert_eq!(named(&["*.duet.test"]), None);
        assert_eq!(named(&["192.0.2.1"]), None);
    }

    /// Some file systems tell times in whole seconds; whoever renews a certificate does not do it twice in one.
    fn touch(folder: &Folder, name: &str) {
        let file = File::options().write(true).open(folder.0.join(name)).expect("it is there");
        file.set_modified(SystemTime::now() + Duration::from_secs(60)).expect("it can be touched");
    }

    #[tokio::test(start_paused = true)]
    async fn a_renewed_certificate_is_served_and_half_of_one_is_not() {
        let folder = Folder::new("tls-renewed");
        let files = Arc::new(files(&folder, &pair()).expect("they belong together"));
        let first = served(&files);
        tokio::spawn(Arc::clone(&files).follow());
        sleep(LOOK_EVERY).await;
        let renewed = pair();
        folder.write("c.pem", &renewed.certificate);
        touch(&folder, "c.pem");
        sleep(2 * LOOK_EVERY).await;
        assert_eq!(served(&files), first, "the key is still that of the other");
        folder.write("k.pem", &renewed.key);
        touch(&folder, "k.pem");
        sleep(Duration::from_millis(5_001)).await;
        assert_ne!(served(&files), first);
    }

    #[test]
    fn files_that_make_no_sense_are_told_by_name() {
        let folder = Folder::new("tls-broken");
        let told = |pair: &Pair| files(&folder, pair).expect_err("they make no sense").to_string();
        let (one, other) = (pair(), pair());
        assert!(told(&Pair { certificate: "tea".into(), ..pair() }).contains("c.pem"));
        assert!(told(&Pair { key: "tea".into(), ..pair() }).contains("k.pem"));
        assert!(told(&Pair { certificate: one.certificate, key: other.key }).contains("c.pem"));
    }
}
