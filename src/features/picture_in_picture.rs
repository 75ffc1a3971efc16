//! The other person in a small window over all others: a window of its own with both pictures and the buttons one needs
//! (Document Picture-in-Picture), else the picture alone (Picture-in-Picture), else nothing. It shows what the page shows: their
//! screen while they show one, words where there is no picture, and what a button does next.

use std::cell::RefCell;

use gloo_events::EventListener;
use js_sys::Object;
use leptos::prelude::{Get, GetUntracked, Memo, Owner, document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget};

use super::chat::service::Conversation;
use crate::browser::object::{ask, call, get, has, set, truth};
use crate::call::view::{Intent, Phase, View};
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::{effect, memo, spawn};
use crate::ui::stage::is_linked;
use crate::ui::text;
use crate::words::{Extra, Word, say, tell};

/// The size that the window is asked to have, in CSS pixels.
const SIZE: (u32, u32) = (360, 270);

const SHEET: &str = "body{margin:0;height:100vh;background:#150e1f;color:#fdeede;font:600 1rem system-ui}\
    [hidden]{display:none!important}\
    video{position:fixed;inset:0;width:100%;height:100%;object-fit:contain}\
    video+video{inset:auto;inset-inline-end:8px;bottom:60px;width:30%;height:auto;border-radius:12px;transform:scaleX(-1)}\
    :is([data-unmirrored],[data-away]) video+video{transform:none}[data-hidden] video+video{display:none}\
    h1{position:fixed;inset:0 8px 60px;display:grid;place-items:center;margin:0;font:inherit;text-align:center}\
    p{position:fixed;inset:auto 8px 8px;display:flex;flex-wrap:wrap;gap:8px;margin:0;justify-content:center}\
    button{min-height:44px;padding:0 16px;border:0;border-radius:22px;font:inherit;background:#fdeede;color:#231733}";

/// What is larger in the window: their picture, and their screen while they show it.
const PICTURE: &str = ".peer video";
const SCREEN: &str = ".screen video";

/// A window that is open, with what keeps it true.
struct Window {
    window: JsValue,
    _listeners: Vec<EventListener>,
    /// Of the effects that write into it.
    owner: Owner,
}

impl Drop for Window {
    fn drop(&mut self) {
        self.owner.cleanup();
    }
}

thread_local! {
    static OPEN: RefCell<Option<Window>> = const { RefCell::new(None) };
}

/// The small window. Copied freely: it is a handle.
#[derive(Clone, Copy)]
pub struct Pip {
    context: CallHandle,
    conversation: Conversation,
    /// Why there is no picture to show; empty while there is one.
    words: Memo<&'static str>,
}

/// Whether this browser can.
pub fn is_possible() -> bool {
    has(&window(), "documentPictureInPicture") || truth(&document(), "pictureInPictureEnabled")
}

impl Pip {
    /// Closes the window when the call ends, and keeps a picture that floats alone true.
    pub fn begin(context: CallHandle, conversation: Conversation) -> Self {
        let missing = context.part(missing);
        let shows = conversation.peer_shows;
        let words = memo(move || if shows.get() { "" } else { missing.get() });
        let pip = Self { context, conversation, words };
        let linked = context.part(|view| is_linked(&view.phase));
        effect(move || {
            if !linked.get() {
                close();
            }
        });
        let camera_off = context.part(|view| view.phase == Phase::Connected && !view.peer_devices.camera);
        let mut arriving = None;
        effect(move || {
            let (shows, camera_off) = (shows.get(), camera_off.get());
            drop(arriving.take());
            if !is_floating() {
                return;
            }
            if shows {
                // A screen can float once it has a picture.
                let screen = document().query_selector(SCREEN).ok().flatten();
                let float = move |_: &Event| spawn(async move { pip.float_on().await });
                arriving = screen.map(|screen| EventListener::once(&screen, "loadeddata", float));
            } else if camera_off {
                // It can hold no words, and would show the last picture as if it were now.
                close();
                context.note(tell(Extra::PipClosed).into());
            } else {
                spawn(async move { pip.float_on().await });
            }
        });
        pip
    }

