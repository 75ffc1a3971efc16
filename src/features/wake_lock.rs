//! The screen stays awake while two people see each other (Screen Wake Lock API), where the browser can.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::browser::object::{ask, call, get, has, text};
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::{effect, spawn};
use crate::ui::stage::is_linked;

/// Keeps the screen awake during calls.
pub fn follow(context: CallHandle) {
    let locks = get(&window().navigator(), "wakeLock");
    if !has(&locks, "request") {
        return;
    }
    let lock = Rc::new(RefCell::new(None::<JsValue>));
    let wanted = Rc::new(Cell::new(false));
    let tend = {
        let (lock, wanted) = (Rc::clone(&lock), Rc::clone(&wanted));
        move || {
            if !wanted.get() {
                if let Some(lock) = lock.take() {
                    // Released already if the page was hidden.
                    drop(call(&lock, "release", &[]).map(crate::browser::task::disregard));
                }
                return;
            }
            let (locks, lock, wanted) = (locks.clone(), Rc::clone(&lock), Rc::clone(&wanted));
            spawn(async move {
                // Refused when the battery is low, or the page is hidden: then it is tried again when the page is seen.
                if let Ok(fresh) = ask(&locks, "request", &["screen".into()]).await {
                    let old = lock.replace(Some(fresh));
                    let late = if wanted.get() { old } else { lock.take() };
                    if let Some(late) = late {
                        drop(call(&late, "release", &[]).map(crate::browser::task::disregard));
                    }
                }
            });
        }
    };
    let linked = context.part(|view| is_linked(&view.phase));
    let again = tend.clone();
    let seen = EventListener::new(&document(), "visibilitychange", move |_| {
        if text(&document(), "visibilityState").as_deref() == Some("visible") {
            again();
        }
    });
    effect(move || {
        // The listener lives as long as this does.
        let _ = &seen;
        wanted.set(linked.get());
        tend();
    });
}
