//! What the views have of the call: signals to read, intents to send. It knows no JavaScript object, so it can be made,
//! sent and dropped on the server too (a browser handle in a signal panics there, leptos#4402).

use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos::wasm_bindgen::JsCast;

use super::lean::memo;
#[cfg(feature = "hydrate")]
use super::video_tile::{LOCAL_VIDEO, REMOTE_VIDEO};
use crate::call::view::{Intent, View};

/// The views' side of the call. Copied freely: it is a handle.
#[derive(Clone, Copy)]
pub struct CallContext {
    view: RwSignal<View>,
    note: RwSignal<String>,
}

/// Begins what is only read out: a sign without width.
pub const UNSEEN: &str = "\u{2060}";

/// The two pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tile {
    /// One's own.
    Local,
    /// The other person's.
    Remote,
}

impl CallContext {
    /// A call that has not begun. It is handed from view to view: looking one's context up costs the page a hash map.
    #[expect(clippy::new_without_default, reason = "it makes signals, which belong to whoever makes it")]
    pub fn new() -> Self {
        Self { view: RwSignal::new(View::default()), note: RwSignal::new(String::new()) }
    }

    /// Everything that can be seen of the call.
    pub fn view(self) -> RwSignal<View> {
        self.view
    }

    /// What is to be said beside the call; empty at first.
    pub fn notes(self) -> RwSignal<String> {
        self.note
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
        #[cfg(feature = "hydrate")]
        crate::browser::driver::send(intent);
        #[cfg(not(feature = "hydrate"))]
        drop(intent);
    }

    /// Starts the call in the browser; views call it once, from the root.
    pub fn start(self) {
        #[cfg(feature = "hydrate")]
        {
            let view = self.view;
            on_cleanup(crate::browser::driver::stop);
            crate::browser::driver::start(move |next| {
                view.maybe_update(|shown| {
                    let changed = *shown != next;
                    *shown = next;
                    changed
                });
            });
            for (tile, name) in [(Tile::Local, LOCAL_VIDEO), (Tile::Remote, REMOTE_VIDEO)] {
                let element = document().query_selector(&format!("[data-testid={name}]"));
                if let Some(element) = element.ok().flatten().and_then(|element| element.dyn_into().ok()) {
                    crate::browser::driver::show_in(tile, element);
                }
            }
        }
    }
}
