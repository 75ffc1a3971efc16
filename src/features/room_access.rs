//! Who may come into the room.
//!
//! # Layout
//! - [`model`]: the choices, the requests and the answers (pure)
//! - `adapter`: the same in the page
//! - `view`: the choice, the requests and the sign

#[cfg(feature = "hydrate")]
pub mod adapter;
pub mod model;
#[cfg(feature = "hydrate")]
pub mod view;
