//! The two video elements and what plays in them.

use gloo_events::EventListener;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlMediaElement, HtmlVideoElement, MediaStream, MediaStreamTrack};

use super::Emit;
use super::error;
use crate::call::Event;

/// The pictures. Elements may come before or after what plays in them.
#[derive(Default)]
pub struct Screen {
    local: Option<HtmlVideoElement>,
    remote: Option<HtmlVideoElement>,
    local_stream: Option<MediaStream>,
    remote_stream: Option<MediaStream>,
    listeners: Vec<EventListener>,
}

impl Screen {
    /// Takes the element of one's own picture.
    pub fn take_local(&mut self, element: HtmlVideoElement) {
        element.set_src_object(self.local_stream.as_ref());
        self.local = Some(element);
    }

    /// Takes the element of the other's picture. `seen` is called when a picture is on it.
    pub fn take_remote(&mut self, element: HtmlVideoElement, seen: impl Fn() + Clone + 'static) {
        // A stream may begin with sound alone: then the first picture comes as a change of size.
        self.listeners = ["loadeddata", "resize"]
            .map(|kind| {
                let (video, seen) = (element.clone(), seen.clone());
                EventListener::new(&element, kind, move |_| {
                    if video.video_width() > 0 && video.ready_state() >= HtmlMediaElement::HAVE_CURRENT_DATA {
                        seen();
                    }
                })
            })
            .into();
        element.set_src_object(self.remote_stream.as_ref());
        self.remote = Some(element);
    }

    /// Shows one's own picture, or none.
    pub fn show_local(&mut self, stream: Option<MediaStream>) {
        if let Some(element) = &self.local {
            element.set_src_object(stream.as_ref());
        }
        self.local_stream = stream;
    }

    /// The next track comes from a new connection. The last picture stays until then.
    pub fn expect_remote(&mut self) {
        self.remote_stream = None;
    }

    /// Adds a track of the other person.
    pub fn add_remote(&mut self, track: &MediaStreamTrack, emit: &Emit) {
        if let Some(stream) = &self.remote_stream {
            stream.add_track(track);
            return;
        }
        let Ok(stream) = MediaStream::new() else { return };
        stream.add_track(track);
        if let Some(element) = &self.remote {
            element.set_src_object(Some(&stream));
        }
        self.remote_stream = Some(stream);
        self.play(emit);
    }

    /// Shows nothing of the other person any more.
    pub fn clear_remote(&mut self) {
        self.remote_stream = None;
        if let Some(element) = &self.remote {
            element.set_src_object(None);
        }
    }

    /// Plays the other's picture and sound; browsers may want a tap first.
    pub fn play(&self, emit: &Emit) {
        let Some(Ok(playing)) = self.remote.as_ref().map(|element| element.play()) else { return };
        let emit = emit.clone();
        spawn_local(async move {
            match JsFuture::from(playing.unchecked_into::<Promise>()).await {
                Ok(_) => emit(Event::PlaybackBlocked(false)),
                Err(refusal) if error::name(&refusal) == "NotAllowedError" => emit(Event::PlaybackBlocked(true)),
                // Another stream took its place, and is played by itself.
                Err(_) => {}
            }
        });
    }
}
