//! The keyboard of a call.

use std::cell::Cell;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use web_sys::Event;

use super::model::{Action, Place, Press, action, latin};
use crate::browser::object::{call, get, text, truth};
use crate::call::view::Intent;
use crate::features::framing::Framing;
use crate::features::full_screen;
use crate::features::screen_share::adapter::Screens;
use crate::features::settings::preferences;
use crate::features::settings::preferences::preference;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::effect;
use crate::ui::side_panel::Panel;
use crate::ui::stage::is_linked;

/// What takes text, and what the space bar presses.
const FIELDS: &str = "input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable]";
const BUTTONS: &str = "button, a[href], summary, input, video, [role=button]";
/// Where whoever clicks goes on to do something else: to talk, after "Mute".
const CLICKED: &str = ".bar button";

/// Follows the keyboard for as long as the page lives.
pub fn follow(
    context: CallHandle,
    open: RwSignal<Option<Panel>>,
    screens: StoredValue<Screens, LocalStorage>,
    framing: Framing,
) {
    // The space bar is held to talk.
    let talking = StoredValue::new_local(Cell::new(false));
    // The focus was brought where it is by a finger or a mouse.
    let pointed = StoredValue::new_local(Cell::new(false));
    let pressed = move |event: &Event| {
        let view = context.view().get_untracked();
        if !view.phase.seated() || truth(event, "defaultPrevented") {
            return;
        }
        let key = latin(text(event, "key").unwrap_or_default(), &text(event, "code").unwrap_or_default());
        if key == "Tab" {
            pointed.with_value(|pointed| pointed.set(false));
        }
        let is_quiet = !view.wanted.microphone || talking.with_value(Cell::get);
        let press = Press {
            key: &key,
            modified: ["ctrlKey", "altKey", "metaKey"].into_iter().any(|key| truth(event, key)),
            repeated: ["repeat", "isComposing"].into_iter().any(|state| truth(event, state)),
            place: place(event, is_quiet && pointed.with_value(Cell::get)),
        };
        if press.repeated && press.key == " " && press.place == Place::Page {
            // Whoever holds it to talk does not want the page to move.
            event.prevent_default();
        }
        let Some(action) = action(press) else { return };
        if action != Action::Talk && preferences::get(preference::KEYLESS) == "1" {
            return;
        }
        let linked = is_linked(&view.phase);
        if match action {
            Action::Screen => !linked || !Screens::are_possible(),
            Action::Chat | Action::Framing => !linked,
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
            Action::Framing => framing.toggle(),
            Action::Help => Panel::Tools.toggle(open),
            Action::Talk => {
                talking.with_value(|talking| talking.set(true));
                context.send(Intent::Talk(true));
            }
        }
    };
    let hush = move || {
        let talked = talking.with_value(|talking| talking.replace(false));
        if talked {
            context.send(Intent::Talk(false));
        }
        talked
    };
    let options = EventListenerOptions::enable_prevent_default();
    let listeners = [
        EventListener::new_with_options(&document(), "keydown", options, move |event| {
            pressed(event);
        }),
        EventListener::new_with_options(&document(), "keyup", options, move |event| {
            if text(event, "key").as_deref() == Some(" ") && hush() {
                // Or it would press the button that was pointed at before.
                event.prevent_default();
            }
        }),
        EventListener::new(&document(), "pointerdown", move |_| pointed.with_value(|pointed| pointed.set(true))),
        // A key that goes up over another window is not heard here.
        EventListener::new(&window(), "blur", move |_| {
            hush();
        }),
    ];
    effect(move || {
        // They live as long as this does.
        let _ = &listeners;
    });
}

/// Where the keyboard is. A button that was only `clicked` is not: its browser has left the focus on it.
fn place(event: &Event, clicked: bool) -> Place {
    let target = get(event, "target");
    let within = |selector: &str| call(&target, "closest", &[selector.into()]).is_ok_and(|found| found.is_object());
    if within(FIELDS) {
        Place::Field
    } else if within(BUTTONS) && !(clicked && within(CLICKED)) {
        Place::Button
    } else {
        Place::Page
    }
}
