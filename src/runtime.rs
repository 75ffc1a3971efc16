//! The driver of the call in the browser: executes what `call` decides, feeds it what happens, and owns the browser objects. Each adapter owns
//! an object together with its listeners; dropping it closes and stops. Whatever JavaScript answers becomes a typed event or error here.
//!
//! # Layout, in the order of a call
//! - [`driver`]: the one pump: events in, commands out
//! - [`lifecycle`]: the page is left, comes back, has a network again
//! - [`media`]: camera and microphone; [`media_error`]: why they cannot be had; [`device_watch`]: which are plugged in; [`permission`]:
//!   whether the browser lets the page have them; [`culprit`]: which of the two could not be had
//! - [`address`]: the address bar and its history
//! - [`memory`]: what the tab remembers over a reload
//! - [`tabs`]: the other tabs of this browser
//! - [`socket`]: the connection to the server
//! - [`peer`]: the connection to the other person; `described`: its descriptions, and what our encoders are asked for
//! - [`data_channel`]: data channels of the features
//! - [`video_elements`]: the two video elements

pub mod address;
pub mod culprit;
pub mod data_channel;
mod described;
pub mod device_watch;
pub mod driver;
pub mod lifecycle;
pub mod media;
pub mod media_error;
pub mod memory;
pub mod peer;
pub mod permission;
pub mod socket;
pub mod tabs;
pub mod video_elements;

use std::rc::Rc;

use crate::call::Event;

/// Where an adapter puts what happened.
pub type Emit = Rc<dyn Fn(Event)>;
