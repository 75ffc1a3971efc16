//! A peer connection as the standard describes it, without media.

use std::collections::VecDeque;

use duet::call::negotiation::{Outcome, PeerOperation};
use duet::protocol::identity::ConnectionId;
use duet::protocol::signal::{Description, DescriptionKind};

/// One peer connection.
pub(crate) struct FakePeer {
    pub(crate) id: ConnectionId,
    /// It was told that it is linked.
    pub(crate) up: bool,
    /// Its path is gone until ICE starts again.
    pub(crate) broken: bool,
    /// It will never have a path again.
    pub(crate) ruined: bool,
    /// The next operation fails.
    pub(crate) fails_next: bool,
    /// When it lost its path, while it has none.
    pub(crate) lost_at: Option<u64>,
    /// When the present search for paths began.
    pub(crate) searching_since: u64,
    /// The data channel has been opened and the picture shown.
    pub(crate) opened: bool,
    operations: VecDeque<PeerOperation>,
    free_at: u64,
    offered: bool,
    restarting: bool,
    /// The other connection, once offer and answer are exchanged.
    remote: Option<String>,
}

impl FakePeer {
    pub(crate) fn new(id: ConnectionId, now: u64) -> Self {
        Self {
            id,
            up: false,
            broken: false,
            ruined: false,
            fails_next: false,
            lost_at: None,
            searching_since: now,
            opened: false,
            operations: VecDeque::new(),
            free_at: 0,
            offered: false,
            restarting: false,
            remote: None,
        }
    }

    /// Queues an operation that takes so long, and says when it will be done.
    pub(crate) fn enqueue(&mut self, now: u64, step: u64, operation: PeerOperation) -> u64 {
        self.operations.push_back(operation);
        self.free_at = self.free_at.max(now) + step;
        self.free_at
    }

    /// Does the first operation of the queue.
    pub(crate) fn finish(&mut self, now: u64) -> Option<Outcome> {
        let operation = self.operations.pop_front()?;
        let description = !matches!(operation, PeerOperation::AddCandidate(_));
        if description && std::mem::take(&mut self.fails_next) {
            self.ruined = true;
            return Some(Outcome::Failed);
        }
        match operation {
            PeerOperation::Offer { restart_ice } => {
                self.offered = true;
                self.restarting = restart_ice;
                Some(self.describe(DescriptionKind::Offer))
            }
            PeerOperation::Answer(offer) => {
                // An own offer is rolled back; that is what setRemoteDescription does in have-local-offer.
                self.offered = false;
                self.agree(&offer, now);
                Some(self.describe(DescriptionKind::Answer))
            }
            PeerOperation::Accept(_) if !self.offered => Some(Outcome::Failed),
            PeerOperation::Accept(answer) => {
                self.offered = false;
                self.agree(&answer, now);
                Some(Outcome::Accepted)
            }
            PeerOperation::AddCandidate(_) => {
                assert!(self.remote.is_some() || self.ruined, "a candidate was added before its description");
                None
            }
        }
    }

    /// Whether the two ends belong together and can reach each other.
    pub(crate) fn fits(&self, other: &Self) -> bool {
        let agreed = |one: &Self, two: &Self| one.remote.as_deref() == Some(two.id_text().as_str());
        agreed(self, other) && agreed(other, self) && [self, other].iter().all(|peer| !peer.broken && !peer.ruined)
    }

    fn agree(&mut self, sdp: &str, now: u64) {
        let (id, restart) = sdp.split_once(' ').expect("the tests' own descriptions have two words");
        self.remote = Some(id.to_owned());
        if restart == "restart" || self.restarting {
            self.broken = false;
            self.restarting = false;
            self.searching_since = now;
        }
    }

    fn describe(&self, kind: DescriptionKind) -> Outcome {
        let restart = if self.restarting { "restart" } else { "keep" };
        Outcome::Described(Description { kind, sdp: format!("{} {restart}", self.id_text()) })
    }

    fn id_text(&self) -> String {
        format!("{:?}", self.id)
    }
}
