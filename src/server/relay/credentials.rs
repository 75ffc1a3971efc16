//! Who may allocate. A user is `EXPIRY:TICKET`, and the password is a code over that (HMAC-SHA256, RFC 2104) under a key that outlives
//! the process: nothing is kept, and a server that was started again knows its own tickets.
//!
//! The browser takes the password as a text. It signs with the long-term key of RFC 8489 section 9.2.2: MD5 over user, realm and
//! password, since no other algorithm is offered.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use stun_types::message::LongTermKeyCredentials;

use crate::protocol::identity::Random;

/// What browsers sign their requests for. Short, because strangers are told it.
pub(super) const REALM: &str = "duet";

/// Of a code so many bytes are the password: 144 bits, written without padding.
const PASSWORD_BYTES: usize = 18;

/// The length of a ticket, in bytes.
const TICKET_BYTES: usize = 16;

/// A key, in bytes: as long as the codes that are made with it.
const KEY_BYTES: usize = 32;

/// What a socket may allocate with. It says nothing of anybody.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TicketId([u8; TICKET_BYTES]);

impl TicketId {
    /// A new one, of random bytes that were made for it.
    pub fn from_random(bytes: [u8; TICKET_BYTES]) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Display for TicketId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

// A ticket stays out of logs, also by accident.
impl std::fmt::Debug for TicketId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TicketId(..)")
    }
}

/// What the page is told of a relay.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// `EXPIRY:TICKET`.
    pub username: String,
    /// The code over it.
    pub password: String,
}

/// Makes and checks logins.
#[derive(Clone)]
pub struct Credentials {
    key: [u8; KEY_BYTES],
}

impl Credentials {
    /// Under a key of its own, derived from the one that outlives the process.
    pub fn new(state_key: [u8; KEY_BYTES]) -> Self {
        Self { key: derived(state_key, b"duet relay login 1") }
    }

    /// The login for a ticket, good for new allocations until then (seconds since 1970).
    pub fn issue(&self, ticket: TicketId, expiry_unix_s: u64) -> Login {
        let username = format!("{expiry_unix_s}:{ticket}");
        Login { password: self.password(&username), username }
    }

    /// Who says to be this user, and what they would sign with if they are.
    pub(super) fn claimed(&self, username: &str) -> Option<(User, LongTermKeyCredentials)> {
        let user = User::read(username)?;
        Some((user, LongTermKeyCredentials::new(username.into(), self.password(username), REALM.into())))
    }

    fn password(&self, username: &str) -> String {
        let code = code(&self.key, &[username.as_bytes()]);
        STANDARD.encode(&code[..PASSWORD_BYTES])
    }
}

// The key stays out of logs, also by accident.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials(..)")
    }
}

/// What stands in a user's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct User {
    pub(super) ticket: TicketId,
    /// Seconds since 1970.
    pub(super) expiry: u64,
}

impl User {
    fn read(username: &str) -> Option<Self> {
        let (expiry, ticket) = username.split_once(':')?;
        let ticket = TicketId(Random::<TICKET_BYTES>::parse(ticket)?.into_bytes());
        Some(Self { ticket, expiry: expiry.parse().ok()? })
    }
}

/// A key for one purpose out of one for many.
pub(super) fn derived(key: [u8; KEY_BYTES], label: &[u8]) -> [u8; KEY_BYTES] {
    code(&key, &[label])
}

/// The code over these parts, of which all but one have a fixed length.
pub(super) fn code(key: &[u8; KEY_BYTES], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    // A key shorter than the hash's block is filled up with zeros (RFC 2104 section 2).
    let mut block = [0; 64];
    block[..KEY_BYTES].copy_from_slice(key);
    let mut hmac = Hmac::<Sha256>::new(&block.into());
    parts.iter().for_each(|part| hmac.update(part));
    hmac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_says_its_expiry_and_its_ticket() {
        let credentials = Credentials::new([7; 32]);
        let login = credentials.issue(TicketId([0xab; 16]), 1_800_000_000);
        assert_eq!(login.username, format!("1800000000:{}", "ab".repeat(16)));
        assert_eq!(login.password.len(), 24);
        let (user, _) = credentials.claimed(&login.username).expect("a user");
        assert_eq!(user, User { ticket: TicketId([0xab; 16]), expiry: 1_800_000_000 });
    }

    #[test]
    fn another_key_or_another_user_has_another_password() {
        let (ticket, credentials) = (TicketId([1; 16]), Credentials::new([7; 32]));
        let password = credentials.issue(ticket, 5).password;
        assert_ne!(credentials.issue(ticket, 6).password, password);
        assert_ne!(credentials.issue(TicketId([2; 16]), 5).password, password);
        assert_ne!(Credentials::new([8; 32]).issue(ticket, 5).password, password);
    }

    #[test]
    fn a_user_of_another_form_is_none() {
        for name in
            ["", ":", "5", "5:", "x:00000000000000000000000000000000", "5:0", "-1:00000000000000000000000000000000"]
        {
            assert!(Credentials::new([7; 32]).claimed(name).is_none(), "{name}");
        }
    }
}
