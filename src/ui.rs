//! What a person sees and presses. Views read signals and send intents; they decide nothing about the call.
//!
//! # Layout
//! - [`stage`]: the whole page: which parts are on it in which state
//! - [`video_tile`]: the two pictures, and what is said when there is none
//! - [`permission`]: asking for camera and microphone, and what to do when they cannot be had
//! - [`room_dialog`]: asking for the room; [`occupancy`] tells meanwhile how full it is
//! - [`progress`]: joining, waiting for the other person, connecting
//! - [`in_call`]: what lies over the other's picture
//! - [`controls`]: the buttons of a call
//! - [`ended`]: after the call
//! - [`announcer`]: what is read out to those who do not see it, and the short notes for those who do
//! - [`focus`]: where the keyboard is when what it was on goes away
//! - [`text`]: every word of all that
//! - [`icon`], [`emblem`]: drawings

pub mod announcer;
pub mod context;
pub mod controls;
pub mod emblem;
pub mod ended;
pub mod focus;
pub mod icon;
pub mod in_call;
pub mod occupancy;
pub mod permission;
pub mod progress;
pub mod room_dialog;
pub mod stage;
pub mod text;
pub mod video_tile;
