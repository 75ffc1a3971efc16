//! What the server says: the seat, and who has the other one.
//!
//! A call that flows is worth more than what the server knows of it. While it does, no word of the server ends it.

use super::mailbox::Inbox;
use super::view::{Announcement, DialogNotice, Phase};
use super::wake::REFRESH_EVERY_MS;
use super::{Call, Command, PeerState, REPORT_EVERY_MS, RESEND_AFTER_MS, Served};
use crate::protocol::identity::{Pass, SeatDigest};
use crate::protocol::room_name::RoomNameError;
use crate::protocol::signal::Devices;
use crate::protocol::{
    Claim, ClientMessage, IceServer, Join, Neighbour, PROTOCOL_VERSION, Peer, Refusal, Role, ServerMessage,
};

/// What the server says of a seat that it gives.
struct Grant {
    name: String,
    role: Role,
    resumed: bool,
    pass: Pass,
    beside: Option<SeatDigest>,
    peer: Option<Peer>,
}

impl Call {
    pub(super) fn hear(&mut self, message: ServerMessage) {
        self.line.heard(self.now);
        match message {
            ServerMessage::Welcome { version, ice_servers, build, .. } => {
                self.served = self.served_by(version, build.as_deref());
                self.welcome(ice_servers);
            }
            ServerMessage::Joined { name, role, resumed, pass, beside, peer } => {
                self.joined(Grant { name, role, resumed, pass, beside, peer });
            }
            ServerMessage::Refused { reason: Refusal::Limit { retry_after_ms } } if self.has_been_in() => {
                self.stand_aside(retry_after_ms);
            }
            ServerMessage::Full | ServerMessage::Refused { .. } if self.seat.is_some() && self.is_alive() => {
                self.stand_aside(0);
            }
            ServerMessage::Later { retry_after_ms } => self.come_later(retry_after_ms),
            ServerMessage::Full if self.seat.is_some() => self.open_dialog(Phase::RoomFull(DialogNotice::None)),
            ServerMessage::Refused { reason } if self.seat.is_some() => {
                self.open_dialog(Phase::ChoosingRoom(refusal_notice(reason)));
            }
            ServerMessage::Ping => {
                self.send(ClientMessage::Pong);
                self.remember_seat();
            }
            ServerMessage::IceServers { ice_servers } => self.take_ice_servers(ice_servers),
            // All else is about the other seat, and concerns nobody who has none.
            _ if !self.is_held() => {}
            ServerMessage::Pass { pass, beside } => self.take_pass(pass, beside),
            ServerMessage::PeerHere { visit, seat } => self.peer_here(Neighbour { seat, visit }),
            ServerMessage::PeerQuiet => self.peer_quiet(),
            ServerMessage::PeerLeft => self.peer_unseated(),
            ServerMessage::Signal(signal) => self.signal(signal, false),
            ServerMessage::Ack { from, up_to } if self.is_peer(from) => self.acknowledged(up_to),
            ServerMessage::RepairWanted => self.repair_wanted(),
            ServerMessage::Moved { by } if self.visits.contains(&by) => self.come_back_from_oneself(),
            ServerMessage::Moved { .. } => self.moved(),
            // Calls go on while a server drains; the errors are about messages this page does not send; and a refusal that
            // comes after a join was given up concerns nobody any more.
            ServerMessage::Full
            | ServerMessage::Refused { .. }
            | ServerMessage::Ack { .. }
            | ServerMessage::Draining
            | ServerMessage::Error { .. } => {}
            #[cfg(not(target_arch = "wasm32"))]
            ServerMessage::Access(_)
            | ServerMessage::Door { .. }
            | ServerMessage::Knocked { .. }
            | ServerMessage::KnockOver { .. }
            | ServerMessage::Answered { .. }
            | ServerMessage::RelayLimit { .. } => {}
        }
    }

