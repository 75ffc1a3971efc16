//! A certificate from an authority that speaks ACME (RFC 8555), Let's Encrypt's or one's own. It asks at port 443 whether the
//! name is ours (TLS-ALPN-01, RFC 8737), so nothing else has to be set up.

use std::convert::Infallible;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, AcmeState, EventError, EventOk, ResolvesServerCertAcme, is_tls_alpn_challenge};
use tokio::time::timeout;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::{TlsError, provider};
use crate::server::config::TlsSettings;

/// Where certificates and the account are kept, in the folder for what outlives the server.
const FOLDER: &str = "acme";
/// After that long without a word it is begun anew: most times nothing is due yet, but an authority that fell silent in the middle of
/// an answer would be waited for until the certificate is over. Nothing else takes as long: between two trials are up to 18 hours.
const SILENCE_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// The same while there is no certificate yet and no trial has failed. To ask for one takes minutes at most.
const FIRST_SILENCE_MAX: Duration = Duration::from_secs(60 * 60);

/// The folder for certificates in that for what outlives the server, made if it `may_make` it.
///
/// # Errors
/// When it cannot be made, or made private.
pub(super) fn folder(state: &Path, may_make: bool) -> Result<PathBuf, TlsError> {
    let folder = state.join(FOLDER);
    if may_make {
        // The keys inside are written as everybody's to read.
        let made = fs::create_dir_all(&folder);
        let made = made.and_then(|()| fs::set_permissions(&folder, Permissions::from_mode(0o700)));
        made.map_err(|error| TlsError::NoFolder(folder.clone(), error))?;
    }
    Ok(folder)
}

/// The authority, and what it has certified.
pub(super) struct Authority {
    settings: TlsSettings,
    folder: PathBuf,
    client: Arc<ClientConfig>,
    certificates: Arc<Certificates>,
    state: AcmeState<io::Error>,
}

impl Authority {
    /// What is known of the domains lies in the folder; nothing is asked before [`Self::follow`].
    ///
    /// # Errors
    /// When the authority's own server could not be believed.
    pub(super) fn new(settings: &TlsSettings, folder: PathBuf) -> Result<Self, TlsError> {
        let client = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(TlsError::NoVersion)?
            .with_root_certificates(roots(settings.acme_root.as_deref())?)
            .with_no_client_auth();
        let client = Arc::new(client);
        let state = state(settings, &folder, &client);
        let certificates = Arc::new(Certificates(Mutex::new(Held { asks: state.resolver(), last: None })));
        Ok(Self { settings: settings.clone(), folder, client, certificates, state })
    }

    /// For those who connect.
    pub(super) fn certificates(&self) -> Arc<dyn ResolvesServerCert> {
        Arc::clone(&self.certificates) as _
    }

    /// Gets certificates and renews them, for as long as it is polled.
    pub(super) async fn follow(self) -> Infallible {
        self.follow_with(FIRST_SILENCE_MAX, SILENCE_MAX).await
    }

    async fn follow_with(mut self, first_silence_max: Duration, silence_max: Duration) -> Infallible {
        let mut silence = first_silence_max;
        // Of what could not be kept, only this state knows.
        let mut is_kept = true;
        loop {
            let Ok(Some(event)) = timeout(silence, self.state.next()).await else {
                if silence == first_silence_max {
                    tracing::warn!("the certificate authority does not answer; it is asked anew");
                }
                if is_kept {
                    self.state = state(&self.settings, &self.folder, &self.client);
                    self.certificates.ask(self.state.resolver());
                }
                continue;
            };
            match event {
                Ok(EventOk::DeployedNewCert) => tracing::info!("a new certificate is in use"),
                // Also whenever it is begun anew, where it is no news.
                Ok(EventOk::DeployedCachedCert) if silence == first_silence_max => {
                    tracing::info!("the certificate of the last time is in use");
                }
                Ok(EventOk::DeployedCachedCert) => {}
                Ok(EventOk::CertCacheStore) => is_kept = true,
                Ok(EventOk::AccountCacheStore) => continue,
                Err(EventError::CertCacheLoad(error) | EventError::CertCacheStore(error)) => {
                    is_kept = false;
                    tracing::error!(%error, "the folder for certificates cannot be read or written");
                }
                Err(error) => tracing::error!(
                    %error,
                    "no certificate yet; it is tried again, later each time: start Duet again once its name and port 443 are right"
                ),
            }
            silence = silence_max;
        }
    }
}