    /// Opens the window, or closes it.
    pub fn toggle(self) {
        if OPEN.with_borrow(Option::is_some) || is_floating() {
            return close();
        }
        let can_hold_words = has(&window(), "documentPictureInPicture");
        if !can_hold_words && !self.words.get_untracked().is_empty() {
            return self.context.note(self.words.get_untracked().into());
        }
        spawn(async move {
            let opened = if can_hold_words { self.open().await } else { self.float().await };
            if opened.is_err() {
                self.context.note(tell(Extra::PipFailed).into());
            }
        });
    }

    fn shown(self) -> &'static str {
        if self.conversation.peer_shows.get_untracked() { SCREEN } else { PICTURE }
    }

    async fn float(self) -> Result<(), JsValue> {
        let video = document().query_selector(self.shown())?.ok_or(JsValue::UNDEFINED)?;
        ask(&video, "requestPictureInPicture", &[]).await.map(drop)
    }

    /// Has another picture float in the place of the one that does. One that cannot is better than one that is not true.
    async fn float_on(self) {
        if self.float().await.is_err() {
            close();
            self.context.note(tell(Extra::PipFailed).into());
        }
    }

    async fn open(self) -> Result<(), JsValue> {
        let size = JsValue::from(Object::new());
        set(&size, "width", SIZE.0);
        set(&size, "height", SIZE.1);
        let opened = ask(&get(&window(), "documentPictureInPicture"), "requestWindow", &[size]).await?;
        let page = get(&opened, "document");
        let owner = Owner::new();
        let filled = dress(&opened, &page).and_then(|()| owner.with(|| self.fill(&page)));
        let listeners = match filled {
            Ok(listeners) => listeners,
            Err(error) => {
                owner.cleanup();
                let _ = call(&opened, "close", &[]);
                return Err(error);
            }
        };
        let target: &EventTarget = opened.unchecked_ref();
        let gone = opened.clone();
        let closed = EventListener::once(target, "pagehide", move |_| {
            // In a task of its own: this listener is among those that go. Another window may be open by then.
            spawn(async move {
                drop(OPEN.with_borrow_mut(|open| open.take_if(|open| open.window == gone)));
            });
        });
        let listeners = listeners.into_iter().chain([closed]).collect();
        OPEN.replace(Some(Window { window: opened, _listeners: listeners, owner }));
        if !is_linked(&self.context.view().get_untracked().phase) {
            // The call ended while the browser opened it.
            close();
        }
        Ok(())
    }

    /// Puts pictures, words and buttons into the window.
    fn fill(self, page: &JsValue) -> Result<Vec<EventListener>, JsValue> {
        let make = |kind: &str| call(page, "createElement", &[kind.into()]);
        let body = get(page, "body");
        let add = |parent: &JsValue, child: &JsValue| call(parent, "append", std::slice::from_ref(child)).map(drop);
        let (other, own) = (picture(page, Word::Peer)?, picture(page, Word::Own)?);
        let (sign, row) = (make("h1")?, make("p")?);
        for child in [&other, &own, &sign, &row] {
            add(&body, child)?;
        }
        let mut listeners = Vec::new();
        let (shows, words) = (self.conversation.peer_shows, self.words);
        let show_other = {
            let other = other.clone();
            move || set(&other, "srcObject", stream_of(self.shown()))
        };
        let show_own = {
            let own = own.clone();
            move || set(&own, "srcObject", stream_of(".own video"))
        };
        for selector in [PICTURE, SCREEN] {
            // A new connection is another stream there.
            let show = show_other.clone();
            let source = document().query_selector(selector)?.ok_or(JsValue::UNDEFINED)?;
            listeners.push(EventListener::new(&source, "loadedmetadata", move |_| show()));
        }
        let source = document().query_selector(".own video")?.ok_or(JsValue::UNDEFINED)?;
        let (again, marked) = (show_own.clone(), page.clone());
        listeners.push(EventListener::new(&source, "loadedmetadata", move |_| {
            again();
            // Another camera may look elsewhere.
            let _ = copy_marks(&marked);
        }));
        show_own();
        effect(move || {
            shows.get();
            show_other();
        });
        effect(move || {
            let words = words.get();
            set(&sign, "textContent", words);
            set(&sign, "hidden", words.is_empty());
            set(&other, "hidden", !words.is_empty());
        });
        let own_is_on = self.context.part(|view| view.devices.camera);
        effect(move || set(&own, "hidden", !own_is_on.get()));

        let microphone = self.context.part(|view| say(if view.wanted.microphone { Word::Mute } else { Word::Unmute }));
        let leave = memo(|| say(Word::Leave));
        for (name, intent) in [(microphone, Intent::ToggleMicrophone), (leave, Intent::Leave)] {
            let button = make("button")?;
            add(&row, &button)?;
            listeners.push(EventListener::new(button.unchecked_ref::<EventTarget>(), "click", move |_| {
                self.context.send(intent.clone());
            }));
            effect(move || set(&button, "textContent", name.get()));
        }
        Ok(listeners)
    }
}

