//! Every word that a person reads or hears, so that a translation has one file to replace.

use crate::api::Occupancy;
use crate::call::Device;
use crate::call::view::{Announcement, DialogNotice, EndReason, MediaError, Phase, Repair, View};
use crate::protocol::room_name::{ROOM_NAME_MAX_CHARS, RoomNameError};
use crate::protocol::signal::Devices;

/// The name of the app.
pub const APP: &str = "Duet";
/// What search engines and link previews say about the page.
pub const DESCRIPTION: &str = "A video room for two: type a word, a friend types the same, you see each other.";
/// What a page says of which a part did not come.
pub const NOT_LOADED: &str = "Duet could not be loaded whole. Please look whether you are connected.";

/// For a browser without scripts.
pub const NO_SCRIPT: &str = "Duet needs JavaScript: camera, microphone and the line to the other person exist for scripts only. \
     Switch it on for this page and load it again.";
/// Below everything, before a call.
pub const PROMISE: &str = "No account. Picture and sound go from your browser to theirs.";

/// Names of buttons, as the contract fixes them, and of other things to press.
pub mod button {
    /// After a media error.
    pub const TRY_AGAIN: &str = "Try again";
    /// Sends the room's name.
    pub const JOIN: &str = "Join";
    /// In the room dialog.
    pub const CANCEL: &str = "Cancel";
    /// When page and server have different versions.
    pub const RELOAD: &str = "Load the page again";
    /// The microphone is on.
    pub const MUTE: &str = "Mute microphone";
    /// The microphone is off.
    pub const UNMUTE: &str = "Unmute microphone";
    /// The camera is on.
    pub const CAMERA_OFF: &str = "Turn camera off";
    /// The camera is off.
    pub const CAMERA_ON: &str = "Turn camera on";
    /// Puts the room's link into the clipboard.
    pub const COPY_LINK: &str = "Copy link";
    /// Ends the call.
    pub const LEAVE: &str = "Leave";
    /// Lets a blocked picture play.
    pub const TAP_TO_HEAR: &str = "Tap to hear";
    /// After the call: the same room.
    pub const JOIN_AGAIN: &str = "Join again";
    /// After the call: the dialog.
    pub const CHOOSE_ANOTHER: &str = "Choose another room";
    /// What all buttons of a call together are called.
    pub const CONTROLS: &str = "Your call";
}

/// A heading, and what is said below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// What is the case.
    pub title: &'static str,
    /// The reason.
    pub why: &'static str,
    /// What can be done about it.
    pub what_to_do: &'static str,
}

/// Says why there is no camera or microphone.
pub fn media_error(error: MediaError) -> Words {
    let title = "Your camera and microphone are required";
    let (why, what_to_do) = match error {
        MediaError::Denied => (
            "The browser has been told to refuse them to this page.",
            "Change its setting for this page, as below. Duet goes on by itself once you have.",
        ),
        MediaError::Dismissed => ("The question was closed without an answer.", "Press “Try again”, then “Allow”."),
        MediaError::NotFound => (
            "This device has no camera, or no microphone, that the browser can find.",
            "Plug one in or switch it on, then try again.",
        ),
        MediaError::InUse => {
            ("Another program is using one of them.", "Close other video calls and camera programs, then try again.")
        }
        MediaError::Overconstrained => (
            "None of those on this device can do what a call needs.",
            "Connect another camera or microphone, then try again.",
        ),
        MediaError::Aborted => (
            "One of them failed while it was starting.",
            "Unplug it and plug it in again, or start this device anew, then try again.",
        ),
        MediaError::Forbidden => (
            "This browser, or whoever looks after this device, does not let web pages use them.",
            "Allow them in the settings of the browser or the device, or use another browser.",
        ),
        MediaError::Insecure => (
            "This page was not loaded over a secure connection, and browsers then keep them locked.",
            "Open the same address with https:// in front of it.",
        ),
        MediaError::Lost => ("One of them was unplugged or taken away.", "Connect it again, then try again."),
        MediaError::Other => (
            "They could not be started, and the browser does not say why.",
            "Close other programs that may use them, then try again.",
        ),
    };
    Words { title, why, what_to_do }
}

/// Where each family of browsers keeps its permission for one page.
pub const PERMISSION_STEPS: [(&str, &str); 3] = [
    (
        "Chrome, Edge",
        "the sign left of the address, or the crossed-out camera at its end, then Camera and Microphone: Allow",
    ),
    ("Firefox", "the crossed-out camera left of the address, then ✕ next to “Blocked”"),
    ("Safari", "menu Safari › Settings for this website; on iPhone the sign in the address bar › Website settings"),
];

