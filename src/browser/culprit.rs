//! Which of camera and microphone it was that could not be had: browsers ask for both at once, and say only why.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::{media, permission};
use crate::call::Device;
use crate::call::view::MediaError;

/// What a device is called in the browser's list.
const IN_LISTS: [(Device, &str); 2] = [(Device::Microphone, "audioinput"), (Device::Camera, "videoinput")];

/// The device that an error is about, where it is of one alone and that can be found out without asking the person again.
pub async fn of(error: MediaError) -> Option<Device> {
    match error {
        MediaError::Denied => permission::refused_alone().await,
        MediaError::NotFound | MediaError::Overconstrained => absent_alone().await,
        MediaError::InUse | MediaError::Aborted if permission::is_granted().await => failing_alone().await,
        MediaError::InUse
        | MediaError::Aborted
        | MediaError::Dismissed
        | MediaError::Forbidden
        | MediaError::Insecure
        | MediaError::Lost
        | MediaError::Other => None,
    }
}

/// The kind of which none is plugged in.
async fn absent_alone() -> Option<Device> {
    let listed = media::media_devices()?.enumerate_devices().ok()?;
    let listed: Array = JsFuture::from(listed.unchecked_into::<Promise>()).await.ok()?.unchecked_into();
    let is_listed = |kind: &str| {
        listed.iter().any(|info| {
            Reflect::get(&info, &"kind".into()).is_ok_and(|listed| listed.as_string().as_deref() == Some(kind))
        })
    };
    let mut absent = IN_LISTS.into_iter().filter(|(_, kind)| !is_listed(kind));
    match (absent.next(), absent.next()) {
        (Some((device, _)), None) => Some(device),
        _ => None,
    }
}

/// The one that cannot be started by itself, where the other can. What is started for this is stopped at once.
async fn failing_alone() -> Option<Device> {
    let mut failing = None;
    for (device, _) in IN_LISTS {
        match media::start(device).await {
            Ok(stream) => media::stop(&stream),
            Err(_) if failing.is_some() => return None,
            Err(_) => failing = Some(device),
        }
    }
    failing
}
