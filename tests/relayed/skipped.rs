//! What cannot be tried on this machine, said by name.

use std::fs::OpenOptions;
use std::io::Write;

/// Says that something is skipped, and writes it down for the end of the run.
pub(crate) fn skip(what: &str, why: &str) {
    eprintln!("skipped: {what} ({why})");
    if let Some(path) = std::env::var_os("DUET_SKIPPED") {
        let mut skipped = OpenOptions::new().append(true).create(true).open(path).expect("the run made it");
        writeln!(skipped, "{what}\t{why}").expect("it can be written");
    }
}
