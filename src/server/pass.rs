//! The server's word that a secret was given a seat. It is an authentication code (HMAC-SHA256, RFC 2104) under a key
//! that outlives the process, so a server that starts again with empty rooms can believe who says "I was sitting here".

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::protocol::Role;
use crate::protocol::identity::{Pass, SeatDigest, SeatSecret};
use crate::protocol::room_name::RoomKey;

/// How long a key has to be, in bytes: as long as the code that is made with it.
pub const KEY_BYTES: usize = 32;

/// Half of a hash is enough against guessing over a network, and half as long on the wire.
const HALF_BYTES: usize = 16;

/// Makes and checks passes.
#[derive(Clone)]
pub struct Passes {
    key: [u8; KEY_BYTES],
}

impl Passes {
    /// Passes under a key that nobody else knows.
    pub fn new(key: [u8; KEY_BYTES]) -> Self {
        Self { key }
    }

    /// The pass for a seat of a room.
    pub fn issue(&self, room: &RoomKey, role: Role, seat: SeatDigest) -> Pass {
        let code: [u8; KEY_BYTES] = self.code(room, role, seat).finalize().into_bytes().into();
        Pass::from_bytes(half(code))
    }

    /// Whether this server, or one before it with the same key, gave that pass.
    pub fn is_valid(&self, pass: &Pass, room: &RoomKey, role: Role, seat: SeatDigest) -> bool {
        // Truncation keeps the comparison's constant time.
        self.code(room, role, seat).verify_truncated_left(pass.as_bytes()).is_ok()
    }

    fn code(&self, room: &RoomKey, role: Role, seat: SeatDigest) -> Hmac<Sha256> {
        // A key shorter than the hash's block is filled up with zeros (RFC 2104 section 2).
        let mut block = [0; 64];
        block[..KEY_BYTES].copy_from_slice(&self.key);
        let mut code = Hmac::<Sha256>::new(&block.into());
        code.update(match role {
            Role::Impolite => b"duet seat 1 ",
            Role::Polite => b"duet seat 2 ",
        });
        code.update(seat.as_bytes());
        // Last, because it alone has no fixed length.
        code.update(room.as_bytes());
        code
    }
}

// The key stays out of logs, also by accident.
impl std::fmt::Debug for Passes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passes(..)")
    }
}

/// What a seat is known by: it tells nothing about the secret that takes it.
pub fn digest(secret: &SeatSecret) -> SeatDigest {
    SeatDigest::from_bytes(half(Sha256::digest(secret.as_bytes()).into()))
}

fn half(whole: [u8; 2 * HALF_BYTES]) -> [u8; HALF_BYTES] {
    std::array::from_fn(|at| whole[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::room_name::RoomName;

    fn room(name: &str) -> RoomKey {
        RoomName::parse(name).expect("a valid name").key()
    }

    #[test]
    fn a_pass_is_good_for_its_own_seat_only_and_for_every_server_with_the_key() {
        let (seat, other) = (SeatDigest::from_bytes([1; 16]), SeatDigest::from_bytes([2; 16]));
        let pass = Passes::new([7; KEY_BYTES]).issue(&room("tea"), Role::Polite, seat);
        let later = Passes::new([7; KEY_BYTES]);
        assert!(later.is_valid(&pass, &room("Tea"), Role::Polite, seat));
        assert!(!later.is_valid(&pass, &room("coffee"), Role::Polite, seat));
        assert!(!later.is_valid(&pass, &room("tea"), Role::Impolite, seat));
        assert!(!later.is_valid(&pass, &room("tea"), Role::Polite, other));
        assert!(!Passes::new([8; KEY_BYTES]).is_valid(&pass, &room("tea"), Role::Polite, seat));
    }

    #[test]
    fn the_digest_is_the_same_each_time_and_not_the_secret() {
        let secret = SeatSecret::from_random([5; 16]);
        assert_eq!(digest(&secret), digest(&secret));
        assert_ne!(digest(&secret).as_bytes(), secret.as_bytes());
        assert_ne!(digest(&secret), digest(&SeatSecret::from_random([6; 16])));
    }
}
