//! A certificate from an authority that speaks ACME (RFC 8555), Let's Encrypt's or one's own. It asks at port 443 whether the
//! name is ours (TLS-ALPN-01, RFC 8737), so nothing else has to be set up.

use std::convert::Infallible;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::{StreamExt, future};
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, AcmeState, EventOk};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::{TlsError, provider};
use crate::server::config::TlsSettings;

/// Where certificates and the account are kept, in the folder for what outlives the server.
const FOLDER: &str = "acme";

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

/// What is known of the domains, and what is to be done next; certificates are kept in the folder.
///
/// # Errors
/// When the authority's own server could not be believed.
pub(super) fn state(settings: &TlsSettings, folder: PathBuf) -> Result<AcmeState<io::Error>, TlsError> {
    let client = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(TlsError::NoVersion)?
        .with_root_certificates(roots(settings.acme_root.as_deref())?)
        .with_no_client_auth();
    let domains = settings.acme.iter().map(|domain| domain.trim());
    Ok(AcmeConfig::new_with_client_config(domains, Arc::new(client))
        .contact(settings.acme_contact.iter().map(|address| format!("mailto:{address}")))
        .directory(&settings.acme_directory)
        .cache(DirCache::new(folder))
        .state())
}

/// Gets certificates and renews them, for as long as it is polled.
pub(super) async fn follow(mut state: AcmeState<io::Error>) -> Infallible {
    while let Some(event) = state.next().await {
        match event {
            Ok(EventOk::DeployedNewCert) => tracing::info!("a new certificate is in use"),
            Ok(EventOk::DeployedCachedCert) => tracing::info!("the certificate of the last time is in use"),
            Ok(EventOk::CertCacheStore | EventOk::AccountCacheStore) => {}
            // It is tried again by itself, at longer and longer intervals.
            Err(error) => tracing::error!(%error, "no certificate yet"),
        }
    }
    future::pending().await
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
    use super::*;
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
}
