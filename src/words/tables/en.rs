//! English.

use crate::words::Word;

pub(super) const fn word(word: Word) -> &'static str {
    match word {
        Word::Description => "A video room for two: type a word, a friend types the same, you see each other.",
        Word::NotLoaded => "Duet could not be loaded whole. Please look whether you are connected.",
        Word::Crashed => "Something went wrong, and Duet has stopped. Your camera and microphone are off.",
        Word::NowhereTitle => "There is nothing here",
        Word::NowhereLead => "This address leads to no room. Look at the link again, or choose a room by its name.",
        Word::NowhereAway => "Choose a room",
        Word::NoScript => {
            "Duet needs JavaScript: camera, microphone and the line to the other person exist for scripts only. Switch it on \
             for this page and load it again."
        }
        Word::Promise => "No account. Picture and sound go from your browser to theirs.",
        Word::TryAgain => "Try again",
        Word::CheckAll => "Check everything",
        Word::Join => "Join",
        Word::Cancel => "Cancel",
        Word::Reload => "Load the page again",
        Word::Mute => "Mute microphone",
        Word::Unmute => "Unmute microphone",
        Word::CameraOff => "Turn camera off",
        Word::CameraOn => "Turn camera on",
        Word::CopyLink => "Copy link",
        Word::Leave => "Leave",
        Word::TapToHear => "Tap to hear",
        Word::JoinAgain => "Join again",
        Word::ChooseAnother => "Choose another room",
        Word::Controls => "Your call",
        Word::Settings => "Settings",
        Word::MediaRequired => "Your camera and microphone are required",
        Word::DeniedWhy => "The browser has been told to refuse them to this page.",
        Word::DeniedDo => "Change its setting for this page, as below. Duet goes on by itself once you have.",
        Word::DismissedWhy => "The question was closed without an answer.",
        Word::DismissedDo => "Press “Try again”, then “Allow”.",
        Word::CameraDeniedWhy => "The browser has been told to refuse this page your camera.",
        Word::MicrophoneDeniedWhy => "The browser has been told to refuse this page your microphone.",
        Word::CameraNotFoundWhy => "The browser finds no camera on this device.",
        Word::MicrophoneNotFoundWhy => "The browser finds no microphone on this device.",
        Word::CameraInUseWhy => "Another program is using your camera, or the camera could not be started.",
        Word::MicrophoneInUseWhy => "Another program is using your microphone, or the microphone could not be started.",
        Word::CameraLostWhy => "Your camera was unplugged or taken away.",
        Word::MicrophoneLostWhy => "Your microphone was unplugged or taken away.",
        Word::NotFoundWhy => "This device has no camera, or no microphone, that the browser can find.",
        Word::NotFoundDo => "Plug one in or switch it on, then try again.",
        Word::InUseWhy => "Another program is using one of them.",
        Word::InUseDo => "Close other video calls, and programs that use the camera or the microphone, then try again.",
        Word::OverconstrainedWhy => "None of those on this device can do what a call needs.",
        Word::OverconstrainedDo => "Connect another camera or microphone, then try again.",
        Word::AbortedWhy => "One of them failed while it was starting.",
        Word::AbortedDo => "Unplug it and plug it in again, or start this device anew, then try again.",
        Word::ForbiddenWhy => "This browser, or whoever looks after this device, does not let web pages use them.",
        Word::ForbiddenDo => "Allow them in the settings of the browser or the device, or use another browser.",
        Word::InsecureWhy => "This page was not loaded over a secure connection, and browsers then keep them locked.",
        Word::InsecureDo => "Open the same address with https:// in front of it.",
        Word::LostWhy => "One of them was unplugged or taken away.",
        Word::LostDo => "Connect it again, then try again.",
        Word::OtherWhy => "They could not be started, and the browser does not say why.",
        Word::OtherDo => "Close other programs that may use them, then try again.",
        Word::StepsChrome => {
            "the sign left of the address, or the crossed-out camera at its end, then Camera and Microphone: Allow"
        }
        Word::StepsFirefox => "the crossed-out camera left of the address, then ✕ next to “Blocked”",
        Word::StepsSafari => {
            "menu Safari › Settings for this website; on iPhone the sign in the address bar › Website settings"
        }
        Word::DialogTitle => "Agree on a word",
        Word::DialogLead => "Whoever types the same word comes to the same room. There is space for two.",
        Word::DialogLabel => "Room name",
        Word::BadAddress => "The link you opened holds no name that a room can have. Type one.",
        Word::NameNeeded => "A name is needed to open the door: type one.",
        Word::NameTooLong => "That name is too long: it may have {} characters at most.",
        Word::NameControl => "That name has a character that cannot be seen and is not allowed: type it anew.",
        Word::NameDots => "A name cannot be only one or two dots: type another.",
        Word::Unreachable => "The server cannot be reached. Check your connection and press Join to try again.",
        Word::Draining => "The server is about to start anew. Press Join to try again in a minute.",
        Word::Limit => "The server has all the calls it can carry. Press Join to try again in a little while.",
        Word::Locked => "Those in this room let nobody else in.",
        Word::KnockFirst => "Those in this room decide who comes in: knock, and wait for their answer.",
        Word::Version => "The server has become newer than this page. Load the page again to go on.",
        Word::Newer => "There is a newer version of this page.",
        Word::RoomFull => "“{}” is full: two people are in there. Try again when one has left, or type another name.",
        Word::OccupancyEmpty => "Nobody is there yet: you would be the first.",
        Word::OccupancyOne => "Somebody is in there, waiting.",
        Word::OccupancyFull => "Two people are in there: no space left.",
        Word::InOtherTab => "You are in this room already, in another tab.",
        Word::MoveHere => "Move the call here",
        Word::NoRelay => {
            "This server has no relay, so two networks that both shut strangers out cannot meet. Another network, such as a \
             phone’s, may help."
        }
        Word::RequestingTitle => "First, let yourself be seen and heard",
        Word::RequestingLead => {
            "Your browser is asking whether Duet may use your camera and microphone: press “Allow”. Nobody sees you before \
             you join a room."
        }
        Word::RequestingSlow => {
            "Still waiting for your answer. The question is near the address bar, or behind a small camera sign at its end. \
             It may also be in another window."
        }
        Word::JoiningTitle => "At the door of",
        Word::JoiningLead => "One moment.",
        Word::WaitingTitle => "You are in",
        Word::WaitingLead => "It is only you so far. Send your friend this link, or just the word.",
        Word::ConnectingTitle => "Somebody is here",
        Word::ConnectingLead => "Your two browsers are finding a way to each other.",
        Word::ConnectingSlow => {
            "This takes longer than usual. A strict firewall, a VPN or a busy network on either side can be the reason; Duet \
             keeps trying."
        }
        Word::PeerAwayTitle => "They have dropped out",
        Word::PeerAwayLead => "Their place is kept. The call goes on as soon as they are back.",
        Word::LinkLostTitle => "The line between you is broken",
        Word::LinkLostLead => "Both of you are here; a new one is being made.",
        Word::OfflineTitle => "You are offline",
        Word::OfflineLead => "Duet comes back by itself as soon as your connection does.",
        Word::OwnCameraOff => "Your camera is off",
        Word::OwnCameraStarting => "Your camera is starting",
        Word::PeerCameraOff => "Their camera is off",
        Word::OwnMuted => "You are muted",
        Word::PeerMuted => "They are muted",
        Word::OwnTileEmpty => "This is where you will be",
        Word::OwnTileMissing => "No picture of you",
        Word::OwnTileEnded => "Camera and microphone are off",
        Word::Own => "You",
        Word::Peer => "The other person",
        Word::PeerQuietSign => "Their line to the server is quiet",
        Word::ServerLostSign => "Reaching for the server; the call goes on",
        Word::LeftTitle => "You have left",
        Word::LeftLead => "Nobody sees or hears you now. The same word still opens the same room.",
        Word::MovedTitle => "This call moved to another tab",
        Word::MovedLead => "Camera and microphone are off here. Join again to take it back to this one.",
        Word::Stop => ". ",
        Word::SayRequesting => "Waiting for your camera and microphone.",
        Word::SayMediaError => "Your camera and microphone are missing.",
        Word::SayChoosing => "Choose a room.",
        Word::SayJoining => "Joining {}.",
        Word::SayFull => "The room is full.",
        Word::SayWaiting => "You are alone in {}, waiting for the other person.",
        Word::SayConnecting => "Connecting with the other person.",
        Word::SayConnected => "You are connected.",
        Word::PeerCame => "The other person came.",
        Word::PeerBack => "The other person is back.",
        Word::PeerLeft => "The other person left.",
        Word::PeerQuiet => "The other person went quiet.",
        Word::PeerDevicesOnOn => "Their microphone is on, the camera is on.",
        Word::PeerDevicesOnOff => "Their microphone is on, the camera is off.",
        Word::PeerDevicesOffOn => "Their microphone is off, the camera is on.",
        Word::PeerDevicesOffOff => "Their microphone is off, the camera is off.",
        Word::OwnDevicesOnOn => "Your microphone is on, the camera is on.",
        Word::OwnDevicesOnOff => "Your microphone is on, the camera is off.",
        Word::OwnDevicesOffOn => "Your microphone is off, the camera is on.",
        Word::OwnDevicesOffOff => "Your microphone is off, the camera is off.",
        Word::MicrophoneFailed => "Your microphone could not be started.",
        Word::CameraFailed => "Your camera could not be started.",
        Word::MicrophoneLost => "Your microphone is gone. Duet takes the next one that it finds.",
        Word::CameraLost => "Your camera is gone. Duet takes the next one that it finds.",
        Word::MicrophoneSilenced => {
            "Your microphone gives nothing: a phone call, a switch or another program may hold it."
        }
        Word::CameraSilenced => "Your camera gives nothing: a phone call, a switch or another program may hold it.",
        Word::MicrophoneReplaced => "Your microphone works again.",
        Word::CameraReplaced => "Your camera works again.",
        Word::MicrophoneChanged => "Your microphone is the system’s new one now.",
        Word::CameraChanged => "Your camera is the system’s new one now.",
        Word::OwnMicrophoneTrouble => "Your microphone gives nothing",
        Word::OwnCameraTrouble => "Your camera gives nothing",
        Word::MicrophoneRefused => {
            "Your browser refuses the microphone. Allow it beside the address, and it comes back."
        }
        Word::CameraRefused => "Your browser refuses the camera. Allow it beside the address, and it comes back.",
        Word::MicrophoneInUse => {
            "Your microphone is in use by another program, or failed. Close that program, then unmute."
        }
        Word::CameraInUse => {
            "Your camera is in use by another program, or failed. Close that program, then turn the camera on."
        }
        Word::PeerPictureMissing => "Their picture does not come. You can hear each other.",
        Word::Unable => {
            "This browser makes no calls: its peer connections (WebRTC) are switched off. Switch them on in its settings, or use another browser."
        }
        Word::LinkCopied => "The link is copied.",
        Word::ExtrasMissing => {
            "That part of the page could not be loaded. Look whether you are connected, and try again."
        }
        Word::LinkNotCopied => "The link could not be copied: take it from the address bar.",
    }
}
