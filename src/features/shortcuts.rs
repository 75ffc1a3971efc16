//! Keys.
//!
//! # Layout
//! - [`model`]: what each key does (pure)
//! - `adapter`: keys that are pressed

#[cfg(feature = "hydrate")]
pub mod adapter;
pub mod model;
