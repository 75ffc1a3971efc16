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
        Extra::LanguageReload => "The page loads again; a call goes on.",
        Extra::Chat => "Chat",
        Extra::ChatText => "Message",
        Extra::ChatSend => "Send",
        Extra::ChatEmpty => "What you write goes straight to the other person, and is gone when the call is over.",
        Extra::ChatLines => "Messages",
        Extra::ChatYou => "You:",
        Extra::ChatThey => "They:",
        Extra::ChatPending => "not there yet",
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
        Extra::DeviceNotStarted => "That device could not be started. The one before is still in use.",
    }
}
