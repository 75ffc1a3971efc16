//! The chat: a conversation in writing, kept for the length of the call.
//!
//! # Layout
//! - [`model`]: the lines of both sides (pure)
//! - [`talk`]: the messages between the two pages (pure)
//! - [`links`]: addresses in what was typed (pure)
//! - `service`: the chat of this page: its channel, its memory, its sound
//! - `view`: its button and its panel

pub mod links;
pub mod model;
#[cfg(feature = "hydrate")]
pub mod service;
pub mod talk;
#[cfg(feature = "hydrate")]
pub mod view;
