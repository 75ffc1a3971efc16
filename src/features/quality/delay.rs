//! How old the other's picture is when it is shown, where the browser tells when it was captured.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::browser::object::{call, number};
use crate::runtime::driver;

/// Older than this, in milliseconds, no picture of a call is: the two clocks were not compared yet.
const AGE_MAX_MS: f64 = 60e3;

/// Looks at one frame each time it is asked.
#[derive(Default)]
pub struct Delay {
    /// Of the last frame that told it, in milliseconds.
    last: Rc<Cell<Option<u64>>>,
    waiting: RefCell<Option<Waiting>>,
}

impl Delay {
    /// The delay from camera to screen of the frame that was looked at last, in milliseconds; looks at the next one.
    pub fn ask(&self) -> Option<u64> {
        let last = self.last.take();
        *self.waiting.borrow_mut() = Waiting::for_frame(Rc::clone(&self.last));
        last
    }
}

/// A call that the browser owes. Dropping it takes the wish back.
struct Waiting {
    video: JsValue,
    request: JsValue,
    _told: Closure<dyn Fn(JsValue, JsValue)>,
}

impl Waiting {
    fn for_frame(last: Rc<Cell<Option<u64>>>) -> Option<Self> {
        let video = JsValue::from(driver::remote_video()?);
        let told = Closure::<dyn Fn(JsValue, JsValue)>::new(move |_, frame: JsValue| {
            // Of what comes over the network `captureTime` is an estimate by this device's clock (WICG video-rvfc, section 3).
            let age = number(&frame, "expectedDisplayTime").zip(number(&frame, "captureTime"));
            let age = age.map(|(shown, captured)| shown - captured).filter(|ms| (0.0..AGE_MAX_MS).contains(ms));
            last.set(age.map(|ms| ms.round() as u64));
        });
        // A browser without it tells nothing.
        let request = call(&video, "requestVideoFrameCallback", &[told.as_ref().clone()]).ok()?;
        Some(Self { video, request, _told: told })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = call(&self.video, "cancelVideoFrameCallback", std::slice::from_ref(&self.request));
    }
}
