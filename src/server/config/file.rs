//! The settings in a file (TOML): what it says becomes the default of the flag of that name, so that one parser reads
//! everything, and says what is wrong in the same words.

use std::io;
use std::path::{Path, PathBuf};

use clap::Command;
use toml::{Table, Value};

/// The settings that make no sense in a file.
const NOT_IN_A_FILE: [&str; 5] = ["config", "check_config", "check_health", "help", "version"];

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("{0:?} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    /// It is no TOML.
    #[error("{0:?} is no TOML in line {1}: {2}")]
    NotToml(PathBuf, usize, String),
    /// It speaks of what there is not, perhaps misspelt.
    #[error("{0:?} has {1:?}, which is no setting; `duet --help` lists them, in a file with _ instead of -")]
    Unknown(PathBuf, String),
    /// A value of a kind that no setting has.
    #[error("{0:?} has a value for {1:?} that is no text, number, true, false or list of these")]
    NoValue(PathBuf, String),
}

/// The command with the file's settings as defaults.
///
/// # Errors
/// See [`FileError`]. Whether a value fits its setting is seen when the command parses.
pub(super) fn as_defaults(command: Command, path: &Path) -> Result<Command, FileError> {
    let path = path.to_owned();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => return Err(FileError::Unreadable(path, error)),
    };
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => return Err(not_toml(path, &text, &error)),
    };
    table.into_iter().try_fold(command, |command, (name, value)| {
        let known = |argument: &clap::Arg| argument.get_id() == name.as_str();
        if NOT_IN_A_FILE.contains(&name.as_str()) || !command.get_arguments().any(known) {
            return Err(FileError::Unknown(path.clone(), name));
        }
        let Some(value) = written(&value) else { return Err(FileError::NoValue(path.clone(), name)) };
        // Some are secrets, which must not be in the help.
        Ok(command.mut_arg(&name, |argument| {
            let hidden = argument.get_action().takes_values();
            argument.default_value(value).hide_default_value(hidden)
        }))
    })
}

/// What is wrong, and where; not the line itself, in which a secret may stand.
fn not_toml(path: PathBuf, text: &str, error: &toml::de::Error) -> FileError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    FileError::NotToml(path, before.matches('\n').count() + 1, error.message().to_owned())
}

/// A value as it would be written in a variable.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(truth) => Some(truth.to_string()),
        Value::Array(values) => values.iter().map(written).collect::<Option<Vec<_>>>().map(|all| all.join(",")),
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => None,
    }
}
