//! What the server writes down: what happened to it, never what people said or where they are.

use std::io::{self, IsTerminal};

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
    let lines = fmt::layer().with_writer(io::stderr).with_ansi(is_coloured(&io::stderr()));
    let lines = match format {
        Format::Text => lines.boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    let lines = lines.with_filter(filter_fn(is_discreet)).with_filter(filter);
    // An error only says that somebody else writes it, as in tests.
    let _ = tracing_subscriber::registry().with(lines).try_init();
    Ok(())
}

/// Whether `out` is a terminal, and nobody has said that they want no colours there (no-color.org). In a file or a journal their
/// codes would stand between the letters.
pub fn is_coloured(out: &impl IsTerminal) -> bool {
    out.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Libraries know nothing of privacy: below an error they write down whole frames and addresses, and warn of each thing that
/// somebody may do without end (h2 of every answer to a ping that was never sent). So whatever filter the owner sets, only Duet's
/// own words come through there.
fn is_discreet(metadata: &Metadata<'_>) -> bool {
    *metadata.level() <= Level::ERROR || metadata.target().starts_with(env!("CARGO_PKG_NAME"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tracing::{Event, Subscriber};
    use tracing_subscriber::layer::Context;

    struct Count(Arc<AtomicUsize>);

    impl<S: Subscriber> Layer<S> for Count {
        fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn libraries_say_only_what_went_wrong() {
        let lines = Arc::new(AtomicUsize::new(0));
        let log = tracing_subscriber::registry().with(Count(Arc::clone(&lines)).with_filter(filter_fn(is_discreet)));
        tracing::subscriber::with_default(log, || {
            tracing::warn!(target: "h2::proto::ping_pong", "as often as a stranger likes");
            assert_eq!(lines.load(Ordering::Relaxed), 0);
            tracing::error!(target: "h2", "worth a line");
            tracing::debug!(target: "duet::server", "worth one too");
        });
        assert_eq!(lines.load(Ordering::Relaxed), 2);
    }
}
