//! What the server says: the seat, the other person, and what comes from them.

use super::mailbox::{Delivery, Inbox, Outbox};
use super::seat::StoredSeat;
use super::view::{Announcement, DialogNotice, Phase};
use super::{Call, Command, PeerState, REPORT_EVERY_MS, RESEND_AFTER_MS};
use crate::protocol::identity::VisitId;
use crate::protocol::room_name::RoomNameError;
use crate::protocol::signal::{Devices, Payload, Signal};
use crate::protocol::{ClientMessage, IceServer, Join, PROTOCOL_VERSION, Peer, Refusal, Role, ServerMessage};

impl Call {
    pub(super) fn hear(&mut self, message: ServerMessage) {
        self.line.heard(self.now);
        match message {
            ServerMessage::Welcome { version, ice_servers, .. } => self.welcome(version, ice_servers),
            ServerMessage::Joined { name, role, resumed, peer } => self.joined(name, role, resumed, peer),
            ServerMessage::Full if self.seat.is_some() => self.open_dialog(Phase::RoomFull(DialogNotice::None)),
            ServerMessage::Refused { reason } if self.seat.is_some() => {
                self.open_dialog(Phase::ChoosingRoom(refusal_notice(reason)));
            }
            ServerMessage::PeerHere { visit } => self.peer_here(visit),
            ServerMessage::PeerQuiet => self.peer_quiet(),
            ServerMessage::PeerLeft => self.peer_left(),
            ServerMessage::Signal(signal) => self.signal(signal),
            ServerMessage::Ack { from, up_to } if self.is_peer(from) => self.outbox.acknowledged(up_to),
            ServerMessage::Ping => {
                self.send(ClientMessage::Pong);
                self.remember_seat();
            }
            ServerMessage::Moved => self.moved(),
            // Calls go on while a server drains; the errors are about messages this page does not send; and a refusal that
            // comes after a join was given up concerns nobody any more.
            ServerMessage::Full
            | ServerMessage::Refused { .. }
            | ServerMessage::Ack { .. }
            | ServerMessage::Draining
            | ServerMessage::Error { .. } => {}
        }
    }

    pub(super) fn lose_socket(&mut self) {
        self.forget_socket();
        let chance = self.chance();
        self.line.closed(self.now, chance);
    }

    pub(super) fn forget_socket(&mut self) {
        self.welcomed = false;
        if let Some(seat) = &mut self.seat {
            seat.asked = false;
            seat.held = false;
        }
    }

    pub(super) fn ask_for_seat(&mut self) {
        if !self.welcomed {
            return;
        }
        let Some(seat) = self.seat.as_mut().filter(|seat| !seat.asked) else { return };
        seat.asked = true;
        self.resend_at = self.now.after(RESEND_AFTER_MS);
        let signals = if seat.granted {
            Vec::new()
        } else {
            self.outbox.rewind();
            self.outbox.take_unsent(seat.visit, None)
        };
        let join = Join {
            version: PROTOCOL_VERSION,
            name: seat.room.clone(),
            visit: seat.visit,
            secret: seat.secret,
            signals,
        };
        self.send(ClientMessage::Join(join));
    }

    /// Posts a signal and sends it, if there is somebody to send it to.
    pub(super) fn post(&mut self, payload: Payload) {
        self.outbox.post(payload);
        self.flush();
    }

    pub(super) fn flush(&mut self) {
        if !self.may_signal() {
            return;
        }
        let (Some(seat), Some(peer)) = (&self.seat, &self.peer) else { return };
        let unsent = self.outbox.take_unsent(seat.visit, Some(peer.visit));
        if !unsent.is_empty() {
            self.resend_at = self.now.after(RESEND_AFTER_MS);
        }
        self.commands.extend(unsent.into_iter().map(|signal| Command::Send(ClientMessage::Signal(signal))));
    }

    /// While the other seat is only held, the server is told whether its owner is still here.
    pub(super) fn report(&mut self) {
        let (held, flowing, now) = (self.is_held(), self.is_alive(), self.now);
        if let Some(peer) = self.peer.as_mut().filter(|peer| held && peer.quiet && now >= peer.next_report) {
            peer.next_report = now.after(REPORT_EVERY_MS);
            self.send(ClientMessage::Report { flowing });
        }
    }

