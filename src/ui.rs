//! What a person sees and presses. Views read signals and send intents; they decide nothing about the call.
//!
//! # Layout
//! - [`stage`]: the whole page
//! - [`video_tile`]: the two pictures, and what is said when there is none
//! - [`permission`]: what to do when camera and microphone cannot be had
//! - [`room_dialog`]: asking for the room; [`occupancy`] tells meanwhile how full it is
//! - [`call_handle`]: what the views have of the call, and what the root gives them
//! - [`base`]: addresses of this server's pages; [`newer`]: the server has another page by now
//! - [`panel`]: all other states before and after the call: a heading, some words, what can be pressed
//! - [`in_call`]: what lies over the other's picture
//! - [`controls`]: the buttons of a call
//! - [`announcer`]: what is read out to those who do not see it, and the short notes for those who do
//! - [`changing_text`]: texts that change, and survive translators
//! - [`side_panel`]: the panel at the side; [`slots`]: the elements that features fill
//! - [`focus`]: where the keyboard is when what it was on goes away
//! - `list`: elements that come and go, and need no comment for that
//! - [`lean`]: memos and effects that keep the page small
//! - [`text`]: every word of all that
//! - [`icon`], [`emblem`]: drawings

pub mod announcer;
pub mod base;
pub mod call_handle;
pub mod changing_text;
pub mod controls;
pub mod emblem;
pub mod focus;
pub mod icon;
pub mod in_call;
pub mod lean;
#[cfg(feature = "hydrate")]
pub mod list;
pub mod newer;
pub mod occupancy;
pub mod panel;
pub mod permission;
pub mod room_dialog;
pub mod side_panel;
pub mod slots;
pub mod stage;
pub mod text;
pub mod video_tile;
