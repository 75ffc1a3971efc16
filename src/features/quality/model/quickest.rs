//! What came quickest lately, by two clocks that do not agree: against it all else is measured.

use crate::clock::Millis;

/// The least of the present stretch of time and of the one before: paths get longer, and clocks go apart.
#[derive(Debug, Default)]
pub struct Quickest {
    least: [Option<i128>; 2],
    stretch: u64,
}

impl Quickest {
    /// Takes in by how much the own clock was ahead of the other one when something came, in milliseconds, and says by how much it was more than
    /// with what came quickest. That counts for `stretch_ms` at least and for twice as long at most.
    pub fn later_by(&mut self, now: Millis, ahead: i128, stretch_ms: u64) -> i128 {
        let stretch = now.0 / stretch_ms;
        if stretch != self.stretch {
            let [last, _] = self.least;
            self.least = [None, last.filter(|_| stretch == self.stretch + 1)];
            self.stretch = stretch;
        }
        let [present, before] = &mut self.least;
        let least = *present.insert(present.map_or(ahead, |least| least.min(ahead)));
        ahead - before.map_or(least, |before| least.min(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_quickest_counts_for_one_to_two_stretches() {
        let mut quickest = Quickest::default();
        let mut later_by = |ms, ahead| quickest.later_by(Millis(ms), ahead, 1_000);
        assert_eq!((later_by(900, 50), later_by(950, 70)), (0, 20));
        assert_eq!((later_by(1_999, 90), later_by(2_000, 95)), (40, 5), "50 was in the stretch before the last");
        assert_eq!(later_by(9_000, 500), 0, "after a sleep nothing is known");
        assert_eq!(later_by(9_001, -500), 0);
    }
}
