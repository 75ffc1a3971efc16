//! The peer connection: made beforehand, fed with what the other side says, tended while it lives.

use super::link::{Health, Repair, TransportState};
use super::negotiation::{Negotiation, Step};
use super::view::Phase;
use super::{Call, Command, Connection, PeerEvent};
use crate::protocol::identity::ConnectionId;
use crate::protocol::signal::{ChannelMessage, Payload};
use crate::protocol::{Recovery, Role};

impl Call {
    pub(super) fn peer_event(&mut self, id: ConnectionId, event: PeerEvent) {
        let now = self.now;
        let Some(connection) = self.connection.as_mut().filter(|c| c.negotiation.connection() == id) else {
            return;
        };
        match event {
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

    /// Makes the connection and its offer while the person is still typing, so that joining takes one trip to the other
    /// side and one back.
    pub(super) fn prepare(&mut self) {
        let undecided = self.phase.dialog().is_some() || self.phase == Phase::Joining;
        if self.captured && undecided && self.connection.is_none() && self.ice_servers.is_some() {
            self.begin_outbox();
            self.replace_connection(0);
            self.offer(false);
        }
    }

    pub(super) fn replace_connection(&mut self, repairs: usize) {
        let Some(ice_servers) = self.ice_servers.clone().filter(|_| self.captured) else { return };
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
