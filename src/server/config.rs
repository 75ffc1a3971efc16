//! Every setting, as a flag and as an environment variable.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Parser;

/// A two-person video room: type a name, a friend types the same, you see each other.
#[derive(Debug, Clone, Parser)]
#[command(name = "duet", version)]
pub struct Config {
    /// The address that serves the page, the server functions and the signaling.
    #[arg(long, env = "DUET_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// The folder with the built page; found beside the program if not given.
    #[arg(long, env = "DUET_SITE_ROOT")]
    pub site_root: Option<PathBuf>,

    /// STUN and TURN addresses given to the browsers, separated by commas or spaces. None are asked by default.
    #[arg(long, env = "DUET_ICE_SERVERS", default_value = "")]
    pub ice_servers: String,

    /// The user name for the TURN addresses.
    #[arg(long, env = "DUET_ICE_USERNAME")]
    pub ice_username: Option<String>,

    /// The password for the TURN addresses.
    #[arg(long, env = "DUET_ICE_CREDENTIAL", hide_env_values = true)]
    pub ice_credential: Option<String>,

    /// The secret shared with the TURN server (coturn's `static-auth-secret`), from which short-lived passwords are made.
    #[arg(long, env = "DUET_ICE_SECRET", hide_env_values = true)]
    pub ice_secret: Option<String>,

    /// How long such a password lets a browser open a relay, in seconds.
    #[arg(long, env = "DUET_ICE_TTL_SECONDS", default_value_t = 3600)]
    pub ice_ttl_seconds: u64,

    /// The secret that seats are signed with, the same for every server at this address. Unset, one is made at the first
    /// start and kept.
    #[arg(long, env = "DUET_SECRET", hide_env_values = true)]
    pub secret: Option<String>,

    /// The folder for what outlives the server; by default systemd's STATE_DIRECTORY, else `~/.local/state/duet`.
    #[arg(long, env = "DUET_STATE_DIR")]
    pub state_dir: Option<PathBuf>,

    /// The most rooms at a time; 0 means any number. A room takes about a kilobyte.
    #[arg(long, env = "DUET_MAX_ROOMS", default_value_t = 50_000)]
    pub max_rooms: usize,

    /// The most open sockets at a time; 0 means any number. A socket takes about ten kilobytes.
    #[arg(long, env = "DUET_MAX_SOCKETS", default_value_t = 20_000)]
    pub max_sockets: usize,

    /// What to log, in the words of tracing's EnvFilter.
    #[arg(long, env = "DUET_LOG", default_value = "duet=info,warn")]
    pub log: String,
}

impl Config {
    /// Reads flags and environment; ends the program with words on what is wrong if they make no sense.
    pub fn read() -> Self {
        let mut arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
        // cargo-leptos tells its server the address in its own variable; Duet's own words win.
        let told = std::env::var_os("DUET_LISTEN").is_some()
            || arguments.iter().any(|argument| argument.to_string_lossy().starts_with("--listen"));
        if let Some(address) = std::env::var_os("LEPTOS_SITE_ADDR").filter(|_| !told) {
            arguments.extend(["--listen".into(), address]);
        }
        Self::parse_from(arguments)
    }

    /// The address to open in a browser on this machine.
    pub fn url(address: SocketAddr) -> String {
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => format!("http://127.0.0.1:{}", address.port()),
            IpAddr::V6(ip) if ip.is_unspecified() => format!("http://[::1]:{}", address.port()),
            IpAddr::V4(_) | IpAddr::V6(_) => format!("http://{address}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_flags_are_consistent() {
        Config::command().debug_assert();
    }

    #[test]
    fn every_flag_has_its_variable() {
        for argument in Config::command().get_arguments() {
            let name = argument.get_id().as_str();
            if !["help", "version"].contains(&name) {
                let variable = format!("DUET_{}", name.to_uppercase());
                assert_eq!(argument.get_env().and_then(|env| env.to_str()), Some(variable.as_str()));
            }
        }
    }

    #[test]
    fn an_address_for_all_interfaces_is_shown_as_one_that_can_be_opened() {
        let url = |address: &str| Config::url(address.parse().expect("an address"));
        assert_eq!(url("0.0.0.0:80"), "http://127.0.0.1:80");
        assert_eq!(url("[::]:80"), "http://[::1]:80");
        assert_eq!(url("127.0.0.1:3000"), "http://127.0.0.1:3000");
    }
}
