//! The texts of the page that is being rendered.

use leptos::prelude::use_context;

use super::tables::{extra, text};
use super::{Extra, Word};

/// The text in the language of the page that is being rendered.
pub fn say(word: Word) -> &'static str {
    text(use_context().unwrap_or_default(), word)
}

/// The text of an extra in the language of the page that is being rendered.
pub fn tell(word: Extra) -> &'static str {
    extra(use_context().unwrap_or_default(), word)
}
