//! What a room may be called, and when two names are the same room.
//!
//! The page checks a name to answer at once; the server checks it again and decides. Unicode's larger tables (normal
//! forms, case folding) stay out of the page: there the browser's own `String.normalize` comes first, and only the
//! server compares names.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// The longest name, in Unicode scalar values after NFC: longer than any name spoken over the phone.
pub const ROOM_NAME_MAX_CHARS: usize = 64;

/// The longest text that is read as a name, in bytes: as many as [`ROOM_NAME_MAX_CHARS`] can have however they are written. One
/// character has at most 12 when it is taken apart (NFD), as a test finds.
pub const ROOM_NAME_MAX_BYTES: usize = 12 * ROOM_NAME_MAX_CHARS;

/// A valid room name in the form in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomName(String);

/// Why a text is no room name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum RoomNameError {
    /// Nothing, or nothing one can see.
    #[error("the name is blank")]
    Blank,
    /// More than [`ROOM_NAME_MAX_CHARS`].
    #[error("the name is longer than {ROOM_NAME_MAX_CHARS} characters")]
    TooLong,
    /// A control character, or one that turns the direction of the text around it.
    #[error("the name has a control character")]
    Control,
    /// "." or "..", which no address can carry.
    #[error("the name is only dots that mean a folder")]
    Dots,
}

impl RoomName {
    /// Checks a text that is in NFC already, and tidies its blanks.
    ///
    /// # Errors
    /// What is wrong with the name, see [`RoomNameError`].
    pub fn from_nfc(text: &str) -> Result<Self, RoomNameError> {
        if text.chars().any(is_forbidden) {
            return Err(RoomNameError::Control);
        }
        Self::checked(tidy(text))
    }

    /// Checks any text.
    ///
    /// # Errors
    /// What is wrong with the name, see [`RoomNameError`].
    #[cfg(feature = "ssr")]
    pub fn parse(text: &str) -> Result<Self, RoomNameError> {
        use unicode_normalization::UnicodeNormalization;

        // Anybody may send a long text, and to compose it takes a thousand times as long.
        if text.len() > ROOM_NAME_MAX_BYTES {
            return Err(RoomNameError::TooLong);
        }
        if text.chars().any(is_forbidden) {
            return Err(RoomNameError::Control);
        }
        Self::checked(tidy(text).nfc().collect())
    }

    fn checked(name: String) -> Result<Self, RoomNameError> {
        match name.chars().count() {
            0 => Err(RoomNameError::Blank),
            count if count > ROOM_NAME_MAX_CHARS => Err(RoomNameError::TooLong),
            _ if name == "." || name == ".." => Err(RoomNameError::Dots),
            _ => Ok(Self(name)),
        }
    }

