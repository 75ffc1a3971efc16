//! A certificate from an authority that speaks ACME (RFC 8555), Let's Encrypt's or one's own. It asks at port 443 whether the
//! name is ours (TLS-ALPN-01, RFC 8737), so nothing else has to be set up.
//!
//! # Layout
//! - [`reach`]: whether a name leads here, asked before each order
//! - [`schedule`]: when to ask again

mod reach;
mod schedule;

use std::convert::Infallible;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures::StreamExt;
use rustls_acme::caches::DirCache;
use rustls_acme::{
    AccountCache, AcmeConfig, AcmeState, EventError, EventOk, ResolvesServerCertAcme, is_tls_alpn_challenge,
};
use tokio::time::{sleep, timeout};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::{SELF, TlsError, provider};
use crate::server::config::TlsSettings;
use reach::Elsewhere;
use schedule::{MINUTE, Outcome, Waits};

/// Where authorities ask (RFC 8737 section 3).
const PORT: u16 = 443;

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
    /// Asks the authority.
    client: Arc<ClientConfig>,
    /// Asks whether a name leads here, at this port.
    asks: Arc<ClientConfig>,
    port: u16,
    certificates: Arc<Certificates>,
    state: AcmeState<io::Error>,
    kept: Kept,
    patience: Patience,
}

/// Whether a state that is begun anew knows what this one does.
#[derive(Debug, Clone, Copy)]
struct Kept {
    /// What is in the folder can be read.
    is_readable: bool,
    /// The certificate of this state is in the folder, or there is none yet.
    is_whole: bool,
}

impl Kept {
    /// Of a state that has done nothing yet.
    const NEW: Self = Self { is_readable: true, is_whole: true };
}

/// How long an authority may be silent.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// Before anything came of it.
    first: Duration,
    later: Duration,
    /// Something came of it.
    is_later: bool,
}

impl Patience {
    fn new(first: Duration, later: Duration) -> Self {
        Self { first, later, is_later: false }
    }

    fn now(self) -> Duration {
        if self.is_later { self.later } else { self.first }
    }
}

impl Authority {
    /// What is known of the domains lies in the folder; nothing is asked before [`Self::follow`].
    ///
    /// # Errors
    /// When the authority's own server could not be believed.
    pub(super) fn new(settings: &TlsSettings, folder: PathBuf) -> Result<Self, TlsError> {
        Self::asked_at(PORT, settings, folder)
    }

    fn asked_at(port: u16, settings: &TlsSettings, folder: PathBuf) -> Result<Self, TlsError> {
        let client = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(TlsError::NoVersion)?
            .with_root_certificates(roots(settings.acme_root.as_deref())?)
            .with_no_client_auth();
        let client = Arc::new(client);
        let own = reach::own()?;
        let asks = reach::client(&own)?;
        let state = state(settings, &folder, &client, &asks, port);
        let held = Held { proves: state.resolver(), serves: state.resolver() };
        let certificates = Arc::new(Certificates { own: Arc::new(own), held: Mutex::new(held) });
        let patience = Patience::new(FIRST_SILENCE_MAX, SILENCE_MAX);
        let (settings, kept) = (settings.clone(), Kept::NEW);
        Ok(Self { settings, folder, client, asks, port, certificates, state, kept, patience })
    }

    /// For those who connect.
    pub(super) fn certificates(&self) -> Arc<dyn ResolvesServerCert> {
        Arc::clone(&self.certificates) as _
    }

    /// Gets certificates and renews them, for as long as it is polled.
    pub(super) async fn follow(self) -> Infallible {
        self.follow_by(MINUTE).await
    }

    async fn follow_by(mut self, minute: Duration) -> Infallible {
        let mut waits = Waits::default();
        loop {
            let outcome = self.attempt().await;
            let minutes = waits.after(outcome);
            if outcome == Outcome::Failed {
                tracing::warn!(
                    "the certificate authority is asked again in {minutes} min; a start of Duet asks at once"
                );
            }
            sleep(minute * minutes).await;
        }
    }

    /// Begins from what is kept, unless more would be lost: without the certificate it would be asked for again, and again.
    fn begin_again(&mut self) {
        if self.kept.is_whole {
            self.state = state(&self.settings, &self.folder, &self.client, &self.asks, self.port);
            self.kept = Kept::NEW;
            self.certificates.lock().proves = self.state.resolver();
        }
    }

    /// Goes on until there is a new certificate, or none for now.
    async fn attempt(&mut self) -> Outcome {
        loop {
            let Ok(Some(event)) = timeout(self.patience.now(), self.state.next()).await else {
                if !self.patience.is_later {
                    tracing::warn!("the certificate authority does not answer; it is asked anew");
                }
                self.begin_again();
                continue;
            };
            if let Some(outcome) = self.on_event(event) {
                // Before the next order it is asked again where the names lead.
                self.begin_again();
                return outcome;
            }
        }
    }

