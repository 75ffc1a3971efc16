//! Camera and microphone from the permission to the end: switched by the person, lost, replaced, held by somebody else.
//!
//! What the person wants and what works are kept apart. A camera that was unplugged is off for the other person, but
//! still wanted: it comes back by itself. One rule holds at each moment: no device is on unless the last thing that its
//! person did was to want it on; and what is shown and told of it is what its track does.

use super::view::{Announcement, DialogNotice, MediaError, Phase, Trouble};
use super::{AfterMedia, Call, Command, Device, MediaEvent};
use crate::clock::Millis;
use crate::protocol::signal::{Devices, Payload};

/// A device that gives nothing for this long is said to, in milliseconds: a busy machine stutters for less.
const SILENCED_AFTER_MS: u64 = 2_000;

/// How often to measure whether the devices give anything, in milliseconds.
const MEASURE_EVERY_MS: u64 = 5_000;

/// A device that has given nothing for so many measures in a row is silent, whatever its track says: even a quiet room has
/// some noise, and a camera makes the same picture again and again.
const STILL_MAX: u8 = 2;

/// The state of the devices.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Equipment {
    /// What the person has switched on.
    wanted: Devices,
    /// The microphone is off, and heard for as long as a key is held.
    talking: bool,
    microphone: Condition,
    camera: Condition,
}

#[derive(Debug, Clone, Copy)]
struct Condition {
    /// Its track gives something, as far as is known. The track of a muted microphone does too.
    live: bool,
    /// Why it gives nothing.
    trouble: Option<Trouble>,
    /// It is being started, and why.
    starting: Option<Cause>,
    /// Nothing has come since.
    mute_since: Option<Millis>,
    /// What was measured last, of this track.
    reading: Option<u64>,
    /// How many measures in a row were the same.
    still: u8,
    /// Another one was chosen while it was being started.
    another: bool,
    /// It was started anew because of that, which is of no use twice.
    retried: bool,
    /// It has given something since it was started, or since the page may have been held up.
    gave: bool,
}

impl Default for Condition {
    /// A device that has just been given.
    fn default() -> Self {
        Self {
            live: true,
            trouble: None,
            starting: None,
            mute_since: None,
            reading: None,
            still: 0,
            another: false,
            retried: false,
            gave: false,
        }
    }
}

/// Why a device is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The person pressed a button.
    Pressed,
    /// It gave nothing.
    Trouble,
    /// Another one is the system's default now.
    NewDefault,
    /// It may give nothing.
    Doubt,
    /// The person chose another one.
    Chosen,
}

impl Equipment {
    /// Devices as the person had left them.
    pub(super) fn with(wanted: Devices) -> Self {
        let camera = Condition { live: wanted.camera, ..Condition::default() };
        Self { wanted, camera, ..Self::default() }
    }

    /// What the other person gets.
    pub(super) fn working(&self) -> Devices {
        let gives = |condition: &Condition| condition.live && condition.trouble.is_none();
        Devices {
            microphone: self.is_microphone_on() && gives(&self.microphone),
            camera: self.wanted.camera && gives(&self.camera),
        }
    }

    /// Why devices that are wanted give nothing: microphone, then camera.
    pub(super) fn troubles(&self) -> [Option<Trouble>; 2] {
        [
            self.microphone.trouble.filter(|_| self.is_microphone_on()),
            self.camera.trouble.filter(|_| self.wanted.camera),
        ]
    }

    fn is_microphone_on(&self) -> bool {
        self.wanted.microphone || self.talking
    }

    /// Whether the person wants a device on at this moment.
    fn is_wanted(&self, device: Device) -> bool {
        match device {
            Device::Microphone => self.is_microphone_on(),
            Device::Camera => self.wanted.camera,
        }
    }

    /// What the person has switched on.
    pub(super) fn wishes(&self) -> Devices {
        self.wanted
    }

    /// What is wanted at this moment: who holds the key to talk wants to be heard.
    pub(super) fn wanted_now(&self) -> Devices {
        Devices { microphone: self.is_microphone_on(), ..self.wanted }
    }

    /// Whether the camera is being started.
    pub(super) fn is_camera_starting(&self) -> bool {
        self.wanted.camera && self.camera.starting.is_some() && !self.camera.live
    }

    fn of(&mut self, device: Device) -> (&mut bool, &mut Condition) {
        match device {
            Device::Microphone => (&mut self.wanted.microphone, &mut self.microphone),
            Device::Camera => (&mut self.wanted.camera, &mut self.camera),
        }
    }
}

