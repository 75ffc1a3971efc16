//! The STUN and TURN servers that the owner named, with passwords as coturn takes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::config::ice_url::{self, IceUrlError};
use super::config::{IceSettings, ice_urls};
use super::relay::Login;
use crate::protocol::IceServer;

/// Why the configured servers cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IceConfigError {
    /// Browsers throw at any other address, which would end every call before it begins.
    #[error("DUET_ICE_SERVERS cannot have {0:?}: {1}")]
    NotAnIceUrl(String, IceUrlError),
    /// TURN servers take nobody without a password.
    #[error(
        "a TURN server needs DUET_ICE_USERNAME with DUET_ICE_CREDENTIAL, or DUET_ICE_SECRET as coturn's static-auth-secret"
    )]
    NoCredential,
}

#[derive(Debug, Clone)]
enum Credential {
    Fixed { username: String, credential: String },
    Shared { secret: String, ttl_seconds: u64 },
}

/// What browsers are told.
#[derive(Debug, Clone)]
pub struct Ice {
    stun: Vec<String>,
    turn: Vec<String>,
    credential: Option<Credential>,
}

impl Ice {
    /// Reads the configuration.
    ///
    /// # Errors
    /// See [`IceConfigError`].
    pub fn new(settings: &IceSettings) -> Result<Self, IceConfigError> {
        let (mut stun, mut turn) = (Vec::new(), Vec::new());
        for text in ice_urls(&settings.ice_servers) {
            let url = ice_url::parse(text).map_err(|why| IceConfigError::NotAnIceUrl(text.to_owned(), why))?;
            if url.starts_with("stun") { stun.push(url) } else { turn.push(url) }
        }
        let credential = match (&settings.ice_secret, &settings.ice_username, &settings.ice_credential) {
            (Some(secret), _, _) => {
                Some(Credential::Shared { secret: secret.clone(), ttl_seconds: settings.ice_ttl_seconds })
            }
            (None, Some(username), Some(credential)) => {
                Some(Credential::Fixed { username: username.clone(), credential: credential.clone() })
            }
            (None, _, _) => None,
        };
        if !turn.is_empty() && credential.is_none() {
            return Err(IceConfigError::NoCredential);
        }
        Ok(Self { stun, turn, credential })
    }

    /// Whether calls can be relayed where no direct path exists.
    pub fn has_relay(&self) -> bool {
        !self.turn.is_empty()
    }

    /// The servers beside this one, with credentials that are fresh at `unix_seconds`. `user` is a random number that tells their user from
    /// others, because a relay has limits for each.
    pub fn servers(&self, unix_seconds: u64, user: u64) -> Vec<IceServer> {
        let stun = IceServer { urls: self.stun.clone(), username: None, credential: None };
        let (username, credential) = match &self.credential {
            None => (None, None),
            Some(Credential::Fixed { username, credential }) => (Some(username.clone()), Some(credential.clone())),
            Some(Credential::Shared { secret, ttl_seconds }) => {
                let username = format!("{}:{user:016x}", expiry(unix_seconds, *ttl_seconds));
                let credential = short_lived_password(secret, &username);
                (Some(username), Some(credential))
            }
        };
        let turn = IceServer { urls: self.turn.clone(), username, credential };
        [stun, turn].into_iter().filter(|server| !server.urls.is_empty()).collect()
    }
}

/// The most that a credential lives longer than it must, in seconds.
const SAME_FOR_MAX_SECONDS: u64 = 900;

/// When a credential ends, in seconds since 1970, that is to be good for so long: the same for a while, up to a quarter more. A browser that
/// is given another one searches for paths anew with its next negotiation.
pub fn expiry(unix_seconds: u64, ttl_seconds: u64) -> u64 {
    let same_for = (ttl_seconds / 4).clamp(1, SAME_FOR_MAX_SECONDS);
    // At the end of time a number that is too great is as good as any.
    unix_seconds.saturating_add(ttl_seconds).div_ceil(same_for).saturating_mul(same_for)
}

/// This server's own relay, for who has this login.
pub fn own((stun, turn): (Vec<String>, Vec<String>), login: Login) -> Vec<IceServer> {
    let stun = IceServer { urls: stun, username: None, credential: None };
    let turn = IceServer { urls: turn, username: Some(login.username), credential: Some(login.password) };
    [stun, turn].into_iter().filter(|server| !server.urls.is_empty()).collect()
}

/// The TURN REST scheme (draft-uberti-behave-turn-rest-00): the password is an HMAC of the expiry time.
fn short_lived_password(secret: &str, username: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(username.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::config::Config;
    use clap::Parser;

    fn ice(arguments: &[&str]) -> Result<Ice, IceConfigError> {
        Ice::new(&Config::parse_from(["duet"].iter().chain(arguments)).ice)
    }

    #[test]
    fn nobody_is_asked_unless_the_owner_says_so() {
        let ice = ice(&[]).expect("the default is valid");
        assert!(ice.servers(0, 0).is_empty());
        assert!(!ice.has_relay());
    }

    #[test]
    fn short_lived_passwords_are_what_coturn_expects() {
        // Made with: printf 1004400:000000000000000a | openssl dgst -sha1 -hmac north -binary | base64
        let ice = ice(&["--ice-servers", "stun:a.test, turn:a.test:3478", "--ice-secret", "north"]).expect("valid");
        let servers = ice.servers(1_000_000, 10);
        assert_eq!(servers.len(), 2);
        assert_eq!(servers[1].username.as_deref(), Some("1004400:000000000000000a"));
        assert_eq!(servers[1].credential.as_deref(), Some("PAgFkbjhmAu1v2YUeFUKLJC/oDw="));
    }

    #[test]
    fn a_credential_stays_the_same_for_a_while_and_is_never_too_short() {
        assert_eq!(expiry(1_000_000, 3_600), expiry(1_000_799, 3_600));
        for (now, ttl) in [(1_000_000, 3_600), (1_000_800, 3_600), (999_999, 60), (7, 1), (u64::MAX, 60)] {
            let left = expiry(now, ttl).saturating_sub(now);
            assert!((ttl..=ttl + ttl / 4).contains(&left) || now == u64::MAX, "{now} {ttl}: {left}");
        }
    }

    #[test]
    fn a_relay_without_password_and_a_web_address_are_refused() {
        assert_eq!(ice(&["--ice-servers", "turn:a.test"]).err(), Some(IceConfigError::NoCredential));
        for url in ["https://a.test", "stun:", "a.test"] {
            assert!(matches!(ice(&["--ice-servers", url]), Err(IceConfigError::NotAnIceUrl(..))), "{url}");
        }
    }
}
