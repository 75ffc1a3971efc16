//! Showing one's screen, beside the camera: its places are in every connection, so beginning and ending needs no
//! negotiation. Browsers on phones cannot; there the button is absent.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{Array, Object, Promise};
use leptos::prelude::{Get, GetUntracked, RwSignal, Set};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

use crate::browser::guard::Guarded;
use crate::browser::object::{ask, call, get, has, make, set, text};
use crate::features::chat::service::Conversation;
use crate::features::devices::chooser::devices;
use crate::runtime::driver;
use crate::runtime::peer::CALL_TRACKS;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::{effect, spawn};
use crate::ui::stage::is_linked;
use crate::words::{Extra, tell};

/// One's own screen, while it is shown. Dropping it ends the capture.
struct Capture {
    stream: JsValue,
    _guarded: Guarded,
    _ended: Vec<EventListener>,
}

impl Capture {
    fn new(stream: JsValue, ended: Vec<EventListener>) -> Self {
        Self { _guarded: Guarded::new(&stream), stream, _ended: ended }
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        for track in tracks(&self.stream) {
            let _ = call(&track, "stop", &[]);
        }
    }
}

/// What is shown of screens. Copied freely: it is a handle.
#[derive(Clone)]
pub struct Screens {
    context: CallHandle,
    conversation: Conversation,
    own: Rc<RefCell<Option<Capture>>>,
    /// The browser is asking what to show.
    asking: RwSignal<bool>,
}

impl Screens {
    /// Follows the connections: a new one is given the screen that is shown.
    pub fn begin(context: CallHandle, conversation: Conversation) -> Self {
        let screens = Self { context, conversation, own: Rc::default(), asking: RwSignal::new(false) };
        // A new connection has its places for a screen once the two have agreed, that is when its channel opens.
        let follow = screens.clone();
        let opened = conversation.opened;
        effect(move || {
            opened.get();
            follow.send();
        });
        let follow = screens.clone();
        // Shown to somebody, not to whoever comes next.
        let linked = context.part(|view| is_linked(&view.phase));
        effect(move || {
            if !linked.get() && follow.own.borrow().is_some() {
                // Why there is nobody to show it to is being said.
                follow.take_back();
            }
        });
        screens
    }

    /// Whether this browser can show a screen.
    pub fn are_possible() -> bool {
        has(&devices(), "getDisplayMedia")
    }

    /// Asks what to show, and shows it; or ends showing.
    pub fn toggle(&self) {
        if self.own.borrow().is_some() {
            return self.end();
        }
        if self.asking.get_untracked() {
            return;
        }
        self.asking.set(true);
        let screens = self.clone();
        spawn(async move {
            let captured = capture().await;
            screens.asking.set(false);
            match captured {
                Ok(stream) => screens.show(stream),
                // Closed without a choice: the person knows.
                Err(error) if text(&error, "name").as_deref() == Some("NotAllowedError") && !is_of_system(&error) => {}
                Err(_) => screens.context.note(tell(Extra::ScreenFailed).into()),
            }
        });
    }

    fn show(&self, stream: JsValue) {
        if !is_linked(&self.context.view().get_untracked().phase) {
            // Left while the browser asked.
            return drop(Capture::new(stream, Vec::new()));
        }
        let ended = tracks(&stream)
            .into_iter()
            .filter(|track| text(track, "kind").as_deref() == Some("video"))
            .map(|track| {
                // Words and lines matter on a screen (MediaStreamTrack Content Hints section 3).
                set(&track, "contentHint", "detail");
                let screens = self.clone();
                EventListener::new(track.unchecked_ref::<EventTarget>(), "ended", move |_| screens.end())
            })
            .collect();
        self.own.replace(Some(Capture::new(stream, ended)));
        self.send();
        self.conversation.show_screen(true);
        self.context.note(tell(Extra::ScreenShown).into());
    }

    fn end(&self) {
        self.take_back();
        self.context.note(tell(Extra::ScreenHidden).into());
    }

    fn take_back(&self) {
        // Taken out of a listener of its own: it is let go in a task of its own.
        let capture = self.own.take();
        spawn(async move { drop(capture) });
        self.send();
        self.conversation.show_screen(false);
    }

    /// Puts the tracks of the screen, or none, into their places.
    fn send(&self) {
        let own = self.own.borrow();
        for place in places() {
            let sender = get(&place, "sender");
            let kind = text(&get(&get(&place, "receiver"), "track"), "kind");
            let track = own.iter().flat_map(|own| tracks(&own.stream)).find(|track| text(track, "kind") == kind);
            spawn(async move {
                // Refused only on a closed connection, whose successor gets the same.
                let _ = ask(&sender, "replaceTrack", &[track.unwrap_or(JsValue::NULL)]).await;
            });
        }
    }

    /// What the other person's screen shows, as a stream of the present connection.
    pub fn incoming() -> Option<JsValue> {
        let tracks: Array = places().iter().map(|place| get(&get(place, "receiver"), "track")).collect();
        if tracks.length() == 0 { None } else { make("MediaStream", &[tracks.into()]).ok() }
    }
}

/// The places for a screen in the present connection: those that both sides have agreed on.
fn places() -> Vec<JsValue> {
    let Some(Ok(all)) = driver::peer_connection().map(|connection| call(&connection, "getTransceivers", &[])) else {
        return Vec::new();
    };
    Array::from(&all).iter().skip(CALL_TRACKS).filter(|place| text(place, "mid").is_some()).collect()
}

fn tracks(stream: &JsValue) -> Vec<JsValue> {
    call(stream, "getTracks", &[]).map(|tracks| Array::from(&tracks).to_vec()).unwrap_or_default()
}

async fn capture() -> Result<JsValue, JsValue> {
    let wishes = JsValue::from(Object::new());
    set(&wishes, "video", true);
    // What is heard of it comes along where the browser can; the other is not to hear themselves.
    let audio = JsValue::from(Object::new());
    set(&audio, "restrictOwnAudio", true);
    set(&wishes, "audio", audio);
    set(&wishes, "selfBrowserSurface", "exclude");
    set(&wishes, "systemAudio", "include");
    let asked = Promise::resolve(&call(&devices(), "getDisplayMedia", &[wishes])?);
    // The question may be answered after the program has died.
    let _guarded = Guarded::new(&asked);
    JsFuture::from(asked).await
}

/// Whether it is the system that lets this browser show no screen: all that tells it from a person who says no is what Chromium
/// writes.
fn is_of_system(error: &JsValue) -> bool {
    text(error, "message").is_some_and(|message| message.contains("system"))
}