impl Call {
    pub(super) fn media(&mut self, event: MediaEvent) {
        if matches!(event, MediaEvent::Granted | MediaEvent::Failed(..)) {
            self.asking = false;
        }
        match event {
            MediaEvent::Granted if self.phase == Phase::RequestingMedia => self.take_media(),
            MediaEvent::Granted => self.commands.push(Command::StopMedia),
            MediaEvent::Failed(error, device) if self.phase == Phase::RequestingMedia => {
                self.at_fault = device;
                self.go(Phase::MediaError(error));
            }
            MediaEvent::PermissionGranted if matches!(self.phase, Phase::MediaError(_)) => self.request_media(),
            MediaEvent::DevicesChanged if matches!(self.phase, Phase::MediaError(error) if error.is_of_absence()) => {
                self.request_media();
            }
            MediaEvent::Failed(..) => {}
            _ if !self.captured => {}
            MediaEvent::PermissionGranted => self.revive_devices(),
            MediaEvent::Lost(_) | MediaEvent::BothLost if self.phase.dialog().is_some() => {
                self.at_fault = if let MediaEvent::Lost(device) = event { Some(device) } else { None };
                let wanted = self.equipment.wanted;
                self.stop_media();
                // Who was muted is muted when the device is there again.
                self.equipment.wanted = wanted;
                self.drop_connection();
                self.go(Phase::MediaError(MediaError::Lost));
            }
            MediaEvent::Lost(device) => self.trouble(device, Trouble::Gone),
            MediaEvent::BothLost => {
                self.trouble(Device::Microphone, Trouble::Gone);
                self.trouble(Device::Camera, Trouble::Gone);
            }
            MediaEvent::Silenced(device) => {
                let (now, (_, condition)) = (self.now, self.equipment.of(device));
                condition.mute_since = condition.mute_since.or(Some(now));
            }
            MediaEvent::Unsilenced(device) => self.unsilenced(device),
            MediaEvent::Measured(device, reading) => self.measured(device, reading),
            MediaEvent::DevicesChanged => self.revive_devices(),
            MediaEvent::DefaultMicrophoneChanged => self.start(Device::Microphone, Cause::NewDefault),
            MediaEvent::Started(device) => self.started(device),
            MediaEvent::StartFailed(device, error) => self.start_failed(device, error),
        }
    }

    /// Camera and microphone are there: on with what the person came for.
    fn take_media(&mut self) {
        self.captured = true;
        let wanted = match &self.after_media {
            AfterMedia::Join(seat) => seat.devices,
            AfterMedia::Choose => self.equipment.wanted,
        };
        self.equipment = Equipment::with(wanted);
        if !wanted.microphone {
            self.commands.push(Command::EnableMicrophone(false));
        }
        if !wanted.camera {
            self.commands.push(Command::StopCamera);
        }
        match self.after_media.clone() {
            AfterMedia::Join(seat) => self.take_seat(seat),
            AfterMedia::Choose => {
                let notice = if self.unable { DialogNotice::Unable } else { self.pending_notice };
                self.go(Phase::ChoosingRoom(notice));
                self.prepare();
            }
        }
    }

    /// Switches the devices as the person has them elsewhere.
    pub(super) fn want(&mut self, wanted: Devices) {
        for (device, wanted) in [(Device::Microphone, wanted.microphone), (Device::Camera, wanted.camera)] {
            if self.equipment.is_wanted(device) != wanted {
                self.toggle(device);
            }
        }
    }

    pub(super) fn request_media(&mut self) {
        // A question that is still open is not asked twice: the second stream would end the first.
        if !std::mem::replace(&mut self.asking, true) {
            self.commands.push(Command::RequestMedia);
        }
        self.go(Phase::RequestingMedia);
        // The way to the server is opened while the person reads the browser's question.
        self.line.want(self.now);
    }

    pub(super) fn stop_media(&mut self) {
        self.captured = false;
        self.equipment = Equipment::default();
        self.commands.push(Command::StopMedia);
    }

    /// A press takes the wish back or makes it, whatever the device is doing at that moment. What is switched off is off at
    /// once; a device in trouble that is wanted again is tried again.
    pub(super) fn toggle(&mut self, device: Device) {
        let on = !self.equipment.is_wanted(device);
        if device == Device::Microphone {
            // Who mutes while they hold the key to talk is muted, and the key has no part in it any more.
            self.equipment.talking = false;
        }
        let (wanted, condition) = self.equipment.of(device);
        *wanted = on;
        let ready = condition.live && condition.trouble.is_none();
        match device {
            Device::Microphone => self.commands.push(Command::EnableMicrophone(on)),
            Device::Camera if !on => {
                condition.live = false;
                condition.trouble = None;
                condition.mute_since = None;
                self.commands.push(Command::StopCamera);
            }
            Device::Camera => {}
        }
        if on && !ready {
            return self.start(device, Cause::Pressed);
        }
        self.announce(Announcement::OwnDevices);
        self.tell_devices();
    }

