//! The server's word on what it knew of a seat. It is an authentication code (HMAC-SHA256, RFC 2104) under a key that
//! outlives the process, so a server that starts again with empty rooms can believe who says "I was sitting here".
//!
//! A pass has 16 bytes: six are read, and ten are the code.
//!
//! | bits | what they say |
//! | --- | --- |
//! | 42 | when it was given, in milliseconds since 1970 (good until 2109) |
//! | 1 | which of the two seats: 1 is the polite one |
//! | 1 | whether somebody had the other seat |
//! | 2 | how the door was |
//! | 1 | whether it proves anything |
//! | 1 | nothing |
//! | 80 | the code over all of that, the seat, the other seat, and the room |
//!
//! Both seats and the room are not in it, because whoever shows it says them.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::protocol::identity::{Pass, SeatDigest, SeatSecret};
use crate::protocol::room_name::RoomKey;
use crate::protocol::{Access, Claim, Role};

/// How long a key has to be, in bytes: as long as the code that is made with it.
pub const KEY_BYTES: usize = 32;

/// Half of a hash is enough to name a seat.
const HALF_BYTES: usize = 16;

/// What can be read of a pass, in bytes.
const SAID_BYTES: usize = 6;

/// The code in a pass, in bytes: the least that RFC 2104 section 5 has. It can be guessed only over the network.
const CODE_BYTES: usize = 10;

/// The latest time that a pass can say, in milliseconds since 1970.
const AT_MAX: u64 = (1 << 42) - 1;

const FLAG_BITS: u32 = 6;
const POLITE: u64 = 1 << 5;
const BESIDE: u64 = 1 << 4;
const DOOR_SHIFT: u32 = 2;
const PROVES: u64 = 1 << 1;

/// What the server knew when it gave a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// Which seat it was.
    pub role: Role,
    /// Who had the other seat.
    pub beside: Option<SeatDigest>,
    /// How the door was, if anybody had said.
    pub door: Option<Access>,
    /// When that was, in milliseconds since 1970.
    pub at: u64,
    /// Whether the server knew it. Soon after a start it does not know yet who belongs where.
    pub proves: bool,
}

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

    /// The pass that says this of a seat.
    pub fn issue(&self, room: &RoomKey, seat: SeatDigest, said: &Statement) -> Pass {
        let head = head(said);
        let code = self.code(head, room, seat, said.beside).finalize().into_bytes();
        let mut bytes = [0; SAID_BYTES + CODE_BYTES];
        bytes[..SAID_BYTES].copy_from_slice(&head);
        bytes[SAID_BYTES..].copy_from_slice(&code[..CODE_BYTES]);
        Pass::from_bytes(bytes)
    }

    /// What this server, or one before it with the same key, said in the pass of a claim; nothing if it did not say so.
    pub fn read(&self, claim: &Claim, room: &RoomKey, seat: SeatDigest) -> Option<Statement> {
        let (head, code) = claim.pass.as_bytes().split_first_chunk::<SAID_BYTES>()?;
        let mut said = statement(*head);
        // A page of the version before names the other seat only as who is there.
        let beside = [claim.beside, claim.peer.map(|peer| peer.seat)];
        let named = if said.beside.is_some() { &beside[..] } else { &[None] };
        for beside in named.iter().filter(|named| named.is_some() == said.beside.is_some()) {
            // Truncation keeps the comparison's constant time.
            if self.code(*head, room, seat, *beside).verify_truncated_left(code).is_ok() {
                said.beside = *beside;
                return Some(said);
            }
        }
        self.read_older(claim, room, seat)
    }

    /// A pass of the version before, which said neither when nor with whom: it proves nothing. It is replaced as soon as its
    /// owner sits.
    fn read_older(&self, claim: &Claim, room: &RoomKey, seat: SeatDigest) -> Option<Statement> {
        let mut code = self.hmac();
        code.update(match claim.role {
            Role::Impolite => b"duet seat 1 ",
            Role::Polite => b"duet seat 2 ",
        });
        code.update(seat.as_bytes());
        code.update(room.as_bytes());
        code.verify_truncated_left(claim.pass.as_bytes()).ok()?;
        Some(Statement { role: claim.role, beside: None, door: None, at: 0, proves: false })
    }

    fn code(
        &self,
        head: [u8; SAID_BYTES],
        room: &RoomKey,
        seat: SeatDigest,
        beside: Option<SeatDigest>,
    ) -> Hmac<Sha256> {
        let mut code = self.hmac();
        code.update(b"duet pass 2 ");
        code.update(&head);
        code.update(seat.as_bytes());
        // The head tells nobody from somebody.
        code.update(beside.map_or([0; HALF_BYTES], |beside| *beside.as_bytes()).as_slice());
        // Last, because it alone has no fixed length.
        code.update(room.as_bytes());
        code
    }

    fn hmac(&self) -> Hmac<Sha256> {
        // A key shorter than the hash's block is filled up with zeros (RFC 2104 section 2).
        let mut block = [0; 64];
        block[..KEY_BYTES].copy_from_slice(&self.key);
        Hmac::<Sha256>::new(&block.into())
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
    let whole: [u8; 2 * HALF_BYTES] = Sha256::digest(secret.as_bytes()).into();
    SeatDigest::from_bytes(std::array::from_fn(|at| whole[at]))
}

fn head(said: &Statement) -> [u8; SAID_BYTES] {
    let door: u64 = match said.door {
        None => 0,
        Some(Access::Open) => 1,
        Some(Access::Knock) => 2,
        Some(Access::Locked) => 3,
    };
    let flag = |is_so: bool, flag: u64| if is_so { flag } else { 0 };
    let flags = flag(said.role == Role::Polite, POLITE)
        | flag(said.beside.is_some(), BESIDE)
        | flag(said.proves, PROVES)
        | door << DOOR_SHIFT;
    let at = said.at.min(AT_MAX);
    let [_, _, head @ ..] = (at << FLAG_BITS | flags).to_be_bytes();
    head
}

