//! One's own visit, under which the other person knows us: made anew when the two remember each other differently, and
//! given up for a while when the server knows nothing of a call that goes on.

use super::view::{DialogNotice, Phase};
use super::{Call, Command};
use crate::protocol::identity::VisitId;

impl Call {
    /// Has the other person meet us as somebody new, because the two remember each other differently.
    pub(super) fn renew_visit(&mut self) {
        let visit = self.new_visit();
        let Some(seat) = &mut self.seat else { return };
        seat.visit = visit;
        seat.asked = false;
        seat.granted = false;
        seat.held = false;
        self.forget_peer();
        self.drop_connection();
        self.begin_outbox();
        self.ask_for_seat();
    }

    /// A visit that nobody knows yet.
    pub(super) fn new_visit(&mut self) -> VisitId {
        let visit = VisitId::from_random(self.random_id());
        self.visits.rotate_right(1);
        self.visits[0] = visit;
        visit
    }

    /// A join on a socket that was given up came late and took the seat from the one after it. It leads nowhere: the seat is
    /// taken again.
    pub(super) fn come_back_from_oneself(&mut self) {
        self.forget_socket();
        self.renew_visit();
        self.lose_socket();
        self.commands.push(Command::CloseSocket);
    }

    /// The server has no seat for us while the call goes on: it is asked again later, and not before what it `wants`, in
    /// milliseconds.
    pub(super) fn stand_aside(&mut self, wants: u64) {
        let chance = self.chance();
        self.commands.push(Command::CloseSocket);
        self.forget_socket();
        self.line.back_off(self.now, wants, chance);
    }

    /// The server closes the socket, and wants none for so many milliseconds.
    pub(super) fn come_later(&mut self, wants: u64) {
        self.stand_aside(wants);
        self.tell_of_limit();
    }

    /// Whoever only comes need not wait in front of a closed door. Who has been in goes on trying.
    pub(super) fn tell_of_limit(&mut self) {
        if !self.has_been_in() && self.phase == Phase::Joining && self.line.is_put_off(self.now) {
            self.open_dialog(Phase::ChoosingRoom(DialogNotice::Limit));
        }
    }
}