    /// What an event means for the attempt; nothing if it goes on. Only an authority can fail it: what is wrong with the folder is said,
    /// and a certificate that cannot be kept is better than none.
    fn on_event(&mut self, event: Result<EventOk, EventError<io::Error, io::Error>>) -> Option<Outcome> {
        let outcome = match event {
            Ok(EventOk::AccountCacheStore) => return None,
            Ok(EventOk::DeployedNewCert) => {
                tracing::info!("a new certificate is in use");
                self.kept.is_whole = false;
                self.serve();
                None
            }
            Ok(EventOk::DeployedCachedCert) => {
                // Also whenever it is begun anew, where it is no news.
                if !self.patience.is_later {
                    tracing::info!("the certificate of the last time is in use");
                }
                self.serve();
                None
            }
            Ok(EventOk::CertCacheStore) => {
                self.kept.is_whole = self.kept.is_readable;
                Some(Outcome::Certified)
            }
            Err(EventError::CertCacheStore(error)) => {
                tracing::error!(%error, "the new certificate cannot be kept: after a restart another is asked for");
                Some(Outcome::Certified)
            }
            Err(EventError::CertCacheLoad(error)) => {
                tracing::error!(%error, "the folder for certificates cannot be read");
                self.kept.is_readable = false;
                return None;
            }
            Err(EventError::CachedCertParse(error)) => {
                tracing::error!(%error, "the certificate of the last time is broken: another is asked for");
                return None;
            }
            Err(EventError::AccountCacheLoad(error)) if error.get_ref().is_some_and(|why| why.is::<Elsewhere>()) => {
                tracing::warn!("no certificate yet: {error}. This is asked again in a minute");
                return Some(Outcome::Elsewhere);
            }
            Err(EventError::AccountCacheLoad(error) | EventError::AccountCacheStore(error)) => {
                tracing::error!(%error, "the account for certificates cannot be read or kept: a new one is used");
                return None;
            }
            Err(error @ (EventError::Order(_) | EventError::NewCertParse(_))) => {
                tracing::error!(%error, "no certificate yet: its name has to lead here, and port 443 has to be open");
                Some(Outcome::Failed)
            }
        };
        self.patience.is_later = true;
        outcome
    }

    /// Has those who connect get the certificate that the state has just found.
    fn serve(&self) {
        self.certificates.lock().serves = self.state.resolver();
    }
}

/// What is known of the domains, and what is to be done next.
fn state(
    settings: &TlsSettings,
    folder: &Path,
    client: &Arc<ClientConfig>,
    asks: &Arc<ClientConfig>,
    port: u16,
) -> AcmeState<io::Error> {
    let domains: Vec<String> = settings.acme.iter().map(|domain| domain.trim().to_owned()).collect();
    let kept = DirCache::new(folder.to_owned());
    let accounts =
        Gate { domains: domains.clone(), port, asks: Arc::clone(asks), kept: DirCache::new(folder.to_owned()) };
    AcmeConfig::new_with_client_config(domains, Arc::clone(client))
        .contact(settings.acme_contact.iter().map(|address| format!("mailto:{address}")))
        .directory(&settings.acme_directory)
        .cache_compose(kept, accounts)
        .state()
}

/// The account, which is read before the first order of a state and no sooner: so here it is asked whether that order can be met.
struct Gate {
    domains: Vec<String>,
    port: u16,
    asks: Arc<ClientConfig>,
    kept: DirCache<PathBuf>,
}

#[async_trait]
impl AccountCache for Gate {
    type EA = io::Error;

    async fn load_account(&self, contact: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        for domain in &self.domains {
            reach::leads_here(domain, self.port, &self.asks).await.map_err(io::Error::other)?;
        }
        self.kept.load_account(contact, directory).await
    }

    async fn store_account(&self, contact: &[String], directory: &str, account: &[u8]) -> io::Result<()> {
        self.kept.store_account(contact, directory, account).await
    }
}

/// The certificates in use.
#[derive(Debug)]
struct Certificates {
    /// By which this process knows itself.
    own: Arc<CertifiedKey>,
    held: Mutex<Held>,
}

#[derive(Debug)]
struct Held {
    /// Of the newest state: it proves to the authority that the name is ours.
    proves: Arc<ResolvesServerCertAcme>,
    /// Of the last state that had a certificate: a newer one has none before it is polled, which may be an hour later.
    serves: Arc<ResolvesServerCertAcme>,
}

impl Certificates {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        if hello.alpn().is_some_and(|mut protocols| protocols.any(|protocol| protocol == SELF)) {
            return Some(Arc::clone(&self.own));
        }
        let held = self.lock();
        let asked = if is_tls_alpn_challenge(&hello) { &held.proves } else { &held.serves };
        asked.resolve(hello)
    }
}

/// Whom to believe that a server is the authority's.
pub(super) fn roots(own: Option<&Path>) -> Result<RootCertStore, TlsError> {
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
#[path = "acme_tests.rs"]
mod tests;
