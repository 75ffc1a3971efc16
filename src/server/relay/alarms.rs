//! When time alone changes something. Kept in order, one for each thing, so that thousands of calls cost no look at all of them.

use std::collections::BTreeSet;

use crate::clock::Millis;

/// What an alarm is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alarm {
    Allocation(u32),
    Ticket(usize),
}

/// Each thing remembers its own alarm, and hands it in when it changes.
#[derive(Debug, Default)]
pub(super) struct Alarms(BTreeSet<(Millis, Alarm)>);

impl Alarms {
    /// Sets an alarm anew, or none.
    pub(super) fn set(&mut self, alarm: Alarm, set: &mut Option<Millis>, at: Option<Millis>) {
        if *set == at {
            return;
        }
        if let Some(before) = set.take() {
            self.0.remove(&(before, alarm));
        }
        if let Some(at) = at {
            self.0.insert((at, alarm));
        }
        *set = at;
    }

    pub(super) fn first(&self) -> Option<Millis> {
        self.0.first().map(|(at, _)| *at)
    }

    /// The next alarm that has come.
    pub(super) fn due(&self, now: Millis) -> Option<Alarm> {
        self.0.first().filter(|(at, _)| *at <= now).map(|(_, alarm)| *alarm)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
