//! The last minutes, and the lines that are drawn of them.

use std::collections::VecDeque;
use std::fmt::Write;

use super::figures::Figures;
use crate::clock::Millis;

/// So many moments are kept: three minutes of one a second.
pub const MOMENTS_MAX: usize = 180;

/// What is drawn, in seconds; also the width of a drawing, in its own units.
pub const SPAN_S: u64 = 180;

/// The height of a drawing, in its own units.
pub const HEIGHT: u64 = 48;

/// A line is broken where nothing was known for longer than this, in seconds.
const GAP_S: u64 = 6;

/// The figures of a moment that are drawn.
#[derive(Debug, Clone, Copy)]
struct Moment {
    at: Millis,
    figures: [Option<u64>; Kind::COUNT],
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In milliseconds.
    RoundTrip,
    /// Of a thousand packets, in the worse direction.
    Loss,
    /// In kilobits per second.
    Sent,
    /// In kilobits per second.
    Received,
}

impl Kind {
    const COUNT: usize = 4;
}

/// The extremes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extremes {
    /// The youngest.
    pub latest: u64,
    /// The lowest.
    pub lowest: u64,
    /// The highest.
    pub highest: u64,
}

/// The last minutes.
#[derive(Debug, Default)]
pub struct History(VecDeque<Moment>);

impl History {
    /// Adds the figures of now; the oldest go.
    pub fn push(&mut self, now: Millis, figures: &Figures) {
        if self.0.len() >= MOMENTS_MAX {
            self.0.pop_front();
        }
        let loss = figures.sent.loss_permille.max(figures.received.loss_permille);
        let figures = [figures.round_trip_ms, loss, figures.sent.kbps, figures.received.kbps];
        self.0.push_back(Moment { at: now, figures });
    }

    /// How many moments are kept.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The extremes of what is drawn, if anything is known.
    pub fn extremes(&self, now: Millis, kind: Kind) -> Option<Extremes> {
        self.points(now, kind).fold(None, |known: Option<Extremes>, (_, value)| {
            let before = known.unwrap_or(Extremes { latest: value, lowest: value, highest: value });
            Some(Extremes { latest: value, lowest: before.lowest.min(value), highest: before.highest.max(value) })
        })
    }

    /// The line as a path of SVG, from the left at the oldest to the right at now; `top` is the value at the upper
    /// edge.
    pub fn line(&self, now: Millis, kind: Kind, top: u64) -> String {
        let mut path = String::new();
        let mut before: Option<u64> = None;
        for (age, value) in self.points(now, kind) {
            let joined = before.is_some_and(|older| older.saturating_sub(age) <= GAP_S);
            before = Some(age);
            let height = value.min(top).saturating_mul(HEIGHT) / top.max(1);
            let (letter, x, y) = (if joined { 'L' } else { 'M' }, SPAN_S - age, HEIGHT - height);
            // Writing into a text does not fail.
            let _ = write!(path, "{letter}{x} {y}");
        }
        path
    }

    /// Ages in seconds and values, the oldest first.
    fn points(&self, now: Millis, kind: Kind) -> impl Iterator<Item = (u64, u64)> {
        self.0.iter().filter_map(move |moment| {
            let age = now.0.saturating_sub(moment.at.0) / 1_000;
            let value = moment.figures.get(kind as usize).copied().flatten()?;
            (age <= SPAN_S).then_some((age, value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(round_trip_ms: Option<u64>) -> Figures {
        Figures { round_trip_ms, ..Figures::default() }
    }

    #[test]
    fn a_line_ends_at_now_and_is_broken_where_nothing_was_known() {
        let mut history = History::default();
        for (second, value) in [(0, Some(0)), (1, Some(50)), (2, None), (20, Some(100)), (21, Some(900))] {
            history.push(Millis(second * 1_000), &with(value));
        }
        assert_eq!(history.line(Millis(21_000), Kind::RoundTrip, 100), "M159 48L160 24M179 0L180 0");
        let extremes = Extremes { latest: 900, lowest: 0, highest: 900 };
        assert_eq!(history.extremes(Millis(21_000), Kind::RoundTrip), Some(extremes));
        assert_eq!(history.extremes(Millis(21_000), Kind::Loss), None);
        assert_eq!(history.line(Millis(21_000), Kind::Loss, 100), "");
    }

    #[test]
    fn what_is_older_is_neither_kept_nor_drawn() {
        let mut history = History::default();
        for second in 0..1_000 {
            history.push(Millis(second * 1_000), &with(Some(second)));
        }
        assert_eq!(history.len(), MOMENTS_MAX);
        assert!(!history.is_empty());
        assert_eq!(history.extremes(Millis(999_000), Kind::RoundTrip).map(|all| all.lowest), Some(820));
        assert_eq!(history.extremes(Millis(9_999_000), Kind::RoundTrip), None);
    }

    #[test]
    fn a_drawing_without_height_is_no_harm() {
        let mut history = History::default();
        history.push(Millis(0), &with(Some(u64::MAX)));
        assert_eq!(history.line(Millis(0), Kind::RoundTrip, 0), "M180 48");
    }
}