/// What is known of the domains, and what is to be done next.
fn state(settings: &TlsSettings, folder: &Path, client: &Arc<ClientConfig>) -> AcmeState<io::Error> {
    let domains = settings.acme.iter().map(|domain| domain.trim());
    AcmeConfig::new_with_client_config(domains, Arc::clone(client))
        .contact(settings.acme_contact.iter().map(|address| format!("mailto:{address}")))
        .directory(&settings.acme_directory)
        .cache(DirCache::new(folder.to_owned()))
        .state()
}

/// The certificates in use.
#[derive(Debug)]
struct Certificates(Mutex<Held>);

#[derive(Debug)]
struct Held {
    asks: Arc<ResolvesServerCertAcme>,
    /// Serves until whoever is asked has read the folder.
    last: Option<Arc<CertifiedKey>>,
}

impl Certificates {
    fn ask(&self, asks: Arc<ResolvesServerCertAcme>) {
        self.lock().asks = asks;
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let is_challenge = is_tls_alpn_challenge(&hello);
        let mut held = self.lock();
        let found = held.asks.resolve(hello);
        if is_challenge {
            return found;
        }
        if found.is_some() {
            held.last.clone_from(&found);
        }
        held.last.clone()
    }
}

/// Whom to believe that a server is the authority's.
fn roots(own: Option<&Path>) -> Result<RootCertStore, TlsError> {
    let certificates = match own {
        Some(path) => CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect)
            .map_err(|error| TlsError::NoPem(path.to_owned(), error))?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates);
    if roots.is_empty() { Err(TlsError::NoRoots) } else { Ok(roots) }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use rustls_acme::CertCache;
    use tokio::net::TcpListener;
    use tokio_rustls::rustls::ClientConnection;
    use tokio_rustls::rustls::server::Acceptor;

    use super::*;
    use crate::server::config::Config;
    use crate::server::test_folder::Folder;

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

    /// One who is to be asked at that address.
    fn authority(folder: &Folder, directory: &str) -> Authority {
        let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("it can be made");
        let root = folder.write("root.pem", own.cert.pem());
        let arguments = ["duet", "--acme", "duet.test", "--acme-root", &root, "--acme-directory", directory];
        let config = Config::parse_from(arguments);
        Authority::new(&config.tls, folder.0.join("kept")).expect("nothing is asked yet")
    }

    #[tokio::test]
    async fn an_authority_that_falls_silent_is_asked_anew() {
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = silent.local_addr().expect("it is bound");
        let folder = Folder::new("tls-acme-silent");
        let authority = authority(&folder, &format!("https://{address}/"));
        let asked_again = async {
            let _first = silent.accept().await.expect("it asks");
            silent.accept().await.expect("it asks again");
        };
        tokio::select! {
            asked = timeout(Duration::from_secs(30), asked_again) => asked.expect("it is asked twice"),
            _ = authority.follow_with(Duration::from_millis(50), SILENCE_MAX) => {}
        }
    }

    /// What a browser gets.
    fn resolved(certificates: &Certificates, client: &Arc<ClientConfig>) -> Option<Arc<CertifiedKey>> {
        let name = "duet.test".try_into().expect("a name");
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
        let own = rcgen::generate_simple_self_signed(["duet.test".to_owned()]).expect("it can be made");
        let kept = format!("{}\n{}", own.signing_key.serialize_pem(), own.cert.pem());
        let cache = DirCache::new(folder.0.join("kept"));
        let directory = &authority.settings.acme_directory;
        CertCache::store_cert(&cache, &["duet.test".to_owned()], directory, kept.as_bytes()).await.expect("it is kept");
        assert!(matches!(authority.state.next().await, Some(Ok(EventOk::DeployedCachedCert))));
        let before = resolved(&authority.certificates, &authority.client).expect("there is one");
        authority.certificates.ask(state(&authority.settings, &authority.folder, &authority.client).resolver());
        let after = resolved(&authority.certificates, &authority.client).expect("there is one still");
        assert_eq!(after.cert, before.cert);
    }
}
