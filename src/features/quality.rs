//! The quality of the call.
//!
//! # Layout
//! - [`model`]: judges it and decides what is done (pure)
//! - `stats`: reads what the browser counts
//! - `delay`: how old the other's picture is when it is shown
//! - `adapter`: has it judged and acts
//! - `prober`: asks what the line carries
//! - `shown`: what the panel shows
//! - `view`: the sign and the panel
//! - `units`: writes the figures

#[cfg(feature = "hydrate")]
pub mod adapter;
#[cfg(feature = "hydrate")]
pub mod delay;
pub mod model;
#[cfg(feature = "hydrate")]
pub mod prober;
#[cfg(feature = "hydrate")]
pub mod shown;
#[cfg(feature = "hydrate")]
pub mod stats;
#[cfg(feature = "hydrate")]
pub mod units;
#[cfg(feature = "hydrate")]
pub mod view;
