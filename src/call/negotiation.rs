//! Perfect negotiation (W3C WebRTC section 10.7) of one peer connection, without the connection.
//!
//! The example in the standard guards against what happens while a description is being applied with flags. Here
//! operations are handed out one at a time and everything that arrives meanwhile waits, which makes the flags
//! unnecessary: when an operation is done, the signaling state is known.

use std::collections::VecDeque;

use crate::protocol::Role;
use crate::protocol::identity::ConnectionId;
use crate::protocol::signal::{Description, DescriptionKind, Link, Payload, SIGNALS_MAX};

/// What the peer connection has to do. Operations of one connection are done strictly in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeerOperation {
    /// Make an offer and set it as the local description; answered by [`Outcome::Described`].
    Offer {
        /// With new ICE credentials, so that all paths are searched again.
        restart_ice: bool,
    },
    /// Apply this offer (rolling an own one back), make the answer and set it; answered by [`Outcome::Described`].
    Answer(String),
    /// Apply this answer; answered by [`Outcome::Accepted`].
    Accept(String),
    /// Add a candidate of the other side. Failing is no harm: others may work.
    AddCandidate(String),
}

/// What came of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The local description is set.
    Described(Description),
    /// The answer is applied.
    Accepted,
    /// The connection cannot do it; it is of no use any more.
    Failed,
}

/// What follows from an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The connection has something to do.
    Do(PeerOperation),
    /// The other person has to hear something.
    Say(Payload),
    /// The other person has made a new connection and offers it: a new one is needed here too, and it must hear all this.
    Replace(VecDeque<Payload>),
    /// This connection is of no use any more.
    Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Busy {
    Offering,
    Answering,
    Accepting,
}

/// The negotiation of one peer connection.
#[derive(Debug)]
pub struct Negotiation {
    connection: ConnectionId,
    role: Role,
    /// The other side's connection, once one of its descriptions was taken.
    remote: Option<ConnectionId>,
    /// An own offer is set and not answered (`have-local-offer`).
    offered: bool,
    busy: Option<Busy>,
    /// An offer is due when the connection is free.
    due: Option<PeerOperation>,
    /// What arrived while the connection was busy.
    waiting: VecDeque<Payload>,
    /// Candidates that came before the description they belong to.
    early: Vec<(ConnectionId, String)>,
}

impl Negotiation {
    /// The negotiation of a new connection.
    pub fn new(connection: ConnectionId, role: Role) -> Self {
        Self {
            connection,
            role,
            remote: None,
            offered: false,
            busy: None,
            due: None,
            waiting: VecDeque::new(),
            early: Vec::new(),
        }
    }

    /// The connection's id.
    pub fn connection(&self) -> ConnectionId {
        self.connection
    }

    /// Sets the role, which the server tells only on joining, after the first offer was made.
    pub fn set_role(&mut self, role: Role) {
        self.role = role;
    }

    /// Whether nothing was offered or taken yet, so that any offer of the other side can be answered.
    pub fn is_pristine(&self) -> bool {
        self.remote.is_none() && !self.is_offering()
    }

    /// Whether an own offer is being made or waits for its answer, and nothing of the other side was taken yet.
    pub fn is_first_offer(&self) -> bool {
        self.remote.is_none() && self.is_offering()
    }

    fn is_offering(&self) -> bool {
        self.offered || self.busy == Some(Busy::Offering)
    }

    /// Wants an offer to be made, now or as soon as the connection is free.
    pub fn offer(&mut self, restart_ice: bool) -> Vec<Step> {
        self.due = Some(PeerOperation::Offer { restart_ice });
        self.proceed()
    }

    /// The browser found an address of its own.
    pub fn gathered(&self, candidate: String) -> Payload {
        Payload::Candidate { link: self.link(), candidate }
    }

    /// An operation is done.
    pub fn finished(&mut self, outcome: Outcome) -> Vec<Step> {
        let mut steps = Vec::new();
        match (self.busy.take(), outcome) {
            (_, Outcome::Failed) => return vec![Step::Broken],
            (Some(Busy::Offering), Outcome::Described(description)) => {
                self.offered = true;
                steps.push(Step::Say(Payload::Description { link: self.link(), description }));
            }
            (Some(Busy::Answering), Outcome::Described(description)) => {
                steps.push(Step::Say(Payload::Description { link: self.link(), description }));
            }
            (Some(Busy::Accepting), Outcome::Accepted) => self.offered = false,
            // An outcome that nobody waits for says that page and browser disagree about this connection.
            (_, Outcome::Described(_) | Outcome::Accepted) => return vec![Step::Broken],
        }
        steps.extend(self.proceed());
        steps
    }

    /// A description or candidate of the other side.
    pub fn heard(&mut self, payload: Payload) -> Vec<Step> {
        if self.waiting.len() < SIGNALS_MAX {
            self.waiting.push_back(payload);
        }
        self.proceed()
    }

