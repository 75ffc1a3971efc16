//! One's own picture, moved into any corner of the call: with mouse, finger or arrow keys.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::{Get, document, window};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

use super::corner::Corner;
use crate::browser::object::{call, get, number, set, text};
use crate::features::settings::preferences;
use crate::features::settings::preferences::preference;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::effect;
use crate::ui::stage::is_linked;
use crate::words::{Extra, tell};

/// A hand is not steady: it has to move this far before the picture does, in CSS pixels.
const DRAG_FROM_PX: i32 = 6;

/// The picture follows hand and keys for as long as this lives.
pub struct OwnPicture {
    _listeners: Vec<EventListener>,
}

/// What an event does to the picture.
type Act = Box<dyn Fn(&Event, &HtmlElement)>;

#[derive(Clone, Copy, Default)]
struct Drag {
    from: (i32, i32),
    moved: bool,
}

impl OwnPicture {
    /// Lets it be moved, and puts it where it was the last time.
    pub fn begin(context: CallHandle) -> Option<Self> {
        let picture: HtmlElement = document().query_selector(".own").ok()??.dyn_into().ok()?;
        // None of these fails for names that are fixed and valid.
        let _ = picture.set_attribute("aria-roledescription", tell(Extra::MovablePicture));
        let _ = picture.set_attribute("aria-keyshortcuts", "ArrowUp ArrowDown ArrowLeft ArrowRight");
        if let Some(corner) = Corner::named(&preferences::get(preference::CORNER)) {
            put(&picture, corner);
        }
        let (linked, stop) = (context.part(|view| is_linked(&view.phase)), picture.clone());
        effect(move || {
            // Before a call it is moved nowhere, and is no stop of the Tab key.
            let _ = stop.set_attribute("tabindex", if linked.get() { "0" } else { "-1" });
        });
        let drag = Rc::new(Cell::new(None::<Drag>));
        let listen = |kind: &'static str, act: Act| {
            let picture = picture.clone();
            // What is dragged must not scroll the page or select its text.
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&picture.clone(), kind, options, move |event| act(event, &picture))
        };
        let (down, moved, up, gone) = (Rc::clone(&drag), Rc::clone(&drag), Rc::clone(&drag), drag);
        let listeners = vec![
            listen(
                "pointerdown",
                Box::new(move |event, picture| {
                    if is_in_call() && number(event, "button") == Some(0.0) {
                        down.set(Some(Drag { from: place(event), moved: false }));
                        let _ = call(picture, "setPointerCapture", &[number(event, "pointerId").into()]);
                    }
                }),
            ),
            listen(
                "pointermove",
                Box::new(move |event, picture| {
                    let Some(mut drag) = moved.get() else { return };
                    let (x, y) = place(event);
                    let by = (x - drag.from.0, y - drag.from.1);
                    drag.moved |= by.0.abs().max(by.1.abs()) >= DRAG_FROM_PX;
                    moved.set(Some(drag));
                    if drag.moved {
                        shift(picture, &format!("{}px {}px", by.0, by.1));
                    }
                }),
            ),
            listen(
                "pointerup",
                Box::new(move |event, picture| {
                    shift(picture, "");
                    if up.take().is_some_and(|drag| drag.moved) {
                        move_to(picture, Corner::nearest(place(event), stage()));
                    }
                }),
            ),
            listen(
                "pointercancel",
                Box::new(move |_, picture| {
                    gone.take();
                    shift(picture, "");
                }),
            ),
            listen(
                "keydown",
                Box::new(|event, picture| {
                    let Some(press) = event.dyn_ref::<KeyboardEvent>().filter(|_| is_in_call()) else { return };
                    // With these the arrow keys are the browser's.
                    if press.alt_key() || press.ctrl_key() || press.meta_key() {
                        return;
                    }
                    let now = text(&get(picture, "dataset"), "corner").and_then(|name| Corner::named(&name));
                    if let Some(next) = now.unwrap_or_else(first_corner).towards(&press.key()) {
                        event.prevent_default();
                        move_to(picture, next);
                    }
                }),
            ),
        ];
        Some(Self { _listeners: listeners })
    }
}

fn move_to(picture: &HtmlElement, corner: Corner) {
    preferences::set(preference::CORNER, corner.name());
    put(picture, corner);
}

fn put(picture: &HtmlElement, corner: Corner) {
    // It does not fail for a name that is fixed and valid.
    let _ = picture.set_attribute("data-corner", corner.name());
}

/// Where the picture is on its way from its corner to another; nowhere if `way` is empty.
fn shift(picture: &HtmlElement, way: &str) {
    set(&get(picture, "style"), "translate", way);
}

/// Where it lies until it is moved: where lines end.
fn first_corner() -> Corner {
    let from_right = text(&get(&document(), "documentElement"), "dir").as_deref() == Some("rtl");
    Corner { top: false, left: from_right }
}

fn is_in_call() -> bool {
    matches!(document().query_selector("main.linked"), Ok(Some(_)))
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
fn place(event: &Event) -> (i32, i32) {
    let at = |name| number(event, name).unwrap_or_default() as i32;
    (at("clientX"), at("clientY"))
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
fn stage() -> (i32, i32) {
    let window = window();
    let size = |name| number(&window, name).unwrap_or_default() as i32;
    (size("innerWidth"), size("innerHeight"))
}