    /// Whoever is muted is heard for as long as they hold a key. What they have switched on stays as it is.
    pub(super) fn talk(&mut self, held: bool) {
        let Equipment { wanted, microphone, .. } = self.equipment;
        let possible = !wanted.microphone && microphone.live && microphone.trouble.is_none();
        if self.equipment.talking == held || held && !possible {
            return;
        }
        self.equipment.talking = held;
        self.commands.push(Command::EnableMicrophone(self.equipment.is_microphone_on()));
        self.announce(Announcement::OwnDevices);
        self.tell_devices();
    }

    /// Nobody talks by a key in a dialog.
    pub(super) fn stop_talking(&mut self) {
        if std::mem::take(&mut self.equipment.talking) {
            self.commands.push(Command::EnableMicrophone(self.equipment.wanted.microphone));
        }
    }

    /// Another device is wished for. A camera is stopped first: phones have one eye at a time.
    pub(super) fn use_another(&mut self, device: Device) {
        let (wanted, condition) = self.equipment.of(device);
        if condition.starting.is_some() {
            condition.another = true;
            return;
        }
        match device {
            // The wish is kept for when it is switched on.
            Device::Camera if !*wanted => return,
            Device::Camera if self.captured => {
                condition.live = false;
                self.commands.push(Command::StopCamera);
            }
            Device::Camera | Device::Microphone => {}
        }
        self.start(device, Cause::Chosen);
    }

    /// The other person assumes that both devices are on until told otherwise.
    pub(super) fn tell_devices(&mut self) {
        self.remember_seat();
        self.tell_tabs_of_seat();
        if self.peer.is_some() {
            self.post(Payload::Devices(self.equipment.working()));
        }
    }

    /// Something was plugged in, allowed, or the page is looked at again: what is wanted and missing may be there now.
    pub(super) fn revive_devices(&mut self) {
        for device in [Device::Microphone, Device::Camera] {
            // A microphone is also there for who is muted and talks by a key; its track is off until then.
            let wanted = device == Device::Microphone || self.equipment.wanted.camera;
            let (_, condition) = self.equipment.of(device);
            if wanted && (condition.trouble.is_some() || !condition.live) {
                self.start(device, Cause::Trouble);
            }
        }
    }

    /// The page may have been held up, by a phone call for example: what gave something before may do so no more.
    pub(super) fn doubt_devices(&mut self) {
        for device in [Device::Microphone, Device::Camera] {
            let (_, condition) = self.equipment.of(device);
            *condition = Condition { reading: None, still: 0, gave: false, retried: false, ..*condition };
        }
    }

    /// The page slept for so many milliseconds: a device that was silent before may have given something since.
    pub(super) fn excuse_silence(&mut self, slept: u64) {
        for device in [Device::Microphone, Device::Camera] {
            let (_, condition) = self.equipment.of(device);
            condition.mute_since = condition.mute_since.map(|since| since.after(slept));
        }
    }

    /// Says that a device gives nothing, once that is certain.
    pub(super) fn notice_silence(&mut self) {
        for device in [Device::Microphone, Device::Camera] {
            let (_, condition) = self.equipment.of(device);
            if condition.mute_since.is_some_and(|since| self.now >= since.after(SILENCED_AFTER_MS)) {
                condition.mute_since = None;
                self.trouble(device, Trouble::Silenced);
            }
        }
    }

    /// When that will be.
    pub(super) fn silence_due(&self) -> Option<Millis> {
        let since = [self.equipment.microphone.mute_since, self.equipment.camera.mute_since];
        since.into_iter().flatten().min().map(|since| since.after(SILENCED_AFTER_MS))
    }

    /// Measures from time to time whether the devices give anything: after a phone call some browsers say that they do.
    pub(super) fn measure_devices(&mut self) {
        if self.phase == Phase::Connected && self.now >= self.measure_at {
            self.measure_at = self.now.after(MEASURE_EVERY_MS);
            self.commands.push(Command::MeasureDevices);
        }
    }

    /// A device that gives nothing is started anew, once. It may also be a switch on a headset, so nobody is told that the
    /// person is muted; and a microphone that has given something is silent because its person is, behind a noise gate.
    fn measured(&mut self, device: Device, reading: u64) {
        let (wanted, condition) = self.equipment.of(device);
        let before = condition.reading.replace(reading);
        if before != Some(reading) {
            condition.still = 0;
            // What is measured first says nothing: it may be of the track before.
            condition.gave |= before.is_some();
            return;
        }
        let gated = device == Device::Microphone && condition.gave;
        let busy = condition.starting.is_some() || condition.trouble.is_some();
        if !*wanted || busy || gated || condition.retried {
            condition.still = 0;
            return;
        }
        condition.still += 1;
        if condition.still >= STILL_MAX {
            condition.still = 0;
            condition.retried = true;
            if device == Device::Camera {
                // A second track of a camera that is on is the same one in Chromium, and phones give none.
                condition.live = false;
                self.commands.push(Command::StopCamera);
            }
            self.announce(Announcement::DeviceSilenced(device));
            self.start(device, Cause::Doubt);
        }
    }

