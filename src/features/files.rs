//! Files between the two.
//!
//! # Layout
//! - [`model`]: decides what is offered, sent and taken (pure)
//! - `transfer`: reads, writes and sends
//! - `view`: its button and its panel
//! - `drop_zone`: takes what is dropped on the page
//! - `leave_warning`: asks before the page takes files with it that are under way

#[cfg(feature = "hydrate")]
pub mod drop_zone;
#[cfg(feature = "hydrate")]
pub mod leave_warning;
pub mod model;
#[cfg(feature = "hydrate")]
pub mod transfer;
#[cfg(feature = "hydrate")]
pub mod view;
