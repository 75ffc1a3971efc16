//! Encryption of the way to the server: where its certificate comes from, and what is agreed on with browsers.
//!
//! # Layout
//! - [`files`]: from files, as they change
//! - [`acme`]: from a certificate authority, again and again
//! - [`self_signed`]: made here, for a local network

mod acme;
mod files;
mod self_signed;

use std::convert::Infallible;
use std::fmt;
use std::future::pending;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem;
use tokio_rustls::rustls::server::ResolvesServerCert;
use tokio_rustls::rustls::sign::SingleCertAndKey;
use tokio_rustls::rustls::{self, ServerConfig};

use super::config::{Config, TlsSettings};
use super::connection::Version;
use super::listen::Encryption;
use super::state;

const HTTP_1: &[u8] = b"http/1.1";
const HTTP_2: &[u8] = b"h2";
/// TURN (RFC 7443). Browsers' own clients of it name no protocol.
const TURN: &[u8] = b"stun.turn";
/// How a certificate authority asks whether a name is ours (RFC 8737).
const ACME: &[u8] = b"acme-tls/1";
/// How this process asks whether a name leads to itself; nobody else speaks it.
const SELF: &[u8] = b"duet-self/1";

/// Why there is no TLS where there should be.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// More than one place was named.
    #[error("the certificate can come from one place only: DUET_TLS_CERTIFICATE, DUET_ACME or DUET_TLS_SELF_SIGNED")]
    TwoSources,
    /// Half of a pair.
    #[error("DUET_TLS_CERTIFICATE and DUET_TLS_KEY belong together: give both")]
    HalfAPair,
    /// Nothing to redirect to.
    #[error("DUET_REDIRECT_LISTEN leads to the encrypted address, and there is none: give a certificate too")]
    NothingToRedirectTo,
    /// A file cannot be read as what it should be.
    #[error("{0:?} is no certificate or key in PEM: {1}")]
    NoPem(PathBuf, pem::Error),
    /// A certificate cannot be used.
    #[error("{0:?} cannot be used: {1}")]
    Unusable(PathBuf, rustls::Error),
    /// No certificate could be made.
    #[error("no certificate could be made: {0}")]
    NotMade(rcgen::Error),
    /// The authority's own server would not be believed.
    #[error(
        "no certificate authority is known to this system: install its ca-certificates, or name one in DUET_ACME_ROOT"
    )]
    NoRoots,
    /// Certificates that nobody keeps are asked for anew at each start, and soon refused.
    #[error("certificates need a folder to be kept in: give DUET_STATE_DIR")]
    NowhereToKeep,
    /// The authority's folder cannot be made.
    #[error("the folder {0:?} for certificates cannot be made: {1}")]
    NoFolder(PathBuf, io::Error),
    /// No version of TLS is left.
    #[error("TLS cannot be set up: {0}")]
    NoVersion(rustls::Error),
}

/// Encryption, ready to be offered.
pub struct Tls {
    /// For those who connect.
    pub encryption: Encryption,
    /// The name that a certificate from files is for, if it is for one.
    pub name: Option<String>,
    /// Keeps the certificate fresh as long as it is polled.
    pub upkeep: BoxFuture<'static, Infallible>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("is_believed", &self.encryption.is_believed).finish_non_exhaustive()
    }
}

