//! The keyboard of a call.

use std::cell::Cell;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::screen::Screens;
use super::shortcuts::{Action, Place, Press, action};
use super::{Panel, full_screen};
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
    let pressed = move |event: &KeyboardEvent| {
        let view = context.view().get_untracked();
        if !view.phase.seated() || event.default_prevented() {
            return;
        }
        let key = event.key();
        let press = Press {
            key: &key,
            modified: event.ctrl_key() || event.alt_key() || event.meta_key(),
            repeated: event.repeat() || event.is_composing(),
            place: place(event),
        };
        let Some(action) = action(press) else { return };
        event.prevent_default();
        let toggle = |panel| open.update(|open| *open = if *open == Some(panel) { None } else { Some(panel) });
        match action {
            Action::Microphone => context.send(Intent::ToggleMicrophone),
            Action::Camera => context.send(Intent::ToggleCamera),
            Action::Screen if is_linked(&view.phase) && Screens::are_possible() => screens.with_value(Screens::toggle),
            Action::Chat if is_linked(&view.phase) => toggle(Panel::Chat),
            Action::Screen | Action::Chat => {}
            Action::FullScreen => full_screen::toggle(),
            Action::Help => toggle(Panel::Tools),
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
            event.dyn_ref().into_iter().for_each(pressed);
        }),
        EventListener::new(&document(), "keyup", move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == " ") {
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

fn place(event: &KeyboardEvent) -> Place {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return Place::Page };
    let within = |selector| matches!(element.closest(selector), Ok(Some(_)));
    if within(FIELDS) {
        Place::Field
    } else if within(BUTTONS) {
        Place::Button
    } else {
        Place::Page
    }
}