    fn link(&self) -> Link {
        Link { connection: self.connection, answers: self.remote }
    }

    /// Does what can be done until the connection is busy.
    fn proceed(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        while self.busy.is_none() {
            if let Some(payload) = self.waiting.pop_front() {
                if self.is_of_a_new_connection(&payload) {
                    // All that follows is for the connection that takes this one's place.
                    self.waiting.push_front(payload);
                    steps.push(Step::Replace(std::mem::take(&mut self.waiting)));
                    self.due = None;
                    break;
                }
                steps.extend(self.take(payload));
            } else if !self.offered
                && let Some(operation) = self.due.take()
            {
                self.busy = Some(Busy::Offering);
                steps.push(Step::Do(operation));
            } else {
                break;
            }
        }
        steps
    }

    fn take(&mut self, payload: Payload) -> Vec<Step> {
        match payload {
            Payload::Description { link, description } if self.concerns_us(link) => match description.kind {
                DescriptionKind::Offer => self.take_offer(link, description),
                DescriptionKind::Answer => self.take_answer(link, description.sdp),
            },
            Payload::Candidate { link, candidate } if self.concerns_us(link) => self.take_candidate(link, candidate),
            Payload::Description { .. } | Payload::Candidate { .. } | Payload::Devices(_) => Vec::new(),
        }
    }

    fn is_of_a_new_connection(&self, payload: &Payload) -> bool {
        match payload {
            Payload::Description { link, description } => {
                description.kind == DescriptionKind::Offer
                    && self.concerns_us(*link)
                    && self.remote.is_some_and(|remote| remote != link.connection)
            }
            Payload::Candidate { .. } | Payload::Devices(_) => false,
        }
    }

    /// What answers another connection than this one belongs to one that is gone.
    fn concerns_us(&self, link: Link) -> bool {
        link.answers.is_none_or(|connection| connection == self.connection)
    }

    fn take_offer(&mut self, link: Link, description: Description) -> Vec<Step> {
        if self.offered && self.role == Role::Impolite {
            // The other side is polite and will drop this offer itself when it takes ours.
            return Vec::new();
        }
        self.offered = false;
        self.busy = Some(Busy::Answering);
        self.bind(link.connection, PeerOperation::Answer(description.sdp))
    }

    fn take_answer(&mut self, link: Link, sdp: String) -> Vec<Step> {
        let expected = self.offered && link.answers == Some(self.connection);
        if !expected || self.remote.is_some_and(|remote| remote != link.connection) {
            return Vec::new();
        }
        self.busy = Some(Busy::Accepting);
        self.bind(link.connection, PeerOperation::Accept(sdp))
    }

    fn bind(&mut self, remote: ConnectionId, operation: PeerOperation) -> Vec<Step> {
        self.remote = Some(remote);
        let early = std::mem::take(&mut self.early).into_iter().filter(|(connection, _)| *connection == remote);
        let candidates = early.map(|(_, candidate)| Step::Do(PeerOperation::AddCandidate(candidate)));
        std::iter::once(Step::Do(operation)).chain(candidates).collect()
    }

