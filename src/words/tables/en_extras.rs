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
        Extra::DeviceNotStarted => "That device could not be started. The one before is still in use.",
    }
}
