//! Before and after the call: the permission, the room dialog, the address bar, leaving.

use super::seat::{Address, Arrival, StoredSeat};
use super::view::{Announcement, DialogNotice, EndReason, Intent, MediaError, Phase};
use super::{AfterMedia, Call, Command, JOIN_MAX_MS, MediaEvent, Seat};
use crate::protocol::identity::{SeatSecret, VisitId};
use crate::protocol::room_name::{RoomName, RoomNameError};
use crate::protocol::signal::{Devices, Payload};
use crate::protocol::{ClientMessage, Role};

impl Call {
    pub(super) fn arrive(&mut self, arrival: &Arrival) {
        self.phase_since = self.now;
        if let Some(seat) = arrival.seat_to_resume() {
            self.room.clone_from(&seat.room);
            self.after_media = AfterMedia::Join { room: seat.room.clone(), secret: seat.secret };
        } else {
            self.after_media = AfterMedia::Choose;
            self.fill_dialog(&arrival.address);
        }
        self.request_media();
    }

    pub(super) fn intend(&mut self, intent: Intent) {
        match intent {
            Intent::RetryMedia if matches!(self.phase, Phase::MediaError(_)) => self.request_media(),
            Intent::Join(text) if self.phase.dialog().is_some() => self.join(&text),
            Intent::CancelDialog if self.phase.dialog().is_some() => {
                self.announce(Announcement::PhaseChanged);
                self.go(Phase::ChoosingRoom(DialogNotice::NameNeeded));
            }
            Intent::ToggleMicrophone if self.phase.seated() => self.toggle_microphone(),
            Intent::ToggleCamera if self.phase.seated() && !self.camera_starting => self.toggle_camera(),
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
            // A press can cross a change of the phase that takes its button away.
            Intent::RetryMedia
            | Intent::Join(_)
            | Intent::CancelDialog
            | Intent::ToggleMicrophone
            | Intent::ToggleCamera
            | Intent::CopyLink
            | Intent::Leave
            | Intent::JoinAgain
            | Intent::ChooseAnother => {}
        }
    }

