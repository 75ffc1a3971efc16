//! The two video elements and what plays in them.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlMediaElement, HtmlVideoElement, MediaStream, MediaStreamTrack};

use super::Emit;
use super::media_error;
use crate::browser::task::spawn;
use crate::call::Event;

/// How long the sound of a new connection waits for its picture, in milliseconds, while the last picture of the one before
/// is still shown.
const PICTURE_WAIT_MS: u32 = 400;

/// The two pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tile {
    /// One's own.
    Local,
    /// The other person's.
    Remote,
}

/// The pictures. Elements may come before or after what plays in them.
#[derive(Default)]
pub struct Screen {
    local: Option<HtmlVideoElement>,
    remote: Option<HtmlVideoElement>,
    local_stream: Option<MediaStream>,
    remote_stream: Option<MediaStream>,
    /// What a new connection brings, until it begins.
    incoming: Option<Incoming>,
    replacing: bool,
    listeners: Vec<EventListener>,
    local_paused: Option<EventListener>,
}

struct Incoming {
    stream: MediaStream,
    beginnings: Vec<EventListener>,
    patience: Rc<RefCell<Option<Timeout>>>,
}

impl Screen {
    /// Takes the element of one's own picture, which may be on it already: the document's first script is sooner there.
    pub fn take_local(&mut self, element: HtmlVideoElement) {
        let stream = self.local_stream.take().or_else(|| element.src_object());
        let video = element.clone();
        self.local_paused = Some(EventListener::new(&element, "pause", move |_| play_seen(&video)));
        self.local = Some(element);
        self.show_local(stream);
    }

    /// Takes the element of the other's picture. `seen` is called when a picture is on it, `paused` when the browser has
    /// stopped it where it can be seen.
    pub fn take_remote(
        &mut self,
        element: HtmlVideoElement,
        seen: impl Fn() + Clone + 'static,
        paused: impl Fn() + 'static,
    ) {
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
        // Phone calls, assistants and other programs pause it, and not all browsers play on afterwards.
        let video = element.clone();
        self.listeners.push(EventListener::new(&element, "pause", move |_| {
            if is_seen(&video) {
                paused();
            }
        }));
        element.set_src_object(self.remote_stream.as_ref());
        self.remote = Some(element);
    }

    /// The element of the other's picture.
    pub fn remote(&self) -> Option<&HtmlVideoElement> {
        self.remote.as_ref()
    }

    /// Shows one's own picture, or none.
    pub fn show_local(&mut self, stream: Option<MediaStream>) {
        // To set the same stream again would start the picture anew.
        if let Some(element) = self.local.as_ref().filter(|element| element.src_object() != stream) {
            element.set_src_object(stream.as_ref());
        }
        self.local_stream = stream;
    }

    /// The next track comes from a new connection. The last picture stays until something comes from there.
    pub fn expect_remote(&mut self) {
        self.incoming = None;
        self.replacing = self.remote_stream.is_some();
    }

    /// Adds a track of the other person. `begun` is called when the tracks that take the place of others have begun.
    pub fn add_remote(&mut self, track: &MediaStreamTrack, emit: &Emit, begun: impl Fn() + Clone + 'static) {
        if !self.replacing
            && let Some(stream) = &self.remote_stream
        {
            return stream.add_track(track);
        }
        if self.incoming.is_none() {
            let Ok(stream) = MediaStream::new() else { return };
            self.incoming = Some(Incoming { stream, beginnings: Vec::new(), patience: Rc::default() });
        }
        let Some(incoming) = &mut self.incoming else { return };
        incoming.stream.add_track(track);
        if !self.replacing || !track.muted() {
            return self.show_incoming(emit);
        }
        let (patience, sound) = (Rc::clone(&incoming.patience), track.kind() == "audio");
        incoming.beginnings.push(EventListener::once(track, "unmute", move |_| {
            if sound {
                // Where the camera is off there is no picture to wait for.
                let begun = begun.clone();
                patience.replace(Some(Timeout::new(PICTURE_WAIT_MS, begun)));
            } else {
                begun();
            }
        }));
    }

    /// Shows what the new connection brings.
    pub fn show_incoming(&mut self, emit: &Emit) {
        let Some(incoming) = self.incoming.take() else { return };
        self.replacing = false;
        if let Some(element) = &self.remote {
            element.set_src_object(Some(&incoming.stream));
        }
        self.remote_stream = Some(incoming.stream);
        self.play(emit);
    }

    /// Shows nothing of the other person any more.
    pub fn clear_remote(&mut self) {
        self.incoming = None;
        self.replacing = false;
        self.remote_stream = None;
        if let Some(element) = &self.remote {
            element.set_src_object(None);
        }
    }

    /// Plays the other's picture and sound, and one's own picture if it stands; browsers may want a tap first.
    pub fn play(&self, emit: &Emit) {
        self.local.iter().for_each(play_seen);
        let playable = self.remote.as_ref().filter(|element| element.src_object().is_some());
        let Some(Ok(playing)) = playable.map(|element| element.play()) else { return };
        let emit = emit.clone();
        spawn(async move {
            match JsFuture::from(playing.unchecked_into::<Promise>()).await {
                Ok(_) => emit(Event::PlaybackBlocked(false)),
                Err(refusal) if media_error::name(&refusal) == "NotAllowedError" => emit(Event::PlaybackBlocked(true)),
                // Another stream took its place, and is played by itself.
                Err(_) => {}
            }
        });
    }
}

/// Whether there is something to play, and somebody may look at it.
fn is_seen(video: &HtmlVideoElement) -> bool {
    video.src_object().is_some() && !video.owner_document().is_some_and(|page| page.hidden())
}

/// Plays on what stands still, where it can be seen. Where that wants a tap, it is the one that lets the other be heard.
pub fn play_seen(video: &HtmlVideoElement) {
    if is_seen(video)
        && video.paused()
        && let Ok(playing) = video.play()
    {
        spawn(async move {
            // Another stream took its place, and is played by itself.
            let _ = JsFuture::from(playing.unchecked_into::<Promise>()).await;
        });
    }
}
