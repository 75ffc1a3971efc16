//! How much anybody may have of the server. Each default is far above what people need and far below what would hurt;
//! `docs/settings.md` says how they were chosen. 0 turns a limit off.

use std::time::Duration;

use clap::Args;

use crate::protocol::{FRAME_MAX_BYTES, HEARTBEAT_MS, SILENCE_MAX_MS};

/// The limits.
#[derive(Debug, Clone, Args)]
pub struct LimitSettings {
    /// The most rooms at a time. A room takes about a kilobyte.
    #[arg(long, env = "DUET_MAX_ROOMS", value_name = "COUNT", default_value_t = 50_000)]
    pub max_rooms: usize,

    /// The most open sockets at a time. A socket takes about ten kilobytes, over TLS twenty. Fewer where the machine has no memory for
    /// them.
    #[arg(long, env = "DUET_MAX_SOCKETS", value_name = "COUNT", default_value_t = 20_000)]
    pub max_sockets: usize,

    /// The most open sockets of one address; as everywhere here, all addresses of an IPv6 /64 are one, and those of a /48 four.
    #[arg(long, env = "DUET_MAX_SOCKETS_PER_ADDRESS", value_name = "COUNT", default_value_t = 1_000)]
    pub max_sockets_per_address: usize,

    /// The most connections at a time, sockets and others.
    #[arg(long, env = "DUET_MAX_CONNECTIONS", value_name = "COUNT", default_value_t = 30_000)]
    pub max_connections: usize,

    /// The most connections of one address that is no trusted proxy.
    #[arg(long, env = "DUET_MAX_CONNECTIONS_PER_ADDRESS", value_name = "COUNT", default_value_t = 2_000)]
    pub max_connections_per_address: usize,

    /// How often one address that is no trusted proxy may connect in a minute.
    #[arg(long, env = "DUET_CONNECTIONS_PER_MINUTE", value_name = "COUNT", default_value_t = 3_000)]
    pub connections_per_minute: u32,

    /// How often one address may open a socket in a minute.
    #[arg(long, env = "DUET_UPGRADES_PER_MINUTE", value_name = "COUNT", default_value_t = 2_000)]
    pub upgrades_per_minute: u32,

    /// How many bytes of pages and files one address is served in a minute.
    #[arg(long, env = "DUET_SERVED_BYTES_PER_MINUTE", value_name = "BYTES", default_value_t = 256 * 1024 * 1024)]
    pub served_bytes_per_minute: u32,

    /// How often one address may ask for a seat in a minute.
    #[arg(long, env = "DUET_JOINS_PER_MINUTE", value_name = "COUNT", default_value_t = 1_000)]
    pub joins_per_minute: u32,

    /// How often one address may ask in a minute how full a room is.
    #[arg(long, env = "DUET_QUESTIONS_PER_MINUTE", value_name = "COUNT", default_value_t = 600)]
    pub questions_per_minute: u32,

    /// How often one address may load a page in a minute.
    #[arg(long, env = "DUET_PAGES_PER_MINUTE", value_name = "COUNT", default_value_t = 600)]
    pub pages_per_minute: u32,

