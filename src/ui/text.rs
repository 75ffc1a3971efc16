//! Which text belongs to which state of the call.

use crate::call::Device;
use crate::call::view::{Announcement, DialogNotice, EndReason, MediaError, Phase, Repair, Trouble, View};
use crate::protocol::occupancy::Occupancy;
use crate::protocol::room_name::{ROOM_NAME_MAX_CHARS, RoomNameError};
use crate::protocol::signal::Devices;
use crate::words::{Word, fill, say};

/// The name of the app, in every language.
pub const APP: &str = "Duet";

/// Why there is no camera or microphone, and what can be done about it. `at_fault` is the one that could not be had, if the other
/// could.
pub fn media_error(error: MediaError, at_fault: Option<Device>) -> (&'static str, &'static str) {
    let (why, what_to_do) = of_both(error);
    let alone = match (error, at_fault) {
        (MediaError::Denied, Some(Device::Camera)) => Word::CameraDeniedWhy,
        (MediaError::Denied, Some(Device::Microphone)) => Word::MicrophoneDeniedWhy,
        (MediaError::NotFound, Some(Device::Camera)) => Word::CameraNotFoundWhy,
        (MediaError::NotFound, Some(Device::Microphone)) => Word::MicrophoneNotFoundWhy,
        (MediaError::InUse | MediaError::Aborted, Some(Device::Camera)) => Word::CameraInUseWhy,
        (MediaError::InUse | MediaError::Aborted, Some(Device::Microphone)) => Word::MicrophoneInUseWhy,
        (MediaError::Lost, Some(Device::Camera)) => Word::CameraLostWhy,
        (MediaError::Lost, Some(Device::Microphone)) => Word::MicrophoneLostWhy,
        _ => why,
    };
    (say(alone), say(what_to_do))
}

fn of_both(error: MediaError) -> (Word, Word) {
    match error {
        MediaError::Denied => (Word::DeniedWhy, Word::DeniedDo),
        MediaError::Dismissed => (Word::DismissedWhy, Word::DismissedDo),
        MediaError::NotFound => (Word::NotFoundWhy, Word::NotFoundDo),
        MediaError::InUse => (Word::InUseWhy, Word::InUseDo),
        MediaError::Overconstrained => (Word::OverconstrainedWhy, Word::OverconstrainedDo),
        MediaError::Aborted => (Word::AbortedWhy, Word::AbortedDo),
        MediaError::Forbidden => (Word::ForbiddenWhy, Word::ForbiddenDo),
        MediaError::Insecure => (Word::InsecureWhy, Word::InsecureDo),
        MediaError::Lost => (Word::LostWhy, Word::LostDo),
        MediaError::Other => (Word::OtherWhy, Word::OtherDo),
    }
}

/// Where each family of browsers keeps its permission for one page.
pub const PERMISSION_STEPS: [(&str, Word); 3] =
    [("Chrome, Edge", Word::StepsChrome), ("Firefox", Word::StepsFirefox), ("Safari", Word::StepsSafari)];

/// Says what is wrong with a room's name.
pub fn room_name_error(error: RoomNameError) -> String {
    match error {
        RoomNameError::Blank => say(Word::NameNeeded).into(),
        RoomNameError::TooLong => fill(say(Word::NameTooLong), &ROOM_NAME_MAX_CHARS.to_string()),
        RoomNameError::Control => say(Word::NameControl).into(),
        RoomNameError::Dots => say(Word::NameDots).into(),
    }
}

/// Says what the room dialog has to say besides asking for a name.
pub fn dialog_notice(notice: DialogNotice) -> Option<String> {
    let word = match notice {
        DialogNotice::None => return None,
        DialogNotice::NameNeeded => Word::NameNeeded,
        DialogNotice::BadName(error) => return Some(room_name_error(error)),
        DialogNotice::BadAddress => Word::BadAddress,
        DialogNotice::Unreachable => Word::Unreachable,
        DialogNotice::Draining => Word::Draining,
        DialogNotice::Limit => Word::Limit,
        DialogNotice::Locked => Word::Locked,
        DialogNotice::Knock => Word::KnockFirst,
        DialogNotice::Version => Word::Version,
        DialogNotice::Unable => Word::Unable,
    };
    Some(say(word).into())
}

/// Says that two people are in the room already.
pub fn room_full(room: &str) -> String {
    fill(say(Word::RoomFull), room)
}

/// Says how full the room is whose name is being typed.
pub fn occupancy(occupancy: Occupancy) -> &'static str {
    say(match occupancy {
        Occupancy::Empty => Word::OccupancyEmpty,
        Occupancy::One => Word::OccupancyOne,
        Occupancy::Full => Word::OccupancyFull,
    })
}

/// What the place of the other person says and offers in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Panel {
    /// The heading, or what comes before the room's name in it.
    pub title: &'static str,
    /// Whether the heading is the room's name.
    pub titled_by_room: bool,
    /// What is said below it.
    pub lead: &'static str,
    /// What is said in addition when the state lasts long.
    pub when_slow: &'static str,
    /// The name of the first button.
    pub first: &'static str,
    /// The name of the second button.
    pub second: &'static str,
}

