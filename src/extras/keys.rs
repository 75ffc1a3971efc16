//! The keyboard of a call.

use std::cell::Cell;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use web_sys::Event;

use super::screen::Screens;
use super::shortcuts::{Action, Place, Press, action, latin};
use super::{Panel, full_screen};
use crate::browser::object::{call, get, text, truth};
use crate::call::view::Intent;
use crate::ui::context::CallContext;
use crate::ui::lean::effect;
use crate::ui::stage::is_linked;

/// What takes text, and what the space bar presses.
const FIELDS: &str = "input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable]";
const BUTTONS: &str = "button, a[href], summary, input, video, [role=button]";

/// Follows the keyboard for as long as the page lives.
pub(super) fn follow(context: CallContext, open: RwSignal<Option<Panel>>, screens: StoredValue<Screens, LocalStorage>) {
    // The space bar is held to talk.
    let talking = StoredValue::new_local(Cell::new(false));
    let pressed = move |event: &Event| {
        let view = context.view().get_untracked();
        if !view.phase.seated() || truth(event, "defaultPrevented") {
            return;
        }
        let key = latin(text(event, "key").unwrap_or_default(), &text(event, "code").unwrap_or_default());
        let press = Press {
            key: &key,
            modified: ["ctrlKey", "altKey", "metaKey"].into_iter().any(|key| truth(event, key)),
            repeated: ["repeat", "isComposing"].into_iter().any(|state| truth(event, state)),
            place: place(event),
        };
        if press.repeated && press.key == " " && press.place == Place::Page {
            // Whoever holds it to talk does not want the page to move.
            event.prevent_default();
        }
        let Some(action) = action(press) else { return };
        let linked = is_linked(&view.phase);
        if match action {
            Action::Screen => !linked || !Screens::are_possible(),
            Action::Chat => !linked,
            Action::FullScreen => !full_screen::is_possible(),
            Action::Microphone | Action::Camera | Action::Help | Action::Talk => false,
        } {
            return;
        }
        event.prevent_default();
        match action {
            Action::Microphone => context.send(Intent::ToggleMicrophone),
            Action::Camera => context.send(Intent::ToggleCamera),
            Action::Screen => screens.with_value(Screens::toggle),
            Action::Chat => Panel::Chat.toggle(open),
            Action::FullScreen => full_screen::toggle(),
            Action::Help => Panel::Tools.toggle(open),
            Action::Talk => {
                talking.with_value(|talking| talking.set(true));
                context.send(Intent::Talk(true));
            }
        }
    };
    let hush = move || {
        if talking.with_value(|talking| talking.replace(false)) {
            context.send(Intent::Talk(false));
        }
    };
    let options = EventListenerOptions::enable_prevent_default();
    let listeners = [
        EventListener::new_with_options(&document(), "keydown", options, move |event| {
            pressed(event);
        }),
        EventListener::new(&document(), "keyup", move |event| {
            if text(event, "key").as_deref() == Some(" ") {
                hush();
            }
        }),
        // A key that goes up over another window is not heard here.
        EventListener::new(&window(), "blur", move |_| hush()),
    ];
    effect(move || {
        // They live as long as this does.
        let _ = &listeners;
    });
}

fn place(event: &Event) -> Place {
    let target = get(event, "target");
    let within = |selector: &str| call(&target, "closest", &[selector.into()]).is_ok_and(|found| found.is_object());
    if within(FIELDS) {
        Place::Field
    } else if within(BUTTONS) {
        Place::Button
    } else {
        Place::Page
    }
}
