//! Every text that a person reads or hears, in every language. The page carries none of them: the server renders its first
//! state in the person's language and names the file with the texts of that language, which the page loads beside its
//! program. So a language that nobody here speaks costs nobody here a byte.
//!
//! A text is a variant of [`Word`]; each language is a function from variants to texts. A language that lacks one does not
//! compile.

pub mod language;
mod list;
#[cfg(feature = "hydrate")]
mod received;
#[cfg(not(feature = "hydrate"))]
mod said;
#[cfg(not(feature = "hydrate"))]
mod tables;

pub use list::{Extra, Word};
#[cfg(feature = "hydrate")]
pub use received::{receive, receive_extras, say, tell};
#[cfg(not(feature = "hydrate"))]
pub use said::{say, tell};
#[cfg(not(feature = "hydrate"))]
pub use tables::{extras, list};

/// Begins the place in a text where something is put in.
const GAP: char = '{';

/// With the bracket that closes it, in bytes.
const GAP_BYTES: usize = 2;

/// A text with `value` in its gap.
pub fn fill(text: &str, value: &str) -> String {
    // A search for one character: the one for a text of two is three kilobytes of program.
    match text.find(GAP) {
        Some(at) => {
            let part = |range: Option<&str>| range.unwrap_or_default().to_owned();
            part(text.get(..at)) + value + &part(text.get(at + GAP_BYTES..))
        }
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
