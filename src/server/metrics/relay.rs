//! What is told of the relay, where there is one. It is counted in the relay itself, and asked for each time that somebody watches.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

use crate::server::relay::{Count, Dropped, Refused};
use crate::server::turn::Snapshot;

/// The relay at one moment, as it is written down.
#[derive(Debug)]
pub(super) struct Relayed(pub(super) Snapshot);

impl Collector for Relayed {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let Self(Snapshot { census, tally }) = self;
        for (name, help, present) in [
            ("relay_allocations", "Allocations of the relay", census.allocations),
            ("relay_tickets", "Tickets that the relay knows", census.tickets),
            ("relay_calls", "Calls whose packets went both ways through the relay in the last 30 s", census.calls),
        ] {
            let gauge = ConstGauge::new(i64::try_from(present).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)?;
        }
        for (name, help, count) in [
            ("relay_allocations_made", "Allocations that the relay made", Count::Allocations),
            ("relay_packets", "Packets that the relay passed on", Count::Packets),
            ("relay_bytes", "Bytes in packets that the relay passed on, each counted once", Count::Bytes),
            ("relay_bindings", "Answers to clients that asked for their own address (STUN)", Count::Bindings),
        ] {
            let counter = ConstCounter::new(tally.of(count));
            counter.encode(encoder.encode_descriptor(name, help, None, MetricType::Counter)?)?;
        }
        let dropped = Dropped::ALL.map(|why| (why.name(), tally.of(Count::Dropped(why))));
        by_reason(&mut encoder, "relay_dropped", "Packets that the relay dropped, by reason", &dropped)?;
        let refused = Refused::ALL.map(|why| (why.name(), tally.of(Count::Refused(why))));
        by_reason(&mut encoder, "relay_refused", "Requests that the relay refused, by reason", &refused)
    }
}

/// Counts of one kind. Those of nothing are told too, so that the first one is seen as a change.
fn by_reason(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    counts: &[(&'static str, u64)],
) -> fmt::Result {
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
    for (reason, count) in counts {
        ConstCounter::new(*count).encode(family.encode_family(&[("reason", *reason)])?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Metrics, Present};
    use super::*;

    #[test]
    fn a_server_with_a_relay_tells_what_goes_through_it_and_one_without_tells_nothing() {
        let without = Metrics::default().text(&Present::default());
        assert!(!without.contains("relay_"), "{without}");
        let mut snapshot = Snapshot::default();
        (snapshot.census.allocations, snapshot.census.tickets, snapshot.census.calls) = (6, 3, 1);
        let text = Metrics::default().text(&Present { relay: Some(snapshot), ..Present::default() });
        for line in [
            "# TYPE duet_relay_calls gauge",
            "# TYPE duet_relay_dropped_total counter",
            "duet_relay_allocations 6",
            "duet_relay_tickets 3",
            "duet_relay_calls 1",
            "duet_relay_allocations_made_total 0",
            "duet_relay_packets_total 0",
            "duet_relay_bytes_total 0",
            "duet_relay_bindings_total 0",
            "duet_relay_dropped_total{reason=\"not_opposite\"} 0",
            "duet_relay_refused_total{reason=\"forbidden\"} 0",
        ] {
            assert!(text.lines().any(|told| told == line), "{line} is not in\n{text}");
        }
        let names: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
        let once: BTreeSet<_> = names.iter().collect();
        assert_eq!(names.len(), once.len(), "Prometheus refuses a name that is told twice");
    }
}
