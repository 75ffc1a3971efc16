//! Every setting: as a flag, as an environment variable, and as a line of a file, in this order of precedence.
//!
//! # Layout
//! - [`mod@file`]: the settings in a file
//! - [`limits`]: how much anybody may have of the server
//! - [`relay`]: whether this server relays
//! - [`check`]: what cannot work, with [`name`], [`ice_url`], [`frame_ancestors`] and [`secret`]

pub mod check;
pub mod file;
mod frame_ancestors;
pub mod ice_url;
pub mod limits;
pub mod name;
pub mod relay;
pub mod secret;

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use axum::http::uri::Authority;
use clap::builder::{BoolishValueParser, NonEmptyStringValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use ipnet::IpNet;

use super::log::Format;
use super::relay as relay_settings;
use crate::protocol::base_path::BasePath;
use limits::LimitSettings;
use relay::{Certificate, RelaySetting, Relaying};

/// What `--version` says: the version, and in a released program the commit it was built from.
pub const VERSION: &str = match option_env!("DUET_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// The longest drain, in seconds. Whoever stops services waits 30 s and more, and a farewell takes up to 5.
const DRAIN_MAX_SECONDS: u64 = 25;

/// Settings that are addresses, as variables.
pub const LISTEN: &str = "DUET_LISTEN";
/// See [`LISTEN`].
pub const REDIRECT_LISTEN: &str = "DUET_REDIRECT_LISTEN";
/// See [`LISTEN`].
pub const METRICS_LISTEN: &str = "DUET_METRICS_LISTEN";
/// See [`LISTEN`].
pub const RELAY_LISTEN: &str = "DUET_RELAY_LISTEN";

/// Where the package has the settings.
const USUAL_FILE: &str = "/etc/duet/duet.toml";

/// Whether the arguments ask for something about the server that runs here.
fn asks_by_hand(arguments: &[OsString]) -> bool {
    arguments.iter().skip(1).any(|word| word == "doctor" || word == "busiest" || word == "--check-health")
}

/// Two years, as browsers ask of those who want to be known for it (hstspreload.org).
const HSTS_SECONDS: u64 = 2 * 365 * 24 * 60 * 60;

/// A two-person video room: type a name, a friend types the same, you see each other.
#[derive(Debug, Clone, Parser)]
#[command(name = "duet", version = VERSION)]
pub struct Config {
    /// A file with any of these settings, in TOML: `max_rooms = 100`. Flags and variables win over it.
    #[arg(long, env = "DUET_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// What to do instead of serving.
    #[command(subcommand)]
    pub task: Option<Task>,

    /// Reads and checks everything, says what is wrong or that nothing is, and serves nothing.
    #[arg(long)]
    pub check_config: bool,

    /// Asks the server that runs here whether it answers: exits with 0 if it does, with 1 if not.
    #[arg(long)]
    pub check_health: bool,

    /// The folder for the socket at which who runs the server asks it; by default systemd's RUNTIME_DIRECTORY, else there is none.
    #[arg(long, env = "DUET_RUNTIME_DIR", value_name = "FOLDER")]
    pub runtime_dir: Option<PathBuf>,

    /// The address that serves the page, the server functions and the signaling.
    #[arg(long, env = "DUET_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// The port at which people come, where an engine of containers or a router passes it on to another one here.
    #[arg(long, env = "DUET_PUBLIC_PORT", value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub public_port: Option<u16>,

    /// The path below which everything is served, such as `/duet`, where the name leads to other things too.
    #[arg(long, env = "DUET_BASE_PATH", value_name = "PATH", default_value = "")]
    pub base_path: BasePath,

    /// The folder with the built page; found in or beside the program if not given.
    #[arg(long, env = "DUET_SITE_ROOT", value_name = "FOLDER")]
    pub site_root: Option<PathBuf>,

    #[command(flatten)]
    #[expect(missing_docs, reason = "their own documentation would be taken for that of the program")]
    pub tls: TlsSettings,

    #[command(flatten)]
    #[expect(missing_docs, reason = "their own documentation would be taken for that of the program")]
    pub ice: IceSettings,

    #[command(flatten)]
    #[expect(missing_docs, reason = "their own documentation would be taken for that of the program")]
    pub limits: LimitSettings,

    /// The proxies in front of the server, as addresses or networks, separated by commas: only what these say of a client's
    /// address is believed.
    #[arg(long, env = "DUET_TRUSTED_PROXIES", value_name = "NETWORKS", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,

    /// The proxies in front that pass bytes on, as addresses or networks, separated by commas: their connections begin with a
    /// header of the PROXY protocol, which says who the client is. From others such a header is an error.
    #[arg(long, env = "DUET_PROXY_PROTOCOL", value_name = "NETWORKS", value_delimiter = ',', value_parser = network)]
    pub proxy_protocol: Vec<IpNet>,

    /// The names under which people reach the server, separated by commas, with the port where it is not the usual one; those of
    /// DUET_ACME are known. Where names are known, requests for others are refused.
    #[arg(long, env = "DUET_NAMES", value_name = "NAMES", value_delimiter = ',', value_parser = host_name)]
    pub names: Vec<Authority>,

    /// The sites that may show Duet in a frame, separated by spaces, as in a Content-Security-Policy.
    #[arg(long, env = "DUET_FRAME_ANCESTORS", value_name = "SITES", default_value = "none",
        value_parser = frame_ancestors::sites)]
    pub frame_ancestors: String,

    /// The secret that seats are signed with, the same for every server at this address. Unset, one is made at the first
    /// start and kept.
    #[arg(long, env = "DUET_SECRET", hide_env_values = true)]
    pub secret: Option<String>,

    /// The folder for what outlives the server; by default systemd's STATE_DIRECTORY, else `$XDG_STATE_HOME/duet`, else
    /// `~/.local/state/duet`.
    #[arg(long, env = "DUET_STATE_DIR", value_name = "FOLDER")]
    pub state_dir: Option<PathBuf>,

    /// Keeps the page's files for the next release, which then serves them to pages that were opened before.
    #[arg(long, env = "DUET_KEEP_RELEASE", value_parser = BoolishValueParser::new())]
    pub keep_release: bool,

    /// How long calls go on here after SIGTERM, in seconds, at most 25; for who has several servers. At 0 everybody goes to the
    /// next process at once.
    #[arg(long, env = "DUET_DRAIN_SECONDS", value_name = "SECONDS", default_value_t = 0,
        value_parser = clap::value_parser!(u64).range(..=DRAIN_MAX_SECONDS))]
    pub drain_seconds: u64,

    /// What to log, in the words of tracing's EnvFilter.
    #[arg(long, env = "DUET_LOG", default_value = "duet=info,warn")]
    pub log: String,

    /// How to write the log.
    #[arg(long, env = "DUET_LOG_FORMAT", value_name = "FORMAT", value_enum, default_value = "text")]
    pub log_format: Format,

    /// A separate address for `/metrics`, in Prometheus' text format.
    #[arg(long, env = "DUET_METRICS_LISTEN", value_name = "ADDRESS")]
    pub metrics_listen: Option<SocketAddr>,
}

