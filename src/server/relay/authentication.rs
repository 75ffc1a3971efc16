//! Whether a request is signed by somebody with a ticket (RFC 8489 section 9.2.4). The nonce is looked at first, because it costs
//! least: who sends from an address that is not theirs has none.

use stun_types::attribute::{Nonce, Realm, Username};
use stun_types::message::{Message, MessageIntegrityCredentials};
use stun_types::prelude::AttributeStaticType;

use super::Relay;
use super::answer::Signature;
use super::credentials::User;
use super::five_tuple::FiveTuple;
use super::tally::Refused;
use stun_types::attribute::{MessageIntegrity, MessageIntegritySha256};

impl Relay {
    /// Who says to have signed this. Their nonce was given to them, so they are where they say.
    pub(super) fn claimant(&self, unix_s: u64, from: &FiveTuple, asked: &Message) -> Result<Username, Refused> {
        let is_signed = [MessageIntegrity::TYPE, MessageIntegritySha256::TYPE];
        if !is_signed.into_iter().any(|attribute| asked.has_attribute(attribute)) {
            return Err(Refused::Unauthorized);
        }
        let username = asked.attribute::<Username>().map_err(|_| Refused::BadRequest)?;
        let nonce = asked.attribute::<Nonce>().map_err(|_| Refused::BadRequest)?;
        if !asked.has_attribute(Realm::TYPE) {
            return Err(Refused::BadRequest);
        }
        if !self.nonces.is_good(nonce.nonce(), unix_s, from) {
            return Err(Refused::StaleNonce);
        }
        Ok(username)
    }

    /// Who signed this, and with what the answer is to be signed.
    pub(super) fn authenticate(&self, username: &Username, asked: &Message) -> Result<(User, Signature), Refused> {
        let (user, credentials) = self.credentials.claimed(username.username()).ok_or(Refused::Unauthorized)?;
        let credentials = MessageIntegrityCredentials::from(credentials);
        let algorithm = asked.validate_integrity(&credentials).map_err(|_| Refused::Unauthorized)?;
        Ok((user, Signature { key: credentials.make_key(algorithm), algorithm }))
    }
}
