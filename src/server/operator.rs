//! What who runs the server asks by hand, beside the server that runs.

use std::process::ExitCode;

use super::config::Config;
use super::control::{self, Question, WELL};
use super::doctor;

/// Whether the server that runs here answers, for whoever starts it again if not.
///
/// # Errors
/// When nobody answers.
pub async fn check_health(config: &Config) -> anyhow::Result<ExitCode> {
    let answer = control::ask(&control::path(config), Question::Health).await?;
    print!("{answer}");
    Ok(if answer == WELL { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Who takes most of it.
///
/// # Errors
/// When nobody answers.
pub async fn busiest(config: &Config) -> anyhow::Result<ExitCode> {
    print!("{}", control::ask(&control::path(config), Question::Busiest).await?);
    Ok(ExitCode::SUCCESS)
}

/// What is in the way of calls.
///
/// # Errors
/// When the settings make no sense.
pub async fn doctor(config: &Config, helper: Option<&str>) -> anyhow::Result<ExitCode> {
    let is_well = doctor::run(config, helper).await?;
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
