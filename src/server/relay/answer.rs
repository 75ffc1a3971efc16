//! How answers are written. None names the software, and errors have no words beside their number: a stranger gets no more bytes
//! than an answer needs.

use stun_types::attribute::{AttributeType, AttributeWrite, ErrorCode, Nonce, Realm, UnknownAttributes};
use stun_types::message::{IntegrityAlgorithm, IntegrityKey, Message, MessageWriteExt, MessageWriteVec};
use stun_types::prelude::MessageWrite;

use super::credentials::REALM;
use super::tally::Refused;

/// With what an answer is signed.
pub(super) struct Signature {
    pub(super) key: IntegrityKey,
    pub(super) algorithm: IntegrityAlgorithm,
}

/// What was asked is done.
pub(super) fn success(asked: &Message, says: &[&dyn AttributeWrite], signature: Option<&Signature>) -> Option<Vec<u8>> {
    finished(Message::builder_success(asked, MessageWriteVec::new()), says, signature)
}

/// What was asked is not done.
pub(super) fn error(asked: &Message, why: Refused, signature: Option<&Signature>) -> Option<Vec<u8>> {
    let code = ErrorCode::new(why.code(), "").ok()?;
    finished(Message::builder_error(asked, MessageWriteVec::new()), &[&code], signature)
}

/// What was asked says something that is not understood.
pub(super) fn unknown(asked: &Message, what: &[AttributeType], signature: Option<&Signature>) -> Option<Vec<u8>> {
    let code = ErrorCode::new(Refused::UnknownAttribute.code(), "").ok()?;
    let what = UnknownAttributes::new(what);
    finished(Message::builder_error(asked, MessageWriteVec::new()), &[&code, &what], signature)
}

/// What was asked may be asked again with a password and this nonce.
pub(super) fn challenge(asked: &Message, why: Refused, nonce: &str) -> Option<Vec<u8>> {
    let code = ErrorCode::new(why.code(), "").ok()?;
    let (realm, nonce) = (Realm::new(REALM).ok()?, Nonce::new(nonce).ok()?);
    finished(Message::builder_error(asked, MessageWriteVec::new()), &[&code, &realm, &nonce], None)
}

fn finished(
    mut message: MessageWriteVec,
    says: &[&dyn AttributeWrite],
    signature: Option<&Signature>,
) -> Option<Vec<u8>> {
    for attribute in says {
        message.add_attribute(*attribute).ok()?;
    }
    if let Some(Signature { key, algorithm }) = signature {
        message.add_message_integrity_with_key(key, *algorithm).ok()?;
    }
    Some(message.finish())
}
