//! What must be true of the two, at any time and when they come to rest.

use super::world::{Side, World};
use super::*;

impl Side {
    /// Files come to an end once, stay in the list, and the person is told of each.
    fn look(&mut self, forgetful: bool) {
        let rows = self.page.rows();
        for row in &rows {
            let before = self.seen.insert(row.key, row.state);
            assert!(before.is_none_or(|before| before == row.state || !before.is_final()), "{before:?} to {row:?}");
            let nonsense = [End::Here(Why::Nonsense), End::There(Why::Nonsense)].map(State::Ended);
            assert!(!nonsense.contains(&row.state), "{row:?}");
            assert!(forgetful || row.state != State::Ended(End::Gone), "{row:?}");
        }
        assert_eq!(self.seen.len(), rows.len(), "none disappears");
        let ended = rows.iter().filter(|row| matches!(row.state, State::Ended(end) if end.is_news())).count();
        let done = rows.iter().filter(|row| row.state == State::Done).count();
        let told = |is: fn(&News) -> bool| self.page.news.iter().filter(|news| is(news)).count();
        assert_eq!(told(|news| matches!(news, News::Ended { .. })), ended);
        assert_eq!(told(|news| matches!(news, News::Sent(_) | News::Received { .. })), done);
    }
}

impl World {
    /// What must be true at any time.
    pub(super) fn check(&mut self) {
        for who in [0, 1] {
            self.store(who);
            self.sides[who].look(self.forgetful);
        }
        for (who, other) in [(0, 1), (1, 0)] {
            let (sent, stored) = (self.sides[who].sizes(true, State::Done), self.stored[other].iter().copied());
            assert!(is_within(&sent, stored.collect()), "{sent:?} bytes are not all with the other");
            let refused = State::Ended(End::There(Why::Person));
            let withdrawn = self.sides[who].sizes(false, refused).into_iter().filter(|_| !self.forgetful);
            let unwanted: Vec<u64> = withdrawn.chain(self.sides[who].sizes(true, refused)).collect();
            let known = |size: &u64| *size == 0 || self.unwanted[other].contains(size);
            assert!(unwanted.iter().all(known), "{unwanted:?} bytes: not all were refused");
        }
    }

    /// Writes down what has become whole on a disk, once.
    fn store(&mut self, who: usize) {
        let Side { page, seen, .. } = &mut self.sides[who];
        let rows = page.rows().into_iter().filter(|row| !row.outgoing && row.state == State::Done);
        for row in rows.filter(|row| seen.get(&row.key) != Some(&State::Done)).collect::<Vec<_>>() {
            let written = page.written.get(&row.key).cloned().unwrap_or_default();
            assert!(self.chosen.contains(&written), "{row:?} has other bytes");
            let twice = row.size > 0 && self.stored[who].contains(&row.size);
            assert!(self.forgetful || !twice, "{row:?} is there twice");
            self.stored[who].push(row.size);
        }
    }

    /// The line stays up and nobody does anything: what waits then can still come.
    pub(super) fn come_to_rest(&mut self) {
        self.connect();
        assert!((0..100_000).any(|_| !self.step()), "they come to rest");
        self.check();
        for (who, other) in [(0, 1), (1, 0)] {
            let open = self.page(who).rows().into_iter().filter(|row| !row.state.is_final()).collect::<Vec<_>>();
            assert!(open.iter().all(|row| row.state == State::Offered && !row.paused), "{open:?}");
            let theirs = self.sides[other].sizes(false, State::Offered);
            assert_eq!(self.sides[who].sizes(true, State::Offered), theirs, "they can accept what waits for them");
        }
    }
}

/// Whether these are all among those, each as often.
fn is_within(some: &[u64], mut all: Vec<u64>) -> bool {
    some.iter().all(|size| all.iter().position(|of| of == size).map(|at| all.swap_remove(at)).is_some())
}
