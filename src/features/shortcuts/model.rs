//! Keys that do something in a call. None of them does while somebody types, nor with a key held that makes it the
//! browser's or the system's.

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Mutes and unmutes.
    Microphone,
    /// Switches the camera.
    Camera,
    /// Shows the screen, or ends that.
    Screen,
    /// Opens and closes the chat.
    Chat,
    /// Fills the screen, or ends that.
    FullScreen,
    /// Shows the other's whole picture, or fills the window with it.
    Framing,
    /// Lists the keys.
    Help,
    /// Unmutes for as long as it is held.
    Talk,
}

/// Where the keyboard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On nothing that takes keys.
    Page,
    /// On something that the space bar presses.
    Button,
    /// In something that takes text.
    Field,
}

/// A key that went down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press<'a> {
    /// What it writes (UI Events KeyboardEvent key values).
    pub key: &'a str,
    /// Control, Alt or Meta is held; Shift is part of what is written.
    pub modified: bool,
    /// It is held and repeats itself, or a character is being composed.
    pub repeated: bool,
    /// Where it went.
    pub place: Place,
}

/// The keys with what they do, in the order of a list of them.
pub const KEYS: [(&str, Action); 8] = [
    ("m", Action::Microphone),
    ("v", Action::Camera),
    ("s", Action::Screen),
    ("c", Action::Chat),
    ("f", Action::FullScreen),
    ("w", Action::Framing),
    (" ", Action::Talk),
    ("?", Action::Help),
];

/// What a key would write on a keyboard of Latin letters, where it writes others. `code` is its place (UI Events
/// KeyboardEvent code values).
pub fn latin(key: String, code: &str) -> String {
    match code.strip_prefix("Key") {
        Some(letter) if !key.is_ascii() => letter.to_ascii_lowercase(),
        // The question mark of Arabic.
        _ if key == "؟" => "?".into(),
        _ => key,
    }
}

/// What a press of a key does, if anything.
pub fn action(press: Press<'_>) -> Option<Action> {
    if press.modified || press.repeated || press.place == Place::Field {
        return None;
    }
    let key = press.key.to_ascii_lowercase();
    let (_, action) = KEYS.into_iter().find(|(known, _)| *known == key)?;
    // The space bar presses what it is on.
    (action != Action::Talk || press.place == Place::Page).then_some(action)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_page(key: &str) -> Press<'_> {
        Press { key, modified: false, repeated: false, place: Place::Page }
    }

    #[test]
    fn each_key_does_its_own() {
        for (key, does) in KEYS {
            assert_eq!(action(on_page(key)), Some(does));
        }
        assert_eq!(action(on_page("M")), Some(Action::Microphone));
        assert_eq!(action(on_page("x")), None);
    }

    #[test]
    fn letters_of_another_script_do_what_their_place_does_on_a_latin_keyboard() {
        for (key, code, does) in
            [("ة", "KeyM", "m"), ("ь", "KeyM", "m"), ("؟", "Slash", "?"), ("s", "KeyO", "s"), ("é", "Digit2", "é")]
        {
            assert_eq!(latin(key.into(), code), does);
        }
    }

    #[test]
    fn who_types_only_types() {
        for (key, _) in KEYS {
            assert_eq!(action(Press { place: Place::Field, ..on_page(key) }), None);
            assert_eq!(action(Press { modified: true, ..on_page(key) }), None);
            assert_eq!(action(Press { repeated: true, ..on_page(key) }), None);
        }
    }

    #[test]
    fn the_space_bar_presses_the_button_it_is_on() {
        assert_eq!(action(Press { place: Place::Button, ..on_page(" ") }), None);
        assert_eq!(action(Press { place: Place::Button, ..on_page("m") }), Some(Action::Microphone));
    }
}
