//! The documents that the server sends, as it asks the app for them (`app/document.rs`).

use std::sync::Arc;

use leptos::config::LeptosOptions;
use leptos::prelude::AnyView;

use crate::protocol::base_path::BasePath;
use crate::words::language::Language;

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// The call, for every address but those below.
    Call,
    /// The check of devices and network.
    Check,
    /// Of an address at which there is nothing.
    Nowhere,
}

/// What a document says of its server.
#[derive(Debug, Clone)]
pub struct Facts {
    /// What leptos has to know to render it.
    pub options: LeptosOptions,
    /// The language of whoever asks.
    pub language: Language,
    /// The path below which the server has everything.
    pub base: BasePath,
    /// Where this server is found, as whoever asks has it; empty if they did not say.
    pub site: String,
    /// The name of the page's build, if it has one.
    pub build: Option<Arc<str>>,
    /// Whether people's addresses are hidden from each other unless they want it otherwise.
    pub hides_addresses: bool,
    /// Where the files of the page are, below the base path.
    pub files: Files,
}

/// The addresses of the page's files, without the base path.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The glue between the browser and the program.
    pub glue: String,
    /// The program.
    pub program: String,
    /// The style sheet.
    pub style: String,
    /// The texts of the page as it comes.
    pub texts: String,
    /// The texts of the features.
    pub feature_texts: String,
}

/// Makes a document of what is known.
pub type Render = fn(Document, Facts) -> AnyView;

/// The address of the style sheet of [`Document::Check`].
pub const CHECK_STYLE: &str = "/check.css";
