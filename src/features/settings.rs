//! The settings.
//!
//! # Layout
//! - `view`: the panel
//! - `appearance`: how the page looks and sounds here
//! - `preferences`: what this browser keeps

#[cfg(feature = "hydrate")]
pub mod appearance;
#[cfg(feature = "hydrate")]
pub mod preferences;
#[cfg(feature = "hydrate")]
pub mod view;
