//! The button that shows one's screen, and the place of the other's, in which fingers enlarge and move it.

use std::cell::RefCell;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Event, HtmlElement, HtmlVideoElement};

use super::adapter::Screens;
use super::zoom::{Handled, Motion, Point};
use crate::browser::object::{call, get, number, set};
use crate::features::chat::service::Conversation;
use crate::features::sprite;
use crate::runtime::video_elements::play_seen;
use crate::ui::call_handle::CallHandle;
use crate::ui::icon::Icon;
use crate::ui::lean::effect;
use crate::words::{Extra, tell};

/// What pointers do, by the browser's name for it.
const MOTIONS: [(&str, Motion); 5] = [
    ("pointerdown", Motion::Down),
    ("pointermove", Motion::Move),
    ("pointerup", Motion::Up),
    ("pointercancel", Motion::Gone),
    ("lostpointercapture", Motion::Gone),
];

/// Shows one's screen and ends that; absent where the browser cannot.
#[component]
pub fn ScreenButton(
    /// What is shown.
    screens: StoredValue<Screens, LocalStorage>,
    /// What the other page is told.
    conversation: Conversation,
) -> impl IntoView {
    let shown = conversation.own_shows;
    let name = move || tell(if shown.get() { Extra::StopSharing } else { Extra::ShareScreen });

    Screens::are_possible().then(|| {
        view! {
            <button
                type="button"
                class="control"
                class:on=shown
                on:click:capture=move |_| screens.with_value(Screens::toggle)
            >
                <Icon drawing=sprite::SCREEN />
                <span prop:textContent=name></span>
            </button>
        }
    })
}

/// The other's screen: it has the stage, and their picture goes into a corner.
#[component]
pub fn ScreenTile(
    /// The call.
    context: CallHandle,
    /// What the other page tells.
    conversation: Conversation,
) -> impl IntoView {
    let place = NodeRef::<html::Figure>::new();
    let element = NodeRef::<html::Video>::new();
    let shown = conversation.peer_shows;
    let handled = StoredValue::new_local(RefCell::new(Handled::default()));
    effect(move || {
        let shown = shown.get();
        conversation.opened.track();
        if let Ok(Some(page)) = document().query_selector("html") {
            // It does not fail for a name that is fixed and valid.
            let _ = if shown { page.set_attribute("data-screen", "") } else { page.remove_attribute("data-screen") };
        }
        if let Some(element) = element.get() {
            let stream = if shown { Screens::incoming() } else { None };
            set(&element, "srcObject", stream.unwrap_or(wasm_bindgen::JsValue::NULL));
            play(&element);
            if !shown {
                handled.with_value(|handled| handled.borrow_mut().reset());
                lay(&element, &Handled::default());
            }
        }
    });
    let waits_for_tap = context.part(|view| view.playback_blocked);
    effect(move || {
        if !waits_for_tap.get()
            && let Some(element) = element.get_untracked()
        {
            play(&element);
        }
    });
    effect(move || {
        let (Some(place), Some(element)) = (place.get(), element.get()) else { return };
        let listeners = StoredValue::new_local(Some((play_on(&element), follow_fingers(&place, &element, handled))));
        on_cleanup(move || listeners.update_value(|listeners| drop(listeners.take())));
    });

    view! {
        <figure class="tile screen" node_ref=place aria-label=tell(Extra::PeerScreen) hidden=move || !shown.get()>
            <video node_ref=element data-testid="screen-video" autoplay=true playsinline=true></video>
        </figure>
    }
}

/// Phone calls, assistants and other programs pause it, and not all browsers play on afterwards.
fn play_on(element: &HtmlVideoElement) -> [EventListener; 2] {
    let (video, again) = (element.clone(), element.clone());
    [
        EventListener::new(element, "pause", move |_| play_seen(&video)),
        EventListener::new(&document(), "visibilitychange", move |_| play_seen(&again)),
    ]
}

fn follow_fingers(
    place: &HtmlElement,
    element: &HtmlVideoElement,
    handled: StoredValue<RefCell<Handled>, LocalStorage>,
) -> Vec<EventListener> {
    let follow = |(kind, motion)| {
        let (area, video) = (place.clone(), element.clone());
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(place, kind, options, move |event| {
            let id = whole(number(event, "pointerId").unwrap_or_default());
            // A mouse that passes by is nothing to measure for, and its other buttons are the browser's.
            let is_ours = match motion {
                Motion::Down => number(event, "button") == Some(0.0),
                Motion::Move | Motion::Up | Motion::Gone => handled.with_value(|handled| handled.borrow().is_held(id)),
            };
            if !is_ours {
                return;
            }
            let (at, size) = place_of(event, &area);
            if motion == Motion::Down {
                // What a finger began here goes on here.
                let _ = call(&area, "setPointerCapture", &[id.into()]);
            }
            handled.with_value(|handled| {
                let mut handled = handled.borrow_mut();
                handled.follow(id, motion, at, size, number(event, "timeStamp").unwrap_or_default());
                lay(&video, &handled);
            });
        })
    };
    let (area, video) = (place.clone(), element.clone());
    let turned = EventListener::new(&window(), "resize", move |_| {
        let size = Point { x: f64::from(area.offset_width()), y: f64::from(area.offset_height()) };
        handled.with_value(|handled| {
            let mut handled = handled.borrow_mut();
            handled.fit(size);
            lay(&video, &handled);
        });
    });
    MOTIONS.into_iter().map(follow).chain([turned]).collect()
}

/// Where it is, from the middle of the place, and the size of that.
fn place_of(event: &Event, place: &HtmlElement) -> (Point, Point) {
    let size = Point { x: f64::from(place.offset_width()), y: f64::from(place.offset_height()) };
    let (x, y) = (number(event, "clientX").unwrap_or_default(), number(event, "clientY").unwrap_or_default());
    let corner = call(place, "getBoundingClientRect", &[]).unwrap_or_default();
    let (left, top) = (number(&corner, "left").unwrap_or_default(), number(&corner, "top").unwrap_or_default());
    (Point { x: x - left - size.x / 2.0, y: y - top - size.y / 2.0 }, size)
}

/// Shows the picture as it was moved and enlarged. In whole numbers: Rust's way to write others is five kilobytes of program.
fn lay(video: &HtmlVideoElement, handled: &Handled) {
    let zoom = handled.zoom;
    let transform = format!(
        "translate({}px,{}px)scale(calc({}/1000))",
        whole(zoom.middle.x),
        whole(zoom.middle.y),
        whole(zoom.scale * 1_000.0)
    );
    set(&get(video, "style"), "transform", if zoom.scale > 1.0 { transform.as_str() } else { "" });
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
fn whole(number: f64) -> i32 {
    number.round() as i32
}

/// Refused where it wants a tap; the one that lets the other be heard is offered by the call.
fn play(element: &HtmlVideoElement) {
    drop(call(element, "play", &[]).map(crate::browser::task::disregard));
}