/// What the program does instead of serving.
#[derive(Debug, Clone, Subcommand)]
pub enum Task {
    /// Says what is in the way of calls to this server, and what to do.
    Doctor {
        /// A command that runs another one on a machine elsewhere, such as "ssh friend@elsewhere": it is asked whether the ports are open
        /// from there.
        #[arg(long, value_name = "COMMAND")]
        helper: Option<String>,
    },
    /// Lists who takes most of the server that runs here; root alone can ask.
    Busiest,
}

/// Encryption of the way to the server.
#[derive(Debug, Clone, Args)]
pub struct TlsSettings {
    /// The certificate and those that sign it, in PEM. Read again when the file changes.
    #[arg(long, env = "DUET_TLS_CERTIFICATE", value_name = "FILE")]
    pub tls_certificate: Option<PathBuf>,

    /// The certificate's private key, in PEM.
    #[arg(long, env = "DUET_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,

    /// Makes a certificate of its own, for a local network: browsers warn of it once and then give camera and microphone.
    #[arg(long, env = "DUET_TLS_SELF_SIGNED", value_parser = BoolishValueParser::new())]
    pub tls_self_signed: bool,

    /// The domain names to get a certificate for from Let's Encrypt, separated by commas; the server has to be reached
    /// under them at port 443.
    #[arg(long, env = "DUET_ACME", value_name = "DOMAINS", value_delimiter = ',',
        value_parser = NonEmptyStringValueParser::new())]
    pub acme: Vec<String>,

    /// An e-mail address to which the certificate authority may write.
    #[arg(long, env = "DUET_ACME_CONTACT", value_name = "ADDRESS")]
    pub acme_contact: Option<String>,

    /// The directory of another certificate authority that speaks ACME.
    #[arg(
        long,
        env = "DUET_ACME_DIRECTORY",
        value_name = "URL",
        default_value = "https://acme-v02.api.letsencrypt.org/directory"
    )]
    pub acme_directory: String,

    /// The certificate, in PEM, by which that authority's own server is known, if the system does not know it.
    #[arg(long, env = "DUET_ACME_ROOT", value_name = "FILE")]
    pub acme_root: Option<PathBuf>,

    /// An address that only leads to the encrypted one, such as `[::]:80`.
    #[arg(long, env = "DUET_REDIRECT_LISTEN", value_name = "ADDRESS")]
    pub redirect_listen: Option<SocketAddr>,

    /// For how long browsers may come encrypted only, in seconds, once they came to a name with a certificate that they
    /// believe. 0 is the way back: those who come have it forgotten.
    #[arg(long, env = "DUET_HSTS_SECONDS", value_name = "SECONDS", default_value_t = HSTS_SECONDS)]
    pub hsts_seconds: u64,
}

