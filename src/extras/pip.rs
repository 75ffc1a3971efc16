//! The other person in a small window over all others: a window of its own with both pictures and the buttons one needs
//! (Document Picture-in-Picture), else the other's picture alone (Picture-in-Picture), else nothing.

use std::cell::RefCell;

use gloo_events::EventListener;
use js_sys::Object;
use leptos::prelude::{Get, GetUntracked, document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

use crate::browser::driver;
use crate::browser::object::{ask, call, get, has, set, truth};
use crate::call::view::Intent;
use crate::ui::context::CallContext;
use crate::ui::lean::{effect, spawn};
use crate::ui::stage::is_linked;
use crate::words::{Extra, Word, say, tell};

/// The size that the window is asked to have, in CSS pixels.
const SIZE: (u32, u32) = (360, 270);

const SHEET: &str = "body{margin:0;height:100vh;background:#150e1f;font:600 1rem system-ui}\
    video{position:fixed;inset:0;width:100%;height:100%;object-fit:cover}\
    video+video{inset:auto;inset-inline-end:8px;bottom:60px;width:30%;height:auto;border-radius:12px;transform:scaleX(-1)}\
    :is([data-unmirrored],[data-away]) video+video{transform:none}[data-hidden] video+video{display:none}\
    p{position:fixed;inset:auto 8px 8px;display:flex;gap:8px;margin:0;justify-content:center}\
    button{min-height:44px;padding:0 16px;border:0;border-radius:22px;font:inherit;background:#fdeede;color:#231733}";

/// A window that is open, with what listens in it.
struct Window {
    window: JsValue,
    _listeners: Vec<EventListener>,
}

thread_local! {
    static OPEN: RefCell<Option<Window>> = const { RefCell::new(None) };
}

/// Whether this browser can.
pub(super) fn is_possible() -> bool {
    has(&window(), "documentPictureInPicture") || truth(&document(), "pictureInPictureEnabled")
}

/// Closes the window when the call does.
pub(super) fn follow(context: CallContext) {
    let linked = context.part(|view| is_linked(&view.phase));
    effect(move || {
        if !Get::get(&linked) {
            close();
        }
    });
}

/// Opens the window, or closes it.
pub(super) fn toggle(context: CallContext) {
    if OPEN.with_borrow(Option::is_some) || get(&document(), "pictureInPictureElement").is_object() {
        return close();
    }
    spawn(async move {
        let opened = if has(&window(), "documentPictureInPicture") { open(context).await } else { float().await };
        if opened.is_err() {
            context.note(tell(Extra::PipFailed).into());
        }
    });
}

fn close() {
    if let Some(open) = OPEN.take() {
        let _ = call(&open.window, "close", &[]);
    }
    if get(&document(), "pictureInPictureElement").is_object() {
        drop(call(&document(), "exitPictureInPicture", &[]).map(super::disregard));
    }
}

async fn float() -> Result<(), JsValue> {
    let video = driver::remote_video().ok_or(JsValue::UNDEFINED)?;
    ask(&video, "requestPictureInPicture", &[]).await.map(drop)
}

async fn open(context: CallContext) -> Result<(), JsValue> {
    let size = JsValue::from(Object::new());
    set(&size, "width", SIZE.0);
    set(&size, "height", SIZE.1);
    let opened = ask(&get(&window(), "documentPictureInPicture"), "requestWindow", &[size]).await?;
    let page = get(&opened, "document");
    let make = |kind: &str| call(&page, "createElement", &[kind.into()]);
    let body = get(&page, "body");
    let add = |parent: &JsValue, child: &JsValue| call(parent, "append", std::slice::from_ref(child)).map(drop);

    // The sheets that scripts make belong to one document; this one is made by the window's own constructor.
    let sheet_class: js_sys::Function = get(&opened, "CSSStyleSheet").dyn_into()?;
    let sheet = js_sys::Reflect::construct(&sheet_class, &js_sys::Array::new())?;
    call(&sheet, "replaceSync", &[SHEET.into()])?;
    set(&page, "adoptedStyleSheets", [sheet].iter().collect::<js_sys::Array>());
    set(&page, "title", say(Word::Peer));

    // It speaks the page's language, and shows the own picture as the page does.
    let (outer, inner) = (get(&document(), "documentElement"), get(&page, "documentElement"));
    for name in ["lang", "dir", "data-unmirrored", "data-away", "data-hidden"] {
        if let Some(value) = call(&outer, "getAttribute", &[name.into()])?.as_string() {
            call(&inner, "setAttribute", &[name.into(), value.into()])?;
        }
    }
    let mut listeners = Vec::new();
    for (selector, name) in [(".peer video", Word::Peer), (".own video", Word::Own)] {
        let source = document().query_selector(selector)?.ok_or(JsValue::UNDEFINED)?;
        let video = make("video")?;
        set(&video, "muted", true);
        set(&video, "autoplay", true);
        set(&video, "playsInline", true);
        set(&video, "srcObject", get(&source, "srcObject"));
        set(&video, "ariaLabel", say(name));
        add(&body, &video)?;
        // A new connection, or another camera, is another stream there.
        listeners.push(EventListener::new(source.as_ref(), "loadedmetadata", move |event| {
            set(&video, "srcObject", get(&get(event, "target"), "srcObject"));
        }));
    }
    let row = make("p")?;
    for (name, intent) in [(tell(Extra::MuteOrUnmute), Intent::ToggleMicrophone), (say(Word::Leave), Intent::Leave)] {
        let button = make("button")?;
        set(&button, "textContent", name);
        listeners.push(EventListener::new(button.unchecked_ref::<EventTarget>(), "click", move |_| {
            context.send(intent.clone());
        }));
        add(&row, &button)?;
    }
    add(&body, &row)?;
    let window: &EventTarget = opened.unchecked_ref();
    listeners.push(EventListener::once(window, "pagehide", |_| {
        // In a task of its own: this listener is among those that go.
        spawn(async { drop(OPEN.take()) });
    }));
    let linked = context.view().get_untracked();
    OPEN.replace(Some(Window { window: opened, _listeners: listeners }));
    if !is_linked(&linked.phase) {
        // The call ended while the browser opened it.
        close();
    }
    Ok(())
}
