//! Numbers with the right form of the word after them. Which form that is the browser knows for every language (CLDR).

use leptos::prelude::document;
use wasm_bindgen::JsValue;

use crate::browser::object::{call, get, make, text};
use crate::words::{Extra, fill, tell};

/// How many messages are new.
pub fn unread(count: u32) -> String {
    let form = match category(count).as_str() {
        "zero" => Extra::UnreadZero,
        "one" => Extra::UnreadOne,
        "two" => Extra::UnreadTwo,
        "few" => Extra::UnreadFew,
        "many" => Extra::UnreadMany,
        _ => Extra::UnreadOther,
    };
    fill(tell(form), &count.to_string())
}

fn category(count: u32) -> String {
    let language = text(&get(&document(), "documentElement"), "lang").unwrap_or_default();
    make("Intl.PluralRules", &[language.into()])
        .and_then(|rules| call(&rules, "select", &[JsValue::from(count)]))
        .ok()
        .and_then(|category| category.as_string())
        .unwrap_or_default()
}