/// What stands in a head. Somebody in the other seat is yet to be named.
fn statement(head: [u8; SAID_BYTES]) -> Statement {
    let mut bytes = [0; 8];
    bytes[8 - SAID_BYTES..].copy_from_slice(&head);
    let head = u64::from_be_bytes(bytes);
    Statement {
        role: if head & POLITE == 0 { Role::Impolite } else { Role::Polite },
        beside: (head & BESIDE != 0).then(|| SeatDigest::from_bytes([0; HALF_BYTES])),
        door: match head >> DOOR_SHIFT & 3 {
            0 => None,
            1 => Some(Access::Open),
            2 => Some(Access::Knock),
            _ => Some(Access::Locked),
        },
        at: head >> FLAG_BITS,
        proves: head & PROVES != 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::protocol::Neighbour;
    use crate::protocol::identity::VisitId;
    use crate::protocol::room_name::RoomName;

    fn room(name: &str) -> RoomKey {
        RoomName::parse(name).expect("a valid name").key()
    }

    fn seat(byte: u8) -> SeatDigest {
        SeatDigest::from_bytes([byte; 16])
    }

    fn passes() -> Passes {
        Passes::new([7; KEY_BYTES])
    }

    fn claim(pass: Pass, beside: Option<SeatDigest>) -> Claim {
        Claim { pass, role: Role::Polite, beside, peer: None, flowing: true }
    }

    fn any_statement() -> impl Strategy<Value = Statement> {
        let door =
            prop_oneof![Just(None), Just(Some(Access::Open)), Just(Some(Access::Knock)), Just(Some(Access::Locked))];
        let role = prop_oneof![Just(Role::Polite), Just(Role::Impolite)];
        (role, proptest::option::of(any::<u8>().prop_map(seat)), door, 0..1_u64 << 42, any::<bool>())
            .prop_map(|(role, beside, door, at, proves)| Statement { role, beside, door, at, proves })
    }

    proptest! {
        #[test]
        fn a_later_server_reads_what_was_said_whatever_the_claim_says_besides(said in any_statement(), lie in any::<u8>()) {
            let pass = passes().issue(&room("tea"), seat(1), &said);
            let peer = Some(Neighbour { seat: seat(lie), visit: VisitId::from_random([lie; 8]) });
            let shown = Claim { peer, ..claim(pass, said.beside) };
            prop_assert_eq!(passes().read(&shown, &room("Tea"), seat(1)), Some(said));
        }

        #[test]
        fn a_pass_is_good_for_its_own_seat_room_neighbour_and_key_only(said in any_statement()) {
            let pass = passes().issue(&room("tea"), seat(1), &said);
            let shown = claim(pass, said.beside);
            prop_assert_eq!(passes().read(&shown, &room("coffee"), seat(1)), None);
            prop_assert_eq!(passes().read(&shown, &room("tea"), seat(2)), None);
            prop_assert_eq!(Passes::new([8; KEY_BYTES]).read(&shown, &room("tea"), seat(1)), None);
            if let Some(beside) = said.beside {
                let other = SeatDigest::from_bytes(beside.as_bytes().map(|byte| !byte));
                prop_assert_eq!(passes().read(&claim(pass, Some(other)), &room("tea"), seat(1)), None);
                prop_assert_eq!(passes().read(&claim(pass, None), &room("tea"), seat(1)), None);
            }
        }

        #[test]
        fn a_pass_that_was_changed_is_none(said in any_statement(), at in 0..16_usize, by in 1..=255_u8) {
            let mut bytes = *passes().issue(&room("tea"), seat(1), &said).as_bytes();
            bytes[at] ^= by;
            for beside in [None, said.beside, Some(seat(9))] {
                let read = passes().read(&claim(Pass::from_bytes(bytes), beside), &room("tea"), seat(1));
                prop_assert_eq!(read, None);
            }
        }
    }

    #[test]
    fn a_page_of_the_version_before_names_its_neighbour_as_the_peer() {
        let said = Statement { role: Role::Polite, beside: Some(seat(2)), door: None, at: 1, proves: true };
        let pass = passes().issue(&room("tea"), seat(1), &said);
        let peer = Some(Neighbour { seat: seat(2), visit: VisitId::from_random([2; 8]) });
        assert_eq!(passes().read(&Claim { peer, ..claim(pass, None) }, &room("tea"), seat(1)), Some(said));
    }

    #[test]
    fn a_pass_of_the_version_before_proves_nothing() {
        // Made by that version.
        let pass = "1f27173c8a2860f5ace3ebaf543af247";
        let pass = serde_json::from_str(&format!("\"{pass}\"")).expect("a pass");
        let said = passes().read(&claim(pass, None), &room("tea"), seat(1)).expect("it was given by this key");
        assert!(!said.proves && said.at == 0 && said.role == Role::Polite);
        let other = Claim { role: Role::Impolite, ..claim(pass, None) };
        assert_eq!(passes().read(&other, &room("tea"), seat(1)), None);
    }

    #[test]
    fn the_digest_is_the_same_each_time_and_not_the_secret() {
        let secret = SeatSecret::from_random([5; 16]);
        assert_eq!(digest(&secret), digest(&secret));
        assert_ne!(digest(&secret).as_bytes(), secret.as_bytes());
        assert_ne!(digest(&secret), digest(&SeatSecret::from_random([6; 16])));
    }
}
