//! The peer connection: made beforehand, fed with what the other side says, tended while it lives.

use super::link::{Health, Repair, TransportState};
use super::negotiation::{Negotiation, Step};
use super::view::{DialogNotice, Phase};
use super::{Call, Command, Connection, PeerEvent};
use crate::clock::Millis;
use crate::protocol::identity::ConnectionId;
use crate::protocol::signal::{ChannelMessage, Payload};
use crate::protocol::{ClientMessage, IceServer, Recovery, Role};

/// An offer that waits for a name is made anew after this long, in milliseconds: its candidates belong to a network that may
/// have changed, and relays forget an allocation that nobody refreshes after ten minutes (RFC 8656 section 3.2).
const OFFER_MAX_AGE_MS: u64 = 120_000;

impl Call {
    pub(super) fn peer_event(&mut self, id: ConnectionId, event: PeerEvent) {
        let now = self.now;
        if self.connection.as_ref().is_none_or(|connection| connection.negotiation.connection() != id) {
            return;
        }
        if event != PeerEvent::Unavailable {
            self.makes_connections = true;
        }
        let Some(connection) = &mut self.connection else { return };
        match event {
            PeerEvent::Unavailable => self.connection_is_unavailable(),
            PeerEvent::Finished(outcome) => {
                let steps = connection.negotiation.finished(outcome);
                self.take_steps(steps);
            }
            PeerEvent::Gathered(candidate) => {
                let payload = connection.negotiation.gathered(candidate);
                self.post(payload);
            }
            PeerEvent::Transport(state) => connection.health.transport_is(now, state),
            PeerEvent::ChannelOpened => connection.health.channel_opened(now),
            PeerEvent::ChannelClosed => connection.health.channel_closed(),
            PeerEvent::ChannelMessage(ChannelMessage::Ping) => {
                self.commands.push(Command::SendChannel(ChannelMessage::Pong));
            }
            PeerEvent::ChannelMessage(ChannelMessage::Pong) => {
                if connection.health.answered(now) {
                    // The other browser asks for a whole picture only every three seconds, and was not heard.
                    self.commands.push(Command::SendWholePicture);
                }
            }
            PeerEvent::ChannelMessage(message) => self.channel_says(message),
            PeerEvent::PictureSeen => connection.health.picture_seen(),
        }
    }

    /// The browser makes no connection: because of an address of an ICE server that it refuses, or at all. Without servers two
    /// in one network find each other; without connections there is no call, which the dialog says.
    fn connection_is_unavailable(&mut self) {
        if self.makes_connections {
            // It could before, so it may again: as if the connection had failed.
            return self.take_steps(vec![Step::Broken]);
        }
        self.connection = None;
        self.begin_outbox();
        if self.ice_servers.as_ref().is_some_and(|servers| !servers.is_empty()) && !self.serverless {
            self.serverless = true;
            if self.seat.as_ref().is_some_and(|seat| seat.granted) && self.peer.is_some() {
                self.replace_connection(0);
                self.offer(false);
            } else if self.seat.as_ref().is_some_and(|seat| seat.granted) {
                self.replace_connection(0);
            } else {
                self.prepare();
            }
            return;
        }
        self.unable = true;
        if self.phase == Phase::Joining || self.phase.seated() {
            self.send(ClientMessage::Leave);
            self.open_dialog(Phase::ChoosingRoom(DialogNotice::Unable));
        } else if self.phase.dialog().is_some() {
            self.go(Phase::ChoosingRoom(DialogNotice::Unable));
        }
    }

    /// Makes the connection and its offer while the person is still typing, so that joining takes one trip to the other
    /// side and one back.
    pub(super) fn prepare(&mut self) {
        let undecided = self.phase.dialog().is_some() || self.phase == Phase::Joining;
        if self.captured && undecided && self.connection.is_none() && self.welcomed && !self.unable {
            self.prepared_at = self.now;
            self.begin_outbox();
            self.replace_connection(0);
            self.offer(false);
        }
    }

    /// Whether the offer that waits for a name is too old.
    pub(super) fn offer_is_old(&self) -> bool {
        self.now >= self.prepared_at.after(OFFER_MAX_AGE_MS)
    }

    /// When the offer that waits for a name is too old.
    pub(super) fn offer_due(&self) -> Option<Millis> {
        let waits = self.phase.dialog().is_some() && self.connection.is_some();
        waits.then(|| self.prepared_at.after(OFFER_MAX_AGE_MS))
    }

    /// Makes the offer that waits for a name anew: the network or the passwords may be others than those it was made with.
    pub(super) fn prepare_again(&mut self) {
        if self.phase.dialog().is_some() && self.connection.is_some() {
            self.drop_connection();
            self.prepare();
        }
    }

