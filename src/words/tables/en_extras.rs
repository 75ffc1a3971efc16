//! English, what is loaded when it is first used.

use crate::words::Extra;

pub(super) const fn word(word: Extra) -> &'static str {
    match word {
        Extra::Settings => "Settings",
        Extra::Close => "Close",
        Extra::Devices => "Camera and sound",
        Extra::Camera => "Camera",
        Extra::Microphone => "Microphone",
        Extra::Speaker => "Speaker",
        Extra::UnnamedDevice => "Device {}",
        Extra::Level => "Level of your microphone",
        Extra::TestSpeaker => "Play a sound",
        Extra::Volume => "Volume of the other person",
        Extra::Appearance => "Appearance",
        Extra::Mirror => "Mirror my picture",
        Extra::HideOwn => "Hide my picture in a call",
        Extra::Theme => "Colours",
        Extra::ThemeSystem => "As the system",
        Extra::ThemeLight => "Light",
        Extra::ThemeDark => "Dark",
        Extra::Language => "Language",
        Extra::SilencedHere => "You have turned their volume to nothing",
        Extra::SpeakerGone => "Your speaker is gone. The system’s own is used.",
        Extra::SpeakerBack => "Your speaker is back.",
        Extra::LanguageNotKept => "This browser keeps no choice of language: it blocks cookies.",
        Extra::NewsNotSaved => "“{}” could not be saved: this browser has removed it.",
        Extra::FoldersDropped => "Folders cannot be sent. Drop the files in them, or pack them into one file.",
        Extra::LanguageReload => "The page loads again; a call goes on.",
        Extra::Chat => "Chat",
        Extra::ChatText => "Message",
        Extra::ChatSend => "Send",
        Extra::ChatEmpty => "What you write goes straight to the other person, and is gone when the call is over.",
        Extra::ChatLines => "Messages",
        Extra::ChatYou => "You:",
        Extra::ChatThey => "They:",
        Extra::ChatTooLong => "That is too long: {} characters at most. Send it as a file.",
        Extra::ChatFull => "Too much is waiting to be delivered. Your text stays here.",
        Extra::ChatPending => "not there yet",
        Extra::ChatAlone => "Nobody else is here to read it.",
        Extra::ChatNews => "New message: {}",
        Extra::UnreadOne => "{} unread message",
        Extra::UnreadZero | Extra::UnreadTwo | Extra::UnreadFew | Extra::UnreadMany | Extra::UnreadOther => {
            "{} unread messages"
        }
        Extra::ShareScreen => "Share screen",
        Extra::StopSharing => "Stop sharing",
        Extra::ScreenFailed => "Your screen could not be shown.",
        Extra::ScreenShown => "Your screen is shown to the other person.",
        Extra::ScreenHidden => "Your screen is not shown any more.",
        Extra::PeerScreen => "The other person’s screen",
        Extra::Tools => "More",
        Extra::FullScreen => "Full screen",
        Extra::WholePicture => "Show the whole picture",
        Extra::FillWindow => "Fill the window",
        Extra::Pip => "Small window",
        Extra::PipClosed => "Their camera is off: the small window is closed.",
        Extra::PipFailed => "The small window could not be opened.",
        Extra::Flip => "Other camera",
        Extra::WhoMayComeIn => "Who may come in",
        Extra::AccessOpen => "Everybody who knows the name",
        Extra::AccessKnock => "Whoever knocks and is let in",
        Extra::AccessLocked => "Nobody else, once you are two",
        Extra::Knocking => "Somebody is knocking",
        Extra::LetIn => "Let in",
        Extra::NotNow => "Not now",
        Extra::Knock => "Knock",
        Extra::Knocked => "You have knocked. Wait for an answer.",
        Extra::NotLetIn => "They did not let you in.",
        Extra::Keys => "Keys",
        Extra::SpaceBar => "Space",
        Extra::KeyMicrophone => "Mute, unmute",
        Extra::KeyCamera => "Camera off, on",
        Extra::KeyScreen => "Show your screen",
        Extra::KeyChat => "Chat",
        Extra::KeyFullScreen => "Full screen",
        Extra::KeyFraming => "Whole picture, or filled window",
        Extra::KeyTalk => "Talk for as long as you hold it, while muted",
        Extra::KeyHelp => "This list",
        Extra::LetterKeys => "Use these keys",
        Extra::MovablePicture => "picture that you can move",
        Extra::MakeUpName => "Make up a name",
        Extra::RecentRooms => "Last time:",
        Extra::ForgetRooms => "Forget these",
        Extra::Share => "Share…",
        Extra::InviteText => "Meet me in Duet. The word is “{}”.",
        Extra::InviteCode => "Code for a phone",
        Extra::CheckLink => "Check everything, in a new tab",
        Extra::CheckTitle => "Does everything work?",
        Extra::CheckLead => {
            "Camera, sound and line are tested one after another, and you read what is wrong and what to do. \
             Nobody sees or hears you: nothing leaves this device but the test of the server."
        }
        Extra::CheckStart => "Start the check",
        Extra::CheckStop => "Stop",
        Extra::CheckAgain => "Check again",
        Extra::CheckBack => "Back to the call",
        Extra::CheckList => "Tests",
        Extra::CheckNow => "Now: {}.",
        Extra::CheckAllow => "If the browser asks, press “Allow”.",
        Extra::CheckSpeak => "Say something: the bar has to move.",
        Extra::CheckQuestion => "Do you hear two tones?",
        Extra::CheckHear => "I hear them",
        Extra::CheckHearNot => "I do not",
        Extra::CheckPlayAgain => "Play them again",
        Extra::CheckFine => "Everything works. You are ready for a call.",
        Extra::CheckDoubts => "A call will work. One or more things may spoil it: see below.",
        Extra::CheckFaults => "Something keeps calls from working: see below what to do.",
        Extra::CheckEnded => "The check was stopped before its end.",
        Extra::CheckCopy => "Copy report",
        Extra::CheckCopied => "The report is copied. It has no names, addresses or rooms in it.",
        Extra::CheckCopyByHand => "The browser does not let the page copy: take the text below by hand.",
        Extra::CheckReport => "Report",
        Extra::CheckReportTitle => "Duet, check of this device",
        Extra::CheckWaiting => "waiting",
        Extra::CheckRunning => "being tested",
        Extra::CheckPassed => "fine",
        Extra::CheckWarned => "with a warning",
        Extra::CheckFailed => "does not work",
        Extra::CheckSkipped => "not tested",
        Extra::CheckSecure => "Secure page",
        Extra::CheckBrowser => "Browser",
        Extra::CheckServer => "Line to the server",
        Extra::CheckStun => "Way out of your network (STUN)",
        Extra::CheckRelay => "Detour around closed networks (relay)",
        Extra::CheckCall => "A call with yourself",
        Extra::CheckWorks => "Works.",
        Extra::CheckHeard => "Heard.",
        Extra::CheckPicture => "Moving pictures of {} pixels.",
        Extra::CheckAfter => "Works, after {} ms.",
        Extra::CheckNeeds => "Not tested, as this does not work: {}.",
        Extra::CheckNotDone => "Not tested.",
        Extra::CheckBlackWhy => "The camera is on, but its picture is black.",
        Extra::CheckBlackDo => "Look for a lid or a slider in front of it, and switch on a light.",
        Extra::CheckQuietWhy => "The microphone gives a sound, but no voice was heard.",
        Extra::CheckQuietDo => {
            "Check again and speak as in a call. If it stays so, turn the microphone up in the settings of the \
             system, or choose another one there."
        }
        Extra::CheckNoMeterWhy => "The microphone is on, but this browser could not measure what it hears.",
        Extra::CheckNoMeterDo => {
            "It may work all the same: try it in a call. If no speaker is connected, connect one and check again."
        }
        Extra::CheckNoAnswerWhy => "You did not say whether you hear the tones.",
        Extra::CheckNoAnswerDo => "Check again and press one of the two buttons.",
        Extra::CheckSlowWhy => "The server answered only after {} ms.",
        Extra::CheckSlowDo => "Joining will be slow. Go closer to your Wi-Fi, or use a cable.",
        Extra::CheckNoStunWhy => {
            "This server names no STUN server, so a page only knows its address inside its own network."
        }
        Extra::CheckNoStunDo => {
            "Calls within one network work. For calls between networks, whoever runs this server sets \
             DUET_ICE_SERVERS to a stun: address."
        }
        Extra::CheckStunSilentWhy => "The server that tells how you are seen from outside did not answer.",
        Extra::CheckStunSilentDo => {
            "Your network may block UDP. Try another one, such as your phone’s; at work, ask for UDP port 3478 \
             to be opened. Switch a VPN off for a try."
        }
        Extra::CheckNoRelayDo => "Whoever runs this server sets DUET_RELAY to its public address.",
        Extra::CheckRelayBy => "A call that needs it goes over {}.",
        Extra::CheckNoUdpWhy => {
            "The relay is reached over {} only: UDP does not get out of this network. On a bad line, sound and picture come late."
        }
        Extra::CheckNoUdpDo => "Try another network. Whoever runs this one: let UDP out to the relay's port.",
        Extra::CheckCodecsWhy => {
            "This browser knows neither of the two picture formats that every browser should: VP8 and H.264."
        }
        Extra::CheckCodecsDo => "Bring it up to date, or use another browser.",
        Extra::CheckOnlyLineWhy => "The line works. The picture could not be tested without a camera.",
        Extra::CheckOnlyLineDo => "Once the camera works, check again.",
        Extra::CheckNoWebRtcWhy => "This browser cannot make calls, or has been told not to.",
        Extra::CheckNoWebRtcDo => "Bring the browser up to date, and switch off extensions that block WebRTC.",
        Extra::CheckNoWebRtcFirefox => {
            "Type about:config into the address bar and set media.peerconnection.enabled to true."
        }
        Extra::CheckNoWebRtcIos => {
            "Lockdown Mode switches calls off: leave this page out of it (the sign in the address bar › Website \
             settings)."
        }
        Extra::CheckInApp => {
            "You look at this page inside another app. Open it in your browser instead: menu › Open in browser."
        }
        Extra::CheckTooLongWhy => {
            "It did not begin in time. The browser’s question may be unanswered, or another program holds the \
             device."
        }
        Extra::CheckTooLongDo => {
            "Answer the question, close other programs that use camera or microphone, then check again."
        }
        Extra::CheckDeniedDo => "Allow them for this page, then check again.",
        Extra::CheckDismissedDo => "Check again, then press “Allow”.",
        Extra::Colon => ": ",
        Extra::CheckAllowIos => {
            "the sign in the address bar › Website settings › Camera, Microphone: Allow; in other \
             browsers than Safari, the app Settings › the browser’s name."
        }
        Extra::CheckAllowAndroid => {
            "the sign left of the address › Permissions; then the app Settings › Apps › the browser › \
             Permissions."
        }
        Extra::CheckAllowSystem => {
            "If it is allowed there: the system’s own settings › Privacy › Camera, Microphone, where your \
             browser must be allowed too."
        }
        Extra::CheckNoFramesWhy => "The camera is on, but gives no picture.",
        Extra::CheckNoFramesDo => {
            "Close other programs that use it; unplug it and plug it in again, or start this device anew. Then \
             check again."
        }
        Extra::CheckSilentWhy => "The microphone is on, but gives nothing at all, not even noise.",
        Extra::CheckSilentDo => {
            "It is switched off somewhere: look for a button on the headset or the keyboard, and in the sound \
             settings of the system whether it is muted."
        }
        Extra::CheckNotHeardWhy => "You do not hear this device.",
        Extra::CheckNotHeardDo => {
            "Turn the volume up, and look in the sound settings of the system where the sound goes: headphones \
             may be plugged in or connected."
        }
        Extra::CheckNotHeardTab => "The tab may be muted: right-click on it › Unmute.",
        Extra::CheckNotHeardIos => "Look at the ring switch at the side, and turn Silent Mode off.",
        Extra::CheckNotHeardAndroid => "Turn up the volume of media: it is not the volume of calls or ringing.",
        Extra::CheckNoSoundWhy => "The browser played no tone.",
        Extra::CheckNoSoundDo => {
            "Allow sound for this page in the browser’s settings for it, and look whether a speaker is \
             connected."
        }
        Extra::CheckAwayWhy => "The server does not answer.",
        Extra::CheckAwayDo => {
            "Look whether you are connected to the Internet. If other pages load, try again in a minute."
        }
        Extra::CheckSocketsWhy => {
            "The server answers, but something on the way blocks the line that calls need (a WebSocket)."
        }
        Extra::CheckSocketsDo => {
            "A firewall, a proxy, a virus scanner or an extension may do that: switch it off for this page, or \
             use another network. Whoever runs the server: the proxy in front of it must pass on WebSockets at \
             /ws."
        }
        Extra::CheckOriginWhy => {
            "The server answers, but it refuses this page: it was asked under another name than the one in the address bar."
        }
        Extra::CheckOriginDo => {
            "Whoever runs the server: the proxy in front of it changes the name (Host). Have it pass Host on, or set DUET_NAMES to the name in the address bar."
        }
        Extra::CheckVersionWhy => "The server speaks another version than this page.",
        Extra::CheckVersionDo => "Load the page again.",
        Extra::CheckRelaySilentWhy => {
            "The relay did not answer, so networks that shut strangers out cannot be crossed."
        }
        Extra::CheckRelaySilentDo => {
            "Try another network. Whoever runs this server: see whether the relay runs, its password is right, \
             and its ports are open."
        }
        Extra::CheckRelayMuteWhy => "The relay answers, but passes nothing on.",
        Extra::CheckRelayMuteDo => {
            "Whoever runs this server: if the relay is a program of its own, it must be allowed to send to its own public address."
        }
        Extra::CheckNoConnectionWhy => "Two connections inside this page did not find each other.",
        Extra::CheckNoConnectionDo => {
            "A VPN, a firewall program or an extension for privacy blocks them: switch it off for this page, \
             then check again."
        }
        Extra::CheckNoEchoWhy => "The call is there, but messages do not come through.",
        Extra::CheckNoPictureWhy => "The call is there, but the picture could not be shown.",
        Extra::CheckNoPictureDo => {
            "Switch hardware acceleration off in the browser’s settings, bring the browser up to date, then \
             check again."
        }
        Extra::FamilyIos => "iPhone, iPad",
        Extra::FamilyAndroid => "Android",
        Extra::FamilyInApp => "Inside another app",
        Extra::FamilyOther => "Another browser",
        Extra::Files => "Files",
        Extra::ChooseFiles => "Choose files",
        Extra::FilesHint => {
            "Or drop them anywhere on this page. They go straight to the other person, up to 2 GB each."
        }
        Extra::DropFiles => "Drop files here to offer them to the other person",
        Extra::AcceptFile => "Accept",
        Extra::RefuseFile => "Refuse",
        Extra::CancelFile => "Cancel",
        Extra::SaveFile => "Save",
        Extra::FileAwaitsThem => "Waiting until they accept it",
        Extra::FileAwaitsYou => "For you, if you want it",
        Extra::FileSending => "Sending",
        Extra::FileReceiving => "Receiving",
        Extra::FilePaused => "Goes on when you are connected again",
        Extra::FileAway => "They are away. It goes on when they are back.",
        Extra::FileSent => "They have it",
        Extra::FileToSave => "It is here. Save it before you close this page.",
        Extra::FileStored => "It is where you wanted it",
        Extra::FileSaved => "Handed to your browser to save",
        Extra::FileRefused => "You refused it",
        Extra::FileCancelled => "You cancelled it",
        Extra::FileNotTaken => "They do not want it",
        Extra::FileWithdrawn => "They took it back",
        Extra::FileTooLargeHere => "It is too large for this browser",
        Extra::FileTooLargeThere => "It is too large for their browser",
        Extra::FileTooMany => "They have too many files waiting",
        Extra::FileNotStoredHere => "It could not be stored here. Is there enough space?",
        Extra::FileNotStoredThere => "It could not be stored on their side",
        Extra::FileUnreadableHere => "It cannot be read. Was it moved or changed?",
        Extra::FileUnreadableThere => "They cannot read it any more",
        Extra::FileDamaged => "It was damaged on the way, twice",
        Extra::FileGone => "Their page was closed or loaded again, so it ended",
        Extra::FileCallOver => "The call ended first",
        Extra::NewsOffered => "The other person has a file for you: {}",
        Extra::NewsSent => "The other person has your file now: {}",
        Extra::NewsToSave => "A file is here, save it in Files: {}",
        Extra::NewsStored => "A file is here: {}",
        Extra::NewsTooLarge => "Larger than 2 GB, and cannot be sent: {}",
        Extra::NewsTooMany => "Too many files at once. Not offered: {}",
        Extra::NewsUnsaved => "The call is over. There is a file that you have not saved yet.",
        Extra::Quality => "Quality of the call",
        Extra::QualitySign => "Quality of the call:",
        Extra::QualityUnknown => "Not known yet",
        Extra::QualityGood => "Good",
        Extra::QualityFair => "Fair",
        Extra::QualityPoor => "Poor",
        Extra::WhyGood => "Picture and sound come through well.",
        Extra::WhyLossSent => "Part of what you send gets lost.",
        Extra::WhyLossReceived => "Part of what they send gets lost.",
        Extra::WhyRoundTrip => "What you say to each other arrives late.",
        Extra::WhyJitter => "What they send arrives unevenly.",
        Extra::WhyFrozen => "Their picture stands still.",
        Extra::WhySlow => "Their picture hardly moves.",
        Extra::WhyPaused => "Their picture is paused, so that their voice goes on.",
        Extra::WhyBandwidth => "Your connection can carry little.",
        Extra::WhyCpu => "This device is busy, so your picture is less sharp.",
        Extra::WhyRelay => "This server's relay carries no more for one call.",
        Extra::PicturePaused => "Your picture is paused, so that your voice goes on.",
        Extra::PictureBack => "Your picture moves again.",
        Extra::Connection => "Connection",
        Extra::YouSend => "You send",
        Extra::YouReceive => "You receive",
        Extra::LastMinutes => "The last three minutes",
        Extra::RoundTrip => "Round trip",
        Extra::CameraToScreen => "Camera to screen",
        Extra::Route => "Path",
        Extra::Direct => "Direct, from one to the other",
        Extra::Relayed => "Relayed, over a server",
        Extra::RelayedOver => "Relayed, over {}",
        Extra::HideAddress => "Hide my address",
        Extra::HideAddressWhat => {
            "Picture and sound then go through a relay, and your friend does not learn your IP address. They arrive a little later. During a call it counts from the next one on."
        }
        Extra::HideAddressAlone => "This server has no relay: while this is on, no call can connect.",
        Extra::Privacy => "Privacy",
        Extra::Available => "You could send",
        Extra::Bitrate => "Bitrate",
        Extra::Loss => "Loss",
        Extra::Jitter => "Jitter",
        Extra::PictureSize => "Picture size",
        Extra::FrameRate => "Frame rate",
        Extra::Codec => "Codec",
        Extra::Encoding => "Encoding",
        Extra::Decoding => "Decoding",
        Extra::EachSecond => "{} per second",
        Extra::EachFrame => "{} a frame",
        Extra::InHardware => "{}, in hardware",
        Extra::InSoftware => "{}, in software",
        Extra::GraphLatest => "now {}",
        Extra::GraphLowest => "lowest {}",
        Extra::GraphHighest => "highest {}",
        Extra::GraphNothing => "nothing measured yet",
    }
}