/// What browsers need to find a path to each other.
#[derive(Debug, Clone, Args)]
pub struct IceSettings {
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
    #[arg(long, env = "DUET_ICE_SECRET", hide_env_values = true, value_parser = NonEmptyStringValueParser::new())]
    pub ice_secret: Option<String>,

    /// The relay of this server (STUN and TURN): `auto`, `off`, or the public addresses of this machine, separated by commas. By itself it is
    /// on where the world can come.
    #[arg(long, env = "DUET_RELAY", value_name = "ADDRESSES", default_value = "auto")]
    pub relay: RelaySetting,

    /// The address of the relay, for UDP and TCP, `[::]:3478` if not given; it is at the page's own port too, and nowhere else if this is
    /// the page's address.
    #[arg(long, env = "DUET_RELAY_LISTEN", value_name = "ADDRESS")]
    pub relay_listen: Option<SocketAddr>,

    /// How many bytes a second one person may send through the relay; 0 is no limit.
    #[arg(long, env = "DUET_RELAY_BYTES_PER_SECOND_PER_SEAT", value_name = "BYTES",
        default_value_t = relay_settings::SEAT_BYTES_PER_SECOND)]
    pub relay_bytes_per_second_per_seat: u64,

    /// How many bytes a second all may send through the relay; 0 is no limit.
    #[arg(long, env = "DUET_RELAY_BYTES_PER_SECOND", value_name = "BYTES", default_value_t = 0)]
    pub relay_bytes_per_second: u64,

    /// How many relayed addresses all may have at a time; 0 is no limit.
    #[arg(long, env = "DUET_RELAY_ALLOCATIONS", value_name = "COUNT", default_value_t = relay_settings::ALLOCATIONS)]
    pub relay_allocations: usize,

    /// How many of them the people of one address (an IPv4 address, an IPv6 /64) may have; 0 is no limit.
    #[arg(long, env = "DUET_RELAY_ALLOCATIONS_PER_ADDRESS", value_name = "COUNT",
        default_value_t = relay_settings::ALLOCATIONS_PER_NETWORK)]
    pub relay_allocations_per_address: usize,

    /// Hides people's addresses from each other unless they want it otherwise: calls go through a relay, and nowhere else.
    #[arg(long, env = "DUET_HIDE_ADDRESSES", value_parser = BoolishValueParser::new())]
    pub hide_addresses: bool,

    /// How long such a password lets a browser open a relay, in seconds.
    #[arg(long, env = "DUET_ICE_TTL_SECONDS", default_value_t = 3600)]
    pub ice_ttl_seconds: u64,
}

impl Config {
    /// Reads flags, environment and file; ends the program with words on what is wrong if they make no sense.
    pub fn read() -> Self {
        Self::from(std::env::args_os().collect(), std::env::var_os("LEPTOS_SITE_ADDR"))
            .unwrap_or_else(|error| error.exit())
    }

