//! The features' drawings, beside those of the page.

use leptos::prelude::*;

/// A speech bubble.
pub const CHAT: &str = "#icon-chat";
/// A screen with an arrow.
pub const SCREEN: &str = "#icon-screen";
/// A sheet of paper with an arrow.
pub const FILES: &str = "#icon-files";
/// Three dots.
pub const MORE: &str = "#icon-more";
/// A lock.
pub const LOCK: &str = "#icon-lock";

/// Puts them, unseen, into the page.
pub fn adopt() {
    if let (Ok(holder), Some(body)) = (document().create_element("div"), document().body()) {
        holder.set_inner_html(include_str!("icons.svg"));
        // Neither fails for an element that is new, in a page that is there.
        let _ = holder.set_attribute("hidden", "");
        let _ = body.append_child(&holder);
    }
}
