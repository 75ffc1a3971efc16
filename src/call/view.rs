//! What a person sees and can do: the only thing that the views read of a call.

use super::event::Device;
use crate::protocol::room_name::RoomNameError;
use crate::protocol::signal::Devices;

/// Everything on the screen that depends on the call. Plain data: it can be compared, sent and rendered on the server.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Where the call is.
    pub phase: Phase,
    /// Which device could not be had, if it is one alone that was missed.
    pub at_fault: Option<Device>,
    /// The rooms in which other tabs of this browser have seats, with line ends between.
    pub rooms_of_tabs: String,
    /// The room's name: as its first person typed it once the server has told, before that as it was typed here.
    pub room: String,
    /// Which of one's own devices the person wants on: what their buttons go by.
    pub wanted: Devices,
    /// Which of one's own devices the other person gets.
    pub devices: Devices,
    /// Why the microphone gives nothing, though it is wanted.
    pub microphone_trouble: Option<Trouble>,
    /// The same for the camera.
    pub camera_trouble: Option<Trouble>,
    /// The camera is being started again.
    pub camera_starting: bool,
    /// Which of the other's devices are on, while somebody is there.
    pub peer_devices: Devices,
    /// The other's socket is lost while media still flows: worth a small sign and nothing more.
    pub peer_quiet: bool,
    /// One's own socket is lost while media still flows.
    pub server_lost: bool,
    /// The other's camera is on and the two are linked, but no picture comes.
    pub picture_missing: bool,
    /// The server serves a newer page than this one, and no call would be left for it.
    pub newer: bool,
    /// This phase lasts longer than usual (8 s for the permission, 10 s for connecting): more words are due.
    pub slow: bool,
    /// The browser does not let the other's picture play until the page is tapped.
    pub playback_blocked: bool,
    /// The latest thing to be read out, with a number that grows so that the same words can be said twice.
    pub announcement: Option<(u32, Announcement)>,
}

/// The states of the contract, each with what only it knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Phase {
    /// Camera and microphone have been asked for.
    #[default]
    RequestingMedia,
    /// They cannot be had.
    MediaError(MediaError),
    /// The room dialog is open.
    ChoosingRoom(DialogNotice),
    /// The name has been sent.
    Joining,
    /// Two people are in that room already; the dialog is open again.
    RoomFull(DialogNotice),
    /// Alone in the room.
    Waiting,
    /// The other person is here, but no picture yet.
    Connecting,
    /// Linked, and the other's picture is there or known to be off.
    Connected,
    /// The link is being repaired, or the other's seat is held for them.
    Reconnecting(Repair),
    /// The call is over and the devices are off.
    Ended(EndReason),
}

impl Phase {
    /// The value of `data-call-state` (see the contract).
    pub fn handle(&self) -> &'static str {
        match self {
            Self::RequestingMedia => "requesting-media",
            Self::MediaError(_) => "media-error",
            Self::ChoosingRoom(_) => "choosing-room",
            Self::Joining => "joining",
            Self::RoomFull(_) => "room-full",
            Self::Waiting => "waiting",
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Reconnecting(_) => "reconnecting",
            Self::Ended(_) => "ended",
        }
    }

    /// What the room dialog has to say, where it is open.
    pub fn dialog(&self) -> Option<DialogNotice> {
        match self {
            Self::ChoosingRoom(notice) | Self::RoomFull(notice) => Some(*notice),
            Self::RequestingMedia
            | Self::MediaError(_)
            | Self::Joining
            | Self::Waiting
            | Self::Connecting
            | Self::Connected
            | Self::Reconnecting(_)
            | Self::Ended(_) => None,
        }
    }

    /// Whether the page may be left for a newer one: nothing of a call would be lost.
    pub fn outside_call(&self) -> bool {
        matches!(self, Self::MediaError(_) | Self::ChoosingRoom(_) | Self::RoomFull(_) | Self::Ended(_))
    }

    /// Whether a seat is held, so that the buttons of a call belong on the screen.
    pub fn seated(&self) -> bool {
        matches!(self, Self::Waiting | Self::Connecting | Self::Connected | Self::Reconnecting(_))
    }
}

/// Why there is no picture or sound of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// `NotAllowedError`, and the browser will not ask again by itself: its setting must be changed.
    #[error("camera and microphone are refused")]
    Denied,
    /// `NotAllowedError`, but the question was only closed: it can be asked again.
    #[error("the question was closed without an answer")]
    Dismissed,
    /// `NotFoundError`: no camera, or no microphone.
    #[error("no camera or no microphone was found")]
    NotFound,
    /// `NotReadableError`: another program, or the driver, holds the device.
    #[error("camera or microphone is in use or broken")]
    InUse,
    /// `OverconstrainedError`: no device can do what was asked for.
    #[error("no camera or microphone fits")]
    Overconstrained,
    /// `AbortError`: the device failed while starting.
    #[error("camera or microphone failed to start")]
    Aborted,
    /// `SecurityError`: devices are switched off for this page.
    #[error("the browser or its owner forbids camera and microphone here")]
    Forbidden,
    /// The page was not loaded over HTTPS or from this machine, so the browser has no devices for it.
    #[error("the page is not secure")]
    Insecure,
    /// A track ended by itself in the lobby: unplugged, or taken away.
    #[error("camera or microphone was lost")]
    Lost,
    /// Anything else.
    #[error("camera and microphone could not be started")]
    Other,
}

