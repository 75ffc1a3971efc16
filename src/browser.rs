//! The browser's APIs with types, one file each, which decide nothing.
//!
//! # Layout
//! - [`told`]: what the server wrote into the page
//! - [`first_script`]: what that script has left for the program
//! - [`guard`]: closes everything if the program dies
//! - [`json`]: texts as the browser parses them
//! - [`question`]: server functions, asked, and whether the server is there at all
//! - [`object`]: browser objects by name
//! - [`task`]: work that waits for the browser

pub mod first_script;
pub mod guard;
pub mod json;
pub mod object;
pub mod question;
pub mod task;
pub mod told;
