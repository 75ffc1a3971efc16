//! Whether a request is signed by somebody with a ticket (RFC 8489 section 9.2.4), with MESSAGE-INTEGRITY and the key of MD5: no other
//! algorithm is offered, and browsers use no other. The nonce is looked at first, because it costs
//! least: who sends from an address that is not theirs has none.

use stun_types::attribute::{
    MessageIntegrity, MessageIntegritySha256, Nonce, PasswordAlgorithm, PasswordAlgorithms, Realm, Username,
};
use stun_types::message::{IntegrityAlgorithm, Message, MessageIntegrityCredentials};
use stun_types::prelude::AttributeStaticType;

use super::Relay;
use super::answer::Signature;
use super::credentials::User;
use super::five_tuple::FiveTuple;
use super::tally::Refused;
use crate::clock::Millis;

/// So many requests a second with a nonce that is too old are answered for one allocation: all that a browser has to renew at once.
const RENEWALS_PER_SECOND: u64 = 50;

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
        if [PasswordAlgorithm::TYPE, PasswordAlgorithms::TYPE].into_iter().any(|chosen| asked.has_attribute(chosen)) {
            // None was offered to choose from.
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
        let key = MessageIntegrityCredentials::from(credentials).make_key(IntegrityAlgorithm::Sha1);
        let algorithm = asked.validate_integrity_with_key(&key).map_err(|_| Refused::Unauthorized)?;
        Ok((user, Signature { key, algorithm }))
    }

    /// Whether whoever asks with a nonce that is too old is no stranger, since it was given to them and they have an allocation, and has
    /// not asked too often. Then a flood of strangers does not keep them from another nonce, and their call from going on.
    pub(super) fn may_renew(&mut self, now: Millis, from: &FiveTuple, asked: &Message) -> bool {
        let Some(allocation) = self.allocations.find(from).and_then(|slot| self.allocations.get_mut(slot)) else {
            return false;
        };
        let is_theirs = asked.attribute::<Nonce>().is_ok_and(|nonce| self.nonces.is_of(nonce.nonce(), from));
        is_theirs && allocation.renewals.take(now, 1, RENEWALS_PER_SECOND)
    }
}
