//! The texts as `build.rs` includes them: without what a page that is rendered, or runs, has to ask.

pub mod language;
mod list;
pub mod tables;

pub use list::{Extra, Word};