impl MediaError {
    /// Whether plugging something in may help.
    pub fn is_of_absence(self) -> bool {
        matches!(self, Self::NotFound | Self::Lost)
    }
}

/// Why a device that is wanted gives nothing in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Its track has ended, and there is no other: unplugged, or taken away.
    Gone,
    /// Its track lives and gives nothing: a phone call or a switch holds it.
    Silenced,
    /// The browser or its person refuses it.
    Refused,
    /// Another program holds it, or its driver failed.
    InUse,
}

impl Trouble {
    /// Why a device could not be started again.
    pub fn of(error: MediaError) -> Self {
        match error {
            MediaError::Denied | MediaError::Dismissed | MediaError::Forbidden | MediaError::Insecure => Self::Refused,
            MediaError::InUse | MediaError::Aborted | MediaError::Other => Self::InUse,
            MediaError::NotFound | MediaError::Overconstrained | MediaError::Lost => Self::Gone,
        }
    }
}

/// What the room dialog says besides asking for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogNotice {
    /// Nothing.
    #[default]
    None,
    /// Asked again: cancelled or blank, a name is needed.
    NameNeeded,
    /// Asked again: the name is no good.
    BadName(RoomNameError),
    /// The address held no usable name.
    BadAddress,
    /// The server could not be reached.
    Unreachable,
    /// The server is about to stop.
    Draining,
    /// The server is at its limits.
    Limit,
    /// Those inside let nobody else in.
    Locked,
    /// Those inside let in whom they want to.
    Knock,
    /// Page and server speak different versions: load the page again.
    Version,
    /// This browser makes no peer connections.
    Unable,
}

/// What is being done while the last picture is dimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// The other person's seat is held: they may be reloading or be in a tunnel.
    PeerAway,
    /// Both are there, the path between them is not.
    LinkLost,
    /// This page cannot reach the server and the link is gone too.
    Offline,
}

/// Why the call is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// This person left.
    Left,
    /// Another tab with the same seat took it.
    Moved,
}

/// What the live region reads out besides the change of phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announcement {
    /// The call came into the phase that the view shows.
    PhaseChanged,
    /// The other person came.
    PeerCame,
    /// The other person came back.
    PeerBack,
    /// The other person left for good.
    PeerLeft,
    /// The other person's line went quiet.
    PeerQuiet,
    /// The other person muted, unmuted, or switched the camera: see the view.
    PeerDevices,
    /// One's own microphone or camera was switched: see the view.
    OwnDevices,
    /// A device that was asked for could not be started.
    DeviceFailed(Device),
    /// A device is gone: unplugged, or taken away.
    DeviceLost(Device),
    /// A device gives nothing: a phone call or another program holds it.
    DeviceSilenced(Device),
    /// A device works again, or another has taken its place.
    DeviceReplaced(Device),
    /// Another device is used, because the system's default is another one.
    DeviceChanged(Device),
    /// The room's link is in the clipboard.
    LinkCopied,
    /// The clipboard refused the link.
    LinkNotCopied,
}

/// What a person asks for by pressing something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// "Try again" after a media error.
    RetryMedia,
    /// A room's name is being typed.
    Typed,
    /// The person's address is to be hidden from the other, or no longer.
    HideOrShowAddress,
    /// "Join", with the text of the field.
    Join(String),
    /// "Move the call here", with the text of the field.
    MoveHere(String),
    /// "Cancel" or Escape in the room dialog.
    CancelDialog,
    /// "Mute microphone" and back.
    ToggleMicrophone,
    /// The key to talk goes down, or up: heard for as long as it is held, though the microphone is off.
    Talk(bool),
    /// "Turn camera off" and back.
    ToggleCamera,
    /// Another device is wished for than the one in use.
    UseAnother(Device),
    /// "Copy link".
    CopyLink,
    /// "Leave".
    Leave,
    /// "Join again" after the end.
    JoinAgain,
    /// "Choose another room" after the end.
    ChooseAnother,
    /// "Tap to hear".
    TapToHear,
    /// Nothing pressed: it was seen whether the call goes through a relay.
    TellPath(bool),
    /// Nothing pressed: something of the other's voice or picture arrived.
    MediaArrived,
}