    pub(super) fn media(&mut self, event: MediaEvent) {
        match event {
            MediaEvent::Granted if self.phase == Phase::RequestingMedia => self.captured(),
            MediaEvent::Granted => self.commands.push(Command::StopMedia),
            MediaEvent::Failed(error) if self.phase == Phase::RequestingMedia => self.go(Phase::MediaError(error)),
            MediaEvent::PermissionGranted if matches!(self.phase, Phase::MediaError(_)) => self.request_media(),
            MediaEvent::CameraStarted => {
                self.camera_starting = false;
                self.set_devices(Devices { camera: true, ..self.devices });
            }
            MediaEvent::CameraFailed => {
                self.camera_starting = false;
                self.announce(Announcement::CameraFailed);
            }
            MediaEvent::MicrophoneLost | MediaEvent::CameraLost if self.phase.dialog().is_some() => {
                self.stop_media();
                self.drop_connection();
                self.go(Phase::MediaError(MediaError::Lost));
            }
            MediaEvent::MicrophoneLost => self.set_devices(Devices { microphone: false, ..self.devices }),
            MediaEvent::CameraLost => self.set_devices(Devices { camera: false, ..self.devices }),
            MediaEvent::Failed(_) | MediaEvent::PermissionGranted => {}
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

    /// The seat is taken back, or the person is asked for another room.
    pub(super) fn open_dialog(&mut self, phase: Phase) {
        if let Some(seat) = self.seat.take() {
            self.room = seat.room;
        }
        self.commands.push(Command::ForgetSeat);
        self.forget_peer();
        self.go(phase);
        self.line.want(self.now);
        self.prepare();
    }

    pub(super) fn end(&mut self, reason: EndReason) {
        self.seat = None;
        self.forget_peer();
        self.drop_connection();
        self.stop_media();
        self.line.release();
        self.forget_socket();
        self.commands.push(Command::CloseSocket);
        self.go(Phase::Ended(reason));
    }

    /// A join that meets no server goes back to the dialog, where the person can decide to try again.
    pub(super) fn give_up_joining(&mut self) {
        let late = self.seat.as_ref().is_some_and(|seat| self.now >= seat.answer_by);
        if self.phase == Phase::Joining && (late || self.line.is_unreachable()) {
            if self.seat.as_ref().is_some_and(|seat| seat.asked) {
                // Or the server would seat somebody who is not there.
                self.send(ClientMessage::Leave);
            }
            self.open_dialog(Phase::ChoosingRoom(DialogNotice::Unreachable));
        }
    }

    fn request_media(&mut self) {
        self.commands.push(Command::RequestMedia);
        self.go(Phase::RequestingMedia);
        // The way to the server is opened while the person reads the browser's question.
        self.line.want(self.now);
    }

    fn captured(&mut self) {
        self.captured = true;
        self.devices = Devices::default();
        match self.after_media.clone() {
            AfterMedia::Join { room, secret } => self.take_seat(room, secret),
            AfterMedia::Choose => {
                self.go(Phase::ChoosingRoom(self.pending_notice));
                self.prepare();
            }
        }
    }

    fn fill_dialog(&mut self, address: &Address) {
        self.pending_notice = Self::address_notice(address);
        self.room = match address {
            Address::Room(name) if self.pending_notice == DialogNotice::None => name.clone(),
            Address::Room(_) | Address::Lobby | Address::Unreadable => String::new(),
        };
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
            Ok(name) => {
                let secret = SeatSecret::from_random((self.entropy)());
                self.take_seat(name.to_string(), secret);
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

    fn take_seat(&mut self, room: String, secret: SeatSecret) {
        let visit = VisitId::from_random(self.random_id());
        self.room.clone_from(&room);
        self.seat = Some(Seat {
            room,
            secret,
            visit,
            role: Role::Polite,
            asked: false,
            held: false,
            granted: false,
            answer_by: self.now.after(JOIN_MAX_MS),
        });
        self.go(Phase::Joining);
        self.line.want(self.now);
        self.line.hurry(self.now);
        self.prepare();
        self.ask_for_seat();
    }

    fn leave(&mut self) {
        let secret = SeatSecret::from_random((self.entropy)());
        if let Some(seat) = &self.seat {
            self.after_media = AfterMedia::Join { room: seat.room.clone(), secret };
            if seat.asked {
                self.send(ClientMessage::Leave);
            }
        }
        self.commands.push(Command::ForgetSeat);
        self.end(EndReason::Left);
    }

    /// Another tab shows the same secret: it is the seat's owner now.
    pub(super) fn moved(&mut self) {
        if let Some(seat) = self.seat.take() {
            self.after_media = AfterMedia::Join { room: seat.room.clone(), secret: seat.secret };
            let spent = StoredSeat { room: seat.room, secret: seat.secret, spent: true };
            self.commands.push(Command::StoreSeat(spent));
        }
        self.end(EndReason::Moved);
    }

    fn stop_media(&mut self) {
        self.captured = false;
        self.camera_starting = false;
        self.devices = Devices::default();
        self.commands.push(Command::StopMedia);
    }

    fn toggle_microphone(&mut self) {
        let microphone = !self.devices.microphone;
        self.commands.push(Command::EnableMicrophone(microphone));
        self.set_devices(Devices { microphone, ..self.devices });
    }

    fn toggle_camera(&mut self) {
        if self.devices.camera {
            self.commands.push(Command::StopCamera);
            self.set_devices(Devices { camera: false, ..self.devices });
        } else {
            self.camera_starting = true;
            self.commands.push(Command::StartCamera);
        }
    }

    fn set_devices(&mut self, devices: Devices) {
        if self.devices != devices {
            self.devices = devices;
            self.announce(Announcement::OwnDevices);
            self.tell_devices();
        }
    }

    /// The other person assumes that both devices are on until told otherwise.
    pub(super) fn tell_devices(&mut self) {
        if self.peer.is_some() {
            self.post(Payload::Devices(self.devices));
        }
    }
}
