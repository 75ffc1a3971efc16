//! Whether a name leads to this machine, asked before an authority is: by a certificate that only this process can show.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use crate::server::tls::{SELF, TlsError, provider};

/// How long a name may take to be looked up, and an address to answer. A packet that is lost is sent again after one second and
/// three.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// So many addresses of a name are asked; more has hardly any.
const ADDRESSES_MAX: usize = 8;

/// Why an authority need not be asked: it would say no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Elsewhere {
    /// Nobody could ask there.
    #[error("{0} has no address: set its A or AAAA record to this machine")]
    NoAddress(String),
    /// An authority would ask there.
    #[error("{0} leads to {1}, which is not this machine")]
    Foreign(String, IpAddr),
}

/// What an address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// This process.
    Ours,
    /// Somebody else.
    Foreign,
    /// Nothing. Many routers do not lead back to where a question came from.
    Nothing,
}

/// A certificate to be known by.
pub(super) fn own() -> Result<CertifiedKey, TlsError> {
    let made = rcgen::generate_simple_self_signed(["duet.invalid".to_owned()]).map_err(TlsError::NotMade)?;
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    CertifiedKey::from_der(vec![made.cert.der().clone()], key, &provider()).map_err(TlsError::NoVersion)
}

/// Whether the name leads here, as far as can be told: where nothing answers, that is said and no reason to wait.
///
/// # Errors
/// [`Elsewhere`].
pub(super) async fn leads_here(name: &str, port: u16, client: &Arc<ClientConfig>) -> Result<(), Elsewhere> {
    let found = timeout(ANSWER_MAX, lookup_host((name, port))).await;
    let addresses: Vec<SocketAddr> =
        found.ok().and_then(Result::ok).into_iter().flatten().take(ADDRESSES_MAX).collect();
    if addresses.is_empty() {
        return Err(Elsewhere::NoAddress(name.to_owned()));
    }
    let answers = addresses.iter().map(|address| ask(*address, name, client));
    let answers = futures::future::join_all(answers).await;
    if let Some(number) = answers.iter().position(|answer| *answer == Answer::Foreign) {
        return Err(Elsewhere::Foreign(name.to_owned(), addresses[number].ip()));
    }
    if !answers.contains(&Answer::Ours) {
        tracing::warn!(
            "nothing answers when {name} is asked from here at port {port}; the certificate authority is asked all the same"
        );
    }
    Ok(())
}

async fn ask(address: SocketAddr, name: &str, client: &Arc<ClientConfig>) -> Answer {
    let Ok(name) = ServerName::try_from(name.to_owned()) else { return Answer::Nothing };
    let asked = async {
        let stream = TcpStream::connect(address).await.map_err(|_| Answer::Nothing)?;
        // What was read and makes no sense is somebody's: another certificate, no TLS at all, or a refusal of our protocol.
        let answer = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::InvalidData => Answer::Foreign,
            _ => Answer::Nothing,
        };
        TlsConnector::from(Arc::clone(client)).connect(name, stream).await.map(drop).map_err(answer)
    };
    match timeout(ANSWER_MAX, asked).await {
        Ok(Ok(())) => Answer::Ours,
        Ok(Err(answer)) => answer,
        Err(_) => Answer::Nothing,
    }
}

/// Asks, and takes nobody's certificate but that one.
pub(super) fn client(own: &CertifiedKey) -> Result<Arc<ClientConfig>, TlsError> {
    let only = Only { certificates: own.cert.clone(), provider: provider() };
    let mut config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(TlsError::NoVersion)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(only))
        .with_no_client_auth();
    config.alpn_protocols = vec![SELF.to_vec()];
    Ok(Arc::new(config))
}

#[derive(Debug)]
struct Only {
    certificates: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Only {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.certificates.first() == Some(shown) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::General("somebody else's certificate".into()))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