    fn unsilenced(&mut self, device: Device) {
        let wanted = self.equipment.is_wanted(device);
        let (_, condition) = self.equipment.of(device);
        *condition = Condition { mute_since: None, reading: None, gave: false, ..*condition };
        if condition.trouble == Some(Trouble::Silenced) {
            // It is heard from this moment on, so it must be shown to be. But some browsers give silence from then on: only a
            // device that is started anew is sure to work.
            condition.trouble = None;
            if wanted {
                self.announce(Announcement::DeviceReplaced(device));
                self.tell_devices();
            }
            if wanted || device == Device::Microphone {
                self.start(device, Cause::Doubt);
            }
        }
    }

    fn start(&mut self, device: Device, cause: Cause) {
        let (_, condition) = self.equipment.of(device);
        if self.captured && condition.starting.is_none() {
            condition.starting = Some(cause);
            self.commands.push(Command::Start(device));
        }
    }

    fn trouble(&mut self, device: Device, trouble: Trouble) {
        let wanted = self.equipment.is_wanted(device);
        let (_, condition) = self.equipment.of(device);
        if condition.trouble.is_some_and(|known| known == trouble || trouble == Trouble::Silenced) {
            return;
        }
        // A camera that is switched off has no track that could be missed.
        if device == Device::Camera && !wanted {
            return;
        }
        if trouble == Trouble::Gone && condition.starting.is_some() {
            // The one that is being started takes its place, or says why it cannot.
            condition.live = false;
            return;
        }
        condition.trouble = Some(trouble);
        if wanted {
            self.announce(match trouble {
                Trouble::Silenced => Announcement::DeviceSilenced(device),
                Trouble::Gone | Trouble::Refused | Trouble::InUse => Announcement::DeviceLost(device),
            });
            self.tell_devices();
        }
        if trouble == Trouble::Gone {
            // There may be another one.
            self.start(device, Cause::Trouble);
        }
    }

    fn started(&mut self, device: Device) {
        let wanted = self.equipment.is_wanted(device);
        let (_, condition) = self.equipment.of(device);
        let cause = condition.starting.take();
        *condition = Condition {
            another: condition.another,
            retried: cause == Some(Cause::Doubt) && condition.retried,
            // A camera that was switched off again before it was there.
            live: device == Device::Microphone || wanted,
            ..Condition::default()
        };
        match device {
            Device::Microphone => {
                let on = self.equipment.is_microphone_on();
                self.commands.push(Command::EnableMicrophone(on));
            }
            Device::Camera if !wanted => self.commands.push(Command::StopCamera),
            Device::Camera => {}
        }
        match cause {
            Some(Cause::Pressed) if wanted => self.announce(Announcement::OwnDevices),
            Some(Cause::Trouble) if wanted => self.announce(Announcement::DeviceReplaced(device)),
            Some(Cause::NewDefault) => self.announce(Announcement::DeviceChanged(device)),
            Some(Cause::Pressed | Cause::Trouble | Cause::Doubt | Cause::Chosen) | None => {}
        }
        self.tell_devices();
        self.start_another(device);
    }

    /// Starts the device that was chosen while another one was being started.
    fn start_another(&mut self, device: Device) {
        let (_, condition) = self.equipment.of(device);
        if std::mem::take(&mut condition.another) {
            self.use_another(device);
        }
    }

    fn start_failed(&mut self, device: Device, error: MediaError) {
        let wanted = self.equipment.is_wanted(device);
        let (_, condition) = self.equipment.of(device);
        let cause = condition.starting.take();
        let (another, live) = (condition.another, condition.live && condition.trouble.is_none());
        if another {
            return self.start_another(device);
        }
        if live || !wanted {
            // What was there before goes on, or nobody misses it.
            return;
        }
        // It stays wanted, and comes back when it can; and what keeps it away is said, once.
        // One that is silenced still has its track, which may give something again at any time.
        let silenced = condition.trouble.filter(|trouble| *trouble == Trouble::Silenced);
        let trouble = silenced.unwrap_or(Trouble::of(error));
        let known = condition.trouble.replace(trouble) == Some(trouble);
        if !known || matches!(cause, Some(Cause::Pressed | Cause::Chosen)) {
            self.announce(Announcement::DeviceFailed(device));
        }
        self.tell_devices();
    }
}

#[cfg(test)]
#[path = "devices_tests.rs"]
mod tests;
