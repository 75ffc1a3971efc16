//! What every panel at the side has. It is not modal: a modal dialog would silence the live region, and the call goes on beside it.

use std::cell::RefCell;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, HtmlElement, KeyboardEvent};

use super::Panel;
use crate::ui::icon::{Icon, drawing};
use crate::ui::lean::effect;
use crate::words::{Extra, tell};

/// `keyCode` of a key that an input method takes.
const INPUT_METHOD: u32 = 229;

/// A panel with a heading and a way to close it. The keyboard goes to the heading when it opens, and back to where it was
/// when it closes. A function and no component: children of any kind would bring all that leptos can do with them along.
pub fn drawer(
    panel: Panel,
    open: RwSignal<Option<Panel>>,
    title: &'static str,
    content: impl IntoView,
) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    let id = panel.id();
    let shown = Memo::new(move |_| open.get() == Some(panel));
    let close = move || open.set(None);
    keep_focus(open, shown, heading);
    effect(move || {
        if shown.get() {
            // Before all others: the room dialog beside takes each Escape for its own.
            let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
            let listener = EventListener::new_with_options(&window(), "keydown", options, move |event| {
                if event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape") && !is_composing(event) {
                    event.prevent_default();
                    event.stop_propagation();
                    close();
                }
            });
            let listener = StoredValue::new_local(Some(listener));
            on_cleanup(move || listener.update_value(|listener| drop(listener.take())));
        }
    });

    view! {
        <dialog class="drawer" aria-labelledby=id open=shown>
            <header>
                <h2 id=id tabindex="-1" node_ref=heading>
                    {title}
                </h2>
                <button type="button" class="control" on:click:capture=move |_| close()>
                    <Icon drawing=drawing::CLOSE />
                    <span>{tell(Extra::Close)}</span>
                </button>
            </header>
            <div class="content">{content}</div>
        </dialog>
    }
}

thread_local! {
    /// Where the keyboard was before the first of the panels that are open one after another.
    static CAME_FROM: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

fn keep_focus(open: RwSignal<Option<Panel>>, shown: Memo<bool>, heading: NodeRef<html::H2>) {
    let mut was_shown = false;
    effect(move || {
        let shown = shown.get();
        if shown == std::mem::replace(&mut was_shown, shown) {
            return;
        }
        let next = if shown {
            // What lies in another panel is away by now, or about to be.
            let now = document()
                .active_element()
                .filter(|now| now.tag_name() != "BODY" && now.closest(".drawer").is_ok_and(|panel| panel.is_none()));
            if let Some(now) = now.and_then(|element| element.dyn_into().ok()) {
                CAME_FROM.set(Some(now));
            }
            heading.get_untracked().map(HtmlElement::from)
        } else if open.get_untracked().is_none() {
            CAME_FROM.take()
        } else {
            None
        };
        // The dialog itself is brought up to date in the same turn as this; it must be first.
        queue_microtask(move || {
            if let Some(next) = next {
                // An element that went away meanwhile cannot be focused, and then there is nothing to do.
                drop(next.focus());
            }
        });
    });
}

/// Whether a key is the input method's. Safari says so only by a code that nobody else uses (WebKit bug 165004).
pub fn is_composing(event: &Event) -> bool {
    event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.is_composing() || key.key_code() == INPUT_METHOD)
}
