//! Camera and microphone.

use gloo_events::EventListener;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MediaDevices, MediaStream, MediaStreamConstraints, MediaStreamTrack, MediaStreamTrackState, Window, window,
};

use super::Emit;
use super::media_error::media_error;
use super::permission;
use crate::browser::first_script;
use crate::browser::guard::Guarded;
use crate::call::view::MediaError;
use crate::call::{Device, Event, MediaEvent};

/// The constraint that names one device.
const DEVICE_ID: &str = "deviceId";

/// A wish that is a demand.
const EXACT: &str = "exact";

/// One's own picture and sound. Dropping it stops every track, and the camera's light goes out.
#[must_use = "the devices stop when this is dropped"]
pub struct LocalMedia {
    stream: MediaStream,
    _guarded: Guarded,
    emit: Emit,
    listeners: Vec<EventListener>,
}

impl LocalMedia {
    /// Asks for camera and microphone; the browser asks the person if it has to.
    ///
    /// # Errors
    /// Why they cannot be had.
    pub async fn request(emit: Emit) -> Result<Self, MediaError> {
        let stream = match first_script::take_early_media() {
            Some(promise) => awaited(promise).await?,
            None => capture(first_script::constraints().unchecked_ref()).await?,
        };
        let guarded = Guarded::new(&stream);
        let mut media = Self { stream, _guarded: guarded, emit, listeners: Vec::new() };
        media.watch();
        Ok(media)
    }

    /// The stream with both tracks.
    pub fn stream(&self) -> &MediaStream {
        &self.stream
    }

    /// The tracks, audio first.
    pub fn tracks(&self) -> Vec<MediaStreamTrack> {
        let (audio, video) = (self.stream.get_audio_tracks(), self.stream.get_video_tracks());
        audio.iter().chain(video.iter()).map(JsCast::unchecked_into).collect()
    }

    /// Mutes or unmutes.
    pub fn enable_microphone(&self, enabled: bool) {
        for track in self.stream.get_audio_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().set_enabled(enabled);
        }
    }

    /// Stops the camera. Its track stays in the stream, ended: a new connection needs a video track to have a place for
    /// the picture that comes later.
    pub fn stop_camera(&self) {
        self.tracks_of(Device::Camera).for_each(|track| track.stop());
    }

    /// Puts a newly started device in the place of the one before, and returns its track.
    pub fn take(&mut self, device: Device, fresh: &MediaStream) -> Option<MediaStreamTrack> {
        let track: MediaStreamTrack = fresh.get_tracks().iter().next()?.unchecked_into();
        for old in self.tracks_of(device) {
            old.stop();
            self.stream.remove_track(&old);
        }
        self.stream.add_track(&track);
        self.watch();
        Some(track)
    }

    /// The tracks of one device: one, but for moments.
    pub fn tracks_of(&self, device: Device) -> impl Iterator<Item = MediaStreamTrack> + use<> {
        let kind = kind(device);
        self.tracks().into_iter().filter(move |track| track.kind() == kind)
    }

    /// An unplugged device ends its track; one that a phone call or another program holds mutes it.
    fn watch(&mut self) {
        let listen = |track: MediaStreamTrack| {
            let device = if track.kind() == "audio" { Device::Microphone } else { Device::Camera };
            if device == Device::Camera {
                // A person moves (MediaStreamTrack Content Hints section 3). Browsers without hints assume as much.
                let _ = Reflect::set(&track, &"contentHint".into(), &"motion".into());
            }
            // Not `stream.clone()`: that is JavaScript's, which captures a second time and never stops.
            let (emit, stream) = (self.emit.clone(), Clone::clone(&self.stream));
            let ended = EventListener::new(&track, "ended", move |_| {
                let all_ended = stream.get_tracks().iter().all(|track| is_ended(&track));
                emit(Event::Media(if all_ended { MediaEvent::BothLost } else { MediaEvent::Lost(device) }));
            });
            let told = [("mute", MediaEvent::Silenced(device)), ("unmute", MediaEvent::Unsilenced(device))];
            let [muted, unmuted] = told.map(|(kind, event)| {
                let emit = self.emit.clone();
                EventListener::new(&track, kind, move |_| emit(Event::Media(event)))
            });
            [ended, muted, unmuted]
        };
        self.listeners = self.tracks().into_iter().flat_map(listen).collect();
    }
}

/// What the standard calls the kind of its track.
pub fn kind(device: Device) -> &'static str {
    match device {
        Device::Microphone => "audio",
        Device::Camera => "video",
    }
}

impl Drop for LocalMedia {
    fn drop(&mut self) {
        stop(&self.stream);
    }
}

/// Starts one device alone.
///
/// # Errors
/// Why it cannot be had.
pub async fn start(device: Device) -> Result<MediaStream, MediaError> {
    let alone = Object::new();
    let kind = JsValue::from(kind(device));
    let wished: Object =
        Reflect::get(&first_script::constraints(), &kind).map_err(|_| MediaError::Other)?.unchecked_into();
    // Chromium takes the system's default whatever is only wished for, so the device that the person prefers is demanded
    // first. It may be gone, or in use elsewhere; then any will do.
    if let Ok(device) = Reflect::get(&wished, &DEVICE_ID.into())
        && let Ok(id) = Reflect::get(&device, &"ideal".into())
    {
        let (demanded, exact) = (Object::assign(&Object::new(), &wished), Object::new());
        let _ = Reflect::set(&exact, &EXACT.into(), &id);
        let _ = Reflect::set(&demanded, &DEVICE_ID.into(), &exact);
        let _ = Reflect::set(&alone, &kind, &demanded);
        let outcome = capture(alone.unchecked_ref()).await;
        if outcome.is_ok() {
            return outcome;
        }
    }
    Reflect::set(&alone, &kind, &wished).map_err(|_| MediaError::Other)?;
    capture(alone.unchecked_ref()).await
}

fn is_ended(track: &JsValue) -> bool {
    track.unchecked_ref::<MediaStreamTrack>().ready_state() == MediaStreamTrackState::Ended
}

/// Stops all tracks of a stream.
pub fn stop(stream: &MediaStream) {
    for track in stream.get_tracks().iter() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

async fn capture(constraints: &MediaStreamConstraints) -> Result<MediaStream, MediaError> {
    let devices = media_devices().ok_or(MediaError::Insecure)?;
    match devices.get_user_media_with_constraints(constraints) {
        Ok(promise) => awaited(promise.unchecked_into()).await,
        Err(error) => Err(media_error(&error, false)),
    }
}

/// The browser's devices. Pages that are not secure have none at all, though web-sys promises some.
pub(super) fn media_devices() -> Option<MediaDevices> {
    window()
        .filter(Window::is_secure_context)
        .and_then(|window| window.navigator().media_devices().ok())
        .filter(|devices| !devices.is_undefined())
}

async fn awaited(promise: Promise) -> Result<MediaStream, MediaError> {
    // The question may be answered after the program has died.
    let _guarded = Guarded::new(&promise);
    match JsFuture::from(promise).await {
        Ok(stream) => Ok(stream.unchecked_into()),
        Err(error) => Err(media_error(&error, permission::is_denied().await)),
    }
}
