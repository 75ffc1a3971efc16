//! Which devices are plugged in.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{Array, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::MediaDeviceInfo;

use super::Emit;
use super::media::media_devices;
use crate::browser::task::spawn;
use crate::call::{Event, MediaEvent};

/// The device id under which Chromium lists the system's default. Other browsers do not say which that is; there a
/// microphone that is unplugged ends its track, and that is all one learns.
const DEFAULT: &str = "default";

/// What the standard calls the kinds of devices in that list.
pub(super) const MICROPHONES: &str = "audioinput";
pub(super) const CAMERAS: &str = "videoinput";

/// Tells when devices are plugged in or unplugged, for as long as it lives.
pub struct DeviceWatch {
    default_microphone: Rc<RefCell<String>>,
    _listener: EventListener,
}

impl DeviceWatch {
    /// Begins to watch. Pages that are not secure have no devices.
    pub fn start(emit: Emit) -> Option<Self> {
        let devices = media_devices()?;
        let default_microphone = Rc::new(RefCell::new(String::new()));
        let known = Rc::clone(&default_microphone);
        let listener = EventListener::new(&devices, "devicechange", move |_| {
            let (emit, known) = (emit.clone(), Rc::clone(&known));
            spawn(async move {
                let now = default_microphone_group().await;
                let before = known.replace(now.clone());
                if !before.is_empty() && !now.is_empty() && before != now {
                    emit(Event::Media(MediaEvent::DefaultMicrophoneChanged));
                }
                emit(Event::Media(MediaEvent::DevicesChanged));
            });
        });
        Some(Self { default_microphone, _listener: listener })
    }

    /// Takes note of the present default, which browsers tell only after the permission.
    pub fn note_default(&self) {
        let known = Rc::clone(&self.default_microphone);
        spawn(async move {
            let now = default_microphone_group().await;
            known.replace(now);
        });
    }
}

/// The group, that is the piece of hardware, of the default microphone; empty where it is not told.
async fn default_microphone_group() -> String {
    let listed = listed().await.unwrap_or_default();
    let found = listed.iter().find(|info| info.device_id() == DEFAULT && is_of_kind(info, MICROPHONES));
    found.map_or(String::new(), MediaDeviceInfo::group_id)
}

/// All devices, where the browser tells.
pub(super) async fn listed() -> Option<Vec<MediaDeviceInfo>> {
    let listed = media_devices()?.enumerate_devices().ok()?;
    let listed: Array = JsFuture::from(listed.unchecked_into::<Promise>()).await.ok()?.unchecked_into();
    Some(listed.iter().map(JsCast::unchecked_into).collect())
}

/// Whether it is of that kind. Compared as text: browsers may add to the kinds that web-sys knows.
pub(super) fn is_of_kind(info: &MediaDeviceInfo, wanted: &str) -> bool {
    js_sys::Reflect::get(info, &"kind".into()).is_ok_and(|kind| kind == wanted)
}