    pub(super) fn lose_socket(&mut self) {
        self.forget_socket();
        if let Some(connection) = &mut self.connection {
            // What ended the server ends its relay too.
            connection.health.test_now(self.now);
        }
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
        let (flowing, alone) = (self.is_alive(), self.peer.is_none());
        if self.seat.as_ref().is_none_or(|seat| seat.asked) {
            return;
        }
        // Whoever remembers the visit of somebody who is alone was told that they are forgotten.
        let fresh = (alone && self.is_granted()).then(|| self.new_visit());
        let Some(seat) = &mut self.seat else { return };
        seat.asked = true;
        seat.visit = fresh.unwrap_or(seat.visit);
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
            claim: seat.claim.map(|claim| Claim { flowing, ..claim }),
            signals,
        };
        self.send(ClientMessage::Join(join));
    }

    /// While the other seat is only held, the server is told whether its owner is still here.
    pub(super) fn report(&mut self) {
        let (held, flowing, now) = (self.is_held(), self.is_alive(), self.now);
        let Some(peer) = self.peer.as_mut().filter(|peer| held && peer.seated && peer.quiet) else { return };
        if now >= peer.next_report || peer.reported != Some(flowing) {
            peer.next_report = now.after(REPORT_EVERY_MS);
            peer.reported = Some(flowing);
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

    fn served_by(&self, version: u32, build: Option<&str>) -> Served {
        match build {
            _ if version != PROTOCOL_VERSION => Served::Foreign,
            Some(build) if !self.build.is_empty() && build != self.build => Served::Newer,
            _ => Served::This,
        }
    }

    fn welcome(&mut self, ice_servers: Vec<IceServer>) {
        self.welcomed = true;
        self.refresh_at = self.now.after(REFRESH_EVERY_MS);
        self.take_ice_servers(ice_servers);
        if self.served == Served::Foreign {
            // A call that flows needs no server; a permission that is asked for is not to be talked over.
            if self.phase == Phase::Joining || self.phase.dialog().is_some() {
                self.open_dialog(Phase::ChoosingRoom(DialogNotice::Version));
            }
            return;
        }
        // A line that was lost may have come back in another network, and its passwords are new.
        self.prepare_again();
        self.prepare();
        self.ask_for_seat();
    }

    /// The server speaks another version, which matters once the call needs it.
    pub(super) fn give_up_outdated(&mut self) {
        if self.served == Served::Foreign && self.welcomed && self.phase.seated() && !self.is_alive() {
            self.open_dialog(Phase::ChoosingRoom(DialogNotice::Version));
        }
    }

    fn joined(&mut self, grant: Grant) {
        let alive = self.is_alive();
        let stranger = grant.peer.is_some_and(|peer| !self.is_peer(peer.visit));
        let Some(seat) = &mut self.seat else { return self.send(ClientMessage::Leave) };
        if seat.granted && alive && stranger {
            // Somebody else is in the place of the person we are talking to.
            self.send(ClientMessage::Leave);
            return self.stand_aside(0);
        }
        if seat.granted && !alive && !grant.resumed {
            // The seat was free: the other person has forgotten this visit, or will not know that it is a new one.
            return self.renew_visit();
        }
        seat.held = true;
        seat.role = grant.role;
        let neighbour = grant.peer.map(|peer| Neighbour { seat: peer.seat, visit: peer.visit });
        let known = seat.claim.and_then(|claim| claim.peer).filter(|_| alive);
        let (pass, role, beside) = (grant.pass, grant.role, grant.beside);
        seat.claim = Some(Claim { pass, role, beside, peer: neighbour.or(known), flowing: false });
        let address = (!seat.granted).then(|| seat.room.clone());
        seat.granted = true;
        self.room = grant.name;
        if let Some(connection) = &mut self.connection {
            connection.negotiation.set_role(grant.role);
            if self.peer.as_ref().is_some_and(|peer| peer.met) {
                // Only now is it certain that there is a network, and what is found in it may be new.
                connection.health.repair_now(self.now);
            }
        }
        if let Some(room) = address {
            self.commands.push(Command::PushAddress(Some(room)));
            self.tell_tabs_of_seat();
        }
        match grant.peer {
            None if alive => self.peer_unseated(),
            None => self.peer_left(),
            Some(peer) if self.is_peer(peer.visit) => self.peer_resumed(peer.quiet),
            Some(peer) => self.meet_resident(peer),
        }
        self.remember_seat();
    }

    /// The other person was in the room already, or came while the line was down.
    fn meet_resident(&mut self, peer: Peer) {
        let offered = self.peer.is_none() && self.connection.as_ref().is_some_and(|c| c.negotiation.is_first_offer());
        self.meet(Neighbour { seat: peer.seat, visit: peer.visit }, peer.quiet);
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
            self.begin_outbox();
            self.replace_connection(0);
            self.offer(false);
        }
        self.tell_newcomer_devices();
        self.flush();
    }

    fn peer_here(&mut self, neighbour: Neighbour) {
        if self.is_peer(neighbour.visit) {
            let missed = !self.is_alive() || self.peer.as_ref().is_some_and(|peer| peer.quiet);
            if missed {
                self.announce(Announcement::PeerBack);
            }
            self.remember_neighbour(Some(neighbour));
            self.peer_resumed(false);
            return;
        }
        let known = self.seat.as_ref().and_then(|seat| seat.claim?.peer);
        let unseated = self.peer.as_ref().is_some_and(|peer| !peer.seated);
        if unseated && self.is_alive() && known.is_some_and(|known| known.seat != neighbour.seat) {
            // Somebody else has come into the place of the person we are talking to.
            self.send(ClientMessage::Leave);
            return self.stand_aside(0);
        }
        let back = self.peer.as_ref().is_some_and(|peer| peer.met);
        self.announce(if back { Announcement::PeerBack } else { Announcement::PeerCame });
        self.began = self.now;
        self.meet(neighbour, false);
        self.wait_for_offer();
        self.tell_newcomer_devices();
    }

    /// Who has just been met assumes that both devices are on.
    pub(super) fn tell_newcomer_devices(&mut self) {
        if self.equipment.working() != Devices::default() {
            self.tell_devices();
        }
    }

    fn peer_resumed(&mut self, quiet: bool) {
        if let Some(peer) = &mut self.peer {
            peer.quiet = quiet;
            peer.seated = true;
            peer.next_report = self.now;
        }
        if let Some(connection) = self.connection.as_mut().filter(|_| !quiet) {
            connection.health.repair_soon(self.now);
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

    /// The other seat is free. If their picture still comes, it is only the server that has lost them.
    fn peer_unseated(&mut self) {
        let alive = self.is_alive();
        match self.peer.as_mut().filter(|_| alive) {
            Some(peer) => {
                peer.seated = false;
                peer.quiet = true;
            }
            None => self.peer_left(),
        }
    }

    /// The other person is gone for good.
    pub(super) fn peer_left(&mut self) {
        if self.peer.is_some() {
            self.announce(Announcement::PeerLeft);
        }
        self.remember_neighbour(None);
        self.forget_peer();
        self.wait_for_offer();
    }

    fn meet(&mut self, neighbour: Neighbour, quiet: bool) {
        let met = self.peer.as_ref().is_some_and(|peer| peer.met);
        self.inbox = Inbox::default();
        self.peer = Some(PeerState {
            visit: neighbour.visit,
            quiet,
            seated: true,
            devices: Devices::default(),
            met,
            next_report: self.now,
            reported: None,
        });
        self.remember_neighbour(Some(neighbour));
    }

    fn remember_neighbour(&mut self, neighbour: Option<Neighbour>) {
        if let Some(claim) = self.seat.as_mut().and_then(|seat| seat.claim.as_mut()) {
            claim.peer = neighbour;
        }
        self.remember_seat();
    }

    /// Has a connection that any offer can be applied to, and nothing left to say to anybody who is gone.
    fn wait_for_offer(&mut self) {
        self.begin_outbox();
        match &mut self.connection {
            Some(connection) if connection.negotiation.is_pristine() => connection.health.start_waiting(self.now),
            Some(_) | None => self.replace_connection(0),
        }
    }

    /// What the server knows of the seat has changed, or its last word is old.
    fn take_pass(&mut self, pass: Pass, beside: Option<SeatDigest>) {
        if let Some(claim) = self.seat.as_mut().and_then(|seat| seat.claim.as_mut()) {
            (claim.pass, claim.beside) = (pass, beside);
        }
        self.remember_seat();
    }

    /// Puts the seat where a page that is loaded again finds it.
    pub(super) fn remember_seat(&mut self) {
        if let Some(seat) = self.seat.as_ref().filter(|seat| seat.granted) {
            self.commands.push(Command::StoreSeat(seat.to_store(self.equipment.wishes())));
        }
    }
}

fn refusal_notice(reason: Refusal) -> DialogNotice {
    match reason {
        Refusal::Name(RoomNameError::Blank) => DialogNotice::NameNeeded,
        Refusal::Name(error) => DialogNotice::BadName(error),
        Refusal::Draining => DialogNotice::Draining,
        Refusal::Limit { .. } => DialogNotice::Limit,
        Refusal::Locked => DialogNotice::Locked,
        Refusal::Knock => DialogNotice::Knock,
        Refusal::Version => DialogNotice::Version,
    }
}

#[cfg(test)]
#[path = "room_tests.rs"]
mod tests;