    pub(super) fn forget_peer(&mut self) {
        if self.peer.take().is_some() {
            self.commands.push(Command::ClearPicture);
            self.playback_blocked = false;
            self.drop_connection();
        }
        self.inbox = Inbox::default();
    }

    fn welcome(&mut self, version: u32, ice_servers: Vec<IceServer>) {
        self.welcomed = true;
        self.ice_servers = Some(ice_servers);
        if version != PROTOCOL_VERSION {
            // A call that flows needs no server; a permission that is asked for is not to be talked over.
            let idle = self.phase.seated() && !self.is_alive();
            if idle || self.phase == Phase::Joining || self.phase.dialog().is_some() {
                self.open_dialog(Phase::ChoosingRoom(DialogNotice::Version));
            }
            return;
        }
        self.prepare();
        self.ask_for_seat();
    }

    fn joined(&mut self, name: String, role: Role, resumed: bool, peer: Option<Peer>) {
        let visit = VisitId::from_random(self.random_id());
        let Some(seat) = &mut self.seat else { return self.send(ClientMessage::Leave) };
        if seat.granted && !resumed {
            // The seat was free: the other person has forgotten this visit, or will not know that it is a new one.
            seat.visit = visit;
            seat.asked = false;
            seat.granted = false;
            self.forget_peer();
            self.outbox = Outbox::default();
            self.send(ClientMessage::Leave);
            self.ask_for_seat();
            return;
        }
        seat.held = true;
        seat.role = role;
        let address = (!seat.granted).then(|| seat.room.clone());
        seat.granted = true;
        self.room = name;
        if let Some(connection) = &mut self.connection {
            connection.negotiation.set_role(role);
        }
        if let Some(room) = address {
            self.commands.push(Command::PushAddress(Some(room)));
        }
        self.remember_seat();
        match peer {
            None => {
                if self.peer.is_some() {
                    self.announce(Announcement::PeerLeft);
                }
                self.forget_peer();
                self.wait_for_offer();
            }
            Some(peer) if self.is_peer(peer.visit) => self.peer_resumed(peer.quiet),
            Some(peer) => self.meet_resident(peer),
        }
    }

    /// The other person was in the room already, or came while the line was down.
    fn meet_resident(&mut self, peer: Peer) {
        let offered = self.peer.is_none() && self.connection.as_ref().is_some_and(|c| c.negotiation.is_first_offer());
        self.meet(peer.visit, peer.quiet);
        // What travelled inside the join is on its way; a join that waited for its seat must not count that time.
        self.resend_at = self.now.after(RESEND_AFTER_MS);
        if peer.quiet {
            // Nobody is there to hear an offer; they will make one when they are back.
            self.wait_for_offer();
        } else if offered {
            if let Some(connection) = &mut self.connection {
                connection.health.start_waiting(self.now);
            }
        } else {
            self.outbox = Outbox::default();
            self.replace_connection(0);
            self.offer(false);
        }
        self.tell_newcomer_devices();
        self.flush();
    }

    fn peer_here(&mut self, visit: VisitId) {
        if self.is_peer(visit) {
            self.announce(Announcement::PeerBack);
            self.peer_resumed(false);
            return;
        }
        let back = self.peer.as_ref().is_some_and(|peer| peer.met);
        self.announce(if back { Announcement::PeerBack } else { Announcement::PeerCame });
        self.meet(visit, false);
        self.wait_for_offer();
        self.tell_newcomer_devices();
    }

    /// Who has just been met assumes that both devices are on.
    fn tell_newcomer_devices(&mut self) {
        if self.devices != Devices::default() {
            self.tell_devices();
        }
    }

    fn peer_resumed(&mut self, quiet: bool) {
        if let Some(peer) = &mut self.peer {
            peer.quiet = quiet;
            peer.next_report = self.now;
        }
        self.outbox.rewind();
        self.flush();
    }

