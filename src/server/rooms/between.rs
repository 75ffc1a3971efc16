//! What the two inside say to each other, and of each other.

use super::{Output, Rooms, SocketId};
use crate::clock::Millis;
use crate::protocol::identity::VisitId;
use crate::protocol::signal::Passing;
use crate::protocol::{ErrorCode, ServerMessage};

impl Rooms {
    pub(super) fn signal(&mut self, socket: SocketId, signal: &Passing) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some([own, other]) = self.pair(&key, index) else { return };
        if own.is_some_and(|seat| seat.visit != signal.from) {
            return self.error(socket, ErrorCode::WrongSender);
        }
        let receiver = other.filter(|seat| signal.to.is_none_or(|to| to == seat.visit)).and_then(|seat| seat.socket);
        if let Some(receiver) = receiver {
            self.outputs.push(Output::Forward(receiver));
        }
    }

    pub(super) fn ack(&mut self, socket: SocketId, to: VisitId, up_to: u32) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some([Some(own), Some(other)]) = self.pair(&key, index) else { return };
        if let Some(receiver) = other.socket.filter(|_| other.visit == to) {
            let from = own.visit;
            self.send(receiver, ServerMessage::Ack { from, up_to });
        }
    }

    pub(super) fn report(&mut self, now: Millis, socket: SocketId, flowing: bool) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        let Some(other) = self.seat_mut(&key, 1 - index).filter(|seat| seat.socket.is_none()) else { return };
        other.report(now, flowing);
        self.touched.push(key.clone());
        if flowing {
            self.send_all_away(&key);
        }
    }

    pub(super) fn repair(&mut self, socket: SocketId) {
        let Some((key, index)) = self.seat_of(socket) else { return self.error(socket, ErrorCode::NotSeated) };
        if let Some(other) = self.socket_at(&key, 1 - index) {
            self.send(other, ServerMessage::RepairWanted);
        }
    }
}