    /// What two names have in common when they mean the same room: NFC of the full case fold of NFD. It is free of any
    /// locale, so that everybody means the same room.
    #[cfg(feature = "ssr")]
    pub fn key(&self) -> RoomKey {
        use caseless::Caseless;
        use unicode_normalization::UnicodeNormalization;

        RoomKey(self.0.chars().nfd().default_case_fold().nfc().collect::<String>().into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a room is found by; see [`RoomName::key`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomKey(Arc<str>);

#[cfg(feature = "ssr")]
impl RoomKey {
    /// The key as bytes, to be authenticated.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

// Room names stay out of logs, also by accident.
impl fmt::Debug for RoomKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoomKey(..)")
    }
}

/// Drops blanks at the ends and makes each run of them inside one space. Runs inside that only join or vary characters
/// (ZWJ, variation selectors) stay: emoji are made of them.
fn tidy(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut run = String::new();
    for character in text.chars() {
        if is_blank(character) {
            run.push(character);
            continue;
        }
        if !run.is_empty() && !name.is_empty() {
            if run.chars().all(shapes_emoji) {
                name.push_str(&run);
            } else {
                name.push(' ');
            }
        }
        run.clear();
        name.push(character);
    }
    name
}

/// Control characters, unless they are white space, and the two that override the direction of writing.
fn is_forbidden(character: char) -> bool {
    (character.is_control() && !character.is_whitespace()) || matches!(character, '\u{202d}' | '\u{202e}')
}

fn is_blank(character: char) -> bool {
    // The empty braille pattern is no white space to Unicode, but it is to the eye.
    character.is_whitespace() || is_default_ignorable(character) || character == '\u{2800}'
}

fn shapes_emoji(character: char) -> bool {
    matches!(character, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Unicode's property Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
fn is_default_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> Result<String, RoomNameError> {
        RoomName::from_nfc(text).map(|name| name.to_string())
    }

    #[test]
    fn blanks_are_dropped_at_the_ends_and_one_space_inside() {
        assert_eq!(tidied("  tea \t\u{2003} time\u{200b}"), Ok("tea time".into()));
        assert_eq!(tidied("\u{2800}tea\u{2800}time\u{feff}"), Ok("tea time".into()));
    }

    #[test]
    fn a_name_one_cannot_see_is_blank() {
        for text in ["", " ", "\t\n", "\u{200b}\u{200d}", "\u{2800}", "\u{3164}\u{ad}", "\u{fe0f}"] {
            assert_eq!(tidied(text), Err(RoomNameError::Blank), "{text:?}");
        }
    }

    #[test]
    fn emoji_keep_their_joiners() {
        let family = "👩\u{200d}👩\u{200d}👧";
        assert_eq!(tidied(family), Ok(family.into()));
        assert_eq!(tidied("❤\u{fe0f}\u{200d}🔥"), Ok("❤\u{fe0f}\u{200d}🔥".into()));
    }

    #[test]
    fn control_characters_and_overrides_are_refused() {
        for text in ["a\0b", "\u{7}", "a\u{7f}", "a\u{9b}b", "a\u{202e}b", "\u{202d}"] {
            assert_eq!(tidied(text), Err(RoomNameError::Control), "{text:?}");
        }
    }

    #[test]
    fn length_counts_characters_and_not_bytes() {
        assert!(tidied(&"é".repeat(ROOM_NAME_MAX_CHARS)).is_ok());
        assert_eq!(tidied(&"x".repeat(ROOM_NAME_MAX_CHARS + 1)), Err(RoomNameError::TooLong));
    }

    #[test]
    fn folders_are_no_names() {
        assert_eq!(tidied("."), Err(RoomNameError::Dots));
        assert_eq!(tidied(" .. "), Err(RoomNameError::Dots));
        assert_eq!(tidied("..."), Ok("...".into()));
    }

    #[cfg(feature = "ssr")]
    mod on_the_server {
        use super::super::*;
        use proptest::prelude::*;

        fn key(text: &str) -> RoomKey {
            RoomName::parse(text).expect("a valid name").key()
        }

        #[test]
        fn the_same_word_is_the_same_room_however_it_is_written() {
            for (one, other) in [
                ("Café", "Cafe\u{301}"),
                ("Café", "café"),
                ("CAFÉ", "cafe\u{301}"),
                ("straße", "STRASSE"),
                ("ΣΊΣΥΦΟΣ", "σίσυφος"),
                ("tea  time", " Tea Time "),
            ] {
                assert!(key(one) == key(other), "{one} and {other}");
            }
        }

        #[test]
        fn other_words_are_other_rooms() {
            for (one, other) in [("cafe", "café"), ("a/b", "a b"), ("a%2Fb", "a/b"), ("I", "ı")] {
                assert!(key(one) != key(other), "{one} and {other}");
            }
        }

        #[test]
        fn length_is_counted_after_composition() {
            assert!(RoomName::parse(&"e\u{301}".repeat(ROOM_NAME_MAX_CHARS)).is_ok());
        }

        #[test]
        fn a_name_of_64_characters_is_read_in_whatever_form_they_come() {
            use unicode_normalization::UnicodeNormalization;

            for character in (char::MIN..=char::MAX).filter(|character| !is_forbidden(*character)) {
                let apart: String = std::iter::once(character).nfd().collect();
                let is_one = apart.nfc().count() == 1;
                assert!(!is_one || apart.len() * ROOM_NAME_MAX_CHARS <= ROOM_NAME_MAX_BYTES, "{apart:?}");
            }
            // Three characters of Kirat Rai that are one (UAX #15): the longest form of any, in bytes.
            let word = "\u{16d63}\u{16d67}\u{16d67}".repeat(ROOM_NAME_MAX_CHARS);
            assert_eq!(word.nfc().count(), ROOM_NAME_MAX_CHARS);
            assert!(RoomName::parse(&word).is_ok());
        }

        #[test]
        fn a_text_that_is_longer_than_any_name_is_refused_unread() {
            // Read, it would be a control character.
            let long = "\0".repeat(ROOM_NAME_MAX_BYTES + 1);
            assert_eq!(RoomName::parse(&long), Err(RoomNameError::TooLong));
        }

        proptest! {
            #[test]
            fn a_shown_name_is_a_name_of_the_same_room(text in any::<String>()) {
                if let Ok(name) = RoomName::parse(&text) {
                    let again = RoomName::parse(name.as_str());
                    prop_assert!(again.as_ref().is_ok_and(|again| again.key() == name.key()), "{:?}", again);
                    prop_assert_eq!(RoomName::from_nfc(name.as_str()), Ok(name));
                }
            }
        }
    }
}
