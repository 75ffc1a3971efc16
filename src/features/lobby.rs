//! What the room dialog offers beside the field for a name.
//!
//! # Layout
//! - `view`: names and rooms to press
//! - [`names`]: names made up (pure)
//! - [`recent`]: rooms visited lately (pure)

pub mod names;
pub mod recent;
#[cfg(feature = "hydrate")]
pub mod view;
