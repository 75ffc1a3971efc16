//! The way to the other person: connections that fit together are linked, and are told so when it suits the browser.

use duet::call::link::TransportState;
use duet::call::negotiation::{Outcome, PeerOperation};
use duet::call::{Event, PeerEvent};
use duet::protocol::identity::ConnectionId;
use duet::protocol::signal::{ChannelMessage, Description, DescriptionKind};

use super::fake_browser::FakePeer;
use super::{Happening, STEP_MAX_MS, World};

impl World {
    pub(super) fn operate(&mut self, person: usize, operation: PeerOperation) {
        let step = 1 + self.chance(STEP_MAX_MS);
        let Some(peer) = &mut self.pages[person].peer else { return };
        let connection = peer.id;
        let done = peer.enqueue(self.now, step, operation);
        let wait = done - self.now;
        self.schedule(wait, Happening::OperationDone(person, connection));
    }

    pub(super) fn operation_done(&mut self, person: usize, connection: ConnectionId) {
        let now = self.now;
        let Some(peer) = self.pages[person].peer.as_mut().filter(|peer| peer.id == connection) else { return };
        let Some(outcome) = peer.finish(now) else { return };
        if let Outcome::Described(Description { kind: DescriptionKind::Offer, .. }) = &outcome {
            self.gather(person, connection);
        }
        self.peer_event(person, connection, PeerEvent::Finished(outcome));
        self.find_links();
    }

    pub(super) fn gather(&mut self, person: usize, connection: ConnectionId) {
        for number in 0..2 {
            let generation = self.pages[person].generation;
            let event = Event::Peer(connection, PeerEvent::Gathered(format!("candidate {number}")));
            self.step(Happening::Event(person, generation, event));
        }
    }

    /// The pages whose connections belong together now.
    pub(super) fn linked(&self) -> Vec<(usize, usize)> {
        if self.blocked_since.is_some() {
            return Vec::new();
        }
        let peers: Vec<(usize, &FakePeer)> =
            self.pages.iter().enumerate().filter_map(|(person, page)| Some((person, page.peer.as_ref()?))).collect();
        let mut pairs = Vec::new();
        for (index, (one, here)) in peers.iter().enumerate() {
            for (other, there) in &peers[index + 1..] {
                if here.fits(there) {
                    pairs.push((*one, *other));
                }
            }
        }
        pairs
    }

    pub(super) fn other(&self, person: usize) -> Option<usize> {
        self.linked().into_iter().find_map(|(one, other)| match person {
            _ if person == one => Some(other),
            _ if person == other => Some(one),
            _ => None,
        })
    }

    pub(super) fn find_links(&mut self) {
        for (one, other) in self.linked() {
            for person in [one, other] {
                if let Some(peer) = self.pages[person].peer.as_mut().filter(|peer| !peer.up) {
                    peer.up = true;
                    peer.lost_at = None;
                    let connection = peer.id;
                    self.step(Happening::LinkUp(person, connection));
                }
            }
        }
    }

    pub(super) fn link_up(&mut self, person: usize, connection: ConnectionId) {
        let Some(other) = self.other(person) else { return };
        self.peer_event(person, connection, PeerEvent::Transport(TransportState::Connected));
        let Some(peer) = self.pages[person].peer.as_mut().filter(|peer| peer.id == connection) else { return };
        if !std::mem::replace(&mut peer.opened, true) {
            self.peer_event(person, connection, PeerEvent::ChannelOpened);
        }
        if self.pages[other].camera && !self.pages[other].dark {
            let generation = self.pages[person].generation;
            self.step(Happening::Event(person, generation, Event::Peer(connection, PeerEvent::PictureSeen)));
        }
    }

    pub(super) fn show_picture_again(&mut self, person: usize) {
        let Some(other) = self.other(person) else { return };
        let generation = self.pages[other].generation;
        if let Some(connection) = self.pages[other].peer.as_ref().map(|peer| peer.id)
            && !self.pages[person].dark
        {
            self.step(Happening::Event(other, generation, Event::Peer(connection, PeerEvent::PictureSeen)));
        }
    }

    /// A connection that is closed, and not only broken, says so to the other end.
    pub(super) fn say_goodbye(&mut self, person: usize) {
        if let Some(other) = self.other(person)
            && let Some(connection) = self.pages[other].peer.as_ref().map(|peer| peer.id)
        {
            let generation = self.pages[other].generation;
            let closed = Event::Peer(connection, PeerEvent::ChannelClosed);
            self.step(Happening::Event(other, generation, closed));
        }
    }

    pub(super) fn over_channel(&mut self, person: usize, message: ChannelMessage) {
        if let Some(other) = self.other(person)
            && let Some(connection) = self.pages[other].peer.as_ref().map(|peer| peer.id)
        {
            self.step(Happening::OverChannel(other, connection, message));
        }
    }

    pub(super) fn peer_event(&mut self, person: usize, connection: ConnectionId, event: PeerEvent) {
        if self.pages[person].peer.as_ref().is_some_and(|peer| peer.id == connection) {
            self.feed(person, Event::Peer(connection, event));
        }
    }
}
