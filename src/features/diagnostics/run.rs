//! Does what the examination says, one test after another, and stops everything.

use std::cell::RefCell;
use std::pin::pin;

use futures::future::select;
use gloo_events::EventListener;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::family::Family;
use super::load::PLACE;
use super::plan::Test;
use super::probes::probe;
use super::probes::sound::Tones;
use super::view::{Desk, Doctor};
use super::wait::{Bell, within};
use crate::browser::object::{ask, call, get, text};
use crate::browser::question;
use crate::browser::task::spawn;
use crate::protocol::IceServer;
use crate::ui::base::{CHECK_FROM_CALL, CHECK_FROM_ROOM};
use crate::words;

/// What says that the page could not be loaded whole.
const UNLOADED: &str = "#not-loaded";

thread_local! {
    static HANDS: RefCell<Hands> = RefCell::default();
}

/// What is held of the browser while a check goes on.
#[derive(Default)]
struct Hands {
    /// Ends the check.
    stop: Option<Bell>,
    /// Is told what the person answers.
    answer: Option<Bell>,
    tones: Option<Tones>,
    /// Ends the check when the page is left.
    _leaving: Option<EventListener>,
}

/// What the tests know of each other.
#[derive(Default)]
pub(super) struct Notes {
    /// What the server names for finding a path.
    pub(super) ice_servers: RefCell<Vec<IceServer>>,
}

/// Back to the page that the person came from, which has their room or their call; the link leads whoever came otherwise.
pub(super) fn go_back(event: &web_sys::Event) {
    let came_by = text(&get(&window(), "location"), "href").unwrap_or_default();
    let gone = if came_by.ends_with(CHECK_FROM_ROOM) {
        event.prevent_default();
        call(&get(&window(), "history"), "back", &[])
    } else if came_by.ends_with(CHECK_FROM_CALL) {
        // The call is in another tab. A browser that does not let this one go follows the link.
        call(&window(), "close", &[])
    } else {
        return;
    };
    // Both are there in every browser.
    drop(gone);
}

/// Puts the doctor into its page, once its texts are there.
pub(super) fn mount() {
    spawn(async move {
        let place = document().get_element_by_id(PLACE).and_then(|place| place.dyn_into::<HtmlElement>().ok());
        let address = document().document_element().and_then(|page| page.get_attribute("data-texts"));
        let texts = match address {
            Some(address) => question::texts(&address).await,
            None => None,
        };
        let (Some(place), Some(texts)) = (place, texts) else {
            if let Ok(Some(sign)) = document().query_selector(UNLOADED) {
                let _ = sign.remove_attribute("hidden");
            }
            return;
        };
        words::receive_extras(&texts);
        // The server rendered the same; it is made anew in its place.
        place.set_inner_html("");
        // It stays as long as the page.
        mount_to(place, move || view! { <Doctor family=Family::here() ready=true /> }).forget();
    });
}

/// Begins a check.
pub(super) fn start(desk: Desk) {
    let stop = Bell::default();
    let stopped = stop.clone();
    let leaving = EventListener::new(&window(), "pagehide", |_| end());
    HANDS.set(Hands { stop: Some(stop), _leaving: Some(leaving), ..Hands::default() });
    desk.begin();
    spawn(async move {
        select(pin!(examine(desk)), pin!(stopped.rung())).await;
        HANDS.take();
        desk.finish();
    });
}

/// Ends the check.
pub(super) fn end() {
    HANDS.with_borrow(|hands| hands.stop.iter().for_each(|stop| stop.ring(JsValue::UNDEFINED)));
}

/// Takes the person's answer.
pub(super) fn answer(yes: bool) {
    HANDS.with_borrow(|hands| hands.answer.iter().for_each(|answer| answer.ring(yes)));
}

/// Plays the tones; whether the browser does.
pub(super) fn play() -> bool {
    let tones = Tones::play();
    let playing = tones.is_some();
    HANDS.with_borrow_mut(|hands| hands.tones = tones);
    playing
}

/// Waits for the person's answer.
pub(super) async fn answered() -> bool {
    let bell = Bell::default();
    HANDS.with_borrow_mut(|hands| hands.answer = Some(bell.clone()));
    let yes = bell.rung().await == JsValue::TRUE;
    HANDS.with_borrow_mut(|hands| hands.tones = None);
    yes
}

/// Copies a text; whether the browser let it.
pub(super) async fn copy(report: String) -> bool {
    ask(&get(&window().navigator(), "clipboard"), "writeText", &[report.into()]).await.is_ok()
}

async fn examine(desk: Desk) {
    let notes = Notes::default();
    while let Some(test) = desk.begin_next() {
        let outcome = within(test.limit_ms(), probe(test, desk, &notes)).await;
        desk.note(test, outcome.unwrap_or_else(|| test.late()));
    }
}

impl Desk {
    /// Whether something works, as far as is known.
    pub(super) fn works(self, test: Test) -> bool {
        self.outcome(test).works()
    }
}
