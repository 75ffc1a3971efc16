//! The texts of one language, as the page got them.

use std::cell::OnceCell;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{Extra, Word};

type Texts = OnceCell<Vec<&'static str>>;

thread_local! {
    static PAGE: Texts = const { OnceCell::new() };
    static EXTRAS: Texts = const { OnceCell::new() };
}

/// Takes the page's texts, in the order of the variants; once, before anything is shown. The page has one language for all
/// its life: another is chosen by loading it again.
pub fn receive(texts: &Array) {
    PAGE.with(|known| take(known, texts));
}

/// Takes the texts of the extras; once, before any of those is shown.
pub fn receive_extras(texts: &Array) {
    EXTRAS.with(|known| take(known, texts));
}

/// The text in the person's language.
pub fn say(word: Word) -> &'static str {
    PAGE.with(|known| text(known, word as usize))
}

/// The text of an extra in the person's language.
pub fn tell(word: Extra) -> &'static str {
    EXTRAS.with(|known| text(known, word as usize))
}

fn take(known: &Texts, texts: &Array) {
    // Leaked: they are needed until the page goes.
    let own = |text: JsValue| -> &'static str { text.as_string().unwrap_or_default().leak() };
    known.get_or_init(|| texts.iter().map(own).collect());
}

fn text(known: &Texts, index: usize) -> &'static str {
    known.get().and_then(|texts| texts.get(index).copied()).unwrap_or_default()
}