    fn take_candidate(&mut self, link: Link, candidate: String) -> Vec<Step> {
        match self.remote {
            Some(remote) if remote == link.connection => vec![Step::Do(PeerOperation::AddCandidate(candidate))],
            Some(_) => Vec::new(),
            None => {
                if self.early.len() < SIGNALS_MAX {
                    self.early.push((link.connection, candidate));
                }
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: u8 = 1;
    const THEIRS: u8 = 2;

    fn id(byte: u8) -> ConnectionId {
        ConnectionId::from_random([byte; 8])
    }

    fn description(kind: DescriptionKind) -> Description {
        Description { kind, sdp: "sdp".into() }
    }

    fn said(kind: DescriptionKind, by: u8, to: Option<u8>) -> Payload {
        let link = Link { connection: id(by), answers: to.map(id) };
        Payload::Description { link, description: description(kind) }
    }

    fn candidate(by: u8, to: Option<u8>) -> Payload {
        Payload::Candidate { link: Link { connection: id(by), answers: to.map(id) }, candidate: "c".into() }
    }

    fn offering(role: Role) -> Negotiation {
        let mut negotiation = Negotiation::new(id(OURS), role);
        assert_eq!(negotiation.offer(false), [Step::Do(PeerOperation::Offer { restart_ice: false })]);
        negotiation
    }

    fn offered(role: Role) -> Negotiation {
        let mut negotiation = offering(role);
        let outcome = Outcome::Described(description(DescriptionKind::Offer));
        assert_eq!(negotiation.finished(outcome), [Step::Say(said(DescriptionKind::Offer, OURS, None))]);
        negotiation
    }

    const ANSWER: Step = Step::Do(PeerOperation::Answer(String::new()));

    fn operations(steps: &[Step]) -> Vec<&'static str> {
        let name = |step: &Step| match step {
            Step::Do(PeerOperation::Offer { .. }) => "offer",
            Step::Do(PeerOperation::Answer(_)) => "answer",
            Step::Do(PeerOperation::Accept(_)) => "accept",
            Step::Do(PeerOperation::AddCandidate(_)) => "candidate",
            Step::Say(_) => "say",
            Step::Replace(_) => "replace",
            Step::Broken => "broken",
        };
        steps.iter().map(name).collect()
    }

    #[test]
    fn an_offer_is_answered() {
        let mut negotiation = Negotiation::new(id(OURS), Role::Impolite);
        assert_eq!(operations(&negotiation.heard(said(DescriptionKind::Offer, THEIRS, None))), ["answer"]);
        let steps = negotiation.finished(Outcome::Described(description(DescriptionKind::Answer)));
        assert_eq!(steps, [Step::Say(said(DescriptionKind::Answer, OURS, Some(THEIRS)))]);
        assert_ne!(steps.first(), Some(&ANSWER));
    }

    #[test]
    fn when_offers_collide_the_polite_side_gives_way() {
        let mut polite = offered(Role::Polite);
        assert_eq!(operations(&polite.heard(said(DescriptionKind::Offer, THEIRS, None))), ["answer"]);
        let mut impolite = offered(Role::Impolite);
        assert!(impolite.heard(said(DescriptionKind::Offer, THEIRS, None)).is_empty());
        assert_eq!(operations(&impolite.heard(said(DescriptionKind::Answer, THEIRS, Some(OURS)))), ["accept"]);
    }

    #[test]
    fn an_offer_that_comes_while_one_is_being_made_waits_and_then_collides() {
        let mut polite = offering(Role::Polite);
        assert!(polite.heard(said(DescriptionKind::Offer, THEIRS, None)).is_empty());
        let steps = polite.finished(Outcome::Described(description(DescriptionKind::Offer)));
        assert_eq!(operations(&steps), ["say", "answer"]);
    }

    #[test]
    fn candidates_wait_for_their_description() {
        let mut negotiation = offered(Role::Impolite);
        assert!(negotiation.heard(candidate(THEIRS, Some(OURS))).is_empty());
        let steps = negotiation.heard(said(DescriptionKind::Answer, THEIRS, Some(OURS)));
        assert_eq!(operations(&steps), ["accept", "candidate"]);
    }

    #[test]
    fn what_belongs_to_an_older_connection_is_dropped() {
        let mut negotiation = offered(Role::Impolite);
        assert!(negotiation.heard(said(DescriptionKind::Answer, THEIRS, Some(9))).is_empty());
        assert!(negotiation.heard(candidate(THEIRS, Some(9))).is_empty());
        assert!(negotiation.heard(said(DescriptionKind::Offer, THEIRS, Some(9))).is_empty());
    }

    #[test]
    fn a_second_answer_is_dropped() {
        let mut negotiation = offered(Role::Impolite);
        negotiation.heard(said(DescriptionKind::Answer, THEIRS, Some(OURS)));
        negotiation.finished(Outcome::Accepted);
        assert!(negotiation.heard(said(DescriptionKind::Answer, THEIRS, Some(OURS))).is_empty());
    }

    #[test]
    fn an_offer_from_a_new_connection_asks_for_a_new_one_here() {
        let mut negotiation = offered(Role::Impolite);
        negotiation.heard(said(DescriptionKind::Answer, THEIRS, Some(OURS)));
        negotiation.finished(Outcome::Accepted);
        let steps = negotiation.heard(said(DescriptionKind::Offer, 3, None));
        assert_eq!(steps, [Step::Replace([said(DescriptionKind::Offer, 3, None)].into())]);
    }

    #[test]
    fn what_follows_such_an_offer_goes_to_the_new_connection() {
        let mut negotiation = offered(Role::Impolite);
        negotiation.heard(said(DescriptionKind::Answer, THEIRS, Some(OURS)));
        assert!(negotiation.heard(said(DescriptionKind::Offer, 3, None)).is_empty(), "busy with the answer");
        assert!(negotiation.heard(candidate(3, None)).is_empty());
        assert!(negotiation.offer(true).is_empty());
        let steps = negotiation.finished(Outcome::Accepted);
        assert_eq!(steps, [Step::Replace([said(DescriptionKind::Offer, 3, None), candidate(3, None)].into())]);
    }

    #[test]
    fn an_offer_wanted_while_another_is_open_is_made_afterwards() {
        let mut negotiation = offered(Role::Impolite);
        assert!(negotiation.offer(true).is_empty());
        negotiation.heard(said(DescriptionKind::Answer, THEIRS, Some(OURS)));
        assert_eq!(operations(&negotiation.finished(Outcome::Accepted)), ["offer"]);
    }

    #[test]
    fn a_failed_operation_breaks_the_connection() {
        assert_eq!(offering(Role::Polite).finished(Outcome::Failed), [Step::Broken]);
    }
}
