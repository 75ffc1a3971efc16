//! The doctor: a page of its own (`/check`) that tests what a call needs, one thing after another, and says in words
//! what is wrong and what to do.
//!
//! # Layout, in the order of a check
//! - [`load`]: how it is loaded: a part of the program of its own
//! - [`plan`]: the tests, their order, what each needs and how long it may take (pure)
//! - [`examination`]: what is known so far, and what is next (pure)
//! - `run`: does what the examination says, and stops everything; `wait` bounds each wait
//! - `probes`: one for each test: acts, measures, and has `judge` say what that means
//! - [`judge`]: from measurements to outcomes (pure)
//! - [`outcome`]: how a test can end, and why (pure)
//! - [`family`]: which kind of browser this is
//! - [`advice`]: what is said about an outcome, and what to do in this browser (pure)
//! - [`report`]: the whole as a text to pass on: names and outcomes, and nothing that tells who or where one is (pure)
//! - [`view`]: what is seen and pressed

pub mod advice;
pub mod examination;
pub mod family;
pub mod judge;
pub mod load;
pub mod outcome;
pub mod plan;
#[cfg(feature = "hydrate")]
mod probes;
pub mod report;
#[cfg(feature = "hydrate")]
mod run;
pub mod view;
#[cfg(feature = "hydrate")]
mod wait;
