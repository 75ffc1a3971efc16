//! Which devices there are, and which of them is used.

use gloo_events::EventListener;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::window;

use crate::browser::first_script;
use crate::browser::object::{ask, call, get, has, set, text};
use crate::call::Device;
use crate::call::view::{Intent, Phase};
use crate::features::settings::appearance;
use crate::features::settings::preferences;
use crate::features::settings::preferences::preference;
use crate::runtime::{driver, media};
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::{effect, spawn};
use crate::words::{Extra, tell};

/// What a device is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The other person sees it.
    Camera,
    /// They hear it.
    Microphone,
    /// One hears them.
    Speaker,
}

/// One device, as browsers tell after the permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id for this page, which the browser makes up.
    pub id: String,
    /// What the system calls it; some browsers tell none.
    pub label: String,
}

impl Kind {
    const fn in_lists(self) -> &'static str {
        match self {
            Self::Camera => "videoinput",
            Self::Microphone => "audioinput",
            Self::Speaker => "audiooutput",
        }
    }

    /// Under which name the preference is kept.
    pub const fn preference(self) -> &'static str {
        match self {
            Self::Camera => preference::CAMERA,
            Self::Microphone => preference::MICROPHONE,
            Self::Speaker => preference::SPEAKER,
        }
    }
}

/// The devices of a kind; none where the browser does not tell or lets nobody choose.
pub async fn list(kind: Kind) -> Vec<Listed> {
    if kind == Kind::Speaker && !can_choose_speaker() {
        return Vec::new();
    }
    let Ok(all) = ask(&devices(), "enumerateDevices", &[]).await else { return Vec::new() };
    Array::from(&all)
        .iter()
        .filter(|device| text(device, "kind").as_deref() == Some(kind.in_lists()))
        .map(|device| Listed {
            id: text(&device, "deviceId").unwrap_or_default(),
            label: text(&device, "label").unwrap_or_default(),
        })
        .filter(|device| !device.id.is_empty())
        .collect()
}

/// The id of the device that is in use; empty if that is not known.
pub fn in_use(kind: Kind) -> String {
    let track_of = |kind| {
        driver::local_track(kind).and_then(|track| {
            let settings = call(&track, "getSettings", &[]).ok()?;
            text(&settings, "deviceId")
        })
    };
    let id = match kind {
        Kind::Camera => track_of(Device::Camera),
        Kind::Microphone => track_of(Device::Microphone),
        Kind::Speaker => driver::remote_video().and_then(|video| text(&video, "sinkId")),
    };
    id.unwrap_or_default()
}

/// The id of the device that is preferred and there, which is used or about to be; else of the one in use.
pub fn chosen(kind: Kind, there: &[Listed]) -> String {
    let preferred = preferences::get(kind.preference());
    if there.iter().any(|device| device.id == preferred) { preferred } else { in_use(kind) }
}

/// Uses a device, now and from now on. It is wished for and not demanded: one that is gone tomorrow is no error then.
pub async fn choose(kind: Kind, id: &str) {
    preferences::set(kind.preference(), id);
    match kind {
        Kind::Camera => wish(Device::Camera, id),
        Kind::Microphone => wish(Device::Microphone, id),
        Kind::Speaker => {
            for element in appearance::heard() {
                // Refused for a speaker that is gone: then the system's own goes on.
                let _ = ask(&element, "setSinkId", &[id.into()]).await;
            }
        }
    }
}

fn wish(device: Device, id: &str) {
    let wishes = get(&first_script::constraints(), media::kind(device));
    let ideal = JsValue::from(js_sys::Object::new());
    set(&ideal, "ideal", id);
    set(&wishes, "deviceId", ideal);
    set(&wishes, "facingMode", JsValue::UNDEFINED);
    driver::send(Intent::UseAnother(device));
}

/// Uses the devices that are preferred whenever the page has been given devices.
pub fn follow_preferences(context: CallHandle) {
    let given =
        context.part(|view| !matches!(view.phase, Phase::RequestingMedia | Phase::MediaError(_) | Phase::Ended(_)));
    effect(move || {
        if given.get() {
            spawn(use_preferred());
        }
    });
}

