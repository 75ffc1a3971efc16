//! How a test can end, and why.

use super::plan::Test;
use crate::call::view::MediaError;
use crate::protocol::RelayTransport;

/// Where a test stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outcome {
    /// It has not begun.
    #[default]
    Waiting,
    /// It is being done.
    Running,
    /// All is well.
    Passed(Proof),
    /// A call is possible, but something may spoil it.
    Warned(Warning),
    /// This keeps a call from working.
    Failed(Fault),
    /// It was not done.
    Skipped(Skip),
}

/// What was measured of a thing that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Nothing that needs saying.
    Works,
    /// A person or a microphone heard what was to be heard.
    Heard,
    /// Pictures of this size.
    Picture {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// An answer, or the first picture, after so many milliseconds.
    After(u32),
    /// An address of the relay that a call would take, after so many milliseconds.
    Relayed(RelayTransport, u32),
}

/// What may spoil a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// The camera's pictures come and are black.
    BlackPicture,
    /// The microphone gives a sound, but hardly any.
    QuietMicrophone,
    /// This browser does not let a page measure the sound.
    NoMeter,
    /// The person did not say whether they hear the tone.
    NoAnswer,
    /// The server's answer took long.
    SlowServer(u32),
    /// The server names no STUN server.
    NoStun,
    /// The STUN server did not answer.
    StunSilent,
    /// The server names no relay.
    NoRelay,
    /// The relay is not reached over UDP, which is there; a call would take this instead.
    RelayWithoutUdp(RelayTransport),
    /// The browser lacks the codecs that everybody has.
    FewCodecs,
    /// The call within the page works, but without a camera there was no picture to send.
    WithoutPicture,
}

/// What keeps a call from working.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The device cannot be had.
    Media(MediaError),
    /// The browser cannot make calls, or has been told not to.
    NoWebRtc,
    /// It did not begin within its time.
    TooLong,
    /// The camera is on and gives no pictures.
    NoFrames,
    /// The microphone is on and gives nothing at all.
    SilentMicrophone,
    /// The person does not hear the tone.
    NotHeard,
    /// The browser plays no tone.
    NoSound,
    /// The server does not answer.
    ServerAway,
    /// The server answers, but not on a WebSocket.
    SocketsBlocked,
    /// The server answers, and takes this page for somebody else's.
    ForeignOrigin,
    /// The server speaks another version than this page.
    OtherVersion,
    /// The relay did not answer.
    RelaySilent,
    /// The relay gives addresses, and nothing comes through.
    RelayPassesNothing,
    /// Two connections in this page do not find each other.
    NoConnection,
    /// They do, but what one writes the other does not read.
    NoEcho,
    /// They do, but the picture is not decoded.
    NoPicture,
}

/// Why a test was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// What it needs does not work.
    Needs(Test),
    /// The person ended the check.
    Stopped,
}

impl Outcome {
    /// Whether what was tested can be used.
    pub const fn works(self) -> bool {
        matches!(self, Self::Passed(_) | Self::Warned(_))
    }

    /// Whether there is nothing more to wait for.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }

    /// A word for style sheets and tests.
    pub const fn handle(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Passed(_) => "passed",
            Self::Warned(_) => "warned",
            Self::Failed(_) => "failed",
            Self::Skipped(_) => "skipped",
        }
    }
}