    /// How many messages one socket may send in a minute.
    #[arg(long, env = "DUET_MESSAGES_PER_MINUTE", value_name = "COUNT", default_value_t = 1_500,
        value_parser = messages)]
    pub messages_per_minute: u32,

    /// How many bytes of messages one socket may send in a minute.
    #[arg(long, env = "DUET_BYTES_PER_MINUTE", value_name = "BYTES", default_value_t = 4 * 1024 * 1024,
        value_parser = bytes)]
    pub bytes_per_minute: u32,

    /// How many messages all sockets of one address together may send in a minute.
    #[arg(long, env = "DUET_MESSAGES_PER_MINUTE_PER_ADDRESS", value_name = "COUNT", default_value_t = 150_000)]
    pub messages_per_minute_per_address: u32,

    /// How many bytes of messages all sockets of one address together may send in a minute.
    #[arg(long, env = "DUET_BYTES_PER_MINUTE_PER_ADDRESS", value_name = "BYTES", default_value_t = 128 * 1024 * 1024)]
    pub bytes_per_minute_per_address: u32,
    /// How many bytes clients may make the server hold beside what sockets take at rest: messages that were begun, or wait to be
    /// read, answers that nobody has read, joins that wait. Unset, a quarter of the memory that the machine, or the control group,
    /// gives.
    #[arg(long, env = "DUET_MAX_HELD_BYTES", value_name = "BYTES")]
    pub max_held_bytes: Option<usize>,

    /// How many of these one address may make it hold.
    #[arg(long, env = "DUET_MAX_HELD_BYTES_PER_ADDRESS", value_name = "BYTES", default_value_t = 64 * 1024 * 1024)]
    pub max_held_bytes_per_address: usize,

    /// The longest head of a request, in bytes.
    #[arg(long, env = "DUET_MAX_HEAD_BYTES", value_name = "BYTES", default_value_t = 16 * 1024)]
    pub max_head_bytes: usize,

    /// The longest body of a request, in bytes. The page itself sends none.
    #[arg(long, env = "DUET_MAX_BODY_BYTES", value_name = "BYTES", default_value_t = 16 * 1024)]
    pub max_body_bytes: usize,

    /// How long the head of a request may take to come, in seconds, and how long a connection may stay open without one. A
    /// proxy in front should let go of idle connections sooner.
    #[arg(long, env = "DUET_MAX_HEAD_SECONDS", value_name = "SECONDS", default_value_t = 30)]
    pub max_head_seconds: u64,

    /// How long a connection may last that carries no socket, in seconds.
    #[arg(long, env = "DUET_MAX_CONNECTION_SECONDS", value_name = "SECONDS", default_value_t = 120)]
    pub max_connection_seconds: u64,

    /// How long a socket may be silent, in seconds; it is asked to speak every 5.
    #[arg(long, env = "DUET_MAX_SILENCE_SECONDS", value_name = "SECONDS", default_value_t = SILENCE_MAX_MS / 1000,
        value_parser = silence)]
    pub max_silence_seconds: u64,

    /// How long a message may wait for a client that does not read, in seconds.
    #[arg(long, env = "DUET_MAX_WRITE_SECONDS", value_name = "SECONDS", default_value_t = 10)]
    pub max_write_seconds: u64,
}

/// Who is asked to speak must have the time to.
fn silence(text: &str) -> Result<u64, String> {
    let seconds = text.parse().map_err(|_| "expected a number of seconds".to_owned())?;
    let least = HEARTBEAT_MS / 1000 + 1;
    if seconds == 0 || seconds >= least { Ok(seconds) } else { Err(format!("expected at least {least}, or 0")) }
}

/// The fewest messages a minute with which a socket lasts: twelve answers to the server's questions, and as many of its own.
const MESSAGES_MIN: u32 = 24;

fn messages(text: &str) -> Result<u32, String> {
    at_least(text, MESSAGES_MIN)
}

/// The longest message must be sayable.
fn bytes(text: &str) -> Result<u32, String> {
    at_least(text, u32::try_from(FRAME_MAX_BYTES).unwrap_or(u32::MAX))
}

fn at_least(text: &str, least: u32) -> Result<u32, String> {
    let number = text.parse().map_err(|_| format!("expected a number up to {}", u32::MAX))?;
    if number == 0 || number >= least { Ok(number) } else { Err(format!("expected at least {least}, or 0")) }
}

/// A limit that is off is longer than any process lives.
const NEVER: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// A limit in seconds, of which 0 is none.
pub fn seconds(limit: u64) -> Duration {
    if limit == 0 { NEVER } else { Duration::from_secs(limit).min(NEVER) }
}

/// A limit in things, of which 0 is none.
pub fn count(limit: usize) -> usize {
    if limit == 0 { usize::MAX } else { limit }
}

impl Default for LimitSettings {
    /// What holds if nobody says anything.
    fn default() -> Self {
        use clap::{Command, FromArgMatches};

        let matches = Self::augment_args(Command::new("duet").no_binary_name(true)).get_matches_from([""; 0]);
        // Cannot fail: every limit has a default.
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}
