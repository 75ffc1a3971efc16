//! What the server writes down: what happened to it, never what people said or where they are.

use std::io;

use clap::ValueEnum;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, ParseError, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Writes the log to standard error from now on.
///
/// # Errors
/// When the filter makes no sense.
pub fn start(filter: &str, format: Format) -> Result<(), ParseError> {
    let filter = EnvFilter::try_new(filter)?;
    let lines = fmt::layer().with_writer(io::stderr);
    let lines = match format {
        Format::Text => lines.boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    let lines = lines.with_filter(filter_fn(is_discreet)).with_filter(filter);
    // An error only says that somebody else writes it, as in tests.
    let _ = tracing_subscriber::registry().with(lines).try_init();
    Ok(())
}

/// Libraries know nothing of privacy: below a warning they write down whole frames and addresses. So whatever filter the
/// owner sets, only Duet's own words come through there.
fn is_discreet(metadata: &Metadata<'_>) -> bool {
    *metadata.level() <= Level::WARN || metadata.target().starts_with(env!("CARGO_PKG_NAME"))
}
