//! Before and after the call: the permission, the room dialog, the address bar, leaving.

use super::seat::{Address, Arrival, StoredSeat};
use super::view::{Announcement, DialogNotice, EndReason, Intent, Phase};
use super::{AfterMedia, Call, Command, Device, JOIN_MAX_MS, Seat};
use crate::protocol::identity::SeatSecret;
use crate::protocol::room_name::{RoomName, RoomNameError};
use crate::protocol::signal::ChannelMessage;
use crate::protocol::{ClientMessage, Measured, Role};

impl Call {
    pub(super) fn arrive(&mut self, arrival: &Arrival) {
        self.phase_since = self.now;
        self.build.clone_from(&arrival.build);
        if let Some(seat) = arrival.seat_to_resume() {
            self.room.clone_from(&seat.room);
            self.after_media = AfterMedia::Join(seat.clone());
        } else {
            self.after_media = AfterMedia::Choose;
            self.fill_dialog(&arrival.address);
        }
        self.request_media();
    }

    pub(super) fn intend(&mut self, intent: Intent) {
        match intent {
            Intent::RetryMedia if matches!(self.phase, Phase::MediaError(_)) => self.request_media(),
            Intent::Typed if self.phase.dialog().is_some() => self.want_relays(),
            Intent::HideOrShowAddress => self.change_policy(),
            Intent::Join(text) if self.phase.dialog().is_some() => self.join(&text),
            Intent::MoveHere(text) if self.phase.dialog().is_some() => self.move_here(&text),
            Intent::CancelDialog if self.phase.dialog().is_some() => {
                self.announce(Announcement::PhaseChanged);
                self.go(Phase::ChoosingRoom(DialogNotice::NameNeeded));
            }
            Intent::ToggleMicrophone if self.phase.seated() => self.toggle(Device::Microphone),
            // Letting go of the key counts wherever one is.
            Intent::Talk(held) if !held || self.phase.seated() => self.talk(held),
            Intent::ToggleCamera if self.phase.seated() => self.toggle(Device::Camera),
            Intent::UseAnother(device) => self.use_another(device),
            Intent::CopyLink if self.phase.seated() => self.commands.push(Command::CopyLink),
            Intent::Leave if self.phase.seated() || self.phase == Phase::Joining => {
                self.leave();
                self.commands.push(Command::PushAddress(None));
            }
            Intent::JoinAgain if matches!(self.phase, Phase::Ended(_)) => self.request_media(),
            Intent::ChooseAnother if matches!(self.phase, Phase::Ended(_)) => {
                self.after_media = AfterMedia::Choose;
                self.room.clear();
                self.commands.push(Command::PushAddress(None));
                self.request_media();
            }
            Intent::TapToHear => self.commands.push(Command::Play),
            Intent::TellPath(relayed) => self.tell(Role::Impolite, Measured::Relayed(relayed)),
            Intent::MediaArrived => {
                self.connection.iter_mut().for_each(|connection| connection.health.media_arrived(self.now))
            }
            // A press can cross a change of the phase that takes its button away.
            Intent::RetryMedia
            | Intent::Typed
            | Intent::Join(_)
            | Intent::MoveHere(_)
            | Intent::CancelDialog
            | Intent::ToggleMicrophone
            | Intent::Talk(_)
            | Intent::ToggleCamera
            | Intent::CopyLink
            | Intent::Leave
            | Intent::JoinAgain
            | Intent::ChooseAnother => {}
        }
    }

    pub(super) fn navigate(&mut self, address: Address) {
        let here = self.seat.as_ref().is_some_and(|seat| address == Address::Room(seat.room.clone()));
        if here {
            return;
        }
        if self.seat.is_some() {
            self.leave();
        }
        match &self.phase {
            Phase::Ended(_) if address == Address::Lobby => {}
            Phase::Ended(_) => {
                self.after_media = AfterMedia::Choose;
                self.fill_dialog(&address);
                self.request_media();
            }
            Phase::RequestingMedia | Phase::MediaError(_) => {
                self.after_media = AfterMedia::Choose;
                self.fill_dialog(&address);
            }
            Phase::ChoosingRoom(_) | Phase::RoomFull(_) => {
                self.fill_dialog(&address);
                self.go(Phase::ChoosingRoom(self.pending_notice));
            }
            Phase::Joining | Phase::Waiting | Phase::Connecting | Phase::Connected | Phase::Reconnecting(_) => {}
        }
    }

    /// There is no seat: the person is asked for another room, or the same again.
    pub(super) fn open_dialog(&mut self, phase: Phase) {
        let unreachable = phase.dialog() == Some(DialogNotice::Unreachable);
        self.unseat_tab();
        if let Some(seat) = self.seat.take() {
            self.room.clone_from(&seat.room);
            // The server may have given the seat without being able to say so: another secret would find the room full.
            self.kept = unreachable.then(|| seat.to_store(self.equipment.wishes()));
        }
        if !unreachable {
            self.commands.push(Command::ForgetSeat);
        }
        // A device that is lost and found again leads back to the dialog, and into no room.
        self.after_media = AfterMedia::Choose;
        self.pending_notice = DialogNotice::None;
        self.stop_talking();
        self.forget_peer();
        self.go(phase);
        self.line.want(self.now);
        self.prepare();
    }

