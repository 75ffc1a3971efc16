//! Who takes most of the server: what only its owner may know, for an attack that the metrics show and whose origin they do not.

use std::collections::HashMap;

use super::budget::Budget;
use super::limits::Limits;
use super::network::Network;

/// So many are listed.
const LISTED: usize = 20;

/// What one network takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Taken {
    connections: usize,
    sockets: usize,
    held_bytes: usize,
}

impl Taken {
    /// The greatest part, in millionths, that it has of what one network may have of anything.
    fn weight(self, most: Self) -> u64 {
        let part = |taken: usize, most: usize| (taken as u64).saturating_mul(1_000_000) / (most.max(1) as u64);
        [
            part(self.connections, most.connections),
            part(self.sockets, most.sockets),
            part(self.held_bytes, most.held_bytes),
        ]
        .into_iter()
        .max()
        .unwrap_or_default()
    }
}

/// The list, as text for a person: one line for each network, the one nearest to its limits first.
pub fn list(limits: &Limits, budget: &Budget) -> String {
    let mut all: HashMap<Network, Taken> = HashMap::new();
    for (network, count) in limits.connections.by_network() {
        all.entry(network).or_default().connections = count;
    }
    for (network, count) in limits.sockets.by_network() {
        all.entry(network).or_default().sockets = count;
    }
    for (network, bytes) in budget.by_network() {
        all.entry(network).or_default().held_bytes = bytes;
    }
    let most = Taken {
        connections: limits.connections.most_of_one(),
        sockets: limits.sockets.most_of_one(),
        held_bytes: budget.most().1,
    };
    written(all.into_iter().collect(), most)
}

fn written(mut all: Vec<(Network, Taken)>, most: Taken) -> String {
    if all.is_empty() {
        return "Nobody is connected.\n".to_owned();
    }
    // Those that are alike stand in the same order each time.
    all.sort_by_key(|(network, taken)| (std::cmp::Reverse(taken.weight(most)), *network));
    let count = all.len();
    let mut text = format!("{:<40} {:>11} {:>8} {:>12}\n", "network", "connections", "sockets", "bytes held");
    let line = |name: &str, taken: Taken| {
        format!("{name:<40} {:>11} {:>8} {:>12}\n", taken.connections, taken.sockets, taken.held_bytes)
    };
    for (network, taken) in all.into_iter().take(LISTED) {
        text += &line(&network.for_the_owner(), taken);
    }
    if count > LISTED {
        text += &format!("and {} more\n", count - LISTED);
    }
    text + &line("one network may have", most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::counted(text.parse().expect("an address"))
    }

    const MOST: Taken = Taken { connections: 100, sockets: 50, held_bytes: 1_000 };

    #[test]
    fn who_is_nearest_to_a_limit_comes_first_whichever_it_is() {
        let all = vec![
            (network("192.0.2.1"), Taken { connections: 20, sockets: 9, held_bytes: 0 }),
            (network("192.0.2.2"), Taken { connections: 1, sockets: 1, held_bytes: 900 }),
            (network("2001:db8::1"), Taken { connections: 30, sockets: 30, held_bytes: 10 }),
        ];
        let text = written(all, MOST);
        let first: Vec<_> = text.lines().map(|line| line.split_whitespace().next().expect("a word")).collect();
        assert_eq!(first, ["network", "192.0.2.2", "2001:db8::/64", "192.0.2.1", "one"], "{text}");
    }

    #[test]
    fn a_crowd_is_cut_off_and_counted() {
        let of = |last: u8| (network(&format!("192.0.2.{last}")), Taken { connections: 1, ..Taken::default() });
        let text = written((0..25).map(of).collect(), MOST);
        assert!(text.contains("and 5 more"), "{text}");
        assert_eq!(text.lines().count(), 23);
    }

    #[test]
    fn an_empty_server_says_so() {
        assert_eq!(written(Vec::new(), MOST), "Nobody is connected.\n");
    }
}