    /// The settings of a program started with `arguments`. cargo-leptos tells its server the address in a variable of its
    /// own, `told`; Duet's own words win.
    ///
    /// # Errors
    /// Whatever makes no sense in the arguments, the environment or the file, in words for the owner.
    pub fn from(arguments: Vec<OsString>, told: Option<OsString>) -> Result<Self, clap::Error> {
        let mut command = Self::command();
        // Who asks by hand means the server of the package.
        if Path::new(USUAL_FILE).exists() && asks_by_hand(&arguments) {
            command = command.mut_arg("config", |config| config.default_value(USUAL_FILE));
        }
        if let Some(address) = told {
            command = command.mut_arg("listen", |listen| listen.default_value(address));
        }
        // Which file it is can be said by a flag and by a variable, whatever else is wrong.
        let early = command.clone().ignore_errors(true).try_get_matches_from(&arguments);
        if let Some(path) = early.ok().and_then(|matches| matches.get_one::<PathBuf>("config").cloned()) {
            command = file::as_defaults(command.clone(), &path)
                .map_err(|error| command.error(ErrorKind::ValueValidation, error))?;
        }
        Self::from_arg_matches(&command.clone().try_get_matches_from(arguments)?)
            .map_err(|error| error.format(&mut command))
    }

    /// The port at which people come, where the program listens at this one.
    pub fn public_port(&self, bound: u16) -> u16 {
        self.public_port.unwrap_or(bound)
    }

    /// The addresses to listen on, each with its setting.
    pub fn addresses(&self) -> Vec<(&'static str, SocketAddr)> {
        let all = [
            (LISTEN, Some(self.listen)),
            (REDIRECT_LISTEN, self.tls.redirect_listen),
            (METRICS_LISTEN, self.metrics_listen),
            // One that nobody asked for is done without.
            (RELAY_LISTEN, self.relaying().filter(|relaying| relaying.is_port_asked_for).and(self.relay_listen())),
        ];
        all.into_iter().filter_map(|(name, address)| Some((name, address?))).collect()
    }

    /// What comes of the relay's setting, if there is a relay.
    pub fn relaying(&self) -> Option<Relaying> {
        let own = || super::greeting::addresses(self.listen.ip());
        let certificate = match self.is_believed() {
            _ if !self.tls.acme.is_empty() => Certificate::Acme,
            true => Certificate::Believed,
            false => Certificate::Doubted,
        };
        let relaying = self.ice.relay.decide(self.listen.ip(), certificate, own)?;
        let is_port_asked_for = relaying.is_port_asked_for || self.ice.relay_listen.is_some();
        Some(Relaying { is_port_asked_for, ..relaying })
    }

    /// Where the relay has a port of its own; none where that would be the page's.
    pub fn relay_listen(&self) -> Option<SocketAddr> {
        match self.ice.relay_listen {
            Some(own) => (!check::is_part(own, self.listen)).then_some(own),
            None => (!check::overlap(relay::RELAY_LISTEN, self.listen)).then_some(relay::RELAY_LISTEN),
        }
    }

    /// Whether the certificate is one that browsers believe, as far as the settings tell.
    pub fn is_believed(&self) -> bool {
        self.is_encrypted() && !self.tls.tls_self_signed
    }

    /// Whether browsers reach the server itself over TLS.
    pub fn is_encrypted(&self) -> bool {
        self.tls.tls_self_signed || self.tls.tls_certificate.is_some() || !self.tls.acme.is_empty()
    }
}

/// A network, or an address as a network of one.
fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| format!("{text:?} is neither an address nor a network such as 10.0.0.0/8"))
}

/// The name of a server as it stands in an address bar, with or without a port.
fn host_name(text: &str) -> Result<Authority, String> {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    let name = text.parse().ok().filter(|name: &Authority| text.chars().all(plain) && !name.host().is_empty());
    name.ok_or_else(|| format!("{text:?} is no name such as duet.example.org or duet.example.org:8443"))
}

/// The addresses of a list.
pub(super) fn ice_urls(list: &str) -> impl Iterator<Item = &str> {
    list.split(|c: char| c == ',' || c.is_whitespace()).filter(|url| !url.is_empty())
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