    pub(super) fn end(&mut self, reason: EndReason) {
        self.wants_relays = false;
        self.let_go();
        self.go(Phase::Ended(reason));
    }

    /// Gives up everything that the browser holds for the call: the camera's light goes out.
    pub(super) fn let_go(&mut self) {
        self.unseat_tab();
        self.seat = None;
        self.forget_peer();
        self.drop_connection();
        self.stop_media();
        self.line.release();
        self.forget_socket();
        self.commands.push(Command::CloseSocket);
    }

    /// A join that meets no server goes back to the dialog, where the person can decide to try again.
    pub(super) fn give_up_joining(&mut self) {
        let Some(seat) = self.seat.as_ref().filter(|_| self.phase == Phase::Joining) else { return };
        // Whoever comes back to a call waits for a server that is being started again.
        let unreachable = self.line.is_unreachable() && seat.claim.is_none();
        if self.now >= seat.answer_by || unreachable {
            if self.seat.as_ref().is_some_and(|seat| seat.asked) {
                // Or the server would seat somebody who is not there.
                self.send(ClientMessage::Leave);
            }
            self.open_dialog(Phase::ChoosingRoom(DialogNotice::Unreachable));
        }
    }

    fn fill_dialog(&mut self, address: &Address) {
        self.pending_notice = Self::address_notice(address);
        self.room = match address {
            Address::Room(name) if self.pending_notice == DialogNotice::None => name.clone(),
            Address::Room(_) | Address::Lobby | Address::Unreadable => String::new(),
        };
        if !self.room.is_empty() {
            self.want_relays();
        }
    }

    fn address_notice(address: &Address) -> DialogNotice {
        match address {
            Address::Lobby => DialogNotice::None,
            Address::Room(name) if RoomName::from_nfc(name).is_ok() => DialogNotice::None,
            Address::Room(_) | Address::Unreadable => DialogNotice::BadAddress,
        }
    }

    fn join(&mut self, text: &str) {
        match RoomName::from_nfc(text) {
            Ok(_) if self.unable => {
                self.announce(Announcement::PhaseChanged);
                self.go(Phase::ChoosingRoom(DialogNotice::Unable));
            }
            Ok(name) => {
                let secret = SeatSecret::from_random((self.entropy)());
                let kept = self.kept.take().filter(|kept| kept.room == name.as_str());
                self.take_seat(kept.unwrap_or_else(|| StoredSeat::new(name.to_string(), secret)));
            }
            Err(error) => {
                self.announce(Announcement::PhaseChanged);
                self.go(Phase::ChoosingRoom(match error {
                    RoomNameError::Blank => DialogNotice::NameNeeded,
                    RoomNameError::TooLong | RoomNameError::Control | RoomNameError::Dots => {
                        DialogNotice::BadName(error)
                    }
                }));
            }
        }
    }

    pub(super) fn take_seat(&mut self, seat: StoredSeat) {
        let visit = self.new_visit();
        self.began = self.now;
        self.kept = None;
        self.room.clone_from(&seat.room);
        self.seat = Some(Seat {
            room: seat.room,
            secret: seat.secret,
            claim: seat.claim,
            visit,
            role: Role::Polite,
            asked: false,
            held: false,
            granted: false,
            answer_by: self.now.after(JOIN_MAX_MS),
        });
        self.go(Phase::Joining);
        self.wants_relays = true;
        if !self.welcomed || self.offer_is_old() || self.lacks_relays() {
            // It may be of another network: a new one is made as soon as the server speaks.
            self.drop_connection();
        }
        self.line.want(self.now);
        self.line.hurry(self.now);
        self.prepare();
        self.ask_for_seat();
        self.tell_of_limit();
    }

    fn leave(&mut self) {
        if let Some(seat) = &self.seat {
            // A server that did not hear of the leaving keeps the seat for a while, and only its secret opens it.
            let devices = self.equipment.wishes();
            self.after_media = AfterMedia::Join(StoredSeat { claim: None, ..seat.to_store(devices) });
            if seat.asked {
                self.send(ClientMessage::Leave);
            }
        }
        // The other person need not wait for the server to say it.
        self.commands.push(Command::SendChannel(ChannelMessage::Bye));
        self.commands.push(Command::ForgetSeat);
        self.end(EndReason::Left);
    }

    /// Another tab shows the same secret: it is the seat's owner now.
    pub(super) fn moved(&mut self) {
        if let Some(seat) = self.seat.take() {
            let seat = seat.to_store(self.equipment.wishes());
            self.after_media = AfterMedia::Join(seat.clone());
            self.commands.push(Command::StoreSeat(StoredSeat { spent: true, ..seat }));
        }
        self.end(EndReason::Moved);
    }
}
