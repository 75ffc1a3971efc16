//! What is counted for whoever watches the server (Prometheus). Nothing here tells of a person: no label has a name, an
//! address or an id, and every label has few values.
//!
//! # Layout
//! - [`relay`]: what the relay counts itself

mod relay;

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, LabelSetEncoder, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::config::VERSION;
use super::rooms::Census;
use super::turn::Snapshot;
use crate::protocol::{Measured, Recovery, Refusal, ServerMessage};

/// What all names begin with.
const PREFIX: &str = "duet";

/// Up to what a client is believed to have waited for its call, in milliseconds: longer ones are a clock or a lie.
const BELIEVED_MAX_MS: u64 = 10 * 60 * 1000;

/// Seconds from a join to a call: from a quick answer in the same town to a relay over a bad line.
const CONNECTED_SECONDS: [f64; 10] = [0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0];

/// Seconds that a message spends with the rooms.
const HANDLED_SECONDS: [f64; 8] = [0.000_01, 0.000_03, 0.000_1, 0.000_3, 0.001, 0.003, 0.01, 0.1];

/// Messages that waited for one client when it was written to.
const WAITED: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

/// A label with few values.
pub trait Label: Copy + Eq + std::hash::Hash + fmt::Debug + Send + Sync + 'static {
    /// What it tells.
    const NAME: &'static str;
    /// What it says.
    fn value(self) -> &'static str;
}

/// A set of one label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct By<L>(pub L);

impl<L: Label> EncodeLabelSet for By<L> {
    fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> fmt::Result {
        [(L::NAME, self.0.value())].encode(encoder)
    }
}

macro_rules! label {
    ($(#[$doc:meta])* $type:ident $name:literal { $($(#[$of:meta])* $variant:ident $value:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $type { $($(#[$of])* $variant),* }

        impl Label for $type {
            const NAME: &'static str = $name;

            fn value(self) -> &'static str {
                match self { $(Self::$variant => $value),* }
            }
        }
    };
}

label! {
    /// What became of a join.
    Outcome "outcome" {
        /// A free seat was given.
        Seated "seated",
        /// One's own seat was taken again.
        Resumed "resumed",
        /// Both seats were taken.
        Full "full",
        /// The name was none.
        Name "refused_name",
        /// The server was about to stop.
        Draining "refused_draining",
        /// Too many rooms, or too many joins from one address.
        Limit "refused_limit",
        /// Those inside let nobody in, or not without knocking.
        Door "refused_door",
        /// Another version of the protocol.
        Version "refused_version",
    }
}

label! {
    /// Why a session ended.
    Ended "reason" {
        /// The client or the network closed it.
        Gone "gone",
        /// The client broke the protocol.
        Broke "broke",
        /// The client said too much.
        Hasty "hasty",
        /// Too much was held for it already.
        Held "held",
        /// The client said nothing.
        Silent "silent",
        /// The client read nothing.
        Slow "slow",
        /// The seat moved to another socket.
        Moved "moved",
        /// The server stopped.
        Stopping "stopping",
    }
}

label! {
    /// Which limit somebody met.
    Limited "limit" {
        /// That of connections.
        Connections "connections",
        /// That of new connections in a minute.
        ConnectionRate "connection_rate",
        /// That of sockets.
        Sockets "sockets",
        /// That of new sockets in a minute.
        Upgrades "upgrades",
        /// That of messages, of one socket or of all of one address.
        Messages "messages",
        /// That of joins.
        Joins "joins",
        /// That of server functions.
        Questions "questions",
        /// Pages, from one address.
        Pages "pages",
        /// Bytes of pages and files, to one address.
        ServedBytes "served_bytes",
        /// That of bytes that the server holds.
        Bytes "held_bytes",
    }
}

label! {
    /// How a call came back.
    Recovered "by" {
        /// The path was good again.
        Itself "itself",
        /// Another path was found.
        Restart "restart",
        /// A new connection was made.
        Renewal "renewal",
    }
}

label! {
    /// How media goes.
    Path "path" {
        /// From browser to browser.
        Direct "direct",
        /// Through a relay.
        Relayed "relayed",
    }
}

/// A counter for each value of a label.
pub type Counters<L> = Family<By<L>, Counter>;

