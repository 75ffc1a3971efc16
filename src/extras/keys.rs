//! The keyboard of a call.

use std::cell::Cell;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use web_sys::Event;

use super::screen::Screens;
use super::shortcuts::{Action, Place, Press, action};
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
    // Unmuted only for as long as the space bar is held.
    let talking = StoredValue::new_local(Cell::new(false));
    let pressed = move |event: &Event| {
        let view = context.view().get_untracked();
        if !view.phase.seated() || truth(event, "defaultPrevented") {
            return;
        }
        let key = text(event, "key").unwrap_or_default();
        let press = Press {
            key: &key,
            modified: ["ctrlKey", "altKey", "metaKey"].into_iter().any(|key| truth(event, key)),
            repeated: ["repeat", "isComposing"].into_iter().any(|state| truth(event, state)),
            place: place(event),
        };
        let Some(action) = action(press) else { return };
        event.prevent_default();
        match action {
            Action::Microphone => context.send(Intent::ToggleMicrophone),
            Action::Camera => context.send(Intent::ToggleCamera),
            Action::Screen if is_linked(&view.phase) && Screens::are_possible() => screens.with_value(Screens::toggle),
            Action::Chat if is_linked(&view.phase) => Panel::Chat.toggle(open),
            Action::Screen | Action::Chat => {}
            Action::FullScreen => full_screen::toggle(),
            Action::Help => Panel::Tools.toggle(open),
            Action::Talk if !view.devices.microphone => {
                talking.with_value(|talking| talking.set(true));
                context.send(Intent::ToggleMicrophone);
            }
            Action::Talk => {}
        }
    };
    let hush = move || {
        let muted = !context.view().get_untracked().devices.microphone;
        if talking.with_value(|talking| talking.replace(false)) && !muted {
            context.send(Intent::ToggleMicrophone);
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
