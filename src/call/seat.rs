//! The seat as the tab remembers it, and when it may be taken again without asking.

use serde::Serialize;

use crate::protocol::Claim;
use crate::protocol::identity::SeatSecret;
use crate::protocol::reading::object;
use crate::protocol::signal::Devices;

/// A tab that comes back otherwise than by a reload (restored, duplicated) takes its seat by itself only this long
/// after the seat was last in use, in milliseconds: nobody wants to be on the air because a browser was started.
const UNASKED_MAX_MS: u64 = 60_000;

/// What sessionStorage keeps, so that a reload is the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredSeat {
    /// The room, as it stands in the address.
    pub room: String,
    /// The proof that the seat is one's own.
    pub secret: SeatSecret,
    /// What a server that was started again is told, once a seat was granted.
    pub claim: Option<Claim>,
    /// Which devices the person had switched on: who was muted stays muted.
    pub devices: Devices,
    /// Another tab took the seat: only "Join again" presents the secret.
    pub spent: bool,
}

object! {
    StoredSeat { room: "room", secret: "secret", claim: "claim", devices: "devices", spent: "spent" }
}

impl StoredSeat {
    /// A seat that is asked for the first time.
    pub fn new(room: String, secret: SeatSecret) -> Self {
        Self { room, secret, claim: None, devices: Devices::default(), spent: false }
    }
}

/// How this page came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Where the page was opened.
    pub address: Address,
    /// The name of the page's build; empty if it has none.
    pub build: String,
    /// What the tab remembers.
    pub seat: Option<StoredSeat>,
    /// The page was loaded again on purpose.
    pub reloaded: bool,
    /// How long ago the remembered seat was last in use, in milliseconds.
    pub seat_age_ms: u64,
}

/// What the address bar says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `/`.
    Lobby,
    /// `/room/NAME`, decoded and in NFC.
    Room(String),
    /// `/room/` with something that cannot be decoded.
    Unreadable,
}

impl Arrival {
    /// The seat to take without asking.
    pub fn seat_to_resume(&self) -> Option<&StoredSeat> {
        let seat = self.seat.as_ref()?;
        let here = matches!(&self.address, Address::Room(name) if *name == seat.room);
        let fresh = self.reloaded || self.seat_age_ms < UNASKED_MAX_MS;
        (here && fresh && !seat.spent).then_some(seat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival() -> Arrival {
        let seat = StoredSeat::new("tea".into(), SeatSecret::from_random([1; 16]));
        Arrival {
            address: Address::Room("tea".into()),
            build: String::new(),
            seat: Some(seat),
            reloaded: true,
            seat_age_ms: 0,
        }
    }

    #[test]
    fn a_reload_takes_the_seat_again_however_long_ago_it_was() {
        assert!(Arrival { seat_age_ms: 3_600_000, ..arrival() }.seat_to_resume().is_some());
    }

    #[test]
    fn a_restored_tab_asks_after_a_minute() {
        let restored = Arrival { reloaded: false, ..arrival() };
        assert!(Arrival { seat_age_ms: 59_999, ..restored.clone() }.seat_to_resume().is_some());
        assert!(Arrival { seat_age_ms: 60_000, ..restored }.seat_to_resume().is_none());
    }

    #[test]
    fn a_seat_that_moved_or_belongs_to_another_room_is_not_taken() {
        let spent = arrival().seat.map(|seat| StoredSeat { spent: true, ..seat });
        assert!(Arrival { seat: spent, ..arrival() }.seat_to_resume().is_none());
        assert!(Arrival { address: Address::Room("coffee".into()), ..arrival() }.seat_to_resume().is_none());
        assert!(Arrival { address: Address::Lobby, ..arrival() }.seat_to_resume().is_none());
    }
}
