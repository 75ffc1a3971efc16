//! The camera: is there a picture, does it move, and is there light in it?

use super::capture::{Captured, Shown};
use crate::call::Device;
use crate::features::diagnostics::judge;
use crate::features::diagnostics::outcome::{Fault, Outcome};
use crate::features::diagnostics::view::Desk;
use crate::features::diagnostics::wait::within;

/// A camera that is on gives its first pictures within this time, in milliseconds; slow ones take three seconds.
const FRAMES_MAX_MS: u32 = 8_000;

/// So many pictures are looked at before they are believed to be black: cameras begin dark.
const DARK_FRAMES_MAX: u32 = 30;

/// So many pictures are shown to the person when all is well: a glance at oneself.
const GLANCE_FRAMES: u32 = 15;

pub(super) async fn camera(desk: Desk) -> Outcome {
    let captured = match Captured::start(Device::Camera).await {
        Ok(captured) => captured,
        Err(error) => return Outcome::Failed(Fault::Media(error)),
    };
    let Some(shown) = Shown::show(desk, captured.stream()) else { return Outcome::Failed(Fault::NoFrames) };
    within(FRAMES_MAX_MS, looked_at(&shown)).await.unwrap_or(Outcome::Failed(Fault::NoFrames))
}

async fn looked_at(shown: &Shown) -> Outcome {
    let mut outcome = Outcome::Running;
    for number in 1..=DARK_FRAMES_MAX {
        shown.frame().await;
        let (width, height) = shown.size();
        let pixels = shown.pixels();
        outcome = judge::camera(width, height, &pixels);
        if matches!(outcome, Outcome::Passed(_)) && number >= GLANCE_FRAMES {
            break;
        }
    }
    outcome
}
