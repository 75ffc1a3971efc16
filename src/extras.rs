//! What a first visit does not need: settings and everything beside the call. It is a part of the program of its own
//! (`cargo leptos build --split`), loaded when a person begins to use the page; what they press before it is there opens
//! when it is.
//!
//! # Layout
//! - [`load`]: when it is loaded, and what happens if it cannot be
//! - `piece`: how its part of the program is fetched
//! - `mount`: its places in the page
//! - `drawer`: the panel at the side, of which one is open at a time
//! - `settings`: devices, appearance, language; `equipment` lists and chooses devices, `level` measures the microphone, `level_view` draws it, `tone` is
//!   heard from the speaker
//! - `appearance`: how the page looks and sounds here
//! - [`talk`]: what the pages say beside the call; [`chat`]: the conversation in writing (both pure), [`links`] in it,
//!   `conversation` in the page, `chat_view` on the screen; `plural`: numbers with the right word
//! - `screen`: showing one's screen; `screen_view`: its button, and the other's screen
//! - `lobby`: [`names`] made up, and [`recent`] rooms; `invite`: the ways to bring the other person in
//! - [`door`]: who may come in (pure); `door_watch` in the page, `door_view` on the screen
//! - `steps`: where a browser keeps a permission, if the error page does not name it
//! - `tools`: what else one can do, with `full_screen` and `pip`; [`shortcuts`]: what keys do, `keys` that are pressed
//! - `framing` of the other's picture, [`zoom`] into their screen, `idle`: nothing lies over it while somebody reads; `measure`: what
//!   the style sheet cannot know
//! - [`corner`] in which one's own picture lies, `own_picture` that is moved there; `wake_lock`: the screen stays awake
//! - [`quality`]: how good the call is (pure); `stats` reads what the browser counts, `quality_watch` has it judged and
//!   acts, `quality_probe` asks what the line carries, `quality_shown` keeps what `quality_view` shows, `units` writes the figures
//! - `preferences`: what this browser keeps of all that
//! - [`files`]: decides about files between the two; `transfer` does it, `files_view` shows it, `dropping` takes what is
//!   dropped on the page, `leaving` asks before the page takes them with it
//! - `wire`: data channels of the extras
//! - `style`: its style sheet; `sprite`: its drawings

#[cfg(feature = "hydrate")]
mod appearance;
pub mod chat;
#[cfg(feature = "hydrate")]
pub mod chat_view;
#[cfg(feature = "hydrate")]
pub mod conversation;
pub mod corner;
#[cfg(feature = "hydrate")]
mod delay;
pub mod door;
#[cfg(feature = "hydrate")]
mod door_view;
#[cfg(feature = "hydrate")]
mod door_watch;
#[cfg(feature = "hydrate")]
pub mod drawer;
#[cfg(feature = "hydrate")]
mod dropping;
#[cfg(feature = "hydrate")]
mod equipment;
pub mod files;
#[cfg(feature = "hydrate")]
pub mod files_view;
#[cfg(feature = "hydrate")]
mod framing;
#[cfg(feature = "hydrate")]
mod full_screen;
#[cfg(feature = "hydrate")]
mod idle;
#[cfg(feature = "hydrate")]
pub mod invite;
#[cfg(feature = "hydrate")]
mod keys;
#[cfg(feature = "hydrate")]
mod leaving;
#[cfg(feature = "hydrate")]
pub mod level;
#[cfg(feature = "hydrate")]
pub mod level_view;
pub mod links;
pub mod load;
#[cfg(feature = "hydrate")]
pub mod lobby;
#[cfg(feature = "hydrate")]
mod measure;
#[cfg(feature = "hydrate")]
mod mount;
pub mod names;
#[cfg(feature = "hydrate")]
mod own_picture;
#[cfg(feature = "hydrate")]
pub mod piece;
#[cfg(feature = "hydrate")]
mod pip;
#[cfg(feature = "hydrate")]
mod plural;
#[cfg(feature = "hydrate")]
pub mod preferences;
pub mod quality;
#[cfg(feature = "hydrate")]
mod quality_probe;
#[cfg(feature = "hydrate")]
mod quality_shown;
#[cfg(feature = "hydrate")]
mod quality_view;
#[cfg(feature = "hydrate")]
mod quality_watch;
pub mod recent;
#[cfg(feature = "hydrate")]
pub mod screen;
#[cfg(feature = "hydrate")]
pub mod screen_view;
#[cfg(feature = "hydrate")]
pub mod settings;
pub mod shortcuts;
#[cfg(feature = "hydrate")]
mod sprite;
#[cfg(feature = "hydrate")]
mod stats;
#[cfg(feature = "hydrate")]
mod steps;
#[cfg(feature = "hydrate")]
mod style;
pub mod talk;
#[cfg(feature = "hydrate")]
mod tone;
#[cfg(feature = "hydrate")]
pub mod tools;
#[cfg(feature = "hydrate")]
pub mod transfer;
#[cfg(feature = "hydrate")]
mod units;
#[cfg(feature = "hydrate")]
mod wake_lock;
#[cfg(feature = "hydrate")]
mod wire;
pub mod zoom;

/// A panel that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// Devices, appearance, language.
    Settings,
    /// The conversation in writing.
    Chat,
    /// What else one can do, and the keys for it.
    Tools,
    /// Files between the two.
    Files,
    /// How good the call is.
    Quality,
}

impl Panel {
    /// Opens it, in the place of any other, or closes it.
    #[cfg(feature = "hydrate")]
    fn toggle(self, open: leptos::prelude::RwSignal<Option<Self>>) {
        use leptos::prelude::Update;
        open.update(|open| *open = if *open == Some(self) { None } else { Some(self) });
    }

    /// The id of its heading.
    #[cfg(feature = "hydrate")]
    const fn id(self) -> &'static str {
        match self {
            Self::Settings => "panel-settings",
            Self::Chat => "panel-chat",
            Self::Tools => "panel-tools",
            Self::Files => "panel-files",
            Self::Quality => "panel-quality",
        }
    }
}

/// Lets a promise take its course where nothing hangs on how it ends.
#[cfg(feature = "hydrate")]
fn disregard(promise: wasm_bindgen::JsValue) {
    crate::browser::task::spawn(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&promise)).await;
    });
}
