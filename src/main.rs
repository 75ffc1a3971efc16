//! The `duet` server: reads the settings and runs.

use duet::server::config::Config;
use duet::server::log;
use mimalloc::MiMalloc;

// glibc's grows the heap of a worker thread page by page, with a system call for nearly every socket.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = Config::read();
    log::start(&config.log, config.log_format)?;
    duet::server::run(config).await
}