/// All that is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Joins by what became of them.
    pub joins: Counters<Outcome>,
    /// Sessions by why they ended.
    pub ended: Counters<Ended>,
    /// Those who met a limit.
    pub limited: Counters<Limited>,
    /// Calls that came back, as their pages report.
    pub recovered: Counters<Recovered>,
    /// Calls by the way of their media, as their pages report.
    pub paths: Counters<Path>,
    /// From a join to a call, as the pages report.
    pub connected: Histogram,
    /// How long a message spends with the rooms.
    pub handled: Histogram,
    /// How many messages waited for a client when it was written to.
    pub waited: Histogram,
    gauges: Gauges,
}

/// What is counted only when somebody asks.
#[derive(Debug, Default)]
struct Gauges {
    rooms: Gauge,
    taken: Gauge,
    held: Gauge,
    waiting: Gauge,
    sockets: Gauge,
    connections: Gauge,
    draining: Gauge,
    resident: Gauge,
    files: Gauge,
}

/// What there is at the moment.
#[derive(Debug, Clone, Default)]
pub struct Present {
    /// Who sits where.
    pub census: Census,
    /// Open sockets.
    pub sockets: usize,
    /// Open connections.
    pub connections: usize,
    /// Whether the server is about to stop.
    pub draining: bool,
    /// What the relay has and has counted, if there is one.
    pub relay: Option<Snapshot>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix(PREFIX),
            joins: Counters::default(),
            ended: Counters::default(),
            limited: Counters::default(),
            recovered: Counters::default(),
            paths: Counters::default(),
            connected: Histogram::new(CONNECTED_SECONDS),
            handled: Histogram::new(HANDLED_SECONDS),
            waited: Histogram::new(WAITED),
            gauges: Gauges::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let Self { registry, gauges, .. } = self;
        registry.register("joins", "Joins by what became of them", self.joins.clone());
        registry.register("sessions_ended", "Sockets that ended, by reason", self.ended.clone());
        registry.register("limited", "Requests that met a limit", self.limited.clone());
        registry.register("recoveries", "Calls that came back, as pages report", self.recovered.clone());
        registry.register("paths", "Calls by the way of their media, as pages report", self.paths.clone());
        let help = "Seconds from a join to a call, as pages report";
        registry.register("connected_seconds", help, self.connected.clone());
        registry.register("handled_seconds", "Seconds that a message spends with the rooms", self.handled.clone());
        let help = "Messages that waited for a client when it was written to";
        registry.register("written_together", help, self.waited.clone());
        registry.register("rooms", "Rooms", gauges.rooms.clone());
        registry.register("seats_taken", "Seats with somebody in them", gauges.taken.clone());
        registry.register("seats_held", "Seats that are held for somebody who was cut off", gauges.held.clone());
        registry.register("joins_waiting", "Joins that wait for a held seat", gauges.waiting.clone());
        registry.register("sockets", "Open sockets", gauges.sockets.clone());
        registry.register("connections", "Open connections", gauges.connections.clone());
        registry.register("draining", "1 while the server is about to stop", gauges.draining.clone());
        registry.register("resident_bytes", "Memory of the process", gauges.resident.clone());
        registry.register("open_files", "Open files of the process, sockets among them", gauges.files.clone());
        let version = Family::<[(&str, &str); 1], Gauge>::default();
        version.get_or_create(&[("version", VERSION)]).set(1);
        registry.register("build", "What is running", version);
    }

    /// Counts the server's answer to a join; other messages are none.
    pub fn answered(&self, message: &ServerMessage) {
        let outcome = match message {
            ServerMessage::Joined { resumed: false, .. } => Outcome::Seated,
            ServerMessage::Joined { resumed: true, .. } => Outcome::Resumed,
            ServerMessage::Full => Outcome::Full,
            ServerMessage::Refused { reason } => match reason {
                Refusal::Name(_) => Outcome::Name,
                Refusal::Draining => Outcome::Draining,
                Refusal::Limit { .. } => Outcome::Limit,
                Refusal::Locked | Refusal::Knock => Outcome::Door,
                Refusal::Version => Outcome::Version,
            },
            _ => return,
        };
        self.joins.get_or_create(&By(outcome)).inc();
    }

    /// Counts somebody who met a limit.
    pub fn limit(&self, limited: Limited) {
        self.limited.get_or_create(&By(limited)).inc();
    }

    /// Counts what a page reports of its call.
    pub fn reported(&self, measured: Measured) {
        match measured {
            Measured::Connected(after_ms) => {
                if after_ms <= BELIEVED_MAX_MS {
                    self.connected.observe(Duration::from_millis(after_ms).as_secs_f64());
                }
            }
            Measured::Recovered(by) => {
                let by = match by {
                    Recovery::Itself => Recovered::Itself,
                    Recovery::Restart => Recovered::Restart,
                    Recovery::Renewal => Recovered::Renewal,
                };
                self.recovered.get_or_create(&By(by)).inc();
            }
            Measured::Relayed(relayed) => {
                let path = if relayed { Path::Relayed } else { Path::Direct };
                self.paths.get_or_create(&By(path)).inc();
            }
        }
    }

    /// All of it in Prometheus' text format, version 0.0.4.
    pub fn text(&self, present: &Present) -> String {
        let Gauges { rooms, taken, held, waiting, sockets, connections, draining, resident, files } = &self.gauges;
        let Census { rooms: all, taken: seated, held: kept, waiting: patient } = present.census;
        let counts = [(rooms, all), (taken, seated), (held, kept), (waiting, patient), (sockets, present.sockets)];
        for (gauge, count) in counts.into_iter().chain([(connections, present.connections)]) {
            gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        draining.set(i64::from(present.draining));
        resident.set(resident_bytes().unwrap_or_default());
        files.set(open_files().unwrap_or_default());
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = prometheus_text::encode(&mut text, &self.registry);
        if let Some(snapshot) = &present.relay {
            let mut registry = Registry::with_prefix(PREFIX);
            registry.register_collector(Box::new(relay::Relayed(snapshot.clone())));
            let _ = prometheus_text::encode(&mut text, &registry);
        }
        text
    }
}

