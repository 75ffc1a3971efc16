//! Whether a secret can be guessed: measured in characters and in their variety, for nobody can tell where it came from.
//! Not by a dictionary: zxcvbn's keeps tens of thousands of words in memory for good, and calls `my-secret-password` strong.

use std::collections::HashSet;

/// The shortest secret that an owner may choose, in characters: shorter ones can be tried out.
const CHARACTERS_MIN: usize = 16;
/// The fewest different characters. Sixteen hexadecimal digits by chance have fewer once in a hundred times.
const DIFFERENT_MIN: usize = 7;
/// The fewest characters that do not follow from those before them.
const UNFORESEEN_MIN: usize = 11;
/// A part that was there before is foreseen from this length on, in characters; shorter ones come again by chance.
const REPEATED_MIN: usize = 3;

/// Characters that people type one after the other.
const ROWS: [&str; 5] = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Words that are in every list of passwords, or stand in examples of secrets. Each counts as one character.
const WORDS: [&str; 44] = [
    "administrator",
    "admin",
    "turnserver",
    "password",
    "passwort",
    "passw0rd",
    "p@ssw0rd",
    "changeme",
    "correct",
    "battery",
    "staple",
    "example",
    "default",
    "letmein",
    "welcome",
    "replace",
    "secret",
    "static",
    "coturn",
    "change",
    "please",
    "insert",
    "horse",
    "dummy",
    "https",
    "token",
    "enter",
    "login",
    "server",
    "random",
    "string",
    "value",
    "this",
    "here",
    "your",
    "test",
    "duet",
    "root",
    "user",
    "auth",
    "with",
    "demo",
    "http",
    "key",
];

/// Why a secret is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GuessableSecret {
    /// All short ones can be tried out.
    #[error("{0} is too short: give at least {CHARACTERS_MIN} characters, made with `openssl rand -hex 32`")]
    Short(&'static str),
    /// It follows from little.
    #[error(
        "{0} can be guessed: it repeats itself, counts up, or is made of words that everybody tries; make one with \
         `openssl rand -hex 32`"
    )]
    Foreseen(&'static str),
}

/// Whether the secret of the setting `name` is good for one.
///
/// # Errors
/// See [`GuessableSecret`].
pub fn check(name: &'static str, secret: &str) -> Result<(), GuessableSecret> {
    let characters: Vec<char> = secret.trim().to_lowercase().chars().collect();
    if characters.len() < CHARACTERS_MIN {
        return Err(GuessableSecret::Short(name));
    }
    let different = characters.iter().collect::<HashSet<_>>().len();
    if different < DIFFERENT_MIN || unforeseen(&characters) < UNFORESEEN_MIN {
        return Err(GuessableSecret::Foreseen(name));
    }
    Ok(())
}

/// How many characters do not follow from those before them.
fn unforeseen(characters: &[char]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < characters.len() {
        let rest = &characters[at..];
        at += if let Some(length) = word(rest).or_else(|| repeated(characters, at)) {
            count += 1;
            length
        } else {
            count += usize::from(!goes_on(&characters[..=at]));
            1
        };
    }
    count
}

/// The length of the known word at the beginning.
fn word(rest: &[char]) -> Option<usize> {
    let begins = |word: &&&str| word.chars().zip(rest).filter(|(one, other)| one == *other).count() == word.len();
    WORDS.iter().find(begins).map(|word| word.len())
}

/// The length of what begins at `at` and was there before.
fn repeated(characters: &[char], at: usize) -> Option<usize> {
    let same =
        |from: usize| characters[from..].iter().zip(&characters[at..]).take_while(|(one, other)| one == other).count();
    (0..at).map(same).max().filter(|length| *length >= REPEATED_MIN)
}

/// Whether the last of these is the third in a row.
fn goes_on(characters: &[char]) -> bool {
    let [.., first, second, third] = characters else { return false };
    is_step(*first, *second) && is_step(*second, *third)
}

/// Whether two characters are the same, or neighbours where people look for characters.
fn is_step(one: char, other: char) -> bool {
    let neighbours = |row: &&str| {
        let pairs = || row.chars().zip(row.chars().skip(1));
        pairs().any(|pair| pair == (one, other) || pair == (other, one))
    };
    one == other || ROWS.iter().any(neighbours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::identity::Random;
    use proptest::prelude::*;

    #[test]
    fn what_anybody_would_try_is_refused() {
        for secret in [
            "",
            "fifteen letters",
            "ääääääää",
            "                                ",
            "aaaaaaaaaaaaaaaa",
            "abababababababab",
            "0000000000000001",
            "1234567890123456",
            "112233445566778899",
            "0123456789abcdef",
            "abcdefghijklmnop",
            "zyxwvutsrqponmlk",
            "qwertyuiopasdfgh",
            "QWERTYUIOPASDFGHJKL",
            "passwordpassword",
            "Password123456789",
            "changemechangeme",
            "change-this-secret-please",
            "my-secret-password",
            "supersecretsecret",
            "deadbeefdeadbeefdeadbeefdeadbeef",
            "duetduetduetduet",
            "administrator1234",
            "correcthorsebatterystaple",
            "coturn's static-auth-secret",
        ] {
            assert!(check("DUET_SECRET", secret).is_err(), "{secret}");
        }
    }

    #[test]
    fn the_length_is_counted_in_characters() {
        assert_eq!(check("DUET_SECRET", "äöüßéèêâôûñçåøæ"), Err(GuessableSecret::Short("DUET_SECRET")));
        assert_eq!(check("DUET_SECRET", "äöüßéèêâôûñçåøæœ"), Ok(()));
    }

    proptest! {
        #[test]
        fn what_openssl_makes_is_taken(bytes: [u8; 32]) {
            let secret = Random::from(bytes).to_string();
            prop_assert_eq!(check("DUET_SECRET", &secret), Ok(()));
        }
    }
}
