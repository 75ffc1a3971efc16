//! The panel at the side, of which one is open at a time. What is in it belongs to the features; which one is open is a signal of the
//! [`CallHandle`](crate::ui::call_handle::CallHandle), so that a panel can be asked for before the features are loaded.

#[cfg(feature = "hydrate")]
mod drawer;

#[cfg(feature = "hydrate")]
pub use drawer::{drawer, is_composing};

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
    pub fn toggle(self, open: leptos::prelude::RwSignal<Option<Self>>) {
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
