//! Where the keyboard is. When a state goes and takes with it the element that had the focus, the browser drops the
//! focus to the very top of the page; whoever works by keyboard or screen reader would have to search.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;

use super::lean::effect;

/// Marks the one element of each state that the keyboard goes to; the attribute is `data-focus`.
const SENSIBLE_PLACE: &str = "main [data-focus]";

/// Moves a focus that was lost with a state to the heading of the next.
pub fn follow(handle: Memo<&'static str>) {
    let mut before = None;
    effect(move || {
        let now = handle.get();
        if before.replace(now).is_some_and(|before| before != now) {
            bring_back(|| document().query_selector(SENSIBLE_PLACE).ok()??.dyn_into().ok());
        }
    });
}

/// Moves the focus to the element that is found, if it turns out to be lost.
pub fn bring_back(find: impl FnOnce() -> Option<web_sys::HtmlElement> + 'static) {
    // Only the next frame shows whether the focused element is still there.
    request_animation_frame(move || {
        if is_lost()
            && let Some(element) = find()
        {
            // An element that went away meanwhile cannot be focused, and then there is nothing to do.
            drop(element.focus());
        }
    });
}

/// Whether the keyboard is nowhere.
fn is_lost() -> bool {
    let focused = document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    // A browser lets go of a hidden element late: one of which nothing is shown is lost as well.
    focused.is_none_or(|element| element.tag_name() == "BODY" || element.offset_height() == 0)
}
