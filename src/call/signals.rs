//! The way of a signal to the other person and back: through the server as a rule, over the data channel while the
//! server cannot be reached, and both ways when one of them has left it without an answer.

use super::mailbox::{Delivery, Outbox};
use super::view::Announcement;
use super::{Call, Command, RESEND_AFTER_MS};
use crate::protocol::identity::VisitId;
use crate::protocol::signal::{ChannelMessage, Devices, Payload, Signal};
use crate::protocol::{ClientMessage, Role};

/// The ways that a signal can take now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ways {
    server: bool,
    channel: bool,
}

impl Call {
    /// Posts a signal and sends it, if there is somebody to send it to. Until then it waits.
    pub(super) fn post(&mut self, payload: Payload) {
        self.outbox.post(payload);
        self.flush();
    }

    /// Sends what was not sent yet.
    pub(super) fn flush(&mut self) {
        let ways = self.ways();
        self.send_unsent(Ways { channel: ways.channel && !ways.server, ..ways });
    }

    /// Sends again what has no acknowledgement for too long: whichever way it took, it may have been the wrong one.
    pub(super) fn resend_late(&mut self) {
        if self.now >= self.resend_at && self.may_signal() && self.outbox.awaits_acknowledgement() {
            self.outbox.rewind();
            self.send_unsent(self.ways());
        }
        if self.outbox.has_overflowed() && !self.is_alive() && self.is_held() {
            self.renew_visit();
        }
    }

    /// Whether a signal sent now has somebody to arrive at.
    pub(super) fn may_signal(&self) -> bool {
        let ways = self.ways();
        ways.server || ways.channel
    }

    /// Whether the other person hears through the server.
    pub(super) fn reaches_peer_by_server(&self) -> bool {
        self.is_held() && self.peer.as_ref().is_some_and(|peer| peer.seated && !peer.quiet)
    }

    fn ways(&self) -> Ways {
        let channel = self.peer.is_some() && self.connection.as_ref().is_some_and(|c| c.health.has_channel(self.now));
        Ways { server: self.reaches_peer_by_server(), channel }
    }

    fn send_unsent(&mut self, ways: Ways) {
        if !ways.server && !ways.channel {
            return;
        }
        let (Some(seat), Some(peer)) = (&self.seat, &self.peer) else { return };
        let unsent = self.outbox.take_unsent(seat.visit, Some(peer.visit));
        if !unsent.is_empty() {
            self.resend_at = self.now.after(RESEND_AFTER_MS);
        }
        for signal in unsent {
            if ways.channel {
                self.commands.push(Command::SendChannel(ChannelMessage::Signal(signal.clone())));
            }
            if ways.server {
                self.send(ClientMessage::Signal(signal));
            }
        }
    }

    /// A signal of the other person arrived; `over_channel` says which way.
    pub(super) fn signal(&mut self, signal: Signal, over_channel: bool) {
        let ours = self.seat.as_ref().map(|seat| seat.visit);
        if !self.is_peer(signal.from) || (signal.to.is_some() && signal.to != ours) {
            return;
        }
        match self.inbox.deliver(signal.seq) {
            Delivery::Duplicate | Delivery::TooEarly => {}
            delivery @ (Delivery::Fresh | Delivery::Anew) => {
                if delivery == Delivery::Anew {
                    self.begin_outbox();
                    self.tell_newcomer_devices();
                }
                match signal.payload {
                    Payload::Devices(devices) => self.peer_switched(devices),
                    payload @ (Payload::Description { .. } | Payload::Candidate { .. }) => self.negotiate(payload),
                }
            }
        }
        let (to, up_to) = (signal.from, self.inbox.received());
        if over_channel {
            self.commands.push(Command::SendChannel(ChannelMessage::Ack { to, up_to }));
        } else {
            self.send(ClientMessage::Ack { to, up_to });
        }
    }

    /// Forgets what was to be said: whoever it was for is gone, or has forgotten us.
    pub(super) fn begin_outbox(&mut self) {
        let [one, two, ..] = self.random_id();
        self.outbox = Outbox::new(u16::from_le_bytes([one, two]));
    }

    /// The other person has our signals up to this number.
    pub(super) fn acknowledged(&mut self, up_to: u32) {
        // Two who remember each other differently would wait for each other's signals for ever. While media flows they do
        // not, whatever an acknowledgement that was overtaken on the other way says.
        if !self.outbox.acknowledged(up_to) && !self.is_alive() {
            self.renew_visit();
        }
    }

    /// What the other page says over the data channel, but for pings and their answers.
    pub(super) fn channel_says(&mut self, message: ChannelMessage) {
        let ours = self.seat.as_ref().map(|seat| seat.visit);
        match message {
            ChannelMessage::Signal(signal) => self.signal(signal, true),
            ChannelMessage::Ack { to, up_to } if Some(to) == ours => self.acknowledged(up_to),
            ChannelMessage::Repair => self.repair_wanted(),
            ChannelMessage::Bye => self.peer_left(),
            ChannelMessage::Ack { .. } | ChannelMessage::Ping | ChannelMessage::Pong => {}
        }
    }

    /// Whether that visit is the one we are in a room with.
    pub(super) fn is_peer(&self, visit: VisitId) -> bool {
        self.peer.as_ref().is_some_and(|peer| peer.visit == visit)
    }

    /// Asks the impolite side, once for each break, to look for another path: it may not have noticed.
    pub(super) fn wish_for_repair(&mut self) {
        let polite = self.seat.as_ref().is_some_and(|seat| seat.role == Role::Polite);
        let may = polite && self.reaches_peer_by_server();
        let now = self.now;
        let Some(connection) = &mut self.connection else { return };
        if !connection.health.is_broken(now) {
            connection.wished = false;
        } else if may && !connection.wished {
            connection.wished = true;
            self.send(ClientMessage::Repair);
            // It may be broken in one direction only.
            self.commands.push(Command::SendChannel(ChannelMessage::Repair));
        }
    }

    /// The other side asks for a repair.
    pub(super) fn repair_wanted(&mut self) {
        if self.seat.as_ref().is_none_or(|seat| seat.role == Role::Polite) {
            return;
        }
        let now = self.now;
        let Some(connection) = &mut self.connection else { return };
        if !connection.health.is_alive(now) {
            // If it has lived it is being repaired, or will be in this very turn. If not, the other side holds on to one that
            // this side has forgotten, and has to learn that.
            if !connection.health.has_lived() {
                connection.health.repair_now(now);
            }
        } else if connection.health.may_restart(now) {
            self.offer(true);
        }
    }

    fn peer_switched(&mut self, devices: Devices) {
        if let Some(peer) = self.peer.as_mut().filter(|peer| peer.devices != devices) {
            peer.devices = devices;
            self.announce(Announcement::PeerDevices);
        }
    }
}