/// Words of the room dialog.
pub mod dialog {
    /// The heading, and with it the dialog's accessible name.
    pub const TITLE: &str = "Agree on a word";
    /// Below the heading.
    pub const LEAD: &str = "Whoever types the same word comes to the same room. There is space for two.";
    /// The label of the text field.
    pub const LABEL: &str = "Room name";
    /// The address was no good.
    pub const BAD_ADDRESS: &str = "The link you opened holds no name that a room can have. Type one.";
}

/// Says what is wrong with a room's name.
pub fn room_name_error(error: RoomNameError) -> String {
    match error {
        RoomNameError::Blank => "A name is needed to open the door: type one.".into(),
        RoomNameError::TooLong => {
            format!("That name is too long: it may have {ROOM_NAME_MAX_CHARS} characters at most.")
        }
        RoomNameError::Control => {
            "That name has a character that cannot be seen and is not allowed: type it anew.".into()
        }
        RoomNameError::Dots => "A name cannot be only one or two dots: type another.".into(),
    }
}

/// Says what the room dialog has to say besides asking for a name.
pub fn dialog_notice(notice: DialogNotice) -> Option<String> {
    let words = match notice {
        DialogNotice::None => return None,
        DialogNotice::NameNeeded => room_name_error(RoomNameError::Blank),
        DialogNotice::BadName(error) => room_name_error(error),
        DialogNotice::BadAddress => dialog::BAD_ADDRESS.into(),
        DialogNotice::Unreachable => {
            "The server cannot be reached. Check your connection and press Join to try again.".into()
        }
        DialogNotice::Draining => "The server is about to start anew. Press Join to try again in a minute.".into(),
        DialogNotice::Limit => {
            "The server has all the calls it can carry. Press Join to try again in a little while.".into()
        }
        DialogNotice::Version => "The server has become newer than this page. Load the page again to go on.".into(),
    };
    Some(words)
}

/// Says that two people are in the room already.
pub fn room_full(room: &str) -> String {
    format!("“{room}” is full: two people are in there. Try again when one has left, or type another name.")
}

/// Says how full the room is whose name is being typed.
pub fn occupancy(occupancy: Occupancy) -> &'static str {
    match occupancy {
        Occupancy::Empty => "Nobody is there yet: you would be the first.",
        Occupancy::One => "Somebody is in there, waiting.",
        Occupancy::Full => "Two people are in there: no space left.",
    }
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

/// Added to what is said of slow connecting where the server's owner set up no relay.
pub const NO_RELAY: &str = "This server has no relay, so two networks that both shut strangers out cannot meet. \
     Another network, such as a phone’s, may help.";

