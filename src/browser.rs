//! The browser half: thin adapters over web-sys that decide nothing. Each owns a browser object together with its
//! listeners; dropping it closes and stops. Whatever JavaScript answers is turned into a typed event or error here.
//!
//! # Layout, in the order of a call
//! - [`driver`]: the one pump: events in, commands out
//! - [`guard`]: closes everything if the program dies
//! - [`lifecycle`]: the page is left, comes back, has a network again
//! - [`media`]: camera and microphone; [`devices`]: which are plugged in; [`permission`]: whether the browser lets the page have them;
//!   [`culprit`]: which of the two could not be had
//! - [`told`]: what the server wrote into the page; [`address`]: the address bar and its history
//! - [`memory`]: what the tab remembers over a reload
//! - [`tabs`]: the other tabs of this browser
//! - [`socket`]: the line to the server
//! - [`peer`]: the line to the other person; `described`: its descriptions, and what our encoders are asked for
//! - [`json`]: texts as the browser parses them
//! - [`question`]: server functions, asked, and whether the server is there at all
//! - [`screen`]: the two video elements
//! - [`object`]: browser objects by name, for what only the extras need
//! - [`task`]: work that waits for the browser
//! - [`error`]: what browsers say when they refuse

pub mod address;
pub mod culprit;
mod described;
pub mod devices;
pub mod driver;
pub mod error;
pub mod guard;
pub mod json;
pub mod lifecycle;
pub mod media;
pub mod memory;
pub mod object;
pub mod peer;
pub mod permission;
pub mod question;
pub mod screen;
pub mod socket;
pub mod tabs;
pub mod task;
pub mod told;

use std::rc::Rc;

use crate::call::Event;

/// Where an adapter puts what happened.
pub type Emit = Rc<dyn Fn(Event)>;
