//! One's own picture, which can be moved.
//!
//! # Layout
//! - [`corner`]: the corner in which it lies (pure)
//! - `view`: moving it

pub mod corner;
#[cfg(feature = "hydrate")]
pub mod view;