    pub(super) fn replace_connection(&mut self, repairs: usize) {
        let Some(ice_servers) = self.ice_servers.clone().filter(|_| self.captured && !self.unable) else { return };
        let ice_servers = if self.serverless { Vec::new() } else { self.usable(ice_servers) };
        if self.wants_relays && std::mem::take(&mut self.is_direct_only) {
            // It has made none with these servers yet, and may refuse them.
            self.makes_connections = false;
        }
        self.is_direct_only |= !self.wants_relays;
        let connection = ConnectionId::from_random(self.random_id());
        let role = self.seat.as_ref().map_or(Role::Polite, |seat| seat.role);
        self.connection = Some(Connection {
            negotiation: Negotiation::new(connection, role),
            health: Health::new(self.now, repairs),
            broken: false,
            wished: false,
        });
        self.commands.push(Command::OpenPeer { connection, ice_servers });
    }

    /// Those of the servers that are wanted now.
    pub(super) fn usable(&self, mut ice_servers: Vec<IceServer>) -> Vec<IceServer> {
        ice_servers.retain(|server| self.wants_relays || !server.is_relay());
        ice_servers
    }

    /// Somebody means to join: the offer that waits for a name gets the addresses of relays too.
    pub(super) fn want_relays(&mut self) {
        self.wants_relays = true;
        if self.lacks_relays() {
            self.prepare_again();
        }
    }

    /// The person wants other paths than the connection was made for. Whoever was met with it knows them already; before that, another
    /// one is made.
    pub(super) fn change_policy(&mut self) {
        self.prepare_again();
        if self.phase == Phase::Joining && self.connection.is_some() {
            // The join that waits at the server has the old addresses in it.
            self.send(ClientMessage::Leave);
            let visit = self.new_visit();
            if let Some(seat) = &mut self.seat {
                (seat.visit, seat.asked) = (visit, false);
            }
            self.drop_connection();
            self.prepare();
            self.ask_for_seat();
        }
        if self.phase.seated() && self.peer.is_none() && self.connection.is_some() {
            self.replace_connection(0);
        }
    }

    /// Whether there are relays, and the present connection was made without them.
    pub(super) fn lacks_relays(&self) -> bool {
        let are_there = self.ice_servers.iter().flatten().any(IceServer::is_relay);
        self.connection.is_some() && self.is_direct_only && self.wants_relays && are_there
    }

    pub(super) fn drop_connection(&mut self) {
        if self.connection.take().is_some() {
            self.begin_outbox();
            self.commands.push(Command::ClosePeer);
        }
    }

    pub(super) fn offer(&mut self, restart_ice: bool) {
        if let Some(connection) = &mut self.connection {
            let steps = connection.negotiation.offer(restart_ice);
            self.take_steps(steps);
        }
    }

    pub(super) fn negotiate(&mut self, payload: Payload) {
        if let Some(connection) = &mut self.connection {
            let steps = connection.negotiation.heard(payload);
            self.take_steps(steps);
        }
    }

    /// Pings and repairs.
    pub(super) fn tend_connection(&mut self) {
        if self.offer_due().is_some_and(|at| self.now >= at) {
            self.prepare_again();
        }
        let may_repair = self.may_repair();
        let Some(connection) = &mut self.connection else { return };
        if connection.health.ping_due(self.now) {
            self.commands.push(Command::SendChannel(ChannelMessage::Ping));
        }
        let due = if may_repair { connection.health.repair_due(self.now) } else { None };
        match due {
            Some(Repair::RestartIce) if !connection.broken => {
                self.repaired = Recovery::Restart;
                self.offer(true);
            }
            Some(Repair::RestartIce | Repair::Replace) => {
                self.repaired = Recovery::Renewal;
                let repairs = connection.health.repairs();
                self.replace_connection(repairs);
                self.offer(false);
            }
            None => {}
        }
    }

    fn take_steps(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Do(operation) => self.commands.push(Command::Peer(operation)),
                Step::Say(payload) => self.post(payload),
                Step::Replace(payloads) => {
                    self.replace_connection(0);
                    for payload in payloads {
                        self.negotiate(payload);
                    }
                }
                Step::Broken if self.peer.is_some() => {
                    if let Some(connection) = &mut self.connection {
                        connection.broken = true;
                        connection.health.transport_is(self.now, TransportState::Failed);
                    }
                }
                // Made beforehand and of no use: joining makes another.
                Step::Broken => self.drop_connection(),
            }
        }
    }
}