    fn peer_quiet(&mut self) {
        if let Some(peer) = &mut self.peer {
            peer.quiet = true;
            peer.next_report = self.now;
            self.announce(Announcement::PeerQuiet);
        }
    }

    fn peer_left(&mut self) {
        if self.peer.is_some() {
            self.announce(Announcement::PeerLeft);
        }
        self.forget_peer();
        self.wait_for_offer();
    }

    fn signal(&mut self, signal: Signal) {
        let ours = self.seat.as_ref().map(|seat| seat.visit);
        if !self.is_peer(signal.from) || (signal.to.is_some() && signal.to != ours) {
            return;
        }
        match self.inbox.deliver(signal.seq) {
            Delivery::TooEarly => return,
            Delivery::Duplicate => {}
            Delivery::Fresh => match signal.payload {
                Payload::Devices(devices) => self.peer_switched(devices),
                payload @ (Payload::Description { .. } | Payload::Candidate { .. }) => self.negotiate(payload),
            },
        }
        self.send(ClientMessage::Ack { to: signal.from, up_to: self.inbox.received() });
    }

    fn peer_switched(&mut self, devices: Devices) {
        if let Some(peer) = self.peer.as_mut().filter(|peer| peer.devices != devices) {
            peer.devices = devices;
            self.announce(Announcement::PeerDevices);
        }
    }

    fn meet(&mut self, visit: VisitId, quiet: bool) {
        let met = self.peer.as_ref().is_some_and(|peer| peer.met);
        let next_report = self.now;
        self.inbox = Inbox::default();
        self.peer = Some(PeerState { visit, quiet, devices: Devices::default(), met, next_report });
    }

    /// Has a connection that any offer can be applied to, and nothing left to say to anybody who is gone.
    fn wait_for_offer(&mut self) {
        self.outbox = Outbox::default();
        match &mut self.connection {
            Some(connection) if connection.negotiation.is_pristine() => connection.health.start_waiting(self.now),
            Some(_) | None => self.replace_connection(0),
        }
    }

    fn is_peer(&self, visit: VisitId) -> bool {
        self.peer.as_ref().is_some_and(|peer| peer.visit == visit)
    }

    fn remember_seat(&mut self) {
        if let Some(seat) = self.seat.as_ref().filter(|seat| seat.held) {
            let stored = StoredSeat { room: seat.room.clone(), secret: seat.secret, spent: false };
            self.commands.push(Command::StoreSeat(stored));
        }
    }
}

fn refusal_notice(reason: Refusal) -> DialogNotice {
    match reason {
        Refusal::Name(RoomNameError::Blank) => DialogNotice::NameNeeded,
        Refusal::Name(error) => DialogNotice::BadName(error),
        Refusal::Draining => DialogNotice::Draining,
        Refusal::Limit => DialogNotice::Limit,
        Refusal::Version => DialogNotice::Version,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::seat::{Address, Arrival};
    use crate::call::{Event, MediaEvent};
    use crate::clock::Millis;

    const NEWER: ServerMessage =
        ServerMessage::Welcome { version: PROTOCOL_VERSION + 1, heartbeat_ms: 5_000, ice_servers: Vec::new() };

    fn arrived() -> Call {
        let mut call = Call::new(Box::new(|| [7; 16]));
        let arrival = Arrival { address: Address::Lobby, seat: None, reloaded: false, seat_age_ms: 0 };
        call.handle(Millis(0), Event::Arrived(arrival));
        call.handle(Millis(1), Event::SocketOpened);
        call
    }

    #[test]
    fn a_newer_server_does_not_talk_over_the_permission() {
        let mut call = arrived();
        call.handle(Millis(2), Event::SocketMessage(NEWER));
        assert_eq!(call.view().phase, Phase::RequestingMedia);
    }

    #[test]
    fn a_newer_server_is_told_where_a_room_is_chosen() {
        let mut call = arrived();
        call.handle(Millis(2), Event::Media(MediaEvent::Granted));
        call.handle(Millis(3), Event::SocketMessage(NEWER));
        assert_eq!(call.view().phase, Phase::ChoosingRoom(DialogNotice::Version));
    }
}
