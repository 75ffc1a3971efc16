//! How fast a file comes along.

use crate::clock::Millis;

/// The pace is judged over at least this time, in milliseconds: content comes in steps of a block.
const SPAN_MS: u64 = 1_000;

/// What is remembered to tell the pace.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pace {
    since: Option<(Millis, u64)>,
    per_second: u64,
}

impl Pace {
    /// Bytes in a second, now that so many are there; 0 while that is not known.
    pub(super) fn measure(&mut self, now: Millis, bytes: u64) -> u64 {
        let (since, before) = *self.since.get_or_insert((now, bytes));
        let passed = now.0.saturating_sub(since.0);
        if passed >= SPAN_MS {
            let fresh = bytes.saturating_sub(before).saturating_mul(1_000) / passed;
            // What was known counts for two thirds: a number that jumps cannot be read.
            self.per_second =
                if self.per_second == 0 { fresh } else { (self.per_second * 2).saturating_add(fresh) / 3 };
            self.since = Some((now, bytes));
        }
        self.per_second
    }

    /// Begins anew: time in which nothing could come says nothing.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_known_after_a_second_and_follows_slowly() {
        let mut pace = Pace::default();
        assert_eq!(pace.measure(Millis(0), 0), 0);
        assert_eq!(pace.measure(Millis(500), 500), 0);
        assert_eq!(pace.measure(Millis(2_000), 6_000), 3_000);
        assert_eq!(pace.measure(Millis(3_000), 6_000), 2_000);
        pace.forget();
        assert_eq!(pace.measure(Millis(9_000), 6_000), 0);
    }
}
