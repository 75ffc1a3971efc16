//! Which of camera and microphone it was that could not be had: browsers ask for both at once, and say only why.

use super::device_watch::{CAMERAS, MICROPHONES, is_of_kind, listed};
use super::{media, permission};
use crate::call::Device;
use crate::call::view::MediaError;

/// What a device is called in the browser's list.
const IN_LISTS: [(Device, &str); 2] = [(Device::Microphone, MICROPHONES), (Device::Camera, CAMERAS)];

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
    let listed = listed().await?;
    let mut absent = IN_LISTS.into_iter().filter(|(_, kind)| !listed.iter().any(|info| is_of_kind(info, kind)));
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
