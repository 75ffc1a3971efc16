//! Every text that a person reads or hears, in every language. The page carries none of them: the server renders its first
//! state in the person's language and names the file with the texts of that language, which the page loads beside its
//! program. So a language that nobody here speaks costs nobody here a byte.
//!
//! A text is a variant of [`Word`]; each language is a function from variants to texts. A language that lacks one does not
//! compile.

pub mod language;
#[cfg(feature = "hydrate")]
mod received;
#[cfg(not(feature = "hydrate"))]
mod tables;

#[cfg(feature = "hydrate")]
pub use received::{receive, receive_extras, say, tell};
#[cfg(not(feature = "hydrate"))]
pub use tables::{extras, list, say};

/// Begins the place in a text where something is put in.
const GAP: char = '{';

/// With the bracket that closes it, in bytes.
const GAP_BYTES: usize = 2;

/// Makes an enum that knows all its variants, in the order in which their texts travel.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($word:ident,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        // What each means is what `en.rs` says for it.
        #[allow(missing_docs)]
        pub enum $name { $($word,)* }

        impl $name {
            /// All of them.
            #[cfg(not(feature = "hydrate"))]
            pub const ALL: &[Self] = &[$(Self::$word,)*];
        }
    };
}

words! {
    /// The texts of the page as it comes.
    Word {
        Description,
        NotLoaded,
        NoScript,
        Promise,
        TryAgain,
        Join,
        Cancel,
        Reload,
        Mute,
        Unmute,
        CameraOff,
        CameraOn,
        CopyLink,
        Leave,
        TapToHear,
        JoinAgain,
        ChooseAnother,
        Controls,
        Settings,
        MediaRequired,
        DeniedWhy,
        DeniedDo,
        DismissedWhy,
        DismissedDo,
        NotFoundWhy,
        NotFoundDo,
        InUseWhy,
        InUseDo,
        OverconstrainedWhy,
        OverconstrainedDo,
        AbortedWhy,
        AbortedDo,
        ForbiddenWhy,
        ForbiddenDo,
        InsecureWhy,
        InsecureDo,
        LostWhy,
        LostDo,
        OtherWhy,
        OtherDo,
        StepsChrome,
        StepsFirefox,
        StepsSafari,
        DialogTitle,
        DialogLead,
        DialogLabel,
        BadAddress,
        NameNeeded,
        NameTooLong,
        NameControl,
        NameDots,
        Unreachable,
        Draining,
        Limit,
        Version,
        RoomFull,
        OccupancyEmpty,
        OccupancyOne,
        OccupancyFull,
        NoRelay,
        RequestingTitle,
        RequestingLead,
        RequestingSlow,
        JoiningTitle,
        JoiningLead,
        WaitingTitle,
        WaitingLead,
        ConnectingTitle,
        ConnectingLead,
        ConnectingSlow,
        PeerAwayTitle,
        PeerAwayLead,
        LinkLostTitle,
        LinkLostLead,
        OfflineTitle,
        OfflineLead,
        OwnCameraOff,
        OwnCameraStarting,
        PeerCameraOff,
        OwnMuted,
        PeerMuted,
        OwnTileEmpty,
        OwnTileMissing,
        OwnTileEnded,
        Own,
        Peer,
        PeerQuietSign,
        ServerLostSign,
        LeftTitle,
        LeftLead,
        MovedTitle,
        MovedLead,
        Stop,
        SayRequesting,
        SayMediaError,
        SayChoosing,
        SayJoining,
        SayFull,
        SayWaiting,
        SayConnecting,
        SayConnected,
        PeerCame,
        PeerBack,
        PeerLeft,
        PeerQuiet,
        PeerDevicesOnOn,
        PeerDevicesOnOff,
        PeerDevicesOffOn,
        PeerDevicesOffOff,
        OwnDevicesOnOn,
        OwnDevicesOnOff,
        OwnDevicesOffOn,
        OwnDevicesOffOff,
        MicrophoneFailed,
        CameraFailed,
        MicrophoneLost,
        CameraLost,
        MicrophoneSilenced,
        CameraSilenced,
        MicrophoneReplaced,
        CameraReplaced,
        MicrophoneChanged,
        CameraChanged,
        LinkCopied,
        LinkNotCopied,
        ExtrasMissing,
    }
}

words! {
    /// The texts of what is loaded when it is first used.
    Extra {
        Settings,
        Close,
        Devices,
        Camera,
        Microphone,
        Speaker,
        UnnamedDevice,
        Level,
        TestSpeaker,
        Volume,
        Appearance,
        Mirror,
        HideOwn,
        Theme,
        ThemeSystem,
        ThemeLight,
        ThemeDark,
        Language,
        LanguageReload,
        DeviceNotStarted,
        Quality,
        QualitySign,
        QualityUnknown,
        QualityGood,
        QualityFair,
        QualityPoor,
        WhyGood,
        WhyLossSent,
        WhyLossReceived,
        WhyRoundTrip,
        WhyJitter,
        WhyFrozen,
        WhySlow,
        WhyBandwidth,
        WhyCpu,
        PictureReduced,
        PicturePaused,
        PictureBack,
        Connection,
        YouSend,
        YouReceive,
        LastMinutes,
        RoundTrip,
        Route,
        Direct,
        Relayed,
        Available,
        Bitrate,
        Loss,
        Jitter,
        PictureSize,
        FrameRate,
        Codec,
        Encoding,
        Decoding,
        EachSecond,
        EachFrame,
        InHardware,
        InSoftware,
        GraphLatest,
        GraphLowest,
        GraphHighest,
        GraphNothing,
    }
}

/// A text with `value` in its gap.
pub fn fill(text: &str, value: &str) -> String {
    // A search for one character: the one for a text of two is three kilobytes of program.
    match text.find(GAP) {
        Some(at) => [&text[..at], value, text.get(at + GAP_BYTES..).unwrap_or_default()].concat(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_value_is_put_into_the_gap_and_nowhere_else() {
        assert_eq!(fill("“{}” is full", "{}a"), "“{}a” is full");
        assert_eq!(fill("no gap", "a"), "no gap");
        assert_eq!(fill("at the end {}", "a"), "at the end a");
    }
}
