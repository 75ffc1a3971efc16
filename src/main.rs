//! The `duet` server: reads the settings and runs.

use duet::server::config::Config;
use mimalloc::MiMalloc;
use tracing_subscriber::EnvFilter;

// glibc's grows the heap of a worker thread page by page, with a system call for nearly every socket.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = Config::read();
    let filter = EnvFilter::try_new(&config.log)?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    duet::server::run(config).await
}
