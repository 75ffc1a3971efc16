//! Camera, microphone and speaker.
//!
//! # Layout
//! - `chooser`: lists and chooses them
//! - `level`: measures the microphone
//! - `level_view`: draws its level
//! - `tone`: the sound for trying the speaker
//! - `permission_help`: where this browser keeps a permission

#[cfg(feature = "hydrate")]
pub mod chooser;
#[cfg(feature = "hydrate")]
pub mod level;
#[cfg(feature = "hydrate")]
pub mod level_view;
#[cfg(feature = "hydrate")]
pub mod permission_help;
#[cfg(feature = "hydrate")]
pub mod tone;
