//! While somebody reads the other's screen and moves nothing, nothing lies over it: buttons, signs and pictures go away, and come
//! back with the next motion, touch or key.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::call::view::Phase;
use crate::ui::context::CallContext;
use crate::ui::lean::effect;

/// How long nothing moves before all goes away, in milliseconds: as long as players of films wait.
const STILL_FOR_MS: u32 = 4_000;

/// Marks a page on which nothing moves.
const MARK: &str = "data-idle";

/// What tells that somebody is there. Captured: none of them is kept from here.
const SIGNS_OF_LIFE: [&str; 5] = ["pointermove", "pointerdown", "keydown", "wheel", "focusin"];

/// Follows motion for as long as the page lives, while a screen is `shown` and no panel is open.
pub(super) fn follow(context: CallContext, shown: RwSignal<bool>, panel_open: Memo<bool>) {
    let in_order = context.part(|view| view.phase == Phase::Connected && !view.playback_blocked);
    let wanted = Memo::new(move |_| shown.get() && in_order.get() && !panel_open.get());
    let patience = Rc::new(RefCell::new(None::<Timeout>));
    let wait = move || {
        mark(false);
        let next = wanted.get_untracked().then(|| Timeout::new(STILL_FOR_MS, || mark(true)));
        patience.replace(next);
    };
    let moved = wait.clone();
    let listeners = SIGNS_OF_LIFE.map(|kind| {
        let moved = moved.clone();
        let options = gloo_events::EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(&window(), kind, options, move |_| moved())
    });
    effect(move || {
        // They live as long as this does.
        let _ = &listeners;
        wanted.track();
        wait();
    });
}

fn mark(idle: bool) {
    if let Ok(Some(page)) = document().query_selector("html") {
        // It does not fail for a name that is fixed and valid.
        let _ = page.toggle_attribute_with_force(MARK, idle);
    }
}