/// Says what there is to say before and after the call; nothing where the room dialog, a problem or the call itself speaks.
pub fn panel(phase: &Phase) -> Panel {
    let said = |title, lead| Panel { title: say(title), lead: say(lead), ..Panel::default() };
    match phase {
        Phase::RequestingMedia => {
            Panel { when_slow: say(Word::RequestingSlow), ..said(Word::RequestingTitle, Word::RequestingLead) }
        }
        Phase::Joining => Panel { titled_by_room: true, ..said(Word::JoiningTitle, Word::JoiningLead) },
        Phase::Waiting => {
            Panel { titled_by_room: true, first: say(Word::CopyLink), ..said(Word::WaitingTitle, Word::WaitingLead) }
        }
        Phase::Connecting => {
            Panel { when_slow: say(Word::ConnectingSlow), ..said(Word::ConnectingTitle, Word::ConnectingLead) }
        }
        Phase::Ended(reason) => {
            let (title, lead) = ended(*reason);
            Panel { title, lead, first: say(Word::JoinAgain), second: say(Word::ChooseAnother), ..Panel::default() }
        }
        Phase::MediaError(_)
        | Phase::ChoosingRoom(_)
        | Phase::RoomFull(_)
        | Phase::Connected
        | Phase::Reconnecting(_) => Panel::default(),
    }
}

/// Says what is being done while the last picture is dimmed.
pub fn repair(repair: Repair) -> (&'static str, &'static str) {
    let (title, lead) = match repair {
        Repair::PeerAway => (Word::PeerAwayTitle, Word::PeerAwayLead),
        Repair::LinkLost => (Word::LinkLostTitle, Word::LinkLostLead),
        Repair::Offline => (Word::OfflineTitle, Word::OfflineLead),
    };
    (say(title), say(lead))
}

/// Says why the call is over, and what that means.
pub fn ended(reason: EndReason) -> (&'static str, &'static str) {
    let (title, lead) = match reason {
        EndReason::Left => (Word::LeftTitle, Word::LeftLead),
        EndReason::Moved => (Word::MovedTitle, Word::MovedLead),
    };
    (say(title), say(lead))
}

/// Says in one breath where the call is.
pub fn phase(view: &View) -> String {
    let sentences = |(title, lead): (&str, &str)| [title, say(Word::Stop), lead].concat();
    match &view.phase {
        Phase::RequestingMedia => say(Word::SayRequesting).into(),
        Phase::MediaError(_) => say(Word::SayMediaError).into(),
        Phase::ChoosingRoom(_) => say(Word::SayChoosing).into(),
        Phase::Joining => fill(say(Word::SayJoining), &view.room),
        Phase::RoomFull(_) => say(Word::SayFull).into(),
        Phase::Waiting => fill(say(Word::SayWaiting), &view.room),
        Phase::Connecting => say(Word::SayConnecting).into(),
        Phase::Connected => say(Word::SayConnected).into(),
        Phase::Reconnecting(kind) => sentences(repair(*kind)),
        Phase::Ended(reason) => sentences(ended(*reason)),
    }
}

fn peer_devices(devices: Devices) -> Word {
    match (devices.microphone, devices.camera) {
        (true, true) => Word::PeerDevicesOnOn,
        (true, false) => Word::PeerDevicesOnOff,
        (false, true) => Word::PeerDevicesOffOn,
        (false, false) => Word::PeerDevicesOffOff,
    }
}

fn own_devices(devices: Devices) -> Word {
    match (devices.microphone, devices.camera) {
        (true, true) => Word::OwnDevicesOnOn,
        (true, false) => Word::OwnDevicesOnOff,
        (false, true) => Word::OwnDevicesOffOn,
        (false, false) => Word::OwnDevicesOffOff,
    }
}

/// Says what has happened.
pub fn announcement(announcement: Announcement, view: &View) -> String {
    use Device::{Camera, Microphone};
    let word = match announcement {
        Announcement::PhaseChanged => return phase(view),
        Announcement::PeerCame => Word::PeerCame,
        Announcement::PeerBack => Word::PeerBack,
        Announcement::PeerLeft => Word::PeerLeft,
        Announcement::PeerQuiet => Word::PeerQuiet,
        Announcement::PeerDevices => peer_devices(view.peer_devices),
        Announcement::OwnDevices => own_devices(view.devices),
        Announcement::DeviceFailed(Microphone) => match view.microphone_trouble {
            Some(Trouble::Refused) => Word::MicrophoneRefused,
            Some(Trouble::InUse) => Word::MicrophoneInUse,
            Some(Trouble::Gone | Trouble::Silenced) | None => Word::MicrophoneFailed,
        },
        Announcement::DeviceFailed(Camera) => match view.camera_trouble {
            Some(Trouble::Refused) => Word::CameraRefused,
            Some(Trouble::InUse) => Word::CameraInUse,
            Some(Trouble::Gone | Trouble::Silenced) | None => Word::CameraFailed,
        },
        Announcement::DeviceLost(Microphone) => Word::MicrophoneLost,
        Announcement::DeviceLost(Camera) => Word::CameraLost,
        Announcement::DeviceSilenced(Microphone) => Word::MicrophoneSilenced,
        Announcement::DeviceSilenced(Camera) => Word::CameraSilenced,
        Announcement::DeviceReplaced(Microphone) => Word::MicrophoneReplaced,
        Announcement::DeviceReplaced(Camera) => Word::CameraReplaced,
        Announcement::DeviceChanged(Microphone) => Word::MicrophoneChanged,
        Announcement::DeviceChanged(Camera) => Word::CameraChanged,
        Announcement::LinkCopied => Word::LinkCopied,
        Announcement::LinkNotCopied => Word::LinkNotCopied,
    };
    say(word).into()
}

#[cfg(test)]
mod tests;
