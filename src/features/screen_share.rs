//! Screen sharing.
//!
//! # Layout
//! - `adapter`: captures and sends a screen
//! - `view`: its button, and the other's screen
//! - [`zoom`]: zooming into it (pure)
//! - `idle`: nothing lies over it while somebody reads

#[cfg(feature = "hydrate")]
pub mod adapter;
#[cfg(feature = "hydrate")]
pub mod idle;
#[cfg(feature = "hydrate")]
pub mod view;
pub mod zoom;
