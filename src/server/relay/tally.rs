//! What is counted, for metrics. Nothing of it says who.

/// Why a packet went nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// No message that a client of a relay sends, one that is broken, or one from an address that nobody can be answered at.
    Malformed,
    /// A stranger asked, and strangers were answered enough.
    Stranger,
    /// Somebody with a password asks too much.
    Requests,
    /// Data of somebody without an allocation.
    NoAllocation,
    /// Data for an address or a channel that was not permitted, or is no longer.
    NoPermission,
    /// Data for a label that nobody has.
    NoLabel,
    /// Data for a label that is not of the other seat.
    NotOpposite,
    /// The seat sends too much.
    SeatBandwidth,
    /// All together send too much.
    TotalBandwidth,
}

impl Dropped {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Malformed,
        Self::Stranger,
        Self::Requests,
        Self::NoAllocation,
        Self::NoPermission,
        Self::NoLabel,
        Self::NotOpposite,
        Self::SeatBandwidth,
        Self::TotalBandwidth,
    ];

    /// Its name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Stranger => "stranger",
            Self::Requests => "requests",
            Self::NoAllocation => "no_allocation",
            Self::NoPermission => "no_permission",
            Self::NoLabel => "no_label",
            Self::NotOpposite => "not_opposite",
            Self::SeatBandwidth => "seat_bandwidth",
            Self::TotalBandwidth => "total_bandwidth",
        }
    }
}

/// Why a request was refused (RFC 8489 section 14.8, RFC 8656 section 19).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Something is missing or does not fit.
    BadRequest,
    /// No password, or a wrong one.
    Unauthorized,
    /// An address that is not the relay's own.
    Forbidden,
    /// Something that has to be understood is not.
    UnknownAttribute,
    /// There is no allocation, or there is one already.
    Mismatch,
    /// A fresh nonce is needed.
    StaleNonce,
    /// No labels of this family.
    AddressFamily,
    /// The allocation is of another user.
    WrongUser,
    /// Labels are for UDP.
    Transport,
    /// The allocation is of another family.
    PeerFamily,
    /// The network has as many allocations as it may.
    Quota,
    /// The relay has as many allocations as it may.
    Capacity,
}

impl Refused {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::BadRequest,
        Self::Unauthorized,
        Self::Forbidden,
        Self::UnknownAttribute,
        Self::Mismatch,
        Self::StaleNonce,
        Self::AddressFamily,
        Self::WrongUser,
        Self::Transport,
        Self::PeerFamily,
        Self::Quota,
        Self::Capacity,
    ];

    /// Its name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::UnknownAttribute => "unknown_attribute",
            Self::Mismatch => "mismatch",
            Self::StaleNonce => "stale_nonce",
            Self::AddressFamily => "address_family",
            Self::WrongUser => "wrong_user",
            Self::Transport => "transport",
            Self::PeerFamily => "peer_family",
            Self::Quota => "quota",
            Self::Capacity => "capacity",
        }
    }

    /// Its number in the answer.
    pub fn code(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::UnknownAttribute => 420,
            Self::Mismatch => 437,
            Self::StaleNonce => 438,
            Self::AddressFamily => 440,
            Self::WrongUser => 441,
            Self::Transport => 442,
            Self::PeerFamily => 443,
            Self::Quota => 486,
            Self::Capacity => 508,
        }
    }
}

/// One thing that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Allocations that were made.
    Allocations,
    /// Packets that went to the other seat.
    Packets,
    /// What was in them, in bytes.
    Bytes,
    /// Answers to Binding requests.
    Bindings,
    /// Packets that went nowhere.
    Dropped(Dropped),
    /// Requests that were refused.
    Refused(Refused),
}

/// Counts that have no reason.
const PLAIN: usize = 4;

/// All counts since the start.
#[derive(Debug, Clone, Default)]
pub struct Tally([u64; PLAIN + Dropped::ALL.len() + Refused::ALL.len()]);

impl Tally {
    /// How often.
    pub fn of(&self, count: Count) -> u64 {
        self.0[place(count)]
    }

    pub(super) fn add(&mut self, count: Count, amount: u64) {
        self.0[place(count)] += amount;
    }
}

fn place(count: Count) -> usize {
    match count {
        Count::Allocations => 0,
        Count::Packets => 1,
        Count::Bytes => 2,
        Count::Bindings => 3,
        Count::Dropped(reason) => PLAIN + reason as usize,
        Count::Refused(reason) => PLAIN + Dropped::ALL.len() + reason as usize,
    }
}
