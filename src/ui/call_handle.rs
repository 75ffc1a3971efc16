//! What the views have of the call: signals to read, intents to send. It knows no JavaScript object, so it can be made,
//! sent and dropped on the server too (a browser handle in a signal panics there, leptos#4402).

use std::pin::Pin;

use leptos::prelude::*;

use super::lean::memo;
use super::side_panel::Panel;
use crate::call::view::{Intent, View};
use crate::protocol::occupancy::{ClientConfig, Occupancy};

/// An answer of the server, if it gives one.
pub type Answer<T> = Pin<Box<dyn Future<Output = Option<T>>>>;

/// What the views have done, and ask; the root says how (`crate::app`).
#[derive(Debug, Clone, Copy)]
pub struct Services {
    /// Passes on what a person asked for.
    pub send: fn(Intent),
    /// The address of the room, to be passed on.
    pub link: fn() -> Option<String>,
    /// The room that a text means while it is typed: that of an address of this server, if it is one.
    pub room_in: fn(String) -> String,
    /// The name that a text gives to a room, once it is whole.
    pub room_named: fn(&str) -> String,
    /// How full the room of that name is.
    pub occupancy: fn(String) -> Answer<Occupancy>,
    /// What the page should know of its server.
    pub configuration: fn() -> Answer<ClientConfig>,
}

/// The views' side of the call. Copied freely: it is a handle.
#[derive(Clone, Copy)]
pub struct CallHandle {
    view: RwSignal<View>,
    note: RwSignal<String>,
    panel: RwSignal<Option<Panel>>,
    services: &'static Services,
}

/// Begins what is only read out: a sign without width.
pub const UNSEEN: &str = "\u{2060}";

impl CallHandle {
    /// A call that has not begun. It is handed from view to view: looking one's context up costs the page a hash map.
    pub fn new(services: &'static Services) -> Self {
        Self {
            view: RwSignal::new(View::default()),
            note: RwSignal::new(String::new()),
            panel: RwSignal::new(None),
            services,
        }
    }

    /// Everything that can be seen of the call.
    pub fn view(self) -> RwSignal<View> {
        self.view
    }

    /// What is to be said beside the call; empty at first.
    pub fn notes(self) -> RwSignal<String> {
        self.note
    }

    /// The panel at the side that is open, or will be as soon as the features are loaded.
    pub fn panel(self) -> RwSignal<Option<Panel>> {
        self.panel
    }

    /// Says something beside the call: read out, and on the screen for a while.
    pub fn note(self, words: String) {
        self.note.set(words);
    }

    /// Has something read out that can be seen already.
    pub fn read_out(self, words: &str) {
        self.note.set([UNSEEN, words].concat());
    }

    /// One part of the view, that changes only when that part does. Each type of part costs the page a kilobyte: a truth, a
    /// fixed text or a text is enough.
    pub fn part<T>(self, part: fn(&View) -> T) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        let view = self.view;
        memo(move || part(&view.read()))
    }

    /// Passes on what a person asked for.
    pub fn send(self, intent: Intent) {
        (self.services.send)(intent);
    }

    /// What else can be asked.
    pub fn services(self) -> &'static Services {
        self.services
    }
}
