//! The `duet` server: reads the settings and runs.

use std::process::ExitCode;

use duet::server::config::{Config, Task};
use duet::server::{log, operator};
use mimalloc::MiMalloc;

// glibc's grows the heap of a worker thread page by page, with a system call for nearly every socket.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let config = Config::read();
    log::start(&config.log, config.log_format)?;
    if config.check_health {
        return operator::check_health(&config).await;
    }
    match &config.task {
        Some(Task::Doctor { helper }) => operator::doctor(&config, helper.as_deref()).await,
        Some(Task::Busiest) => operator::busiest(&config).await,
        None => duet::server::run(config, duet::app::render).await.map(|()| ExitCode::SUCCESS),
    }
}