/// The encryption that the settings ask for, if any.
///
/// # Errors
/// See [`TlsError`].
pub fn read(config: &Config) -> Result<Option<Tls>, TlsError> {
    let settings = &config.tls;
    check(settings, config.is_encrypted())?;
    if let (Some(certificate), Some(key)) = (&settings.tls_certificate, &settings.tls_key) {
        let files = Arc::new(files::Files::new(certificate.clone(), key.clone())?);
        let config = offer(Arc::clone(&files) as _, &spoken(config, &[]))?;
        let (name, upkeep) = (files.name(), files.follow().boxed());
        return Ok(Some(Tls { encryption: Encryption { config, is_believed: true }, name, upkeep }));
    }
    if settings.tls_self_signed {
        let folder = state::folder(config).filter(|_| !config.check_config);
        let certificate = self_signed::certificate(config, folder.as_deref())?;
        let config = offer(Arc::new(SingleCertAndKey::from(certificate)), &spoken(config, &[]))?;
        let encryption = Encryption { config, is_believed: false };
        return Ok(Some(Tls { encryption, name: None, upkeep: pending().boxed() }));
    }
    if !settings.acme.is_empty() {
        let folder = state::folder(config).ok_or(TlsError::NowhereToKeep)?;
        let folder = acme::folder(&folder, !config.check_config)?;
        let authority = acme::Authority::new(settings, folder)?;
        let config = offer(authority.certificates(), &spoken(config, &[ACME, SELF]))?;
        let upkeep = authority.follow().boxed();
        return Ok(Some(Tls { encryption: Encryption { config, is_believed: true }, name: None, upkeep }));
    }
    Ok(None)
}

fn check(settings: &TlsSettings, is_encrypted: bool) -> Result<(), TlsError> {
    if settings.tls_certificate.is_some() != settings.tls_key.is_some() {
        return Err(TlsError::HalfAPair);
    }
    let sources = [settings.tls_certificate.is_some(), settings.tls_self_signed, !settings.acme.is_empty()];
    if sources.into_iter().filter(|source| *source).count() > 1 {
        return Err(TlsError::TwoSources);
    }
    if settings.redirect_listen.is_some() && !is_encrypted {
        return Err(TlsError::NothingToRedirectTo);
    }
    Ok(())
}

/// The version of HTTP for what was agreed on in the handshake; none for one that has no requests.
pub fn protocol(agreed: Option<&[u8]>) -> Option<Protocol> {
    match agreed {
        Some(HTTP_2) => Some(Protocol::Http(Version::Http2)),
        Some(TURN) => Some(Protocol::Turn),
        Some(ACME | SELF) => None,
        Some(_) | None => Some(Protocol::Http(Version::Http1)),
    }
}

/// What is spoken inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// What pages come by.
    Http(Version),
    /// What the relay speaks.
    Turn,
}

/// What is spoken inside TLS, what is preferred first, and these at last. No page speaks TURN, and some clients of it say that they
/// speak HTTP too.
fn spoken<'a>(config: &Config, last: &[&'a [u8]]) -> Vec<&'a [u8]> {
    let relayed = config.relaying().map(|_| TURN);
    relayed.into_iter().chain([HTTP_2, HTTP_1]).chain(last.iter().copied()).collect()
}

fn offer(certificates: Arc<dyn ResolvesServerCert>, protocols: &[&[u8]]) -> Result<Arc<ServerConfig>, TlsError> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(TlsError::NoVersion)?
        .with_no_client_auth()
        .with_cert_resolver(certificates);
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    // Who comes back within hours is spared a round trip, without the server remembering anybody.
    config.ticketer = ring::Ticketer::new().map_err(TlsError::NoVersion)?;
    Ok(Arc::new(config))
}

/// Sees a server as a browser would that believes this system's authorities.
///
/// # Errors
/// [`TlsError::NoRoots`].
pub(super) fn client() -> Result<Arc<rustls::ClientConfig>, TlsError> {
    let config = rustls::ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(TlsError::NoVersion)?
        .with_root_certificates(acme::roots(None)?)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    fn refused(arguments: &[&str]) -> String {
        let config = Config::parse_from(["duet"].iter().chain(arguments));
        read(&config).expect_err("it makes no sense").to_string()
    }

    #[test]
    fn settings_that_contradict_each_other_are_told() {
        assert!(refused(&["--tls-certificate", "a.pem"]).contains("belong together"));
        assert!(refused(&["--tls-self-signed", "--acme", "duet.test"]).contains("one place only"));
        assert!(refused(&["--redirect-listen", "[::]:80"]).contains("DUET_REDIRECT_LISTEN"));
    }

    #[test]
    fn without_a_word_there_is_no_encryption() {
        assert!(read(&Config::parse_from(["duet"])).expect("fine").is_none());
    }
}
