//! How much may flow: a token bucket.

use crate::clock::Millis;

/// A bucket holds what may flow in so long, in milliseconds, where nothing else is said: a key frame comes at once.
const BURST_MS: u64 = 1_000;

/// How much may flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    /// In the long run (0: any amount).
    pub(super) per_second: u64,
    /// At once may come what may flow in so long, in milliseconds.
    pub(super) burst_ms: u64,
}

impl Rate {
    /// So much a second, and a second's worth at once.
    pub(super) fn of(per_second: u64) -> Self {
        Self { per_second, burst_ms: BURST_MS }
    }
}

/// What is still allowed. The rate is said each time, because thousands of buckets have the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    /// Thousandths of what is counted.
    level: u64,
    at: Millis,
}

impl Bucket {
    /// A full one.
    pub(super) fn full() -> Self {
        Self { level: u64::MAX, at: Millis(0) }
    }

    /// Whether so much may flow now, at so much a second (0: any amount); if so, it is counted.
    pub(super) fn take(&mut self, now: Millis, amount: u64, per_second: u64) -> bool {
        self.take_at(now, amount, Rate::of(per_second))
    }

    /// The same, where another burst is allowed.
    pub(super) fn take_at(&mut self, now: Millis, amount: u64, Rate { per_second, burst_ms }: Rate) -> bool {
        if per_second == 0 {
            return true;
        }
        let passed = now.0.saturating_sub(self.at.0);
        self.at = now.max(self.at);
        let most = per_second.saturating_mul(burst_ms);
        self.level = self.level.saturating_add(passed.saturating_mul(per_second)).min(most);
        let wanted = amount.saturating_mul(1_000);
        let is_there = self.level >= wanted;
        if is_there {
            self.level -= wanted;
        }
        is_there
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_of_flow_comes_at_once_and_then_as_much_as_the_rate_says() {
        let mut bucket = Bucket::full();
        assert!(bucket.take(Millis(5), 1_000, 1_000));
        assert!(!bucket.take(Millis(5), 1, 1_000));
        assert!(bucket.take(Millis(105), 100, 1_000) && !bucket.take(Millis(105), 1, 1_000));
        assert!(bucket.take(Millis(60_000), 1_000, 1_000) && !bucket.take(Millis(60_000), 1, 1_000));
        // A clock that stands still or goes back gives nothing.
        assert!(!bucket.take(Millis(59_000), 1, 1_000));
        assert!(bucket.take(Millis(5), u64::MAX, 0), "no limit");
    }

    #[test]
    fn a_longer_burst_comes_at_once_and_the_rate_stays_what_it_is() {
        let (mut bucket, rate) = (Bucket::full(), Rate { per_second: 10, burst_ms: 5_000 });
        assert!(bucket.take_at(Millis(5), 50, rate) && !bucket.take_at(Millis(5), 1, rate));
        assert!(bucket.take_at(Millis(1_005), 10, rate) && !bucket.take_at(Millis(1_005), 1, rate));
        assert!(bucket.take_at(Millis(60_000), 50, rate) && !bucket.take_at(Millis(60_000), 1, rate));
    }
}
