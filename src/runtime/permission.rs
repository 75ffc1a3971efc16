//! Whether the browser lets this page have camera and microphone.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{PermissionState, PermissionStatus, window};

use super::Emit;
use crate::browser::task::spawn;
use crate::call::{Device, Event, MediaEvent};

/// The two permissions, by the names that `navigator.permissions` knows.
const PERMISSIONS: [(&str, Device); 2] = [("microphone", Device::Microphone), ("camera", Device::Camera)];

/// How often to look whether a refusal still holds, in milliseconds: Safari changes a permission without an event (WebKit bug
/// 259432).
const LOOK_EVERY_MS: u32 = 1_000;

/// What the browser says of both; nothing where it does not say.
type States = [Option<PermissionState>; 2];

/// Tells when the person changes the browser's setting in our favour; for as long as the listeners live.
pub async fn watch(emit: Emit) -> Vec<EventListener> {
    let mut listeners = Vec::new();
    for (name, _) in PERMISSIONS {
        if let Some(status) = status(name).await {
            let (emit, watched) = (emit.clone(), status.clone());
            listeners.push(EventListener::new(&status, "change", move |_| {
                // Granted, or reset so that it can be asked again.
                if watched.state() != PermissionState::Denied {
                    emit(Event::Media(MediaEvent::PermissionGranted));
                }
            }));
        }
    }
    listeners
}

/// Looks again and again whether a refusal still holds, and tells when it does not; for as long as this lives.
pub struct RefusalWatch {
    _look: Interval,
}

impl RefusalWatch {
    /// Begins to look. A refusal of the operating system's stands beside a permission: only a change says anything.
    pub fn start(emit: Emit) -> Self {
        let before = Rc::new(RefCell::new(None::<States>));
        let look = move || {
            let (emit, before) = (emit.clone(), Rc::clone(&before));
            spawn(async move {
                let now = states().await;
                let changed = before.replace(Some(now)).is_some_and(|before| before != now);
                if changed && !now.contains(&Some(PermissionState::Denied)) {
                    emit(Event::Media(MediaEvent::PermissionGranted));
                }
            });
        };
        look();
        Self { _look: Interval::new(LOOK_EVERY_MS, look) }
    }
}

/// Whether the browser will refuse again without asking. One that cannot say so is believed to have been told no, and so
/// is one that has been told yes and refuses: then the operating system says no.
pub async fn is_denied() -> bool {
    let states = states().await;
    let known = states.iter().all(Option::is_some);
    !known || states.contains(&Some(PermissionState::Denied)) || !states.contains(&Some(PermissionState::Prompt))
}

/// Whether the browser says that it lets the page have both.
pub async fn is_granted() -> bool {
    states().await == [Some(PermissionState::Granted); 2]
}

/// The one of the two that is refused, if the other is not known to be.
pub async fn refused_alone() -> Option<Device> {
    let refused = states().await.map(|state| state == Some(PermissionState::Denied));
    let alone = refused.iter().filter(|refused| **refused).count() == 1;
    PERMISSIONS.into_iter().zip(refused).find(|(_, refused)| alone && *refused).map(|((_, device), _)| device)
}

async fn states() -> States {
    let mut states = [None; 2];
    for (state, (name, _)) in states.iter_mut().zip(PERMISSIONS) {
        *state = status(name).await.map(|status| status.state());
    }
    states
}

async fn status(name: &str) -> Option<PermissionStatus> {
    let descriptor = Object::new();
    Reflect::set(&descriptor, &"name".into(), &JsValue::from(name)).ok()?;
    let query = window()?.navigator().permissions().ok()?.query(&descriptor).ok()?;
    JsFuture::from(query.unchecked_into::<Promise>()).await.ok()?.dyn_into().ok()
}