/// Why there is nothing of the other person to see.
fn missing(view: &View) -> &'static str {
    match view.phase {
        Phase::Reconnecting(repair) => text::repair(repair).0,
        Phase::Connected if !view.peer_devices.camera => say(Word::PeerCameraOff),
        Phase::Connected if view.picture_missing => say(Word::PeerPictureMissing),
        _ => "",
    }
}

fn is_floating() -> bool {
    get(&document(), "pictureInPictureElement").is_object()
}

fn close() {
    if let Some(open) = OPEN.take() {
        let _ = call(&open.window, "close", &[]);
    }
    if is_floating() {
        drop(call(&document(), "exitPictureInPicture", &[]).map(crate::browser::task::disregard));
    }
}

/// The window speaks the page's language, and shows the own picture as the page does.
fn dress(opened: &JsValue, page: &JsValue) -> Result<(), JsValue> {
    // The sheets that scripts make belong to one document; this one is made by the window's own constructor.
    let sheet_class: js_sys::Function = get(opened, "CSSStyleSheet").dyn_into()?;
    let sheet = js_sys::Reflect::construct(&sheet_class, &js_sys::Array::new())?;
    call(&sheet, "replaceSync", &[SHEET.into()])?;
    set(page, "adoptedStyleSheets", [sheet].iter().collect::<js_sys::Array>());
    set(page, "title", say(Word::Peer));
    copy_marks(page)
}

/// Gives the window the marks of the page: its language, and how the own picture is shown.
fn copy_marks(page: &JsValue) -> Result<(), JsValue> {
    let (outer, inner) = (get(&document(), "documentElement"), get(page, "documentElement"));
    for name in ["lang", "dir", "data-unmirrored", "data-away", "data-hidden"] {
        match call(&outer, "getAttribute", &[name.into()])?.as_string() {
            Some(value) => call(&inner, "setAttribute", &[name.into(), value.into()])?,
            None => call(&inner, "removeAttribute", &[name.into()])?,
        };
    }
    Ok(())
}

fn picture(page: &JsValue, name: Word) -> Result<JsValue, JsValue> {
    let video = call(page, "createElement", &["video".into()])?;
    for truth in ["muted", "autoplay", "playsInline"] {
        set(&video, truth, true);
    }
    set(&video, "ariaLabel", say(name));
    Ok(video)
}

fn stream_of(selector: &str) -> JsValue {
    document().query_selector(selector).ok().flatten().map_or(JsValue::NULL, |video| get(&video, "srcObject"))
}
