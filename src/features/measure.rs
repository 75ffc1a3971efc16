//! What the style sheet cannot know: how high the buttons of the call stand where they take more than one line, and how much of the
//! page the keyboard on the screen covers.

use gloo_events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, HtmlElement};

use crate::browser::object::{call, get, make, number};
use crate::ui::lean::effect;

/// What is lower than this is no keyboard but a scroll bar or a bar of the browser's, in CSS pixels.
const KEYBOARD_MIN_PX: i32 = 80;

/// The buttons of the call.
const BAR: &str = ".bar";

/// Tells the style sheet for as long as the page lives.
pub fn follow() {
    let watched = watch_bar();
    let listeners = watch_keyboard();
    effect(move || {
        // They live as long as this does.
        let _ = (&watched, &listeners);
    });
}

/// The callback that is told of each new height, with what calls it.
fn watch_bar() -> Option<(Closure<dyn Fn()>, JsValue)> {
    let bar: HtmlElement = document().query_selector(BAR).ok()??.dyn_into().ok()?;
    let element = JsValue::from(bar.clone());
    let told = Closure::<dyn Fn()>::new(move || {
        // While nobody has a seat there are none.
        let height = bar.offset_height();
        tell("--bar", (height > 0).then_some(height));
    });
    let observer = make("ResizeObserver", &[told.as_ref().clone()]).ok()?;
    call(&observer, "observe", &[element]).ok()?;
    Some((told, observer))
}

/// Browsers that let the keyboard lie over the page (all of Apple's) tell only what is left to be seen.
fn watch_keyboard() -> Vec<EventListener> {
    let seen = get(&window(), "visualViewport");
    let Ok(target) = seen.clone().dyn_into::<EventTarget>() else { return Vec::new() };
    let told = move || tell("--keyboard", covered(&seen));
    ["resize", "scroll"]
        .map(|kind| {
            EventListener::new(&target, kind, {
                let told = told.clone();
                move |_| told()
            })
        })
        .into()
}

/// So many CSS pixels at the lower edge are covered by a keyboard; nothing while the person has enlarged the page with their fingers.
#[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
fn covered(seen: &JsValue) -> Option<i32> {
    let all = number(&window(), "innerHeight")?;
    let (height, top) = (number(seen, "height")?, number(seen, "offsetTop")?);
    let is_enlarged = number(seen, "scale").is_some_and(|scale| scale > 1.01);
    let covered = (all - height - top) as i32;
    (!is_enlarged && covered >= KEYBOARD_MIN_PX).then_some(covered)
}

/// Tells the style sheet a length in CSS pixels, or that there is none.
fn tell(name: &str, pixels: Option<i32>) {
    let style = get(&get(&document(), "documentElement"), "style");
    let _ = match pixels {
        Some(pixels) => call(&style, "setProperty", &[name.into(), format!("{pixels}px").into()]),
        None => call(&style, "removeProperty", &[name.into()]),
    };
}