/// Only Linux tells it in this way, in units of 1 024 bytes; elsewhere it is not known.
fn resident_bytes() -> Option<i64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let resident = told.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    resident.trim().strip_suffix("kB")?.trim().parse::<i64>().ok().map(|kibibytes| kibibytes * 1024)
}

fn open_files() -> Option<i64> {
    i64::try_from(std::fs::read_dir("/proc/self/fd").ok()?.count()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_what_is_told() {
        let metrics = Metrics::default();
        metrics.answered(&ServerMessage::Full);
        metrics.answered(&ServerMessage::Ping);
        metrics.limit(Limited::Joins);
        metrics.reported(Measured::Connected(850));
        metrics.reported(Measured::Connected(u64::MAX));
        metrics.reported(Measured::Recovered(Recovery::Restart));
        metrics.reported(Measured::Relayed(true));
        let census = Census { rooms: 2, taken: 3, held: 1, waiting: 0 };
        let text = metrics.text(&Present { census, sockets: 4, connections: 5, draining: true, relay: None });
        for line in [
            "duet_joins_total{outcome=\"full\"} 1",
            "duet_limited_total{limit=\"joins\"} 1",
            "duet_connected_seconds_count 1",
            "duet_connected_seconds_bucket{le=\"1\"} 1",
            "duet_recoveries_total{by=\"restart\"} 1",
            "duet_paths_total{path=\"relayed\"} 1",
            "duet_rooms 2",
            "duet_seats_taken 3",
            "duet_sockets 4",
            "duet_connections 5",
            "duet_draining 1",
        ] {
            assert!(text.lines().any(|told| told == line), "{line} is not in\n{text}");
        }
    }

    /// A panel of the dashboard that asks for something else would stay empty, and nobody would know why.
    #[test]
    fn dashboard_and_rules_ask_only_for_what_there_is() {
        let metrics = Metrics::default();
        // A family without a child is not told at all.
        metrics.answered(&ServerMessage::Full);
        metrics.limit(Limited::Joins);
        metrics.ended.get_or_create(&By(Ended::Gone)).inc();
        metrics.reported(Measured::Recovered(Recovery::Itself));
        metrics.reported(Measured::Relayed(false));
        let text = metrics.text(&Present { relay: Some(Snapshot::default()), ..Present::default() });
        let (dashboard, rules) =
            (include_str!("../../deploy/grafana.json"), include_str!("../../deploy/prometheus.yaml"));
        let asked = dashboard.split("duet_").skip(1).chain(rules.split("duet_").skip(1)).map(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_lowercase() && letter != '_').unwrap_or(rest.len());
            format!("duet_{}", &rest[..end])
        });
        let asked: std::collections::BTreeSet<String> = asked.collect();
        assert!(asked.len() > 10, "{asked:?}");
        for name in asked {
            assert!(text.contains(&format!("\n{name}")), "{name} is not in\n{text}");
        }
    }
}