/// Says what there is to say before and after the call; nothing where the room dialog, a problem or the call itself speaks.
pub fn panel(phase: &Phase) -> Panel {
    match phase {
        Phase::RequestingMedia => Panel {
            title: "First, let yourself be seen and heard",
            lead: "Your browser is asking whether Duet may use your camera and microphone: press “Allow”. Nobody sees you \
                before you join a room.",
            when_slow: "Still waiting for your answer. The question is near the address bar, or behind a small camera sign \
                at its end. It may also be in another window.",
            ..Panel::default()
        },
        Phase::Joining => {
            Panel { title: "At the door of", titled_by_room: true, lead: "One moment.", ..Panel::default() }
        }
        Phase::Waiting => Panel {
            title: "You are in",
            titled_by_room: true,
            lead: "It is only you so far. Send your friend this link, or just the word.",
            first: button::COPY_LINK,
            ..Panel::default()
        },
        Phase::Connecting => Panel {
            title: "Somebody is here",
            lead: "Your two browsers are finding a way to each other.",
            when_slow: "This takes longer than usual. A strict firewall, a VPN or a busy network on either side can be the \
                reason; Duet keeps trying.",
            ..Panel::default()
        },
        Phase::Ended(reason) => {
            let (title, lead) = ended(*reason);
            Panel { title, lead, first: button::JOIN_AGAIN, second: button::CHOOSE_ANOTHER, ..Panel::default() }
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
    match repair {
        Repair::PeerAway => {
            ("They have dropped out", "Their place is kept. The call goes on as soon as they are back.")
        }
        Repair::LinkLost => ("The line between you is broken", "Both of you are here; a new one is being made."),
        Repair::Offline => ("You are offline", "Duet comes back by itself as soon as your connection does."),
    }
}

/// On a picture that is not there, or beside it.
pub mod tile {
    /// One's own camera is off.
    pub const OWN_CAMERA_OFF: &str = "Your camera is off";
    /// One's own camera is being started again.
    pub const OWN_CAMERA_STARTING: &str = "Your camera is starting";
    /// The other's camera is off.
    pub const PEER_CAMERA_OFF: &str = "Their camera is off";
    /// One's own microphone is off.
    pub const OWN_MUTED: &str = "You are muted";
    /// The other's microphone is off.
    pub const PEER_MUTED: &str = "They are muted";
    /// Before the permission.
    pub const EMPTY: &str = "This is where you will be";
    /// Camera and microphone cannot be had.
    pub const MISSING: &str = "No picture of you";
    /// After the end.
    pub const ENDED: &str = "Camera and microphone are off";
    /// What one's own picture is called.
    pub const OWN: &str = "You";
    /// What the other's picture is called.
    pub const PEER: &str = "The other person";
    /// The other's socket is lost while media still flows.
    pub const PEER_QUIET: &str = "Their line to the server is quiet";
    /// One's own socket is lost while media still flows.
    pub const SERVER_LOST: &str = "Reaching for the server; the call goes on";
}

/// Says why the call is over, and what that means.
pub fn ended(reason: EndReason) -> (&'static str, &'static str) {
    match reason {
        EndReason::Left => ("You have left", "Nobody sees or hears you now. The same word still opens the same room."),
        EndReason::Moved => (
            "This call moved to another tab",
            "Camera and microphone are off here. Join again to take it back to this one.",
        ),
    }
}

/// Says in one breath where the call is.
pub fn phase(view: &View) -> String {
    let room = &view.room;
    match &view.phase {
        Phase::RequestingMedia => "Waiting for your camera and microphone.".into(),
        Phase::MediaError(_) => "Your camera and microphone are missing.".into(),
        Phase::ChoosingRoom(_) => "Choose a room.".into(),
        Phase::Joining => format!("Joining {room}."),
        Phase::RoomFull(_) => "The room is full.".into(),
        Phase::Waiting => format!("You are alone in {room}, waiting for the other person."),
        Phase::Connecting => "Connecting with the other person.".into(),
        Phase::Connected => "You are connected.".into(),
        Phase::Reconnecting(kind) => {
            let (title, what_is_done) = repair(*kind);
            format!("{title}. {what_is_done}")
        }
        Phase::Ended(reason) => {
            let (title, what_it_means) = ended(*reason);
            format!("{title}. {what_it_means}")
        }
    }
}

fn own(device: Device) -> &'static str {
    match device {
        Device::Microphone => "Your microphone",
        Device::Camera => "Your camera",
    }
}

fn devices(whose: &str, devices: Devices) -> String {
    let (microphone, camera) = match (devices.microphone, devices.camera) {
        (true, true) => ("on", "on"),
        (true, false) => ("on", "off"),
        (false, true) => ("off", "on"),
        (false, false) => ("off", "off"),
    };
    format!("{whose} microphone is {microphone}, the camera is {camera}.")
}

/// Says what has happened.
pub fn announcement(announcement: Announcement, view: &View) -> String {
    match announcement {
        Announcement::PhaseChanged => phase(view),
        Announcement::PeerCame => "The other person came.".into(),
        Announcement::PeerBack => "The other person is back.".into(),
        Announcement::PeerLeft => "The other person left.".into(),
        Announcement::PeerQuiet => "The other person went quiet.".into(),
        Announcement::PeerDevices => devices("Their", view.peer_devices),
        Announcement::OwnDevices => devices("Your", view.devices),
        Announcement::DeviceFailed(device) => format!("{} could not be started.", own(device)),
        Announcement::DeviceLost(device) => format!("{} is gone. Duet takes the next one that it finds.", own(device)),
        Announcement::DeviceSilenced(device) => {
            format!("{} gives nothing: a phone call, a switch or another program may hold it.", own(device))
        }
        Announcement::DeviceReplaced(device) => format!("{} works again.", own(device)),
        Announcement::DeviceChanged(device) => format!("{} is the system’s new one now.", own(device)),
        Announcement::LinkCopied => "The link is copied.".into(),
        Announcement::LinkNotCopied => "The link could not be copied: take it from the address bar.".into(),
    }
}

#[cfg(test)]
mod tests;
