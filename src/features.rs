//! The features: what a first visit does not need. They are a part of the program of their own (`cargo leptos build --split`), loaded when
//! a person begins to use the page; what they press before it is there opens when it is.
//!
//! # Layout
//! - [`lazy`]: when the features are loaded, and what happens if they cannot be; `mount`: their slots in the page
//! - [`chat`], [`files`], [`screen_share`], [`quality`], [`room_access`], [`devices`], [`settings`], `invite`, [`lobby`], [`self_view`],
//!   [`shortcuts`], `picture_in_picture`, `full_screen`, `framing`, `wake_lock`, `tools`: one feature each
//! - [`diagnostics`]: the page `/check`, a part of the program of its own
//! - `measure`: what the style sheet cannot know; `style`: the features' style sheet; `sprite`: their drawings; `plural`: numbers with the right
//!   word

pub mod chat;
pub mod devices;
pub mod diagnostics;
pub mod files;
#[cfg(feature = "hydrate")]
pub mod framing;
#[cfg(feature = "hydrate")]
pub mod full_screen;
#[cfg(feature = "hydrate")]
pub mod invite;
pub mod lazy;
pub mod lobby;
#[cfg(feature = "hydrate")]
pub mod measure;
#[cfg(feature = "hydrate")]
pub mod mount;
#[cfg(feature = "hydrate")]
pub mod picture_in_picture;
#[cfg(feature = "hydrate")]
pub mod plural;
pub mod quality;
pub mod room_access;
pub mod screen_share;
pub mod self_view;
pub mod settings;
pub mod shortcuts;
#[cfg(feature = "hydrate")]
pub mod sprite;
#[cfg(feature = "hydrate")]
pub mod style;
#[cfg(feature = "hydrate")]
pub mod tools;
#[cfg(feature = "hydrate")]
pub mod wake_lock;