/// Uses the devices that are preferred and there, if the browser gave others.
async fn use_preferred() {
    for kind in [Kind::Camera, Kind::Microphone, Kind::Speaker] {
        let id = preferences::get(kind.preference());
        if !id.is_empty() && in_use(kind) != id && list(kind).await.iter().any(|device| device.id == id) {
            choose(kind, &id).await;
        }
    }
}

/// Keeps the other person heard: an element whose speaker is gone plays on without sound in some browsers (W3C Audio Output
/// section 2.2), so the system's own takes its place until the preferred one is back.
pub fn follow_speaker(context: CallHandle) {
    // A page that is not secure has no devices.
    let Ok(devices) = devices().dyn_into::<web_sys::EventTarget>() else { return };
    let listener = EventListener::new(&devices, "devicechange", move |_| {
        spawn(keep_heard(context));
    });
    effect(move || {
        // It lives as long as this does.
        let _ = &listener;
    });
}

async fn keep_heard(context: CallHandle) {
    let preferred = preferences::get(Kind::Speaker.preference());
    let there = list(Kind::Speaker).await;
    // A browser that lists no speaker says nothing of this one.
    if preferred.is_empty() || there.is_empty() {
        return;
    }
    let is_there = there.iter().any(|device| device.id == preferred);
    let wanted = if is_there { preferred } else { String::new() };
    let mut changed = false;
    for element in appearance::heard() {
        if text(&element, "sinkId").is_some_and(|used| used != wanted) {
            changed |= ask(&element, "setSinkId", &[wanted.as_str().into()]).await.is_ok();
        }
    }
    if changed {
        context.note(tell(if is_there { Extra::SpeakerBack } else { Extra::SpeakerGone }).into());
    }
}

/// Where a camera looks that does not look at the person (W3C Media Capture section 4.3.1).
const AWAY: &str = "environment";

/// Has the own picture shown as what it is: as a mirror does if it is of the person, and not if it is of what they look at.
pub fn follow_camera(context: CallHandle) {
    let starting = context.part(|view| view.camera_starting);
    effect(move || {
        if !starting.get() {
            appearance::mirror(!looks_away());
        }
    });
}

fn looks_away() -> bool {
    facing().is_some_and(|facing| facing == AWAY)
}

fn facing() -> Option<String> {
    let settings = call(driver::local_track(Device::Camera)?.as_ref(), "getSettings", &[]).ok()?;
    text(&settings, "facingMode")
}

/// The other of a phone's two cameras; where cameras look nowhere in particular, the next one.
pub fn flip() {
    let Some(facing) = facing() else {
        return spawn(async {
            let there = list(Kind::Camera).await;
            let now = there.iter().position(|device| device.id == in_use(Kind::Camera)).unwrap_or_default();
            if let Some(next) = there.iter().cycle().nth(now + 1) {
                choose(Kind::Camera, &next.id).await;
            }
        });
    };
    preferences::set(preference::CAMERA, "");
    let other = if facing == AWAY { "user" } else { AWAY };
    let wishes = get(&first_script::constraints(), media::kind(Device::Camera));
    set(&wishes, "deviceId", JsValue::UNDEFINED);
    set(&wishes, "facingMode", other);
    driver::send(Intent::UseAnother(Device::Camera));
}

fn can_choose_speaker() -> bool {
    driver::remote_video().is_some_and(|video| has(&video, "setSinkId"))
}

/// The browser's devices.
pub fn devices() -> JsValue {
    window().map(|window| get(&window.navigator(), "mediaDevices")).unwrap_or_default()
}

/// Runs when devices are plugged in or unplugged, while somebody looks.
pub fn on_change(shown: Memo<bool>, run: impl Fn() + Copy + 'static) {
    effect(move || {
        if shown.get() {
            let Ok(devices) = devices().dyn_into::<web_sys::EventTarget>() else { return };
            let listener = StoredValue::new_local(Some(EventListener::new(&devices, "devicechange", move |_| run())));
            on_cleanup(move || listener.update_value(|listener| drop(listener.take())));
        }
    });
}
