//! How the other's picture lies in the window: it fills it, as far as their face is in it, or is whole. Two taps on it, a key and a
//! button change that, and this browser remembers it.

use std::cell::Cell;

use gloo_events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlVideoElement};

use super::screen_share::zoom::{Point, Taps};
use super::settings::appearance;
use super::settings::preferences;
use super::settings::preferences::preference;
use crate::browser::object::{call, get, number};
use crate::ui::lean::effect;

/// The value of the preference while the whole picture is shown.
const WHOLE: &str = "whole";

/// A page on which a screen has the place of the picture.
const SMALL: &str = "[data-screen]";

/// The other's picture, in the style of its place: so much as wide as it is high, times a thousand.
const SHAPE: &str = "--shape";

/// Whether the whole picture is shown. Copied freely: it is a handle.
#[derive(Clone, Copy)]
pub struct Framing {
    whole: RwSignal<bool>,
}

impl Framing {
    /// Follows the shape of the picture, and taps on it, for as long as the page lives.
    pub fn begin() -> Self {
        let framing = Self { whole: RwSignal::new(preferences::get(preference::FRAMING) == WHOLE) };
        let listeners = peer_tile().map(|tile| framing.listen(&tile));
        effect(move || {
            // They live as long as this does.
            let _ = &listeners;
        });
        framing
    }

    /// Whether the whole picture is shown.
    pub fn is_whole(self) -> bool {
        self.whole.get()
    }

    /// Shows the whole picture, or fills the window with it.
    pub fn toggle(self) {
        let whole = !self.whole.get_untracked();
        preferences::set(preference::FRAMING, if whole { WHOLE } else { "" });
        appearance::apply();
        self.whole.set(whole);
    }

    fn listen(self, tile: &HtmlElement) -> Vec<EventListener> {
        let mut listeners = Vec::new();
        if let Some(video) = tile.query_selector("video").ok().flatten().and_then(|video| video.dyn_into().ok()) {
            tell_shape(tile, &video);
            let place = tile.clone();
            listeners.push(EventListener::new(&video.clone(), "resize", move |_| tell_shape(&place, &video)));
        }
        let taps = Cell::new(Taps::default());
        listeners.push(EventListener::new(tile, "click", move |event| {
            let place = |name| number(event, name).unwrap_or_default();
            let mut now = taps.get();
            // Beside a screen it is a small picture, which is always filled.
            let is_small = document().query_selector(SMALL).ok().flatten().is_some();
            if now.tapped(Point { x: place("clientX"), y: place("clientY") }, place("timeStamp")) && !is_small {
                self.toggle();
            }
            taps.set(now);
        }));
        listeners
    }
}

fn peer_tile() -> Option<HtmlElement> {
    document().query_selector(".peer").ok()??.dyn_into().ok()
}

fn tell_shape(tile: &HtmlElement, video: &HtmlVideoElement) {
    let (width, height) = (video.video_width(), video.video_height());
    if width > 0 && height > 0 {
        let shape = (u64::from(width) * 1_000 / u64::from(height)).to_string();
        let _ = call(&get(tile, "style"), "setProperty", &[SHAPE.into(), shape.into()]);
    }
}
