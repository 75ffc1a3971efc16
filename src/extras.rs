//! What a first visit does not need: settings and everything beside the call. It is a part of the program of its own
//! (`cargo leptos build --split`), loaded when a person begins to use the page; what they press before it is there opens
//! when it is.
//!
//! # Layout
//! - [`load`]: when it is loaded, and what happens if it cannot be
//! - `piece`: how its part of the program is fetched
//! - `mount`: its places in the page
//! - `drawer`: the panel at the side, of which one is open at a time
//! - `settings`: devices, appearance, language; `equipment` lists and chooses devices, `level` measures the microphone
//! - `appearance`: how the page looks and sounds here
//! - [`quality`]: how good the call is (pure); `stats` reads what the browser counts, `quality_watch` has it judged and
//!   acts, `quality_view` shows it, `units` writes the figures
//! - `preferences`: what this browser keeps of all that
//! - `wire`: data channels of the extras
//! - `style`: its style sheet

#[cfg(feature = "hydrate")]
mod appearance;
#[cfg(feature = "hydrate")]
pub mod drawer;
#[cfg(feature = "hydrate")]
mod equipment;
#[cfg(feature = "hydrate")]
mod level;
pub mod load;
#[cfg(feature = "hydrate")]
mod mount;
#[cfg(feature = "hydrate")]
pub mod piece;
#[cfg(feature = "hydrate")]
pub mod preferences;
pub mod quality;
#[cfg(feature = "hydrate")]
mod quality_view;
#[cfg(feature = "hydrate")]
mod quality_watch;
#[cfg(feature = "hydrate")]
pub mod settings;
#[cfg(feature = "hydrate")]
mod stats;
#[cfg(feature = "hydrate")]
mod style;
#[cfg(feature = "hydrate")]
mod units;
#[cfg(feature = "hydrate")]
mod wire;

/// A panel that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// Devices, appearance, language.
    Settings,
    /// How good the call is.
    Quality,
}

impl Panel {
    /// The id of its heading.
    #[cfg(feature = "hydrate")]
    const fn id(self) -> &'static str {
        match self {
            Self::Settings => "panel-settings",
            Self::Quality => "panel-quality",
        }
    }
}
