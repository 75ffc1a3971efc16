//! While somebody reads the other's screen and moves nothing, nothing lies over it: buttons, signs and pictures go away, and come
//! back with the next motion, touch or key.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::web_sys::{Element, Event};

use crate::browser::object::text;
use crate::call::view::Phase;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::{effect, spawn};

/// How long nothing moves before all goes away, in milliseconds: as long as players of films wait.
const STILL_FOR_MS: u32 = 4_000;

/// Marks a page on which nothing moves, and one that a touch has just woken.
const MARK: &str = "data-idle";
const STILL: &str = "still";
const WAKING: &str = "waking";

/// What a touch has brought back is not pressed by that touch: so long after it began, in milliseconds.
const WAKING_FOR_MS: u32 = 500;

/// What tells that somebody is there. Captured: none of them is kept from here.
const SIGNS_OF_LIFE: [&str; 5] = ["pointermove", "pointerdown", "keydown", "wheel", "focusin"];

/// Follows motion for as long as the page lives, while a screen is `shown`. A panel that is open stays.
pub fn follow(context: CallHandle, shown: RwSignal<bool>) {
    let in_order = context.part(|view| view.phase == Phase::Connected && !view.playback_blocked);
    let wanted = Memo::new(move |_| shown.get() && in_order.get());
    let patience = Rc::new(RefCell::new(None::<Timeout>));
    let wait = move |touched: bool| {
        let patience_again = Rc::clone(&patience);
        let rest = move || {
            mark(None);
            let next = wanted.get_untracked().then(|| Timeout::new(STILL_FOR_MS, || mark(Some(STILL))));
            patience_again.replace(next);
        };
        match marked().as_deref() {
            Some(STILL) if touched => {
                mark(Some(WAKING));
                patience.replace(Some(Timeout::new(WAKING_FOR_MS, move || spawn(async move { rest() }))));
            }
            Some(WAKING) if wanted.get_untracked() => {}
            Some(_) | None => rest(),
        }
    };
    let moved = wait.clone();
    let listeners = SIGNS_OF_LIFE.map(|kind| {
        let moved = moved.clone();
        let options = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(&window(), kind, options, move |event| moved(is_touch(event)))
    });
    effect(move || {
        // They live as long as this does.
        let _ = &listeners;
        wanted.track();
        wait(false);
    });
}

/// Whether it is of a finger or a pen: nothing was seen where that goes down.
fn is_touch(event: &Event) -> bool {
    text(event, "pointerType").is_some_and(|kind| kind != "mouse")
}

fn page() -> Option<Element> {
    document().query_selector("html").ok()?
}

fn marked() -> Option<String> {
    page()?.get_attribute(MARK)
}

fn mark(state: Option<&str>) {
    if let Some(page) = page() {
        // Neither fails for a name that is fixed and valid.
        let _ = match state {
            Some(state) => page.set_attribute(MARK, state),
            None => page.remove_attribute(MARK),
        };
    }
}
